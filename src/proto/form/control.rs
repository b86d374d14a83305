//! Small protocols that are only written: of tunnels, switches, telephones, flow records.
use super::*;

/// Items that are packets of their own, or bytes.
static ITEM: Field = rest("item");

/// Control messages of the Point-to-Point Tunneling Protocol: RFC 2637.
macro_rules! pptp { ($($name:literal $kind:literal [$($f:expr),*];)*) => {
    pub(in super::super) static PPTP: &[Class] = &[$(Class {
        names: &[$name],
        fields: &[
            &whole("len", 16),
            &n("type", 16).unset(1).words(&[(1, "Control Message"), (2, "Managemenent Message")]),
            &n("magic_cookie", 32).unset(0x1a2b_3c4d),
            &n("ctrl_msg_type", 16).unset($kind).words(PPTP_TYPES),
            &n("reserved_0", 16),
            $(&$f),*
        ],
        binds: &[(&net::TCP_DPORT, Unset::Is(1723))],
        ..Class::PART
    }),*];
} }
const PPTP_TYPES: Names = &[
    (1, "Start-Control-Connection-Request"),
    (2, "Start-Control-Connection-Reply"),
    (3, "Stop-Control-Connection-Request"),
    (4, "Stop-Control-Connection-Reply"),
    (5, "Echo-Request"),
    (6, "Echo-Reply"),
    (7, "Outgoing-Call-Request"),
    (8, "Outgoing-Call-Reply"),
    (9, "Incoming-Call-Request"),
    (10, "Incoming-Call-Reply"),
    (11, "Incoming-Call-Connected"),
    (12, "Call-Clear-Request"),
    (13, "Call-Disconnect-Notify"),
    (14, "WAN-Error-Notify"),
    (15, "Set-Link-Info"),
];

macro_rules! text {
    ($name:literal $preset:literal) => {
        rest($name).preset($preset)
    };
}
const BLANK: &[u8] = b" ";
pub(in super::super) static CONTROL: &[Class] = &[
    Class {
        names: &["PPTP"],
        fields: &[
            &whole("len", 16),
            &n("type", 16).unset(1).words(&[(1, "Control Message"), (2, "Managemenent Message")]),
            &n("magic_cookie", 32).unset(0x1a2b_3c4d),
            &n("ctrl_msg_type", 16).unset(1).words(PPTP_TYPES),
            &n("reserved_0", 16),
            &rest("data"),
        ],
        binds: &[(&net::TCP_DPORT, Unset::Is(1723))],
        ..Class::PART
    },
    // IEEE 802.3, 99.3: what stands around a frame.
    Class { names: &["MPacketPreamble"], fields: &[&run("preamble", 8), &FCS], trailer: Some(&FCS), ..Class::PART },
    Class {
        names: &["Skinny"],
        fields: &[&le("len", 32), &le("res", 32), &le("msg", 32)],
        binds: &[(&net::TCP_SPORT, Unset::Is(2000)), (&net::TCP_DPORT, Unset::Is(2000))],
        ..Class::PART
    },
    Class {
        names: &["MGCP"],
        fields: &[
            &text!("verb" b"AUEP"),
            &rest("sep1").preset(BLANK),
            &text!("transaction_id" b"1234567"),
            &rest("sep2").preset(BLANK),
            &text!("endpoint" b"dummy@dummy.net"),
            &rest("sep3").preset(BLANK),
            &text!("version" b"MGCP 1.0 NCS 1.0"),
            &rest("sep4").preset(b"\n"),
        ],
        binds: &[(&net::UDP_SPORT, Unset::Is(2727)), (&net::UDP_DPORT, Unset::Is(2727))],
        ..Class::PART
    },
    Class {
        names: &["Wireguard"],
        fields: &[&WIREGUARD_TYPE, &n("reserved_zero", 24)],
        binds: &[(&net::UDP_SPORT, Unset::Is(51820))],
        ..Class::PART
    },
    Class {
        names: &["NetBIOS_DS"],
        size: 14,
        fields: &[
            &Field::bits("", "", 0, 8).alias("type").unset(17).words(&[(17, "direct_group")]),
            &Field::bits("", "", 8, 8).alias("flags"),
            &Field::bits("", "", 16, 16).alias("id"),
            &Field::bits("", "", 32, 32).kind(Kind::Ip4).alias("src").unset(0x7f00_0001),
            &Field::bits("", "", 64, 16).alias("sport").unset(138),
            &DATAGRAM_LEN,
            &Field::bits("", "", 96, 16).alias("ofs"),
            &Field { words: Words::NetBios, ..rest("srcname") }.preset(NOBODY),
            &Field { words: Words::NetBios, ..rest("dstname") }.preset(NOBODY),
        ],
        finish: |d| d.fill(&DATAGRAM_LEN, d.bytes.len().saturating_sub(14) as u64),
        ..Class::PART
    },
    // RFC 3378.
    Class {
        names: &["EtherIP"],
        fields: &[&word(16), &bit("version", 0xf000).unset(3), &bit("reserved", 0xfff)],
        binds: &[(&net::IP_PROTO, Unset::Is(97))],
        ..Class::PART
    },
    // What Cisco's HDLC keeps a line alive with.
    Class {
        names: &["SLARP"],
        fields: &[
            &n("type", 32).unset(2).words(&[(0, "request"), (1, "reply"), (2, "line keepalive")]),
            &Field::part(Place::Switch(
                |h| h.number,
                &[(2, &[&n("mysequence", 32), &n("yoursequence", 32), &n("reliability", 16).unset(0xffff)])],
                &[&ip4("address").unset(0xc0a8_0001), &ip4("mask").unset(0xffff_ff00), &n("unused", 16)],
            )),
        ],
        binds: &[(&link::CHDLC_PROTO, Unset::Is(0x8035))],
        ..Class::PART
    },
    Class {
        names: &["DTP"],
        fields: &[&n("ver", 8).unset(1), &list("tlvlist", &ITEM)],
        binds: &[(&link::SNAP_CODE, Unset::Is(0x2004)), (&link::SNAP_OUI, Unset::Is(0x0c))],
        ..Class::PART
    },
    // The Label Distribution Protocol: RFC 5036, 3.1.
    Class {
        names: &["LDP"],
        size: 10,
        fields: &[
            &Field::bits("", "", 0, 16).alias("version").unset(1),
            &LDP_LEN,
            &Field::bits("", "", 32, 32).kind(Kind::Ip4).alias("id").unset(0x7f00_0001),
            &Field::bits("", "", 64, 16).alias("space"),
        ],
        binds: &[
            (&net::TCP_SPORT, Unset::Is(646)),
            (&net::TCP_DPORT, Unset::Is(646)),
            (&net::UDP_SPORT, Unset::Is(646)),
            (&net::UDP_DPORT, Unset::Is(646)),
        ],
        finish: |d| d.fill(&LDP_LEN, d.bytes.len().saturating_sub(4) as u64),
        ..Class::PART
    },
    // RFC 3954.
    Class {
        names: &["NetflowHeaderV9"],
        fields: &[&n("count", 16), &n("sysUptime", 32), &n("unixSecs", 32), &n("packageSequence", 32), &n("SourceID", 32)],
        binds: &[(&services::FLOW_VERSION, Unset::Is(9))],
        ..Class::PART
    },
    // RFC 7011, 3.1: the length counts the version in front.
    Class {
        names: &["NetflowHeaderV10"],
        size: 14,
        fields: &[
            &IPFIX_LEN,
            &Field::bits("", "", 16, 32).alias("ExportTime"),
            &Field::bits("", "", 48, 32).alias("flowSequence"),
            &Field::bits("", "", 80, 32).alias("ObservationDomainID"),
        ],
        binds: &[(&services::FLOW_VERSION, Unset::Is(10))],
        finish: |d| d.fill(&IPFIX_LEN, d.bytes.len() as u64 + 2),
        ..Class::PART
    },
];
static IPFIX_LEN: Field = Field::bits("", "", 0, 16).alias("length").computed();
static DATAGRAM_LEN: Field = Field::bits("", "", 80, 16).alias("len").computed();
const NOBODY: &[u8] = b" CACACACACACACACACACACACACACACA";
static LDP_LEN: Field = Field::bits("", "", 16, 16).alias("len").computed();
static WIREGUARD_TYPE: Field =
    n("message_type", 8).unset(1).words(&[(1, "initiate"), (2, "respond"), (3, "cookie reply"), (4, "transport")]);
static FCS: Field = n("fcs", 32);
const OPTION_ENTERPRISE: Field = Field::part(Place::When(|h| h.byte(h.start) & 0x80 != 0, &[&n("enterpriseNumber", 16)]));
/// "the length includes the padding bits" (RFC 3954, 5.3).
const PAD: Field = Field::part(Place::Switch(|h| h.pad(4) as u64, &[(1, &[&run("", 1)]), (2, &[&run("", 2)]), (3, &[&run("", 3)])], &[]));
/// Told by the field's highest bit.
const ENTERPRISE: Field = Field::part(Place::When(|h| h.byte(h.start) & 0x80 != 0, &[&n("enterpriseNumber", 32)]));

pptp! {
    "PPTPStartControlConnectionRequest" 1 [n("protocol_version", 16).unset(256), n("reserved_1", 16), n("framing_capabilities", 32).flags(&["Asynchronous Framing supported", "Synchronous Framing supported"]), n("bearer_capabilities", 32).flags(&["Analog access supported", "Digital access supported"]), n("maximum_channels", 16).unset(0xffff), n("firmware_revision", 16).unset(256), run("host_name", 64).preset(b"linux\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), run("vendor_string", 64)];
    "PPTPStartControlConnectionReply" 2 [n("protocol_version", 16).unset(256), n("result_code", 8).unset(1).words(&[(1, "OK"), (2, "General error"), (3, "Command channel already exists"), (4, "Not authorized"), (5, "Unsupported protocol version")]), n("error_code", 8).words(&[(0, "None"), (1, "Not-Connected"), (2, "Bad-Format"), (3, "Bad-Value"), (4, "No-Resource"), (5, "Bad-Call ID"), (6, "PAC-Error")]), n("framing_capabilities", 32).flags(&["Asynchronous Framing supported", "Synchronous Framing supported"]), n("bearer_capabilities", 32).flags(&["Analog access supported", "Digital access supported"]), n("maximum_channels", 16).unset(0xffff), n("firmware_revision", 16).unset(256), run("host_name", 64).preset(b"linux\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), run("vendor_string", 64)];
    "PPTPStopControlConnectionRequest" 3 [n("reason", 8).unset(1).words(&[(1, "None"), (2, "Stop-Protocol"), (3, "Stop-Local-Shutdown")]), n("reserved_1", 8), n("reserved_2", 16)];
    "PPTPStopControlConnectionReply" 4 [n("result_code", 8).unset(1).words(&[(1, "OK"), (2, "General error")]), n("error_code", 8).words(&[(0, "None"), (1, "Not-Connected"), (2, "Bad-Format"), (3, "Bad-Value"), (4, "No-Resource"), (5, "Bad-Call ID"), (6, "PAC-Error")]), n("reserved_2", 16)];
    "PPTPEchoRequest" 5 [n("identifier", 32)];
    "PPTPEchoReply" 6 [n("identifier", 32), n("result_code", 8).unset(1).words(&[(1, "OK"), (2, "General error")]), n("error_code", 8).words(&[(0, "None"), (1, "Not-Connected"), (2, "Bad-Format"), (3, "Bad-Value"), (4, "No-Resource"), (5, "Bad-Call ID"), (6, "PAC-Error")]), n("reserved_1", 16)];
    "PPTPOutgoingCallRequest" 7 [n("call_id", 16).unset(1), n("call_serial_number", 16), n("minimum_bps", 32).unset(0x8000), n("maximum_bps", 32).unset(0x80000000), n("bearer_type", 32).unset(3).words(&[(1, "Analog channel"), (2, "Digital channel"), (3, "Any type of channel")]), n("framing_type", 32).unset(3).words(&[(1, "Asynchronous framing"), (2, "Synchronous framing"), (3, "Any type of framing")]), n("pkt_window_size", 16).unset(16), n("pkt_proc_delay", 16), n("phone_number_len", 16), n("reserved_1", 16), run("phone_number", 64), run("subaddress", 64)];
    "PPTPOutgoingCallReply" 8 [n("call_id", 16).unset(1), n("peer_call_id", 16).unset(1), n("result_code", 8).unset(1).words(&[(1, "Connected"), (2, "General error"), (3, "No Carrier"), (4, "Busy"), (5, "No dial tone"), (6, "Time-out"), (7, "Do not accept")]), n("error_code", 8).words(&[(0, "None"), (1, "Not-Connected"), (2, "Bad-Format"), (3, "Bad-Value"), (4, "No-Resource"), (5, "Bad-Call ID"), (6, "PAC-Error")]), n("cause_code", 16), n("connect_speed", 32).unset(0x5f5e100), n("pkt_window_size", 16).unset(16), n("pkt_proc_delay", 16), n("channel_id", 32)];
    "PPTPIncomingCallRequest" 9 [n("call_id", 16).unset(1), n("call_serial_number", 16).unset(1), n("bearer_type", 32).unset(3).words(&[(1, "Analog channel"), (2, "Digital channel"), (3, "Any type of channel")]), n("channel_id", 32), n("dialed_number_len", 16), n("dialing_number_len", 16), run("dialed_number", 64), run("dialing_number", 64), run("subaddress", 64)];
    "PPTPIncomingCallReply" 10 [n("call_id", 16).unset(1), n("peer_call_id", 16).unset(1), n("result_code", 8).unset(1).words(&[(1, "Connected"), (2, "General error"), (3, "No Carrier"), (4, "Busy"), (5, "No dial tone"), (6, "Time-out"), (7, "Do not accept")]), n("error_code", 8).words(&[(0, "None"), (1, "Not-Connected"), (2, "Bad-Format"), (3, "Bad-Value"), (4, "No-Resource"), (5, "Bad-Call ID"), (6, "PAC-Error")]), n("pkt_window_size", 16).unset(64), n("pkt_transmit_delay", 16), n("reserved_1", 16)];
    "PPTPIncomingCallConnected" 11 [n("peer_call_id", 16).unset(1), n("reserved_1", 16), n("connect_speed", 32).unset(0x5f5e100), n("pkt_window_size", 16).unset(64), n("pkt_transmit_delay", 16), n("framing_type", 32).unset(1).words(&[(1, "Asynchronous framing"), (2, "Synchronous framing"), (3, "Any type of framing")])];
    "PPTPCallClearRequest" 12 [n("call_id", 16).unset(1), n("reserved_1", 16)];
    "PPTPCallDisconnectNotify" 13 [n("call_id", 16).unset(1), n("result_code", 8).unset(1).words(&[(1, "Lost Carrier"), (2, "General error"), (3, "Admin Shutdown"), (4, "Request")]), n("error_code", 8).words(&[(0, "None"), (1, "Not-Connected"), (2, "Bad-Format"), (3, "Bad-Value"), (4, "No-Resource"), (5, "Bad-Call ID"), (6, "PAC-Error")]), n("cause_code", 16), n("reserved_1", 16), run("call_statistic", 128)];
    "PPTPWANErrorNotify" 14 [n("peer_call_id", 16).unset(1), n("reserved_1", 16), n("crc_errors", 32), n("framing_errors", 32), n("hardware_overruns", 32), n("buffer_overruns", 32), n("time_out_errors", 32), n("alignment_errors", 32)];
    "PPTPSetLinkInfo" 15 [n("peer_call_id", 16).unset(1), n("reserved_1", 16), n("send_accm", 32), n("receive_accm", 32)];
}
/// Templates of options: RFC 3954, 6.1 tells the lists' lengths in bytes, RFC 7011, 3.4.2.2 how many fields there are in all and of the scope.
pub(in super::super) static OPTION_TEMPLATES: &[Class] = &[
    Class {
        names: &["NetflowOptionsFlowsetV9"],
        fields: &[
            &n("flowSetID", 16).unset(1),
            &whole("length", 16),
            &n("templateID", 16).unset(255),
            &SCOPES_LEN,
            &OPTIONS_LEN,
            &list("scopes", &ITEM),
            &list("options", &ITEM),
            &PAD,
        ],
        // What was counted are fields of four bytes: type and length.
        finish: |d| {
            for (f, at) in [(&SCOPES_LEN, 6), (&OPTIONS_LEN, 8)] {
                let fields = d.bytes.get(at..at + 2).and_then(|n| n.first_chunk().copied()).map_or(0, u16::from_be_bytes);
                d.fill_at(f, at, u64::from(fields) * 4);
            }
        },
        ..Class::PART
    },
    Class {
        names: &["NetflowOptionsFlowset10"],
        fields: &[
            &n("flowSetID", 16).unset(3),
            &whole("length", 16),
            &n("templateID", 16).unset(255),
            &FIELDS_IN_ALL,
            &n("scope_field_count", 16).computed(),
            &list("scopes", &ITEM),
            &list("options", &ITEM),
            &PAD,
        ],
        finish: |d| {
            let mut fields = d.bytes.get(10..d.head).unwrap_or(&[]);
            let mut count = 0;
            // An enterprise's number follows where the highest bit says so.
            while let Some(rest) = fields.first().and_then(|first| fields.get(if first & 0x80 == 0 { 4 } else { 8 }..)) {
                (fields, count) = (rest, count + 1);
            }
            d.fill_at(&FIELDS_IN_ALL, 6, count);
        },
        ..Class::PART
    },
];
static SCOPES_LEN: Field = n("option_scope_length", 16).computed();
static OPTIONS_LEN: Field = n("option_field_length", 16).computed();
static FIELDS_IN_ALL: Field = n("field_count", 16);

parts! { CONTROL_PARTS
    "WireguardInitiation" {(&WIREGUARD_TYPE, Unset::Is(1))} [le("sender_index", 32), run("unencrypted_ephemeral", 32), run("encrypted_static", 48), run("encrypted_timestamp", 28), run("mac1", 16), run("mac2", 16)];
    "WireguardResponse" {(&WIREGUARD_TYPE, Unset::Is(2))} [le("sender_index", 32), le("receiver_index", 32), run("unencrypted_ephemeral", 32), run("encrypted_nothing", 16), run("mac1", 16), run("mac2", 16)];
    "WireguardTransport" {(&WIREGUARD_TYPE, Unset::Is(4))} [le("receiver_index", 32), le("counter", 64), rest("encrypted_encapsulated_packet")];
    "WireguardCookieReply" {(&WIREGUARD_TYPE, Unset::Is(3))} [le("receiver_index", 32), run("nonce", 24), run("encrypted_cookie", 32)];
    "DtpGenericTlv" {} [n("type", 16).unset(1), whole("length", 16), rest("value")];
    "DTPDomain" {} [n("type", 16).unset(1), whole("length", 16), rest("domain").preset(&[0])];
    "DTPStatus" {} [n("type", 16).unset(2), whole("length", 16), rest("status").preset(&[3])];
    "DTPType" {} [n("type", 16).unset(3), whole("length", 16), rest("dtptype").preset(&[0xa5])];
    "DTPNeighbor" {} [n("type", 16).unset(4), whole("len", 16), mac("neighbor")];
    "LinuxTunIfReq" {} [run("ifrn_name", 16), n("ifru_flags", 16)];
    "DarwinUtunPacketInfo" {} [n("addr_family", 32).unset(2)];
    "VQP" {(&net::UDP_SPORT, Unset::Is(1589)), (&net::UDP_DPORT, Unset::Is(1589))} [n("const", 8).unset(1), n("type", 8).unset(1).words(&[(1, "requestPort"), (2, "responseVLAN"), (3, "requestReconfirm"), (4, "responseReconfirm")]), n("errorcodeaction", 8).words(&[(0, "none"), (3, "accessDenied"), (4, "shutdownPort"), (5, "wrongDomain")]), n("unknown", 8).unset(2).words(&[(2, "inGoodResponse"), (6, "inRequests")]), n("seq", 32)];
    "VQPEntry" {} [n("datatype", 32).words(&[(3073, "clientIPAddress"), (3074, "portName"), (3075, "VLANName"), (3076, "Domain"), (3077, "ethernetPacket"), (3078, "ReqMACAddress"), (3079, "unknown"), (3080, "ResMACAddress")]), behind("len", 16), rest("data")];
    "GPRS" {} [rest("dummy")];
    "NON_ESP" {(&net::UDP_SPORT, Unset::Is(4500)), (&net::UDP_DPORT, Unset::Is(4500))} [n("non_esp", 32)];
    "NAT_KEEPALIVE" {(&net::UDP_SPORT, Unset::Is(4500)), (&net::UDP_DPORT, Unset::Is(4500))} [n("nat_keepalive", 8).unset(255)];
    "PseudoIPv6" {} [ip6("src"), ip6("dst"), n("uplen", 32), n("zero", 24), n("nh", 8)];
    "DIR_PPP" {} [n("direction", 8).words(&[(0, "received"), (1, "sent")])];
    "NetflowTemplateFieldV9" {} [word(16), bit("enterpriseBit", 0x8000), bit("fieldType", 0x7fff), n("fieldLength", 16), ENTERPRISE];
    "NetflowTemplateV9" {} [n("templateID", 16).unset(255), n("fieldCount", 16).computed(), list("template_fields", &ITEM)];
    "NetflowFlowsetV9" {} [n("flowSetID", 16), whole("length", 16), list("templates", &ITEM)];
    "NetflowRecordV9" {} [rest("fieldValue")];
    "NetflowOptionsRecordScopeV9" {} [rest("fieldValue")];
    "NetflowOptionsRecordOptionV9" {} [rest("fieldValue")];
    "NetflowOptionsFlowsetScopeV9" {} [n("scopeFieldType", 16).words(&[(1, "System"), (2, "Interface"), (3, "Line card"), (4, "Cache"), (5, "Template")]), n("scopeFieldlength", 16)];
    "NetflowOptionsFlowsetOptionV9" {} [word(16), bit("enterpriseBit", 0x8000), bit("optionFieldType", 0x7fff), n("optionFieldlength", 16), OPTION_ENTERPRISE];
    "NetflowDataflowsetV9" {} [n("templateID", 16).unset(255), whole("length", 16), list("records", &ITEM), PAD];
    "CDPIPPrefix" {} [ip4("prefix").unset(0xc0a80001), n("plen", 8).unset(24)];
    "CDPMsgIPGateway" {} [n("type", 16).unset(7), whole("len", 16), ip4("defaultgw").unset(0xc0a80001)];
    "CDPMsgIPPrefix" {} [n("type", 16).unset(7), whole("len", 16), list("prefixes", &ITEM)];
    "CDPMsg" {} [n("type", 16), whole("len", 16), rest("val")];
}
