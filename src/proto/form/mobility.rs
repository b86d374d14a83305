//! Mobile IPv6: the mobility header and its options, RFC 6275, 6.1 and 6.2.
use super::*;
use crate::draft::Draft;

static LEN: Field = Field::bits("", "", 8, 8).alias("len").computed();
static SUM: Field = Field::bits("", "", 32, 16).alias("cksum").computed();
static KIND: Field = Field::bits("", "", 16, 8).alias("mhtype").words(&[
    (0, "BRR"),
    (1, "HoTI"),
    (2, "CoTI"),
    (3, "HoT"),
    (4, "CoT"),
    (5, "BU"),
    (6, "BA"),
    (7, "BE"),
    (8, "Fast BU"),
    (9, "Fast BA"),
    (10, "Fast NA"),
]);
static ITEM: Field = rest("item");
static OPTIONS: Field = list("options", &ITEM);
/// Messages: how long each is before its options, and how its options are aligned.
macro_rules! messages { ($($name:literal $kind:literal $fixed:literal [$($f:expr),*];)*) => {
    pub(in super::super) static MESSAGES: &[Class] = &[$(Class {
        names: &[$name],
        size: 6,
        fields: &[&net::NH, &LEN, &KIND, &Field::bits("", "", 24, 8).alias("res"), &SUM, $(&$f),*],
        presets: &[(&KIND, Unset::Is($kind))],
        binds: &[(&net::IPV6_NXT, Unset::Is(135)), (&net::NH, Unset::Is(135))],
        shape: Some(|header, set| if $fixed > 0 { net::filled(header, set, $fixed, ALIGNED) }),
        finish: finished,
        ..Class::PART
    }),*];
} }
messages! {
    "MIP6MH_Generic" 0 0 [rest("msg").preset(&[0, 0])];
    "MIP6MH_BRR" 0 8 [n("res2", 16), net::AUTOPAD, OPTIONS];
    "MIP6MH_HoTI" 1 16 [run("reserved", 2), run("cookie", 8), net::AUTOPAD, OPTIONS];
    "MIP6MH_CoTI" 2 16 [run("reserved", 2), run("cookie", 8), net::AUTOPAD, OPTIONS];
    "MIP6MH_HoT" 3 24 [n("index", 16), run("cookie", 8), run("token", 8), net::AUTOPAD, OPTIONS];
    "MIP6MH_CoT" 4 24 [n("index", 16), run("cookie", 8), run("token", 8), net::AUTOPAD, OPTIONS];
    "MIP6MH_BU" 5 12 [n("seq", 16), word(16), bit("flags", 0xfe00).unset(0x68).flags(&["P", "R", "M", "K", "L", "H", "A"]), bit("reserved", 0x1ff), n("mhtime", 16).unset(3), net::AUTOPAD, OPTIONS];
    "MIP6MH_BA" 6 12 [n("status", 8), word(8), bit("flags", 0xe0).unset(4).flags(&["P", "R", "K"]), bit("res2", 0x1f), n("seq", 16), n("mhtime", 16), net::AUTOPAD, OPTIONS];
    "MIP6MH_BE" 7 24 [n("status", 8), n("reserved", 8), ip6("ha"), OPTIONS];
}
/// Where an option may begin: multiples of n, plus y, counted from the header's first byte.
const ALIGNED: &[(u8, usize, usize)] = &[(2, 2, 0), (3, 8, 6), (4, 2, 0), (5, 8, 2), (6, 8, 4), (9, 4, 1), (10, 8, 2)];
/// "Header Len: the length of the Mobility Header in units of 8 octets, excluding the first 8 octets" (RFC 6275, 6.1.1); the checksum is
/// of pseudo header and header.
fn finished(d: &mut Draft<'_>) {
    let units = d.bytes.len().saturating_sub(8) / 8;
    d.fill(&LEN, units as u64);
    d.fill(&SUM, 0);
    let start = super::super::pseudo(d, 135).unwrap_or(0);
    let sum = crate::checksum::internet(start, d.bytes);
    d.fill(&SUM, sum.into());
}
macro_rules! options { ($($name:literal $kind:literal [$($f:expr),*];)*) => {
    /// Values of a message's `options`.
    pub(in super::super) static OPTION_CLASSES: &[Class] =
        &[$(Class { names: &[$name], fields: &[&n("otype", 8).unset($kind), &behind("olen", 8), $(&$f),*], ..Class::PART }),*];
} }
options! {
    "MIP6OptBRAdvice" 2 [n("rinter", 16)];
    "MIP6OptAltCoA" 3 [ip6("acoa")];
    "MIP6OptNonceIndices" 4 [n("hni", 16), n("coni", 16)];
    "MIP6OptBindingAuthData" 5 [run("authenticator", 12)];
    "MIP6OptMobNetPrefix" 6 [n("reserved", 8), n("plen", 8).unset(64), ip6("prefix")];
    "MIP6OptLLAddr" 7 [n("ocode", 8).unset(2), n("pad", 8), mac("lla")];
    "MIP6OptMNID" 8 [n("subtype", 8).unset(1), rest("id")];
    "MIP6OptMsgAuth" 9 [n("subtype", 8).unset(1), n("mspi", 32), rest("authdata").preset(b"AAAAAAAAAAAA")];
    "MIP6OptReplayProtection" 10 [n("timestamp", 64)];
    "MIP6OptCGAParamsReq" 11 [];
    "MIP6OptCGAParams" 12 [rest("cgaparams")];
    "MIP6OptSignature" 13 [rest("sig")];
    "MIP6OptHomeKeygenToken" 14 [rest("hkt")];
    "MIP6OptCareOfTestInit" 15 [];
    "MIP6OptCareOfTest" 16 [rest("cokt").preset(&[0; 8])];
    "MIP6OptUnknown" 6 [rest("odata")];
}
