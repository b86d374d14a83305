//! collectd network data, [collectd's binary protocol](https://collectd.org/wiki/index.php/Binary_protocol).
use super::*;
use crate::field::*;

static TYPE: Field = Field::new("collectd.type", "Type", Place::Uint(16)).hex().names(&[(0, "HOST"), (1, "TIME"), (2, "PLUGIN"), (3, "PLUGIN_INSTANCE"), (4, "TYPE"), (5, "TYPE_INSTANCE"), (6, "VALUES"), (7, "INTERVAL"), (8, "TIME_HR"), (9, "INTERVAL_HR"), (256, "MESSAGE"), (257, "SEVERITY"), (512, "SIGNATURE"), (528, "ENCRYPTED_DATA")]);
static LEN: Field = Field::new("collectd.len", "Length", Place::Uint(16));
static DATA_HOST: Field = Field::new("collectd.data.host", "Host name", Place::Zero);
static DATA_PLUGIN: Field = Field::new("collectd.data.plugin", "Plugin", Place::Zero);
static DATA_PLUGIN_INST: Field = Field::new("collectd.data.plugin.inst", "Plugin instance", Place::Zero);
static DATA_TYPE: Field = Field::new("collectd.data.type", "Type", Place::Zero);
static DATA_TYPE_INST: Field = Field::new("collectd.data.type.inst", "Type instance", Place::Zero);
static DATA_VALCNT: Field = Field::new("collectd.data.valcnt", "Value count", Place::Uint(16));
static PARTS: Field = Field::many("Parts", &PART);
static PART: Field = Field::new("", "Part", Place::Group(&[&TYPE, &LEN, &BODY]));
static BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(4).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.word(h.start).into(),
    &[(0, &[&DATA_HOST]), (2, &[&DATA_PLUGIN]), (3, &[&DATA_PLUGIN_INST]), (4, &[&DATA_TYPE]), (5, &[&DATA_TYPE_INST]), (6, &[&DATA_VALCNT])],
    &[],
));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "collectd",
    title: "collectd network data",
    column: "collectd",
    spec: "collectd's binary protocol",
    size: 0,
    fields: &[&PARTS],
    under: &[(Space::UdpPort, 25826)],
    line: &[Word::Say("Host="), Word::Of(&DATA_HOST)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 00 00 09 68 6f 73 74 00 # host
        00 02 00 08 63 70 75 00 # plugin";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(25826, 25826, &hex(SAMPLE));
        let names = ["collectd.type", "collectd.len", "collectd.data.host", "collectd.data.plugin"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0000,0x0002 9,8 host cpu");
        assert_eq!(layers_of(228, &bytes), "ip:udp:collectd End");
        cut_everywhere(228, &bytes);
    }
}
