//! TPKT: [RFC 1006](https://www.rfc-editor.org/rfc/rfc1006), 6: transport packets of ISO over TCP.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |  version (3)  |   reserved    |   length, these 4 included    |
//! +---------------+---------------+-------------------------------+
//! ```
//! RDP puts packets of its own between them, which begin with another byte and say their length (MS-RDPBCGR, 2.2.9.1.2).
use super::*;
use crate::field::*;

static VERSION: Field = Field::new("tpkt.version", "Version", Place::Uint(8));
static RESERVED: Field = Field::new("tpkt.reserved", "Reserved", Place::Uint(8));
/// Of the packet in bytes, these four included.
pub static LENGTH: Field = Field::new("tpkt.length", "Length", Place::Uint(16));
static CONTINUATION: Field = Field::new("tpkt.continuation_data", "Continuation data", Place::Rest);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "tpkt",
    alias: "TPKT",
    title: "TPKT - ISO on TCP",
    column: "TPKT",
    spec: "RFC 1006",
    fields: &[&BY_MODE],
    under: &[(Space::TcpPort, 102), (Space::TcpPort, 3389)],
    line: &[Word::With("length ", &LENGTH)],
    stream: Some(Stream::PLAIN),
    sealed: true,
    ..Protocol::PLAIN
};
static BY_MODE: Field = Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&CONTINUATION])], &[&VERSION, &RESERVED, &LENGTH]));

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    match *bytes {
        [3, 0, high, low, ..] if u16::from_be_bytes([high, low]) >= 7 => {
            let length = usize::from(u16::from_be_bytes([high, low]));
            if length > bytes.len() && whole {
                return Step { header: 4, ..Step::more(bytes, length) };
            }
            Step { again: true, ..Step::new(4, length.min(below.wire), id::cotp) }
        }
        [3] | [3, 0] | [3, 0, _] => {
            if whole { Step::more(bytes, 4) } else { Step::cut(bytes) }
        }
        [first, long, low, ..] if first & 3 == 0 && below.wire == if long & 0x80 != 0 { usize::from(u16::from_be_bytes([long & 0x7f, low])) } else { long.into() } => {
            Step::new(0, below.wire, id::rdp)
        }
        _ => Step { mode: 1, ..Step::new(bytes.len(), below.wire, id::data) },
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_request_to_connect() {
        let bytes = tcp_of(1234, 3389, &hex("
            03 00 00 23 1e e0 00 00 12 34 00  # TPKT; connect request, class 0
            43 6f 6f 6b 69 65 3a 20 61 3d 62 0d 0a # Cookie: a=b
            01 00 08 00 0b 00 00 00 00 00 00"));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:tpkt:cotp:rdp End");
        let names = ["tpkt.length", "cotp.li", "cotp.type", "cotp.srcref", "cotp.class", "rdp.neg_type", "rdp.neg_length", "rdp.negReq.requestedProtocols"];
        assert_eq!(fields_of(228, &bytes, &names), "35 30 0x0e 0x1234 0 0x01 8 0x0000000b");
        assert_eq!(fields_of(228, &bytes, &["rdp.rt_cookie"]), "Cookie: a=b");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn data_and_what_is_between() {
        let data = hex("03 00 00 0b 02 f0 80 38 00 06 03");
        let bytes = tcp_of(1234, 3389, &[data.clone(), data.clone()].concat());
        assert_eq!(layers_of(228, &bytes), "ip:tcp:tpkt:cotp:t125:tpkt:cotp:t125 End");
        assert_eq!(fields_of(228, &bytes, &["cotp.eot", "cotp.tpdu-number"]), "1,1 0x00,0x00");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 3389, data.get(..9).unwrap_or(&[]))), "ip:tcp:tpkt More");
        assert_eq!(layers_of(228, &tcp_of(3389, 1234, &hex("c4 06 1d 60 27 62"))), "ip:tcp:tpkt:rdp End");
        let bytes = tcp_of(3389, 1234, &hex("85 c1 a8 56"));
        assert_eq!(fields_of(228, &bytes, &["tpkt.continuation_data", "tpkt.length"]), "85c1a856 -");
    }
    #[test]
    fn selectors() {
        let bytes = tcp_of(1234, 102, &hex("03 00 00 16 11 d0 00 01 00 02 00 c0 01 0a c1 02 41 42 c2 02 02 00"));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:tpkt:cotp End");
        let names = ["cotp.parameter_code", "cotp.tpdu_size", "cotp.src-tsap", "cotp.dst-tsap-bytes"];
        assert_eq!(fields_of(228, &bytes, &names), "0xc0,0xc1,0xc2 1024 AB 0200");
        cut_everywhere(228, &bytes);
    }
}
