//! Resource ReserVation Protocol (RSVP), [RFC 2205](https://www.rfc-editor.org/rfc/rfc2205), 3.1.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | Vers  | Flags |   Msg Type    |         RSVP Checksum         |
//! |   Send_TTL    |   (Reserved)  |          RSVP Length          |
//! |        Length (bytes)         |   Class-Num   |     C-Type    |
//! |                        Object contents                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

pub(super) static VERSION: Field = Field::bits("rsvp.version", "RSVP Version", 0, 4).ft(8).alias("Version").unset(1);
pub(super) static FLAGS: Field = Field::bits("rsvp.flags", "Flags", 4, 4).hex().ft(8).alias("Flags").unset(1);
pub(super) static MSG: Field = Field::bits("rsvp.msg", "Message Type", 8, 8).alias("Class").unset(1).names(&[(1, "PATH Message."), (2, "RESV Message."), (3, "PATH ERROR Message."), (4, "RESV ERROR Message."), (5, "PATH TEAR Message."), (6, "RESV TEAR Message."), (7, "CONFIRM Message."), (10, "RESV TEAR CONFIRM Message."), (12, "BUNDLE Message."), (13, "ACK Message."), (15, "SREFRESH Message."), (20, "HELLO Message."), (21, "NOTIFY Message.")]);
pub(super) static MESSAGE_CHECKSUM: Field = Field::bits("rsvp.message_checksum", "Message Checksum", 16, 16).hex().alias("chksum").computed();
pub(super) static SENDING_TTL: Field = Field::bits("rsvp.sending_ttl", "Sending TTL", 32, 8).alias("TTL").unset(1);
pub(super) static MESSAGE_LENGTH: Field = Field::bits("rsvp.message_length", "Message length", 48, 16).alias("Length").computed();
static OBJECT: Field = Field::new("rsvp.object", "Object class", Place::Uint(8)).names(&[(0, "NULL object"), (1, "SESSION object"), (3, "HOP object"), (4, "INTEGRITY object"), (5, "TIME VALUES object"), (6, "ERROR object"), (7, "SCOPE object"), (8, "STYLE object"), (9, "FLOWSPEC object"), (10, "FILTER SPEC object"), (11, "SENDER TEMPLATE object"), (12, "SENDER TSPEC object"), (13, "ADSPEC object"), (14, "POLICY object"), (15, "CONFIRM object"), (16, "LABEL object"), (17, "HOP_COUNT object"), (18, "STRICT_SOURCE_ROUTE object"), (19, "LABEL REQUEST object"), (20, "EXPLICIT ROUTE object"), (21, "RECORD ROUTE object"), (22, "HELLO object"), (23, "MESSAGE-ID object"), (24, "MESSAGE-ID ACK/NACK object"), (25, "MESSAGE-ID LIST object"), (34, "RECOVERY-LABEL object"), (35, "UPSTREAM-LABEL object"), (36, "LABEL-SET object"), (37, "PROTECTION object"), (50, "S2L_SUB_LSP object"), (63, "DETOUR object"), (65, "DIFFSERV object"), (66, "CLASSTYPE object"), (67, "LSP REQUIRED ATTRIBUTES object"), (124, "VENDOR PRIVATE object (0bbbbbbb: reject if unknown)"), (125, "VENDOR PRIVATE object (0bbbbbbb: reject if unknown)"), (126, "VENDOR PRIVATE object (0bbbbbbb: reject if unknown)"), (127, "VENDOR PRIVATE object (0bbbbbbb: reject if unknown)"), (129, "SUGGESTED-LABEL object"), (130, "ACCEPTABLE-LABEL-SET object"), (131, "RESTART-CAPABILITY object"), (133, "LINK-CAPABILITY object"), (188, "VENDOR PRIVATE object (10bbbbbb: ignore if unknown)"), (189, "VENDOR PRIVATE object (10bbbbbb: ignore if unknown)"), (190, "VENDOR PRIVATE object (10bbbbbb: ignore if unknown)"), (191, "VENDOR PRIVATE object (10bbbbbb: ignore if unknown)"), (193, "LSP-TUNNEL INTERFACE-ID object"), (195, "NOTIFY-REQUEST object"), (196, "ADMIN-STATUS object"), (197, "LSP ATTRIBUTES object"), (199, "ASSOCIATION object"), (202, "CALL ATTRIBUTES object"), (204, "Juniper properties object"), (205, "FAST-REROUTE object"), (207, "SESSION ATTRIBUTE object"), (225, "DCLASS object"), (229, "GENERALIZED-UNI object"), (230, "CALL-ID object"), (231, "3GPP2 object"), (232, "EXCLUDE ROUTE object"), (252, "VENDOR PRIVATE object (11bbbbbb: forward if unknown)"), (253, "VENDOR PRIVATE object (11bbbbbb: forward if unknown)"), (254, "VENDOR PRIVATE object (11bbbbbb: forward if unknown)"), (255, "VENDOR PRIVATE object (11bbbbbb: forward if unknown)")]);
static OBJECTS: Field = Field::many("Objects", &ONE);
static ONE: Field = Field::new("", "Object", Place::Group(&[&OBJECT_LENGTH, &OBJECT, &C_TYPE, &REST]));
static OBJECT_LENGTH: Field = Field::part(Place::Len(16, Counts::Whole));
static C_TYPE: Field = Field::part(Place::Uint(8));
static REST: Field = Field::part(Place::Rest);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rsvp",
    title: "Resource ReserVation Protocol (RSVP)",
    column: "RSVP",
    spec: "RFC 2205",
    size: 8,
    fields: &[&VERSION, &FLAGS, &MSG, &MESSAGE_CHECKSUM, &SENDING_TTL, &MESSAGE_LENGTH, &OBJECTS],
    under: &[(Space::IpProto, 46), (Space::UdpPort, 3455)],
    line: &[Word::Of(&MSG)],
    leaf: true,
    alias: "RSVP",
    classes: &[form::reserve::RSVP, form::reserve::BODIES],
    finish,
    ..Protocol::PLAIN
};

fn finish(d: &mut Draft<'_>) {
    d.fill(&MESSAGE_LENGTH, d.bytes.len() as u64);
    let sum = crate::checksum::internet(0, d.bytes);
    d.fill(&MESSAGE_CHECKSUM, sum.into());
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 8)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 28 00 01 00 00 40 2e 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        10 01 00 00 ff 00 00 14 # path
        00 0c 01 01 0a 00 00 02 11 00 13 88";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["rsvp.version", "rsvp.flags", "rsvp.msg", "rsvp.sending_ttl", "rsvp.message_length", "rsvp.object"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0x00 1 255 20 1");
        assert_eq!(layers_of(228, &bytes), "ip:rsvp End");
        cut_everywhere(228, &bytes);
    }
}
