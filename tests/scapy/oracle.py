"""Random packet expressions and the bytes that Scapy builds from them: one line each, text and hexadecimal digits between a tab.

    python oracle.py COUNT SEED [CLASS]

Scapy is run, not read: fields are taken from its classes as it lists them, so that every field of a class has its turn.
"""
import ipaddress, logging, random, sys

logging.getLogger("scapy").setLevel(logging.CRITICAL)
from scapy.all import *  # noqa: E402,F403
from scapy import fields as F  # noqa: E402
from scapy.layers import dhcp6, dns, eap, inet, inet6, l2  # noqa: E402
from scapy.layers.http import *  # noqa: E402,F403
from scapy.layers import dot11, pptp, snmp  # noqa: E402
from scapy.contrib import ospf as ospf_  # noqa: E402
from scapy.contrib.bfd import *  # noqa: E402,F403
from scapy.contrib.bgp import *  # noqa: E402,F403
from scapy.contrib.geneve import *  # noqa: E402,F403
from scapy.contrib.erspan import ERSPAN_II, ERSPAN_III  # noqa: E402
from scapy.contrib import gtp  # noqa: E402
from scapy.contrib.gtp import *  # noqa: E402,F403
from scapy.layers import lltd, netflow, ntp, radius  # noqa: E402
from scapy.layers.eap import *  # noqa: E402,F403
from scapy.layers.lltd import *  # noqa: E402,F403
from scapy.layers.ntp import *  # noqa: E402,F403
from scapy.layers.radius import *  # noqa: E402,F403
from scapy.contrib.igmp import *  # noqa: E402,F403
from scapy.contrib import ikev2  # noqa: E402
from scapy.contrib.ikev2 import *  # noqa: E402,F403
from scapy.contrib.lacp import LACP, MarkerProtocol  # noqa: E402
from scapy.contrib.slowprot import SlowProtocol  # noqa: E402
from scapy.contrib.mpls import MPLS  # noqa: E402
from scapy.contrib.nsh import NSH  # noqa: E402
from scapy.contrib.ospf import *  # noqa: E402,F403
from scapy.contrib.pim import *  # noqa: E402,F403
from scapy.contrib.ripng import *  # noqa: E402,F403

conf.verb = 0
R = random.Random()

# What differs on purpose, or is not said by the field's value alone; each with its reason.
SKIP = {
    ("IP", "len"), ("IP", "ihl"), ("TCP", "dataofs"), ("UDP", "len"), ("IPv6", "plen"),  # Scapy takes them into checksums above or below
    ("IP", "version"), ("IPv6", "version"),
    ("GRE", "routing_present"), ("GRE_PPTP", "routing_present"),  # asks for a routing header behind
    ("GRE_PPTP", "key_present"), ("GRE_PPTP", "version"), ("GRE", "version"), ("GRE_PPTP", "chksum_present"),
    ("ICMP", "ext"), ("ICMP", "extpad"), ("ICMPv6DestUnreach", "ext"), ("ICMPv6TimeExceeded", "ext"),
    ("ICMPv6DestUnreach", "extpad"), ("ICMPv6TimeExceeded", "extpad"),
    ("IPv6ExtHdrRouting", "type"), ("IPv6ExtHdrSegmentRouting", "type"), ("IPv6ExtHdrRouting", "len"), ("IPv6ExtHdrSegmentRouting", "len"),
    ("IPv6ExtHdrRouting", "segleft"), ("IPv6ExtHdrSegmentRouting", "segleft"), ("IPv6ExtHdrSegmentRouting", "lastentry"),
    ("IPv6ExtHdrHopByHop", "len"), ("IPv6ExtHdrDestOpt", "len"), ("IPv6ExtHdrHopByHop", "autopad"), ("IPv6ExtHdrDestOpt", "autopad"),
    ("DNS", "length"), ("ARP", "hwlen"), ("ARP", "plen"), ("ARP", "ptype"), ("ARP", "hwtype"), ("BOOTP", "options"),
    ("AH", "payloadlen"), ("AH", "reserved"), ("VXLAN", "flags"), ("VXLAN", "NextProtocol"), ("VXLAN", "reserved0"), ("VXLAN", "reserved1"),
    ("VXLAN", "gpid"), ("VXLAN", "gpflags"), ("NTPHeader", "version"), ("NTPHeader", "mode"), ("STP", "age"),
    ("VRRP", "version"), ("VRRPv3", "version"), ("VRRP", "ipcount"), ("VRRPv3", "ipcount"),
    ("Loopback", "type"), ("SCTPChunkParamAddIPAddr", "addr_type"), ("ICMPv6MRD_Advertisement", "advinter"),
    ("DNSRR", "rdata"), ("DNSRR", "type"), ("EDNS0ClientSubnet", "address"), ("EDNS0ClientSubnet", "family"), ("EDNS0OWN", "password"),
    # Scapy keeps a field of another length, or none, where another field says so.
    ("EAP", "identity"), ("OSPF_SummaryIP_LSA", "tos"), ("OSPF_SummaryIP_LSA", "tosmetric"), ("OSPF_External_LSA", "tos"), ("OSPF_External_LSA", "tosmetric"),
    ("OSPF_Link", "tos"), ("OSPF_Link", "reserved"), ("OSPF_Link", "tosmetric"),
    ("EAP", "message"), ("EAP", "desired_auth_types"), ("EAP", "type"), ("DHCP6OptGeoConfElement", "CAvalue"),
    ("PPP_IPCP_Option_IPAddress", "garbage"), ("PPP_IPCP_Option_DNS1", "garbage"), ("PPP_IPCP_Option_NBNS2", "garbage"), ("OptionalAuth", "auth_key"), ("OptionalAuth", "reserved"), ("OptionalAuth", "sequence_number"), ("OptionalAuth", "auth_len"), ("BFD", "flags"),
    ("OSPF_Hdr", "authdatalen"), ("OSPF_Hdr", "authtype"), ("OSPF_Hdr", "version"), ("OSPFv3_Hdr", "version"), ("OSPF_Link", "toscount"),
    ("IGMP", "mrcode"), ("IGMPv3_MQ", "mrcode"), ("IGMPv3_MR_Group", "auxdlen"), ("PIMv2GroupAddrs", "addr_family"), ("PIMv2JoinAddrs", "addr_family"),
    ("PIMv2PruneAddrs", "addr_family"), ("PIMv2JoinPrune", "up_addr_family"), ("GTP_U_Header", "version"), ("GTP_U_Header", "length"),
    ("GTP_U_Header", "E"), ("GTP_U_Header", "S"), ("GTP_U_Header", "PN"), ("GENEVE", "optionlen"), ("GENEVE", "proto"), ("GeneveOptions", "length"), ("GeneveOptions", "reserved"), ("NSH", "length"),
    ("NSH", "mdtype"), ("NSH", "nextproto"), ("NSH", "vlch"), ("ERSPAN_III", "o"), ("L2TP", "hdr"), ("L2TP", "offset"), ("L2TP", "pad"),
    ("EAP_TLS", "L"), ("EAP_TTLS", "L"), ("EAP_PEAP", "L"), ("EAP_FAST", "L"), ("DHCP6OptClientFQDN", "flags"), ("PPP_LCP_Auth_Protocol_Option", "auth_protocol"),
    ("PPP_LCP_Auth_Protocol_Option", "algorithm"), ("OSPF_DBDesc", "options"), ("MPLS", "s"), ("Dot11EltERP", "res"), ("DHCP6OptRelayMsg", "message"),
    # Of 77 bits; by another field's condition; lengths that count something else.
    ("Dot11EltHTCapabilities", "RX_MSC_Bitmask"), ("Dot11", "cfe"), ("Dot11", "FCfield_bw"), ("Dot11", "FCfield2"), ("Dot11", "type"), ("Dot11", "subtype"),
    ("RadioTap", "tlvs"), ("RadioTap", "Ext"), ("Dot11EltCountry", "pad"), ("Dot11CCMP", "data"), ("HSRPv2", "ipVer"), ("HSRPv2", "type"),
    ("MIP6MH_BU", "autopad"), ("MIP6MH_BA", "autopad"), ("MIP6MH_BRR", "autopad"), ("PPTPStartControlConnectionReply", "host_name"),
    # Lengths that Scapy leaves at 0, or counts without a part of what is there (3GPP TS 29.060, 7.7; IEEE 802.1X-2010, 11.11).
    ("LLTDAttributeMachineName", "hostname"), ("LLTD", "tos"), ("LLTD", "function"), ("MKABasicParamSet", "SCI"), ("NTPPrivate", "auth"), ("NTPPrivate", "response"),
    ("NTPControl", "status"), ("NTPPrivate", "authenticator"), ("GTPPDUSessionContainer", "type"), ("GTPPDUSessionContainer", "padding"),
    ("GTPPDUSessionContainer", "ExtHdrLen"), ("GTPPDUSessionContainer", "NextExtHdr"), ("IE_CharginGatewayAddress", "ipv6_address"), ("GTPHeader", "version"), ("GTPHeader", "E"), ("GTPHeader", "S"), ("GTPHeader", "PN"),
    ("HTTPResponse", "Content_Length"), ("HTTPResponse", "Transfer_Encoding"), ("HTTPRequest", "Content_Length"), ("HTTPRequest", "Transfer_Encoding"),
    ("HTTPResponse", "Date"), ("HTTPResponse", "Unknown_Headers"), ("HTTPRequest", "Unknown_Headers"), ("NTPInfoIfStatsIPv4", "_filler0"),
    ("DNSRRNSEC3", "salt"), ("DNSRRNSEC3", "nexthashedownername"), ("DNSRRNSEC3PARAM", "salt"),
    ("ICMPv6MLDMultAddrRec", "auxdata"),
    ("IKEv2_Notify", "gw_id_type"), ("IKEv2_Notify", "gw_id"), ("IKEv2_Notify", "gw_id_len"), ("IKEv2_Notify", "nonce"),  # of redirections only
    ("DNSRRNSEC3", "saltlength"), ("DNSRRNSEC3", "hashlength"), ("DNSRRNSEC3PARAM", "saltlength"),
}
NEVER = {"chksum", "cksum", "rdlen", "optlen", "qdcount", "ancount", "nscount", "arcount", "n_gap_ack", "n_dup_tsn", "sources_number",
         "records_number", "numsrc", "numgrp", "num_group", "num_joins", "num_prunes", "linkcount", "lsacount", "username_len", "passwd_len", "len", "length",
         "RDLENGTH", "value_size", "key_data_length", "count", "SPIsize", "SPIcount", "olen", "LENGTH", "Length", "fieldCount", "auxdata_len", "mac_len", "other_len", "cpulen", "oslen", "flags_len", "services_len", "regexp_len", "source_plen"}


def ip():
    return ".".join(str(R.randrange(256)) for _ in range(4))


def ip6():
    return "2001:db8:%x::%x" % (R.randrange(65536), R.randrange(1, 65536))


def mac():
    return ":".join("%02x" % R.randrange(256) for _ in range(6))


def name():
    return ".".join("".join(R.choice("abcdefgh-09") for _ in range(R.randrange(1, 12))) for _ in range(R.randrange(1, 5))) + R.choice(["", "."])


def blob(n=None):
    return bytes(R.randrange(256) for _ in range(R.randrange(0, 24) if n is None else n))


def number(bits):
    return R.choice([0, 1, (1 << bits) - 1, R.getrandbits(bits), R.getrandbits(bits), R.getrandbits(max(1, bits // 2))])


def value(cls, f):
    """A random value for a field, as text; None where it is left alone."""
    n = f.name
    if (cls.__name__, n) in SKIP or n in NEVER:
        return None
    while hasattr(f, "fld"):
        f = f.fld
    if hasattr(f, "flds") and hasattr(f, "dflt"):
        f = f.dflt
    if isinstance(f, (F.LenField, F.FieldLenField)):
        return None
    if cls.__module__.endswith("dot11"):
        if n == "rates":
            return repr([R.randrange(256) for _ in range(R.randrange(1, 9))])
        if n == "pmkid_list":
            return repr([blob(16) for _ in range(R.randrange(3))])
        if isinstance(f, F.PacketListField):
            return listed([f.cls], 3) if isinstance(f.cls, type) else None
        if isinstance(f, F.PacketField):
            return one(f.cls)
        if isinstance(f, F.OUIField):
            return str(number(24))
        if n in ("dBm_AntSignal", "dBm_AntNoise"):
            return str(R.randrange(-128, 128))
        if n == "Rate":
            return str(R.randrange(256) / 2)
    if n == "present":
        # Where MCS is, Scapy aligns it to 2 bytes, <https://www.radiotap.org/fields/MCS.html> to none.
        return str(R.getrandbits(32) & ~(1 << 19))
    if n == "otype" and cls.__name__.startswith("MIP6Opt"):
        return None  # Scapy aligns by the class, we by what is on the wire
    if n == "options" and cls.__name__.startswith("MIP6MH"):
        return listed(MIPOPTIONS, 3)
    if type(f).__name__ == "IP6PrefixField":
        return repr(prefix6())
    if n == "prefixlist":
        return listed([ospf_.OSPFv3_Prefix_Item], 3)
    if cls.__name__ == "HSRPv2" and n == "virtualIP":
        return repr(R.choice([ip, ip6])())
    if n == "typebitmaps":
        return repr(sorted(R.sample(range(1, 600), R.randrange(1, 5))))
    if cls.__module__.endswith(("dhcp6", "ospf", "pim", "igmp", "geneve", "ppp")):
        if n in ("duid",):
            return one(R.choice([dhcp6.DUID_LLT, dhcp6.DUID_EN, dhcp6.DUID_LL]))
        if n in ("ianaopts", "iataopts", "iaaddropts", "iapdopt", "iaprefopts", "relaysupplied"):
            return "[%s]" % ", ".join(one(R.choice(DHCP6OPTIONS), never=("iaaddropts", "iaprefopts", "ianaopts", "relaysupplied", "iapdopt", "iataopts")) for _ in range(R.randrange(3)))
        if n in ("reqopts", "archtypes"):
            return repr([R.randrange(300) for _ in range(R.randrange(1, 4))])
        if isinstance(f, F.IP6ListField if hasattr(F, "IP6ListField") else inet6.IP6ListField) or type(f).__name__ == "IP6ListField":
            return repr([ip6() for _ in range(R.randrange(1, 4))])
        if type(f).__name__ == "DomainNameListField":
            return repr([name() for _ in range(R.randrange(1, 3))])
        if n == "lsalist":
            return listed([OSPF_Router_LSA, OSPF_Network_LSA, OSPF_SummaryIP_LSA, OSPF_External_LSA, OSPF_AS_Scope_Opaque_LSA], 3)
        if n == "option" and cls is PIMv2Hello:
            # A generation that is not said is random.
            return listed([PIMv2HelloHoldtime, PIMv2HelloLANPruneDelay, PIMv2HelloDRPriority, PIMv2HelloStateRefresh], 3)
        if n == "generation_id":
            return str(number(32))
        if n in ("gaddr", "src_ip", "up_neighbor_ip", "mladdr"):
            return repr(ip())
        if cls.__name__ == "PPP_LCP_Configure":
            return listed([PPP_LCP_MRU_Option, PPP_LCP_ACCM_Option, PPP_LCP_Quality_Protocol_Option, PPP_LCP_Magic_Number_Option, PPP_LCP_Callback_Option], 3)
        if cls.__name__ == "PPP_IPCP":
            # No length of Scapy's counts the garbage.
            return listed([PPP_IPCP_Option_IPAddress, PPP_IPCP_Option_DNS1, PPP_IPCP_Option_NBNS2], 3)
        if cls is GeneveOptions and n == "data":
            return repr(blob(4 * R.randrange(4)))
        if n in ("ntpserver", "ca_elts", "vso", "vcdata", "userclassdata"):
            return None
        if isinstance(f, F.PacketListField):
            return listed([f.cls], 2) if isinstance(f.cls, type) and f.cls.__name__ in globals() else None
        if isinstance(f, F.FieldListField):
            return repr([ip() for _ in range(R.randrange(3))]) if isinstance(f.field, F.IPField) else None
    if cls.__name__ == "ARP" and n in ("hwsrc", "hwdst"):
        return repr(mac())
    if cls.__name__ == "ARP" and n in ("psrc", "pdst"):
        return repr(ip())
    if cls.__name__ in ("IPOption_LSRR", "IPOption_SSRR") and n in ("copy_flag", "optclass", "option", "pointer") or cls.__name__ == "IPOption_NOP":
        return None  # Scapy's checksum goes by the class, ours by what is on the wire
    if cls.__name__.startswith("IPOption") and n in ("routers", "addresses"):
        return repr([ip() for _ in range(R.randrange(0, 4))])
    if cls.__name__ in ("IPOption_Security", "IPOption_Stream_Id", "IPOption_MTU_Probe", "IPOption_MTU_Reply") and n == "length":
        return None
    if n == "length" and cls.__name__.startswith("IPOption"):
        return None
    if cls is TCP and n == "options":
        return tcp_options()
    if cls is IP and n == "options":
        return listed(IPOPTIONS, 3)
    if n == "options" and cls.__name__ in ("IPv6ExtHdrHopByHop", "IPv6ExtHdrDestOpt"):
        out = listed(HBHOPTIONS, 3)
        # Scapy takes a home address into checksums only if no option stands beside it.
        return "[%s]" % one(HAO) if "HAO(" in out else out
    if cls.__name__ == "DHCP" and n == "options":
        return dhcp_options()
    if n == "rdata" and cls.__name__ == "DNSRROPT":
        return listed(EDNS, 3)
    if n == "params":
        return listed(SCTPPARAMS, 3)
    if n == "skips":
        return None
    if n == "tag_list":
        return listed([PPPoETag], 3)
    if n == "attributes":
        return "[%s]" % ", ".join("RadiusAttribute(type=%d, value=%r)" % (R.choice([1, 2, 11, 18]), "".join(R.choice("abc") for _ in range(R.randrange(1, 9)))) for _ in range(R.randrange(3)))
    if n == "svc_params":
        return "[%s]" % ", ".join(R.choice([
            lambda: "SvcParam(key=%d, value=%r)" % (R.randrange(20, 90), blob()), lambda: "SvcParam(key='port', value=%d)" % number(16), lambda: "SvcParam(key='no-default-alpn')",
            lambda: "SvcParam(key='alpn', value=%r)" % [name() for _ in range(R.randrange(1, 4))], lambda: "SvcParam(key='ipv4hint', value=%r)" % [ip() for _ in range(R.randrange(1, 3))],
            lambda: "SvcParam(key=6, value=%r)" % [ip6() for _ in range(R.randrange(1, 3))], lambda: "SvcParam(key=0, value=%r)" % [number(16) for _ in range(R.randrange(1, 3))],
        ])() for _ in range(R.randrange(3)))
    if n == "gap_ack_list":
        return repr(["%d:%d" % (R.randrange(100), R.randrange(100)) for _ in range(R.randrange(3))])
    if n in ("dup_tsn_list", "stream_num_list", "sync", "addr_type_list", "HMAC_functions_list", "chunk_list", "supported_extensions", "alg_code"):
        top = 256 if n in ("chunk_list", "supported_extensions", "alg_code") else 65536
        return repr([R.randrange(top) for _ in range(4 if cls.__name__.startswith("SCTPChunkParam") else R.randrange(1, 4))])
    if n in ("qd", "an", "ns", "ar") and isinstance(f, F.PacketListField):
        return listed([DNSQR] if n == "qd" else RECORDS, 3)
    if n == "addrlist" and cls.__name__.startswith("VRRP"):
        return repr([ip() for _ in range(R.randrange(4))])
    if n == "records":
        return listed([ICMPv6MLDMultAddrRec], 3)
    if n == "searchlist":
        return repr([name() for _ in range(R.randrange(1, 3))])
    if n == "chaddr":
        return repr(mac())
    if isinstance(f, (inet6.IP6ListField,)) or n in ("dns", "sources") and "6" in cls.__name__:
        return repr([ip6() for _ in range(R.randrange(1, 4))])
    if isinstance(f, (F.IP6Field,)):
        return repr(ip6())
    if isinstance(f, (F.IPField,)):
        return repr(ip())
    if isinstance(f, F.MACField):
        return repr(mac())
    if isinstance(f, dns.DNSStrField):
        return repr(name())
    if isinstance(f, F.FlagsField):
        if R.random() < 0.5 and not cls.__module__.endswith("pptp"):
            words = [w for w in list(f.names)[:abs(f.size)] if w not in "?R" and not w.startswith("res")]
            pick = R.sample(words, R.randrange(0, len(words) + 1))
            return repr(("" if all(len(w) == 1 for w in f.names) else "+").join(pick)) if pick else "0"
        return str(R.getrandbits(abs(f.size)))
    # What a number is called.
    enum = getattr(f, "s2i", None)
    if enum is not None and n not in ("otype", "option") and R.random() < 0.25:
        # A name whose number its bits have no room for is an error of ours.
        room = 1 << f.size if isinstance(getattr(f, "size", None), int) and f.size > 0 else 1 << 64
        good = sorted(k for k, v in dict(enum).items() if isinstance(k, str) and isinstance(v, int) and 0 <= v < room)
        if good:
            return repr(R.choice(good))
    if isinstance(f, F.FixedPointField):
        return str(R.getrandbits(16))
    if isinstance(f, F.StrNullField):
        return repr("".join(R.choice("abc/.") for _ in range(R.randrange(9))))
    if isinstance(f, F.StrFixedLenField):
        size = f.length_from(None) if f.length_from and not isinstance(f.length_from, type(None)) and f.length_from.__code__.co_argcount == 1 else 0
        try:
            size = size or 0
        except Exception:
            size = 0
        return repr(blob(R.randrange(0, size + 1))) if size else None
    if cls.__name__.startswith("SCTPChunkParam") and isinstance(f, F.StrLenField):
        return repr(blob(4 * R.randrange(0, 4)))  # padding of the last is counted by Scapy, and not by RFC 9260, 3.2
    if isinstance(f, (F.StrLenField, F.StrField)):
        if n in ("typebitmaps", "status"):
            return None
        return repr(blob())
    if isinstance(f, F.BitField):
        return str(number(f.size))
    size = f.sz * 8 if isinstance(f.sz, int) else 0
    if type(f).__name__ in ("ByteField", "ShortField", "IntField", "LongField", "XByteField", "XShortField", "XIntField", "ByteEnumField", "ShortEnumField",
                            "IntEnumField", "XShortEnumField", "X3BytesField", "ThreeBytesField", "ByteMultiEnumField", "XLongField", "LEShortField",
                            "MultiEnumField", "SignedByteField", "UTCTimeField", "ICMPTimeStampField", "XByteEnumField", "OUIField", "BCDFloatField") and size:
        if type(f).__name__ == "SignedByteField":
            return str(R.randrange(-128, 128))
        if type(f).__name__ == "BCDFloatField":
            return str(R.randrange(256))
        return str(number(size))
    return None


def tcp_options():
    out = []
    for _ in range(R.randrange(4)):
        out.append(R.choice([
            lambda: ("MSS", number(16)), lambda: ("NOP", None), lambda: ("EOL", None), lambda: ("WScale", number(8)), lambda: ("SAckOK", b""),
            lambda: ("SAck", tuple(number(32) for _ in range(2 * R.randrange(1, 3)))), lambda: ("Timestamp", (number(32), number(32))),
            lambda: ("AltChkSum", (number(8), number(16))), lambda: ("UTO", number(16)), lambda: ("TFO", (number(32), number(32))),
            lambda: (R.randrange(100, 250), blob(R.randrange(1, 5))),
        ])())
    return repr(out)


def dhcp_options():
    out = []
    for _ in range(R.randrange(5)):
        out.append(R.choice([
            lambda: ("message-type", R.choice(["discover", "offer", "request", "ack", "nak", "release", "inform", 3])),
            lambda: (R.choice(["subnet_mask", "server_id", "requested_addr", "broadcast_address"]), ip()),
            lambda: (R.choice(["router", "name_server", "NTP_server", "time_server"]),) + tuple(ip() for _ in range(R.randrange(1, 4))),
            lambda: (R.choice(["lease_time", "renewal_time", "rebinding_time", "time_zone"]), number(32)),
            lambda: (R.choice(["max_dhcp_size", "interface-mtu"]), number(16)), lambda: (R.choice(["default_ttl", "tcp_ttl", "ip-forwarding"]), number(8)),
            lambda: (R.choice(["hostname", "domain", "vendor_class_id", "client_id", "error_message", "boot-file-name"]), blob(R.randrange(1, 9))),
            lambda: ("param_req_list", [R.randrange(1, 250) for _ in range(R.randrange(1, 5))]), lambda: "pad", lambda: (R.choice([224, 250, 201]), blob(R.randrange(1, 6))),
        ])())
    if R.random() < 0.8:
        out.append("end")
    return repr(out)


def listed(classes, most):
    return "[%s]" % ", ".join(one(R.choice(classes)) for _ in range(R.randrange(most + 1)))


def one(cls, always=(), never=()):
    args = list(always)
    for f in cls.fields_desc:
        if f.name in never or any(a.startswith(f.name + "=") for a in always) or R.random() < 0.55:
            continue
        v = value(cls, f)
        if v is not None:
            args.append("%s=%s" % (f.name, v))
    return "%s(%s)" % (cls.__name__, ", ".join(args))


def classes(*names):
    return [globals()[n] for n in names if n in globals()]


def of(module, prefix, *without):
    return [c for n, c in vars(module).items() if n.startswith(prefix) and isinstance(c, type) and hasattr(c, "fields_desc") and n not in without]


MIPOPTIONS = of(inet6, "MIP6Opt", "MIP6OptNonceIndices", "MIP6OptBindingAuthData", "MIP6OptLLAddr", "MIP6OptUnknown")  # whose lengths Scapy counts otherwise than RFC 6275, 6.2
MIPMESSAGES = of(inet6, "MIP6MH_", "MIP6MH_Generic")
ELEMENTS = classes("Dot11Elt", "Dot11EltRates", "Dot11EltDSSSet", "Dot11EltERP", "Dot11EltCountry", "Dot11EltHTCapabilities", "Dot11EltHTOperation", "Dot11EltVendorSpecific", "Dot11EltMicrosoftWPA",
                   "Dot11EltRSN", "Dot11EltCSA", "Dot11EltOBSS")
MANAGEMENT = classes("Dot11Beacon", "Dot11ProbeReq", "Dot11ProbeResp", "Dot11AssoReq", "Dot11AssoResp", "Dot11ReassoReq", "Dot11ReassoResp", "Dot11Auth", "Dot11Deauth", "Dot11Disas", "Dot11ATIM")
ACTIONS = classes("Dot11BSSTMResponse", "Dot11CSA", "Dot11RadioMeasurementReport", "Dot11RadioMeasurementRequest")
PPTPS = of(pptp, "PPTP", "PPTPIncomingCallReply")  # whose length Scapy says to be 148 (RFC 2637, 2.10: 24)
LSA3 = [c for c in of(ospf_, "OSPFv3_") if c.__name__.endswith("_LSA")]
IPOPTIONS = of(inet, "IPOption", "IPOption_EOL", "IPOption")  # the last is 0 where nothing is said: the end of the list
HBHOPTIONS = classes("HBHOptUnknown", "Pad1", "PadN", "RouterAlert", "Jumbo", "HAO", "RplOption")
EDNS = classes("EDNS0TLV", "EDNS0DAU", "EDNS0DHU", "EDNS0N3U", "EDNS0COOKIE", "EDNS0PADDING", "EDNS0ExtendedDNSError")
RECORDS = of(dns, "DNSRR", "DNSRRDLV") + []
from scapy.layers import sctp  # noqa: E402

SCTPPARAMS = of(sctp, "SCTPChunkParam", "SCTPChunkParamRandom", "SCTPChunkParamReConfigRes", "SCTPChunkParamAddIPAddr", "SCTPChunkParamDelIPAddr", "SCTPChunkParamSetPrimaryAddr",
                "SCTPChunkParamSupportedExtensions", "SCTPChunkParamSupportedAddrTypes", "SCTPChunkParamRequestedHMACFunctions")
CHUNKS = [c for c in of(sctp, "SCTPChunk") if not c.__name__.startswith("SCTPChunkParam") and c.__name__ != "SCTPChunkPad"]
DHCP6OPTIONS = [c for c in of(dhcp6, "DHCP6Opt", "DHCP6OptGeoConf", "DHCP6OptGeoConfElement", "DHCP6OptRelayMsg") if c.__name__ in globals()]
# Not those whose lengths Scapy leaves at what they are by default, and a certificate that is new each time (RFC 7296, 3.11 and 3.13).
IKEV2PAYLOADS = of(ikev2, "IKEv2_", "IKEv2_Delete", "IKEv2_CERT", "IKEv2_Packet")
IKEV2NEVER = ["next_payload", "ID", "IDtype", "type", "prop", "trans", "SPI", "attributes", "traffic_selector", "key_length"]
DHCP6MESSAGES = of(dhcp6, "DHCP6_")
NDOPTS = of(inet6, "ICMPv6NDOpt", "ICMPv6NDOptRouteInfo", "ICMPv6NDOptPREF64", "ICMPv6NDOptRedirectedHdr", "ICMPv6NDOptDNSSL",
            "ICMPv6NDOptLLA")  # 9 bytes, which Scapy does not fill up to 16 (RFC 5568, 6.4.3)
ND = classes("ICMPv6ND_RS", "ICMPv6ND_RA", "ICMPv6ND_NS", "ICMPv6ND_NA", "ICMPv6ND_Redirect")
ICMP6 = classes("ICMPv6Unknown", "ICMPv6DestUnreach", "ICMPv6PacketTooBig", "ICMPv6TimeExceeded", "ICMPv6ParamProblem", "ICMPv6EchoRequest", "ICMPv6EchoReply",
                "ICMPv6MLQuery", "ICMPv6MLReport", "ICMPv6MLDone", "ICMPv6MLQuery2", "ICMPv6MLReport2", "ICMPv6MRD_Solicitation", "ICMPv6MRD_Termination",
                "ICMPv6RPL", "ICMPv6HAADRequest", "ICMPv6HAADReply", "ICMPv6MPSol", "ICMPv6MPAdv")
EXT = classes("IPv6ExtHdrHopByHop", "IPv6ExtHdrDestOpt", "IPv6ExtHdrRouting", "IPv6ExtHdrFragment", "IPv6ExtHdrSegmentRouting")


def payload(padding=True):
    # Lengths of IEEE 802.3 and EAPOL do not count padding; Scapy's do.
    return R.choice([[], [repr(blob())], ["Raw(load=%r)" % blob()], [repr("text \u00e9\n")], ["Padding(load=%r)" % blob(6)] if padding else []])


def network4():
    return [one(IP, ["src=%r" % ip(), "dst=%r" % ip()], ["proto"])]


def network6(ext=True):
    out = [one(IPv6, ["src=%r" % ip6(), "dst=%r" % ip6()], ["nh"])]
    for _ in range(R.choice([0, 0, 1, 2]) if ext else 0):
        c = R.choice(EXT)
        never = ["nh"] + (["offset"] if "Frag" in c.__name__ else [])
        out.append(one(c, ["addresses=%r" % [ip6() for _ in range(R.randrange(2, 4))]] if "outing" in c.__name__ else [], never))
    return out


def inner():
    return R.choice([network4, network6])() + transport(shallow=True)


def dns_layer():
    return one(DNS)


def transport(shallow=False, six=False):
    k = R.randrange(18 if not shallow else 6)
    if k < 2:
        return [one(TCP)] + (payload() if k else [dns_layer()] if R.random() < 0.3 else payload())
    if k < 3:
        return [one(UDP)] + payload()
    if k < 5:
        return [one(ICMP)] + payload() if not six else [one(R.choice(ICMP6))]
    if k == 5:
        return payload()
    if k < 9:
        return [one(UDP), R.choice([dns_layer, lambda: one(NTPHeader, ["orig=%d" % R.getrandbits(16), "sent=%d" % R.getrandbits(16)]), lambda: one(NTPControl, [], ["authenticator"]),
                                    lambda: one(HSRP), lambda: one(RTP, [], ["numsync"]),
                                    lambda: one(RIP) + "/" + one(RIPEntry), lambda: one(Radius), lambda: one(LLMNRQuery),
                                    lambda: one(TFTP) + "/" + one(R.choice([TFTP_RRQ, TFTP_WRQ, TFTP_DATA, TFTP_ACK, TFTP_ERROR])),
                                    lambda: one(ISAKMP, [], ["next_payload"])])()]
    if k == 16:
        # Scapy goes from 67 to 68 where nothing is said, whoever asks.
        return ["UDP(sport=%d, dport=%d)" % (number(16), number(16)), one(BOOTP, [], ["options"])] + ([one(DHCP)] if R.random() < 0.5 else [])
    if k == 9:
        return [one(SCTP)] + [one(R.choice(CHUNKS)) for _ in range(R.randrange(3))]
    if k == 10:
        return [one(R.choice([GRE, GRE_PPTP]), [], ["proto"])] + inner()
    if k == 11:
        return ["AH(spi=%d, seq=%d, icv=%r, nh=17)" % (number(32), number(32), blob(12)), one(UDP)] if False else [one(ESP)]
    if k == 12:
        return [one(UDP), "VXLAN(vni=%d)" % R.getrandbits(24), R.choice([network4, network6])()[0]]
    if k == 13:
        return [one(R.choice([VRRP, VRRPv3]), ["addrlist=%r" % [ip() for _ in range(R.randrange(1, 4))]])]
    if k == 14:
        return R.choice([network4, network6])() + transport(shallow=True)
    if k == 15:
        return [one(ICMP, ["type=%d" % R.choice([3, 5, 11, 12])]), "IPerror(src=%r, dst=%r)" % (ip(), ip()), one(R.choice([TCPerror, UDPerror, ICMPerror]))]
    return [one(TCP)]


def ether():
    return "Ether(src=%r, dst=%r)" % (mac(), mac())


def over_ether():
    return R.choice([
        lambda: [one(EAPOL, [], ["type"]), one(R.choice([EAP_MD5, EAP_TLS, EAP_TTLS, EAP_PEAP, EAP_FAST, LEAP, EAPOL_KEY]))],
        lambda: [one(SlowProtocol, [], ["subtype"]), one(R.choice([LACP, MarkerProtocol]))],
        lambda: [one(PPPoE), one(PPP, [], ["proto"]), one(R.choice([PPP_LCP_Configure, PPP_LCP_Echo, PPP_LCP_Terminate, PPP_LCP_Discard_Request, PPP_IPCP]), [], ["code"])],
        lambda: [one(PPPoE), one(PPP, [], ["proto"]), one(PPP_PAP_Request, ["username=%r" % blob(), "password=%r" % blob()], ["code"])],
        lambda: [one(PPPoE), one(PPP, [], ["proto"]), one(PPP_CHAP_ChallengeResponse)],
        lambda: [one(NSH)] + inner(),
        lambda: [one(MPLS)] + network4() + transport(shallow=True),
    ])()


def over_ip():
    udp = "UDP(sport=%d, dport=%d)" % (number(16), number(16))
    return R.choice([
        lambda: [one(UDP), one(R.choice(DHCP6MESSAGES), [], ["msgtype"])] + [one(R.choice(DHCP6OPTIONS), [], ["optcode"]) for _ in range(R.randrange(4))],
        lambda: [one(UDP), one(GENEVE, ["options=%s" % listed([GeneveOptions], 3)])] + inner(),
        lambda: [one(GRE, [], ["proto", "seqnum_present"]), one(R.choice([ERSPAN_II, ERSPAN_III]), [], ["ver"]), ether()] + network4(),
        lambda: [one(UDP), one(GTP_U_Header, [], ["gtp_type"])] + network4() + transport(shallow=True),
        lambda: [one(UDP), one(L2TP, ["hdr=%r" % R.choice(["length", "length+sequence", "sequence", "control+length+sequence", 0])])] + [one(PPP, [], ["proto"])] + network4(),
        lambda: [one(OSPF_Hdr, [], ["type"]), one(R.choice([OSPF_Hello, OSPF_DBDesc, OSPF_LSReq, OSPF_LSUpd, OSPF_LSAck]))],
        lambda: [one(PIMv2Hdr, [], ["type"]), one(R.choice([PIMv2Hello, PIMv2JoinPrune]))],
        lambda: [one(R.choice([IGMPv3_MQ, IGMPv3_MR, IGMPv3_MRA]), [], ["type"])],
        lambda: [udp, one(BFD, [], ["optional_auth"])],
        lambda: [one(UDP), one(RIPng), one(RIPngEntry), one(RIPngEntry)],
        lambda: [one(UDP), one(NBNSHeader), one(R.choice([NBNSQueryResponse, NBNSRegistrationRequest, NBNSWackResponse]))],
        lambda: [one(UDP), one(NetflowHeader, [], ["version"]), one(NetflowHeaderV5), one(NetflowRecordV5), one(NetflowRecordV5)],
        lambda: [one(UDP), one(ikev2.IKEv2, [], ["next_payload"])] + [one(R.choice(IKEV2PAYLOADS), [], IKEV2NEVER) for _ in range(R.randrange(5))],
        lambda: [one(UDP), one(MobileIP, [], ["type"]), one(R.choice([MobileIPRRQ, MobileIPRRP]))],
        lambda: [one(UDP), one(RTP, [], ["numsync", "extension"]), "RTPExtension(header=%r)" % [number(32) for _ in range(R.randrange(4))]],
        lambda: [one(TCP), "HTTPRequest(Method=%r, Path=%r, Host=%r)" % (R.choice(["GET", "POST"]), "/" + name(), name()), repr(blob())],
    ])()


def prefix6():
    return str(ipaddress.ip_network((R.getrandbits(128), R.randrange(129)), strict=False))


def prefix4():
    return str(ipaddress.ip_network((R.getrandbits(32), R.randrange(33)), strict=False))


def wireless():
    head = R.choice([[], [one(RadioTap)], [one(RadioTap)]])
    kind = R.randrange(6)
    if kind < 3:
        return head + [one(Dot11), one(R.choice(MANAGEMENT))] + [one(R.choice(ELEMENTS)) for _ in range(R.randrange(4))]
    if kind == 3:
        return head + [one(Dot11, ["type=1", "subtype=%d" % R.choice([4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15])], ["FCfield"])]
    if kind == 4:
        return (["RadioTap()", one(Dot11FCS, ["type=2", "FCfield=%d" % R.randrange(4)], ["fcs", "cfe", "FCfield_bw", "FCfield2", "subtype"])] if R.random() < 0.3 else head + [one(Dot11, ["type=2"])]) + (
            [one(Dot11QoS)] if R.random() < 0.5 else []) + ["LLC()", one(SNAP, [], ["code"])] + inner()
    return head + [one(Dot11, ["type=2"]), one(R.choice([Dot11TKIP, Dot11CCMP]))]


def oid():
    return ".".join(["1.3"] + [str(number(R.choice([7, 14, 28]))) for _ in range(R.randrange(8))])


def bindings():
    def value():
        return R.choice([
            lambda: "", lambda: ", value=ASN1_INTEGER(%d)" % R.randrange(-(1 << 31), 1 << 31), lambda: ", value=ASN1_STRING(%r)" % blob(), lambda: ", value=ASN1_OID(%r)" % oid(),
            lambda: ", value=ASN1_IPADDRESS(%r)" % ip(), lambda: ", value=ASN1_COUNTER32(%d)" % number(32), lambda: ", value=ASN1_GAUGE32(%d)" % number(32), lambda: ", value=%d" % number(31),
            lambda: ", value=ASN1_TIME_TICKS(%d)" % number(32), lambda: ", value=ASN1_COUNTER64(%d)" % number(64), lambda: ", value=ASN1_NULL(0)", lambda: ", value='text'",
        ])()
    return "[%s]" % ", ".join("SNMPvarbind(oid=%s%s)" % (R.choice(["%r", "ASN1_OID(%r)"]) % oid(), value()) for _ in range(R.randrange(4)))


def snmp_message():
    pdu = R.choice(["SNMPget", "SNMPnext", "SNMPresponse", "SNMPset", "SNMPinform", "SNMPtrapv2", "SNMPbulk", "SNMPtrapv1"])
    if pdu == "SNMPtrapv1":
        args = "enterprise=%r, agent_addr=%r, generic_trap=%d, specific_trap=%d, time_stamp=%d" % (oid(), ip(), R.randrange(7), number(31), number(32))
    elif pdu == "SNMPbulk":
        args = "id=%d, non_repeaters=%d, max_repetitions=%d" % (number(32), number(8), number(16))
    else:
        args = "id=%d, error=%d, error_index=%d" % (number(32), R.randrange(19), number(8))
    community = R.choice(["'public'", repr(blob()), repr("x" * R.randrange(300))])
    return "SNMP(version=%s, community=%s, PDU=%s(%s, varbindlist=%s))" % (R.choice(["0", "1", "'v2c'"]), community, pdu, args, bindings())


def bgp_message():
    k = R.randrange(5)
    if k == 0:
        caps = ["BGPCapMultiprotocol(afi=%d, safi=%d)" % (number(16), number(8)), "BGPCapFourBytesASN(asn=%d)" % number(32), "BGPCapGeneric(code=%d, cap_data=%r)" % (R.choice([2, 70, 128]), blob()),
                "BGPCapORF(orf=[BGPCapORFBlock(afi=1, safi=1, entries=[BGPCapORFBlock.ORFTuple(orf_type=64, send_receive=%d)])])" % number(8)]
        return "BGPOpen(my_as=%d, hold_time=%d, bgp_id=%r, opt_params=[%s])" % (number(16), number(16), ip(), ", ".join("BGPOptParam(param_value=%s)" % R.choice(caps) for _ in range(R.randrange(4))))
    if k == 1:
        return "BGPNotification(error_code=%d, error_subcode=%d, data=%r)" % (number(8), number(8), blob())
    if k == 2:
        return "BGPRouteRefresh(afi=%d, subtype=%d, safi=%d)" % (number(16), number(8), number(8))
    nlri = lambda c, p: "[%s]" % ", ".join("%s(prefix=%r)" % (c, p()) for _ in range(R.randrange(1, 4)))  # noqa: E731
    values = [
        (1, lambda: "BGPPAOrigin(origin=%d)" % R.randrange(3)),
        (2, lambda: "BGPPAASPath(segments=[BGPPAASPath.ASPathSegment(segment_type=%d, segment_value=%r)])" % (R.randrange(1, 5), [number(16) for _ in range(R.randrange(4))])),
        (3, lambda: "BGPPANextHop(next_hop=%r)" % ip()), (4, lambda: "BGPPAMultiExitDisc(med=%d)" % number(32)), (5, lambda: "BGPPALocalPref(local_pref=%d)" % number(32)),
        (7, lambda: "BGPPAAggregator(aggregator_asn=%d, speaker_address=%r)" % (number(16), ip())), (8, lambda: "BGPPACommunity(community=%d)" % number(32)),
        (9, lambda: "BGPPAOriginatorID(originator_id=%r)" % ip()), (10, lambda: "BGPPAClusterList(cluster_list=[%d])" % number(32)),
        (14, lambda: "BGPPAMPReachNLRI(afi=2, safi=1, nh_addr_len=16, nh_v6_addr=%r, nlri=%s)" % (ip6(), nlri("BGPNLRI_IPv6", prefix6))),
        (15, lambda: "BGPPAMPUnreachNLRI(afi=2, safi=1, afi_safi_specific=BGPPAMPUnreachNLRI_IPv6(withdrawn_routes=%s))" % nlri("BGPNLRI_IPv6", prefix6)),
        (16, lambda: "BGPPAExtComms(extended_communities=[BGPPAExtCommunity(type_high=0, type_low=2, value=BGPPAExtCommTwoOctetASSpecific(global_administrator=%d, local_administrator=%d))])" % (number(16), number(32))),
        (17, lambda: "BGPPAAS4Path(segment_value=%r)" % [number(32) for _ in range(R.randrange(4))]), (18, lambda: "BGPPAAS4Aggregator(aggregator_asn=%d, speaker_address=%r)" % (number(32), ip())),
        (32, lambda: "BGPPALargeCommunity(segments=[BGPLargeCommunitySegment(global_administrator=%d, local_data_part1=%d, local_data_part2=%d)])" % (number(32), number(32), number(32))),
    ]
    attributes = ", ".join("BGPPathAttr(type_flags=%d, type_code=%d, attribute=%s)" % (R.getrandbits(8), code, made()) for code, made in (R.choice(values) for _ in range(R.randrange(4))))
    return "BGPUpdate(withdrawn_routes=%s, path_attr=[%s], nlri=%s)" % (R.choice(["[]", nlri("BGPNLRI_IPv4", prefix4)]), attributes, R.choice(["[]", nlri("BGPNLRI_IPv4", prefix4)]))


def more_over_ip():
    return R.choice([
        lambda: [one(UDP), snmp_message()],
        lambda: [one(TCP), "BGPHeader()", bgp_message()],
        lambda: [one(TCP), one(R.choice(PPTPS))],
        lambda: [one(UDP), one(HSRPv2)],
        lambda: [one(OSPFv3_Hdr, [], ["type"]), "OSPFv3_LSUpd(lsalist=%s)" % listed(LSA3, 3)],
        lambda: [one(UDP), one(RIP), "RIPAuth(password=%r)" % blob(16), one(RIPEntry)],
    ])()


CLOCKS = [c for c in vars(ntp).values() if isinstance(c, type) and c.__name__.startswith(("NTPInfo", "NTPConf")) and c.__name__ != "NTPInfoMemStats"]
TOPOLOGY = of(lltd, "LLTDAttribute", "LLTDAttribute", "LLTDAttributeEOP")
ATTRIBUTES = of(radius, "RadiusAttr_", "RadiusAttr_EAP_Message", "RadiusAttr_Vendor_Specific")
ELEMENTS_OF_GTP = classes("IE_Cause", "IE_Routing", "IE_Recovery", "IE_ReorderingRequired", "IE_TraceReference", "IE_TraceType", "IE_RATType", "IE_APNRestriction",
                          "IE_BearerControlMode", "IE_DirectTunnelFlags", "IE_MSInfoChangeReportingAction", "IE_Teardown", "IE_EvolvedAllocationRetentionPriority")


def headers(cls):
    """Lines of HTTP, which Scapy writes in the order of its list."""
    names = [f.name for f in cls.fields_desc if (cls.__name__, f.name) not in SKIP and "_" in f.name or f.name in ("Host", "Accept", "Server", "Via", "Vary")]
    names = [n for n in names if n not in ("Http_Version", "Status_Code", "Reason_Phrase")]
    return ", ".join("%s=%s" % (n, R.choice([repr(name()), repr(name().encode())])) for n in R.sample(names, R.randrange(5)))


def set_of_keys():
    return R.choice([
        lambda: "MKASAKUseParamSet(param_set_body_len=40, latest_key_an=%d, latest_key_tx=%d, plain_rx=%d, delay_protect=%d, old_key_key_server_member_id=%r)" % (number(2), number(1), number(1), number(1), blob(12)),
        lambda: "MKADistributedSAKParamSet(param_set_body_len=28, distributed_an=%d, confidentiality_offset=%d, key_number=%r, sak_aes_key_wrap=%r)" % (number(2), number(2), blob(4), blob(24)),
        lambda: "MKAICVSet(param_set_body_len=16, icv=%r)" % blob(16),
    ])()


def newer():
    """Clocks, accounts, maps of a network, keys of a link, a telephone's data."""
    return R.choice([
        lambda: network4() + [one(UDP), "NTPPrivate(%srequest_code=%d, err=%d, nb_items=%d, %s)" % (R.choice([
            lambda: ("response=1, ", number(8), number(4), number(12), "data=%s" % listed([c for c in CLOCKS if "Conf" not in c.__name__], 3)),
            lambda: ("auth=0, ", number(8), number(4), number(12), "req_data=%s" % listed([c for c in CLOCKS if "Conf" in c.__name__], 3))])())],
        lambda: network4() + [one(UDP), "NTPControl(response=1, err=1, sequence=%d, status=NTPErrorStatusPacket(error_code=%d, reserved=%d))" % (number(16), number(8), number(8))],
        lambda: network4() + [one(UDP), "NTPControl(response=1, op_code=2, status=NTPSystemStatusPacket(leap_indicator=%d, clock_source=%d, system_event_counter=%d), data='abcd', authenticator=NTPAuthenticator(key_id=%d, dgst=%r))" % (number(2), number(6), number(4), number(32), blob(16))],
        lambda: network4() + [one(UDP), "NTPHeader(orig=1, sent=2)", "NTPAuthenticator(key_id=%d, dgst=%r)" % (number(32), blob(16))],
        lambda: network4() + [one(UDP), "Radius(code=%d, attributes=%s)" % (number(8), "[%s]" % ", ".join(one(R.choice(ATTRIBUTES), [], ["type"]) for _ in range(R.randrange(5))))],
        lambda: network4() + [one(UDP), "Radius(attributes=[RadiusAttr_Vendor_Specific(vendor_id=%d, vendor_type=%d, value=%r)])" % (number(32), number(8), blob())],
        lambda: [ether(), one(LLTD), one(LLTDHello)] + [one(R.choice(TOPOLOGY), [], ["type"]) for _ in range(R.randrange(4))] + R.choice([[], ["LLTDAttributeEOP()"]]),
        lambda: [ether(), one(LLTD), R.choice([lambda: "LLTDEmit(descs_list=[%s])" % one(LLTDEmiteeDesc, ["src=%r" % mac()]), lambda: "LLTDQueryResp(flags=%d, descs_list=%s)" % (number(2), listed([LLTDRecveeDesc], 3)),
                                              lambda: one(LLTDQueryLargeTlv), lambda: "LLTDQueryLargeTlvResp(flags='M', value=%r)" % blob(), lambda: "LLTDDiscover(gen_number=%d, stations_list=%r)" % (number(16), [mac() for _ in range(R.randrange(3))])])()],
        lambda: [ether(), "EAPOL(version=3)", "MKAPDU(basic_param_set=MKABasicParamSet(param_set_body_len=32, key_server=%d, macsec_capability=%d, actor_member_id=%r, actor_message_number=%d, cak_name=%r), parameter_sets=[%s])" % (
            number(1), number(2), blob(12), number(32), blob(4), ", ".join(set_of_keys() for _ in range(R.randrange(3))))],
        lambda: network4() + [one(UDP), "GTP_U_Header(teid=%d)" % number(32), one(GTPPDUSessionContainer, ["type=1"], ["SNP"])] + R.choice([[], network4() + [one(UDP)]]),
        lambda: network4() + [one(UDP), "GTP_U_Header(teid=%d)" % number(32), one(GTPPDUSessionContainer, ["type=0"], ["dlDelayInd", "ulDelayInd", "SNP"])] + R.choice([[], network4() + [one(UDP)]]),
        lambda: network4() + [one(UDP), one(GTPHeader, [], ["gtp_type"]), "%s(IE_list=%s)" % (R.choice(["GTPEchoResponse", "GTPCreatePDPContextResponse", "GTPDeletePDPContextRequest", "GTPUpdatePDPContextResponse"]), listed(ELEMENTS_OF_GTP, 3))],
        lambda: network4() + [one(UDP), "NetflowHeader()", "NetflowHeaderV9(count=1, sysUptime=7, unixSecs=%d)" % number(32), "NetflowDataflowsetV9(templateID=%d, records=[NetflowRecordV9(fieldValue=%r)])" % (number(16), blob())],
        lambda: network4() + [one(UDP), "NetflowHeader()", "NetflowHeaderV9(count=1, sysUptime=7, unixSecs=5)", "NetflowFlowsetV9(templates=[NetflowTemplateV9(template_fields=[%s])])" % ", ".join(one(netflow.NetflowTemplateFieldV9, ["fieldLength=%d" % number(16)]) for _ in range(R.randrange(4)))],
        lambda: network4() + [one(TCP), "HTTP()", "HTTPRequest(%s)" % headers(HTTPRequest)] + R.choice([[], [repr(blob())]]),
        lambda: [ether(), "PPPoE()", "PPP()", "PPP_ECP(options=[PPP_ECP_Option_OUI(oui=%d, subtype=%d, data=%r), PPP_ECP_Option(type=%d, data=%r)])" % (number(24), number(8), blob(), R.randrange(1, 256), blob())],
        lambda: network4() + [one(UDP), "ISAKMP()", "ISAKMP_payload_Notify(SPI=%r, notify_data=%r)" % (blob(8), blob())],
    ])()


def packet():
    m = R.randrange(9)
    if m == 8:
        return newer()
    if m == 0:
        return wireless()
    if m == 1:
        layers = more_over_ip()
        return (network6(False) if layers[0].startswith("OSPFv3") else network4()) + layers
    if m == 2 and R.random() < 0.4:
        return network6() + [one(R.choice(MIPMESSAGES), [], ["mhtype", "nh"])]
    k = R.randrange(20)
    if k >= 17:
        return [ether()] + over_ether()
    if k >= 12:
        # Scapy's IGMP has the router alert option even where options are said.
        layers = over_ip()
        return ([one(IP, ["src=%r" % ip(), "dst=%r" % ip()], ["proto", "options"])] if layers[0].startswith("IGMP") else network4()) + layers
    if k == 0:
        return [one(Ether, ["src=%r" % mac(), "dst=%r" % mac()], ["type"]), one(ARP, ["hwsrc=%r" % mac(), "psrc=%r" % ip()])] + payload()
    if k == 1:
        return [one(Dot3, ["src=%r" % mac(), "dst=%r" % mac()], ["len"])] + R.choice([lambda: [one(LLC), one(STP)], lambda: [one(LLC, [], ["dsap", "ssap", "ctrl"]), one(SNAP, [], ["code"])] + inner(), lambda: [one(LLC)] + payload(False)])()
    if k == 2:
        return ["Ether(src=%r, dst=%r)" % (mac(), mac()), one(EAPOL)] + payload(False)
    if k == 3:
        return ["Ether(src=%r, dst=%r)" % (mac(), mac())] + R.choice([lambda: [one(PPPoED), one(PPPoED_Tags)], lambda: [one(PPPoE), one(PPP, [], ["proto"])] + network4() + transport()])()
    if k == 4:
        return [one(CookedLinux, [], ["proto"])] + network4() + transport()
    if k == 5:
        return network6(False) + [one(R.choice(ND))] + [one(R.choice(NDOPTS), ["lladdr=%r" % mac()] if False else []) for _ in range(R.randrange(3))]
    if k == 6:
        return network6() + transport(six=True)
    link = R.choice([lambda: [], lambda: [one(Ether, ["src=%r" % mac(), "dst=%r" % mac()], ["type"])],
                     lambda: ["Ether(src=%r, dst=%r)" % (mac(), mac()), one(Dot1Q, [], ["type"])],
                     lambda: ["Ether(src=%r, dst=%r)" % (mac(), mac()), one(Dot1AD, [], ["type"]), one(Dot1Q, [], ["type"])],
                     lambda: ["Loopback()"]])()
    return link + network4() + transport()


def layers_of(text, kind=TCP):
    p = eval(text)
    out = []
    while p:
        if isinstance(p, kind):
            out.append(p)
        p = p.payload
    return out


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    R.seed(seed)
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    made = 0
    while made < count:
        text = "/".join(packet())
        if only and only not in text:
            continue
        if len(text) > 6000:
            continue
        try:
            built = bytes(eval(text))
        except Exception:
            continue  # what Scapy itself refuses says nothing
        if "Dot3(" in text and "Padding(" in text:
            continue
        if "HAO(" in text and "Opt(options=[HAO(" not in text or "HAO()," in text or "), HAO(" in text or ", Pad1" in text and "HAO(" in text:
            continue  # Scapy minds a home address only where it is alone
        if any(len(bytes(l.options and IP(options=l.options) or IP())) > 60 for l in layers_of(text, IP)):
            continue
        if "VRRP" in text and "IPv6(" in text:
            continue  # IPv4 addresses where IPv6's are expected
        if any(len(bytes(l.options and TCP(options=l.options) or TCP())) > 60 for l in layers_of(text)):
            continue  # options that overflow the data offset: an error of ours
        if "ICMP(" in text and any(t in text for t in ("type=13", "type=14", "timestamp-re")):
            continue  # times that nobody says are Scapy's start
        if len(built) > 60000:
            continue
        made += 1
        print("%s\t%s" % (text, built.hex()))


if __name__ == "__main__":
    main()
