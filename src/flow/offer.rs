//! What a SYN offers, what its SYN/ACK answers, and what follows from both.
use super::handshake::{ACK, ECE};
use crate::proto::tcp;

/// A SYN or SYN/ACK, as far as it asks or grants something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hello {
    /// The frame's number.
    pub frame: u64,
    /// Nanoseconds since 1970.
    pub time: i64,
    /// The initial sequence number.
    pub isn: u32,
    /// The acknowledgment number: of a SYN/ACK.
    pub ack: u32,
    /// All twelve flags.
    pub flags: u16,
    /// As on the wire: the window of a SYN is never scaled.
    pub window: u16,
    /// Time to live, or hop limit.
    pub ttl: u8,
    /// Don't fragment; false for IPv6.
    pub df: bool,
    /// The IP header's identification; 0 for IPv6.
    pub ip_id: u16,
    /// Bytes of data: TCP Fast Open.
    pub len: u32,
    options: [u8; 40],
    filled: u8,
}

/// Multipath TCP's part in a handshake (RFC 8684).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Multipath {
    /// MP_CAPABLE and its version.
    Capable(u8),
    /// MP_JOIN: one more subflow.
    Join,
    /// Another subtype.
    Other(u8),
}

/// Explicit congestion notification, as a SYN asks for it or a SYN/ACK grants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ecn {
    /// RFC 3168.
    Classic,
    /// Accurate ECN, RFC 9768.
    Accurate,
}
impl Ecn {
    /// `ECN` or `AccECN`.
    pub const fn name(self) -> &'static str {
        match self {
            Ecn::Classic => "ECN",
            Ecn::Accurate => "AccECN",
        }
    }
}

/// The options of one side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// Maximum segment size.
    pub mss: Option<u16>,
    /// Window scale.
    pub shift: Option<u8>,
    /// SACK permitted.
    pub sack: bool,
    /// TSval and TSecr.
    pub timestamps: Option<(u32, u32)>,
    /// Length of TCP Fast Open's cookie; 0 asks for one (RFC 7413).
    pub fast_open: Option<u8>,
    /// Multipath TCP.
    pub multipath: Option<Multipath>,
    /// Explicit congestion notification, which is in the flags.
    pub ecn: Option<Ecn>,
    /// An MD5 signature (RFC 2385).
    pub md5: bool,
    /// TCP-AO (RFC 5925).
    pub ao: bool,
}

/// One thing that can be agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// `MSS`, `window scale` ..
    pub name: &'static str,
    /// By the client; empty: not offered.
    pub offered: String,
    /// By the server; empty: not answered.
    pub answered: String,
    /// True where both use it.
    pub agreed: bool,
    /// What follows.
    pub result: String,
}

impl Hello {
    /// Takes what a header says; options beyond 40 bytes there cannot be.
    #[expect(clippy::too_many_arguments, reason = "it is a header")]
    pub(super) fn new(
        frame: u64,
        time: i64,
        [isn, ack]: [u32; 2],
        flags: u16,
        window: u16,
        (ttl, df, ip_id): (u8, bool, u16),
        len: u32,
        bytes: &[u8],
    ) -> Hello {
        let (mut options, filled) = ([0; 40], bytes.len().min(40));
        options.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        Hello { frame, time, isn, ack, flags, window, ttl, df, ip_id, len, options, filled: filled as u8 }
    }
    /// The options' bytes.
    pub fn options(&self) -> &[u8] {
        self.options.get(..self.filled.into()).unwrap_or(&[])
    }
    /// What the options and flags say.
    pub fn offer(&self) -> Offer {
        let mut offer = Offer { ecn: self.ecn(), ..Offer::default() };
        for (kind, body) in Options(self.options()) {
            match (kind, body) {
                (2, [a, b]) => offer.mss = Some(u16::from_be_bytes([*a, *b])),
                (3, [shift]) => offer.shift = Some(*shift),
                (4, []) => offer.sack = true,
                (8, [a, b, c, d, e, f, g, h]) => {
                    offer.timestamps = Some((u32::from_be_bytes([*a, *b, *c, *d]), u32::from_be_bytes([*e, *f, *g, *h])));
                }
                (19, _) => offer.md5 = true,
                (29, _) => offer.ao = true,
                (30, [first, ..]) => {
                    offer.multipath = Some(match first >> 4 {
                        0 => Multipath::Capable(first & 15),
                        1 => Multipath::Join,
                        other => Multipath::Other(other),
                    });
                }
                (34, cookie) => offer.fast_open = Some(cookie.len() as u8),
                (254, [0xf9, 0x89, cookie @ ..]) => offer.fast_open = Some(cookie.len() as u8),
                _ => {}
            }
        }
        offer
    }
    fn ecn(&self) -> Option<Ecn> {
        let (granted, asks) = (self.flags & ACK != 0, (self.flags >> 6) & 7);
        match (granted, asks) {
            (false, 0b111) => Some(Ecn::Accurate),
            (false, 0b011) => Some(Ecn::Classic),
            // AE, CWR, ECE tell the client how its SYN arrived (RFC 9768, 3.1.2).
            (true, 0b010 | 0b011 | 0b100 | 0b110) => Some(Ecn::Accurate),
            (true, 0b001) => Some(Ecn::Classic),
            _ => None,
        }
    }
    /// The order of the options, as fingerprints have it: `mss,sok,ts,nop,ws`.
    pub fn order(&self) -> String {
        let name = |kind| match kind {
            0 => "eol".to_owned(),
            1 => "nop".to_owned(),
            2 => "mss".to_owned(),
            3 => "ws".to_owned(),
            4 => "sok".to_owned(),
            5 => "sack".to_owned(),
            8 => "ts".to_owned(),
            19 => "md5".to_owned(),
            29 => "ao".to_owned(),
            30 => "mptcp".to_owned(),
            34 => "tfo".to_owned(),
            kind => format!("?{kind}"),
        };
        Options(self.options()).map(|(kind, _)| name(kind)).collect::<Vec<_>>().join(",")
    }
    /// Hops from the sender, if it began with the next usual number (32, 64, 128, 255).
    pub fn hops(&self) -> u8 {
        hops(self.ttl)
    }
    /// The options in a few words: `MSS 1460, WS 7, SACK, TS`.
    pub fn words(&self) -> String {
        let offer = self.offer();
        let mut words = vec![];
        words.extend(offer.mss.map(|mss| format!("MSS {mss}")));
        words.extend(offer.shift.map(|shift| format!("WS {shift}")));
        words.extend(offer.sack.then(|| "SACK".to_owned()));
        words.extend(offer.timestamps.map(|_| "TS".to_owned()));
        words.extend(offer.fast_open.map(|n| if n == 0 { "TFO request".to_owned() } else { "TFO cookie".to_owned() }));
        words.extend(offer.multipath.map(multipath));
        words.extend(offer.ecn.map(|ecn| ecn.name().to_owned()));
        words.extend(offer.md5.then(|| "MD5".to_owned()));
        words.extend(offer.ao.then(|| "AO".to_owned()));
        words.join(", ")
    }
}
/// Hops from a sender whose packets arrive so.
pub(super) fn hops(ttl: u8) -> u8 {
    [32, 64, 128, 255].into_iter().find(|first| ttl <= *first).unwrap_or(255) - ttl
}
fn multipath(of: Multipath) -> String {
    match of {
        Multipath::Capable(version) => format!("MPTCP v{version}"),
        Multipath::Join => "MPTCP join".to_owned(),
        Multipath::Other(subtype) => format!("MPTCP subtype {subtype}"),
    }
}

/// What both sides made of one another's options. `None` for the answer where there was none; `floor` is the MSS where none is
/// said: 536, and 1220 for IPv6 (RFC 9293, 3.7.1).
pub fn terms(asked: &Hello, answered: Option<&Hello>, floor: u16) -> Vec<Term> {
    let (a, b) = (asked.offer(), answered.map(Hello::offer).unwrap_or_default());
    let there = answered.is_some();
    let mut all = vec![mss(a.mss, b.mss, there, floor, a.timestamps.is_some() && b.timestamps.is_some())];
    let yes = |on: bool| if on { "yes".to_owned() } else { String::new() };
    let number = |n: Option<u8>| n.map(|n| n.to_string()).unwrap_or_default();
    all.push(Term {
        name: "window scale",
        offered: number(a.shift),
        answered: number(b.shift),
        agreed: a.shift.is_some() && b.shift.is_some(),
        result: scale(a.shift, b.shift, there),
    });
    all.push(plain("SACK", yes(a.sack), yes(b.sack), there));
    all.push(plain("timestamps", yes(a.timestamps.is_some()), yes(b.timestamps.is_some()), there));
    if a.ecn.is_some() || b.ecn.is_some() {
        let name = |ecn: Option<Ecn>| ecn.map(|ecn| ecn.name().to_owned()).unwrap_or_default();
        let mut term = plain("ECN", name(a.ecn), name(b.ecn), there);
        match (a.ecn, b.ecn) {
            (Some(Ecn::Accurate), Some(Ecn::Classic)) => term.result = "classic ECN: the server does not know AccECN".to_owned(),
            (Some(Ecn::Classic), Some(Ecn::Accurate)) => {
                term.agreed = false;
                term.result = "not agreed: the answer is none to classic ECN".to_owned();
            }
            (Some(_), None) if answered.is_some_and(|hello| hello.flags & 0x1c0 == 0x1c0) => {
                term.result = "not agreed: the flags came back as they were sent, a broken reflection".to_owned();
            }
            _ => {}
        }
        all.push(term);
    }
    if a.fast_open.is_some() || b.fast_open.is_some() || asked.len > 0 {
        all.push(fast_open(asked, answered, a.fast_open, b.fast_open));
    }
    if a.multipath.is_some() || b.multipath.is_some() {
        let name = |of: Option<Multipath>| of.map(multipath).unwrap_or_default();
        let mut term = plain("MPTCP", name(a.multipath), name(b.multipath), there);
        if let (Some(Multipath::Capable(asked)), Some(Multipath::Capable(answered))) = (a.multipath, b.multipath)
            && asked != answered
        {
            term.result = format!("version {}", asked.min(answered));
        }
        all.push(term);
    }
    for (name, asked, answered) in [("MD5", a.md5, b.md5), ("AO", a.ao, b.ao)] {
        if asked || answered {
            all.push(plain(name, yes(asked), yes(answered), there));
        }
    }
    all
}
/// What needs both sides.
fn plain(name: &'static str, offered: String, answered: String, there: bool) -> Term {
    let agreed = !offered.is_empty() && !answered.is_empty();
    let result = match (!offered.is_empty(), !answered.is_empty()) {
        (true, true) => "agreed",
        (true, false) if there => "not agreed: the server did not answer it",
        (true, false) => "not agreed: no SYN/ACK",
        (false, true) => "not agreed: answered although not offered, which no host does",
        (false, false) => "not used: not offered",
    };
    Term { name, offered, answered, agreed, result: result.to_owned() }
}
fn mss(a: Option<u16>, b: Option<u16>, there: bool, floor: u16, stamps: bool) -> Term {
    let shown = |mss: Option<u16>| mss.map(|n| n.to_string()).unwrap_or_default();
    let effective = |mss: Option<u16>| mss.unwrap_or(floor).saturating_sub(if stamps { 12 } else { 0 });
    let absent = |mss: Option<u16>, who: &str| if mss.is_none() { format!(" (none said by the {who}: {floor})") } else { String::new() };
    let result = if there {
        format!("{} bytes to the server{}, {} to the client{}", effective(b), absent(b, "server"), effective(a), absent(a, "client"))
    } else {
        "no SYN/ACK".to_owned()
    };
    Term { name: "MSS", offered: shown(a), answered: shown(b), agreed: there, result }
}
fn scale(a: Option<u8>, b: Option<u8>, there: bool) -> String {
    // "Shift counts over 14 are 14" (RFC 7323, 2.3).
    let times = |shift: u8| 1u32 << shift.min(14);
    match (a, b) {
        (Some(0), Some(0)) => "agreed, but both shifts are 0: windows to 64 KiB".to_owned(),
        (Some(a), Some(b)) => {
            let zero = |shift: u8, who: &str| {
                if shift == 0 { format!("; the {who} allows it, but stays at 64 KiB itself") } else { String::new() }
            };
            format!("client's window ×{}, server's ×{}{}{}", times(a), times(b), zero(a, "client"), zero(b, "server"))
        }
        (Some(_), None) if there => "not agreed: the server did not answer it, windows to 64 KiB".to_owned(),
        (Some(_), None) => "not agreed: no SYN/ACK".to_owned(),
        (None, Some(_)) => "not agreed: answered although not offered, which no host does".to_owned(),
        (None, None) => "not used: not offered, windows to 64 KiB".to_owned(),
    }
}
fn fast_open(asked: &Hello, answered: Option<&Hello>, a: Option<u8>, b: Option<u8>) -> Term {
    let shown = |n: Option<u8>| match n {
        None => String::new(),
        Some(0) => "cookie asked for".to_owned(),
        Some(n) => format!("cookie of {n} bytes"),
    };
    let taken = answered.map(|hello| hello.ack.wrapping_sub(asked.isn.wrapping_add(1)));
    let (agreed, result) = match (taken, asked.len, a, b) {
        (None, ..) => (false, "no SYN/ACK".to_owned()),
        (Some(n), len, ..) if len > 0 && n == len => (true, format!("agreed: the SYN's {len} bytes were taken")),
        (Some(n), len, ..) if len > 0 && n > 0 && n < len => (true, format!("{n} of the SYN's {len} bytes were taken")),
        (Some(_), len, _, Some(_)) if len > 0 => (false, "not agreed: the data was not taken, a new cookie came".to_owned()),
        (Some(_), len, ..) if len > 0 => (false, "not agreed: the SYN's data was not taken, it must be sent again".to_owned()),
        (Some(_), _, Some(_), Some(n)) if n > 0 => (true, "a cookie for the next time".to_owned()),
        (Some(_), _, Some(_), _) => (false, "not agreed: the server sent no cookie".to_owned()),
        (Some(_), ..) => (false, "not agreed: answered although not offered".to_owned()),
    };
    Term { name: "TFO", offered: shown(a), answered: shown(b), agreed, result }
}

/// A SYN/ACK's TSval, and what is left of its lowest six bits without what Linux's SYN cookies keep there of the SYN's options
/// (net/ipv4/syncookies.c): window scale, SACK, ECN. `None` without timestamps.
///
/// The rest is an offset that is the same for two addresses: with cookies it is always the same, else it is a clock's.
pub(super) fn cookie_rest(asked: &Hello, answered: &Hello) -> Option<(u32, u8)> {
    let (a, b) = (asked.offer(), answered.offer());
    let (stamp, _) = b.timestamps?;
    let scale = a.shift.map_or(15, |shift| shift.min(14)) as u32;
    let ecn = a.ecn.is_some() && answered.flags & ECE != 0;
    let kept = scale | u32::from(a.sack) << 4 | u32::from(ecn) << 5;
    Some((stamp, (stamp.wrapping_sub(kept) & 0x3f) as u8))
}

/// The options, each with what stands behind its length.
pub(super) struct Options<'a>(pub(super) &'a [u8]);
impl<'a> Iterator for Options<'a> {
    type Item = (u8, &'a [u8]);
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (kind, behind) = self.0.split_first()?;
        if *kind < 2 {
            self.0 = if *kind == 0 { &[] } else { behind };
            return Some((*kind, &[]));
        }
        let whole = usize::from(*behind.first()?);
        let body = self.0.get(2..whole);
        self.0 = self.0.get(whole.max(2)..).unwrap_or(&[]);
        body.map(|body| (*kind, body))
    }
}

/// Both in one reading: the header's options.
pub(super) fn of_header(head: &[u8]) -> &[u8] {
    let end = tcp::HDR_LEN.num(head).unwrap_or(20) as usize;
    head.get(20..end.min(head.len())).unwrap_or(&[])
}
