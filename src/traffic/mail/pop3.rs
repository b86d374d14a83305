//! POP3 (RFC 1939), with CAPA (RFC 2449), AUTH PLAIN (RFC 5034) and STLS (RFC 2595).

use super::{Mailbox, Message, PATIENCE, no_line, parts, plain, split};
use crate::traffic::conn::Conn;
use crate::traffic::serve::Talk;
use std::io;

pub(in crate::traffic) async fn serve(conn: Conn, mailbox: &Mailbox, talk: &Talk<'_>) -> io::Result<()> {
    let mut lines = super::lines(conn, talk.options());
    lines.say("+OK Pktlab\r\n").await?;
    let (mut name, mut wrong) = (None, 0);
    // What the client sees does not change while it is here (RFC 1939, 8).
    let mut open: Option<Vec<(Message, bool)>> = None;
    loop {
        let line = match lines.next().await {
            Ok(line) => line,
            Err(error) => return no_line(&mut lines, error, "-ERR Line too long\r\n", "").await,
        };
        let (verb, rest) = split(&line);
        talk.did(|| if verb == "PASS" { "PASS ..".to_owned() } else { super::super::serve::shown(&line) });
        let answer = match (verb.as_str(), &mut open) {
            ("CAPA", _) => {
                let tls = if talk.options().keys.is_some() && !lines.conn.is_tls() { "STLS\r\n" } else { "" };
                format!("+OK\r\nTOP\r\nUSER\r\nSASL PLAIN\r\nUIDL\r\nPIPELINING\r\n{tls}IMPLEMENTATION Pktlab\r\n.\r\n").into_bytes()
            }
            ("QUIT", _) => {
                let gone: Vec<u32> = open.iter().flatten().filter(|(_, gone)| *gone).map(|(message, _)| message.uid).collect();
                mailbox.remove(&gone);
                lines.say("+OK Goodbye\r\n").await?;
                return lines.end().await;
            }
            ("STLS", None) if !lines.conn.is_tls() => match &talk.options().keys {
                None => b"-ERR There is no certificate here\r\n".to_vec(),
                Some(keys) => {
                    lines.say("+OK Go ahead\r\n").await?;
                    lines = lines.start_tls(keys).await?;
                    name = None;
                    continue;
                }
            },
            ("USER", None) if !rest.is_empty() => {
                name = Some(rest);
                b"+OK And the password?\r\n".to_vec()
            }
            ("PASS", None) => match name.take() {
                Some(name) if mailbox.knows(name.as_bytes(), rest.as_bytes()) => {
                    open = Some(mailbox.all().into_iter().map(|message| (message, false)).collect());
                    b"+OK Welcome\r\n".to_vec()
                }
                Some(_) => {
                    wrong += 5;
                    b"-ERR Wrong name or password\r\n".to_vec()
                }
                None => b"-ERR USER first\r\n".to_vec(),
            },
            ("AUTH", None) => {
                let (way, first) = rest.split_once(' ').unwrap_or((&rest, ""));
                if rest.is_empty() {
                    b"+OK\r\nPLAIN\r\n.\r\n".to_vec()
                } else if !way.eq_ignore_ascii_case("PLAIN") {
                    b"-ERR PLAIN\r\n".to_vec()
                } else {
                    let text = if first.is_empty() {
                        lines.say("+ \r\n").await?;
                        match lines.next().await {
                            Ok(text) => text,
                            Err(error) => return no_line(&mut lines, error, "-ERR Line too long\r\n", "").await,
                        }
                    } else {
                        first.as_bytes().to_vec()
                    };
                    match plain(&text) {
                        Some((name, password)) if mailbox.knows(&name, &password) => {
                            open = Some(mailbox.all().into_iter().map(|message| (message, false)).collect());
                            b"+OK Welcome\r\n".to_vec()
                        }
                        _ => {
                            wrong += 5;
                            b"-ERR Wrong name or password\r\n".to_vec()
                        }
                    }
                }
            }
            ("STAT" | "LIST" | "UIDL" | "RETR" | "TOP" | "DELE" | "RSET" | "NOOP", None) => b"-ERR USER and PASS first\r\n".to_vec(),
            ("NOOP", Some(_)) => b"+OK\r\n".to_vec(),
            ("RSET", Some(all)) => {
                all.iter_mut().for_each(|(_, gone)| *gone = false);
                b"+OK\r\n".to_vec()
            }
            ("STAT", Some(all)) => {
                let there = all.iter().filter(|(_, gone)| !gone);
                let bytes: usize = there.clone().map(|(message, _)| message.bytes.len()).sum();
                format!("+OK {} {bytes}\r\n", there.count()).into_bytes()
            }
            ("LIST" | "UIDL", Some(all)) => {
                let line = |number: usize, message: &Message| match verb.as_str() {
                    "LIST" => format!("{number} {}\r\n", message.bytes.len()),
                    _ => format!("{number} {}\r\n", message.uid),
                };
                if rest.is_empty() {
                    let mut text = "+OK\r\n".to_owned();
                    for (at, (message, _)) in all.iter().enumerate().filter(|(_, (_, gone))| !gone) {
                        text.push_str(&line(at + 1, message));
                    }
                    text.push_str(".\r\n");
                    text.into_bytes()
                } else {
                    match find(all, &rest) {
                        Some((number, (message, _))) => format!("+OK {}", line(number, message)).into_bytes(),
                        None => NO_SUCH.to_vec(),
                    }
                }
            }
            ("RETR", Some(all)) => match find(all, &rest) {
                Some((_, (message, _))) => {
                    let mut out = format!("+OK {} octets\r\n", message.bytes.len()).into_bytes();
                    stuff(&message.bytes, usize::MAX, &mut out);
                    out
                }
                None => NO_SUCH.to_vec(),
            },
            ("TOP", Some(all)) => {
                let (number, n) = rest.split_once(' ').unwrap_or((&rest, ""));
                match (find(all, number), n.trim().parse()) {
                    (Some((_, (message, _))), Ok(n)) => {
                        let mut out = b"+OK\r\n".to_vec();
                        stuff(&message.bytes, n, &mut out);
                        out
                    }
                    (None, _) => NO_SUCH.to_vec(),
                    _ => b"-ERR TOP number lines\r\n".to_vec(),
                }
            }
            ("DELE", Some(all)) => match find(all, &rest) {
                Some((_, (_, gone))) => {
                    *gone = true;
                    b"+OK\r\n".to_vec()
                }
                None => NO_SUCH.to_vec(),
            },
            _ => {
                wrong += 1;
                b"-ERR What?\r\n".to_vec()
            }
        };
        lines.say(answer).await?;
        if wrong >= PATIENCE {
            return lines.end().await;
        }
    }
}

const NO_SUCH: &[u8] = b"-ERR There is no such message\r\n";

fn find<'a>(all: &'a mut [(Message, bool)], number: &str) -> Option<(usize, &'a mut (Message, bool))> {
    let number: usize = number.trim().parse().ok()?;
    let message = all.get_mut(number.checked_sub(1)?)?;
    (!message.1).then_some((number, message))
}

/// The head and so many lines of the body, with a dot more where a line begins with one, and the dot that ends them.
fn stuff(bytes: &[u8], lines: usize, out: &mut Vec<u8>) {
    let (head, body) = parts(bytes);
    let whole = head.len() == bytes.len();
    let mut put = |line: &[u8]| {
        if line.starts_with(b".") {
            out.push(b'.');
        }
        out.extend_from_slice(line.strip_suffix(b"\r\n").or(line.strip_suffix(b"\n")).unwrap_or(line));
        out.extend_from_slice(b"\r\n");
    };
    head.split_inclusive(|byte| *byte == b'\n').for_each(&mut put);
    if !whole {
        put(b"\r\n");
    }
    body.split_inclusive(|byte| *byte == b'\n').take(lines).for_each(&mut put);
    out.extend_from_slice(b".\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_doubled() {
        let mut out = vec![];
        stuff(b"A: b\r\n\r\n.\r\n..x\r\nend", usize::MAX, &mut out);
        assert_eq!(out, b"A: b\r\n\r\n..\r\n...x\r\nend\r\n.\r\n");
        out.clear();
        stuff(b"A: b\r\n\r\none\r\ntwo\r\n", 1, &mut out);
        assert_eq!(out, b"A: b\r\n\r\none\r\n.\r\n");
    }
}
