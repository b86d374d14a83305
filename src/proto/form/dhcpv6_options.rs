//! DHCPv6: its messages, and its options put on with `/` ([RFC 8415](https://www.rfc-editor.org/rfc/rfc8415)).
use super::*;

macro_rules! messages { ($($name:literal $kind:literal $from:literal $to:literal [$($f:expr),*];)*) => {
    pub(in super::super) static MESSAGES: &[Class] = &[$(Class {
        names: &[$name],
        size: 1,
        fields: &[&TYPE, $(&$f),*],
        presets: &[(&TYPE, Unset::Is($kind))],
        binds: &[(&net::UDP_SPORT, Unset::Is($from)), (&net::UDP_DPORT, Unset::Is($to))],
        ..Class::PLAIN
    }),*];
} }
static TYPE: Field = Field::bits("dhcpv6.msgtype", "", 0, 8).alias("msgtype");
const TRID: Field = n("trid", 24);
messages! {
    "DHCP6" 0 546 547 [TRID];
    "DHCP6_Solicit" 1 546 547 [TRID];
    "DHCP6_Advertise" 2 547 546 [TRID];
    "DHCP6_Request" 3 546 547 [TRID];
    "DHCP6_Confirm" 4 546 547 [TRID];
    "DHCP6_Renew" 5 546 547 [TRID];
    "DHCP6_Rebind" 6 546 547 [TRID];
    "DHCP6_Reply" 7 547 546 [TRID];
    "DHCP6_Release" 8 546 547 [TRID];
    "DHCP6_Decline" 9 546 547 [TRID];
    "DHCP6_Reconf" 10 547 546 [TRID];
    "DHCP6_InfoRequest" 11 546 547 [TRID];
    "DHCP6_RelayForward" 12 547 547 [n("hopcount", 8), ip6("linkaddr"), ip6("peeraddr")];
    "DHCP6_RelayReply" 13 547 547 [n("hopcount", 8), ip6("linkaddr"), ip6("peeraddr")];
    "DHCP6_AddrRegInform" 36 546 547 [TRID];
    "DHCP6_AddrRegReply" 37 546 547 [TRID];
}

static LEN: Field = behind("optlen", 16);
macro_rules! options { ($($id:ident $name:literal $kind:literal [$($f:expr),*];)*) => {
    $(static $id: Field = record($name, &[&n("optcode", 16).unset($kind), &LEN, $(&$f),*]);)*
    /// One option inside another.
    static OPTION: Field = Field::new("", "DHCPv6 option", Place::Peek(16, &[$(($kind, &$id)),*], &UNKNOWN));
    pub(in super::super) static OPTIONS: &[Class] = &[
        $(Class { names: &[$name], fields: &[&n("optcode", 16).unset($kind), &LEN, $(&$f),*], ..Class::PART },)*
        Class { names: &["DHCP6OptUnknown"], fields: &[&n("optcode", 16), &LEN, &rest("data")], ..Class::PART },
    ];
} }
static UNKNOWN: Field = record("DHCP6OptUnknown", &[&n("optcode", 16), &LEN, &rest("data")]);
static ADDRESS: Field = ip6("address");
static NAME: Field = domain("name");
static NUMBER: Field = n("number", 16);
/// A name that is the root where nothing is said.
const fn one_name(alias: &'static str) -> Field {
    domain(alias).preset(b"\0")
}
/// The most usual link-layer address: six bytes.
const LINK: Field = Field { words: Words::Mac, ..rest("clladdr").preset(&[0; 6]) };
options! {
    CLIENT_ID "DHCP6OptClientId" 1 [rest("duid")];
    SERVER_ID "DHCP6OptServerId" 2 [rest("duid")];
    IA_NA "DHCP6OptIA_NA" 3 [n("iaid", 32), n("T1", 32), n("T2", 32), list("ianaopts", &OPTION)];
    IA_TA "DHCP6OptIA_TA" 4 [n("iaid", 32), list("iataopts", &OPTION)];
    IA_ADDRESS "DHCP6OptIAAddress" 5 [ip6("addr"), n("preflft", 32).words(INFINITE), n("validlft", 32).words(INFINITE), list("iaaddropts", &OPTION)];
    REQUEST "DHCP6OptOptReq" 6 [list("reqopts", &NUMBER).preset(&[0, 23, 0, 24])];
    PREFERENCE "DHCP6OptPref" 7 [n("prefval", 8).unset(255)];
    ELAPSED "DHCP6OptElapsedTime" 8 [n("elapsedtime", 16)];
    RELAY_MESSAGE "DHCP6OptRelayMsg" 9 [rest("message").preset(&[0; 4])];
    AUTHENTICATION "DHCP6OptAuth" 11 [n("proto", 8).unset(3), n("alg", 8).unset(1), n("rdm", 8), run("replay", 8), rest("authinfo")];
    UNICAST "DHCP6OptServerUnicast" 12 [ip6("srvaddr")];
    STATUS "DHCP6OptStatusCode" 13 [n("statuscode", 16), rest("statusmsg")];
    RAPID "DHCP6OptRapidCommit" 14 [];
    USER_CLASS "DHCP6OptUserClass" 15 [list("userclassdata", &USER_DATA)];
    VENDOR_CLASS "DHCP6OptVendorClass" 16 [n("enterprisenum", 32), list("vcdata", &VENDOR_DATA)];
    VENDOR_SPECIFIC "DHCP6OptVendorSpecificInfo" 17 [n("enterprisenum", 32), list("vso", &VENDOR_OPTION)];
    INTERFACE "DHCP6OptIfaceId" 18 [rest("ifaceid")];
    RECONFIGURE "DHCP6OptReconfMsg" 19 [n("msgtype", 8).unset(11)];
    ACCEPT "DHCP6OptReconfAccept" 20 [];
    SIP_DOMAINS "DHCP6OptSIPDomains" 21 [list("sipdomains", &NAME)];
    SIP_SERVERS "DHCP6OptSIPServers" 22 [list("sipservers", &ADDRESS)];
    DNS_SERVERS "DHCP6OptDNSServers" 23 [list("dnsservers", &ADDRESS)];
    DNS_DOMAINS "DHCP6OptDNSDomains" 24 [list("dnsdomains", &NAME)];
    IA_PD "DHCP6OptIA_PD" 25 [n("iaid", 32), n("T1", 32), n("T2", 32), list("iapdopt", &OPTION)];
    IA_PREFIX "DHCP6OptIAPrefix" 26 [n("preflft", 32).words(INFINITE), n("validlft", 32).words(INFINITE), n("plen", 8).unset(48), ip6("prefix").preset(DOCUMENTATION), list("iaprefopts", &OPTION)];
    NIS_SERVERS "DHCP6OptNISServers" 27 [list("nisservers", &ADDRESS)];
    NISP_SERVERS "DHCP6OptNISPServers" 28 [list("nispservers", &ADDRESS)];
    NIS_DOMAIN "DHCP6OptNISDomain" 29 [one_name("nisdomain")];
    NISP_DOMAIN "DHCP6OptNISPDomain" 30 [one_name("nispdomain")];
    SNTP_SERVERS "DHCP6OptSNTPServers" 31 [list("sntpservers", &ADDRESS)];
    REFRESH "DHCP6OptInfoRefreshTime" 32 [n("reftime", 32).unset(86_400)];
    BCMCS_DOMAINS "DHCP6OptBCMCSDomains" 33 [list("bcmcsdomains", &NAME)];
    BCMCS_SERVERS "DHCP6OptBCMCSServers" 34 [list("bcmcsservers", &ADDRESS)];
    GEO "DHCP6OptGeoConf" 36 [n("what", 8).unset(2), run("country_code", 2).preset(b"FR"), list("ca_elts", &ELEMENT)];
    REMOTE_ID "DHCP6OptRemoteID" 37 [n("enterprisenum", 32), rest("remoteid")];
    SUBSCRIBER "DHCP6OptSubscriberID" 38 [rest("subscriberid")];
    FQDN "DHCP6OptClientFQDN" 39 [word(8), bit("res", 0xf8), bit("flags", 7).flags(&["S", "O", "N"]), one_name("fqdn")];
    PANA "DHCP6OptPanaAuthAgent" 40 [list("paaaddr", &ADDRESS)];
    POSIX_ZONE "DHCP6OptNewPOSIXTimeZone" 41 [rest("optdata")];
    TZDB_ZONE "DHCP6OptNewTZDBTimeZone" 42 [rest("optdata")];
    ECHO_REQUEST "DHCP6OptRelayAgentERO" 43 [list("reqopts", &NUMBER).preset(&[0, 23, 0, 24])];
    CLIENT_LINK "DHCP6OptLQClientLink" 48 [list("linkaddress", &ADDRESS)];
    NTP "DHCP6OptNTPServer" 56 [list("ntpserver", &NTP_OPTION)];
    BOOT_FILE "DHCP6OptBootFileUrl" 59 [rest("optdata")];
    ARCHITECTURE "DHCP6OptClientArchType" 61 [list("archtypes", &NUMBER)];
    NETWORK_ID "DHCP6OptClientNetworkInterId" 62 [n("iitype", 8), n("iimajor", 8), n("iiminor", 8)];
    ERP "DHCP6OptERPDomain" 65 [list("erpdomain", &NAME)];
    SUPPLIED "DHCP6OptRelaySuppliedOpt" 66 [list("relaysupplied", &OPTION)];
    VSS "DHCP6OptVSS" 68 [n("type", 8).unset(255), rest("data")];
    LINK_ADDRESS "DHCP6OptClientLinkLayerAddr" 79 [n("lltype", 16).unset(1), LINK];
    PORTAL "DHCP6OptCaptivePortal" 103 [rest("URI")];
    MUD "DHCP6OptMudUrl" 112 [rest("mudstring")];
    REGISTER "DHCP6OptAddrRegEnable" 148 [];
}
const INFINITE: Names = &[(0xffff_ffff, "infinity")];
const DOCUMENTATION: &[u8; 16] = &[0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
static USER_DATA: Field = record("USER_CLASS_DATA", &[&behind("len", 16), &rest("data")]);
static VENDOR_DATA: Field = record("VENDOR_CLASS_DATA", &[&behind("len", 16), &rest("data")]);
static VENDOR_OPTION: Field = record("VENDOR_SPECIFIC_OPTION", &[&n("optcode", 16), &LEN, &rest("optdata")]);
/// RFC 4776, 3.3.
static ELEMENT: Field = record("DHCP6OptGeoConfElement", &[&n("CAtype", 8), &behind("CAlength", 8), &rest("CAvalue")]);
/// RFC 5908, 4.
static NTP_OPTION: Field =
    Field::new("", "NTP suboption", Place::Peek(16, &[(1, &NTP_ADDRESS), (2, &NTP_GROUP), (3, &NTP_NAME)], &UNKNOWN));
static NTP_ADDRESS: Field = record("DHCP6NTPSubOptSrvAddr", &[&n("optcode", 16).unset(1), &LEN, &ip6("addr")]);
static NTP_GROUP: Field = record("DHCP6NTPSubOptMCAddr", &[&n("optcode", 16).unset(2), &LEN, &ip6("addr")]);
static NTP_NAME: Field = record("DHCP6NTPSubOptSrvFQDN", &[&n("optcode", 16).unset(3), &LEN, &one_name("fqdn")]);

/// Who a client or server is: values of `duid` (RFC 8415, 11).
pub(in super::super) static IDENTIFIERS: &[Class] = &[
    Class {
        names: &["DUID_LLT"],
        fields: &[&n("type", 16).unset(1), &n("hwtype", 16).unset(1), &n("timeval", 32), &LINK_6],
        ..Class::PART
    },
    Class { names: &["DUID_EN"], fields: &[&n("type", 16).unset(2), &n("enterprisenum", 32).unset(311), &rest("id")], ..Class::PART },
    Class { names: &["DUID_LL"], fields: &[&n("type", 16).unset(3), &n("hwtype", 16).unset(1), &LINK_6], ..Class::PART },
    Class { names: &["DUID_UUID"], fields: &[&n("type", 16).unset(4), &run("uuid", 16)], ..Class::PART },
];
const LINK_6: Field = Field { words: Words::Mac, ..rest("lladdr").preset(&[0; 6]) };
