//! Who says that an address is his: two who say it of the same one are told (RFC 5227).
use super::Kept;
use crate::frame::Frame;
use crate::proto::arp;
use crate::spine::{Layer, Notes};

/// A claim: by which hardware address, in which frame, when.
#[derive(Clone, Copy)]
struct Claim {
    mac: [u8; 6],
    frame: u64,
    time: i64,
}

/// The claims seen so far. Who claimed first stays.
pub(super) struct Claims(Kept<[u8; 4], Claim>);

impl Claims {
    pub(super) fn new(bound: usize) -> Claims {
        Claims(Kept::new(bound))
    }
    pub(super) fn let_go(&self) -> u64 {
        self.0.let_go
    }
    /// Takes a message of ARP between Ethernet and IPv4.
    pub(super) fn see(&mut self, frame: &Frame<'_>, layer: usize, at: &Layer, notes: &mut Notes) -> Option<()> {
        let message: &[u8; 28] = at.whole(frame.bytes).first_chunk()?;
        let &[0, 1, 8, 0, 6, 4, 0, operation @ (1 | 2), ref rest @ ..] = message else { return None };
        let (source, target) = rest.split_at_checked(10)?;
        let mut earlier = self.claim(frame, source);
        if operation == 2 {
            earlier = earlier.or(self.claim(frame, target));
        }
        let earlier = earlier?;
        let since = frame.info.time.unwrap_or(0).saturating_sub(earlier.time) / 1_000_000_000;
        notes.lay(layer, &arp::DUPLICATE, 1);
        notes.lay(layer, &arp::DUPLICATE_FRAME, earlier.frame);
        notes.lay(layer, &arp::DUPLICATE_SINCE, since.max(0) as u64);
        Some(())
    }
    /// A hardware address and what it claims. The claim of another, if there is one.
    fn claim(&mut self, frame: &Frame<'_>, pair: &[u8]) -> Option<Claim> {
        let (mac, address): (&[u8; 6], &[u8; 4]) = (pair.first_chunk()?, pair.last_chunk()?);
        if *address == [0; 4] {
            return None; // a probe claims nothing
        }
        let new = Claim { mac: *mac, frame: frame.info.number, time: frame.info.time.unwrap_or(0) };
        let kept = self.0.entry(*address, || new);
        if kept.mac != new.mac {
            return Some(*kept);
        }
        *kept = new;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Flows;
    use crate::frame::{Info, LinkType};
    use crate::spine::{Rules, Spine};

    fn message(operation: u8, from: u8, address: u8, target: (u8, u8)) -> Vec<u8> {
        let mut bytes = vec![0xff; 6];
        bytes.extend([2, 0, 0, 0, 0, from, 8, 6, 0, 1, 8, 0, 6, 4, 0, operation, 2, 0, 0, 0, 0, from, 10, 0, 0, address]);
        bytes.extend([2, 0, 0, 0, 0, target.0, 10, 0, 0, target.1]);
        bytes
    }
    #[test]
    fn who_came_first_is_told_of_the_second() {
        let frames = [
            message(1, 1, 1, (0, 9)),
            message(2, 2, 1, (3, 9)),
            message(1, 1, 1, (0, 9)),
            message(1, 4, 0, (0, 1)), // a probe; it does not claim either, nor does the one asked for
            message(2, 5, 7, (2, 1)), // the target of an answer says so too
        ];
        let (mut spine, mut notes, rules, mut flows) = (Spine::new(), Notes::new(), Rules::default(), Flows::new(8));
        let mut told = vec![];
        for (i, bytes) in frames.iter().enumerate() {
            let info =
                Info { number: i as u64 + 1, time: Some(i as i64 * 1_600_000_000), ..Info::alone(LinkType::ETHERNET, bytes.len() as u32) };
            let frame = Frame::new(bytes, info);
            crate::decode::walk(&mut spine, &frame, &rules);
            flows.see(&frame, &mut spine, &mut notes, &rules);
            told.push([&arp::DUPLICATE_FRAME, &arp::DUPLICATE_SINCE].map(|field| notes.get(2, field)));
        }
        assert_eq!(told, [[None; 2], [Some(1), Some(1)], [None; 2], [None; 2], [Some(3), Some(3)]]);
    }
}
