//! Cisco's HDLC, [LINKTYPE_C_HDLC](https://www.tcpdump.org/linktypes.html), as RFC 1547, 4.3.1 sketches it.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |    Address    |    Control    |           Protocol            |
//! +---------------+---------------+-------------------------------+
//! ```
use super::*;
use crate::field::*;

/// To one or to all.
pub static ADDRESS: Field =
    Field::bits("chdlc.address", "Address", 0, 8).hex().alias("address").unset(0x0f).names(&[(0x0f, "Unicast"), (0x8f, "Multicast")]);
/// 0.
pub static CONTROL: Field = Field::bits("chdlc.control", "Control", 8, 8).hex();
/// EtherType, or Cisco's own.
pub static KIND: Field = Field::bits("chdlc.protocol", "Protocol", 16, 16).hex().unset(0x0800).names(&[
    (0x0800, "IP"),
    (0x2000, "Cisco Discovery Protocol"),
    (0x4242, "Spanning Tree BPDU"),
    (0x6558, "Transparent Ethernet bridging"),
    (0x8035, "SLARP"),
    (0x8038, "DEC LanBridge"),
    (0x809b, "Appletalk"),
    (0x80f3, "AARP"),
    (0x8137, "Netware IPX/SPX"),
    (0x86dd, "IPv6"),
    (0x8847, "MPLS unicast"),
    (0x8848, "MPLS multicast"),
    (0xfefe, "OSI"),
]);
/// A byte before packets of ISO's network layer.
pub static CLNS_PADDING: Field = Field::new("chdlc.clns_padding", "CLNS Padding", Place::Uint(8)).hex();
static PADDING: Field = Field::part(Place::When(|here| here.word(2) == 0xfefe, &[&CLNS_PADDING]));

/// Cisco HDLC.
pub static PROTOCOL: Protocol = Protocol {
    name: "chdlc",
    title: "Cisco HDLC",
    column: "CHDLC",
    spec: "RFC 1547",
    size: 4,
    fields: &[&ADDRESS, &CONTROL, &KIND, &PADDING],
    under: &[(Space::Link, 104)],
    line: &[Word::Say("Protocol "), Word::Of(&KIND)],
    classes: &[form::link::CHDLC],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(kind) = KIND.num(bytes) else { return Step::cut(&[]) };
    let (header, next) = match kind {
        0x8035 => (4, id::slarp),
        0x2000 => (4, CISCOPID.of(0x2000)),
        0x4242 => (4, LLCSAP.of(0x42)),
        0xfefe if bytes.len() < 5 => return Step::cut(bytes),
        0xfefe => (5, LLCSAP.of(0xfe)),
        0x0800 | 0x6558 | 0x86dd | 0x8847 | 0x8848 => (4, ETHERTYPE.of(kind as u16)),
        _ => (4, id::data),
    };
    Step::new(header, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex("0f 00 12 34 01");
        assert_eq!(fields_of(104, &bytes, &["chdlc.address", "chdlc.control", "chdlc.protocol"]), "0x0f 0x00 0x1234");
        assert_eq!(layers_of(104, &bytes), "chdlc:data End");
        cut_everywhere(104, &bytes);
        assert_eq!(fields_of(104, &hex("0f 00 fe fe 03 83"), &["chdlc.clns_padding"]), "0x03");
    }
    #[test]
    fn slarp() {
        let names = ["slarp.ptype", "slarp.address", "slarp.netmask", "slarp.mysequence", "slarp.yoursequence", "slarp.reliability"];
        let alive = hex("8f 00 80 35 00 00 00 02 00 00 00 07 00 00 00 06 ff ff");
        assert_eq!(fields_of(104, &alive, &names), "2 - - 7 6 0xffff");
        cut_everywhere(104, &alive);
        let request = hex("8f 00 80 35 00 00 00 00 0a 00 00 01 ff ff ff 00 00 00");
        assert_eq!(fields_of(104, &request, &names), "0 10.0.0.1 255.255.255.0 - - -");
        cut_everywhere(104, &request);
    }
}
