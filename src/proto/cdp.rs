//! Cisco Discovery Protocol: a neighbour says who it is, in records.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |    Version    | Time to live  |           Checksum            |
//! +---------------+---------------+-------------------------------+
//! |             Type              |  Length, these 4 bytes too    |  again and again
//! +-------------------------------+-------------------------------+
//! |                          Value ..                             |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// 1 or 2.
pub static VERSION: Field = Field::bits("cdp.version", "Version", 0, 8).alias("vers").unset(2);
/// How long it is to be believed, in seconds.
pub static TTL: Field = Field::bits("cdp.ttl", "TTL", 8, 8).alias("ttl").unset(180);
/// As RFC 1071, but for the last byte of an odd number.
pub static CHECKSUM: Field = Field::bits("cdp.checksum", "Checksum", 16, 16).hex().alias("cksum").computed();
/// Verified always, as in Wireshark.
pub static STATUS: Field = Field::new("cdp.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
static BAD: Field = Field::part(Place::When(|h| h.head.len() == h.wire && sum(h.head) != 0, &[&BAD_CHECKSUM]));
static BAD_CHECKSUM: Field = Field::new("cdp.bad_checksum", "Bad checksum", Place::Run(0)).kind(Kind::Present);
static TLVS: Field = Field::many("TLVs", &TLV_WHOLE);
/// One that says to be shorter than its own head ends the reading.
static TLV_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 4 && h.word(h.at + 2) >= 4, &[&TLV]));
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TLV_TYPE, &TLV_LEN, &SIZED]));
static SIZED: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start + 2)).saturating_sub(4), &[&BODY]));
static CAPABILITIES: Field = Field::new("cdp.capabilities", "Capabilities", Place::Uint(32)).hex();
static CAPABILITIES_ROUTER: Field = Field::new("cdp.capabilities.router", "Router", Place::Sub(0x01)).ft(32);
static CAPABILITIES_TRANS_BRIDGE: Field = Field::new("cdp.capabilities.trans_bridge", "Transparent Bridge", Place::Sub(0x02)).ft(32);
static CAPABILITIES_SRC_BRIDGE: Field = Field::new("cdp.capabilities.src_bridge", "Source Route Bridge", Place::Sub(0x04)).ft(32);
static CAPABILITIES_SWITCH: Field = Field::new("cdp.capabilities.switch", "Switch", Place::Sub(0x08)).ft(32);
static CAPABILITIES_HOST: Field = Field::new("cdp.capabilities.host", "Host", Place::Sub(0x10)).ft(32);
static CAPABILITIES_IGMP_CAPABLE: Field = Field::new("cdp.capabilities.igmp_capable", "IGMP capable", Place::Sub(0x20)).ft(32);
static CAPABILITIES_REPEATER: Field = Field::new("cdp.capabilities.repeater", "Repeater", Place::Sub(0x40)).ft(32);
static CAPABILITIES_VOIP_PHONE: Field = Field::new("cdp.capabilities.voip_phone", "VoIP Phone", Place::Sub(0x80)).ft(32);
static CAPABILITIES_REMOTE: Field = Field::new("cdp.capabilities.remote", "Remotely Managed Device", Place::Sub(0x100)).ft(32);
static CAPABILITIES_CVTA: Field =
    Field::new("cdp.capabilities.cvta", "CVTA/STP Dispute Resolution/Cisco VT Camera", Place::Sub(0x200)).ft(32);
static CAPABILITIES_MAC_RELAY: Field = Field::new("cdp.capabilities.mac_relay", "Two Port Mac Relay", Place::Sub(0x400)).ft(32);
static SPARE_POE_TLV: Field = Field::new("cdp.spare_poe_tlv", "Spare Pair PoE", Place::Uint(8)).hex();
static SPARE_POE_TLV_POE: Field = Field::new("cdp.spare_poe_tlv.poe", "PSE Four-Wire PoE", Place::Sub(0x01)).ft(8);
static SPARE_POE_TLV_SPARE_PAIR_ARCH: Field =
    Field::new("cdp.spare_poe_tlv.spare_pair_arch", "PD Spare Pair Architecture", Place::Sub(0x02)).ft(8);
static SPARE_POE_TLV_REQ_SPARE_PAIR_POE: Field =
    Field::new("cdp.spare_poe_tlv.req_spare_pair_poe", "PD Request Spare Pair PoE", Place::Sub(0x04)).ft(8);
static SPARE_POE_TLV_PSE_SPARE_PAIR_POE: Field =
    Field::new("cdp.spare_poe_tlv.pse_spare_pair_poe", "PSE Spare Pair PoE", Place::Sub(0x08)).ft(8);
static TLV_TYPE: Field = Field::new("cdp.tlv.type", "Type", Place::Key(16)).hex().names(&[
    (1, "Device ID"),
    (2, "Addresses"),
    (3, "Port ID"),
    (4, "Capabilities"),
    (5, "Software version"),
    (6, "Platform"),
    (7, "IP Prefix/Gateway (used for ODR)"),
    (8, "Protocol Hello"),
    (9, "VTP Management Domain"),
    (10, "Native VLAN"),
    (11, "Duplex"),
    (14, "VoIP VLAN Reply"),
    (15, "VoIP VLAN Query"),
    (16, "Power consumption"),
    (17, "MTU"),
    (18, "Trust Bitmap"),
    (19, "Untrusted Port CoS"),
    (20, "System Name"),
    (21, "System Object ID"),
    (22, "Management Address"),
    (23, "Location"),
    (24, "External Port-ID"),
    (25, "Power Requested"),
    (26, "Power Available"),
    (27, "Port Unidirectional"),
    (29, "EnergyWise"),
    (31, "Spare PoE"),
    (4096, "BSSID"),
    (4097, "Serial number"),
    (4098, "SSID"),
    (4099, "Radio1 channel"),
    (4102, "SNMP UDP port"),
    (4103, "Web TCP port"),
    (4104, "Source MAC address"),
    (4105, "Radio2 channel"),
    (4106, "Radio1 Operating mode"),
    (4107, "Radio2 Operating mode"),
    (4108, "Radio1 Radio mode"),
    (4109, "Radio2 Radio mode"),
]);
static TLV_LEN: Field = Field::new("cdp.tlv.len", "Length", Place::Uint(16));
static PROTOCOL_BYTES: Field = Field::new("cdp.protocol", "Protocol", Place::Take(|h| h.number as usize));
static ADDRESS_OF: Field = Field::part(Place::Switch(|h| u64::from(h.number == 4), &[(1, &[&NRGYZ_IP_ADDRESS])], &[&ADDRESS_OR6]));
static NRGYZ_IP_ADDRESS: Field = Field::new("cdp.nrgyz.ip_address", "IP Address", Place::Uint(32)).kind(Kind::Ip4);
static NRGYZ_IPV6_ADDRESS: Field = Field::new("cdp.nrgyz.ipv6_address", "IPv6 Address", Place::Run(16)).kind(Kind::Ip6);
static ADDRESS: Field = Field::new("cdp.address", "Address", Place::Take(|h| h.number as usize));
static ADDRESS_OR6: Field = Field::part(Place::Switch(|h| u64::from(h.number == 16), &[(1, &[&NRGYZ_IPV6_ADDRESS])], &[&ADDRESS]));
static PROTOCOL_TYPE: Field = Field::new("cdp.protocol_type", "Protocol type", Place::Uint(8)).hex().names(&[(1, "NLPID"), (2, "802.2")]);
static PROTOCOL_LENGTH: Field = Field::new("cdp.protocol_length", "Protocol length", Place::Uint(8));
static ADDRESS_LENGTH: Field = Field::new("cdp.address_length", "Address length", Place::Uint(16));
static ADDRESS_RECORD: Field =
    Field::new("", "Address", Place::Group(&[&PROTOCOL_TYPE, &PROTOCOL_LENGTH, &PROTOCOL_BYTES, &ADDRESS_LENGTH, &ADDRESS_OF]));
static ADDRESS_RECORDS: Field = Field::new("", "Addresses", Place::Repeat(|h| (h.number as usize).min(h.left()), &ADDRESS_RECORD));
static PREFIX: Field = Field::new("", "Prefix", Place::Group(&[&IP_PREFIX, &PREFIX_LENGTH]));
static PREFIX_LENGTH: Field = Field::part(Place::Uint(8));
static PREFIXES: Field = Field::new("", "Prefixes", Place::Repeat(|h| h.left() / 5, &PREFIX));
static IP_PREFIX: Field = Field::new("cdp.ip_prefix", "IP Prefix", Place::Uint(32)).kind(Kind::Ip4);
static ODR_DEFAULT_GATEWAY: Field = Field::new("cdp.odr_default_gateway", "ODR Default gateway", Place::Uint(32)).kind(Kind::Ip4);
static PREFIX_OR: Field = Field::part(Place::Switch(|h| u64::from(h.left() == 4), &[(1, &[&ODR_DEFAULT_GATEWAY])], &[&PREFIXES]));
static CLUSTER_MASTER_IP: Field = Field::new("cdp.cluster.master_ip", "Cluster Master IP", Place::Uint(32)).kind(Kind::Ip4);
static CLUSTER_IP: Field = Field::new("cdp.cluster.ip", "IP?", Place::Uint(32)).kind(Kind::Ip4);
static CLUSTER_VERSION: Field = Field::new("cdp.cluster.version", "Version?", Place::Uint(8)).hex();
static CLUSTER_SUB_VERSION: Field = Field::new("cdp.cluster.sub_version", "Sub Version?", Place::Uint(8)).hex();
static CLUSTER_STATUS: Field = Field::new("cdp.cluster.status", "Status?", Place::Uint(8)).hex();
static CLUSTER_UNKNOWN: Field = Field::new("cdp.cluster.unknown", "UNKNOWN", Place::Uint(8)).hex();
static CLUSTER_COMMANDER_MAC: Field = Field::new("cdp.cluster.commander_mac", "Cluster Commander MAC", Place::Run(6)).kind(Kind::Mac);
static CLUSTER_SWITCH_MAC: Field = Field::new("cdp.cluster.switch_mac", "Switch's MAC", Place::Run(6)).kind(Kind::Mac);
static CLUSTER_MANAGEMENT_VLAN: Field = Field::new("cdp.cluster.management_vlan", "Management VLAN", Place::Uint(16));
static CLUSTER: Field = Field::part(Place::When(
    |h| h.number == 0x0112 && h.left() >= 27,
    &[
        &CLUSTER_MASTER_IP,
        &CLUSTER_IP,
        &CLUSTER_VERSION,
        &CLUSTER_SUB_VERSION,
        &CLUSTER_STATUS,
        &CLUSTER_UNKNOWN,
        &CLUSTER_COMMANDER_MAC,
        &CLUSTER_SWITCH_MAC,
        &CLUSTER_UNKNOWN,
        &CLUSTER_MANAGEMENT_VLAN,
    ],
));
static OUI: Field = Field::new("cdp.oui", "OUI", Place::Uint(24));
static PROTOCOL_ID: Field = Field::new("cdp.protocol_id", "Protocol ID", Place::Uint(16)).hex();
static HELLO_UNKNOWN: Field = Field::new("cdp.hello.unknown", "Unknown", Place::Rest);
static HELLO: Field = Field::part(Place::When(|_| true, &[&OUI, &PROTOCOL_ID, &CLUSTER, &HELLO_UNKNOWN]));
static POWER_MORE: Field = Field::new("", "Power", Place::Repeat(|h| h.left() / 4, &POWER_REQUESTED));
static AVAILABLE_MORE: Field = Field::new("", "Power", Place::Repeat(|h| h.left() / 4, &POWER_AVAILABLE));
static POWER_REQUESTED: Field = Field::new("cdp.power_requested", "Power Requested", Place::Uint(32));
static POWER_AVAILABLE: Field = Field::new("cdp.power_available", "Power Available", Place::Uint(32));
static VOICE_VLAN: Field = Field::new("cdp.voice_vlan", "Voice VLAN", Place::Uint(16));
static VOICE: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(1, &[&DATA])], &[&VOICE_DATA, &VOICE_VLAN]));
static DATA: Field = Field::new("cdp.data", "Data", Place::Rest);
static VOICE_DATA: Field = Field::new("cdp.data", "Data", Place::Run(1));
static DEVICEID: Field = Field::new("cdp.deviceid", "Device ID", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
static NUMBER_OF_ADDRESSES: Field = Field::new("cdp.number_of_addresses", "Number of addresses", Place::Uint(32));
static PORTID: Field = Field::new("cdp.portid", "Sent through Interface", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
static LINES: Field = Field::many("Software Version", &LINE);
static LINE: Field = Field::new("", "Line", Place::Group(&[&SOFTWARE_VERSION, &NEWLINE]));
static NEWLINE: Field = Field::part(Place::When(|h| h.left() > 0, &[&NEWLINE_BYTE]));
static NEWLINE_BYTE: Field = Field::part(Place::Run(1));
static SOFTWARE_VERSION: Field =
    Field::new("cdp.software_version", "Software version", Place::Take(line)).kind(Kind::Show(&crate::text::ASCII));
static PLATFORM: Field = Field::new("cdp.platform", "Platform", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
static VTP_MANAGEMENT_DOMAIN: Field =
    Field::new("cdp.vtp_management_domain", "VTP Management Domain", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
static NATIVE_VLAN: Field = Field::new("cdp.native_vlan", "Native VLAN", Place::Uint(16));
static DUPLEX: Field = Field::new("cdp.duplex", "Duplex", Place::Uint(8)).kind(Kind::Flag);
static POWER_CONSUMPTION: Field = Field::new("cdp.power_consumption", "Power Consumption", Place::Uint(16));
static MTU: Field = Field::new("cdp.mtu", "MTU", Place::Uint(32));
static TRUST_BITMAP: Field = Field::new("cdp.trust_bitmap", "Trust Bitmap", Place::Uint(8)).hex();
static UNTRUSTED_PORT_COS: Field = Field::new("cdp.untrusted_port_cos", "Untrusted port CoS", Place::Uint(8)).hex();
static SYSTEM_NAME: Field = Field::new("cdp.system_name", "System Name", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
static SYSTEM_OBJECT_IDENTIFIER: Field = Field::new("cdp.system_object_identifier", "System Object Identifier", Place::Rest);
static LOCATION_UNKNOWN: Field = Field::new("cdp.location.unknown", "UNKNOWN", Place::Uint(8)).hex();
static LOCATION: Field = Field::new("cdp.location", "Location", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
static REQUEST_ID: Field = Field::new("cdp.request_id", "Request-ID", Place::Uint(16));
static MANAGEMENT_ID: Field = Field::new("cdp.management_id", "Management-ID", Place::Uint(16));
static BODY: Field = Field::part(Place::Pick(
    &[
        (1, &[&DEVICEID]),
        (2, &[&NUMBER_OF_ADDRESSES, &ADDRESS_RECORDS]),
        (3, &[&PORTID]),
        (
            4,
            &[
                &CAPABILITIES,
                &CAPABILITIES_ROUTER,
                &CAPABILITIES_TRANS_BRIDGE,
                &CAPABILITIES_SRC_BRIDGE,
                &CAPABILITIES_SWITCH,
                &CAPABILITIES_HOST,
                &CAPABILITIES_IGMP_CAPABLE,
                &CAPABILITIES_REPEATER,
                &CAPABILITIES_VOIP_PHONE,
                &CAPABILITIES_REMOTE,
                &CAPABILITIES_CVTA,
                &CAPABILITIES_MAC_RELAY,
            ],
        ),
        (5, &[&LINES]),
        (6, &[&PLATFORM]),
        (7, &[&PREFIX_OR]),
        (8, &[&HELLO]),
        (9, &[&VTP_MANAGEMENT_DOMAIN]),
        (10, &[&NATIVE_VLAN]),
        (11, &[&DUPLEX]),
        (14, &[&VOICE]),
        (15, &[&VOICE]),
        (16, &[&POWER_CONSUMPTION]),
        (17, &[&MTU]),
        (18, &[&TRUST_BITMAP]),
        (19, &[&UNTRUSTED_PORT_COS]),
        (20, &[&SYSTEM_NAME]),
        (21, &[&SYSTEM_OBJECT_IDENTIFIER]),
        (22, &[&NUMBER_OF_ADDRESSES, &ADDRESS_RECORDS]),
        (23, &[&LOCATION_UNKNOWN, &LOCATION]),
        (25, &[&REQUEST_ID, &MANAGEMENT_ID, &POWER_MORE]),
        (26, &[&REQUEST_ID, &MANAGEMENT_ID, &AVAILABLE_MORE]),
        (
            31,
            &[
                &SPARE_POE_TLV,
                &SPARE_POE_TLV_POE,
                &SPARE_POE_TLV_SPARE_PAIR_ARCH,
                &SPARE_POE_TLV_REQ_SPARE_PAIR_POE,
                &SPARE_POE_TLV_PSE_SPARE_PAIR_POE,
            ],
        ),
    ],
    &[&DATA],
));
/// The bytes to the end of the line.
fn line(h: &Here<'_>) -> usize {
    let rest = h.head.get(h.at..h.end).unwrap_or(&[]);
    rest.iter().position(|b| *b == b'\n').unwrap_or(rest.len())
}

/// CDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "cdp",
    alias: "CDPv2_HDR",
    title: "Cisco Discovery Protocol",
    column: "CDP",
    spec: "<https://www.cisco.com/c/en/us/support/docs/network-management/discovery-protocol-cdp/43485-cdponcatos43485.html>",
    size: 4,
    fields: &[&VERSION, &TTL, &CHECKSUM, &STATUS, &BAD, &TLVS],
    under: &[(Space::CiscoPid, 0x2000), (Space::Ppp, 0x0207), (Space::Gre, 0x2000)],
    line: &[Word::Call(told)],
    finish: |d| {
        d.fill(&CHECKSUM, 0);
        let sum = sum(d.bytes);
        d.fill(&CHECKSUM, sum.into());
    },
    classes: &[form::routing::CDP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < below.wire || bytes.len() < 4 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), bytes.len(), id::data)
}
/// "Cisco's" sum: the last byte of an odd number is the low one of its word, its sign kept, and less by one where that is negative.
fn sum(bytes: &[u8]) -> u16 {
    match bytes {
        [even @ .., last] if bytes.len() % 2 == 1 => {
            let word = if last & 0x80 > 0 { 0xff00 | u16::from(last - 1) } else { u16::from(*last) };
            // The sum of two parts, of which the second is one word.
            let part = !crate::checksum::internet(0, even);
            let (n, carry) = part.overflowing_add(word);
            !(n + u16::from(carry))
        }
        _ => crate::checksum::internet(0, bytes),
    }
}
fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let own = packet.layer(layer)?;
    let bytes = own.whole(packet.bytes);
    if bytes.len() < 4 {
        return None;
    }
    Some(Value::Num(if bytes.len() < own.wire() { 2 } else { (sum(bytes) == 0).into() }))
}
/// Who and through which port.
fn told(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let mut at = 4;
    while let (Some(kind), Some(len)) = (load(head, at * 8, 16), load(head, at * 8 + 16, 16)) {
        if len < 4 {
            return;
        }
        let value = head.get(at + 4..at + len as usize).unwrap_or(&[]);
        match kind {
            1 => {
                out.extend(b"Device ID: ");
                crate::text::utf8(value, out);
            }
            3 => {
                out.extend(b"  Port ID: ");
                crate::text::utf8(value, out);
            }
            _ => {}
        }
        at += len as usize;
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let mut bytes = hex("01 00 0c cc cc cc 02 03 04 05 06 07 00 55 # length
             aa aa 03 00 00 0c 20 00 # Cisco's 0x2000
             02 b4 00 00 # version, time to live, checksum
             00 01 00 06 52 31 # device
             00 02 00 11 00 00 00 01 01 01 cc 00 04 0a 00 00 01 # address
             00 03 00 08 45 74 68 30 # port
             00 04 00 08 00 00 00 28 # capabilities
             00 05 00 0b 49 4f 53 0a 31 2e 30 # version, in two lines
             00 0a 00 06 00 63 # VLAN
             00 0b 00 05 01 # duplex
             00 fe 00 05 ab # unknown
             00 06 00 05 58 # platform\n");
        let sum = super::sum(&bytes[22..]).to_be_bytes();
        bytes[24..26].copy_from_slice(&sum);
        let names = [
            "cdp.version",
            "cdp.ttl",
            "cdp.checksum.status",
            "cdp.tlv.type",
            "cdp.deviceid",
            "cdp.number_of_addresses",
            "cdp.nrgyz.ip_address",
            "cdp.portid",
            "cdp.capabilities.switch",
            "cdp.software_version",
            "cdp.native_vlan",
            "cdp.duplex",
            "cdp.data",
            "cdp.platform",
        ];
        assert_eq!(
            fields_of(1, &bytes, &names),
            "2 180 1 0x0001,0x0002,0x0003,0x0004,0x0005,0x000a,0x000b,0x00fe,0x0006 R1 1 10.0.0.1 Eth0 1 IOS,1.0 99 1 ab X"
        );
        cut_everywhere(1, &bytes);
        bytes[24] ^= 1;
        assert_eq!(fields_of(1, &bytes, &["cdp.checksum.status"]), "0");
    }
}
