#!/usr/bin/env python3
"""Times `pkt read` beside tcpdump and tshark on one file, and `pkt craft` beside Scapy, in one run; prints a table of each.

usage: benches/compare.py [--pkt BIN] [--packets N] [--capture FILE] [--rounds N] [--only pkt,tcpdump,tshark,scapy]

The file is made of the Ethernet captures in captures/ (and ../shared/captures, when that is there),
repeated to at least N packets.  Every program is run in turn, its output thrown away; of the rounds
the least counts.  CPU is user and system time of all its threads, memory the peak of the process.
"""
import argparse, os, pathlib, shutil, struct, subprocess, sys, tempfile, time

HOME = pathlib.Path(__file__).resolve().parent.parent
SYN = "tcp.flags.syn==1 && tcp.flags.ack==0"
# tcpdump sees IPv4 without VLANs and tunnels only.
SYN_BPF = "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn"
FIVE = "ip.src == 10.0.0.0/8 || ip.dst == 192.168.0.0/16 || tcp.port in {22, 80, 443, 8000..8080} || ip.ttl < 5 || udp.length > 1400"
FIELDS = ["ip.src", "ip.dst", "tcp.srcport", "tcp.dstport", "tcp.len"]


def frames(path):
    """The records of an Ethernet pcap file with microseconds, as little endian."""
    data = path.read_bytes()
    order = {b"\xd4\xc3\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">"}.get(data[:4])
    if not order or struct.unpack(order + "I", data[20:24])[0] & 0xFFFF != 1:
        return
    at, n = 24, 0
    while at + 16 <= len(data) and n < 3000:
        seconds, micros, held, wire = struct.unpack(order + "IIII", data[at : at + 16])
        if held > 262144 or at + 16 + held > len(data):
            return
        yield held, wire, data[at + 16 : at + 16 + held]
        at, n = at + 16 + held, n + 1


def build(target, packets):
    """Writes a capture of at least so many packets; how many they are."""
    folders = [f for f in (HOME / "captures", HOME.parent / "shared" / "captures") if f.is_dir()]
    records, n = [], 0
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            for held, wire, frame in frames(path):
                records.append(struct.pack("<IIII", 1_700_000_000 + n // 1000, n % 1000 * 1000, held, wire) + frame)
                n += 1
    blob, written = b"".join(records), 0
    with open(target, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        while written < packets:
            out.write(blob)
            written += n
    return written


def segment(there, client, server, port, seq, ack, flags, data=b"", options=b""):
    src, dst, sport, dport = (client, server, port, 80) if there else (server, client, 80, port)
    length = 40 + len(options) + len(data)
    return (b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0" + struct.pack(">BBHHHBBH4s4s", 0x45, 0, length, 1, 0x4000, 64, 6, 0, src, dst)
            + struct.pack(">HHIIBBHHH", sport, dport, seq & 0xFFFFFFFF, ack & 0xFFFFFFFF, (20 + len(options)) << 2, flags, 64240, 0, 0)
            + options + data)


def connection(i, packets):
    """A connection of so many packets: a handshake, questions and answers, a goodbye."""
    client, server = struct.pack(">I", 0x0A000000 + i % 50021), struct.pack(">I", 0xC0A80000 + i % 253)
    port, x, y = 1024 + i * 7 % 60000, i * 7919 + 5, i * 104729 + 7
    step = lambda there, *how, **more: segment(there, client, server, port, *how, **more)
    options = bytes([2, 4, 5, 0xB4, 4, 2, 8, 10, 0, 0, 3, 0xE8, 0, 0, 0, 0, 1, 3, 3, 7])
    yield step(True, x, 0, 2, options=options)
    yield step(False, y, x + 1, 0x12, options=options)
    yield step(True, x + 1, y + 1, 0x10)
    x, y = x + 1, y + 1
    for n in range(packets - 6):
        if n % 2 == 0:
            yield step(True, x, y, 0x18, b"GET / HTTP/1.1\r\n\r\n")
            x += 18
        else:
            yield step(False, y, x, 0x18, b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 81)
            y += 100
    yield step(True, x, y, 0x11)
    yield step(False, y, x + 1, 0x11)
    yield step(True, x + 1, y + 1, 0x10)


def build_small(target, packets, flows=100_000):
    """Writes a capture of so many connections, a thousand at a time."""
    n = 0
    with open(target, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        for first in range(0, flows, 1000):
            for round in zip(*(connection(i, packets // flows) for i in range(first, min(flows, first + 1000)))):
                for frame in round:
                    out.write(struct.pack("<IIII", 1_700_000_000 + n // 100_000, n % 100_000 * 10, len(frame), len(frame)) + frame)
                    n += 1
    return n


def run(command, rounds):
    """Wall and CPU seconds of the fastest round, and the peak memory in MB (of the kernel's VmHWM, looked at often)."""
    best = None
    for _ in range(rounds):
        start = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        peak = 0
        while os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            try:
                status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
                peak = max([peak] + [int(l.split()[1]) for l in status.splitlines() if l.startswith("VmHWM")])
            except OSError:
                pass
            time.sleep(0.002)
        wall = time.monotonic() - start
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 2):  # tshark ends with 2 on a frame it finds odd
            sys.exit(f"{' '.join(command)} ended with {child.returncode}")
        row = (wall, used.ru_utime + used.ru_stime, peak / 1024)
        best = tuple(map(min, best or row, row))
    return best


def craft(pkt, rounds, programs, folder):
    """A million SYNs of one expression, written to a file; Scapy makes and writes five thousand, as many as one waits for."""
    expression = 'Ether(src="02:00:00:00:00:02", dst="02:00:00:00:00:01")/IP(src="10.0.0.2", dst="10.0.0.1", ttl=(1,%d))/TCP(sport=(1,10000), flags="S", options=[("MSS",1460)])'
    out = os.path.join(folder, "syn.pcap")
    python = os.environ.get("PKT_SCAPY") or str(HOME / "target/scapy/bin/python")
    script = "import logging; logging.disable(50); from scapy.all import *; w = PcapWriter(%r)\nfor p in list(%s)[:5000]: w.write(p)" % (out, expression % 1)
    rows = [("pkt craft EXPR -w", [pkt, "craft", expression % 100, "-w", out], 1_000_000, "pkt", rounds)]
    if os.path.exists(python):
        rows.append(("Scapy: PcapWriter.write(EXPR)", [python, "-c", script], 5000, "scapy", 1))
    print(f"\n{'what':7} {'command':32} {'wall s':>8} {'packets/s':>12} {'CPU s':>8} {'peak MB':>8} {'pkt is faster':>14}")
    ours = None
    for name, command, packets, program, times in rows:
        if program not in programs:
            continue
        wall, cpu, memory = run(command, times)
        rate = packets / wall
        ours = ours or rate
        ratio = "" if program == "pkt" else f"{ours / rate:,.0f} x"
        print(f"{'craft':7} {name:32} {wall:8.2f} {rate:12,.0f} {cpu:8.2f} {memory:8.1f} {ratio:>14}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pkt", default=str(HOME / "target/release/pkt"))
    options.add_argument("--packets", type=int, default=1_000_000)
    options.add_argument("--capture", help="measure on this file rather than on one made here")
    options.add_argument("--rounds", type=int, default=3, help="of pkt and tcpdump; tshark runs once")
    options.add_argument("--only", default="pkt,tcpdump,tshark,scapy")
    options.add_argument("--linear", action="store_true", help="2, 5 and 10 times as many packets of 100,000 connections, too")
    options.add_argument("--what", help="only these rows, as syn,five,none1")
    o = options.parse_args()
    programs = [p for p in o.only.split(",") if p in ("pkt", "scapy") or shutil.which(p)]
    with tempfile.TemporaryDirectory() as folder:
        if o.what in (None, "craft"):
            craft(o.pkt, o.rounds, programs, folder)
        if o.what == "craft":
            return
        capture = o.capture or os.path.join(folder, "bench.pcap")
        if not o.capture:
            build(capture, o.packets)
        counted = subprocess.run([o.pkt, "read", "--match-count", capture], stdout=subprocess.PIPE, check=True).stdout
        packets, size = int(counted), os.path.getsize(capture)
        columns = [x for f in FIELDS for x in ("-e", f)]
        rows = [
            ("walk", "cat", ["cat", capture], "pkt"),
            ("walk", "pkt read -T none", [o.pkt, "read", "-T", "none", capture], "pkt"),
            ("walk", "tcpdump --count", ["tcpdump", "-n", "--count", "-r", capture], "tcpdump"),
            ("syn", "pkt read -Y --match-count", [o.pkt, "read", "-Y", SYN, "--match-count", capture], "pkt"),
            ("syn", "tcpdump FILTER --count", ["tcpdump", "-n", "-r", capture, SYN_BPF, "--count"], "tcpdump"),
            ("syn", "tshark -Y", ["tshark", "-n", "-r", capture, "-Y", SYN], "tshark"),
            ("none1", "pkt read -T none, 1 thread", [o.pkt, "read", "-T", "none", "--threads", "1", capture], "pkt"),
            ("five", "pkt read -T none -Y FIVE, 1 thr.", [o.pkt, "read", "-T", "none", "--threads", "1", "-Y", FIVE, capture], "pkt"),
            ("line", "pkt read", [o.pkt, "read", capture], "pkt"),
            ("line", "tcpdump", ["tcpdump", "-n", "-r", capture], "tcpdump"),
            ("line", "tshark", ["tshark", "-n", "-r", capture], "tshark"),
            ("fields", "pkt read -T fields (5)", [o.pkt, "read", "-T", "fields", *columns, capture], "pkt"),
            ("fields", "tshark -T fields (5)", ["tshark", "-n", "-r", capture, "-T", "fields", *columns], "tshark"),
            ("json", "pkt read -T ndjson", [o.pkt, "read", "-T", "ndjson", capture], "pkt"),
            ("json", "tshark -T ek", ["tshark", "-n", "-r", capture, "-T", "ek"], "tshark"),
            ("flows", "pkt flows", [o.pkt, "flows", "-T", "csv", capture], "pkt"),
            ("flows", "pkt handshakes", [o.pkt, "handshakes", "-T", "csv", capture], "pkt"),
            ("flows", "tshark -z conv,tcp", ["tshark", "-n", "-q", "-r", capture, "-z", "conv,tcp"], "tshark"),
        ]
        small = os.path.join(folder, "small.pcap")
        if o.what is None or "small" in o.what.split(","):
            build_small(small, o.packets)
            rows += [
                ("small", "pkt flows, 100,000 connections", [o.pkt, "flows", "-T", "csv", small], "pkt"),
                ("small", "pkt handshakes, the same", [o.pkt, "handshakes", "-T", "csv", small], "pkt"),
                ("small", "pkt handshakes -T ndjson", [o.pkt, "handshakes", "-T", "ndjson", small], "pkt"),
                ("small", "tshark -z conv,tcp", ["tshark", "-n", "-q", "-r", small, "-z", "conv,tcp"], "tshark"),
            ]
        if o.linear:
            for millions in (2, 5, 10):
                more = os.path.join(folder, f"small{millions}.pcap")
                build_small(more, o.packets * millions)
                for verb in ("flows", "handshakes"):
                    rows.append(("linear", f"pkt {verb}, {millions} times as many", [o.pkt, verb, "-T", "csv", more], "pkt"))
        print(f"{packets:,} packets, {size / 1e6:,.0f} MB, {os.cpu_count()} cores\n")
        print(f"{'what':7} {'command':32} {'wall s':>8} {'packets/s':>12} {'CPU s':>8} {'peak MB':>8} {'pkt is faster':>14}")
        ours, ours_cpu = {}, {}
        for what, name, command, program in rows:
            if program not in programs or o.what and what not in o.what.split(","):
                continue
            wall, cpu, memory = run(command, 1 if program == "tshark" else o.rounds)
            if name.startswith("pkt"):
                # Of several rows of ours the slowest counts.
                ours[what], ours_cpu[what] = max(wall, ours.get(what, 0)), max(cpu, ours_cpu.get(what, 0))
            ratio = f"{wall / ours[what]:.1f} x" if what in ours and not name.startswith("pkt") else ""
            many = packets
            if what in ("small", "linear"):
                many = o.packets * (int(name.split(", ")[1].split()[0]) if what == "linear" else 1)
            print(f"{what:7} {name:32} {wall:8.2f} {many / wall:12,.0f} {cpu:8.2f} {memory:8.1f} {ratio:>14}", flush=True)
        if {"five", "none1"} <= ours_cpu.keys():
            more = (ours_cpu["five"] - ours_cpu["none1"]) / packets * 1e9
            print(f"\nfive terms cost {more:.0f} ns of CPU a packet over -T none")


if __name__ == "__main__":
    main()
