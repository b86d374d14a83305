//! Dynamic Host Configuration Protocol, [RFC 2131](https://www.rfc-editor.org/rfc/rfc2131), on BOOTP, [RFC 951](https://www.rfc-editor.org/rfc/rfc951).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     op (1)    |   htype (1)   |   hlen (1)    |   hops (1)    |
//! |                            xid (4)                            |
//! |           secs (2)            |           flags (2)           |
//! |                          ciaddr  (4)                          |
//! |                          yiaddr  (4)                          |
//! |                          siaddr  (4)                          |
//! |                          giaddr  (4)                          |
//! |                          chaddr  (16)                         |
//! |                          sname   (64)                         |
//! |                          file    (128)                        |
//! |                          options (variable)                   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! The options ([RFC 2132](https://www.rfc-editor.org/rfc/rfc2132)) belong to the header. What an option says is shown only where its
//! length is what its definition asks for.
use super::*;
use crate::field::*;
use crate::text;

/// Request or reply.
pub static TYPE: Field = Field::bits("dhcp.type", "Message type", 0, 8).alias("op").unset(1).names(&[(1, "Boot Request"), (2, "Boot Reply")]);
/// As in ARP.
pub static HW_TYPE: Field = Field::bits("dhcp.hw.type", "Hardware type", 8, 8).alias("htype").hex().unset(1).names(HARDWARE);
/// Bytes of `chaddr` that count.
pub static HW_LEN: Field = Field::bits("dhcp.hw.len", "Hardware address length", 16, 8).alias("hlen").unset(6);
/// Relays on the way.
pub static HOPS: Field = Field::bits("dhcp.hops", "Hops", 24, 8).alias("hops");
/// The client's choice, the same in all messages of one exchange.
pub static ID: Field = Field::bits("dhcp.id", "Transaction ID", 32, 32).alias("xid").hex();
/// Since the client began.
pub static SECS: Field = Field::bits("dhcp.secs", "Seconds elapsed", 64, 16).alias("secs");
/// Some clients write it little endian: a low byte of zero under a high one that is not.
static SECS_LE: Field = Field::new("dhcp.secs", "Seconds elapsed", Place::Little(8, 2, 0, 16));
static SECONDS: Field = Field::part(Place::Switch(|h| (h.byte(8) != 0 && h.byte(9) == 0).into(), &[(1, &[&SECS_LE])], &[&SECS]));
/// RFC 2131, 2, figure 2.
pub static FLAGS: Field = Field::bits("dhcp.flags", "Bootp flags", 80, 16).alias("flags").hex();
/// The client cannot yet take unicast.
pub static BROADCAST: Field = Field::bits("dhcp.flags.bc", "Broadcast flag", 80, 1);
static RESERVED: Field = Field::bits("dhcp.flags.reserved", "Reserved flags", 81, 15).hex().ft(16);
/// The client's own address, if it has one already.
pub static CIADDR: Field = address("dhcp.ip.client", "Client IP address", 96).alias("ciaddr");
/// What the server gives.
pub static YIADDR: Field = address("dhcp.ip.your", "Your (client) IP address", 128).alias("yiaddr");
/// Who serves the boot file.
pub static SIADDR: Field = address("dhcp.ip.server", "Next server IP address", 160).alias("siaddr");
/// Who passed the message on.
pub static GIADDR: Field = address("dhcp.ip.relay", "Relay agent IP address", 192).alias("giaddr");
/// Ethernet's.
pub static MAC_ADDR: Field = Field::bytes("dhcp.hw.mac_addr", "Client MAC address", 28, 6).kind(Kind::Mac);
static MAC_PADDING: Field = Field::bytes("dhcp.hw.addr_padding", "Client hardware address padding", 34, 10);
/// Any other's.
pub static HW_ADDR: Field = Field::bytes("dhcp.hw.addr", "Client hardware address", 28, 16).alias("chaddr");
static HW_PADDING: Field = Field::new("dhcp.hw.addr_padding", "Client hardware address padding", Place::Derived(padding)).kind(Kind::Bytes);
static NO_ADDR: Field = Field::bytes("", "Client address not given", 28, 16);
/// Where options do not stand in its place (RFC 2132, 9.3).
pub static SERVER: Field = Field::bytes("dhcp.server", "Server host name", 44, 64).alias("sname").kind(Kind::Show(&TO_ZERO));
static SERVER_OVERLOADED: Field = Field::bytes("", "Server name option overloaded by DHCP", 44, 64);
/// Where options do not stand in its place (RFC 2132, 9.3).
pub static FILE: Field = Field::bytes("dhcp.file", "Boot file name", 108, 128).alias("file").kind(Kind::Show(&TO_ZERO));
static FILE_OVERLOADED: Field = Field::bytes("", "Boot file name option overloaded by DHCP", 108, 128);
/// Behind it stand options (RFC 2132, 2).
pub static COOKIE: Field = Field::new("dhcp.cookie", "Magic cookie", Place::Uint(32)).kind(Kind::Ip4).unset(0x6382_5363);
static VENDOR: Field = Field::new("dhcp.vendor_specific_options", "Bootp vendor specific options", Place::Run(64));

const fn address(name: &'static str, title: &'static str, at: u16) -> Field {
    Field::bits(name, title, at, 32).kind(Kind::Ip4)
}
/// <https://www.iana.org/assignments/arp-parameters>.
const HARDWARE: Names = &[(1, "Ethernet"), (6, "IEEE 802"), (7, "ARCNET"), (15, "Frame Relay"), (24, "IEEE 1394"), (32, "InfiniBand")];
/// Text to the first zero byte, if there is one.
static TO_ZERO: Show = Show {
    ft: "STRINGZ",
    plain: |value, out| {
        if let Value::Bytes(b) = value {
            let end = b.iter().position(|b| *b == 0).unwrap_or(b.len());
            (text::ASCII.plain)(Value::Bytes(b.get(..end).unwrap_or(b)), out)
        }
    },
};

static ETHERNET: Field = Field::part(Place::When(ethernet, &[&MAC_ADDR, &MAC_PADDING]));
static OTHER_HW: Field = Field::part(Place::When(|h| !ethernet(h) && matches!(h.byte(2), 1..=16), &[&HW_ADDR, &HW_PADDING]));
static NO_HW: Field = Field::part(Place::When(|h| !matches!(h.byte(2), 1..=16), &[&NO_ADDR]));
static SNAME: Field = Field::part(Place::Switch(|h| overload(h.head) & 2, &[(2, &[&SERVER_OVERLOADED])], &[&SERVER]));
static BOOT_FILE: Field = Field::part(Place::Switch(|h| overload(h.head) & 1, &[(1, &[&FILE_OVERLOADED])], &[&FILE]));
/// No message type: the older protocol (RFC 951).
static BOOTP: Field = Field::new("dhcp.bootp", "Bootp", Place::Derived(bootp)).kind(Kind::Flag).ft(8);
fn bootp<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let head = packet.head(layer);
    (head.len() >= 236 && options(head).all(|(code, ..)| code != 53)).then_some(Value::Num(1))
}
static AREA: Field = Field::part(Place::Switch(area, &[(1, &[&COOKIE, &OPTIONS]), (2, &[&VENDOR])], &[&LEFT]));

fn ethernet(h: &Here<'_>) -> bool {
    matches!(h.byte(1), 1 | 6) && h.byte(2) == 6
}
fn padding<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let head = packet.head(layer);
    let used = *head.get(2)? as usize;
    head.get(28 + used..44).filter(|b| !b.is_empty()).map(Value::Bytes)
}
/// What stands behind the fixed part: options behind a cookie, or 64 bytes of the vendor's.
fn area(h: &Here<'_>) -> u64 {
    if h.head.get(236..240) == Some(&[0x63, 0x82, 0x53, 0x63]) || h.left() == 0 {
        1
    } else if h.left() >= 64 {
        2
    } else {
        0
    }
}
/// The options behind the cookie, to the end option.
fn options(head: &[u8]) -> impl Iterator<Item = (u8, usize, &[u8])> {
    let mut at = if head.get(236..240) == Some(&[0x63, 0x82, 0x53, 0x63]) { 240 } else { head.len() };
    std::iter::from_fn(move || {
        loop {
            match *head.get(at)? {
                0 => at += 1,
                255 => return None,
                code => {
                    let from = at + 2;
                    let data = head.get(from..from + *head.get(at + 1)? as usize)?;
                    at = from + data.len();
                    return Some((code, from, data));
                }
            }
        }
    })
}
/// Which of the names hold options: 1 the file, 2 the server's, 3 both.
fn overload(head: &[u8]) -> u64 {
    let mut all = options(head);
    all.find(|(code, ..)| *code == 52).and_then(|(.., data)| data.first()).map_or(0, |n| u64::from(n & 3))
}

static OPTIONS: Field = Field::new("", "Options", Place::Many(&OPTION)).alias("options");
static OPTION: Field = Field::part(Place::Peek(8, &[(0, &PADS), (255, &END)], &PLAIN));
static PADS: Field = Field::new("", "Padding", Place::Group(&[&PAD_TYPE, &PADDING]));
static PAD_TYPE: Field = Field::new("dhcp.option.type", "Option", Place::Reckoned(|_| Some(Value::Num(0)))).ft(8);
static PADDING: Field = Field::new("dhcp.option.padding", "Padding", Place::Take(zeros));
static END: Field = Field::new("", "End", Place::Group(&[&PAD_TYPE, &END_MARK, &BEHIND]));
/// Closes the options.
static END_MARK: Field = Field::new("dhcp.option.end", "Option End", Place::Uint(8)).unset(255);
static BEHIND: Field = Field::new("dhcp.option.padding", "Padding", Place::Rest);
fn zeros(h: &Here<'_>) -> usize {
    h.head.get(h.at..h.end).map_or(0, |rest| rest.iter().take_while(|b| **b == 0).count())
}
static PLAIN: Field = Field::new("", "Option", Place::Group(&[&OPTION_TYPE, &OPTION_LENGTH, &VALUE, &DATA, &OVERLOADED, &SEARCH, &LEFT]));
/// <https://www.iana.org/assignments/bootp-dhcp-parameters>.
pub static OPTION_TYPE: Field = Field::new("dhcp.option.type", "Option", Place::Key(8)).names(OPTION_NAMES);
/// Bytes that follow.
pub static OPTION_LENGTH: Field = Field::new("dhcp.option.length", "Length", Place::Len(8, Counts::Behind));
static VALUE: Field = raw("dhcp.option.value");
/// What an option's definition does not say of it.
static LEFT: Field = Field::new("", "", Place::Rest);
/// The names' options, where option 52 says so.
static OVERLOADED: Field = Field::part(Place::When(|h| h.key == 52, &[&IN_SNAME, &IN_FILE]));
static IN_SNAME: Field = Field::part(Place::Elsewhere(|p, i| names_bytes(p, i, 2, 44..108), &[&INNER_OPTIONS]));
static IN_FILE: Field = Field::part(Place::Elsewhere(|p, i| names_bytes(p, i, 1, 108..236), &[&INNER_OPTIONS]));
static INNER_OPTIONS: Field = Field::new("", "Options", Place::Many(&INNER_OPTION));
static INNER_OPTION: Field = Field::part(Place::Peek(8, &[(0, &PADS), (255, &END)], &INNER_PLAIN));
static INNER_PLAIN: Field = Field::new("", "Option", Place::Group(&[&OPTION_TYPE, &OPTION_LENGTH, &VALUE, &DATA, &LEFT]));
fn names_bytes(packet: &Packet<'_>, layer: usize, bit: u64, range: Range<usize>) -> Option<Range<usize>> {
    let start = packet.layer(layer)?.start as usize;
    let head = packet.head(layer);
    if overload(head) & bit == 0 {
        return None;
    }
    let held = head.get(range.clone())?;
    let after = inner_end(held);
    Some(start + range.start..start + range.start + after)
}
/// Behind the end option; zeros that follow it there are not shown.
fn inner_end(held: &[u8]) -> usize {
    let mut at = 0;
    while let Some(code) = held.get(at) {
        at += match code {
            0 => 1,
            255 => return at + 1,
            _ => 2 + held.get(at + 1).map_or(0, |n| *n as usize),
        };
    }
    held.len()
}
/// Compressed names count from the option's first byte (RFC 3397, 2).
static SEARCH: Field = Field::part(Place::When(|h| h.key == 119, &[&SEARCH_LIST]));
static SEARCH_LIST: Field = Field::part(Place::Elsewhere(
    |p, i| {
        let (_, from, data) = options(p.head(i)).find(|(code, ..)| *code == 119)?;
        let start = p.layer(i)?.start as usize + from;
        Some(start..start + data.len())
    },
    &[&Field::part(Place::Many(&SEARCH_FQDN))],
));
static SEARCH_FQDN: Field = Field::new("dhcp.option.dhcp_dns_domain_search_list_fqdn", "FQDN", Place::Name);

/// All bytes of an option as they stand.
const fn raw(name: &'static str) -> Field {
    Field::new(name, "Value", Place::Reckoned(|h| h.head.get(h.at..h.end).map(Value::Bytes))).kind(Kind::Bytes)
}
const fn sole(so: fn(&Here<'_>) -> bool, of: Fields) -> Field {
    Field::part(Place::When(so, of))
}
const fn text(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| h.left())).kind(Kind::Show(&TO_ZERO))
}
const fn ip(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(32)).kind(Kind::Ip4)
}
fn fours(h: &Here<'_>) -> usize {
    h.left() / 4
}
fn eights(h: &Here<'_>) -> usize {
    h.left() / 8
}

static DATA: Field = Field::part(Place::Pick(
    &[
        (1, &[&sole(|h| h.left() == 4, &[&SUBNET_MASK])]),
        (2, &[&sole(|h| h.left() == 4, &[&TIME_OFFSET])]),
        (3, &[&Field::part(Place::Repeat(fours, &ROUTER))]),
        (4, &[&Field::part(Place::Repeat(fours, &TIME_SERVER))]),
        (5, &[&Field::part(Place::Repeat(fours, &NAME_SERVER))]),
        (6, &[&Field::part(Place::Repeat(fours, &DOMAIN_NAME_SERVER))]),
        (7, &[&Field::part(Place::Repeat(fours, &LOG_SERVER))]),
        (8, &[&Field::part(Place::Repeat(fours, &QUOTES_SERVER))]),
        (9, &[&Field::part(Place::Repeat(fours, &LPR_SERVER))]),
        (10, &[&Field::part(Place::Repeat(fours, &IMPRESS_SERVER))]),
        (11, &[&Field::part(Place::Repeat(fours, &RESOURCE_LOCATION_SERVER))]),
        (12, &[&HOSTNAME]),
        (13, &[&sole(|h| h.left() == 2, &[&BOOT_FILE_SIZE])]),
        (14, &[&MERIT_DUMP_FILE]),
        (15, &[&DOMAIN_NAME]),
        (16, &[&sole(|h| h.left() == 4, &[&SWAP_SERVER])]),
        (17, &[&ROOT_PATH]),
        (18, &[&EXTENSION_PATH]),
        (19, &[&sole(|h| h.left() == 1, &[&IP_FORWARDING])]),
        (20, &[&sole(|h| h.left() == 1, &[&NON_LOCAL_SOURCE_ROUTING])]),
        (22, &[&sole(|h| h.left() == 2, &[&MAX_DATAGRAM_REASSEMBLY_SIZE])]),
        (23, &[&sole(|h| h.left() == 1, &[&DEFAULT_IP_TTL])]),
        (24, &[&sole(|h| h.left() == 4, &[&PATH_MTU_AGING_TIMEOUT])]),
        (25, &[&Field::part(Place::Repeat(|h| h.left() / 2, &PATH_MTU_PLATEAU_TABLE_ITEM))]),
        (26, &[&sole(|h| h.left() == 2, &[&INTERFACE_MTU])]),
        (27, &[&sole(|h| h.left() == 1, &[&ALL_SUBNETS_ARE_LOCAL])]),
        (28, &[&sole(|h| h.left() == 4, &[&BROADCAST_ADDRESS])]),
        (29, &[&sole(|h| h.left() == 1, &[&PERFORM_MASK_DISCOVERY])]),
        (30, &[&sole(|h| h.left() == 1, &[&MASK_SUPPLIER])]),
        (31, &[&sole(|h| h.left() == 1, &[&PERFORM_ROUTER_DISCOVER])]),
        (32, &[&sole(|h| h.left() == 4, &[&ROUTER_SOLICITATION_ADDRESS])]),
        (34, &[&sole(|h| h.left() == 1, &[&TRAILER_ENCAPSULATION])]),
        (35, &[&sole(|h| h.left() == 4, &[&ARP_CACHE_TIMEOUT])]),
        (36, &[&sole(|h| h.left() == 1, &[&ETHERNET_ENCAPSULATION])]),
        (37, &[&sole(|h| h.left() == 1, &[&TCP_DEFAULT_TTL])]),
        (38, &[&sole(|h| h.left() == 4, &[&TCP_KEEPALIVE_INTERVAL])]),
        (39, &[&sole(|h| h.left() == 1, &[&TCP_KEEPALIVE_GARBAGE])]),
        (40, &[&NIS_DOMAIN]),
        (41, &[&Field::part(Place::Repeat(fours, &NIS_SERVER))]),
        (42, &[&Field::part(Place::Repeat(fours, &NTP_SERVER))]),
        (44, &[&Field::part(Place::Repeat(fours, &NETBIOS_OVER_TCPIP_NAME_SERVER))]),
        (45, &[&Field::part(Place::Repeat(fours, &NETBIOS_OVER_TCPIP_DD_NAME_SERVER))]),
        (46, &[&sole(|h| h.left() == 1, &[&NETBIOS_OVER_TCPIP_NODE_TYPE])]),
        (47, &[&NETBIOS_OVER_TCPIP_SCOPE]),
        (48, &[&Field::part(Place::Repeat(fours, &XWINDOWS_SYSTEM_FONT_SERVER))]),
        (49, &[&Field::part(Place::Repeat(fours, &XWINDOWS_SYSTEM_DISPLAY_MANAGER))]),
        (50, &[&sole(|h| h.left() == 4, &[&REQUESTED_IP_ADDRESS])]),
        (51, &[&sole(|h| h.left() == 4, &[&IP_ADDRESS_LEASE_TIME])]),
        (54, &[&sole(|h| h.left() == 4, &[&DHCP_SERVER_ID])]),
        (56, &[&MESSAGE]),
        (57, &[&sole(|h| h.left() == 2, &[&DHCP_MAX_MESSAGE_SIZE])]),
        (58, &[&sole(|h| h.left() == 4, &[&RENEWAL_TIME_VALUE])]),
        (59, &[&sole(|h| h.left() == 4, &[&REBINDING_TIME_VALUE])]),
        (60, &[&VENDOR_CLASS_ID]),
        (64, &[&NIS_PLUS_DOMAIN]),
        (65, &[&Field::part(Place::Repeat(fours, &NIS_PLUS_SERVER))]),
        (66, &[&TFTP_SERVER_NAME]),
        (67, &[&BOOTFILE_NAME]),
        (68, &[&Field::part(Place::Repeat(fours, &MOBILE_IP_HOME_AGENT))]),
        (69, &[&Field::part(Place::Repeat(fours, &SMTP_SERVER))]),
        (70, &[&Field::part(Place::Repeat(fours, &POP3_SERVER))]),
        (71, &[&Field::part(Place::Repeat(fours, &NNTP_SERVER))]),
        (72, &[&Field::part(Place::Repeat(fours, &DEFAULT_WWW_SERVER))]),
        (73, &[&Field::part(Place::Repeat(fours, &DEFAULT_FINGER_SERVER))]),
        (74, &[&Field::part(Place::Repeat(fours, &DEFAULT_IRC_SERVER))]),
        (75, &[&Field::part(Place::Repeat(fours, &STREETTALK_SERVER))]),
        (76, &[&Field::part(Place::Repeat(fours, &STREETTALK_DA_SERVER))]),
        (85, &[&Field::part(Place::Repeat(fours, &NOVELL_DSS_IP))]),
        (86, &[&NOVELL_DS_TREE_NAME]),
        (87, &[&NOVELL_DS_CONTEXT]),
        (91, &[&sole(|h| h.left() == 4, &[&CLIENT_LAST_TRANSACTION_TIME])]),
        (92, &[&Field::part(Place::Repeat(fours, &ASSOCIATED_IP_OPTION))]),
        (93, &[&Field::part(Place::Repeat(|h| h.left() / 2, &CLIENT_SYSTEM_ARCHITECTURE))]),
        (100, &[&TZ_PCODE]),
        (101, &[&TZ_TCODE]),
        (112, &[&Field::part(Place::Repeat(fours, &NETINFO_PARENT_SERVER_ADDRESS))]),
        (113, &[&NETINFO_PARENT_SERVER_TAG]),
        (114, &[&CAPTIVE_PORTAL]),
        (116, &[&sole(|h| h.left() == 1, &[&DHCP_AUTO_CONFIGURATION])]),
        (118, &[&Field::part(Place::Repeat(fours, &SUBNET_SELECTION_OPTION))]),
        (136, &[&Field::part(Place::Repeat(fours, &PANA_AGENT))]),
        (137, &[&LOST_SERVER_DOMAIN_NAME]),
        (138, &[&Field::part(Place::Repeat(fours, &CAPWAP_ACCESS_CONTROLLER))]),
        (142, &[&Field::part(Place::Repeat(fours, &ANDSF_SERVER))]),
        (145, &[&Field::part(Place::Many(&FORCERENEW_NONCE_ALGORITHM))]),
        (150, &[&Field::part(Place::Repeat(fours, &TFTP_SERVER_ADDRESS))]),
        (156, &[&sole(|h| h.left() == 1, &[&BULK_LEASE_DHCP_STATE])]),
        (157, &[&sole(|h| h.left() == 1, &[&BULK_LEASE_DATA_SOURCE])]),
        (160, &[&CAPTIVE_PORTAL]),
        (161, &[&MUDURL]),
        (209, &[&PXE_CONFIG_FILE]),
        (210, &[&PXE_PATH_PREFIX]),
        (252, &[&PRIVATE_PROXY_AUTODISCOVERY]),
        (21, &[&Field::part(Place::Repeat(eights, &POLICY_FILTER))]),
        (33, &[&Field::part(Place::Repeat(eights, &STATIC_ROUTE))]),
        (43, &[&Field::part(Place::Switch(|h| pxe(h.head).into(), &[(1, &[&Field::part(Place::Many(&PXE))])], &[&VENDOR_VALUE]))]),
        (52, &[&sole(|h| h.left() > 0, &[&OVERLOAD])]),
        (53, &[&sole(|h| h.left() == 1, &[&MESSAGE_TYPE])]),
        (55, &[&Field::part(Place::Many(&REQUESTED))]),
        (61, &[&CLIENT_ID]),
        (77, &[&Field::part(Place::Switch(|h| classes(h).into(), &[(1, &[&Field::part(Place::Many(&USER_CLASS))])], &[&USER_CLASS_TEXT]))]),
        (78, &[&sole(|h| h.left() > 0, &[&SLP_AGENT, &Field::part(Place::Repeat(fours, &SLP_ADDRESS))])]),
        (79, &[&sole(|h| h.left() > 0, &[&SLP_SCOPE, &SLP_STRING])]),
        (81, &[&sole(|h| h.left() >= 3, FQDN)]),
        (82, &[&Field::part(Place::Many(&AGENT))]),
        (83, &[&sole(|h| h.left() >= 14, ISNS)]),
        (117, &[&Field::part(Place::Repeat(|h| h.left() / 2, &NAME_SERVICE_OR_NONE))]),
        (158, &[&Field::part(Place::Many(&PCP_LIST))]),
        (90, &[&sole(|h| h.left() >= 11, AUTHENTICATION)]),
        (94, &[&sole(|h| h.left() >= 3 && h.byte(h.at) == 1, &[&BYTE, &NDI_MAJOR, &NDI_MINOR])]),
        (97, &[&sole(|h| h.left() == 17 && h.byte(h.at) == 0, &[&BYTE, &UUID])]),
        (99, &[&sole(|h| h.left() >= 3, &[&CIVIC_WHAT, &CIVIC_COUNTRY, &Field::part(Place::Many(&CIVIC))])]),
        (120, &[&sole(|h| h.left() > 0, &[&SIP_ENCODING, &Field::part(Place::Switch(|h| h.number, &[(0, &[&Field::part(Place::Many(&SIP_NAME))]), (1, &[&Field::part(Place::Repeat(fours, &SIP_ADDRESS))])], &[]))])]),
        (121, &[&Field::part(Place::Many(&ROUTE))]),
        (249, &[&Field::part(Place::Many(&ROUTE))]),
        (124, &[&Field::part(Place::Switch(|h| (h.left() == 1).into(), &[(1, &[&VI_CLASS_MODE])], &[&Field::part(Place::Many(&VI_CLASS))]))]),
        (125, &[&sole(|h| h.left() >= 5, &[&Field::part(Place::Many(&VI))])]),
        (146, &[&sole(|h| h.left() >= 10, &[&BYTE, &RDNSS_RESERVED, &RDNSS_PREFERENCE, &RDNSS_PRIMARY, &RDNSS_SECONDARY, &Field::part(Place::Many(&RDNSS_DOMAIN))])]),
        (151, &[&sole(|h| h.left() > 0, &[&BULK_STATUS, &sole(|h| h.left() > 0, &[&BULK_MESSAGE])])]),
        (152, &[&sole(|h| h.left() == 4, &[&BULK_BASE_TIME])]),
        (153, &[&sole(|h| h.left() == 4, &[&BULK_START])]),
        (154, &[&sole(|h| h.left() == 4, &[&BULK_QUERY_START])]),
        (155, &[&sole(|h| h.left() == 4, &[&BULK_QUERY_END])]),
        (159, &[&sole(|h| h.left() == 4, &[&PORT_OFFSET, &PSID_LENGTH, &PSID])]),
        (212, &[&sole(|h| h.left() >= 22, &[&SIX_MASK, &SIX_LENGTH, &SIX_PREFIX, &Field::part(Place::Repeat(fours, &SIX_RELAY))])]),
    ],
    &[],
));

static SUBNET_MASK: Field = ip("dhcp.option.subnet_mask", "Subnet Mask");
static TIME_OFFSET: Field = Field::new("dhcp.option.time_offset", "Time Offset", Place::Uint(32)).kind(Kind::Signed);
static ROUTER: Field = ip("dhcp.option.router", "Router");
static TIME_SERVER: Field = ip("dhcp.option.time_server", "Time Server");
static NAME_SERVER: Field = ip("dhcp.option.name_server", "Name Server");
static DOMAIN_NAME_SERVER: Field = ip("dhcp.option.domain_name_server", "Domain Name Server");
static LOG_SERVER: Field = ip("dhcp.option.log_server", "Log Server");
static QUOTES_SERVER: Field = ip("dhcp.option.quotes_server", "Quotes Server");
static LPR_SERVER: Field = ip("dhcp.option.lpr_server", "LPR Server");
static IMPRESS_SERVER: Field = ip("dhcp.option.impress_server", "Impress Server");
static RESOURCE_LOCATION_SERVER: Field = ip("dhcp.option.resource_location_server", "Resource Location Server");
static HOSTNAME: Field = text("dhcp.option.hostname", "Host Name");
static BOOT_FILE_SIZE: Field = Field::new("dhcp.option.boot_file_size", "Boot File Size", Place::Uint(16));
static MERIT_DUMP_FILE: Field = text("dhcp.option.merit_dump_file", "Merit Dump File");
static DOMAIN_NAME: Field = text("dhcp.option.domain_name", "Domain Name");
static SWAP_SERVER: Field = ip("dhcp.option.swap_server", "Swap Server");
static ROOT_PATH: Field = text("dhcp.option.root_path", "Root Path");
static EXTENSION_PATH: Field = text("dhcp.option.extension_path", "Extensions Path");
static IP_FORWARDING: Field = Field::new("dhcp.option.ip_forwarding", "IP Forwarding", Place::Uint(8)).kind(Kind::Flag);
static NON_LOCAL_SOURCE_ROUTING: Field = Field::new("dhcp.option.non_local_source_routing", "Non-Local Source Routing", Place::Uint(8)).kind(Kind::Flag);
static MAX_DATAGRAM_REASSEMBLY_SIZE: Field = Field::new("dhcp.option.max_datagram_reassembly_size", "Maximum Datagram Reassembly Size", Place::Uint(16));
static DEFAULT_IP_TTL: Field = Field::new("dhcp.option.default_ip_ttl", "Default IP Time-to-Live", Place::Uint(8));
static PATH_MTU_AGING_TIMEOUT: Field = Field::new("dhcp.option.path_mtu_aging_timeout", "Path MTU Aging Timeout", Place::Uint(32));
static PATH_MTU_PLATEAU_TABLE_ITEM: Field = Field::new("dhcp.option.path_mtu_plateau_table_item", "Path MTU Plateau Table Item", Place::Uint(16));
static INTERFACE_MTU: Field = Field::new("dhcp.option.interface_mtu", "Interface MTU", Place::Uint(16));
static ALL_SUBNETS_ARE_LOCAL: Field = Field::new("dhcp.option.all_subnets_are_local", "All Subnets are Local", Place::Uint(8)).kind(Kind::Flag);
static BROADCAST_ADDRESS: Field = ip("dhcp.option.broadcast_address", "Broadcast Address");
static PERFORM_MASK_DISCOVERY: Field = Field::new("dhcp.option.perform_mask_discovery", "Perform Mask Discovery", Place::Uint(8)).kind(Kind::Flag);
static MASK_SUPPLIER: Field = Field::new("dhcp.option.mask_supplier", "Mask Supplier", Place::Uint(8)).kind(Kind::Flag);
static PERFORM_ROUTER_DISCOVER: Field = Field::new("dhcp.option.perform_router_discover", "Perform Router Discover", Place::Uint(8)).kind(Kind::Flag);
static ROUTER_SOLICITATION_ADDRESS: Field = ip("dhcp.option.router_solicitation_address", "Router Solicitation Address");
static TRAILER_ENCAPSULATION: Field = Field::new("dhcp.option.trailer_encapsulation", "Trailer Encapsulation", Place::Uint(8)).kind(Kind::Flag);
static ARP_CACHE_TIMEOUT: Field = Field::new("dhcp.option.arp_cache_timeout", "ARP Cache Timeout", Place::Uint(32));
static ETHERNET_ENCAPSULATION: Field = Field::new("dhcp.option.ethernet_encapsulation", "Ethernet Encapsulation", Place::Uint(8)).kind(Kind::Flag);
static TCP_DEFAULT_TTL: Field = Field::new("dhcp.option.tcp_default_ttl", "TCP Default TTL", Place::Uint(8));
static TCP_KEEPALIVE_INTERVAL: Field = Field::new("dhcp.option.tcp_keepalive_interval", "TCP Keepalive Interval", Place::Uint(32));
static TCP_KEEPALIVE_GARBAGE: Field = Field::new("dhcp.option.tcp_keepalive_garbage", "TCP Keepalive Garbage", Place::Uint(8)).kind(Kind::Flag);
static NIS_DOMAIN: Field = text("dhcp.option.nis_domain", "Network Information Service Domain");
static NIS_SERVER: Field = ip("dhcp.option.nis_server", "Network Information Service Server");
static NTP_SERVER: Field = ip("dhcp.option.ntp_server", "Network Time Protocol Server");
static NETBIOS_OVER_TCPIP_NAME_SERVER: Field = ip("dhcp.option.netbios_over_tcpip_name_server", "NetBIOS over TCP/IP Name Server");
static NETBIOS_OVER_TCPIP_DD_NAME_SERVER: Field = ip("dhcp.option.netbios_over_tcpip_dd_name_server", "NetBIOS over TCP/IP Datagram Distribution Name Server");
static NETBIOS_OVER_TCPIP_NODE_TYPE: Field = Field::new("dhcp.option.netbios_over_tcpip_node_type", "NetBIOS over TCP/IP Node Type", Place::Uint(8)).names(&[(1, "B-node"), (2, "P-node"), (4, "M-node"), (8, "H-node")]);
static NETBIOS_OVER_TCPIP_SCOPE: Field = text("dhcp.option.netbios_over_tcpip_scope", "NetBIOS over TCP/IP Scope");
static XWINDOWS_SYSTEM_FONT_SERVER: Field = ip("dhcp.option.xwindows_system_font_server", "X Window System Font Server");
static XWINDOWS_SYSTEM_DISPLAY_MANAGER: Field = ip("dhcp.option.xwindows_system_display_manager", "X Window System Display Manager");
static REQUESTED_IP_ADDRESS: Field = ip("dhcp.option.requested_ip_address", "Requested IP Address");
static IP_ADDRESS_LEASE_TIME: Field = Field::new("dhcp.option.ip_address_lease_time", "IP Address Lease Time", Place::Uint(32));
static DHCP_SERVER_ID: Field = ip("dhcp.option.dhcp_server_id", "DHCP Server Identifier");
static MESSAGE: Field = text("dhcp.option.message", "Message");
static DHCP_MAX_MESSAGE_SIZE: Field = Field::new("dhcp.option.dhcp_max_message_size", "Maximum DHCP Message Size", Place::Uint(16));
static RENEWAL_TIME_VALUE: Field = Field::new("dhcp.option.renewal_time_value", "Renewal Time Value", Place::Uint(32));
static REBINDING_TIME_VALUE: Field = Field::new("dhcp.option.rebinding_time_value", "Rebinding Time Value", Place::Uint(32));
static VENDOR_CLASS_ID: Field = text("dhcp.option.vendor_class_id", "Vendor class identifier");
static NIS_PLUS_DOMAIN: Field = text("dhcp.option.nis_plus_domain", "Network Information Service+ Domain");
static NIS_PLUS_SERVER: Field = ip("dhcp.option.nis_plus_server", "Network Information Service+ Server");
static TFTP_SERVER_NAME: Field = text("dhcp.option.tftp_server_name", "TFTP Server Name");
static BOOTFILE_NAME: Field = text("dhcp.option.bootfile_name", "Bootfile name");
static MOBILE_IP_HOME_AGENT: Field = ip("dhcp.option.mobile_ip_home_agent", "Mobile IP Home Agent");
static SMTP_SERVER: Field = ip("dhcp.option.smtp_server", "SMTP Server");
static POP3_SERVER: Field = ip("dhcp.option.pop3_server", "POP3 Server");
static NNTP_SERVER: Field = ip("dhcp.option.nntp_server", "NNTP Server");
static DEFAULT_WWW_SERVER: Field = ip("dhcp.option.default_www_server", "Default WWW Server");
static DEFAULT_FINGER_SERVER: Field = ip("dhcp.option.default_finger_server", "Default Finger Server");
static DEFAULT_IRC_SERVER: Field = ip("dhcp.option.default_irc_server", "Default IRC Server");
static STREETTALK_SERVER: Field = ip("dhcp.option.streettalk_server", "StreetTalk Server");
static STREETTALK_DA_SERVER: Field = ip("dhcp.option.streettalk_da_server", "StreetTalk Directory Assistance Server");
static NOVELL_DSS_IP: Field = ip("dhcp.option.novell_dss.ip", "IP Address");
static NOVELL_DS_TREE_NAME: Field = text("dhcp.option.novell_ds_tree_name", "Novell Directory Services Tree Name");
static NOVELL_DS_CONTEXT: Field = text("dhcp.option.novell_ds_context", "Novell Directory Services Context");
static CLIENT_LAST_TRANSACTION_TIME: Field = Field::new("dhcp.option.client_last_transaction_time", "Client last transaction time", Place::Uint(32));
static ASSOCIATED_IP_OPTION: Field = ip("dhcp.option.associated_ip_option", "Associated IP option");
static CLIENT_SYSTEM_ARCHITECTURE: Field = Field::new("dhcp.option.client_system_architecture", "Client System Architecture", Place::Uint(16)).names(ARCHITECTURES);
static TZ_PCODE: Field = text("dhcp.option.tz_pcode", "TZ PCode");
static TZ_TCODE: Field = text("dhcp.option.tz_tcode", "TZ TCode");
static NETINFO_PARENT_SERVER_ADDRESS: Field = ip("dhcp.option.netinfo_parent_server_address", "NetInfo Parent Server Address");
static NETINFO_PARENT_SERVER_TAG: Field = text("dhcp.option.netinfo_parent_server_tag", "NetInfo Parent Server Tag");
static CAPTIVE_PORTAL: Field = text("dhcp.option.captive_portal", "Captive Portal");
static DHCP_AUTO_CONFIGURATION: Field = Field::new("dhcp.option.dhcp_auto_configuration", "DHCP Auto-Configuration", Place::Uint(8));
static SUBNET_SELECTION_OPTION: Field = ip("dhcp.option.subnet_selection_option", "Subnet Selection Option");
static PANA_AGENT: Field = ip("dhcp.option.pana_agent", "PAA IPv4 Address");
static LOST_SERVER_DOMAIN_NAME: Field = text("dhcp.option.lost_server_domain_name", "LoST Server Domain Name");
static CAPWAP_ACCESS_CONTROLLER: Field = ip("dhcp.option.capwap_access_controller", "CAPWAP Access Controllers");
static ANDSF_SERVER: Field = ip("dhcp.option.andsf_server", "ANDSF Server");
static FORCERENEW_NONCE_ALGORITHM: Field = Field::new("dhcp.option.forcerenew_nonce.algorithm", "Algorithm", Place::Uint(8));
static TFTP_SERVER_ADDRESS: Field = ip("dhcp.option.tftp_server_address", "TFTP Server Address");
static BULK_LEASE_DHCP_STATE: Field = Field::new("dhcp.option.bulk_lease.dhcp_state", "Dhcp State", Place::Uint(8));
static BULK_LEASE_DATA_SOURCE: Field = Field::new("dhcp.option.bulk_lease.data_source", "Data Source", Place::Uint(8)).kind(Kind::Flag);
static MUDURL: Field = text("dhcp.option.mudurl", "MUDURL");
static PXE_CONFIG_FILE: Field = text("dhcp.option.pxe_config_file", "PXELINUX configuration file");
static PXE_PATH_PREFIX: Field = text("dhcp.option.pxe_path_prefix", "PXELINUX path prefix");
static PRIVATE_PROXY_AUTODISCOVERY: Field = text("dhcp.option.private_proxy_autodiscovery", "Private/Proxy autodiscovery");

static BYTE: Field = byte("", "");
static POLICY_FILTER: Field = Field::part(Place::Group(&[&POLICY_IP, &POLICY_MASK]));
static POLICY_IP: Field = ip("dhcp.option.policy_filter.ip", "IP Address");
static POLICY_MASK: Field = ip("dhcp.option.policy_filter.subnet_mask", "Subnet Mask");
static STATIC_ROUTE: Field = Field::part(Place::Group(&[&STATIC_IP, &STATIC_ROUTER]));
static STATIC_IP: Field = ip("dhcp.option.static_route.ip", "Destination IP Address");
static STATIC_ROUTER: Field = ip("dhcp.option.static_route.router", "Destination Router");
static OVERLOAD: Field = byte("dhcp.option.option_overload", "Option Overload").names(&[
    (1, "Boot file name holds options"),
    (2, "Server host name holds options"),
    (3, "Boot file and server host names hold options"),
]);
/// RFC 2132, 9.6; 10 to 13: RFC 4388; 14 and 15: RFC 6926; 16 to 18: RFC 7724.
pub static MESSAGE_TYPE: Field = byte("dhcp.option.dhcp", "DHCP").names(&[
    (1, "Discover"),
    (2, "Offer"),
    (3, "Request"),
    (4, "Decline"),
    (5, "ACK"),
    (6, "NAK"),
    (7, "Release"),
    (8, "Inform"),
    (9, "Force Renew"),
    (10, "Lease query"),
    (11, "Lease Unassigned"),
    (12, "Lease Unknown"),
    (13, "Lease Active"),
    (14, "Bulk Lease Query"),
    (15, "Lease Query Done"),
    (16, "Active LeaseQuery"),
    (17, "Lease Query Status"),
    (18, "TLS"),
]);
static REQUESTED: Field = byte("dhcp.option.request_list_item", "Parameter Request List Item").names(OPTION_NAMES);

/// RFC 2132, 9.14; RFC 4361, 6.1; a UUID as PXE has it.
static CLIENT_ID: Field = Field::part(Place::Switch(
    |h| match (h.byte(h.at), h.left()) {
        (255, 8..) => 1,
        (1 | 6, 7) => 2,
        (0, 17) => 3,
        (0, 2..) => 4,
        _ => 0,
    },
    &[
        (1, &[&BYTE, &IAID, &DUID_TYPE, &DUID]),
        (2, &[&CLIENT_HW_TYPE, &CLIENT_MAC]),
        (3, &[&BYTE, &UUID]),
        (4, &[&CLIENT_TYPE, &CLIENT_UNDEF]),
    ],
    &[],
));
static CLIENT_HW_TYPE: Field = byte("dhcp.hw.type", "Hardware type").hex().names(HARDWARE);
static CLIENT_MAC: Field = Field::new("dhcp.hw.mac_addr", "Client MAC address", Place::Run(6)).kind(Kind::Mac);
static UUID: Field = Field::new("dhcp.client_id.uuid", "Client Identifier (UUID)", Place::Run(16)).kind(Kind::Show(&LITTLE_GUID));
static CLIENT_TYPE: Field = byte("dhcp.client_id.type", "Type");
static CLIENT_UNDEF: Field = text("dhcp.client_id.undef", "Client Identifier");
static IAID: Field = Field::new("dhcp.client_id.iaid", "IAID", Place::Run(4));
static DUID_TYPE: Field = Field::new("dhcp.client_id.duid_type", "DUID Type", Place::Uint(16)).names(&[
    (1, "link-layer address plus time"),
    (2, "assigned by vendor based on Enterprise number"),
    (3, "link-layer address"),
]);
static DUID: Field = Field::part(Place::Switch(
    |h| h.number,
    &[(1, &[&LLT_TYPE, &LLT_TIME, &LINK_ADDRESS]), (2, &[&ENTERPRISE, &IDENTIFIER]), (3, &[&LL_TYPE, &LINK_ADDRESS])],
    &[],
));
static LLT_TYPE: Field = word("dhcp.client_id.duid_llt_hw_type", "Hardware type");
static LLT_TIME: Field = long("dhcp.client_id.time", "Time");
static LL_TYPE: Field = word("dhcp.client_id.duid_ll_hw_type", "Hardware type");
static LINK_ADDRESS: Field = Field::new("dhcp.client_id.link_layer_address", "Link layer address", Place::Rest).kind(Kind::Mac);
static ENTERPRISE: Field = long("dhcp.client_id.enterprise_num", "Enterprise-number");
static IDENTIFIER: Field = Field::new("dhcp.client_id", "Identifier", Place::Rest);
/// The first three parts little endian.
static LITTLE_GUID: Show = Show {
    ft: "GUID",
    plain: |value, out| {
        if let Value::Bytes([a, b, c, d, e, f, g, h, rest @ ..]) = value {
            for part in [&[*d, *c, *b, *a][..], &[*f, *e], &[*h, *g]] {
                text::bytes(part, out);
                out.push(b'-');
            }
            text::bytes(rest.get(..2).unwrap_or(rest), out);
            out.push(b'-');
            text::bytes(rest.get(2..).unwrap_or(&[]), out);
        }
    },
};

/// RFC 3004: instances with their lengths. Many clients send plain text.
fn classes(h: &Here<'_>) -> bool {
    let mut at = h.at;
    while at < h.end && h.byte(at) > 0 {
        at += 1 + usize::from(h.byte(at));
    }
    at == h.end && h.left() > 0
}
static USER_CLASS: Field = Field::part(Place::Group(&[&USER_CLASS_INSTANCE, &USER_CLASS_LENGTH]));
static USER_CLASS_INSTANCE: Field = Field::new("dhcp.option.user_class", "Instance of User Class", Place::Reckoned(instance)).ft(8);
static USER_CLASS_LENGTH: Field = Field::new("dhcp.option.user_class.length", "User Class Length", Place::Span(8, &[&USER_CLASS_DATA]));
static USER_CLASS_DATA: Field = Field::new("dhcp.option.user_class.data", "User Class Data", Place::Rest);
static USER_CLASS_TEXT: Field = text("dhcp.option.user_class.text", "User Class Data (Text)");
/// Counts from 0: the option's data starts where the lengths from here back lead to it.
fn instance<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    let (_, from, _) = options(h.head).find(|(code, from, data)| *code == 77 && (*from..from + data.len()).contains(&h.at))?;
    let (mut n, mut at) = (0, from);
    while at < h.at {
        at += 1 + usize::from(h.byte(at));
        n += 1;
    }
    Some(Value::Num(n))
}
static SLP_AGENT: Field = byte("dhcp.option.slp_directory_agent.value", "Value");
static SLP_ADDRESS: Field = ip("dhcp.option.slp_directory_agent.slpda_address", "IP Address");
static SLP_SCOPE: Field = byte("dhcp.option.slp_service_scope.value", "Value");
static SLP_STRING: Field = text("dhcp.option.slp_service_scope.string", "SLP Service Scope");

/// RFC 4702.
const FQDN: Fields = &[&FQDN_FLAGS, &FQDN_MBZ, &FQDN_N, &FQDN_E, &FQDN_O, &FQDN_S, &RCODE1, &RCODE2, &FQDN_NAME];
static FQDN_FLAGS: Field = byte("dhcp.fqdn.flags", "Flags").hex();
static FQDN_MBZ: Field = Field::new("dhcp.fqdn.mbz", "Reserved flags", Place::Sub(0xf0)).hex().ft(8);
static FQDN_N: Field = Field::new("dhcp.fqdn.n", "Server DDNS", Place::Sub(8));
static FQDN_E: Field = Field::new("dhcp.fqdn.e", "Encoding", Place::Sub(4));
static FQDN_O: Field = Field::new("dhcp.fqdn.o", "Server overrides", Place::Sub(2));
static FQDN_S: Field = Field::new("dhcp.fqdn.s", "Server", Place::Sub(1));
static RCODE1: Field = byte("dhcp.fqdn.rcode1", "A-RR result");
static RCODE2: Field = byte("dhcp.fqdn.rcode2", "PTR-RR result");
static FQDN_NAME: Field = sole(
    |h| h.left() > 0,
    &[&Field::part(Place::Switch(|h| (h.byte(h.at.saturating_sub(3)) & 4).into(), &[(4, &[&FQDN_LABELS])], &[&FQDN_TEXT]))],
);
static FQDN_LABELS: Field = Field::new("dhcp.fqdn.name", "Client name", Place::Rest).kind(Kind::Show(&LABELS));
static FQDN_TEXT: Field = Field::new("dhcp.fqdn.name", "Client name", Place::Rest).kind(Kind::Show(&TO_ZERO));
/// Labels with dots; whether the last zero is there or not (RFC 4702, 2.3.1: a name may be partial).
pub(super) static LABELS: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        let Value::Bytes(mut rest) = value else { return };
        let from = out.len();
        while let [n @ 1..=63, more @ ..] = rest {
            let (label, left) = more.split_at_checked(*n as usize).unwrap_or((more, &[]));
            if out.len() > from {
                out.push(b'.');
            }
            text::utf8(label, out);
            rest = left;
        }
        if out.len() == from {
            out.extend(b"<Root>");
        }
    },
};

/// RFC 3046.
static AGENT: Field = Field::new(
    "",
    "Suboption",
    Place::Group(&[
        &AGENT_CODE,
        &SUB_LENGTH,
        &AGENT_VALUE,
        &Field::part(Place::Pick(
            &[
                (1, &[&CIRCUIT_ID]),
                (2, &[&REMOTE_ID]),
                (4, &[&sole(|h| h.left() == 4, &[&DOCSIS_CLASS])]),
                (5, &[&sole(|h| h.left() == 4, &[&LINK_SELECTION])]),
                (6, &[&SUBSCRIBER_ID]),
                (7, &[&RADIUS]),
                (8, &[&AGENT_AUTHENTICATION]),
                (9, &[&Field::part(Place::Many(&AGENT_VI))]),
                (10, &[&sole(|h| h.left() == 1, &[&AGENT_FLAGS])]),
                (11, &[&sole(|h| h.left() == 4, &[&SERVER_OVERRIDE])]),
                (12, &[&RELAY_ID]),
                (13, &[&sole(|h| h.left() == 1, &[&ANI_ATT])]),
                (14, &[&ANI_NETWORK]),
                (15, &[&ANI_AP]),
                (16, &[&sole(|h| h.left() == 6, &[&ANI_BSSID])]),
                (17, &[&ANI_OPERATOR]),
                (18, &[&ANI_REALM]),
                (150, &[&sole(|h| h.left() == 4, &[&LINK_SELECTION_CISCO])]),
                (151, &[&Field::part(Place::Switch(|h| (h.byte(h.at) == 255).into(), &[(1, &[&VRF_GLOBAL])], &[&VRF_NAME]))]),
                (152, &[&sole(|h| h.left() == 4, &[&SERVER_OVERRIDE_CISCO])]),
            ],
            &[],
        )),
        &LEFT,
    ]),
);
static AGENT_CODE: Field = Field::new("dhcp.option.agent_information_option.suboption", "Option 82 Suboption", Place::Key(8)).names(&[
    (1, "Agent Circuit ID"),
    (2, "Agent Remote ID"),
    (4, "DOCSIS Device Class"),
    (5, "Link selection"),
    (6, "Subscriber ID"),
    (7, "RADIUS Attributes"),
    (8, "Authentication"),
    (9, "Vendor-Specific Information"),
    (10, "Flags"),
    (11, "Server ID Override"),
    (12, "Relay Agent Identifier"),
    (13, "Access Technology Type"),
    (14, "Access Network Name"),
    (15, "Access Point Name"),
    (16, "Access Point BSSID"),
    (17, "Access Network Operator ID"),
    (18, "Access Network Operator Realm"),
    (19, "Source Port"),
    (150, "Link selection (Cisco proprietary)"),
    (151, "VRF name/VPN ID"),
    (152, "Server ID Override (Cisco proprietary)"),
]);
static SUB_LENGTH: Field = Field::new("dhcp.option.suboption_length", "Length", Place::Len(8, Counts::Behind));
static AGENT_VALUE: Field = raw("dhcp.option.agent_information_option.value");
const fn all(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| h.left()))
}
/// Where the client is plugged in.
pub static CIRCUIT_ID: Field = all("dhcp.option.agent_information_option.agent_circuit_id", "Agent Circuit ID");
/// Who the client is.
pub static REMOTE_ID: Field = all("dhcp.option.agent_information_option.agent_remote_id", "Agent Remote ID");
static DOCSIS_CLASS: Field = long("dhcp.option.agent_information_option.docsis_device_class", "DOCSIS Device Class").hex();
static LINK_SELECTION: Field = ip("dhcp.option.agent_information_option.link_selection", "Link selection");
static SUBSCRIBER_ID: Field = text("dhcp.option.agent_information_option.subscriber_id", "Subscriber ID");
static RADIUS: Field = all("dhcp.option.agent_information_option.radius_attributes", "RADIUS Attributes");
static AGENT_AUTHENTICATION: Field = all("dhcp.option.agent_information_option.authentication", "Authentication");
static AGENT_VI: Field = Field::part(Place::Group(&[&AGENT_VI_ENTERPRISE, &AGENT_VI_LENGTH]));
static AGENT_VI_ENTERPRISE: Field = long("dhcp.option.agent_information_option.vi.enterprise", "Enterprise");
static AGENT_VI_LENGTH: Field =
    Field::new("dhcp.option.agent_information_option.vi.data_length", "Data Length", Place::Span(8, &[&AGENT_VI_DATA]));
static AGENT_VI_DATA: Field = Field::new("dhcp.option.agent_information_option.value", "Value", Place::Rest);
static AGENT_FLAGS: Field = byte("dhcp.option.agent_information_option.flags", "Flags").hex();
static SERVER_OVERRIDE: Field = ip("dhcp.option.agent_information_option.server_id_override", "Server ID Override");
static RELAY_ID: Field = all("dhcp.option.agent_information_option.relay_agent_id", "Relay Agent Identifier");
static ANI_ATT: Field = byte("dhcp.option.agent_information_option.ani_att", "Access Technology Type");
static ANI_NETWORK: Field = text("dhcp.option.agent_information_option.ani_network_name", "Access Network Name");
static ANI_AP: Field = text("dhcp.option.agent_information_option.ani_ap_name", "Access Point Name");
static ANI_BSSID: Field =
    Field::new("dhcp.option.agent_information_option.ani_ap_bssid", "Access Point BSSID", Place::Run(6)).kind(Kind::Mac);
static ANI_OPERATOR: Field = all("dhcp.option.agent_information_option.ani_operator_id", "Access Network Operator ID");
static ANI_REALM: Field = text("dhcp.option.agent_information_option.ani_operator_realm", "Access Network Operator Realm");
static LINK_SELECTION_CISCO: Field =
    ip("dhcp.option.agent_information_option.link_selection_cisco", "Link selection (Cisco proprietary)");
static VRF_NAME: Field = text("dhcp.option.agent_information_option.vrf_name", "VRF name");
static VRF_GLOBAL: Field = byte("dhcp.option.agent_information_option.vrf_name.global", "Global, default VPN");
static SERVER_OVERRIDE_CISCO: Field =
    ip("dhcp.option.agent_information_option.server_id_override_cisco", "Server ID Override (Cisco proprietary)");

/// RFC 3118.
const AUTHENTICATION: Fields = &[&AUTH_PROTOCOL, &AUTH_ALGORITHM, &AUTH_RDM, &AUTH_REPLAY, &AUTH_INFORMATION];
static AUTH_PROTOCOL: Field = byte("dhcp.option.dhcp_authentication.protocol", "Protocol");
static AUTH_ALGORITHM: Field = Field::part(Place::Switch(|h| h.number, &[(1, &[&ALG_DELAY])], &[&ALGORITHM]));
static ALG_DELAY: Field = byte("dhcp.option.dhcp_authentication.alg_delay", "Delay Algorithm").names(&[(1, "HMAC_MD5")]);
static ALGORITHM: Field = byte("dhcp.option.dhcp_authentication.algorithm", "Algorithm");
static AUTH_RDM: Field = byte("dhcp.option.dhcp_authentication.rdm", "Replay Detection Method");
static AUTH_REPLAY: Field = Field::part(Place::Switch(|h| h.number, &[(0, &[&RDM_DETECTION])], &[&RDM_RDV]));
static RDM_DETECTION: Field =
    Field::new("dhcp.option.dhcp_authentication.rdm_replay_detection", "RDM Replay Detection Value", Place::Uint(64)).hex();
static RDM_RDV: Field =
    Field::new("dhcp.option.dhcp_authentication.rdm_rdv", "Replay Detection Value", Place::Run(8)).kind(Kind::Show(&TO_ZERO));
static AUTH_INFORMATION: Field = Field::part(Place::Switch(
    |h| match h.byte(h.start + 2) {
        1 if h.left() == 20 && h.byte(h.start + 3) == 1 && !discovers(h.head) => 1,
        1 => 2,
        _ => 0,
    },
    &[(1, &[&AUTH_SECRET, &AUTH_HASH]), (2, &[])],
    &[&sole(|h| h.left() > 0, &[&text("dhcp.option.dhcp_authentication.information", "Authentication Information")])],
));
static AUTH_SECRET: Field = long("dhcp.option.dhcp_authentication.secret_id", "Secret ID").hex();
static AUTH_HASH: Field = Field::new("dhcp.option.dhcp_authentication.hmac_md5_hash", "HMAC MD5 Hash", Place::Run(16));
/// A discover carries no secret (RFC 3118, 5.2).
fn discovers(head: &[u8]) -> bool {
    options(head).any(|(code, _, data)| code == 53 && data == [1])
}

static NDI_MAJOR: Field = byte("dhcp.client_network_id_major", "Major Version");
static NDI_MINOR: Field = byte("dhcp.client_network_id_minor", "Minor Version");
static CIVIC_WHAT: Field = byte("dhcp.option.civic_location.what", "What");
static CIVIC_COUNTRY: Field = Field::new("dhcp.option.civic_location.country", "Country", Place::Run(2)).kind(Kind::Show(&TO_ZERO));
static CIVIC: Field = Field::part(Place::Group(&[&CA_TYPE, &CA_LENGTH]));
static CA_TYPE: Field = byte("dhcp.option.civic_location.ca_type", "CA Type");
static CA_LENGTH: Field = Field::new("dhcp.option.civic_location.ca_length", "CA Length", Place::Span(8, &[&CA_VALUE]));
static CA_VALUE: Field = text("dhcp.option.civic_location.ca_value", "CA Value");
static SIP_ENCODING: Field = byte("dhcp.option.sip_server.encoding", "SIP Server Encoding");
static SIP_NAME: Field = Field::new("dhcp.option.sip_server.name", "SIP Server Name", Place::Name);
static SIP_ADDRESS: Field = ip("dhcp.option.sip_server.address", "SIP Server Address");
/// RFC 3442: the mask's length, as many bytes of the network as it touches, the router.
static ROUTE: Field = sole(|h| route(h) <= h.left(), &[&ROUTE_BYTES]);
static ROUTE_BYTES: Field = Field::new("dhcp.option.classless_static_route", "Subnet/MaskWidth-Router", Place::Take(route));
fn route(h: &Here<'_>) -> usize {
    match h.byte(h.at) {
        mask @ 0..=32 => 5 + usize::from(mask).div_ceil(8),
        _ => usize::MAX,
    }
}
static VI_CLASS: Field = Field::part(Place::Group(&[&VI_CLASS_ENTERPRISE, &VI_CLASS_LENGTH]));
static VI_CLASS_MODE: Field = byte("dhcp.option.vi_class.cl_address_mode", "CableLab Address Mode");
static VI_CLASS_ENTERPRISE: Field = long("dhcp.option.vi_class.enterprise", "Enterprise");
static VI_CLASS_LENGTH: Field = Field::new("dhcp.option.vi_class.length", "Length", Place::Span(8, &[&VI_CLASS_DATA]));
static VI_CLASS_DATA: Field = Field::new("dhcp.option.vi_class.data", "Data", Place::Take(|h| h.number as usize)).kind(Kind::Show(&TO_ZERO));
static VI: Field = Field::part(Place::Group(&[&VI_ENTERPRISE, &VI_LENGTH]));
static VI_ENTERPRISE: Field = Field::new("dhcp.option.vi.enterprise", "Enterprise", Place::Key(32));
static VI_LENGTH: Field = Field::new("dhcp.option.vi.length", "Length", Place::Span(8, &[&VI_OF]));
static VI_OF: Field =
    Field::part(Place::Pick(&[(3561, &[&Field::part(Place::Many(&TR111))]), (4491, &[&LEFT])], &[&Field::part(Place::Many(&VI_OTHER))]));
static VI_OTHER: Field = Field::part(Place::Group(&[&VI_SUBOPTION, &SUB_LENGTH, &VI_DATA]));
static VI_SUBOPTION: Field = byte("dhcp.vendor.suboption", "Option 125 Suboption");
static VI_DATA: Field = all("dhcp.vendor.data", "Data");
/// Broadband Forum TR-111.
static TR111: Field = Field::part(Place::Group(&[
    &TR111_SUBOPTION,
    &SUB_LENGTH,
    &TR111_VALUE,
    &Field::part(Place::Pick(
        &[(2, &[&DEVICE_SERIAL]), (3, &[&DEVICE_CLASS]), (4, &[&GATEWAY_OUI]), (5, &[&GATEWAY_SERIAL]), (6, &[&GATEWAY_CLASS])],
        &[],
    )),
    &LEFT,
]));
static TR111_SUBOPTION: Field = Field::new("dhcp.option.vi.tr111.suboption", "Option 125 Suboption", Place::Key(8));
static TR111_VALUE: Field = raw("dhcp.option.vi.value");
static DEVICE_SERIAL: Field = text("dhcp.option.vi.tr111.device_serial_number", "DeviceSerialNumber");
static DEVICE_CLASS: Field = text("dhcp.option.vi.tr111.device_product_class", "DeviceProductClass");
static GATEWAY_OUI: Field = text("dhcp.option.vi.tr111.gateway_manufacturer_oui", "GatewayManufacturerOUI");
static GATEWAY_SERIAL: Field = text("dhcp.option.vi.tr111.gateway_serial_number", "GatewaySerialNumber");
static GATEWAY_CLASS: Field = text("dhcp.option.vi.tr111.gateway_product_class", "GatewayProductClass");
static RDNSS_RESERVED: Field = Field::new("dhcp.option.rdnss.reserved", "Reserved", Place::Sub(0xfc)).hex().ft(8);
static RDNSS_PREFERENCE: Field = Field::new("dhcp.option.rdnss.preference", "Preference", Place::Sub(3));
static RDNSS_PRIMARY: Field = ip("dhcp.option.rdnss.primary_dns", "Primary DNS");
static RDNSS_SECONDARY: Field = ip("dhcp.option.rdnss.secondary_dns", "Secondary DNS");
static RDNSS_DOMAIN: Field = Field::new("dhcp.option.rdnss.domain", "Domains and networks", Place::Name);

/// RFC 2937: which services to ask for names, in this order.
static NAME_SERVICE_OR_NONE: Field =
    Field::part(Place::Switch(|h| matches!(h.word(h.at), 0 | 6 | 41 | 44 | 65).into(), &[(1, &[&NAME_SERVICE])], &[&NO_SERVICE]));
static NO_SERVICE: Field = Field::new("", "Invalid Name Service", Place::Uint(16));
static NAME_SERVICE: Field =
    Field::new("dhcp.option.dhcp_name_service_search_option", "Name Service", Place::Uint(16)).kind(Kind::Show(&SERVICE));
static SERVICE: Show = Show {
    ft: "STRINGZ",
    plain: |value, out| {
        let Value::Num(n) = value else { return };
        let name = match n {
            0 => "Local naming information (e.g., an /etc/hosts file on a UNIX machine)",
            6 => "Domain Name Server Option",
            41 => "Network Information Servers Option",
            44 => "NetBIOS over TCP/IP Name Server Option",
            65 => "Network Information Service+ Servers Option",
            _ => "Invalid Name Service",
        };
        out.extend(name.as_bytes());
        out.extend(b" (");
        text::decimal(n, out);
        out.push(b')');
    },
};
/// RFC 7291: the addresses of each server.
static PCP_LIST: Field = Field::new("", "PCP server list", Place::Group(&[&PCP_LENGTH, &Field::part(Place::Repeat(fours, &PCP_SERVER))]));
static PCP_LENGTH: Field = Field::new("dhcp.option.pcp.list_length", "List-Length", Place::Len(8, Counts::Behind));
static PCP_SERVER: Field = ip("dhcp.option.pcp.server", "PCP server");

/// RFC 4174.
const ISNS: Fields = &[
    &ISNS_FUNCTIONS, &FUNCTIONS_ENABLED, &FUNCTIONS_DD, &FUNCTIONS_SEC, &FUNCTIONS_RESERVED, &ISNS_ACCESS, &ACCESS_ENABLED, &ACCESS_NODE,
    &ACCESS_TARGET, &ACCESS_INITIATOR, &ACCESS_IFCP_TARGET, &ACCESS_IFCP_INITIATOR, &ACCESS_RESERVED, &ISNS_ADMIN, &ADMIN_ENABLED,
    &ADMIN_HEARTBEAT, &ADMIN_SCNS, &ADMIN_DEFAULT, &ADMIN_RESERVED, &ISNS_SECURITY, &SECURITY_ENABLED, &SECURITY_IKE, &SECURITY_MAIN,
    &SECURITY_AGGRESSIVE, &SECURITY_PFS, &SECURITY_TRANSPORT, &SECURITY_TUNNEL, &SECURITY_RESERVED, &ISNS_HEARTBEAT, &ISNS_PRIMARY_PART,
    &Field::part(Place::Repeat(fours, &ISNS_SECONDARY)),
];
static ISNS_FUNCTIONS: Field = word("dhcp.option.isns.functions", "iSNS Functions").hex();
static FUNCTIONS_ENABLED: Field = sub("dhcp.option.isns.functions.enabled", "Function Fields Enabled", 0x0001);
static FUNCTIONS_DD: Field = sub("dhcp.option.isns.functions.dd_base_authorization", "Discovery Domain based Authorization", 0x0002);
static FUNCTIONS_SEC: Field = sub("dhcp.option.isns.functions.sec_policy_distribution", "Security Policy Distribution", 0x0004);
static FUNCTIONS_RESERVED: Field = sub("dhcp.option.isns.functions.reserved", "Reserved flags", 0xfff8).hex();
static ISNS_ACCESS: Field = word("dhcp.option.isns.discovery_domain_access", "Discovery Domain Access flags").hex();
static ACCESS_ENABLED: Field = sub("dhcp.option.isns.discovery_domain_access.enabled", "Discovery Domain Enabled", 0x0001);
static ACCESS_NODE: Field = sub("dhcp.option.isns.discovery_domain_access_control.node", "Control Node", 0x0002);
static ACCESS_TARGET: Field = sub("dhcp.option.isns.discovery_domain_access.iscsi_target", "iSCSI Target", 0x0004);
static ACCESS_INITIATOR: Field = sub("dhcp.option.isns.discovery_domain_access.iscsi_initiator", "iSCSI Initiator", 0x0008);
static ACCESS_IFCP_TARGET: Field = sub("dhcp.option.isns.discovery_domain_access.ifcp_target_port", "iFCP Target Port", 0x0010);
static ACCESS_IFCP_INITIATOR: Field = sub("dhcp.option.isns.discovery_domain_access.initiator_target_port", "iFCP Initiator Port", 0x0020);
static ACCESS_RESERVED: Field = sub("dhcp.option.isns.discovery_domain_access.reserved", "Reserved Flags", 0xffc0).hex();
static ISNS_ADMIN: Field = Field::new("dhcp.option.isns.administrative_flags", "Administrative Flags", Place::Key(16)).hex();
static ADMIN_ENABLED: Field = sub("dhcp.option.isns.administrative_flags.enabled", "Administrative Flags Enabled", 0x0001);
static ADMIN_HEARTBEAT: Field = sub("dhcp.option.isns.administrative_flags.heartbeat", "Heartbeat", 0x0002);
static ADMIN_SCNS: Field = sub("dhcp.option.isns.administrative_flags.management_scns", "Management SCNs", 0x0004);
static ADMIN_DEFAULT: Field = sub("dhcp.option.isns.administrative_flags.default_discovery_domain", "Default Discovery Domain", 0x0008);
static ADMIN_RESERVED: Field = sub("dhcp.option.isns.administrative_flags.reserved", "Reserved Flags", 0xfff0).hex();
static ISNS_SECURITY: Field = long("dhcp.option.isns.server_security_bitmap", "iSNS Server Security Bitmap").hex();
static SECURITY_ENABLED: Field = sub("dhcp.option.isns.server_security_bitmap.enabled", "Server Security Bitmap Enabled", 0x0001);
static SECURITY_IKE: Field = sub("dhcp.option.isns.server_security_bitmap.ike_ipsec_enabled", "IKE/IPSec", 0x0002);
static SECURITY_MAIN: Field = sub("dhcp.option.isns.server_security_bitmap.main_mode", "Main Mode", 0x0004);
static SECURITY_AGGRESSIVE: Field = sub("dhcp.option.isns.server_security_bitmap.aggressive_mode", "Aggressive Mode", 0x0008);
static SECURITY_PFS: Field = sub("dhcp.option.isns.server_security_bitmap.pfs", "PFS", 0x0010);
static SECURITY_TRANSPORT: Field = sub("dhcp.option.isns.server_security_bitmap.transport_mode", "Transport Mode", 0x0020);
static SECURITY_TUNNEL: Field = sub("dhcp.option.isns.server_security_bitmap.tunnel_mode", "Tunnel Mode", 0x0040);
static SECURITY_RESERVED: Field = sub("dhcp.option.isns.server_security_bitmap.reserved", "Reserved Flags", 0xff80).hex();
static ISNS_HEARTBEAT: Field = sole(|h| h.key & 3 == 3 && h.left() >= 4, &[&HEARTBEAT_ORIGINATOR]);
static HEARTBEAT_ORIGINATOR: Field = ip("dhcp.option.isns.heartbeat_originator_addr", "Heartbeat Originator Address");
static ISNS_PRIMARY_PART: Field = sole(|h| h.left() >= 4, &[&ISNS_PRIMARY]);
static ISNS_PRIMARY: Field = ip("dhcp.option.isns.primary_server_addr", "Primary Server Address");
static ISNS_SECONDARY: Field = ip("dhcp.option.isns.secondary_server_addr", "Secondary Server Address");

/// RFC 6926.
static BULK_STATUS: Field = byte("dhcp.option.bulk_lease.status_code", "Status Code");
static BULK_MESSAGE: Field = text("dhcp.option.bulk_lease.status_code_message", "Status Code Message");
static BULK_BASE_TIME: Field = long("dhcp.option.bulk_lease.base_time", "Base Time").kind(SINCE_1900);
static BULK_START: Field = long("dhcp.option.bulk_lease.start_time_of_state", "Start Time Of State");
static BULK_QUERY_START: Field = long("dhcp.option.bulk_lease.query_start_time", "Query Start Time").kind(SINCE_1900);
static BULK_QUERY_END: Field = long("dhcp.option.bulk_lease.query_end_time", "Query End Time").kind(SINCE_1900);
/// Seconds since 1900, from 2036 on counted from 0 again, as NTP.
const SINCE_1900: Kind = Kind::Time(|n| {
    let from = if n >> 31 & 1 == 0 { 1i64 << 32 } else { 0 } - 2_208_988_800;
    (n as i64).saturating_add(from).saturating_mul(1_000_000_000)
});
static PORT_OFFSET: Field = byte("dhcp.option.portparams.offset", "Offset");
static PSID_LENGTH: Field = byte("dhcp.option.portparams.psid_length", "PSID-Length");
static PSID: Field = Field::new("dhcp.option.portparams.psid", "PSID", Place::Run(2));
/// RFC 5969.
static SIX_MASK: Field = byte("dhcp.option.6RD.ipv4_mask_len", "6RD IPv4 Mask Length");
static SIX_LENGTH: Field = byte("dhcp.option.6RD.prefix_len", "6RD Prefix Length");
static SIX_PREFIX: Field = Field::new("dhcp.option.6RD.prefix", "6RD Prefix", Place::Run(16)).kind(Kind::Ip6);
static SIX_RELAY: Field = ip("dhcp.option.6RD.border_relay_ip", "Border Relay IP");

/// Whether the vendor's options are PXE's: the client says who it is in option 60.
fn pxe(head: &[u8]) -> bool {
    let mut all = options(head);
    all.any(|(code, _, data)| code == 60 && data.starts_with(b"PXEClient"))
}
static VENDOR_VALUE: Field = all("dhcp.option.vendor.value", "Value");
/// Preboot Execution Environment Specification 2.1, table 2-1.
static PXE: Field = Field::part(Place::Peek(8, &[(0, &PXE_PADS), (255, &PXE_ENDS)], &PXE_OPTION));
static PXE_PADS: Field = Field::part(Place::Group(&[&PXE_PAD]));
static PXE_PAD: Field = byte("dhcp.option.vendor.pxeclient.padding", "Padding");
static PXE_ENDS: Field = Field::part(Place::Group(&[&PXE_END, &LEFT]));
static PXE_END: Field = byte("dhcp.option.vendor.pxeclient.end", "PXE Client End");
static PXE_OPTION: Field = Field::new(
    "",
    "Suboption",
    Place::Group(&[
        &PXE_SUBOPTION,
        &SUB_LENGTH,
        &PXE_VALUE,
        &Field::part(Place::Pick(
            &[
                (1, &[&sole(|h| h.left() == 4, &[&MTFTP_IP])]),
                (2, &[&sole(|h| h.left() == 2, &[&MTFTP_CLIENT])]),
                (3, &[&sole(|h| h.left() == 2, &[&MTFTP_SERVER])]),
                (4, &[&sole(|h| h.left() == 1, &[&MTFTP_TIMEOUT])]),
                (5, &[&sole(|h| h.left() == 1, &[&MTFTP_DELAY])]),
                (6, &[&sole(|h| h.left() == 1, &[&DISCOVERY, &NO_BROADCAST, &NO_MULTICAST, &ONLY_LIST, &BOOTSTRAP])]),
                (7, &[&sole(|h| h.left() == 4, &[&MULTICAST])]),
                (8, &[&BOOT_SERVERS, &Field::part(Place::Many(&BOOT_SERVER))]),
                (9, &[&BOOT_MENU, &Field::part(Place::Many(&BOOT_ENTRY))]),
                (10, &[&MENU_PROMPT, &PROMPT_TIMEOUT, &PROMPT]),
                (11, &[&MULTICAST_ALLOC]),
                (12, &[&CREDENTIALS]),
                (71, &[&BOOT_ITEM, &BOOT_ITEM_TYPE, &BOOT_ITEM_LAYER]),
            ],
            &[],
        )),
        &LEFT,
    ]),
);
static PXE_SUBOPTION: Field = Field::new("dhcp.option.vendor.pxeclient.suboption", "Option 43 Suboption", Place::Key(8));
static PXE_VALUE: Field = raw("dhcp.option.vendor.value");
static MTFTP_IP: Field = ip("dhcp.option.vendor.pxeclient.mtftp_ip", "mtftp IP");
static MTFTP_CLIENT: Field = Field::new("dhcp.option.vendor.pxeclient.mtftp_client_port", "mtftp client port", Place::UintLe(16));
static MTFTP_SERVER: Field = Field::new("dhcp.option.vendor.pxeclient.mtftp_server_port", "mtftp server port", Place::UintLe(16));
static MTFTP_TIMEOUT: Field = byte("dhcp.option.vendor.pxeclient.mtftp_timeout", "mtftp timeout");
static MTFTP_DELAY: Field = byte("dhcp.option.vendor.pxeclient.mtftp_delay", "mtftp delay");
static DISCOVERY: Field = byte("dhcp.option.vendor.pxeclient.discovery_control", "discovery control").hex();
static NO_BROADCAST: Field = Field::new("dhcp.option.vendor.pxeclient.discovery_control.broadcast", "Disable Broadcast", Place::Sub(1));
static NO_MULTICAST: Field = Field::new("dhcp.option.vendor.pxeclient.discovery_control.multicast", "Disable Multicast", Place::Sub(2));
static ONLY_LIST: Field = Field::new("dhcp.option.vendor.pxeclient.discovery_control.serverlist", "Serverlist only", Place::Sub(4));
static BOOTSTRAP: Field = Field::new("dhcp.option.vendor.pxeclient.discovery_control.bstrap", "Bootstrap override", Place::Sub(8));
static MULTICAST: Field = ip("dhcp.option.vendor.pxeclient.multicast_address", "multicast address");
static BOOT_SERVERS: Field = raw("dhcp.option.vendor.pxeclient.boot_servers");
static BOOT_SERVER: Field =
    Field::part(Place::Group(&[&BOOT_SERVER_TYPE, &BOOT_SERVER_COUNT, &Field::part(Place::Repeat(|h| h.number as usize, &BOOT_SERVER_IP))]));
static BOOT_SERVER_TYPE: Field = word("dhcp.option.vendor.pxeclient.boot_servers.type", "Type");
static BOOT_SERVER_COUNT: Field = byte("dhcp.option.vendor.pxeclient.boot_servers.count", "IP count");
static BOOT_SERVER_IP: Field = ip("dhcp.option.vendor.pxeclient.boot_servers.ip", "IP");
static BOOT_MENU: Field = raw("dhcp.option.vendor.pxeclient.boot_menu");
static BOOT_ENTRY: Field = Field::part(Place::Group(&[&BOOT_ENTRY_TYPE, &BOOT_ENTRY_LENGTH]));
static BOOT_ENTRY_TYPE: Field = word("dhcp.option.vendor.pxeclient.boot_menu.type", "Type");
static BOOT_ENTRY_LENGTH: Field =
    Field::new("dhcp.option.vendor.pxeclient.boot_menu.length", "Length", Place::Span(8, &[&BOOT_ENTRY_TEXT]));
static BOOT_ENTRY_TEXT: Field = text("dhcp.option.vendor.pxeclient.boot_menu.desc", "Description");
static MENU_PROMPT: Field = raw("dhcp.option.vendor.pxeclient.menu_prompt");
static PROMPT_TIMEOUT: Field = byte("dhcp.option.vendor.pxeclient.menu_prompt.timeout", "Timeout");
static PROMPT: Field = text("dhcp.option.vendor.pxeclient.menu_prompt.prompt", "Prompt");
static MULTICAST_ALLOC: Field = all("dhcp.option.vendor.pxeclient.multicast_address_alloc", "multicast address alloc");
static CREDENTIALS: Field = all("dhcp.option.vendor.pxeclient.credential_types", "credential types");
static BOOT_ITEM: Field = raw("dhcp.option.vendor.pxeclient.boot_item");
static BOOT_ITEM_TYPE: Field = word("dhcp.option.vendor.pxeclient.boot_item.type", "Type");
static BOOT_ITEM_LAYER: Field = all("dhcp.option.vendor.pxeclient.boot_item.layer", "Layer");

/// DHCP and BOOTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "dhcp",
    alias: "BOOTP",
    title: "Dynamic Host Configuration Protocol",
    column: "DHCP",
    spec: "RFC 2131",
    size: 236,
    fields: &[
        &TYPE, &HW_TYPE, &HW_LEN, &HOPS, &ID, &SECONDS, &FLAGS, &BROADCAST, &RESERVED, &CIADDR, &YIADDR, &SIADDR, &GIADDR, &ETHERNET, &OTHER_HW,
        &NO_HW, &SNAME, &BOOT_FILE, &AREA, &BOOTP,
    ],
    under: &[(Space::UdpPort, 67), (Space::UdpPort, 68), (Space::UdpPort, 4011)],
    line: &[Word::Call(line)],
    classes: &[form::dhcp_options::CLASSES],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 236 || bytes.len() < below.wire {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), below.wire, id::data)
}

/// `DHCP Discover - Transaction ID 0x1234`; `Boot Request from 02:00:00:00:00:01` where there is no message type.
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let mut all = options(head);
    if let Some((_, _, [kind])) = all.find(|(code, ..)| *code == 53) {
        let proxy = packet.below(layer).is_some_and(|udp| {
            let ports = udp.head(packet.bytes);
            load(ports, 0, 16) == Some(4011) || load(ports, 16, 16) == Some(4011)
        });
        out.extend(if proxy { &b"proxyDHCP "[..] } else { b"DHCP " });
        out.extend(text::named(&MESSAGE_TYPE, u64::from(*kind)).unwrap_or("Unknown Message Type").as_bytes());
        out.extend(b" - Transaction ID 0x");
        text::hex(ID.num(head).unwrap_or(0), 8, out);
        return;
    }
    let Some(kind) = TYPE.num(head) else { return };
    out.extend(match kind {
        1 => &b"Boot Request"[..],
        2 => b"Boot Reply",
        _ => b"Unknown BOOTP message type",
    });
    if let (1, Some(Value::Bytes(mac))) = (kind, MAC_ADDR.get(head)) {
        out.extend(b" from ");
        text::joined(mac, b':', out);
    }
}

/// RFC 5970, 3.3; <https://www.iana.org/assignments/dhcpv6-parameters>, processor architecture types.
const ARCHITECTURES: Names = &[
    (0, "IA x86 PC"),
    (1, "NEC/PC98"),
    (2, "IA64 PC"),
    (3, "DEC Alpha"),
    (4, "ArcX86"),
    (5, "Intel Lean Client"),
    (6, "EFI IA32"),
    (7, "EFI x64"),
    (8, "EFI Xscale"),
    (9, "EFI BC"),
    (10, "ARM 32-bit UEFI"),
    (11, "ARM 64-bit UEFI"),
    (12, "PowerPC Open Firmware"),
    (13, "PowerPC ePAPR"),
    (14, "POWER OPAL v3"),
    (15, "x86 UEFI HTTP"),
    (16, "x64 UEFI HTTP"),
    (17, "EBC UEFI HTTP"),
    (18, "ARM 32-bit UEFI HTTP"),
    (19, "ARM 64-bit UEFI HTTP"),
    (20, "PC/AT HTTP"),
    (21, "ARM 32-bit uboot"),
    (22, "ARM 64-bit uboot"),
    (23, "ARM 32-bit uboot HTTP"),
    (24, "ARM 64-bit uboot HTTP"),
    (25, "RISC-V 32-bit UEFI"),
    (26, "RISC-V 32-bit UEFI HTTP"),
    (27, "RISC-V 64-bit UEFI"),
    (28, "RISC-V 64-bit UEFI HTTP"),
    (29, "RISC-V 128-bit UEFI"),
    (30, "RISC-V 128-bit UEFI HTTP"),
    (31, "s390 Basic"),
    (32, "s390 Extended"),
];
/// <https://www.iana.org/assignments/bootp-dhcp-parameters>.
const OPTION_NAMES: Names = &[
    (0, "Padding"),
    (1, "Subnet Mask"),
    (2, "Time Offset"),
    (3, "Router"),
    (4, "Time Server"),
    (5, "Name Server"),
    (6, "Domain Name Server"),
    (7, "Log Server"),
    (8, "Quotes Server"),
    (9, "LPR Server"),
    (10, "Impress Server"),
    (11, "Resource Location Server"),
    (12, "Host Name"),
    (13, "Boot File Size"),
    (14, "Merit Dump File"),
    (15, "Domain Name"),
    (16, "Swap Server"),
    (17, "Root Path"),
    (18, "Extensions Path"),
    (19, "IP Forwarding"),
    (20, "Non-Local Source Routing"),
    (21, "Policy Filter"),
    (22, "Maximum Datagram Reassembly Size"),
    (23, "Default IP Time-to-Live"),
    (24, "Path MTU Aging Timeout"),
    (25, "Path MTU Plateau Table"),
    (26, "Interface MTU"),
    (27, "All Subnets are Local"),
    (28, "Broadcast Address"),
    (29, "Perform Mask Discovery"),
    (30, "Mask Supplier"),
    (31, "Perform Router Discover"),
    (32, "Router Solicitation Address"),
    (33, "Static Route"),
    (34, "Trailer Encapsulation"),
    (35, "ARP Cache Timeout"),
    (36, "Ethernet Encapsulation"),
    (37, "TCP Default TTL"),
    (38, "TCP Keepalive Interval"),
    (39, "TCP Keepalive Garbage"),
    (40, "Network Information Service Domain"),
    (41, "Network Information Service Servers"),
    (42, "Network Time Protocol Servers"),
    (43, "Vendor-Specific Information"),
    (44, "NetBIOS over TCP/IP Name Server"),
    (45, "NetBIOS over TCP/IP Datagram Distribution Name Server"),
    (46, "NetBIOS over TCP/IP Node Type"),
    (47, "NetBIOS over TCP/IP Scope"),
    (48, "X Window System Font Server"),
    (49, "X Window System Display Manager"),
    (50, "Requested IP Address"),
    (51, "IP Address Lease Time"),
    (52, "Option Overload"),
    (53, "DHCP Message Type"),
    (54, "DHCP Server Identifier"),
    (55, "Parameter Request List"),
    (56, "Message"),
    (57, "Maximum DHCP Message Size"),
    (58, "Renewal Time Value"),
    (59, "Rebinding Time Value"),
    (60, "Vendor class identifier"),
    (61, "Client identifier"),
    (62, "Novell/Netware IP domain"),
    (63, "Novell Options"),
    (64, "Network Information Service+ Domain"),
    (65, "Network Information Service+ Servers"),
    (66, "TFTP Server Name"),
    (67, "Bootfile name"),
    (68, "Mobile IP Home Agent"),
    (69, "SMTP Server"),
    (70, "POP3 Server"),
    (71, "NNTP Server"),
    (72, "Default WWW Server"),
    (73, "Default Finger Server"),
    (74, "Default IRC Server"),
    (75, "StreetTalk Server"),
    (76, "StreetTalk Directory Assistance Server"),
    (77, "User Class Information"),
    (78, "Directory Agent Information"),
    (79, "Service Location Agent Scope"),
    (80, "Rapid commit"),
    (81, "Client Fully Qualified Domain Name"),
    (82, "Agent Information Option"),
    (83, "iSNS"),
    (84, "Removed/Unassigned"),
    (85, "Novell Directory Services Servers"),
    (86, "Novell Directory Services Tree Name"),
    (87, "Novell Directory Services Context"),
    (88, "BCMCS Controller Domain Name"),
    (89, "BCMCS Controller IPv4 address"),
    (90, "Authentication"),
    (91, "Client last transaction time"),
    (92, "Associated IP option"),
    (93, "Client System Architecture"),
    (94, "Client Network Device Interface"),
    (95, "LDAP"),
    (96, "Removed/Unassigned"),
    (97, "UUID/GUID-based Client Identifier"),
    (98, "Open Group's User Authentication"),
    (99, "Civic Addresses Configuration"),
    (100, "PCode"),
    (101, "TCode"),
    (102, "Removed/unassigned"),
    (103, "Removed/unassigned"),
    (104, "Removed/unassigned"),
    (105, "Removed/unassigned"),
    (106, "Removed/unassigned"),
    (107, "Removed/unassigned"),
    (108, "IPv6-Only Preferred"),
    (110, "Removed/Unassigned"),
    (112, "NetInfo Parent Server Address"),
    (113, "NetInfo Parent Server Tag"),
    (114, "DHCP Captive-Portal"),
    (115, "Removed/Unassigned"),
    (116, "DHCP Auto-Configuration"),
    (117, "Name Service Search"),
    (118, "Subnet Selection Option"),
    (119, "Domain Search"),
    (120, "SIP Servers"),
    (121, "Classless Static Route"),
    (122, "CableLabs Client Configuration"),
    (123, "Coordinate-based Location Configuration"),
    (124, "V-I Vendor Class"),
    (125, "V-I Vendor-specific Information"),
    (126, "Removed/Unassigned"),
    (127, "Removed/Unassigned"),
    (128, "DOCSIS full security server IP"),
    (129, "PXE - undefined (vendor specific)"),
    (130, "PXE - undefined (vendor specific)"),
    (131, "PXE - undefined (vendor specific)"),
    (132, "PXE - undefined (vendor specific)"),
    (133, "PXE - undefined (vendor specific)"),
    (134, "PXE - undefined (vendor specific)"),
    (135, "PXE - undefined (vendor specific)"),
    (136, "PANA Authentication Agent"),
    (137, "LoST Server Domain Name"),
    (138, "CAPWAP Access Controllers"),
    (139, "IPv4 Address-MoS"),
    (140, "IPv4 FQDN-MoS"),
    (141, "SIP UA Configuration Domains"),
    (142, "IPv4 Address ANDSF"),
    (143, "Zerotouch Redirect"),
    (144, "Geospatial Location"),
    (145, "Forcerenew Nonce Capable"),
    (146, "RDNSS Selection"),
    (150, "TFTP Server Address"),
    (151, "Leasequery Status code"),
    (152, "Leasequery Base Time"),
    (153, "Leasequery Start Time of State"),
    (154, "Leasequery Query Start Time"),
    (155, "Leasequery Query End Time"),
    (156, "Leasequery Dhcp State"),
    (157, "Leasequery Data Source"),
    (158, "PCP Server"),
    (159, "Portparams"),
    (160, "Unassigned (ex DHCP Captive-Portal)"),
    (161, "Manufacturer Usage Description"),
    (175, "Etherboot"),
    (176, "IP Telephone"),
    (177, "Etherboot"),
    (208, "PXELINUX Magic"),
    (209, "PXE Configuration file"),
    (210, "PXE Path Prefix"),
    (211, "Reboot Time"),
    (212, "6RD"),
    (213, "V4 Access Domain"),
    (220, "Subnet Allocation"),
    (221, "Virtual Subnet Selection"),
    (242, "Private/Avaya IP Telephone"),
    (249, "Private/Classless Static Route (Microsoft)"),
    (252, "Private/Proxy autodiscovery"),
    (255, "End"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// A request from 68 to 67 with these options behind the cookie, the names as given.
    fn message(sname: &[u8], file: &[u8], options: &str) -> Vec<u8> {
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 11 00 00 00 00 00 00 ff ff ff ff 00 44 00 43 00 00 00 00
                             01 01 06 00 12 34 56 78 00 05 80 00 # request, Ethernet, transaction, 5 s, broadcast
                             00 00 00 00 0a 00 00 05 0a 00 00 01 0a 00 00 09 02 00 00 00 00 01");
        bytes.resize(28 + 44, 0);
        bytes.extend(sname);
        bytes.resize(28 + 108, 0);
        bytes.extend(file);
        bytes.resize(28 + 236, 0);
        bytes.extend(hex(options));
        let n = bytes.len() as u16;
        bytes[2..4].copy_from_slice(&n.to_be_bytes());
        bytes[24..26].copy_from_slice(&(n - 20).to_be_bytes());
        bytes
    }

    #[test]
    fn fields() {
        let bytes = message(
            b"server",
            b"",
            "63 82 53 63 35 01 01 # cookie, Discover
             00 00 3d 07 01 02 00 00 00 00 01 # padding, client identifier
             37 02 01 79 # parameter request list
             52 06 01 04 65 74 68 30 # relay agent: circuit
             79 08 18 0a 00 01 0a 00 00 01 # 10.0.1.0/24 by 10.0.0.1
             77 0e 03 65 6e 67 01 61 00 03 77 77 77 c0 04 00 # two domains to search, the second compressed
             ff",
        );
        let names = ["dhcp.type", "dhcp.id", "dhcp.secs", "dhcp.flags.bc", "dhcp.ip.your", "dhcp.hw.mac_addr", "dhcp.server"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0x12345678 5 1 10.0.0.5 02:00:00:00:00:01,02:00:00:00:00:01 server");
        let names = ["dhcp.option.type", "dhcp.option.dhcp", "dhcp.option.padding", "dhcp.option.request_list_item", "dhcp.option.end"];
        assert_eq!(fields_of(228, &bytes, &names), "53,0,61,55,82,121,119,0 1 0000 1,121 255");
        let names = ["dhcp.option.agent_information_option.agent_circuit_id", "dhcp.option.classless_static_route"];
        assert_eq!(fields_of(228, &bytes, &names), "65746830 180a00010a000001");
        let search = fields_of(228, &bytes, &["dhcp.option.dhcp_dns_domain_search_list_fqdn"]);
        assert!(search.starts_with("eng.a,www.a"), "{search}");
        assert_eq!(layers_of(228, &bytes), "ip:udp:dhcp End");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn names_hold_options() {
        let bytes = message(&hex("0c 02 73 6e ff"), &hex("11 05 2f 72 6f 6f 74 ff"), "63 82 53 63 35 01 01 34 01 03 ff");
        let names = ["dhcp.server", "dhcp.option.option_overload", "dhcp.option.hostname", "dhcp.option.root_path", "dhcp.option.type"];
        assert_eq!(fields_of(228, &bytes, &names), "- 3 sn /root 53,52,12,0,17,0,0");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn an_option_of_another_length_is_told_as_bytes() {
        let bytes = message(b"", b"", "63 82 53 63 32 03 01 02 03 ff");
        assert_eq!(fields_of(228, &bytes, &["dhcp.option.value", "dhcp.option.requested_ip_address"]), "010203 -");
    }
    /// iSNS with a heartbeat's originator, PCP servers, name services, and the secret of a request.
    #[test]
    fn rarer_options() {
        let options = "63 82 53 63 35 01 03
             53 12 0001 0004 0003 0000000b 0a000001 0a000002
             9e 05 04 0a000003
             75 04 0006 002c
             5a 1f 01 01 00 0001020304050607 00000009 000102030405060708090a0b0c0d0e0f
             92 0f 01 0a000004 0a000005 0474657374 00
             ff";
        let bytes = message(b"", b"", options);
        let names = ["dhcp.option.isns.discovery_domain_access.iscsi_target", "dhcp.option.isns.heartbeat_originator_addr",
            "dhcp.option.isns.primary_server_addr", "dhcp.option.pcp.server", "dhcp.option.dhcp_authentication.secret_id", "dhcp.option.rdnss.domain"];
        assert_eq!(fields_of(228, &bytes, &names), "1 10.0.0.1 10.0.0.2 10.0.0.3 0x00000009 test");
        let services = "Domain Name Server Option (6),NetBIOS over TCP/IP Name Server Option (44)";
        assert_eq!(fields_of(228, &bytes, &["dhcp.option.dhcp_name_service_search_option"]), services);
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn without_a_message_type_it_is_bootp() {
        assert_eq!(fields_of(228, &message(b"", b"", "63 82 53 63 ff"), &["dhcp.bootp"]), "1");
        assert_eq!(fields_of(228, &message(b"", b"", "63 82 53 63 35 01 01 ff"), &["dhcp.bootp"]), "-");
    }
}
