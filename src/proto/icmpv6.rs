//! Internet Control Message Protocol v6, [RFC 4443](https://www.rfc-editor.org/rfc/rfc4443), and what stands on it: neighbor
//! discovery (RFC 4861), multicast listeners (RFC 9777), RPL (RFC 6550).
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |     Type      |     Code      |           Checksum            |
//! +---------------+---------------+-------------------------------+
//! |                       by the type                             |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;
use crate::text;

/// What the message is.
pub static TYPE: Field = Field::bits("icmpv6.type", "Type", 0, 8).alias("type").names(TYPES).unset(128);
/// What it is in detail.
pub static CODE: Field = Field::bits("icmpv6.code", "Code", 8, 8).alias("code");
/// RFC 1071 over pseudo header and message.
pub static CHECKSUM: Field = Field::bits("icmpv6.checksum", "Checksum", 16, 16).alias("cksum").hex().computed();
/// Always verified where the whole message is there.
pub static STATUS: Field = Field::new("icmpv6.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
/// The frame that answers this one.
pub static RESP_IN: Field = Field::new("icmpv6.resp_in", "Response In", Place::Noted(crate::spine::Stage::Flow));
/// The frame that this one answers.
pub static RESP_TO: Field = Field::new("icmpv6.resp_to", "Response To", Place::Noted(crate::spine::Stage::Flow));
/// Milliseconds since that frame.
pub static RESPTIME: Field = Field::new("icmpv6.resptime", "Response Time", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Float).ft(64);
/// Nobody answered.
pub static NO_RESP: Field = Field::new("icmpv6.no_resp", "No response seen", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Present);
static BAD: Field =
    Field::new("icmpv6.checksum_bad.expert", "Bad checksum", Place::Derived(|p, i| icmp::wrong(status(p, i)))).kind(Kind::Present);
// Messages of RFC 4443.
static ECHO_IDENTIFIER: Field = Field::new("icmpv6.echo.identifier", "Identifier", Place::Uint(16)).hex();
static ECHO_SEQUENCE_NUMBER: Field = Field::new("icmpv6.echo.sequence_number", "Sequence", Place::Uint(16));
static RESERVED: Field = Field::new("icmpv6.reserved", "Reserved", Place::Run(4));
static LENGTH: Field = Field::new("icmpv6.length", "Length of original datagram", Place::Uint(8));
static RESERVED_R3: Field = Field::new("icmpv6.reserved", "Reserved", Place::Run(3));
static QUOTED: Field = Field::part(Place::Switch(|h| (h.byte(4) > 0).into(), &[(0, &[&RESERVED])], &[&LENGTH, &RESERVED_R3]));
static MTU: Field = Field::new("icmpv6.mtu", "MTU", Place::Uint(32));
static POINTER: Field = Field::new("icmpv6.pointer", "Pointer", Place::Uint(32));
// Multicast listeners: RFC 2710 and RFC 9777.
static MLD_MAXIMUM_RESPONSE_DELAY: Field = Field::new("icmpv6.mld.maximum_response_delay", "Maximum Response Delay [ms]", Place::Uint(16));
static RESERVED_R2: Field = Field::new("icmpv6.reserved", "Reserved", Place::Run(2));
static MLD_MULTICAST_ADDRESS: Field = Field::new("icmpv6.mld.multicast_address", "Multicast Address", Place::Run(16)).kind(Kind::Ip6);
static MLD_SOURCE_ADDRESS: Field = Field::new("icmpv6.mld.source_address", "Source Address", Place::Run(16)).kind(Kind::Ip6);
static MLD_SOURCES: Field = Field::new("", "Sources", Place::Repeat(|h| (h.number as usize).min(h.left() / 16), &MLD_SOURCE_ADDRESS));
static MLD_CODE: Field = Field::new("", "", Place::Uint(16));
static MLD_MAXIMUM_RESPONSE_CODE: Field = Field::new("icmpv6.mld.maximum_response_code", "Maximum Response Code", Place::Reckoned(response_time)).ft(16);
static MLD_FLAG: Field = Field::new("icmpv6.mld.flag", "Flags", Place::Uint(8)).hex();
static MLD_FLAG_S: Field = Field::new("icmpv6.mld.flag.s", "Suppress Router-Side Processing", Place::Sub(0x08));
static MLD_FLAG_QRV: Field = Field::new("icmpv6.mld.flag.qrv", "QRV (Querier's Robustness Variable)", Place::Sub(0x07));
static MLD_FLAG_RESERVED: Field = Field::new("icmpv6.mld.flag.reserved", "Reserved", Place::Sub(0xf0));
static MLD_QQI: Field = Field::new("icmpv6.mld.qqi", "QQIC (Querier's Query Interval Code)", Place::Uint(8));
static MLD_NB_SOURCES: Field = Field::new("icmpv6.mld.nb_sources", "Number of Sources", Place::Uint(16));
static MLD_QUERY: Field = Field::part(Place::Switch(|h| (h.left() >= 24).into(), &[(1, &[&MLD_CODE,
 &MLD_MAXIMUM_RESPONSE_CODE, &RESERVED_R2, &MLD_MULTICAST_ADDRESS, &MLD_FLAG, &MLD_FLAG_S, &MLD_FLAG_QRV, &MLD_FLAG_RESERVED, &MLD_QQI, &MLD_NB_SOURCES, &MLD_SOURCES])], &[&MLD_MAXIMUM_RESPONSE_DELAY, &RESERVED_R2, &MLD_MULTICAST_ADDRESS]));
static MLDR_MAR_RECORD_TYPE: Field = Field::new("icmpv6.mldr.mar.record_type", "Record Type", Place::Uint(8));
static MLDR_MAR_AUX_DATA_LEN: Field = Field::new("icmpv6.mldr.mar.aux_data_len", "Aux Data Len", Place::Key(8));
static MLDR_MAR_NB_SOURCES: Field = Field::new("icmpv6.mldr.mar.nb_sources", "Number of Sources", Place::Uint(16));
/// The group that a record is about.
pub static MLDR_MAR_MULTICAST_ADDRESS: Field = Field::new("icmpv6.mldr.mar.multicast_address", "Multicast Address", Place::Run(16)).kind(Kind::Ip6);
static MLDR_MAR_SOURCE_ADDRESS: Field = Field::new("icmpv6.mldr.mar.source_address", "Source Address", Place::Run(16)).kind(Kind::Ip6);
static MLDR_MAR_AUXILIARY_DATA: Field = Field::new("icmpv6.mldr.mar.auxiliary_data", "Auxiliary Data", Place::Rest);
static MAR_ADDRESS: Field = Field::part(Place::Sized(|h| 16 + h.number as usize * 16, &[&MLDR_MAR_MULTICAST_ADDRESS, &MAR_SOURCES]));
static MAR_SOURCES: Field = Field::many("Sources", &MLDR_MAR_SOURCE_ADDRESS);
static MAR_AUX: Field = Field::part(Place::Sized(|h| h.key as usize * 4, &[&MLDR_MAR_AUXILIARY_DATA]));
static MAR: Field = Field::new("icmpv6.mldr.mar", "Multicast Address Record", Place::Group(&[&MLDR_MAR_RECORD_TYPE, &MLDR_MAR_AUX_DATA_LEN, &MLDR_MAR_NB_SOURCES, &MAR_ADDRESS, &MAR_AUX]));
static MARS: Field = Field::new("", "Multicast Address Records", Place::Repeat(|h| (h.number as usize).min(h.left() / 20), &MAR));
static MLDR_NB_MCAST_RECORDS: Field = Field::new("icmpv6.mldr.nb_mcast_records", "Number of Multicast Address Records", Place::Uint(16));
// Neighbor discovery: RFC 4861.
static ND_RA_CUR_HOP_LIMIT: Field = Field::new("icmpv6.nd.ra.cur_hop_limit", "Cur hop limit", Place::Uint(8));
static ND_RA_FLAG: Field = Field::new("icmpv6.nd.ra.flag", "Flags", Place::Uint(8)).hex();
static ND_RA_FLAG_M: Field = Field::new("icmpv6.nd.ra.flag.m", "Managed address configuration", Place::Sub(0x80));
static ND_RA_FLAG_O: Field = Field::new("icmpv6.nd.ra.flag.o", "Other configuration", Place::Sub(0x40));
static ND_RA_FLAG_H: Field = Field::new("icmpv6.nd.ra.flag.h", "Home Agent", Place::Sub(0x20));
static ND_RA_FLAG_PRF: Field = Field::new("icmpv6.nd.ra.flag.prf", "Prf (Default Router Preference)", Place::Sub(0x18));
static ND_RA_FLAG_P: Field = Field::new("icmpv6.nd.ra.flag.p", "Proxy", Place::Sub(0x04));
static ND_RA_FLAG_RSV: Field = Field::new("icmpv6.nd.ra.flag.rsv", "Reserved", Place::Sub(0x03));
static ND_RA_ROUTER_LIFETIME: Field = Field::new("icmpv6.nd.ra.router_lifetime", "Router lifetime (s)", Place::Uint(16));
static ND_RA_REACHABLE_TIME: Field = Field::new("icmpv6.nd.ra.reachable_time", "Reachable time (ms)", Place::Uint(32));
static ND_RA_RETRANS_TIMER: Field = Field::new("icmpv6.nd.ra.retrans_timer", "Retrans timer (ms)", Place::Uint(32));
/// Whose link-layer address is asked for.
pub static ND_NS_TARGET_ADDRESS: Field = Field::new("icmpv6.nd.ns.target_address", "Target Address", Place::Run(16)).kind(Kind::Ip6).alias("tgt");
/// Whose link-layer address is told.
pub static ND_NA_TARGET_ADDRESS: Field = Field::new("icmpv6.nd.na.target_address", "Target Address", Place::Run(16)).kind(Kind::Ip6).alias("tgt");
static ND_NA_FLAG: Field = Field::new("icmpv6.nd.na.flag", "Flags", Place::Uint(32)).hex();
static ND_NA_FLAG_R: Field = Field::new("icmpv6.nd.na.flag.r", "Router", Place::Sub(0x80000000));
static ND_NA_FLAG_S: Field = Field::new("icmpv6.nd.na.flag.s", "Solicited", Place::Sub(0x40000000));
static ND_NA_FLAG_O: Field = Field::new("icmpv6.nd.na.flag.o", "Override", Place::Sub(0x20000000));
static ND_NA_FLAG_RSV: Field = Field::new("icmpv6.nd.na.flag.rsv", "Reserved", Place::Sub(0x1fffffff));
static ND_RD_TARGET_ADDRESS: Field = Field::new("icmpv6.nd.rd.target_address", "Target Address", Place::Run(16)).kind(Kind::Ip6);
static RD_NA_DESTINATION_ADDRESS: Field = Field::new("icmpv6.rd.na.destination_address", "Destination Address", Place::Run(16)).kind(Kind::Ip6);
static OPTIONS: Field = Field::new("", "Options", Place::Many(&OPTION));
static OPTION: Field = Field::new("icmpv6.opt", "ICMPv6 Option", Place::Group(&[&OPT_TYPE, &OPT_LENGTH, &OPT_BODY]));
/// The option's number.
pub static OPT_TYPE: Field = Field::new("icmpv6.opt.type", "Type", Place::Key(8)).names(OPTION_TYPES);
/// Of the whole option, in units of 8 bytes.
pub static OPT_LENGTH: Field = Field::new("icmpv6.opt.length", "Length", Place::Uint(8));
// "Nodes MUST silently discard an ND packet that contains an option with length zero."
static OPT_BODY: Field = Field::part(Place::Switch(|h| h.number, &[(0, &[&REST_UNSHOWN])], &[&OPT_FIELDS]));
static REST_UNSHOWN: Field = Field::new("", "", Place::Rest);
static OPT_FIELDS: Field = Field::part(Place::Sized(|h| (h.number as usize * 8).saturating_sub(2), &[&OPT_BY_TYPE]));
static RDNSS: Field = Field::many("Servers", &OPT_RDNSS);
/// A name server (RFC 8106).
pub static OPT_RDNSS: Field = Field::new("icmpv6.opt.rdnss", "Recursive DNS Servers", Place::Run(16)).kind(Kind::Ip6);
static DNSSL: Field = Field::many("Search list", &DNSSL_NAME);
/// A domain to search (RFC 8106).
pub static OPT_DNSSL: Field = Field::new("icmpv6.opt.dnssl", "Domain Names", Place::Name);
static DNSSL_NAME: Field = Field::part(Place::Switch(|h| h.byte(h.at).into(), &[(0, &[&SKIP_R1])], &[&OPT_DNSSL]));
static SKIP_R1: Field = Field::new("", "", Place::Run(1));
static OPT_TIMESTAMP: Field = Field::new("icmpv6.opt.timestamp", "Timestamp", Place::Uint(64)).kind(Kind::Time(send_time));
static OPT_LINKADDR: Field = Field::new("icmpv6.opt.linkaddr", "Link-layer address", Place::Rest).kind(Kind::Show(&COLONS));
static OPT_SRC_LINKADDR: Field = Field::new("icmpv6.opt.src_linkaddr", "Source Link-layer address", Place::Reckoned(address)).kind(Kind::Show(&COLONS));
static OPT_TARGET_LINKADDR: Field = Field::new("icmpv6.opt.target_linkaddr", "Target Link-layer address", Place::Reckoned(address)).kind(Kind::Show(&COLONS));
static OPT_PREFIX_LENGTH: Field = Field::new("icmpv6.opt.prefix.length", "Prefix Length", Place::Uint(8));
static OPT_PREFIX_FLAG: Field = Field::new("icmpv6.opt.prefix.flag", "Flag", Place::Uint(8)).hex();
static OPT_PREFIX_FLAG_L: Field = Field::new("icmpv6.opt.prefix.flag.l", "On-link flag(L)", Place::Sub(0x80));
static OPT_PREFIX_FLAG_A: Field = Field::new("icmpv6.opt.prefix.flag.a", "Autonomous address-configuration flag(A)", Place::Sub(0x40));
static OPT_PREFIX_FLAG_R: Field = Field::new("icmpv6.opt.prefix.flag.r", "Router address flag(R)", Place::Sub(0x20));
static OPT_PREFIX_FLAG_RESERVED: Field = Field::new("icmpv6.opt.prefix.flag.reserved", "Reserved", Place::Sub(0x1f));
static OPT_PREFIX_VALID_LIFETIME: Field = Field::new("icmpv6.opt.prefix.valid_lifetime", "Valid Lifetime", Place::Uint(32));
static OPT_PREFIX_PREFERRED_LIFETIME: Field = Field::new("icmpv6.opt.prefix.preferred_lifetime", "Preferred Lifetime", Place::Uint(32));
static OPT_RESERVED: Field = Field::new("icmpv6.opt.reserved", "Reserved", Place::Run(4)).kind(Kind::Present);
static OPT_PREFIX: Field = Field::new("icmpv6.opt.prefix", "Prefix", Place::Run(16)).kind(Kind::Ip6);
static OPT_RESERVED_R6: Field = Field::new("icmpv6.opt.reserved", "Reserved", Place::Run(6)).kind(Kind::Present);
static OPT_REDIRECTED_PACKET: Field = Field::new("icmpv6.opt.redirected_packet", "Redirected Packet", Place::Rest).kind(Kind::Present);
static OPT_RESERVED_R2: Field = Field::new("icmpv6.opt.reserved", "Reserved", Place::Run(2)).kind(Kind::Present);
static OPT_MTU: Field = Field::new("icmpv6.opt.mtu", "MTU", Place::Uint(32));
static OPT_NBMA_SHORTCUT_LIMIT: Field = Field::new("icmpv6.opt.nbma.shortcut_limit", "Shortcut Limit", Place::Uint(8));
static OPT_RESERVED_R1: Field = Field::new("icmpv6.opt.reserved", "Reserved", Place::Run(1)).kind(Kind::Present);
static OPT_ADVERTISEMENT_INTERVAL: Field = Field::new("icmpv6.opt.advertisement_interval", "Advertisement Interval", Place::Uint(32));
static OPT_HOME_AGENT_PREFERENCE: Field = Field::new("icmpv6.opt.home_agent_preference", "Home Agent Preference", Place::Uint(16));
static OPT_HOME_AGENT_LIFETIME: Field = Field::new("icmpv6.opt.home_agent_lifetime", "Home Agent Preference", Place::Uint(16));
static OPT_IPV6_ADDRESS: Field = Field::new("icmpv6.opt.ipv6_address", "IPv6 Address", Place::Run(16)).kind(Kind::Ip6);
static OPT_CGA_PAD_LENGTH: Field = Field::new("icmpv6.opt.cga.pad_length", "Pad Length", Place::Uint(8));
static OPT_CGA_MODIFIER: Field = Field::new("icmpv6.opt.cga.modifier", "Modifier", Place::Run(16));
static OPT_CGA_SUBNET_PREFIX: Field = Field::new("icmpv6.opt.cga.subnet_prefix", "Subnet Prefix", Place::Run(8));
static OPT_CGA_COUNT: Field = Field::new("icmpv6.opt.cga.count", "Count", Place::Run(1));
static OPT_CGA_SUBJECT_PUBLIC_KEY_INFO: Field = Field::new("icmpv6.opt.cga.subject_public_key_info", "Subject Public Key Info", Place::Rest).kind(Kind::Present);
static OPT_RSA_KEY_HASH: Field = Field::new("icmpv6.opt.rsa.key_hash", "Key Hash", Place::Run(16));
static OPT_DIGITAL_SIGNATURE_PADDING: Field = Field::new("icmpv6.opt.digital_signature_padding", "Digital Signature and Padding", Place::Rest).kind(Kind::Present);
static OPT_NONCE: Field = Field::new("icmpv6.opt.nonce", "Nonce", Place::Rest);
static OPT_NAME_TYPE: Field = Field::new("icmpv6.opt.name_type", "Name Type", Place::Uint(8));
static OPT_NAME_X501: Field = Field::new("icmpv6.opt.name_x501", "DER Encoded X.501 Name", Place::Rest);
static X509_CERTIFICATE: Field = Field::new("icmpv6.x509_Certificate", "Certificate", Place::Rest).kind(Kind::Present);
static OPT_IPA_OPTION_CODE: Field = Field::new("icmpv6.opt.ipa.option_code", "Option-code", Place::Uint(8));
static OPT_IPA_PREFIX_LEN: Field = Field::new("icmpv6.opt.ipa.prefix_len", "Prefix Length", Place::Uint(8));
static OPT_IPA_IPV6_ADDRESS: Field = Field::new("icmpv6.opt.ipa.ipv6_address", "IPv6 Address", Place::Run(16)).kind(Kind::Ip6);
static OPT_NRPI_OPTION_CODE: Field = Field::new("icmpv6.opt.nrpi.option_code", "Option-code", Place::Uint(8));
static OPT_NRPI_PREFIX_LEN: Field = Field::new("icmpv6.opt.nrpi.prefix_len", "Prefix Length", Place::Uint(8));
static OPT_NRPI_PREFIX: Field = Field::new("icmpv6.opt.nrpi.prefix", "Prefix", Place::Run(16)).kind(Kind::Ip6);
static OPT_LLA_OPTION_CODE: Field = Field::new("icmpv6.opt.lla.option_code", "Option-code", Place::Uint(8));
static OPT_LLA_BYTES: Field = Field::new("icmpv6.opt.lla.bytes", "Link-Layer Address", Place::Rest);
static OPT_NAACK_OPTION_CODE: Field = Field::new("icmpv6.opt.naack.option_code", "Option-Code", Place::Uint(8));
static OPT_NAACK_STATUS: Field = Field::new("icmpv6.opt.naack.status", "Status", Place::Uint(8));
static OPT_NAACK_SUPPLIED_NCOA: Field = Field::new("icmpv6.opt.naack.supplied_ncoa", "Supplied NCoA", Place::Run(16)).kind(Kind::Ip6);
static SKIP_U8: Field = Field::new("", "", Place::Uint(8));
static OPT_MAP_DISTANCE: Field = Field::new("icmpv6.opt.map.distance", "Distance", Place::Sub(0xf0));
static OPT_MAP_PREFERENCE: Field = Field::new("icmpv6.opt.map.preference", "Preference", Place::Sub(0x0f));
static OPT_MAP_FLAG: Field = Field::new("icmpv6.opt.map.flag", "Flag", Place::Uint(8)).hex();
static OPT_MAP_FLAG_R: Field = Field::new("icmpv6.opt.map.flag.r", "RCoA Flag", Place::Sub(0x80));
static OPT_MAP_FLAG_RESERVED: Field = Field::new("icmpv6.opt.map.flag.reserved", "Reserved", Place::Sub(0x7f));
static OPT_MAP_VALID_LIFETIME: Field = Field::new("icmpv6.opt.map.valid_lifetime", "Valid Lifetime", Place::Uint(32));
static OPT_MAP_GLOBAL_ADDRESS: Field = Field::new("icmpv6.opt.map.global_address", "Global Address", Place::Run(16)).kind(Kind::Ip6);
static OPT_ROUTE_INFO_FLAG: Field = Field::new("icmpv6.opt.route_info.flag", "Flag", Place::Uint(8)).hex();
static OPT_ROUTE_INFO_FLAG_ROUTE_PREFERENCE: Field = Field::new("icmpv6.opt.route_info.flag.route_preference", "Route Preference", Place::Sub(0x18));
static OPT_ROUTE_INFO_FLAG_RESERVED: Field = Field::new("icmpv6.opt.route_info.flag.reserved", "Reserved", Place::Sub(0xe7));
static OPT_ROUTE_LIFETIME: Field = Field::new("icmpv6.opt.route_lifetime", "Route Lifetime", Place::Uint(32));
static OPT_PREFIX_REST: Field = Field::new("icmpv6.opt.prefix", "Prefix", Place::Rest).kind(Kind::Ip6);
static OPT_RDNSS_LIFETIME: Field = Field::new("icmpv6.opt.rdnss.lifetime", "Lifetime", Place::Uint(32));
static OPT_EFO: Field = Field::new("icmpv6.opt.efo", "Flags Expansion Option", Place::Uint(16)).hex();
static OPT_EFO_M: Field = Field::new("icmpv6.opt.efo.m", "Managed address configuration", Place::Sub(0x8000));
static OPT_EFO_O: Field = Field::new("icmpv6.opt.efo.o", "Other configuration", Place::Sub(0x4000));
static OPT_EFO_H: Field = Field::new("icmpv6.opt.efo.h", "Home Agent", Place::Sub(0x2000));
static OPT_EFO_PRF: Field = Field::new("icmpv6.opt.efo.prf", "Prf (Default Router Preference)", Place::Sub(0x1800)).ft(16);
static OPT_EFO_P: Field = Field::new("icmpv6.opt.efo.p", "Proxy", Place::Sub(0x0400));
static OPT_EFO_RSV: Field = Field::new("icmpv6.opt.efo.rsv", "Reserved", Place::Sub(0x02ff));
static OPT_HKR_PAD_LENGTH: Field = Field::new("icmpv6.opt.hkr.pad_length", "Pad Length", Place::Uint(8));
static OPT_HKR_AT: Field = Field::new("icmpv6.opt.hkr.at", "AT", Place::Sub(0xf0));
static OPT_HKR_RESERVED: Field = Field::new("icmpv6.opt.hkr.reserved", "Reserved", Place::Sub(0x0f));
static OPT_HKR_ENCRYPTION_PUBLIC_KEY: Field = Field::new("icmpv6.opt.hkr.encryption_public_key", "Handover Key Encryption Public Key", Place::Rest);
static OPT_HKR_LIFETIME: Field = Field::new("icmpv6.opt.hkr.lifetime", "Padding", Place::Uint(16));
static OPT_HKR_ENCRYPTED_HANDOVER_KEY: Field = Field::new("icmpv6.opt.hkr.encrypted_handover_key", "Encrypted Handover Key", Place::Rest);
static OPT_HAI_OPTION_CODE: Field = Field::new("icmpv6.opt.hai.option_code", "Option-Code", Place::Uint(8));
static OPT_HAI_LENGTH: Field = Field::new("icmpv6.opt.hai.length", "HAI-Length", Place::Uint(8));
static OPT_MN_OPTION_CODE: Field = Field::new("icmpv6.opt.mn.option_code", "Option-Code", Place::Uint(8));
static OPT_MN_LENGTH: Field = Field::new("icmpv6.opt.mn.length", "MN-Length", Place::Uint(8));
static OPT_DNSSL_LIFETIME: Field = Field::new("icmpv6.opt.dnssl.lifetime", "Lifetime", Place::Uint(32));
static OPT_ARO_STATUS: Field = Field::new("icmpv6.opt.aro.status", "Status", Place::Uint(8));
static OPT_RESERVED_R3: Field = Field::new("icmpv6.opt.reserved", "Reserved", Place::Run(3)).kind(Kind::Present);
static OPT_ARO_REGISTRATION_LIFETIME: Field = Field::new("icmpv6.opt.aro.registration_lifetime", "Registration  Lifetime", Place::Uint(16));
static OPT_ARO_EUI64: Field = Field::new("icmpv6.opt.aro.eui64", "EUI-64", Place::Run(8)).kind(Kind::Eui64);
static OPT_6CO_CONTEXT_LENGTH: Field = Field::new("icmpv6.opt.6co.context_length", "Context Length", Place::Uint(8));
static OPT_6CO_FLAG: Field = Field::new("icmpv6.opt.6co.flag", "Flag", Place::Uint(8)).hex();
static OPT_6CO_FLAG_C: Field = Field::new("icmpv6.opt.6co.flag.c", "Compression Flag", Place::Sub(0x10));
static OPT_6CO_FLAG_CID: Field = Field::new("icmpv6.opt.6co.flag.cid", "CID", Place::Sub(0x0f));
static OPT_6CO_FLAG_RESERVED: Field = Field::new("icmpv6.opt.6co.flag.reserved", "Reserved", Place::Sub(0xe0));
static OPT_6CO_VALID_LIFETIME: Field = Field::new("icmpv6.opt.6co.valid_lifetime", "Lifetime", Place::Uint(16));
static OPT_6CO_CONTEXT_PREFIX: Field = Field::new("icmpv6.opt.6co.context_prefix", "Context Prefix", Place::Rest).kind(Kind::Ip6);
static OPT_ABRO_VERSION_LOW: Field = Field::new("icmpv6.opt.abro.version_low", "Version Low", Place::Uint(16));
static OPT_ABRO_VERSION_HIGH: Field = Field::new("icmpv6.opt.abro.version_high", "Version", Place::Uint(16));
static OPT_ABRO_VALID_LIFETIME: Field = Field::new("icmpv6.opt.abro.valid_lifetime", "Valid Lifetime", Place::Uint(16));
static OPT_ABRO_6LBR_ADDRESS: Field = Field::new("icmpv6.opt.abro.6lbr_address", "6LBR Address", Place::Run(16)).kind(Kind::Ip6);
static SKIP_U16: Field = Field::new("", "", Place::Uint(16));
static OPT_6CIO_UNASSIGNED1: Field = Field::new("icmpv6.opt.6cio.unassigned1", "Unassigned", Place::Sub(0xfffe)).hex();
static OPT_6CIO_FLAG_G: Field = Field::new("icmpv6.opt.6cio.flag_g", "G", Place::Sub(0x0001)).hex().ft(16);
static OPT_6CIO_UNASSIGNED2: Field = Field::new("icmpv6.opt.6cio.unassigned2", "Unassigned", Place::Uint(32)).hex();
static OPT_CAPTIVE_PORTAL: Field = Field::new("icmpv6.opt.captive_portal", "Captive Portal", Place::Zero);
static OPT_PREF64_SCALED_LIFETIME: Field = Field::new("icmpv6.opt.pref64.scaled_lifetime", "Scaled Lifetime", Place::Sub(0xfff8));
static OPT_PREF64_PLC: Field = Field::new("icmpv6.opt.pref64.plc", "PLC (Prefix Length Code)", Place::Sub(0x0007)).hex().ft(16);
// RFC 8781, 4: the code tells how many of the twelve bytes are prefix.
static PREF64_WITHIN: Field = Field::part(Place::Sized(|_| 12, &[&OPT_PREF64_PREFIX, &REST_UNSHOWN]));
static OPT_PREF64_PREFIX: Field =
    Field::new("icmpv6.opt.pref64.prefix", "Prefix", Place::Take(|h| [12, 8, 7, 6, 5, 4].get(h.number as usize & 7).copied().unwrap_or(12))).kind(Kind::Ip6);
static OPT_HAI_VALUE: Field = Field::new("icmpv6.opt.hai.value", "HAI-Value", Place::Rest);
static HAI: Field = Field::part(Place::Sized(|h| h.number as usize, &[&OPT_HAI_VALUE]));
static OPT_MN_VALUE: Field = Field::new("icmpv6.opt.mn.value", "MN-Value", Place::Rest);
static MN: Field = Field::part(Place::Sized(|h| h.number as usize, &[&OPT_MN_VALUE]));
static DATA: Field = Field::new("icmpv6.data", "Data", Place::Rest);
static OPT_BY_TYPE: Field = Field::part(Place::Pick(&[(1, &[&OPT_LINKADDR, &OPT_SRC_LINKADDR]), (2, &[&OPT_LINKADDR, &OPT_TARGET_LINKADDR]), (3, &[&OPT_PREFIX_LENGTH, &OPT_PREFIX_FLAG, &OPT_PREFIX_FLAG_L, &OPT_PREFIX_FLAG_A, &OPT_PREFIX_FLAG_R, &OPT_PREFIX_FLAG_RESERVED, &OPT_PREFIX_VALID_LIFETIME, &OPT_PREFIX_PREFERRED_LIFETIME, &OPT_RESERVED, &OPT_PREFIX]), (4, &[&OPT_RESERVED_R6, &OPT_REDIRECTED_PACKET]), (5, &[&OPT_RESERVED_R2, &OPT_MTU]), (6, &[&OPT_NBMA_SHORTCUT_LIMIT, &OPT_RESERVED_R1, &OPT_RESERVED]), (7, &[&OPT_RESERVED_R2, &OPT_ADVERTISEMENT_INTERVAL]), (8, &[&OPT_RESERVED_R2, &OPT_HOME_AGENT_PREFERENCE, &OPT_HOME_AGENT_LIFETIME]), (9, &[&OPT_RESERVED_R6, &OPT_IPV6_ADDRESS]), (10, &[&OPT_RESERVED_R6, &OPT_IPV6_ADDRESS]), (11, &[&OPT_CGA_PAD_LENGTH, &OPT_RESERVED_R1, &OPT_CGA_MODIFIER, &OPT_CGA_SUBNET_PREFIX, &OPT_CGA_COUNT, &OPT_CGA_SUBJECT_PUBLIC_KEY_INFO]), (12, &[&OPT_RESERVED_R2, &OPT_RSA_KEY_HASH, &OPT_DIGITAL_SIGNATURE_PADDING]), (13, &[&OPT_RESERVED_R6, &OPT_TIMESTAMP]), (14, &[&OPT_NONCE]), (15, &[&OPT_NAME_TYPE, &OPT_CGA_PAD_LENGTH, &OPT_NAME_X501]), (16, &[&OPT_NAME_TYPE, &OPT_RESERVED_R1, &X509_CERTIFICATE]), (17, &[&OPT_IPA_OPTION_CODE, &OPT_IPA_PREFIX_LEN, &OPT_RESERVED, &OPT_IPA_IPV6_ADDRESS]), (18, &[&OPT_NRPI_OPTION_CODE, &OPT_NRPI_PREFIX_LEN, &OPT_RESERVED, &OPT_NRPI_PREFIX]), (19, &[&OPT_LLA_OPTION_CODE, &OPT_LLA_BYTES]), (20, &[&OPT_NAACK_OPTION_CODE, &OPT_NAACK_STATUS, &OPT_NAACK_SUPPLIED_NCOA]), (23, &[&SKIP_U8, &OPT_MAP_DISTANCE, &OPT_MAP_PREFERENCE, &OPT_MAP_FLAG, &OPT_MAP_FLAG_R, &OPT_MAP_FLAG_RESERVED, &OPT_MAP_VALID_LIFETIME, &OPT_MAP_GLOBAL_ADDRESS]), (24, &[&OPT_PREFIX_LENGTH, &OPT_ROUTE_INFO_FLAG, &OPT_ROUTE_INFO_FLAG_ROUTE_PREFERENCE, &OPT_ROUTE_INFO_FLAG_RESERVED, &OPT_ROUTE_LIFETIME, &OPT_PREFIX_REST]), (25, &[&OPT_RESERVED_R2, &OPT_RDNSS_LIFETIME, &RDNSS]), (26, &[&OPT_EFO, &OPT_EFO_M, &OPT_EFO_O, &OPT_EFO_H, &OPT_EFO_PRF, &OPT_EFO_P, &OPT_EFO_RSV, &OPT_RESERVED]), (27, &[&OPT_HKR_PAD_LENGTH, &SKIP_U8, &OPT_HKR_AT, &OPT_HKR_RESERVED, &OPT_HKR_ENCRYPTION_PUBLIC_KEY]), (28, &[&OPT_HKR_PAD_LENGTH, &SKIP_U8, &OPT_HKR_AT, &OPT_HKR_RESERVED, &OPT_HKR_LIFETIME, &OPT_HKR_ENCRYPTED_HANDOVER_KEY]), (29, &[&OPT_HAI_OPTION_CODE, &OPT_HAI_LENGTH, &HAI]), (30, &[&OPT_MN_OPTION_CODE, &OPT_MN_LENGTH, &MN]), (31, &[&OPT_RESERVED_R2, &OPT_DNSSL_LIFETIME, &DNSSL]), (33, &[&OPT_ARO_STATUS, &OPT_RESERVED_R3, &OPT_ARO_REGISTRATION_LIFETIME, &OPT_ARO_EUI64]), (34, &[&OPT_6CO_CONTEXT_LENGTH, &OPT_6CO_FLAG, &OPT_6CO_FLAG_C, &OPT_6CO_FLAG_CID, &OPT_6CO_FLAG_RESERVED, &OPT_RESERVED_R2, &OPT_6CO_VALID_LIFETIME, &OPT_6CO_CONTEXT_PREFIX]), (35, &[&OPT_ABRO_VERSION_LOW, &OPT_ABRO_VERSION_HIGH, &OPT_ABRO_VALID_LIFETIME, &OPT_ABRO_6LBR_ADDRESS]), (36, &[&SKIP_U16, &OPT_6CIO_UNASSIGNED1, &OPT_6CIO_FLAG_G, &OPT_6CIO_UNASSIGNED2]), (37, &[&OPT_CAPTIVE_PORTAL]), (38, &[&SKIP_U16, &OPT_PREF64_SCALED_LIFETIME, &OPT_PREF64_PLC, &PREF64_WITHIN])], &[&DATA]));
// Router renumbering: RFC 2894.
static RR_SEQUENCE_NUMBER: Field = Field::new("icmpv6.rr.sequence_number", "Sequence Number", Place::Uint(32));
static RR_SEGMENT_NUMBER: Field = Field::new("icmpv6.rr.segment_number", "Segment Number", Place::Uint(8));
static RR_FLAG: Field = Field::new("icmpv6.rr.flag", "Flags", Place::Uint(8)).hex();
static RR_FLAG_T: Field = Field::new("icmpv6.rr.flag.t", "Test Command", Place::Sub(0x80));
static RR_FLAG_R: Field = Field::new("icmpv6.rr.flag.r", "Result requested", Place::Sub(0x40));
static RR_FLAG_A: Field = Field::new("icmpv6.rr.flag.a", "All Interfaces", Place::Sub(0x20));
static RR_FLAG_S: Field = Field::new("icmpv6.rr.flag.s", "Site-specific", Place::Sub(0x10));
static RR_FLAG_P: Field = Field::new("icmpv6.rr.flag.p", "Processed previously", Place::Sub(0x08));
static RR_FLAG_RSV: Field = Field::new("icmpv6.rr.flag.rsv", "Reserved", Place::Sub(0x07));
static RR_MAXDELAY: Field = Field::new("icmpv6.rr.maxdelay", "Max Delay", Place::Uint(16));
static RR_PCO_MP_OPCODE: Field = Field::new("icmpv6.rr.pco.mp.opcode", "OpCode", Place::Uint(8));
static RR_PCO_MP_OPLENGTH: Field = Field::new("icmpv6.rr.pco.mp.oplength", "OpLength", Place::Uint(8));
static RR_PCO_MP_ORDINAL: Field = Field::new("icmpv6.rr.pco.mp.ordinal", "Ordinal", Place::Uint(8)).hex();
static RR_PCO_MP_MATCHLEN: Field = Field::new("icmpv6.rr.pco.mp.matchlen", "MatchLen", Place::Uint(8));
static RR_PCO_MP_MINLEN: Field = Field::new("icmpv6.rr.pco.mp.minlen", "MinLen", Place::Uint(8));
static RR_PCO_MP_MAXLEN: Field = Field::new("icmpv6.rr.pco.mp.maxlen", "MaxLen", Place::Uint(8));
static RR_PCO_MP_MATCHPREFIX: Field = Field::new("icmpv6.rr.pco.mp.matchprefix", "MatchPrefix", Place::Run(16)).kind(Kind::Ip6);
static RR_MP: Field = Field::new("icmpv6.rr.pco.mp", "Match-Prefix Part", Place::Group(&[&RR_PCO_MP_OPCODE, &RR_PCO_MP_OPLENGTH, &RR_PCO_MP_ORDINAL, &RR_PCO_MP_MATCHLEN, &RR_PCO_MP_MINLEN, &RR_PCO_MP_MAXLEN, &RESERVED_R2, &RR_PCO_MP_MATCHPREFIX]));
static RR_PCO_UP_USELEN: Field = Field::new("icmpv6.rr.pco.up.uselen", "UseLen", Place::Uint(8));
static RR_PCO_UP_KEEPLEN: Field = Field::new("icmpv6.rr.pco.up.keeplen", "KeepLen", Place::Uint(8));
static RR_PCO_UP_FLAGMASK: Field = Field::new("icmpv6.rr.pco.up.flagmask", "FlagMask", Place::Uint(8)).hex();
static RR_PCO_UP_FLAGMASK_L: Field = Field::new("icmpv6.rr.pco.up.flagmask.l", "On-link flag(L)", Place::Sub(0x80));
static RR_PCO_UP_FLAGMASK_A: Field = Field::new("icmpv6.rr.pco.up.flagmask.a", "Autonomous address-configuration flag(A)", Place::Sub(0x40));
static RR_PCO_UP_FLAGMASK_RESERVED: Field = Field::new("icmpv6.rr.pco.up.flagmask.reserved", "Reserved", Place::Sub(0x3f));
static RR_PCO_UP_RAFLAGS: Field = Field::new("icmpv6.rr.pco.up.raflags", "RAFlags", Place::Uint(8)).hex();
static RR_PCO_UP_VALIDLIFETIME: Field = Field::new("icmpv6.rr.pco.up.validlifetime", "Valid Lifetime", Place::Uint(32));
static RR_PCO_UP_PREFERREDLIFETIME: Field = Field::new("icmpv6.rr.pco.up.preferredlifetime", "Preferred Lifetime", Place::Uint(32));
static RR_PCO_UP_FLAG: Field = Field::new("icmpv6.rr.pco.up.flag", "Flags", Place::Uint(32)).hex();
static RR_PCO_UP_FLAG_V: Field = Field::new("icmpv6.rr.pco.up.flag.v", "Decrement valid lifetime", Place::Sub(0x80000000));
static RR_PCO_UP_FLAG_P: Field = Field::new("icmpv6.rr.pco.up.flag.p", "Decrement preferred lifetime", Place::Sub(0x40000000));
static RR_PCO_UP_FLAG_RESERVED: Field = Field::new("icmpv6.rr.pco.up.flag.reserved", "Reserved", Place::Sub(0x3fffffff));
static RR_PCO_UP_USEPREFIX: Field = Field::new("icmpv6.rr.pco.up.useprefix", "UsePrefix", Place::Run(16)).kind(Kind::Ip6);
static RR_UP: Field = Field::new("icmpv6.rr.pco.up", "Use-Prefix Part", Place::Group(&[&RR_PCO_UP_USELEN, &RR_PCO_UP_KEEPLEN, &RR_PCO_UP_FLAGMASK, &RR_PCO_UP_FLAGMASK_L, &RR_PCO_UP_FLAGMASK_A, &RR_PCO_UP_FLAGMASK_RESERVED, &RR_PCO_UP_RAFLAGS, &RR_PCO_UP_VALIDLIFETIME, &RR_PCO_UP_PREFERREDLIFETIME, &RR_PCO_UP_FLAG, &RR_PCO_UP_FLAG_V, &RR_PCO_UP_FLAG_P, &RR_PCO_UP_FLAG_RESERVED, &RR_PCO_UP_USEPREFIX]));
static RR_UPS: Field = Field::many("Use-Prefix Parts", &RR_UP);
static RR_RM_FLAG: Field = Field::new("icmpv6.rr.rm.flag", "Flags", Place::Uint(16)).hex();
static RR_RM_FLAG_B: Field = Field::new("icmpv6.rr.rm.flag.b", "Bounds", Place::Sub(0x0002));
static RR_RM_FLAG_F: Field = Field::new("icmpv6.rr.rm.flag.f", "Forbidden", Place::Sub(0x0001));
static RR_RM_FLAG_RESERVED: Field = Field::new("icmpv6.rr.rm.flag.reserved", "Reserved", Place::Sub(0xfffc));
static RR_RM_ORDINAL: Field = Field::new("icmpv6.rr.rm.ordinal", "Ordinal", Place::Uint(8)).hex();
static RR_RM_MATCHEDLEN: Field = Field::new("icmpv6.rr.rm.matchedlen", "MatchedLen", Place::Uint(8));
static RR_RM_INTERFACEINDEX: Field = Field::new("icmpv6.rr.rm.interfaceindex", "InterfaceIndex", Place::Uint(32));
static RR_RM_MATCHEDPREFIX: Field = Field::new("icmpv6.rr.rm.matchedprefix", "MatchedPrefix", Place::Run(16)).kind(Kind::Ip6);
static RR_RM: Field = Field::new("icmpv6.rr.rm", "Result Message", Place::Group(&[&RR_RM_FLAG, &RR_RM_FLAG_B, &RR_RM_FLAG_F, &RR_RM_FLAG_RESERVED, &RR_RM_ORDINAL, &RR_RM_MATCHEDLEN, &RR_RM_INTERFACEINDEX, &RR_RM_MATCHEDPREFIX]));
static RR_RMS: Field = Field::many("Result Messages", &RR_RM);
static RR_BODY: Field = Field::part(Place::Switch(|h| if h.left() == 0 { 9 } else { h.byte(1).into() }, &[(0, &[&RR_MP, &RR_UPS]), (1, &[&RR_RMS])], &[]));
// Node information: RFC 4620.
static NI_QUERY_SUBJECT_FQDN: Field = Field::new("icmpv6.ni.query.subject_fqdn", "FQDN subject", Place::Name);
static NI_REPLY_NODE_NAME: Field = Field::new("icmpv6.ni.reply.node_name", "Name Node", Place::Name);
static NI_QUERY_SUBJECT_IPV6: Field = Field::new("icmpv6.ni.query.subject_ipv6", "IPv6 subject address", Place::Run(16)).kind(Kind::Ip6);
static NI_QUERY_SUBJECT_IPV4: Field = Field::new("icmpv6.ni.query.subject_ipv4", "IPv4 subject address", Place::Uint(32)).kind(Kind::Ip4);
static NI_SUBJECT: Field = Field::part(Place::Switch(|h| if h.left() == 0 { 9 } else { h.byte(1).into() }, &[(0, &[&NI_QUERY_SUBJECT_IPV6]), (1, &[&NI_QUERY_SUBJECT_FQDN]), (2, &[&NI_QUERY_SUBJECT_IPV4])], &[]));
static NI_NAMES: Field = Field::many("Names", &NI_NAME); static NI_NAME: Field = Field::part(Place::Switch(|h| h.byte(h.at).into(), &[(0, &[&SKIP_R1])], &[&NI_REPLY_NODE_NAME]));
static NI_REPLY_NODE_TTL: Field = Field::new("icmpv6.ni.reply.node_ttl", "TTL", Place::Uint(32));
static NI_REPLY_NODE_ADDRESS: Field = Field::new("icmpv6.ni.reply.node_address", "IPv6 Node address", Place::Run(16)).kind(Kind::Ip6);
static NI_V6S: Field = Field::many("Addresses", &NI_V6); static NI_V6: Field = Field::new("", "Address", Place::Group(&[&NI_REPLY_NODE_TTL, &NI_REPLY_NODE_ADDRESS]));
static NI_REPLY_IPV4_ADDRESS: Field = Field::new("icmpv6.ni.reply.ipv4_address", "IPv4 Node address", Place::Uint(32)).kind(Kind::Ip4);
static NI_V4S: Field = Field::many("Addresses", &NI_V4); static NI_V4: Field = Field::new("", "Address", Place::Group(&[&NI_REPLY_NODE_TTL, &NI_REPLY_IPV4_ADDRESS]));
static NI_ANSWER: Field = Field::part(Place::Switch(|h| if h.left() == 0 { 9 } else { h.key }, &[(2, &[&NI_REPLY_NODE_TTL, &NI_NAMES]), (3, &[&NI_V6S]), (4, &[&NI_V4S])], &[]));
static NI_QTYPE: Field = Field::new("icmpv6.ni.qtype", "Qtype", Place::Key(16));
static NI_FLAG: Field = Field::new("icmpv6.ni.flag", "Flags", Place::Uint(16)).hex();
static NI_FLAG_G: Field = Field::new("icmpv6.ni.flag.g", "Global-scope addresses", Place::Sub(0x0020));
static NI_FLAG_S: Field = Field::new("icmpv6.ni.flag.s", "Site-local addresses", Place::Sub(0x0010));
static NI_FLAG_L: Field = Field::new("icmpv6.ni.flag.l", "Link-local addresses", Place::Sub(0x0008));
static NI_FLAG_C: Field = Field::new("icmpv6.ni.flag.c", "Compression", Place::Sub(0x0004));
static NI_FLAG_A: Field = Field::new("icmpv6.ni.flag.a", "Unicast Addresses", Place::Sub(0x0002));
static NI_FLAG_T: Field = Field::new("icmpv6.ni.flag.t", "Truncated", Place::Sub(0x0001));
static NI_FLAG_RSV: Field = Field::new("icmpv6.ni.flag.rsv", "Reserved", Place::Sub(0xffc0)).hex();
static NI_NONCE: Field = Field::new("icmpv6.ni.nonce", "Nonce", Place::Uint(64)).hex();
// Mobility: RFC 6275, RFC 5568. SEND: RFC 3971. Discovery of multicast routers: RFC 4286.
static MIP6_IDENTIFIER: Field = Field::new("icmpv6.mip6.identifier", "Identifier", Place::Uint(16));
static HOME_AGENTS: Field = Field::many("Home agents", &MIP6_HOME_AGENT_ADDRESS);
static MIP6_HOME_AGENT_ADDRESS: Field = Field::new("icmpv6.mip6.home_agent_address", "Home Agent Address", Place::Run(16)).kind(Kind::Ip6);
static MIP6_FLAG: Field = Field::new("icmpv6.mip6.flag", "Flags", Place::Uint(16)).hex();
static MIP6_FLAG_M: Field = Field::new("icmpv6.mip6.flag.m", "Managed address configuration", Place::Sub(0x8000));
static MIP6_FLAG_O: Field = Field::new("icmpv6.mip6.flag.o", "Other configuration", Place::Sub(0x4000));
static MIP6_FLAG_RSV: Field = Field::new("icmpv6.mip6.flag.rsv", "Reserved", Place::Sub(0x3fff));
static SEND_IDENTIFIER: Field = Field::new("icmpv6.send.identifier", "Identifier", Place::Uint(16));
static SEND_COMPONENT: Field = Field::new("icmpv6.send.component", "Component", Place::Uint(16));
static SEND_ALL_COMPONENTS: Field = Field::new("icmpv6.send.all_components", "All Components", Place::Uint(16));
static MCAST_RA_QUERY_INTERVAL: Field = Field::new("icmpv6.mcast_ra.query_interval", "Query Interval", Place::Uint(16));
static MCAST_RA_ROBUSTNESS_VARIABLE: Field = Field::new("icmpv6.mcast_ra.robustness_variable", "Robustness Variable", Place::Uint(16));
static FMIP6_SUBTYPE: Field = Field::new("icmpv6.fmip6.subtype", "Subtype", Place::Uint(8));
static FMIP6_IDENTIFIER: Field = Field::new("icmpv6.fmip6.identifier", "Identifier", Place::Uint(16));
static FMIP6_HI_FLAG: Field = Field::new("icmpv6.fmip6.hi.flag", "Flag", Place::Uint(8)).hex();
static FMIP6_HI_FLAG_S: Field = Field::new("icmpv6.fmip6.hi.flag.s", "Assigned address configuration", Place::Sub(0x80));
static FMIP6_HI_FLAG_A: Field = Field::new("icmpv6.fmip6.hi.flag.a", "Buffer", Place::Sub(0x40));
static FMIP6_HI_FLAG_RESERVED: Field = Field::new("icmpv6.fmip6.hi.flag.reserved", "Reserved", Place::Sub(0x3f));
static RESERVED_R1: Field = Field::new("icmpv6.reserved", "Reserved", Place::Run(1));
static FMIP6_FLAGS: Field = Field::part(Place::Switch(|h| h.number, &[(4, &[&FMIP6_HI_FLAG, &FMIP6_HI_FLAG_S, &FMIP6_HI_FLAG_A, &FMIP6_HI_FLAG_RESERVED])], &[&RESERVED_R1]));
// Duplicate address detection in 6LoWPAN: RFC 6775. Locators: RFC 6743.
static N6LOWPANND_DA_STATUS: Field = Field::new("icmpv6.6lowpannd.da.status", "Status", Place::Uint(8));
static N6LOWPANND_DA_RSV: Field = Field::new("icmpv6.6lowpannd.da.rsv", "Reserved", Place::Uint(8));
static N6LOWPANND_DA_LIFETIME: Field = Field::new("icmpv6.6lowpannd.da.lifetime", "Lifetime", Place::Uint(16));
static N6LOWPANND_DA_EUI64: Field = Field::new("icmpv6.6lowpannd.da.eui64", "EUI-64", Place::Run(8)).kind(Kind::Eui64);
static N6LOWPANND_DA_REG_ADDR: Field = Field::new("icmpv6.6lowpannd.da.reg_addr", "Registered Address", Place::Run(16)).kind(Kind::Ip6);
static ILNP_NB_LOCATOR: Field = Field::new("icmpv6.ilnp.nb_locator", "Locator", Place::Uint(64)).hex();
static ILNP_NB_PREFERENCE: Field = Field::new("icmpv6.ilnp.nb_preference", "Preference", Place::Uint(16)).ft(32);
static ILNP_NB_LIFETIME: Field = Field::new("icmpv6.ilnp.nb_lifetime", "Lifetime", Place::Uint(16)).ft(32);
static LOCATORS: Field = Field::many("Locators", &LOCATOR); static LOCATOR: Field = Field::new("", "Locator", Place::Group(&[&ILNP_NB_LOCATOR, &ILNP_NB_PREFERENCE, &ILNP_NB_LIFETIME]));
static ILNP_NB_LOCS: Field = Field::new("icmpv6.ilnp.nb_locs", "Num of Locs", Place::Uint(8));
// Extended echo: RFC 8335.
static EXT_ECHO_SEQ: Field = Field::new("icmpv6.ext.echo.seq", "Sequence number", Place::Uint(8));
static EXT_ECHO_REQ_RES: Field = Field::new("icmpv6.ext.echo.req.res", "Reserved", Place::Sub(0xfe)).hex();
static EXT_ECHO_REQ_LOCAL: Field = Field::new("icmpv6.ext.echo.req.local", "Local bit", Place::Sub(0x01));
static XECHO: Field = Field::part(Place::When(|h| h.left() >= 4, &[&icmp::EXT]));
static EXT_ECHO_RSP_STATE: Field = Field::new("icmpv6.ext.echo.rsp.state", "State", Place::Sub(0xe0));
static EXT_ECHO_RSP_RES: Field = Field::new("icmpv6.ext.echo.rsp.res", "Reserved", Place::Sub(0x18)).hex();
static EXT_ECHO_RSP_ACTIVE: Field = Field::new("icmpv6.ext.echo.rsp.active", "Active bit", Place::Sub(0x04));
static EXT_ECHO_RSP_IPV4: Field = Field::new("icmpv6.ext.echo.rsp.ipv4", "IPv4 bit", Place::Sub(0x02));
static EXT_ECHO_RSP_IPV6: Field = Field::new("icmpv6.ext.echo.rsp.ipv6", "IPv6 bit", Place::Sub(0x01));
// RPL: RFC 6550.
static RPL_SECURE_FLAG: Field = Field::new("icmpv6.rpl.secure.flag", "Flags", Place::Uint(8)).hex();
static RPL_SECURE_FLAG_T: Field = Field::new("icmpv6.rpl.secure.flag.t", "Counter is Time (T)", Place::Sub(0x80));
static RPL_SECURE_FLAG_RSV: Field = Field::new("icmpv6.rpl.secure.flag.rsv", "Reserved", Place::Sub(0x7f));
static RPL_SECURE_ALGORITHM: Field = Field::new("icmpv6.rpl.secure.algorithm", "Algorithm", Place::Uint(8));
static RPL_SECURE_FLAG_K8: Field = Field::new("icmpv6.rpl.secure.flag", "Flags", Place::Key(8)).hex();
static RPL_SECURE_KIM: Field = Field::new("icmpv6.rpl.secure.kim", "Key Identifier Mode (KIM)", Place::Sub(0xc0));
static RPL_SECURE_LVL: Field = Field::new("icmpv6.rpl.secure.lvl", "Security Level (LVL)", Place::Sub(0x07));
static RPL_SECURE_RSV: Field = Field::new("icmpv6.rpl.secure.rsv", "Reserved", Place::Sub(0x38));
static RPL_SECURE_COUNTER: Field = Field::new("icmpv6.rpl.secure.counter", "Counter", Place::Uint(32));
static RPL: Field = Field::part(Place::Switch(|h| (h.byte(1) >> 7).into(), &[(1, &[&RPL_SECURE_FLAG, &RPL_SECURE_FLAG_T, &RPL_SECURE_FLAG_RSV, &RPL_SECURE_ALGORITHM, &RPL_SECURE_FLAG_K8, &RPL_SECURE_KIM, &RPL_SECURE_LVL, &RPL_SECURE_RSV, &RPL_SECURE_FLAG, &RPL_SECURE_COUNTER, &RPL_KEY, &RPL_BY_CODE])], &[&RPL_BY_CODE]));
static RPL_SECURE_KEY_INDEX: Field = Field::new("icmpv6.rpl.secure.key.index", "Key Source", Place::Uint(8));
static RPL_SECURE_KEY_SOURCE: Field = Field::new("icmpv6.rpl.secure.key.source", "Key Source", Place::Run(8));
static RPL_KEY: Field = Field::part(Place::Switch(|h| h.key >> 6, &[(0, &[&RPL_SECURE_KEY_INDEX]), (1, &[]), (2, &[])], &[&RPL_SECURE_KEY_SOURCE, &RPL_SECURE_KEY_INDEX]));
static RPL_DIS_FLAGS: Field = Field::new("icmpv6.rpl.dis.flags", "Flags", Place::Uint(8));
static RPL_DIO_INSTANCE: Field = Field::new("icmpv6.rpl.dio.instance", "RPLInstanceID", Place::Uint(8));
static RPL_DIO_VERSION: Field = Field::new("icmpv6.rpl.dio.version", "Version", Place::Uint(8));
static RPL_DIO_RANK: Field = Field::new("icmpv6.rpl.dio.rank", "Rank", Place::Uint(16));
static RPL_DIO_FLAG: Field = Field::new("icmpv6.rpl.dio.flag", "Flags", Place::Uint(8)).hex();
static RPL_DIO_FLAG_G: Field = Field::new("icmpv6.rpl.dio.flag.g", "Grounded (G)", Place::Sub(0x80));
static RPL_DIO_FLAG_0: Field = Field::new("icmpv6.rpl.dio.flag.0", "Zero", Place::Sub(0x40));
static RPL_DIO_FLAG_MOP: Field = Field::new("icmpv6.rpl.dio.flag.mop", "Mode of Operation (MOP)", Place::Sub(0x38)).hex();
static RPL_DIO_FLAG_PREFERENCE: Field = Field::new("icmpv6.rpl.dio.flag.preference", "DODAG Preference", Place::Sub(0x07));
static RPL_DIO_DTSN: Field = Field::new("icmpv6.rpl.dio.dtsn", "Destination Advertisement Trigger Sequence Number (DTSN)", Place::Uint(8));
static RPL_DIO_DAGID: Field = Field::new("icmpv6.rpl.dio.dagid", "DODAGID", Place::Run(16)).kind(Kind::Ip6);
static RPL_DAO_INSTANCE: Field = Field::new("icmpv6.rpl.dao.instance", "RPLInstanceID", Place::Uint(8));
static RPL_DAO_FLAG: Field = Field::new("icmpv6.rpl.dao.flag", "Flags", Place::Key(8)).hex();
static RPL_DAO_FLAG_K: Field = Field::new("icmpv6.rpl.dao.flag.k", "DAO-ACK Request (K)", Place::Sub(0x80));
static RPL_DAO_FLAG_D: Field = Field::new("icmpv6.rpl.dao.flag.d", "DODAGID Present (D)", Place::Sub(0x40));
static RPL_DAO_FLAG_RSV: Field = Field::new("icmpv6.rpl.dao.flag.rsv", "Reserved", Place::Sub(0x3f));
static RPL_DAO_SEQUENCE: Field = Field::new("icmpv6.rpl.dao.sequence", "DAO Sequence", Place::Uint(8));
static RPL_DAO_DODAGID: Field = Field::new("icmpv6.rpl.dao.dodagid", "DODAGID", Place::Run(16)).kind(Kind::Ip6);
static DAO_ID: Field = Field::part(Place::When(|h| h.key & 0x40 != 0, &[&RPL_DAO_DODAGID]));
static RPL_DAOACK_INSTANCE: Field = Field::new("icmpv6.rpl.daoack.instance", "RPLInstanceID", Place::Uint(8));
static RPL_DAOACK_FLAG: Field = Field::new("icmpv6.rpl.daoack.flag", "Flag", Place::Key(8)).hex();
static RPL_DAOACK_FLAG_D: Field = Field::new("icmpv6.rpl.daoack.flag.d", "DODAGID Present (D)", Place::Sub(0x80));
static RPL_DAOACK_FLAG_RSV: Field = Field::new("icmpv6.rpl.daoack.flag.rsv", "Reserved", Place::Sub(0x7f));
static RPL_DAOACK_SEQUENCE: Field = Field::new("icmpv6.rpl.daoack.sequence", "DAO-ACK Sequence", Place::Uint(8));
static RPL_DAOACK_STATUS: Field = Field::new("icmpv6.rpl.daoack.status", "Status", Place::Uint(8));
static RPL_DAOACK_DODAGID: Field = Field::new("icmpv6.rpl.daoack.dodagid", "DODAGID", Place::Run(16)).kind(Kind::Ip6);
static DAOACK_ID: Field = Field::part(Place::When(|h| h.key & 0x80 != 0, &[&RPL_DAOACK_DODAGID]));
static RPL_P2P_DRO_INSTANCE: Field = Field::new("icmpv6.rpl.p2p.dro.instance", "RPLInstanceID", Place::Uint(8));
static RPL_P2P_DRO_VERSION: Field = Field::new("icmpv6.rpl.p2p.dro.version", "Version", Place::Uint(8));
static RPL_P2P_DRO_FLAG: Field = Field::new("icmpv6.rpl.p2p.dro.flag", "Flags", Place::Uint(16)).hex();
static RPL_P2P_DRO_FLAG_STOP: Field = Field::new("icmpv6.rpl.p2p.dro.flag.stop", "Stop", Place::Sub(0x8000));
static RPL_P2P_DRO_FLAG_ACK: Field = Field::new("icmpv6.rpl.p2p.dro.flag.ack", "Ack", Place::Sub(0x4000));
static RPL_P2P_DRO_FLAG_SEQ: Field = Field::new("icmpv6.rpl.p2p.dro.flag.seq", "Seq", Place::Sub(0x3000)).ft(16);
static RPL_P2P_DRO_FLAG_RESERVED: Field = Field::new("icmpv6.rpl.p2p.dro.flag.reserved", "Reserved", Place::Sub(0x0fff));
static RPL_P2P_DRO_DAGID: Field = Field::new("icmpv6.rpl.p2p.dro.dagid", "DODAGID", Place::Run(16)).kind(Kind::Ip6);
static RPL_P2P_DROACK_FLAG: Field = Field::new("icmpv6.rpl.p2p.droack.flag", "Flags", Place::Uint(16)).hex();
static RPL_P2P_DROACK_FLAG_SEQ: Field = Field::new("icmpv6.rpl.p2p.droack.flag.seq", "Seq", Place::Sub(0xc000)).ft(16);
static RPL_P2P_DROACK_FLAG_RESERVED: Field = Field::new("icmpv6.rpl.p2p.droack.flag.reserved", "Reserved", Place::Sub(0x3fff));
static RPL_CC_INSTANCE: Field = Field::new("icmpv6.rpl.cc.instance", "RPLInstanceID", Place::Uint(8));
static RPL_CC_FLAG: Field = Field::new("icmpv6.rpl.cc.flag", "Flag", Place::Uint(8)).hex();
static RPL_CC_FLAG_R: Field = Field::new("icmpv6.rpl.cc.flag.r", "Response (R)", Place::Sub(0x80));
static RPL_CC_FLAG_RSV: Field = Field::new("icmpv6.rpl.cc.flag.rsv", "Reserved", Place::Sub(0x7f));
static RPL_CC_NONCE: Field = Field::new("icmpv6.rpl.cc.nonce", "CC Nonce", Place::Uint(16)).hex();
static RPL_CC_DODAGID: Field = Field::new("icmpv6.rpl.cc.dodagid", "DODAGID", Place::Run(16)).kind(Kind::Ip6);
static RPL_CC_DESTINATION_COUNTER: Field = Field::new("icmpv6.rpl.cc.destination_counter", "Destination Counter", Place::Uint(32));
static RPL_BY_CODE: Field = Field::part(Place::Switch(|h| (h.byte(1) & 0x7f).into(), &[(0, &[&RPL_DIS_FLAGS, &RESERVED_R1, &RPL_OPTIONS]), (1, &[&RPL_DIO_INSTANCE, &RPL_DIO_VERSION, &RPL_DIO_RANK, &RPL_DIO_FLAG, &RPL_DIO_FLAG_G, &RPL_DIO_FLAG_0, &RPL_DIO_FLAG_MOP, &RPL_DIO_FLAG_PREFERENCE, &RPL_DIO_DTSN, &RPL_DIO_FLAG, &RESERVED_R1, &RPL_DIO_DAGID, &RPL_OPTIONS]), (2, &[&RPL_DAO_INSTANCE, &RPL_DAO_FLAG, &RPL_DAO_FLAG_K, &RPL_DAO_FLAG_D, &RPL_DAO_FLAG_RSV, &RESERVED_R1, &RPL_DAO_SEQUENCE, &DAO_ID, &RPL_OPTIONS]), (3, &[&RPL_DAOACK_INSTANCE, &RPL_DAOACK_FLAG, &RPL_DAOACK_FLAG_D, &RPL_DAOACK_FLAG_RSV, &RPL_DAOACK_SEQUENCE, &RPL_DAOACK_STATUS, &DAOACK_ID, &RPL_OPTIONS]), (4, &[&RPL_P2P_DRO_INSTANCE, &RPL_P2P_DRO_VERSION, &RPL_P2P_DRO_FLAG, &RPL_P2P_DRO_FLAG_STOP, &RPL_P2P_DRO_FLAG_ACK, &RPL_P2P_DRO_FLAG_SEQ, &RPL_P2P_DRO_FLAG_RESERVED, &RPL_P2P_DRO_DAGID, &RPL_OPTIONS]), (5, &[&RPL_P2P_DRO_INSTANCE, &RPL_P2P_DRO_VERSION, &RPL_P2P_DROACK_FLAG, &RPL_P2P_DROACK_FLAG_SEQ, &RPL_P2P_DROACK_FLAG_RESERVED, &RPL_P2P_DRO_DAGID]), (10, &[&RPL_CC_INSTANCE, &RPL_CC_FLAG, &RPL_CC_FLAG_R, &RPL_CC_FLAG_RSV, &RPL_CC_NONCE, &RPL_CC_DODAGID, &RPL_CC_DESTINATION_COUNTER, &RPL_OPTIONS])], &[&DATA]));
static RPL_OPTIONS: Field = Field::new("", "Options", Place::Many(&RPL_OPTION));
static RPL_OPTION: Field = Field::new("icmpv6.opt", "ICMPv6 RPL Option", Place::Group(&[&RPL_OPT_TYPE, &RPL_OPT_REST]));
static RPL_OPT_TYPE: Field = Field::new("icmpv6.rpl.opt.type", "Type", Place::Key(8)).names(RPL_OPTION_TYPES);
static RPL_OPT_REST: Field = Field::part(Place::When(|h| h.key != 0, &[&RPL_OPT_LENGTH, &RPL_OPT_BODY]));
static RPL_OPT_LENGTH: Field = Field::new("icmpv6.rpl.opt.length", "Length", Place::Len(8, Counts::Behind));
static RPL_OPT_METRIC_NSA_OBJECT: Field = Field::new("icmpv6.rpl.opt.metric.nsa.object", "Node State and Attribute Object", Place::Uint(16)).hex();
static RPL_OPT_METRIC_NSA_OBJECT_RESERVED: Field = Field::new("icmpv6.rpl.opt.metric.nsa.object.reserved", "Reserved field", Place::Sub(0xff00)).hex().ft(16);
static RPL_OPT_METRIC_NSA_OBJECT_FLAGS: Field = Field::new("icmpv6.rpl.opt.metric.nsa.object.flags", "Flags", Place::Sub(0x00fc)).hex().ft(16);
static RPL_OPT_METRIC_NSA_OBJECT_FLAG_A: Field = Field::new("icmpv6.rpl.opt.metric.nsa.object.flag.a", "Flag A", Place::Sub(0x0002));
static RPL_OPT_METRIC_NSA_OBJECT_FLAG_O: Field = Field::new("icmpv6.rpl.opt.metric.nsa.object.flag.o", "Flag O", Place::Sub(0x0001));
static RPL_OPT_METRIC_NE_OBJECT: Field = Field::new("icmpv6.rpl.opt.metric.ne.object", "Node Energy Object", Place::Uint(16)).hex();
static RPL_OPT_METRIC_NE_OBJECT_FLAGS: Field = Field::new("icmpv6.rpl.opt.metric.ne.object.flags", "Flags field", Place::Sub(0xf000)).hex().ft(16);
static RPL_OPT_METRIC_NE_OBJECT_FLAG_I: Field = Field::new("icmpv6.rpl.opt.metric.ne.object.flag.i", "Flag I", Place::Sub(0x0800));
static RPL_OPT_METRIC_NE_OBJECT_TYPE: Field = Field::new("icmpv6.rpl.opt.metric.ne.object.type", "Type", Place::Sub(0x0600)).hex().ft(16);
static RPL_OPT_METRIC_NE_OBJECT_FLAG_E: Field = Field::new("icmpv6.rpl.opt.metric.ne.object.flag.e", "Flag E", Place::Sub(0x0100));
static RPL_OPT_METRIC_NE_OBJECT_ENERGY: Field = Field::new("icmpv6.rpl.opt.metric.ne.object.energy", "Energy", Place::Sub(0x00ff)).hex().ft(16);
static RPL_OPT_METRIC_HP_OBJECT: Field = Field::new("icmpv6.rpl.opt.metric.hp.object", "Hop Count Object", Place::Uint(16)).hex();
static RPL_OPT_METRIC_HP_OBJECT_RESERVED: Field = Field::new("icmpv6.rpl.opt.metric.hp.object.reserved", "Reserved field", Place::Sub(0xf000)).hex().ft(16);
static RPL_OPT_METRIC_HP_OBJECT_FLAGS: Field = Field::new("icmpv6.rpl.opt.metric.hp.object.flags", "Flags", Place::Sub(0x0f00)).hex().ft(16);
static RPL_OPT_METRIC_HP_OBJECT_HP: Field = Field::new("icmpv6.rpl.opt.metric.hp.object.hp", "Hop Count", Place::Sub(0x00ff)).ft(16);
static RPL_OPT_METRIC_LT_OBJECT_LT: Field = Field::new("icmpv6.rpl.opt.metric.lt.object.lt", "Link Throughput", Place::Uint(32));
static RPL_OPT_METRIC_LL_OBJECT_LL: Field = Field::new("icmpv6.rpl.opt.metric.ll.object.ll", "Link Latency", Place::Uint(32));
static RPL_OPT_METRIC_LQL_OBJECT_RES: Field = Field::new("icmpv6.rpl.opt.metric.lql.object.res", "Reserved field", Place::Uint(8)).hex();
static RPL_OPT_METRIC_LQL_OBJECT: Field = Field::new("icmpv6.rpl.opt.metric.lql.object", "Link Quality Level Object", Place::Uint(8)).hex();
static RPL_OPT_METRIC_LQL_OBJECT_VAL: Field = Field::new("icmpv6.rpl.opt.metric.lql.object.val", "Val(ue)", Place::Sub(0xe0)).hex();
static RPL_OPT_METRIC_LQL_OBJECT_COUNTER: Field = Field::new("icmpv6.rpl.opt.metric.lql.object.counter", "Counter", Place::Sub(0x1f));
static RPL_OPT_METRIC_ETX_OBJECT_ETX: Field = Field::new("icmpv6.rpl.opt.metric.etx.object.etx", "ETX", Place::Uint(16));
static RPL_OPT_METRIC_LC_OBJECT_RES: Field = Field::new("icmpv6.rpl.opt.metric.lc.object.res", "Reserved field", Place::Uint(8)).hex();
static RPL_OPT_METRIC_LC_OBJECT_LC: Field = Field::new("icmpv6.rpl.opt.metric.lc.object.lc", "Link Color", Place::Sub(0xffc0)).hex();
static METRIC: Field = Field::part(Place::Pick(&[(1, &[&RPL_OPT_METRIC_NSA_OBJECT, &RPL_OPT_METRIC_NSA_OBJECT_RESERVED, &RPL_OPT_METRIC_NSA_OBJECT_FLAGS, &RPL_OPT_METRIC_NSA_OBJECT_FLAG_A, &RPL_OPT_METRIC_NSA_OBJECT_FLAG_O]), (2, &[&RPL_OPT_METRIC_NE_OBJECT, &RPL_OPT_METRIC_NE_OBJECT_FLAGS, &RPL_OPT_METRIC_NE_OBJECT_FLAG_I, &RPL_OPT_METRIC_NE_OBJECT_TYPE, &RPL_OPT_METRIC_NE_OBJECT_FLAG_E, &RPL_OPT_METRIC_NE_OBJECT_ENERGY]), (3, &[&RPL_OPT_METRIC_HP_OBJECT, &RPL_OPT_METRIC_HP_OBJECT_RESERVED, &RPL_OPT_METRIC_HP_OBJECT_FLAGS, &RPL_OPT_METRIC_HP_OBJECT_HP]), (4, &[&RPL_OPT_METRIC_LT_OBJECT_LT]), (5, &[&RPL_OPT_METRIC_LL_OBJECT_LL]), (6, &[&RPL_OPT_METRIC_LQL_OBJECT_RES, &RPL_OPT_METRIC_LQL_OBJECT, &RPL_OPT_METRIC_LQL_OBJECT_VAL, &RPL_OPT_METRIC_LQL_OBJECT_COUNTER]), (7, &[&RPL_OPT_METRIC_ETX_OBJECT_ETX]), (8, &[&RPL_OPT_METRIC_LC_OBJECT_RES, &SKIP_U16, &RPL_OPT_METRIC_LC_OBJECT_LC])], &[]));
static RPL_OPT_PADN: Field = Field::new("icmpv6.rpl.opt.padn", "Paddn", Place::Rest).kind(Kind::Present);
static RPL_OPT_METRIC_TYPE: Field = Field::new("icmpv6.rpl.opt.metric.type", "Routing Metric/Constraint Type", Place::Key(8));
static RPL_OPT_METRIC_FLAGS: Field = Field::new("icmpv6.rpl.opt.metric.flags", "Flags", Place::Uint(16)).hex();
static RPL_OPT_METRIC_RESERVED: Field = Field::new("icmpv6.rpl.opt.metric.reserved", "Reserved Flags", Place::Sub(0xf800)).hex().ft(16);
static RPL_OPT_METRIC_FLAG_P: Field = Field::new("icmpv6.rpl.opt.metric.flag.p", "Flag P", Place::Sub(0x0400));
static RPL_OPT_METRIC_FLAG_C: Field = Field::new("icmpv6.rpl.opt.metric.flag.c", "Flag C", Place::Sub(0x0200));
static RPL_OPT_METRIC_FLAG_O: Field = Field::new("icmpv6.rpl.opt.metric.flag.o", "Flag O", Place::Sub(0x0100));
static RPL_OPT_METRIC_FLAG_R: Field = Field::new("icmpv6.rpl.opt.metric.flag.r", "Flag R", Place::Sub(0x0080));
static RPL_OPT_METRIC_FLAG_A: Field = Field::new("icmpv6.rpl.opt.metric.flag.a", "A Field", Place::Sub(0x0070)).hex().ft(16);
static RPL_OPT_METRIC_PREC: Field = Field::new("icmpv6.rpl.opt.metric.prec", "Precedence field", Place::Sub(0x000f)).hex().ft(16);
static RPL_OPT_METRIC_LENGTH: Field = Field::new("icmpv6.rpl.opt.metric.length", "Metric Length", Place::Uint(8));
static RPL_OPT_ROUTE_PREFIX_LENGTH: Field = Field::new("icmpv6.rpl.opt.route.prefix_length", "Prefix Length", Place::Uint(8));
static RPL_OPT_ROUTE_FLAG: Field = Field::new("icmpv6.rpl.opt.route.flag", "Flag", Place::Uint(8)).hex();
static RPL_OPT_ROUTE_PREF: Field = Field::new("icmpv6.rpl.opt.route.pref", "Preference", Place::Sub(0x18));
static RPL_OPT_ROUTE_RESERVED: Field = Field::new("icmpv6.rpl.opt.route.reserved", "Reserved", Place::Sub(0xe7));
static RPL_OPT_ROUTE_LIFETIME: Field = Field::new("icmpv6.rpl.opt.route.lifetime", "Route Lifetime", Place::Uint(32));
static RPL_OPT_ROUTE_PREFIX: Field = Field::new("icmpv6.rpl.opt.route.prefix", "Prefix", Place::Rest).kind(Kind::Ip6);
static RPL_OPT_CONFIG_FLAG: Field = Field::new("icmpv6.rpl.opt.config.flag", "Flag", Place::Uint(8)).hex();
static RPL_OPT_CONFIG_RESERVED: Field = Field::new("icmpv6.rpl.opt.config.reserved", "Reserved", Place::Sub(0xf0));
static RPL_OPT_CONFIG_AUTH: Field = Field::new("icmpv6.rpl.opt.config.auth", "Authentication Enabled", Place::Sub(0x08));
static RPL_OPT_CONFIG_PCS: Field = Field::new("icmpv6.rpl.opt.config.pcs", "Path Control Size", Place::Sub(0x07));
static RPL_OPT_CONFIG_INTERVAL_DOUBLE: Field = Field::new("icmpv6.rpl.opt.config.interval_double", "DIOIntervalDoublings", Place::Uint(8));
static RPL_OPT_CONFIG_INTERVAL_MIN: Field = Field::new("icmpv6.rpl.opt.config.interval_min", "DIOIntervalMin", Place::Uint(8)).ft(16);
static RPL_OPT_CONFIG_REDUNDANCY: Field = Field::new("icmpv6.rpl.opt.config.redundancy", "DIORedundancyConstant", Place::Uint(8));
static RPL_OPT_CONFIG_MAX_RANK_INC: Field = Field::new("icmpv6.rpl.opt.config.max_rank_inc", "MaxRankInc", Place::Uint(16));
static RPL_OPT_CONFIG_MIN_HOP_RANK_INC: Field = Field::new("icmpv6.rpl.opt.config.min_hop_rank_inc", "MinHopRankInc", Place::Uint(16));
static RPL_OPT_CONFIG_OCP: Field = Field::new("icmpv6.rpl.opt.config.ocp", "OCP (Objective Code Point)", Place::Uint(16));
static RPL_OPT_CONFIG_RSV: Field = Field::new("icmpv6.rpl.opt.config.rsv", "Reserved", Place::Uint(8));
static RPL_OPT_CONFIG_DEF_LIFETIME: Field = Field::new("icmpv6.rpl.opt.config.def_lifetime", "Default Lifetime", Place::Uint(8));
static RPL_OPT_CONFIG_LIFETIME_UNIT: Field = Field::new("icmpv6.rpl.opt.config.lifetime_unit", "Lifetime Unit", Place::Uint(16));
static RPL_OPT_TARGET_FLAG: Field = Field::new("icmpv6.rpl.opt.target.flag", "Reserved", Place::Run(1)).kind(Kind::Present);
static RPL_OPT_TARGET_PREFIX_LENGTH: Field = Field::new("icmpv6.rpl.opt.target.prefix_length", "Target Length", Place::Uint(8));
static RPL_OPT_TARGET_PREFIX: Field = Field::new("icmpv6.rpl.opt.target.prefix", "Target", Place::Rest).kind(Kind::Ip6);
static RPL_OPT_TRANSIT_FLAG: Field = Field::new("icmpv6.rpl.opt.transit.flag", "Flags", Place::Uint(8)).hex();
static RPL_OPT_TRANSIT_FLAG_E: Field = Field::new("icmpv6.rpl.opt.transit.flag.e", "External", Place::Sub(0x80));
static RPL_OPT_TRANSIT_FLAG_RSV: Field = Field::new("icmpv6.rpl.opt.transit.flag.rsv", "Reserved", Place::Sub(0x7f));
static RPL_OPT_TRANSIT_PATHCTL: Field = Field::new("icmpv6.rpl.opt.transit.pathctl", "Path Control", Place::Uint(8));
static RPL_OPT_TRANSIT_PATHSEQ: Field = Field::new("icmpv6.rpl.opt.transit.pathseq", "Path Sequence", Place::Uint(8));
static RPL_OPT_TRANSIT_PATHLIFETIME: Field = Field::new("icmpv6.rpl.opt.transit.pathlifetime", "Path Lifetime", Place::Uint(8));
static RPL_OPT_TRANSIT_PARENT: Field = Field::new("icmpv6.rpl.opt.transit.parent", "Parent Address", Place::Rest).kind(Kind::Ip6);
static RPL_OPT_SOLICITED_INSTANCE: Field = Field::new("icmpv6.rpl.opt.solicited.instance", "Instance", Place::Uint(8));
static RPL_OPT_SOLICITED_FLAG: Field = Field::new("icmpv6.rpl.opt.solicited.flag", "Flag", Place::Uint(8)).hex();
static RPL_OPT_SOLICITED_FLAG_V: Field = Field::new("icmpv6.rpl.opt.solicited.flag.v", "Version predicate", Place::Sub(0x80));
static RPL_OPT_SOLICITED_FLAG_I: Field = Field::new("icmpv6.rpl.opt.solicited.flag.i", "InstanceID predicate", Place::Sub(0x40));
static RPL_OPT_SOLICITED_FLAG_D: Field = Field::new("icmpv6.rpl.opt.solicited.flag.d", "DODAGID predicate", Place::Sub(0x20));
static RPL_OPT_SOLICITED_FLAG_RSV: Field = Field::new("icmpv6.rpl.opt.solicited.flag.rsv", "Reserved", Place::Sub(0x1f));
static RPL_OPT_SOLICITED_DODAGID: Field = Field::new("icmpv6.rpl.opt.solicited.dodagid", "DODAGID", Place::Run(16)).kind(Kind::Ip6);
static RPL_OPT_SOLICITED_VERSION: Field = Field::new("icmpv6.rpl.opt.solicited.version", "Version", Place::Uint(8));
static RPL_OPT_PREFIX_LENGTH: Field = Field::new("icmpv6.rpl.opt.prefix.length", "Prefix Length", Place::Uint(8));
static RPL_OPT_PREFIX_FLAG: Field = Field::new("icmpv6.rpl.opt.prefix.flag", "Flag", Place::Uint(8)).hex();
static RPL_OPT_PREFIX_FLAG_L: Field = Field::new("icmpv6.rpl.opt.prefix.flag.l", "On Link", Place::Sub(0x80));
static RPL_OPT_CONFIG_FLAG_A: Field = Field::new("icmpv6.rpl.opt.config.flag.a", "Auto Address Config", Place::Sub(0x40));
static RPL_OPT_CONFIG_FLAG_R: Field = Field::new("icmpv6.rpl.opt.config.flag.r", "Router Address", Place::Sub(0x20));
static RPL_OPT_CONFIG_FLAG_RSV: Field = Field::new("icmpv6.rpl.opt.config.flag.rsv", "Reserved", Place::Sub(0x1f));
static RPL_OPT_PREFIX_VALID_LIFETIME: Field = Field::new("icmpv6.rpl.opt.prefix.valid_lifetime", "Valid Lifetime", Place::Uint(32));
static RPL_OPT_PREFIX_PREFERRED_LIFETIME: Field = Field::new("icmpv6.rpl.opt.prefix.preferred_lifetime", "Preferred Lifetime", Place::Uint(32));
static RPL_OPT_RESERVED: Field = Field::new("icmpv6.rpl.opt.reserved", "Reserved", Place::Run(4)).kind(Kind::Present);
static RPL_OPT_PREFIX: Field = Field::new("icmpv6.rpl.opt.prefix", "Destination Prefix", Place::Run(16)).kind(Kind::Ip6);
static RPL_OPT_TARGETDESC_DESCRIPTOR: Field = Field::new("icmpv6.rpl.opt.targetdesc.descriptor", "Descriptor", Place::Uint(32)).hex();
static RPL_OPT_ROUTEDISCOVERY_FLAG_REPLY: Field = Field::new("icmpv6.rpl.opt.routediscovery.flag.reply", "Reply", Place::Sub(0x80));
static RPL_OPT_ROUTEDISCOVERY_FLAG_HOPBYHOP: Field = Field::new("icmpv6.rpl.opt.routediscovery.flag.hopbyhop", "Hop-by-Hop", Place::Sub(0x40));
static RPL_OPT_ROUTEDISCOVERY_FLAG_NUMOFROUTES: Field = Field::new("icmpv6.rpl.opt.routediscovery.flag.numofroutes", "Number of Routes", Place::Sub(0x30));
static RPL_OPT_ROUTEDISCOVERY_FLAG_COMPR: Field = Field::new("icmpv6.rpl.opt.routediscovery.flag.compr", "Compr", Place::Sub(0x0f));
static RPL_OPT_ROUTEDISCOVERY_LIFETIME: Field = Field::new("icmpv6.rpl.opt.routediscovery.lifetime", "Lifetime", Place::Sub(0xc0));
static RPL_OPT_ROUTEDISCOVERY_MAXRANK: Field = Field::new("icmpv6.rpl.opt.routediscovery.maxrank", "MaxRank", Place::Sub(0x3f));
static RPL_OPT_ROUTEDISCOVERY_TARGETADDR: Field = Field::new("icmpv6.rpl.opt.routediscovery.targetaddr", "Target Address", Place::Run(16)).kind(Kind::Ip6);
static RPL_OPT_ROUTEDISCOVERY_ADDR_VEC: Field = Field::new("icmpv6.rpl.opt.routediscovery.addr_vec", "Address Vector", Place::Rest).kind(Kind::Present);
static RPL_OPT_BODY: Field = Field::part(Place::Pick(&[(1, &[&RPL_OPT_PADN]), (2, &[&RPL_OPT_METRIC_TYPE, &RPL_OPT_METRIC_FLAGS, &RPL_OPT_METRIC_RESERVED, &RPL_OPT_METRIC_FLAG_P, &RPL_OPT_METRIC_FLAG_C, &RPL_OPT_METRIC_FLAG_O, &RPL_OPT_METRIC_FLAG_R, &RPL_OPT_METRIC_FLAG_A, &RPL_OPT_METRIC_PREC, &RPL_OPT_METRIC_LENGTH, &METRIC]), (3, &[&RPL_OPT_ROUTE_PREFIX_LENGTH, &RPL_OPT_ROUTE_FLAG, &RPL_OPT_ROUTE_PREF, &RPL_OPT_ROUTE_RESERVED, &RPL_OPT_ROUTE_LIFETIME, &RPL_OPT_ROUTE_PREFIX]), (4, &[&RPL_OPT_CONFIG_FLAG, &RPL_OPT_CONFIG_RESERVED, &RPL_OPT_CONFIG_AUTH, &RPL_OPT_CONFIG_PCS, &RPL_OPT_CONFIG_INTERVAL_DOUBLE, &RPL_OPT_CONFIG_INTERVAL_MIN, &RPL_OPT_CONFIG_REDUNDANCY, &RPL_OPT_CONFIG_MAX_RANK_INC, &RPL_OPT_CONFIG_MIN_HOP_RANK_INC, &RPL_OPT_CONFIG_OCP, &RPL_OPT_CONFIG_RSV, &RPL_OPT_CONFIG_DEF_LIFETIME, &RPL_OPT_CONFIG_LIFETIME_UNIT]), (5, &[&RPL_OPT_TARGET_FLAG, &RPL_OPT_TARGET_PREFIX_LENGTH, &RPL_OPT_TARGET_PREFIX]), (6, &[&RPL_OPT_TRANSIT_FLAG, &RPL_OPT_TRANSIT_FLAG_E, &RPL_OPT_TRANSIT_FLAG_RSV, &RPL_OPT_TRANSIT_PATHCTL, &RPL_OPT_TRANSIT_PATHSEQ, &RPL_OPT_TRANSIT_PATHLIFETIME, &RPL_OPT_TRANSIT_PARENT]), (7, &[&RPL_OPT_SOLICITED_INSTANCE, &RPL_OPT_SOLICITED_FLAG, &RPL_OPT_SOLICITED_FLAG_V, &RPL_OPT_SOLICITED_FLAG_I, &RPL_OPT_SOLICITED_FLAG_D, &RPL_OPT_SOLICITED_FLAG_RSV, &RPL_OPT_SOLICITED_DODAGID, &RPL_OPT_SOLICITED_VERSION]), (8, &[&RPL_OPT_PREFIX_LENGTH, &RPL_OPT_PREFIX_FLAG, &RPL_OPT_PREFIX_FLAG_L, &RPL_OPT_CONFIG_FLAG_A, &RPL_OPT_CONFIG_FLAG_R, &RPL_OPT_CONFIG_FLAG_RSV, &RPL_OPT_PREFIX_VALID_LIFETIME, &RPL_OPT_PREFIX_PREFERRED_LIFETIME, &RPL_OPT_RESERVED, &RPL_OPT_PREFIX]), (9, &[&RPL_OPT_TARGETDESC_DESCRIPTOR]), (10, &[&SKIP_U8, &RPL_OPT_ROUTEDISCOVERY_FLAG_REPLY, &RPL_OPT_ROUTEDISCOVERY_FLAG_HOPBYHOP, &RPL_OPT_ROUTEDISCOVERY_FLAG_NUMOFROUTES, &RPL_OPT_ROUTEDISCOVERY_FLAG_COMPR, &SKIP_U8, &RPL_OPT_ROUTEDISCOVERY_LIFETIME, &RPL_OPT_ROUTEDISCOVERY_MAXRANK, &RPL_OPT_ROUTEDISCOVERY_TARGETADDR, &RPL_OPT_ROUTEDISCOVERY_ADDR_VEC])], &[&DATA]));
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.byte(0).into(), &[(1, &[&QUOTED]), (2, &[&MTU]), (3, &[&QUOTED]), (4, &[&POINTER]), (128, &[&ECHO_IDENTIFIER, &ECHO_SEQUENCE_NUMBER]), (129, &[&ECHO_IDENTIFIER, &ECHO_SEQUENCE_NUMBER]), (130, &[&MLD_QUERY]), (131, &[&MLD_MAXIMUM_RESPONSE_DELAY, &RESERVED_R2, &MLD_MULTICAST_ADDRESS]), (132, &[&MLD_MAXIMUM_RESPONSE_DELAY, &RESERVED_R2, &MLD_MULTICAST_ADDRESS]), (133, &[&RESERVED, &OPTIONS]), (134, &[&ND_RA_CUR_HOP_LIMIT, &ND_RA_FLAG, &ND_RA_FLAG_M, &ND_RA_FLAG_O, &ND_RA_FLAG_H, &ND_RA_FLAG_PRF, &ND_RA_FLAG_P, &ND_RA_FLAG_RSV, &ND_RA_ROUTER_LIFETIME, &ND_RA_REACHABLE_TIME, &ND_RA_RETRANS_TIMER, &OPTIONS]), (135, &[&RESERVED, &ND_NS_TARGET_ADDRESS, &OPTIONS]), (136, &[&ND_NA_FLAG, &ND_NA_FLAG_R, &ND_NA_FLAG_S, &ND_NA_FLAG_O, &ND_NA_FLAG_RSV, &ND_NA_TARGET_ADDRESS, &OPTIONS]), (137, &[&RESERVED, &ND_RD_TARGET_ADDRESS, &RD_NA_DESTINATION_ADDRESS, &OPTIONS]), (138, &[&RR_SEQUENCE_NUMBER, &RR_SEGMENT_NUMBER, &RR_FLAG, &RR_FLAG_T, &RR_FLAG_R, &RR_FLAG_A, &RR_FLAG_S, &RR_FLAG_P, &RR_FLAG_RSV, &RR_MAXDELAY, &RESERVED, &RR_BODY]), (139, &[&NI_QTYPE, &NI_FLAG, &NI_FLAG_G, &NI_FLAG_S, &NI_FLAG_L, &NI_FLAG_C, &NI_FLAG_A, &NI_FLAG_T, &NI_FLAG_RSV, &NI_NONCE, &NI_SUBJECT]), (140, &[&NI_QTYPE, &NI_FLAG, &NI_FLAG_G, &NI_FLAG_S, &NI_FLAG_L, &NI_FLAG_C, &NI_FLAG_A, &NI_FLAG_T, &NI_FLAG_RSV, &NI_NONCE, &NI_ANSWER]), (141, &[&RESERVED, &OPTIONS]), (142, &[&RESERVED, &OPTIONS]), (143, &[&RESERVED_R2, &MLDR_NB_MCAST_RECORDS, &MARS]), (144, &[&MIP6_IDENTIFIER, &RESERVED_R2]), (145, &[&MIP6_IDENTIFIER, &RESERVED_R2, &HOME_AGENTS]), (146, &[&MIP6_IDENTIFIER, &RESERVED_R2]), (147, &[&MIP6_IDENTIFIER, &MIP6_FLAG, &MIP6_FLAG_M, &MIP6_FLAG_O, &MIP6_FLAG_RSV, &OPTIONS]), (148, &[&SEND_IDENTIFIER, &SEND_COMPONENT, &OPTIONS]), (149, &[&SEND_IDENTIFIER, &SEND_ALL_COMPONENTS, &SEND_COMPONENT, &RESERVED_R2, &OPTIONS]), (151, &[&MCAST_RA_QUERY_INTERVAL, &MCAST_RA_ROBUSTNESS_VARIABLE]), (152, &[]), (153, &[]), (154, &[&FMIP6_SUBTYPE, &FMIP6_FLAGS, &FMIP6_IDENTIFIER, &OPTIONS]), (155, &[&RPL]), (156, &[&ILNP_NB_LOCS, &RESERVED_R1, &RESERVED_R2, &LOCATORS]), (157, &[&N6LOWPANND_DA_STATUS, &N6LOWPANND_DA_RSV, &N6LOWPANND_DA_LIFETIME, &N6LOWPANND_DA_EUI64, &N6LOWPANND_DA_REG_ADDR]), (158, &[&N6LOWPANND_DA_STATUS, &N6LOWPANND_DA_RSV, &N6LOWPANND_DA_LIFETIME, &N6LOWPANND_DA_EUI64, &N6LOWPANND_DA_REG_ADDR]), (160, &[&ECHO_IDENTIFIER, &EXT_ECHO_SEQ, &SKIP_U8, &EXT_ECHO_REQ_RES, &EXT_ECHO_REQ_LOCAL, &XECHO]), (161, &[&ECHO_IDENTIFIER, &EXT_ECHO_SEQ, &SKIP_U8, &EXT_ECHO_RSP_STATE, &EXT_ECHO_RSP_RES, &EXT_ECHO_RSP_ACTIVE, &EXT_ECHO_RSP_IPV4, &EXT_ECHO_RSP_IPV6])], &[&DATA]));
static EXTENSIONS: Field = Field::part(Place::Elsewhere(icmp::extensions, &[&icmp::EXT]));

/// ICMPv6.
pub static PROTOCOL: Protocol = Protocol {
    name: "icmpv6",
    alias: "ICMPv6",
    title: "Internet Control Message Protocol v6",
    column: "ICMPv6",
    spec: "RFC 4443",
    size: 4,
    fields: &[&TYPE, &CODE, &CHECKSUM, &STATUS, &BAD, &BY_TYPE, &RESP_IN, &RESP_TO, &RESPTIME, &NO_RESP, &EXTENSIONS],
    under: &[(Space::IpProto, 58)],
    quotes: true,
    line: &[Word::Call(line)],
    finish: |d| {
        d.fill(&CHECKSUM, 0);
        if let Some(start) = super::pseudo(d, 58) {
            d.fill(&CHECKSUM, internet(start, d.bytes).into());
        }
    },
    classes: &[form::net::ICMPV6_CLASSES, form::net::OPTION_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let (header, next) = match bytes.first() {
        Some(1..=4) => (8, id::ipv6),
        Some(128 | 129) => (8, id::data),
        // What stands behind is a part of the message.
        _ => (bytes.len().max(4), id::data),
    };
    if bytes.len() < header {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, below.wire, next)
}

fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    CHECKSUM.num(packet.head(layer))?;
    let quoted = icmp::quoted(packet, packet.layer(layer)?);
    Some(Value::Num(if quoted { 2 } else { over_ip(packet, layer, 58).map_or(2, u64::from) }))
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(kind) = TYPE.num(head) else { return };
    out.extend(text::named(&TYPE, kind).unwrap_or("Unknown ICMPv6").as_bytes());
    let codes: Names = match kind {
        1 => UNREACHABLE,
        3 => EXCEEDED,
        4 => PARAMETER,
        _ => &[],
    };
    if let Some((_, name)) = codes.iter().find(|(n, _)| Some(*n) == CODE.num(head)) {
        out.extend(b" (");
        out.extend(name.as_bytes());
        out.push(b')');
    }
    let address = |out: &mut Vec<u8>| {
        if let Some(target) = head.get(8..24) {
            text::plain(&ND_NS_TARGET_ADDRESS, Value::Bytes(target), out);
        }
    };
    match kind {
        128 | 129 => {
            if let (Some(ident), Some(seq)) = (load(head, 32, 16), load(head, 48, 16)) {
                out.extend(b" id=0x");
                text::hex(ident, 4, out);
                out.extend(b", seq=");
                text::decimal(seq, out);
            }
        }
        135 => {
            out.extend(b" for ");
            address(out);
        }
        136 => {
            out.push(b' ');
            address(out);
            let flags = head.get(4).copied().unwrap_or(0);
            let said: Vec<&str> = [(0x80, "rtr"), (0x40, "sol"), (0x20, "ovr")].iter().filter(|(bit, _)| flags & bit != 0).map(|(_, s)| *s).collect();
            if !said.is_empty() {
                out.extend(format!(" ({})", said.join(", ")).as_bytes());
            }
        }
        _ => {}
    }
}

/// RFC 3971, 5.3.1: seconds and 64K-ths of a second.
fn send_time(n: u64) -> i64 {
    ((n >> 16) as i64).saturating_mul(1_000_000_000).saturating_add(((n & 0xffff) * 1_000_000_000 / 65_536) as i64)
}
/// The value of the option around it.
fn address<'a>(here: &Here<'a>) -> Option<Value<'a>> {
    here.head.get(here.start + 2..here.end).map(Value::Bytes)
}
/// RFC 9777, 5.1.3: from 32768 on a code is a number with exponent.
fn response_time<'a>(here: &Here<'a>) -> Option<Value<'a>> {
    let code = here.number;
    Some(Value::Num(if code < 0x8000 { code } else { (code & 0xfff | 0x1000) << ((code >> 12 & 7) + 3) }))
}
static COLONS: Show = Show {
    ft: "BYTES",
    plain: |value, out| {
        match value {
            Value::Bytes(b) if b.len() == 6 => text::joined(b, b':', out),
            Value::Bytes(b) => text::bytes(b, out),
            _ => {}
        }
    },
};

const TYPES: Names = &[
    (1, "Destination Unreachable"), (2, "Packet Too Big"), (3, "Time Exceeded"), (4, "Parameter Problem"), (128, "Echo (ping) request"),
    (129, "Echo (ping) reply"), (130, "Multicast Listener Query"), (131, "Multicast Listener Report"), (132, "Multicast Listener Done"),
    (133, "Router Solicitation"), (134, "Router Advertisement"), (135, "Neighbor Solicitation"), (136, "Neighbor Advertisement"), (137, "Redirect"),
    (138, "Router Renumbering"), (139, "Node Information Query"), (140, "Node Information Reply"), (141, "Inverse Neighbor Discovery Solicitation"),
    (142, "Inverse Neighbor Discovery Advertisement"), (143, "Multicast Listener Report Message v2"), (144, "Home Agent Address Discovery Request"),
    (145, "Home Agent Address Discovery Reply"), (146, "Mobile Prefix Solicitation"), (147, "Mobile Prefix Advertisement"),
    (148, "Certification Path Solicitation"), (149, "Certification Path Advertisement"), (151, "Multicast Router Advertisement"),
    (152, "Multicast Router Solicitation"), (153, "Multicast Router Termination"), (154, "FMIPv6"), (155, "RPL Control"), (156, "Locator Update"),
    (157, "Duplicate Address Request"), (158, "Duplicate Address Confirmation"), (159, "MPL Control"), (160, "Extended Echo Request"),
    (161, "Extended Echo Reply"),
];
const UNREACHABLE: Names = &[
    (0, "no route to destination"), (1, "administratively prohibited"), (2, "beyond scope of source address"), (3, "address unreachable"),
    (4, "port unreachable"), (5, "source address failed policy"), (6, "reject route to destination"), (7, "error in source routing header"),
];
const EXCEEDED: Names = &[(0, "hop limit exceeded in transit"), (1, "fragment reassembly time exceeded")];
const PARAMETER: Names =
    &[(0, "erroneous header field encountered"), (1, "unrecognized Next Header type encountered"), (2, "unrecognized IPv6 option encountered")];
const OPTION_TYPES: Names = &[
    (1, "Source link-layer address"), (2, "Target link-layer address"), (3, "Prefix information"), (4, "Redirected header"), (5, "MTU"),
    (6, "NBMA Shortcut Limit"), (7, "Advertisement Interval"), (8, "Home Agent Information"), (9, "Source Address List"), (10, "Target Address List"),
    (11, "CGA"), (12, "RSA Signature"), (13, "Timestamp"), (14, "Nonce"), (15, "Trust Anchor"), (16, "Certificate"), (17, "IP Address/Prefix"),
    (18, "New Router Prefix Information"), (19, "Link-layer Address"), (20, "Neighbor Advertisement Acknowledgment"), (23, "MAP"),
    (24, "Route Information"), (25, "Recursive DNS Server"), (26, "RA Flags Extension"), (27, "Handover Key Request"), (28, "Handover Key Reply"),
    (29, "Handover Assist Information"), (30, "Mobile Node Identifier"), (31, "DNS Search List"), (32, "Proxy Signature"),
    (33, "Address Registration"), (34, "6LoWPAN Context"), (35, "Authoritative Border Router"), (36, "6LoWPAN Capability Indication"),
    (37, "DHCP Captive-Portal"), (38, "PREF64"),
];
const RPL_OPTION_TYPES: Names = &[
    (0, "1-byte padding"), (1, "PadN"), (2, "Metric container"), (3, "Routing"), (4, "DODAG configuration"), (5, "RPL Target"),
    (6, "Transit Information"), (7, "Solicited Information"), (8, "Prefix Information"), (9, "RPL Target Descriptor"), (10, "P2P Route Discovery"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// A router advertises itself: link-layer address, prefix, name server, search list.
    #[test]
    fn router_advertisement() {
        let mut bytes = hex("60 00 00 00 00 68 3a ff fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 01");
        bytes.extend(hex("86 00 00 00 40 08 07 08 00 00 00 00 00 00 00 00 # hop limit 64, preference 1, lifetime 1800
                          01 01 02 00 00 00 00 01
                          03 04 40 c0 00 00 00 64 00 00 00 32 00 00 00 00 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 00
                          19 03 00 00 00 00 01 2c 20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 35
                          1f 03 00 00 00 00 01 2c 03 6c 61 62 04 74 65 73 74 00 01 61 00 00 00 00"));
        let names = ["icmpv6.type", "icmpv6.checksum.status", "icmpv6.nd.ra.flag.prf", "icmpv6.opt.type", "icmpv6.opt.linkaddr", "icmpv6.opt.src_linkaddr",
            "icmpv6.opt.prefix", "icmpv6.opt.rdnss", "icmpv6.opt.dnssl"];
        assert_eq!(fields_of(229, &bytes, &names), "134 0 1 1,3,25,31 02:00:00:00:00:01 02:00:00:00:00:01 2001:db8:: 2001:db8::35 lab.test,a");
        assert_eq!(layers_of(229, &bytes), "ipv6:icmpv6 End");
        cut_everywhere(229, &bytes);
    }
    /// A prefix of 64 bits: what stands behind it is no part of it.
    #[test]
    fn translation_prefix() {
        let mut bytes = hex("60 00 00 00 00 20 3a ff");
        bytes.extend([0; 32]);
        bytes.extend(hex("86 00 00 00 40 08 07 08 00 00 00 00 00 00 00 00 26 02 07 09 00 64 ff 9b 00 01 00 02 aa aa aa aa"));
        let names = ["icmpv6.opt.pref64.plc", "icmpv6.opt.pref64.prefix"];
        assert_eq!(fields_of(229, &bytes, &names), "0x0001 64:ff9b:1:2::");
        cut_everywhere(229, &bytes);
    }
    /// An option that says it has no bytes ends the list.
    #[test]
    fn an_option_without_length() {
        let mut bytes = hex("60 00 00 00 00 10 3a ff");
        bytes.extend([0; 32]);
        bytes.extend(hex("85 00 00 00 00 00 00 00 01 00 02 03 04 05 06 07"));
        assert_eq!(fields_of(229, &bytes, &["icmpv6.opt.type", "icmpv6.opt.length", "icmpv6.opt.linkaddr"]), "1 0 -");
    }
}
