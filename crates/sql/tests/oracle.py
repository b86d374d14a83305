#!/usr/bin/env python3
"""Asks pkt-sql and computes the same from what tshark prints, for several numbers of partitions and formats.

usage: oracle.py PKT-SQL CAPTURE...
       oracle.py --cluster HOST:PORT PKT-CLUSTER CAPTURE...

Every query stands beside the Python that computes its answer from the rows of `tshark -T fields`. It is asked of the captures as
they are, and of the same captures written as pcap and as pcapng (by editcap), these with and without an index, divided into parts
of some hundred bytes, read by 1, 2, 3 and 7 threads. A cluster, which takes longer, is asked once of each form, each time divided
otherwise. Exit 1 where an answer differs.
"""
import collections
import concurrent.futures
import ipaddress
import json
import os
import pathlib
import subprocess
import sys
import tempfile

FIELDS = """ipv6.fraghdr.nxt frame.number frame.time_epoch frame.len frame.cap_len frame.protocols frame.time_delta frame.time_relative
    eth.src eth.dst eth.type vlan.id ip.src ip.dst ip.addr ip.proto ip.ttl ip.len ip.id ip.hdr_len ip.flags.df ip.flags.mf
    ip.frag_offset ip.dsfield.dscp ipv6.src ipv6.dst ipv6.nxt ipv6.hlim ipv6.plen tcp.srcport tcp.dstport tcp.port tcp.flags
    tcp.flags.syn tcp.flags.ack tcp.flags.fin tcp.flags.reset tcp.len tcp.seq_raw tcp.ack_raw tcp.window_size_value tcp.stream tcp.seq
    tcp.option_kind tcp.options.mss_val tcp.hdr_len tcp.payload udp.srcport udp.dstport udp.length udp.stream icmp.type icmp.code
    icmpv6.type arp.opcode arp.src.proto_ipv4 igmp.type dns.id dns.flags.response dns.flags.rcode dns.qry.name dns.qry.type dns.a
    dns.aaaa dns.cname dns.count.answers dns.resp.ttl""".split()


def rows_of(path):
    """The packets of a capture: a dictionary of lists each."""
    # As pkt read: packets are not put together from those before.
    prefs = ["tcp.desegment_tcp_streams:FALSE", "ip.defragment:FALSE", "ipv6.defragment:FALSE"]
    command = ["tshark", "-n", "-r", str(path), "-T", "fields", "-E", "aggregator=|"]
    for pref in prefs:
        command += ["-o", pref]
    for field in FIELDS:
        command += ["-e", field]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    rows = []
    for line in done.stdout.decode("utf-8", "replace").split("\n")[:-1]:
        cells = line.split("\t")
        row = {f: c.split("|") if c else [] for f, c in zip(FIELDS, cells)}
        # What is in a fragment is no header of its own, and tshark shows the first one's: it is left out here.
        if row["ipv6.fraghdr.nxt"] or "1" in row["ip.flags.mf"] or any(int(n, 0) for n in row["ip.frag_offset"]):
            for field in FIELDS:
                if field.startswith(("tcp.", "udp.", "icmp", "dns.", "igmp.")):
                    row[field] = []
        rows.append(row)
    return rows


def first(p, f):
    return p[f][0] if p[f] else None


def num(p, f):
    v = first(p, f)
    return None if v is None else int(v, 0)


def nums(p, f):
    return [int(v, 0) for v in p[f]]


def flag(p, f):
    v = first(p, f)
    return None if v is None else v in ("1", "True")


def src(p):
    # The outermost of both: the layers' order tells.
    four, six = first(p, "ip.src"), first(p, "ipv6.src")
    if four and six:
        layers = first(p, "frame.protocols").split(":")
        return four if layers.index("ip") < layers.index("ipv6") else six
    return four or six


def epoch(p):
    seconds, _, part = first(p, "frame.time_epoch").partition(".")
    return int(seconds) * 10**9 + int(part.ljust(9, "0"))


def group(packets, key, *aggregates):
    groups = collections.defaultdict(list)
    for p in packets:
        groups[key(p)].append(p)
    return [(k if isinstance(k, tuple) else (k,)) + tuple(a(g) for a in aggregates) for k, g in groups.items()]


def total(f):
    def of(g):
        values = [v for v in (f(p) for p in g) if v is not None]
        return sum(values) if values else None
    return of


def least(f, worst=min):
    def of(g):
        values = [v for v in (f(p) for p in g) if v is not None]
        return worst(values) if values else None
    return of


def distinct(f):
    return lambda g: len({f(p) for p in g} - {None})


def inside(address, net):
    if address is None:
        return None
    address, net = ipaddress.ip_address(address), ipaddress.ip_network(net)
    return address.version == net.version and address in net


def order(address):
    address = ipaddress.ip_address(address)
    return (address.version, int(address))


def some(values):
    return list(values) or None


count = len
Q = []


def query(sql):
    def add(function):
        Q.append((sql, function))
        return function
    return add


def ask(sql, function):
    Q.append((sql, function))


# Counting and summing
ask("SELECT count(*) FROM packets", lambda P: [(len(P),)])
ask("SELECT file, count(*) FROM packets GROUP BY file", lambda P: group(P, lambda p: p["file"], count))
ask("SELECT sum(frame_len), min(frame_len), max(frame_len) FROM packets",
    lambda P: [(sum(num(p, "frame.len") for p in P), min(num(p, "frame.len") for p in P), max(num(p, "frame.len") for p in P))])
ask("SELECT count(*), sum(frame_cap_len) FROM packets WHERE frame_cap_len < frame_len",
    lambda P: (lambda R: [(len(R), total(lambda p: num(p, "frame.cap_len"))(R))])([p for p in P if num(p, "frame.cap_len") < num(p, "frame.len")]))
ask("SELECT avg(frame_len) FROM packets", lambda P: [(sum(num(p, "frame.len") for p in P) / len(P),)])
ask("SELECT frame_len, count(*) FROM packets GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5",
    lambda P: sorted(group(P, lambda p: num(p, "frame.len"), count), key=lambda r: (-r[1], r[0]))[:5])
ask("SELECT count(ip_src), count(ipv6_src), count(eth_src), count(tcp_srcport), count(udp_srcport) FROM packets",
    lambda P: [tuple(sum(1 for p in P if p[f]) for f in ("ip.src", "ipv6.src", "eth.src", "tcp.srcport", "udp.srcport"))])
# Addresses
ask("SELECT ip.src, count(*), sum(frame.len) FROM packets GROUP BY ip.src",
    lambda P: group(P, lambda p: first(p, "ip.src"), count, total(lambda p: num(p, "frame.len"))))
ask("SELECT src, count(*) FROM packets GROUP BY src", lambda P: group(P, src, count))
ask("SELECT ip_src, ip_dst, count(*) FROM packets WHERE ip_src IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["ip.src"]], lambda p: (first(p, "ip.src"), first(p, "ip.dst")), count))
ask("SELECT ipv6_src, count(*) FROM packets WHERE ipv6_src IS NOT NULL GROUP BY 1",
    lambda P: group([p for p in P if p["ipv6.src"]], lambda p: first(p, "ipv6.src"), count))
ask("SELECT eth_src, eth_dst, count(*) FROM packets WHERE eth_src IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["eth.src"]], lambda p: (first(p, "eth.src"), first(p, "eth.dst")), count))
ask("SELECT count(*) FROM packets WHERE in_cidr(ip_src, '192.0.2.0/24')",
    lambda P: [(sum(1 for p in P if inside(first(p, "ip.src"), "192.0.2.0/24")),)])
ask("SELECT in_cidr(src, '2001:db8::/32'), count(*) FROM packets GROUP BY 1",
    lambda P: group(P, lambda p: inside(src(p), "2001:db8::/32"), count))
ask("SELECT count(*) FROM packets WHERE in_cidr(ip_addr, '10.0.0.0/8')",
    lambda P: [(sum(1 for p in P if any(inside(a, "10.0.0.0/8") for a in p["ip.addr"])),)])
ask("SELECT subnet(ip_src, 16), count(*) FROM packets WHERE ip_src IS NOT NULL GROUP BY 1",
    lambda P: group([p for p in P if p["ip.src"]], lambda p: str(ipaddress.ip_network(first(p, "ip.src") + "/16", strict=False)), count))
ask("SELECT count(*) FROM packets WHERE ip_src < '128.0.0.0'",
    lambda P: [(sum(1 for p in P if p["ip.src"] and order(first(p, "ip.src")) < order("128.0.0.0")),)])
ask("SELECT count(*) FROM packets WHERE ip_dst BETWEEN '10.0.0.9' AND '192.0.2.10'",
    lambda P: [(sum(1 for p in P if p["ip.dst"] and order("10.0.0.9") <= order(first(p, "ip.dst")) <= order("192.0.2.10")),)])
ask("SELECT count(*) FROM packets WHERE ipv6_src = '2001:DB8:0::0001'", lambda P: [(sum(1 for p in P if first(p, "ipv6.src") == "2001:db8::1"),)])
ask("SELECT count(*) FROM packets WHERE ipv6_dst IN ('FF02:0::1', '2001:db8:0:0::2')",
    lambda P: [(sum(1 for p in P if first(p, "ipv6.dst") in ("ff02::1", "2001:db8::2")),)])
ask("SELECT min(ip_src), max(ip_src), max(ipv6_src) FROM packets",
    lambda P: [(min((first(p, "ip.src") for p in P if p["ip.src"]), key=order), max((first(p, "ip.src") for p in P if p["ip.src"]), key=order),
                max((first(p, "ipv6.src") for p in P if p["ipv6.src"]), key=order))])
ask("SELECT DISTINCT ip_src FROM packets WHERE ip_src IS NOT NULL ORDER BY ip_src DESC LIMIT 7",
    lambda P: [(a,) for a in sorted({first(p, "ip.src") for p in P if p["ip.src"]}, key=order, reverse=True)[:7]])
ask("SELECT count(DISTINCT ip_src), count(DISTINCT ip_dst), count(DISTINCT eth_src) FROM packets",
    lambda P: [(distinct(lambda p: first(p, "ip.src"))(P), distinct(lambda p: first(p, "ip.dst"))(P), distinct(lambda p: first(p, "eth.src"))(P))])
# Ports and flags
ask("SELECT tcp_dstport, count(*) FROM packets WHERE tcp_dstport < 1024 GROUP BY 1",
    lambda P: group([p for p in P if p["tcp.dstport"] and num(p, "tcp.dstport") < 1024], lambda p: num(p, "tcp.dstport"), count))
ask("SELECT udp_srcport, udp_dstport, count(*), sum(udp_length) FROM packets WHERE udp_srcport IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["udp.srcport"]], lambda p: (num(p, "udp.srcport"), num(p, "udp.dstport")), count,
                    total(lambda p: num(p, "udp.length"))))
ask("SELECT count(*) FROM packets WHERE tcp.flags.syn AND NOT tcp.flags.ack",
    lambda P: [(sum(1 for p in P if flag(p, "tcp.flags.syn") and not flag(p, "tcp.flags.ack")),)])
ask("SELECT tcp_flags, count(*) FROM packets WHERE tcp_flags IS NOT NULL GROUP BY 1",
    lambda P: group([p for p in P if p["tcp.flags"]], lambda p: num(p, "tcp.flags"), count))
ask("SELECT tcp_flags_reset, tcp_flags_fin, count(*) FROM packets GROUP BY 1, 2",
    lambda P: group(P, lambda p: (flag(p, "tcp.flags.reset"), flag(p, "tcp.flags.fin")), count))
ask("SELECT file, sum(tcp_len), max(tcp_window_size_value) FROM packets WHERE tcp_len > 0 GROUP BY file",
    lambda P: group([p for p in P if (num(p, "tcp.len") or 0) > 0], lambda p: p["file"], total(lambda p: num(p, "tcp.len")),
                    least(lambda p: num(p, "tcp.window_size_value"), max)))
ask("SELECT count(*) FROM packets WHERE tcp_srcport - tcp_dstport < 0",
    lambda P: [(sum(1 for p in P if p["tcp.srcport"] and num(p, "tcp.srcport") < num(p, "tcp.dstport")),)])
ask("SELECT port_name(tcp_dstport), count(*) FROM packets WHERE tcp_dstport IN (22, 53, 80, 443) GROUP BY 1",
    lambda P: group([p for p in P if num(p, "tcp.dstport") in (22, 53, 80, 443)],
                    lambda p: {22: "ssh", 53: "domain", 80: "http", 443: "https"}[num(p, "tcp.dstport")], count))
ask("SELECT proto_name(ip_proto), count(*) FROM packets WHERE ip_proto IN (1, 6, 17) GROUP BY 1",
    lambda P: group([p for p in P if num(p, "ip.proto") in (1, 6, 17)], lambda p: {1: "icmp", 6: "tcp", 17: "udp"}[num(p, "ip.proto")], count))
ask("SELECT count(*) FROM packets WHERE array_has(tcp_port, 80)", lambda P: [(sum(1 for p in P if 80 in nums(p, "tcp.port")),)])
# IP
ask("SELECT ip_ttl, count(*) FROM packets GROUP BY ip_ttl", lambda P: group(P, lambda p: num(p, "ip.ttl"), count))
ask("SELECT ip_proto, ip_hdr_len, sum(ip_len) FROM packets WHERE ip_len IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["ip.len"]], lambda p: (num(p, "ip.proto"), num(p, "ip.hdr_len")), total(lambda p: num(p, "ip.len"))))
ask("SELECT ip_flags_df, ip_flags_mf, count(*) FROM packets GROUP BY 1, 2",
    lambda P: group(P, lambda p: (flag(p, "ip.flags.df"), flag(p, "ip.flags.mf")), count))
ask("SELECT count(*), max(ip_frag_offset) FROM packets WHERE ip_frag_offset > 0 OR ip_flags_mf",
    lambda P: (lambda R: [(len(R), least(lambda p: num(p, "ip.frag_offset"), max)(R))])(
        [p for p in P if (num(p, "ip.frag_offset") or 0) > 0 or flag(p, "ip.flags.mf")]))
ask("SELECT ip_dsfield_dscp, count(*) FROM packets GROUP BY 1", lambda P: group(P, lambda p: num(p, "ip.dsfield.dscp"), count))
ask("SELECT ipv6_nxt, ipv6_hlim, sum(ipv6_plen) FROM packets WHERE ipv6_nxt IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["ipv6.nxt"]], lambda p: (num(p, "ipv6.nxt"), num(p, "ipv6.hlim")), total(lambda p: num(p, "ipv6.plen"))))
ask("SELECT count(*), min(ip_id), max(ip_id) FROM packets",
    lambda P: [(len(P), least(lambda p: num(p, "ip.id"))(P), least(lambda p: num(p, "ip.id"), max)(P))])
# Others
ask("SELECT eth_type, count(*) FROM packets GROUP BY 1", lambda P: group(P, lambda p: num(p, "eth.type"), count))
ask("SELECT vlan_id, count(*) FROM packets WHERE vlan_id IS NOT NULL GROUP BY 1",
    lambda P: group([p for p in P if p["vlan.id"]], lambda p: num(p, "vlan.id"), count))
ask("SELECT vlan_id_all, count(*) FROM packets WHERE cardinality(vlan_id_all) > 1 GROUP BY 1",
    lambda P: group([p for p in P if len(p["vlan.id"]) > 1], lambda p: (tuple(nums(p, "vlan.id")),), count))
ask("SELECT arp_opcode, arp_src_proto_ipv4, count(*) FROM packets WHERE arp_opcode IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["arp.opcode"]], lambda p: (num(p, "arp.opcode"), first(p, "arp.src.proto_ipv4")), count))
ask("SELECT icmp_type, icmp_code, count(*) FROM packets WHERE icmp_type IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["icmp.type"]], lambda p: (num(p, "icmp.type"), num(p, "icmp.code")), count))
ask("SELECT icmpv6_type, count(*) FROM packets WHERE icmpv6_type IS NOT NULL GROUP BY 1",
    lambda P: group([p for p in P if p["icmpv6.type"]], lambda p: num(p, "icmpv6.type"), count))
ask("SELECT igmp_type, count(*) FROM packets GROUP BY 1", lambda P: group(P, lambda p: num(p, "igmp.type"), count))
# Lists and options
ask("SELECT file, frame_number, ip_addr FROM packets WHERE cardinality(ip_addr) > 2",
    lambda P: [(p["file"], num(p, "frame.number"), p["ip.addr"]) for p in P if len(p["ip.addr"]) > 2])
ask("SELECT tcp_options_mss_val_first, count(*) FROM packets WHERE tcp_flags_syn GROUP BY 1",
    lambda P: group([p for p in P if flag(p, "tcp.flags.syn")], lambda p: num(p, "tcp.options.mss_val"), count))
ask("SELECT cardinality(tcp_option_kind), count(*) FROM packets WHERE tcp_option_kind IS NOT NULL GROUP BY 1",
    lambda P: group([p for p in P if p["tcp.option_kind"]], lambda p: len(p["tcp.option_kind"]), count))
# (What a reset carries is its cause to tshark, and no payload.)
ask("SELECT sum(tcp_hdr_len), sum(length(hex(tcp_payload)) / 2) FROM packets WHERE NOT tcp_flags_reset",
    lambda P: (lambda R: [(total(lambda p: num(p, "tcp.hdr_len"))(R), total(lambda p: len(first(p, "tcp.payload")) // 2 if p["tcp.payload"] else None)(R))])(
        [p for p in P if flag(p, "tcp.flags.reset") is False]))
ask("SELECT file, frame_number, hex(tcp_payload) FROM packets WHERE tcp_len BETWEEN 1 AND 8 AND NOT tcp_flags_reset",
    lambda P: [(p["file"], num(p, "frame.number"), first(p, "tcp.payload")) for p in P
               if 1 <= (num(p, "tcp.len") or 0) <= 8 and not flag(p, "tcp.flags.reset")])
# DNS
ask("SELECT dns_flags_response, dns_flags_rcode, count(*) FROM packets WHERE dns_id IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["dns.id"]], lambda p: (flag(p, "dns.flags.response"), num(p, "dns.flags.rcode")), count))
ask("SELECT dns_qry_name_first, dns_qry_type_first, count(*) FROM packets WHERE NOT dns_flags_response GROUP BY 1, 2",
    lambda P: group([p for p in P if flag(p, "dns.flags.response") is False], lambda p: (first(p, "dns.qry.name"), num(p, "dns.qry.type")), count))
ask("SELECT file, frame_number, dns_a, dns_aaaa, dns_cname FROM packets WHERE dns_count_answers > 0",
    lambda P: [(p["file"], num(p, "frame.number"), some(p["dns.a"]), some(p["dns.aaaa"]), some(p["dns.cname"]))
               for p in P if (num(p, "dns.count.answers") or 0) > 0])
ask("SELECT a, count(*) FROM (SELECT unnest(dns_a) AS a FROM packets) GROUP BY a",
    lambda P: group([{"a": a} for p in P for a in p["dns.a"]], lambda p: p["a"], count))
# Numbers and times
ask("SELECT file, max(frame_number), count(*) FROM packets GROUP BY 1",
    lambda P: group(P, lambda p: p["file"], least(lambda p: num(p, "frame.number"), max), count))
ask("SELECT file, frame_number, src FROM packets WHERE frame_number BETWEEN 3 AND 5",
    lambda P: [(p["file"], num(p, "frame.number"), src(p)) for p in P if 3 <= num(p, "frame.number") <= 5])
ask("SELECT file, CAST(min(frame_time) AS BIGINT), CAST(max(frame_time) AS BIGINT) FROM packets GROUP BY 1",
    lambda P: group(P, lambda p: p["file"], least(epoch), least(epoch, max)))
ask("SELECT file, round(sum(frame_time_delta), 3), round(max(frame_time_relative), 3) FROM packets GROUP BY 1",
    lambda P: group(P, lambda p: p["file"], lambda g: round(sum(float(first(p, "frame.time_delta")) for p in g), 3),
                    lambda g: round(max(float(first(p, "frame.time_relative")) for p in g), 3)))
ask("SELECT date_trunc('day', frame_time), count(*) FROM packets GROUP BY 1",
    lambda P: group(P, lambda p: day(epoch(p)), count))
# Flows: what only the packets before tell
ask("SELECT file, tcp_stream, count(*), sum(tcp_len) FROM packets WHERE tcp_stream IS NOT NULL GROUP BY 1, 2",
    lambda P: group([p for p in P if p["tcp.stream"]], lambda p: (p["file"], num(p, "tcp.stream")), count, total(lambda p: num(p, "tcp.len"))))
ask("SELECT file, max(udp_stream), count(*) FROM packets WHERE udp_stream IS NOT NULL GROUP BY 1",
    lambda P: group([p for p in P if p["udp.stream"]], lambda p: p["file"], least(lambda p: num(p, "udp.stream"), max), count))
ask("SELECT file, frame_number, tcp_seq FROM packets WHERE tcp_stream = 0 AND tcp_flags_fin",
    lambda P: [(p["file"], num(p, "frame.number"), num(p, "tcp.seq")) for p in P if num(p, "tcp.stream") == 0 and flag(p, "tcp.flags.fin")])
# Display filters, joins, windows, sets
ask("SELECT count(*) FROM packets WHERE display_filter('tcp.flags.syn == 1 && ip')",
    lambda P: [(sum(1 for p in P if flag(p, "tcp.flags.syn") and p["ip.src"]),)])
ask("SELECT display_filter('ip.ttl < 64 || ipv6'), count(*) FROM packets GROUP BY 1",
    lambda P: group(P, lambda p: any(n < 64 for n in nums(p, "ip.ttl")) or bool(p["ipv6.src"]), count))
ask("SELECT count(*) FROM packets WHERE display_filter('frame.number <= 2')", lambda P: [(sum(1 for p in P if num(p, "frame.number") <= 2),)])
ask("SELECT a.file, count(*) FROM packets a JOIN packets b ON a.file = b.file AND a.frame_number + 1 = b.frame_number AND a.ip_src = b.ip_dst GROUP BY 1",
    lambda P: group([a for a, b in zip(P, P[1:]) if a["file"] == b["file"] and a["ip.src"] and first(a, "ip.src") == first(b, "ip.dst")],
                    lambda p: p["file"], count))
ask("SELECT ip_src FROM packets WHERE ip_src IS NOT NULL EXCEPT SELECT ip_dst FROM packets",
    lambda P: [(a,) for a in {first(p, "ip.src") for p in P if p["ip.src"]} - {first(p, "ip.dst") for p in P}])
ask("SELECT file, frame_number, sum(frame_len) OVER (PARTITION BY file ORDER BY frame_number) FROM packets WHERE frame_number < 4",
    lambda P: running([p for p in P if num(p, "frame.number") < 4]))
ask("WITH t AS (SELECT src, sum(frame_len) b FROM packets GROUP BY src) SELECT count(*), max(b) FROM t",
    lambda P: (lambda R: [(len(R), max(r[1] for r in R))])(group(P, src, total(lambda p: num(p, "frame.len")))))
ask("SELECT CASE WHEN frame_len < 100 THEN 'small' ELSE 'large' END, count(*) FROM packets GROUP BY 1",
    lambda P: group(P, lambda p: "small" if num(p, "frame.len") < 100 else "large", count))
ask("SELECT src, count(*) FROM packets GROUP BY src HAVING count(*) > 20", lambda P: [r for r in group(P, src, count) if r[1] > 20])


def day(ns):
    import datetime
    then = datetime.datetime.fromtimestamp(ns // 10**9, datetime.timezone.utc)
    return then.strftime("%Y-%m-%dT00:00:00.000000000Z")


def running(packets):
    sums, out = collections.Counter(), []
    for p in packets:
        sums[p["file"]] += num(p, "frame.len")
        out.append((p["file"], num(p, "frame.number"), sums[p["file"]]))
    return out


def plain(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def answers(pkt, files, options):
    """What pkt-sql answers to each query: rows, or an error."""
    # SHOW TABLES marks the end of each answer, as it is answered without reading anything.
    text = ";\n".join(part for sql, _ in Q for part in (sql, "SHOW TABLES")) + ";\n"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as queries:
        queries.write(text)
        queries.flush()
        command = [*pkt, "-f", queries.name, "-T", "ndjson", *options, *files]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    out, rows = [], []
    for line in done.stdout.decode().splitlines():
        row = json.loads(line)
        if list(row) == ["table_name", "what"]:
            if row["table_name"] == "packets":
                out.append(rows)
                rows = []
        else:
            rows.append([plain(v) for v in row.values()])
    if done.returncode != 0:
        print(f"pkt-sql ended with {done.returncode} at query {len(out) + 1}: {Q[min(len(out), len(Q) - 1)][0]}\n{done.stderr.decode()}")
    return out


def main():
    words = sys.argv[1:]
    cluster = words[1] if words[0] == "--cluster" else None
    program, *captures = words[2:] if cluster else words
    captures = [pathlib.Path(c) for c in captures]
    here = [program, "sql"] if cluster else [program]
    pkt = [*here, "--cluster", cluster] if cluster else here
    wrong = checked = 0
    with tempfile.TemporaryDirectory() as folder:
        sets = {"as it is": ([], [])}
        packets = {"as it is": []}
        for kind in ("pcap", "pcapng", "pcapng, indexed"):
            sets[kind], packets[kind] = ([], []), []
        for capture in captures:
            rows = rows_of(capture)
            shown = str(capture)
            sets["as it is"][0].append(shown)
            packets["as it is"] += [{**row, "file": shown} for row in rows]
            for kind in ("pcap", "pcapng", "pcapng, indexed"):
                copy = os.path.join(folder, kind.replace(", ", "-"), capture.name)
                os.makedirs(os.path.dirname(copy), exist_ok=True)
                # Into pcap goes what has one link type and microseconds or nanoseconds as they are.
                form = "nsecpcap" if kind == "pcap" else "pcapng"
                made = subprocess.run(["editcap", "-F", form, shown, copy], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
                if made.returncode == 0:
                    sets[kind][0].append(copy)
                    packets[kind] += [{**row, "file": copy} for row in rows]
        subprocess.run([*here, "-q", "--index", *sets["pcapng, indexed"][0]], check=True)
        each = {"as it is": 1, "pcap": 2, "pcapng": 3, "pcapng, indexed": 7}
        runs = [(kind, n) for kind in sets for n in ((each[kind],) if cluster else (1, 2, 3, 7))]

        def run(of):
            kind, partitions = of
            # A part is a task of a cluster.
            split = ["--split", "4000" if cluster else "700"] if kind != "as it is" and partitions > 1 else []
            return answers(pkt, sets[kind][0], ["--partitions", str(partitions), *split])

        # A cluster is asked by several at a time.
        with concurrent.futures.ThreadPoolExecutor(len(runs) if cluster else 1) as pool:
            all_found = list(pool.map(run, runs))
        for (kind, partitions), found in zip(runs, all_found):
            expected = [sorted(([plain(v) for v in row] for row in function(packets[kind])), key=repr) for _, function in Q]
            for i, (sql, _) in enumerate(Q):
                checked += 1
                got = sorted(found[i], key=repr) if i < len(found) else ["no answer"]
                if got != expected[i]:
                    wrong += 1
                    more = [row for row in got if row not in expected[i]][:3]
                    less = [row for row in expected[i] if row not in got][:3]
                    print(f"{kind}, {partitions} partitions: {sql}\n  {len(got)} rows, {len(expected[i])} expected; too many {more}, missing {less}")
        total_packets = len(packets["as it is"])
    print(f"{len(Q)} queries, {len(captures)} captures with {total_packets} packets, {checked} answers, {wrong} wrong")
    return 1 if wrong or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
