//! Mount service: [RFC 1813](https://www.rfc-editor.org/rfc/rfc1813), appendix I.
use super::*;
use crate::field::*;

static PROGRAMVERSION: Field = Field::new("rpc.programversion", "Program Version", Place::Reckoned(|h| rpc::version(h, None))).ft(32);
static PROCEDURE_V1: Field = Field::new("mount.procedure_v1", "V1 Procedure", Place::Reckoned(|h| rpc::version(h, Some(1)))).ft(32).names(PROCEDURES);
static PROCEDURE_V2: Field = Field::new("mount.procedure_v2", "V2 Procedure", Place::Reckoned(|h| rpc::version(h, Some(2)))).ft(32).names(PROCEDURES);
static PROCEDURE_V3: Field = Field::new("mount.procedure_v3", "V3 Procedure", Place::Reckoned(|h| rpc::version(h, Some(3)))).ft(32).names(PROCEDURES);
const PROCEDURES: Names = &[(0, "NULL"), (1, "MNT"), (2, "DUMP"), (3, "UMNT"), (4, "UMNTALL"), (5, "EXPORT")];
static ARGUMENTS: Field = Field::part(Place::Switch(
    |h| match rpc::called(h.mode) {
        (false, 1..=3, 1 | 3) => 1,
        (true, 1..=3, 1) => 2,
        _ => 0,
    },
    &[(1, &[&LENGTH, &PATH]), (2, &[&STATUS])],
    &[],
));
static LENGTH: Field = Field::new("rpc.opaque_length", "length", Place::Uint(32));
/// What is mounted.
pub static PATH: Field = Field::new("mount.path", "Path", Place::Take(|h| (h.number as usize).min(h.left()))).text();
/// 0: it is.
pub static STATUS: Field = Field::new("mount.status", "Status", Place::Uint(32)).names(&[
    (0, "OK"), (1, "ERR_PERM"), (2, "ERR_NOENT"), (5, "ERR_IO"), (13, "ERR_ACCESS"), (20, "ERR_NOTDIR"), (22, "ERR_INVAL"), (63, "ERR_NAMETOOLONG"), (10004, "ERR_NOTSUPP"),
    (10006, "ERR_SERVERFAULT"),
]);


/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "mount",
    title: "Mount Service",
    column: "MOUNT",
    spec: "RFC 1813",
    fields: &[&PROGRAMVERSION, &PROCEDURE_V1, &PROCEDURE_V2, &PROCEDURE_V3, &ARGUMENTS],
    line: &[Word::With("V3 ", &PROCEDURE_V3), Word::With(" ", &PATH), Word::With(" status ", &STATUS)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) use super::rpc::procedure as dissect;
