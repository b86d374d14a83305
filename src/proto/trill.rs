//! TRILL, [RFC 6325](https://www.rfc-editor.org/rfc/rfc6325), 3.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Ver|Res|M|Option Le| Hop Count |  Egress/Root RBridge Nickname |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Ingress RBridge Nickname   |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("trill.version", "Version", 0, 2).ft(16);
static RESERVED: Field = Field::bits("trill.reserved", "Reserved", 2, 2).ft(16);
static MULTI_DST: Field = Field::bits("trill.multi_dst", "Multi Destination", 4, 1);
static OP_LEN: Field = Field::bits("trill.op_len", "Option Length", 5, 5).ft(16);
static HOP_CNT: Field = Field::bits("trill.hop_cnt", "Hop Count", 10, 6).ft(16);
static EGRESS_NICK: Field = Field::bits("trill.egress_nick", "Egress/Root RBridge Nickname", 16, 16);
static INGRESS_NICK: Field = Field::bits("trill.ingress_nick", "Ingress RBridge Nickname", 32, 16);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "trill",
    title: "TRILL",
    column: "TRILL",
    spec: "RFC 6325",
    size: 6,
    fields: &[&VERSION, &RESERVED, &MULTI_DST, &OP_LEN, &HOP_CNT, &EGRESS_NICK, &INGRESS_NICK],
    under: &[(Space::EtherType, 0x22f3)],
    line: &[Word::Say("TRILL to "), Word::Of(&EGRESS_NICK)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let header = 6 + 4 * OP_LEN.num(bytes).unwrap_or(0) as usize;
    if bytes.len() < header {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, below.wire, id::eth)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 22 f3 # what carries it
        00 3f 00 01 00 02 # 63 hops, from 2 to 1
        ff ff ff ff ff ff 02 00 00 00 00 05 12 34 01 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["trill.version", "trill.multi_dst", "trill.op_len", "trill.hop_cnt", "trill.egress_nick", "trill.ingress_nick"];
        assert_eq!(fields_of(1, &bytes, &names), "0 0 0 63 1 2");
        assert_eq!(layers_of(1, &bytes), "eth:trill:eth:data End");
        cut_everywhere(1, &bytes);
    }
}
