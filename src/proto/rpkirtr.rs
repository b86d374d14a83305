//! From caches of the resource public key infrastructure to routers, [RFC 8210](https://www.rfc-editor.org/rfc/rfc8210).
//!
//! ```text
//! | Version, 1 | Type, 1 | Session, error code or flags, 2 | Length, 4, these 8 included | ...
//! ```
use super::*;
use crate::field::*;
use crate::text;

static VERSION: Field = byte("rpki-rtr.version", "Version");
/// What the message is.
pub static TYPE: Field = Field::new("rpki-rtr.pdu_type", "PDU Type", Place::Key(8)).names(&[
    (0, "Serial Notify"),
    (1, "Serial Query"),
    (2, "Reset Query"),
    (3, "Cache Response"),
    (4, "IPv4 Prefix"),
    (6, "IPv6 Prefix"),
    (7, "End of Data"),
    (8, "Cache Reset"),
    (9, "Router Key"),
    (10, "Error Report"),
]);
static SESSION: Field = word("rpki-rtr.session_id", "Session ID");
static RESERVED: Field = Field::new("rpki-rtr.reserved", "Reserved", Place::Run(2));
static ERROR: Field = word("rpki-rtr.error_code", "Error Code").names(&[
    (0, "Corrupt Data"),
    (1, "Internal Error"),
    (2, "No Data Available"),
    (3, "Invalid Request"),
    (4, "Unsupported Protocol Version"),
    (5, "Unsupported PDU Type"),
    (6, "Withdrawal of Unknown Record"),
    (7, "Duplicate Announcement Received"),
    (8, "Unexpected Protocol Version"),
]);
static LENGTH: Field = long("rpki-rtr.length", "Length");
static SERIAL: Field = long("rpki-rtr.serial_number", "Serial Number");
static FLAGS: Field = byte("rpki-rtr.flags", "Flags").hex();
static ANNOUNCES: Field = Field::new("rpki-rtr.flags.aw", "Flag Announce/Withdraw", Place::Sub(1));
static PREFIX_LENGTH: Field = byte("rpki-rtr.prefix_length", "Prefix Length");
static MAX_LENGTH: Field = byte("rpki-rtr.max_length", "Max Length");
static PREFIX4: Field = address("rpki-rtr.ipv4_prefix", "IPv4 Prefix");
static PREFIX6: Field = six("rpki-rtr.ipv6_prefix", "IPv6 Prefix");
static AS: Field = long("rpki-rtr.as_number", "AS Number");
static SKIP: Field = Field::part(Place::Run(1));
static INTERVALS: Field = Field::part(Place::When(
    |h| h.byte(0) >= 1 && h.left() >= 12,
    &[&long("rpki-rtr.refresh_interval", "Refresh Interval"), &long("rpki-rtr.retry_interval", "Retry Interval"), &long("rpki-rtr.expire_interval", "Expire Interval")],
));
static PDU_LENGTH: Field = long("rpki-rtr.length_pdu", "Length of Encapsulated PDU");
static PDU: Field = Field::new("rpki-rtr.error_pdu", "Erroneous PDU", Place::Take(|h| h.number as usize));
static TEXT_LENGTH: Field = long("rpki-rtr.length_text", "Length of text");
static TEXT: Field = Field::new("rpki-rtr.error_text", "Erroneous Text", Place::Take(|h| h.number as usize)).text();
static BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (0, &[&SESSION, &LENGTH, &SERIAL]),
        (1, &[&SESSION, &LENGTH, &SERIAL]),
        (2, &[&RESERVED, &LENGTH]),
        (3, &[&SESSION, &LENGTH]),
        (4, &[&RESERVED, &LENGTH, &FLAGS, &ANNOUNCES, &PREFIX_LENGTH, &MAX_LENGTH, &SKIP, &PREFIX4, &AS]),
        (6, &[&RESERVED, &LENGTH, &FLAGS, &ANNOUNCES, &PREFIX_LENGTH, &MAX_LENGTH, &SKIP, &PREFIX6, &AS]),
        (7, &[&SESSION, &LENGTH, &SERIAL, &INTERVALS]),
        (8, &[&RESERVED, &LENGTH]),
        (10, &[&ERROR, &LENGTH, &PDU_LENGTH, &PDU, &TEXT_LENGTH, &TEXT]),
    ],
    &[],
));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rpkirtr",
    title: "RPKI-Router Protocol",
    column: "RPKI-RTR",
    spec: "RFC 8210",
    fields: &[&VERSION, &TYPE, &BY_TYPE],
    under: &[(Space::TcpPort, 323)],
    line: &[Word::Call(|p, i, out| {
        let kind = p.head(i).get(1).copied().unwrap_or(255);
        out.extend(text::named(&TYPE, kind.into()).unwrap_or("Unknown").as_bytes());
    })],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let Some(length) = load(bytes, 32, 32) else { return if whole { Step::more(bytes, 8) } else { Step::cut(bytes) } };
    let total = length as usize;
    if total < 8 {
        return Step::malformed(8, below.wire);
    }
    if bytes.len() < total && whole {
        return Step::more(bytes, total);
    }
    Step { again: true, ..Step::new(total.min(bytes.len()), total, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_prefix_and_an_error() {
        let bytes = tcp_of(323, 1234, &hex("01 04 00 00 00 00 00 14 01 18 1a 00 0a 01 02 00 00 00 fd e8  01 0a 00 05 00 00 00 13 00 00 00 00 00 00 00 03 61 62 63"));
        let names = ["rpki-rtr.pdu_type", "rpki-rtr.prefix_length", "rpki-rtr.ipv4_prefix", "rpki-rtr.as_number", "rpki-rtr.error_code", "rpki-rtr.error_text"];
        assert_eq!(fields_of(228, &bytes, &names), "4,10 24 10.1.2.0 65000 5 abc");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(323, 1234, &hex("01 02 00 00 00 00 00 07"))), "ip:tcp:rpkirtr Malformed");
    }
}
