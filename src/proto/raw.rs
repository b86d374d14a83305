//! IP without a header before it: its version tells which
//! ([LINKTYPE_RAW](https://www.tcpdump.org/linktypes.html)). A layer without bytes of its own.
use super::*;

/// Raw IP.
pub static PROTOCOL: Protocol = Protocol {
    name: "raw",
    title: "Raw packet data",
    column: "Raw IP",
    spec: "LINKTYPE_RAW",
    under: &[(Space::Link, 101), (Space::Link, 12), (Space::Link, 14)],
    line: &[Word::Say("Raw packet data")],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let next = match bytes {
        [] => return Step::cut(bytes),
        [0xff, 3, ..] => id::ppp,
        [first, ..] => match first >> 4 {
            4 => id::ip,
            6 => id::ipv6,
            _ => id::data,
        },
    };
    Step::new(0, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn by_version() {
        let ip = hex("45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01");
        for link in [12, 14, 101] {
            assert_eq!(layers_of(link, &ip), "raw:ip:data End");
        }
        assert_eq!(layers_of(101, &hex("70 01")), "raw:data End");
        cut_everywhere(101, &ip);
    }
}
