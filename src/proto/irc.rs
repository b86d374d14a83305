//! Internet Relay Chat, [RFC 2812](https://www.rfc-editor.org/rfc/rfc2812): lines of an optional `:prefix`, a command, its parameters.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

macro_rules! lines { ($($id:ident $name:literal $title:literal)*) => {
    $(static $id: Field = Field::new($name, $title, Place::Rest).kind(Kind::Show(&text::UTF8_TO_ZERO));)*
    const ALL: Fields = &[$(&$id),*, &NUMBER];
} }
lines! {
    REQUEST "irc.request" "Request"
    REQUEST_PREFIX "irc.request.prefix" "Prefix"
    REQUEST_COMMAND "irc.request.command" "Command"
    REQUEST_TRAILER "irc.request.trailer" "Trailer"
    RESPONSE "irc.response" "Response"
    RESPONSE_PREFIX "irc.response.prefix" "Prefix"
    RESPONSE_COMMAND "irc.response.command" "Command"
    RESPONSE_TRAILER "irc.response.trailer" "Trailer"
    REQUEST_PARAMETER "irc.request.command_parameter" "Parameter"
    RESPONSE_PARAMETER "irc.response.command_parameter" "Parameter"
}
static NUMBER: Field = Field::new("irc.response.num_command", "Command", Place::Uint(16));
static LINES: Field = Field::part(Place::Told(read, ALL));

/// IRC.
pub static PROTOCOL: Protocol = Protocol {
    name: "irc",
    title: "Internet Relay Chat",
    column: "IRC",
    spec: "RFC 2812",
    fields: &[&LINES],
    under: &[(Space::TcpPort, 6667), (Space::TcpPort, 57000)],
    line: &[Word::Call(|p, i, out| {
        let first = p.head(i).split(|b| matches!(b, b'\r' | b'\n')).next().unwrap_or(&[]);
        text::utf8(first, out);
    })],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    datagram(bytes, below, 1)
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let (packet, layer) = (r.packet(), r.layer());
    // Who speaks to a server's port asks.
    let request = packet.below(layer).is_some_and(|tcp| matches!(tcp::DSTPORT.num(tcp.head(packet.bytes)), Some(6667 | 57000)));
    while !r.rest().is_empty() {
        let rest = r.rest();
        let n = rest.iter().position(|b| *b == b'\n').map_or(rest.len(), |n| n + 1);
        let line = rest.get(..n).unwrap_or(rest);
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.is_empty() {
            one(r, line, request)?;
        }
        r.pass(n)?;
    }
    Continue(())
}
fn one(r: &mut Reader<'_, '_>, line: &[u8], request: bool) -> Flow {
    let [whole, prefix, command, trailer, parameter] = match request {
        true => [&REQUEST, &REQUEST_PREFIX, &REQUEST_COMMAND, &REQUEST_TRAILER, &REQUEST_PARAMETER],
        false => [&RESPONSE, &RESPONSE_PREFIX, &RESPONSE_COMMAND, &RESPONSE_TRAILER, &RESPONSE_PARAMETER],
    };
    r.show(whole, 0, line.len())?;
    let mut at = 0;
    let mut first = true;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let n = rest.iter().position(|b| *b == b' ').unwrap_or(rest.len());
        match rest.first() {
            Some(b':') if at == 0 => r.show(prefix, 1, n - 1)?,
            Some(b':') => return r.show(trailer, at + 1, rest.len() - 1),
            _ if n == 0 => {}
            _ if first => {
                first = false;
                let word = rest.get(..n).unwrap_or(&[]);
                match word {
                    [a, b, c] if !request && word.iter().all(u8::is_ascii_digit) => {
                        let number = [a, b, c].iter().fold(0, |n, b| n * 10 + u64::from(**b - b'0'));
                        r.show(command, at, n)?;
                        r.tell(&NUMBER, at, n, Value::Num(number))?;
                    }
                    _ => r.show(command, at, n)?,
                }
            }
            _ => r.show(parameter, at, n)?,
        }
        at += n + 1;
    }
    Continue(())
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn both_sides() {
        let bytes = tcp_of(40000, 6667, b"NICK tim\r\nUSER tim tim 127.0.0.1 :Tim T\r\n");
        assert_eq!(fields_of(228, &bytes, &["irc.request.command", "irc.request.trailer", "irc.request.command_parameter"]), "NICK,USER Tim T tim,tim,tim,127.0.0.1");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(6667, 40000, b":ircd1.local 001 tim :Welcome\r\nPING :x\r\n");
        assert_eq!(fields_of(228, &bytes, &["irc.response.prefix", "irc.response.num_command", "irc.response.command", "irc.response.trailer"]), "ircd1.local 1 001,PING Welcome,x");
    }
}
