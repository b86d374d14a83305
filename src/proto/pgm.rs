//! Pragmatic General Multicast, [RFC 3208](https://www.rfc-editor.org/rfc/rfc3208), 8.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          Source Port          |        Destination Port       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |P|V|       |N|O|            Checksum           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                    Global Source Identifier                   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |Transport Service Data Unit Len|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static HDR_SPORT: Field = Field::bits("pgm.hdr.sport", "Source Port", 0, 16);
static HDR_DPORT: Field = Field::bits("pgm.hdr.dport", "Destination Port", 16, 16);
static PORT: Field = Field::new("pgm.port", "Port", Place::Either(&[&HDR_SPORT, &HDR_DPORT])).ft(16);
static HDR_TYPE: Field = Field::bits("pgm.hdr.type", "Type", 32, 8).hex().names(&[(0, "SPM"), (1, "POLL"), (2, "POLR"), (4, "ODATA"), (5, "RDATA"), (8, "NAK"), (9, "NNAK"), (10, "NCF"), (13, "ACK")]);
static HDR_OPTS: Field = Field::bits("pgm.hdr.opts", "Options", 40, 8).hex();
static HDR_OPTS_PARITY: Field = Field::bits("pgm.hdr.opts.parity", "Parity", 40, 1);
static HDR_OPTS_VARLEN: Field = Field::bits("pgm.hdr.opts.varlen", "Variable length Parity Packet Option", 41, 1);
static HDR_OPTS_NETSIG: Field = Field::bits("pgm.hdr.opts.netsig", "Network Significant Options", 46, 1);
static HDR_OPTS_OPT: Field = Field::bits("pgm.hdr.opts.opt", "Options", 47, 1);
static HDR_CKSUM: Field = Field::bits("pgm.hdr.cksum", "Checksum", 48, 16).hex();
static HDR_GSI: Field = Field::bytes("pgm.hdr.gsi", "Global Source Identifier", 8, 6);
static HDR_TSDULEN: Field = Field::bits("pgm.hdr.tsdulen", "Transport Service Data Unit Length", 112, 16);
static SPM_SQN: Field = Field::new("pgm.spm.sqn", "Sequence number", Place::Uint(32)).hex();
static SPM_TRAIL: Field = Field::new("pgm.spm.trail", "Trailing Edge Sequence Number", Place::Uint(32)).hex();
static SPM_LEAD: Field = Field::new("pgm.spm.lead", "Leading Edge Sequence Number", Place::Uint(32)).hex();
static SPM_PATHAFI: Field = Field::new("pgm.spm.pathafi", "Path NLA AFI", Place::Uint(16)).names(&[(0, "Reserved"), (1, "IPv4"), (2, "IPv6"), (3, "NSAP"), (4, "HDLC (8-bit multidrop)"), (5, "BBN 1822"), (6, "802 (includes all 802 media plus Ethernet)"), (7, "E.163"), (8, "E.164 (SMDS, Frame Relay, ATM)"), (9, "F.69 (Telex)"), (10, "X.121 (X.25, Frame Relay)"), (11, "IPX"), (12, "Appletalk"), (13, "Decnet IV"), (14, "Banyan Vines"), (15, "E.164 with NSAP subaddress"), (16, "DNS (Domain Name System)"), (17, "Distinguished Name"), (18, "AS Number"), (19, "XTP over IP version 4"), (20, "XTP over IP version 6"), (21, "XTP native mode XTP"), (22, "Fibre Channel World-Wide Port Name"), (23, "Fibre Channel World-Wide Node Name"), (24, "GWID"), (25, "Layer-2 VPN"), (26, "MPLS-TP Section Endpoint Identifier"), (27, "MPLS-TP LSP Endpoint Identifier"), (28, "MPLS-TP Pseudowire Endpoint Identifier"), (29, "MT IP: Multi-Topology IP version 4"), (30, "MT IPv6: Multi-Topology IP version 6"), (196, "Layer-2 VPN (old)"), (16384, "EIGRP Common Service Family"), (16385, "EIGRP IPv4 Service Family"), (16386, "EIGRP IPv6 Service Family"), (16387, "LISP Canonical Address Format (LCAF)"), (16388, "BGP-LS"), (16389, "48-bit MAC Address"), (16390, "64-bit MAC Address"), (16391, "OUI"), (16392, "MAC/24"), (16393, "MAC/40"), (16394, "IPv6/64"), (16395, "RBridge Port ID"), (16396, "TRILL Nickname"), (65535, "Reserved")]);
static SPM_RES: Field = Field::new("pgm.spm.res", "Reserved", Place::Uint(16)).hex();
static SPM_PATH_IPV4: Field = Field::new("pgm.spm.path.ipv4", "Path NLA", Place::Uint(32)).kind(Kind::Ip4);
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(4).into(),
    &[(0, &[&SPM_SQN, &SPM_TRAIL, &SPM_LEAD, &SPM_PATHAFI, &SPM_RES, &PATH])],
    &[],
));
static PATH: Field = Field::part(Place::When(|h| h.word(h.at - 4) == 1, &[&SPM_PATH_IPV4]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "pgm",
    title: "Pragmatic General Multicast",
    column: "PGM",
    spec: "RFC 3208",
    size: 16,
    fields: &[&HDR_SPORT, &HDR_DPORT, &PORT, &HDR_TYPE, &HDR_OPTS, &HDR_OPTS_PARITY, &HDR_OPTS_VARLEN, &HDR_OPTS_NETSIG, &HDR_OPTS_OPT, &HDR_CKSUM, &HDR_GSI, &HDR_TSDULEN, &BY_TYPE],
    under: &[(Space::IpProto, 113)],
    line: &[Word::Of(&HDR_TYPE), Word::With(" sqn ", &SPM_SQN)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 18 {
        return Step::nothing(); // Wireshark shows nothing of it
    }
    let data = matches!(HDR_TYPE.num(bytes), Some(4 | 5));
    let options = HDR_OPTS_OPT.num(bytes) == Some(1);
    let mut at = 24;
    if data && options {
        at += load(bytes, (24 + 2) * 8, 16).unwrap_or(0) as usize;
    }
    if !data {
        at = below.wire;
    }
    Step::new(at.min(bytes.len()), below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 38 00 01 00 00 40 71 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        13 88 1f 40 00 00 00 00 01 02 03 04 05 06 00 00 # SPM
        00 00 00 07 00 00 00 01 00 00 00 06 00 01 00 00 0a 00 00 01";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["pgm.hdr.sport", "pgm.hdr.dport", "pgm.hdr.type", "pgm.hdr.opts", "pgm.hdr.gsi", "pgm.hdr.tsdulen", "pgm.spm.sqn", "pgm.spm.trail", "pgm.spm.lead", "pgm.spm.path.ipv4"];
        assert_eq!(fields_of(228, &bytes, &names), "5000 8000 0x00 0x00 010203040506 0 0x00000007 0x00000001 0x00000006 10.0.0.1");
        assert_eq!(layers_of(228, &bytes), "ip:pgm End");
        cut_everywhere(228, &bytes);
    }
}
