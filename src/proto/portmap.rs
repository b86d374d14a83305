//! Portmap: [RFC 1833](https://www.rfc-editor.org/rfc/rfc1833), 3: at which port a program answers.
use super::*;
use crate::field::*;

static PROGRAMVERSION: Field = Field::new("rpc.programversion", "Program Version", Place::Reckoned(|h| rpc::version(h, None))).ft(32);
static PROCEDURE_V2: Field = Field::new("portmap.procedure_v2", "V2 Procedure", Place::Reckoned(|h| rpc::version(h, Some(2)))).ft(32).names(&[
    (0, "NULL"), (1, "SET"), (2, "UNSET"), (3, "GETPORT"), (4, "DUMP"), (5, "CALLIT"),
]);
static PROCEDURE_V3: Field = Field::new("portmap.procedure_v3", "V3 Procedure", Place::Reckoned(|h| rpc::version(h, Some(3)))).ft(32);
static PROCEDURE_V4: Field = Field::new("portmap.procedure_v4", "V4 Procedure", Place::Reckoned(|h| rpc::version(h, Some(4)))).ft(32);
static ARGUMENTS: Field = Field::part(Place::Switch(|h| asked(h.mode), &[(1, &[&PROG, &VERSION, &PROTO, &PORT]), (2, &[&PORT])], &[]));
/// The program that is looked for.
pub static PROG: Field = Field::new("portmap.prog", "Program", Place::Uint(32));
static VERSION: Field = Field::new("portmap.version", "Version", Place::Uint(32));
static PROTO: Field = Field::new("portmap.proto", "Protocol", Place::Uint(32)).names(&[(6, "TCP"), (17, "UDP")]);
/// Where it is.
pub static PORT: Field = Field::new("portmap.port", "Port", Place::Uint(32));

/// 1: a question with four numbers, 2: its answer.
fn asked(mode: u32) -> u64 {
    match rpc::called(mode) {
        (false, 2, 1..=3) => 1,
        (true, 2, 3) => 2,
        _ => 0,
    }
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "portmap",
    title: "Portmap",
    column: "Portmap",
    spec: "RFC 1833",
    fields: &[&PROGRAMVERSION, &PROCEDURE_V2, &PROCEDURE_V3, &PROCEDURE_V4, &ARGUMENTS],
    line: &[Word::With("V2 ", &PROCEDURE_V2), Word::With(" program ", &PROG), Word::With(" port ", &PORT)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) use super::rpc::procedure as dissect;
