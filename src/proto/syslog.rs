//! Syslog: [RFC 5424](https://www.rfc-editor.org/rfc/rfc5424), and what was before it, [RFC 3164](https://www.rfc-editor.org/rfc/rfc3164).
//!
//! ```text
//! <PRI>1 TIMESTAMP HOSTNAME APP-NAME PROCID MSGID [STRUCTURED-DATA] MSG     RFC 5424
//! <PRI>Mmm dd hh:mm:ss HOSTNAME TAG[PID]: CONTENT                           RFC 3164
//! ```
//!
//! PRI is eight times the facility plus the severity. A message without it is still one.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

/// Who writes: the kernel, the mail system.
pub static FACILITY: Field = Field::new("syslog.facility", "Facility", Place::Uint(8)).names(&[
    (0, "KERN - kernel messages"),
    (1, "USER - random user-level messages"),
    (2, "MAIL - mail system"),
    (3, "DAEMON - system daemons"),
    (4, "AUTH - security/authorization messages"),
    (5, "SYSLOG - messages generated internally by syslogd"),
    (6, "LPR - line printer subsystem"),
    (7, "NEWS - network news subsystem"),
    (8, "UUCP - UUCP subsystem"),
    (9, "CRON - clock daemon (BSD, Linux)"),
    (10, "AUTHPRIV - security/authorization messages (private)"),
    (11, "FTP - ftp daemon"),
    (12, "NTP - ntp subsystem"),
    (13, "LOGAUDIT - log audit"),
    (14, "LOGALERT - log alert"),
    (15, "CRON - clock daemon (Solaris)"),
    (16, "LOCAL0 - reserved for local use"),
    (17, "LOCAL1 - reserved for local use"),
    (18, "LOCAL2 - reserved for local use"),
    (19, "LOCAL3 - reserved for local use"),
    (20, "LOCAL4 - reserved for local use"),
    (21, "LOCAL5 - reserved for local use"),
    (22, "LOCAL6 - reserved for local use"),
    (23, "LOCAL7 - reserved for local use"),
]);
/// How bad it is: 0 is worst.
pub static LEVEL: Field = Field::new("syslog.level", "Level", Place::Uint(8)).names(&[
    (0, "EMERG - system is unusable"),
    (1, "ALERT - action must be taken immediately"),
    (2, "CRIT - critical conditions"),
    (3, "ERR - error conditions"),
    (4, "WARNING - warning conditions"),
    (5, "NOTICE - normal but significant condition"),
    (6, "INFO - informational"),
    (7, "DEBUG - debug-level messages"),
]);
/// All behind the priority.
pub static MSG: Field = Field::new("syslog.msg", "Message", Place::Rest).kind(Kind::Show(&text::UTF8_TO_ZERO));
static VERSION: Field = part("syslog.version", "Syslog version");
static TIMESTAMP: Field = Field::new("syslog.timestamp", "Syslog timestamp", Place::Uint(64)).kind(Kind::Time(|ns| ns as i64));
static TIMESTAMP_3164: Field = part("syslog.timestamp_rfc3164", "Syslog timestamp (RFC3164)");
/// Who says it.
pub static HOSTNAME: Field = part("syslog.hostname", "Syslog hostname");
/// The program.
pub static APPNAME: Field = part("syslog.appname", "Syslog app name");
/// Its process.
pub static PROCID: Field = part("syslog.procid", "Syslog process id");
static MSGID: Field = part("syslog.msgid", "Syslog message id");
static MSGID_BOM: Field = Field::new("syslog.msgid.bom", "Syslog BOM", Place::Uint(24)).hex();

const fn part(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest).kind(Kind::Show(&text::ASCII_TO_ZERO))
}

static MESSAGE: Field = Field::part(Place::Told(
    read,
    &[&FACILITY, &LEVEL, &MSG, &VERSION, &TIMESTAMP, &TIMESTAMP_3164, &HOSTNAME, &APPNAME, &PROCID, &MSGID, &MSGID_BOM],
));

/// Syslog.
pub static PROTOCOL: Protocol = Protocol {
    name: "syslog",
    title: "Syslog message",
    column: "Syslog",
    spec: "RFC 5424",
    fields: &[&MESSAGE],
    under: &[(Space::UdpPort, 514)],
    line: &[Word::Call(info)],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if priority(bytes).1 == bytes.len() && bytes.len() == below.wire {
        return Step::malformed(0, below.wire);
    }
    datagram(bytes, below, 1)
}

/// The priority in front, and where the message begins behind it. Three digits count, a missing `>` does not matter.
fn priority(bytes: &[u8]) -> (Option<u64>, usize) {
    let Some(digits) = bytes.strip_prefix(b"<") else { return (None, 0) };
    let n = digits.iter().take(3).take_while(|b| b.is_ascii_digit()).count();
    let value = digits.iter().take(n).fold(0, |sum, b| sum * 10 + u64::from(b - b'0'));
    (Some(value), 1 + n + usize::from(digits.get(n) == Some(&b'>')))
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let (pri, at) = priority(r.rest());
    if let Some(pri) = pri {
        r.tell(&FACILITY, 0, at, Value::Num(pri >> 3))?;
        r.tell(&LEVEL, 0, at, Value::Num(pri & 7))?;
    }
    r.pass(at)?;
    r.show(&MSG, 0, usize::MAX)?;
    let message = r.rest();
    if message.starts_with(b"1 ") {
        return newer(r, message);
    }
    match message {
        [_, _, _, b' ', _, _, b' ', _, _, b':', _, _, b':', _, _, b' ', ..] => {
            r.show(&TIMESTAMP_3164, 0, 15)?;
            r.pass(16)?;
            let rest = r.rest();
            let Some(n) = word(rest) else { return Continue(()) };
            r.show(&HOSTNAME, 0, n)?;
            r.pass(n + 1)?;
            let rest = r.rest();
            let Some(n) = rest.iter().position(|b| matches!(b, b'[' | b':' | b' ')) else { return Continue(()) };
            // Wireshark calls the tag so, and what stands behind it.
            r.show(&PROCID, 0, n)?;
            r.show(&MSGID, n, usize::MAX)
        }
        _ => Continue(()),
    }
}
/// RFC 5424, 6.
fn newer(r: &mut Reader<'_, '_>, message: &[u8]) -> Flow {
    r.show(&VERSION, 0, 1)?;
    r.pass(2)?;
    let mut rest = message.get(2..).unwrap_or(&[]);
    let mut next = |r: &mut Reader<'_, '_>, f: &'static Field| -> Flow<bool> {
        let Some(n) = word(rest) else { return Continue(false) };
        if std::ptr::eq(f, &TIMESTAMP) {
            r.tell(f, 0, n, Value::Num(time(rest.get(..n).unwrap_or(rest)).unwrap_or(0) as u64))?;
        } else {
            r.show(f, 0, n)?;
        }
        r.pass(n + 1)?;
        rest = rest.get(n + 1..).unwrap_or(&[]);
        Continue(true)
    };
    for f in [&TIMESTAMP, &HOSTNAME, &APPNAME, &PROCID] {
        if !next(r, f)? {
            return Continue(());
        }
    }
    r.show(&MSGID, 0, usize::MAX)
}
/// The bytes before the next space.
fn word(text: &[u8]) -> Option<usize> {
    text.iter().position(|b| *b == b' ')
}
/// RFC 3339's date and time in nanoseconds since 1970.
pub(super) fn time(text: &[u8]) -> Option<i64> {
    let number = |from: usize, n: usize| -> Option<u64> {
        let digits = text.get(from..from + n)?;
        digits.iter().try_fold(0u64, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u64::from(b - b'0')))
    };
    let day = text::days(number(0, 4)? as i64, number(5, 2)?.clamp(1, 12), number(8, 2)?);
    let seconds = (number(11, 2)? * 3600 + number(14, 2)? * 60 + number(17, 2)?) as i64;
    let (mut at, mut ns) = (19, 0);
    if text.get(at) == Some(&b'.') {
        let digits = text.get(at + 1..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        let kept = digits.min(9);
        ns = number(at + 1, kept)? as i64 * 10i64.pow(9 - kept as u32);
        at += 1 + digits;
    }
    let zone = match text.get(at)? {
        sign @ (b'+' | b'-') => {
            let away = (number(at + 1, 2)? * 3600 + number(at + 4, 2)? * 60) as i64;
            if *sign == b'+' { -away } else { away }
        }
        _ => 0,
    };
    Some((day * 86400 + seconds + zone) * 1_000_000_000 + ns)
}

/// `AUTH.CRIT: su root failed`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (pri, at) = priority(head);
    if let Some(pri) = pri {
        let word = |name: Option<&'static str>| name.and_then(|n| n.split(' ').next()).unwrap_or("UNKNOWN");
        out.extend(word(text::named(&FACILITY, pri >> 3)).bytes());
        out.push(b'.');
        out.extend(word(text::named(&LEVEL, pri & 7)).bytes());
        out.extend(b": ");
    }
    text::utf8(head.get(at..).unwrap_or(&[]), out);
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn over_udp(message: &[u8]) -> Vec<u8> {
        udp_of(40000, 514, message)
    }

    #[test]
    fn both_forms() {
        let old = over_udp(b"<34>Oct 11 22:14:15 mymachine su[12]: failed");
        let names = ["syslog.facility", "syslog.level", "syslog.timestamp_rfc3164", "syslog.hostname", "syslog.procid", "syslog.msgid"];
        assert_eq!(fields_of(228, &old, &names), "4 2 Oct 11 22:14:15 mymachine su [12]: failed");
        cut_everywhere(228, &old);
        let new = over_udp(b"<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time");
        let names = ["syslog.version", "syslog.timestamp", "syslog.hostname", "syslog.appname", "syslog.procid", "syslog.msgid"];
        assert_eq!(
            fields_of(228, &new, &names),
            "1 Aug 24, 2003 12:14:15.000003000 UTC 192.0.2.1 myproc 8710 - - %% It's time"
        );
        cut_everywhere(228, &new);
    }
    #[test]
    fn without_priority() {
        assert_eq!(fields_of(228, &over_udp(b"Use the BFG!"), &["syslog.level", "syslog.msg"]), "- Use the BFG!");
        assert_eq!(fields_of(228, &over_udp(b"<9999>abc"), &["syslog.facility", "syslog.msg"]), "124 9>abc");
        assert_eq!(layers_of(228, &over_udp(b"<13>")), "ip:udp:syslog Malformed");
    }
}
