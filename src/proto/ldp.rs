//! Label Distribution Protocol, [RFC 5036](https://www.rfc-editor.org/rfc/rfc5036).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |           Version             |          PDU Length           |
//! |                         LSR identifier                        |
//! |      label space              |U|    Message Type             |
//! |      Message Length           |     Message ID ...
//! |U|F|        Type               |            Length             |
//! |                             Value                             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static HDR_VERSION: Field = Field::bits("ldp.hdr.version", "Version", 0, 16);
static HDR_PDU_LEN: Field = Field::bits("ldp.hdr.pdu_len", "PDU Length", 16, 16);
static HDR_LDPID_LSR: Field = Field::bits("ldp.hdr.ldpid.lsr", "LSR ID", 32, 32).kind(Kind::Ip4);
static HDR_LDPID_LSID: Field = Field::bits("ldp.hdr.ldpid.lsid", "Label Space ID", 64, 16);
static MSG_UBIT: Field = Field::new("ldp.msg.ubit", "U bit", Place::Sub(0x8000));
static MSG_TYPE: Field = Field::new("ldp.msg.type", "Message Type", Place::Sub(0x7fff)).hex().ft(16).names(&[(1, "Notification Message"), (256, "Hello Message"), (512, "Initialization Message"), (513, "Keep Alive Message"), (514, "Capability Message"), (768, "Address Message"), (769, "Address Withdrawal Message"), (1024, "Label Mapping Message"), (1025, "Label Request Message"), (1026, "Label Withdrawal Message"), (1027, "Label Release Message"), (1028, "Label Abort Request Message"), (1280, "Call Setup Message"), (1281, "Call Release Message"), (1792, "RG Connect Message"), (1793, "RG Disconnect Message"), (1794, "RG Notification Message"), (1795, "RG Application Data Message"), (15872, "Vendor-Private Message"), (16128, "Experimental Message")]);
static MSG_LEN: Field = Field::new("ldp.msg.len", "Message Length", Place::Uint(16));
static MSG_ID: Field = Field::new("ldp.msg.id", "Message ID", Place::Uint(32)).hex();
static MSG_TLV_UNKNOWN: Field = Field::new("ldp.msg.tlv.unknown", "TLV Unknown bits", Place::Sub(0xc000)).hex().ft(8).names(&[(0, "Known TLV, do not Forward"), (1, "Known TLV, do Forward"), (2, "Unknown TLV, do not Forward"), (3, "Unknown TLV, do Forward")]);
static MSG_TLV_TYPE: Field = Field::new("ldp.msg.tlv.type", "TLV Type", Place::Sub(0x3fff)).hex().ft(16);
static MSG_TLV_LEN: Field = Field::new("ldp.msg.tlv.len", "TLV Length", Place::Uint(16));
static MSG_TLV_HELLO_HOLD: Field = Field::new("ldp.msg.tlv.hello.hold", "Hold Time", Place::Uint(16));
static MSG_TLV_HELLO_TARGETED: Field = Field::new("ldp.msg.tlv.hello.targeted", "Targeted Hello", Place::Sub(0x8000));
static MSG_TLV_HELLO_REQUESTED: Field = Field::new("ldp.msg.tlv.hello.requested", "Hello Requested", Place::Sub(0x4000));
static MSG_TLV_IPV4_TADDR: Field = Field::new("ldp.msg.tlv.ipv4.taddr", "IPv4 Transport Address", Place::Uint(32)).kind(Kind::Ip4);
static MSG_TLV_IPV6_TADDR: Field = Field::new("ldp.msg.tlv.ipv6.taddr", "IPv6 Transport Address", Place::Run(16)).kind(Kind::Ip6);
static MSG_TLV_HELLO_CNF_SEQNO: Field = Field::new("ldp.msg.tlv.hello.cnf_seqno", "Configuration Sequence Number", Place::Uint(32));
static MSG_TLV_SESS_VER: Field = Field::new("ldp.msg.tlv.sess.ver", "Session Protocol Version", Place::Uint(16));
static MSG_TLV_SESS_KA: Field = Field::new("ldp.msg.tlv.sess.ka", "Session KeepAlive Time", Place::Uint(16));
static MSG_TLV_GENERIC_LABEL: Field = Field::new("ldp.msg.tlv.generic.label", "Generic Label", Place::Uint(32));
static MSG_TLV_ADDRL_ADDR_FAMILY: Field = Field::new("ldp.msg.tlv.addrl.addr_family", "Address Family", Place::Uint(16)).names(&[(0, "Reserved"), (1, "IPv4"), (2, "IPv6"), (3, "NSAP"), (4, "HDLC (8-bit multidrop)"), (5, "BBN 1822"), (6, "802 (includes all 802 media plus Ethernet)"), (7, "E.163"), (8, "E.164 (SMDS, Frame Relay, ATM)"), (9, "F.69 (Telex)"), (10, "X.121 (X.25, Frame Relay)"), (11, "IPX"), (12, "Appletalk"), (13, "Decnet IV"), (14, "Banyan Vines"), (15, "E.164 with NSAP subaddress"), (16, "DNS (Domain Name System)"), (17, "Distinguished Name"), (18, "AS Number"), (19, "XTP over IP version 4"), (20, "XTP over IP version 6"), (21, "XTP native mode XTP"), (22, "Fibre Channel World-Wide Port Name"), (23, "Fibre Channel World-Wide Node Name"), (24, "GWID"), (25, "Layer-2 VPN"), (26, "MPLS-TP Section Endpoint Identifier"), (27, "MPLS-TP LSP Endpoint Identifier"), (28, "MPLS-TP Pseudowire Endpoint Identifier"), (29, "MT IP: Multi-Topology IP version 4"), (30, "MT IPv6: Multi-Topology IP version 6"), (196, "Layer-2 VPN (old)"), (16384, "EIGRP Common Service Family"), (16385, "EIGRP IPv4 Service Family"), (16386, "EIGRP IPv6 Service Family"), (16387, "LISP Canonical Address Format (LCAF)"), (16388, "BGP-LS"), (16389, "48-bit MAC Address"), (16390, "64-bit MAC Address"), (16391, "OUI"), (16392, "MAC/24"), (16393, "MAC/40"), (16394, "IPv6/64"), (16395, "RBridge Port ID"), (16396, "TRILL Nickname"), (65535, "Reserved")]);
static MSG_TLV_ADDRL_ADDR: Field = Field::new("ldp.msg.tlv.addrl.addr", "Address", Place::Uint(32)).text();
static MSG_TLV_VALUE: Field = Field::new("ldp.msg.tlv.value", "TLV Value", Place::Rest);
static MESSAGES: Field = Field::many("Messages", &MESSAGE);
static MESSAGE: Field = Field::new("", "Message", Place::Group(&[&MSG_WORD, &MSG_UBIT, &MSG_TYPE, &MSG_LEN, &MSG_BODY]));
static MSG_WORD: Field = Field::part(Place::Uint(16));
static MSG_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&MSG_ID, &TLVS]));
static TLVS: Field = Field::many("TLVs", &TLV);
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TLV_WORD, &MSG_TLV_UNKNOWN, &MSG_TLV_TYPE, &MSG_TLV_LEN, &TLV_BODY]));
static TLV_WORD: Field = Field::part(Place::Uint(16));
static TLV_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&TLV_VALUE]));
static TLV_VALUE: Field = Field::part(Place::Switch(
    |h| (h.word(h.at - 4) & 0x3fff).into(),
    &[
        (0x101, &[&ADDRESSES]),
        (0x200, &[&MSG_TLV_GENERIC_LABEL]),
        (0x400, &[&MSG_TLV_HELLO_HOLD, &HELLO_WORD, &MSG_TLV_HELLO_TARGETED, &MSG_TLV_HELLO_REQUESTED]),
        (0x401, &[&MSG_TLV_IPV4_TADDR]),
        (0x402, &[&MSG_TLV_HELLO_CNF_SEQNO]),
        (0x403, &[&MSG_TLV_IPV6_TADDR]),
        (0x500, &[&MSG_TLV_SESS_VER, &MSG_TLV_SESS_KA]),
    ],
    &[&MSG_TLV_VALUE],
));
static HELLO_WORD: Field = Field::part(Place::Uint(16));
static ADDRESSES: Field = Field::part(Place::When(|_| true, &[&MSG_TLV_ADDRL_ADDR_FAMILY, &ADDRESS_LIST]));
static ADDRESS_LIST: Field = Field::part(Place::When(|h| h.number == 1, &[&ADDRESS_EACH]));
static ADDRESS_EACH: Field = Field::many("Addresses", &MSG_TLV_ADDRL_ADDR);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ldp",
    title: "Label Distribution Protocol",
    column: "LDP",
    spec: "RFC 5036",
    size: 10,
    fields: &[&HDR_VERSION, &HDR_PDU_LEN, &HDR_LDPID_LSR, &HDR_LDPID_LSID, &MESSAGES],
    under: &[(Space::UdpPort, 646), (Space::TcpPort, 646)],
    line: &[Word::Say("LDP from "), Word::Of(&HDR_LDPID_LSR)],
    stream: Some(Stream::SIZED),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let tcp = below.over() == id::tcp;
    let whole = bytes.len() == below.wire;
    let (Some(version), Some(length)) = (HDR_VERSION.num(bytes), HDR_PDU_LEN.num(bytes)) else {
        return if tcp && whole { Step::more(bytes, 0) } else { Step::cut(bytes) };
    };
    if version != 1 {
        return Step::reject();
    }
    let total = length as usize + 4;
    if tcp && whole && total > bytes.len() {
        return Step::more(bytes, total);
    }
    if bytes.len() < 10 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    let n = total.clamp(10, below.wire.max(10));
    Step { again: tcp, ..Step::new(n.min(bytes.len()), n, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 01 00 1e 0a 00 00 01 00 00 # version 1, 30 bytes, LSR
        01 00 00 14 00 00 00 07 # hello
        04 00 00 04 00 0f c0 00 # common parameters
        04 01 00 04 0a 00 00 09";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(646, 646, &hex(SAMPLE));
        let names = ["ldp.hdr.version", "ldp.hdr.pdu_len", "ldp.hdr.ldpid.lsr", "ldp.hdr.ldpid.lsid", "ldp.msg.ubit", "ldp.msg.type", "ldp.msg.len", "ldp.msg.id", "ldp.msg.tlv.unknown", "ldp.msg.tlv.type", "ldp.msg.tlv.len", "ldp.msg.tlv.hello.hold", "ldp.msg.tlv.hello.targeted", "ldp.msg.tlv.hello.requested", "ldp.msg.tlv.ipv4.taddr"];
        assert_eq!(fields_of(228, &bytes, &names), "1 30 10.0.0.1 0 0 0x0100 20 0x00000007 0x00,0x00 0x0400,0x0401 4,4 15 1 1 10.0.0.9");
        assert_eq!(layers_of(228, &bytes), "ip:udp:ldp End");
        cut_everywhere(228, &bytes);
    }
}
