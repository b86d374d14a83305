//! gRPC: [messages over HTTP/2](https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
//!
//! ```text
//! | Kind (1), compressed (7) | Length (32) | Message |
//! ```
use super::*;
use crate::field::*;

static FRAME_TYPE: Field = Field::bits("grpc.frame_type", "Frame Type", 0, 1).kind(Kind::Dec).ft(8).names(&[(0, "Data"), (1, "Trailer")]);
/// Whether the message is packed.
pub static COMPRESSED: Field =
    Field::bits("grpc.compressed_flag", "Compressed Flag", 1, 7).ft(8).names(&[(0, "Not Compressed"), (1, "Compressed")]);
/// Bytes of the message as it came.
pub static LENGTH: Field = Field::bits("grpc.message_length", "Message Length", 8, 32);
/// The message, unpacked.
pub static DATA: Field = Field::new("grpc.message_data", "Message Data", Place::Derived(message)).kind(Kind::Bytes);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "grpc",
    title: "GRPC Message",
    column: "GRPC",
    spec: "gRPC over HTTP2",
    size: HEAD,
    fields: &[&FRAME_TYPE, &COMPRESSED, &LENGTH, &DATA],
    media: &["application/grpc", "application/grpc+proto", "application/grpc-web", "application/grpc-web+proto"],
    line: &[Word::With("message of ", &LENGTH), Word::Say(" bytes")],
    unpack: Some(unpack),
    sealed: true,
    ..Protocol::PLAIN
};

/// Bytes before a message.
const HEAD: usize = 5;

/// Where the message ends that begins here.
fn end(bytes: &[u8]) -> Option<usize> {
    Some(HEAD + LENGTH.num(bytes)? as usize)
}
/// Bytes of the messages that are there as a whole.
pub(super) fn whole(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(end).map(|n| at + n).filter(|next| *next <= bytes.len()) {
        at = next;
    }
    at
}

pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    let Some(total) = end(bytes) else { return Step::cut(bytes) };
    let packed = COMPRESSED.num(bytes) == Some(1);
    let next = if packed || total == HEAD || FRAME_TYPE.num(bytes) == Some(1) { id::data } else { id::protobuf };
    // What does not stand as it is belongs to the head.
    let header = if next == id::data { total.min(bytes.len()) } else { HEAD };
    Step { again: true, ..Step::new(header, total, next) }
}
fn unpack(bytes: &[u8], layer: &Layer, out: &mut Vec<u8>) -> Option<Id> {
    let head = layer.head(bytes);
    if COMPRESSED.num(head)? != 1 {
        return None;
    }
    *out = super::http::inflated(b"gzip", head.get(HEAD..)?)?;
    (!out.is_empty()).then_some(id::protobuf)
}
fn message<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let own = packet.layer(layer)?;
    let bytes = match packet.child(layer).and_then(|child| packet.layer(child)) {
        Some(child) => child.whole(packet.bytes),
        None => own.whole(packet.bytes).get(HEAD..)?,
    };
    (!bytes.is_empty()).then_some(Value::Bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;

    #[test]
    fn messages_one_behind_the_other() {
        let body = hex("00 00000003 089601  00 00000000  00 00000002 0801");
        assert_eq!(super::whole(&body), body.len());
        assert_eq!(super::whole(&body[..body.len() - 1]), 13);
        let head = format!("POST / HTTP/1.1\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: {}\r\n\r\n", body.len());
        let bytes = tcp_of(1234, 80, &[head.as_bytes(), &body].concat());
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:grpc:protobuf:grpc:grpc:protobuf End");
        let names = ["grpc.frame_type", "grpc.compressed_flag", "grpc.message_length", "grpc.message_data", "protobuf.field.value.uint32"];
        assert_eq!(fields_of(228, &bytes, &names), "0,0,0 0,0,0 3,0,2 089601,0801 150,1");
        cut_everywhere(228, &bytes);
    }
}
