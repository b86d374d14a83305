//! What became of a connection attempt, judged from what was seen of it.
use super::handshake::{Attempt, Before, SERVER};
use crate::proto::conn;

/// Did it connect, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// SYN, SYN/ACK, ACK.
    Established,
    /// Both sides asked, and each granted (RFC 9293, 3.5).
    SimultaneousOpen,
    /// The host answered with a RST.
    Refused,
    /// A router or the host said by ICMP that it cannot be.
    Rejected,
    /// Nobody answered.
    TimedOut,
    /// The SYN/ACK was never acknowledged, and nothing more was heard of the client.
    HalfOpen,
    /// The SYN/ACK was never acknowledged: the client went on asking.
    SynAckIgnored,
    /// Reset before anything was said.
    Aborted,
    /// The connection is older than the capture.
    MidStream,
    /// The ports belonged to a connection that was open, as far as could be seen.
    PortReused,
}
impl Verdict {
    /// All, in the order in which they are counted.
    pub const ALL: [Verdict; 10] = [
        Verdict::Established,
        Verdict::SimultaneousOpen,
        Verdict::Refused,
        Verdict::Rejected,
        Verdict::TimedOut,
        Verdict::HalfOpen,
        Verdict::SynAckIgnored,
        Verdict::Aborted,
        Verdict::PortReused,
        Verdict::MidStream,
    ];
    /// As JSON and filters have it: `timed-out`.
    pub fn name(self) -> &'static str {
        conn::VERDICTS.get(self as usize).copied().unwrap_or("")
    }
}

/// How a connection stands in the end, in the codes of Zeek's `conn_state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Attempt seen, no reply.
    S0,
    /// Established, not ended.
    S1,
    /// Established and ended.
    SF,
    /// Rejected.
    REJ,
    /// Established, ended by the client only.
    S2,
    /// Established, ended by the server only.
    S3,
    /// Reset by the client.
    RSTO,
    /// Reset by the server.
    RSTR,
    /// A SYN, then a RST of the client, no SYN/ACK.
    RSTOS0,
    /// A SYN/ACK, then a RST of the server, no SYN.
    RSTRH,
    /// A SYN, then a FIN of the client, no SYN/ACK.
    SH,
    /// A SYN/ACK, then a FIN of the server, no SYN.
    SHR,
    /// No SYN seen.
    OTH,
}
impl State {
    /// Zeek's code.
    pub fn name(self) -> &'static str {
        conn::STATES.get(self as usize).copied().unwrap_or("")
    }
}

/// A connection that is reset so soon after the handshake, in nanoseconds, and before anybody said anything, was aborted.
const RIGHT_AFTER: i64 = 5_000_000_000;

impl Attempt {
    /// What became of it, as far as is known now.
    pub fn verdict(&self) -> Verdict {
        let aborted = self.reset.is_some();
        if self.syn.is_none() {
            return match (&self.synack, self.connected_at) {
                (None, _) => Verdict::MidStream,
                (_, Some(_)) => Verdict::Established,
                (_, None) if aborted => Verdict::Aborted,
                (_, None) => Verdict::HalfOpen,
            };
        }
        if let Some(connected) = self.connected_at {
            let right_after = |reset: i64| self.first_data.is_none() && reset - connected <= RIGHT_AFTER;
            return match () {
                () if self.reset.is_some_and(|reset| right_after(reset.time)) => Verdict::Aborted,
                () if self.other_syn.is_some() => Verdict::SimultaneousOpen,
                () if self.before == Some(Before::Open) => Verdict::PortReused,
                () => Verdict::Established,
            };
        }
        match (&self.reset, &self.rejection) {
            (Some(reset), Some(rejection)) if rejection.time < reset.time && self.synack.is_none() => Verdict::Rejected,
            _ if self.synack.is_some() && aborted => Verdict::Aborted,
            _ if self.synack.is_some() && self.syns_after_answer > 0 => Verdict::SynAckIgnored,
            _ if self.synack.is_some() => Verdict::HalfOpen,
            (Some(reset), _) if reset.side == SERVER => Verdict::Refused,
            (_, Some(_)) => Verdict::Rejected,
            _ if self.challenged > 0 => Verdict::PortReused,
            (Some(_), _) => Verdict::Aborted,
            _ if self.other_syn.is_some() => Verdict::HalfOpen,
            _ => Verdict::TimedOut,
        }
    }
    /// True where both sides knew of the connection, whatever came then.
    pub fn connected(&self) -> bool {
        self.connected_at.is_some()
    }
    /// True where it did what it was asked for: connected, and was not aborted at once.
    pub fn succeeded(&self) -> bool {
        self.connected() && matches!(self.verdict(), Verdict::Established | Verdict::SimultaneousOpen | Verdict::PortReused)
    }
    /// How it stands, as Zeek would have it.
    pub fn state(&self) -> State {
        let asked = self.syn.is_some();
        let granted = self.synack.is_some() || self.other_syn.is_some() || asked && self.connected();
        let [client_ended, server_ended] = self.ended.map(|at| at.is_some());
        match self.reset.map(|reset| reset.side) {
            Some(SERVER) if asked && !granted => return State::REJ,
            Some(SERVER) if !asked && granted => return State::RSTRH,
            Some(SERVER) if asked => return State::RSTR,
            Some(_) if asked && granted => return State::RSTO,
            Some(_) if asked => return State::RSTOS0,
            _ => {}
        }
        match (client_ended, server_ended) {
            (true, true) if asked && granted => State::SF,
            (true, _) if asked && granted => State::S2,
            (_, true) if asked && granted => State::S3,
            (true, _) if asked => State::SH,
            (_, true) if granted => State::SHR,
            _ if asked && granted => State::S1,
            _ if asked => State::S0,
            _ => State::OTH,
        }
    }
}
