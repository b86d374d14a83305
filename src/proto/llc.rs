//! Logical link control, IEEE 802.2, and its subnetwork access protocol (SNAP), [RFC 1042](https://www.rfc-editor.org/rfc/rfc1042).
//!
//! ```text
//! +-------+-------+---------------+
//! | DSAP  | SSAP  | Control (1-2) |
//! +-------+-------+---------------+-------------------------------+
//! | Organization code (3 bytes)   |  Protocol identifier          |  where both SAPs are 0xaa
//! +-------------------------------+-------------------------------+
//! ```
use super::*;
use crate::field::*;

/// Destination service access point.
pub static DSAP: Field = Field::bits("llc.dsap", "DSAP", 0, 8).hex().alias("dsap").names(SAPS).computed();
/// Without the bit for groups.
pub static DSAP_SAP: Field = Field::bits("llc.dsap.sap", "SAP", 0, 7).ft(8);
/// A group of access points.
pub static DSAP_IG: Field = Field::bits("llc.dsap.ig", "IG Bit", 7, 1);
/// Source service access point.
pub static SSAP: Field = Field::bits("llc.ssap", "SSAP", 8, 8).hex().alias("ssap").names(SAPS).computed();
/// Without the bit for responses.
pub static SSAP_SAP: Field = Field::bits("llc.ssap.sap", "SAP", 8, 7).ft(8);
/// A response, not a command.
pub static SSAP_CR: Field = Field::bits("llc.ssap.cr", "CR Bit", 15, 1);

/// One byte in unnumbered frames, else two.
static CONTROL: Field = Field::part(Place::Switch(
    |here| if here.end > here.at { kind(here.byte(2)) } else { 3 },
    &[
        (0, &[&CONTROL_16, &N_R, &N_S, &POLL_16, &FTYPE_I]),
        (1, &[&CONTROL_16, &N_R, &POLL_16, &S_FTYPE, &FTYPE_S]),
        (3, &[&CONTROL_8, &POLL_8, &FTYPE_U]),
    ],
    &[],
));
/// Of unnumbered frames.
pub static CONTROL_8: Field = Field::new("llc.control", "Control field", Place::Uint(8)).hex().ft(16).alias("ctrl").unset(3);
/// Of the others.
pub static CONTROL_16: Field = Field::new("llc.control", "Control field", Place::UintLe(16)).hex();
/// The number expected next.
pub static N_R: Field = Field::new("llc.control.n_r", "N(R)", Place::Sub(0xfe00)).ft(16);
/// The frame's number.
pub static N_S: Field = Field::new("llc.control.n_s", "N(S)", Place::Sub(0x00fe)).ft(16);
/// An answer is wanted at once.
pub static P_16: Field = Field::new("llc.control.p", "Poll", Place::Sub(0x0100));
/// The answer to a poll.
pub static F_16: Field = Field::new("llc.control.f", "Final", Place::Sub(0x0100));
/// An answer is wanted at once.
pub static P_8: Field = Field::new("llc.control.p", "Poll", Place::Sub(0x10));
/// The answer to a poll.
pub static F_8: Field = Field::new("llc.control.f", "Final", Place::Sub(0x10));
/// Receiver ready or not, rejects.
pub static S_FTYPE: Field = Field::new("llc.control.s_ftype", "Supervisory frame type", Place::Sub(0x000c)).hex().ft(16).names(&[
    (0, "Receiver ready"),
    (1, "Receiver not ready"),
    (2, "Reject"),
    (3, "Selective reject"),
]);
/// What an unnumbered command is.
pub static U_COMMAND: Field =
    Field::new("llc.control.u_modifier_cmd", "Command", Place::Derived(|p, i| modifier(p, i, false))).hex().ft(8).names(COMMANDS);
/// What an unnumbered response is.
pub static U_RESPONSE: Field =
    Field::new("llc.control.u_modifier_resp", "Response", Place::Derived(|p, i| modifier(p, i, true))).hex().ft(8).names(RESPONSES);
/// Information.
pub static FTYPE_I: Field = Field::new("llc.control.ftype", "Frame type", Place::Sub(1)).hex().ft(16).names(FTYPES);
/// Supervisory.
pub static FTYPE_S: Field = Field::new("llc.control.ftype", "Frame type", Place::Sub(3)).hex().ft(16).names(FTYPES);
/// Unnumbered.
pub static FTYPE_U8: Field = Field::new("llc.control.ftype", "Frame type", Place::Sub(3)).hex().ft(8).names(FTYPES);
static FTYPE_U: Field = Field::part(Place::When(|_| true, &[&U_COMMAND, &U_RESPONSE, &FTYPE_U8]));
static POLL_16: Field = Field::part(Place::Switch(
    |here| if here.number & 0x100 == 0 { 2 } else { (here.byte(1) & 1).into() },
    &[(0, &[&P_16]), (1, &[&F_16])],
    &[],
));
static POLL_8: Field = Field::part(Place::Switch(
    |here| if here.number & 0x10 == 0 { 2 } else { (here.byte(1) & 1).into() },
    &[(0, &[&P_8]), (1, &[&F_8])],
    &[],
));

static SNAP: Field = Field::part(Place::When(|here| snap(here.head), &[&OUI, &PROTOCOL_ID]));
/// Who gave the protocol its number.
pub static OUI: Field = Field::new("llc.oui", "Organization Code", Place::Key(24)).alias("OUI").names(OUIS);
static PROTOCOL_ID: Field = Field::part(Place::Pick(
    &[
        (0x000000, &[&TYPE]),
        (0x0000f8, &[&TYPE]),
        (0x00000c, &[&CISCO_PID]),
        (0x080007, &[&APPLE_PID]),
        (0x000081, &[&NORTEL_PID]),
        (0x00005e, &[&IANA_PID]),
        (0x0001e8, &[&FORCE10_PID]),
        (0x00805f, &[&HPTEAM_PID]),
        (0x00e02b, &[&EXTREME_PID]),
        (0x00e052, &[&FOUNDRY_PID]),
        (0x001090, &[&CIMETRICS_PID]),
        (0x0017f2, &[&AWDL_PID]),
        (0x001958, &[&BLUETOOTH_PID]),
        (0x004096, &[&WLCCP_PID]),
    ],
    &[&PID],
));
/// EtherType.
pub static TYPE: Field = pid("llc.type", "Type").alias("code").computed();
/// Protocol identifier.
pub static PID: Field = pid("llc.pid", "Protocol ID");
/// Cisco's.
pub static CISCO_PID: Field = pid("llc.cisco_pid", "PID").names(&[
    (0x0102, "DRIP"),
    (0x0104, "PAgP"),
    (0x0105, "MLS Hello"),
    (0x0108, "RLQ BPDUs (request)"),
    (0x0109, "RLQ BPDUs (response)"),
    (0x010b, "PVSTP+"),
    (0x010c, "VLAN Bridge"),
    (0x0111, "UDLD"),
    (0x0139, "MCP"),
    (0x2000, "CDP"),
    (0x2001, "CGMP"),
    (0x2003, "VTP"),
    (0x2004, "DTP"),
    (0x200a, "STP Uplink Fast"),
]);
/// AppleTalk's.
pub static APPLE_PID: Field = pid("llc.apple_atalk_pid", "PID");
/// Apple Wireless Direct Link's.
pub static AWDL_PID: Field = pid("llc.apple_awdl_pid", "PID");
/// Bluetooth's.
pub static BLUETOOTH_PID: Field = pid("llc.bluetooth_pid", "PID");
/// Cimetrics'.
pub static CIMETRICS_PID: Field = pid("llc.cimetrics_pid", "PID");
/// Extreme Networks'.
pub static EXTREME_PID: Field = pid("llc.extreme_pid", "PID");
/// Force10's.
pub static FORCE10_PID: Field = pid("llc.force10_pid", "PID");
/// Foundry's.
pub static FOUNDRY_PID: Field = pid("llc.foundry_pid", "PID");
/// Hewlett-Packard's.
pub static HPTEAM_PID: Field = pid("llc.hpteam_pid", "PID");
/// IANA's.
pub static IANA_PID: Field = pid("llc.iana_pid", "PID");
/// Nortel's.
pub static NORTEL_PID: Field = pid("llc.nortel_pid", "PID");
/// Cisco's wireless LAN context control protocol.
pub static WLCCP_PID: Field = pid("llc.wlccp_pid", "PID");

const fn pid(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(16)).hex()
}

/// IEEE 802.2.
pub static PROTOCOL: Protocol = Protocol {
    name: "llc",
    alias: "LLC",
    title: "Logical-Link Control",
    column: "LLC",
    spec: "IEEE 802.2",
    size: 2,
    fields: &[&DSAP, &DSAP_SAP, &DSAP_IG, &SSAP, &SSAP_SAP, &SSAP_CR, &CONTROL, &SNAP],
    under: &[(Space::EtherType, 0x8870), (Space::Ppp, 0x4b), (Space::Link, 100)],
    next: Some((Space::LlcSap, &DSAP)),
    line: &[Word::Call(told)],
    classes: &[form::link::LLC],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [dsap, _, control, ..] = *bytes else { return Step::cut(bytes) };
    let header = if kind(control) == 3 { 3 } else { 4 };
    if snap(bytes) {
        let (Some(oui), Some(pid)) = (load(bytes, header * 8, 24), load(bytes, header * 8 + 24, 16)) else { return Step::cut(bytes) };
        let (header, pid) = (header + 5, pid as u16);
        // RFC 2427, 4.2: bridged Ethernet stands behind two bytes of padding.
        return match (oui, pid) {
            (0 | 0xf8, _) => Step::new(header, below.wire, ETHERTYPE.of(pid)),
            (0x0c, _) => Step::new(header, below.wire, CISCOPID.of(pid)),
            (0x80c2, 1 | 7) if bytes.len() >= header + 2 => Step::new(header + 2, below.wire, id::eth),
            (0x81, 0x01a1 | 0x01a2) => Step::new(header, below.wire, id::ndp),
            (0x80c2, 0x0e) => Step::new(header, below.wire, LLCSAP.of(0x42)),
            _ => Step::new(header, below.wire, id::data),
        };
    }
    if bytes.len() < header {
        return Step::cut(bytes);
    }
    // Only information, numbered or not, belongs to the access point's protocol.
    let information = control & 1 == 0 || control & 0xef == 3;
    Step::new(header, below.wire, if information { LLCSAP.of(dsap.into()) } else { id::data })
}
/// 0 information, 1 supervisory, 3 unnumbered (IEEE 802.2, 5.2).
pub(super) const fn kind(control: u8) -> u64 {
    match control & 3 {
        3 => 3,
        1 => 1,
        _ => 0,
    }
}
fn snap(head: &[u8]) -> bool {
    head.starts_with(&[0xaa, 0xaa])
}
fn modifier<'a>(packet: &Packet<'a>, layer: usize, response: bool) -> Option<Value<'a>> {
    let [_, ssap, control, ..] = *packet.head(layer) else { return None };
    (response == (ssap & 1 == 1)).then_some(Value::Num((control >> 2 & 0x3b).into()))
}
fn told(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let [_, ssap, control, ..] = *packet.head(layer) else { return };
    let name = match kind(control) {
        0 => "I",
        1 => S_FTYPE.names.get(usize::from(control >> 2 & 3)).map_or("S", |n| n.1),
        _ => {
            let of = if ssap & 1 == 1 { &U_RESPONSE } else { &U_COMMAND };
            crate::text::named(of, (control >> 2 & 0x3b).into()).unwrap_or("U")
        }
    };
    out.extend(name.as_bytes());
    for (word, field) in [("; DSAP ", &DSAP), (", SSAP ", &SSAP)] {
        let sap = field.num(packet.head(layer)).unwrap_or(0);
        out.extend(word.as_bytes());
        match crate::text::named(field, sap) {
            Some(name) => out.extend(name.as_bytes()),
            None => crate::text::plain(field, Value::Num(sap), out),
        }
    }
}

const FTYPES: Names = &[(0, "Information frame"), (1, "Supervisory frame"), (3, "Unnumbered frame")];
pub(super) const COMMANDS: Names = &[
    (0, "Unnumbered Information"),
    (1, "Set Initialization Mode"),
    (3, "Set Asynchronous Response Mode"),
    (8, "Unnumbered Poll"),
    (11, "Set Asynchronous Balanced Mode"),
    (16, "Disconnect"),
    (19, "Set Asynchronous Response Mode Extended"),
    (24, "Unnumbered Acknowledge"),
    (27, "Set Asynchronous Balanced Mode Extended"),
    (32, "Set Normal Response Mode"),
    (33, "Frame reject"),
    (35, "Reset"),
    (43, "Exchange identification"),
    (49, "Configure"),
    (51, "Set Normal Response Mode Extended"),
    (56, "Test"),
    (59, "Beacon"),
];
pub(super) const RESPONSES: Names = &[
    (0, "Unnumbered Information"),
    (1, "Request Initialization Mode"),
    (3, "Disconnected mode"),
    (8, "Unnumbered Poll"),
    (11, "Set Asynchronous Balanced Mode"),
    (16, "Request Disconnect"),
    (19, "Set Asynchronous Response Mode Extended"),
    (24, "Unnumbered Acknowledge"),
    (27, "Set Asynchronous Balanced Mode Extended"),
    (32, "Set Normal Response Mode"),
    (33, "Frame reject"),
    (35, "Reset"),
    (43, "Exchange identification"),
    (49, "Configure"),
    (51, "Set Normal Response Mode Extended"),
    (56, "Test"),
    (59, "Beacon"),
];
const OUIS: Names = &[
    (0x000000, "Encapsulated Ethernet"),
    (0x00000c, "Cisco Systems, Inc"),
    (0x00005e, "ICANN, IANA Department"),
    (0x0000f8, "Cisco 9.0-compatible"),
    (0x0080c2, "IEEE 802.1 Committee"),
    (0x080007, "Apple, Inc."),
];
const SAPS: Names = &[
    (0x00, "NULL LSAP"),
    (0x01, "NULL LSAP"),
    (0x02, "LLC Sub-Layer Management"),
    (0x04, "SNA Path Control"),
    (0x06, "TCP/IP"),
    (0x08, "SNA"),
    (0x0c, "SNA"),
    (0x0e, "PROWAY (IEC955) Network Management and Initialization"),
    (0x10, "NetWare (unofficial?)"),
    (0x14, "ISO Network Layer (OSLAN 1)"),
    (0x18, "Texas Instruments"),
    (0x20, "ISO Network Layer (unofficial?)"),
    (0x34, "ISO Network Layer (unofficial?)"),
    (0x42, "Spanning Tree BPDU"),
    (0x4e, "EIA RS-511 Manufacturing Message Service"),
    (0x54, "ISO Network Layer (OSLAN 2)"),
    (0x7e, "ISO 8208 (X.25 over 802.2)"),
    (0x7f, "ISO 802.2"),
    (0x80, "XNS"),
    (0x82, "BACnet"),
    (0x86, "Nestar"),
    (0x8e, "PROWAY (IEC955) Active Station List Maintenance"),
    (0x98, "ARP"),
    (0xaa, "SNAP"),
    (0xb4, "HP JetDirect Printer"),
    (0xba, "Banyan Vines"),
    (0xbc, "Banyan Vines"),
    (0xe0, "NetWare"),
    (0xf0, "NetBIOS"),
    (0xf4, "IBM Net Management"),
    (0xf8, "HP Extended LLC"),
    (0xfa, "Ungermann-Bass"),
    (0xfc, "Remote Program Load"),
    (0xfe, "ISO Network Layer"),
    (0xff, "Global LSAP"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn frame(llc: &str) -> Vec<u8> {
        let llc = hex(llc);
        let mut bytes = hex("ff ff ff ff ff ff 02 03 04 05 06 07");
        bytes.extend((llc.len() as u16).to_be_bytes());
        bytes.extend(llc);
        bytes
    }

    #[test]
    fn subnetwork_access() {
        let names =
            ["llc.dsap", "llc.dsap.sap", "llc.ssap", "llc.ssap.cr", "llc.control", "llc.oui", "llc.type", "llc.cisco_pid", "llc.pid"];
        let type_ = frame("aa aa 03 00 00 00 12 34 01");
        assert_eq!(fields_of(1, &type_, &names), "0xaa 85 0xaa 0 0x0003 0 0x1234 - -");
        cut_everywhere(1, &type_);
        assert_eq!(fields_of(1, &frame("aa aa 03 00 00 0c 01 02 01"), &names), "0xaa 85 0xaa 0 0x0003 12 - 0x0102 -");
        assert_eq!(fields_of(1, &frame("aa aa 03 12 34 56 00 01 01"), &names), "0xaa 85 0xaa 0 0x0003 1193046 - - 0x0001");
        assert_eq!(layers_of(1, &type_), "eth:llc:data End");
    }
    #[test]
    fn all_kinds_of_control() {
        let names = [
            "llc.control",
            "llc.control.n_r",
            "llc.control.n_s",
            "llc.control.p",
            "llc.control.f",
            "llc.control.s_ftype",
            "llc.control.u_modifier_cmd",
            "llc.control.u_modifier_resp",
            "llc.control.ftype",
        ];
        let of = |llc: &str| fields_of(1, &frame(llc), &names);
        assert_eq!(of("f0 f0 02 04 01"), "0x0402 2 1 - - - - - 0x0000");
        assert_eq!(of("f0 f1 01 05 01"), "0x0501 2 - - 1 0x0000 - - 0x0001");
        assert_eq!(of("f0 f0 7f"), "0x007f - - 1 - - 0x1b - 0x03");
        assert_eq!(of("00 01 af 81 01 00"), "0x00af - - - - - - 0x2b 0x03");
        cut_everywhere(1, &frame("f0 f1 01 05 01"));
    }
}
