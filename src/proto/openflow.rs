//! OpenFlow over TCP: several messages follow one another, of a version that each names itself.
//!
//! [Version 1.0](https://opennetworking.org/wp-content/uploads/2013/04/openflow-spec-v1.0.0.pdf), 5.1, and
//! [version 1.3](https://opennetworking.org/wp-content/uploads/2014/10/openflow-spec-v1.3.0.pdf), 7.1.
use super::*;

/// OpenFlow of any version: no bytes of its own.
pub static PROTOCOL: Protocol = Protocol {
    name: "openflow",
    alias: "",
    title: "OpenFlow",
    column: "OpenFlow",
    spec: "OpenFlow 1.3",
    under: &[(Space::TcpPort, 6653), (Space::TcpPort, 6633)],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes {
        [1, ..] => Step::new(0, below.wire, id::openflow_v1),
        [4, ..] => Step::new(0, below.wire, id::openflow_v4),
        _ => Step::reject(),
    }
}

/// A message's length, which counts its header; another may follow.
#[inline]
pub(super) fn message(bytes: &[u8], version: u8) -> Step {
    let [first, _, high, low, _, _, _, _, ..] = bytes else { return Step::cut(bytes) };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if *first != version || length < 8 {
        return Step::reject();
    }
    match length <= bytes.len() {
        true => Step { again: true, ..Step::new(length, length, id::data) },
        false => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn over_tcp(messages: &str) -> Vec<u8> {
        let rest = hex(messages);
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 06 00 00 01 01 01 01 02 02 02 02
                             19 fd 30 39 00 00 00 01 00 00 00 01 50 18 20 00 00 00 00 00");
        bytes[3] = (40 + rest.len()) as u8;
        bytes.extend(rest);
        bytes
    }
    const FRAME: &str = "02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02";

    #[test]
    fn messages_and_the_packets_in_them() {
        let bytes = over_tcp(&format!(
            "01 0a 0034 00000007 ffffffff 0022 0001 01 00\n{FRAME}
             01 00 0008 00000008 # hello
             01 0d 003a 00000009 ffffffff 0002 0008 0000 0008 0001 0000\n{FRAME}"
        ));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:openflow:openflow_v1:eth:ip:openflow_v1:openflow_v1:eth:ip End");
        let names = ["openflow_1_0.type", "openflow.xid", "openflow.in_port", "openflow.total_len", "ip.dst"];
        assert_eq!(fields_of(228, &bytes, &names), "10,0,13 7,8,9 1,2 34 2.2.2.2,10.0.0.2,10.0.0.2");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn flow_entries() {
        let bytes = over_tcp(
            "04 0e 0060 00000007 0000000000000001 0000000000000002 03 00 0004 0005 0006 ffffffff ffffffff ffffffff 0001 0000
             0001 0016 80000a02 0800 80001708 0a000002 ffffff00 0000 # IPv4 to 10.0.0.2/24
             0004 0018 00000000 0000 0010 00000005 ffff 000000000000 # apply: put out at 5",
        );
        let names = ["openflow_v4.flowmod.priority", "openflow_v4.flowmod.flags.send_flow_rem", "openflow_v4.match.length", "openflow_v4.oxm.field"];
        assert_eq!(fields_of(228, &bytes, &names), "6 1 22 5,11");
        let names = ["openflow_v4.oxm.value_ipv4addr", "openflow_v4.oxm.ipv4_mask", "openflow_v4.instruction.type", "openflow_v4.action.output.port"];
        assert_eq!(fields_of(228, &bytes, &names), "10.0.0.2 255.255.255.0 4 5");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn version_1_3() {
        let bytes = over_tcp(&format!(
            "04 0a 0044 00000007 ffffffff 0022 00 05 0000000000000003 0001 0004 00000000 0000\n{FRAME}
             04 0d 004a 00000009 ffffffff 00000002 0010 000000000000 0000 0010 fffffffd 0020 000000000000\n{FRAME}"
        ));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:openflow:openflow_v4:eth:ip:openflow_v4:eth:ip End");
        let names = ["openflow_v4.packet_in.cookie", "openflow_v4.packet_in.table_id", "openflow_v4.packet_out.in_port", "ip.dst"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0000000000000003 5 2 2.2.2.2,10.0.0.2,10.0.0.2");
        cut_everywhere(228, &bytes);
    }
}
