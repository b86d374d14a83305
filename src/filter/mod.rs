//! Floor 3. Display filters: Wireshark's language, compiled.
//!
//! ```text
//! text → words (lex) → tree (parse) → types (check) → tests (run)
//! ```
//!
//! A filter is compiled once and asked of many packets:
//!
//! ```
//! use pktlab::filter;
//!
//! let filter = filter::compile("tcp.flags.syn == 1 && ip.dst in {10.0.0.0/8, 192.168.0.0/16}")?;
//! # use pktlab::{decode, frame::{Frame, Info, LinkType}, spine::{Notes, Packet, Rules, Spine}};
//! # let bytes = [0x45, 0, 0, 20, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
//! let frame = Frame::new(&bytes, Info::alone(LinkType(228), bytes.len() as u32));
//! let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules::default());
//! decode::walk(&mut spine, &frame, &rules);
//! let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
//! assert!(!filter.matches(&packet)); // IPv4, but no TCP header
//! assert!(filter::compile("ip.ttl == 64")?.matches(&packet));
//! # Ok::<(), filter::Error>(())
//! ```
//!
//! What is wrong with a filter is found before a packet is read:
//!
//! ```
//! let error = pktlab::filter::compile("tcp.prot == 80").unwrap_err();
//! assert_eq!(error.message(), "there is no field or protocol `tcp.prot`; did you mean `tcp.port`?");
//! assert_eq!(error.span(), 0..8);
//! ```
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]
mod check;
mod error;
mod ft;
mod lex;
mod names;
mod parse;
mod run;
mod time;
mod value;
pub use error::Error;

use crate::spine::{Packet, Stage};

/// A compiled display filter. Threads may share it.
pub struct Filter {
    text: String,
    /// `None`: everything passes.
    test: Option<run::Test>,
    stage: Stage,
}

/// Compiles a display filter, or says what is wrong with it. An empty one lets everything pass.
pub fn compile(text: &str) -> Result<Filter, Error> {
    let of = |error: Error| error.of(text);
    let tokens = lex::lex(text).map_err(of)?;
    let Some(node) = parse::parse(&tokens, text.len()).map_err(of)? else {
        return Ok(Filter { text: text.to_owned(), test: None, stage: Stage::Walk });
    };
    let tree = check::check(&node, text).map_err(of)?;
    let mut stage = Stage::Walk;
    tree.fields(&mut |field| stage = stage.max(field.stage()));
    Ok(Filter { text: text.to_owned(), test: Some(run::compile(&tree)), stage })
}

impl Filter {
    /// True when the packet passes. Allocates nothing where only fields of fixed parts are asked.
    #[inline]
    pub fn matches(&self, packet: &Packet<'_>) -> bool {
        self.test.as_ref().is_none_or(|test| test.run(packet))
    }
    /// What must have seen a packet before it can be judged.
    pub fn stage(&self) -> Stage {
        self.stage
    }
}
impl std::fmt::Debug for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Filter").field(&self.text).finish()
    }
}
