//! Bytes that no protocol claims.
use super::*;
use crate::field::*;

/// The bytes.
pub static DATA: Field = Field::new("data.data", "Data", Place::Derived(|p, i| Some(Value::Bytes(p.layer(i)?.whole(p.bytes))))).alias("load").kind(Kind::Bytes);
/// How many were captured.
pub static LEN: Field = Field::new("data.len", "Length", Place::Derived(|p, i| Some(Value::Num(p.layer(i)?.whole(p.bytes).len() as u64))))
        .kind(Kind::Signed)
        .ft(32);

/// The protocol of last resort.
pub static PROTOCOL: Protocol = Protocol {
    name: "data",
    alias: "Raw",
    title: "Data",
    fields: &[&DATA, &LEN],
    line: &[Word::Call(link), Word::Say("Len="), Word::Of(&LEN)],
    classes: &[form::messages::OTHERS, form::dhcpv6_options::IDENTIFIERS, form::routing::LSA_2, form::routing::LSA_3, form::routing::BFD_AUTH, form::tunnels::SCI, form::link::TUN, form::services::HTTP, form::services::MOBILE, form::control::PPTP, form::control::CONTROL, form::control::CONTROL_PARTS, form::control::OPTION_TEMPLATES, form::routing::OSPF_PARTS, form::clock::NTP_PARTS, form::topology::MKA_PARTS, form::tunnels::GTP_PARTS, form::access::ECP],
    media: &["application/octet-stream"],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step::new(0, bytes.len().max(below.wire), id::data)
}

/// A frame that is nothing but data: its link type is the one that is not known.
fn link(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    if packet.layer(layer).is_some_and(|l| l.up == 0) {
        let number = packet.frame.info.link;
        out.extend(number.name().unwrap_or("Unknown").as_bytes());
        out.extend(b" (link type ");
        crate::text::decimal(number.0.into(), out);
        out.extend(b"), ");
    }
}

#[cfg(test)]
mod tests {
    use super::testing::decoded;

    #[test]
    fn names_a_link_type_that_is_not_decoded() {
        decoded(144, &[1, 2, 3], 3, |packet| {
            let mut text = vec![];
            super::link(packet, 1, &mut text);
            assert_eq!(text, b"LINUX_IRDA (link type 144), ");
        });
    }
}
