//! DLT User, [tcpdump.org](https://www.tcpdump.org/linktypes.html): link types 147 to 162 (but for 149), for private use.
use super::*;



/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "user_dlt",
    title: "DLT User",
    column: "DLT_USER",
    spec: "tcpdump.org",
    size: 0,
    fields: &[],
    under: &[(Space::Link, 147), (Space::Link, 148), (Space::Link, 150), (Space::Link, 151), (Space::Link, 152), (Space::Link, 153), (Space::Link, 154), (Space::Link, 155), (Space::Link, 156), (Space::Link, 157), (Space::Link, 158), (Space::Link, 159), (Space::Link, 160), (Space::Link, 161), (Space::Link, 162)],
    line: &[Word::Say("link type for private use")],
    ..Protocol::PLAIN
};

pub(super) fn dissect(_: &[u8], below: &Below<'_>) -> Step {
    Step::new(0, below.wire, id::data)
}
