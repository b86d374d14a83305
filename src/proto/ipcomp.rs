//! IP Payload Compression, [RFC 3173](https://www.rfc-editor.org/rfc/rfc3173).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Next Header  |  IPComp Flags |           IPComp CPI          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static NEXT_HEADER: Field = Field::bits("ipcomp.next_header", "Next Header", 0, 8).hex();
static FLAGS: Field = Field::bits("ipcomp.flags", "IPComp Flags", 8, 8).hex();
static CPI: Field = Field::bits("ipcomp.cpi", "IPComp CPI", 16, 16).hex().names(&[(1, "OUI"), (2, "DEFLATE"), (3, "LZS")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipcomp",
    title: "IP Payload Compression",
    column: "IPComp",
    spec: "RFC 3173",
    size: 4,
    fields: &[&NEXT_HEADER, &FLAGS, &CPI],
    under: &[(Space::IpProto, 108)],
    line: &[Word::Say("IPComp (CPI="), Word::Of(&CPI), Word::Say(")")],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 4 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    // What follows is compressed.
    Step::new(4, below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 1c 00 01 00 00 40 6c 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        11 00 00 02 01 02 03 04";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["ipcomp.next_header", "ipcomp.flags", "ipcomp.cpi"];
        assert_eq!(fields_of(228, &bytes, &names), "0x11 0x00 0x0002");
        assert_eq!(layers_of(228, &bytes), "ip:ipcomp:data End");
        cut_everywhere(228, &bytes);
    }
}
