//! NFSACL: the access control lists of NFS version 3, as Solaris made them: which procedure. There is no RFC.
use super::*;
use crate::field::*;

static PROGRAMVERSION: Field = Field::new("rpc.programversion", "Program Version", Place::Reckoned(|h| match rpc::called(h.mode) {
    (_, 0, _) => None,
    (_, version, _) => Some(Value::Num(version.into())),
})).ft(32);
/// What is done.
pub static PROCEDURE_V3: Field = Field::new("nfsacl.procedure_v3", "V3 Procedure", Place::Reckoned(|h| match rpc::called(h.mode) {
    (_, 3, procedure) if procedure < 0xffff => Some(Value::Num(procedure.into())),
    _ => None,
})).ft(32).names(&[(0, "NULL"), (1, "GETACL"), (2, "SETACL")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "nfsacl",
    title: "NFSACL",
    column: "NFSACL",
    spec: "Solaris nfs_acl.x",
    fields: &[&PROGRAMVERSION, &PROCEDURE_V3],
    line: &[Word::With("V3 ", &PROCEDURE_V3)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) use super::rpc::procedure as dissect;
