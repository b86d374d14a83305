//! Controller Area Network, ISO 11898: Controller Area Network, as [SocketCAN](https://docs.kernel.org/networking/can.html) has it.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |E|R|E|                                                         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Frame-Length |                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static FLAGS_RTR: Field = Field::bits("can.flags.rtr", "Remote Transmission Request Flag", 1, 1);
static FLAGS_XTD: Field = Field::bits("can.flags.xtd", "Extended Flag", 0, 1);
static FLAGS_ERR: Field = Field::bits("can.flags.err", "Error Message Flag", 2, 1);
static ID: Field = Field::bits("can.id", "Identifier", 3, 29).ft(32);
static LEN: Field = Field::bits("can.len", "Frame-Length", 32, 8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "can",
    title: "Controller Area Network",
    column: "CAN",
    spec: "ISO 11898: Controller Area Network, as [SocketCAN](https://docs.kernel.org/networking/can.html) has it",
    size: 5,
    fields: &[&FLAGS_RTR, &FLAGS_XTD, &FLAGS_ERR, &ID, &LEN],
    under: &[(Space::Link, 227)],
    line: &[Word::Say("ID: "), Word::Of(&ID)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 8 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    let n = usize::from(bytes.get(4).copied().unwrap_or(0)).min(8);
    Step::new(8, 8 + n, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 00 01 23 02 00 00 00 01 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["can.flags.rtr", "can.flags.xtd", "can.flags.err", "can.id", "can.len"];
        assert_eq!(fields_of(227, &bytes, &names), "0 0 0 291 2");
        assert_eq!(layers_of(227, &bytes), "can:data End");
        cut_everywhere(227, &bytes);
    }
}
