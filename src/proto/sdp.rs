//! Session Description Protocol, [RFC 8866](https://www.rfc-editor.org/rfc/rfc8866): lines of a letter, `=` and a value.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

macro_rules! lines { ($($id:ident $name:literal $title:literal)*) => {
    $(static $id: Field = Field::new($name, $title, Place::Rest).kind(Kind::Show(&text::UTF8_TO_ZERO));)*
    const ALL: Fields = &[$(&$id),*, &PORT];
} }
lines! {
    VERSION "sdp.version" "Session Description Protocol Version (v)"
    OWNER "sdp.owner" "Owner/Creator, Session Id (o)"
    OWNER_USER "sdp.owner.username" "Owner Username"
    OWNER_ID "sdp.owner.sessionid" "Session ID"
    OWNER_VERSION "sdp.owner.version" "Session Version"
    OWNER_NETWORK "sdp.owner.network_type" "Owner Network Type"
    OWNER_KIND "sdp.owner.address_type" "Owner Address Type"
    OWNER_ADDRESS "sdp.owner.address" "Owner Address"
    NAME "sdp.session_name" "Session Name (s)"
    INFO "sdp.session_info" "Session Information (i)"
    URI "sdp.uri" "URI of Description (u)"
    EMAIL "sdp.email" "E-mail Address (e)"
    PHONE "sdp.phone" "Phone Number (p)"
    CONNECTION "sdp.connection_info" "Connection Information (c)"
    CONNECTION_NETWORK "sdp.connection_info.network_type" "Connection Network Type"
    CONNECTION_KIND "sdp.connection_info.address_type" "Connection Address Type"
    CONNECTION_ADDRESS "sdp.connection_info.address" "Connection Address"
    BANDWIDTH "sdp.bandwidth" "Bandwidth Information (b)"
    TIME "sdp.time" "Time Description, active time (t)"
    TIME_START "sdp.time.start" "Session Start Time"
    TIME_STOP "sdp.time.stop" "Session Stop Time"
    SESSION_ATTR "sdp.session_attr" "Session Attribute (a)"
    MEDIA "sdp.media" "Media Description, name and address (m)"
    MEDIA_TYPE "sdp.media.media" "Media Type"
    MEDIA_PROTO "sdp.media.proto" "Media Protocol"
    MEDIA_FORMAT "sdp.media.format" "Media Format"
    MEDIA_ATTR "sdp.media_attr" "Media Attribute (a)"
}
static PORT: Field = Field::new("sdp.media.port", "Media Port", Place::Uint(16));
const OF_OWNER: Fields = &[&OWNER_USER, &OWNER_ID, &OWNER_VERSION, &OWNER_NETWORK, &OWNER_KIND, &OWNER_ADDRESS];
const OF_CONNECTION: Fields = &[&CONNECTION_NETWORK, &CONNECTION_KIND, &CONNECTION_ADDRESS];
const OF_TIME: Fields = &[&TIME_START, &TIME_STOP];
const OF_MEDIA: Fields = &[&MEDIA_TYPE, &PORT, &MEDIA_PROTO];
static DESCRIPTION: Field = Field::part(Place::Told(read, ALL));

/// SDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "sdp",
    title: "Session Description Protocol",
    column: "SDP",
    spec: "RFC 8866",
    fields: &[&DESCRIPTION],
    under: &[(Space::Context, 8866)],
    media: &["application/sdp"],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    datagram(bytes, below, 0)
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let mut media = false;
    while !r.rest().is_empty() {
        let rest = r.rest();
        let n = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1);
        let line = rest.get(..n).unwrap_or(rest).trim_ascii_end();
        if let [letter, b'=', value @ ..] = line {
            let parts = match letter {
                b'o' => OF_OWNER,
                b'c' => OF_CONNECTION,
                b't' => OF_TIME,
                b'm' => OF_MEDIA,
                _ => &[],
            };
            let whole = match letter {
                b'v' => &VERSION,
                b'o' => &OWNER,
                b's' => &NAME,
                b'i' => &INFO,
                b'u' => &URI,
                b'e' => &EMAIL,
                b'p' => &PHONE,
                b'c' => &CONNECTION,
                b'b' => &BANDWIDTH,
                b't' => &TIME,
                b'm' => &MEDIA,
                b'a' if media => &MEDIA_ATTR,
                b'a' => &SESSION_ATTR,
                _ => {
                    r.pass(n)?;
                    continue;
                }
            };
            media |= *letter == b'm';
            r.show(whole, 2, value.len())?;
            let mut at = 2;
            for (i, word) in value.split(|b| *b == b' ').enumerate() {
                match parts.get(i) {
                    Some(f) if std::ptr::eq(*f, &PORT) => {
                        let n = word.iter().take_while(|b| b.is_ascii_digit()).take(5).fold(0, |n, b| n * 10 + u64::from(b - b'0'));
                        r.tell(&PORT, at, word.len(), Value::Num(n & 0xffff))?;
                    }
                    Some(f) => r.show(f, at, word.len())?,
                    None if *letter == b'm' => r.show(&MEDIA_FORMAT, at, word.len())?,
                    None => break,
                }
                at += word.len() + 1;
            }
        }
        r.pass(n)?;
    }
    Continue(())
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn description() {
        let body = b"v=0\r\no=- 1 2 IN IP4 10.0.0.1\r\ns=call\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0 8\r\na=sendrecv\r\n";
        let head = b"SIP/2.0 200 OK\r\nContent-Type: application/sdp\r\n\r\n";
        let bytes = udp_of(5060, 5060, &[&head[..], body].concat());
        let names = ["sdp.owner.address", "sdp.session_name", "sdp.connection_info.address", "sdp.media.port", "sdp.media.format", "sdp.media_attr"];
        assert_eq!(fields_of(228, &bytes, &names), "10.0.0.1 call 10.0.0.1 49170 0,8 sendrecv");
        cut_everywhere(228, &bytes);
    }
}
