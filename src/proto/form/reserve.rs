//! RSVP: RFC 2205, 3.1 and appendix A; RFC 3209, 4.
use super::*;
use crate::draft::Draft;
use crate::proto::rsvp;

/// Objects stand in `objects`, each with its body's fields; or are put on one behind the other, as Scapy's are.
pub(in super::super) static RSVP: &[Class] = &[
    Class {
        names: &["RSVP"],
        size: 8,
        fields: &[
            &rsvp::VERSION,
            &rsvp::FLAGS,
            &rsvp::MSG,
            &rsvp::MESSAGE_CHECKSUM,
            &rsvp::SENDING_TTL,
            &Field::bits("", "", 40, 8).alias("dataofs"),
            &rsvp::MESSAGE_LENGTH,
            &list("objects", &RECORD),
        ],
        ..Class::PLAIN
    },
    // The name is filled up with zeros (RFC 3209, 4.7).
    Class {
        names: &["RSVP_SessionAttrb"],
        align: 4,
        fields: &[
            &n("Setup_priority", 8).unset(1),
            &n("Hold_priority", 8).unset(1),
            &n("flags", 8).unset(1),
            &span("Name_length", 8, &[&rest("Name")]),
        ],
        binds: &[(&OBJECT_CLASS, Unset::Is(207)), (&OBJECT_TYPE, Unset::Is(7))],
        ..Class::PART
    },
    Class { names: &["RSVP_Object"], size: 4, fields: &[&OBJECT_LEN, &OBJECT_CLASS, &OBJECT_TYPE], finish: length, ..Class::PART },
];
static OBJECT_LEN: Field = Field::bits("", "", 0, 16).alias("Length").computed();
static OBJECT_CLASS: Field = Field::bits("", "", 16, 8).alias("Class").unset(1).words(OBJECTS);
static OBJECT_TYPE: Field = Field::bits("", "", 24, 8).alias("C_Type").unset(1);
parts! { BODIES
    "RSVP_SESSION" {(&OBJECT_CLASS, Unset::Is(1)), (&OBJECT_TYPE, Unset::Is(7))} [ip4("dest_addr"), n("reserved", 16), n("tunnel_id", 16), ip4("ext_tunnel_id")];
    "RSVP_HOP" {(&OBJECT_CLASS, Unset::Is(3))} [ip4("neighbor"), n("inface", 32).unset(1)];
    "RSVP_Time" {(&OBJECT_CLASS, Unset::Is(5))} [n("refresh", 32).unset(1)];
    "RSVP_SenderTSPEC" {(&OBJECT_CLASS, Unset::Is(12)), (&OBJECT_TYPE, Unset::Is(2))} [n("Msg_Format", 8), n("reserve", 8), n("Data_Length", 16).unset(4), n("Srv_hdr", 8).unset(1), n("reserve2", 8), n("Srv_Length", 16).unset(4), rest("Tokens")];
    "RSVP_LabelReq" {(&OBJECT_CLASS, Unset::Is(19))} [n("reserve", 16).unset(1), n("L3PID", 16).unset(1)];
    "RSVP_Data" {} [rest("Data")];
}

/// An object: its body goes by class and type.
static RECORD: Field =
    record("RSVP_Object", &[&whole("Length", 16), &n("Class", 8).unset(1).words(OBJECTS), &n("C_Type", 8).unset(1), &BODY]);
static BODY: Field = Field::part(Place::Switch(
    |h| h.word(h.start + 2).into(),
    &[
        (0x0101, &[&ip4("dest_addr"), &n("protocol", 8), &n("flags", 8), &n("dest_port", 16)]),
        (0x0107, &[&ip4("dest_addr"), &n("reserved", 16), &n("tunnel_id", 16), &ip4("ext_tunnel_id")]),
        (0x0301, &[&ip4("neighbor"), &n("inface", 32).unset(1)]),
        (0x0501, &[&n("refresh", 32).unset(1)]),
        (0x0601, &[&ip4("node"), &n("flags", 8), &n("code", 8), &n("value", 16)]),
        (0x0801, &[&n("flags", 8), &n("vector", 24)]),
        (0x0a01, &[&ip4("src_addr"), &n("reserved", 16), &n("src_port", 16)]),
        (0x0a07, &[&ip4("src_addr"), &n("reserved", 16), &n("lsp_id", 16)]),
        (0x0b01, &[&ip4("src_addr"), &n("reserved", 16), &n("src_port", 16)]),
        (0x0b07, &[&ip4("src_addr"), &n("reserved", 16), &n("lsp_id", 16)]),
        (0x0f01, &[&ip4("receiver")]),
        (0x1001, &[&n("label", 32)]),
        (0x1301, &[&n("reserve", 16), &n("L3PID", 16).unset(0x800)]),
        (0x1601, &[&n("src_instance", 32), &n("dst_instance", 32)]),
        (0x1602, &[&n("src_instance", 32), &n("dst_instance", 32)]),
        (0x1701, &[&n("flags", 8), &n("epoch", 24), &n("message_id", 32)]),
        (0x1801, &[&n("flags", 8), &n("epoch", 24), &n("message_id", 32)]),
    ],
    &[&rest("Data")],
));

/// An object's length, body and all (RFC 2205, 3.1.2): behind the body there may be other objects, which are right by then.
fn length(d: &mut Draft<'_>) {
    let body = d.bytes.get(d.head..).unwrap_or(&[]);
    // The shortest body behind which there are whole objects to the end, or nothing.
    let chained = |mut rest: &[u8]| {
        while let [a, b, ..] = *rest {
            let length = usize::from(u16::from_be_bytes([a, b]));
            match rest.get(length..).filter(|_| length >= 4 && length % 4 == 0) {
                Some(more) => rest = more,
                None => return false,
            }
        }
        rest.is_empty()
    };
    let known = match d.bytes.get(2..4) {
        Some([1, 7]) => Some(12),
        Some([3, 1]) => Some(8),
        Some([5, 1] | [19, 1]) => Some(4),
        // Length-prefixed: the name, or the words of the service.
        Some([207, 7]) => body.get(3).map(|name| (4 + usize::from(*name)).next_multiple_of(4).min(body.len())),
        _ => None,
    };
    // No chain is looked for further than an object may be long, and at steps of its alignment.
    let steps = || (0..body.len().min(512)).step_by(4).find(|at| body.get(*at..).is_some_and(chained));
    let own = known.filter(|n| *n <= body.len()).or_else(steps).unwrap_or(body.len());
    d.fill(&OBJECT_LEN, (4 + own) as u64);
}
const OBJECTS: Names = &[
    (1, "SESSION"),
    (3, "HOP"),
    (4, "INTEGRITY"),
    (5, "TIME_VALUES"),
    (6, "ERROR_SPEC"),
    (7, "SCOPE"),
    (8, "STYLE"),
    (9, "FLOWSPEC"),
    (10, "FILTER_SPEC"),
    (11, "SENDER_TEMPLATE"),
    (12, "SENDER_TSPEC"),
    (13, "ADSPEC"),
    (14, "POLICY_DATA"),
    (15, "RESV_CONFIRM"),
    (16, "RSVP_LABEL"),
    (17, "HOP_COUNT"),
    (18, "STRICT_SOURCE_ROUTE"),
    (19, "LABEL_REQUEST"),
    (20, "EXPLICIT_ROUTE"),
    (21, "ROUTE_RECORD"),
    (22, "HELLO"),
    (23, "MESSAGE_ID"),
    (24, "MESSAGE_ID_ACK"),
    (25, "MESSAGE_ID_LIST"),
    (34, "RECOVERY_LABEL"),
    (35, "UPSTREAM_LABEL"),
    (36, "LABEL_SET"),
    (37, "PROTECTION"),
    (50, "S2L_SUB_LSP"),
    (63, "DETOUR"),
    (65, "DIFF-SERV"),
    (66, "CLASSTYPE"),
    (67, "LSP_REQUIRED_ATTRIBUTES"),
    (129, "SUGGESTED_LABEL"),
    (130, "ACCEPTABLE_LABEL_SET"),
    (133, "LINK_CAPABILITY"),
    (193, "LSP_TUNNEL_INTERFACE_ID"),
    (195, "NOTIFY_REQUEST"),
    (196, "ADMIN-STATUS"),
    (197, "LSP_ATTRIBUTES"),
    (199, "ASSOCIATION"),
    (205, "FAST_REROUTE"),
    (207, "SESSION_ATTRIBUTE"),
    (225, "DCLASS"),
    (229, "GENERALIZED_UNI"),
    (230, "CALL_ID"),
    (232, "EXCLUDE_ROUTE"),
];
