//! SMTP (RFC 5321), with AUTH (RFC 4954), STARTTLS (RFC 3207), SIZE, 8BITMIME, PIPELINING and SMTPUTF8.

use super::{LARGEST, Mailbox, PATIENCE, no_line, plain, split};
use crate::traffic::conn::Conn;
use crate::traffic::lines::{Lines, NoLine};
use crate::traffic::serve::Talk;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io;

/// Recipients of a message (RFC 5321, 4.5.3.1.8: at least 100).
const RECIPIENTS: usize = 1000;

/// A mail that is on its way in.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

pub(in crate::traffic) async fn serve(conn: Conn, mailbox: &Mailbox, talk: &Talk<'_>) -> io::Result<()> {
    let mut lines = super::lines(conn, talk.options());
    lines.say("220 pkt.example ESMTP Pktlab\r\n").await?;
    let (mut envelope, mut greeted, mut known, mut wrong) = (Envelope::default(), false, false, 0);
    loop {
        let line = match lines.next().await {
            Ok(line) => line,
            Err(error) => return no_line(&mut lines, error, "500 5.5.6 Line too long\r\n", "421 4.4.2 Too slow\r\n").await,
        };
        let (verb, rest) = split(&line);
        talk.did(|| super::super::serve::shown(&line));
        let answer = match verb.as_str() {
            "EHLO" | "HELO" if rest.is_empty() => "501 5.5.4 Who are you?\r\n".to_owned(),
            "HELO" => {
                (greeted, envelope) = (true, Envelope::default());
                "250 pkt.example\r\n".to_owned()
            }
            "EHLO" => {
                (greeted, envelope) = (true, Envelope::default());
                let tls = if talk.options().keys.is_some() && !lines.conn.is_tls() { "250-STARTTLS\r\n" } else { "" };
                format!(
                    "250-pkt.example greets {}\r\n250-PIPELINING\r\n250-SIZE {LARGEST}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n{tls}250-AUTH PLAIN LOGIN\r\n250 ENHANCEDSTATUSCODES\r\n",
                    rest.chars().filter(|c| c.is_ascii_graphic()).take(255).collect::<String>()
                )
            }
            "STARTTLS" if lines.conn.is_tls() => "503 5.5.1 It is TLS already\r\n".to_owned(),
            "STARTTLS" => match &talk.options().keys {
                None => "502 5.5.1 There is no certificate here\r\n".to_owned(),
                Some(keys) => {
                    lines.say("220 2.0.0 Go ahead\r\n").await?;
                    lines = lines.start_tls(keys).await?;
                    // All that was said before is forgotten (RFC 3207, 4.2).
                    (envelope, greeted, known) = (Envelope::default(), false, false);
                    continue;
                }
            },
            "AUTH" if !greeted => "503 5.5.1 EHLO first\r\n".to_owned(),
            "AUTH" if known => "503 5.5.1 We know each other\r\n".to_owned(),
            "AUTH" => match auth(&mut lines, mailbox, &rest).await? {
                Ok(true) => {
                    known = true;
                    "235 2.7.0 Welcome\r\n".to_owned()
                }
                Ok(false) => {
                    wrong += 5;
                    "535 5.7.8 Wrong name or password\r\n".to_owned()
                }
                Err(words) => words.to_owned(),
            },
            "MAIL" if !greeted => "503 5.5.1 EHLO first\r\n".to_owned(),
            "MAIL" if envelope.from.is_some() => "503 5.5.1 There is a sender already\r\n".to_owned(),
            "MAIL" => match path(&rest, "FROM:") {
                Some((from, parameters)) => {
                    let size = parameters.split(' ').find_map(|p| p.to_ascii_uppercase().strip_prefix("SIZE=")?.parse::<usize>().ok());
                    if size.is_some_and(|size| size > LARGEST) {
                        "552 5.3.4 Too large\r\n".to_owned()
                    } else {
                        envelope.from = Some(from);
                        "250 2.1.0 Ok\r\n".to_owned()
                    }
                }
                None => "501 5.5.4 MAIL FROM:<address>\r\n".to_owned(),
            },
            "RCPT" if envelope.from.is_none() => "503 5.5.1 MAIL first\r\n".to_owned(),
            "RCPT" if envelope.to.len() >= RECIPIENTS => "452 4.5.3 Too many recipients\r\n".to_owned(),
            "RCPT" => match path(&rest, "TO:").filter(|(to, _)| !to.is_empty()) {
                Some((to, _)) => {
                    envelope.to.push(to);
                    "250 2.1.5 Ok\r\n".to_owned()
                }
                None => "501 5.5.4 RCPT TO:<address>\r\n".to_owned(),
            },
            "DATA" if envelope.to.is_empty() => "503 5.5.1 RCPT first\r\n".to_owned(),
            "DATA" => {
                lines.say("354 End with a dot on a line of its own\r\n").await?;
                let envelope = std::mem::take(&mut envelope);
                let stamp = jiff::Zoned::now().strftime("%a, %d %b %Y %H:%M:%S %z");
                let from = envelope.from.unwrap_or_default();
                let start = format!("Return-Path: <{from}>\r\nReceived: from {} by pkt.example; {stamp}\r\n", talk.peer);
                match data(&mut lines, start.into_bytes()).await {
                    Ok(Some(message)) => {
                        let len = message.len();
                        match mailbox.put(message, vec![]) {
                            Some(number) => {
                                talk.did(|| format!("mail {number} from <{from}> to <{}>, {len} bytes", envelope.to.join(">, <")));
                                format!("250 2.0.0 Ok, it is number {number}\r\n")
                            }
                            None => "452 4.3.1 The mailbox is full\r\n".to_owned(),
                        }
                    }
                    Ok(None) => "552 5.3.4 Too large\r\n".to_owned(),
                    Err(error) => return no_line(&mut lines, error, "500 5.5.6 Line too long\r\n", "421 4.4.2 Too slow\r\n").await,
                }
            }
            "RSET" => {
                envelope = Envelope::default();
                "250 2.0.0 Ok\r\n".to_owned()
            }
            "NOOP" => "250 2.0.0 Ok\r\n".to_owned(),
            "VRFY" => "252 2.1.5 Try it\r\n".to_owned(),
            "HELP" => "214 2.0.0 RFC 5321\r\n".to_owned(),
            "QUIT" => {
                lines.say("221 2.0.0 Goodbye\r\n").await?;
                return lines.end().await;
            }
            _ => {
                wrong += 1;
                "500 5.5.2 What?\r\n".to_owned()
            }
        };
        lines.say(answer).await?;
        if wrong >= PATIENCE {
            lines.say("421 4.7.0 Too many errors\r\n").await?;
            return lines.end().await;
        }
    }
}

/// The address in `FROM:<a@b> SIZE=1`, and what stands behind it.
fn path(text: &str, word: &str) -> Option<(String, String)> {
    let rest = text.get(word.len()..).filter(|_| text.get(..word.len()).is_some_and(|own| own.eq_ignore_ascii_case(word)))?;
    let (address, rest) = rest.trim_start().strip_prefix('<')?.split_once('>')?;
    // A route before it is to be ignored (RFC 5321, 4.1.1.3).
    let address = address.strip_prefix('@').and_then(|route| route.split_once(':')).map_or(address, |(_, address)| address);
    let lawful = address.is_empty() || address.rsplit_once('@').is_none_or(|(local, domain)| !local.is_empty() && !domain.is_empty());
    let visible = !address.contains(|c: char| c.is_control() || c == '<' || c == ' ');
    (lawful && visible).then(|| (address.to_owned(), rest.trim().to_owned()))
}

/// A message up to the dot, dots undone (RFC 5321, 4.5.2); `None` where it is too large.
async fn data(lines: &mut Lines, mut message: Vec<u8>) -> Result<Option<Vec<u8>>, NoLine> {
    let mut fits = true;
    loop {
        let line = lines.next().await?;
        if line == b"." {
            return Ok(fits.then_some(message));
        }
        fits &= message.len() + line.len() + 2 <= LARGEST;
        if fits {
            message.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
            message.extend_from_slice(b"\r\n");
        }
    }
}

/// Whether the password is right; or what else is to be said.
async fn auth(lines: &mut Lines, mailbox: &Mailbox, rest: &str) -> io::Result<Result<bool, &'static str>> {
    let (way, first) = rest.split_once(' ').unwrap_or((rest, ""));
    let first = (!first.is_empty()).then(|| first.as_bytes().to_vec());
    let pair = match way.to_ascii_uppercase().as_str() {
        "PLAIN" => {
            let text = match first {
                Some(text) => text,
                None => match asked(lines, "").await? {
                    Ok(text) => text,
                    Err(words) => return Ok(Err(words)),
                },
            };
            plain(&text)
        }
        "LOGIN" => {
            let name = match first {
                Some(name) => name,
                None => match asked(lines, "VXNlcm5hbWU6").await? {
                    Ok(text) => text,
                    Err(words) => return Ok(Err(words)),
                },
            };
            match asked(lines, "UGFzc3dvcmQ6").await? {
                Ok(password) => STANDARD.decode(name).ok().zip(STANDARD.decode(password).ok()),
                Err(words) => return Ok(Err(words)),
            }
        }
        _ => return Ok(Err("504 5.5.4 PLAIN or LOGIN\r\n")),
    };
    Ok(match pair {
        Some((name, password)) => Ok(mailbox.knows(&name, &password)),
        None => Err("501 5.5.2 That is not base64\r\n"),
    })
}

/// Asks for a further line of AUTH.
async fn asked(lines: &mut Lines, prompt: &str) -> io::Result<Result<Vec<u8>, &'static str>> {
    lines.say(format!("334 {prompt}\r\n")).await?;
    match lines.next().await {
        Ok(line) if line == b"*" => Ok(Err("501 5.0.0 As you like\r\n")),
        Ok(line) => Ok(Ok(line)),
        Err(NoLine::Io(error)) => Err(error),
        Err(NoLine::Long) => Err(io::Error::new(io::ErrorKind::InvalidData, "a line that is too long")),
        Err(NoLine::End) => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_envelope() {
        let path = |text: &str| path(text, "FROM:").map(|(address, rest)| format!("{address}|{rest}"));
        assert_eq!(path("FROM:<a@b.example> SIZE=12 BODY=8BITMIME").unwrap(), "a@b.example|SIZE=12 BODY=8BITMIME");
        assert_eq!(path("from: <>").unwrap(), "|");
        assert_eq!(path("FROM:<@hop.example:a@b.example>").unwrap(), "a@b.example|");
        for wrong in ["FROM:a@b", "FROM:<a@b", "TO:<a@b>", "FROM:<@b>", "FROM:<a b@c>", "FR", ""] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
    }
}
