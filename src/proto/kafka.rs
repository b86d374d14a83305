//! Kafka: [protocol](https://kafka.apache.org/protocol.html).
//!
//! ```text
//! | Length (32) | API key (16) | API version (16) | Correlation id (32) | Client id (16 + n) | ...   request
//! | Length (32) | Correlation id (32) | ...                                                          response
//! ```
//! A response does not say what it answers: that follows from the request of its number.
use super::*;
use crate::field::*;

static LEN: Field = long("kafka.len", "Length").kind(Kind::Signed);
static BY_SIDE: Field = Field::part(Place::Switch(
    |h| h.mode.into(),
    &[(1, &[&REQUEST_KEY, &API_KEY, &REQUEST_VERSION, &API_VERSION, &CORRELATION_ID, &CLIENT_LEN, &CLIENT_ID, &RESPONSE_FRAME])],
    &[&CORRELATION_ID, &REQUEST_FRAME, &RESPONSE_KEY, &OF_KEY, &RESPONSE_VERSION],
));
static REQUEST_KEY: Field = Field::new("kafka.request_key", "API Key", Place::Reckoned(|h| Some(Value::Num(h.word(4).into())))).kind(Kind::Signed).ft(16).names(KEYS);
/// What is asked.
pub static API_KEY: Field = word("kafka.api_key", "API Key").kind(Kind::Signed).names(KEYS);
static REQUEST_VERSION: Field = Field::new("kafka.request.version", "API Version", Place::Reckoned(|h| Some(Value::Num(h.word(6).into())))).kind(Kind::Signed).ft(16);
static API_VERSION: Field = word("kafka.api_version", "API Version").kind(Kind::Signed);
static CORRELATION_ID: Field = long("kafka.correlation_id", "Correlation ID").kind(Kind::Signed);
static CLIENT_LEN: Field = Field::part(Place::Uint(16));
/// Who asks.
pub static CLIENT_ID: Field = Field::new("kafka.client_id", "Client ID", Place::Take(|h| if h.number == 0xffff { 0 } else { (h.number as usize).min(h.left()) })).text();
/// Which frame asked.
pub static REQUEST_FRAME: Field = Field::new("kafka.request_frame", "Request Frame", Place::Noted(Stage::Flow));
/// Which frame answers.
pub static RESPONSE_FRAME: Field = Field::new("kafka.response_frame", "Response Frame", Place::Noted(Stage::Flow));
/// Since the request; Wireshark does not tell it.
pub static ASKED_BEFORE: Field = Field::new("", "", Place::Noted(Stage::Flow));
/// What was asked: key and version.
pub static ASKED: Field = Field::new("", "", Place::Noted(Stage::Flow));
static RESPONSE_KEY: Field = Field::new("kafka.response_key", "API Key", Place::Derived(key)).kind(Kind::Signed).ft(16).names(KEYS).after(Stage::Flow);
static OF_KEY: Field = Field::new("kafka.api_key", "API Key", Place::Derived(key)).kind(Kind::Signed).ft(16).names(KEYS).after(Stage::Flow);
static RESPONSE_VERSION: Field = Field::new("kafka.response.version", "API Version", Place::Derived(|p, i| Some(Value::Num(p.notes.get(i, &ASKED)? & 0xffff))))
    .kind(Kind::Signed)
    .ft(16)
    .after(Stage::Flow);
fn key<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    Some(Value::Num(packet.notes.get(layer, &ASKED)? >> 16))
}
const KEYS: Names = &[
    (0, "Produce"), (1, "Fetch"), (2, "Offsets"), (3, "Metadata"), (4, "LeaderAndIsr"), (5, "StopReplica"), (6, "UpdateMetadata"), (7, "ControlledShutdown"),
    (8, "OffsetCommit"), (9, "OffsetFetch"), (10, "FindCoordinator"), (11, "JoinGroup"), (12, "Heartbeat"), (13, "LeaveGroup"), (14, "SyncGroup"),
    (15, "DescribeGroups"), (16, "ListGroups"), (17, "SaslHandshake"), (18, "ApiVersions"), (19, "CreateTopics"), (20, "DeleteTopics"), (21, "DeleteRecords"),
    (22, "InitProducerId"), (23, "OffsetForLeaderEpoch"), (24, "AddPartitionsToTxn"), (25, "AddOffsetsToTxn"), (26, "EndTxn"), (27, "WriteTxnMarkers"),
    (28, "TxnOffsetCommit"), (29, "DescribeAcls"), (30, "CreateAcls"), (31, "DeleteAcls"), (32, "DescribeConfigs"), (33, "AlterConfigs"),
    (34, "AlterReplicaLogDirs"), (35, "DescribeLogDirs"), (36, "SaslAuthenticate"), (37, "CreatePartitions"), (38, "CreateDelegationToken"),
    (39, "RenewDelegationToken"), (40, "ExpireDelegationToken"), (41, "DescribeDelegationToken"), (42, "DeleteGroups"), (43, "ElectLeaders"),
    (44, "IncrementalAlterConfigs"), (45, "AlterPartitionReassignments"), (46, "ListPartitionReassignments"), (47, "OffsetDelete"),
];

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "kafka",
    title: "Kafka",
    column: "Kafka",
    spec: "Kafka",
    fields: &[&LEN, &BY_SIDE],
    under: &[(Space::TcpPort, 9092)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::SIZED),
    ..Protocol::PLAIN
};
const REQUEST: u32 = 1;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let asks = below.layers.last().is_some_and(|tcp| tcp::asks(tcp.head(below.frame), &[9092], below.rules));
    let mode = if asks { REQUEST } else { 0 };
    let Some(length) = load(bytes, 0, 32) else { return Step { mode, ..if whole { Step::more(bytes, 4) } else { Step::cut(bytes) } } };
    let total = 4 + length as usize;
    if !(4..=64 << 20).contains(&length) {
        return Step::reject();
    }
    if bytes.len() < total {
        return Step { mode, ..if whole { Step::more(bytes, total) } else { Step::new(bytes.len(), below.wire, id::data) } };
    }
    Step { mode, again: true, ..Step::new(total, total, id::data) }
}
/// The number of a request or response and which it is; then what is asked.
pub(crate) fn exchange(layer: &Layer, head: &[u8]) -> Option<((u64, bool), u64)> {
    let asks = layer.mode == REQUEST;
    let number = load(head, if asks { 64 } else { 32 }, 32)?;
    Some(((number, !asks), if asks { load(head, 32, 32)? } else { 0 }))
}

/// `Kafka Metadata v1 Request`
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let asked = if own.mode == REQUEST { load(own.head(packet.bytes), 32, 32) } else { packet.notes.get(layer, &ASKED) };
    let way = if own.mode == REQUEST { "Request" } else { "Response" };
    let text = match asked {
        Some(asked) => {
            let name = KEYS.iter().find(|(key, _)| *key == asked >> 16).map_or("Unknown", |(_, name)| name);
            format!("Kafka {name} v{} {way}", asked & 0xffff)
        }
        None => format!("Kafka {way}"),
    };
    out.extend(text.bytes());
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_response_is_of_the_requests_kind() {
        let ask = hex("00000017 0003 0001 00000002 0002 6d65 00000001 0005 746f706963");
        let answer = hex("00000008 00000002 00000000");
        let names = ["kafka.api_key", "kafka.correlation_id", "kafka.client_id", "kafka.request_frame", "kafka.response.version"];
        let told = conversation(9092, &[('>', ask.clone()), ('<', answer), ('<', hex("00000008 00000009 00000000"))], &names);
        assert_eq!(told, ["kafka 3 2 me", "kafka 3 2  1 1", "kafka  9"]);
        cut_everywhere(228, &tcp_of(1234, 9092, &ask));
    }
}
