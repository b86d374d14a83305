//! PostgreSQL's frontend and backend, [protocol 3.0](https://www.postgresql.org/docs/current/protocol-message-formats.html).
//!
//! ```text
//! | Type, 1 byte: not in what a client says first | Length, 4 bytes: its own counted, the type not | Body |
//! ```
//!
//! What a client's answer to a request for authentication holds, only that request says: it is remembered.
use super::fields::ended;
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

static FRONTEND: Field = Field::new("pgsql.frontend", "Frontend", Place::Uint(8)).kind(Kind::Flag);
/// What the message is, in words.
pub static TYPE: Field = ended("pgsql.type", "Type");
static LENGTH: Field = long("pgsql.length", "Length");
static MAJOR: Field = word("pgsql.version_major", "Protocol major version");
static MINOR: Field = word("pgsql.version_minor", "Protocol minor version");
static SUPPORTED: Field = long("pgsql.version_supported_minor", "Supported minor version");
static OPTION_COUNT: Field = long("pgsql.number_nonsupported_options", "Number nonsupported options").kind(Kind::Signed);
static OPTION: Field = ended("pgsql.nonsupported_option", "Nonsupported option");
static NAME: Field = ended("pgsql.parameter_name", "Parameter name");
static VALUE: Field = ended("pgsql.parameter_value", "Parameter value");
/// What is asked.
pub static QUERY: Field = ended("pgsql.query", "Query");
static PASSWORD: Field = ended("pgsql.password", "Password");
static AUTH: Field = long("pgsql.authtype", "Authentication type").names(&[
    (0, "Success"),
    (1, "Kerberos V4"),
    (2, "Kerberos V5"),
    (3, "Plaintext password"),
    (4, "crypt()ed password"),
    (5, "MD5 password"),
    (6, "SCM credentials"),
    (7, "GSSAPI"),
    (8, "GSSAPI/SSPI continue"),
    (9, "SSPI"),
    (10, "SASL"),
    (11, "SASL continue"),
    (12, "SASL complete"),
]);
static SALT: Field = Field::new("pgsql.salt", "Salt value", Place::Rest);
static GSS: Field = Field::new("pgsql.auth.gssapi_sspi.data", "GSSAPI or SSPI data", Place::Rest);
static MECHANISM: Field = ended("pgsql.auth.sasl.mech", "SASL authentication mechanism");
static SASL_LENGTH: Field = long("pgsql.auth.sasl.data.length", "SASL authentication data length").kind(Kind::Signed);
static SASL: Field = Field::new("pgsql.auth.sasl.data", "SASL authentication data", Place::Rest);
static STATEMENT: Field = ended("pgsql.statement", "Statement");
static PORTAL: Field = ended("pgsql.portal", "Portal");
static RETURNS: Field = long("pgsql.returns", "Returns");
static TAG: Field = ended("pgsql.tag", "Tag");
static STATUS: Field = byte("pgsql.status", "Status").names(&[(0x45, "In a failed transaction"), (0x49, "Idle"), (0x54, "In a transaction")]);
static COPYDATA: Field = Field::new("pgsql.copydata", "Copy data", Place::Rest);
static ERROR: Field = ended("pgsql.error", "Error");
static PID: Field = long("pgsql.pid", "PID");
static KEY: Field = long("pgsql.key", "Key");
static CONDITION: Field = ended("pgsql.condition", "Condition");
static TEXT: Field = ended("pgsql.text", "Text");
static TABLE_OID: Field = long("pgsql.oid.table", "Table OID");
static TYPE_OID: Field = long("pgsql.oid.type", "Type OID");
static OID: Field = long("pgsql.oid", "OID");
static FORMAT: Field = word("pgsql.format", "Format").names(&[(0, "Text"), (1, "Binary")]);
static FORMAT_BYTE: Field = byte("pgsql.format", "Format").ft(16).names(&[(0, "Text"), (1, "Binary")]);
static FIELD_COUNT: Field = word("pgsql.field.count", "Field count");
static COLUMN: Field = ended("pgsql.col.name", "Column name");
static COLUMN_INDEX: Field = word("pgsql.col.index", "Column index").ft(32);
static COLUMN_LENGTH: Field = word("pgsql.val.length", "Column length").kind(Kind::Signed).ft(32);
static VALUE_LENGTH: Field = long("pgsql.val.length", "Column length").kind(Kind::Signed);
static DATA: Field = Field::new("pgsql.val.data", "Data", Place::Rest);
static TYPEMOD: Field = long("pgsql.col.typemod", "Type modifier").kind(Kind::Signed);
static SEVERITY: Field = ended("pgsql.severity", "Severity");
static CODE: Field = ended("pgsql.code", "Code");
/// What went wrong.
pub static MESSAGE: Field = ended("pgsql.message", "Message");
static DETAIL: Field = ended("pgsql.detail", "Detail");
static HINT: Field = ended("pgsql.hint", "Hint");
static POSITION: Field = ended("pgsql.position", "Position");
static INTERNAL_POSITION: Field = ended("pgsql.internal_position", "Position (Internal)");
static INTERNAL_QUERY: Field = ended("pgsql.internal_query", "Query (Internal)");
static CONTEXT: Field = ended("pgsql.where", "Context");
static SCHEMA: Field = ended("pgsql.schema_name", "Schema");
static TABLE: Field = ended("pgsql.table_name", "Table");
static COLUMN_NAME: Field = ended("pgsql.column_name", "Column");
static TYPE_NAME: Field = ended("pgsql.type_name", "Type");
static CONSTRAINT: Field = ended("pgsql.constraint_name", "Constraint");
static FILE: Field = ended("pgsql.file", "File");
static LINE: Field = ended("pgsql.line", "Line");
static ROUTINE: Field = ended("pgsql.routine", "Routine");
static COUNT: Field = Field::part(Place::Uint(16));

const ALL: Fields = &[
    &TYPE, &LENGTH, &FRONTEND, &MAJOR, &MINOR, &SUPPORTED, &OPTION_COUNT, &OPTION, &NAME, &VALUE, &QUERY, &PASSWORD, &AUTH, &SALT, &GSS, &MECHANISM, &SASL_LENGTH,
    &SASL, &STATEMENT, &PORTAL, &RETURNS, &TAG, &STATUS, &COPYDATA, &ERROR, &PID, &KEY, &CONDITION, &TEXT, &TABLE_OID, &TYPE_OID, &OID, &FORMAT, &FORMAT_BYTE,
    &FIELD_COUNT, &COLUMN, &COLUMN_INDEX, &COLUMN_LENGTH, &VALUE_LENGTH, &DATA, &TYPEMOD, &SEVERITY, &CODE, &MESSAGE, &DETAIL, &HINT, &POSITION,
    &INTERNAL_POSITION, &INTERNAL_QUERY, &CONTEXT, &SCHEMA, &TABLE, &COLUMN_NAME, &TYPE_NAME, &CONSTRAINT, &FILE, &LINE, &ROUTINE,
];

/// PostgreSQL.
pub static PROTOCOL: Protocol = Protocol {
    name: "pgsql",
    title: "PostgreSQL",
    column: "PGSQL",
    spec: "PostgreSQL 3.0",
    fields: &[&Field::part(Place::Told(read, ALL))],
    under: &[(Space::TcpPort, PORT)],
    line: &[Word::Call(info)],
    stream: Some(Stream::TALK),
    leaf: true,
    ..Protocol::PLAIN
};
const PORT: u16 = 5432;

// How a message is to be read.
/// A client says it.
const CLIENT: u32 = 1;
/// The client answers with what GSSAPI gives, or with SASL, first or later.
const GSSAPI: u32 = 2;
const SASL_FIRST: u32 = 4;
const SASL_LATER: u32 = 6;
const ANSWER: u32 = 6;
// What is remembered of a side.
/// Of the server: it was asked whether it encrypts, and how.
const ASKED_TLS: u64 = 8;
const ASKED_GSS: u64 = 16;

/// What a client says first has no type; numbers of protocol that are none say what it is.
const CANCEL: u64 = 80_877_102;
const TLS: u64 = 80_877_103;
const GSS_ENCRYPTION: u64 = 80_877_104;

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let client = below.layers.last().is_some_and(|tcp| tcp::DSTPORT.num(tcp.head(below.frame)) == Some(PORT.into()));
    if let Some(talk) = below.talk.filter(|talk| !client && talk.own.get() & (ASKED_TLS | ASKED_GSS) != 0 && bytes.len() == 1) {
        if bytes == b"S" && talk.own.get() & ASKED_TLS != 0 {
            talk.hand_over(id::tls);
        }
        talk.own.set(talk.own.get() & !(ASKED_TLS | ASKED_GSS));
        return Step::nothing();
    }
    let typed = usize::from(bytes.first().is_some_and(|b| *b != 0));
    let mut mode = u32::from(client);
    let Some(length) = load(bytes, typed * 8, 32).filter(|_| bytes.len() >= 5) else {
        return if whole { Step { mode, ..Step::more(bytes, 5) } } else { Step { mode, ..Step::cut(bytes) } };
    };
    let total = typed + length as usize;
    if total < 5 {
        return Step { mode, ..Step::malformed(0, below.wire) };
    }
    if bytes.len() < total {
        return if whole { Step { mode, ..Step::more(bytes, total) } } else { Step { mode, ..Step::cut(bytes) } };
    }
    if let Some(talk) = below.talk {
        let number = load(bytes, 32, 32).unwrap_or(0);
        if client {
            mode |= talk.own.get() as u32 & ANSWER;
            if mode & ANSWER == SASL_FIRST && bytes.first() == Some(&b'p') {
                talk.own.set(u64::from(SASL_LATER));
            }
            match number {
                TLS if typed == 0 => talk.other.set(ASKED_TLS),
                GSS_ENCRYPTION if typed == 0 => talk.other.set(ASKED_GSS),
                _ => {}
            }
        } else if bytes.first() == Some(&b'R') {
            match load(bytes, 40, 32) {
                Some(7..=9) => talk.other.set(GSSAPI.into()),
                Some(10) => talk.other.set(SASL_FIRST.into()),
                Some(11) => talk.other.set(SASL_LATER.into()),
                _ => {}
            }
        }
    }
    Step { again: true, mode, ..Step::new(total, total, id::data) }
}

/// What a message is.
fn kind(head: &[u8], mode: u32) -> &'static str {
    let first = head.first().copied().unwrap_or(0);
    if first == 0 {
        return match (mode & CLIENT, load(head, 0, 32), load(head, 32, 32)) {
            (0, _, _) => "Unknown",
            (_, Some(16), Some(CANCEL)) => "Cancel request",
            (_, Some(8), Some(TLS)) => "SSL request",
            (_, Some(8), Some(GSS_ENCRYPTION)) => "GSS encrypt request",
            _ => "Startup message",
        };
    }
    if mode & CLIENT != 0 {
        return match first {
            b'p' => match mode & ANSWER {
                GSSAPI => "GSSResponse message",
                SASL_FIRST => "SASLInitialResponse message",
                SASL_LATER => "SASLResponse message",
                _ => "Password message",
            },
            b'Q' => "Simple query",
            b'P' => "Parse",
            b'B' => "Bind",
            b'E' => "Execute",
            b'D' => "Describe",
            b'C' => "Close",
            b'H' => "Flush",
            b'S' => "Sync",
            b'F' => "Function call",
            b'd' => "Copy data",
            b'c' => "Copy completion",
            b'f' => "Copy failure",
            b'X' => "Termination",
            _ => "Unknown",
        };
    }
    match first {
        b'R' => "Authentication request",
        b'K' => "Backend key data",
        b'S' => "Parameter status",
        b'1' => "Parse completion",
        b'2' => "Bind completion",
        b'3' => "Close completion",
        b'C' => "Command completion",
        b't' => "Parameter description",
        b'T' => "Row description",
        b'D' => "Data row",
        b'I' => "Empty query",
        b'n' => "No data",
        b'E' => "Error",
        b'N' => "Notice",
        b's' => "Portal suspended",
        b'Z' => "Ready for query",
        b'A' => "Notification",
        b'V' => "Function call response",
        b'G' => "CopyIn response",
        b'H' => "CopyOut response",
        b'd' => "Copy data",
        b'c' => "Copy completion",
        b'v' => "Negotiate protocol version",
        _ => "Unknown",
    }
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let here = r.here();
    if here.head.is_empty() {
        return Continue(());
    }
    let first = here.byte(0);
    let typed = usize::from(first != 0);
    let kind = kind(here.head, here.mode);
    r.tell(&TYPE, 0, typed, Value::Bytes(kind.as_bytes()))?;
    r.pass(typed)?;
    r.field(&LENGTH)?;
    r.tell(&FRONTEND, 0, 0, Value::Num(u64::from(here.mode & CLIENT)))?;
    match (here.mode & CLIENT, first) {
        (CLIENT, 0) => first_words(r, kind),
        (CLIENT, _) => from_client(r, first, here.mode),
        (_, 0) => Continue(()),
        _ => from_server(r, first),
    }
}
fn first_words(r: &mut Reader<'_, '_>, kind: &str) -> Flow {
    match kind {
        "Cancel request" => {
            r.pass(4)?;
            r.fields(&[&PID, &KEY])
        }
        "Startup message" => {
            r.fields(&[&MAJOR, &MINOR])?;
            while r.rest().first().is_some_and(|b| *b != 0) {
                r.fields(&[&NAME, &VALUE])?;
            }
            Continue(())
        }
        _ => Continue(()),
    }
}
fn from_client(r: &mut Reader<'_, '_>, first: u8, mode: u32) -> Flow {
    match first {
        b'p' => match mode & ANSWER {
            GSSAPI => r.field(&GSS),
            SASL_FIRST => {
                r.fields(&[&MECHANISM, &SASL_LENGTH])?;
                if r.rest().is_empty() { Continue(()) } else { r.field(&SASL) }
            }
            SASL_LATER => r.field(&SASL),
            _ => r.field(&PASSWORD),
        },
        b'Q' => r.field(&QUERY),
        b'P' => {
            r.fields(&[&STATEMENT, &QUERY])?;
            each(r, &TYPE_OID)
        }
        b'B' => {
            r.fields(&[&PORTAL, &STATEMENT])?;
            each(r, &FORMAT)?;
            values(r, &COUNT)?;
            each(r, &FORMAT)
        }
        b'E' => r.fields(&[&PORTAL, &RETURNS]),
        b'D' | b'C' => {
            let what = r.rest().first().copied();
            r.pass(1)?;
            r.field(if what == Some(b'P') { &PORTAL } else { &STATEMENT })
        }
        b'F' => {
            r.field(&OID)?;
            each(r, &FORMAT)?;
            values(r, &COUNT)?;
            r.field(&FORMAT)
        }
        b'd' => r.field(&COPYDATA),
        b'f' => r.field(&ERROR),
        _ => Continue(()),
    }
}
fn from_server(r: &mut Reader<'_, '_>, first: u8) -> Flow {
    match first {
        b'R' => {
            r.field(&AUTH)?;
            match r.here().number {
                4 | 5 => r.field(&SALT),
                8 => r.field(&GSS),
                10 => {
                    while r.rest().first().is_some_and(|b| *b != 0) {
                        r.field(&MECHANISM)?;
                    }
                    Continue(())
                }
                11 | 12 => r.field(&SASL),
                _ => Continue(()),
            }
        }
        b'K' => r.fields(&[&PID, &KEY]),
        b'S' => r.fields(&[&NAME, &VALUE]),
        b'C' => r.field(&TAG),
        b't' => each(r, &TYPE_OID),
        b'T' => {
            r.field(&FIELD_COUNT)?;
            for _ in 0..r.here().number {
                r.fields(&[&COLUMN, &TABLE_OID, &COLUMN_INDEX, &TYPE_OID, &COLUMN_LENGTH, &TYPEMOD, &FORMAT])?;
            }
            Continue(())
        }
        b'D' => values(r, &FIELD_COUNT),
        b'E' | b'N' => {
            while let Some(code) = r.rest().first().copied().filter(|b| *b != 0) {
                r.pass(1)?;
                r.field(report(code))?;
            }
            Continue(())
        }
        b'Z' => r.field(&STATUS),
        b'A' => r.fields(&[&PID, &CONDITION, &TEXT]),
        b'V' => value(r),
        b'G' | b'H' => r.field(&FORMAT_BYTE),
        b'd' => r.field(&COPYDATA),
        b'v' => {
            r.fields(&[&SUPPORTED, &OPTION_COUNT])?;
            for _ in 0..r.here().number {
                if r.rest().is_empty() {
                    return r.broken();
                }
                r.field(&OPTION)?;
            }
            Continue(())
        }
        _ => Continue(()),
    }
}
/// The part of a report that its letter says.
fn report(code: u8) -> &'static Field {
    match code {
        b'S' => &SEVERITY,
        b'C' => &CODE,
        b'M' => &MESSAGE,
        b'D' => &DETAIL,
        b'H' => &HINT,
        b'P' => &POSITION,
        b'p' => &INTERNAL_POSITION,
        b'q' => &INTERNAL_QUERY,
        b'W' => &CONTEXT,
        b's' => &SCHEMA,
        b't' => &TABLE,
        b'c' => &COLUMN_NAME,
        b'd' => &TYPE_NAME,
        b'n' => &CONSTRAINT,
        b'F' => &FILE,
        b'L' => &LINE,
        b'R' => &ROUTINE,
        _ => &TEXT,
    }
}
/// A count, and so many of that field.
fn each(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    r.field(&COUNT)?;
    for _ in 0..r.here().number {
        r.field(f)?;
    }
    Continue(())
}
/// A count, and so many values.
fn values(r: &mut Reader<'_, '_>, count: &'static Field) -> Flow {
    r.field(count)?;
    for _ in 0..r.here().number {
        value(r)?;
    }
    Continue(())
}
/// A length, -1 for NULL, and so many bytes.
fn value(r: &mut Reader<'_, '_>) -> Flow {
    r.field(&VALUE_LENGTH)?;
    let n = r.here().number as u32 as i32;
    match usize::try_from(n).unwrap_or(0) {
        0 => Continue(()),
        n => {
            r.show(&DATA, 0, n)?;
            r.pass(n)
        }
    }
}

/// `>Q select 1`: who speaks, the type's letter, and of a query what it asks.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    out.push(if own.mode & CLIENT != 0 { b'>' } else { b'<' });
    out.extend(head.first().filter(|b| **b != 0));
    if own.mode & CLIENT != 0 && head.first() == Some(&b'Q') {
        let query = head.get(5..).unwrap_or(&[]);
        out.push(b' ');
        text::utf8(query.split(|b| *b == 0).next().unwrap_or(&[]), out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn message(kind: u8, body: &[u8]) -> Vec<u8> {
        [&[kind][..], &(4 + body.len() as u32).to_be_bytes(), body].concat()
    }
    #[test]
    fn queries_and_rows() {
        let two = [message(b'P', b"st\0select $1\0\0\x01\0\0\0\x17"), message(b'S', b"")].concat();
        let bytes = tcp_of(40000, 5432, &two);
        assert_eq!(
            fields_of(228, &bytes, &["pgsql.type", "pgsql.statement", "pgsql.query", "pgsql.oid.type", "pgsql.frontend"]),
            "Parse,Sync st select $1 23 1,1"
        );
        assert_eq!(layers_of(228, &bytes), "ip:tcp:pgsql:pgsql End");
        cut_everywhere(228, &bytes);
        let row = [message(b'D', b"\0\x03\0\0\0\x01x\xff\xff\xff\xff\0\0\0\0"), message(b'Z', b"I")].concat();
        let bytes = tcp_of(5432, 40000, &row);
        assert_eq!(fields_of(228, &bytes, &["pgsql.field.count", "pgsql.val.length", "pgsql.val.data", "pgsql.status"]), "3 1,-1,0 78 73");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn what_is_said_first() {
        let bytes = tcp_of(40000, 5432, b"\0\0\0\x13\0\x03\0\0user\0bob\0\0\0");
        assert_eq!(fields_of(228, &bytes, &["pgsql.type", "pgsql.version_major", "pgsql.parameter_value"]), "Startup message 3 bob");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(40000, 5432, b"\0\0\0\x08\x04\xd2\x16\x2f");
        assert_eq!(fields_of(228, &bytes, &["pgsql.type"]), "SSL request");
        assert_eq!(layers_of(228, &tcp_of(40000, 5432, b"\0\0\0\x03\0\x03\0\0")), "ip:tcp:pgsql Malformed");
        assert_eq!(layers_of(228, &tcp_of(40000, 5432, b"Q\0\0\0\x09ab")), "ip:tcp:pgsql More");
    }
    #[test]
    fn counts_that_promise_too_much() {
        for body in [&b"\xff\xff"[..], b"\xff\xff\0\0\0\0"] {
            fields_of(228, &tcp_of(5432, 40000, &message(b'D', body)), &["pgsql.val.length"]);
            fields_of(228, &tcp_of(5432, 40000, &message(b'T', body)), &["pgsql.col.name"]);
        }
        fields_of(228, &tcp_of(5432, 40000, &message(b'v', b"\0\0\0\0\xff\xff\xff\xff")), &["pgsql.nonsupported_option"]);
    }
}
