//! VN-Tag, Cisco VN-Tag.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |D|P|        Destination        |L|R|Ver|         Source        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |              Type             |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static DIR: Field = Field::bits("vntag.dir", "Direction", 0, 1);
static PTR: Field = Field::bits("vntag.ptr", "Pointer", 1, 1);
static DST: Field = Field::bits("vntag.dst", "Destination", 2, 14).ft(32);
static LOOPED: Field = Field::bits("vntag.looped", "Looped", 16, 1);
static R: Field = Field::bits("vntag.r", "Reserved", 17, 1).kind(Kind::Dec).ft(32);
static VERSION: Field = Field::bits("vntag.version", "Version", 18, 2).ft(32);
static SRC: Field = Field::bits("vntag.src", "Source", 20, 12).ft(32);
static ETYPE: Field = Field::bits("vntag.etype", "Type", 32, 16).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "vntag",
    title: "VN-Tag",
    column: "VNTAG",
    spec: "Cisco VN-Tag",
    size: 6,
    fields: &[&DIR, &PTR, &DST, &LOOPED, &R, &VERSION, &SRC, &ETYPE],
    under: &[(Space::EtherType, 0x8926)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Say("VN-Tag "), Word::Of(&SRC)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    eth::tag(bytes, below, 6)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 89 26 # what carries it
        80 01 00 02 08 00 # to the bridge
        45 00 00 14 00 00 00 00 40 3b 00 00 0a 00 00 01 0a 00 00 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["vntag.dir", "vntag.ptr", "vntag.dst", "vntag.looped", "vntag.r", "vntag.version", "vntag.src", "vntag.etype"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0 1 0 0 0 2 0x0800");
        assert_eq!(layers_of(1, &bytes), "eth:vntag:ip End");
        cut_everywhere(1, &bytes);
    }
}
