//! The names that Python's `socket` gives to families, types, protocols and flags. The numbers are Linux's.

use crate::near;

/// Of which kind a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `AF_*`.
    Family,
    /// `SOCK_*`.
    Type,
    /// `IPPROTO_*`.
    Protocol,
    /// `AI_*`, of `getaddrinfo`.
    AddressFlags,
    /// `NI_*`, of `getnameinfo`.
    NameFlags,
}

pub(super) const AF_INET: i32 = 2;

impl Kind {
    fn names(self) -> (&'static str, &'static [(&'static str, i32)]) {
        match self {
            Kind::Family => ("AF_", FAMILIES),
            Kind::Type => ("SOCK_", TYPES),
            Kind::Protocol => ("IPPROTO_", PROTOCOLS),
            Kind::AddressFlags => ("AI_", ADDRESS_FLAGS),
            Kind::NameFlags => ("NI_", NAME_FLAGS),
        }
    }

    /// The number of names and numbers joined by `|`: `AF_INET`, `socket.AI_PASSIVE|AI_CANONNAME`, `INET6`, `0x20`.
    ///
    /// # Errors
    /// Which part is wrong, and what was perhaps meant.
    pub fn parse(self, text: &str) -> Result<i32, String> {
        let (prefix, names) = self.names();
        let mut all = 0;
        for part in text.split('|').map(str::trim) {
            let bare = part.strip_prefix("socket.").unwrap_or(part);
            let named = |(name, _): &&(&str, i32)| {
                name.eq_ignore_ascii_case(bare) || name.strip_prefix(prefix).is_some_and(|rest| rest.eq_ignore_ascii_case(bare))
            };
            let number = match names.iter().find(named) {
                Some((_, number)) => *number,
                None => number(bare).ok_or_else(|| {
                    let hint = near::hint(bare, names.iter().map(|(name, _)| *name));
                    format!("`{part}` is neither a number nor one of Python's names that begin with {prefix}{hint}")
                })?,
            };
            all |= number;
        }
        Ok(all)
    }
}

/// A number in C's `int`, decimal or hexadecimal.
fn number(text: &str) -> Option<i32> {
    match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => i32::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    }
}

/// Python's name of a family.
#[must_use]
pub fn family(number: i32) -> Option<&'static str> {
    FAMILIES.iter().find(|(_, n)| *n == number).map(|(name, _)| *name)
}

/// Python's name of a socket's type.
#[must_use]
pub fn socktype(number: i32) -> Option<&'static str> {
    TYPES.iter().find(|(_, n)| *n == number).map(|(name, _)| *name)
}

/// Python's name of a protocol.
#[must_use]
pub fn protocol(number: i32) -> Option<&'static str> {
    PROTOCOLS.iter().find(|(_, n)| *n == number && *n != 0).map(|(name, _)| *name)
}

/// Families; a number with two names has the one that Python prints first.
const FAMILIES: &[(&str, i32)] = &[
    ("AF_UNSPEC", 0),
    ("AF_UNIX", 1),
    ("AF_INET", 2),
    ("AF_AX25", 3),
    ("AF_IPX", 4),
    ("AF_APPLETALK", 5),
    ("AF_NETROM", 6),
    ("AF_BRIDGE", 7),
    ("AF_ATMPVC", 8),
    ("AF_X25", 9),
    ("AF_INET6", 10),
    ("AF_ROSE", 11),
    ("AF_DECnet", 12),
    ("AF_NETBEUI", 13),
    ("AF_SECURITY", 14),
    ("AF_KEY", 15),
    ("AF_NETLINK", 16),
    ("AF_ROUTE", 16),
    ("AF_PACKET", 17),
    ("AF_ASH", 18),
    ("AF_ECONET", 19),
    ("AF_ATMSVC", 20),
    ("AF_RDS", 21),
    ("AF_SNA", 22),
    ("AF_IRDA", 23),
    ("AF_PPPOX", 24),
    ("AF_WANPIPE", 25),
    ("AF_LLC", 26),
    ("AF_CAN", 29),
    ("AF_TIPC", 30),
    ("AF_ALG", 38),
    ("AF_VSOCK", 40),
    ("AF_QIPCRTR", 42),
];

/// Types of sockets.
const TYPES: &[(&str, i32)] = &[
    ("SOCK_STREAM", 1),
    ("SOCK_DGRAM", 2),
    ("SOCK_RAW", 3),
    ("SOCK_RDM", 4),
    ("SOCK_SEQPACKET", 5),
    ("SOCK_NONBLOCK", 2048),
    ("SOCK_CLOEXEC", 524288),
];

/// Protocols.
const PROTOCOLS: &[(&str, i32)] = &[
    ("IPPROTO_HOPOPTS", 0),
    ("IPPROTO_IP", 0),
    ("IPPROTO_ICMP", 1),
    ("IPPROTO_IGMP", 2),
    ("IPPROTO_IPIP", 4),
    ("IPPROTO_TCP", 6),
    ("IPPROTO_EGP", 8),
    ("IPPROTO_PUP", 12),
    ("IPPROTO_UDP", 17),
    ("IPPROTO_IDP", 22),
    ("IPPROTO_TP", 29),
    ("IPPROTO_IPV6", 41),
    ("IPPROTO_ROUTING", 43),
    ("IPPROTO_FRAGMENT", 44),
    ("IPPROTO_RSVP", 46),
    ("IPPROTO_GRE", 47),
    ("IPPROTO_ESP", 50),
    ("IPPROTO_AH", 51),
    ("IPPROTO_ICMPV6", 58),
    ("IPPROTO_NONE", 59),
    ("IPPROTO_DSTOPTS", 60),
    ("IPPROTO_PIM", 103),
    ("IPPROTO_SCTP", 132),
    ("IPPROTO_UDPLITE", 136),
    ("IPPROTO_RAW", 255),
    ("IPPROTO_MPTCP", 262),
];

/// Flags of `getaddrinfo`; those without a name in Python are given as numbers.
const ADDRESS_FLAGS: &[(&str, i32)] = &[
    ("AI_PASSIVE", 1),
    ("AI_CANONNAME", 2),
    ("AI_NUMERICHOST", 4),
    ("AI_V4MAPPED", 8),
    ("AI_ALL", 16),
    ("AI_ADDRCONFIG", 32),
    ("AI_NUMERICSERV", 1024),
];

/// Flags of `getnameinfo`.
const NAME_FLAGS: &[(&str, i32)] = &[("NI_NUMERICHOST", 1), ("NI_NUMERICSERV", 2), ("NI_NOFQDN", 4), ("NI_NAMEREQD", 8), ("NI_DGRAM", 16)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_joined() {
        assert_eq!(Kind::AddressFlags.parse("AI_PASSIVE|AI_CANONNAME"), Ok(3));
        assert_eq!(Kind::AddressFlags.parse("socket.AI_PASSIVE | 0x400"), Ok(0x401));
        assert_eq!(Kind::Family.parse("inet6"), Ok(10));
        assert_eq!(Kind::Type.parse("-1"), Ok(-1));
        assert!(Kind::Family.parse("AF_INNET").unwrap_err().ends_with("did you mean `AF_INET`?"));
        assert!(Kind::Family.parse("99999999999").is_err());
        assert!(Kind::Family.parse("").is_err());
    }
}
