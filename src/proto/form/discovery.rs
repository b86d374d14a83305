//! Neighbours on a link: LLDP, LACP and its markers.
use super::*;

// IEEE 802.1AB, 8: seven bits of type and nine of length, that of what follows.
macro_rules! tlvs { ($($name:literal $kind:literal [$($f:expr),*];)*) => {
    pub(in super::super) static LLDP: &[Class] = &[$(Class {
        names: &[$name],
        size: 2,
        fields: &[&TYPE, &LEN, $(&$f),*],
        presets: &[(&TYPE, Unset::Is($kind))],
        shape: Some(|header, set| {
            let behind = header.len().saturating_sub(2) as u64;
            if !set.iter().any(|f| std::ptr::eq(*f, &LEN)) {
                let _ = LEN.put(header, Value::Num(behind));
            }
        }),
        ..Class::PLAIN
    }),*];
} }
static TYPE: Field = Field::bits("lldp.tlv.type", "", 0, 7).alias("_type");
static LEN: Field = Field::bits("lldp.tlv.len", "", 7, 9).alias("_length").computed();
/// The bytes of the innermost of these, by the length in front.
const fn within(of: Fields) -> Field {
    Field::part(Place::Sized(|h| (h.word(0) & 0x1ff) as usize, of))
}
/// What identifies a chassis or a port, by its subtype: a MAC address, a network address with its family, or text.
macro_rules! identity {
    ($mac:literal $network:literal) => {
        Field::part(Place::Switch(
            |h| h.byte(2).into(),
            &[
                ($mac, &[&Field { words: Words::Mac, ..rest("id") }]),
                ($network, &[&n("family", 8), &Field { words: Words::Network, ..rest("id") }]),
            ],
            &[&rest("id")],
        ))
    };
}
tlvs! {
    "LLDPDUEndOfLLDPDU" 0 [];
    "LLDPDUChassisID" 1 [within(&[&n("subtype", 8), &identity!(4 5)])];
    "LLDPDUPortID" 2 [within(&[&n("subtype", 8), &identity!(3 4)])];
    "LLDPDUTimeToLive" 3 [n("ttl", 16).unset(20)];
    "LLDPDUPortDescription" 4 [within(&[&rest("description")])];
    "LLDPDUSystemName" 5 [within(&[&rest("system_name")])];
    "LLDPDUSystemDescription" 6 [within(&[&rest("description")])];
    "LLDPDUSystemCapabilities" 7 [
        word(16), bit("reserved_5_available", 0x8000), bit("reserved_4_available", 0x4000), bit("reserved_3_available", 0x2000),
        bit("reserved_2_available", 0x1000), bit("reserved_1_available", 0x800), bit("two_port_mac_relay_available", 0x400),
        bit("s_vlan_component_available", 0x200), bit("c_vlan_component_available", 0x100), bit("station_only_available", 0x80),
        bit("docsis_cable_device_available", 0x40), bit("telephone_available", 0x20), bit("router_available", 0x10),
        bit("wlan_access_point_available", 8), bit("mac_bridge_available", 4), bit("repeater_available", 2), bit("other_available", 1),
        word(16), bit("reserved_5_enabled", 0x8000), bit("reserved_4_enabled", 0x4000), bit("reserved_3_enabled", 0x2000),
        bit("reserved_2_enabled", 0x1000), bit("reserved_1_enabled", 0x800), bit("two_port_mac_relay_enabled", 0x400),
        bit("s_vlan_component_enabled", 0x200), bit("c_vlan_component_enabled", 0x100), bit("station_only_enabled", 0x80),
        bit("docsis_cable_device_enabled", 0x40), bit("telephone_enabled", 0x20), bit("router_enabled", 0x10),
        bit("wlan_access_point_enabled", 8), bit("mac_bridge_enabled", 4), bit("repeater_enabled", 2), bit("other_enabled", 1)
    ];
    "LLDPDUManagementAddress" 8 [
        span("_management_address_string_length", 8, &[&n("management_address_subtype", 8), &rest("management_address")]),
        n("interface_numbering_subtype", 8).unset(1), n("interface_number", 32), span("_oid_string_length", 8, &[&rest("object_id")])
    ];
    "LLDPDUGenericOrganisationSpecific" 127 [within(&[&n("org_code", 24), &n("subtype", 8), &rest("data")])];
    "LLDPDUPowerViaMDI" 127 [n("org_code", 24).unset(0x120f), n("subtype", 8).unset(2), n("MDI_power_support", 8), n("PSE_power_pair", 8).unset(1), n("power_class", 8).unset(1)];
}

/// IEEE 802.1AX, 6.4.2.3: behind the slow protocols' subtype.
pub(in super::super) static LACP: &[Class] = &[Class {
    names: &["LACP"],
    fields: &[
        &n("version", 8).unset(1),
        &n("actor_type", 8).unset(1),
        &n("actor_length", 8).unset(20),
        &n("actor_system_priority", 16),
        &mac("actor_system"),
        &n("actor_key", 16),
        &n("actor_port_priority", 16),
        &n("actor_port_number", 16),
        &n("actor_state", 8),
        &run("actor_reserved", 3),
        &n("partner_type", 8).unset(2),
        &n("partner_length", 8).unset(20),
        &n("partner_system_priority", 16),
        &mac("partner_system"),
        &n("partner_key", 16),
        &n("partner_port_priority", 16),
        &n("partner_port_number", 16),
        &n("partner_state", 8),
        &run("partner_reserved", 3),
        &n("collector_type", 8).unset(3),
        &n("collector_length", 8).unset(16),
        &n("collector_max_delay", 16),
        &run("collector_reserved", 12),
        &n("terminator_type", 8),
        &n("terminator_length", 8),
        &run("reserved", 50),
    ],
    binds: &[(&SUBTYPE, Unset::Is(1))],
    ..Class::PLAIN
}];
/// IEEE 802.1AX, 6.5.3.3.
pub(in super::super) static MARKER: &[Class] = &[Class {
    names: &["MarkerProtocol"],
    fields: &[
        &n("version", 8).unset(1),
        &n("marker_type", 8).unset(1),
        &n("marker_length", 8).unset(16),
        &n("requester_port", 16),
        &mac("requester_system"),
        &n("requester_transaction_id", 32),
        &run("marker_reserved", 2),
        &n("terminator_type", 8),
        &n("terminator_length", 8),
        &run("reserved", 90),
    ],
    binds: &[(&SUBTYPE, Unset::Is(2))],
    ..Class::PLAIN
}];
/// IEEE 802.3, 57A: sent to the group of slow protocols.
pub(in super::super) static SLOW: &[Class] = &[Class {
    names: &["SlowProtocol"],
    size: 1,
    fields: &[&SUBTYPE],
    binds: &[(&eth::DST, Unset::Bytes(&[1, 0x80, 0xc2, 0, 0, 2]))],
    ..Class::PLAIN
}];
static SUBTYPE: Field = Field::bits("slow.subtype", "", 0, 8).alias("subtype");
