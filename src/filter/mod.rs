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
mod bpf;
mod check;
mod error;
mod explain;
mod ft;
mod lex;
mod names;
mod parse;
mod run;
mod time;
mod value;
pub use bpf::{Bpf, to_bpf};
pub use error::Error;
pub use explain::{Explanation, Line};

use crate::decode::{Unread, sees_all};
use crate::field::Field;
use crate::spine::{Packet, Stage};

/// A compiled display filter. Threads may share it.
pub struct Filter {
    text: String,
    /// `None`: everything passes.
    tree: Option<check::Tree>,
    test: Option<run::Test>,
    stage: Stage,
    unread: Option<Unread>,
}

/// Compiles a display filter, or says what is wrong with it. An empty one lets everything pass.
pub fn compile(text: &str) -> Result<Filter, Error> {
    let of = |error: Error| error.of(text);
    let tokens = lex::lex(text).map_err(of)?;
    let node = parse::parse(&tokens, text.len()).map_err(of)?;
    let tree = node.map(|node| check::check(&node, text)).transpose().map_err(of)?;
    let (mut stage, mut asked, mut all) = (Stage::Walk, vec![], false);
    if let Some(tree) = &tree {
        tree.named(&mut |named| {
            asked.extend(named.protocols.iter().chain(named.fields.iter().map(|(id, _)| id)));
            stage = named.fields.iter().map(|(id, f)| crate::proto::stage(*id, f)).fold(stage, Stage::max);
            all |= named.fields.iter().any(|(_, f)| sees_all(f));
        });
    }
    let unread = (!all).then(|| Unread::but(|id| asked.contains(&id)));
    let test = tree.as_ref().map(run::compile);
    Ok(Filter { text: text.to_owned(), tree, test, stage, unread })
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
    /// The protocols that need not be read to judge a packet, for [`walk_past`](crate::decode::walk_past); `None` where all matter.
    pub fn unread(&self) -> Option<&Unread> {
        self.unread.as_ref()
    }
    /// True where it asks for this field.
    pub fn asks(&self, field: &Field) -> bool {
        let mut asks = false;
        if let Some(tree) = &self.tree {
            tree.named(&mut |named| asks |= named.fields.iter().any(|(_, f)| std::ptr::eq(*f, field)));
        }
        asks
    }
    /// The filter as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }
}
impl std::fmt::Debug for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Filter").field(&self.text).finish()
    }
}
