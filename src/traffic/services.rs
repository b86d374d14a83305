//! The small services of RFC 862 to 868, over connections and in datagrams.

use super::conn::Conn;
use super::serve::Talk;
use std::io;
use std::time::{SystemTime, UNIX_EPOCH};

/// What is done with what comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// Sends it back (RFC 862), or a fixed reply.
    Echo,
    /// Nothing (RFC 863).
    Discard,
    /// Sends characters without end (RFC 864).
    Chargen,
    /// Sends the date and the time, for people (RFC 867).
    Daytime,
    /// Sends the seconds since 1900 (RFC 868).
    Time,
    /// Sends a quote (RFC 865).
    Qotd,
}

/// Characters of a line of RFC 864.
const LINE: usize = 72;

/// Said by those who built the nets; none is longer than the 512 characters that RFC 865 allows.
const QUOTES: [&str; 7] = [
    "In general, an implementation should be conservative in its sending behavior, and liberal in its receiving behavior. (RFC 760)",
    "In protocol design, perfection has been reached not when there is nothing left to add, but when there is nothing left to take away. (RFC 1925)",
    "It Has To Work. (RFC 1925, the first truth)",
    "With sufficient thrust, pigs fly just fine. However, this is not necessarily a good idea. (RFC 1925)",
    "We reject kings, presidents and voting. We believe in rough consensus and running code. (David Clark)",
    "Every old idea will be proposed again with a different name and a different presentation, regardless of whether it works. (RFC 1925)",
    "Be lenient with packets and strict with deadlines. (found in a capture)",
];

/// The line of characters that stands at this place of the pattern.
fn chargen(number: usize, out: &mut Vec<u8>) {
    out.extend((0..LINE).map(|at| b' ' + ((number + at) % 95) as u8));
    out.extend_from_slice(b"\r\n");
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn answer(service: Service, number: u64) -> Vec<u8> {
    match service {
        Service::Daytime => format!("{}\r\n", jiff::Zoned::now().strftime("%A, %B %-d, %Y %H:%M:%S-%Z")).into_bytes(),
        // Seconds from 1900 to 1970: RFC 868. The number has 32 bits and begins again in 2036.
        Service::Time => ((now() + 2_208_988_800) as u32).to_be_bytes().to_vec(),
        Service::Qotd => {
            let quote = QUOTES.get((now() + number) as usize % QUOTES.len()).copied().unwrap_or_default();
            format!("{quote}\r\n").into_bytes()
        }
        _ => vec![],
    }
}

/// A connection, from the first byte to the last.
pub(super) async fn stream(service: Service, conn: &mut Conn, talk: &Talk<'_>) -> io::Result<()> {
    match service {
        Service::Echo => {
            conn.rest();
            if let Some(reply) = talk.reply() {
                while conn.take(|bytes| talk.heard(bytes)).await?.is_some() {
                    conn.say(reply).await?;
                    conn.rest();
                }
            } else {
                while conn.echo(|bytes| talk.heard(bytes)).await? {
                    conn.rest();
                }
            }
        }
        Service::Discard => {
            conn.rest();
            while conn.take(|bytes| talk.heard(bytes)).await?.is_some() {
                conn.rest();
            }
        }
        Service::Chargen => {
            let mut number = 0;
            while !talk.ending() {
                let mut lines = Vec::with_capacity(95 * (LINE + 2));
                (number..number + 95).for_each(|line| chargen(line, &mut lines));
                number = (number + 95) % 95;
                conn.say(&lines).await?;
            }
        }
        Service::Daytime | Service::Time | Service::Qotd => conn.say(&answer(service, talk.number)).await?,
    }
    Ok(())
}

/// What is answered to a datagram, if anything.
pub(super) fn datagram<'a>(
    service: Service,
    heard: &'a [u8],
    number: u64,
    reply: Option<&'a [u8]>,
    room: &'a mut Vec<u8>,
) -> Option<&'a [u8]> {
    match service {
        Service::Echo => Some(reply.unwrap_or(heard)),
        Service::Discard => None,
        Service::Chargen => {
            // Between 0 and 512 characters (RFC 864): never more than somebody with another's address could have sent himself, and
            // at least a line, as a client expects one.
            room.clear();
            while room.len() + LINE + 2 <= heard.len().clamp(LINE + 2, 512) {
                chargen(number as usize % 95, room);
            }
            Some(room)
        }
        Service::Daytime | Service::Time | Service::Qotd => {
            *room = answer(service, number);
            Some(room)
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_of_characters_is_the_rfcs() {
        let mut lines = vec![];
        (0..95).for_each(|line| chargen(line, &mut lines));
        let lines = String::from_utf8(lines).unwrap();
        let lines: Vec<&str> = lines.split_terminator("\r\n").collect();
        assert_eq!(lines[0], r##" !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefg"##);
        assert_eq!(lines[1], r##"!"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefgh"##);
        assert_eq!(lines[94], r##"~ !"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdef"##);
    }

    #[test]
    fn a_quote_is_no_longer_than_it_may_be() {
        assert!(QUOTES.iter().all(|quote| quote.len() + 2 <= 512 && quote.is_ascii()));
    }

    #[test]
    fn a_datagram_is_not_answered_with_much_more() {
        let mut room = vec![];
        for len in [0, 1, 74, 500, 60_000] {
            let heard = vec![0; len];
            let n = datagram(Service::Chargen, &heard, 0, None, &mut room).unwrap().len();
            assert!(n <= len.max(74) && n <= 512, "{len}: {n}");
        }
    }
}
