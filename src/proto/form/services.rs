//! Messages that are only written: HTTP, NetBIOS, NetFlow, mobile IP, keys of ISAKMP, attributes of RADIUS.
use super::*;
use crate::draft::Draft;

// HTTP: RFC 9112, 2.1 and 3. A header is written where it is said, in the order of this list.
/// Text that stands between values.
const fn literal(text: &'static [u8]) -> Field {
    Field::part(Place::Run(text.len() as u16)).preset(text)
}
macro_rules! headers { ($list:ident [$($first:expr),*] $($id:ident $text:literal $alias:literal)*) => {
    $(static $id: Field = Field::part(Place::Group(&[&literal(concat!($text, ": ").as_bytes()), &rest("value"), &LINE_END]));)*
    pub(super) const $list: Fields = &[$($first,)* $(&list($alias, &$id),)* &UNKNOWN_HEADERS, &LINE_END];
    pub(super) fn counted(header: &mut Vec<u8>, carried: usize, _: &[&'static Field]) {
        super::counted(header, carried, &[$($text),*]);
    }
} }
static LINE_END: Field = literal(b"\r\n");
/// Whole lines, without their ends.
static UNKNOWN_HEADERS: Field = list("Unknown_Headers", &LINE);
static LINE: Field = Field::part(Place::Group(&[&rest("line"), &LINE_END]));
mod request {
    use super::*;
    headers! { FIELDS [&rest("Method").preset(b"GET"), &literal(b" "), &rest("Path").preset(b"/"), &literal(b" "), &rest("Http_Version").preset(b"HTTP/1.1"), &LINE_END]
        A_IM "A-IM" "A_IM"
        ACCEPT "Accept" "Accept"
        ACCEPT_CHARSET "Accept-Charset" "Accept_Charset"
        ACCEPT_DATETIME "Accept-Datetime" "Accept_Datetime"
        ACCEPT_ENCODING "Accept-Encoding" "Accept_Encoding"
        ACCEPT_LANGUAGE "Accept-Language" "Accept_Language"
        ACCESS_CONTROL_REQUEST_HEADERS "Access-Control-Request-Headers" "Access_Control_Request_Headers"
        ACCESS_CONTROL_REQUEST_METHOD "Access-Control-Request-Method" "Access_Control_Request_Method"
        AUTHORIZATION "Authorization" "Authorization"
        CACHE_CONTROL "Cache-Control" "Cache_Control"
        CONNECTION "Connection" "Connection"
        CONTENT_LENGTH "Content-Length" "Content_Length"
        CONTENT_MD5 "Content-MD5" "Content_MD5"
        CONTENT_TYPE "Content-Type" "Content_Type"
        COOKIE "Cookie" "Cookie"
        DNT "DNT" "DNT"
        DATE "Date" "Date"
        EXPECT "Expect" "Expect"
        FORWARDED "Forwarded" "Forwarded"
        FROM "From" "From"
        FRONT_END_HTTPS "Front-End-Https" "Front_End_Https"
        HTTP2_SETTINGS "HTTP2-Settings" "HTTP2_Settings"
        HOST "Host" "Host"
        IF_MATCH "If-Match" "If_Match"
        IF_MODIFIED_SINCE "If-Modified-Since" "If_Modified_Since"
        IF_NONE_MATCH "If-None-Match" "If_None_Match"
        IF_RANGE "If-Range" "If_Range"
        IF_UNMODIFIED_SINCE "If-Unmodified-Since" "If_Unmodified_Since"
        KEEP_ALIVE "Keep-Alive" "Keep_Alive"
        MAX_FORWARDS "Max-Forwards" "Max_Forwards"
        ORIGIN "Origin" "Origin"
        PERMANENT "Permanent" "Permanent"
        PRAGMA "Pragma" "Pragma"
        PROXY_AUTHORIZATION "Proxy-Authorization" "Proxy_Authorization"
        PROXY_CONNECTION "Proxy-Connection" "Proxy_Connection"
        RANGE "Range" "Range"
        REFERER "Referer" "Referer"
        SAVE_DATA "Save-Data" "Save_Data"
        TE "TE" "TE"
        UPGRADE "Upgrade" "Upgrade"
        UPGRADE_INSECURE_REQUESTS "Upgrade-Insecure-Requests" "Upgrade_Insecure_Requests"
        USER_AGENT "User-Agent" "User_Agent"
        VIA "Via" "Via"
        WARNING "Warning" "Warning"
        X_ATT_DEVICEID "X-ATT-DeviceId" "X_ATT_DeviceId"
        X_CORRELATION_ID "X-Correlation-ID" "X_Correlation_ID"
        X_CSRF_TOKEN "X-Csrf-Token" "X_Csrf_Token"
        X_FORWARDED_FOR "X-Forwarded-For" "X_Forwarded_For"
        X_FORWARDED_HOST "X-Forwarded-Host" "X_Forwarded_Host"
        X_FORWARDED_PROTO "X-Forwarded-Proto" "X_Forwarded_Proto"
        X_HTTP_METHOD_OVERRIDE "X-Http-Method-Override" "X_Http_Method_Override"
        X_REQUEST_ID "X-Request-ID" "X_Request_ID"
        X_REQUESTED_WITH "X-Requested-With" "X_Requested_With"
        X_UIDH "X-UIDH" "X_UIDH"
        X_WAP_PROFILE "X-Wap-Profile" "X_Wap_Profile"
    }
}
mod response {
    use super::*;
    headers! { FIELDS [&rest("Http_Version").preset(b"HTTP/1.1"), &literal(b" "), &rest("Status_Code").preset(b"200"), &literal(b" "), &rest("Reason_Phrase").preset(b"OK"), &LINE_END]
        ACCEPT_PATCH "Accept-Patch" "Accept_Patch"
        ACCEPT_RANGES "Accept-Ranges" "Accept_Ranges"
        ACCESS_CONTROL_ALLOW_CREDENTIALS "Access-Control-Allow-Credentials" "Access_Control_Allow_Credentials"
        ACCESS_CONTROL_ALLOW_HEADERS "Access-Control-Allow-Headers" "Access_Control_Allow_Headers"
        ACCESS_CONTROL_ALLOW_METHODS "Access-Control-Allow-Methods" "Access_Control_Allow_Methods"
        ACCESS_CONTROL_ALLOW_ORIGIN "Access-Control-Allow-Origin" "Access_Control_Allow_Origin"
        ACCESS_CONTROL_EXPOSE_HEADERS "Access-Control-Expose-Headers" "Access_Control_Expose_Headers"
        ACCESS_CONTROL_MAX_AGE "Access-Control-Max-Age" "Access_Control_Max_Age"
        AGE "Age" "Age"
        ALLOW "Allow" "Allow"
        ALT_SVC "Alt-Svc" "Alt_Svc"
        CACHE_CONTROL "Cache-Control" "Cache_Control"
        CONNECTION "Connection" "Connection"
        CONTENT_DISPOSITION "Content-Disposition" "Content_Disposition"
        CONTENT_ENCODING "Content-Encoding" "Content_Encoding"
        CONTENT_LANGUAGE "Content-Language" "Content_Language"
        CONTENT_LENGTH "Content-Length" "Content_Length"
        CONTENT_LOCATION "Content-Location" "Content_Location"
        CONTENT_MD5 "Content-MD5" "Content_MD5"
        CONTENT_RANGE "Content-Range" "Content_Range"
        CONTENT_SECURITY_POLICY "Content-Security-Policy" "Content_Security_Policy"
        CONTENT_TYPE "Content-Type" "Content_Type"
        DATE "Date" "Date"
        DELTA_BASE "Delta-Base" "Delta_Base"
        ETAG "ETag" "ETag"
        EXPIRES "Expires" "Expires"
        IM "IM" "IM"
        KEEP_ALIVE "Keep-Alive" "Keep_Alive"
        LAST_MODIFIED "Last-Modified" "Last_Modified"
        LINK "Link" "Link"
        LOCATION "Location" "Location"
        P3P "P3P" "P3P"
        PERMANENT "Permanent" "Permanent"
        PRAGMA "Pragma" "Pragma"
        PROXY_AUTHENTICATE "Proxy-Authenticate" "Proxy_Authenticate"
        PUBLIC_KEY_PINS "Public-Key-Pins" "Public_Key_Pins"
        REFRESH "Refresh" "Refresh"
        RETRY_AFTER "Retry-After" "Retry_After"
        SERVER "Server" "Server"
        SET_COOKIE "Set-Cookie" "Set_Cookie"
        STATUS "Status" "Status"
        STRICT_TRANSPORT_SECURITY "Strict-Transport-Security" "Strict_Transport_Security"
        TIMING_ALLOW_ORIGIN "Timing-Allow-Origin" "Timing_Allow_Origin"
        TK "Tk" "Tk"
        TRAILER "Trailer" "Trailer"
        TRANSFER_ENCODING "Transfer-Encoding" "Transfer_Encoding"
        UPGRADE "Upgrade" "Upgrade"
        VARY "Vary" "Vary"
        VIA "Via" "Via"
        WWW_AUTHENTICATE "WWW-Authenticate" "WWW_Authenticate"
        WARNING "Warning" "Warning"
        X_CONTENT_DURATION "X-Content-Duration" "X_Content_Duration"
        X_CONTENT_SECURITY_POLICY "X-Content-Security-Policy" "X_Content_Security_Policy"
        X_CONTENT_TYPE_OPTIONS "X-Content-Type-Options" "X_Content_Type_Options"
        X_CORRELATION_ID "X-Correlation-ID" "X_Correlation_ID"
        X_FRAME_OPTIONS "X-Frame-Options" "X_Frame_Options"
        X_POWERED_BY "X-Powered-By" "X_Powered_By"
        X_REQUEST_ID "X-Request-ID" "X_Request_ID"
        X_UA_COMPATIBLE "X-UA-Compatible" "X_UA_Compatible"
        X_WEBKIT_CSP "X-WebKit-CSP" "X_WebKit_CSP"
        X_XSS_PROTECTION "X-XSS-Protection" "X_XSS_Protection"
    }
}
/// `Content-Length`, in its place among the others, where nobody says how the body ends.
fn counted(header: &mut Vec<u8>, carried: usize, names: &[&str]) {
    let says = |name: &[u8]| header.windows(name.len()).any(|w| w.eq_ignore_ascii_case(name));
    if says(b"\r\nContent-Length:") || says(b"\r\nTransfer-Encoding:") {
        return;
    }
    let before = || names.iter().take_while(|name| **name != "Content-Length");
    let earlier = |line: &[u8]| before().any(|name| line.get(..name.len()) == Some(name.as_bytes()) && line.get(name.len()) == Some(&b':'));
    let mut at = 0;
    for (i, line) in header.split_inclusive(|b| *b == b'\n').enumerate() {
        if i > 0 && !earlier(line) {
            break;
        }
        at += line.len();
    }
    header.splice(at..at, format!("Content-Length: {carried}\r\n").into_bytes());
}
pub(in super::super) static HTTP: &[Class] = &[
    Class { names: &["HTTP"], binds: &[(&net::TCP_SPORT, Unset::Is(80)), (&net::TCP_DPORT, Unset::Is(80))], ..Class::PART },
    Class { names: &["HTTPRequest"], fields: request::FIELDS, counted: Some(request::counted), ..Class::PART },
    Class { names: &["HTTPResponse"], fields: response::FIELDS, counted: Some(response::counted), ..Class::PART },
];

// NetBIOS over TCP/IP: RFC 1002, 4.2. Names are of 15 bytes, each told by two letters, and a suffix told the same way.
const fn name(alias: &'static str, default: &'static [u8]) -> Field {
    Field { words: Words::NetBios, ..run(alias, 31) }.preset(default)
}
const WINDOWS: &[u8] = b"\x20HHGJGOGEGPHHHDCACACACACACACACA";
const CAPITAL: &[u8] = b"\x20FHGJGOGEGPHHHDCACACACACACACACA";
const ANY: &[u8] = b"\x20CKAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const SUFFIX: Field = n("SUFFIX", 16).unset(0x4141).words(&[
    (0x4141, "workstation"),
    (0x4144, "messenger service"),
    (0x4341, "file server service"),
    (0x4248, "domain master browser"),
    (0x424c, "domain controller"),
    (0x424e, "browser election service"),
]);
const KINDS: Names = &[(0x20, "NB"), (0x21, "NBSTAT")];
const INTERNET: Names = &[(1, "INTERNET")];
macro_rules! answers {
    ($opcode:literal $flags:literal $response:literal $queries:literal $answers:literal $more:literal) => {
        &[
            (&NBNS_OPCODE, Unset::Is($opcode)),
            (&NBNS_FLAGS, Unset::Is($flags)),
            (&NBNS_RESPONSE, Unset::Is($response)),
            (&NBNS_QUERIES, Unset::Is($queries)),
            (&NBNS_ANSWERS, Unset::Is($answers)),
            (&NBNS_MORE, Unset::Is($more)),
        ]
    };
}
static NBNS_RESPONSE: Field = Field::bits("", "", 16, 1).alias("RESPONSE");
static NBNS_OPCODE: Field = Field::bits("", "", 17, 4).alias("OPCODE");
static NBNS_FLAGS: Field = Field::bits("", "", 21, 7).alias("NM_FLAGS").flags(&["B", "res1", "res0", "RA", "RD", "TC", "AA"]);
static NBNS_QUERIES: Field = Field::bits("", "", 32, 16).alias("QDCOUNT");
static NBNS_ANSWERS: Field = Field::bits("", "", 48, 16).alias("ANCOUNT");
static NBNS_MORE: Field = Field::bits("", "", 80, 16).alias("ARCOUNT");
const OWNER: &[&Field] =
    &[&word(16), &bit("G", 0x8000), &bit("OWNER_NODE_TYPE", 0x6000), &bit("UNUSED", 0x1fff), &ip4("NB_ADDRESS").unset(0x7f00_0001)];
static ENTRY: Field = record("NBNS_ADD_ENTRY", OWNER);
static SERVICE: Field = record(
    "NBNSNodeStatusResponseService",
    &[&run("NETBIOS_NAME", 15).preset(b"WINDOWS        "), &n("SUFFIX", 8), &n("NAME_FLAGS", 8).unset(4), &n("UNUSED", 8)],
);
pub(in super::super) static NETBIOS: &[Class] = &[
    Class {
        names: &["NBNSHeader"],
        size: 12,
        fields: &[
            &Field::bits("", "", 0, 16).alias("NAME_TRN_ID"),
            &NBNS_RESPONSE,
            &NBNS_OPCODE,
            &NBNS_FLAGS,
            &Field::bits("", "", 28, 4).alias("RCODE"),
            &NBNS_QUERIES,
            &NBNS_ANSWERS,
            &Field::bits("", "", 64, 16).alias("NSCOUNT"),
            &NBNS_MORE,
        ],
        binds: ports!(137 137),
        ..Class::PART
    },
    Class {
        names: &["NBNSQueryRequest"],
        fields: &[
            &name("QUESTION_NAME", WINDOWS),
            &SUFFIX,
            &n("NULL", 8),
            &n("QUESTION_TYPE", 16).unset(0x20).words(KINDS),
            &n("QUESTION_CLASS", 16).unset(1).words(INTERNET),
        ],
        binds: answers!(0 0x11 0 1 0 0),
        ..Class::PART
    },
    Class {
        names: &["NBNSQueryResponse"],
        fields: &[
            &name("RR_NAME", WINDOWS),
            &SUFFIX,
            &n("NULL", 8),
            &n("QUESTION_TYPE", 16).unset(0x20).words(KINDS),
            &n("QUESTION_CLASS", 16).unset(1).words(INTERNET),
            &n("TTL", 32).unset(300_000),
            &span("RDLENGTH", 16, &[&list("ADDR_ENTRY", &ENTRY).preset(&[0, 0, 127, 0, 0, 1])]),
        ],
        binds: answers!(0 0x50 1 0 1 0),
        ..Class::PART
    },
    Class {
        names: &["NBNSNodeStatusRequest"],
        fields: &[
            &name("QUESTION_NAME", ANY),
            &SUFFIX,
            &n("NULL", 8),
            &n("QUESTION_TYPE", 16).unset(0x21).words(KINDS),
            &n("QUESTION_CLASS", 16).unset(1).words(INTERNET),
        ],
        binds: answers!(0 1 0 1 0 0),
        ..Class::PART
    },
    Class {
        names: &["NBNSNodeStatusResponse"],
        fields: &[
            &name("RR_NAME", WINDOWS),
            &SUFFIX,
            &n("NULL", 8),
            &n("RR_TYPE", 16).unset(0x21).words(KINDS),
            &n("RR_CLASS", 16).unset(1).words(INTERNET),
            &n("TTL", 32),
            &n("RDLENGTH", 16).unset(83),
            &n("NUM_NAMES", 8).unset(1),
            &list("NODE_NAME", &SERVICE).preset(b"WINDOWS        \0\x04\0"),
            &mac("MAC_ADDRESS"),
            &run("STATISTICS", 46),
        ],
        binds: answers!(0 0x40 1 0 1 0),
        ..Class::PART
    },
    Class {
        names: &["NBNSRegistrationRequest"],
        fields: &[
            &name("QUESTION_NAME", CAPITAL),
            &SUFFIX,
            &n("NULL", 8),
            &n("QUESTION_TYPE", 16).unset(0x20).words(KINDS),
            &n("QUESTION_CLASS", 16).unset(1).words(INTERNET),
            &n("RR_NAME", 16).unset(0xc00c),
            &n("RR_TYPE", 16).unset(0x20).words(KINDS),
            &n("RR_CLASS", 16).unset(1).words(INTERNET),
            &n("TTL", 32),
            &n("RDLENGTH", 16).unset(6),
            &word(16),
            &bit("G", 0x8000),
            &bit("OWNER_NODE_TYPE", 0x6000),
            &bit("UNUSED", 0x1fff),
            &ip4("NB_ADDRESS").unset(0x7f00_0001),
        ],
        binds: answers!(5 0x11 0 1 0 1),
        ..Class::PART
    },
    Class {
        names: &["NBNSWackResponse"],
        fields: &[
            &name("RR_NAME", WINDOWS),
            &SUFFIX,
            &n("NULL", 8),
            &n("RR_TYPE", 16).unset(0x20).words(KINDS),
            &n("RR_CLASS", 16).unset(1).words(INTERNET),
            &n("TTL", 32).unset(2),
            &n("RDLENGTH", 16).unset(2),
            &n("RDATA", 16).unset(0x2910),
        ],
        binds: answers!(7 0x40 1 0 1 0),
        ..Class::PART
    },
];
pub(in super::super) static NETBIOS_DATAGRAM: &[Class] = &[Class {
    names: &["NBTDatagram"],
    size: 14,
    fields: &[
        &Field::bits("", "", 0, 8).alias("Type").unset(16),
        &Field::bits("", "", 8, 8).alias("Flags").unset(2),
        &Field::bits("", "", 16, 16).alias("ID"),
        &Field::bits("", "", 32, 32).kind(Kind::Ip4).alias("SourceIP").unset(0x7f00_0001),
        &Field::bits("", "", 64, 16).alias("SourcePort").unset(138),
        &NBT_LEN,
        &Field::bits("", "", 96, 16).alias("Offset"),
        &name("SourceName", WINDOWS),
        &n("SUFFIX1", 16).unset(0x4141),
        &n("NULL1", 8),
        &name("DestinationName", WINDOWS),
        &n("SUFFIX2", 16).unset(0x4141),
        &n("NULL2", 8),
    ],
    binds: ports!(138 138),
    // "Not including the UDP header and the first 10 bytes" (RFC 1002, 4.4.1).
    finish: |d| d.fill(&NBT_LEN, d.bytes.len().saturating_sub(14) as u64),
    ..Class::PART
}];
pub(in super::super) static NETBIOS_SESSION: &[Class] = &[Class {
    names: &["NBTSession"],
    size: 4,
    fields: &[&Field::bits("", "", 0, 8).alias("TYPE"), &Field::bits("", "", 8, 7).alias("RESERVED"), &SESSION_LEN],
    binds: &[(&net::TCP_SPORT, Unset::Is(139)), (&net::TCP_DPORT, Unset::Is(139))],
    finish: |d| d.fill(&SESSION_LEN, d.bytes.len().saturating_sub(4) as u64),
    ..Class::PART
}];
static NBT_LEN: Field = Field::bits("", "", 80, 16).alias("Length").computed();
static SESSION_LEN: Field = Field::bits("", "", 15, 17).alias("LENGTH").computed();

// NetFlow: versions 1 and 5 count their records, which are put on with `/`.
fn records(d: &mut Draft<'_>, field: &'static Field, size: usize) {
    d.fill(field, (d.bytes.len().saturating_sub(d.head) / size) as u64);
}
pub(in super::super) static NETFLOW: &[Class] = &[
    Class { names: &["NetflowHeader"], size: 2, fields: &[&FLOW_VERSION], binds: ports!(2055 2055), ..Class::PART },
    Class {
        names: &["NetflowHeaderV1"],
        size: 14,
        fields: &[
            &FLOW_COUNT,
            &Field::bits("", "", 16, 32).alias("sysUptime"),
            &Field::bits("", "", 48, 32).alias("unixSecs"),
            &Field::bits("", "", 80, 32).alias("unixNanoSeconds"),
        ],
        binds: &[(&FLOW_VERSION, Unset::Is(1))],
        finish: |d| records(d, &FLOW_COUNT, 48),
        ..Class::PART
    },
    Class {
        names: &["NetflowRecordV1"],
        fields: &[
            &ip4("ipsrc"),
            &ip4("ipdst"),
            &ip4("nexthop"),
            &n("inputIfIndex", 16),
            &n("outpuIfIndex", 16),
            &n("dpkts", 32),
            &n("dbytes", 32),
            &n("starttime", 32),
            &n("endtime", 32),
            &n("srcport", 16),
            &n("dstport", 16),
            &n("padding", 16),
            &n("proto", 8),
            &n("tos", 8),
            &n("padding1", 32),
            &n("padding2", 32),
        ],
        ..Class::PART
    },
    Class {
        names: &["NetflowHeaderV5"],
        size: 22,
        fields: &[
            &FLOW_COUNT,
            &Field::bits("", "", 16, 32).alias("sysUptime"),
            &Field::bits("", "", 48, 32).alias("unixSecs"),
            &Field::bits("", "", 80, 32).alias("unixNanoSeconds"),
            &Field::bits("", "", 112, 32).alias("flowSequence"),
            &Field::bits("", "", 144, 8).alias("engineType"),
            &Field::bits("", "", 152, 8).alias("engineID"),
            &Field::bits("", "", 160, 16).alias("samplingInterval"),
        ],
        binds: &[(&FLOW_VERSION, Unset::Is(5))],
        finish: |d| records(d, &FLOW_COUNT, 48),
        ..Class::PART
    },
    Class {
        names: &["NetflowRecordV5"],
        fields: &[
            &ip4("src").unset(0x7f00_0001),
            &ip4("dst").unset(0x7f00_0001),
            &ip4("nexthop"),
            &n("input", 16),
            &n("output", 16),
            &n("dpkts", 32).unset(1),
            &n("dOctets", 32).unset(60),
            &n("first", 32),
            &n("last", 32),
            &n("srcport", 16),
            &n("dstport", 16),
            &n("pad1", 8),
            &n("tcpFlags", 8).unset(2).flags(&["F", "S", "R", "P", "A", "U", "E", "C"]),
            &n("prot", 8).unset(6).words(names::PROTOCOLS),
            &n("tos", 8),
            &n("src_as", 16),
            &n("dst_as", 16),
            &n("src_mask", 8),
            &n("dst_mask", 8),
            &n("pad2", 16),
        ],
        ..Class::PART
    },
];
pub(super) static FLOW_VERSION: Field = Field::bits("", "", 0, 16).alias("version").unset(1);
static FLOW_COUNT: Field = Field::bits("", "", 0, 16).alias("count").computed();

// Mobile IP: RFC 5944, 3.3 and 3.4.
pub(in super::super) static MOBILE: &[Class] = &[
    Class { names: &["MobileIP"], size: 1, fields: &[&MOBILE_TYPE], binds: ports!(434 434), ..Class::PART },
    Class {
        names: &["MobileIPRRQ"],
        fields: &[&n("flags", 8), &n("lifetime", 16).unset(180), &ip4("homeaddr"), &ip4("haaddr"), &ip4("coaddr"), &n("id", 64)],
        binds: &[(&MOBILE_TYPE, Unset::Is(1))],
        ..Class::PART
    },
    Class {
        names: &["MobileIPRRP"],
        fields: &[&n("code", 8), &n("lifetime", 16).unset(180), &ip4("homeaddr"), &ip4("haaddr"), &n("id", 64)],
        binds: &[(&MOBILE_TYPE, Unset::Is(3))],
        ..Class::PART
    },
    Class {
        names: &["MobileIPTunnelData"],
        fields: &[&n("nexthdr", 8).unset(4), &n("res", 16)],
        binds: &[(&MOBILE_TYPE, Unset::Is(4))],
        ..Class::PART
    },
];
static MOBILE_TYPE: Field = Field::bits("", "", 0, 8).alias("type").unset(1);

/// RFC 3550, 5.3.1.
pub(in super::super) static RTP_EXTENSION: &[Class] = &[Class {
    names: &["RTPExtension"],
    fields: &[&n("header_id", 16), &n("header_len", 16).computed(), &list("header", &RTP_WORD)],
    binds: &[(&messages::RTP_MORE, Unset::Is(1))],
    ..Class::PART
}];
static RTP_WORD: Field = n("header", 32);

// Names of attributes: RFC 2865, 5 and its successors.
macro_rules! attributes { ($($name:literal $kind:literal $value:ident;)*) => {
    /// Values of a RADIUS packet's `attributes`.
    pub(super) static ATTRIBUTES_BY_NUMBER: &[(u64, &Field)] = &[
        $(($kind, &record($name, &[&n("type", 8).unset($kind), &ATTRIBUTE_LEN, &$value])),)*
        (26, &record("RadiusAttr_Vendor_Specific", &[&n("type", 8).unset(26), &ATTRIBUTE_LEN, &n("vendor_id", 32), &VENDOR_RECORD])),
    ];
    pub(in super::super) static ATTRIBUTES: &[Class] = &[$(Class { names: &[$name], fields: &[&n("type", 8).unset($kind), &ATTRIBUTE_LEN, &$value], ..Class::PART }),*];
} }
static ATTRIBUTE_LEN: Field = whole("len", 8);
static TEXT: Field = rest("value");
static NUMBER: Field = n("value", 32);
static ADDRESS: Field = ip4("value");
static SIXTEEN: Field = run("value", 16);
attributes! {
    "RadiusAttr_User_Name" 1 TEXT;
    "RadiusAttr_User_Password" 2 TEXT;
    "RadiusAttr_NAS_IP_Address" 4 ADDRESS;
    "RadiusAttr_NAS_Port" 5 NUMBER;
    "RadiusAttr_Service_Type" 6 NUMBER;
    "RadiusAttr_Framed_Protocol" 7 NUMBER;
    "RadiusAttr_Framed_IP_Address" 8 ADDRESS;
    "RadiusAttr_Framed_IP_Netmask" 9 ADDRESS;
    "RadiusAttr_Framed_MTU" 12 NUMBER;
    "RadiusAttr_Login_IP_Host" 14 ADDRESS;
    "RadiusAttr_Login_TCP_Port" 16 NUMBER;
    "RadiusAttr_State" 24 TEXT;
    "RadiusAttr_Session_Timeout" 27 NUMBER;
    "RadiusAttr_Idle_Timeout" 28 NUMBER;
    "RadiusAttr_Acct_Status_Type" 40 NUMBER;
    "RadiusAttr_Acct_Delay_Time" 41 NUMBER;
    "RadiusAttr_Acct_Input_Octets" 42 NUMBER;
    "RadiusAttr_Acct_Output_Octets" 43 NUMBER;
    "RadiusAttr_Acct_Authentic" 45 NUMBER;
    "RadiusAttr_Acct_Session_Time" 46 NUMBER;
    "RadiusAttr_Acct_Input_Packets" 47 NUMBER;
    "RadiusAttr_Acct_Output_Packets" 48 NUMBER;
    "RadiusAttr_Acct_Terminate_Cause" 49 NUMBER;
    "RadiusAttr_NAS_Port_Type" 61 NUMBER;
    "RadiusAttr_Port_Limit" 62 NUMBER;
    "RadiusAttr_EAP_Message" 79 TEXT;
    "RadiusAttr_Message_Authenticator" 80 SIXTEEN;
    "RadiusAttr_Framed_IPX_Network" 23 ADDRESS;
    "RadiusAttr_Framed_AppleTalk_Link" 37 NUMBER;
    "RadiusAttr_Framed_AppleTalk_Network" 38 NUMBER;
    "RadiusAttr_Acct_Link_Count" 51 NUMBER;
    "RadiusAttr_Acct_Input_Gigawords" 52 NUMBER;
    "RadiusAttr_Acct_Output_Gigawords" 53 NUMBER;
    "RadiusAttr_Event_Timestamp" 55 NUMBER;
    "RadiusAttr_Egress_VLANID" 56 NUMBER;
    "RadiusAttr_ARAP_Security" 73 NUMBER;
    "RadiusAttr_Password_Retry" 75 NUMBER;
    "RadiusAttr_Tunnel_Preference" 83 NUMBER;
    "RadiusAttr_Acct_Interim_Interval" 85 NUMBER;
    "RadiusAttr_Acct_Tunnel_Packets_Lost" 86 NUMBER;
    "RadiusAttr_Management_Privilege_Level" 136 NUMBER;
    "RadiusAttr_PMIP6_Home_LMA_IPv4_Address" 149 ADDRESS;
    "RadiusAttr_PMIP6_Visited_LMA_IPv4_Address" 150 ADDRESS;
    "RadiusAttr_PMIP6_Home_DHCP4_Server_Address" 157 ADDRESS;
    "RadiusAttr_PMIP6_Visited_DHCP4_Server_Address" 158 ADDRESS;
    "RadiusAttr_PMIP6_Home_IPv4_Gateway" 161 ADDRESS;
    "RadiusAttr_PMIP6_Visited_IPv4_Gateway" 162 ADDRESS;
    "RadiusAttr_Mobility_Domain_Id" 177 NUMBER;
    "RadiusAttr_Preauth_Timeout" 178 NUMBER;
    "RadiusAttr_WLAN_Venue_Info" 182 NUMBER;
    "RadiusAttr_WLAN_Reason_Code" 185 NUMBER;
    "RadiusAttr_WLAN_Pairwise_Cipher" 186 NUMBER;
    "RadiusAttr_WLAN_Group_Cipher" 187 NUMBER;
    "RadiusAttr_WLAN_AKM_Suite" 188 NUMBER;
    "RadiusAttr_WLAN_Group_Mgmt_Cipher" 189 NUMBER;
    "RadiusAttr_WLAN_RF_Band" 190 NUMBER;
}

// Payloads of ISAKMP: RFC 2408, 3. Each names the next.
macro_rules! payloads { ($($name:literal $kind:literal [$($f:expr),*];)*) => {
    pub(in super::super) static PAYLOADS: &[Class] = &[DELETION, $(Class {
        names: &[$name],
        size: 4,
        fields: &[&NEXT, &Field::bits("", "", 8, 8).alias("res"), &PAYLOAD_LEN, $(&$f),*],
        binds: &[(&NEXT, Unset::Is($kind)), (&messages::ISAKMP_NEXT, Unset::Is($kind))],
        extent: Some(&PAYLOAD_LEN),
        finish: |d| d.fill(&PAYLOAD_LEN, d.head as u64),
        ..Class::PART
    }),*];
} }
static NEXT: Field = Field::bits("", "", 0, 8).alias("next_payload");
/// Attributes of a transform, in the short form: RFC 2409, appendix A.
macro_rules! attributes_of { ($($name:literal $kind:literal [$($n:literal $word:literal),*];)*) => {
    static TRANSFORM: Field = Field::new("", "ISAKMP attribute", Place::Peek(16, &[$(
        (0x8000 | $kind, &record($name, &[&kind("", 16), &n("value", 16).words(&[$(($n, $word)),*])]))
    ),*], &record("", &[&kind("", 16), &n("value", 16)])));
} }
attributes_of! {
    "Encryption" 1 [1 "DES-CBC", 2 "IDEA-CBC", 3 "Blowfish-CBC", 4 "RC5-R16-B64-CBC", 5 "3DES-CBC", 6 "CAST-CBC", 7 "AES-CBC", 8 "CAMELLIA-CBC"];
    "Hash" 2 [1 "MD5", 2 "SHA", 3 "Tiger", 4 "SHA2-256", 5 "SHA2-384", 6 "SHA2-512"];
    "Authentication" 3 [1 "PSK", 2 "DSS", 3 "RSA Sig", 4 "RSA Encryption", 5 "RSA Encryption Revised"];
    "GroupDesc" 4 [1 "768MODPgr", 2 "1024MODPgr", 3 "EC2Ngr155", 4 "EC2Ngr185", 5 "1536MODPgr", 14 "2048MODPgr", 15 "3072MODPgr", 16 "4096MODPgr", 17 "6144MODPgr", 18 "8192MODPgr"];
    "GroupType" 5 [1 "MODP", 2 "ECP", 3 "EC2N"];
    "LifeType" 11 [1 "Seconds", 2 "Kilobytes"];
    "LifeDuration" 12 [];
    "PRF" 13 [];
    "KeyLength" 14 [];
    "FieldSize" 15 [];
}
const DELETION: Class = Class {
    names: &["ISAKMP_payload_Delete"],
    size: 10,
    fields: &[
        &NEXT,
        &Field::bits("", "", 8, 8).alias("res"),
        &PAYLOAD_LEN,
        &Field::bits("", "", 32, 32).alias("doi"),
        &Field::bits("", "", 64, 8).alias("proto").unset(1).words(SECURED),
        &DELETED_SIZE,
        &n("SPIcount", 16).computed(),
        &list("SPIs", &SPI_ITEM),
    ],
    binds: &[(&NEXT, Unset::Is(12)), (&messages::ISAKMP_NEXT, Unset::Is(12))],
    extent: Some(&PAYLOAD_LEN),
    // Of each SPI, which are of one length: before their number, which is there by then.
    finish: |d| {
        d.fill(&PAYLOAD_LEN, d.head as u64);
        let number = d.bytes.get(10..12).and_then(|n| n.first_chunk().copied()).map_or(0, u16::from_be_bytes);
        d.fill(&DELETED_SIZE, d.head.saturating_sub(12).checked_div(number.into()).unwrap_or(0) as u64);
    },
    ..Class::PART
};
static DELETED_SIZE: Field = Field::bits("", "", 72, 8).alias("SPIsize").computed();
const SECURED: Names = &[(1, "ISAKMP"), (2, "IPSEC_AH"), (3, "IPSEC_ESP"), (4, "IPCOMP"), (5, "GIGABEAM_RADIO")];
const SPI_SIZE: Field = n("SPIsize", 8).computed();
/// As many bytes as a number says, which stands so far from the payload's first byte.
macro_rules! spi {
    ($at:literal) => {
        Field::new("", "", Place::Repeat(|h| h.byte($at).into(), &SPI_BYTE)).alias("SPI")
    };
}
static SPI_BYTE: Field = n("byte", 8);
static SPI_ITEM: Field = rest("SPI");
static PAYLOAD_LEN: Field = Field::bits("", "", 16, 16).alias("length").computed();
payloads! {
    "ISAKMP_payload" 0 [rest("load")];
    "ISAKMP_payload_SA" 1 [n("doi", 32).unset(1), n("situation", 32).unset(1), rest("prop")];
    "ISAKMP_payload_Proposal" 2 [n("proposal", 8).unset(1), n("proto", 8).unset(1).words(SECURED), SPI_SIZE, n("trans_nb", 8), spi!(6), rest("trans")];
    "ISAKMP_payload_Transform" 3 [n("transform_count", 8), n("transform_id", 8).unset(1), n("res2", 16), list("transforms", &TRANSFORM)];
    "ISAKMP_payload_KE" 4 [rest("ke")];
    "ISAKMP_payload_ID" 5 [n("IDtype", 8).unset(1), n("ProtoID", 8), n("Port", 16), Field { words: Words::Network, ..rest("IdentData") }.preset(&[127, 0, 0, 1])];
    "ISAKMP_payload_Hash" 8 [rest("hash")];
    "ISAKMP_payload_SIG" 9 [rest("sig")];
    "ISAKMP_payload_Nonce" 10 [rest("nonce")];
    "ISAKMP_payload_Notify" 11 [n("doi", 32), n("proto", 8).unset(1).words(SECURED), SPI_SIZE, n("notify_msg_type", 16), spi!(9), rest("notify_data")];
    "ISAKMP_payload_VendorID" 13 [rest("VendorID")];
}

// What another maker's attribute holds (RFC 2865, 5.26), and Microsoft's (RFC 2548, 2.3).
parts! { VENDORS
    "RadiusAttr_Vendor_Specific" {} [n("type", 8).unset(26), whole("len", 8), n("vendor_id", 32), VENDOR];
    "MS_CHAP2_Response" {} [n("Ident", 8), n("Flags", 8), run("PeerChallenge", 16), run("Reserved", 8), run("Response", 24)];
    "MS_CHAP2_Success" {} [n("Ident", 8), run("String", 42)];
    "MS_CHAP_Error" {} [n("Ident", 8), rest("String")];
    "MS_CHAP_Domain" {} [n("Ident", 8), rest("String")];
}
static VENDOR_RECORD: Field = VENDOR;
/// Type, length and value, in a record of their own.
const VENDOR: Field = Field::part(Place::Group(&[&n("vendor_type", 8), &whole("vendor_len", 8), &rest("value")]));
