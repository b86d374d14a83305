//! A packet as the expression that builds it.
use super::View;
use crate::craft::expression;
use crate::spine::Packet;

/// An expression a packet: for `pkt craft`, or for Python with Scapy.
#[derive(Clone, Copy, Debug, Default)]
pub struct Expression {
    /// A program: Scapy's names are imported first.
    pub python: bool,
}
/// Classes that Scapy does not load by itself.
const CONTRIB: &[&str] =
    &["bfd", "chdlc", "erspan", "geneve", "gtp", "igmp", "lacp", "lldp", "macsec", "mpls", "nsh", "ospf", "pim", "ripng", "slowprot"];
impl View for Expression {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        out.extend(expression(packet, self.python).as_bytes());
        out.push(b'\n');
    }
    fn head(&self, out: &mut Vec<u8>) {
        if self.python {
            out.extend_from_slice(b"from scapy.all import *\n");
            for contrib in CONTRIB {
                out.extend(format!("from scapy.contrib.{contrib} import *\n").bytes());
            }
        }
    }
}
