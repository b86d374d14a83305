//! Constrained Application Protocol, [RFC 7252](https://www.rfc-editor.org/rfc/rfc7252), 3.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Ver|Typ|Token L|      Code     |           Message ID          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("coap.version", "Version", 0, 2).ft(8);
static TYPE: Field = Field::bits("coap.type", "Type", 2, 2).ft(8).names(&[(0, "Confirmable"), (1, "Non-Confirmable"), (2, "Acknowledgement"), (3, "Reset")]);
static TOKEN_LEN: Field = Field::bits("coap.token_len", "Token Length", 4, 4).ft(8);
static CODE: Field = Field::bits("coap.code", "Code", 8, 8).names(&[(0, "Empty Message"), (1, "GET"), (2, "POST"), (3, "PUT"), (4, "DELETE"), (5, "FETCH"), (6, "PATCH"), (7, "iPATCH"), (65, "2.01 Created"), (66, "2.02 Deleted"), (67, "2.03 Valid"), (68, "2.04 Changed"), (69, "2.05 Content"), (95, "2.31 Continue"), (128, "4.00 Bad Request"), (129, "4.01 Unauthorized"), (130, "4.02 Bad Option"), (131, "4.03 Forbidden"), (132, "4.04 Not Found"), (133, "4.05 Method Not Allowed"), (134, "4.06 Not Acceptable"), (136, "4.08 Request Entity Incomplete"), (137, "4.09 Conflict"), (140, "4.12 Precondition Failed"), (141, "4.13 Request Entity Too Large"), (143, "4.15 Unsupported Content-Format"), (150, "4.22 Unprocessable Entity"), (157, "4.29 Too Many Requests"), (160, "5.00 Internal Server Error"), (161, "5.01 Not Implemented"), (162, "5.02 Bad Gateway"), (163, "5.03 Service Unavailable"), (164, "5.04 Gateway Timeout"), (165, "5.05 Proxying Not Supported"), (168, "5.08 Hop Limit Reached"), (225, "7.01 CSM"), (226, "7.02 Ping"), (227, "7.03 Pong"), (228, "7.04 Release"), (229, "7.05 Abort")]);
static MID: Field = Field::bits("coap.mid", "Message ID", 16, 16);
static OPT_URI_PATH: Field = Field::new("coap.opt.uri_path", "Uri-Path", Place::Rest).text();
static OPT_URI_HOST: Field = Field::new("coap.opt.uri_host", "Uri-Host", Place::Rest).text();
static OPT_URI_QUERY: Field = Field::new("coap.opt.uri_query", "Uri-Query", Place::Rest).text();
static OPT_ETAG: Field = Field::new("coap.opt.etag", "Etag", Place::Rest);
static OPT_UNKNOWN: Field = Field::new("coap.opt.unknown", "Unknown", Place::Rest);
static OPT_URI_PORT: Field = Field::new("coap.opt.uri_port", "Uri-Port", Place::Uint(16));
static OPT_LOCATION_PATH: Field = Field::new("coap.opt.location_path", "Location-Path", Place::Rest).text();
static OPT_LOCATION_QUERY: Field = Field::new("coap.opt.location_query", "Location-Query", Place::Rest).text();
static OPT_PROXY_URI: Field = Field::new("coap.opt.proxy_uri", "Proxy-Uri", Place::Rest).text();
static TOKENS: Field = Field::part(Place::When(|h| h.byte(0) & 15 > 0, &[&TOKEN]));
static TOKEN: Field = Field::new("coap.token", "Token", Place::Take(|h| usize::from(h.byte(0) & 15).min(h.left())));
static OPTIONS: Field = Field::part(Place::Told(options, &[&OPTION]));
static OPTION: Field = Field::new("", "Option", Place::Group(&[&DELTA, &LENGTH, &OPT_URI_HOST, &OPT_ETAG, &OPT_URI_PORT, &OPT_LOCATION_PATH, &OPT_URI_PATH, &OPT_URI_QUERY, &OPT_LOCATION_QUERY, &OPT_PROXY_URI, &OPT_UNKNOWN]));
static DELTA: Field = Field::new("coap.opt.delta", "Opt Delta", Place::Uint(8));
static LENGTH: Field = Field::new("coap.opt.length", "Opt Length", Place::Uint(8));
/// The half of an option's first byte, or what stands behind it: the number, and how many bytes it takes.
fn extended(half: u8, behind: &[u8]) -> Option<(usize, usize)> {
    Some(match half {
        13 => (usize::from(*behind.first()?) + 13, 1),
        14 => (usize::from(u16::from_be_bytes(*behind.first_chunk()?)) + 269, 2),
        15 => return None,
        n => (n.into(), 0),
    })
}
/// An option at the beginning of these bytes: how far its number is from the one before, where its value begins, and where it ends.
fn option(bytes: &[u8]) -> Option<(usize, usize, usize)> {
    let first = *bytes.first().filter(|b| **b != 0xff)?;
    let (delta, n) = extended(first >> 4, bytes.get(1..)?)?;
    let (length, m) = extended(first & 15, bytes.get(1 + n..)?)?;
    Some((delta, 1 + n + m, 1 + n + m + length))
}
fn options(r: &mut crate::read::Reader<'_, '_>) -> crate::read::Flow {
    let mut number = 0;
    while let Some((delta, from, to)) = option(r.rest()) {
        number += delta;
        let first = r.rest().first().copied().unwrap_or(0);
        r.record(&OPTION, to, |r| {
            r.tell(&DELTA, 0, 1, Value::Num((first >> 4).into()))?;
            r.tell(&LENGTH, 0, 1, Value::Num((first & 15).into()))?;
            r.pass(from)?;
            r.field(match number {
                3 => &OPT_URI_HOST,
                4 => &OPT_ETAG,
                7 if r.rest().len() == 2 => &OPT_URI_PORT,
                8 => &OPT_LOCATION_PATH,
                11 => &OPT_URI_PATH,
                15 => &OPT_URI_QUERY,
                20 => &OPT_LOCATION_QUERY,
                35 => &OPT_PROXY_URI,
                _ => &OPT_UNKNOWN,
            })
        })?;
    }
    std::ops::ControlFlow::Continue(())
}
/// Where the payload begins, and its format: option 12.
fn payload(bytes: &[u8]) -> (usize, Option<usize>) {
    let (mut at, mut number, mut format) = (4 + usize::from(bytes.first().copied().unwrap_or(0) & 15), 0, None);
    while let Some((delta, from, to)) = bytes.get(at..).and_then(option) {
        number += delta;
        if number == 12 {
            format = bytes.get(at + from..at + to).map(|value| value.iter().fold(0, |n, b| n << 8 | usize::from(*b)));
        }
        at += to;
    }
    (at + usize::from(bytes.get(at) == Some(&0xff)), format)
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "coap",
    title: "Constrained Application Protocol",
    column: "CoAP",
    spec: "RFC 7252",
    size: 4,
    fields: &[&VERSION, &TYPE, &TOKEN_LEN, &CODE, &MID, &TOKENS, &OPTIONS],
    under: &[(Space::UdpPort, 5683)],
    line: &[Word::Of(&TYPE), Word::Say(", "), Word::Of(&CODE), Word::With(", MID:", &MID), Word::With(", /", &OPT_URI_PATH)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 4 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    let (at, format) = payload(bytes);
    if at > bytes.len() {
        return Step { total: below.wire, ..if bytes.len() < below.wire { Step::cut(bytes) } else { Step::malformed(bytes.len(), bytes.len()) } };
    }
    let next = match format {
        _ if at == below.wire => id::data,
        None | Some(0) => id::data_text_lines,
        Some(41) => id::xml,
        Some(50) => id::json,
        _ => id::data,
    };
    Step::new(at, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        42 01 12 34 aa bb # GET, token
        b4 74 65 73 74 01 78 43 61 3d 31 # /test/x?a=1";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(5683, 5683, &hex(SAMPLE));
        let names = ["coap.version", "coap.type", "coap.token_len", "coap.code", "coap.mid", "coap.token", "coap.opt.delta", "coap.opt.length", "coap.opt.uri_path", "coap.opt.uri_query"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0 2 1 4660 aabb 11,0,4 4,1,3 test,x a=1");
        assert_eq!(layers_of(228, &bytes), "ip:udp:coap End");
        cut_everywhere(228, &bytes);
    }
}
