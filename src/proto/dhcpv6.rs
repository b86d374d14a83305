//! Dynamic Host Configuration Protocol for IPv6, [RFC 8415](https://www.rfc-editor.org/rfc/rfc8415).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    msg-type   |               transaction-id                  |
//! |                            options                            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! Between relays: the count of hops, the link's address and the peer's address stand in the transaction's place, and the client's
//! message in an option.
use super::*;
use crate::field::*;
use crate::text;

/// <https://www.iana.org/assignments/dhcpv6-parameters>, message types.
const MESSAGES: Names = &[
    (1, "Solicit"),
    (2, "Advertise"),
    (3, "Request"),
    (4, "Confirm"),
    (5, "Renew"),
    (6, "Rebind"),
    (7, "Reply"),
    (8, "Release"),
    (9, "Decline"),
    (10, "Reconfigure"),
    (11, "Information-request"),
    (12, "Relay-forw"),
    (13, "Relay-reply"),
    (14, "Leasequery"),
    (15, "Leasequery-reply"),
    (16, "Leasequery-done"),
    (17, "Leasequery-data"),
    (18, "Reconfigure-request"),
    (19, "Reconfigure-reply"),
    (20, "DHCPv4-query"),
    (21, "DHCPv4-response"),
];
/// Kind of message.
pub static MSGTYPE: Field = Field::new("dhcpv6.msgtype", "Message type", Place::Uint(8)).alias("msgtype").names(MESSAGES).unset(1);
/// The client's choice, the same in all messages of one exchange.
pub static XID: Field = Field::new("dhcpv6.xid", "Transaction ID", Place::Uint(24)).alias("trid").hex();
/// Relays on the way.
pub static HOPCOUNT: Field = byte("dhcpv6.hopcount", "Hopcount").alias("hopcount");
/// Where the client is.
pub static LINKADDR: Field = address("dhcpv6.linkaddr", "Link address").alias("linkaddr");
/// Who the relay had the message from.
pub static PEERADDR: Field = address("dhcpv6.peeraddr", "Peer address").alias("peeraddr");

/// What follows the type: in a relay's message, in a client's or server's.
static HEAD: Field = Field::part(Place::Switch(|h| h.number, &[(12, &[&RELAY]), (13, &[&RELAY])], &[&TRANSACTION]));
static RELAY: Field = Field::part(Place::Group(&[&HOPCOUNT, &LINKADDR, &PEERADDR, &OPTIONS]));
static TRANSACTION: Field = Field::part(Place::Group(&[&XID, &OPTIONS]));
static OPTIONS: Field = Field::many("Options", &OPTION);
static OPTION: Field = Field::part(Place::Sized(complete, &[&sole(held, &[&TYPE_STR, &OPTION_TYPE, &OPTION_LENGTH, &DATA, &LEFT])]));
/// Options of an option: of an identity association, of a lease query.
static INNER: Field = Field::part(Place::Sized(complete, &[&sole(held, &[&TYPE_STR, &OPTION_TYPE, &OPTION_LENGTH, &INNER_DATA, &LEFT])]));
/// Options of an address or a prefix.
static INMOST: Field = Field::part(Place::Sized(complete, &[&sole(held, &[&TYPE_STR, &OPTION_TYPE, &OPTION_LENGTH, &SIMPLE, &LEFT])]));
/// The option's bytes with its head: too many where it is cut, and then nothing of it is shown.
fn complete(h: &Here<'_>) -> usize {
    if h.left() == 0 { 0 } else { 4 + usize::from(h.word(h.at + 2)) }
}
fn held(h: &Here<'_>) -> bool {
    h.left() >= 4 && complete(h) <= h.left()
}
static TYPE_STR: Field = Field::new("dhcpv6.option.type_str", "Option", Place::Reckoned(kind)).text();
fn kind<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    Some(Value::Bytes(text::named(&OPTION_TYPE, h.word(h.at).into()).unwrap_or("Unknown").as_bytes()))
}
/// Which option it is.
pub static OPTION_TYPE: Field = Field::new("dhcpv6.option.type", "Option", Place::Key(16)).names(OPTION_NAMES);
/// Bytes that follow.
pub static OPTION_LENGTH: Field = Field::new("dhcpv6.option.length", "Length", Place::Len(16, Counts::Behind));
/// What an option's definition does not say of it.
static LEFT: Field = Field::new("", "", Place::Rest);

const fn sole(so: fn(&Here<'_>) -> bool, of: Fields) -> Field {
    Field::part(Place::When(so, of))
}
const fn address(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Run(16)).kind(Kind::Ip6)
}
const fn rest(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| h.left()))
}
/// A domain name of a list, uncompressed (RFC 8415, 10).
const fn domain(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(labels)).kind(Kind::Show(&DOMAIN))
}
fn labels(h: &Here<'_>) -> usize {
    let mut at = h.at;
    while at < h.end && h.byte(at) != 0 {
        at += 1 + usize::from(h.byte(at));
    }
    at + 1 - h.at
}
/// Labels, each with a dot behind it; the last without where the name does not end.
static DOMAIN: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        let Value::Bytes(bytes) = value else { return };
        (dhcp::LABELS.plain)(value, out);
        if bytes.last() == Some(&0) {
            out.push(b'.');
        }
    },
};
fn sixteens(h: &Here<'_>) -> usize {
    h.left() / 16
}

/// Options that hold options.
static DATA: Field = Field::part(Place::Pick(
    &[
        (3, &[&sole(|h| h.left() >= 12, &[&IAID, &T1, &T2, &IA_OPTIONS])]),
        (25, &[&sole(|h| h.left() >= 12, &[&IAID, &T1, &T2, &IA_OPTIONS])]),
        (4, &[&sole(|h| h.left() >= 4, &[&IATA, &IA_OPTIONS])]),
        (5, IA_ADDRESS),
        (26, IA_PREFIX),
        (9, &[&sole(|h| h.left() > 0, &[&RELAYED])]),
        (44, &[&sole(|h| h.left() >= 17, &[&LQ_QUERY, &LQ_LINK, &IA_OPTIONS])]),
        (45, &[&IA_OPTIONS]),
        (94, &[&IA_OPTIONS]),
        (95, &[&IA_OPTIONS]),
        (96, &[&IA_OPTIONS]),
    ],
    &[&SIMPLE],
));
static INNER_DATA: Field = Field::part(Place::Pick(&[(5, IA_ADDRESS), (26, IA_PREFIX), (89, S46_RULE)], &[&SIMPLE]));
/// The message of the client or of another relay.
static RELAYED: Field = Field::new("dhcpv6", "DHCPv6", Place::Group(&[&MSGTYPE, &HEAD])).kind(Kind::Present);
static IA_OPTIONS: Field = Field::part(Place::Many(&INNER));
static IAID: Field = Field::new("dhcpv6.iaid", "IAID", Place::Run(4));
static T1: Field = long("dhcpv6.iaid.t1", "T1");
static T2: Field = long("dhcpv6.iaid.t2", "T2");
static IATA: Field = Field::new("dhcpv6.iata", "IATA", Place::Run(4));
/// RFC 8415, 21.6.
const IA_ADDRESS: Fields = &[&IAADDR];
static IAADDR: Field = sole(|h| h.left() >= 24, &[&IAADDR_IP, &IAADDR_PREFERRED, &IAADDR_VALID, &INMOST_OPTIONS]);
/// What is leased.
pub static IAADDR_IP: Field = address("dhcpv6.iaaddr.ip", "IPv6 address").alias("addr");
static IAADDR_PREFERRED: Field = long("dhcpv6.iaaddr.pref_lifetime", "Preferred lifetime");
static IAADDR_VALID: Field = long("dhcpv6.iaaddr.valid_lifetime", "Valid lifetime");
/// RFC 8415, 21.22.
const IA_PREFIX: Fields = &[&IAPREFIX];
static IAPREFIX: Field =
    sole(|h| h.left() >= 25, &[&IAPREFIX_PREFERRED, &IAPREFIX_VALID, &IAPREFIX_LENGTH, &IAPREFIX_ADDRESS, &INMOST_OPTIONS]);
static IAPREFIX_PREFERRED: Field = long("dhcpv6.iaprefix.pref_lifetime", "Preferred lifetime");
static IAPREFIX_VALID: Field = long("dhcpv6.iaprefix.valid_lifetime", "Valid lifetime");
static IAPREFIX_LENGTH: Field = byte("dhcpv6.iaprefix.pref_len", "Prefix length");
static IAPREFIX_ADDRESS: Field = address("dhcpv6.iaprefix.pref_addr", "Prefix address");
static INMOST_OPTIONS: Field = Field::part(Place::Many(&INMOST));
static LQ_QUERY: Field = byte("dhcpv6.lq_query", "Query-type").names(&[
    (1, "by-address"),
    (2, "by-clientID"),
    (3, "by-relayID"),
    (4, "by-link-address"),
    (5, "by-remoteID"),
]);
static LQ_LINK: Field = address("dhcpv6.lq_query_link_address", "Link address");

/// Options that hold none.
static SIMPLE: Field = Field::part(Place::Pick(
    &[
        (1, DUID),
        (2, DUID),
        (53, DUID),
        (6, &[&Field::part(Place::Repeat(|h| h.left() / 2, &REQUESTED))]),
        (43, &[&Field::part(Place::Repeat(|h| h.left() / 2, &REQUESTED))]),
        (8, &[&sole(|h| h.left() == 2, &[&ELAPSED])]),
        (11, &[&sole(|h| h.left() >= 11, AUTH)]),
        (12, &[&sole(|h| h.left() == 16, &[&UNICAST])]),
        (13, &[&sole(|h| h.left() >= 2, &[&STATUS_CODE, &sole(|h| h.left() > 0, &[&STATUS_MESSAGE])])]),
        (15, &[&Field::part(Place::Many(&USER_CLASS))]),
        (16, &[&sole(|h| h.left() >= 4, &[&VENDOR_CLASS, &sole(|h| h.left() >= 2, &[&VENDOR_CLASS_LENGTH, &VENDOR_CLASS_DATA])])]),
        (17, &[&sole(|h| h.left() >= 4, &[&VENDOR, &Field::part(Place::Switch(|h| h.number, &[(4491, &[&LEFT])], &[&VENDOR_OPTIONS]))])]),
        (18, &[&sole(|h| h.left() > 0, &[&INTERFACE_ID])]),
        (37, &[&sole(|h| h.left() >= 4, &[&REMOTE_ENTERPRISE, &REMOTE_ID])]),
        (39, &[&sole(|h| h.left() > 0, CLIENT_FQDN)]),
        (47, &[&sole(|h| h.left() >= 16, &[&LQ_PEER, &LQ_MESSAGE])]),
        (56, &[&Field::part(Place::Many(&NTP_OPTION))]),
        (67, &[&sole(|h| h.left() > 1, &[&EXCLUDE_LENGTH, &EXCLUDE_SUBNET])]),
        (90, &[&sole(|h| h.left() == 16, &[&S46_BR])]),
        (91, &[&sole(|h| h.left() > 0, &[&S46_DMR_LENGTH, &sole(|h| h.left() > 0, &[&S46_DMR_PREFIX])])]),
        (92, &[&sole(|h| h.left() > 4, &[&S46_BIND_IPV4, &S46_BIND_LENGTH, &sole(|h| h.left() > 0, &[&S46_BIND_PREFIX])])]),
        (93, &[&sole(|h| h.left() == 4, &[&S46_OFFSET, &S46_PSID_LENGTH, &S46_PSID])]),
        (111, &[&Field::part(Place::Repeat(|h| h.left() / 2, &S46_CODE))]),
        (115, &[&sole(|h| h.left() == 2, &[&CONNECT_FLAGS, &CONNECT_RESERVED, &CONNECT_F])]),
        (119, &[&sole(|h| h.left() == 2, &[&DNS_FLAGS, &DNS_RESERVED, &DNS_U, &DNS_S, &DNS_R, &DNS_F])]),
        (127, &[&sole(|h| h.left() == 4, &[&MAJOR, &MINOR])]),
        (129, &[&sole(|h| h.left() >= 4, &[&RECONFIGURE_TIME, &RECONFIGURE_KEY])]),
        (131, &[&sole(|h| h.left() == 1, &[&SERVER_FLAGS, &SERVER_RESERVED, &SERVER_A, &SERVER_S, &SERVER_C])]),
        (135, &[&sole(|h| h.left() == 2, &[&RELAY_PORT])]),
        (7, &[&sole(|h| h.left() == 1, &[&OPTION_PREFERENCE])]),
        (19, &[&sole(|h| h.left() == 1, &[&RECONF_MSG])]),
        (21, &[&Field::part(Place::Many(&SIP_SERVER_DOMAIN_SEARCH_FQDN))]),
        (22, &[&Field::part(Place::Repeat(sixteens, &SIP_SERVER_A))]),
        (23, &[&Field::part(Place::Repeat(sixteens, &DNS_SERVER))]),
        (24, &[&Field::part(Place::Many(&SEARCH_LIST_ENTRY))]),
        (27, &[&Field::part(Place::Repeat(sixteens, &NIS_SERVER))]),
        (28, &[&Field::part(Place::Repeat(sixteens, &NISP_SERVER))]),
        (29, &[&Field::part(Place::Many(&NIS_FQDN))]),
        (30, &[&Field::part(Place::Many(&NISP_FQDN))]),
        (31, &[&Field::part(Place::Repeat(sixteens, &SNTP_SERVER))]),
        (32, &[&sole(|h| h.left() == 4, &[&LIFETIME])]),
        (33, &[&Field::part(Place::Many(&BCMCS_SERVER_FQDN))]),
        (34, &[&Field::part(Place::Repeat(sixteens, &BCMCS_SERVER_A))]),
        (38, &[&SUBSCRIBER_ID]),
        (40, &[&Field::part(Place::Repeat(sixteens, &PANA_AGENT))]),
        (41, &[&TIMEZONE]),
        (42, &[&TZDB]),
        (46, &[&sole(|h| h.left() == 4, &[&CLT_TIME])]),
        (48, &[&Field::part(Place::Repeat(sixteens, &LQ_CLIENT_LINK))]),
        (52, &[&Field::part(Place::Repeat(sixteens, &CAPWAP_AC_V6))]),
        (64, &[&Field::part(Place::Many(&AFTR_NAME))]),
        (103, &[&CAPTIVE_PORTAL]),
        (112, &[&MUDURL]),
        (114, &[&sole(|h| h.left() == 1, &[&FAILOVER_BINDING_STATUS])]),
        (117, &[&FAILOVER_DNS_HOSTNAME]),
        (118, &[&FAILOVER_DNS_ZONENAME]),
        (120, &[&sole(|h| h.left() == 4, &[&FAILOVER_EXPIRATION_TIME])]),
        (121, &[&sole(|h| h.left() == 4, &[&FAILOVER_MAX_UNACKED_BNDUPD])]),
        (122, &[&sole(|h| h.left() == 4, &[&FAILOVER_MCLT])]),
        (123, &[&sole(|h| h.left() == 4, &[&FAILOVER_PARTNER_LIFETIME])]),
        (124, &[&sole(|h| h.left() == 4, &[&FAILOVER_PARTNER_LIFETIME_SENT])]),
        (125, &[&sole(|h| h.left() == 4, &[&FAILOVER_PARTNER_DOWN_TIME])]),
        (126, &[&sole(|h| h.left() == 4, &[&FAILOVER_PARTNER_RAW_CLT_TIME])]),
        (128, &[&sole(|h| h.left() == 4, &[&FAILOVER_KEEPALIVE_TIME])]),
        (130, &[&FAILOVER_RELATIONSHIP_NAME]),
        (132, &[&sole(|h| h.left() == 1, &[&FAILOVER_SERVER_STATE])]),
        (133, &[&sole(|h| h.left() == 4, &[&FAILOVER_START_TIME_OF_STATE])]),
        (134, &[&sole(|h| h.left() == 4, &[&FAILOVER_STATE_EXPIRATION_TIME])]),
    ],
    &[],
));
static SIP_SERVER_A: Field = address("dhcpv6.sip_server_a", "SIP server address");
static DNS_SERVER: Field = address("dhcpv6.dns_server", "DNS server address");
static NIS_SERVER: Field = address("dhcpv6.nis_server", "NIS server address");
static NISP_SERVER: Field = address("dhcpv6.nisp_server", "NISP server address");
static SNTP_SERVER: Field = address("dhcpv6.sntp_server", "SNTP server address");
static BCMCS_SERVER_A: Field = address("dhcpv6.bcmcs_server_a", "BCMCS server address");
static PANA_AGENT: Field = address("dhcpv6.pana_agent", "PANA agents address");
static LQ_CLIENT_LINK: Field = address("dhcpv6.lq_client_link", "LQ client links address");
static CAPWAP_AC_V6: Field = address("dhcpv6.capwap_ac_v6", "CAPWAP Access Controllers address");
static SIP_SERVER_DOMAIN_SEARCH_FQDN: Field = domain("dhcpv6.sip_server_domain_search_fqdn", "SIP Server Domain Search FQDN");
static SEARCH_LIST_ENTRY: Field = domain("dhcpv6.search_list_entry", "List entry");
static NIS_FQDN: Field = domain("dhcpv6.nis_fqdn", "NIS FQDN");
static NISP_FQDN: Field = domain("dhcpv6.nisp_fqdn", "NISP FQDN");
static BCMCS_SERVER_FQDN: Field = domain("dhcpv6.bcmcs_server_fqdn", "BCMCS server FQDN");
static AFTR_NAME: Field = domain("dhcpv6.aftr_name", "DS-Lite AFTR Name");
static SUBSCRIBER_ID: Field = Field::new("dhcpv6.subscriber_id", "Subscriber-ID", Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII));
static TIMEZONE: Field = Field::new("dhcpv6.timezone", "Time-zone", Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII));
static TZDB: Field = Field::new("dhcpv6.tzdb", "TZ-database", Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII));
static CAPTIVE_PORTAL: Field = Field::new("dhcpv6.captive_portal", "Captive Portal", Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII));
static MUDURL: Field = Field::new("dhcpv6.mudurl", "MUDURL", Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII));
static FAILOVER_RELATIONSHIP_NAME: Field = Field::new("dhcpv6.failover.relationship_name", "Relationship Name", Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII));
static LIFETIME: Field = long("dhcpv6.lifetime", "Lifetime");
static CLT_TIME: Field = long("dhcpv6.clt_time", "Clt_time");
static FAILOVER_EXPIRATION_TIME: Field = long("dhcpv6.failover.expiration_time", "Expiration Time");
static FAILOVER_MAX_UNACKED_BNDUPD: Field = long("dhcpv6.failover.max_unacked_bndupd", "Max number of unacked BNDUPD messages");
static FAILOVER_MCLT: Field = long("dhcpv6.failover.mclt", "Maximum Client Lead Time (MCLT)");
static FAILOVER_PARTNER_LIFETIME: Field = long("dhcpv6.failover.partner_lifetime", "Partner Lifetime");
static FAILOVER_PARTNER_LIFETIME_SENT: Field = long("dhcpv6.failover.partner_lifetime_sent", "Partner Lifetime Sent");
static FAILOVER_PARTNER_DOWN_TIME: Field = long("dhcpv6.failover.partner_down_time", "Partner Down Time");
static FAILOVER_PARTNER_RAW_CLT_TIME: Field = long("dhcpv6.failover.partner_raw_clt_time", "Partner Raw Client Time");
static FAILOVER_KEEPALIVE_TIME: Field = long("dhcpv6.failover.keepalive_time", "Keepalive Time");
static FAILOVER_START_TIME_OF_STATE: Field = long("dhcpv6.failover.start_time_of_state", "Start Time of State");
static FAILOVER_STATE_EXPIRATION_TIME: Field = long("dhcpv6.failover.state_expiration_time", "State Expiration Time");
static OPTION_PREFERENCE: Field = byte("dhcpv6.option_preference", "Pref-value");
static RECONF_MSG: Field = byte("dhcpv6.reconf_msg", "Reconfigure message type").names(MESSAGES);
static FAILOVER_BINDING_STATUS: Field = byte("dhcpv6.failover.binding_status", "Failover Binding Status");
static FAILOVER_SERVER_STATE: Field = byte("dhcpv6.failover.server_state", "Server State");
static FAILOVER_DNS_HOSTNAME: Field = Field::new("dhcpv6.failover.dns_hostname", "DNS Hostname", Place::Rest).kind(Kind::Show(&dhcp::LABELS));
static FAILOVER_DNS_ZONENAME: Field = Field::new("dhcpv6.failover.dns_zonename", "DNS Zone Name", Place::Rest).kind(Kind::Show(&dhcp::LABELS));

/// RFC 8415, 11; 4: RFC 6355.
const DUID: Fields = &[&DUID_WHOLE];
static DUID_WHOLE: Field = sole(|h| h.left() >= 2, &[&DUID_BYTES, &DUID_TYPE, &DUID_OF]);
/// Who the client or server is.
pub static DUID_BYTES: Field =
    Field::new("dhcpv6.duid.bytes", "DUID", Place::Reckoned(|h| h.head.get(h.at..h.end).map(Value::Bytes))).kind(Kind::Bytes);
static DUID_TYPE: Field = word("dhcpv6.duid.type", "DUID Type").names(&[
    (1, "link-layer address plus time"),
    (2, "assigned by vendor based on Enterprise number"),
    (3, "link-layer address"),
    (4, "Universally Unique IDentifier (UUID)"),
]);
static DUID_OF: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (1, &[&sole(|h| h.left() >= 6, &[&LLT_TYPE, &LLT_TIME, &sole(|h| h.left() > 0, &[&LLT_ADDRESS])])]),
        (2, &[&sole(|h| h.left() >= 4, &[&EN_NUMBER, &sole(|h| h.left() > 0, &[&EN_IDENTIFIER])])]),
        (3, &[&sole(|h| h.left() >= 2, &[&LL_TYPE, &sole(|h| h.left() > 0, &[&LL_ADDRESS])])]),
        (4, &[&sole(|h| h.left() > 0, &[&UUID_BYTES])]),
    ],
    &[],
));
const HARDWARE: Names = &[(1, "Ethernet"), (6, "IEEE 802"), (27, "EUI-64"), (32, "InfiniBand")];
static LLT_TYPE: Field = word("dhcpv6.duidllt.hwtype", "Hardware type").names(HARDWARE);
/// Seconds since 2000.
static LLT_TIME: Field =
    long("dhcpv6.duidllt.time", "DUID Time").kind(Kind::Time(|n| (n as i64).saturating_add(946_684_800).saturating_mul(1_000_000_000)));
static LLT_ADDRESS: Field =
    Field::part(Place::Switch(|h| ethernet(h, 6), &[(1, &[&link("dhcpv6.duidllt.link_layer_addr").kind(Kind::Mac)])], &[&link("dhcpv6.duidllt.link_layer_addr")]));
static LL_TYPE: Field = word("dhcpv6.duidll.hwtype", "Hardware type").names(HARDWARE);
static LL_ADDRESS: Field =
    Field::part(Place::Switch(|h| ethernet(h, 2), &[(1, &[&link("dhcpv6.duidll.link_layer_addr").kind(Kind::Mac)])], &[&link("dhcpv6.duidll.link_layer_addr")]));
const fn link(name: &'static str) -> Field {
    Field::new(name, "Link-layer address", Place::Take(|h| h.left()))
}
/// Whether the hardware type so many bytes before is Ethernet's, and the address has its length.
fn ethernet(h: &Here<'_>, back: usize) -> u64 {
    (h.left() == 6 && matches!(h.word(h.at.saturating_sub(back)), 1 | 6)).into()
}
static EN_NUMBER: Field = long("dhcpv6.duiden.enterprise", "Enterprise ID");
static EN_IDENTIFIER: Field = rest("dhcpv6.duiden.identifier", "Identifier");
static UUID_BYTES: Field = rest("dhcpv6.duiduuid.bytes", "UUID");

static REQUESTED: Field = word("dhcpv6.requested_option_code", "Requested Option code").names(OPTION_NAMES);
/// Milliseconds; on the wire in units of 10.
static ELAPSED: Field = word("dhcpv6.elapsed_time", "Elapsed time").times(10);
static UNICAST: Field = address("dhcpv6.unicast", "IPv6 address");
/// <https://www.iana.org/assignments/dhcpv6-parameters>, status codes.
static STATUS_CODE: Field = word("dhcpv6.status_code", "Status Code").names(&[
    (0, "Success"),
    (1, "UnspecFail"),
    (2, "NoAddrAvail"),
    (3, "NoBinding"),
    (4, "NotOnLink"),
    (5, "UseMulticast"),
    (6, "NoPrefixAvail"),
    (7, "UnknownQueryType"),
    (8, "MalformedQuery"),
    (9, "NotConfigured"),
    (10, "NotAllowed"),
    (11, "QueryTerminated"),
]);
static STATUS_MESSAGE: Field = rest("dhcpv6.status_msg", "Status Message").text();
static USER_CLASS: Field = Field::part(Place::Group(&[&USER_CLASS_LENGTH]));
static USER_CLASS_LENGTH: Field = Field::new("dhcpv6.userclass.length", "Length", Place::Span(16, &[&USER_CLASS_DATA]));
static USER_CLASS_DATA: Field = Field::new("dhcpv6.userclass.opaque_data", "Suboption", Place::Take(|h| h.number as usize));
static VENDOR_CLASS: Field = long("dhcpv6.vendorclass.enterprise", "Enterprise ID");
static VENDOR_CLASS_LENGTH: Field = Field::new("", "", Place::Uint(16));
static VENDOR_CLASS_DATA: Field =
    Field::new("dhcpv6.vendorclass.data", "vendor-class-data", Place::Take(|h| (h.number as usize).min(h.left()))).kind(Kind::Show(&text::ASCII));
static VENDOR: Field = long("dhcpv6.vendoropts.enterprise", "Enterprise ID");
static VENDOR_OPTIONS: Field = Field::part(Place::Many(&VENDOR_OPTION));
static VENDOR_OPTION: Field = Field::part(Place::Group(&[&VENDOR_CODE, &VENDOR_LENGTH, &VENDOR_DATA]));
static VENDOR_CODE: Field = word("dhcpv6.vendoropts.enterprise.option_code", "Option code");
static VENDOR_LENGTH: Field = Field::new("dhcpv6.vendoropts.enterprise.option_length", "Option length", Place::Len(16, Counts::Behind));
static VENDOR_DATA: Field = rest("dhcpv6.vendoropts.enterprise.option_data", "Option data");
static INTERFACE_ID: Field = rest("dhcpv6.interface_id", "Interface-ID");
static REMOTE_ENTERPRISE: Field = long("dhcpv6.remoteid.enterprise", "Enterprise ID");
static REMOTE_ID: Field = rest("dhcpv6.remoteid_enterprise_id", "Remote-ID");
/// RFC 4704. Which flags there are depends on who sends the message.
const CLIENT_FQDN: Fields = &[
    &FQDN_FLAGS,
    &FQDN_BITS,
    &FQDN_NAME,
];
static FQDN_FLAGS: Field = byte("dhcpv6.client_fqdn_flags", "Flags").hex();
static FQDN_BITS: Field = Field::part(Place::Switch(|h| matches!(h.byte(0), 2 | 7).into(), &[(1, &[&SERVER_FQDN_N, &SERVER_FQDN_O, &SERVER_FQDN_S])], &[&CLIENT_FQDN_N, &CLIENT_FQDN_S]));
static CLIENT_FQDN_N: Field = Field::new("dhcpv6.clientfqdn.client.n", "N bit", Place::Sub(4));
static CLIENT_FQDN_S: Field = Field::new("dhcpv6.clientfqdn.client.s", "S bit", Place::Sub(1));
static SERVER_FQDN_N: Field = Field::new("dhcpv6.clientfqdn.server.n", "N bit", Place::Sub(4));
static SERVER_FQDN_O: Field = Field::new("dhcpv6.clientfqdn.server.o", "O bit", Place::Sub(2));
static SERVER_FQDN_S: Field = Field::new("dhcpv6.clientfqdn.server.s", "S bit", Place::Sub(1));
static FQDN_NAME: Field = sole(|h| h.left() > 1, &[&CLIENT_DOMAIN]);
/// The name the client wants or gets.
pub static CLIENT_DOMAIN: Field = Field::new("dhcpv6.client_domain", "Client Domain Name", Place::Rest).kind(Kind::Show(&DOMAIN));
static LQ_PEER: Field = address("dhcpv6.lq_relay_data_peer_addr", "Peer address");
static LQ_MESSAGE: Field = rest("dhcpv6.lq_relay_data_msg", "DHCPv6 relay message").kind(Kind::Show(&text::ASCII));
/// RFC 5908.
static NTP_OPTION: Field = Field::part(Place::Group(&[
    &NTP_TYPE,
    &NTP_LENGTH,
    &Field::part(Place::Pick(&[(1, &[&NTP_ADDRESS]), (2, &[&NTP_MULTICAST]), (3, &[&NTP_FQDN])], &[&LEFT])),
]));
static NTP_TYPE: Field = Field::new("dhcpv6.ntpserver.option.type", "Suboption", Place::Key(16));
static NTP_LENGTH: Field = Field::new("dhcpv6.ntpserver.option.length", "Length", Place::Len(16, Counts::Behind));
static NTP_ADDRESS: Field = address("dhcpv6.ntpserver.addr", "NTP Server Address");
static NTP_MULTICAST: Field = address("dhcpv6.ntpserver.mc_addr", "NTP Multicast Address");
static NTP_FQDN: Field = domain("dhcpv6.ntpserver.fqdn", "NTP Server FQDN");
static EXCLUDE_LENGTH: Field = byte("dhcpv6.pd_exclude.pref_len", "Prefix length");
static EXCLUDE_SUBNET: Field = rest("dhcpv6.pd_exclude.subnet_id", "IPv6 subnet ID");
/// RFC 8415, 20.
const AUTH: Fields = &[
    &AUTH_PROTOCOL,
    &AUTH_ALGORITHM,
    &AUTH_RDM,
    &AUTH_REPLAY,
    &AUTH_INFO,
];
static AUTH_PROTOCOL: Field = byte("dhcpv6.auth.protocol", "Protocol");
static AUTH_ALGORITHM: Field = byte("dhcpv6.auth.algorithm", "Algorithm");
static AUTH_RDM: Field = byte("dhcpv6.auth.rdm", "RDM");
static AUTH_REPLAY: Field = Field::new("dhcpv6.auth.replay_detection", "Replay Detection", Place::Run(8));
static AUTH_INFO: Field = Field::new("dhcpv6.auth.info", "Authentication Information", Place::Rest);

/// RFC 7598.
const S46_RULE: Fields = &[&RULE];
static RULE: Field = sole(|h| h.left() >= 8, &[&RULE_FLAGS, &RULE_RESERVED, &RULE_FMR, &RULE_EA, &RULE_IPV4_LENGTH, &RULE_IPV4, &RULE_IPV6_LENGTH, &RULE_IPV6, &Field::part(Place::Many(&INMOST))]);
static RULE_FLAGS: Field = byte("dhcpv6.s46_rule.flags", "Flags").hex();
static RULE_RESERVED: Field = Field::new("dhcpv6.s46_rule.flags.reserved", "Reserved", Place::Reckoned(|h| Some(Value::Num((h.number & 0xfe != 0).into())))).kind(Kind::Flag);
static RULE_FMR: Field = Field::new("dhcpv6.s46_rule.flags.fmr", "Forwarding Mapping Rule", Place::Sub(1));
static RULE_EA: Field = byte("dhcpv6.s46_rule.ea_len", "EA-bit length");
static RULE_IPV4_LENGTH: Field = byte("dhcpv6.s46_rule.ipv4_pref_len", "IPv4 prefix length");
static RULE_IPV4: Field = long("dhcpv6.s46_rule.ipv4_prefix", "IPv4 prefix").kind(Kind::Ip4);
static RULE_IPV6_LENGTH: Field = byte("dhcpv6.s46_rule.ipv6_prefix_len", "IPv6 prefix length");
static RULE_IPV6: Field = sole(|h| h.number > 0, &[&RULE_IPV6_PREFIX]);
static RULE_IPV6_PREFIX: Field =
    Field::new("dhcpv6.s46_rule.ipv6_prefix", "IPv6 prefix", Place::Take(|h| (h.number as usize).div_ceil(8))).kind(Kind::Ip6);
static S46_BR: Field = address("dhcpv6.s46_br.address", "BR address");
static S46_DMR_LENGTH: Field = byte("dhcpv6.s46_dmr.dmr_pref_len", "IPv6 prefix length");
static S46_DMR_PREFIX: Field = rest("dhcpv6.s46_dmr.dmr_prefix", "IPv6 prefix").kind(Kind::Show(&PREFIX));
static S46_BIND_IPV4: Field = long("dhcpv6.s46_v4v6bind.ipv4_address", "IPv4 Address").kind(Kind::Ip4);
static S46_BIND_LENGTH: Field = byte("dhcpv6.s46_v4v6bind.ipv6_pref_len", "IPv6 prefix length");
static S46_BIND_PREFIX: Field = rest("dhcpv6.s46_v4v6bind.ipv6_prefix", "IPv6 prefix").kind(Kind::Show(&PREFIX));
/// The first bytes of an address; what there is more of is not shown.
static PREFIX: Show = Show {
    ft: "IPv6",
    plain: |value, out| {
        let mut address = [0; 16];
        if let Value::Bytes(b) = value {
            address.iter_mut().zip(b).for_each(|(to, from)| *to = *from);
        }
        text::ip6(address, out)
    },
};
static S46_OFFSET: Field = byte("dhcpv6.s46_portparam.offset", "Offset");
static S46_PSID_LENGTH: Field = byte("dhcpv6.s46_portparam.psid_len", "PSID length");
static S46_PSID: Field = word("dhcpv6.s46_portparam.psid", "PSID");
static S46_CODE: Field = word("dhcpv6.option_code", "S46 Option code").hex();
/// RFC 8156.
static CONNECT_FLAGS: Field = word("dhcpv6.failover.connect.flags", "Flags").hex();
static CONNECT_RESERVED: Field = Field::new("dhcpv6.failover.connect.flags.reserved", "Reserved", Place::Reckoned(|h| Some(Value::Num((h.number & 0xfffe != 0).into())))).kind(Kind::Flag);
static CONNECT_F: Field = Field::new("dhcpv6.failover.connect.flags.f", "Fixed PD Length (F)", Place::Sub(1));
static DNS_FLAGS: Field = word("dhcpv6.failover.dns.flags", "Flags").hex();
static DNS_RESERVED: Field = Field::new("dhcpv6.failover.dns.flags.reserved", "Reserved", Place::Reckoned(|h| Some(Value::Num((h.number & 0xfff0 != 0).into())))).kind(Kind::Flag);
static DNS_U: Field = Field::new("dhcpv6.failover.dns.flags.u", "Using Requested FQDN (U)", Place::Sub(8));
static DNS_S: Field = Field::new("dhcpv6.failover.dns.flags.s", "Synthesized Name (S)", Place::Sub(4));
static DNS_R: Field = Field::new("dhcpv6.failover.dns.flags.r", "Rev Uptodate (R)", Place::Sub(2));
static DNS_F: Field = Field::new("dhcpv6.failover.dns.flags.f", "Fwd Uptodate (F)", Place::Sub(1));
static MAJOR: Field = word("dhcpv6.failover.protocol.major_version", "Protocol Major Version");
static MINOR: Field = word("dhcpv6.failover.protocol.minor_version", "Protocol Minor Version");
static RECONFIGURE_TIME: Field = long("dhcpv6.failover.reconfigure_time", "Reconfigure Time");
static RECONFIGURE_KEY: Field = rest("dhcpv6.failover.reconfigure_key", "Reconfigure Key");
static SERVER_FLAGS: Field = byte("dhcpv6.failover.server.flags", "Flags").hex();
static SERVER_RESERVED: Field = Field::new("dhcpv6.failover.server.flags.reserved", "Reserved", Place::Reckoned(|h| Some(Value::Num((h.number & 0xf8 != 0).into())))).kind(Kind::Flag);
static SERVER_A: Field = Field::new("dhcpv6.failover.server.flags.a", "Ack Startup (A)", Place::Sub(4));
static SERVER_S: Field = Field::new("dhcpv6.failover.server.flags.s", "Startup (S)", Place::Sub(2));
static SERVER_C: Field = Field::new("dhcpv6.failover.server.flags.c", "Communicated (C)", Place::Sub(1));
/// RFC 8357.
static RELAY_PORT: Field = word("dhcpv6.relay_port", "Downstream Source Port");

/// DHCPv6.
pub static PROTOCOL: Protocol = Protocol {
    name: "dhcpv6",
    alias: "DHCP6",
    title: "Dynamic Host Configuration Protocol for IPv6",
    column: "DHCPv6",
    spec: "RFC 8415",
    fields: &[&MSGTYPE, &HEAD],
    under: &[(Space::UdpPort, 547), (Space::UdpPort, 546)],
    line: &[Word::Call(line)],
    leaf: true,
    classes: &[form::dhcpv6_options::MESSAGES, form::dhcpv6_options::OPTIONS],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let least = if matches!(bytes.first(), Some(12 | 13)) { 34 } else { 4 };
    if bytes.len() < least || bytes.len() < below.wire {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), below.wire, id::data)
}

/// `Relay-forw L: 2001:db8::1 Solicit XID: 0x1234 CID: 0003..  IAA: 2001:db8::2`, as Wireshark has it.
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let mut rest = packet.head(layer);
    for _ in 0..32 {
        let Some(&kind) = rest.first() else { return };
        match text::named(&MSGTYPE, kind.into()) {
            Some(name) => out.extend(name.as_bytes()),
            None => {
                out.extend(b"Message Type ");
                text::decimal(kind.into(), out);
            }
        }
        let relay = matches!(kind, 12 | 13);
        if relay {
            let Some(address) = rest.get(2..18).and_then(|b| b.first_chunk()) else { return };
            out.extend(b" L: ");
            text::ip6(*address, out);
        } else {
            let Some(id) = load(rest, 8, 24) else { return };
            out.extend(b" XID: 0x");
            text::hex(id, 6, out);
        }
        let mut inner = None;
        let of = rest.get(if relay { 34 } else { 4 }..).unwrap_or(&[]);
        say(of, out, &mut inner);
        let Some(message) = inner else { return };
        out.push(b' ');
        rest = message;
    }
}
/// Who the client is, what it gets, and the message that a relay carries.
fn say<'a>(mut options: &'a [u8], out: &mut Vec<u8>, inner: &mut Option<&'a [u8]>) {
    while let (Some(code), Some(n)) = (load(options, 0, 16), load(options, 16, 16)) {
        let Some(data) = options.get(4..4 + n as usize) else { return };
        match code {
            1 => {
                out.extend(b" CID: ");
                text::bytes(data, out);
            }
            3 | 25 => say(data.get(12..).unwrap_or(&[]), out, inner),
            5 => {
                if let Some(address) = data.get(..16).and_then(|b| b.first_chunk()) {
                    out.extend(b" IAA: ");
                    text::ip6(*address, out);
                }
            }
            9 => *inner = Some(data),
            _ => {}
        }
        options = options.get(4 + n as usize..).unwrap_or(&[]);
    }
}

/// <https://www.iana.org/assignments/dhcpv6-parameters>, option codes.
const OPTION_NAMES: Names = &[
    (1, "Client Identifier"),
    (2, "Server Identifier"),
    (3, "Identity Association for Non-temporary Address"),
    (4, "Identity Association for Temporary Address"),
    (5, "IA Address"),
    (6, "Option Request"),
    (7, "Preference"),
    (8, "Elapsed time"),
    (9, "Relay Message"),
    (11, "Authentication"),
    (12, "Server unicast"),
    (13, "Status code"),
    (14, "Rapid Commit"),
    (15, "User Class"),
    (16, "Vendor Class"),
    (17, "Vendor-specific Information"),
    (18, "Interface-Id"),
    (19, "Reconfigure Message"),
    (20, "Reconfigure Accept"),
    (21, "SIP Server Domain Name List"),
    (22, "SIP Servers IPv6 Address List"),
    (23, "DNS recursive name server"),
    (24, "Domain Search List"),
    (25, "Identity Association for Prefix Delegation"),
    (26, "IA Prefix"),
    (27, "Network Information Server"),
    (28, "Network Information Server V2"),
    (29, "Network Information Server Domain Name"),
    (30, "Network Information Server V2 Domain Name"),
    (31, "Simple Network Time Protocol Server"),
    (32, "Lifetime"),
    (33, "BCMCS Server Domain"),
    (34, "BCMCS Servers IPv6 Address List"),
    (36, "Geoconf Civic Address"),
    (37, "Remote Identifier"),
    (38, "Subscriber Identifier"),
    (39, "Client Fully Qualified Domain Name"),
    (40, "PANA Agents IPv6 Address List"),
    (41, "Time Zone"),
    (42, "Time Zone Database"),
    (43, "Echo Request Option"),
    (44, "Leasequery Query"),
    (45, "Leasequery Client Data"),
    (46, "Client Last Transaction Time"),
    (47, "Leasequery Relay Data"),
    (48, "Leasequery Client Link Address List"),
    (49, "Home Network Identifier FQDN"),
    (50, "Visited Home Network Information"),
    (51, "LoST Server"),
    (52, "CAPWAP Access Controllers"),
    (53, "Relay-ID"),
    (54, "MoS IPv6 Address"),
    (55, "MoS Domain Name List"),
    (56, "NTP Server"),
    (57, "Access Network Domain Name"),
    (58, "SIP User Agent Configuration Service Domains"),
    (59, "Boot File URL"),
    (60, "Boot File Parameters"),
    (61, "Client System Architecture Type"),
    (62, "Client Network Interface Identifier"),
    (63, "Geolocation"),
    (64, "Dual-Stack Lite AFTR Name"),
    (65, "ERP Local Domain Name"),
    (66, "Relay-Supplied Options"),
    (67, "Prefix Exclude"),
    (68, "Virtual Subnet Selection"),
    (69, "Identified Home Network Information"),
    (70, "Unrestricted Home Network Information"),
    (71, "Home Network Prefix"),
    (72, "Home Agent Address"),
    (73, "Home Agent FQDN"),
    (74, "RDNSS Selection"),
    (75, "Kerberos Principal Name"),
    (76, "Kerberos Realm Name"),
    (77, "Kerberos Default Realm Name"),
    (78, "Kerberos KDC"),
    (79, "Client Link-Layer Address"),
    (80, "Link Address"),
    (81, "RADIUS"),
    (82, "SOL_MAX_RT"),
    (83, "INF_MAX_RT"),
    (84, "Address Selection"),
    (85, "Address Selection table"),
    (86, "PCP Server"),
    (87, "DHCPv4 Message"),
    (88, "DHCP 4o6 Servers Address"),
    (89, "S46 Rule"),
    (90, "S46 BR"),
    (91, "S46 DMR"),
    (92, "S46 IPv4/IPv6 Address Binding"),
    (93, "S46 Port Parameters"),
    (94, "S46 MAP-E Container"),
    (95, "S46 MAP-T Container"),
    (96, "S46 Lightweight 4over6 Container"),
    (97, "4rd Options"),
    (98, "4rd Mapping Rule"),
    (99, "4rd Non-Mapping Rule"),
    (100, "LQ Server Base Time"),
    (101, "LQ Server Query Start Time"),
    (102, "LQ Server Query End Time"),
    (103, "Captive Portal"),
    (104, "MPL Parameter Configuration"),
    (105, "Access Technology Type"),
    (106, "Access Network Name"),
    (107, "Access Point Name"),
    (108, "Access Point BSSID"),
    (109, "Access Network Operator ID"),
    (110, "Access Network Operator Realm"),
    (111, "S46 Priority"),
    (112, "Manufacturer Usage Description"),
    (113, "IPv4/IPv6 Multicast Prefixes"),
    (114, "Failover Binding Status"),
    (115, "Failover Connect Flags"),
    (116, "Failover DNS Removal Info"),
    (117, "Failover DNS Hostname"),
    (118, "Failover DNS Zone Name"),
    (119, "Failover DNS Flags"),
    (120, "Failover Expiration Time"),
    (121, "Failover Maximum Number Unacked BNDUPD Messages"),
    (122, "Failover Maximum Client Lead Time (MCLT)"),
    (123, "Failover Partner Lifetime"),
    (124, "Failover Partner Lifetime Sent"),
    (125, "Failover Partner Down Time"),
    (126, "Failover Partner Raw Client Time"),
    (127, "Failover Protocol Version"),
    (128, "Failover Keepalive Time"),
    (129, "Failover Reconfigure Data"),
    (130, "Failover Relationship Name"),
    (131, "Failover Server Flags"),
    (132, "Failover Server State"),
    (133, "Failover Start Time of State"),
    (134, "Failover State Expiration Time"),
    (135, "Relay Source Port"),
    (136, "SZTP Redirect"),
    (137, "Softwire Source Binding Prefix Hint"),
    (143, "ANDSF IPv6 Address"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn udp(message: &str) -> Vec<u8> {
        let message = hex(message);
        let mut bytes = hex("60 00 00 00 00 00 11 40 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
                             ff 02 00 00 00 00 00 00 00 00 00 00 00 01 00 02 02 22 02 23 00 00 00 00");
        let n = (8 + message.len() as u16).to_be_bytes();
        bytes[4..6].copy_from_slice(&n);
        bytes[44..46].copy_from_slice(&n);
        bytes.extend(message);
        bytes
    }

    #[test]
    fn fields() {
        let bytes = udp("03 12 34 56 # Request
             00 01 00 0a 00 03 00 01 02 00 00 00 00 01 # client: its link-layer address
             00 03 00 30 00 00 00 01 00 00 00 64 00 00 00 c8 # IA_NA
                00 05 00 20 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 00 00 01 2c 00 00 02 58 # address
                   00 0d 00 04 00 00 6f 6b # status: success, ok
             00 08 00 02 00 64 # elapsed: 1 s
             00 18 00 05 01 61 01 62 00 # a.b.
             ff ff 00 01 00 # unknown");
        let names = ["dhcpv6.msgtype", "dhcpv6.xid", "dhcpv6.option.type", "dhcpv6.duid.bytes", "dhcpv6.duidll.link_layer_addr"];
        assert_eq!(fields_of(229, &bytes, &names), "3 0x123456 1,3,5,13,8,24,65535 00030001020000000001 02:00:00:00:00:01");
        let names = ["dhcpv6.iaid", "dhcpv6.iaaddr.ip", "dhcpv6.status_msg", "dhcpv6.elapsed_time", "dhcpv6.search_list_entry"];
        assert_eq!(fields_of(229, &bytes, &names), "00000001 2001:db8::1 ok 1000 a.b.");
        assert_eq!(layers_of(229, &bytes), "ipv6:udp:dhcpv6 End");
        cut_everywhere(229, &bytes);
    }
    #[test]
    fn relays_carry_messages() {
        let relay = "0c 01 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 01 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 02 ";
        let bytes = udp(&format!("{relay} 00 09 00 34 {relay} 00 09 00 0e 01 ab cd ef 00 01 00 06 00 02 00 00 00 09 00 12 00 02 69 66"));
        let names = ["dhcpv6.msgtype", "dhcpv6.hopcount", "dhcpv6.xid", "dhcpv6.duiden.enterprise", "dhcpv6.interface_id"];
        assert_eq!(fields_of(229, &bytes, &names), "12,12,1 1,1 0xabcdef 9 6966");
        cut_everywhere(229, &bytes);
    }
    #[test]
    fn a_relay_in_a_relay_in_a_relay_ends() {
        let mut message = vec![1, 2, 3, 4];
        for _ in 0..200 {
            let mut outer = vec![12; 34];
            outer.extend([0, 9]);
            outer.extend((message.len() as u16).to_be_bytes());
            outer.extend(message);
            message = outer;
        }
        let text: String = message.iter().map(|b| format!("{b:02x}")).collect();
        let hops = fields_of(229, &udp(&text), &["dhcpv6.hopcount"]);
        assert!(hops.split(',').count() < 40, "{hops}");
    }
}
