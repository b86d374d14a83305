//! IMAP4rev1 (RFC 3501) with one mailbox, INBOX, with AUTH=PLAIN, SASL-IR (RFC 4959), LITERAL+ (RFC 7888), UNSELECT and STARTTLS.
//!
//! Commands are read by imap-codec, which knows the whole grammar; what is answered needs little of it.

use super::{LARGEST, Mailbox, Message, PATIENCE, field, fields, no_line, parts, plain};
use crate::traffic::conn::Conn;
use crate::traffic::lines::{Lines, NoLine};
use crate::traffic::serve::Talk;
use imap_codec::CommandCodec;
use imap_codec::decode::{CommandDecodeError, Decoder};
use imap_codec::imap_types::auth::AuthMechanism;
use imap_codec::imap_types::command::CommandBody;
use imap_codec::imap_types::core::LiteralMode;
use imap_codec::imap_types::extensions::binary::LiteralOrLiteral8;
use imap_codec::imap_types::fetch::{MacroOrMessageDataItemNames, MessageDataItemName, Section};
use imap_codec::imap_types::flag::{StoreResponse, StoreType};
use imap_codec::imap_types::mailbox::{ListMailbox, Mailbox as Name};
use imap_codec::imap_types::search::SearchKey;
use imap_codec::imap_types::sequence::{SeqOrUid, Sequence, SequenceSet};
use imap_codec::imap_types::status::StatusDataItemName;
use std::io;

/// Literals of one command.
const LITERALS: usize = 16;

/// What a client has opened: the messages it knows of, in order, and whether it may change them.
struct View {
    uids: Vec<u32>,
    writes: bool,
}

/// A command that has come.
enum Came {
    Whole(Vec<u8>),
    /// It was answered, since it cannot be taken.
    Refused,
}

pub(in crate::traffic) async fn serve(conn: Conn, mailbox: &Mailbox, talk: &Talk<'_>) -> io::Result<()> {
    let mut lines = super::lines(conn, talk.options());
    lines.say(format!("* OK [CAPABILITY {}] Pktlab\r\n", capabilities(&lines, talk))).await?;
    let (mut known, mut view, mut wrong): (bool, Option<View>, u32) = (false, None, 0);
    loop {
        if wrong >= PATIENCE {
            lines.say("* BYE Too many errors\r\n").await?;
            return lines.end().await;
        }
        let came = match command(&mut lines).await {
            Ok(Came::Whole(came)) => came,
            Ok(Came::Refused) => {
                wrong += 1;
                continue;
            }
            Err(error) => return no_line(&mut lines, error, "* BYE Line too long\r\n", "* BYE Too slow\r\n").await,
        };
        let tag: String = String::from_utf8_lossy(&came).split(' ').next().unwrap_or("*").trim().to_owned();
        let tag = if tag.is_empty() { "*".to_owned() } else { tag };
        let Ok((_, command)) = CommandCodec::default().decode(&came) else {
            wrong += 1;
            talk.did(|| super::super::serve::shown(&came));
            lines.say(format!("{tag} BAD What?\r\n")).await?;
            continue;
        };
        let name = command.body.name();
        talk.did(|| if matches!(name, "LOGIN" | "AUTHENTICATE") { format!("{tag} {name} ..") } else { super::super::serve::shown(&came) });
        let mut out = Vec::new();
        // `Some` is the tagged answer.
        let answer: String = match command.body {
            CommandBody::Capability => {
                out.extend_from_slice(format!("* CAPABILITY {}\r\n", capabilities(&lines, talk)).as_bytes());
                "OK Done".to_owned()
            }
            CommandBody::Noop | CommandBody::Check => "OK Done".to_owned(),
            CommandBody::Logout => {
                lines.say(format!("* BYE Goodbye\r\n{tag} OK Done\r\n")).await?;
                return lines.end().await;
            }
            CommandBody::StartTLS if !known && !lines.conn.is_tls() => match &talk.options().keys {
                None => "NO There is no certificate here".to_owned(),
                Some(keys) => {
                    lines.say(format!("{tag} OK Go ahead\r\n")).await?;
                    lines = lines.start_tls(keys).await?;
                    continue;
                }
            },
            CommandBody::Login { username, password } if !known => {
                known = mailbox.knows(username.as_ref(), password.declassify().as_ref());
                wrong += if known { 0 } else { 5 };
                if known { "OK Welcome".to_owned() } else { "NO [AUTHENTICATIONFAILED] Wrong name or password".to_owned() }
            }
            CommandBody::Authenticate { mechanism: AuthMechanism::Plain, initial_response } if !known => {
                let text = match initial_response {
                    // The codec has taken it out of its base64.
                    Some(bytes) => Some(bytes.declassify().to_vec()),
                    None => {
                        lines.say("+ \r\n").await?;
                        match lines.next().await {
                            Ok(line) => plain_bytes(&line),
                            Err(error) => return no_line(&mut lines, error, "* BYE Line too long\r\n", "* BYE Too slow\r\n").await,
                        }
                    }
                };
                let pair = text.and_then(|text| {
                    let mut parts = text.split(|byte| *byte == 0).skip(1).map(<[u8]>::to_vec);
                    parts.next().zip(parts.next())
                });
                known = pair.is_some_and(|(name, password)| mailbox.knows(&name, &password));
                wrong += if known { 0 } else { 5 };
                if known { "OK Welcome".to_owned() } else { "NO [AUTHENTICATIONFAILED] Wrong name or password".to_owned() }
            }
            CommandBody::Authenticate { .. } if !known => "NO PLAIN".to_owned(),
            CommandBody::Authenticate { .. } | CommandBody::Login { .. } | CommandBody::StartTLS => "BAD Not now".to_owned(),
            _ if !known => "BAD LOGIN first".to_owned(),
            CommandBody::Select { mailbox: ref which, .. } | CommandBody::Examine { mailbox: ref which, .. } => {
                if *which == Name::Inbox {
                    let writes = name == "SELECT";
                    let uids: Vec<u32> = mailbox.all().iter().map(|message| message.uid).collect();
                    let next = mailbox.lock().last + 1;
                    out.extend_from_slice(
                        format!(
                            "* {} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n\
                             * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)] Limited\r\n\
                             * OK [UIDVALIDITY 1] UIDs are valid\r\n* OK [UIDNEXT {next}] Predicted next UID\r\n",
                            uids.len()
                        )
                        .as_bytes(),
                    );
                    view = Some(View { uids, writes });
                    format!("OK [{}] Done", if writes { "READ-WRITE" } else { "READ-ONLY" })
                } else {
                    view = None;
                    "NO There is only INBOX".to_owned()
                }
            }
            CommandBody::List { mailbox_wildcard, .. } => {
                let pattern = match &mailbox_wildcard {
                    ListMailbox::Token(token) => token.as_ref().to_vec(),
                    ListMailbox::String(text) => text.as_ref().to_vec(),
                };
                let mut pattern = pattern;
                // Several stars are one, and need not be tried one by one.
                pattern.dedup_by(|a, b| matches!(a, b'*' | b'%') && matches!(b, b'*' | b'%'));
                pattern.truncate(32);
                let line: &[u8] = match pattern.as_slice() {
                    b"" => b"* LIST (\\Noselect) \"/\" \"\"\r\n",
                    pattern if like(pattern, b"INBOX") => b"* LIST (\\HasNoChildren) \"/\" INBOX\r\n",
                    _ => b"",
                };
                out.extend_from_slice(line);
                "OK Done".to_owned()
            }
            CommandBody::Lsub { .. } => {
                out.extend_from_slice(b"* LSUB () \"/\" INBOX\r\n");
                "OK Done".to_owned()
            }
            CommandBody::Subscribe { .. } | CommandBody::Unsubscribe { .. } => "OK Done".to_owned(),
            CommandBody::Create { .. } | CommandBody::Delete { .. } | CommandBody::Rename { .. } | CommandBody::Copy { .. } => {
                "NO There is only INBOX".to_owned()
            }
            CommandBody::Status { mailbox: which, item_names } => {
                if which == Name::Inbox {
                    let all = mailbox.all();
                    let unseen = all.iter().filter(|message| !has(message, "\\Seen")).count();
                    let items: Vec<String> = item_names
                        .iter()
                        .filter_map(|item| {
                            Some(match item {
                                StatusDataItemName::Messages => format!("MESSAGES {}", all.len()),
                                StatusDataItemName::Recent => "RECENT 0".to_owned(),
                                StatusDataItemName::UidNext => format!("UIDNEXT {}", mailbox.lock().last + 1),
                                StatusDataItemName::UidValidity => "UIDVALIDITY 1".to_owned(),
                                StatusDataItemName::Unseen => format!("UNSEEN {unseen}"),
                                _ => return None,
                            })
                        })
                        .collect();
                    out.extend_from_slice(format!("* STATUS INBOX ({})\r\n", items.join(" ")).as_bytes());
                    "OK Done".to_owned()
                } else {
                    "NO There is only INBOX".to_owned()
                }
            }
            CommandBody::Append { mailbox: which, flags, message, .. } => {
                let bytes = match &message {
                    LiteralOrLiteral8::Literal(literal) => literal.as_ref().to_vec(),
                    LiteralOrLiteral8::Literal8(literal) => literal.data.to_vec(),
                };
                if which != Name::Inbox {
                    "NO [TRYCREATE] There is only INBOX".to_owned()
                } else if mailbox.put(bytes, flags.iter().map(ToString::to_string).collect()).is_some() {
                    "OK Done".to_owned()
                } else {
                    "NO [OVERQUOTA] The mailbox is full".to_owned()
                }
            }
            body => match &mut view {
                None => "BAD SELECT first".to_owned(),
                Some(open) => match selected(body, open, mailbox, &mut out) {
                    Selected::Answer(answer) => answer.to_owned(),
                    Selected::Closed => {
                        view = None;
                        "OK Done".to_owned()
                    }
                    Selected::Unknown => {
                        wrong += 1;
                        "BAD That is not known here".to_owned()
                    }
                },
            },
        };
        // What others did is told where numbers may change (RFC 3501, 7.4.1: not while FETCH, STORE or SEARCH are answered).
        if let Some(open) = &mut view
            && !matches!(name, "FETCH" | "STORE" | "SEARCH")
        {
            news(open, mailbox, &mut out);
        }
        out.extend_from_slice(format!("{tag} {answer}\r\n").as_bytes());
        lines.say(out).await?;
    }
}

fn capabilities(lines: &Lines, talk: &Talk<'_>) -> String {
    let tls = if talk.options().keys.is_some() && !lines.conn.is_tls() { " STARTTLS" } else { "" };
    format!("IMAP4rev1 LITERAL+ SASL-IR UNSELECT AUTH=PLAIN{tls}")
}

fn plain_bytes(line: &[u8]) -> Option<Vec<u8>> {
    let (name, password) = plain(line)?;
    Some([b"\0", name.as_slice(), b"\0", password.as_slice()].concat())
}

/// A whole command, with its literals.
async fn command(lines: &mut Lines) -> Result<Came, NoLine> {
    let mut came = vec![];
    for _ in 0..LITERALS {
        came.extend(lines.next().await?);
        came.extend_from_slice(b"\r\n");
        let (length, asks) = match CommandCodec::default().decode(&came) {
            Err(CommandDecodeError::LiteralFound { length, mode, .. }) => (length as usize, mode == LiteralMode::Sync),
            _ => return Ok(Came::Whole(came)),
        };
        let tag = String::from_utf8_lossy(&came).split(' ').next().unwrap_or_default().to_owned();
        if came.len() + length > LARGEST {
            if !asks {
                return Err(NoLine::Long);
            }
            lines.say(format!("{tag} NO Too large\r\n")).await?;
            return Ok(Came::Refused);
        }
        if asks {
            lines.say("+ Go ahead\r\n").await?;
        }
        came.extend(lines.exactly(length).await?);
    }
    Err(NoLine::Long)
}

enum Selected {
    Answer(&'static str),
    Closed,
    Unknown,
}

fn selected(body: CommandBody<'_>, open: &mut View, mailbox: &Mailbox, out: &mut Vec<u8>) -> Selected {
    let all = mailbox.all();
    let of = |uid: u32| all.iter().find(|message| message.uid == uid);
    let largest = |uid: bool| if uid { open.uids.last().copied().unwrap_or(0) } else { open.uids.len() as u32 };
    let meant = |set: &SequenceSet, uid: bool| -> Vec<(u32, u32)> {
        let numbered = (1u32..).zip(open.uids.iter().copied());
        numbered.filter(|(seq, own)| contains(set, if uid { *own } else { *seq }, largest(uid))).collect()
    };
    match body {
        CommandBody::Close => {
            if open.writes {
                let gone: Vec<u32> = all.iter().filter(|message| has(message, "\\Deleted")).map(|message| message.uid).collect();
                mailbox.remove(&gone);
            }
            Selected::Closed
        }
        CommandBody::Unselect => Selected::Closed,
        CommandBody::Expunge if !open.writes => Selected::Answer("NO It is read-only"),
        CommandBody::Expunge => {
            let gone: Vec<u32> = all.iter().filter(|message| has(message, "\\Deleted")).map(|message| message.uid).collect();
            mailbox.remove(&gone);
            Selected::Answer("OK Done")
        }
        CommandBody::Search { criteria, uid, .. } => {
            let found: Vec<String> = (1u32..)
                .zip(open.uids.iter().copied())
                .filter_map(|(seq, own)| Some((seq, of(own)?)))
                .filter(|(seq, message)| {
                    let place = Place { seq: *seq, count: open.uids.len() as u32, last: largest(true) };
                    criteria.as_ref().iter().all(|key| matches(key, message, place, 0))
                })
                .map(|(seq, message)| if uid { message.uid.to_string() } else { seq.to_string() })
                .collect();
            out.extend_from_slice(format!("* SEARCH{}{}\r\n", if found.is_empty() { "" } else { " " }, found.join(" ")).as_bytes());
            Selected::Answer("OK Done")
        }
        CommandBody::Fetch { sequence_set, macro_or_item_names, uid, .. } => {
            let mut items = match &macro_or_item_names {
                MacroOrMessageDataItemNames::Macro(word) => word.expand(),
                MacroOrMessageDataItemNames::MessageDataItemNames(items) => items.clone(),
            };
            if uid && !items.contains(&MessageDataItemName::Uid) {
                items.push(MessageDataItemName::Uid);
            }
            for (seq, own) in meant(&sequence_set, uid) {
                // One that another client has removed meanwhile has nothing to show.
                let Some(message) = of(own) else { continue };
                let reads = items.iter().any(|item| {
                    matches!(
                        item,
                        MessageDataItemName::BodyExt { peek: false, .. } | MessageDataItemName::Rfc822 | MessageDataItemName::Rfc822Text
                    )
                });
                let mut message = message.clone();
                let seen = reads && open.writes && !has(&message, "\\Seen");
                if seen {
                    message.flags.push("\\Seen".to_owned());
                    set_flags(mailbox, own, &message.flags);
                }
                out.extend_from_slice(format!("* {seq} FETCH (").as_bytes());
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(b' ');
                    }
                    show(item, &message, out);
                }
                if seen && !items.contains(&MessageDataItemName::Flags) {
                    out.extend_from_slice(format!(" FLAGS ({})", message.flags.join(" ")).as_bytes());
                }
                out.extend_from_slice(b")\r\n");
            }
            Selected::Answer("OK Done")
        }
        CommandBody::Store { .. } if !open.writes => Selected::Answer("NO It is read-only"),
        CommandBody::Store { sequence_set, kind, response, flags, uid, .. } => {
            let named: Vec<String> = flags.iter().map(ToString::to_string).collect();
            for (seq, own) in meant(&sequence_set, uid) {
                let Some(message) = of(own) else { continue };
                let mut flags = message.flags.clone();
                match kind {
                    StoreType::Replace => flags = named.clone(),
                    StoreType::Add => flags.extend(named.iter().filter(|flag| !has(message, flag)).cloned()),
                    StoreType::Remove => flags.retain(|flag| !named.iter().any(|gone| gone.eq_ignore_ascii_case(flag))),
                }
                set_flags(mailbox, own, &flags);
                if response == StoreResponse::Answer {
                    let own = if uid { format!("UID {own} ") } else { String::new() };
                    out.extend_from_slice(format!("* {seq} FETCH ({own}FLAGS ({}))\r\n", flags.join(" ")).as_bytes());
                }
            }
            Selected::Answer("OK Done")
        }
        _ => Selected::Unknown,
    }
}

fn set_flags(mailbox: &Mailbox, uid: u32, flags: &[String]) {
    if let Some(message) = mailbox.lock().messages.iter_mut().find(|message| message.uid == uid) {
        message.flags = flags.iter().take(64).cloned().collect();
    }
}

/// Tells what has come and gone since the client was told last.
fn news(open: &mut View, mailbox: &Mailbox, out: &mut Vec<u8>) {
    let now: Vec<u32> = mailbox.lock().messages.iter().map(|message| message.uid).collect();
    // From behind, so that the numbers of those before stay (RFC 3501, 7.4.1).
    for seq in (1..=open.uids.len()).rev() {
        if open.uids.get(seq - 1).is_some_and(|uid| now.binary_search(uid).is_err()) {
            open.uids.remove(seq - 1);
            out.extend_from_slice(format!("* {seq} EXPUNGE\r\n").as_bytes());
        }
    }
    if now.len() > open.uids.len() {
        out.extend_from_slice(format!("* {} EXISTS\r\n", now.len()).as_bytes());
        open.uids = now;
    }
}

fn has(message: &Message, flag: &str) -> bool {
    message.flags.iter().any(|own| own.eq_ignore_ascii_case(flag))
}

fn contains(set: &SequenceSet, number: u32, largest: u32) -> bool {
    let value = |one: &SeqOrUid| match one {
        SeqOrUid::Value(value) => value.get(),
        SeqOrUid::Asterisk => largest,
    };
    set.0.as_ref().iter().any(|sequence| match sequence {
        Sequence::Single(one) => value(one) == number,
        Sequence::Range(a, b) => (value(a).min(value(b))..=value(a).max(value(b))).contains(&number),
    })
}

/// Where a message stands among those that a client sees.
#[derive(Clone, Copy)]
struct Place {
    seq: u32,
    count: u32,
    last: u32,
}

fn matches(key: &SearchKey<'_>, message: &Message, place: Place, depth: usize) -> bool {
    if depth > 50 {
        return false;
    }
    let holds = |text: &[u8], part: &[u8]| {
        let (text, part) = (text.to_ascii_lowercase(), part.to_ascii_lowercase());
        memchr::memmem::find(&text, &part).is_some()
    };
    let (head, body) = parts(&message.bytes);
    let named =
        |name: &str, part: &[u8]| fields(head).iter().any(|(own, value)| own.eq_ignore_ascii_case(name) && holds(value.as_bytes(), part));
    let day = |date: &dyn std::fmt::Debug| -> Option<jiff::civil::Date> {
        // The crate's own type shows its date in ISO 8601, in brackets.
        let text = format!("{date:?}");
        let at = text.find(|c: char| c.is_ascii_digit())?;
        text.get(at..at + 10)?.parse().ok()
    };
    let came = || jiff::Timestamp::try_from(message.when).ok().map(|time| time.to_zoned(jiff::tz::TimeZone::system()).date());
    let sent = || {
        let date = field(head, "Date")?;
        jiff::fmt::rfc2822::parse(&date).ok().map(|time| time.date())
    };
    let next = depth + 1;
    match key {
        SearchKey::And(keys) => keys.as_ref().iter().all(|key| matches(key, message, place, next)),
        SearchKey::Or(a, b) => matches(a, message, place, next) || matches(b, message, place, next),
        SearchKey::Not(key) => !matches(key, message, place, next),
        SearchKey::SequenceSet(set) => contains(set, place.seq, place.count),
        SearchKey::Uid(set) => contains(set, message.uid, place.last),
        SearchKey::All | SearchKey::Old => true,
        SearchKey::New | SearchKey::Recent => false,
        SearchKey::Answered => has(message, "\\Answered"),
        SearchKey::Deleted => has(message, "\\Deleted"),
        SearchKey::Draft => has(message, "\\Draft"),
        SearchKey::Flagged => has(message, "\\Flagged"),
        SearchKey::Seen => has(message, "\\Seen"),
        SearchKey::Unanswered => !has(message, "\\Answered"),
        SearchKey::Undeleted => !has(message, "\\Deleted"),
        SearchKey::Undraft => !has(message, "\\Draft"),
        SearchKey::Unflagged => !has(message, "\\Flagged"),
        SearchKey::Unseen => !has(message, "\\Seen"),
        SearchKey::Keyword(word) => has(message, word.as_ref()),
        SearchKey::Unkeyword(word) => !has(message, word.as_ref()),
        SearchKey::Larger(n) => message.bytes.len() > *n as usize,
        SearchKey::Smaller(n) => message.bytes.len() < *n as usize,
        SearchKey::From(part) => named("From", part.as_ref()),
        SearchKey::To(part) => named("To", part.as_ref()),
        SearchKey::Cc(part) => named("Cc", part.as_ref()),
        SearchKey::Bcc(part) => named("Bcc", part.as_ref()),
        SearchKey::Subject(part) => named("Subject", part.as_ref()),
        SearchKey::Header(name, part) => named(&String::from_utf8_lossy(name.as_ref()), part.as_ref()),
        SearchKey::Body(part) => holds(body, part.as_ref()),
        SearchKey::Text(part) => holds(&message.bytes, part.as_ref()),
        SearchKey::Before(date) => came().zip(day(date)).is_some_and(|(a, b)| a < b),
        SearchKey::On(date) => came().zip(day(date)).is_some_and(|(a, b)| a == b),
        SearchKey::Since(date) => came().zip(day(date)).is_some_and(|(a, b)| a >= b),
        SearchKey::SentBefore(date) => sent().zip(day(date)).is_some_and(|(a, b)| a < b),
        SearchKey::SentOn(date) => sent().zip(day(date)).is_some_and(|(a, b)| a == b),
        SearchKey::SentSince(date) => sent().zip(day(date)).is_some_and(|(a, b)| a >= b),
    }
}

/// One item of FETCH, as `NAME value`.
fn show(item: &MessageDataItemName<'_>, message: &Message, out: &mut Vec<u8>) {
    let (head, body) = parts(&message.bytes);
    let with_end = |head: &[u8]| [head, b"\r\n"].concat();
    let text = |out: &mut Vec<u8>, text: String| out.extend_from_slice(text.as_bytes());
    match item {
        MessageDataItemName::Flags => text(out, format!("FLAGS ({})", message.flags.join(" "))),
        MessageDataItemName::Uid => text(out, format!("UID {}", message.uid)),
        MessageDataItemName::Rfc822Size => text(out, format!("RFC822.SIZE {}", message.bytes.len())),
        MessageDataItemName::InternalDate => {
            let time = jiff::Timestamp::try_from(message.when).unwrap_or_default().to_zoned(jiff::tz::TimeZone::system());
            text(out, format!("INTERNALDATE \"{}\"", time.strftime("%e-%b-%Y %H:%M:%S %z")));
        }
        MessageDataItemName::Rfc822 => literal("RFC822", &message.bytes, out),
        MessageDataItemName::Rfc822Header => literal("RFC822.HEADER", &with_end(head), out),
        MessageDataItemName::Rfc822Text => literal("RFC822.TEXT", body, out),
        MessageDataItemName::Envelope => text(out, format!("ENVELOPE {}", envelope(head))),
        MessageDataItemName::Body => text(out, format!("BODY {}", structure(head, body))),
        MessageDataItemName::BodyStructure => text(out, format!("BODYSTRUCTURE {}", structure(head, body))),
        MessageDataItemName::BodyExt { section, partial, .. } => {
            let names = |all: &[imap_codec::imap_types::core::AString<'_>]| -> Vec<String> {
                all.iter().map(|name| String::from_utf8_lossy(name.as_ref()).into_owned()).collect()
            };
            let chosen = |all: &[String], wanted: bool| {
                let mut chosen = String::new();
                let mut takes = false;
                for line in String::from_utf8_lossy(head).split_inclusive("\r\n") {
                    if !line.starts_with([' ', '\t']) {
                        let name = line.split(':').next().unwrap_or_default().trim_end();
                        takes = all.iter().any(|one| one.eq_ignore_ascii_case(name)) == wanted;
                    }
                    if takes {
                        chosen.push_str(line);
                    }
                }
                chosen.push_str("\r\n");
                chosen.into_bytes()
            };
            let first = |part: &imap_codec::imap_types::fetch::Part| part.0.as_ref().iter().all(|number| number.get() == 1);
            let (label, bytes): (String, Option<Vec<u8>>) = match section {
                None => (String::new(), Some(message.bytes.to_vec())),
                Some(Section::Header(None)) => ("HEADER".to_owned(), Some(with_end(head))),
                Some(Section::Text(None)) => ("TEXT".to_owned(), Some(body.to_vec())),
                Some(Section::HeaderFields(None, all)) => {
                    let all = names(all.as_ref());
                    (format!("HEADER.FIELDS ({})", all.join(" ")), Some(chosen(&all, true)))
                }
                Some(Section::HeaderFieldsNot(None, all)) => {
                    let all = names(all.as_ref());
                    (format!("HEADER.FIELDS.NOT ({})", all.join(" ")), Some(chosen(&all, false)))
                }
                // A message is shown as one part.
                Some(Section::Part(part)) => (number(part), first(part).then(|| body.to_vec())),
                Some(Section::Mime(part)) => (format!("{}.MIME", number(part)), first(part).then(|| with_end(head))),
                Some(Section::Header(Some(part))) => (format!("{}.HEADER", number(part)), None),
                Some(Section::Text(Some(part))) => (format!("{}.TEXT", number(part)), None),
                Some(Section::HeaderFields(Some(part), _)) => (format!("{}.HEADER.FIELDS", number(part)), None),
                Some(Section::HeaderFieldsNot(Some(part), _)) => (format!("{}.HEADER.FIELDS.NOT", number(part)), None),
            };
            match (bytes, partial) {
                (None, _) => text(out, format!("BODY[{label}] NIL")),
                (Some(bytes), None) => literal(&format!("BODY[{label}]"), &bytes, out),
                (Some(bytes), Some((from, len))) => {
                    let rest = bytes.get(*from as usize..).unwrap_or_default();
                    let part = rest.get(..len.get() as usize).unwrap_or(rest);
                    literal(&format!("BODY[{label}]<{from}>"), part, out);
                }
            }
        }
        _ => text(out, "X-UNKNOWN NIL".to_owned()),
    }
}

fn number(part: &imap_codec::imap_types::fetch::Part) -> String {
    part.0.as_ref().iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
}

fn literal(name: &str, bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(format!("{name} {{{}}}\r\n", bytes.len()).as_bytes());
    out.extend_from_slice(bytes);
}

/// A string of the protocol, or NIL.
fn string(text: Option<&str>) -> String {
    match text {
        None => "NIL".to_owned(),
        Some(text) if text.is_ascii() && !text.contains(['\r', '\n', '\0']) => {
            format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
        }
        Some(text) => format!("{{{}}}\r\n{text}", text.len()),
    }
}

/// ENVELOPE: date, subject, from, sender, reply-to, to, cc, bcc, in-reply-to, message-id.
fn envelope(head: &[u8]) -> String {
    let of = |name: &str| field(head, name);
    let from = addresses(of("From"));
    let or_from = |name: &str| of(name).map_or_else(|| from.clone(), |text| addresses(Some(text)));
    format!(
        "({} {} {from} {} {} {} {} {} {} {})",
        string(of("Date").as_deref()),
        string(of("Subject").as_deref()),
        or_from("Sender"),
        or_from("Reply-To"),
        addresses(of("To")),
        addresses(of("Cc")),
        addresses(of("Bcc")),
        string(of("In-Reply-To").as_deref()),
        string(of("Message-ID").as_deref()),
    )
}

/// Addresses as `((name NIL local domain) ..)`.
fn addresses(text: Option<String>) -> String {
    let Some(text) = text else { return "NIL".to_owned() };
    let (mut all, mut one, mut quoted) = (vec![], String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => all.push(std::mem::take(&mut one)),
            c => one.push(c),
        }
    }
    all.push(one);
    let shown: String = all
        .iter()
        .filter(|one| !one.trim().is_empty())
        .map(|one| {
            let (name, address) = match one.split_once('<') {
                Some((name, rest)) => (Some(name.trim()).filter(|name| !name.is_empty()), rest.trim_end().trim_end_matches('>')),
                None => (None, one.trim()),
            };
            let (local, domain) = address.rsplit_once('@').map_or((address, None), |(local, domain)| (local, Some(domain)));
            format!("({} NIL {} {})", string(name), string(Some(local)), string(domain))
        })
        .collect();
    if shown.is_empty() { "NIL".to_owned() } else { format!("({shown})") }
}

/// BODYSTRUCTURE of a message that is shown as one part.
fn structure(head: &[u8], body: &[u8]) -> String {
    let kind = field(head, "Content-Type").unwrap_or_else(|| "text/plain; charset=us-ascii".to_owned());
    let mut words = kind.split(';').map(str::trim);
    let (main, sub) = words.next().and_then(|kind| kind.split_once('/')).unwrap_or(("text", "plain"));
    let parameters: Vec<String> = words
        .filter_map(|word| word.split_once('='))
        .map(|(name, value)| format!("{} {}", string(Some(name.trim())), string(Some(value.trim().trim_matches('"')))))
        .collect();
    let parameters = if parameters.is_empty() { "NIL".to_owned() } else { format!("({})", parameters.join(" ")) };
    let coding = field(head, "Content-Transfer-Encoding").unwrap_or_else(|| "7BIT".to_owned());
    let lines = if main.eq_ignore_ascii_case("text") { format!(" {}", memchr::memchr_iter(b'\n', body).count()) } else { String::new() };
    format!(
        "({} {} {parameters} NIL NIL {} {}{lines})",
        string(Some(&main.to_ascii_uppercase())),
        string(Some(&sub.to_ascii_uppercase())),
        string(Some(&coding.to_ascii_uppercase())),
        body.len()
    )
}

/// True where a name is like a pattern, in which `*` and `%` stand for anything.
fn like(pattern: &[u8], name: &[u8]) -> bool {
    match (pattern.split_first(), name.split_first()) {
        (None, None) => true,
        (Some((b'*' | b'%', rest)), _) => like(rest, name) || name.split_first().is_some_and(|(_, more)| like(pattern, more)),
        (Some((a, rest)), Some((b, more))) => a.eq_ignore_ascii_case(b) && like(rest, more),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn envelopes_of_ordinary_mail() {
        let head = b"From: \"A, B\" <a@b.example>\r\nTo: c@d.example, E <e@f.example>\r\nSubject: a \"b\"\r\n folded\r\n";
        let from = r#"(("A, B" NIL "a" "b.example"))"#;
        let to = r#"((NIL NIL "c" "d.example")("E" NIL "e" "f.example"))"#;
        assert_eq!(envelope(head), format!(r#"(NIL "a \"b\" folded" {from} {from} {from} {to} NIL NIL NIL NIL)"#));
    }

    #[test]
    fn patterns_of_names() {
        assert!(like(b"*", b"INBOX") && like(b"%", b"INBOX") && like(b"in*x", b"INBOX") && !like(b"out*", b"INBOX"));
    }
}
