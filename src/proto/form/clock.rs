//! What stands in messages of NTP's modes 6 and 7: status words ([RFC 9327](https://www.rfc-editor.org/rfc/rfc9327), 3), and what
//! ntpdc asks and ntpd answers (`include/ntp_request.h` of ntpd). Authentication and extensions: RFC 5905, 7.3 and 7.5.
use super::*;

/// Seconds and a fraction of 16 bits each.
const fn short_time(alias: &'static str) -> Field {
    n(alias, 32).fixed(16)
}
static ITEM: Field = rest("item");
static DELAY: Field = short_time("delay");
static OFFSET: Field = time("offset");
static BYTE: Field = n("value", 8);
const PEER_FLAGS: &[&str] = &[
    "INFO_FLAG_CONFIG",
    "INFO_FLAG_SYSPEER",
    "INFO_FLAG_BURST",
    "INFO_FLAG_REFCLOCK",
    "INFO_FLAG_PREFER",
    "INFO_FLAG_AUTHENABLE",
    "INFO_FLAG_SEL_CANDIDATE",
    "INFO_FLAG_SHORTLIST",
    "INFO_FLAG_IBURST",
];
const SYSTEM_FLAGS: &[&str] = &[
    "INFO_FLAG_BCLIENT",
    "INFO_FLAG_AUTHENTICATE",
    "INFO_FLAG_NTP",
    "INFO_FLAG_KERNEL",
    "INFO_FLAG_CAL",
    "INFO_FLAG_PPS_SYNC",
    "INFO_FLAG_MONITOR",
    "INFO_FLAG_FILEGEN",
];
const CONFIGURED: &[&str] =
    &["CONF_FLAG_AUTHENABLE", "CONF_FLAG_PREFER", "CONF_FLAG_BURST", "CONF_FLAG_IBURST", "CONF_FLAG_NOSELECT", "CONF_FLAG_SKEY"];
const RESTRICTED: &[&str] = &[
    "RES_IGNORE",
    "RES_DONTSERVE",
    "RES_DONTTRUST",
    "RES_VERSION",
    "RES_NOPEER",
    "RES_LIMITED",
    "RES_NOQUERY",
    "RES_NOMODIFY",
    "RES_NOTRAP",
    "RES_LPTRAP",
    "RES_KOD",
    "RES_MSSNTP",
    "RES_FLAKE",
    "RES_NOMRULIST",
];

parts! { NTP_PARTS
    "NTPAuthenticator" {} [n("key_id", 32), rest("dgst")];
    "NTPExtension" {} [n("type", 16), n("len", 16), rest("value")];
    "NTPExtensions" {} [list("extensions", &ITEM), rest("mac").preset(&[0; 4])];
    "NTPSystemStatusPacket" {} [word(8), bit("leap_indicator", 0xc0), bit("clock_source", 0x3f), word(8), bit("system_event_counter", 0xf0), bit("system_event_code", 0xf)];
    "NTPPeerStatusPacket" {} [word(8), bit("configured", 0x80), bit("auth_enabled", 0x40), bit("authentic", 0x20), bit("reachability", 0x10), bit("reserved", 0x8), bit("peer_sel", 0x7), word(8), bit("peer_event_counter", 0xf0), bit("peer_event_code", 0xf)];
    "NTPClockStatusPacket" {} [n("clock_status", 8), n("code", 8)];
    "NTPErrorStatusPacket" {} [n("error_code", 8), n("reserved", 8)];
    "NTPPeerStatusDataPacket" {} [n("association_id", 16), run("peer_status", 2)];
    "NTPInfoPeerList" {} [ip4("addr"), n("port", 16), n("hmode", 8), n("flags", 8).flags(PEER_FLAGS), n("v6_flag", 32), n("unused1", 32), ip6("addr6")];
    "NTPInfoPeerSummary" {} [ip4("dstaddr"), ip4("srcaddr"), n("srcport", 16), n("stratum", 8), n("hpoll", 8), n("ppoll", 8), n("reach", 8), n("flags", 8).flags(PEER_FLAGS), n("hmode", 8), short_time("delay"), time("offset"), short_time("dispersion"), n("v6_flag", 32), n("unused1", 32), ip6("dstaddr6"), ip6("srcaddr6")];
    "NTPInfoPeer" {} [ip4("dstaddr"), ip4("srcaddr"), n("srcport", 16), n("flags", 8).flags(PEER_FLAGS), n("leap", 8), n("hmode", 8), n("pmode", 8), n("stratum", 8), n("ppoll", 8), n("hpoll", 8), n("precision", 8).kind(Kind::Signed), n("version", 8), n("unused8", 8), n("reach", 8), n("unreach", 8), n("flash", 8), n("ttl", 8), le("flash2", 16), n("associd", 16), le("keyid", 32), n("pkeyid", 32), ip4("refid"), n("timer", 32), short_time("rootdelay"), short_time("rootdispersion"), time("reftime"), time("org"), time("rec"), time("xmt"), list("filtdelay", &DELAY).preset(&[0; 32]), list("filtoffset", &OFFSET).preset(&[0; 64]), list("order", &BYTE).preset(&[0; 8]), short_time("delay"), short_time("dispersion"), time("offset"), short_time("selectdisp"), n("unused1", 32), n("unused2", 32), n("unused3", 32), n("unused4", 32), n("unused5", 32), n("unused6", 32), n("unused7", 32), short_time("estbdelay"), n("v6_flag", 32), n("unused9", 32), ip6("dstaddr6"), ip6("srcaddr6")];
    "NTPInfoPeerStats" {} [ip4("dstaddr"), ip4("srcaddr"), n("srcport", 16), n("flags", 16).flags(PEER_FLAGS), n("timereset", 32), n("timereceived", 32), n("timetosend", 32), n("timereachable", 32), n("sent", 32), n("unused1", 32), n("processed", 32), n("unused2", 32), n("badauth", 32), n("bogusorg", 32), n("oldpkt", 32), n("unused3", 32), n("unused4", 32), n("seldisp", 32), n("selbroken", 32), n("unused5", 32), n("candidate", 8), n("unused6", 8), n("unused7", 8), n("unused8", 8), n("v6_flag", 32), n("unused9", 32), ip6("dstaddr6"), ip6("srcaddr6")];
    "NTPInfoLoop" {} [time("last_offset"), time("drift_comp"), n("compliance", 32), n("watchdog_timer", 32)];
    "NTPInfoSys" {} [ip4("peer"), n("peer_mode", 8), n("leap", 8), n("stratum", 8), n("precision", 8).kind(Kind::Signed), short_time("rootdelay"), short_time("rootdispersion"), ip4("refid"), time("reftime"), n("poll", 32), n("flags", 8).flags(SYSTEM_FLAGS), n("unused1", 8), n("unused2", 8), n("unused3", 8), short_time("bdelay"), short_time("frequency"), time("authdelay"), short_time("stability"), n("v6_flag", 32), n("unused4", 32), ip6("peer6")];
    "NTPInfoSysStats" {} [n("timeup", 32), n("timereset", 32), n("denied", 32), n("oldversionpkt", 32), n("newversionpkt", 32), n("unknownversion", 32), n("badlength", 32), n("processed", 32), n("badauth", 32), n("received", 32), n("limitrejected", 32)];
    "NTPInfoMemStats" {} [n("timereset", 32), n("totalpeermem", 16), n("freepeermem", 16), n("findpeer_calls", 32), n("allocations", 32), n("demobilizations", 32), list("hashcount", &BYTE).preset(&[0; 128])];
    "NTPInfoIOStats" {} [n("timereset", 32), n("totalrecvbufs", 16), n("freerecvbufs", 16), n("fullrecvbufs", 16), n("lowwater", 16), n("dropped", 32), n("ignored", 32), n("received", 32), n("sent", 32), n("notsent", 32), n("interrupts", 32), n("int_received", 32)];
    "NTPInfoTimerStats" {} [n("timereset", 32), n("alarms", 32), n("overflows", 32), n("xmtcalls", 32)];
    "NTPConfPeer" {} [ip4("peeraddr"), n("hmode", 8), n("version", 8), n("minpoll", 8), n("maxpoll", 8), n("flags", 8).flags(CONFIGURED), n("ttl", 8), n("unused1", 16), n("keyid", 32), run("keystr", 128), n("v6_flag", 32), n("unused2", 32), ip6("peeraddr6")];
    "NTPConfUnpeer" {} [ip4("peeraddr"), n("v6_flag", 32), ip6("peeraddr6")];
    "NTPConfRestrict" {} [ip4("addr"), ip4("mask"), n("flags", 16).flags(RESTRICTED), n("m_flags", 16), n("v6_flag", 32), ip6("addr6"), ip6("mask6")];
    "NTPInfoKernel" {} [n("offset", 32), n("freq", 32), n("maxerror", 32), n("esterror", 32), n("status", 16), n("shift", 16), n("constant", 32), n("precision", 32), n("tolerance", 32), n("ppsfreq", 32), n("jitter", 32), n("stabil", 32), n("jitcnt", 32), n("calcnt", 32), n("errcnt", 32), n("stbcnt", 32)];
    "NTPInfoIfStatsIPv4" {} [ip4("unaddr"), run("", 12), ip4("unbcast"), run("", 12), ip4("unmask"), run("", 12), n("v6_flag", 32), run("ifname", 32), n("flags", 32), n("last_ttl", 32), n("num_mcast", 32), n("received", 32), n("sent", 32), n("notsent", 32), n("uptime", 32), n("scopeid", 32), n("ifindex", 32), n("ifnum", 32), n("peercnt", 32), n("family", 16), n("ignore_packets", 8), n("action", 8), n("_filler0", 32)];
    "NTPInfoIfStatsIPv6" {} [ip6("unaddr"), ip6("unbcast"), ip6("unmask"), n("v6_flag", 32), run("ifname", 32), n("flags", 32), n("last_ttl", 32), n("num_mcast", 32), n("received", 32), n("sent", 32), n("notsent", 32), n("uptime", 32), n("scopeid", 32), n("ifindex", 32), n("ifnum", 32), n("peercnt", 32), n("family", 16), n("ignore_packets", 8), n("action", 8), n("_filler0", 32)];
    "NTPInfoMonitor1" {} [n("lasttime", 32), n("firsttime", 32), n("lastdrop", 32), n("count", 32), ip4("addr"), ip4("daddr"), n("flags", 32), n("port", 16), n("mode", 8), n("version", 8), n("v6_flag", 32), n("unused1", 32), ip6("addr6"), ip6("daddr6")];
    "NTPInfoAuth" {} [n("timereset", 32), n("numkeys", 32), n("numfreekeys", 32), n("keylookups", 32), n("keynotfound", 32), n("encryptions", 32), n("decryptions", 32), n("expired", 32), n("keyuncached", 32)];
    "NTPConfTrap" {} [ip4("local_address"), ip4("trap_address"), n("trap_port", 16), n("unused", 16), n("v6_flag", 32), ip6("local_address6"), ip6("trap_address6")];
    "NTPInfoControl" {} [n("ctltimereset", 32), n("numctlreq", 32), n("numctlbadpkts", 32), n("numctlresponses", 32), n("numctlfrags", 32), n("numctlerrors", 32), n("numctltooshort", 32), n("numctlinputresp", 32), n("numctlinputfrag", 32), n("numctlinputerr", 32), n("numctlbadoffset", 32), n("numctlbadversion", 32), n("numctldatatooshort", 32), n("numctlbadop", 32), n("numasyncmsgs", 32)];
    "NTPPrivateReqPacket" {} [rest("req_data")];
    "NTPPrivatePktTail" {} [time("tstamp"), n("key_id", 32), run("dgst", 16)];
}
