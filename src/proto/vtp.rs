//! VLAN Trunking Protocol, [Cisco VLAN Trunking Protocol](https://www.cisco.com/c/en/us/support/docs/lan-switching/vtp/10558-21.html).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |      Code     |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("vtp.version", "Version", 0, 8).hex();
static CODE: Field = Field::bits("vtp.code", "Code", 8, 8).hex().names(&[(1, "Summary Advertisement"), (2, "Subset Advertisement"), (3, "Advertisement Request"), (4, "Join/Prune Message")]);
static FOLLOWERS: Field = Field::new("vtp.followers", "Followers", Place::Uint(8));
static SEQ_NUM: Field = Field::new("vtp.seq_num", "Sequence Number", Place::Uint(8));
static MD_LEN: Field = Field::new("vtp.md_len", "Management Domain Length", Place::Uint(8));
static MD: Field = Field::new("vtp.md", "Management Domain", Place::Take(|h| (h.number as usize).min(h.left()).min(32))).text();
static CONF_REV_NUM: Field = Field::new("vtp.conf_rev_num", "Configuration Revision Number", Place::Uint(32));
static UPD_ID: Field = Field::new("vtp.upd_id", "Updater Identity", Place::Uint(32)).kind(Kind::Ip4);
static UPD_TS: Field = Field::new("vtp.upd_ts", "Update Timestamp", Place::Run(12)).text();
static MD5_DIGEST: Field = Field::new("vtp.md5_digest", "MD5 Digest", Place::Run(16));
static START_VALUE: Field = Field::new("vtp.start_value", "Start Value", Place::Uint(16)).hex();
static BY_CODE: Field = Field::part(Place::Switch(
    |h| h.byte(1).into(),
    &[
        (1, &[&FOLLOWERS, &MD_LEN, &MD, &FILL, &CONF_REV_NUM, &UPD_ID, &UPD_TS, &MD5_DIGEST]),
        (2, &[&SEQ_NUM, &MD_LEN, &MD, &FILL, &CONF_REV_NUM]),
        (3, &[&ONE, &MD_LEN, &MD, &FILL, &START_VALUE]),
    ],
    &[],
));
static ONE: Field = Field::part(Place::Run(1));
static FILL: Field = Field::part(Place::Take(|h| 36usize.saturating_sub(h.at).min(h.left())));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "vtp",
    title: "VLAN Trunking Protocol",
    column: "VTP",
    spec: "Cisco VLAN Trunking Protocol",
    size: 2,
    fields: &[&VERSION, &CODE, &BY_CODE],
    under: &[(Space::CiscoPid, 0x2003)],
    line: &[Word::Of(&CODE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 2)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 00 50 aa aa 03 00 00 0c 20 03 # what carries it
        01 01 00 03 61 62 63 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 # summary of abc
        00 00 00 07 0a 00 00 01 39 33 30 33 30 31 30 30 30 30 30 30
        11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["vtp.version", "vtp.code", "vtp.followers", "vtp.md_len", "vtp.md", "vtp.conf_rev_num", "vtp.upd_id", "vtp.md5_digest"];
        assert_eq!(fields_of(1, &bytes, &names), "0x01 0x01 0 3 abc 7 10.0.0.1 11111111111111111111111111111111");
        assert_eq!(layers_of(1, &bytes), "eth:llc:vtp End");
        cut_everywhere(1, &bytes);
    }
}
