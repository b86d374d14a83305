//! Border Gateway Protocol 4, [RFC 4271](https://www.rfc-editor.org/rfc/rfc4271), with capabilities, [RFC 5492](https://www.rfc-editor.org/rfc/rfc5492).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                        Marker (128 ones)                      |
//! |          Length               |      Type     |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! Numbers of autonomous systems in a path have two bytes or four, by what both sides can: what fits the segment is taken.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stop;
use std::ops::ControlFlow::Continue;

static MARKER: Field = Field::bytes("bgp.marker", "Marker", 0, 16);
/// Of all of the message, in bytes.
pub static LENGTH: Field = Field::bits("bgp.length", "Length", 128, 16);
/// What the message is.
pub static TYPE: Field = Field::bits("bgp.type", "Type", 144, 8).names(&[(1, "OPEN Message"), (2, "UPDATE Message"), (3, "NOTIFICATION Message"), (4, "KEEPALIVE Message"), (5, "ROUTE-REFRESH Message"), (6, "CAPABILITY Message"), (128, "Cisco ROUTE-REFRESH Message")]);
static BODY: Field = Field::part(Place::Switch(
    |h| h.byte(18).into(),
    &[(1, OPEN), (2, UPDATE), (3, NOTIFICATION), (5, ROUTE_REFRESH)],
    &[],
));

const OPEN: Fields = &[
    &byte("bgp.open.version", "Version"),
    &word("bgp.open.myas", "My AS"),
    &word("bgp.open.holdtime", "Hold Time"),
    &address("bgp.open.identifier", "BGP Identifier"),
    &byte("bgp.open.opt.len", "Optional Parameters Length"),
    &OPTIONALS,
];
static OPTIONALS: Field = Field::part(Place::When(|h| h.number > 0, &[&OPT]));
static OPT: Field = Field::new("bgp.open.opt", "Optional Parameters", Place::Group(&[&Field::part(Place::Sized(|h| h.byte(28).into(), &[&PARAMS]))]));
static PARAMS: Field = Field::part(Place::Many(&PARAM));
static PARAM: Field = Field::new("bgp.open.opt.param", "Optional Parameter", Place::Group(&[&PARAM_TYPE, &PARAM_LEN, &PARAM_BODY]));
static PARAM_TYPE: Field = Field::new("bgp.open.opt.param.type", "Parameter Type", Place::Key(8)).names(&[(1, "Authentication"), (2, "Capability")]);
static PARAM_LEN: Field = Field::new("bgp.open.opt.param.len", "Parameter Length", Place::Len(8, Counts::Behind));
static PARAM_BODY: Field = Field::part(Place::Pick(&[(1, &[&Field::new("bgp.open.opt.param.auth", "Authentication Data", Place::Rest)]), (2, &[&CAPS])], &[&Field::new("bgp.open.opt.param.unknown", "Unknown", Place::Rest)]));
static CAPS: Field = Field::part(Place::Many(&CAP));
static CAP: Field = Field::new("bgp.cap", "Capability", Place::Group(&[&CAP_TYPE, &CAP_LENGTH, &CAP_BODY]));
/// RFC 5492.
pub static CAP_TYPE: Field = Field::new("bgp.cap.type", "Type", Place::Key(8)).names(&[(0, "Reserved capability"), (1, "Multiprotocol extensions capability"), (2, "Route refresh capability"), (3, "Cooperative route filtering capability"), (4, "Multiple routes to a destination capability"), (5, "Extended Next Hop Encoding"), (6, "BGP-Extended Message"), (7, "BGPsec capability"), (8, "Multiple Labels capability"), (9, "BGP Role"), (64, "Graceful Restart capability"), (65, "Support for 4-octet AS number capability"), (66, "Deprecated Dynamic Capability (Cisco)"), (67, "Support for Dynamic capability"), (68, "Multisession BGP Capability"), (69, "Support for Additional Paths"), (70, "Enhanced route refresh capability"), (71, "Long-Lived Graceful Restart (LLGR) Capability"), (72, "CP-ORF Capability"), (73, "FQDN Capability"), (128, "Route refresh capability (Cisco)"), (130, "Cooperative route filtering capability (Cisco)"), (131, "Multisession BGP Capability (Cisco)")]);
static CAP_LENGTH: Field = Field::new("bgp.cap.length", "Length", Place::Len(8, Counts::Behind));
static CAP_BODY: Field = Field::part(Place::Pick(
    &[
        (1, &[&when4(&[&CAP_AFI, &CAP_RESERVED, &CAP_SAFI])]),
        (2, &[]),
        (65, &[&when4(&[&long("bgp.cap.4as", "AS Number")])]),
        (64, &[&CAP_RESTART, &CAP_RESTART_FLAGS, &CAP_RESTART_PRESERVED, &CAP_RESTART_TIMER, &CAP_RESTARTS]),
        (128, &[]),
        (69, &[&Field::part(Place::Many(&ADD_PATH))]),
    ],
    &[&Field::new("bgp.cap.unknown", "Unknown", Place::Rest)],
));
static CAP_AFI: Field = word("bgp.cap.mp.afi", "AFI").names(AFIS);
const AFIS: Names = &[(0, "Reserved"), (1, "IPv4"), (2, "IPv6"), (3, "NSAP"), (4, "HDLC (8-bit multidrop)"), (5, "BBN 1822"), (6, "802 (includes all 802 media plus Ethernet)"), (7, "E.163"), (8, "E.164 (SMDS, Frame Relay, ATM)"), (9, "F.69 (Telex)"), (10, "X.121 (X.25, Frame Relay)"), (11, "IPX"), (12, "Appletalk"), (13, "Decnet IV"), (14, "Banyan Vines"), (15, "E.164 with NSAP subaddress"), (16, "DNS (Domain Name System)"), (17, "Distinguished Name"), (18, "AS Number"), (19, "XTP over IP version 4"), (20, "XTP over IP version 6"), (21, "XTP native mode XTP"), (22, "Fibre Channel World-Wide Port Name"), (23, "Fibre Channel World-Wide Node Name"), (24, "GWID"), (25, "Layer-2 VPN"), (26, "MPLS-TP Section Endpoint Identifier"), (27, "MPLS-TP LSP Endpoint Identifier"), (28, "MPLS-TP Pseudowire Endpoint Identifier"), (29, "MT IP: Multi-Topology IP version 4"), (30, "MT IPv6: Multi-Topology IP version 6"), (196, "Layer-2 VPN (old)"), (16384, "EIGRP Common Service Family"), (16385, "EIGRP IPv4 Service Family"), (16386, "EIGRP IPv6 Service Family"), (16387, "LISP Canonical Address Format (LCAF)"), (16388, "BGP-LS"), (16389, "48-bit MAC Address"), (16390, "64-bit MAC Address"), (16391, "OUI"), (16392, "MAC/24"), (16393, "MAC/40"), (16394, "IPv6/64"), (16395, "RBridge Port ID"), (16396, "TRILL Nickname"), (65535, "Reserved")];
const SAFIS: Names = &[(0, "Reserved"), (1, "Unicast"), (2, "Multicast"), (3, "Unicast+Multicast (Deprecated)"), (4, "Labeled Unicast"), (5, "MCAST-VPN"), (6, "Multi-Segment Pseudowires"), (7, "Encapsulation (Deprecated)"), (8, "MCAST-VPLS"), (64, "Tunnel (Deprecated)"), (65, "VPLS"), (66, "Cisco MDT"), (67, "4over6"), (68, "6over4"), (69, "Layer-1 VPN"), (70, "EVPN"), (71, "BGP-LS"), (72, "BGP-LS-VPN"), (73, "SR Policy"), (74, "SD-WAN"), (75, "Routing Policy Distribution"), (76, "Classful Transport Planes"), (77, "Tunneled Traffic Flowspec"), (78, "MCAST-TREE"), (128, "Labeled VPN Unicast"), (129, "Labeled VPN Multicast"), (130, "Labeled VPN Unicast+Multicast (Deprecated)"), (132, "Route Target Filter"), (133, "Flow Spec Filter"), (134, "Flow Spec Filter VPN"), (140, "Layer-3 VPN (Deprecated)")];
static CAP_RESERVED: Field = Field::new("bgp.cap.reserved", "Reserved", Place::Run(1));
static CAP_SAFI: Field = byte("bgp.cap.mp.safi", "SAFI").names(SAFIS);
static CAP_RESTART: Field = word("bgp.cap.gr.timers", "Restart Timers").hex();
static CAP_RESTART_FLAGS: Field = Field::new("bgp.cap.gr.timers.restart_flag", "Restart state", Place::Sub(0x8000));
static CAP_RESTART_PRESERVED: Field = Field::new("bgp.cap.gr.timers.notification_flag", "Graceful notification", Place::Sub(0x4000));
static CAP_RESTART_TIMER: Field = Field::new("bgp.cap.gr.timers.restart_time", "Time", Place::Sub(0x0fff)).ft(16);
static CAP_RESTARTS: Field = Field::part(Place::Many(&Field::part(Place::Group(&[
    &word("bgp.cap.gr.afi", "AFI").names(AFIS),
    &byte("bgp.cap.gr.safi", "SAFI").names(SAFIS),
    &byte("bgp.cap.gr.flag", "Flag").hex(),
    &Field::new("bgp.cap.gr.flag.pfs", "Preserve forwarding state", Place::Sub(0x80)),
]))));
static ADD_PATH: Field = Field::part(Place::Group(&[
    &word("bgp.cap.ap.afi", "AFI").names(AFIS),
    &byte("bgp.cap.ap.safi", "SAFI").names(SAFIS),
    &byte("bgp.cap.ap.sendreceive", "Send/Receive").names(&[(1, "Receive"), (2, "Send"), (3, "Both")]),
]));

const NOTIFICATION: Fields = &[&MAJOR, &MINOR, &MINOR_DATA];
/// What is wrong.
pub static MAJOR: Field = Field::new("bgp.notify.major_error", "Major error Code", Place::Key(8)).names(&[(1, "Message Header Error"), (2, "OPEN Message Error"), (3, "UPDATE Message Error"), (4, "Hold Timer Expired"), (5, "Finite State Machine Error"), (6, "Cease"), (7, "CAPABILITY Message Error")]);
static MINOR: Field = Field::part(Place::Pick(
    &[
        (1, &[&byte("bgp.notify.minor_error", "Minor error Code (Message Header)").names(&[(1, "Connection Not Synchronized"), (2, "Bad Message Length"), (3, "Bad Message Type")])]),
        (2, &[&byte("bgp.notify.minor_error_open", "Minor error Code (Open Message)").names(&[(1, "Unsupported Version Number"), (2, "Bad Peer AS"), (3, "Bad BGP Identifier"), (4, "Unsupported Optional Parameter"), (5, "Authentication Failure [Deprecated]"), (6, "Unacceptable Hold Time"), (7, "Unsupported Capability"), (8, "No supported AFI/SAFI (Cisco)")])]),
        (3, &[&byte("bgp.notify.minor_error_update", "Minor error Code (Update Message)").names(&[(1, "Malformed Attribute List"), (2, "Unrecognized Well-known Attribute"), (3, "Missing Well-known Attribute"), (4, "Attribute Flags Error"), (5, "Attribute Length Error"), (6, "Invalid ORIGIN Attribute"), (7, "AS Routing Loop [Deprecated]"), (8, "Invalid NEXT_HOP Attribute"), (9, "Optional Attribute Error"), (10, "Invalid Network Field"), (11, "Malformed AS_PATH")])]),
        (4, &[&byte("bgp.notify.minor_error_expired", "Minor error Code (Hold Timer Expired)")]),
        (5, &[&byte("bgp.notify.minor_error_state", "Minor error Code (State Machine)")]),
        (6, &[&byte("bgp.notify.minor_error_cease", "Minor error Code (Cease)").names(&[(1, "Maximum Number of Prefixes Reached"), (2, "Administratively Shutdown"), (3, "Peer De-configured"), (4, "Administratively Reset"), (5, "Connection Rejected"), (6, "Other Configuration Change"), (7, "Connection Collision Resolution"), (8, "Out of Resources"), (9, "Hard Reset")])]),
        (7, &[&byte("bgp.notify.minor_error_capability", "Minor error Code (Capability Message)")]),
    ],
    &[&byte("bgp.notify.minor_error_unknown", "Minor error Code (Unknown)")],
));
static MINOR_DATA: Field = Field::part(Place::Switch(
    |h| if h.left() == 0 { 0 } else if h.byte(19) == 6 && matches!(h.byte(20), 2 | 4) && usize::from(h.byte(21)) + 1 == h.left() { 1 } else if h.word(19) == 0x0202 { 2 } else { 3 },
    &[
        (0, &[]),
        (1, &[&byte("bgp.notify.communication_length", "BGP Shutdown Communication Length"), &COMMUNICATION]),
        (2, &[&Field::new("bgp.notify.error_open.bad_peer_as", "Bad Peer AS", Place::Uint(16)).ft(32)]),
    ],
    &[&Field::new("bgp.notify.minor_data", "Data", Place::Rest)],
));
static COMMUNICATION: Field = Field::new("bgp.notify.communication", "Shutdown Communication", Place::Take(|h| (h.number as usize).min(h.left()))).text();

const ROUTE_REFRESH: Fields = &[
    &word("bgp.route_refresh.afi", "Address family identifier (AFI)").names(AFIS),
    &byte("bgp.route_refresh.subtype", "Subtype"),
    &byte("bgp.route_refresh.safi", "Subsequent address family identifier (SAFI)").names(SAFIS),
];

const UPDATE: Fields = &[&WITHDRAWN_LENGTH, &WITHDRAWN_OF, &ATTRIBUTES_LENGTH, &ATTRIBUTES_OF, &NLRI_OF];
static WITHDRAWN_LENGTH: Field = word("bgp.update.withdrawn_routes.length", "Withdrawn Routes Length");
static WITHDRAWN_OF: Field = Field::part(Place::When(|h| h.number > 0, &[&WITHDRAWN]));
static WITHDRAWN: Field = Field::new(
    "bgp.update.withdrawn_routes",
    "Withdrawn Routes",
    Place::Group(&[&Field::part(Place::Sized(|h| h.word(19).into(), &[&Field::part(Place::Told(|r| prefixes(r, &WITHDRAWN_PREFIX), &[&PREFIX_LENGTH, &WITHDRAWN_PREFIX]))]))]),
);
static ATTRIBUTES_LENGTH: Field = word("bgp.update.path_attributes.length", "Total Path Attribute Length");
static ATTRIBUTES_OF: Field = Field::part(Place::When(|h| h.number > 0, &[&ATTRIBUTES]));
static ATTRIBUTES: Field = Field::new("bgp.update.path_attributes", "Path attributes", Place::Group(&[&Field::part(Place::Sized(|h| h.number as usize, &[&Field::part(Place::Many(&ATTRIBUTE))]))]));
/// A path attribute.
pub static ATTRIBUTE: Field = Field::new("bgp.update.path_attribute", "Path Attribute", Place::Group(&[&FLAGS, &OPTIONAL, &TRANSITIVE, &PARTIAL, &EXTENDED, &UNUSED, &TYPE_CODE, &ATTRIBUTE_LENGTH, &VALUE]));
static FLAGS: Field = byte("bgp.update.path_attribute.flags", "Flags").hex();
static OPTIONAL: Field = Field::new("bgp.update.path_attribute.flags.optional", "Optional", Place::Sub(0x80));
static TRANSITIVE: Field = Field::new("bgp.update.path_attribute.flags.transitive", "Transitive", Place::Sub(0x40));
static PARTIAL: Field = Field::new("bgp.update.path_attribute.flags.partial", "Partial", Place::Sub(0x20));
static EXTENDED: Field = Field::new("bgp.update.path_attribute.flags.extended_length", "Extended-Length", Place::Sub(0x10));
static UNUSED: Field = Field::new("bgp.update.path_attribute.flags.unused", "Unused", Place::Sub(0x0f)).hex();
/// Which.
pub static TYPE_CODE: Field = Field::new("bgp.update.path_attribute.type_code", "Type Code", Place::Key(8)).names(&[(1, "ORIGIN"), (2, "AS_PATH"), (3, "NEXT_HOP"), (4, "MULTI_EXIT_DISC"), (5, "LOCAL_PREF"), (6, "ATOMIC_AGGREGATE"), (7, "AGGREGATOR"), (8, "COMMUNITIES"), (9, "ORIGINATOR_ID"), (10, "CLUSTER_LIST"), (11, "DPA"), (12, "ADVERTISER"), (13, "RCID_PATH / CLUSTER_ID"), (14, "MP_REACH_NLRI"), (15, "MP_UNREACH_NLRI"), (16, "EXTENDED_COMMUNITIES"), (17, "AS4_PATH"), (18, "AS4_AGGREGATOR"), (19, "SAFI_SPECIFIC_ATTRIBUTE"), (20, "Connector Attribute"), (21, "AS_PATHLIMIT"), (22, "PMSI_TUNNEL_ATTRIBUTE"), (23, "TUNNEL_ENCAPSULATION_ATTRIBUTE"), (24, "Traffic Engineering"), (25, "IPv6 Address Specific Extended Community"), (26, "AIGP"), (27, "PE Distinguisher Labels"), (28, "BGP Entropy Label Capability Attribute"), (29, "BGP-LS Attribute"), (30, "Deprecated"), (31, "Deprecated"), (32, "LARGE_COMMUNITY"), (33, "BGPsec_PATH"), (36, "D_PATH"), (40, "BGP Prefix-SID"), (99, "LINK_STATE (unofficial code point)"), (128, "ATTR_SET"), (129, "Deprecated"), (241, "Deprecated"), (242, "Deprecated"), (243, "Deprecated")]);
static ATTRIBUTE_LENGTH: Field = Field::part(Place::Switch(
    |h| (h.byte(h.start) >> 4 & 1).into(),
    &[(1, &[&Field::new("bgp.update.path_attribute.length", "Length", Place::Len(16, Counts::Behind))])],
    &[&Field::new("bgp.update.path_attribute.length", "Length", Place::Len(8, Counts::Behind)).ft(16)],
));
static VALUE: Field = Field::part(Place::Pick(
    &[
        (1, &[&byte("bgp.update.path_attribute.origin", "Origin").names(&[(0, "IGP"), (1, "EGP"), (2, "INCOMPLETE")])]),
        (2, &[&AS_PATH]),
        (3, &[&when4(&[&address("bgp.update.path_attribute.next_hop", "Next hop")])]),
        (4, &[&when4(&[&long("bgp.update.path_attribute.multi_exit_disc", "Multiple exit discriminator")])]),
        (5, &[&when4(&[&long("bgp.update.path_attribute.local_pref", "Local preference")])]),
        (7, &[&AGGREGATOR]),
        (8, &[&COMMUNITIES]),
        
        (10, &[&CLUSTER_LIST]),
        (14, &[&REACH]),
        (15, &[&UNREACH]),
        (17, &[&AS_PATH4]),
        (18, &[&AGGREGATOR]),
    ],
    &[],
));
static AS_PATH: Field = Field::part(Place::Told(as_path, &[&SEGMENT]));
static AS_PATH4: Field = Field::part(Place::Told(as_path, &[&SEGMENT]));
static SEGMENT: Field =
    Field::new("bgp.update.path_attribute.as_path_segment", "AS Path segment", Place::Group(&[&SEGMENT_TYPE, &SEGMENT_LENGTH, &AS2, &AS4]));
static SEGMENT_TYPE: Field = byte("bgp.update.path_attribute.as_path_segment.type", "Segment type").names(&[
    (1, "AS_SET"),
    (2, "AS_SEQUENCE"),
    (3, "AS_CONFED_SET"),
    (4, "AS_CONFED_SEQUENCE"),
]);
static SEGMENT_LENGTH: Field = byte("bgp.update.path_attribute.as_path_segment.length", "Segment length (number of ASN)");
static AS2: Field = word("bgp.update.path_attribute.as_path_segment.as2", "AS2");
static AS4: Field = long("bgp.update.path_attribute.as_path_segment.as4", "AS4");
static AGGREGATOR: Field = Field::part(Place::Switch(
    |h| h.left() as u64,
    &[
        (6, &[&Field::new("bgp.update.path_attribute.aggregator_as", "Aggregator AS", Place::Uint(16)).ft(32), &AGGREGATOR_ORIGIN]),
        (8, &[&long("bgp.update.path_attribute.aggregator_as", "Aggregator AS"), &AGGREGATOR_ORIGIN]),
    ],
    &[],
));
static AGGREGATOR_ORIGIN: Field = address("bgp.update.path_attribute.aggregator_origin", "Aggregator origin");
static COMMUNITIES: Field = Field::new("bgp.update.path_attribute.communities", "Communities", Place::Group(&[&Field::part(Place::Many(&COMMUNITY_OF))]));
static COMMUNITY_OF: Field = Field::part(Place::Switch(|h| (h.word(h.at) == 0xffff).into(), &[(1, &[&WELL_KNOWN])], &[&COMMUNITY]));
static WELL_KNOWN: Field = long("bgp.update.path_attribute.community_wellknown", "Community Well-known").hex().names(&[(4294901760, "GRACEFUL_SHUTDOWN"), (4294901761, "ACCEPT_OWN"), (4294902426, "BLACKHOLE"), (4294967041, "NO_EXPORT"), (4294967042, "NO_ADVERTISE"), (4294967043, "NO_EXPORT_SUBCONFED"), (4294967044, "NOPEER")]);
static COMMUNITY: Field = Field::new(
    "bgp.update.path_attribute.community",
    "Community",
    Place::Group(&[&word("bgp.update.path_attribute.community_as", "Community AS"), &word("bgp.update.path_attribute.community_value", "Community value")]),
);
static CLUSTER_LIST: Field =
    Field::new("bgp.path_attribute.cluster_list", "Cluster List", Place::Group(&[&Field::part(Place::Many(&address("bgp.path_attribute.cluster_id", "Cluster ID")))]));
static REACH: Field = Field::part(Place::Group(&[
    &word("bgp.update.path_attribute.mp_reach_nlri.afi", "Address family identifier (AFI)").names(AFIS),
    &byte("bgp.update.path_attribute.mp_reach_nlri.safi", "Subsequent address family identifier (SAFI)").names(SAFIS),
    &REACH_NEXT_HOP,
    &byte("bgp.update.path_attribute.mp_reach_nlri.nbr_snpa", "Number of Subnetwork points of attachment (SNPA)"),
]));
static REACH_NEXT_HOP: Field = Field::new("bgp.update.path_attribute.mp_reach_nlri.next_hop", "Next hop", Place::Group(&[&NEXT_HOP_SIZE, &NEXT_HOP_BYTES])).kind(Kind::Bytes);
static NEXT_HOP_SIZE: Field = byte("", "");
static NEXT_HOP_BYTES: Field = Field::part(Place::Sized(|h| h.number as usize, &[&NEXT_HOPS]));
static NEXT_HOPS: Field = Field::part(Place::Switch(
    |h| h.left() as u64,
    &[
        (4, &[&address("bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv4", "Next hop")]),
        (16, &[&six("bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv6", "Next hop")]),
        (32, &[&six("bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv6", "Next hop"), &six("bgp.update.path_attribute.mp_reach_nlri.next_hop.ipv6.link_local", "Next hop")]),
    ],
    &[],
));
static UNREACH: Field = Field::part(Place::Group(&[
    &word("bgp.update.path_attribute.mp_unreach_nlri.afi", "Address family identifier (AFI)").names(AFIS),
    &byte("bgp.update.path_attribute.mp_unreach_nlri.safi", "Subsequent address family identifier (SAFI)").names(SAFIS),
]));
static NLRI_OF: Field = Field::part(Place::When(|h| h.left() > 0, &[&NLRI]));
static NLRI: Field =
    Field::new("bgp.update.nlri", "Network Layer Reachability Information (NLRI)", Place::Group(&[&Field::part(Place::Told(|r| prefixes(r, &NLRI_PREFIX), &[&PREFIX_LENGTH, &NLRI_PREFIX]))]));
static PREFIX_LENGTH: Field = byte("bgp.prefix_length", "Prefix Length");
static NLRI_PREFIX: Field = Field::new("bgp.nlri_prefix", "NLRI prefix", Place::Rest).kind(Kind::Ip4);
static WITHDRAWN_PREFIX: Field = Field::new("bgp.withdrawn_prefix", "Withdrawn prefix", Place::Rest).kind(Kind::Ip4);

/// Fields that are there only if four bytes are.
const fn when4(of: Fields) -> Field {
    Field::part(Place::When(|h| h.left() >= 4, of))
}

/// BGP.
pub static PROTOCOL: Protocol = Protocol {
    name: "bgp",
    title: "Border Gateway Protocol",
    column: "BGP",
    spec: "RFC 4271",
    size: 19,
    fields: &[&MARKER, &LENGTH, &TYPE, &BODY],
    under: &[(Space::TcpPort, 179)],
    line: &[Word::Of(&TYPE)],
    stream: Some(Stream { ..Stream::PLAIN }),
    leaf: true,
    classes: &[form::bgp::BGP, form::bgp::BGP_PARTS],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    // "This 16-octet field is included for compatibility": what stands first tells a message from the middle of one.
    if bytes.iter().take(2).any(|b| *b != 0xff) {
        return Step::reject();
    }
    let length = LENGTH.num(bytes).unwrap_or(0) as usize;
    if bytes.len() < 19 {
        return if whole { Step::more(bytes, 0) } else { Step::cut(bytes) };
    }
    if length < 19 {
        return Step::malformed(18, below.wire);
    }
    if bytes.len() < length {
        return if whole { Step::more(bytes, length) } else { Step { stop: Stop::Cut, ..Step::more(bytes, length) } };
    }
    Step { again: true, ..Step::new(length, length, id::data) }
}

/// Segments, each a kind, a count and so many numbers. Four bytes each where all segments then fit.
fn as_path(r: &mut Reader<'_, '_>) -> Flow {
    let fits = |width: usize| {
        let mut rest = r.rest();
        while let [kind, n, after @ ..] = rest {
            let Some(next) = after.get(usize::from(*n) * width..).filter(|_| (1..=4).contains(kind)) else { return false };
            rest = next;
        }
        rest.is_empty()
    };
    let width = if fits(2) || !fits(4) { 2 } else { 4 };
    while let [_, n, ..] = r.rest() {
        let n = usize::from(*n);
        r.record(&SEGMENT, 2 + n * width, |r| {
            r.fields(&[&SEGMENT_TYPE, &SEGMENT_LENGTH])?;
            for _ in 0..n {
                r.field(if width == 2 { &AS2 } else { &AS4 })?;
            }
            Continue(())
        })?;
    }
    Continue(())
}
/// A number of bits, and as many bytes as they fill, again and again.
fn prefixes(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    while let [bits, ..] = r.rest() {
        let n = usize::from(*bits).div_ceil(8);
        if n > 4 {
            return r.broken();
        }
        r.field(&PREFIX_LENGTH)?;
        let Some(prefix) = r.rest().get(..n) else { return r.broken() };
        r.tell(f, 0, n, Value::Bytes(prefix))?;
        r.pass(n)?;
    }
    Continue(())
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn message(kind: u8, body: &str) -> Vec<u8> {
        let body = hex(body);
        [&[0xff; 16][..], &(19 + body.len() as u16).to_be_bytes(), &[kind], &body].concat()
    }

    #[test]
    fn open_and_keepalive() {
        let open = message(1, "04 fd e8 00 b4 0a 00 00 01 08 02 06 41 04 00 01 00 00");
        let bytes = tcp_of(40000, 179, &[open, message(4, "")].concat());
        let names = ["bgp.type", "bgp.length", "bgp.open.myas", "bgp.open.identifier", "bgp.cap.type", "bgp.cap.4as"];
        assert_eq!(fields_of(228, &bytes, &names), "1,4 37,19 65000 10.0.0.1 65 65536");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn update() {
        let update = message(2, "
            00 02 08 0b # withdrawn 11.0.0.0/8
            00 1c # attributes
            40 01 01 00 # ORIGIN
            40 02 06 02 02 00 65 00 66 # AS_PATH 101 102
            40 03 04 0a 00 00 01 # NEXT_HOP
            c0 08 04 ff ff ff 01 # COMMUNITIES
            18 0a 01 02 # 10.1.2.0/24
        ");
        let mut update = update;
        update[24] = 27;
        let names = [
            "bgp.update.path_attribute.type_code", "bgp.update.path_attribute.as_path_segment.as2", "bgp.update.path_attribute.next_hop",
            "bgp.update.path_attribute.community_wellknown", "bgp.nlri_prefix", "bgp.withdrawn_prefix",
        ];
        let bytes = tcp_of(40000, 179, &update);
        assert_eq!(fields_of(228, &bytes, &names), "1,2,3,8 101,102 10.0.0.1 0xffffff01 10.1.2.0 11.0.0.0");
        cut_everywhere(228, &bytes);
    }
}
