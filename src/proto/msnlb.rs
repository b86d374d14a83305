//! MS Network Load Balancing, [MS Network Load Balancing](https://wiki.wireshark.org/MS_NLB).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                           Signature                           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static SIGNATURE: Field = Field::new("msnlb.signature", "Signature", Place::Little(0, 4, 0, 32)).hex().names(&[(3235774911, "NLB Cluster Membership HeartBeat"), (3235774912, "NLB Extended HeartBeat"), (3235774942, "NLB Reliable Protocol")]);
static UNIQUE_HOST_ID: Field = Field::new("msnlb.unique_host_id", "Unique Host ID", Place::UintLe(32));
static CLUSTER_IP: Field = Field::new("msnlb.cluster_ip", "Cluster IP", Place::Uint(32)).kind(Kind::Ip4);
static HOST_IP: Field = Field::new("msnlb.host_ip", "Host IP", Place::Uint(32)).kind(Kind::Ip4);
static MY_HOST_IP: Field = Field::new("msnlb.my_host_ip", "My Host id", Place::UintLe(16));
static DEFAULT_HOST_IP: Field = Field::new("msnlb.default_host_ip", "Default Host id", Place::UintLe(16));
static CONVERGENCE_STATE: Field = Field::new("msnlb.convergence_state", "Convergence State", Place::UintLe(16));
static NUMBER_OF_PORT_RULES: Field = Field::new("msnlb.number_of_port_rules", "Number of Port Rules", Place::UintLe(16));
static UNIQUE_HOST_CODE: Field = Field::new("msnlb.unique_host_code", "Unique Host Code", Place::UintLe(32));
static PACKETS_HANDLED: Field = Field::new("msnlb.packets_handled", "Packets Handled", Place::UintLe(32));
static BODY: Field = Field::part(Place::When(|h| h.left() >= 16, &[&SKIPPED, &UNIQUE_HOST_ID, &CLUSTER_IP, &HOST_IP, &HEARTBEAT]));
static SKIPPED: Field = Field::part(Place::Uint(32));
static HEARTBEAT: Field = Field::part(Place::When(
    |h| h.byte(0) == 0xbf && h.left() >= 16,
    &[&MY_HOST_IP, &DEFAULT_HOST_IP, &CONVERGENCE_STATE, &NUMBER_OF_PORT_RULES, &UNIQUE_HOST_CODE, &PACKETS_HANDLED],
));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "msnlb",
    title: "MS Network Load Balancing",
    column: "MS NLB",
    spec: "MS Network Load Balancing",
    size: 4,
    fields: &[&SIGNATURE, &BODY],
    under: &[(Space::EtherType, 0x886f)],
    line: &[Word::Of(&SIGNATURE), Word::With(" of ", &HOST_IP)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 4)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 88 6f # what carries it
        bf 01 de c0 # heartbeat
        06 02 00 00 02 00 00 00 c0 a8 64 50 c0 a8 64 52 # host 2
        01 00 00 00 01 00 09 00 75 47 3c 4f 3b cc c8 04
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["msnlb.signature", "msnlb.unique_host_id", "msnlb.cluster_ip", "msnlb.host_ip", "msnlb.my_host_ip", "msnlb.convergence_state", "msnlb.number_of_port_rules", "msnlb.packets_handled"];
        assert_eq!(fields_of(1, &bytes, &names), "0xc0de01bf 2 192.168.100.80 192.168.100.82 1 1 9 80268347");
        assert_eq!(layers_of(1, &bytes), "eth:msnlb End");
        cut_everywhere(1, &bytes);
    }
}
