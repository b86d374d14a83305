//! Hardware addresses of neighbours: the kernel's table is read, and who is not in it is asked for, all at once.
//!
//! ARP (RFC 826) and neighbour discovery (RFC 4861) are spoken here and not by the kernel, which asks only when it has a packet.

use super::interfaces::Interface;
use super::transmit::Port;
use super::{Error, hardware_text};
use crate::capture::Batch;
use crate::capture::live::{self, Next};
use crate::craft::builder::{arp, ether, ipv6, layer};
use crate::decode;
use crate::frame::Frame;
use crate::proto::id;
use crate::spine::{Rules, Spine};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

/// How long and how often is asked.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until when answers are waited for.
    pub whole: Duration,
    /// How often each is asked for, at even times.
    pub times: u32,
}

impl Default for Patience {
    /// Three times in a second: a neighbour answers within a millisecond.
    fn default() -> Patience {
        Patience { whole: Duration::from_secs(1), times: 3 }
    }
}

/// Asks on an interface who has these addresses. Each is asked for from the address beside it; one without is asked for as by somebody
/// who has none yet (RFC 5227, 2.1.1; RFC 4861, 7.2.2).
///
/// # Errors
/// Where the interface cannot be captured on, or sent through. Who does not answer is missing in what is returned.
pub fn ask(interface: &Interface, wanted: &[(IpAddr, Option<IpAddr>)], patience: Patience) -> Result<HashMap<IpAddr, [u8; 6]>, Error> {
    let own = interface.mac().unwrap_or_default();
    let mut live = live::Options::new()
        .interface(&interface.name)
        .promiscuous(false)
        .filter("arp or (icmp6 and ip6[40] = 136)")
        .direction(live::Direction::In)
        .latency(Duration::from_millis(1))
        .buffer(1 << 20)
        .open()?;
    let mut port = Port::open(interface)?;
    let questions =
        wanted.iter().map(|(to, from)| Ok((*to, question(*to, *from, own)?))).collect::<Result<Vec<_>, crate::craft::Error>>()?;
    let (mut found, mut batch, mut spine) = (HashMap::new(), Batch::new(), Spine::new());
    let start = Instant::now();
    for round in 1..=patience.times.max(1) {
        let missing: Vec<&[u8]> = questions.iter().filter(|(to, _)| !found.contains_key(to)).map(|(_, q)| q.as_slice()).collect();
        port.send_all(&missing).1?;
        let until = start + patience.whole * round / patience.times.max(1);
        while found.len() < questions.len() {
            let Some(left) = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else { break };
            if live.next(&mut batch, left)? == Next::End {
                return Ok(found);
            }
            for frame in batch.frames() {
                if let Some((address, mac)) = answer(&mut spine, &frame)
                    && wanted.iter().any(|(to, _)| *to == address)
                {
                    found.entry(address).or_insert(mac);
                }
            }
        }
        if found.len() == questions.len() {
            break;
        }
    }
    Ok(found)
}

/// Who has this address? The frame that asks, from a hardware address, and from a network address where there is one.
///
/// # Errors
/// When the addresses are of two families.
pub fn question(to: IpAddr, from: Option<IpAddr>, own: [u8; 6]) -> Result<Vec<u8>, crate::craft::Error> {
    let mac = hardware_text(&own);
    match to {
        IpAddr::V4(to) => {
            let from = from.map_or_else(|| "0.0.0.0".to_owned(), |from| from.to_string());
            let question = arp().op(1).set("hwsrc", mac.as_str()).set("psrc", from).set("pdst", to);
            (ether().src(mac).dst("ff:ff:ff:ff:ff:ff") / question).bytes()
        }
        IpAddr::V6(to) => {
            let header = ipv6().dst(solicited(to)).hlim(255).src(from.map_or_else(|| "::".to_owned(), |from| from.to_string()));
            let question = ether().src(mac.as_str()) / header / layer("ICMPv6ND_NS").set("tgt", to);
            // "MUST NOT be included when the source IP address is the unspecified address" (RFC 4861, 4.3).
            let whole = if from.is_some() { question / layer("ICMPv6NDOptSrcLLAddr").set("lladdr", mac) } else { question };
            whole.bytes()
        }
    }
}

/// The solicited-node multicast address (RFC 4291, 2.7.1).
pub fn solicited(to: Ipv6Addr) -> Ipv6Addr {
    Ipv6Addr::from(0xff02_0000_0000_0000_0000_0001_ff00_0000_u128 | u128::from(to) & 0xff_ffff)
}

/// Whose hardware address a frame tells, if it answers such a question.
pub fn answer(spine: &mut Spine, frame: &Frame<'_>) -> Option<(IpAddr, [u8; 6])> {
    decode::walk(spine, frame, &Rules::default());
    if let Some(arp) = spine.find(id::arp) {
        let head = arp.head(frame.bytes);
        // Ethernet, IPv4, a reply.
        if head.get(..8)? != [0, 1, 8, 0, 6, 4, 0, 2] {
            return None;
        }
        return Some((IpAddr::from(*head.get(14..18)?.first_chunk::<4>()?), *head.get(8..14)?.first_chunk()?));
    }
    let message = spine.find(id::icmpv6)?.whole(frame.bytes);
    let target = IpAddr::from(*message.get(8..24)?.first_chunk::<16>()?);
    let mut options = message.get(24..)?;
    while let (Some(kind), Some(eights)) = (options.first(), options.get(1)) {
        if *eights == 0 {
            return None;
        }
        if *kind == 2 {
            return Some((target, *options.get(2..8)?.first_chunk()?));
        }
        options = options.get(usize::from(*eights) * 8..)?;
    }
    // Whoever is asked by name may leave it out: it is the frame's sender.
    let eth = spine.find(id::eth)?.head(frame.bytes);
    Some((target, *eth.get(6..12)?.first_chunk()?))
}

/// How a neighbour of that address is asked for.
pub(super) fn how(address: IpAddr) -> &'static str {
    if address.is_ipv4() { "ARP" } else { "neighbour discovery" }
}
