//! NBMA Next Hop Resolution Protocol, [RFC 2332](https://www.rfc-editor.org/rfc/rfc2332), 5.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Address Family Number     |   Protocol Type (short form)  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |               |   Hop Count   |         Packet Length         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      NHRP Packet Checksum     |        Extension Offset       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |NHRP Packet Typ|Source Address |Source SubAddre|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static HDR_AFN: Field = Field::bits("nhrp.hdr.afn", "Address Family Number", 0, 16).hex().names(&[(0, "Reserved"), (1, "IPv4"), (2, "IPv6"), (3, "NSAP"), (4, "HDLC (8-bit multidrop)"), (5, "BBN 1822"), (6, "802 (includes all 802 media plus Ethernet)"), (7, "E.163"), (8, "E.164 (SMDS, Frame Relay, ATM)"), (9, "F.69 (Telex)"), (10, "X.121 (X.25, Frame Relay)"), (11, "IPX"), (12, "Appletalk"), (13, "Decnet IV"), (14, "Banyan Vines"), (15, "E.164 with NSAP subaddress"), (16, "DNS (Domain Name System)"), (17, "Distinguished Name"), (18, "AS Number"), (19, "XTP over IP version 4"), (20, "XTP over IP version 6"), (21, "XTP native mode XTP"), (22, "Fibre Channel World-Wide Port Name"), (23, "Fibre Channel World-Wide Node Name"), (24, "GWID"), (25, "Layer-2 VPN"), (26, "MPLS-TP Section Endpoint Identifier"), (27, "MPLS-TP LSP Endpoint Identifier"), (28, "MPLS-TP Pseudowire Endpoint Identifier"), (29, "MT IP: Multi-Topology IP version 4"), (30, "MT IPv6: Multi-Topology IP version 6"), (196, "Layer-2 VPN (old)"), (16384, "EIGRP Common Service Family"), (16385, "EIGRP IPv4 Service Family"), (16386, "EIGRP IPv6 Service Family"), (16387, "LISP Canonical Address Format (LCAF)"), (16388, "BGP-LS"), (16389, "48-bit MAC Address"), (16390, "64-bit MAC Address"), (16391, "OUI"), (16392, "MAC/24"), (16393, "MAC/40"), (16394, "IPv6/64"), (16395, "RBridge Port ID"), (16396, "TRILL Nickname"), (65535, "Reserved")]);
static HDR_PRO_TYPE: Field = Field::bits("nhrp.hdr.pro.type", "Protocol Type (short form)", 16, 16).hex();
static HDR_HOPCNT: Field = Field::bits("nhrp.hdr.hopcnt", "Hop Count", 72, 8);
static HDR_PKTSZ: Field = Field::bits("nhrp.hdr.pktsz", "Packet Length", 80, 16);
static HDR_CHKSUM: Field = Field::bits("nhrp.hdr.chksum", "NHRP Packet Checksum", 96, 16).hex();
static HDR_EXTOFF: Field = Field::bits("nhrp.hdr.extoff", "Extension Offset", 112, 16);
static HDR_VERSION: Field = Field::bits("nhrp.hdr.version", "Version", 128, 8);
static HDR_OP_TYPE: Field = Field::bits("nhrp.hdr.op.type", "NHRP Packet Type", 136, 8).names(&[(1, "NHRP Resolution Request"), (2, "NHRP Resolution Reply"), (3, "NHRP Registration Request"), (4, "NHRP Registration Reply"), (5, "NHRP Purge Request"), (6, "NHRP Purge Reply"), (7, "NHRP Error Indication"), (8, "NHRP Traffic Indication")]);
static HDR_SHTL: Field = Field::bits("nhrp.hdr.shtl", "Source Address Type/Len", 144, 8);
static HDR_SSTL: Field = Field::bits("nhrp.hdr.sstl", "Source SubAddress Type/Len", 152, 8);
static FLAGS: Field = Field::new("nhrp.flags", "Flags", Place::Uint(16)).hex();
static REQID: Field = Field::new("nhrp.reqid", "Request ID", Place::Uint(32)).hex();
static SRC_NBMA_ADDR: Field = Field::new("nhrp.src.nbma.addr", "Source NBMA Address", Place::Uint(32)).kind(Kind::Ip4);
static SRC_PROT_ADDR: Field = Field::new("nhrp.src.prot.addr", "Source Protocol Address", Place::Uint(32)).kind(Kind::Ip4);
static DST_PROT_ADDR: Field = Field::new("nhrp.dst.prot.addr", "Destination Protocol Address", Place::Uint(32)).kind(Kind::Ip4);
static MANDATORY: Field = Field::part(Place::When(|h| h.left() >= 4, &[&SRC_LEN, &DST_LEN, &REQUEST]));
static SRC_LEN: Field = Field::new("nhrp.src.prot.len", "Source Protocol Len", Place::Uint(8)).ft(16);
static DST_LEN: Field = Field::new("nhrp.dst.prot.len", "Destination Protocol Len", Place::Uint(8)).ft(16);
static REQUEST: Field = Field::part(Place::When(
    |h| (1..=6).contains(&h.byte(17)) && h.byte(18) == 4 && h.word(20) == 0x0404 && h.left() >= 18,
    &[&FLAGS, &REQID, &SRC_NBMA_ADDR, &SRC_PROT_ADDR, &DST_PROT_ADDR],
));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "nhrp",
    title: "NBMA Next Hop Resolution Protocol",
    column: "NHRP",
    spec: "RFC 2332",
    size: 20,
    fields: &[&HDR_AFN, &HDR_PRO_TYPE, &HDR_HOPCNT, &HDR_PKTSZ, &HDR_CHKSUM, &HDR_EXTOFF, &HDR_VERSION, &HDR_OP_TYPE, &HDR_SHTL, &HDR_SSTL, &MANDATORY],
    under: &[(Space::IpProto, 54), (Space::Gre, 0x2001)],
    line: &[Word::Of(&HDR_OP_TYPE), Word::With(", ID=", &REQID)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 20)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 48 00 01 00 00 40 36 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        00 01 08 00 00 00 00 00 00 ff 00 34 00 00 00 00 01 01 04 00 # resolution request
        04 04 88 00 00 00 00 07 c0 00 02 01 0a 00 00 01 0a 00 00 02
        00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["nhrp.hdr.afn", "nhrp.hdr.pro.type", "nhrp.hdr.hopcnt", "nhrp.hdr.pktsz", "nhrp.hdr.version", "nhrp.hdr.op.type", "nhrp.src.prot.len", "nhrp.dst.prot.len", "nhrp.reqid", "nhrp.src.nbma.addr", "nhrp.src.prot.addr", "nhrp.dst.prot.addr"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0001 0x0800 255 52 1 1 4 4 0x00000007 192.0.2.1 10.0.0.1 10.0.0.2");
        assert_eq!(layers_of(228, &bytes), "ip:nhrp End");
        cut_everywhere(228, &bytes);
    }
}
