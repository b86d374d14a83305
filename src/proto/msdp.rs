//! Multicast Source Discovery Protocol, [RFC 3618](https://www.rfc-editor.org/rfc/rfc3618).
//!
//! ```text
//! | Type, 1 | Length, 2, these 3 included | ...
//! ```
use super::*;
use crate::field::*;
use crate::text;

/// What the message is.
pub static TYPE: Field = Field::new("msdp.type", "Type", Place::Key(8)).names(&[
    (1, "IPv4 Source-Active"),
    (2, "IPv4 Source-Active Request"),
    (3, "IPv4 Source-Active Response"),
    (4, "KeepAlive"),
    (5, "Notification"),
    (6, "MSDP traceroute in progress"),
    (7, "MSDP traceroute reply"),
]);
static LENGTH: Field = word("msdp.length", "Length");
static COUNT: Field = byte("msdp.sa.entry_count", "Entry Count");
static RP: Field = address("msdp.sa.rp_addr", "RP Address");
static ENTRIES: Field = Field::part(Place::Repeat(|h| usize::from(h.byte(3)).min(h.left() / 12), &ENTRY));
static ENTRY: Field = Field::part(Place::Group(&[&RESERVED, &PREFIX, &GROUP, &SOURCE]));
static RESERVED: Field = Field::new("msdp.sa.reserved", "Reserved", Place::Uint(24)).hex();
static PREFIX: Field = byte("msdp.sa.sprefix_len", "Sprefix len");
static GROUP: Field = address("msdp.sa.group_addr", "Group Address");
static SOURCE: Field = address("msdp.sa.src_addr", "Source Address");

/// MSDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "msdp",
    title: "Multicast Source Discovery Protocol",
    column: "MSDP",
    spec: "RFC 3618",
    fields: &[&TYPE, &LENGTH, &Field::part(Place::Pick(&[(1, &[&COUNT, &RP, &ENTRIES]), (3, &[&COUNT, &RP, &ENTRIES])], &[]))],
    under: &[(Space::TcpPort, 639)],
    line: &[Word::Call(|p, i, out| {
        let kind = p.head(i).first().copied().unwrap_or(0);
        out.extend(text::named(&TYPE, kind.into()).unwrap_or("Unknown").as_bytes());
    })],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(length) = load(bytes, 8, 16).map(|n| n as usize) else { return Step::cut(bytes) };
    if length < 3 {
        return Step::malformed(3, below.wire);
    }
    if bytes.len() < length {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step { again: true, ..Step::new(length, length, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn sources() {
        let bytes = tcp_of(1234, 639, &hex("01 00 14 01 0a 00 00 01 00 00 00 20 e0 01 01 01 0a 01 01 01  04 00 03"));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:msdp:msdp End");
        let names = ["msdp.type", "msdp.sa.rp_addr", "msdp.sa.sprefix_len", "msdp.sa.group_addr", "msdp.sa.src_addr"];
        assert_eq!(fields_of(228, &bytes, &names), "1,4 10.0.0.1 32 224.1.1.1 10.1.1.1");
        cut_everywhere(228, &bytes);
    }
}
