//! Link Layer Discovery Protocol, IEEE 802.1AB: a neighbour says who it is, in records.
//!
//! ```text
//! +-------------+-----------------+------------------------------+
//! |  Type (7)   |   Length (9)    |           Value ..           |  chassis, port, time to live first
//! +-------------+-----------------+------------------------------+
//! |     127     |     Length      |  Organization's code (24)    |  subtype (8), its value ..
//! +-------------+-----------------+------------------------------+
//! ```
use super::*;
use crate::field::*;

/// All of them, if the first says who the neighbour is.
static TLVS: Field = Field::part(Place::When(|h| h.byte(0) >> 1 == 1, &[&TLV_LIST]));
static TLV_LIST: Field = Field::many("TLVs", &TLV);
static TLV: Field = Field::new("", "TLV", Place::Group(&[&HEADER, &TYPE, &LENGTH, &SIZED]));
static SIZED: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start) & 0x1ff), &[&BODY]));
static HEADER: Field = Field::part(Place::Uint(16));
/// Of a TLV.
pub static TYPE: Field = Field::new("lldp.tlv.type", "TLV Type", Place::Sub(0xfe00)).ft(16).names(&[
    (0, "End of LLDPDU"),
    (1, "Chassis Id"),
    (2, "Port Id"),
    (3, "Time to Live"),
    (4, "Port Description"),
    (5, "System Name"),
    (6, "System Description"),
    (7, "System Capabilities"),
    (8, "Management Address"),
    (127, "Organization Specific"),
]);
/// Of a TLV behind these two bytes.
pub static LENGTH: Field = Field::new("lldp.tlv.len", "TLV Length", Place::Sub(0x01ff)).ft(16);
/// The sender's.
pub static CHASSIS_ID_MAC: Field = Field::new("lldp.chassis.id.mac", "Chassis Id", Place::Run(6)).kind(Kind::Mac);
static CHASSIS_ID: Field = Field::new("lldp.chassis.id", "Chassis Id", Place::Rest);
static CHASSIS_ID_OF: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (4, &[&CHASSIS_ID_MAC]),
        (5, &[&CHASSIS_NET]),
        (1, &[&CHASSIS_ID]),
        (2, &[&CHASSIS_ID]),
        (3, &[&CHASSIS_ID]),
        (6, &[&CHASSIS_ID]),
        (7, &[&CHASSIS_ID]),
    ],
    &[&CHASSIS_ID],
));
static NETWORK_ADDRESS_SUBTYPE: Field =
    Field::new("lldp.network_address.subtype", "Network Address family", Place::Uint(8)).names(FAMILIES);
/// The sender's.
pub static CHASSIS_ID_IP4: Field = Field::new("lldp.chassis.id.ip4", "Chassis Id", Place::Uint(32)).kind(Kind::Ip4);
/// The sender's.
pub static CHASSIS_ID_IP6: Field = Field::new("lldp.chassis.id.ip6", "Chassis Id", Place::Run(16)).kind(Kind::Ip6);
static CHASSIS_NET_OF: Field =
    Field::part(Place::Switch(|h| h.number, &[(1, &[&CHASSIS_ID_IP4]), (2, &[&CHASSIS_ID_IP6])], &[&CHASSIS_ID]));
static CHASSIS_NET: Field = Field::part(Place::When(|_| true, &[&NETWORK_ADDRESS_SUBTYPE, &CHASSIS_NET_OF]));
/// The sender's.
pub static PORT_ID_MAC: Field = Field::new("lldp.port.id.mac", "Port Id", Place::Run(6)).kind(Kind::Mac);
/// The sender's.
pub static PORT_ID: Field = Field::new("lldp.port.id", "Port Id", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static PORT_ID_OF: Field = Field::part(Place::Switch(|h| h.number, &[(3, &[&PORT_ID_MAC]), (4, &[&PORT_NET])], &[&PORT_ID]));
static PORT_ID_IP4: Field = Field::new("lldp.port.id.ip4", "Port Id", Place::Uint(32)).kind(Kind::Ip4);
static PORT_ID_IP6: Field = Field::new("lldp.port.id.ip6", "Port Id", Place::Run(16)).kind(Kind::Ip6);
static PORT_NET_OF: Field = Field::part(Place::Switch(|h| h.number, &[(1, &[&PORT_ID_IP4]), (2, &[&PORT_ID_IP6])], &[&PORT_ID]));
static PORT_NET: Field = Field::part(Place::When(|_| true, &[&NETWORK_ADDRESS_SUBTYPE, &PORT_NET_OF]));
static MGN_ADDRESS_LEN: Field = Field::new("lldp.mgn.address.len", "Address String Length", Place::Uint(8));
static MGN_ADDRESS_SUBTYPE: Field = Field::new("lldp.mgn.address.subtype", "Address Subtype", Place::Uint(8)).names(FAMILIES);
static MGN_ADDR: Field = Field::part(Place::Sized(|h| (h.byte(h.start + 2) as usize).saturating_sub(1), &[&MGN_ADDR_OF]));
/// Where to reach who manages it.
pub static MGN_ADDR_IP4: Field = Field::new("lldp.mgn.addr.ip4", "Management Address", Place::Uint(32)).kind(Kind::Ip4);
/// Where to reach who manages it.
pub static MGN_ADDR_IP6: Field = Field::new("lldp.mgn.addr.ip6", "Management Address", Place::Run(16)).kind(Kind::Ip6);
static MGN_ADDR_HEX: Field = Field::new("lldp.mgn.addr.hex", "Management Address", Place::Rest);
static MGN_ADDR_OF: Field = Field::part(Place::Switch(
    |h| if h.left() == [0, 4, 16].get(h.number as usize).copied().unwrap_or(0) { h.number } else { 0 },
    &[(1, &[&MGN_ADDR_IP4]), (2, &[&MGN_ADDR_IP6])],
    &[&MGN_ADDR_HEX],
));
static MGN_OBJ_LEN: Field = Field::new("lldp.mgn.obj.len", "OID String Length", Place::Uint(8));
static MGN_OBJ_ID: Field = Field::new("lldp.mgn.obj.id", "Object Identifier", Place::Take(|h| h.number as usize)).kind(Kind::Show(&asn1::OID));
static MGN_OBJ: Field = Field::part(Place::When(|h| h.number > 0, &[&MGN_OBJ_ID]));
static DCBX_FEATURE_PG_PGID_PRIO0: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio0", "PGID for Prio 0", Place::Sub(0xf000)).ft(16);
static DCBX_FEATURE_PG_PGID_PRIO1: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio1", "PGID for Prio 1", Place::Sub(0x0f00)).ft(16);
static DCBX_FEATURE_PG_PGID_PRIO2: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio2", "PGID for Prio 2", Place::Sub(0x00f0)).ft(16);
static DCBX_FEATURE_PG_PGID_PRIO3: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio3", "PGID for Prio 3", Place::Sub(0x000f)).ft(16);
static DCBX_FEATURE_PG_PGID_PRIO4: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio4", "PGID for Prio 4", Place::Sub(0xf000)).ft(16);
static DCBX_FEATURE_PG_PGID_PRIO5: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio5", "PGID for Prio 5", Place::Sub(0x0f00)).ft(16);
static DCBX_FEATURE_PG_PGID_PRIO6: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio6", "PGID for Prio 6", Place::Sub(0x00f0)).ft(16);
static DCBX_FEATURE_PG_PGID_PRIO7: Field = Field::new("lldp.dcbx.feature.pg.pgid_prio7", "PGID for Prio 7", Place::Sub(0x000f)).ft(16);
static PGID_03: Field = Field::part(Place::Uint(16));
static PGID_47: Field = Field::part(Place::Uint(16));
static DCBX_FEATURE_PG_PER0: Field = Field::new("lldp.dcbx.feature.pg.per0", "Bandwidth for PGID 0", Place::Uint(8));
static DCBX_FEATURE_PG_PER1: Field = Field::new("lldp.dcbx.feature.pg.per1", "Bandwidth for PGID 1", Place::Uint(8));
static DCBX_FEATURE_PG_PER2: Field = Field::new("lldp.dcbx.feature.pg.per2", "Bandwidth for PGID 2", Place::Uint(8));
static DCBX_FEATURE_PG_PER3: Field = Field::new("lldp.dcbx.feature.pg.per3", "Bandwidth for PGID 3", Place::Uint(8));
static DCBX_FEATURE_PG_PER4: Field = Field::new("lldp.dcbx.feature.pg.per4", "Bandwidth for PGID 4", Place::Uint(8));
static DCBX_FEATURE_PG_PER5: Field = Field::new("lldp.dcbx.feature.pg.per5", "Bandwidth for PGID 5", Place::Uint(8));
static DCBX_FEATURE_PG_PER6: Field = Field::new("lldp.dcbx.feature.pg.per6", "Bandwidth for PGID 6", Place::Uint(8));
static DCBX_FEATURE_PG_PER7: Field = Field::new("lldp.dcbx.feature.pg.per7", "Bandwidth for PGID 7", Place::Uint(8));
static DCBX_IEEE_ETS_TSA0: Field = Field::new("lldp.dcbx.ieee.ets.tsa0", "TSA for Traffic Class 0", Place::Uint(8)).names(TSA);
static DCBX_IEEE_ETS_TSA1: Field = Field::new("lldp.dcbx.ieee.ets.tsa1", "TSA for Traffic Class 1", Place::Uint(8)).names(TSA);
static DCBX_IEEE_ETS_TSA2: Field = Field::new("lldp.dcbx.ieee.ets.tsa2", "TSA for Traffic Class 2", Place::Uint(8)).names(TSA);
static DCBX_IEEE_ETS_TSA3: Field = Field::new("lldp.dcbx.ieee.ets.tsa3", "TSA for Traffic Class 3", Place::Uint(8)).names(TSA);
static DCBX_IEEE_ETS_TSA4: Field = Field::new("lldp.dcbx.ieee.ets.tsa4", "TSA for Traffic Class 4", Place::Uint(8)).names(TSA);
static DCBX_IEEE_ETS_TSA5: Field = Field::new("lldp.dcbx.ieee.ets.tsa5", "TSA for Traffic Class 5", Place::Uint(8)).names(TSA);
static DCBX_IEEE_ETS_TSA6: Field = Field::new("lldp.dcbx.ieee.ets.tsa6", "TSA for Traffic Class 6", Place::Uint(8)).names(TSA);
static DCBX_IEEE_ETS_TSA7: Field = Field::new("lldp.dcbx.ieee.ets.tsa7", "TSA for Traffic Class 7", Place::Uint(8)).names(TSA);
static ETS_FLAGS: Field = Field::part(Place::Uint(8));
static APP_FLAGS: Field = Field::part(Place::Uint(8));
static DCBX_FEATURE_PFC_PRIO0: Field = Field::new("lldp.dcbx.feature.pfc.prio0", "PFC for Priority 0", Place::Sub(0x0001)).ft(8);
static DCBX_FEATURE_PFC_PRIO1: Field = Field::new("lldp.dcbx.feature.pfc.prio1", "PFC for Priority 1", Place::Sub(0x0002)).ft(8);
static DCBX_FEATURE_PFC_PRIO2: Field = Field::new("lldp.dcbx.feature.pfc.prio2", "PFC for Priority 2", Place::Sub(0x0004)).ft(8);
static DCBX_FEATURE_PFC_PRIO3: Field = Field::new("lldp.dcbx.feature.pfc.prio3", "PFC for Priority 3", Place::Sub(0x0008)).ft(8);
static DCBX_FEATURE_PFC_PRIO4: Field = Field::new("lldp.dcbx.feature.pfc.prio4", "PFC for Priority 4", Place::Sub(0x0010)).ft(8);
static DCBX_FEATURE_PFC_PRIO5: Field = Field::new("lldp.dcbx.feature.pfc.prio5", "PFC for Priority 5", Place::Sub(0x0020)).ft(8);
static DCBX_FEATURE_PFC_PRIO6: Field = Field::new("lldp.dcbx.feature.pfc.prio6", "PFC for Priority 6", Place::Sub(0x0040)).ft(8);
static DCBX_FEATURE_PFC_PRIO7: Field = Field::new("lldp.dcbx.feature.pfc.prio7", "PFC for Priority 7", Place::Sub(0x0080)).ft(8);
static DCBX_IEEE_APP_PRIO: Field = Field::new("lldp.dcbx.ieee.app.prio", "Application Priority", Place::Sub(0x00e0)).ft(8);
static DCBX_IEE_APP_SF: Field = Field::new("lldp.dcbx.iee.app.sf", "Application Selector", Place::Sub(0x0007)).ft(8).names(&[
    (0, "Reserved"),
    (1, "Default or Ethertype"),
    (2, "Port over TCP/SCTP"),
    (3, "Port over UDP/DCCP"),
    (4, "Port over TCP/SCTP/UDP/DCCP"),
    (5, "Reserved"),
    (6, "Reserved"),
    (7, "Reserved"),
]);
static DCBX_FEATURE_APP_PROTO: Field = Field::new("lldp.dcbx.feature.app.proto", "Application Protocol Id", Place::Uint(16)).hex();
static DCBX_APP: Field =
    Field::new("", "Application", Place::Group(&[&APP_FLAGS, &DCBX_IEEE_APP_PRIO, &DCBX_IEE_APP_SF, &DCBX_FEATURE_APP_PROTO]));
static DCBX_APPS: Field = Field::new("", "Application Protocol Table", Place::Repeat(|h| h.left() / 3, &DCBX_APP));
static IEEE_802_1QAU_CNPV_PRIO0: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio0", "Priority 0 CNPV Capability", Place::Sub(0x0001)).ft(8);
static IEEE_802_1QAU_CNPV_PRIO1: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio1", "Priority 1 CNPV Capability", Place::Sub(0x0002)).ft(8);
static IEEE_802_1QAU_CNPV_PRIO2: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio2", "Priority 2 CNPV Capability", Place::Sub(0x0004)).ft(8);
static IEEE_802_1QAU_CNPV_PRIO3: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio3", "Priority 3 CNPV Capability", Place::Sub(0x0008)).ft(8);
static IEEE_802_1QAU_CNPV_PRIO4: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio4", "Priority 4 CNPV Capability", Place::Sub(0x0010)).ft(8);
static IEEE_802_1QAU_CNPV_PRIO5: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio5", "Priority 5 CNPV Capability", Place::Sub(0x0020)).ft(8);
static IEEE_802_1QAU_CNPV_PRIO6: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio6", "Priority 6 CNPV Capability", Place::Sub(0x0040)).ft(8);
static IEEE_802_1QAU_CNPV_PRIO7: Field =
    Field::new("lldp.ieee.802_1qau.cnpv.prio7", "Priority 7 CNPV Capability", Place::Sub(0x0080)).ft(8);
static IEEE_802_1QAU_READY_PRIO0: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio0", "Priority 0 Ready Indicator", Place::Sub(0x0001)).ft(8);
static IEEE_802_1QAU_READY_PRIO1: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio1", "Priority 1 Ready Indicator", Place::Sub(0x0002)).ft(8);
static IEEE_802_1QAU_READY_PRIO2: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio2", "Priority 2 Ready Indicator", Place::Sub(0x0004)).ft(8);
static IEEE_802_1QAU_READY_PRIO3: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio3", "Priority 3 Ready Indicator", Place::Sub(0x0008)).ft(8);
static IEEE_802_1QAU_READY_PRIO4: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio4", "Priority 4 Ready Indicator", Place::Sub(0x0010)).ft(8);
static IEEE_802_1QAU_READY_PRIO5: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio5", "Priority 5 Ready Indicator", Place::Sub(0x0020)).ft(8);
static IEEE_802_1QAU_READY_PRIO6: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio6", "Priority 6 Ready Indicator", Place::Sub(0x0040)).ft(8);
static IEEE_802_1QAU_READY_PRIO7: Field =
    Field::new("lldp.ieee.802_1qau.ready.prio7", "Priority 7 Ready Indicator", Place::Sub(0x0080)).ft(8);
static IEEE_802_1_VLAN_NAME: Field =
    Field::new("lldp.ieee.802_1.vlan.name", "VLAN Name", Place::Take(|h| h.number as usize)).kind(Kind::Show(&crate::text::ASCII));
static IEEE_802_1_PROTO_ID: Field = Field::new("lldp.ieee.802_1.proto.id", "Protocol Identity", Place::Take(|h| h.number as usize));
/// Of untagged frames.
static IEEE_802_1_PORT_VLAN_ID: Field = Field::new("lldp.ieee.802_1.port_vlan.id", "Port VLAN Identifier", Place::Uint(16));
static IEEE_802_1_PORT_AND_VLAN_ID_FLAG: Field = Field::new("lldp.ieee.802_1.port_and_vlan_id_flag", "Flags", Place::Uint(8)).hex();
static IEEE_802_1_PORT_AND_VLAN_ID_FLAG_SUPPORTED: Field =
    Field::new("lldp.ieee.802_1.port_and_vlan_id_flag.supported", "Port and Protocol VLAN", Place::Sub(0x0002)).ft(8);
static IEEE_802_1_PORT_AND_VLAN_ID_FLAG_ENABLED: Field =
    Field::new("lldp.ieee.802_1.port_and_vlan_id_flag.enabled", "Port and Protocol VLAN", Place::Sub(0x0004)).ft(8);
static IEEE_802_1_PORT_PROTO_VLAN_ID: Field =
    Field::new("lldp.ieee.802_1.port_proto_vlan.id", "Port and Protocol VLAN Identifier", Place::Uint(16));
static IEEE_802_1_VLAN_ID: Field = Field::new("lldp.ieee.802_1.vlan.id", "VLAN Identifier", Place::Uint(16));
static IEEE_802_1_VLAN_NAME_LEN: Field = Field::new("lldp.ieee.802_1.vlan.name_len", "VLAN Name Length", Place::Uint(8));
static IEEE_802_1_PROTO_ID_LENGTH: Field = Field::new("lldp.ieee.802_1.proto.id_length", "Protocol Identity Length", Place::Uint(8));
static IEEE_802_1_AGGREGATION_STATUS: Field = Field::new("lldp.ieee.802_1.aggregation_status", "Aggregation Status", Place::Uint(8)).hex();
static IEEE_802_1_AGGREGATION_STATUS_CAP: Field =
    Field::new("lldp.ieee.802_1.aggregation_status.cap", "Aggregation Capability", Place::Sub(0x0001)).ft(8);
static IEEE_802_1_AGGREGATION_STATUS_ENABLED: Field =
    Field::new("lldp.ieee.802_1.aggregation_status.enabled", "Aggregation Status", Place::Sub(0x0002)).ft(8);
static IEEE_802_1_AGGREGATION_STATUS_PORTTYPE: Field =
    Field::new("lldp.ieee.802_1.aggregation_status.porttype", "Aggregation Status", Place::Sub(0x000c)).ft(8).names(&[
        (0, "Not specified"),
        (1, "From aggregation port"),
        (2, "From aggregator"),
        (3, "From single-port aggregator"),
    ]);
static IEEE_802_1_AGGREGATED_PORT_ID: Field = Field::new("lldp.ieee.802_1.aggregated_port_id", "Aggregated Port Id", Place::Uint(32));
static DCBX_IEEE_WILLING: Field = Field::new("lldp.dcbx.ieee.willing", "Willing", Place::Sub(0x0080)).ft(8);
static DCBX_IEEE_ETS_CBS: Field = Field::new("lldp.dcbx.ieee.ets.cbs", "Credit-Based Shaper", Place::Sub(0x0040)).ft(8);
static DCBX_IEEE_ETS_MAXTCS: Field = Field::new("lldp.dcbx.ieee.ets.maxtcs", "Maximum Number of Traffic Classes", Place::Sub(0x0007)).ft(8);
static DCBX_FEATURE_PG_RESERVED: Field = Field::new("lldp.dcbx.feature.pg.reserved", "Reserved", Place::Sub(0x00fe)).ft(8).hex();
static DCBX_IEEE_PFC_MBC: Field = Field::new("lldp.dcbx.ieee.pfc.mbc", "MACsec Bypass Capability", Place::Sub(0x0040)).ft(8);
static DCBX_IEEE_PFC_NUMTCS: Field = Field::new("lldp.dcbx.ieee.pfc.numtcs", "Max PFC Enabled Traffic Classes", Place::Sub(0x000f)).ft(8);
static DCBX_IEEE_APP_RESERVED: Field = Field::new("lldp.dcbx.ieee.app.reserved", "Reserved", Place::Uint(8)).hex();
static OF_802_1: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (1, &[&IEEE_802_1_PORT_VLAN_ID]),
        (
            2,
            &[
                &IEEE_802_1_PORT_AND_VLAN_ID_FLAG,
                &IEEE_802_1_PORT_AND_VLAN_ID_FLAG_SUPPORTED,
                &IEEE_802_1_PORT_AND_VLAN_ID_FLAG_ENABLED,
                &IEEE_802_1_PORT_PROTO_VLAN_ID,
            ],
        ),
        (3, &[&IEEE_802_1_VLAN_ID, &IEEE_802_1_VLAN_NAME_LEN, &IEEE_802_1_VLAN_NAME]),
        (4, &[&IEEE_802_1_PROTO_ID_LENGTH, &IEEE_802_1_PROTO_ID]),
        (
            7,
            &[
                &IEEE_802_1_AGGREGATION_STATUS,
                &IEEE_802_1_AGGREGATION_STATUS_CAP,
                &IEEE_802_1_AGGREGATION_STATUS_ENABLED,
                &IEEE_802_1_AGGREGATION_STATUS_PORTTYPE,
                &IEEE_802_1_AGGREGATED_PORT_ID,
            ],
        ),
        (
            8,
            &[
                &ETS_FLAGS,
                &IEEE_802_1QAU_CNPV_PRIO0,
                &IEEE_802_1QAU_CNPV_PRIO1,
                &IEEE_802_1QAU_CNPV_PRIO2,
                &IEEE_802_1QAU_CNPV_PRIO3,
                &IEEE_802_1QAU_CNPV_PRIO4,
                &IEEE_802_1QAU_CNPV_PRIO5,
                &IEEE_802_1QAU_CNPV_PRIO6,
                &IEEE_802_1QAU_CNPV_PRIO7,
                &APP_FLAGS,
                &IEEE_802_1QAU_READY_PRIO0,
                &IEEE_802_1QAU_READY_PRIO1,
                &IEEE_802_1QAU_READY_PRIO2,
                &IEEE_802_1QAU_READY_PRIO3,
                &IEEE_802_1QAU_READY_PRIO4,
                &IEEE_802_1QAU_READY_PRIO5,
                &IEEE_802_1QAU_READY_PRIO6,
                &IEEE_802_1QAU_READY_PRIO7,
            ],
        ),
        (
            9,
            &[
                &ETS_FLAGS,
                &DCBX_IEEE_WILLING,
                &DCBX_IEEE_ETS_CBS,
                &DCBX_IEEE_ETS_MAXTCS,
                &PGID_03,
                &DCBX_FEATURE_PG_PGID_PRIO0,
                &DCBX_FEATURE_PG_PGID_PRIO1,
                &DCBX_FEATURE_PG_PGID_PRIO2,
                &DCBX_FEATURE_PG_PGID_PRIO3,
                &PGID_47,
                &DCBX_FEATURE_PG_PGID_PRIO4,
                &DCBX_FEATURE_PG_PGID_PRIO5,
                &DCBX_FEATURE_PG_PGID_PRIO6,
                &DCBX_FEATURE_PG_PGID_PRIO7,
                &DCBX_FEATURE_PG_PER0,
                &DCBX_FEATURE_PG_PER1,
                &DCBX_FEATURE_PG_PER2,
                &DCBX_FEATURE_PG_PER3,
                &DCBX_FEATURE_PG_PER4,
                &DCBX_FEATURE_PG_PER5,
                &DCBX_FEATURE_PG_PER6,
                &DCBX_FEATURE_PG_PER7,
                &DCBX_IEEE_ETS_TSA0,
                &DCBX_IEEE_ETS_TSA1,
                &DCBX_IEEE_ETS_TSA2,
                &DCBX_IEEE_ETS_TSA3,
                &DCBX_IEEE_ETS_TSA4,
                &DCBX_IEEE_ETS_TSA5,
                &DCBX_IEEE_ETS_TSA6,
                &DCBX_IEEE_ETS_TSA7,
            ],
        ),
        (
            10,
            &[
                &ETS_FLAGS,
                &DCBX_FEATURE_PG_RESERVED,
                &PGID_03,
                &DCBX_FEATURE_PG_PGID_PRIO0,
                &DCBX_FEATURE_PG_PGID_PRIO1,
                &DCBX_FEATURE_PG_PGID_PRIO2,
                &DCBX_FEATURE_PG_PGID_PRIO3,
                &PGID_47,
                &DCBX_FEATURE_PG_PGID_PRIO4,
                &DCBX_FEATURE_PG_PGID_PRIO5,
                &DCBX_FEATURE_PG_PGID_PRIO6,
                &DCBX_FEATURE_PG_PGID_PRIO7,
                &DCBX_FEATURE_PG_PER0,
                &DCBX_FEATURE_PG_PER1,
                &DCBX_FEATURE_PG_PER2,
                &DCBX_FEATURE_PG_PER3,
                &DCBX_FEATURE_PG_PER4,
                &DCBX_FEATURE_PG_PER5,
                &DCBX_FEATURE_PG_PER6,
                &DCBX_FEATURE_PG_PER7,
                &DCBX_IEEE_ETS_TSA0,
                &DCBX_IEEE_ETS_TSA1,
                &DCBX_IEEE_ETS_TSA2,
                &DCBX_IEEE_ETS_TSA3,
                &DCBX_IEEE_ETS_TSA4,
                &DCBX_IEEE_ETS_TSA5,
                &DCBX_IEEE_ETS_TSA6,
                &DCBX_IEEE_ETS_TSA7,
            ],
        ),
        (
            11,
            &[
                &ETS_FLAGS,
                &DCBX_IEEE_WILLING,
                &DCBX_IEEE_PFC_MBC,
                &DCBX_IEEE_PFC_NUMTCS,
                &APP_FLAGS,
                &DCBX_FEATURE_PFC_PRIO0,
                &DCBX_FEATURE_PFC_PRIO1,
                &DCBX_FEATURE_PFC_PRIO2,
                &DCBX_FEATURE_PFC_PRIO3,
                &DCBX_FEATURE_PFC_PRIO4,
                &DCBX_FEATURE_PFC_PRIO5,
                &DCBX_FEATURE_PFC_PRIO6,
                &DCBX_FEATURE_PFC_PRIO7,
            ],
        ),
        (12, &[&DCBX_IEEE_APP_RESERVED, &DCBX_APPS]),
    ],
    &[],
));
static IEEE_802_1_SUBTYPE: Field = Field::new("lldp.ieee.802_1.subtype", "IEEE 802.1 Subtype", Place::Uint(8)).hex().names(&[
    (1, "Port VLAN ID"),
    (2, "Port and Protocol VLAN ID"),
    (3, "VLAN Name"),
    (4, "Protocol Identity"),
    (5, "VID Usage Digest"),
    (6, "Management VID"),
    (7, "Link Aggregation"),
    (8, "Congestion Notification"),
    (9, "ETS Configuration"),
    (10, "ETS Recommendation"),
    (11, "Priority Flow Control Configuration"),
    (12, "Application Protocol"),
    (13, "EVB"),
    (14, "CDCP"),
    (15, "Port extension"),
    (16, "Application VLAN"),
    (17, "LRP ECP Discovery"),
    (18, "LRP TCP Discovery"),
    (19, "Congestion Isolation"),
    (20, "Topology Recognition"),
]);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_TFD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.1000base_tfd", "1000BASE-T (full duplex mode)", Place::Sub(0x0001)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_T: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.1000base_t", "1000BASE-T (half duplex mode)", Place::Sub(0x0002)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_XFD: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps.1000base_xfd",
    "1000BASE-X (-LX, -SX, -CX full duplex mode)",
    Place::Sub(0x0004),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_X: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps.1000base_x",
    "1000BASE-X (-LX, -SX, -CX half duplex mode)",
    Place::Sub(0x0008),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_BPAUSE: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps.fdx_bpause",
    "Asymmetric and Symmetric PAUSE (for full-duplex links)",
    Place::Sub(0x0010),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_SPAUSE: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.fdx_spause", "Symmetric PAUSE (for full-duplex links)", Place::Sub(0x0020))
        .ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_APAUSE: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.fdx_apause", "Asymmetric PAUSE (for full-duplex links)", Place::Sub(0x0040))
        .ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_PAUSE: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.fdx_pause", "PAUSE (for full-duplex links)", Place::Sub(0x0080)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_T2FD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.100base_t2fd", "100BASE-T2 (full duplex mode)", Place::Sub(0x0100)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_T2: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.100base_t2", "100BASE-T2 (half duplex mode)", Place::Sub(0x0200)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_TXFD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.100base_txfd", "100BASE-TX (full duplex mode)", Place::Sub(0x0400)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_TX: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.100base_tx", "100BASE-TX (half duplex mode)", Place::Sub(0x0800)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_T4: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.100base_t4", "100BASE-T4", Place::Sub(0x1000)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_10BASE_TFD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.10base_tfd", "10BASE-T (full duplex mode)", Place::Sub(0x2000)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_10BASE_T: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.10base_t", "10BASE-T (half duplex mode)", Place::Sub(0x4000)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_OTHER: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps.other", "Other or unknown", Place::Sub(0x8000)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_TFD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.1000base_tfd", "1000BASE-T (full duplex mode)", Place::Sub(0x8000)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_T: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.1000base_t", "1000BASE-T (half duplex mode)", Place::Sub(0x4000)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_XFD: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.1000base_xfd",
    "1000BASE-X (-LX, -SX, -CX full duplex mode)",
    Place::Sub(0x2000),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_X: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.1000base_x",
    "1000BASE-X (-LX, -SX, -CX half duplex mode)",
    Place::Sub(0x1000),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_BPAUSE: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.fdx_bpause",
    "Asymmetric and Symmetric PAUSE (for full-duplex links)",
    Place::Sub(0x0800),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_SPAUSE: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.fdx_spause",
    "Symmetric PAUSE (for full-duplex links)",
    Place::Sub(0x0400),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_APAUSE: Field = Field::new(
    "lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.fdx_apause",
    "Asymmetric PAUSE (for full-duplex links)",
    Place::Sub(0x0200),
)
.ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_PAUSE: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.fdx_pause", "PAUSE (for full-duplex links)", Place::Sub(0x0100)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_T2FD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.100base_t2fd", "100BASE-T2 (full duplex mode)", Place::Sub(0x0080)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_T2: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.100base_t2", "100BASE-T2 (half duplex mode)", Place::Sub(0x0040)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_TXFD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.100base_txfd", "100BASE-TX (full duplex mode)", Place::Sub(0x0020)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_TX: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.100base_tx", "100BASE-TX (half duplex mode)", Place::Sub(0x0010)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_T4: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.100base_t4", "100BASE-T4", Place::Sub(0x0008)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_10BASE_TFD: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.10base_tfd", "10BASE-T (full duplex mode)", Place::Sub(0x0004)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_10BASE_T: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.10base_t", "10BASE-T (half duplex mode)", Place::Sub(0x0002)).ft(16);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_OTHER: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps_inv.other", "Other or unknown", Place::Sub(0x0001)).ft(16);
static MDI_FLAGS: Field = Field::part(Place::Uint(8));
static IEEE_802_3_BT_DS_PD_REQUESTED_POWER_VALUE_MODE_A: Field =
    Field::new("lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_a", "DS PD Requested Power Value Mode A", Place::Uint(16));
static IEEE_802_3_BT_DS_PD_REQUESTED_POWER_VALUE_MODE_B: Field =
    Field::new("lldp.ieee.802_3.bt_ds_pd_requested_power_value_mode_b", "DS PD Requested Power Value Mode B", Place::Uint(16));
static IEEE_802_3_BT_DS_PSE_ALLOCATED_POWER_VALUE_ALT_A: Field =
    Field::new("lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_a", "DS PSE Allocated Power Value Alt A", Place::Uint(16));
static IEEE_802_3_BT_DS_PSE_ALLOCATED_POWER_VALUE_ALT_B: Field =
    Field::new("lldp.ieee.802_3.bt_ds_pse_allocated_power_value_alt_b", "DS PSE Allocated Power Value Alt B", Place::Uint(16));
static IEEE_802_3_BT_POWER_STATUS: Field = Field::new("lldp.ieee.802_3.bt_power_status", "Power Status", Place::Uint(16)).hex();
static IEEE_802_3_BT_PSE_POWERING_STATUS: Field =
    Field::new("lldp.ieee.802_3.bt_pse_powering_status", "PSE Powering Status", Place::Sub(0xc000)).ft(16);
static IEEE_802_3_BT_PD_POWERED_STATUS: Field =
    Field::new("lldp.ieee.802_3.bt_pd_powered_status", "PD Powered Status", Place::Sub(0x3000)).ft(16);
static IEEE_802_3_BT_PSE_POWER_PAIRS_EXT: Field =
    Field::new("lldp.ieee.802_3.bt_pse_power_pairs_ext", "PSE Power Pairs ext", Place::Sub(0x0c00)).ft(16);
static IEEE_802_3_BT_DS_PWR_CLASS_EXT_A: Field =
    Field::new("lldp.ieee.802_3.bt_ds_pwr_class_ext_a", "DS Pwr Class Ext A", Place::Sub(0x0380)).ft(16);
static IEEE_802_3_BT_DS_PWR_CLASS_EXT_B: Field =
    Field::new("lldp.ieee.802_3.bt_ds_pwr_class_ext_b", "DS Pwr Class Ext B", Place::Sub(0x0070)).ft(16);
static IEEE_802_3_BT_PWR_CLASS_EXT_: Field = Field::new("lldp.ieee.802_3.bt_pwr_class_ext_", "Pwr Class Ext", Place::Sub(0x000f)).ft(16);
static IEEE_802_3_BT_SYSTEM_SETUP: Field = Field::new("lldp.ieee.802_3.bt_system_setup", "System Setup", Place::Uint(8)).hex();
static IEEE_802_3_BT_POWER_TYPE_EXT: Field = Field::new("lldp.ieee.802_3.bt_power_type_ext", "Power Type Ext", Place::Sub(0x000e)).ft(8);
static IEEE_802_3_BT_PSE_MAXIMUM_AVAILABLE_POWER_VALUE: Field =
    Field::new("lldp.ieee.802_3.bt_pse_maximum_available_power_value", "PSE Maximum Available Power Value", Place::Uint(16));
static IEEE_802_3_BT_AUTOCLASS: Field = Field::new("lldp.ieee.802_3.bt_autoclass", "Autoclass", Place::Uint(8)).hex();
static IEEE_802_3_BT_PSE_AUTOCLASS_SUPPORT: Field =
    Field::new("lldp.ieee.802_3.bt_pse_autoclass_support", "PSE Autoclass support", Place::Sub(0x0004)).kind(Kind::Dec).ft(8);
static IEEE_802_3_BT_AUTOCLASS_COMPLETED: Field =
    Field::new("lldp.ieee.802_3.bt_autoclass_completed", "Autoclass Completed", Place::Sub(0x0002)).kind(Kind::Dec).ft(8);
static IEEE_802_3_BT_AUTOCLASS_REQUEST: Field =
    Field::new("lldp.ieee.802_3.bt_autoclass_request", "Autoclass Request", Place::Sub(0x0001)).kind(Kind::Dec).ft(8);
static IEEE_802_3_BT_AUTOCLASS_RESERVED: Field =
    Field::new("lldp.ieee.802_3.bt_autoclass_reserved", "Autoclass Reserved", Place::Sub(0x00f8)).ft(8).hex();
static IEEE_802_3_BT_POWER_DOWN: Field = Field::new("lldp.ieee.802_3.bt_power_down", "Power down", Place::Uint(24)).hex();
static IEEE_802_3_BT_POWER_DOWN_REQUEST: Field =
    Field::new("lldp.ieee.802_3.bt_power_down_request", "Power down request", Place::Sub(0xfc0000)).ft(24);
static IEEE_802_3_BT_POWER_DOWN_TIME: Field =
    Field::new("lldp.ieee.802_3.bt_power_down_time", "Power down time", Place::Sub(0x3ffff)).ft(24);
static MDI_BT: Field = Field::part(Place::When(
    |h| h.left() == 17,
    &[
        &IEEE_802_3_BT_DS_PD_REQUESTED_POWER_VALUE_MODE_A,
        &IEEE_802_3_BT_DS_PD_REQUESTED_POWER_VALUE_MODE_B,
        &IEEE_802_3_BT_DS_PSE_ALLOCATED_POWER_VALUE_ALT_A,
        &IEEE_802_3_BT_DS_PSE_ALLOCATED_POWER_VALUE_ALT_B,
        &IEEE_802_3_BT_POWER_STATUS,
        &IEEE_802_3_BT_PSE_POWERING_STATUS,
        &IEEE_802_3_BT_PD_POWERED_STATUS,
        &IEEE_802_3_BT_PSE_POWER_PAIRS_EXT,
        &IEEE_802_3_BT_DS_PWR_CLASS_EXT_A,
        &IEEE_802_3_BT_DS_PWR_CLASS_EXT_B,
        &IEEE_802_3_BT_PWR_CLASS_EXT_,
        &IEEE_802_3_BT_SYSTEM_SETUP,
        &IEEE_802_3_BT_POWER_TYPE_EXT,
        &IEEE_802_3_BT_PSE_MAXIMUM_AVAILABLE_POWER_VALUE,
        &IEEE_802_3_BT_AUTOCLASS,
        &IEEE_802_3_BT_PSE_AUTOCLASS_SUPPORT,
        &IEEE_802_3_BT_AUTOCLASS_COMPLETED,
        &IEEE_802_3_BT_AUTOCLASS_REQUEST,
        &IEEE_802_3_BT_AUTOCLASS_RESERVED,
        &IEEE_802_3_BT_POWER_DOWN,
        &IEEE_802_3_BT_POWER_DOWN_REQUEST,
        &IEEE_802_3_BT_POWER_DOWN_TIME,
    ],
));
static IEEE_802_3_MDI_POWER_TYPE: Field = Field::new("lldp.ieee.802_3.mdi_power_type", "Power Type", Place::Sub(0x00c0)).ft(8).names(&[
    (0, "Type 2 PSE Device"),
    (1, "Type 2 PD Device"),
    (2, "Type 1 PSE Device"),
    (3, "Type 1 PD Device"),
]);
static IEEE_802_3_MDI_POWER_SOURCE: Field = Field::new("lldp.ieee.802_3.mdi_power_source", "Power Source", Place::Sub(0x0030)).ft(8);
static IEEE_802_3_MDI_POWER_PRIORITY: Field = Field::new("lldp.ieee.802_3.mdi_power_priority", "Power Priority", Place::Sub(0x000f))
    .ft(8)
    .names(&[(0, "Unknown"), (1, "Critical"), (2, "High"), (3, "Low")]);
static IEEE_802_3_MDI_PDE_REQUESTED: Field = Field::new("lldp.ieee.802_3.mdi_pde_requested", "PD Requested Power Value", Place::Uint(16));
static IEEE_802_3_MDI_PSE_ALLOCATED: Field = Field::new("lldp.ieee.802_3.mdi_pse_allocated", "PSE Allocated Power Value", Place::Uint(16));
static MDI_AT: Field = Field::part(Place::When(
    |h| h.left() >= 5,
    &[
        &MDI_FLAGS,
        &IEEE_802_3_MDI_POWER_TYPE,
        &IEEE_802_3_MDI_POWER_SOURCE,
        &IEEE_802_3_MDI_POWER_PRIORITY,
        &IEEE_802_3_MDI_PDE_REQUESTED,
        &IEEE_802_3_MDI_PSE_ALLOCATED,
        &MDI_BT,
    ],
));
static IEEE_802_3_MAC_PHY_AUTO_NEG_STATUS: Field =
    Field::new("lldp.ieee.802_3.mac_phy_auto_neg_status", "Auto-Negotiation Support/Status", Place::Uint(8)).hex();
static IEEE_802_3_MAC_PHY_AUTO_NEG_STATUS_SUPPORTED: Field =
    Field::new("lldp.ieee.802_3.mac_phy_auto_neg_status.supported", "Auto-Negotiation", Place::Sub(0x0001)).ft(8);
static IEEE_802_3_MAC_PHY_AUTO_NEG_STATUS_ENABLED: Field =
    Field::new("lldp.ieee.802_3.mac_phy_auto_neg_status.enabled", "Auto-Negotiation", Place::Sub(0x0002)).ft(8);
static IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS: Field =
    Field::new("lldp.ieee.802_3.pmd_auto_neg_advertised_caps", "PMD Auto-Negotiation Advertised Capability", Place::Uint(16)).hex();
static IEEE_802_3_PMD_MAU_TYPE: Field = Field::new("lldp.ieee.802_3.pmd_mau_type", "Operational MAU Type", Place::Uint(16)).hex().names(&[
    (0, "other or unknown"),
    (1, "AUI - no internal MAU, view from AUI"),
    (2, "10Base5 - thick coax MAU"),
    (3, "Foirl - FOIRL MAU"),
    (4, "10Base2 - thin coax MAU"),
    (5, "10BaseT - UTP MAU"),
    (6, "10BaseFP - passive fiber MAU"),
    (7, "10BaseFB - sync fiber MAU"),
    (8, "10BaseFL - async fiber MAU"),
    (9, "10Broad36 - broadband DTE MAU"),
    (10, "10BaseTHD - UTP MAU, half duplex mode"),
    (11, "10BaseTFD - UTP MAU, full duplex mode"),
    (12, "10BaseFLHD - async fiber MAU, half duplex mode"),
    (13, "10BaseFLDF - async fiber MAU, full duplex mode"),
    (14, "10BaseT4 - 4 pair category 3 UTP"),
    (15, "100BaseTXHD - 2 pair category 5 UTP, half duplex mode"),
    (16, "100BaseTXFD - 2 pair category 5 UTP, full duplex mode"),
    (17, "100BaseFXHD - X fiber over PMT, half duplex mode"),
    (18, "100BaseFXFD - X fiber over PMT, full duplex mode"),
    (19, "100BaseT2HD - 2 pair category 3 UTP, half duplex mode"),
    (20, "100BaseT2DF - 2 pair category 3 UTP, full duplex mode"),
    (21, "1000BaseXHD - PCS/PMA, unknown PMD, half duplex mode"),
    (22, "1000BaseXFD - PCS/PMA, unknown PMD, full duplex mode"),
    (23, "1000BaseLXHD - Fiber over long-wavelength laser, half duplex mode"),
    (24, "1000BaseLXFD - Fiber over long-wavelength laser, full duplex mode"),
    (25, "1000BaseSXHD - Fiber over short-wavelength laser, half duplex mode"),
    (26, "1000BaseSXFD - Fiber over short-wavelength laser, full duplex mode"),
    (27, "1000BaseCXHD - Copper over 150-Ohm balanced cable, half duplex mode"),
    (28, "1000BaseCXFD - Copper over 150-Ohm balanced cable, full duplex mode"),
    (29, "1000BaseTHD - Four-pair Category 5 UTP, half duplex mode"),
    (30, "1000BaseTFD - Four-pair Category 5 UTP, full duplex mode"),
    (31, "10GigBaseX - X PCS/PMA, unknown PMD."),
    (32, "10GigBaseLX4 - X fiber over WWDM optics"),
    (33, "10GigBaseR - R PCS/PMA, unknown PMD."),
    (34, "10GigBaseER - R fiber over 1550 nm optics"),
    (35, "10GigBaseLR - R fiber over 1310 nm optics"),
    (36, "10GigBaseSR - R fiber over 850 nm optics"),
    (37, "10GigBaseW - W PCS/PMA, unknown PMD."),
    (38, "10GigBaseEW - W fiber over 1550 nm optics"),
    (39, "10GigBaseLW - W fiber over 1310 nm optics"),
    (40, "10GigBaseSW - W fiber over 850 nm optics"),
    (41, "10GBASE-CX4 - X copper over 8 pair 100-Ohm balanced cable"),
    (42, "2BASE-TL - Voice grade UTP copper, up to 2700m, optional PAF"),
    (43, "10PASS-TS - Voice grade UTP copper, up to 750m, optional PAF"),
    (44, "100BASE-BX10D - One single-mode fiber OLT, long wavelength, 10km"),
    (45, "100BASE-BX10U - One single-mode fiber ONU, long wavelength, 10km"),
    (46, "100BASE-LX10 - One single-mode fiber ONU, long wavelength, 10km"),
    (47, "1000BASE-BX10D - One single-mode fiber OLT, long wavelength, 10km"),
    (48, "1000BASE-BX10U - One single-mode fiber ONU, long wavelength, 10km"),
    (49, "1000BASE-LX10 - Two sigle-mode fiber, long wavelength, 10km"),
    (50, "1000BASE-PX10D - One single-mode fiber EPON OLT, 10km"),
    (51, "1000BASE-PX10U - One single-mode fiber EPON ONU, 10km"),
    (52, "1000BASE-PX20D - One single-mode fiber EPON OLT, 20km"),
    (53, "1000BASE-PX20U - One single-mode fiber EPON ONU, 20km"),
]);
static IEEE_802_3_MDI_POWER_SUPPORT: Field = Field::new("lldp.ieee.802_3.mdi_power_support", "MDI Power Support", Place::Uint(8)).hex();
static IEEE_802_3_MDI_POWER_SUPPORT_PORT_CLASS: Field =
    Field::new("lldp.ieee.802_3.mdi_power_support.port_class", "Port Class", Place::Sub(0x0001)).ft(8);
static IEEE_802_3_MDI_POWER_SUPPORT_SUPPORTED: Field =
    Field::new("lldp.ieee.802_3.mdi_power_support.supported", "PSE MDI Power", Place::Sub(0x0002)).ft(8);
static IEEE_802_3_MDI_POWER_SUPPORT_ENABLED: Field =
    Field::new("lldp.ieee.802_3.mdi_power_support.enabled", "PSE MDI Power", Place::Sub(0x0004)).ft(8);
static IEEE_802_3_MDI_POWER_SUPPORT_PSE_PAIRS: Field =
    Field::new("lldp.ieee.802_3.mdi_power_support.pse_pairs", "PSE Pairs Control Ability", Place::Sub(0x0008)).ft(8);
static IEEE_802_3_MDI_PSE_PAIR: Field = Field::new("lldp.ieee.802_3.mdi_pse_pair", "PSE Power Pair", Place::Uint(8));
static IEEE_802_3_MDI_POWER_CLASS: Field =
    Field::new("lldp.ieee.802_3.mdi_power_class", "Power Class", Place::Uint(8)).names(&[(1, "0"), (2, "1"), (3, "2"), (4, "3"), (5, "4")]);
static TLV_DEPRECATED: Field = Field::new("lldp.tlv_deprecated", "TLV has been deprecated", Place::Run(0)).kind(Kind::Present);
static IEEE_802_3_AGGREGATION_STATUS: Field = Field::new("lldp.ieee.802_3.aggregation_status", "Aggregation Status", Place::Uint(8)).hex();
static IEEE_802_3_AGGREGATION_STATUS_CAP: Field =
    Field::new("lldp.ieee.802_3.aggregation_status.cap", "Aggregation Capability", Place::Sub(0x0001)).ft(8);
static IEEE_802_3_AGGREGATION_STATUS_ENABLED: Field =
    Field::new("lldp.ieee.802_3.aggregation_status.enabled", "Aggregation Status", Place::Sub(0x0002)).ft(8);
static IEEE_802_3_AGGREGATED_PORT_ID: Field = Field::new("lldp.ieee.802_3.aggregated_port_id", "Aggregated Port Id", Place::Uint(32));
static IEEE_802_3_MAX_FRAME_SIZE: Field = Field::new("lldp.ieee.802_3.max_frame_size", "Maximum Frame Size", Place::Uint(16));
static IEEE_802_3_EEE_TRANSMIT: Field = Field::new("lldp.ieee.802_3.eee.transmit", "Transmit", Place::Uint(16));
static IEEE_802_3_EEE_RECEIVE: Field = Field::new("lldp.ieee.802_3.eee.receive", "Receive", Place::Uint(16));
static IEEE_802_3_EEE_FALLBACK_RECEIVE: Field = Field::new("lldp.ieee.802_3.eee.fallback_receive", "Fallback Receive", Place::Uint(16));
static IEEE_802_3_EEE_ECHO_TRANSMIT: Field = Field::new("lldp.ieee.802_3.eee.echo_transmit", "Echo Transmit", Place::Uint(16));
static IEEE_802_3_EEE_ECHO_RECEIVE: Field = Field::new("lldp.ieee.802_3.eee.echo_receive", "Echo Receive", Place::Uint(16));
static IEEE_802_3BR_EAC: Field = Field::new("lldp.ieee.802_3br.eac", "Additional Ethernet Capabilities", Place::Uint(16)).hex();
static IEEE_802_3BR_AEC_SUPPORT: Field =
    Field::new("lldp.ieee.802_3br.aec.support", "Preemption capabilities support", Place::Sub(0x0001)).ft(16);
static IEEE_802_3BR_AEC_ENABLE: Field =
    Field::new("lldp.ieee.802_3br.aec.enable", "Preemption capabilities enable", Place::Sub(0x0002)).ft(16);
static IEEE_802_3BR_AEC_ACTIVE: Field =
    Field::new("lldp.ieee.802_3br.aec.active", "Preemption capabilities active", Place::Sub(0x0004)).ft(16);
static IEEE_802_3BR_AEC_ADDFRAGSIZE: Field =
    Field::new("lldp.ieee.802_3br.aec.addfragsize", "Additional Fragment Size", Place::Sub(0x0018)).ft(16);
static IEEE_802_3BR_AEC_RESERVED: Field = Field::new("lldp.ieee.802_3br.aec.reserved", "Reserved", Place::Sub(0xffe0)).ft(16).hex();
static OF_802_3: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (
            1,
            &[
                &IEEE_802_3_MAC_PHY_AUTO_NEG_STATUS,
                &IEEE_802_3_MAC_PHY_AUTO_NEG_STATUS_SUPPORTED,
                &IEEE_802_3_MAC_PHY_AUTO_NEG_STATUS_ENABLED,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_TFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_T,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_XFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_1000BASE_X,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_BPAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_SPAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_APAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_FDX_PAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_T2FD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_T2,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_TXFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_TX,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_100BASE_T4,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_10BASE_TFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_10BASE_T,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_OTHER,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_TFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_T,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_XFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_1000BASE_X,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_BPAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_SPAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_APAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_FDX_PAUSE,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_T2FD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_T2,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_TXFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_TX,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_100BASE_T4,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_10BASE_TFD,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_10BASE_T,
                &IEEE_802_3_PMD_AUTO_NEG_ADVERTISED_CAPS_INV_OTHER,
                &IEEE_802_3_PMD_MAU_TYPE,
            ],
        ),
        (
            2,
            &[
                &IEEE_802_3_MDI_POWER_SUPPORT,
                &IEEE_802_3_MDI_POWER_SUPPORT_PORT_CLASS,
                &IEEE_802_3_MDI_POWER_SUPPORT_SUPPORTED,
                &IEEE_802_3_MDI_POWER_SUPPORT_ENABLED,
                &IEEE_802_3_MDI_POWER_SUPPORT_PSE_PAIRS,
                &IEEE_802_3_MDI_PSE_PAIR,
                &IEEE_802_3_MDI_POWER_CLASS,
                &MDI_AT,
            ],
        ),
        (
            3,
            &[
                &TLV_DEPRECATED,
                &IEEE_802_3_AGGREGATION_STATUS,
                &IEEE_802_3_AGGREGATION_STATUS_CAP,
                &IEEE_802_3_AGGREGATION_STATUS_ENABLED,
                &IEEE_802_3_AGGREGATED_PORT_ID,
            ],
        ),
        (4, &[&IEEE_802_3_MAX_FRAME_SIZE]),
        (
            5,
            &[
                &IEEE_802_3_EEE_TRANSMIT,
                &IEEE_802_3_EEE_RECEIVE,
                &IEEE_802_3_EEE_FALLBACK_RECEIVE,
                &IEEE_802_3_EEE_ECHO_TRANSMIT,
                &IEEE_802_3_EEE_ECHO_RECEIVE,
            ],
        ),
        (
            7,
            &[
                &IEEE_802_3BR_EAC,
                &IEEE_802_3BR_AEC_SUPPORT,
                &IEEE_802_3BR_AEC_ENABLE,
                &IEEE_802_3BR_AEC_ACTIVE,
                &IEEE_802_3BR_AEC_ADDFRAGSIZE,
                &IEEE_802_3BR_AEC_RESERVED,
            ],
        ),
    ],
    &[],
));
static IEEE_802_3_SUBTYPE: Field = Field::new("lldp.ieee.802_3.subtype", "IEEE 802.3 Subtype", Place::Uint(8)).hex().names(&[
    (1, "MAC/PHY Configuration/Status"),
    (2, "Power Via MDI"),
    (3, "Link Aggregation"),
    (4, "Maximum Frame Size"),
    (5, "EEE (Energy-Efficient Ethernet)"),
    (7, "IEEE 802.3br Additional Ethernet capabilities"),
]);
static POLICY: Field = Field::part(Place::Uint(24));
static MED_POWER: Field = Field::part(Place::Uint(8));
static MEDIA_CIVIC_LENGTH: Field = Field::new("lldp.media.civic.length", "LCI Length", Place::Uint(8));
static MEDIA_CIVIC_TYPE: Field = Field::new("lldp.media.civic.type", "CA Type", Place::Uint(8)).names(&[
    (0, "Language"),
    (1, "National subdivisions (province, state, etc)"),
    (2, "County, parish, district"),
    (3, "City, township"),
    (4, "City division, borough, ward"),
    (5, "Neighborhood, block"),
    (6, "Street"),
    (16, "Leading street direction"),
    (17, "Trailing street suffix"),
    (18, "Street suffix"),
    (19, "House number"),
    (20, "House number suffix"),
    (21, "Landmark or vanity address"),
    (22, "Additional location information"),
    (23, "Name"),
    (24, "Postal/ZIP code"),
    (25, "Building"),
    (26, "Unit"),
    (27, "Floor"),
    (28, "Room number"),
    (29, "Place type"),
    (128, "Script"),
]);
static MEDIA_CIVIC_VALUE: Field =
    Field::new("lldp.media.civic.value", "CA Value", Place::Take(|h| h.number as usize)).kind(Kind::Show(&crate::text::ASCII));
static CIVIC_ADDRESS: Field = Field::new("", "Civic address", Place::Group(&[&MEDIA_CIVIC_TYPE, &MEDIA_CIVIC_LENGTH, &MEDIA_CIVIC_VALUE]));
static CIVIC_ADDRESSES: Field = Field::many("Civic addresses", &CIVIC_ADDRESS);
static MEDIA_CIVIC_WHAT: Field = Field::new("lldp.media.civic.what", "What", Place::Uint(8)).names(&[
    (0, "Location of the DHCP server"),
    (1, "Location of the network element believed to be closest to the client"),
    (2, "Location of the client"),
]);
static MEDIA_CIVIC_COUNTRY: Field = Field::new("lldp.media.civic.country", "Country", Place::Run(2)).kind(Kind::Show(&crate::text::ASCII));
static MEDIA_ECS: Field = Field::new("lldp.media.ecs", "ELIN", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static LOCATION: Field = Field::part(Place::Switch(
    |h| h.number,
    &[(1, &[&COORDINATES]), (2, &[&MEDIA_CIVIC_LENGTH, &MEDIA_CIVIC_WHAT, &MEDIA_CIVIC_COUNTRY, &CIVIC_ADDRESSES]), (3, &[&MEDIA_ECS])],
    &[],
));
static LOC_40: Field = Field::part(Place::Uint(40));
static MEDIA_LOC_LAT_RESOLUTION: Field = Field::new("lldp.media.loc.lat_resolution", "Latitude Resolution", Place::Sub(0xfc_0000_0000));
static MEDIA_LOC_LATITUDE: Field = Field::new("lldp.media.loc.latitude", "Latitude", Place::Sub(0xff_ffff_ffff));
static LOC_LATITUDE: Field = Field::new("", "", Place::When(|_| true, &[&LOC_40, &MEDIA_LOC_LAT_RESOLUTION, &MEDIA_LOC_LATITUDE]));
static MEDIA_LOC_LONG_RESOLUTION: Field = Field::new("lldp.media.loc.long_resolution", "Longitude Resolution", Place::Sub(0xfc_0000_0000));
static MEDIA_LOC_LONGITUDE: Field = Field::new("lldp.media.loc.longitude", "Longitude", Place::Sub(0xff_ffff_ffff));
static LOC_LONGITUDE: Field = Field::new("", "", Place::When(|_| true, &[&LOC_40, &MEDIA_LOC_LONG_RESOLUTION, &MEDIA_LOC_LONGITUDE]));
static MEDIA_LOC_ALT_TYPE: Field =
    Field::new("lldp.media.loc.alt_type", "Altitude Type", Place::Sub(0xf0_0000_0000)).names(&[(1, "Meters"), (2, "Floors")]);
static MEDIA_LOC_ALT_RESOLUTION: Field = Field::new("lldp.media.loc.alt_resolution", "Altitude Resolution", Place::Sub(0x0f_c000_0000)).ft(16);
static MEDIA_LOC_ALTITUDE: Field = Field::new("lldp.media.loc.altitude", "Altitude", Place::Sub(0x3fff_ffff));
static MEDIA_LOC_DATUM: Field = Field::new("lldp.media.loc.datum", "Datum", Place::Uint(8));
static LOC_ALTITUDE: Field = Field::new(
    "",
    "",
    Place::When(|_| true, &[&LOC_40, &MEDIA_LOC_ALT_TYPE, &MEDIA_LOC_ALT_RESOLUTION, &MEDIA_LOC_ALTITUDE, &MEDIA_LOC_DATUM]),
);
static COORDINATES: Field = Field::part(Place::When(|h| h.left() >= 16, &[&LOC_LATITUDE, &LOC_LONGITUDE, &LOC_ALTITUDE]));
static MEDIA_SUBTYPE_CAPS: Field = Field::new("lldp.media.subtype.caps", "Capabilities", Place::Uint(16)).hex();
static MEDIA_SUBTYPE_CAPS_LLPD: Field = Field::new("lldp.media.subtype.caps.llpd", "LLDP-MED Capabilities", Place::Sub(0x0001)).ft(16);
static MEDIA_SUBTYPE_CAPS_NETWORK_POLICY: Field =
    Field::new("lldp.media.subtype.caps.network_policy", "Network Policy", Place::Sub(0x0002)).ft(16);
static MEDIA_SUBTYPE_CAPS_LOCATION_ID: Field =
    Field::new("lldp.media.subtype.caps.location_id", "Location Identification", Place::Sub(0x0004)).ft(16);
static MEDIA_SUBTYPE_CAPS_MDI_PSE: Field =
    Field::new("lldp.media.subtype.caps.mdi_pse", "Extended Power via MDI-PSE", Place::Sub(0x0008)).ft(16);
static MEDIA_SUBTYPE_CAPS_MID_PD: Field =
    Field::new("lldp.media.subtype.caps.mid_pd", "Extended Power via MDI-PD", Place::Sub(0x0010)).ft(16);
static MEDIA_SUBTYPE_CAPS_INVENTORY: Field = Field::new("lldp.media.subtype.caps.inventory", "Inventory", Place::Sub(0x0020)).ft(16);
static MEDIA_SUBTYPE_CLASS: Field = Field::new("lldp.media.subtype.class", "Class Type", Place::Uint(8)).names(&[
    (0, "Type Not Defined"),
    (1, "Endpoint Class I"),
    (2, "Endpoint Class II"),
    (3, "Endpoint Class III"),
    (4, "Network Connectivity"),
]);
static MEDIA_APP_TYPE: Field = Field::new("lldp.media.app_type", "Application Type", Place::Uint(8)).names(&[
    (0, "Reserved"),
    (1, "Voice"),
    (2, "Voice Signaling"),
    (3, "Guest Voice"),
    (4, "Guest Voice Signaling"),
    (5, "Softphone Voice"),
    (6, "Video Conferencing"),
    (7, "Streaming Video"),
    (8, "Video Signaling"),
]);
static MEDIA_POLICY_FLAG: Field = Field::new("lldp.media.policy_flag", "Policy", Place::Sub(0x800000)).ft(24);
static MEDIA_TAG_FLAG: Field = Field::new("lldp.media.tag_flag", "Tagged", Place::Sub(0x400000)).ft(24);
static MEDIA_VLAN_ID: Field = Field::new("lldp.media.vlan_id", "VLAN Id", Place::Sub(0x1ffe00)).ft(24);
static MEDIA_L2_PRIO: Field = Field::new("lldp.media.l2_prio", "L2 Priority", Place::Sub(0x01c0)).ft(24);
static MEDIA_DSCP: Field = Field::new("lldp.media.dscp", "DSCP Priority", Place::Sub(0x003f)).ft(24);
static MEDIA_LOC_DATA_FORMAT: Field = Field::new("lldp.media.loc.data_format", "Location Data Format", Place::Uint(8)).names(&[
    (0, "Invalid"),
    (1, "Coordinate-based LCI"),
    (2, "Civic Address LCI"),
    (3, "ECS ELIN"),
]);
static MEDIA_POWER_TYPE: Field = Field::new("lldp.media.power.type", "Power Type", Place::Sub(0x00c0)).ft(8).names(&[
    (0, "PSE Device"),
    (1, "PD Device"),
    (2, "PSE Device"),
    (3, "PD Device"),
]);
static MEDIA_POWER_SOURCE: Field = Field::new("lldp.media.power.source", "Power Source", Place::Sub(0x0030)).ft(8);
static MEDIA_POWER_PRIO: Field = Field::new("lldp.media.power.prio", "Power Priority", Place::Sub(0x000f)).ft(8).names(&[
    (0, "Unknown"),
    (1, "Critical"),
    (2, "High"),
    (3, "Low"),
]);
static MEDIA_POWER_VALUE: Field = Field::new("lldp.media.power.value", "Power Value", Place::Uint(16));
static MEDIA_HARDWARE: Field = Field::new("lldp.media.hardware", "Hardware Revision", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static MEDIA_FIRMWARE: Field = Field::new("lldp.media.firmware", "Firmware Revision", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static MEDIA_SOFTWARE: Field = Field::new("lldp.media.software", "Software Revision", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static MEDIA_SN: Field = Field::new("lldp.media.sn", "Serial Number", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static MEDIA_MANUFACTURER: Field =
    Field::new("lldp.media.manufacturer", "Manufacturer Name", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static MEDIA_MODEL: Field = Field::new("lldp.media.model", "Model Name", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static MEDIA_ASSET: Field = Field::new("lldp.media.asset", "Asset ID", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static OF_MEDIA: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (
            1,
            &[
                &MEDIA_SUBTYPE_CAPS,
                &MEDIA_SUBTYPE_CAPS_LLPD,
                &MEDIA_SUBTYPE_CAPS_NETWORK_POLICY,
                &MEDIA_SUBTYPE_CAPS_LOCATION_ID,
                &MEDIA_SUBTYPE_CAPS_MDI_PSE,
                &MEDIA_SUBTYPE_CAPS_MID_PD,
                &MEDIA_SUBTYPE_CAPS_INVENTORY,
                &MEDIA_SUBTYPE_CLASS,
            ],
        ),
        (2, &[&MEDIA_APP_TYPE, &POLICY, &MEDIA_POLICY_FLAG, &MEDIA_TAG_FLAG, &MEDIA_VLAN_ID, &MEDIA_L2_PRIO, &MEDIA_DSCP]),
        (3, &[&MEDIA_LOC_DATA_FORMAT, &LOCATION]),
        (4, &[&MED_POWER, &MEDIA_POWER_TYPE, &MEDIA_POWER_SOURCE, &MEDIA_POWER_PRIO, &MEDIA_POWER_VALUE]),
        (5, &[&MEDIA_HARDWARE]),
        (6, &[&MEDIA_FIRMWARE]),
        (7, &[&MEDIA_SOFTWARE]),
        (8, &[&MEDIA_SN]),
        (9, &[&MEDIA_MANUFACTURER]),
        (10, &[&MEDIA_MODEL]),
        (11, &[&MEDIA_ASSET]),
    ],
    &[],
));
static MEDIA_SUBTYPE: Field = Field::new("lldp.media.subtype", "Media Subtype", Place::Uint(8)).hex().names(&[
    (1, "Media Capabilities"),
    (2, "Network Policy"),
    (3, "Location Identification"),
    (4, "Extended Power-via-MDI"),
    (5, "Inventory - Hardware Revision"),
    (6, "Inventory - Firmware Revision"),
    (7, "Inventory - Software Revision"),
    (8, "Inventory - Serial Number"),
    (9, "Inventory - Manufacturer Name"),
    (10, "Inventory - Model Name"),
    (11, "Inventory - Asset ID"),
]);
static RTC3: Field = Field::part(Place::Uint(16));
static LENGTH_OF_PERIOD: Field = Field::part(Place::Uint(32));
static PROFINET_LENGTH_OF_PERIOD_VALID: Field =
    Field::new("lldp.profinet.length_of_period_valid", "LengthOfPeriod.Valid", Place::Sub(0x80000000)).kind(Kind::Dec).ft(32);
static PROFINET_LENGTH_OF_PERIOD_LENGTH: Field =
    Field::new("lldp.profinet.length_of_period_length", "LengthOfPeriod.Length", Place::Sub(0x7fffffff)).ft(32);
static RED_PERIOD_BEGIN: Field = Field::part(Place::Uint(32));
static PROFINET_RED_PERIOD_BEGIN_VALID: Field =
    Field::new("lldp.profinet.red_period_begin_valid", "RedPeriodBegin.Valid", Place::Sub(0x80000000)).kind(Kind::Dec).ft(32);
static PROFINET_RED_PERIOD_BEGIN_OFFSET: Field =
    Field::new("lldp.profinet.red_period_begin_offset", "RedPeriodBegin.Offset", Place::Sub(0x7fffffff)).ft(32);
static ORANGE_PERIOD_BEGIN: Field = Field::part(Place::Uint(32));
static PROFINET_ORANGE_PERIOD_BEGIN_VALID: Field =
    Field::new("lldp.profinet.orange_period_begin_valid", "OrangePeriodBegin.Valid", Place::Sub(0x80000000)).kind(Kind::Dec).ft(32);
static PROFINET_ORANGE_PERIOD_BEGIN_OFFSET: Field =
    Field::new("lldp.profinet.orange_period_begin_offset", "OrangePeriodBegin.Offset", Place::Sub(0x7fffffff)).ft(32);
static GREEN_PERIOD_BEGIN: Field = Field::part(Place::Uint(32));
static PROFINET_GREEN_PERIOD_BEGIN_VALID: Field =
    Field::new("lldp.profinet.green_period_begin_valid", "GreenPeriodBegin.Valid", Place::Sub(0x80000000)).kind(Kind::Dec).ft(32);
static PROFINET_GREEN_PERIOD_BEGIN_OFFSET: Field =
    Field::new("lldp.profinet.green_period_begin_offset", "GreenPeriodBegin.Offset", Place::Sub(0x7fffffff)).ft(32);
static PROFINET_PORT_RX_DELAY_LOCAL: Field = Field::new("lldp.profinet.port_rx_delay_local", "Port RX Delay Local", Place::Uint(32));
static PROFINET_PORT_RX_DELAY_REMOTE: Field = Field::new("lldp.profinet.port_rx_delay_remote", "Port RX Delay Remote", Place::Uint(32));
static PROFINET_PORT_TX_DELAY_LOCAL: Field = Field::new("lldp.profinet.port_tx_delay_local", "Port TX Delay Local", Place::Uint(32));
static PROFINET_PORT_TX_DELAY_REMOTE: Field = Field::new("lldp.profinet.port_tx_delay_remote", "Port TX Delay Remote", Place::Uint(32));
static PROFINET_CABLE_DELAY_LOCAL: Field = Field::new("lldp.profinet.cable_delay_local", "Port Cable Delay Local", Place::Uint(32));
static PROFINET_RTC2_PORT_STATUS: Field = Field::new("lldp.profinet.rtc2_port_status", "RTClass2 Port Status", Place::Uint(16))
    .hex()
    .names(&[(0, "OFF"), (1, "SYNCDATA_LOADED"), (2, "RTCLASS2_UP"), (3, "Reserved")]);
static PROFINET_RTC3_PORT_STATUS: Field = Field::new("lldp.profinet.rtc3_port_status", "RTClass3 Port Status", Place::Sub(0x0007))
    .ft(16)
    .hex()
    .names(&[(0, "OFF"), (1, "reserved"), (2, "RTCLASS3_UP"), (3, "RTCLASS3_DOWN"), (4, "RTCLASS3_RUN")]);
static PROFINET_RTC3_PORT_STATUS_FRAGMENTATION: Field =
    Field::new("lldp.profinet.rtc3_port_status.fragmentation", "RTClass3_PortStatus.Fragmentation", Place::Sub(0x1000))
        .ft(16)
        .hex()
        .names(&[(0, "OFF"), (1, "ON")]);
static PROFINET_RTC3_PORT_STATUS_RESERVED: Field =
    Field::new("lldp.profinet.rtc3_port_status.reserved", "RTClass3_PortStatus.reserved", Place::Sub(0x0ff8)).ft(16).hex();
static PROFINET_RTC3_PORT_STATUS_PREAMBLELENGTH: Field =
    Field::new("lldp.profinet.rtc3_port_status.preambleLength", "RTClass3_PortStatus.PreambleLength", Place::Sub(0x2000))
        .ft(16)
        .hex()
        .names(&[(0, "Seven octets"), (1, "One octet")]);
static PROFINET_MRP_DOMAIN_UUID: Field = Field::new("lldp.profinet.mrp_domain_uuid", "MRP DomainUUID", Place::Run(16)).kind(Kind::Guid);
static PROFINET_MRRT_PORT_STATUS: Field = Field::new("lldp.profinet.mrrt_port_status", "MRRT PortStatus", Place::Uint(16)).hex().names(&[
    (0, "OFF"),
    (1, "MRRT_CONFIGURED"),
    (2, "MRRT_UP"),
]);
static PROFINET_CM_MAC_ADD: Field = Field::new("lldp.profinet.cm_mac_add", "CMMacAdd", Place::Run(6)).kind(Kind::Mac);
static PROFINET_MASTER_SOURCE_ADDRESS: Field =
    Field::new("lldp.profinet.master_source_address", "MasterSourceAddress", Place::Run(6)).kind(Kind::Mac);
static PROFINET_SUBDOMAIN_UUID: Field = Field::new("lldp.profinet.subdomain_uuid", "SubdomainUUID", Place::Run(16)).kind(Kind::Guid);
static PROFINET_IR_DATA_UUID: Field = Field::new("lldp.profinet.ir_data_uuid", "IRDataUUID", Place::Run(16)).kind(Kind::Guid);
static PROFINET_TSN_DOMAIN_UUID: Field = Field::new("lldp.profinet.tsn_domain_uuid", "TSN DomainUUID", Place::Run(16)).kind(Kind::Guid);
static PROFINET_TSN_NME_MANAGEMENT_ADDR_STR_LENGTH: Field =
    Field::new("lldp.profinet.tsn_nme_management_addr_str_length", "TSN NME Management Address String Length", Place::Uint(8)).hex();
static PROFINET_TSN_NME_MANAGEMENT_ADDR_SUBTYPE: Field =
    Field::new("lldp.profinet.tsn_nme_management_addr_subtype", "TSN NME Management Address Subtype", Place::Uint(8)).hex();
static PROFINET_TSN_NME_MANAGEMENT_ADDR: Field =
    Field::new("lldp.profinet.tsn_nme_management_addr", "TSN NME Management Address", Place::Rest);
static PROFINET_TSN_NME_NAME_UUID: Field =
    Field::new("lldp.profinet.tsn_nme_name_uuid", "TSN NME Name UUID", Place::Run(16)).kind(Kind::Guid);
static PROFINET_TSN_NME_PARAMETER_UUID: Field =
    Field::new("lldp.profinet.tsn_nme_parameter_uuid", "TSN NME Parameter UUID", Place::Run(16)).kind(Kind::Guid);
static PROFINET_TIME_DOMAIN_NUMBER: Field = Field::new("lldp.profinet.time_domain_number", "Time Domain Number", Place::Uint(16))
    .hex()
    .names(&[(0, "Global Time"), (1, "Global Time Redundant"), (32, "Working Clock"), (33, "Working Clock Redundant")]);
static PROFINET_TIME_DOMAIN_UUID: Field = Field::new("lldp.profinet.time_domain_uuid", "Time Domain UUID", Place::Run(16)).kind(Kind::Guid);
static PROFINET_TIME_DOMAIN_MASTER_IDENTITY: Field =
    Field::new("lldp.profinet.time_domain_master_identity", "Time Domain Master Identity", Place::Run(8));
static OF_PROFINET: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (
            1,
            &[
                &PROFINET_PORT_RX_DELAY_LOCAL,
                &PROFINET_PORT_RX_DELAY_REMOTE,
                &PROFINET_PORT_TX_DELAY_LOCAL,
                &PROFINET_PORT_TX_DELAY_REMOTE,
                &PROFINET_CABLE_DELAY_LOCAL,
            ],
        ),
        (
            2,
            &[
                &PROFINET_RTC2_PORT_STATUS,
                &RTC3,
                &PROFINET_RTC3_PORT_STATUS,
                &PROFINET_RTC3_PORT_STATUS_FRAGMENTATION,
                &PROFINET_RTC3_PORT_STATUS_RESERVED,
                &PROFINET_RTC3_PORT_STATUS_PREAMBLELENGTH,
            ],
        ),
        (4, &[&PROFINET_MRP_DOMAIN_UUID, &PROFINET_MRRT_PORT_STATUS]),
        (5, &[&PROFINET_CM_MAC_ADD]),
        (
            6,
            &[
                &PROFINET_MASTER_SOURCE_ADDRESS,
                &PROFINET_SUBDOMAIN_UUID,
                &PROFINET_IR_DATA_UUID,
                &LENGTH_OF_PERIOD,
                &PROFINET_LENGTH_OF_PERIOD_VALID,
                &PROFINET_LENGTH_OF_PERIOD_LENGTH,
                &RED_PERIOD_BEGIN,
                &PROFINET_RED_PERIOD_BEGIN_VALID,
                &PROFINET_RED_PERIOD_BEGIN_OFFSET,
                &ORANGE_PERIOD_BEGIN,
                &PROFINET_ORANGE_PERIOD_BEGIN_VALID,
                &PROFINET_ORANGE_PERIOD_BEGIN_OFFSET,
                &GREEN_PERIOD_BEGIN,
                &PROFINET_GREEN_PERIOD_BEGIN_VALID,
                &PROFINET_GREEN_PERIOD_BEGIN_OFFSET,
            ],
        ),
        (9, &[&PROFINET_TSN_DOMAIN_UUID]),
        (10, &[&PROFINET_TSN_NME_MANAGEMENT_ADDR_STR_LENGTH, &PROFINET_TSN_NME_MANAGEMENT_ADDR_SUBTYPE, &PROFINET_TSN_NME_MANAGEMENT_ADDR]),
        (11, &[&PROFINET_TSN_NME_NAME_UUID]),
        (12, &[&PROFINET_TSN_NME_PARAMETER_UUID]),
        (13, &[&PROFINET_TIME_DOMAIN_NUMBER, &PROFINET_TIME_DOMAIN_UUID, &PROFINET_TIME_DOMAIN_MASTER_IDENTITY]),
    ],
    &[&UNKNOWN_SUBTYPE_CONTENT],
));
static PROFINET_SUBTYPE: Field = Field::new("lldp.profinet.subtype", "Subtype", Place::Uint(8)).hex().names(&[
    (1, "Measured Delay Values"),
    (2, "Port Status"),
    (3, "Alias"),
    (4, "MRP Port Status"),
    (5, "Chassis MAC"),
    (6, "PTCP Status"),
    (9, "TSN Domain"),
    (10, "TSN NME Management Address"),
    (11, "TSN NME Name UUID"),
    (12, "TSN NME Parameter UUID"),
    (13, "TSN Time Domain data"),
]);
static CISCO_UPOE: Field = Field::new("lldp.cisco.upoe", "UPOE Capabilities", Place::Uint(8)).hex();
static CISCO_UPOE_SUPPORTED: Field = Field::new("lldp.cisco.upoe.supported", "UPOE Supported", Place::Sub(0x0001)).ft(8);
static CISCO_UPOE_ALTB_DETECTION_REQUIRED: Field =
    Field::new("lldp.cisco.upoe.altb_detection_required", "ALT-B Detection required", Place::Sub(0x0002)).ft(8);
static CISCO_UPOE_PD_ALTB_DESIRED: Field =
    Field::new("lldp.cisco.upoe.pd_altb_desired", "PD Request Spare Pair PoE", Place::Sub(0x0004)).ft(8);
static CISCO_UPOE_PSE_ALTB_OPER: Field = Field::new("lldp.cisco.upoe.pse_altb_oper", "PSE Spare Pair PoE", Place::Sub(0x0008)).ft(8);
static CISCO_PORTSTATE: Field =
    Field::new("lldp.cisco.portstate", "Port State", Place::Uint(8)).names(&[(1, "In Service"), (2, "Out of Service")]);
static CISCO_NODEROLE: Field =
    Field::new("lldp.cisco.noderole", "Node Role", Place::Uint(8)).names(&[(0, "APIC"), (1, "Leaf"), (2, "Spine"), (3, "vLeaf")]);
static CISCO_NODEID: Field = Field::new("lldp.cisco.nodeid", "Node ID", Place::Uint(32));
static CISCO_SPINELEVEL: Field = Field::new("lldp.cisco.spinelevel", "Spine Level", Place::Uint(8));
static CISCO_PODID: Field = Field::new("lldp.cisco.podid", "Pod ID", Place::Uint(16));
static CISCO_FABRICNAME: Field = Field::new("lldp.cisco.fabricname", "Fabric Name", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static CISCO_NODEIP: Field = Field::new("lldp.cisco.nodeip", "Node IP", Place::Uint(32)).kind(Kind::Ip4);
static CISCO_PORTROLE: Field = Field::new("lldp.cisco.portrole", "Port Role", Place::Uint(8)).names(&[(1, "Active"), (2, "Backup")]);
static CISCO_VERSION: Field = Field::new("lldp.cisco.version", "Version", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static CISCO_FABRICVLAN: Field = Field::new("lldp.cisco.fabricvlan", "Fabric VLAN", Place::Uint(16));
static CISCO_SERIALNO: Field = Field::new("lldp.cisco.serialno", "Serial No", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static CISCO_MODEL: Field = Field::new("lldp.cisco.model", "Model", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static CISCO_NODENAME: Field = Field::new("lldp.cisco.nodename", "Node Name", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static CISCO_PORTMODE: Field = Field::new("lldp.cisco.portmode", "Port Mode", Place::Uint(8)).names(&[(0, "Normal"), (1, "Recovery Mode")]);
static CISCO_AUTHCOOKIE: Field = Field::new("lldp.cisco.authcookie", "Authentication Cookie", Place::Rest);
static CISCO_APICMODE: Field = Field::new("lldp.cisco.apicmode", "APIC Mode", Place::Uint(8)).names(&[(0, "Active"), (1, "Standby")]);
static CISCO_FABRICD: Field = Field::new("lldp.cisco.fabricd", "Fabric ID", Place::Uint(16));
static CISCO_APICLIST: Field = Field::new("lldp.cisco.apiclist", "Appliance Vector", Place::Rest);
static OF_CISCO: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (
            1,
            &[
                &CISCO_UPOE,
                &CISCO_UPOE_SUPPORTED,
                &CISCO_UPOE_ALTB_DETECTION_REQUIRED,
                &CISCO_UPOE_PD_ALTB_DESIRED,
                &CISCO_UPOE_PSE_ALTB_OPER,
            ],
        ),
        (201, &[&CISCO_PORTSTATE]),
        (202, &[&CISCO_NODEROLE]),
        (203, &[&CISCO_NODEID]),
        (204, &[&CISCO_SPINELEVEL]),
        (205, &[&CISCO_PODID]),
        (206, &[&CISCO_FABRICNAME]),
        (208, &[&CISCO_NODEIP]),
        (209, &[&CISCO_PORTROLE]),
        (210, &[&CISCO_VERSION]),
        (211, &[&CISCO_FABRICVLAN]),
        (212, &[&CISCO_SERIALNO]),
        (214, &[&CISCO_MODEL]),
        (215, &[&CISCO_NODENAME]),
        (216, &[&CISCO_PORTMODE]),
        (217, &[&CISCO_AUTHCOOKIE]),
        (218, &[&CISCO_APICMODE]),
        (219, &[&CISCO_FABRICD]),
        (207, &[&CISCO_APICLIST]),
    ],
    &[&UNKNOWN_SUBTYPE_CONTENT],
));
static CISCO_SUBTYPE: Field = Field::new("lldp.cisco.subtype", "Cisco Subtype", Place::Uint(8)).hex().names(&[
    (1, "4-wire Power-via-MDI (UPOE)"),
    (201, "ACI Port State"),
    (202, "ACI Node Role"),
    (203, "ACI Node ID"),
    (204, "ACI Spine Level"),
    (205, "ACI Pod ID"),
    (206, "ACI Fabric Name"),
    (207, "ACI Appliance Vector"),
    (208, "ACI Node IP"),
    (209, "ACI Port Role"),
    (210, "ACI Firmware Version"),
    (211, "ACI Infra VLAN"),
    (212, "ACI Serial Number"),
    (214, "ACI Model"),
    (215, "ACI Node Name"),
    (216, "ACI Port Mode"),
    (217, "ACI Authentication Cookie"),
    (218, "ACI APIC-Mode"),
    (219, "ACI Fabric ID"),
]);
static DCBX_PROTO: Field = Field::new("lldp.dcbx.proto", "DCBx Protocol", Place::Uint(8)).hex().names(DCBX_VERSIONS);
static DCBX_HEADER: Field = Field::part(Place::Uint(16));
static DCBX_FLAGS: Field = Field::part(Place::Uint(8));
static DCBX_APP_OUI: Field = Field::part(Place::Uint(24));
static DCBX_VERSION: Field = Field::new("lldp.dcbx.version", "Operating Version", Place::Uint(8)).hex().names(DCBX_VERSIONS);
static DCBX_MAX_VERSION: Field = Field::new("lldp.dcbx.max_version", "Max Version", Place::Uint(8)).hex().names(DCBX_VERSIONS);
static DCBX_FEATURE_ENABLED: Field = Field::new("lldp.dcbx.feature.enabled", "Feature", Place::Sub(0x0080)).ft(8);
static DCBX_FEATURE_WILLING: Field = Field::new("lldp.dcbx.feature.willing", "Willing", Place::Sub(0x0040)).ft(8);
static DCBX_FEATURE_ERROR: Field = Field::new("lldp.dcbx.feature.error", "Error", Place::Sub(0x0020)).ft(8);
static DCBX_FEATURE_SUBTYPE: Field = Field::new("lldp.dcbx.feature.subtype", "Subtype", Place::Uint(8)).hex();
static DCBX_FEATURE_PG_NUMTCS: Field =
    Field::new("lldp.dcbx.feature.pg.numtcs", "Number of Traffic Classes Supported", Place::Uint(8)).hex();
static DCBX_FEATURE_APP_SF: Field =
    Field::new("lldp.dcbx.feature.app.sf", "Selector Field", Place::Sub(0x30000)).ft(24).names(&[(0, "EtherType"), (1, "Socket Number")]);
static DCBX_FEATURE_APP_OUI: Field =
    Field::new("lldp.dcbx.feature.app.oui", "Application OUI", Place::Reckoned(|h| Some(Value::Num(h.number & 0xfcffff)))).hex().ft(24);
static DCBX_FEATURE_APP_PRIO: Field = Field::new(
    "lldp.dcbx.feature.app.prio",
    "Application Priority",
    Place::Reckoned(|h| Some(Value::Num(u64::from((h.number as u8).max(1).ilog2())))),
).ft(8);
static CEE_APP: Field = Field::new(
    "",
    "Application",
    Place::Group(&[&DCBX_FEATURE_APP_PROTO, &DCBX_APP_OUI, &DCBX_FEATURE_APP_SF, &DCBX_FEATURE_APP_OUI, &CEE_PRIO, &DCBX_FEATURE_APP_PRIO]),
);
static CEE_APPS: Field = Field::many("Applications", &CEE_APP);
static CEE_PRIO: Field = Field::part(Place::Uint(8));
static LLINK: Field = Field::part(Place::Uint(8));
static DCBX_CONTROL_SEQ: Field = Field::new("lldp.dcbx.control.seq", "Sequence No", Place::Uint(32));
static DCBX_CONTROL_ACK: Field = Field::new("lldp.dcbx.control.ack", "Ack No", Place::Uint(32));
static DCBX_FEATURE_PFC_NUMTCS: Field =
    Field::new("lldp.dcbx.feature.pfc.numtcs", "Number of Traffic Classes Supported", Place::Uint(8)).hex();
static DCBX_FEATURE_LLINK_TYPE: Field = Field::new("lldp.dcbx.feature.llink.type", "Logical Link Down Type", Place::Sub(0x0080))
    .ft(8)
    .hex()
    .names(&[(0, "FCoE Status"), (1, "LAN Status")]);
static DCBX_OF: Field = Field::part(Place::Switch(
    |h| u64::from(h.word(h.start) >> 9),
    &[
        (1, &[&DCBX_VERSION, &DCBX_MAX_VERSION, &DCBX_CONTROL_SEQ, &DCBX_CONTROL_ACK]),
        (
            2,
            &[
                &DCBX_VERSION,
                &DCBX_MAX_VERSION,
                &DCBX_FLAGS,
                &DCBX_FEATURE_ENABLED,
                &DCBX_FEATURE_WILLING,
                &DCBX_FEATURE_ERROR,
                &DCBX_FEATURE_SUBTYPE,
                &PGID_03,
                &DCBX_FEATURE_PG_PGID_PRIO0,
                &DCBX_FEATURE_PG_PGID_PRIO1,
                &DCBX_FEATURE_PG_PGID_PRIO2,
                &DCBX_FEATURE_PG_PGID_PRIO3,
                &PGID_47,
                &DCBX_FEATURE_PG_PGID_PRIO4,
                &DCBX_FEATURE_PG_PGID_PRIO5,
                &DCBX_FEATURE_PG_PGID_PRIO6,
                &DCBX_FEATURE_PG_PGID_PRIO7,
                &DCBX_FEATURE_PG_PER0,
                &DCBX_FEATURE_PG_PER1,
                &DCBX_FEATURE_PG_PER2,
                &DCBX_FEATURE_PG_PER3,
                &DCBX_FEATURE_PG_PER4,
                &DCBX_FEATURE_PG_PER5,
                &DCBX_FEATURE_PG_PER6,
                &DCBX_FEATURE_PG_PER7,
                &DCBX_FEATURE_PG_NUMTCS,
            ],
        ),
        (
            3,
            &[
                &DCBX_VERSION,
                &DCBX_MAX_VERSION,
                &DCBX_FLAGS,
                &DCBX_FEATURE_ENABLED,
                &DCBX_FEATURE_WILLING,
                &DCBX_FEATURE_ERROR,
                &DCBX_FEATURE_SUBTYPE,
                &APP_FLAGS,
                &DCBX_FEATURE_PFC_PRIO0,
                &DCBX_FEATURE_PFC_PRIO1,
                &DCBX_FEATURE_PFC_PRIO2,
                &DCBX_FEATURE_PFC_PRIO3,
                &DCBX_FEATURE_PFC_PRIO4,
                &DCBX_FEATURE_PFC_PRIO5,
                &DCBX_FEATURE_PFC_PRIO6,
                &DCBX_FEATURE_PFC_PRIO7,
                &DCBX_FEATURE_PFC_NUMTCS,
            ],
        ),
        (
            4,
            &[
                &DCBX_VERSION,
                &DCBX_MAX_VERSION,
                &DCBX_FLAGS,
                &DCBX_FEATURE_ENABLED,
                &DCBX_FEATURE_WILLING,
                &DCBX_FEATURE_ERROR,
                &DCBX_FEATURE_SUBTYPE,
                &CEE_APPS,
            ],
        ),
        (
            6,
            &[
                &DCBX_VERSION,
                &DCBX_MAX_VERSION,
                &DCBX_FLAGS,
                &DCBX_FEATURE_ENABLED,
                &DCBX_FEATURE_WILLING,
                &DCBX_FEATURE_ERROR,
                &DCBX_FEATURE_SUBTYPE,
                &LLINK,
                &DCBX_FEATURE_LLINK_TYPE,
            ],
        ),
    ],
    &[],
));
static DCBX_SIZED: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start) & 0x1ff), &[&DCBX_OF]));
static DCBX_TYPE: Field = Field::new("lldp.dcbx.type", "DCBx TLV Type", Place::Sub(0xfe00)).ft(16).names(&[
    (1, "DCBx Control"),
    (2, "Priority Groups"),
    (3, "Priority-Based Flow Control"),
    (4, "Application Protocol"),
    (6, "Logical Link Down"),
]);
static DCBX_LEN: Field = Field::new("lldp.dcbx.len", "DCBx TLV Length", Place::Sub(0x01ff)).ft(16);
static DCBX_TLV: Field = Field::new("", "DCBx TLV", Place::Group(&[&DCBX_HEADER, &DCBX_TYPE, &DCBX_LEN, &DCBX_SIZED]));
static DCBX_TLVS: Field = Field::many("DCBx TLVs", &DCBX_TLV);
static AVAYA_POE: Field = Field::new("lldp.avaya.poe", "PoE Conservation Level Support", Place::Rest);
static AVAYA_CALLSERVER: Field = Field::new("lldp.avaya.callserver", "Call Server IP Address", Place::Uint(32)).kind(Kind::Ip4);
static AVAYA_CNASERVER: Field = Field::new("lldp.avaya.cnaserver", "CNA Server IP Address", Place::Uint(32)).kind(Kind::Ip4);
static AVAYA_FILESERVER: Field = Field::new("lldp.avaya.fileserver", "File Server", Place::Uint(32)).kind(Kind::Ip4);
static AVAYA_DOT1Q: Field =
    Field::new("lldp.avaya.dot1q", "802.1Q Framing", Place::Uint(8)).hex().names(&[(1, "Tagging"), (2, "No Tagging")]);
static OF_AVAYA: Field = Field::part(Place::Switch(
    |h| h.number,
    &[(1, &[&AVAYA_POE]), (3, &[&AVAYA_CALLSERVER]), (5, &[&AVAYA_CNASERVER]), (6, &[&AVAYA_FILESERVER]), (7, &[&AVAYA_DOT1Q])],
    &[],
));
static AVAYA_SUBTYPE: Field = Field::new("lldp.avaya.subtype", "Avaya Subtype", Place::Uint(8)).hex().names(&[
    (1, "PoE Conservation Level Support"),
    (3, "Call Server IP Address"),
    (4, "IP Phone Addresses"),
    (5, "CNA Server IP Address"),
    (6, "File Server"),
    (7, "802.1Q Framing"),
]);
static IANA_MUDURL: Field =
    Field::new("lldp.iana.mudurl", "Manufacturer Usage Description URL", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static OF_IANA: Field = Field::part(Place::Switch(|h| h.number, &[(1, &[&IANA_MUDURL])], &[]));
static IANA_SUBTYPE: Field = Field::new("lldp.iana.subtype", "IANA Subtype", Place::Uint(8)).hex();
static ONOS_CHASSIS: Field = Field::new("lldp.onos.chassis", "Chassis", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static ONOS_PORT: Field = Field::new("lldp.onos.port", "Port", Place::Rest).kind(Kind::Show(&crate::text::ASCII));
static ONOS_TTL: Field = Field::new("lldp.onos.ttl", "ttl", Place::Uint(32));
static OF_ONOS: Field = Field::part(Place::Switch(|h| h.number, &[(1, &[&ONOS_CHASSIS]), (2, &[&ONOS_PORT]), (3, &[&ONOS_TTL])], &[]));
static ONOS_SUBTYPE: Field =
    Field::new("lldp.onos.subtype", "ONOS Subtype", Place::Uint(8)).hex().names(&[(1, "ONOS Chassis"), (2, "ONOS Port"), (3, "ONOS TTL")]);
static IEEE_802_1QBG_EVB_SUPPORT_CAPS: Field =
    Field::new("lldp.ieee.802_1qbg.evb_support_caps", "Supported capabilities", Place::Uint(16)).hex();
static IEEE_802_1QBG_EVB_SUPPORT_CAPS_STD: Field =
    Field::new("lldp.ieee.802_1qbg.evb_support_caps.std", "Standard bridging (STD)", Place::Sub(0x8000)).ft(16);
static IEEE_802_1QBG_EVB_SUPPORT_CAPS_RR: Field =
    Field::new("lldp.ieee.802_1qbg.evb_support_caps.rr", "Reflective relay (RR)", Place::Sub(0x4000)).ft(16);
static IEEE_802_1QBG_EVB_SUPPORT_CAPS_RTE: Field =
    Field::new("lldp.ieee.802_1qbg.evb_support_caps.rte", "Retransmission timer exponent (RTE)", Place::Sub(0x0004)).ft(16);
static IEEE_802_1QBG_EVB_SUPPORT_CAPS_ECP: Field =
    Field::new("lldp.ieee.802_1qbg.evb_support_caps.ecp", "Edge control protocol (ECP)", Place::Sub(0x0002)).ft(16);
static IEEE_802_1QBG_EVB_SUPPORT_CAPS_VDP: Field =
    Field::new("lldp.ieee.802_1qbg.evb_support_caps.vdp", "VSI discovery protocol (VDP)", Place::Sub(0x0001)).ft(16);
static IEEE_802_1QBG_EVB_CONFIGURE_CAPS: Field =
    Field::new("lldp.ieee.802_1qbg.evb_configure_caps", "Configured capabilities", Place::Uint(16)).hex();
static IEEE_802_1QBG_EVB_CONFIGURE_CAPS_STD: Field =
    Field::new("lldp.ieee.802_1qbg.evb_configure_caps.std", "Standard bridging (STD)", Place::Sub(0x8000)).ft(16);
static IEEE_802_1QBG_EVB_CONFIGURE_CAPS_RR: Field =
    Field::new("lldp.ieee.802_1qbg.evb_configure_caps.rr", "Reflective relay (RR)", Place::Sub(0x4000)).ft(16);
static IEEE_802_1QBG_EVB_CONFIGURE_CAPS_RTE: Field =
    Field::new("lldp.ieee.802_1qbg.evb_configure_caps.rte", "Retransmission timer exponent (RTE)", Place::Sub(0x0004)).ft(16);
static IEEE_802_1QBG_EVB_CONFIGURE_CAPS_ECP: Field =
    Field::new("lldp.ieee.802_1qbg.evb_configure_caps.ecp", "Edge control protocol (ECP)", Place::Sub(0x0002)).ft(16);
static IEEE_802_1QBG_EVB_CONFIGURE_CAPS_VDP: Field =
    Field::new("lldp.ieee.802_1qbg.evb_configure_caps.vdp", "VSI discovery protocol (VDP)", Place::Sub(0x0001)).ft(16);
static IEEE_802_1QBG_EVB_SUPPORTED_VSI: Field = Field::new("lldp.ieee.802_1qbg.evb_supported_vsi", "Supported No of VSIs", Place::Uint(16));
static IEEE_802_1QBG_EVB_CONFIGURED_VSI: Field =
    Field::new("lldp.ieee.802_1qbg.evb_configured_vsi", "Configured No of VSIs", Place::Uint(16));
static IEEE_802_1QBG_EVB_RETRANS_TIMER: Field =
    Field::new("lldp.ieee.802_1qbg.evb_retrans_timer", "Retransmission timer exponent", Place::Uint(8));
static OF_802_1QBG: Field = Field::part(Place::Switch(
    |h| h.number,
    &[(
        0,
        &[
            &IEEE_802_1QBG_EVB_SUPPORT_CAPS,
            &IEEE_802_1QBG_EVB_SUPPORT_CAPS_STD,
            &IEEE_802_1QBG_EVB_SUPPORT_CAPS_RR,
            &IEEE_802_1QBG_EVB_SUPPORT_CAPS_RTE,
            &IEEE_802_1QBG_EVB_SUPPORT_CAPS_ECP,
            &IEEE_802_1QBG_EVB_SUPPORT_CAPS_VDP,
            &IEEE_802_1QBG_EVB_CONFIGURE_CAPS,
            &IEEE_802_1QBG_EVB_CONFIGURE_CAPS_STD,
            &IEEE_802_1QBG_EVB_CONFIGURE_CAPS_RR,
            &IEEE_802_1QBG_EVB_CONFIGURE_CAPS_RTE,
            &IEEE_802_1QBG_EVB_CONFIGURE_CAPS_ECP,
            &IEEE_802_1QBG_EVB_CONFIGURE_CAPS_VDP,
            &IEEE_802_1QBG_EVB_SUPPORTED_VSI,
            &IEEE_802_1QBG_EVB_CONFIGURED_VSI,
            &IEEE_802_1QBG_EVB_RETRANS_TIMER,
        ],
    )],
    &[],
));
static IEEE_802_1QBG_SUBTYPE: Field =
    Field::new("lldp.ieee.802_1qbg.subtype", "IEEE 802.1Qbg Subtype", Place::Uint(8)).hex().names(&[(0, "EVB"), (1, "CDCP"), (2, "VDP")]);
static ELEMENT: Field = Field::part(Place::Uint(24));
static ASSIGNED: Field = Field::part(Place::Uint(16));
static EXTREME_AVAYA_AP_HMAC_SHA_DIGEST: Field = Field::new("lldp.extreme_avaya_ap.hmac_sha_digest", "HMAC-SHA Digest", Place::Run(32));
static EXTREME_AVAYA_AP_STATUS: Field = Field::new("lldp.extreme_avaya_ap.status", "Assignment Status", Place::Sub(0xf000)).ft(16);
static EXTREME_AVAYA_AP_VLAN: Field = Field::new("lldp.extreme_avaya_ap.vlan", "VLAN", Place::Sub(0x0fff)).ft(16);
static EXTREME_AVAYA_AP_I_SID: Field = Field::new("lldp.extreme_avaya_ap.i_sid", "I-SID", Place::Uint(24));
static ASSIGNMENT: Field =
    Field::new("", "Assignment", Place::Group(&[&ASSIGNED, &EXTREME_AVAYA_AP_STATUS, &EXTREME_AVAYA_AP_VLAN, &EXTREME_AVAYA_AP_I_SID]));
static ASSIGNMENTS: Field = Field::new("", "Assignments", Place::Repeat(|h| h.left() / 5, &ASSIGNMENT));
static EXTREME_AVAYA_AP_ELEMENT_TYPE: Field = Field::new("lldp.extreme_avaya_ap.element_type", "Element Type", Place::Sub(0xfc0000)).ft(24);
static EXTREME_AVAYA_AP_STATE: Field = Field::new("lldp.extreme_avaya_ap.state", "State", Place::Sub(0x3f000)).ft(24);
static EXTREME_AVAYA_AP_MGNT_VLAN: Field = Field::new("lldp.extreme_avaya_ap.mgnt_vlan", "Mgmt VLAN", Place::Sub(0x0fff)).ft(24);
static EXTREME_AVAYA_AP_RSVD: Field = Field::new("lldp.extreme_avaya_ap.rsvd", "Reserved", Place::Uint(8));
static EXTREME_AVAYA_AP_SYSTEM_ID: Field = Field::new("lldp.extreme_avaya_ap.system_id", "System ID", Place::Rest);
static OF_EXTREME: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (
            11,
            &[
                &EXTREME_AVAYA_AP_HMAC_SHA_DIGEST,
                &ELEMENT,
                &EXTREME_AVAYA_AP_ELEMENT_TYPE,
                &EXTREME_AVAYA_AP_STATE,
                &EXTREME_AVAYA_AP_MGNT_VLAN,
                &EXTREME_AVAYA_AP_RSVD,
                &EXTREME_AVAYA_AP_SYSTEM_ID,
            ],
        ),
        (12, &[&EXTREME_AVAYA_AP_HMAC_SHA_DIGEST, &ASSIGNMENTS]),
    ],
    &[],
));
static EXTREME_AVAYA_AP_SUBTYPE: Field = Field::new("lldp.extreme_avaya_ap.subtype", "Subtype", Place::Uint(8))
    .names(&[(11, "Extreme Fabric Attach Element TLV"), (12, "Extreme Fabric Attach Assignment TLV")]);
static UNKNOWN_SUBTYPE: Field = Field::new("lldp.unknown_subtype", "Unknown Subtype", Place::Uint(8));
static UNKNOWN_SUBTYPE_CONTENT: Field = Field::new("lldp.unknown_subtype.content", "Unknown Subtype Content", Place::Rest);
static SUBTYPE_CONTENT_REMAINING: Field = Field::new("lldp.subtype.content_remaining", "Subtype Unknown Trailing Bytes", Place::Rest);
/// Who defines the TLV.
pub static ORGTLV_OUI: Field = Field::new("lldp.orgtlv.oui", "Organization Unique Code", Place::Key(24));
static ORGANIZATION: Field = Field::part(Place::Pick(
    &[
        (0x0080c2, &[&IEEE_802_1_SUBTYPE, &OF_802_1]),
        (0x00120f, &[&IEEE_802_3_SUBTYPE, &OF_802_3]),
        (0x0012bb, &[&MEDIA_SUBTYPE, &OF_MEDIA]),
        (0x000ecf, &[&PROFINET_SUBTYPE, &OF_PROFINET]),
        (0x000142, &[&CISCO_SUBTYPE, &OF_CISCO, &SUBTYPE_CONTENT_REMAINING]),
        (0x001b21, &[&DCBX_PROTO, &DCBX_TLVS]),
        (0x00400d, &[&AVAYA_SUBTYPE, &OF_AVAYA]),
        (0x001b3f, &[&IEEE_802_1QBG_SUBTYPE, &OF_802_1QBG]),
        (0x00040d, &[&EXTREME_AVAYA_AP_SUBTYPE, &OF_EXTREME]),
        (0x00005e, &[&IANA_SUBTYPE, &OF_IANA]),
        (0xa42305, &[&ONOS_SUBTYPE, &OF_ONOS]),
    ],
    &[&UNKNOWN_SUBTYPE, &UNKNOWN_SUBTYPE_CONTENT],
));
/// What kind of name.
pub static CHASSIS_SUBTYPE: Field = Field::new("lldp.chassis.subtype", "Chassis Id Subtype", Place::Uint(8)).names(&[
    (0, "Reserved"),
    (1, "Chassis component"),
    (2, "Interface alias"),
    (3, "Port component"),
    (4, "MAC address"),
    (5, "Network address"),
    (6, "Interface name"),
    (7, "Locally assigned"),
]);
/// What kind of name.
pub static PORT_SUBTYPE: Field = Field::new("lldp.port.subtype", "Port Id Subtype", Place::Uint(8)).names(&[
    (0, "Reserved"),
    (1, "Interface alias"),
    (2, "Port component"),
    (3, "MAC address"),
    (4, "Network address"),
    (5, "Interface name"),
    (6, "Agent circuit Id"),
    (7, "Locally assigned"),
]);
/// How long it is to be believed.
pub static TIME_TO_LIVE: Field = Field::new("lldp.time_to_live", "Seconds", Place::Uint(16));
/// For people.
pub static PORT_DESC: Field =
    Field::new("lldp.port.desc", "Port Description", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
/// For people.
pub static TLV_SYSTEM_NAME: Field =
    Field::new("lldp.tlv.system.name", "System Name", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
/// For people.
pub static TLV_SYSTEM_DESC: Field =
    Field::new("lldp.tlv.system.desc", "System Description", Place::Take(|h| h.left())).kind(Kind::Show(&crate::text::ASCII));
/// What the system can be.
pub static TLV_SYSTEM_CAP: Field = Field::new("lldp.tlv.system_cap", "Capabilities", Place::Uint(16)).hex();
static TLV_SYSTEM_CAP_OTHER: Field = Field::new("lldp.tlv.system_cap.other", "Other", Place::Sub(0x0001)).ft(16);
static TLV_SYSTEM_CAP_REPEATER: Field = Field::new("lldp.tlv.system_cap.repeater", "Repeater", Place::Sub(0x0002)).ft(16);
static TLV_SYSTEM_CAP_BRIDGE: Field = Field::new("lldp.tlv.system_cap.bridge", "Bridge", Place::Sub(0x0004)).ft(16);
static TLV_SYSTEM_CAP_WLAN_ACCESS_PT: Field =
    Field::new("lldp.tlv.system_cap.wlan_access_pt", "WLAN access point", Place::Sub(0x0008)).ft(16);
static TLV_SYSTEM_CAP_ROUTER: Field = Field::new("lldp.tlv.system_cap.router", "Router", Place::Sub(0x0010)).ft(16);
static TLV_SYSTEM_CAP_TELEPHONE: Field = Field::new("lldp.tlv.system_cap.telephone", "Telephone", Place::Sub(0x0020)).ft(16);
static TLV_SYSTEM_CAP_DOCSIS_CABLE_DEVICE: Field =
    Field::new("lldp.tlv.system_cap.docsis_cable_device", "DOCSIS cable device", Place::Sub(0x0040)).ft(16);
static TLV_SYSTEM_CAP_STATION_ONLY: Field = Field::new("lldp.tlv.system_cap.station_only", "Station only", Place::Sub(0x0080)).ft(16);
/// What the system is.
pub static TLV_ENABLE_SYSTEM_CAP: Field = Field::new("lldp.tlv.enable_system_cap", "Enabled Capabilities", Place::Uint(16)).hex();
static TLV_ENABLE_SYSTEM_CAP_OTHER: Field = Field::new("lldp.tlv.enable_system_cap.other", "Other", Place::Sub(0x0001)).ft(16);
static TLV_ENABLE_SYSTEM_CAP_REPEATER: Field = Field::new("lldp.tlv.enable_system_cap.repeater", "Repeater", Place::Sub(0x0002)).ft(16);
static TLV_ENABLE_SYSTEM_CAP_BRIDGE: Field = Field::new("lldp.tlv.enable_system_cap.bridge", "Bridge", Place::Sub(0x0004)).ft(16);
static TLV_ENABLE_SYSTEM_CAP_WLAN_ACCESS_PT: Field =
    Field::new("lldp.tlv.enable_system_cap.wlan_access_pt", "WLAN access point", Place::Sub(0x0008)).ft(16);
static TLV_ENABLE_SYSTEM_CAP_ROUTER: Field = Field::new("lldp.tlv.enable_system_cap.router", "Router", Place::Sub(0x0010)).ft(16);
static TLV_ENABLE_SYSTEM_CAP_TELEPHONE: Field = Field::new("lldp.tlv.enable_system_cap.telephone", "Telephone", Place::Sub(0x0020)).ft(16);
static TLV_ENABLE_SYSTEM_CAP_DOCSIS_CABLE_DEVICE: Field =
    Field::new("lldp.tlv.enable_system_cap.docsis_cable_device", "DOCSIS cable device", Place::Sub(0x0040)).ft(16);
static TLV_ENABLE_SYSTEM_CAP_STATION_ONLY: Field =
    Field::new("lldp.tlv.enable_system_cap.station_only", "Station only", Place::Sub(0x0080)).ft(16);
static MGN_INTERFACE_SUBTYPE: Field = Field::new("lldp.mgn.interface.subtype", "Interface Subtype", Place::Uint(8)).names(&[
    (1, "Unknown"),
    (2, "ifIndex"),
    (3, "System port number"),
]);
static MGN_INTERFACE_NUMBER: Field = Field::new("lldp.mgn.interface.number", "Interface Number", Place::Uint(32));
static BODY: Field = Field::part(Place::Switch(
    |h| u64::from(h.word(h.start) >> 9),
    &[
        (0, &[]),
        (1, &[&CHASSIS_SUBTYPE, &CHASSIS_ID_OF]),
        (2, &[&PORT_SUBTYPE, &PORT_ID_OF]),
        (3, &[&TIME_TO_LIVE]),
        (4, &[&PORT_DESC]),
        (5, &[&TLV_SYSTEM_NAME]),
        (6, &[&TLV_SYSTEM_DESC]),
        (
            7,
            &[
                &TLV_SYSTEM_CAP,
                &TLV_SYSTEM_CAP_OTHER,
                &TLV_SYSTEM_CAP_REPEATER,
                &TLV_SYSTEM_CAP_BRIDGE,
                &TLV_SYSTEM_CAP_WLAN_ACCESS_PT,
                &TLV_SYSTEM_CAP_ROUTER,
                &TLV_SYSTEM_CAP_TELEPHONE,
                &TLV_SYSTEM_CAP_DOCSIS_CABLE_DEVICE,
                &TLV_SYSTEM_CAP_STATION_ONLY,
                &TLV_ENABLE_SYSTEM_CAP,
                &TLV_ENABLE_SYSTEM_CAP_OTHER,
                &TLV_ENABLE_SYSTEM_CAP_REPEATER,
                &TLV_ENABLE_SYSTEM_CAP_BRIDGE,
                &TLV_ENABLE_SYSTEM_CAP_WLAN_ACCESS_PT,
                &TLV_ENABLE_SYSTEM_CAP_ROUTER,
                &TLV_ENABLE_SYSTEM_CAP_TELEPHONE,
                &TLV_ENABLE_SYSTEM_CAP_DOCSIS_CABLE_DEVICE,
                &TLV_ENABLE_SYSTEM_CAP_STATION_ONLY,
            ],
        ),
        (8, &[&MGN_ADDRESS_LEN, &MGN_ADDRESS_SUBTYPE, &MGN_ADDR, &MGN_INTERFACE_SUBTYPE, &MGN_INTERFACE_NUMBER, &MGN_OBJ_LEN, &MGN_OBJ]),
        (127, &[&ORGTLV_OUI, &ORGANIZATION]),
    ],
    &[],
));

const DCBX_VERSIONS: Names = &[(1, "1.0 CIN"), (2, "1.01 CEE")];
const TSA: Names =
    &[(0, "Strict Priority"), (1, "Credit-Based Shaper"), (2, "Enhanced Transmission Selection"), (255, "Vendor Specific Algorithm")];
/// IANA's address family numbers.
const FAMILIES: Names = &[
    (0, "Reserved"),
    (1, "IPv4"),
    (2, "IPv6"),
    (3, "NSAP"),
    (6, "802 (includes all 802 media plus Ethernet)"),
    (16, "DNS (Domain Name System)"),
];

/// LLDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "lldp",
    alias: "LLDPDU",
    title: "Link Layer Discovery Protocol",
    column: "LLDP",
    spec: "IEEE 802.1AB",
    fields: &[&TLVS],
    under: &[(Space::EtherType, 0x88cc), (Space::EtherType, 0x8942)],
    line: &[Word::Call(told)],
    leaf: true,
    classes: &[form::discovery::LLDP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let mut at = 0;
    while let Some(head) = load(bytes, at * 8, 16) {
        at += 2 + (head & 0x1ff) as usize;
        // "The End Of LLDPDU TLV .. is used to mark the end of the TLV sequence" (IEEE 802.1AB, 8.5.1).
        if head >> 9 == 0 {
            break;
        }
    }
    match at <= bytes.len() {
        // What stands behind the end is Ethernet's.
        true => Step::new(at, at, id::data),
        false if bytes.len() < below.wire => Step::cut(bytes),
        false => Step::malformed(bytes.len(), below.wire),
    }
}
/// Chassis, port, time to live, the system's name.
fn told(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let mut at = 0;
    while let Some(word) = load(head, at * 8, 16) {
        let (kind, len) = (word >> 9, (word & 0x1ff) as usize);
        let Some(value) = head.get(at + 2..at + 2 + len) else { return };
        match (kind, value) {
            (0, _) => return,
            (1, [4, mac @ ..]) => {
                out.extend(b"MA/");
                crate::text::joined(mac, b':', out);
            }
            (1, [_, id @ ..]) => crate::text::utf8(id, out),
            (2, [3, mac @ ..]) => {
                out.extend(b" MA/");
                crate::text::joined(mac, b':', out);
            }
            (2, [_, id @ ..]) => {
                out.push(b' ');
                crate::text::utf8(id, out);
            }
            (3, &[high, low, ..]) => {
                out.push(b' ');
                crate::text::decimal(u16::from_be_bytes([high, low]).into(), out);
            }
            (5, name) => {
                out.extend(b" SysN=");
                crate::text::utf8(name, out);
            }
            _ => {}
        }
        at += 2 + len;
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn frame(more: &str) -> Vec<u8> {
        hex(&format!(
            "01 80 c2 00 00 0e 02 03 04 05 06 07 88 cc
             02 07 04 02 00 00 00 00 01 # chassis: address
             04 04 05 65 74 68 # port: eth
             06 02 00 78 # two minutes
             {more}
             00 00"
        ))
    }

    #[test]
    fn who_it_is() {
        let bytes = frame(
            "08 04 70 6f 72 74 # port description
             0a 03 73 79 73 # system name
             0c 02 6f 73 # system description
             0e 04 00 14 00 10 # bridge and router, router
             10 0e 05 01 0a 00 00 01 02 00 00 00 07 02 2a 03 # management: 10.0.0.1, ifIndex 7, 1.2.3",
        );
        let names = [
            "lldp.tlv.type",
            "lldp.tlv.len",
            "lldp.chassis.id.mac",
            "lldp.port.id",
            "lldp.time_to_live",
            "lldp.port.desc",
            "lldp.tlv.system.name",
            "lldp.tlv.system.desc",
            "lldp.tlv.system_cap",
            "lldp.tlv.system_cap.bridge",
            "lldp.tlv.enable_system_cap.bridge",
            "lldp.mgn.addr.ip4",
            "lldp.mgn.interface.number",
            "lldp.mgn.obj.id",
        ];
        assert_eq!(
            fields_of(1, &bytes, &names),
            "1,2,3,4,5,6,7,8,0 7,4,2,4,3,2,4,14,0 02:00:00:00:00:01 eth 120 port sys os 0x0014 1 0 10.0.0.1 7 1.2.3"
        );
        assert_eq!(layers_of(1, &bytes), "eth:lldp End");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn what_organizations_add() {
        let bytes = frame(
            "fe 06 00 80 c2 01 00 64 # IEEE 802.1: VLAN
             fe 09 00 12 0f 01 03 6c c1 00 1e # IEEE 802.3: negotiation
             fe 0c 00 12 0f 02 0f 01 05 53 00 fa 01 02 # IEEE 802.3: power
             fe 08 00 12 bb 02 01 40 c9 ae # media: policy
             fe 05 00 01 42 01 0f # Cisco
             fe 05 12 34 56 07 63 # nobody's",
        );
        let names = [
            "lldp.orgtlv.oui",
            "lldp.ieee.802_1.port_vlan.id",
            "lldp.ieee.802_3.pmd_auto_neg_advertised_caps",
            "lldp.ieee.802_3.pmd_mau_type",
            "lldp.ieee.802_3.mdi_power_source",
            "lldp.ieee.802_3.mdi_pse_allocated",
            "lldp.media.vlan_id",
            "lldp.media.dscp",
            "lldp.cisco.upoe.pse_altb_oper",
            "lldp.unknown_subtype.content",
        ];
        assert_eq!(fields_of(1, &bytes, &names), "32962,4623,4623,4795,322,1193046 100 0x6cc1 0x001e 1 258 100 46 1 63");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn the_chassis_comes_first() {
        let mut bytes = frame("");
        bytes[14] = 0x08;
        assert_eq!(fields_of(1, &bytes, &["lldp.tlv.type", "lldp.port.id"]), "- -");
    }
}
