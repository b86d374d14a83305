//! Intermediate system to intermediate system: ISO 10589, [RFC 1195](https://www.rfc-editor.org/rfc/rfc1195).
//!
//! ```text
//! 83 | header length | 1 | length of an id, 0: 6 | type (5 bits) | 1 | 0 | areas, 0: 3
//! ```
use super::*;
use crate::field::*;

static IRPD: Field = Field::bits("isis.irpd", "Intradomain Routing Protocol Discriminator", 0, 8).hex();
static LEN: Field = Field::bits("isis.len", "Length Indicator", 8, 8);
static VERSION: Field = Field::bits("isis.version", "Version/Protocol ID Extension", 16, 8);
static SYSID_LEN: Field = Field::bits("isis.sysid_len", "ID Length", 24, 8);
static TYPE_RESERVED: Field = Field::bits("isis.type.reserved", "Reserved", 32, 3).hex().ft(8);
/// Which of the protocol's units.
pub static TYPE: Field = Field::bits("isis.type", "PDU Type", 35, 5).ft(8).names(&[
    (15, "L1 HELLO"), (16, "L2 HELLO"), (17, "P2P HELLO"), (18, "L1 LSP"), (20, "L2 LSP"), (24, "L1 CSNP"), (25, "L2 CSNP"), (26, "L1 PSNP"), (27, "L2 PSNP"),
]);
static VERSION2: Field = Field::bits("isis.version2", "Version", 40, 8);
static RESERVED: Field = Field::bits("isis.reserved", "Reserved", 48, 8);
static MAX_AREA_ADR: Field = Field::bits("isis.max_area_adr", "Maximum Area Addresses", 56, 8);

/// How systems are named: two bytes at a time; behind six of them a circuit or a pseudonode, and the number of a fragment.
pub(super) static SYSTEM: Show = Show {
    ft: "SYSTEM_ID",
    plain: |value, out| {
        let Value::Bytes(bytes) = value else { return };
        for (i, b) in bytes.iter().enumerate() {
            match i {
                2 | 4 | 6 => out.push(b'.'),
                7 => out.push(b'-'),
                _ => {}
            }
            out.extend_from_slice(format!("{b:02x}").as_bytes());
        }
    },
};

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "isis",
    title: "ISO 10589 ISIS InTRA Domain Routeing Information Exchange Protocol",
    column: "ISIS",
    spec: "ISO 10589",
    size: 8,
    fields: &[&IRPD, &LEN, &VERSION, &SYSID_LEN, &TYPE_RESERVED, &TYPE, &VERSION2, &RESERVED, &MAX_AREA_ADR],
    under: &[(Space::Nlpid, 0x83), (Space::EtherType, 0x22f4)],
    line: &[Word::Of(&TYPE)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 8 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    // Names of another length are not read (ISO 10589, 9.5: 0 means six bytes).
    let six = matches!(SYSID_LEN.num(bytes), Some(0 | 6));
    let next = match TYPE.num(bytes) {
        Some(15..=17) if six => id::isis_hello,
        Some(18 | 20) if six => id::isis_lsp,
        Some(24 | 25) if six => id::isis_csnp,
        Some(26 | 27) if six => id::isis_psnp,
        _ => id::data,
    };
    Step { mode: TYPE.num(bytes).unwrap_or(0) as u32, ..Step::new(8, below.wire, next) }
}
/// A unit behind the common header, read as its type says.
pub(super) fn unit(bytes: &[u8], below: &Below<'_>, least: usize) -> Step {
    let mode = below.layers.last().map_or(0, |isis| isis.mode);
    if bytes.len() < least {
        return Step { mode, total: below.wire, ..Step::cut(bytes) };
    }
    Step { mode, ..Step::new(bytes.len(), below.wire, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// IEEE 802.3 and LLC in front of a unit.
    fn frame(unit: &str) -> Vec<u8> {
        let unit = hex(unit);
        let mut bytes = hex("01 80 c2 00 00 14 02 00 00 00 00 01");
        bytes.extend((unit.len() as u16 + 3).to_be_bytes());
        bytes.extend(hex("fe fe 03"));
        bytes.extend(unit);
        bytes
    }
    #[test]
    fn hello() {
        let bytes = frame("83 1b 01 00 0f 01 00 00  01 22 22 22 22 22 22 00 1e 00 2b 40 22 22 22 22 22 22 01  81 01 cc 01 04 03 49 00 0a 84 04 0a 00 0a 02");
        assert_eq!(layers_of(1, &bytes).replace("ieee8023", "eth"), "eth:llc:osi:isis:isis.hello End");
        let names = ["isis.type", "isis.hello.source_id", "isis.hello.lan_id", "isis.hello.priority", "isis.hello.clv.type", "isis.hello.clv_ipv4_int_addr", "isis.hello.clv_nlpid.nlpid"];
        assert_eq!(fields_of(1, &bytes, &names), "15 2222.2222.2222 2222.2222.2222.01 64 129,1,132 10.0.10.2 0xcc");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn link_states_and_their_lists() {
        let bytes = frame("83 1b 01 00 12 01 00 00  00 1e 04 b0 11 11 11 11 11 11 00 02 00 00 00 07 ab cd 01 89 02 52 31");
        assert_eq!(fields_of(1, &bytes, &["isis.lsp.lsp_id", "isis.lsp.sequence_number", "isis.lsp.checksum", "isis.lsp.remaining_life", "isis.lsp.hostname"]),
            "1111.1111.1111.00-02 0x00000007 0xabcd 1200 R1");
        cut_everywhere(1, &bytes);
        let bytes = frame("83 21 01 00 18 01 00 00  00 23 11 11 11 11 11 11 00 00 00 00 00 00 00 00 00 ff ff ff ff ff ff ff ff 09 10 04 b0 11 11 11 11 11 11 00 00 00 00 00 07 ab cd");
        assert_eq!(fields_of(1, &bytes, &["isis.csnp.source_id", "isis.csnp.end_lsp_id", "isis.csnp.lsp_id", "isis.csnp.lsp_seq_num"]),
            "1111.1111.1111 ffff.ffff.ffff.ff-ff 1111.1111.1111.00-00 0x00000007");
        cut_everywhere(1, &bytes);
        let bytes = frame("83 11 01 00 1a 01 00 00  00 11 11 11 11 11 11 11 00");
        assert_eq!(fields_of(1, &bytes, &["isis.psnp.source_id", "isis.psnp.pdu_length"]), "1111.1111.1111 17");
        cut_everywhere(1, &bytes);
    }
}
