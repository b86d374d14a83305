//! Message Queuing Telemetry Transport: [version 3.1.1](https://docs.oasis-open.org/mqtt/mqtt/v3.1.1/mqtt-v3.1.1.html), [5.0](https://docs.oasis-open.org/mqtt/mqtt/v5.0/mqtt-v5.0.html).
//!
//! ```text
//! |  7 6 5 4  |  3 2 1 0  |
//! | Type      | Flags     |
//! | Remaining length: 1 to 4 bytes of 7 bits, the lowest first |
//! | Variable header, payload |
//! ```
//!
//! Which version it is, only the first message of a connection says: what it was is remembered for the others.
use super::fields::string;
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stop;
use crate::text;
use std::ops::ControlFlow::Continue;

/// Type and flags.
pub static HDRFLAGS: Field = byte("mqtt.hdrflags", "Header Flags").hex();
/// What the message is.
pub static MSGTYPE: Field = Field::new("mqtt.msgtype", "Message Type", Place::Sub(0xf0)).names(&[
    (0, "Reserved"),
    (1, "Connect Command"),
    (2, "Connect Ack"),
    (3, "Publish Message"),
    (4, "Publish Ack"),
    (5, "Publish Received"),
    (6, "Publish Release"),
    (7, "Publish Complete"),
    (8, "Subscribe Request"),
    (9, "Subscribe Ack"),
    (10, "Unsubscribe Request"),
    (11, "Unsubscribe Ack"),
    (12, "Ping Request"),
    (13, "Ping Response"),
    (14, "Disconnect Req"),
    (15, "Authentication Exchange"),
]);
static HDR_RESERVED: Field = Field::new("mqtt.hdr_reserved", "Reserved", Place::Sub(0x0f));
static DUPFLAG: Field = Field::new("mqtt.dupflag", "DUP Flag", Place::Sub(8));
/// 0: at most once, 1: at least once, 2: exactly once.
pub static QOS: Field = Field::new("mqtt.qos", "QoS Level", Place::Sub(6)).names(QUALITIES);
const QUALITIES: Names =
    &[(0, "At most once delivery (Fire and Forget)"), (1, "At least once delivery (Acknowledged deliver)"), (2, "Exactly once delivery (Assured Delivery)"), (3, "Reserved")];
static RETAIN: Field = Field::new("mqtt.retain", "Retain", Place::Sub(1));
static RETAIN_RESERVED: Field = Field::new("mqtt.retain_reserved", "Reserved", Place::Sub(1)).kind(Kind::Dec);
static FLAGS_OF: Field = Field::part(Place::Switch(
    |h| h.number >> 4,
    &[(3, &[&MSGTYPE, &DUPFLAG, &QOS, &RETAIN]), (6, DUPLICATES), (8, DUPLICATES), (10, DUPLICATES)],
    &[&MSGTYPE, &HDR_RESERVED],
));
const DUPLICATES: Fields = &[&MSGTYPE, &DUPFLAG, &QOS, &RETAIN_RESERVED];
static LEN: Field = Field::new("mqtt.len", "Msg Len", Place::Uint(64));
static PROTO_LEN: Field = word("mqtt.proto_len", "Protocol Name Length");
static PROTONAME: Field = string("mqtt.protoname", "Protocol Name");
static VER: Field = byte("mqtt.ver", "Version").names(&[(3, "MQTT v3.1"), (4, "MQTT v3.1.1"), (5, "MQTT v5.0")]);
static CONFLAGS: Field = byte("mqtt.conflags", "Connect Flags").hex();
static CONFLAGS_OF: Field = Field::part(Place::Group(&[
    &Field::new("mqtt.conflag.uname", "User Name Flag", Place::Sub(0x80)),
    &Field::new("mqtt.conflag.passwd", "Password Flag", Place::Sub(0x40)),
    &Field::new("mqtt.conflag.retain", "Will Retain", Place::Sub(0x20)),
    &Field::new("mqtt.conflag.qos", "QoS Level", Place::Sub(0x18)).names(QUALITIES),
    &Field::new("mqtt.conflag.willflag", "Will Flag", Place::Sub(4)),
    &Field::new("mqtt.conflag.cleansess", "Clean Session Flag", Place::Sub(2)),
    &Field::new("mqtt.conflag.reserved", "(Reserved)", Place::Sub(1)),
]));
static KALIVE: Field = word("mqtt.kalive", "Keep Alive");
static CLIENTID_LEN: Field = word("mqtt.clientid_len", "Client ID Length");
/// Who connects.
pub static CLIENTID: Field = string("mqtt.clientid", "Client ID");
static WILLTOPIC_LEN: Field = word("mqtt.willtopic_len", "Will Topic Length");
static WILLTOPIC: Field = string("mqtt.willtopic", "Will Topic");
static WILLMSG_LEN: Field = word("mqtt.willmsg_len", "Will Message Length");
static WILLMSG: Field = Field::new("mqtt.willmsg", "Will Message", Place::Rest);
static USERNAME_LEN: Field = word("mqtt.username_len", "User Name Length");
/// Who that is.
pub static USERNAME: Field = string("mqtt.username", "User Name");
static PASSWD_LEN: Field = word("mqtt.passwd_len", "Password Length");
static PASSWD: Field = string("mqtt.passwd", "Password");
static CONACK_FLAGS: Field = byte("mqtt.conack.flags", "Acknowledge Flags").hex();
static CONACK_RESERVED: Field = Field::new("mqtt.conack.flags.reserved", "Reserved", Place::Sub(0xfe)).kind(Kind::Flag);
static CONACK_SP: Field = Field::new("mqtt.conack.flags.sp", "Session Present", Place::Sub(1));
static CONACK_OLD: Field = byte("mqtt.conack.flags.reserved", "Reserved").kind(Kind::Flag);
/// How it went.
pub static CONACK_VAL: Field = byte("mqtt.conack.val", "Return Code").names(&[
    (0, "Connection Accepted"),
    (1, "Connection Refused: unacceptable protocol version"),
    (2, "Connection Refused: identifier rejected"),
    (3, "Connection Refused: server unavailable"),
    (4, "Connection Refused: bad user name or password"),
    (5, "Connection Refused: not authorized"),
]);
static REASON_CONNACK: Field = byte("mqtt.connack.reason_code", "Reason Code");
static REASON_PUBACK: Field = byte("mqtt.puback.reason_code", "Reason Code");
static REASON_PUBREC: Field = byte("mqtt.pubrec.reason_code", "Reason Code");
static REASON_PUBREL: Field = byte("mqtt.pubrel.reason_code", "Reason Code");
static REASON_PUBCOMP: Field = byte("mqtt.pubcomp.reason_code", "Reason Code");
static REASON_SUBACK: Field = byte("mqtt.suback.reason_code", "Reason Code");
static REASON_UNSUBACK: Field = byte("mqtt.unsuback.reason_code", "Reason Code");
static REASON_DISCONNECT: Field = byte("mqtt.disconnect.reason_code", "Reason Code");
static REASON_AUTH: Field = byte("mqtt.auth.reason_code", "Reason Code");
static MSGID: Field = word("mqtt.msgid", "Message Identifier");
static TOPIC_LEN: Field = word("mqtt.topic_len", "Topic Length");
/// What it is about.
pub static TOPIC: Field = string("mqtt.topic", "Topic");
/// What is said.
pub static MSG: Field = Field::new("mqtt.msg", "Message", Place::Rest);
static SUB_QOS: Field = byte("mqtt.sub.qos", "Requested QoS").names(QUALITIES);
static SUBACK_QOS: Field = byte("mqtt.suback.qos", "Granted QoS").names(QUALITIES);
static SUB_OPTIONS: Field = byte("mqtt.subscription_options", "Subscription Options").hex();
static SUB_OPTIONS_OF: Field = Field::part(Place::Group(&[
    &Field::new("mqtt.subscription_options_qos", "QoS", Place::Sub(3)),
    &Field::new("mqtt.subscription_options_nl", "No Local", Place::Sub(4)),
    &Field::new("mqtt.subscription_options_rap", "Retain As Published", Place::Sub(8)),
    &Field::new("mqtt.subscription_options_retain", "Retain Handling", Place::Sub(0x30)),
    &Field::new("mqtt.subscription_options_reserved", "Reserved", Place::Sub(0xc0)).hex(),
]));
static PROPERTIES: Field = Field::new("mqtt.properties", "Properties", Place::Group(PROPERTY));
static WILL_PROPERTIES: Field = Field::new("mqtt.will_properties", "Will Properties", Place::Group(PROPERTY));
const PROPERTY: Fields = &[
    &PROPERTY_LEN, &PROPERTY_ID, &PROP_NUMBER, &PROP_QOS, &PROP_ALIAS, &PROP_STRING_LEN, &PROP_STRING, &PROP_KEY_LEN, &PROP_KEY, &PROP_VALUE_LEN,
    &PROP_VALUE,
];
static PROPERTY_LEN: Field = Field::new("mqtt.property_len", "Total Length", Place::Uint(64));
static PROPERTY_ID: Field = byte("mqtt.property_id", "ID").hex().names(&[
    (0x01, "Payload Format Indicator"),
    (0x02, "Publication Expiry Interval"),
    (0x03, "Content Type"),
    (0x08, "Response Topic"),
    (0x09, "Correlation Data"),
    (0x0b, "Subscription Identifier"),
    (0x11, "Session Expiry Interval"),
    (0x12, "Assigned Client Identifier"),
    (0x13, "Server Keep Alive"),
    (0x15, "Authentication Method"),
    (0x16, "Authentication Data"),
    (0x17, "Request Problem Information"),
    (0x18, "Will Delay Interval"),
    (0x19, "Request Response Information"),
    (0x1a, "Response Information"),
    (0x1c, "Server Reference"),
    (0x1f, "Reason String"),
    (0x21, "Receive Maximum"),
    (0x22, "Topic Alias Maximum"),
    (0x23, "Topic Alias"),
    (0x24, "Maximum QoS"),
    (0x25, "Retain Available"),
    (0x26, "User Property"),
    (0x27, "Maximum Packet Size"),
    (0x28, "Wildcard Subscription Available"),
    (0x29, "Subscription Identifier Available"),
    (0x2a, "Shared Subscription Available"),
]);
static PROP_NUMBER: Field = Field::new("mqtt.prop_number", "Value", Place::Uint(32));
static PROP_QOS: Field = byte("mqtt.property.max_qos", "QoS");
static PROP_ALIAS: Field = word("mqtt.property.topic_alias", "Topic Alias");
static PROP_STRING_LEN: Field = Field::new("mqtt.prop_string_len", "Length", Place::Uint(16)).ft(32);
static PROP_STRING: Field = string("mqtt.prop_string", "Value");
static PROP_KEY_LEN: Field = Field::new("mqtt.prop_key_len", "Key Length", Place::Uint(16)).ft(32);
static PROP_KEY: Field = string("mqtt.prop_key", "Key");
static PROP_VALUE_LEN: Field = Field::new("mqtt.prop_value_len", "Value Length", Place::Uint(16)).ft(32);
static PROP_VALUE: Field = string("mqtt.prop_value", "Value");


static MESSAGE: Field = Field::part(Place::Told(
    read,
    &[
        &LEN, &PROTO_LEN, &PROTONAME, &VER, &CONFLAGS, &CONFLAGS_OF, &KALIVE, &PROPERTIES, &CLIENTID_LEN, &CLIENTID, &WILL_PROPERTIES, &WILLTOPIC_LEN, &WILLTOPIC,
        &WILLMSG_LEN, &WILLMSG, &USERNAME_LEN, &USERNAME, &PASSWD_LEN, &PASSWD, &CONACK_FLAGS, &CONACK_RESERVED, &CONACK_SP, &CONACK_OLD, &CONACK_VAL,
        &REASON_CONNACK, &REASON_PUBACK, &REASON_PUBREC, &REASON_PUBREL, &REASON_PUBCOMP, &REASON_SUBACK, &REASON_UNSUBACK, &REASON_DISCONNECT, &REASON_AUTH,
        &MSGID, &TOPIC_LEN, &TOPIC, &MSG, &SUB_QOS, &SUBACK_QOS, &SUB_OPTIONS, &SUB_OPTIONS_OF,
    ],
));

/// MQTT.
pub static PROTOCOL: Protocol = Protocol {
    name: "mqtt",
    title: "MQ Telemetry Transport Protocol",
    column: "MQTT",
    spec: "MQTT 5.0",
    fields: &[&HDRFLAGS, &FLAGS_OF, &MESSAGE],
    under: &[(Space::TcpPort, 1883)],
    line: &[Word::Call(info)],
    stream: Some(Stream::TALK),
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let Some((length, n)) = varying(bytes.get(1..).unwrap_or(&[])) else {
        return if bytes.len() > 4 || !whole { Step::cut(bytes) } else { Step::more(bytes, 0) };
    };
    let total = 1 + n + length;
    if bytes.len() < total {
        return if whole { Step::more(bytes, total) } else { Step { stop: Stop::Cut, ..Step::more(bytes, total) } };
    }
    let mut mode = 0;
    if let Some(talk) = below.talk {
        if bytes.first().is_some_and(|b| b >> 4 == 1) {
            let name = usize::from(load(bytes, (1 + n) * 8, 16).unwrap_or(0) as u16);
            let version = bytes.get(1 + n + 2 + name).copied().unwrap_or(0);
            talk.own.set(version.into());
            talk.other.set(version.into());
        }
        mode = talk.own.get() as u32;
    }
    Step { again: true, mode, ..Step::new(total, total, id::data) }
}
/// A number of up to four bytes of seven bits, the lowest first, and how many bytes it has (MQTT 5.0, 1.5.5).
fn varying(bytes: &[u8]) -> Option<(usize, usize)> {
    let n = bytes.iter().take(4).position(|b| b & 0x80 == 0)? + 1;
    let value = bytes.iter().take(n).rev().fold(0, |sum, b| sum << 7 | usize::from(b & 0x7f));
    Some((value, n))
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let here = r.here();
    let kind = here.byte(0) >> 4;
    let Some((length, n)) = varying(r.rest()) else { return r.broken() };
    r.tell(&LEN, 0, n, Value::Num(length as u64))?;
    r.pass(n)?;
    let fifth = here.mode == 5;
    match kind {
        1 => connect(r),
        2 if fifth => {
            r.fields(&[&CONACK_FLAGS, &CONACK_RESERVED, &CONACK_SP, &REASON_CONNACK])?;
            properties(r, &PROPERTIES)
        }
        2 if here.mode == 4 => r.fields(&[&CONACK_FLAGS, &CONACK_RESERVED, &CONACK_SP, &CONACK_VAL]),
        2 => r.fields(&[&CONACK_OLD, &CONACK_VAL]),
        3 => {
            text(r, &TOPIC_LEN, &TOPIC)?;
            if here.byte(0) & 6 != 0 {
                r.field(&MSGID)?;
            }
            if fifth {
                properties(r, &PROPERTIES)?;
            }
            r.show(&MSG, 0, usize::MAX)
        }
        4..=7 => {
            r.field(&MSGID)?;
            if !fifth || r.rest().is_empty() {
                return Continue(());
            }
            r.field(match kind {
                4 => &REASON_PUBACK,
                5 => &REASON_PUBREC,
                6 => &REASON_PUBREL,
                _ => &REASON_PUBCOMP,
            })?;
            properties(r, &PROPERTIES)
        }
        8 | 10 => {
            r.field(&MSGID)?;
            if fifth {
                properties(r, &PROPERTIES)?;
            }
            while !r.rest().is_empty() {
                text(r, &TOPIC_LEN, &TOPIC)?;
                match kind {
                    8 if fifth => r.fields(&[&SUB_OPTIONS, &SUB_OPTIONS_OF])?,
                    8 => r.field(&SUB_QOS)?,
                    _ => {}
                }
            }
            Continue(())
        }
        9 | 11 => {
            r.field(&MSGID)?;
            if fifth {
                properties(r, &PROPERTIES)?;
            }
            while !r.rest().is_empty() {
                r.field(match (kind, fifth) {
                    (9, false) => &SUBACK_QOS,
                    (9, true) => &REASON_SUBACK,
                    _ => &REASON_UNSUBACK,
                })?;
            }
            Continue(())
        }
        14 | 15 if fifth && !r.rest().is_empty() => {
            r.field(if kind == 14 { &REASON_DISCONNECT } else { &REASON_AUTH })?;
            properties(r, &PROPERTIES)
        }
        _ => Continue(()),
    }
}
fn connect(r: &mut Reader<'_, '_>) -> Flow {
    text(r, &PROTO_LEN, &PROTONAME)?;
    r.field(&VER)?;
    let fifth = r.here().number == 5;
    r.field(&CONFLAGS)?;
    let flags = r.here().number;
    r.fields(&[&CONFLAGS_OF, &KALIVE])?;
    if fifth {
        properties(r, &PROPERTIES)?;
    }
    text(r, &CLIENTID_LEN, &CLIENTID)?;
    if flags & 4 != 0 {
        if fifth {
            properties(r, &WILL_PROPERTIES)?;
        }
        text(r, &WILLTOPIC_LEN, &WILLTOPIC)?;
        text(r, &WILLMSG_LEN, &WILLMSG)?;
    }
    if flags & 0x80 != 0 {
        text(r, &USERNAME_LEN, &USERNAME)?;
    }
    if flags & 0x40 != 0 { text(r, &PASSWD_LEN, &PASSWD) } else { Continue(()) }
}
/// A length and so many bytes of text.
fn text(r: &mut Reader<'_, '_>, length: &'static Field, f: &'static Field) -> Flow {
    r.field(length)?;
    let n = r.here().number as usize;
    if n > r.rest().len() {
        return r.broken();
    }
    if n > 0 || matches!(f.kind, Kind::Show(_)) {
        r.show(f, 0, n)?;
    }
    r.pass(n)
}
fn properties(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    let Some((length, n)) = varying(r.rest()) else { return Continue(()) };
    r.record(f, n + length, |r| {
        r.tell(&PROPERTY_LEN, 0, n, Value::Num(length as u64))?;
        r.pass(n)?;
        while !r.rest().is_empty() {
            r.field(&PROPERTY_ID)?;
            let (id, rest) = (r.here().number, r.rest());
            let number = match id {
                0x01 | 0x17 | 0x19 | 0x25 | 0x28 | 0x29 | 0x2a => 1,
                0x24 => {
                    r.field(&PROP_QOS)?;
                    continue;
                }
                0x13 | 0x21 | 0x22 => 2,
                0x23 => {
                    r.field(&PROP_ALIAS)?;
                    continue;
                }
                0x02 | 0x11 | 0x18 | 0x27 => 4,
                0x0b => {
                    let Some((value, n)) = varying(rest) else { return r.broken() };
                    r.tell(&PROP_NUMBER, 0, n, Value::Num(value as u64))?;
                    r.pass(n)?;
                    continue;
                }
                0x26 => {
                    text(r, &PROP_KEY_LEN, &PROP_KEY)?;
                    text(r, &PROP_VALUE_LEN, &PROP_VALUE)?;
                    continue;
                }
                _ => {
                    text(r, &PROP_STRING_LEN, &PROP_STRING)?;
                    continue;
                }
            };
            let Some(value) = load(rest, 0, number * 8) else { return r.broken() };
            r.tell(&PROP_NUMBER, 0, number, Value::Num(value))?;
            r.pass(number)?;
        }
        Continue(())
    })
}

/// `Publish Message [SampleTopic]`; `Subscribe Request (id=1)`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(first) = head.first() else { return };
    let kind = first >> 4;
    out.extend(text::named(&MSGTYPE, kind.into()).unwrap_or("").bytes());
    let Some((_, n)) = varying(head.get(1..).unwrap_or(&[])) else { return };
    let Some(body) = head.get(1 + n..) else { return };
    match kind {
        3 => {
            let n = load(body, 0, 16).unwrap_or(0) as usize;
            out.extend(b" [");
            text::utf8(body.get(2..2 + n).unwrap_or(&[]), out);
            out.push(b']');
        }
        4..=11 => {
            out.extend(b" (id=");
            text::decimal(load(body, 0, 16).unwrap_or(0), out);
            out.push(b')');
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn connect_and_publish() {
        let connect = b"\x10\x10\0\x04MQTT\x04\x02\0\x3c\0\x04paho";
        let bytes = tcp_of(40000, 1883, connect);
        let names = ["mqtt.msgtype", "mqtt.len", "mqtt.protoname", "mqtt.ver", "mqtt.conflag.cleansess", "mqtt.kalive", "mqtt.clientid"];
        assert_eq!(fields_of(228, &bytes, &names), "1 16 MQTT 4 1 60 paho");
        let two = tcp_of(40000, 1883, b"\x32\x08\0\x02ab\0\x07hi\xc0\0");
        let names = ["mqtt.msgtype", "mqtt.qos", "mqtt.topic", "mqtt.msgid", "mqtt.msg"];
        assert_eq!(fields_of(228, &two, &names), "3,12 1 ab 7 6869");
        assert_eq!(layers_of(228, &two), "ip:tcp:mqtt:mqtt End");
        cut_everywhere(228, &two);
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn numbers_of_seven_bits() {
        assert_eq!(super::varying(&[0xc1, 0x02]), Some((321, 2)));
        assert_eq!(super::varying(&[0xff, 0xff, 0xff, 0xff, 1]), None);
    }
}
