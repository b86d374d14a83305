//! MySQL's and MariaDB's [client/server protocol](https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html).
//!
//! ```text
//! | Length of the payload, 3 bytes, little endian | Number in the exchange, 1 byte | Payload |
//! ```
//!
//! What a payload is, only the exchange so far tells: the command, then how many columns are yet to come.
use super::fields::{ended, little_word, string};
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

static LENGTH: Field = Field::new("mysql.packet_length", "Packet Length", Place::UintLe(24));
static NUMBER: Field = byte("mysql.packet_number", "Packet Number");
static REQUEST: Field = Field::new("mysql.request", "Request Command", Place::Rest).kind(Kind::Present);
/// What the client wants.
pub static COMMAND: Field = byte("mysql.command", "Command").names(&[
    (0, "SLEEP"),
    (1, "Quit"),
    (2, "Use Database"),
    (3, "Query"),
    (4, "Show Fields"),
    (5, "Create Database"),
    (6, "Drop Database"),
    (7, "Refresh"),
    (8, "Shutdown"),
    (9, "Statistics"),
    (10, "Process List"),
    (11, "Connect"),
    (12, "Kill Server Thread"),
    (13, "Dump Debuginfo"),
    (14, "Ping"),
    (15, "Time"),
    (16, "Insert Delayed"),
    (17, "Change User"),
    (18, "Send Binlog"),
    (19, "Send Table"),
    (20, "Slave Connect"),
    (21, "Register Slave"),
    (22, "Prepare Statement"),
    (23, "Execute Statement"),
    (24, "Send BLOB"),
    (25, "Close Statement"),
    (26, "Reset Statement"),
    (27, "Set Option"),
    (28, "Fetch Data"),
]);
static RESPONSE_CODE: Field = byte("mysql.response_code", "Response Code").hex().names(&[(0, "OK Packet"), (0xfb, "LOCAL INFILE"), (0xfe, "EOF Packet"), (0xff, "ERR Packet")]);
static ERROR_CODE: Field = little_word("mysql.error_code", "Error Code");
/// What went wrong.
pub static ERROR: Field = string("mysql.error.message", "Error message");
static SQLSTATE: Field = Field::new("mysql.sqlstate", "SQL state", Place::Run(5)).kind(Kind::Show(&text::UTF8_TO_ZERO));
static MESSAGE: Field = string("mysql.message", "Message");
static GREETING: Field = Field::new("mysql.server_greeting", "Server Greeting", Place::Rest).kind(Kind::Present);
static PROTOCOL_VERSION: Field = byte("mysql.protocol", "Protocol");
/// The server's.
pub static VERSION: Field = ended("mysql.version", "Version");
static CAPS_SERVER: Field = little_word("mysql.caps.server", "Server Capabilities").hex();
static CAPS_CLIENT: Field = little_word("mysql.caps.client", "Client Capabilities").hex();
static CAPS: Field = Field::part(Place::Group(&[
    &sub("mysql.caps.lp", "Long Password", 1),
    &sub("mysql.caps.fr", "Found Rows", 2),
    &sub("mysql.caps.lf", "Long Column Flags", 4),
    &sub("mysql.caps.cd", "Connect With Database", 8),
    &sub("mysql.caps.ns", "Don't Allow database.table.column", 0x10),
    &sub("mysql.caps.cp", "Can use compression protocol", 0x20),
    &sub("mysql.caps.ob", "ODBC Client", 0x40),
    &sub("mysql.caps.li", "Can Use LOAD DATA LOCAL", 0x80),
    &sub("mysql.caps.is", "Ignore Spaces before '('", 0x100),
    &sub("mysql.caps.cu", "Speaks 4.1 protocol (new flag)", 0x200),
    &sub("mysql.caps.ia", "Interactive Client", 0x400),
    &sub("mysql.caps.sl", "Switch to SSL after handshake", 0x800),
    &sub("mysql.caps.ii", "Ignore sigpipes", 0x1000),
    &sub("mysql.caps.ta", "Knows about transactions", 0x2000),
    &sub("mysql.caps.rs", "Speaks 4.1 protocol (old flag)", 0x4000),
    &sub("mysql.caps.sc", "Can do 4.1 authentication", 0x8000),
]));
static EXTCAPS_SERVER: Field = little_word("mysql.extcaps.server", "Extended Server Capabilities").hex();
static EXTCAPS_CLIENT: Field = little_word("mysql.extcaps.client", "Extended Client Capabilities").hex();
static EXTCAPS: Field = Field::part(Place::Group(&[
    &sub("mysql.caps.ms", "Multiple statements", 1),
    &sub("mysql.caps.mr", "Multiple results", 2),
    &sub("mysql.caps.pm", "PS Multiple results", 4),
    &sub("mysql.caps.pa", "Plugin Auth", 8),
    &sub("mysql.caps.ca", "Connect attrs", 0x10),
    &sub("mysql.caps.pm", "Plugin Auth LENENC Client Data", 0x20),
    &sub("mysql.caps.ep", "Client can handle expired passwords", 0x40),
    &sub("mysql.caps.session_track", "Session variable tracking", 0x80),
    &sub("mysql.caps.deprecate_eof", "Deprecate EOF", 0x100),
    &sub("mysql.caps.optional_metadata", "Client can handle optional resultset metadata", 0x200),
    &sub("mysql.caps.compress_zsd", "ZSTD Compression Algorithm", 0x400),
    &sub("mysql.caps.query_attrs", "Query Attributes", 0x800),
    &sub("mysql.caps.mf_auth", "Multifactor Authentication", 0x1000),
    &sub("mysql.caps.cap_ext", "Capability Extension", 0x2000),
    &sub("mysql.caps.unused", "Unused", 0xc000).hex().ft(16),
]));
static LOGIN: Field = Field::new("mysql.login_request", "Login Request", Place::Rest).kind(Kind::Present);
static MAX_PACKET: Field = Field::new("mysql.max_packet", "MAX Packet", Place::UintLe(32));
static MAX_PACKET_OLD: Field = Field::new("mysql.max_packet", "MAX Packet", Place::UintLe(24)).ft(32);
static CHARSET: Field = byte("mysql.charset", "Charset");
static USER: Field = ended("mysql.user", "Username");
static SCHEMA: Field = ended("mysql.schema", "Schema");
static SCHEMA_REST: Field = string("mysql.schema", "Schema");
static CLIENT_PLUGIN: Field = ended("mysql.client_auth_plugin", "Client Auth Plugin");
static ATTRIBUTES: Field = Field::new("mysql.connattrs", "Connection Attributes", Place::Group(&[&ATTRIBUTE]));
static ATTRIBUTES_LENGTH: Field = Field::new("mysql.connattrs.length", "Connection Attributes length", Place::Uint(64));
static ATTRIBUTE: Field = Field::new("mysql.connattrs.attr", "Connection Attribute", Place::Group(&[&NAME_LENGTH, &NAME, &VALUE_LENGTH, &VALUE]));
static NAME_LENGTH: Field = Field::new("mysql.connattrs.name.length", "Connection Attribute Name Length", Place::Uint(64));
static NAME: Field = string("mysql.connattrs.name", "Connection Attribute Name");
static VALUE_LENGTH: Field = Field::new("mysql.connattrs.value.length", "Connection Attribute Value Length", Place::Uint(64));
static VALUE: Field = string("mysql.connattrs.value", "Connection Attribute Value");
static SALT: Field = ended("mysql.salt", "Salt");
static SALT2: Field = ended("mysql.salt2", "Salt");
static PLUGIN_LENGTH: Field = byte("mysql.auth_plugin.length", "Authentication Plugin Length");
static PLUGIN: Field = ended("mysql.auth_plugin", "Authentication Plugin");
static THREAD: Field = Field::new("mysql.thread_id", "Thread ID", Place::UintLe(32));
static LANGUAGE: Field = byte("mysql.server_language", "Server Language");
static STATUS: Field = little_word("mysql.server_status", "Server Status").hex();
static STATUS_BITS: Field = Field::part(Place::Group(&[
    &sub("mysql.stat.it", "In transaction", 1),
    &sub("mysql.stat.ac", "AUTO_COMMIT", 2),
    &sub("mysql.stat.mu", "Multi query / Unused", 4),
    &sub("mysql.stat.mr", "More results", 8),
    &sub("mysql.stat.bi", "Bad index used", 0x10),
    &sub("mysql.stat.ni", "No index used", 0x20),
    &sub("mysql.stat.cr", "Cursor exists", 0x40),
    &sub("mysql.stat.lr", "Last row sent", 0x80),
    &sub("mysql.stat.dr", "Database dropped", 0x100),
    &sub("mysql.stat.bs", "No backslash escapes", 0x200),
    &sub("mysql.stat.mc", "Metadata changed", 0x400),
    &sub("mysql.stat.query_was_slow", "Query was slow", 0x800),
    &sub("mysql.stat.ps_out_params", "PS Out Params", 0x1000),
    &sub("mysql.stat.trans_readonly", "In Trans Readonly", 0x2000),
    &sub("mysql.stat.session_state_changed", "Session state changed", 0x4000),
]));
static REFRESH: Field = byte("mysql.refresh", "Refresh Option").hex();
static REFRESH_BITS: Field = Field::part(Place::Group(&[
    &sub("mysql.rfsh.grants", "reload permissions", 1),
    &sub("mysql.rfsh.log", "flush logfiles", 2),
    &sub("mysql.rfsh.tables", "flush tables", 4),
    &sub("mysql.rfsh.hosts", "flush hosts", 8),
    &sub("mysql.rfsh.status", "reset statistics", 0x10),
    &sub("mysql.rfsh.threads", "empty thread cache", 0x20),
    &sub("mysql.rfsh.slave", "flush slave status", 0x40),
    &sub("mysql.rfsh.master", "flush master status", 0x80),
]));
static UNUSED: Field = Field::new("mysql.unused", "Unused", Place::Rest);
static PASSWORD: Field = Field::new("mysql.passwd", "Password", Place::Rest);
static PAYLOAD: Field = Field::new("mysql.payload", "Payload", Place::Rest);
static AFFECTED: Field = Field::new("mysql.affected_rows", "Affected Rows", Place::Uint(64));
static INSERT_ID: Field = Field::new("mysql.insert_id", "Last INSERT ID", Place::Uint(64));
static WARNINGS: Field = little_word("mysql.warnings", "Warnings");
static STATEMENT: Field = Field::new("mysql.stmt_id", "Statement ID", Place::UintLe(32));
static QUERY_ATTRS: Field = Field::new("mysql.query_attrs", "Query Attributes", Place::Rest).kind(Kind::Present);
static QUERY_ATTRS_COUNT: Field = byte("mysql.query_attrs_count", "Count");
/// What is asked.
pub static QUERY: Field = string("mysql.query", "Statement");
static SHUTDOWN: Field = byte("mysql.shutdown", "Shutdown Level");
static OPTION: Field = little_word("mysql.option", "Option");
static PARAM: Field = little_word("mysql.param", "Parameter");
static NUM_PARAMS: Field = little_word("mysql.num_params", "Number of parameter");
static NUM_ROWS: Field = Field::new("mysql.num_rows", "Rows to fetch", Place::UintLe(32));
static EXEC_FLAGS: Field = byte("mysql.exec_flags", "Flags (unused)");
static EXEC_ITER: Field = Field::new("mysql.exec_iter", "Iterations (unused)", Place::UintLe(32));
static TABLE_NAME: Field = ended("mysql.table_name", "Table Name");
static EOF: Field = byte("mysql.eof", "EOF marker");
static NUM_FIELDS: Field = Field::new("mysql.num_fields", "Number of fields", Place::Uint(64));
static NUM_FIELDS_SHORT: Field = little_word("mysql.num_fields", "Number of fields").ft(64);
static CATALOG: Field = string("mysql.field.catalog", "Catalog");
static DATABASE: Field = string("mysql.field.db", "Database");
static TABLE: Field = string("mysql.field.table", "Table");
static ORG_TABLE: Field = string("mysql.field.org_table", "Original table");
/// Of a column.
pub static FIELD_NAME: Field = string("mysql.field.name", "Name");
static ORG_NAME: Field = string("mysql.field.org_name", "Original name");
static CHARSET_NUMBER: Field = little_word("mysql.field.charsetnr", "Charset number");
static FIELD_LENGTH: Field = Field::new("mysql.field.length", "Length", Place::UintLe(32));
static FIELD_TYPE: Field = byte("mysql.field.type", "Type").names(&[
    (0x00, "FIELD_TYPE_DECIMAL"),
    (0x01, "FIELD_TYPE_TINY"),
    (0x02, "FIELD_TYPE_SHORT"),
    (0x03, "FIELD_TYPE_LONG"),
    (0x04, "FIELD_TYPE_FLOAT"),
    (0x05, "FIELD_TYPE_DOUBLE"),
    (0x06, "FIELD_TYPE_NULL"),
    (0x07, "FIELD_TYPE_TIMESTAMP"),
    (0x08, "FIELD_TYPE_LONGLONG"),
    (0x09, "FIELD_TYPE_INT24"),
    (0x0a, "FIELD_TYPE_DATE"),
    (0x0b, "FIELD_TYPE_TIME"),
    (0x0c, "FIELD_TYPE_DATETIME"),
    (0x0d, "FIELD_TYPE_YEAR"),
    (0x0e, "FIELD_TYPE_NEWDATE"),
    (0x0f, "FIELD_TYPE_VARCHAR"),
    (0x10, "FIELD_TYPE_BIT"),
    (0xf5, "FIELD_TYPE_JSON"),
    (0xf6, "FIELD_TYPE_NEWDECIMAL"),
    (0xf7, "FIELD_TYPE_ENUM"),
    (0xf8, "FIELD_TYPE_SET"),
    (0xf9, "FIELD_TYPE_TINY_BLOB"),
    (0xfa, "FIELD_TYPE_MEDIUM_BLOB"),
    (0xfb, "FIELD_TYPE_LONG_BLOB"),
    (0xfc, "FIELD_TYPE_BLOB"),
    (0xfd, "FIELD_TYPE_VAR_STRING"),
    (0xfe, "FIELD_TYPE_STRING"),
    (0xff, "FIELD_TYPE_GEOMETRY"),
]);
static FIELD_FLAGS: Field = little_word("mysql.field.flags", "Flags").hex();
static FIELD_BITS: Field = Field::part(Place::Group(&[
    &sub("mysql.field.flags.not_null", "Not null", 1),
    &sub("mysql.field.flags.primary_key", "Primary key", 2),
    &sub("mysql.field.flags.unique_key", "Unique key", 4),
    &sub("mysql.field.flags.multiple_key", "Multiple key", 8),
    &sub("mysql.field.flags.blob", "Blob", 0x10),
    &sub("mysql.field.flags.unsigned", "Unsigned", 0x20),
    &sub("mysql.field.flags.zero_fill", "Zero fill", 0x40),
    &sub("mysql.field.flags.enum", "Enum", 0x100),
    &sub("mysql.field.flags.auto_increment", "Auto increment", 0x200),
    &sub("mysql.field.flags.timestamp", "Timestamp", 0x400),
    &sub("mysql.field.flags.set", "Set", 0x800),
]));
static DECIMALS: Field = byte("mysql.field.decimals", "Decimals");
/// A value of a row.
pub static ROW_TEXT: Field = string("mysql.row.text", "text");
static SWITCH_STATUS: Field = byte("mysql.auth_switch_request.status", "Status").hex();
static SWITCH_NAME: Field = ended("mysql.auth_switch_request.name", "Auth Method Name");
static SWITCH_DATA: Field = Field::new("mysql.auth_switch_request.data", "Auth Method Data", Place::Rest);
static SWITCH_ANSWER: Field = Field::new("mysql.auth_switch_response.data", "Auth Method Data", Place::Rest);

const ALL: Fields = &[
    &REQUEST, &COMMAND, &RESPONSE_CODE, &ERROR_CODE, &ERROR, &SQLSTATE, &MESSAGE, &GREETING, &PROTOCOL_VERSION, &VERSION, &CAPS_SERVER, &CAPS_CLIENT, &CAPS,
    &EXTCAPS_SERVER, &EXTCAPS_CLIENT, &EXTCAPS, &LOGIN, &MAX_PACKET, &MAX_PACKET_OLD, &CHARSET, &USER, &SCHEMA, &SCHEMA_REST, &CLIENT_PLUGIN, &ATTRIBUTES,
    &ATTRIBUTES_LENGTH, &SALT, &SALT2, &PLUGIN_LENGTH, &PLUGIN, &THREAD, &LANGUAGE, &STATUS, &STATUS_BITS, &REFRESH, &REFRESH_BITS, &UNUSED, &PASSWORD, &PAYLOAD,
    &AFFECTED, &INSERT_ID, &WARNINGS, &STATEMENT, &QUERY_ATTRS, &QUERY_ATTRS_COUNT, &QUERY, &SHUTDOWN, &OPTION, &PARAM, &NUM_PARAMS, &NUM_ROWS, &EXEC_FLAGS,
    &EXEC_ITER, &TABLE_NAME, &EOF, &NUM_FIELDS, &NUM_FIELDS_SHORT, &CATALOG, &DATABASE, &TABLE, &ORG_TABLE, &FIELD_NAME, &ORG_NAME, &CHARSET_NUMBER,
    &FIELD_LENGTH, &FIELD_TYPE, &FIELD_FLAGS, &FIELD_BITS, &DECIMALS, &ROW_TEXT, &SWITCH_STATUS, &SWITCH_NAME, &SWITCH_DATA, &SWITCH_ANSWER,
];

/// MySQL.
pub static PROTOCOL: Protocol = Protocol {
    name: "mysql",
    title: "MySQL Protocol",
    column: "MySQL",
    spec: "MySQL 8.0",
    fields: &[&LENGTH, &NUMBER, &Field::part(Place::Told(read, ALL))],
    under: &[(Space::TcpPort, PORT)],
    line: &[Word::Call(info)],
    stream: Some(Stream::TALK),
    leaf: true,
    ..Protocol::PLAIN
};
const PORT: u16 = 3306;

// What a packet is.
const GREETS: u32 = 1;
const LOGS_IN: u32 = 2;
const ASKS: u32 = 3;
const ANSWERS: u32 = 4;
const COLUMNS: u32 = 5;
const COLUMN: u32 = 6;
const ROW: u32 = 7;
const SWITCHES: u32 = 8;
const SWITCHED: u32 = 9;
const PREPARED: u32 = 10;
const TELLS: u32 = 11;
const UNKNOWN: u32 = 12;
const KIND: u32 = 0xff;
/// Queries carry attributes.
const ATTRIBUTED: u32 = 0x100;

// Where the exchange stands: what is next from the server, remembered for both sides; columns to come from bit 32 on.
const GREETED: u64 = 1;
const LOGGED_IN: u64 = 2;
const MUST_SWITCH: u64 = 3;
const WAITS_OK: u64 = 4;
const WAITS_TABLE: u64 = 5;
const WAITS_COLUMNS: u64 = 6;
const WAITS_ROWS: u64 = 7;
const WAITS_MESSAGE: u64 = 8;
const WAITS_PREPARED: u64 = 9;
const WAITS_FIELDS: u64 = 10;
const STATE: u64 = 0xff;
const NO_EOF: u64 = 0x100;
const ATTRIBUTE_STATE: u64 = 0x200;
const TOGO: u32 = 32;

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let server = below.layers.last().is_some_and(|tcp| tcp::SRCPORT.num(tcp.head(below.frame)) == Some(PORT.into()));
    let length = bytes.get(..3).map(|b| b.iter().rev().fold(0, |n, b| n << 8 | usize::from(*b)));
    let Some(length) = length else { return if whole { Step::more(bytes, 4) } else { Step::cut(bytes) } };
    let total = 4 + length;
    let body = bytes.get(4..).unwrap_or(&[]);
    let body = body.get(..length).unwrap_or(body);
    let number = bytes.get(3).copied().unwrap_or(0);
    let state = below.talk.map_or(0, |talk| talk.own.get());
    let (kind, after) = if server { answered(state, number, body) } else { asked(state, number, body) };
    let mode = kind | if state & ATTRIBUTE_STATE != 0 { ATTRIBUTED } else { 0 };
    if bytes.len() < total {
        return if whole { Step { mode, ..Step::more(bytes, total) } } else { Step { mode, ..Step::cut(bytes) } };
    }
    if let Some(talk) = below.talk {
        talk.own.set(after);
        talk.other.set(after);
        // The server speaks TLS, and the client wants to (a login of nothing but the capabilities).
        if kind == LOGS_IN && length == 32 && body.get(1).is_some_and(|b| b & 8 != 0) {
            talk.hand_over(id::tls);
        }
    }
    Step { again: true, mode, ..Step::new(total, total, id::data) }
}
/// What a client's packet is, and where that leaves the exchange.
fn asked(state: u64, number: u8, body: &[u8]) -> (u32, u64) {
    let keeps = state & !(STATE | !0 << TOGO);
    match state & STATE {
        GREETED if matches!(number, 1 | 2) => return (LOGS_IN, keeps | LOGGED_IN | login_state(body)),
        0 if number == 1 && body.len() >= 32 => return (LOGS_IN, keeps | LOGGED_IN | login_state(body)),
        MUST_SWITCH => return (SWITCHED, keeps | LOGGED_IN),
        _ => {}
    }
    let next = match body.first() {
        Some(3 | 10 | 23 | 28) => WAITS_TABLE,
        Some(4) => WAITS_FIELDS,
        Some(9) => WAITS_MESSAGE,
        Some(22) => WAITS_PREPARED,
        _ => WAITS_OK,
    };
    (ASKS, keeps | next)
}
/// What a login settles for all that follows.
fn login_state(body: &[u8]) -> u64 {
    let flag = |at: usize, bit: u8, is: u64| if body.get(at).is_some_and(|b| b & bit != 0) { is } else { 0 };
    flag(3, 1, NO_EOF) | flag(3, 8, ATTRIBUTE_STATE)
}
/// The same of a server's.
fn answered(state: u64, number: u8, body: &[u8]) -> (u32, u64) {
    let keeps = state & !(STATE | !0 << TOGO);
    let togo = state >> TOGO;
    let now = state & STATE;
    let code = body.first().copied().unwrap_or(0);
    if now == 0 && number == 0 && code != 0xff {
        return (GREETS, GREETED);
    }
    if code == 0xff {
        return (ANSWERS, keeps);
    }
    if code == 0xfe && body.len() < 9 && now != LOGGED_IN {
        return match now {
            WAITS_COLUMNS => (ANSWERS, keeps | WAITS_ROWS),
            WAITS_ROWS if body.get(3).is_some_and(|b| b & 8 != 0) => (ANSWERS, keeps | WAITS_TABLE),
            _ => (ANSWERS, keeps),
        };
    }
    match now {
        LOGGED_IN if code != 0 => (SWITCHES, keeps | MUST_SWITCH),
        WAITS_PREPARED if code == 0 => (PREPARED, keeps | WAITS_FIELDS),
        WAITS_MESSAGE => (TELLS, keeps),
        WAITS_TABLE if code != 0 && code != 0xfb => {
            let columns = number_of(body).map_or(0, |(n, _)| n) & 0xffff;
            (COLUMNS, keeps | WAITS_COLUMNS | columns << TOGO)
        }
        WAITS_COLUMNS => {
            let left = togo.saturating_sub(1);
            let next = if left == 0 && state & NO_EOF != 0 { WAITS_ROWS } else { WAITS_COLUMNS };
            (COLUMN, keeps | next | left << TOGO)
        }
        WAITS_ROWS => (ROW, state),
        WAITS_FIELDS => (COLUMN, state),
        _ if code == 0 => (ANSWERS, keeps),
        _ => (UNKNOWN, state),
    }
}
/// A number of one byte, or of as many as the first byte says, and the bytes it takes.
fn number_of(bytes: &[u8]) -> Option<(u64, usize)> {
    let n = match bytes.first()? {
        0xfc => 2,
        0xfd => 3,
        0xfe => 8,
        n => return Some((u64::from(*n), 1)),
    };
    let value = bytes.get(1..1 + n)?.iter().rev().fold(0, |sum, b| sum << 8 | u64::from(*b));
    Some((value, 1 + n))
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let mode = r.here().mode;
    if r.rest().is_empty() {
        return Continue(());
    }
    match mode & KIND {
        GREETS => greeting(r),
        LOGS_IN => login(r),
        ASKS => request(r, mode),
        COLUMNS => counted(r, &NUM_FIELDS),
        COLUMN => {
            for f in [&CATALOG, &DATABASE, &TABLE, &ORG_TABLE, &FIELD_NAME, &ORG_NAME] {
                sized(r, f)?;
            }
            r.pass(1)?;
            r.fields(&[&CHARSET_NUMBER, &FIELD_LENGTH, &FIELD_TYPE, &FIELD_FLAGS, &FIELD_BITS, &DECIMALS])
        }
        ROW => {
            while let Some(first) = r.rest().first() {
                if *first == 0xfb {
                    r.show(&ROW_TEXT, 1, 0)?; // NULL
                    r.pass(1)?;
                } else {
                    sized(r, &ROW_TEXT)?;
                }
            }
            Continue(())
        }
        SWITCHES => {
            if r.rest().first() == Some(&0xfe) {
                r.field(&SWITCH_STATUS)?;
            }
            r.fields(&[&SWITCH_NAME, &SWITCH_DATA])
        }
        SWITCHED => r.field(&SWITCH_ANSWER),
        PREPARED => {
            r.fields(&[&RESPONSE_CODE, &STATEMENT, &NUM_FIELDS_SHORT, &NUM_PARAMS])?;
            r.pass(1.min(r.rest().len()))?;
            if r.rest().len() >= 2 { r.field(&WARNINGS) } else { Continue(()) }
        }
        TELLS => r.field(&MESSAGE),
        ANSWERS => answer(r),
        _ => r.field(&PAYLOAD),
    }
}
fn greeting(r: &mut Reader<'_, '_>) -> Flow {
    r.show(&GREETING, 0, usize::MAX)?;
    r.field(&PROTOCOL_VERSION)?;
    r.fields(&[&VERSION, &THREAD, &SALT])?;
    if r.rest().is_empty() {
        return Continue(());
    }
    r.fields(&[&CAPS_SERVER, &CAPS])?;
    if r.rest().is_empty() {
        return Continue(());
    }
    r.fields(&[&LANGUAGE, &STATUS, &STATUS_BITS, &EXTCAPS_SERVER, &EXTCAPS])?;
    let named = r.here().number & 8 != 0;
    r.field(&PLUGIN_LENGTH)?;
    r.part(10.min(r.rest().len()), |r| r.field(&UNUSED))?;
    if !r.rest().is_empty() {
        r.field(&SALT2)?;
    }
    if named && !r.rest().is_empty() { r.field(&PLUGIN) } else { Continue(()) }
}
fn login(r: &mut Reader<'_, '_>) -> Flow {
    r.show(&LOGIN, 0, usize::MAX)?;
    r.fields(&[&CAPS_CLIENT])?;
    let caps = r.here().number;
    r.field(&CAPS)?;
    let mut more = 0;
    if caps & 0x200 != 0 {
        r.field(&EXTCAPS_CLIENT)?;
        more = r.here().number;
        r.fields(&[&EXTCAPS, &MAX_PACKET, &CHARSET])?;
        r.part(23.min(r.rest().len()), |r| r.field(&UNUSED))?;
    } else {
        r.field(&MAX_PACKET_OLD)?;
    }
    if r.rest().is_empty() {
        return Continue(());
    }
    r.field(&USER)?;
    let secret = if caps & 0x8000 != 0 {
        let n = r.rest().first().copied().unwrap_or(0);
        r.pass(1.min(r.rest().len()))?;
        usize::from(n)
    } else {
        r.rest().iter().position(|b| *b == 0).map_or(r.rest().len(), |n| n + 1)
    };
    if secret > 0 {
        r.show(&PASSWORD, 0, secret)?;
        r.pass(secret)?;
    }
    if caps & 8 != 0 {
        r.field(&SCHEMA)?;
    }
    if more & 8 != 0 {
        r.field(&CLIENT_PLUGIN)?;
    }
    if more & 0x10 != 0
        && let Some((length, n)) = number_of(r.rest())
    {
        r.record(&ATTRIBUTES, n.saturating_add(usize::try_from(length).unwrap_or(usize::MAX)), |r| {
            r.tell(&ATTRIBUTES_LENGTH, 0, n, Value::Num(length))?;
            r.pass(n)?;
            while !r.rest().is_empty() {
                let name = taken(r.rest(), 0);
                let both = taken(r.rest(), name.min(r.rest().len()));
                r.record(&ATTRIBUTE, both, |r| {
                    measured(r, &NAME_LENGTH, &NAME)?;
                    measured(r, &VALUE_LENGTH, &VALUE)
                })?;
            }
            Continue(())
        })?;
    }
    Continue(())
}
/// Where the text that begins at `at` ends: a length and so many bytes.
fn taken(bytes: &[u8], at: usize) -> usize {
    let (length, n) = number_of(bytes.get(at..).unwrap_or(&[])).unwrap_or((0, 1));
    at.saturating_add(n).saturating_add(usize::try_from(length).unwrap_or(usize::MAX))
}
fn request(r: &mut Reader<'_, '_>, mode: u32) -> Flow {
    r.show(&REQUEST, 0, usize::MAX)?;
    r.field(&COMMAND)?;
    if r.rest().is_empty() {
        return Continue(());
    }
    match r.here().number {
        2 | 5 | 6 => r.field(&SCHEMA_REST),
        3 if mode & ATTRIBUTED != 0 => {
            r.show(&QUERY_ATTRS, 0, usize::MAX)?;
            let none = r.rest().first() == Some(&0);
            r.field(&QUERY_ATTRS_COUNT)?;
            if none && !r.rest().is_empty() {
                r.pass(1)?;
                return r.field(&QUERY);
            }
            Continue(())
        }
        3 | 22 => r.field(&QUERY),
        4 => r.field(&TABLE_NAME),
        7 => r.fields(&[&REFRESH, &REFRESH_BITS]),
        8 => r.field(&SHUTDOWN),
        12 => r.field(&THREAD),
        17 => {
            r.field(&USER)?;
            let n = usize::from(r.rest().first().copied().unwrap_or(0));
            r.pass(1.min(r.rest().len()))?;
            if n > 0 {
                r.show(&PASSWORD, 0, n)?;
                r.pass(n)?;
            }
            if r.rest().is_empty() { Continue(()) } else { r.field(&SCHEMA) }
        }
        23 => r.fields(&[&STATEMENT, &EXEC_FLAGS, &EXEC_ITER]),
        24 => r.fields(&[&STATEMENT, &PARAM, &PAYLOAD]),
        25 | 26 => r.field(&STATEMENT),
        27 => r.field(&OPTION),
        28 => r.fields(&[&STATEMENT, &NUM_ROWS]),
        _ => r.field(&PAYLOAD),
    }
}
fn answer(r: &mut Reader<'_, '_>) -> Flow {
    match r.rest().first().copied() {
        Some(0xff) => {
            r.fields(&[&RESPONSE_CODE, &ERROR_CODE])?;
            if r.rest().first() == Some(&b'#') {
                r.pass(1)?;
                r.field(&SQLSTATE)?;
            }
            r.field(&ERROR)
        }
        Some(0xfe) => {
            let code = r.rest().first().copied().unwrap_or(0);
            r.field(&RESPONSE_CODE)?;
            r.tell(&EOF, 0, 0, Value::Num(code.into()))?;
            if r.rest().len() >= 4 { r.fields(&[&WARNINGS, &STATUS, &STATUS_BITS]) } else { Continue(()) }
        }
        _ => {
            r.field(&RESPONSE_CODE)?;
            counted(r, &AFFECTED)?;
            let Some((insert, n)) = number_of(r.rest()) else { return Continue(()) };
            if insert != 0 {
                r.tell(&INSERT_ID, 0, n, Value::Num(insert))?;
            }
            r.pass(n)?;
            if r.rest().len() >= 2 {
                r.fields(&[&STATUS, &STATUS_BITS])?;
            }
            if r.rest().len() >= 2 {
                r.field(&WARNINGS)?;
            }
            if r.rest().is_empty() { Continue(()) } else { sized(r, &MESSAGE) }
        }
    }
}
/// A number as long as it must be.
fn counted(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    let Some((value, n)) = number_of(r.rest()) else { return r.broken() };
    r.tell(f, 0, n, Value::Num(value))?;
    r.pass(n)
}
/// A length and so many bytes of text.
fn sized(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    let Some((length, n)) = number_of(r.rest()) else { return r.broken() };
    r.pass(n)?;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    if length > r.rest().len() {
        return r.broken();
    }
    r.show(f, 0, length)?;
    r.pass(length)
}
/// The same, and the length is told too.
fn measured(r: &mut Reader<'_, '_>, length: &'static Field, f: &'static Field) -> Flow {
    if let Some((value, n)) = number_of(r.rest()) {
        r.tell(length, 0, n, Value::Num(value))?;
    }
    sized(r, f)
}

/// `Server Greeting  proto=10 version=9.0.0`, `Request Query: select 1`, `Response OK`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    let body = head.get(4..).unwrap_or(&[]);
    let first = body.first().copied().unwrap_or(0);
    match own.mode & KIND {
        GREETS => {
            out.extend(b"Server Greeting  proto=");
            text::decimal(first.into(), out);
            out.extend(b" version=");
            text::utf8(body.get(1..).unwrap_or(&[]).split(|b| *b == 0).next().unwrap_or(&[]), out);
        }
        LOGS_IN => {
            out.extend(b"Login Request");
            if let Some(user) = body.get(32..).and_then(|rest| rest.split(|b| *b == 0).next()).filter(|user| !user.is_empty()) {
                out.extend(b" user=");
                text::utf8(user, out);
            }
        }
        ASKS => {
            out.extend(b"Request ");
            out.extend(text::named(&COMMAND, first.into()).unwrap_or("Unknown").as_bytes());
            if matches!(first, 3 | 22) && own.mode & ATTRIBUTED == 0 {
                out.extend(b": ");
                text::utf8(body.get(1..).unwrap_or(&[]), out);
            }
        }
        ANSWERS => out.extend(match first {
            0xff => &b"Response Error"[..],
            0xfe => b"Response EOF",
            _ => b"Response OK",
        }),
        SWITCHES => out.extend(b"Auth Switch Request"),
        SWITCHED => out.extend(b"Auth Switch Response"),
        COLUMNS | COLUMN | ROW => out.extend(b"Response TABULAR"),
        _ => out.extend(b"Response"),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn packet(number: u8, body: &[u8]) -> Vec<u8> {
        let n = body.len() as u32;
        [&n.to_le_bytes()[..3], &[number], body].concat()
    }
    #[test]
    fn greeting_and_query() {
        let mut body = b"\x0a8.0.1\0\x07\0\0\0saltsalt\0\xff\xff\xff\x02\0\xff\xdf\x15".to_vec();
        body.extend([0; 10]);
        body.extend(b"saltsaltsalt\0mysql_native_password\0");
        let bytes = tcp_of(3306, 40000, &packet(0, &body));
        let names = ["mysql.protocol", "mysql.version", "mysql.thread_id", "mysql.caps.sl", "mysql.server_status", "mysql.salt2", "mysql.auth_plugin"];
        assert_eq!(fields_of(228, &bytes, &names), "10 8.0.1 7 1 0x0002 saltsaltsalt mysql_native_password");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(40000, 3306, &packet(0, b"\x03select 1"));
        assert_eq!(fields_of(228, &bytes, &["mysql.packet_length", "mysql.command", "mysql.query"]), "9 3 select 1");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(40000, 3306, b"\x09\0\0\0\x03se")), "ip:tcp:mysql More");
    }
    #[test]
    fn login() {
        let mut body = b"\x0d\xa2\x1b\0\0\0\0\x01\x21".to_vec();
        body.extend([0; 23]);
        body.extend(b"root\0\x02ab\x64b\0plug\0\x0d\x03_os\x05Linux\x01a\0");
        let bytes = tcp_of(40000, 3306, &packet(1, &body));
        let names = ["mysql.user", "mysql.passwd", "mysql.schema", "mysql.client_auth_plugin", "mysql.connattrs.length", "mysql.connattrs.name", "mysql.connattrs.value"];
        assert_eq!(fields_of(228, &bytes, &names), "root 6162 db plug 13 _os,a Linux,");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn where_an_exchange_stands() {
        use super::*;
        let (kind, state) = answered(0, 0, b"\x0a8.0\0");
        assert_eq!((kind, state), (GREETS, GREETED));
        let mut body = vec![0; 40];
        body[3] = 1;
        let (kind, state) = asked(state, 1, &body);
        assert_eq!((kind, state), (LOGS_IN, LOGGED_IN | NO_EOF));
        let (kind, state) = answered(state, 2, b"\0\0\0\x02\0\0\0");
        assert_eq!((kind, state), (ANSWERS, NO_EOF));
        let (_, state) = asked(state, 0, b"\x03select 1");
        let (kind, state) = answered(state, 1, b"\x01");
        assert_eq!(kind, COLUMNS);
        let (kind, state) = answered(state, 2, b"\x03def");
        assert_eq!(kind, COLUMN);
        assert_eq!(answered(state, 3, b"\x011").0, ROW);
        let (kind, state) = answered(state, 4, b"\xfe\0\0\x02\0\0\0");
        assert_eq!((kind, state), (ANSWERS, NO_EOF));
        assert_eq!(answered(state, 1, b"\xff\x01\x02#HY000no").0, ANSWERS);
    }
    #[test]
    fn numbers_as_long_as_they_must_be() {
        assert_eq!(super::number_of(&[0xfa]), Some((0xfa, 1)));
        assert_eq!(super::number_of(&[0xfc, 1, 2]), Some((0x201, 3)));
        assert_eq!(super::number_of(&[0xfe, 1]), None);
    }
}
