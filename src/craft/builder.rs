//! Packets in Rust: a function a layer, a method a field, `/` between them.
//!
//! ```
//! use pktlab::craft::builder::{ether, ip, tcp};
//! use std::net::Ipv4Addr;
//!
//! let syn = ether() / ip().src(Ipv4Addr::new(10, 0, 0, 2)).dst("10.0.0.1").ttl(3) / tcp().dport(80).flags("S") / "Hey!";
//! let bytes = syn.bytes()?;
//! assert_eq!(bytes.len(), 14 + 20 + 20 + 4);
//! assert_eq!(bytes[22], 3);
//!
//! // Ranges, networks and alternatives make sets, as in expressions.
//! let scan = ip().src("10.0.0.2").dst("10.0.0.0/30") / tcp().dport([22, 80, 443]);
//! assert_eq!(scan.craft()?.len(), 12);
//! # Ok::<(), pktlab::craft::Error>(())
//! ```
//!
//! What has no method is set by its name: `layer("VXLAN").set("vni", 5)`, `ip().set("ip.dsfield.ecn", 1)`.
use super::Error;
use super::compose::{Craft, of_expr};
use super::expr::{Arg, Expr, What};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::ops::{Div, RangeInclusive};

/// A value for a field.
#[derive(Clone, Debug)]
pub struct Value(Expr);

macro_rules! numbers { ($($t:ty)*) => { $(
    impl From<$t> for Value {
        fn from(n: $t) -> Value {
            Value(Expr::of(What::Num(n.into())))
        }
    }
    impl From<RangeInclusive<$t>> for Value {
        fn from(range: RangeInclusive<$t>) -> Value {
            let end = |n: &$t| Expr::of(What::Num((*n).into()));
            Value(Expr::of(What::Tuple(vec![end(range.start()), end(range.end())])))
        }
    }
)* } }
numbers!(u8 u16 u32 u64 i8 i16 i32 i64);
impl From<bool> for Value {
    fn from(yes: bool) -> Value {
        u8::from(yes).into()
    }
}
impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value(Expr::of(What::Text(text.to_owned())))
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        Value(Expr::of(What::Text(text)))
    }
}
impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Value {
        Value(Expr::of(What::Bytes(bytes.to_vec())))
    }
}
impl From<Ipv4Addr> for Value {
    fn from(address: Ipv4Addr) -> Value {
        address.to_string().into()
    }
}
impl From<Ipv6Addr> for Value {
    fn from(address: Ipv6Addr) -> Value {
        address.to_string().into()
    }
}
impl From<IpAddr> for Value {
    fn from(address: IpAddr) -> Value {
        address.to_string().into()
    }
}
impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(all: Vec<T>) -> Value {
        Value(Expr::of(What::List(all.into_iter().map(|v| v.into().0).collect())))
    }
}
impl<T: Into<Value>, const N: usize> From<[T; N]> for Value {
    fn from(all: [T; N]) -> Value {
        Value(Expr::of(What::List(all.into_iter().map(|v| v.into().0).collect())))
    }
}
/// An option: its name, and its value.
impl<T: Into<Value>> From<(&str, T)> for Value {
    fn from((name, value): (&str, T)) -> Value {
        Value(Expr::of(What::Tuple(vec![Value::from(name).0, value.into().0])))
    }
}
/// A record: `layer("DNSQR").set("qname", "example.com")`.
impl From<Layer> for Value {
    fn from(layer: Layer) -> Value {
        Value(layer.expr())
    }
}

/// A layer, or a record.
#[derive(Clone, Debug)]
pub struct Layer {
    name: String,
    args: Vec<Arg>,
}
/// A layer of that class or protocol.
pub fn layer(name: impl Into<String>) -> Layer {
    Layer { name: name.into(), args: vec![] }
}
/// Bytes.
pub fn raw(bytes: impl AsRef<[u8]>) -> Layer {
    layer("Raw").set("load", bytes.as_ref())
}
impl Layer {
    /// Sets a field by Scapy's name or by Wireshark's.
    #[must_use]
    pub fn set(mut self, field: &str, value: impl Into<Value>) -> Layer {
        self.args.retain(|a| a.name != field);
        self.args.push(Arg { at: 0..0, name: field.to_owned(), value: value.into().0 });
        self
    }
    fn expr(self) -> Expr {
        Expr::of(What::Call(self.name, self.args))
    }
    /// The packet's bytes, the first of a set.
    ///
    /// # Errors
    /// When a value does not fit its field.
    pub fn bytes(self) -> Result<Vec<u8>, Error> {
        Packet { layers: vec![self] }.bytes()
    }
}

/// Layers, outermost first.
#[derive(Clone, Debug)]
pub struct Packet {
    layers: Vec<Layer>,
}
impl Packet {
    /// All packets that the layers' sets make.
    ///
    /// # Errors
    /// When a value does not fit its field.
    pub fn craft(self) -> Result<Craft, Error> {
        of_expr(&Expr::of(What::Stack(self.layers.into_iter().map(Layer::expr).collect())))
    }
    /// The bytes of the first.
    ///
    /// # Errors
    /// When a value does not fit its field.
    pub fn bytes(self) -> Result<Vec<u8>, Error> {
        self.craft()?.packets(0).next().unwrap_or(Ok(vec![]))
    }
}
impl Div<Layer> for Layer {
    type Output = Packet;
    fn div(self, over: Layer) -> Packet {
        Packet { layers: vec![self, over] }
    }
}
impl Div<Layer> for Packet {
    type Output = Packet;
    fn div(mut self, over: Layer) -> Packet {
        self.layers.push(over);
        self
    }
}
impl Div<&str> for Layer {
    type Output = Packet;
    fn div(self, payload: &str) -> Packet {
        self / raw(payload)
    }
}
impl Div<&str> for Packet {
    type Output = Packet;
    fn div(self, payload: &str) -> Packet {
        self / raw(payload)
    }
}

/// A layer's function, and methods for its fields.
macro_rules! layers { ($($(#[$doc:meta])* $function:ident $class:literal)*) => { $(
    $(#[$doc])*
    pub fn $function() -> Layer {
        layer($class)
    }
)* } }
layers! {
    /// Ethernet II.
    ether "Ether"
    /// An IEEE 802.1Q tag.
    dot1q "Dot1Q"
    /// ARP.
    arp "ARP"
    /// IPv4.
    ip "IP"
    /// IPv6.
    ipv6 "IPv6"
    /// TCP.
    tcp "TCP"
    /// UDP.
    udp "UDP"
    /// ICMP.
    icmp "ICMP"
    /// An ICMPv6 echo request.
    icmpv6_echo "ICMPv6EchoRequest"
    /// DNS.
    dns "DNS"
    /// A question of DNS.
    dnsqr "DNSQR"
    /// A record of DNS.
    dnsrr "DNSRR"
    /// VXLAN.
    vxlan "VXLAN"
    /// GRE.
    gre "GRE"
    /// SCTP.
    sctp "SCTP"
}
macro_rules! fields { ($($(#[$doc:meta])* $method:ident $field:literal)*) => {
    impl Layer { $(
        $(#[$doc])*
        #[must_use]
        pub fn $method(self, value: impl Into<Value>) -> Layer {
            self.set($field, value)
        }
    )* }
} }
fields! {
    /// The source address.
    src "src"
    /// The destination address.
    dst "dst"
    /// Hops left, in IPv4.
    ttl "ttl"
    /// Hops left, in IPv6.
    hlim "hlim"
    /// The identification.
    id "id"
    /// Flags: `"S"`, `"DF"`, a number.
    flags "flags"
    /// Options: `[("MSS", 1460)]`.
    options "options"
    /// The source port.
    sport "sport"
    /// The destination port.
    dport "dport"
    /// The sequence number.
    seq "seq"
    /// The acknowledgement number.
    ack "ack"
    /// The window.
    window "window"
    /// The type.
    kind "type"
    /// The code.
    code "code"
    /// The VLAN's number.
    vlan "vlan"
    /// The operation.
    op "op"
    /// Questions.
    qd "qd"
    /// Answers.
    an "an"
    /// The name asked for.
    qname "qname"
    /// The type asked for.
    qtype "qtype"
    /// The checksum, right or wrong.
    chksum "chksum"
    /// The length, right or wrong.
    len "len"
}
