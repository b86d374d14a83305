//! Cassandra's query language over TCP: [protocol, version 4](https://github.com/apache/cassandra/blob/trunk/doc/native_protocol_v4.spec).
//!
//! ```text
//! | Direction (1), version (7) | Flags (8) | Stream (16) | Opcode (8) | Length (32) | body |
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = byte("cql.version", "Version").hex();
static PROTOCOL_VERSION: Field = sub("cql.protocol_version", "Protocol version", 0xf).ft(8);
static DIRECTION: Field = sub("cql.direction", "Direction", 0xf0).hex().ft(8).names(&[(0, "Request"), (8, "Response")]);
static FLAGS: Field = byte("cql.flags", "Flags").hex();
static COMPRESSION: Field = sub("cql.flags.compression", "Compression", 1);
static TRACING: Field = sub("cql.flags.tracing", "Tracing", 2);
static CUSTOM_PAYLOAD: Field = sub("cql.flags.custom_payload", "Custom Payload", 4);
static WARNING: Field = sub("cql.flags.warning", "Warning", 8);
static FLAGS_RESERVED: Field = sub("cql.flags.reserved", "Reserved", 0xf0).hex().ft(8);
/// Which request of the connection, and its response.
pub static STREAM: Field = word("cql.stream", "Stream Identifier").kind(Kind::Signed);
/// What is asked or answered.
pub static OPCODE: Field = byte("cql.opcode", "Opcode").names(OPCODES);
const OPCODES: Names = &[
    (0, "ERROR"), (1, "STARTUP"), (2, "READY"), (3, "AUTHENTICATE"), (5, "OPTIONS"), (6, "SUPPORTED"), (7, "QUERY"), (8, "RESULT"), (9, "PREPARE"),
    (10, "EXECUTE"), (11, "REGISTER"), (12, "EVENT"), (13, "BATCH"), (14, "AUTH_CHALLENGE"), (15, "AUTH_RESPONSE"), (16, "AUTH_SUCCESS"),
];
static MESSAGE_LENGTH: Field = long("cql.message_length", "Message Length");
static BODY: Field = Field::part(Place::Switch(
    |h| if h.byte(1) & 1 != 0 { 255 } else { h.byte(4).into() },
    &[
        (0, &[&ERROR_CODE, &TEXT_LENGTH, &TEXT]),
        (1, &[&MAP_SIZE, &MAP]),
        (7, &[&QUERY_LENGTH, &TEXT, &CONSISTENCY]),
        (8, &[&RESULT_KIND, &RESULT]),
        (9, &[&QUERY_LENGTH, &TEXT]),
        (11, &[&LIST_SIZE, &LIST]),
    ],
    &[],
));
static ERROR_CODE: Field = long("cql.error_code", "Error Code").kind(Kind::Signed);
static TEXT_LENGTH: Field = word("cql.string_length", "String Length").ft(32);
static QUERY_LENGTH: Field = long("cql.string_length", "String Length");
/// Text: a query, what went wrong.
pub static TEXT: Field = Field::new("cql.string", "String", Place::Take(|h| (h.number as usize).min(h.left()))).text();
static MAP_SIZE: Field = word("cql.string_map_size", "String Map Size");
static MAP: Field = Field::part(Place::Repeat(|h| (h.number as usize).min(h.left() / 4), &PAIR));
static PAIR: Field = Field::new("", "Pair", Place::Group(&[&TEXT_LENGTH, &TEXT, &TEXT_LENGTH, &TEXT]));
static LIST_SIZE: Field = word("cql.string_list_size", "String List Size");
static LIST: Field = Field::part(Place::Repeat(|h| (h.number as usize).min(h.left() / 2), &ITEM));
static ITEM: Field = Field::new("", "Item", Place::Group(&[&TEXT_LENGTH, &TEXT]));
static RESULT: Field = Field::part(Place::Switch(|h| h.number, &[(3, &[&TEXT_LENGTH, &TEXT])], &[]));
static CONSISTENCY: Field = word("cql.consistency", "Consistency").hex().names(&[
    (0, "ANY"), (1, "ONE"), (2, "TWO"), (3, "THREE"), (4, "QUORUM"), (5, "ALL"), (6, "LOCAL_QUORUM"), (7, "EACH_QUORUM"), (8, "SERIAL"), (9, "LOCAL_SERIAL"),
    (10, "LOCAL_ONE"),
]);
static RESULT_KIND: Field =
    long("cql.result.kind", "Result Kind").kind(Kind::Signed).names(&[(1, "VOID"), (2, "Rows"), (3, "Set Keyspace"), (4, "Prepared"), (5, "Schema Change")]);
/// Which frame answers.
pub static RESPONSE_IN: Field = Field::new("cql.response_in", "Response in", Place::Noted(Stage::Flow));
/// Which frame asked.
pub static RESPONSE_TO: Field = Field::new("cql.response_to", "Request in", Place::Noted(Stage::Flow));
/// Since the request.
pub static RESPONSE_TIME: Field = Field::new("cql.response_time", "Response time", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "cql",
    title: "Cassandra CQL Protocol",
    column: "CQL",
    spec: "CQL binary protocol v4",
    fields: &[
        &VERSION, &PROTOCOL_VERSION, &DIRECTION, &FLAGS, &COMPRESSION, &TRACING, &CUSTOM_PAYLOAD, &WARNING, &FLAGS_RESERVED, &STREAM, &OPCODE,
        &MESSAGE_LENGTH, &RESPONSE_IN, &RESPONSE_TO, &RESPONSE_TIME, &BODY,
    ],
    under: &[(Space::TcpPort, 9042)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::SIZED),
    ..Protocol::PLAIN
};
/// Bytes before the body.
const HEAD: usize = 9;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    // Versions 3 and 4; the fifth has frames around its messages.
    if bytes.first().is_some_and(|version| !matches!(version & 0x7f, 3..=5)) {
        return Step::reject();
    }
    let Some(length) = load(bytes, 40, 32) else { return if whole { Step::more(bytes, HEAD) } else { Step::cut(bytes) } };
    let total = HEAD + length as usize;
    if length > 256 << 20 {
        return Step::reject();
    }
    if bytes.len() < total {
        return if whole { Step::more(bytes, total) } else { Step::new(bytes.len(), below.wire, id::data) };
    }
    Step { again: true, ..Step::new(total, total, id::data) }
}
/// The stream of a message, and whether it answers.
pub(crate) fn exchange(head: &[u8]) -> Option<(u64, bool)> {
    Some((load(head, 16, 16)?, head.first()? & 0x80 != 0))
}

/// `v4 C->S Type QUERY`
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (first, code) = (head.first().copied().unwrap_or(0), head.get(4).copied().unwrap_or(0));
    let name = OPCODES.iter().find(|(n, _)| *n == u64::from(code)).map_or("Unknown", |(_, name)| name);
    out.extend(format!("v{} {} Type {name}", first & 0x7f, if first & 0x80 == 0 { "C->S" } else { "S->C" }).bytes());
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_query_and_its_result() {
        let ask = hex("04 00 0002 07 00000016 0000000f 53454c454354202a2046524f4d2074 0001 00");
        let start = hex("04 00 0001 01 00000016 0001 000b 43514c5f56455253494f4e 0005 332e302e30");
        let names = ["cql.opcode", "cql.stream", "cql.string", "cql.consistency", "cql.result.kind", "cql.response_to"];
        let told = conversation(9042, &[('>', start), ('>', ask.clone()), ('<', hex("84 00 0002 08 00000004 00000001"))], &names);
        assert_eq!(told, ["cql 1 1 CQL_VERSION,3.0.0", "cql 7 2 SELECT * FROM t 0x0001", "cql 8 2   1 2"]);
        cut_everywhere(228, &tcp_of(1234, 9042, &ask));
        assert_eq!(layers_of(228, &tcp_of(1234, 9042, b"GET / HTTP/1.1")), "ip:tcp:data End");
    }
}
