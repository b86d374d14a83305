//! A walk's end in words.
use crate::proto::protocol;
use crate::spine::{Packet, Stop};

/// Why decoding stopped early, as a sentence; `None` where it did not.
pub fn explain(packet: &Packet<'_>) -> Option<String> {
    let last = packet.spine.layers().last()?;
    let title = protocol(last.id).title;
    let (at, have) = (last.start, packet.bytes.len());
    let wire = packet.frame.info.wire as usize;
    Some(match packet.spine.stop {
        Stop::End | Stop::Reject | Stop::Nothing | Stop::More => return None,
        Stop::Cut if have < wire => {
            format!("{title} at byte {at} is cut off: {have} of {wire} bytes were captured (a larger snap length keeps more)")
        }
        Stop::Cut => {
            let left = have.saturating_sub(at as usize);
            format!("{title} at byte {at} is cut short: its header needs more than the {left} bytes that are left")
        }
        Stop::Malformed => format!("{title} at byte {at} contradicts itself or what carries it"),
        Stop::Deep => format!("more than {} layers: what follows {title} at byte {at} is not decoded", crate::spine::DEPTH),
    })
}
