//! Types of values, as Wireshark divides them: what a field is decides what it can be compared with.
use super::names;
use crate::field::{Field, Kind, Place};

/// A type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ft {
    /// Only there or not.
    None,
    /// A protocol: its header's bytes, and those of all it carries.
    Protocol,
    Bool,
    /// So many bytes.
    Uint(u8),
    /// The number of a frame.
    Frame,
    /// So many bytes, in two's complement.
    Int(u8),
    Float,
    Double,
    Ether,
    Eui64,
    Ip4,
    Ip6,
    Text,
    Bytes,
    /// Bytes that no text is compared with.
    UintBytes,
    Guid,
    /// A moment, in nanoseconds since 1970.
    Absolute,
    /// A length of time, in nanoseconds.
    Relative,
    Oid,
    Ax25,
}

impl Ft {
    /// A field's type.
    pub(super) fn of(field: &Field) -> Ft {
        if let Some(name) = names::type_of(field.name) {
            return Ft::named(name, 4);
        }
        let bits = if field.ft > 0 { field.ft.into() } else { field.width() };
        let bytes = if bits == 0 { 4 } else { bits.div_ceil(8).min(8) as u8 };
        match field.kind {
            Kind::Present => Ft::None,
            Kind::Protocol => Ft::Protocol,
            Kind::Dec | Kind::Hex | Kind::Oct => Ft::Uint(bytes),
            Kind::Signed => Ft::Int(bytes),
            Kind::Float if bits > 32 => Ft::Double,
            Kind::Float => Ft::Float,
            Kind::Flag => Ft::Bool,
            Kind::Mac => Ft::Ether,
            Kind::Eui64 => Ft::Eui64,
            Kind::Ip4 => Ft::Ip4,
            Kind::Ip6 => Ft::Ip6,
            Kind::Text => Ft::Text,
            Kind::Bytes => Ft::Bytes,
            Kind::Guid => Ft::Guid,
            Kind::Time(_) => Ft::Absolute,
            Kind::Duration(_) => Ft::Relative,
            Kind::Show(show) => Ft::named(show.ft, bytes),
        }
    }
    fn named(name: &str, bytes: u8) -> Ft {
        let sized = |digits: &str| digits.parse::<u8>().map_or(bytes, |bits| bits / 8);
        match name {
            "NONE" => Ft::None,
            "PROTOCOL" => Ft::Protocol,
            "BOOLEAN" => Ft::Bool,
            "FLOAT" => Ft::Float,
            "DOUBLE" => Ft::Double,
            "ETHER" => Ft::Ether,
            "EUI64" => Ft::Eui64,
            "IPv4" | "IPV4" => Ft::Ip4,
            "IPv6" | "IPV6" => Ft::Ip6,
            "BYTES" => Ft::Bytes,
            "UINT_BYTES" => Ft::UintBytes,
            "GUID" => Ft::Guid,
            "ABSOLUTE_TIME" => Ft::Absolute,
            "RELATIVE_TIME" => Ft::Relative,
            "OID" | "REL_OID" => Ft::Oid,
            "AX25" => Ft::Ax25,
            "FRAMENUM" => Ft::Frame,
            name => match (name.strip_prefix("UINT"), name.strip_prefix("INT")) {
                (Some(digits), _) if digits.bytes().all(|b| b.is_ascii_digit()) => Ft::Uint(sized(digits)),
                (_, Some(digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => Ft::Int(sized(digits)),
                _ => Ft::Text,
            },
        }
    }
    /// For a person.
    pub(super) fn title(self) -> String {
        let sized = |sign: &str, n: u8| format!("{sign} integer of {n} byte{}", if n == 1 { "" } else { "s" });
        match self {
            Ft::Uint(n) => sized("an unsigned", n),
            Ft::Int(n) => sized("a signed", n),
            Ft::Frame => "the number of a frame".into(),
            Ft::None => "only there or not".into(),
            Ft::Protocol => "a protocol".into(),
            Ft::Bool => "true or false".into(),
            Ft::Float => "a floating-point number".into(),
            Ft::Double => "a floating-point number".into(),
            Ft::Ether => "an Ethernet address".into(),
            Ft::Eui64 => "an EUI-64 address".into(),
            Ft::Ip4 => "an IPv4 address".into(),
            Ft::Ip6 => "an IPv6 address".into(),
            Ft::Text => "text".into(),
            Ft::Bytes | Ft::UintBytes => "bytes".into(),
            Ft::Guid => "a GUID".into(),
            Ft::Absolute => "a date and time".into(),
            Ft::Relative => "a length of time".into(),
            Ft::Oid => "an object identifier".into(),
            Ft::Ax25 => "an AX.25 address".into(),
        }
    }
    pub(super) const fn integer(self) -> bool {
        matches!(self, Ft::Uint(_) | Ft::Frame | Ft::Int(_) | Ft::Eui64)
    }
    /// Counted in 64 bits.
    pub(super) const fn wide(self) -> bool {
        matches!(self, Ft::Uint(5..) | Ft::Int(5..) | Ft::Eui64 | Ft::Relative | Ft::Absolute)
    }
    pub(super) const fn floating(self) -> bool {
        matches!(self, Ft::Float | Ft::Double)
    }
    /// Addresses and bytes that are compared with one another.
    const fn bytes(self) -> bool {
        matches!(self, Ft::Ether | Ft::Bytes | Ft::UintBytes | Ft::Oid | Ft::Ax25)
    }
    /// Can be cut into pieces.
    pub(super) const fn sliced(self) -> bool {
        self.bytes() || matches!(self, Ft::Protocol | Ft::Text | Ft::Ip4 | Ft::Ip6)
    }
    /// Can be searched for bytes or text.
    pub(super) const fn searched(self) -> bool {
        self.bytes() || matches!(self, Ft::Protocol | Ft::Text)
    }
    /// Can be held against a regular expression.
    pub(super) const fn matched(self) -> bool {
        matches!(self, Ft::Ether | Ft::Bytes | Ft::Ax25 | Ft::Protocol | Ft::Text)
    }
    /// Can be an operand of this sign; `~` is a minus before it.
    pub(super) const fn takes(self, sign: u8) -> bool {
        match sign {
            b'&' => self.integer() || self.bytes() || matches!(self, Ft::Ip4 | Ft::Ip6),
            b'+' | b'-' => self.integer() || self.floating() || matches!(self, Ft::Relative),
            b'~' => self.integer() || self.floating() || matches!(self, Ft::Relative),
            b'*' | b'/' => matches!(self, Ft::Uint(_) | Ft::Frame | Ft::Int(_)) || self.floating(),
            b'%' => matches!(self, Ft::Uint(_) | Ft::Frame | Ft::Int(_)),
            _ => false,
        }
    }
    /// True where a value of this type can be compared with one of the other.
    pub(super) fn compatible(self, other: Ft) -> bool {
        self == other
            || self.integer() && (other.integer() || other == Ft::Bool)
            || self.floating() && other.floating()
            || self.bytes() && other.bytes()
    }
    /// The largest number that fits.
    pub(super) const fn most(self) -> u64 {
        match self {
            Ft::Uint(n) if n < 8 => (1 << (n * 8)) - 1,
            Ft::Frame => u32::MAX as u64,
            Ft::Int(n) if n < 8 => (1 << (n * 8 - 1)) - 1,
            Ft::Int(_) => i64::MAX as u64,
            _ => u64::MAX,
        }
    }
}

/// True where a field's value is read where it lies, as a number or a few bytes.
pub(super) const fn fixed(field: &Field) -> bool {
    matches!(field.place, Place::Bits(..) | Place::Little(..) | Place::Derived(_) | Place::Noted(_) | Place::Bytes(_, 0..=8))
}
