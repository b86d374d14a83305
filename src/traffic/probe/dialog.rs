//! Conversations of lines: SMTP, POP3, IMAP.

use super::{Link, Talk};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io;

fn refused(line: &[u8]) -> io::Error {
    io::Error::other(String::from_utf8_lossy(line).trim_end().to_owned())
}

fn plain(user: &str, password: &str) -> String {
    STANDARD.encode(format!("\0{user}\0{password}"))
}

/// Goes on under TLS.
async fn start_tls(talk: &mut Talk<'_>, link: Link) -> io::Result<Link> {
    let stream = talk.tls(link.stream, &[]).await?;
    Ok(Link { stream, held: vec![] })
}

// --- SMTP ---

/// A reply, all of its lines; an error where its number is not of that class.
async fn reply(talk: &mut Talk<'_>, link: &mut Link, class: u8) -> io::Result<Vec<u8>> {
    let mut all = vec![];
    loop {
        let line = link.line().await?;
        all.extend_from_slice(&line);
        if line.get(3) != Some(&b'-') {
            talk.heard(&all);
            return if line.first() == Some(&class) { Ok(all) } else { Err(refused(&line)) };
        }
        if all.len() > super::KEPT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a reply that does not end"));
        }
    }
}

async fn command(talk: &mut Talk<'_>, link: &mut Link, phase: &'static str, line: &str, class: u8) -> io::Result<Vec<u8>> {
    talk.next(phase);
    link.send(format!("{line}\r\n").as_bytes()).await?;
    reply(talk, link, class).await
}

/// EHLO, and with --data a mail: from `?from=` to `?to=`.
pub(super) async fn smtp(talk: &mut Talk<'_>) -> io::Result<()> {
    let mut link = Link::new(talk.connect().await?);
    talk.next("greeting");
    let greeting = reply(talk, &mut link, b'2').await?;
    talk.fact("greeting", String::from_utf8_lossy(&greeting).trim_end());
    let mut offers = command(talk, &mut link, "hello", "EHLO pkt.example", b'2').await?;
    if talk.options.start_tls {
        command(talk, &mut link, "starttls", "STARTTLS", b'2').await?;
        link = start_tls(talk, link).await?;
        offers = command(talk, &mut link, "hello", "EHLO pkt.example", b'2').await?;
    }
    let offers: Vec<String> =
        String::from_utf8_lossy(&offers).lines().skip(1).filter_map(|line| line.get(4..).map(str::to_owned)).collect();
    talk.fact("offers", offers.join(", "));
    if let (Some(user), Some(password)) = (&talk.target.user, &talk.target.password) {
        command(talk, &mut link, "login", &format!("AUTH PLAIN {}", plain(user, password)), b'2').await?;
    }
    if let Some(text) = talk.options.data.clone() {
        let line = |name: &str, or: &str| talk.target.query(name).unwrap_or(or).replace(['\r', '\n', '>'], "");
        let (from, to) = (line("from", "probe@pkt.example"), line("to", "postmaster@pkt.example"));
        command(talk, &mut link, "mail", &format!("MAIL FROM:<{from}>"), b'2').await?;
        command(talk, &mut link, "mail", &format!("RCPT TO:<{to}>"), b'2').await?;
        command(talk, &mut link, "mail", "DATA", b'3').await?;
        let date = jiff::Zoned::now().strftime("%a, %d %b %Y %H:%M:%S %z").to_string();
        let head = if text.contains(": ") && text.contains("\n\n") {
            String::new()
        } else {
            format!("Date: {date}\nFrom: <{from}>\nTo: <{to}>\nSubject: {}\n\n", text.lines().next().unwrap_or_default())
        };
        let mut message = String::new();
        for line in format!("{head}{text}").lines() {
            message.push_str(if line.starts_with('.') { "." } else { "" });
            message.push_str(line);
            message.push_str("\r\n");
        }
        message.push_str(".\r\n");
        talk.request(&mut link, message.as_bytes()).await?;
        reply(talk, &mut link, b'2').await?;
    }
    command(talk, &mut link, "goodbye", "QUIT", b'2').await?;
    talk.done();
    Ok(())
}

// --- POP3 ---

/// A line that begins with `+OK`, or an error.
async fn ok(talk: &mut Talk<'_>, link: &mut Link) -> io::Result<String> {
    let line = link.line().await?;
    talk.heard(&line);
    if line.starts_with(b"+OK") { Ok(String::from_utf8_lossy(&line).trim_end().to_owned()) } else { Err(refused(&line)) }
}

async fn lines(talk: &mut Talk<'_>, link: &mut Link) -> io::Result<Vec<String>> {
    let mut all = vec![];
    loop {
        let line = link.line().await?;
        talk.heard(&line);
        if line.trim_ascii_end() == b"." || all.len() > 100_000 {
            return Ok(all);
        }
        all.push(String::from_utf8_lossy(&line).trim_end().to_owned());
    }
}

/// CAPA, with a user STAT, and with --data that command.
pub(super) async fn pop3(talk: &mut Talk<'_>) -> io::Result<()> {
    let mut link = Link::new(talk.connect().await?);
    talk.next("greeting");
    let greeting = ok(talk, &mut link).await?;
    talk.fact("greeting", greeting);
    talk.next("hello");
    link.send(b"CAPA\r\n").await?;
    // An old server knows it not, and can be spoken with nonetheless.
    if ok(talk, &mut link).await.is_ok() {
        let offers = lines(talk, &mut link).await?;
        talk.fact("offers", offers.join(", "));
    }
    if talk.options.start_tls {
        talk.next("starttls");
        link.send(b"STLS\r\n").await?;
        ok(talk, &mut link).await?;
        link = start_tls(talk, link).await?;
    }
    if let (Some(user), Some(password)) = (&talk.target.user, &talk.target.password) {
        talk.next("login");
        link.send(format!("USER {user}\r\n").as_bytes()).await?;
        ok(talk, &mut link).await?;
        link.send(format!("PASS {password}\r\n").as_bytes()).await?;
        ok(talk, &mut link).await?;
    }
    let request = talk.options.data.clone().or_else(|| talk.target.user.is_some().then(|| "STAT".to_owned()));
    if let Some(request) = request {
        talk.request(&mut link, format!("{request}\r\n").as_bytes()).await?;
        let answer = ok(talk, &mut link).await?;
        talk.fact("status", answer);
        let mut words = request.split_whitespace();
        let verb = words.next().unwrap_or_default().to_ascii_uppercase();
        if matches!(verb.as_str(), "RETR" | "TOP" | "CAPA") || matches!(verb.as_str(), "LIST" | "UIDL") && words.next().is_none() {
            lines(talk, &mut link).await?;
        }
    }
    talk.next("goodbye");
    link.send(b"QUIT\r\n").await?;
    ok(talk, &mut link).await?;
    talk.done();
    Ok(())
}

// --- IMAP ---

/// All that comes up to the tagged line, literals included; an error where that is not OK.
async fn tagged(talk: &mut Talk<'_>, link: &mut Link, tag: &str) -> io::Result<Vec<u8>> {
    let mut all = vec![];
    loop {
        let line = link.line().await?;
        talk.heard(&line);
        if let Some(rest) = line.strip_prefix(tag.as_bytes()) {
            return if rest.trim_ascii_start().starts_with(b"OK") { Ok(all) } else { Err(refused(&line)) };
        }
        all.extend_from_slice(&line);
        let literal = line.trim_ascii_end().strip_suffix(b"}").and_then(|line| line.rsplit(|byte| *byte == b'{').next());
        let literal = literal.and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<usize>().ok());
        if let Some(mut left) = literal.filter(|_| line.contains(&b'{')) {
            while left > 0 {
                if link.held.is_empty() && link.more().await? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                let taken = left.min(link.held.len());
                let bytes: Vec<u8> = link.held.drain(..taken).collect();
                talk.heard(&bytes);
                left -= taken;
            }
        }
        if all.len() > super::KEPT {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "an answer that does not end"));
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace(['\r', '\n'], "").replace('\\', "\\\\").replace('"', "\\\""))
}

/// CAPABILITY, with a user INBOX is selected, and with --data that command given.
pub(super) async fn imap(talk: &mut Talk<'_>) -> io::Result<()> {
    let mut link = Link::new(talk.connect().await?);
    talk.next("greeting");
    let line = link.line().await?;
    talk.heard(&line);
    if !line.starts_with(b"* OK") && !line.starts_with(b"* PREAUTH") {
        return Err(refused(&line));
    }
    talk.fact("greeting", String::from_utf8_lossy(&line).trim_end());
    if talk.options.start_tls {
        talk.next("starttls");
        link.send(b"a0 STARTTLS\r\n").await?;
        tagged(talk, &mut link, "a0 ").await?;
        link = start_tls(talk, link).await?;
    }
    talk.next("hello");
    link.send(b"a1 CAPABILITY\r\n").await?;
    let offers = tagged(talk, &mut link, "a1 ").await?;
    talk.fact("offers", String::from_utf8_lossy(&offers).trim_end().trim_start_matches("* CAPABILITY "));
    if let (Some(user), Some(password)) = (&talk.target.user, &talk.target.password) {
        talk.next("login");
        link.send(format!("a2 LOGIN {} {}\r\n", quoted(user), quoted(password)).as_bytes()).await?;
        tagged(talk, &mut link, "a2 ").await?;
        talk.next("select");
        link.send(b"a3 EXAMINE INBOX\r\n").await?;
        let box_ = tagged(talk, &mut link, "a3 ").await?;
        let exists = String::from_utf8_lossy(&box_).lines().find(|line| line.ends_with("EXISTS")).map(str::to_owned);
        talk.fact("status", exists.unwrap_or_default().trim_start_matches("* "));
    }
    if let Some(data) = talk.options.data.clone() {
        talk.request(&mut link, format!("a4 {data}\r\n").as_bytes()).await?;
        tagged(talk, &mut link, "a4 ").await?;
    }
    talk.next("goodbye");
    link.send(b"a5 LOGOUT\r\n").await?;
    tagged(talk, &mut link, "a5 ").await?;
    talk.done();
    Ok(())
}
