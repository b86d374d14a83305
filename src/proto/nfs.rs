//! Network File System: version 3 [RFC 1813](https://www.rfc-editor.org/rfc/rfc1813): the procedure, the file it is about, and how it went.
use super::*;
use crate::field::*;

static PROGRAMVERSION: Field = Field::new("rpc.programversion", "Program Version", Place::Reckoned(|h| rpc::version(h, None))).ft(32);
static PROCEDURE_V2: Field = Field::new("nfs.procedure_v2", "V2 Procedure", Place::Reckoned(|h| rpc::version(h, Some(2)))).ft(32);
/// What is done.
pub static PROCEDURE_V3: Field = Field::new("nfs.procedure_v3", "V3 Procedure", Place::Reckoned(|h| rpc::version(h, Some(3)))).ft(32).names(&[
    (0, "NULL"), (1, "GETATTR"), (2, "SETATTR"), (3, "LOOKUP"), (4, "ACCESS"), (5, "READLINK"), (6, "READ"), (7, "WRITE"), (8, "CREATE"), (9, "MKDIR"), (10, "SYMLINK"), (11, "MKNOD"),
    (12, "REMOVE"), (13, "RMDIR"), (14, "RENAME"), (15, "LINK"), (16, "READDIR"), (17, "READDIRPLUS"), (18, "FSSTAT"), (19, "FSINFO"), (20, "PATHCONF"), (21, "COMMIT"),
]);
static PROCEDURE_V4: Field = Field::new("nfs.procedure_v4", "V4 Procedure", Place::Reckoned(|h| rpc::version(h, Some(4)))).ft(32).names(&[(0, "NULL"), (1, "COMPOUND")]);
static ARGUMENTS: Field = Field::part(Place::Switch(
    |h| match rpc::called(h.mode) {
        (false, 3, 3 | 8..=14) => 2,
        (false, 3, 1..=21) => 1,
        (true, 3, 1..=21) => 3,
        _ => 0,
    },
    &[(1, &[&FH_LENGTH, &FHANDLE]), (2, &[&FH_LENGTH, &FHANDLE, &FH_PAD, &NAME_LENGTH, &NAME]), (3, &[&STATUS])],
    &[],
));
static FH_LENGTH: Field = Field::new("nfs.fh.length", "length", Place::Uint(32));
/// Names a file for the server.
pub static FHANDLE: Field = Field::new("nfs.fhandle", "FileHandle", Place::Take(|h| (h.number as usize).min(h.left())));
static FH_PAD: Field = Field::part(Place::Take(|h| (h.number.wrapping_neg() as usize & 3).min(h.left())));
static NAME_LENGTH: Field = Field::new("rpc.opaque_length", "length", Place::Uint(32));
/// Names it for people.
pub static NAME: Field = Field::new("nfs.name", "Name", Place::Take(|h| (h.number as usize).min(h.left()))).text();
/// How it went.
pub static STATUS: Field = Field::new("nfs.status3", "Status", Place::Uint(32)).names(&[
    (0, "NFS3_OK"), (1, "NFS3ERR_PERM"), (2, "NFS3ERR_NOENT"), (5, "NFS3ERR_IO"), (6, "NFS3ERR_NXIO"), (13, "NFS3ERR_ACCES"), (17, "NFS3ERR_EXIST"), (18, "NFS3ERR_XDEV"),
    (19, "NFS3ERR_NODEV"), (20, "NFS3ERR_NOTDIR"), (21, "NFS3ERR_ISDIR"), (22, "NFS3ERR_INVAL"), (27, "NFS3ERR_FBIG"), (28, "NFS3ERR_NOSPC"), (30, "NFS3ERR_ROFS"),
    (63, "NFS3ERR_NAMETOOLONG"), (66, "NFS3ERR_NOTEMPTY"), (70, "NFS3ERR_STALE"), (10001, "NFS3ERR_BADHANDLE"), (10002, "NFS3ERR_NOT_SYNC"), (10004, "NFS3ERR_NOTSUPP"),
    (10006, "NFS3ERR_SERVERFAULT"), (10008, "NFS3ERR_JUKEBOX"),
]);


/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "nfs",
    title: "Network File System",
    column: "NFS",
    spec: "RFC 1813",
    fields: &[&PROGRAMVERSION, &PROCEDURE_V2, &PROCEDURE_V3, &PROCEDURE_V4, &ARGUMENTS],
    line: &[Word::With("V3 ", &PROCEDURE_V3), Word::With(" ", &NAME), Word::With(" status ", &STATUS)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) use super::rpc::procedure as dissect;
