//! IKEv2: RFC 7296, 3. Each payload names the next.
use super::*;
use crate::draft::Draft;

/// The header stands before ISAKMP's: the version tells them apart.
pub(in super::super) static IKE2: &[Class] = &[Class {
    names: &["IKEv2"],
    size: 28,
    fields: &[
        &Field::bytes("", "", 0, 8).alias("init_SPI"),
        &Field::bytes("", "", 8, 8).alias("resp_SPI"),
        &messages::ISAKMP_NEXT,
        &VERSION,
        &Field::bits("", "", 144, 8).alias("exch_type"),
        &Field::bits("", "", 152, 8).alias("flags").flags(&["res0", "res1", "res2", "Initiator", "Version", "Response", "res6", "res7"]),
        &Field::bits("", "", 160, 32).alias("id"),
        &LENGTH,
    ],
    presets: &[(&VERSION, Unset::Is(0x20))],
    binds: &[(&net::UDP_SPORT, Unset::Is(500)), (&net::UDP_DPORT, Unset::Is(500))],
    finish: |d| d.fill(&LENGTH, d.bytes.len() as u64),
    ..Class::PART
}];
static VERSION: Field = Field::bits("", "", 136, 8).alias("version").unset(0x20);
static LENGTH: Field = Field::bits("", "", 192, 32).alias("length").computed();

macro_rules! payloads { ($($name:literal $kind:literal [$($f:expr),*];)*) => {
    pub(in super::super) static PAYLOADS: &[Class] = &[DELETION, $(Class {
        names: &[$name],
        size: 4,
        fields: &[&NEXT, &FLAGS, &PAYLOAD_LEN, $(&$f),*],
        binds: &[(&NEXT, Unset::Is($kind)), (&messages::ISAKMP_NEXT, Unset::Is($kind))],
        extent: Some(&PAYLOAD_LEN),
        finish,
        ..Class::PART
    }),*];
} }
static NEXT: Field = Field::bits("", "", 0, 8).alias("next_payload");
static FLAGS: Field =
    Field::bits("", "", 8, 8).alias("flags").flags(&["bit_0", "bit_1", "bit_2", "bit_3", "bit_4", "bit_5", "bit_6", "critical"]);
static PAYLOAD_LEN: Field = Field::bits("", "", 16, 16).alias("length").computed();
fn finish(d: &mut Draft<'_>) {
    d.fill(&PAYLOAD_LEN, d.head as u64);
}
/// Of each of a deletion's SPIs, which are of one length: before their number, which is there by then.
fn deletion(d: &mut Draft<'_>) {
    finish(d);
    let number = d.bytes.get(6..8).and_then(|n| n.first_chunk().copied()).map_or(0, u16::from_be_bytes);
    d.fill(&DELETED_SIZE, d.head.saturating_sub(8).checked_div(number.into()).unwrap_or(0) as u64);
}
const DELETION: Class = Class {
    names: &["IKEv2_Delete"],
    size: 6,
    fields: &[
        &NEXT,
        &FLAGS,
        &PAYLOAD_LEN,
        &Field::bits("", "", 32, 8).alias("proto"),
        &DELETED_SIZE,
        &n("SPInum", 16).computed(),
        &list("SPI", &SPI_ITEM),
    ],
    binds: &[(&NEXT, Unset::Is(42)), (&messages::ISAKMP_NEXT, Unset::Is(42))],
    extent: Some(&PAYLOAD_LEN),
    finish: deletion,
    ..Class::PART
};
static DELETED_SIZE: Field = Field::bits("", "", 40, 8).alias("SPIsize").computed();
const SPI_SIZE: Field = n("SPIsize", 8).computed();
/// As many bytes as a number says, which stands so far from the payload's first byte.
macro_rules! spi {
    ($at:literal) => {
        Field::new("", "", Place::Repeat(|h| h.byte($at).into(), &SPI_BYTE)).alias("SPI")
    };
}
static SPI_BYTE: Field = n("byte", 8);
static SPI_ITEM: Field = rest("SPI");
/// An attribute of a transform: the length of its key, type and value in one number.
static ATTRIBUTE: Field = n("attribute", 32);
/// By the type four bytes before: an address, or bytes.
const IDENTITY: Field = Field::part(Place::Switch(
    |h| h.byte(h.at.saturating_sub(4)).into(),
    &[(1, &[&ip4("ID").unset(0x7f00_0001)]), (5, &[&ip6("ID")])],
    &[&rest("ID")],
));
static SELECTOR: Field = Field::new("", "Traffic selector", Place::Peek(8, &[(7, &SELECTOR4), (8, &SELECTOR6)], &SELECTOR_RAW));
static SELECTOR4: Field = record(
    "IPv4TrafficSelector",
    &[
        &kind("TS_type", 8),
        &n("IP_protocol_ID", 8),
        &whole("length", 16),
        &n("start_port", 16),
        &n("end_port", 16).unset(65535),
        &ip4("starting_address_v4").unset(0xc0a8_0001),
        &ip4("ending_address_v4").unset(0xc0a8_00ff),
    ],
);
static SELECTOR6: Field = record(
    "IPv6TrafficSelector",
    &[
        &kind("TS_type", 8),
        &n("IP_protocol_ID", 8),
        &whole("length", 16),
        &n("start_port", 16),
        &n("end_port", 16).unset(65535),
        &ip6("starting_address_v6").preset(FROM),
        &ip6("ending_address_v6").preset(FROM),
    ],
);
const FROM: &[u8] = &[0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
static SELECTOR_RAW: Field =
    record("RawTrafficSelector", &[&n("TS_type", 8), &n("IP_protocol_ID", 8), &whole("length", 16), &rest("load")]);
static CONFIGURATION: Field =
    record("ConfigurationAttribute", &[&n("type", 16).unset(1), &behind("length", 16), &Field { words: Words::Network, ..rest("value") }]);
payloads! {
    "IKEv2_SA" 33 [rest("prop")];
    "IKEv2_Proposal" 2 [n("proposal", 8).unset(1), n("proto", 8).unset(1), SPI_SIZE, n("trans_nb", 8), spi!(6), rest("trans")];
    "IKEv2_Transform" 3 [n("transform_type", 8), n("res2", 8), n("transform_id", 16), list("key_length", &ATTRIBUTE)];
    "IKEv2_KE" 34 [n("group", 16), n("res2", 16), rest("ke")];
    "IKEv2_IDi" 35 [n("IDtype", 8).unset(1), n("res2", 24), IDENTITY];
    "IKEv2_IDr" 36 [n("IDtype", 8).unset(1), n("res2", 24), IDENTITY];
    "IKEv2_CERT" 37 [n("cert_encoding", 8).unset(4), rest("cert_data")];
    "IKEv2_CERTREQ" 38 [n("cert_encoding", 8), rest("cert_authority")];
    "IKEv2_AUTH" 39 [n("auth_type", 8), n("res2", 24), rest("load")];
    "IKEv2_Nonce" 40 [rest("nonce")];
    "IKEv2_Notify" 41 [n("proto", 8), SPI_SIZE, n("type", 16), spi!(5), rest("notify")];
    "IKEv2_VendorID" 43 [rest("vendorID")];
    "IKEv2_TSi" 44 [n("number_of_TSs", 8).computed(), n("res2", 24), list("traffic_selector", &SELECTOR)];
    "IKEv2_TSr" 45 [n("number_of_TSs", 8).computed(), n("res2", 24), list("traffic_selector", &SELECTOR)];
    "IKEv2_Encrypted" 46 [rest("load")];
    "IKEv2_CP" 47 [n("CFGType", 8).unset(1), n("res2", 24), list("attributes", &CONFIGURATION)];
    "IKEv2_EAP" 48 [rest("load")];
    "IKEv2_GSPM" 49 [rest("load")];
    "IKEv2_IDg" 50 [rest("load")];
    "IKEv2_GSA" 51 [rest("load")];
    "IKEv2_KD" 52 [rest("load")];
    "IKEv2_Encrypted_Fragment" 53 [n("frag_number", 16).unset(1), n("frag_total", 16).unset(1), rest("load")];
    "IKEv2_PS" 54 [rest("load")];
    "IKEv2_Payload" 0 [rest("load")];
}
