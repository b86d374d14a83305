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

/// Where streams are waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Waited {
    /// The address, IPv4 as IPv6 maps it.
    pub(crate) host: [u8; 16],
    /// The port of the data.
    pub(crate) port: u16,
    /// The port of the reports, where it is not the next one.
    pub(crate) reports: Option<u16>,
}
/// The streams of RTP that a description announces; those past the first few are not followed.
pub(crate) fn announced(bytes: &[u8]) -> Vec<Waited> {
    let (mut all, mut session, mut inside, mut described) = (Vec::<Waited>::new(), None, false, false);
    let decimal = |word: Option<&[u8]>| word.and_then(|word| std::str::from_utf8(word).ok()?.parse::<u16>().ok());
    for line in bytes.split(|b| *b == b'\n').map(|line| line.trim_ascii_end()) {
        let [letter, b'=', value @ ..] = line else { continue };
        let mut words = value.split(|b| *b == b' ');
        match letter {
            b'c' => {
                let text = words.nth(2).and_then(|word| std::str::from_utf8(word.split(|b| *b == b'/').next()?).ok());
                let host = text.and_then(|text| text.parse::<std::net::IpAddr>().ok()).filter(|host| !host.is_unspecified()).map(|host| match host {
                    std::net::IpAddr::V4(host) => host.to_ipv6_mapped().octets(),
                    std::net::IpAddr::V6(host) => host.octets(),
                });
                match (inside, all.last_mut(), host) {
                    (true, Some(last), host) => last.host = host.unwrap_or_default(),
                    (false, _, host) if !described => session = host,
                    _ => {}
                }
            }
            b'm' => {
                if all.len() >= 16 {
                    break;
                }
                (inside, described) = (false, true);
                let port = words.nth(1).and_then(|word| word.split(|b| *b == b'/').next());
                let (Some(port), Some(kind)) = (decimal(port).filter(|port| *port > 0), words.next()) else { continue };
                inside = kind.windows(4).any(|part| part == b"RTP/");
                if inside {
                    all.push(Waited { host: session.unwrap_or_default(), port, reports: None });
                }
            }
            b'a' if inside => {
                if let (Some(last), Some(rest)) = (all.last_mut(), value.strip_prefix(b"rtcp:")) {
                    last.reports = decimal(rest.split(|b| *b == b' ').next());
                }
            }
            _ => {}
        }
    }
    all.retain(|waited| waited.host != [0; 16]);
    all
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn streams_that_are_announced() {
        let host = |n: u8| std::net::Ipv4Addr::new(10, 0, 0, n).to_ipv6_mapped().octets();
        let told = super::announced(
            b"v=0\r\nc=IN IP4 10.0.0.1\r\nm=audio 4000/2 RTP/AVP 0\r\na=rtcp:4003 IN IP4 10.0.0.1\r\nm=audio 0 RTP/AVP 0\r\nc=IN IP4 10.0.0.9\r\n\
              m=text 9 udp x\r\nc=IN IP4 10.0.0.9\r\nm=video 5000 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 10.0.0.2/127\r\nm=video 6000 RTP/AVP 1\r\nc=IN IP4 0.0.0.0\r\n",
        );
        let waited = |n, port, reports| super::Waited { host: host(n), port, reports };
        assert_eq!(told, [waited(1, 4000, Some(4003)), waited(2, 5000, None)]);
        assert_eq!(super::announced(&b"m=a 1 RTP/AVP 0\nc=IN IP4 1.2.3.4\n".repeat(100)).len(), 16);
    }
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
