//! PPP over Ethernet, discovery stage, [RFC 2516](https://www.rfc-editor.org/rfc/rfc2516), 5, with the tags of
//! [RFC 4679](https://www.rfc-editor.org/rfc/rfc4679) (Broadband Forum) and [RFC 5578](https://www.rfc-editor.org/rfc/rfc5578) (credits and metrics).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  VER  | TYPE  |      CODE     |          SESSION_ID           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            LENGTH             |  Tags: type, length, value .. |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::pppoes::{CODE, LENGTH, SESSION_ID, TYPE, VERSION};
use super::*;
use crate::field::*;

static TAGS: Field = Field::new("pppoed.tags", "PPPoE Tags", Place::Many(&TAG_OR_END)).alias("tag_list");
/// "End-Of-List": nothing behind it is a tag (RFC 2516, appendix A).
static TAG_OR_END: Field = Field::new(
    "",
    "Tag",
    Place::Peek(
        16,
        &[
            (0x0000, &END),
            (0x0105, &VENDOR_TAG),
            (0x0106, &CREDITS_TAG),
            (0x0107, &METRICS_TAG),
            (0x0101, &SERVICE_NAME_TAG),
            (0x0102, &AC_NAME_TAG),
            (0x0103, &HOST_UNIQ_TAG),
            (0x0104, &AC_COOKIE_TAG),
            (0x0108, &SEQ_NUM_TAG),
            (0x0109, &CREDIT_SCALE_TAG),
            (0x0110, &RELAY_TAG),
            (0x0111, &HURL_TAG),
            (0x0112, &MOTM_TAG),
            (0x0120, &MAX_PAYLOAD_TAG),
            (0x0121, &IP_ROUTE_TAG),
            (0x0201, &NAME_ERROR_TAG),
            (0x0202, &SYSTEM_ERROR_TAG),
            (0x0203, &GENERIC_ERROR_TAG),
        ],
        &UNKNOWN,
    ),
);
static END: Field = Field::new("", "End-Of-List", Place::Group(&[&KIND, &REMAINDER]));
static REMAINDER: Field = Field::part(Place::Rest);
static KIND: Field = Field::new("", "Type", Place::Uint(16)).hex().names(NAMES);
static LEN: Field = Field::new("", "Length", Place::Len(16, Counts::Behind));
static UNKNOWN: Field = Field::new("", "Unknown tag", Place::Group(&[&TAG, &TAG_LENGTH, &UNKNOWN_DATA])).alias("PPPoETag");
/// Of a tag that is not known.
pub static TAG: Field = Field::new("pppoed.tag", "Tag", Place::Uint(16)).hex().alias("tag_type").names(NAMES);
/// Of a tag that is not known, in bytes.
pub static TAG_LENGTH: Field = Field::new("pppoed.tag_length", "Tag Length", Place::Len(16, Counts::Behind)).alias("tag_len");
/// Of a tag that is not known.
pub static UNKNOWN_DATA: Field = Field::new("pppoed.tag.unknown_data", "Unknown Data", Place::Rest).alias("tag_value");
static SERVICE_NAME_TAG: Field = Field::new("", "Service-Name", Place::Group(&[&KIND, &LEN, &SERVICE_NAME]));
/// Service-Name.
pub static SERVICE_NAME: Field = Field::new("pppoed.tags.service_name", "Service-Name", Place::Rest).text();
static AC_NAME_TAG: Field = Field::new("", "AC-Name", Place::Group(&[&KIND, &LEN, &AC_NAME]));
/// AC-Name.
pub static AC_NAME: Field = Field::new("pppoed.tags.ac_name", "AC-Name", Place::Rest).text();
static HOST_UNIQ_TAG: Field = Field::new("", "Host-Uniq", Place::Group(&[&KIND, &LEN, &HOST_UNIQ]));
/// Host-Uniq.
pub static HOST_UNIQ: Field = Field::new("pppoed.tags.host_uniq", "Host-Uniq", Place::Rest);
static AC_COOKIE_TAG: Field = Field::new("", "AC-Cookie", Place::Group(&[&KIND, &LEN, &AC_COOKIE]));
/// AC-Cookie.
pub static AC_COOKIE: Field = Field::new("pppoed.tags.ac_cookie", "AC-Cookie", Place::Rest);
static SEQ_NUM_TAG: Field = Field::new("", "Sequence Number", Place::Group(&[&KIND, &LEN, &SEQ_NUM]));
/// Sequence Number.
pub static SEQ_NUM: Field = Field::new("pppoed.tags.seq_num", "Sequence Number", Place::Uint(16)).hex();
static CREDIT_SCALE_TAG: Field = Field::new("", "Credit Scale Factor", Place::Group(&[&KIND, &LEN, &CREDIT_SCALE]));
/// Credit Scale Factor.
pub static CREDIT_SCALE: Field = Field::new("pppoed.tags.credit_scale", "Credit Scale Factor", Place::Uint(16));
static RELAY_TAG: Field = Field::new("", "Relay-Session-Id", Place::Group(&[&KIND, &LEN, &RELAY]));
/// Relay-Session-Id.
pub static RELAY: Field = Field::new("pppoed.tags.relay_session_id", "Relay-Session-Id", Place::Rest);
static HURL_TAG: Field = Field::new("", "HURL", Place::Group(&[&KIND, &LEN, &HURL]));
/// HURL.
pub static HURL: Field = Field::new("pppoed.tags.hurl", "HURL", Place::Rest);
static MOTM_TAG: Field = Field::new("", "MOTM", Place::Group(&[&KIND, &LEN, &MOTM]));
/// MOTM.
pub static MOTM: Field = Field::new("pppoed.tags.motm", "MOTM", Place::Rest);
static MAX_PAYLOAD_TAG: Field = Field::new("", "PPP-Max-Payload", Place::Group(&[&KIND, &LEN, &MAX_PAYLOAD]));
/// PPP-Max-Payload.
pub static MAX_PAYLOAD: Field = Field::new("pppoed.tags.max_payload", "PPP-Max-Payload", Place::Rest);
static IP_ROUTE_TAG: Field = Field::new("", "IP Route Add", Place::Group(&[&KIND, &LEN, &IP_ROUTE]));
/// IP Route Add.
pub static IP_ROUTE: Field = Field::new("pppoed.tags.ip_route_add", "IP Route Add", Place::Rest);
static NAME_ERROR_TAG: Field = Field::new("", "Service-Name-Error", Place::Group(&[&KIND, &LEN, &NAME_ERROR]));
/// Service-Name-Error.
pub static NAME_ERROR: Field = Field::new("pppoed.tags.service_name_error", "Service-Name-Error", Place::Zero);
static SYSTEM_ERROR_TAG: Field = Field::new("", "AC-System-Error", Place::Group(&[&KIND, &LEN, &SYSTEM_ERROR]));
/// AC-System-Error.
pub static SYSTEM_ERROR: Field = Field::new("pppoed.tags.ac_system_error", "AC-System-Error", Place::Zero);
static GENERIC_ERROR_TAG: Field = Field::new("", "Generic-Error", Place::Group(&[&KIND, &LEN, &GENERIC_ERROR]));
/// Generic-Error.
pub static GENERIC_ERROR: Field = Field::new("pppoed.tags.generic_error", "Generic-Error", Place::Zero);

static CREDITS_TAG: Field = Field::new("", "Credits", Place::Group(&[&KIND, &LEN, &FCN, &BCN]));
/// Forward credit notification (RFC 5578, 3.1).
pub static FCN: Field = Field::new("pppoed.tags.credits.fcn", "FCN", Place::Uint(16));
/// Backward credit notification.
pub static BCN: Field = Field::new("pppoed.tags.credits.bcn", "BCN", Place::Uint(16));
static METRICS_TAG: Field = Field::new(
    "",
    "Metrics",
    Place::Group(&[&KIND, &LEN, &METRICS_WORD, &MDR_UNITS, &CDR_UNITS, &RECEIVE_ONLY, &RLQ, &RESOURCE, &LATENCY, &CURR_DRATE, &MAX_DRATE]),
);
static METRICS_WORD: Field = Field::part(Place::Uint(16));
/// Of the maximum data rate: kbit/s, Mbit/s, Gbit/s, Tbit/s.
pub static MDR_UNITS: Field = Field::new("pppoed.tags.metrics.mdr_units", "MDR Units", Place::Sub(0x18)).hex().ft(16);
/// Of the current data rate.
pub static CDR_UNITS: Field = Field::new("pppoed.tags.metrics.cdr_units", "CDR Units", Place::Sub(0x06)).hex().ft(16);
/// Nothing can be sent.
pub static RECEIVE_ONLY: Field = Field::new("pppoed.tags.metrics.r", "Receive Only", Place::Sub(0x01));
/// Relative link quality.
pub static RLQ: Field = Field::new("pppoed.tags.metrics.rlq", "Relative Link Quality", Place::Uint(8));
/// In percent.
pub static RESOURCE: Field = Field::new("pppoed.tags.metrics.resource", "Resource", Place::Uint(8));
/// In milliseconds.
pub static LATENCY: Field = Field::new("pppoed.tags.metrics.latency", "Latency", Place::Uint(16));
/// Current data rate.
pub static CURR_DRATE: Field = Field::new("pppoed.tags.metrics.curr_drate", "Curr. datarate", Place::Uint(16));
/// Maximum data rate.
pub static MAX_DRATE: Field = Field::new("pppoed.tags.metrics.max_drate", "Max. datarate", Place::Uint(16));

static VENDOR_TAG: Field = Field::new("", "Vendor-Specific", Place::Group(&[&KIND, &LEN, &VENDOR_OR_NOT]));
static VENDOR_OR_NOT: Field = Field::part(Place::When(|here| here.left() >= 4, &[&VENDOR_ID, &VENDOR_DATA]));
/// IANA's enterprise number.
pub static VENDOR_ID: Field = Field::new("pppoed.tags.vendor_id", "Vendor id", Place::Key(32)).names(&[(3561, "The Broadband Forum")]);
static VENDOR_DATA: Field = Field::part(Place::Pick(&[(3561, &[&FORUM])], &[&UNSPECIFIED]));
/// Of a vendor that is not known.
pub static UNSPECIFIED: Field = Field::new("pppoed.tags.vendor_unspecified", "Vendor unspecified", Place::Rest);
static FORUM: Field = Field::new("pppoed.tags.vendorspecific.tags", "Vendor Specific PPPoE Tags", Place::Many(&FORUM_TAG));
static FORUM_TAG: Field = Field::new(
    "",
    "Tag",
    Place::Peek(
        8,
        &[
            (0x01, &CIRCUIT_ID_TAG),
            (0x02, &REMOTE_ID_TAG),
            (0x81, &ACT_DATA_RATE_UP_TAG),
            (0x82, &ACT_DATA_RATE_DOWN_TAG),
            (0x83, &MIN_DATA_RATE_UP_TAG),
            (0x84, &MIN_DATA_RATE_DOWN_TAG),
            (0x85, &ATTAINABLE_DATA_RATE_UP_TAG),
            (0x86, &ATTAINABLE_DATA_RATE_DOWN_TAG),
            (0x87, &MAX_DATA_RATE_UP_TAG),
            (0x88, &MAX_DATA_RATE_DOWN_TAG),
            (0x89, &MIN_DATA_RATE_UP_LP_TAG),
            (0x8a, &MIN_DATA_RATE_DOWN_LP_TAG),
            (0x8b, &MAX_INT_DELAY_UP_TAG),
            (0x8c, &ACT_INT_DELAY_UP_TAG),
            (0x8d, &MAX_INT_DELAY_DOWN_TAG),
            (0x8e, &ACT_INT_DELAY_DOWN_TAG),
            (0x90, &ENCAPS),
        ],
        &FORUM_UNKNOWN,
    ),
);
static FORUM_KIND: Field = Field::new("", "Type", Place::Uint(8)).hex();
static FORUM_LEN: Field = Field::new("", "Length", Place::Len(8, Counts::Behind));
static FORUM_UNKNOWN: Field = Field::new("", "Unknown tag", Place::Group(&[&FORUM_UNKNOWN_TAG, &FORUM_UNKNOWN_LEN, &UNKNOWN_DATA]));
static FORUM_UNKNOWN_TAG: Field = Field::new("pppoed.tag", "Tag", Place::Uint(8)).hex().ft(16);
static FORUM_UNKNOWN_LEN: Field = Field::new("pppoed.tag_length_8", "Tag Length", Place::Len(8, Counts::Behind));
static CIRCUIT_ID_TAG: Field = Field::new("", "Circuit ID", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &CIRCUIT_ID]));
/// RFC 4679, 3.3.
pub static CIRCUIT_ID: Field = Field::new("pppoed.tags.circuit_id", "Circuit ID", Place::Rest).text();
static REMOTE_ID_TAG: Field = Field::new("", "Remote ID", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &REMOTE_ID]));
/// RFC 4679, 3.3.
pub static REMOTE_ID: Field = Field::new("pppoed.tags.remote_id", "Remote ID", Place::Rest).text();
static ACT_DATA_RATE_UP_TAG: Field =
    Field::new("", "Actual Data Rate Upstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &ACT_DATA_RATE_UP]));
/// RFC 4679, 3.3.
pub static ACT_DATA_RATE_UP: Field = Field::new("pppoed.tags.act_data_rate_up", "Actual Data Rate Upstream", Place::Uint(32));
static ACT_DATA_RATE_DOWN_TAG: Field =
    Field::new("", "Actual Data Rate Downstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &ACT_DATA_RATE_DOWN]));
/// RFC 4679, 3.3.
pub static ACT_DATA_RATE_DOWN: Field = Field::new("pppoed.tags.act_data_rate_down", "Actual Data Rate Downstream", Place::Uint(32));
static MIN_DATA_RATE_UP_TAG: Field =
    Field::new("", "Minimum Data Rate Upstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MIN_DATA_RATE_UP]));
/// RFC 4679, 3.3.
pub static MIN_DATA_RATE_UP: Field = Field::new("pppoed.tags.min_data_rate_up", "Minimum Data Rate Upstream", Place::Uint(32));
static MIN_DATA_RATE_DOWN_TAG: Field =
    Field::new("", "Minimum Data Rate Downstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MIN_DATA_RATE_DOWN]));
/// RFC 4679, 3.3.
pub static MIN_DATA_RATE_DOWN: Field = Field::new("pppoed.tags.min_data_rate_down", "Minimum Data Rate Downstream", Place::Uint(32));
static ATTAINABLE_DATA_RATE_UP_TAG: Field =
    Field::new("", "Attainable DataRate Upstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &ATTAINABLE_DATA_RATE_UP]));
/// RFC 4679, 3.3.
pub static ATTAINABLE_DATA_RATE_UP: Field =
    Field::new("pppoed.tags.attainable_data_rate_up", "Attainable DataRate Upstream", Place::Uint(32));
static ATTAINABLE_DATA_RATE_DOWN_TAG: Field =
    Field::new("", "Attainable DataRate Downstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &ATTAINABLE_DATA_RATE_DOWN]));
/// RFC 4679, 3.3.
pub static ATTAINABLE_DATA_RATE_DOWN: Field =
    Field::new("pppoed.tags.attainable_data_rate_down", "Attainable DataRate Downstream", Place::Uint(32));
static MAX_DATA_RATE_UP_TAG: Field =
    Field::new("", "Maximum Data Rate Upstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MAX_DATA_RATE_UP]));
/// RFC 4679, 3.3.
pub static MAX_DATA_RATE_UP: Field = Field::new("pppoed.tags.max_data_rate_up", "Maximum Data Rate Upstream", Place::Uint(32));
static MAX_DATA_RATE_DOWN_TAG: Field =
    Field::new("", "Maximum Data Rate Downstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MAX_DATA_RATE_DOWN]));
/// RFC 4679, 3.3.
pub static MAX_DATA_RATE_DOWN: Field = Field::new("pppoed.tags.max_data_rate_down", "Maximum Data Rate Downstream", Place::Uint(32));
static MIN_DATA_RATE_UP_LP_TAG: Field =
    Field::new("", "Min DataRate Upstream in low power state", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MIN_DATA_RATE_UP_LP]));
/// RFC 4679, 3.3.
pub static MIN_DATA_RATE_UP_LP: Field =
    Field::new("pppoed.tags.min_data_rate_up_lp", "Min DataRate Upstream in low power state", Place::Uint(32));
static MIN_DATA_RATE_DOWN_LP_TAG: Field =
    Field::new("", "Minimum Data Rate Downstream in low power state", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MIN_DATA_RATE_DOWN_LP]));
/// RFC 4679, 3.3.
pub static MIN_DATA_RATE_DOWN_LP: Field =
    Field::new("pppoed.tags.min_data_rate_down_lp", "Minimum Data Rate Downstream in low power state", Place::Uint(32));
static MAX_INT_DELAY_UP_TAG: Field =
    Field::new("", "Max Interleaving Delay Upstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MAX_INT_DELAY_UP]));
/// RFC 4679, 3.3.
pub static MAX_INT_DELAY_UP: Field = Field::new("pppoed.tags.max_int_delay_up", "Max Interleaving Delay Upstream", Place::Uint(32));
static ACT_INT_DELAY_UP_TAG: Field =
    Field::new("", "Actual Interleaving Delay Upstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &ACT_INT_DELAY_UP]));
/// RFC 4679, 3.3.
pub static ACT_INT_DELAY_UP: Field = Field::new("pppoed.tags.act_int_delay_up", "Actual Interleaving Delay Upstream", Place::Uint(32));
static MAX_INT_DELAY_DOWN_TAG: Field =
    Field::new("", "Maximum Interleaving Delay Downstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &MAX_INT_DELAY_DOWN]));
/// RFC 4679, 3.3.
pub static MAX_INT_DELAY_DOWN: Field =
    Field::new("pppoed.tags.max_int_delay_down", "Maximum Interleaving Delay Downstream", Place::Uint(32));
static ACT_INT_DELAY_DOWN_TAG: Field =
    Field::new("", "Actual Interleaving Delay Downstream", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &ACT_INT_DELAY_DOWN]));
/// RFC 4679, 3.3.
pub static ACT_INT_DELAY_DOWN: Field =
    Field::new("pppoed.tags.act_int_delay_down", "Actual Interleaving Delay Downstream", Place::Uint(32));

static ENCAPS: Field = Field::new("", "Access-Loop-Encapsulation", Place::Group(&[&FORUM_KIND, &FORUM_LEN, &ENCAP]));
static ENCAP: Field =
    Field::new("pppoed.tags.access_loop_encap", "Access-Loop-Encapsulation", Place::Group(&[&DATA_LINK, &ENCAP_1, &ENCAP_2]));
/// ATM or Ethernet.
pub static DATA_LINK: Field = Field::new("pppoed.tags.access_loop_encap.data_link", "Data link", Place::Uint(8)).hex();
/// Tagged or not.
pub static ENCAP_1: Field = Field::new("pppoed.tags.access_loop_encap.encap_1", "Encaps 1", Place::Uint(8)).hex();
/// PPP, IP or Ethernet.
pub static ENCAP_2: Field = Field::new("pppoed.tags.access_loop_encap.encap_2", "Encaps 2", Place::Uint(8)).hex();

/// RFC 2516, appendix A; RFC 4638; RFC 4937; RFC 5578.
const NAMES: Names = &[
    (0x0000, "End-Of-List"),
    (0x0101, "Service-Name"),
    (0x0102, "AC-Name"),
    (0x0103, "Host-Uniq"),
    (0x0104, "AC-Cookie"),
    (0x0105, "Vendor-Specific"),
    (0x0106, "Credits"),
    (0x0107, "Metrics"),
    (0x0108, "Sequence Number"),
    (0x0109, "Credit Scale Factor"),
    (0x0110, "Relay-Session-Id"),
    (0x0111, "HURL"),
    (0x0112, "MOTM"),
    (0x0120, "PPP-Max-Payload"),
    (0x0121, "IP Route Add"),
    (0x0201, "Service-Name-Error"),
    (0x0202, "AC-System-Error"),
    (0x0203, "Generic-Error"),
];

/// PPPoE discovery.
pub static PROTOCOL: Protocol = Protocol {
    name: "pppoed",
    alias: "PPPoED",
    title: "PPP-over-Ethernet Discovery",
    column: "PPPoED",
    spec: "RFC 2516",
    size: 6,
    fields: &[&VERSION, &TYPE, &CODE, &SESSION_ID, &LENGTH, &TAGS],
    under: &[(Space::EtherType, 0x8863)],
    line: &[Word::Of(&CODE), Word::With(" AC-Name=", &AC_NAME), Word::With(" Service-Name=", &SERVICE_NAME)],
    finish: |d| d.fill(&LENGTH, d.bytes.len().saturating_sub(6) as u64),
    classes: &[form::link::PPPOED],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    match LENGTH.num(bytes) {
        Some(len) if 6 + len as usize <= bytes.len() => Step::new(6 + len as usize, 6 + len as usize, id::data),
        _ => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn frame(code: &str, tags: &str) -> Vec<u8> {
        let tags = hex(tags);
        let mut bytes = hex(&format!("ff ff ff ff ff ff 02 03 04 05 06 07 88 63 11 {code} 00 07"));
        bytes.extend((tags.len() as u16).to_be_bytes());
        bytes.extend(tags);
        bytes
    }

    #[test]
    fn tags() {
        let bytes = frame(
            "07",
            "01 01 00 03 69 73 70 # service name
             01 02 00 04 61 63 2d 31 # access concentrator's name
             01 03 00 02 01 02 # whatever the host wants back
             06 66 00 01 aa # one that nobody knows
             00 00 00 00 # the end
             01 02 00 01 78",
        );
        let names = [
            "pppoe.code",
            "pppoe.session_id",
            "pppoed.tags.service_name",
            "pppoed.tags.ac_name",
            "pppoed.tags.host_uniq",
            "pppoed.tag",
            "pppoed.tag.unknown_data",
        ];
        assert_eq!(fields_of(1, &bytes, &names), "0x07 0x0007 isp ac-1 0102 0x0666 aa");
        assert_eq!(layers_of(1, &bytes), "eth:pppoed End");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn what_the_broadband_forum_adds() {
        let bytes = frame(
            "19",
            "01 05 00 18 00 00 0d e9 # vendor specific: the Broadband Forum
             01 03 61 62 63 # circuit
             81 04 00 00 00 05 # bits per second up
             90 03 01 02 03 # encapsulation
             91 02 01 01",
        );
        let names = [
            "pppoed.tags.vendor_id",
            "pppoed.tags.circuit_id",
            "pppoed.tags.act_data_rate_up",
            "pppoed.tags.access_loop_encap.encap_2",
            "pppoed.tag_length_8",
        ];
        assert_eq!(fields_of(1, &bytes, &names), "3561 abc 5 0x03 2");
        cut_everywhere(1, &bytes);
    }
}
