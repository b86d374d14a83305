//! Floor 1. The registry. Adding a protocol: one file here, one word in `registry!`.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]
use crate::draft::Draft;
use crate::field::{Field, Fields, Unset};
use crate::spine::{Below, Id, Layer, Packet, Rules, Stage, Step};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

pub(crate) mod asn1;
pub mod conn;
mod fields;
mod form;
mod hpack;
mod leaf;
mod lines;
mod numbers;
mod table;
#[cfg(test)]
#[expect(clippy::indexing_slicing, clippy::expect_used, reason = "tests fail by panic")]
mod testing;
mod tls_numbers;
pub mod x509;
use fields::{address, byte, long, said, six, sub, word};
use leaf::leaf;
use numbers::{DSCP, ECN, ETHERTYPES, HARDWARE, IP_PROTOCOLS};
pub use table::{Guess, Table};

/// What a protocol is: everything that decode, craft, views, filter and documentation know of it.
pub struct Protocol {
    /// Wireshark's name: `udp`.
    pub name: &'static str,
    /// Scapy's class: `UDP`.
    pub alias: &'static str,
    /// In full: `User Datagram Protocol`.
    pub title: &'static str,
    /// What Wireshark's protocol column says: `UDP`. Empty where the layer below is the better name.
    pub column: &'static str,
    /// Where it is specified: `RFC 768`.
    pub spec: &'static str,
    /// Length of the fixed part in bytes.
    pub size: usize,
    /// The header's length is a multiple of so many bytes.
    pub align: usize,
    /// The fields in wire order.
    pub fields: Fields,
    /// Who carries me, and under which number. The first of a space is the one that craft writes.
    pub under: &'static [(Space, u16)],
    /// Who carries me without saying so: the bytes my messages can begin with, and a closer look.
    pub looks: &'static [(Space, &'static [u8], fn(&[u8]) -> bool)],
    /// Over that protocol a length of so many bytes stands before each of my messages.
    pub lead: Option<(Id, u8)>,
    /// Where I name who I carry.
    pub next: Option<(Space, &'static Field)>,
    /// From where to where, for a line: addresses.
    pub ends: Option<(&'static Field, &'static Field)>,
    /// What I carry is a quotation: it does not say what the packet is.
    pub quotes: bool,
    /// The packets inside my message, one by one: the first that starts behind `after`.
    pub more: Option<More>,
    /// No message of mine follows another: `again` says only that there are packets inside.
    pub alone: bool,
    /// Media types of what I read (RFC 2046).
    pub media: &'static [&'static str],
    /// Puts together what I carry where it does not stand in my bytes as it is, for who is answered.
    pub unpack: Option<Unpack>,
    /// How I lie in a stream, where I am carried by one.
    pub stream: Option<Stream>,
    /// What Wireshark counts as protocols inside my messages and is no layer here: the names, each behind a colon.
    pub within: Option<fn(&Packet<'_>, usize, &mut Vec<u8>)>,
    /// I carry nothing but data, and what is not mine is data: who does not ask for me need not read me.
    pub leaf: bool,
    /// No packet of a network is inside me, however deep: no address and no port need be looked for there.
    pub sealed: bool,
    /// One line for a person: text and values.
    pub line: &'static [Word],
    /// Lengths and checksums that the user did not set.
    pub finish: fn(&mut Draft<'_>),
    /// Under which names craft expressions write me, or a part of me.
    pub classes: &'static [&'static [Class]],
}
/// A name of craft expressions: a whole protocol, one of its messages, or a part that is put on with `/`.
///
/// Its fields are the protocol's own where they can be written as they are read; where a message is read by
/// looking at what follows, the class says which of its forms is meant.
#[derive(Clone, Copy)]
pub struct Class {
    /// Scapy's class first, then others that mean the same.
    pub names: &'static [&'static str],
    /// What it writes, in wire order. Empty: the protocol's own fields.
    pub fields: Fields,
    /// Length of the fixed part in bytes.
    pub size: usize,
    /// The length is a multiple of so many bytes; what is missing is filled with zeros.
    pub align: usize,
    /// A protocol of its own: carried under its number, naming what it carries, finished as the protocol says.
    pub whole: bool,
    /// Numbers that make it this class and no other.
    pub presets: &'static [(&'static Field, Unset)],
    /// What it sets in the layer below, where the user says nothing.
    pub binds: &'static [(&'static Field, Unset)],
    /// Where that field of mine is said to be that number, this is set below instead: a reply goes the other way.
    pub otherwise: Option<(&'static Field, u64, &'static [(&'static Field, Unset)])>,
    /// Arguments in force where the user says nothing, as an expression writes them: `qd=[DNSQR()]`.
    pub defaults: &'static str,
    /// Where a part names who it carries.
    pub next: Option<(Space, &'static Field)>,
    /// A list that stands behind what it carries, which is filled up to so many bytes: ICMP's extensions. The field says its length there.
    pub behind: Option<(&'static Field, usize, u64)>,
    /// Puts padding inside the header, given what the user set.
    pub shape: Option<fn(&mut Vec<u8>, &[&'static Field])>,
    /// Says in the header, which may grow, how many bytes it carries; given what the user set.
    pub counted: Option<fn(&mut Vec<u8>, usize, &[&'static Field])>,
    /// One of the fields: it stands behind what is carried.
    pub trailer: Option<&'static Field>,
    /// Where a part says how many bytes it has itself: who reads it ends there.
    pub extent: Option<&'static Field>,
    /// Lengths and checksums that the user did not set, of a part.
    pub finish: fn(&mut Draft<'_>),
}
impl Class {
    /// A class that says nothing else: `..Class::PLAIN`.
    pub const PLAIN: Class = Class {
        names: &[],
        fields: &[],
        size: 0,
        align: 1,
        whole: true,
        presets: &[],
        binds: &[],
        otherwise: None,
        defaults: "",
        next: None,
        behind: None,
        shape: None,
        counted: None,
        trailer: None,
        extent: None,
        finish: |_| {},
    };
    /// A part of a message, put on with `/`.
    pub const PART: Class = Class { whole: false, ..Class::PLAIN };
}
/// What a protocol over a stream needs of the flow stage, which gives it messages that span segments as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Stream {
    /// What was said before tells how a message is to be read: see [`Talk`](crate::spine::Talk).
    pub talks: bool,
    /// A message's length stands at its beginning: `tcp.pdu.size`.
    pub sized: bool,
    /// The same where Wireshark names the protocol once a segment.
    pub measured: bool,
    /// Where a message begins that goes on, it is known to be there, if not what it says.
    pub begun: bool,
}
impl Stream {
    /// Messages that tell by themselves how they are to be read.
    pub const PLAIN: Stream = Stream { talks: false, sized: false, measured: false, begun: false };
    /// Messages whose length stands at their beginning.
    pub const SIZED: Stream = Stream { sized: true, ..Stream::PLAIN };
    /// Messages that are read by what was said before.
    pub const TALK: Stream = Stream { talks: true, ..Stream::PLAIN };
}
/// Puts together what a layer of the bytes carries, behind what there is: whose it is; `None` where it carries it as it stands.
pub type Unpack = fn(&[u8], &Layer, &mut Vec<u8>) -> Option<Id>;
/// Finds the next packet inside a message: given the frame, my layer and where the last one started.
pub type More = fn(&[u8], &Layer, usize) -> Option<Inner>;
/// A packet inside a message. Offsets count from the frame's first byte.
pub struct Inner {
    /// Its protocol.
    pub id: Id,
    /// Its first byte.
    pub start: usize,
    /// Where its bytes in the message end.
    pub held: usize,
    /// Where it ended when it was whole.
    pub end: usize,
}

impl Protocol {
    /// What a protocol is that says nothing else: `..Protocol::PLAIN`.
    pub const PLAIN: Protocol = Protocol {
        name: "",
        alias: "",
        title: "",
        column: "",
        spec: "",
        size: 0,
        align: 1,
        fields: &[],
        under: &[],
        looks: &[],
        lead: None,
        next: None,
        ends: None,
        quotes: false,
        more: None,
        alone: false,
        media: &[],
        unpack: None,
        stream: None,
        within: None,
        leaf: false,
        sealed: false,
        line: &[],
        finish: |_| {},
        classes: &[],
    };
}
/// A word of a protocol's line.
pub enum Word {
    /// Text.
    Say(&'static str),
    /// A field as people read it: the name of its number, else the value.
    Of(&'static Field),
    /// A field as `-T fields` shows it.
    Plain(&'static Field),
    /// Text and a field, only where the field is there.
    With(&'static str, &'static Field),
    /// What a function writes.
    Call(fn(&Packet<'_>, usize, &mut Vec<u8>)),
}

macro_rules! spaces { ($($(#[$doc:meta])* $name:ident $table:ident)*) => {
    /// A space of numbers that name protocols.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    pub enum Space { $($(#[$doc])* $name),* }
    $($(#[$doc])* pub static $table: Table<{ Table::<0>::pages(Space::$name) }> = Table::new(Space::$name);)*
    impl Space {
        /// The protocol of a number in this space; data for one that is none.
        pub fn of(self, number: u16) -> Id {
            match self { $(Space::$name => $table.of(number)),* }
        }
    }
} }
spaces! {
    /// Link types: <https://www.tcpdump.org/linktypes.html>.
    Link LINK
    /// EtherTypes: IEEE 802.
    EtherType ETHERTYPE
    /// IP protocol numbers: IANA.
    IpProto IPPROTO
    /// TCP ports.
    TcpPort TCPPORT
    /// UDP ports.
    UdpPort UDPPORT
    /// SCTP ports.
    SctpPort SCTPPORT
    /// PPP protocol numbers: IANA.
    Ppp PPP
    /// IEEE 802.2 service access points.
    LlcSap LLCSAP
    /// GRE protocol types that are not EtherTypes.
    Gre GRE
    /// Protocol ids below Cisco's OUI 00-00-0c in SNAP.
    CiscoPid CISCOPID
    /// ISO network layer protocol ids.
    Nlpid NLPID
    /// Next protocols of NSH and of VXLAN-GPE.
    Nsh NSH
    /// Names for `-d` and documentation only: protocols that are carried by content or context.
    Context CONTEXT
}

macro_rules! registry { ($($p:ident)*) => {
    $(pub mod $p;)*
    #[allow(non_camel_case_types)]
    enum Order { $($p),* }
    /// The protocols' numbers.
    #[allow(non_upper_case_globals, missing_docs)]
    pub mod id { $(pub const $p: super::Id = super::Id(super::Order::$p as u16);)* }
    /// All protocols, by number.
    pub static PROTOCOLS: &[&Protocol] = &[$(&$p::PROTOCOL),*];
    /// Looks at the first header of `bytes`.
    #[inline(always)]
    pub fn dissect(id: Id, bytes: &[u8], below: &Below<'_>) -> Step {
        match id { $(id::$p => $p::dissect(bytes, below),)* _ => data::dissect(bytes, below) }
    }
} }
registry! {
    data
    frame
    eth
    vlan
    cdp dtp lacp marker oampdu ossp slow
    lldp
    stp
    bfd eapol eigrp hsrp ospf pim radiotap rip ripng vrrp wlan wlan_aggregate wlan_radio
    arcnet arcnet_linux arp atmarp avsp ccp chap chdlc cmd cmd_gre enc fr ieee8021ad ieee8021ah ieee8023 ipcp ipv6cp lcp llc r#loop macsec mpls null
    nflog pap pflog pktap ppp ppp_with_dir pppoed pppoes pwach pwethcw raw slarp sll sll2 vlan_8023
    ip
    ipv6
    udp
    tcp
    dhcp dhcpv6 dns dvmrp llmnr mdns ntp
    icmp
    icmpv6
    igmp
    sctp
    udplite
    ayiya
    ipv6_hopopts
    ipv6_dstopts
    ipv6_routing
    ipv6_fraghdr
    ah
    esp

    erspan
    geneve
    gre
    gtp
    gtpprime
    nsh
    openflow openflow_v1 openflow_v4
    sflow

    bgp dcerpc eap gss_api irc isakmp ldap mqtt nbdgm nbns nbss ntlmssp quic radius sdp sip smb smb2 snmp spnego syslog tftp udpencap

    cotp dec_dna isis isis_csnp isis_hello isis_lsp isis_psnp mount nfs nfsacl osi portmap rdp rpc t125 tpkt

    aarp aodv aoe asf auto_rp babel bacapp bacnet bjnp bvlc can cflow cfm cgmp chargen classicstun coap collectd daytime dccp dtls echo
    ecpri elmi etag etherip fip glbp gnw goose hip homeplug homeplug_av hsr ieee8021cb igrp ipcomp ipx ismp kerberos l2tp lat ldp lisp
    lisp_data lltd lmp lwres mipv6 mndp mpls_echo mrp_mvrp msnlb ncsi ndp nhrp olsr pagp pgm portcontrol ptp rdpudp rmcp rsvp rtcp rtp rx
    srvloc ssdp stun sv time trill tsp udld user_dlt vntag vtp wg wol wpan xdmcp zep

    teredo
    vxlan
    vxlan_gpe

    amqp bittorrent cql dnp3 exec finger ftp_data gnutella image_gif image_jfif kafka mbtcp memcache mime_multipart modbus mongo msdp mysql nntp pgsql png protobuf rlogin rpkirtr rsh rtsp socks vnc websocket whois xmpp

    data_text_lines ftp grpc http http2 imap imf json media msgpack pop resp smtp ssh telnet tls urlencoded_form xml zmtp
}

/// Who TCP carries without a known port.
pub static TCP_GUESS: Guess = Guess::new(Space::TcpPort);
/// Who UDP carries without a known port.
pub static UDP_GUESS: Guess = Guess::new(Space::UdpPort);

/// The protocol of a number; data for one that is none.
#[inline]
pub fn protocol(id: Id) -> &'static Protocol {
    PROTOCOLS.get(id.0 as usize).copied().unwrap_or(&data::PROTOCOL)
}
/// The name of the service that a port is registered for; `None` where none is in the table of expressions.
pub fn service(port: u16) -> Option<&'static str> {
    form::names::SERVICES.iter().find(|(n, _)| *n == u64::from(port)).map(|(_, name)| *name)
}
/// The port of a service, by any of its names.
pub fn service_port(name: &str) -> Option<u16> {
    form::names::SERVICES.iter().find(|(_, n)| n.eq_ignore_ascii_case(name)).and_then(|(n, _)| u16::try_from(*n).ok())
}
/// The protocol of a Wireshark name.
pub fn named(name: &str) -> Option<Id> {
    PROTOCOLS.iter().position(|p| p.name == name).map(|i| Id(i as u16))
}
/// Who a port pair names: what the user says, else the lower port first, as Wireshark has it; else who the bytes look like.
#[inline]
fn by_port<const N: usize>(space: Space, table: &Table<N>, guess: &Guess, a: u16, b: u16, body: &[u8], below: &Below<'_>) -> Id {
    if body.is_empty() {
        return id::data;
    }
    match by_number(space, table, a, b, below.rules) {
        id::data => guess.of(body),
        id => id,
    }
}
/// The same without a look at the bytes.
#[inline]
fn by_number<const N: usize>(space: Space, table: &Table<N>, a: u16, b: u16, rules: &Rules) -> Id {
    if !rules.decode_as.is_empty() {
        let mut rules = rules.decode_as.iter().rev();
        if let Some((_, _, id)) = rules.find(|(s, port, _)| *s == space as u8 && (*port == a || *port == b)) {
            return *id;
        }
    }
    match table.of(a.min(b)) {
        id::data => table.of(a.max(b)),
        id => id,
    }
}
/// Whose bytes these are, where that protocol over TCP passes on all that follows: whom they look like at first, they are from then on.
fn passed_on(via: Id, bytes: &[u8], below: &Below<'_>) -> Option<Id> {
    let talk = below.talk.filter(|talk| talk.via.get() == via.0 && below.over() == id::tcp)?;
    if talk.next.get() == 0 {
        talk.next.set(TCP_GUESS.of(bytes).0);
    }
    Some(Id(talk.next.get()))
}
/// What must have seen a packet before this field of the protocol has its value.
pub fn stage(id: Id, field: &Field) -> Stage {
    let p = protocol(id);
    // What media types name is a body that may have come packed, or in pieces.
    let stream = if p.stream.is_some() || !p.media.is_empty() { Stage::Flow } else { Stage::Walk };
    field.stage().max(stream)
}
/// Every field of every protocol, those inside records too, each once a protocol.
pub fn fields(each: &mut dyn FnMut(Id, &'static Field)) {
    fn inside(seen: &mut std::collections::HashSet<*const Field>, f: &'static Field, each: &mut dyn FnMut(&'static Field)) {
        if seen.insert(f) {
            each(f);
            f.inside(&mut |g| {
                inside(seen, g, each);
                true
            });
        }
    }
    for (i, p) in PROTOCOLS.iter().enumerate() {
        let mut seen = Default::default();
        p.fields.iter().for_each(|f| inside(&mut seen, f, &mut |f| each(Id(i as u16), f)));
    }
}
/// The fields of that Wireshark name: there may be several, as `dns.resp.type` inside NSEC.
///
/// The first call makes an index of all names.
pub fn lookup(name: &str) -> Vec<(Id, &'static Field)> {
    static INDEX: OnceLock<HashMap<&str, Vec<(Id, &'static Field)>>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let mut index: HashMap<_, Vec<_>> = HashMap::new();
        fields(&mut |id, f| index.entry(f.name).or_default().push((id, f)));
        index.remove("");
        index
    });
    index.get(name).cloned().unwrap_or_default()
}
/// Adds all that is asked of one column: the fields of a name.
pub fn ask(slot: usize, found: &[(Id, &'static Field)], to: &mut Vec<crate::query::Asked>) {
    to.extend(found.iter().map(|&(id, field)| {
        let p = protocol(id);
        crate::query::Asked { slot, id, fields: p.fields, size: p.size, field }
    }));
}
/// Wireshark's `*.checksum.status` of a transport over IP: 0 bad, 1 good, 2 unverified, as where the frame was cut.
fn transport_status(packet: &Packet<'_>, layer: usize, proto: u8) -> Option<u64> {
    if !packet.rules.checksums {
        return Some(2);
    }
    Some(over_ip(packet, layer, proto).map_or(2, u64::from))
}
/// Whether the sum over pseudo header and layer is right; `None` where not all of it is there.
fn over_ip(packet: &Packet<'_>, layer: usize, proto: u8) -> Option<bool> {
    let (start, bytes) = summed(packet, layer, proto)?;
    Some(crate::checksum::internet(start, bytes) == 0)
}
/// The sum of the pseudo header below a layer, and the layer's bytes; `None` where not all of them are there.
fn summed<'a>(packet: &Packet<'a>, layer: usize, proto: u8) -> Option<(u64, &'a [u8])> {
    let own = packet.layer(layer)?;
    let bytes = own.whole(packet.bytes);
    if bytes.len() < own.wire() {
        return None;
    }
    let below = std::iter::successors(packet.below(layer), |l| packet.layer(l.up.into()));
    let start = pseudo_over(below.map(|l| (l.id, l.head(packet.bytes))), proto, bytes.len())?;
    Some((start, bytes))
}
/// What is wrong with the packet's TCP or UDP checksum, where the user has them verified.
///
/// A sender that leaves the checksum to its network card writes the pseudo header's sum, for the card to go on from.
pub fn checksum_remark(packet: &Packet<'_>) -> Option<&'static str> {
    if !packet.rules.checksums {
        return None;
    }
    packet.spine.layers().iter().enumerate().find_map(|(i, layer)| {
        let (proto, field) = match layer.id {
            id::tcp => (6, &tcp::CHECKSUM),
            id::udp => (17, &udp::CHECKSUM),
            _ => return None,
        };
        let found = field.num(packet.head(i)).filter(|n| *n != 0 || layer.id == id::tcp)?;
        let (start, bytes) = summed(packet, i, proto)?;
        if crate::checksum::internet(start, bytes) == 0 {
            return None;
        }
        let left = u64::from(!crate::checksum::internet(start, &[])) == found;
        Some(if left { "checksum left to the network card (offload)" } else { "bad checksum, perhaps left to the network card (offload)" })
    })
}
/// The sum of the pseudo header for a transport that is being written; `None` when no IP header is below.
fn pseudo(d: &Draft<'_>, proto: u8) -> Option<u64> {
    pseudo_over(d.carriers.iter().rev().map(|(id, at)| (*id, d.header(at))), proto, d.bytes.len())
}
/// The sum of the pseudo header over these headers, innermost first; `None` when none is there.
///
/// Its addresses stand below the extension headers, or in one of them: the routing header's last (RFC 8200, 8.1).
fn pseudo_over<'a>(headers: impl Iterator<Item = (Id, &'a [u8])>, proto: u8, len: usize) -> Option<u64> {
    let (mut src, mut dst) = (None, None);
    for (id, head) in headers {
        match id {
            // Of two routing headers the inner one is followed last.
            id::ipv6_routing => dst = dst.or_else(|| ipv6_routing::destination(head)),
            id::ipv6_dstopts => src = ipv6_dstopts::home(head).or(src),
            id::ipv6_hopopts | id::ipv6_fraghdr | id::ah => {}
            _ => return crate::checksum::pseudo(head, src, if id == id::ip { ip::destination(head) } else { dst }, proto, len),
        }
    }
    None
}
/// An IPv6 extension header that says its length in units of 8 bytes, the first not counted.
fn extension(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[next, units, ..] = bytes else { return Step::cut(bytes) };
    let header = (units as usize + 1) * 8;
    if bytes.len() < header {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, below.wire, IPPROTO.of(next.into()))
}
/// What a fragment carries: bytes, unless it is the whole packet; or the beginning of a packet that was cut and never becomes whole.
fn fragment(of: Id, offset: u16, more: bool, cut: bool) -> Id {
    match (offset, more) {
        (0, false) => of,
        (0, true) if cut => of,
        _ => id::data,
    }
}
/// The fields that tell of a datagram that was joined from fragments.
pub struct Joined {
    /// Each frame whose bytes were taken, in the order of their offsets.
    pub fragment: &'static Field,
    /// Bytes came more than once.
    pub overlap: &'static Field,
    /// Bytes came more than once, and not the same.
    pub conflict: &'static Field,
    /// Two ends were told.
    pub tails: &'static Field,
    /// Each frame whose bytes contradict earlier ones.
    pub error: &'static Field,
    /// How many fragments came.
    pub count: &'static Field,
    /// Told of the earlier ones: the frame in which the last came.
    pub within: &'static Field,
    /// How many bytes they were joined to.
    pub length: &'static Field,
}
/// The bytes to which fragments were joined: those of what this layer carries, where they stand behind the frame's own.
fn joined<'a>(packet: &Packet<'a>, layer: usize) -> Option<crate::field::Value<'a>> {
    let carried = packet.layer(packet.child(layer)?)?;
    (carried.start as usize >= packet.frame.bytes.len()).then(|| crate::field::Value::Bytes(carried.whole(packet.bytes)))
}
/// Whether the Internet checksum over a layer and what it carries is right: 0 bad, 1 good, 2 where not all of it was captured.
fn own_status(packet: &Packet<'_>, own: &Layer) -> u64 {
    let bytes = own.whole(packet.bytes);
    if bytes.len() < own.wire() { 2 } else { (crate::checksum::internet(0, bytes) == 0).into() }
}
/// A message that is all its carrier brings, of so many bytes at least: its header is the whole of it.
fn datagram(bytes: &[u8], below: &Below<'_>, least: usize) -> Step {
    if bytes.len() < least || bytes.len() < below.wire {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), below.wire, id::data)
}
/// Where the bytes lie that a message means and that do not stand in it: from, in the upper half, and to.
pub static LAID: Field = Field::new("", "", crate::field::Place::Noted(Stage::Flow));
/// Those bytes.
fn laid(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let at = packet.notes.get(layer, &LAID)?;
    Some((at >> 32) as usize..at as u32 as usize)
}
/// Names of the `*.checksum.status` of a transport, which network cards compute.
pub const TRANSPORT_STATUS: crate::field::Names =
    &[(0, "Bad, perhaps left to the network card: checksum offload"), (1, "Good"), (2, "Unverified"), (3, "Not present"), (4, "Illegal")];
/// Names of a `*.checksum.status`.
pub const STATUS: crate::field::Names = &[(0, "Bad"), (1, "Good"), (2, "Unverified"), (3, "Not present"), (4, "Illegal")];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Place;
    use std::collections::HashSet;

    #[test]
    fn protocols_say_who_they_are() {
        let (mut names, mut classes) = (HashMap::new(), HashSet::new());
        for p in PROTOCOLS {
            assert!(
                !p.name.is_empty() && p.name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'.' | b'-')),
                "{}",
                p.name
            );
            // Only forms of one protocol share its name: Ethernet with a type and with a length.
            let other = names.insert(p.name, (p.column, p.title));
            assert!(other.is_none_or(|(column, title)| column == p.column && !column.is_empty() && title != p.title), "{} twice", p.name);
            assert!(p.alias.is_empty() || classes.insert(p.alias), "{} twice", p.alias);
            assert!(!p.title.is_empty(), "{} has no title", p.name);
            assert!(!p.spec.is_empty() || p.name == "data", "{} has no specification", p.name);
        }
    }
    #[test]
    fn numbers_are_bound_once() {
        let mut bound = HashMap::new();
        for p in PROTOCOLS {
            for (space, number) in p.under {
                let other = bound.insert((*space as u8, *number), p.name);
                assert_eq!(other, None, "{space:?} {number} names {} as well", p.name);
            }
        }
    }
    #[test]
    fn fixed_fields_lie_in_the_fixed_part() {
        for p in PROTOCOLS {
            for f in p.fields.iter().filter(|f| !f.follows()) {
                assert!(f.range().end <= p.size, "{} ends at {} of {}", f.name, f.range().end, p.size);
            }
        }
    }
    #[test]
    fn names_of_numbers_ascend() {
        fields(&mut |_, f| {
            let all = f.names;
            for (a, b) in all.iter().zip(all.iter().skip(1)) {
                assert!(a.0 < b.0, "{}: {} before {}", f.name, a.0, b.0);
            }
        });
    }
    /// Wire data may hold any number as a time, and any as a length of time.
    #[test]
    fn times_take_any_number() {
        fields(&mut |_, f| {
            for n in [0, 1, u32::MAX as u64, i64::MAX as u64, u64::MAX - 1, u64::MAX] {
                let held = if f.width() > 0 { n & crate::field::mask(f.width()) } else { n };
                crate::text::plain(f, crate::field::Value::Num(held), &mut vec![]);
            }
        });
    }
    #[test]
    fn fixed_places_stand_in_no_record() {
        // A choice at the top of a protocol may hold them: DNS flags that only answers have.
        fn inside(f: &'static Field, record: bool, depth: u8) {
            f.inside(&mut |g| {
                let record = record || !f.bracket();
                let fixed = matches!(g.place, Place::Bits(..) | Place::Bytes(..) | Place::Little(..));
                assert!(!(fixed && record), "{} is fixed, inside {}{}", g.name, f.name, f.title);
                if depth > 0 {
                    inside(g, record, depth - 1);
                }
                true
            });
        }
        for p in PROTOCOLS {
            p.fields.iter().filter(|f| !matches!(f.place, Place::Either(_))).for_each(|f| inside(f, false, 12));
        }
    }
    #[test]
    fn at_most_64_guesses_a_space() {
        for space in [Space::TcpPort, Space::UdpPort, Space::SctpPort] {
            let n: usize = PROTOCOLS.iter().map(|p| p.looks.iter().filter(|(s, ..)| *s == space).count()).sum();
            assert!(n <= 64, "{space:?}: {n}");
        }
    }
}
