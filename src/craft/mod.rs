//! Floor 2. Layers to bytes: the same fields, written instead of read.
//!
//! A [`Part`] is a layer to be written: values for some of its fields, what it carries, what stands
//! behind. [`build`] writes the rest: defaults, lengths, numbers of the next protocol, checksums.
//! [`record()`] takes a decoded packet apart into parts, so that it can be changed and written again.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod build;
pub mod builder;
mod compose;
mod edit;
pub mod expr;
mod fragment;
mod names;
mod print;
mod record;
mod sets;
mod value;
mod words;

pub use build::{Mode, build};
pub use compose::{Craft, Packets, Way, compose, compose_lax};
pub use edit::{Anonymizer, Change, Edit};
pub use fragment::fragments;
pub use print::expression;
pub use record::record;

use crate::field::Field;
use crate::proto::Class;
use crate::spine::Id;

/// The bytes of an expression's first packet.
///
/// ```
/// let syn = pktlab::craft::expr(r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(dport="http", flags="S")"#)?;
/// assert_eq!((syn.len(), syn[9], syn[33]), (40, 6, 2));
///
/// let wrong = pktlab::craft::expr(r#"IP(tll=3)"#).unwrap_err();
/// assert_eq!(wrong.to_string(), r#"IP has no field "tll": did you mean "ttl"?"#);
/// # Ok::<(), pktlab::craft::Error>(())
/// ```
///
/// # Errors
/// With the place in the text and what was expected there.
pub fn expr(text: &str) -> Result<Vec<u8>, Error> {
    compose(text)?.packets(0).next().unwrap_or(Ok(vec![]))
}

/// The bytes of hexadecimal digits; `None` where they are none.
pub fn from_hex(digits: &str) -> Option<Vec<u8>> {
    value::hex(digits)
}

/// The names under which expressions write a protocol, or parts of its messages.
pub fn classes(id: Id) -> Vec<&'static str> {
    names::of_protocol(id).iter().map(|(name, _)| *name).chain(names::plain(id).map(|(name, _)| name)).collect()
}

/// A layer to be written.
#[derive(Clone)]
pub struct Part {
    /// The protocol.
    pub id: Id,
    /// Bytes between the header below, or the sibling before, and this header, where that is no length that is computed.
    pub gap: Vec<u8>,
    /// Values of its fields, in the order of the description.
    pub nodes: Vec<Node>,
    /// What it carries, one behind the other.
    pub children: Vec<Part>,
    /// Bytes behind what it carries: a payload that is no protocol, padding, a trailer.
    pub tail: Vec<u8>,
    /// What stands behind what it carries once that has so many bytes: ICMP's extensions.
    pub behind: Option<(usize, Box<Part>)>,
    /// What an expression says of it, instead of nodes: its defaults are written, whatever the mode.
    pub form: Option<Form>,
}
impl Part {
    /// A layer of which nothing is said.
    pub fn new(id: Id) -> Part {
        Part { id, gap: vec![], nodes: vec![], children: vec![], tail: vec![], behind: None, form: None }
    }
    /// False for a part of a message that is put on as a layer is.
    fn whole(&self) -> bool {
        self.form.as_ref().is_none_or(|form| form.class.whole)
    }
}
/// What an expression says of a layer.
#[derive(Clone)]
pub struct Form {
    /// The class.
    pub class: Class,
    /// Its arguments.
    pub args: Vec<expr::Arg>,
}

/// A value for a field, or a record's values.
#[derive(Clone)]
pub struct Node {
    /// The field or record.
    pub field: &'static Field,
    /// What it is to hold.
    pub content: Content,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A number, as shown: already multiplied by the field's `times`.
    Num(u64),
    /// Bytes as they stand on the wire: a name with its labels' lengths, text with its zero.
    Bytes(Vec<u8>),
    /// The fields of a record, or the records of a list.
    Nodes(Vec<Node>),
    /// A value as an expression says it, of any of these kinds.
    Expr(expr::Expr),
}
impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={:?}", if self.field.name.is_empty() { self.field.title } else { self.field.name }, self.content)
    }
}
impl PartialEq for Node {
    fn eq(&self, other: &Node) -> bool {
        std::ptr::eq(self.field, other.field) && self.content == other.content
    }
}

/// Why parts cannot be written.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// A value of an expression, and where it stands in the text.
    #[error(transparent)]
    Expr(#[from] expr::Error),
    /// A number has more bits than its field.
    #[error("{field}: {value} needs more than {bits} bits")]
    TooLarge {
        /// The field's name.
        field: &'static str,
        /// The number.
        value: u64,
        /// What there is room for.
        bits: usize,
    },
    /// Bytes of the wrong length for a field of fixed length.
    #[error("{field}: {found} bytes, wanted {wanted}")]
    Length {
        /// The field's name.
        field: &'static str,
        /// Bytes given.
        found: usize,
        /// Bytes wanted.
        wanted: usize,
    },
    /// A value that has no place where it stands.
    #[error("{field} has no place in {within}")]
    Misplaced {
        /// The field's name.
        field: &'static str,
        /// The record or protocol.
        within: &'static str,
    },
    /// Records in records in records.
    #[error("{field}: records nest too deeply")]
    Deep {
        /// The field's name.
        field: &'static str,
    },
}
