//! Advanced Message Queuing Protocol 0-9-1: [specification](https://www.rabbitmq.com/resources/specs/amqp0-9-1.pdf).
//!
//! ```text
//! | Type (8) | Channel (16) | Length (32) | payload | 0xce |
//! | Class (16) | Method (16) | arguments                       a method's payload
//! | Class (16) | Weight (16) | Body size (64) | Flags (16) | properties   of a content's header
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = byte("amqp.type", "Type").names(&[(1, "Method"), (2, "Content header"), (3, "Content body"), (8, "Heartbeat")]);
static CHANNEL: Field = word("amqp.channel", "Channel");
static LENGTH: Field = long("amqp.length", "Length");
static LOAD: Field = Field::part(Place::Sized(
    |h| (h.number as usize).min(h.left()),
    &[&Field::part(Place::Switch(|h| h.byte(0).into(), &[(1, &[&CLASS, &METHOD, &ARGUMENTS]), (2, &[&CONTENT]), (3, &[&PAYLOAD])], &[]))],
));
/// What the method is about.
pub static CLASS: Field = word("amqp.method.class", "Class").names(CLASSES);
const CLASSES: Names =
    &[(10, "Connection"), (20, "Channel"), (30, "Access"), (40, "Exchange"), (50, "Queue"), (60, "Basic"), (85, "Confirm"), (90, "Tx")];
/// What is asked or told.
pub static METHOD: Field = word("amqp.method.method", "Method");
/// By class and method.
const METHODS: Names = &[
    (10 << 16 | 10, "Start"), (10 << 16 | 11, "Start-Ok"), (10 << 16 | 20, "Secure"), (10 << 16 | 21, "Secure-Ok"), (10 << 16 | 30, "Tune"),
    (10 << 16 | 31, "Tune-Ok"), (10 << 16 | 40, "Open"), (10 << 16 | 41, "Open-Ok"), (10 << 16 | 50, "Close"), (10 << 16 | 51, "Close-Ok"),
    (10 << 16 | 60, "Blocked"), (10 << 16 | 61, "Unblocked"), (20 << 16 | 10, "Open"), (20 << 16 | 11, "Open-Ok"), (20 << 16 | 20, "Flow"),
    (20 << 16 | 21, "Flow-Ok"), (20 << 16 | 40, "Close"), (20 << 16 | 41, "Close-Ok"), (40 << 16 | 10, "Declare"), (40 << 16 | 11, "Declare-Ok"),
    (40 << 16 | 20, "Delete"), (40 << 16 | 21, "Delete-Ok"), (50 << 16 | 10, "Declare"), (50 << 16 | 11, "Declare-Ok"), (50 << 16 | 20, "Bind"),
    (50 << 16 | 21, "Bind-Ok"), (50 << 16 | 30, "Purge"), (50 << 16 | 31, "Purge-Ok"), (50 << 16 | 40, "Delete"), (50 << 16 | 41, "Delete-Ok"),
    (50 << 16 | 50, "Unbind"), (50 << 16 | 51, "Unbind-Ok"), (60 << 16 | 10, "Qos"), (60 << 16 | 11, "Qos-Ok"), (60 << 16 | 20, "Consume"),
    (60 << 16 | 21, "Consume-Ok"), (60 << 16 | 30, "Cancel"), (60 << 16 | 31, "Cancel-Ok"), (60 << 16 | 40, "Publish"), (60 << 16 | 50, "Return"),
    (60 << 16 | 60, "Deliver"), (60 << 16 | 70, "Get"), (60 << 16 | 71, "Get-Ok"), (60 << 16 | 72, "Get-Empty"), (60 << 16 | 80, "Ack"),
    (60 << 16 | 90, "Reject"), (60 << 16 | 100, "Recover-Async"), (60 << 16 | 110, "Recover"), (60 << 16 | 111, "Recover-Ok"), (60 << 16 | 120, "Nack"),
    (85 << 16 | 10, "Select"), (85 << 16 | 11, "Select-Ok"), (90 << 16 | 10, "Select"), (90 << 16 | 11, "Select-Ok"), (90 << 16 | 20, "Commit"),
    (90 << 16 | 21, "Commit-Ok"), (90 << 16 | 30, "Rollback"), (90 << 16 | 31, "Rollback-Ok"),
];
static ARGUMENTS: Field = Field::new("amqp.method.arguments", "Arguments", Place::Group(&[&BY_METHOD]));
static BY_METHOD: Field = Field::part(Place::Switch(
    |h| u64::from(h.word(HEAD)) << 16 | u64::from(h.word(HEAD + 2)),
    &[
        (10 << 16 | 10, &[&MAJOR, &MINOR, &SERVER, &MECHANISMS, &LOCALES]),
        (10 << 16 | 11, &[&CLIENT, &MECHANISM, &RESPONSE, &LOCALE]),
        (10 << 16 | 30, TUNING),
        (10 << 16 | 31, TUNING),
        (10 << 16 | 40, &[&VHOST, &CAPABILITIES, &BITS, &INSIST]),
        (10 << 16 | 41, &[&KNOWN_HOSTS]),
        (20 << 16 | 10, &[&OUT_OF_BAND]),
        (10 << 16 | 50, CLOSING),
        (20 << 16 | 40, CLOSING),
        (40 << 16 | 10, &[&TICKET, &EXCHANGE, &KIND, &BITS, &PASSIVE_1, &DURABLE, &AUTO_DELETE, &INTERNAL, &NOWAIT_10, &TABLE]),
        (40 << 16 | 20, &[&TICKET, &EXCHANGE]),
        (50 << 16 | 10, &[&TICKET, &QUEUE, &BITS, &PASSIVE_1, &DURABLE, &EXCLUSIVE_4, &AUTO_DELETE_8, &NOWAIT_10, &TABLE]),
        (50 << 16 | 11, &[&QUEUE, &MESSAGES, &CONSUMERS]),
        (50 << 16 | 20, &[&TICKET, &QUEUE, &EXCHANGE, &ROUTING_KEY, &BITS, &NOWAIT_1, &TABLE]),
        (50 << 16 | 30, &[&TICKET, &QUEUE, &BITS, &NOWAIT_1]),
        (50 << 16 | 31, &[&MESSAGES]),
        (50 << 16 | 40, &[&TICKET, &QUEUE]),
        (50 << 16 | 41, &[&MESSAGES]),
        (50 << 16 | 50, &[&TICKET, &QUEUE, &EXCHANGE, &ROUTING_KEY]),
        (60 << 16 | 10, &[&PREFETCH_SIZE, &PREFETCH_COUNT, &BITS, &GLOBAL]),
        (60 << 16 | 20, &[&TICKET, &QUEUE, &TAG, &BITS, &NO_LOCAL, &NO_ACK, &EXCLUSIVE_4, &NOWAIT_8, &FILTER]),
        (60 << 16 | 21, &[&TAG]),
        (60 << 16 | 30, &[&TAG, &BITS, &NOWAIT_1]),
        (60 << 16 | 31, &[&TAG]),
        (60 << 16 | 40, &[&TICKET, &EXCHANGE, &ROUTING_KEY, &BITS, &MANDATORY, &IMMEDIATE]),
        (60 << 16 | 50, &[&CODE, &TEXT, &EXCHANGE, &ROUTING_KEY]),
        (60 << 16 | 60, &[&TAG, &DELIVERY, &BITS, &REDELIVERED, &EXCHANGE, &ROUTING_KEY]),
        (60 << 16 | 70, &[&TICKET, &QUEUE, &BITS, &NO_ACK_1]),
        (60 << 16 | 71, &[&DELIVERY, &BITS, &REDELIVERED, &EXCHANGE, &ROUTING_KEY, &MESSAGES]),
        (60 << 16 | 80, &[&DELIVERY, &BITS, &MULTIPLE]),
        (60 << 16 | 90, &[&DELIVERY, &BITS, &REQUEUE]),
        (60 << 16 | 120, &[&DELIVERY, &BITS, &MULTIPLE]),
    ],
    &[],
));
const TUNING: Fields = &[&CHANNEL_MAX, &FRAME_MAX, &HEARTBEAT];
const CLOSING: Fields = &[&CODE, &TEXT, &CLASS_ID, &METHOD_ID];
static MAJOR: Field = byte("amqp.method.arguments.version_major", "Version-Major");
static MINOR: Field = byte("amqp.method.arguments.version_minor", "Version-Minor");
static SERVER: Field = Field::part(Place::Span(32, &[&SERVER_BYTES]));
static SERVER_BYTES: Field = Field::new("amqp.method.arguments.server_properties", "Server-Properties", Place::Take(|h| h.left())).kind(Kind::Present);
static MECHANISMS: Field = Field::part(Place::Span(32, &[&MECHANISMS_BYTES]));
static MECHANISMS_BYTES: Field = Field::new("amqp.method.arguments.mechanisms", "Mechanisms", Place::Rest);
static LOCALES: Field = Field::part(Place::Span(32, &[&LOCALES_BYTES]));
static LOCALES_BYTES: Field = Field::new("amqp.method.arguments.locales", "Locales", Place::Rest);
static CLIENT: Field = Field::part(Place::Span(32, &[&Field::new("amqp.method.arguments.client_properties", "Client-Properties", Place::Take(|h| h.left())).kind(Kind::Present)]));
static MECHANISM: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.mechanism", "Mechanism")]));
static RESPONSE: Field = Field::part(Place::Span(32, &[&Field::new("amqp.method.arguments.response", "Response", Place::Rest)]));
static LOCALE: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.locale", "Locale")]));
static CAPABILITIES: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.capabilities", "Capabilities")]));
static INSIST: Field = Field::new("amqp.method.arguments.insist", "Insist", Place::Sub(1));
static KNOWN_HOSTS: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.known_hosts", "Known-Hosts")]));
static OUT_OF_BAND: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.out_of_band", "Out-Of-Band")]));
static TABLE: Field = Field::part(Place::Span(32, &[&Field::new("amqp.method.arguments.arguments", "Arguments", Place::Take(|h| h.left())).kind(Kind::Present)]));
static FILTER: Field = Field::part(Place::Span(32, &[&Field::new("amqp.method.arguments.filter", "Filter", Place::Take(|h| h.left())).kind(Kind::Present)]));
static CHANNEL_MAX: Field = word("amqp.method.arguments.channel_max", "Channel-Max");
static FRAME_MAX: Field = long("amqp.method.arguments.frame_max", "Frame-Max");
static HEARTBEAT: Field = word("amqp.method.arguments.heartbeat", "Heartbeat");
static VHOST: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.virtual_host", "Virtual-Host")]));
static CODE: Field = word("amqp.method.arguments.reply_code", "Reply-Code");
static TEXT: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.reply_text", "Reply-Text")]));
static CLASS_ID: Field = word("amqp.method.arguments.class_id", "Class-Id");
static METHOD_ID: Field = word("amqp.method.arguments.method_id", "Method-Id");
static TICKET: Field = word("amqp.method.arguments.ticket", "Ticket");
static EXCHANGE: Field = Field::part(Place::Span(8, &[&EXCHANGE_TEXT]));
/// To which exchange.
pub static EXCHANGE_TEXT: Field = said("amqp.method.arguments.exchange", "Exchange");
static KIND: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.type", "Type")]));
static QUEUE: Field = Field::part(Place::Span(8, &[&QUEUE_TEXT]));
/// Which queue.
pub static QUEUE_TEXT: Field = said("amqp.method.arguments.queue", "Queue");
static ROUTING_KEY: Field = Field::part(Place::Span(8, &[&ROUTING_KEY_TEXT]));
/// About what.
pub static ROUTING_KEY_TEXT: Field = said("amqp.method.arguments.routing_key", "Routing-Key");
static TAG: Field = Field::part(Place::Span(8, &[&said("amqp.method.arguments.consumer_tag", "Consumer-Tag")]));
static DELIVERY: Field = Field::new("amqp.method.arguments.delivery_tag", "Delivery-Tag", Place::Uint(64));
static MESSAGES: Field = long("amqp.method.arguments.message_count", "Message-Count");
static CONSUMERS: Field = long("amqp.method.arguments.consumer_count", "Consumer-Count");
static PREFETCH_SIZE: Field = long("amqp.method.arguments.prefetch_size", "Prefetch-Size");
static PREFETCH_COUNT: Field = word("amqp.method.arguments.prefetch_count", "Prefetch-Count");
static BITS: Field = Field::part(Place::Uint(8));
static PASSIVE_1: Field = Field::new("amqp.method.arguments.passive", "Passive", Place::Sub(1));
static DURABLE: Field = Field::new("amqp.method.arguments.durable", "Durable", Place::Sub(2));
static AUTO_DELETE: Field = Field::new("amqp.method.arguments.auto_delete", "Auto-Delete", Place::Sub(4));
static AUTO_DELETE_8: Field = Field::new("amqp.method.arguments.auto_delete", "Auto-Delete", Place::Sub(8));
static INTERNAL: Field = Field::new("amqp.method.arguments.internal", "Internal", Place::Sub(8));
static NOWAIT_1: Field = Field::new("amqp.method.arguments.nowait", "Nowait", Place::Sub(1));
static NOWAIT_8: Field = Field::new("amqp.method.arguments.nowait", "Nowait", Place::Sub(8));
static NOWAIT_10: Field = Field::new("amqp.method.arguments.nowait", "Nowait", Place::Sub(0x10));
static EXCLUSIVE_4: Field = Field::new("amqp.method.arguments.exclusive", "Exclusive", Place::Sub(4));
static NO_LOCAL: Field = Field::new("amqp.method.arguments.no_local", "No-Local", Place::Sub(1));
static NO_ACK: Field = Field::new("amqp.method.arguments.no_ack", "No-Ack", Place::Sub(2));
static NO_ACK_1: Field = Field::new("amqp.method.arguments.no_ack", "No-Ack", Place::Sub(1));
static GLOBAL: Field = Field::new("amqp.method.arguments.global", "Global", Place::Sub(1));
static MANDATORY: Field = Field::new("amqp.method.arguments.mandatory", "Mandatory", Place::Sub(1));
static IMMEDIATE: Field = Field::new("amqp.method.arguments.immediate", "Immediate", Place::Sub(2));
static REDELIVERED: Field = Field::new("amqp.method.arguments.redelivered", "Redelivered", Place::Sub(1));
static MULTIPLE: Field = Field::new("amqp.method.arguments.multiple", "Multiple", Place::Sub(1));
static REQUEUE: Field = Field::new("amqp.method.arguments.requeue", "Requeue", Place::Sub(1));
static CONTENT: Field = Field::part(Place::When(|_| true, &[&HEADER_CLASS, &WEIGHT, &BODY_SIZE, &PROPERTY_FLAGS, &PROPERTIES]));
static HEADER_CLASS: Field = word("amqp.header.class", "Class ID").names(CLASSES);
static WEIGHT: Field = word("amqp.header.weight", "Weight");
static BODY_SIZE: Field = Field::new("amqp.header.body-size", "Body size", Place::Uint(64));
static PROPERTY_FLAGS: Field = word("amqp.header.property-flags", "Property flags").hex();
static PROPERTIES: Field = Field::new("amqp.header.properties", "Properties", Place::Take(|h| h.left())).kind(Kind::Present);
/// A part of a message.
pub static PAYLOAD: Field = Field::new("amqp.payload", "Payload", Place::Rest);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "amqp",
    title: "Advanced Message Queuing Protocol",
    column: "AMQP",
    spec: "AMQP 0-9-1",
    fields: &[&TYPE, &CHANNEL, &LENGTH, &LOAD],
    under: &[(Space::TcpPort, 5672)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream { measured: true, ..Stream::PLAIN }),
    ..Protocol::PLAIN
};
/// Bytes before the payload.
const HEAD: usize = 7;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if bytes.starts_with(b"AMQP") {
        return Step::nothing();
    }
    let Some(length) = load(bytes, 24, 32).filter(|_| bytes.len() >= HEAD) else {
        return if whole { Step::more(bytes, HEAD) } else { Step::cut(bytes) };
    };
    let total = HEAD + length as usize + 1;
    // Frames end with a byte of their own, and are not longer than is agreed on, 128 kB mostly.
    if !matches!(bytes.first(), Some(1..=3 | 8)) || total > 16 << 20 || bytes.get(total - 1).is_some_and(|end| *end != 0xce) {
        return Step::reject();
    }
    if bytes.len() < total {
        return if whole { Step::more(bytes, total) } else { Step::new(bytes.len(), below.wire, id::data) };
    }
    Step { again: true, ..Step::new(total, total, id::data) }
}

/// `Basic.Publish`
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let number = |at: usize| load(head, at * 8, 16).unwrap_or(0);
    let name = |names: Names, n: u64| names.iter().find(|(k, _)| *k == n).map_or("Unknown", |(_, name)| name);
    let text = match head.first() {
        Some(1) => format!("{}.{}", name(CLASSES, number(HEAD)), name(METHODS, number(HEAD) << 16 | number(HEAD + 2))),
        Some(2) => "Content-Header".to_owned(),
        Some(3) => "Content-Body".to_owned(),
        _ => "Heartbeat".to_owned(),
    };
    out.extend(text.bytes());
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_message_is_published() {
        // Basic.Publish to ex, rk; the header of five bytes; hello; a heartbeat.
        let bytes = tcp_of(1234, 5672, &hex("01 0001 0000000d 003c 0028 0000 02 6578 02 726b 01 ce
            02 0001 0000000e 003c 0000 0000000000000005 0000 ce  03 0001 00000005 68656c6c6f ce  08 0000 00000000 ce"));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:amqp:amqp:amqp:amqp End");
        let names = ["amqp.type", "amqp.channel", "amqp.method.class", "amqp.method.method", "amqp.method.arguments.exchange"];
        assert_eq!(fields_of(228, &bytes, &names), "1,2,3,8 1,1,1,0 60 40 ex");
        let names = ["amqp.method.arguments.routing_key", "amqp.method.arguments.mandatory", "amqp.header.body-size", "amqp.payload"];
        assert_eq!(fields_of(228, &bytes, &names), "rk 1 5 68656c6c6f");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 5672, b"AMQP\0\0\x09\x01")), "ip:tcp End");
        assert_eq!(layers_of(228, &tcp_of(1234, 5672, &hex("01 0001 00000004 000a 0033 00"))), "ip:tcp:data End");
    }
}
