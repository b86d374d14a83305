//! Multiprotocol Label Switching Echo, [RFC 8029](https://www.rfc-editor.org/rfc/rfc8029), 3.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Version            |          Global Flags         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Message Type |   Reply Mode  |  Return Code  | Return Subcode|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                        Sender's Handle                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                        Sequence Number                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("mpls_echo.version", "Version", 0, 16);
static FLAGS: Field = Field::bits("mpls_echo.flags", "Global Flags", 16, 16).hex();
static FLAG_R: Field = Field::bits("mpls_echo.flag_r", "Validate Reverse Path", 29, 1);
static FLAG_T: Field = Field::bits("mpls_echo.flag_t", "Respond only if TTL expired", 30, 1);
static FLAG_V: Field = Field::bits("mpls_echo.flag_v", "Validate FEC Stack", 31, 1);
static MSG_TYPE: Field = Field::bits("mpls_echo.msg_type", "Message Type", 32, 8).names(&[(1, "MPLS Echo Request"), (2, "MPLS Echo Reply"), (3, "MPLS Data Plane Verification Request"), (4, "MPLS Data Plane Verification Reply")]);
static REPLY_MODE: Field = Field::bits("mpls_echo.reply_mode", "Reply Mode", 40, 8).names(&[(1, "Do not reply"), (2, "Reply via an IPv4/IPv6 UDP packet"), (3, "Reply via an IPv4/IPv6 UDP packet with Router Alert"), (4, "Reply via application level control channel")]);
static RETURN_CODE: Field = Field::bits("mpls_echo.return_code", "Return Code", 48, 8).names(&[(0, "No return code"), (1, "Malformed echo request received"), (2, "One or more of the TLVs was not understood"), (3, "Replying router is an egress for the FEC at stack depth RSC"), (4, "Replying router has no mapping for the FEC at stack depth RSC"), (5, "Downstream Mapping Mismatch"), (6, "Upstream Interface Index Unknown"), (7, "Reserved"), (8, "Label switched at stack-depth RSC"), (9, "Label switched but no MPLS forwarding at stack-depth RSC"), (10, "Mapping for this FEC is not the given label at stack depth RSC"), (11, "No label entry at stack-depth RSC"), (12, "Protocol not associated with interface at FEC stack depth RSC"), (13, "Premature termination, label stack shrinking to a single label"), (14, "See DDM TLV for meaning of Return Code and Return SubCode"), (15, "Label switched with FEC change")]);
static RETURN_SUBCODE: Field = Field::bits("mpls_echo.return_subcode", "Return Subcode", 56, 8);
static SENDER_HANDLE: Field = Field::bits("mpls_echo.sender_handle", "Sender's Handle", 64, 32).hex();
static SEQUENCE: Field = Field::bits("mpls_echo.sequence", "Sequence Number", 96, 32);
static SENT: Field = Field::bits("mpls_echo.timestamp_sent", "Timestamp Sent", 128, 64).kind(Kind::Show(&ntp::TIME));
static RECEIVED: Field = Field::bits("mpls_echo.timestamp_rec", "Timestamp Received", 192, 64).kind(Kind::Show(&ntp::TIME));
static TLV_TYPE: Field = Field::new("mpls_echo.tlv.type", "Type", Place::Uint(16)).names(&[(1, "Target FEC Stack"), (2, "Downstream Mapping"), (3, "Pad"), (4, "Error Code"), (5, "Vendor Enterprise Code"), (6, "TDB"), (7, "IPv4 Interface and Label Stack Object"), (8, "IPv6 Interface and Label Stack Object"), (9, "Errored TLVs"), (10, "Reply TOS Byte"), (11, "P2MP Responder Identifier"), (12, "P2MP Echo Jitter"), (13, "Source Identifier TLV"), (14, "Destination Identifier TLV"), (15, "BFD Discriminator TLV"), (16, "Reverse-path Target FEC Stack"), (20, "Detailed Downstream Mapping"), (64512, "Vendor Private")]);
static TLV_LEN: Field = Field::new("mpls_echo.tlv.len", "Length", Place::Uint(16));
static TLV_FEC_TYPE: Field = Field::new("mpls_echo.tlv.fec.type", "Type", Place::Uint(16)).names(&[(1, "LDP IPv4 prefix"), (2, "LDP IPv6 prefix"), (3, "RSVP IPv4 Session Query"), (4, "RSVP IPv6 Session Query"), (5, "Reserved"), (6, "VPN IPv4 prefix"), (7, "VPN IPv6 prefix"), (8, "L2 VPN endpoint"), (9, "FEC 128 Pseudowire - IPv4 (Deprecated)"), (10, "FEC 128 Pseudowire - IPv4"), (11, "FEC 129 Pseudowire - IPv4"), (12, "BGP labeled IPv4 prefix"), (13, "BGP labeled IPv6 prefix"), (14, "Generic IPv4 prefix"), (15, "Generic IPv6 prefix"), (16, "Nil FEC"), (17, "RSVP P2MP IPv4 Session Query"), (18, "RSVP P2MP IPv6 Session Query"), (22, "Static LSP"), (23, "Static Pseudowire"), (24, "FEC 128 Pseudowire - IPv6"), (25, "FEC 129 Pseudowire - IPv6"), (34, "IPv4 IGP-Prefix Segment ID"), (35, "IPv6 IGP-Prefix Segment ID"), (36, "IGP-Adjacency Segment ID"), (64512, "Vendor Private")]);
static TLV_FEC_LEN: Field = Field::new("mpls_echo.tlv.fec.len", "Length", Place::Uint(16));
static TLV_FEC_LDP_IPV4: Field = Field::new("mpls_echo.tlv.fec.ldp_ipv4", "IPv4 Prefix", Place::Uint(32)).kind(Kind::Ip4);
static TLV_FEC_LDP_IPV4_MASK: Field = Field::new("mpls_echo.tlv.fec.ldp_ipv4_mask", "Prefix Length", Place::Uint(8));
static TLV_VALUE: Field = Field::new("mpls_echo.tlv.value", "Value", Place::Rest);
static TLV_FEC_VALUE: Field = Field::new("mpls_echo.tlv.fec.value", "Value", Place::Rest);
static TLVS: Field = Field::many("TLVs", &TLV);
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TLV_TYPE, &TLV_LEN, &TLV_BODY, &TLV_PAD]));
static TLV_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&BY_TYPE]));
static TLV_PAD: Field = Field::part(Place::Take(|h| h.pad(4).min(h.left())));
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.word(h.start).into(), &[(1, &[&FECS])], &[&TLV_VALUE]));
static FECS: Field = Field::many("FECs", &FEC);
static FEC: Field = Field::new("", "FEC", Place::Group(&[&TLV_FEC_TYPE, &TLV_FEC_LEN, &FEC_BODY, &TLV_PAD]));
static FEC_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&FEC_BY_TYPE]));
static FEC_BY_TYPE: Field = Field::part(Place::Switch(|h| h.word(h.start).into(), &[(1, &[&TLV_FEC_LDP_IPV4, &TLV_FEC_LDP_IPV4_MASK])], &[&TLV_FEC_VALUE]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "mpls-echo",
    title: "Multiprotocol Label Switching Echo",
    column: "MPLS Echo",
    spec: "RFC 8029",
    size: 32,
    fields: &[&VERSION, &FLAGS, &FLAG_R, &FLAG_T, &FLAG_V, &MSG_TYPE, &REPLY_MODE, &RETURN_CODE, &RETURN_SUBCODE, &SENDER_HANDLE, &SEQUENCE, &SENT, &RECEIVED, &TLVS],
    under: &[(Space::UdpPort, 3503)],
    line: &[Word::Of(&MSG_TYPE), Word::With(", sequence ", &SEQUENCE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 32)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 01 00 00 01 02 00 00 00 00 00 07 00 00 00 01 # echo request
        d9 2b 3c 4d 00 00 00 00 00 00 00 00 00 00 00 00
        00 01 00 0c 00 01 00 05 0a 00 00 01 20 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(3503, 3503, &hex(SAMPLE));
        let names = ["mpls_echo.version", "mpls_echo.flags", "mpls_echo.flag_v", "mpls_echo.msg_type", "mpls_echo.reply_mode", "mpls_echo.return_code", "mpls_echo.sender_handle", "mpls_echo.sequence", "mpls_echo.tlv.type", "mpls_echo.tlv.len", "mpls_echo.tlv.fec.type", "mpls_echo.tlv.fec.ldp_ipv4", "mpls_echo.tlv.fec.ldp_ipv4_mask"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0x0000 0 1 2 0 0x00000007 1 1 12 1 10.0.0.1 32");
        assert_eq!(layers_of(228, &bytes), "ip:udp:mpls-echo End");
        cut_everywhere(228, &bytes);
    }
}
