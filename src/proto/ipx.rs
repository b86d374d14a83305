//! Internetwork Packet eXchange, Novell IPX Router Specification.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Checksum           |             Length            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Transport Contr|  Packet Type  |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |        Destination Node       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |       Destination Socket      |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |          Source Node          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Source Socket         |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static CHECKSUM: Field = Field::bits("ipx.checksum", "Checksum", 0, 16).hex();
static LEN: Field = Field::bits("ipx.len", "Length", 16, 16);
static HOPS: Field = Field::bits("ipx.hops", "Transport Control (Hops)", 32, 8);
static PACKET_TYPE: Field = Field::bits("ipx.packet_type", "Packet Type", 40, 8).hex().names(&[(0, "IPX"), (1, "RIP"), (2, "Echo"), (3, "Error"), (4, "PEP"), (5, "SPX"), (16, "Experimental Protocol"), (17, "NCP"), (18, "Experimental Protocol"), (19, "Experimental Protocol"), (20, "NetBIOS Broadcast"), (21, "Experimental Protocol"), (22, "Experimental Protocol"), (23, "Experimental Protocol"), (24, "Experimental Protocol"), (25, "Experimental Protocol"), (26, "Experimental Protocol"), (27, "Experimental Protocol"), (28, "Experimental Protocol"), (29, "Experimental Protocol"), (30, "Experimental Protocol"), (31, "Experimental Protocol")]);
static DST_NET: Field = Field::bits("ipx.dst.net", "Destination Network", 48, 32).hex();
static DST_NODE: Field = Field::bytes("ipx.dst.node", "Destination Node", 10, 6).kind(Kind::Mac);
static DST_SOCKET: Field = Field::bits("ipx.dst.socket", "Destination Socket", 128, 16).hex().names(&[(2, "CISCO PING"), (1105, "NCP"), (1106, "SAP"), (1107, "RIP"), (1109, "NetBIOS"), (1110, "Diagnostic"), (1111, "Serialization"), (1360, "NWLink SMB Server"), (1361, "NWLink SMB Name Query"), (1362, "NWLink SMB Redirector"), (1363, "NWLink SMB Mailslot Datagram"), (1364, "NWLink SMB Messenger"), (1365, "NWLink SMB Browse"), (1373, "Attachmate Gateway"), (16385, "IPX Message"), (16387, "IPX Message"), (16390, "NetWare Directory Server"), (16396, "HP LaserJet/QuickSilver"), (33028, "NetWare 386"), (34082, "ADSM"), (34238, "Cisco EIGRP for IPX"), (36739, "Powerchute UPS Monitoring"), (36865, "NetWare Link Services Protocol"), (36868, "IPX WAN"), (36879, "SNMP Agent"), (36880, "SNMP Sink"), (36987, "SMS Testing and Development"), (36998, "Novell PING"), (37009, "TCP Tunnel"), (37010, "UDP Tunnel"), (37042, "NDPS Printer Agent/PSM"), (37043, "NDPS Broker"), (37044, "NDPS Service Registry Service"), (37045, "NDPS Event Notification Service"), (37046, "NDPS Remote Management Service"), (37047, "NDPS Notify Listener"), (59525, "NT Server-RPC/GW")]);
static SRC_NET: Field = Field::bits("ipx.src.net", "Source Network", 144, 32).hex();
static SRC_NODE: Field = Field::bytes("ipx.src.node", "Source Node", 22, 6).kind(Kind::Mac);
static SRC_SOCKET: Field = Field::bits("ipx.src.socket", "Source Socket", 224, 16).hex().names(&[(2, "CISCO PING"), (1105, "NCP"), (1106, "SAP"), (1107, "RIP"), (1109, "NetBIOS"), (1110, "Diagnostic"), (1111, "Serialization"), (1360, "NWLink SMB Server"), (1361, "NWLink SMB Name Query"), (1362, "NWLink SMB Redirector"), (1363, "NWLink SMB Mailslot Datagram"), (1364, "NWLink SMB Messenger"), (1365, "NWLink SMB Browse"), (1373, "Attachmate Gateway"), (16385, "IPX Message"), (16387, "IPX Message"), (16390, "NetWare Directory Server"), (16396, "HP LaserJet/QuickSilver"), (33028, "NetWare 386"), (34082, "ADSM"), (34238, "Cisco EIGRP for IPX"), (36739, "Powerchute UPS Monitoring"), (36865, "NetWare Link Services Protocol"), (36868, "IPX WAN"), (36879, "SNMP Agent"), (36880, "SNMP Sink"), (36987, "SMS Testing and Development"), (36998, "Novell PING"), (37009, "TCP Tunnel"), (37010, "UDP Tunnel"), (37042, "NDPS Printer Agent/PSM"), (37043, "NDPS Broker"), (37044, "NDPS Service Registry Service"), (37045, "NDPS Event Notification Service"), (37046, "NDPS Remote Management Service"), (37047, "NDPS Notify Listener"), (59525, "NT Server-RPC/GW")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipx",
    title: "Internetwork Packet eXchange",
    column: "IPX",
    spec: "Novell IPX Router Specification",
    size: 30,
    fields: &[&CHECKSUM, &LEN, &HOPS, &PACKET_TYPE, &DST_NET, &DST_NODE, &DST_SOCKET, &SRC_NET, &SRC_NODE, &SRC_SOCKET],
    under: &[(Space::EtherType, 0x8137), (Space::LlcSap, 0xe0), (Space::LlcSap, 0x10), (Space::UdpPort, 213)],
    line: &[Word::Of(&PACKET_TYPE), Word::With(" to socket ", &DST_SOCKET)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(length) = LEN.num(bytes).filter(|_| bytes.len() >= 30) else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let total = (length as usize).clamp(30, below.wire.max(30));
    let socket = DST_SOCKET.num(bytes).unwrap_or(0);
    // Service advertisements, routes, NetBIOS and diagnostics belong to the protocol itself; what is anybody else's is data.
    let own = matches!(socket, 0x0451..=0x0457 | 0x0553);
    Step::new(if own { total.min(bytes.len()) } else { 30 }, total, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 81 37 # what carries it
        ff ff 00 28 00 01 00 00 00 01 ff ff ff ff ff ff 04 53 00 00 00 01 00 11 22 33 44 55 04 53 # RIP
        00 01 ff ff ff ff ff ff ff ff";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["ipx.checksum", "ipx.len", "ipx.hops", "ipx.packet_type", "ipx.dst.node", "ipx.dst.socket", "ipx.src.node", "ipx.src.socket"];
        assert_eq!(fields_of(1, &bytes, &names), "0xffff 40 0 0x01 ff:ff:ff:ff:ff:ff 0x0453 00:11:22:33:44:55 0x0453");
        assert_eq!(layers_of(1, &bytes), "eth:ipx End");
        cut_everywhere(1, &bytes);
    }
}
