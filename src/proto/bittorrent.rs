//! BitTorrent's peer wire protocol, [BEP 3](https://www.bittorrent.org/beps/bep_0003.html).
//!
//! ```text
//! | 19 | BitTorrent protocol | Reserved, 8 | Hash, 20 | Peer, 20 |   then   | Length, 4 | Type, 1 | ...
//! ```
use super::*;
use crate::field::*;

static NAME_LENGTH: Field = byte("bittorrent.protocol.name.length", "Protocol Name Length");
static NAME: Field = Field::new("bittorrent.protocol.name", "Protocol Name", Place::Run(19)).text();
static RESERVED: Field = Field::new("bittorrent.reserved", "Reserved Extension Bytes", Place::Run(8));
/// What both want to share.
pub static HASH: Field = Field::new("bittorrent.info_hash", "SHA1 Hash of info dictionary", Place::Run(20));
static PEER: Field = Field::new("bittorrent.peer_id", "Peer ID", Place::Take(|h| h.left().min(20)));
static CONTINUES: Field = Field::new("bittorrent.continuous_data", "Continuous data", Place::Rest);
static MESSAGE: Field = Field::new("bittorrent.msg", "Message", Place::Group(&[&LENGTH, &BODY]));
static LENGTH: Field = long("bittorrent.msg.length", "Message Length");
static BODY: Field = Field::part(Place::When(|h| h.left() > 0, &[&TYPE, &BY_TYPE]));
/// What the message is.
pub static TYPE: Field = Field::new("bittorrent.msg.type", "Message Type", Place::Key(8)).names(&[
    (0, "Choke"),
    (1, "Unchoke"),
    (2, "Interested"),
    (3, "Not Interested"),
    (4, "Have"),
    (5, "Bitfield"),
    (6, "Request"),
    (7, "Piece"),
    (8, "Cancel"),
    (9, "Port"),
    (13, "Suggest Piece"),
    (14, "Have All"),
    (15, "Have None"),
    (16, "Reject Request"),
    (17, "Allowed Fast"),
    (20, "Extended"),
]);
static BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (4, &[&INDEX]),
        (5, &[&BITFIELD]),
        (6, &[&INDEX, &BEGIN, &SIZE]),
        (7, &[&INDEX, &BEGIN, &DATA]),
        (8, &[&INDEX, &BEGIN, &SIZE]),
        (9, &[&PORT]),
        (13, &[&INDEX]),
        (16, &[&INDEX, &BEGIN, &SIZE]),
        (17, &[&INDEX]),
        (20, &[&EXTENDED_ID, &EXTENDED]),
    ],
    &[],
));
static INDEX: Field = long("bittorrent.piece.index", "Piece index").hex();
static BEGIN: Field = long("bittorrent.piece.begin", "Begin offset of piece").hex();
static SIZE: Field = long("bittorrent.piece.length", "Piece Length").hex();
static DATA: Field = Field::new("bittorrent.piece.data", "Data in a piece", Place::Rest);
static BITFIELD: Field = Field::new("bittorrent.msg.bitfield", "Bitfield data", Place::Rest);
static PORT: Field = word("bittorrent.port", "Port");
static EXTENDED_ID: Field = byte("bittorrent.extended.id", "Extended Message ID");
static EXTENDED: Field = Field::new("bittorrent.extended", "Extended Message", Place::Rest);

/// BitTorrent.
pub static PROTOCOL: Protocol = Protocol {
    name: "bittorrent",
    title: "BitTorrent",
    column: "BitTorrent",
    spec: "BEP 3",
    fields: &[&Field::part(Place::Switch(h_mode, &[(1, &[&NAME_LENGTH, &NAME, &RESERVED, &HASH, &PEER]), (2, &[&CONTINUES]), (3, &[])], &[&MESSAGE]))],
    under: &[
        (Space::TcpPort, 6881), (Space::TcpPort, 6882), (Space::TcpPort, 6883), (Space::TcpPort, 6884), (Space::TcpPort, 6885), (Space::TcpPort, 6886),
        (Space::TcpPort, 6887), (Space::TcpPort, 6888), (Space::TcpPort, 6889),
    ],
    looks: &[(Space::TcpPort, b"\x13", |bytes| bytes.starts_with(GREETING))],
    line: &[Word::Call(|p, i, out| {
        let Some(own) = p.layer(i) else { return };
        let kind = own.head(p.bytes).get(4).copied();
        out.extend(match own.mode {
            1 => "Handshake",
            2 => "Continuation data",
            _ => kind.and_then(|kind| TYPE.names.iter().find(|(n, _)| *n == u64::from(kind))).map_or("BitTorrent", |(_, name)| name),
        }.as_bytes());
    })],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};
const GREETING: &[u8] = b"\x13BitTorrent protocol";
/// No message is longer, as Wireshark has it.
const LONGEST: u64 = 0x2_0000;

fn h_mode(h: &Here<'_>) -> u64 {
    h.mode.into()
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if bytes.starts_with(GREETING) {
        // Peers of old ones leave their name out.
        let total = 68;
        if bytes.len() < total {
            return if whole && bytes.len() != 48 { Step { mode: 1, ..Step::more(bytes, total) } } else { Step { mode: 1, ..Step::cut(bytes) } };
        }
        return Step { mode: 1, again: true, ..Step::new(total, total, id::data) };
    }
    let Some(length) = load(bytes, 0, 32) else { return if whole && !bytes.is_empty() { Step::more(bytes, 4) } else { Step::cut(bytes) } };
    let known = bytes.get(4).is_none_or(|kind| length == 0 || TYPE.names.iter().any(|(n, _)| *n == u64::from(*kind)));
    if length > LONGEST || !known {
        return Step { mode: 2, ..Step::new(bytes.len(), below.wire, id::data) };
    }
    let total = 4 + length as usize;
    if bytes.len() < total {
        return if whole { Step::more(bytes, total) } else { Step::cut(bytes) };
    }
    // One that only says that its sender is there.
    let mode = if length == 0 { 3 } else { 0 };
    Step { mode, again: true, ..Step::new(total, total, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn greeting_and_messages() {
        let mut hello = b"\x13BitTorrent protocol\0\0\0\0\0\x10\0\x05".to_vec();
        hello.extend([7; 40]);
        hello.extend(b"\0\0\0\x01\x02\0\0\0\x0d\x06\0\0\0\x03\0\0\0\0\0\0\x40\0");
        let bytes = tcp_of(1234, 4321, &hello);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:bittorrent:bittorrent:bittorrent End");
        let names = ["bittorrent.protocol.name", "bittorrent.msg.type", "bittorrent.piece.index", "bittorrent.piece.length"];
        assert_eq!(fields_of(228, &bytes, &names), "BitTorrent protocol 2,6 0x00000003 0x00004000");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(1234, 6881, b"hello world"), &["bittorrent.continuous_data"]), "68656c6c6f20776f726c64");
    }
}
