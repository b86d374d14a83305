#!/usr/bin/env python3
"""The same flood, captured by pkt, tcpdump, dumpcap and netsniff-ng in turn: packets captured, dropped, CPU for each.

CPU is what the kernel has accounted to all threads of a program: for its start until it captures, for the packets, and for its end
from the signal on, which costs the same whatever was captured.

Needs root: it makes two network namespaces joined by a veth pair, and deletes them. Nothing leaves them. trafgen sends.
  --packets N   so many in each run        --rounds N   how often each program has its turn
  --rates A,B   packets a second; 0: as fast as trafgen can
"""
import argparse, os, re, resource, shutil, signal, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BUFFER = 8  # MiB of the kernel, for all
FROM, TO = f"pktflood{os.getpid()}a", f"pktflood{os.getpid()}b"
PACKET = "{ 2,0,0,0,0,2, 2,0,0,0,0,1, 8,0, 0x45,0,c16(78),0,0,0x40,0,64,17,0,0, 10,77,0,1, 10,77,0,2, c16(4000),c16(9),c16(58),0,0, fill('A',50) }\n"


def commands(pkt, out):
    return {
        "pkt sniff -w": [pkt, "sniff", "-i", "veth", "-B", str(BUFFER * 1024), "-w", out + ".pcapng"],
        "tcpdump -w": ["tcpdump", "-Z", "root", "-n", "-i", "veth", "-B", str(BUFFER * 1024), "-w", out + ".pcap"],
        "dumpcap": ["dumpcap", "-q", "-i", "veth", "-B", str(BUFFER), "-w", out + ".pcapng"],
        "netsniff-ng": ["netsniff-ng", "-s", "-i", "veth", "-o", out + ".pcap", "-S", f"{BUFFER}MiB"],
    }


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def set_up():
    for name in (FROM, TO):
        ip("netns", "add", name)
        subprocess.run(["ip", "netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1"], check=True)
    ip("link", "add", "veth", "netns", FROM, "type", "veth", "peer", "name", "veth", "netns", TO)
    for name in (FROM, TO):
        ip("-n", name, "link", "set", "veth", "up")


def tear_down():
    for name in (FROM, TO):
        subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL)


def came(packets_before=0):
    """How many frames the interface has received: what there was to capture."""
    text = subprocess.run(["ip", "-n", TO, "-s", "link", "show", "veth"], capture_output=True, text=True).stdout
    return int(re.search(r"RX:.*\n\s+\d+\s+(\d+)", text).group(1)) - packets_before


def in_file(path):
    text = subprocess.run(["capinfos", "-M", "-c", path], capture_output=True, text=True).stdout
    found = re.search(r"Number of packets:\s+(\d+)", text)
    return int(found.group(1)) if found else 0


def spent(pid):
    """Nanoseconds on a CPU, of all threads."""
    total = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/schedstat") as stat:
            total += int(stat.read().split()[0])
    return total


def run(command, config, packets, rate, out):
    for name in os.listdir(os.path.dirname(out)):
        if name.startswith(os.path.basename(out)):
            os.remove(os.path.join(os.path.dirname(out), name))
    child = subprocess.Popen(["ip", "netns", "exec", TO, *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(0.7)
    before, start = came(), spent(child.pid)
    flood = ["ip", "netns", "exec", FROM, "trafgen", "-i", config, "-o", "veth", "-n", str(packets), "-P1", "-q"]
    if rate:
        flood += ["-b", f"{rate}pps"]
    started = time.time()
    subprocess.run(flood, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    took = time.time() - started
    time.sleep(0.4)
    sent, end = came(before), spent(child.pid)
    child.send_signal(signal.SIGINT)
    _, _, usage = os.wait4(child.pid, 0)
    child.returncode = 0
    files = [os.path.join(os.path.dirname(out), name) for name in os.listdir(os.path.dirname(out)) if name.startswith(os.path.basename(out))]
    return sent, sum(in_file(path) for path in files), start, end - start, sent / took, (usage.ru_utime + usage.ru_stime) * 1e9 - end


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pkt", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "target")), "release", "pkt"))
    options.add_argument("--packets", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--rates", default="20000,100000,0")
    options.add_argument("--dir", help="where the files go [a tmpfs, so that the disk is no part of it]")
    given = options.parse_args()
    if os.geteuid() != 0:
        sys.exit("bench-live needs root, for its network namespaces")
    for tool in ("trafgen", "tcpdump", "dumpcap", "netsniff-ng", "capinfos", "ip"):
        if not shutil.which(tool):
            sys.exit(f"bench-live needs {tool}: scripts/setup bench")
    folder = tempfile.mkdtemp(dir=given.dir or "/dev/shm")
    out = os.path.join(folder, "out")
    config = os.path.join(folder, "flood.cfg")
    open(config, "w").write(PACKET)
    try:
        set_up()
        print(f"{given.rounds} rounds, kernel buffer {BUFFER} MiB, frames of 92 bytes; medians\n")
        print("wanted/s  program        came to the wire   captured        lost   wire/s   start ms  end ms  CPU ns a packet")
        for rate in map(int, given.rates.split(",")):
            packets = min(given.packets, rate * 10) if rate else given.packets
            results = {name: [] for name in commands(given.pkt, out)}
            for _ in range(given.rounds):
                for name, command in commands(given.pkt, out).items():
                    results[name].append(run(command, config, packets, rate, out))
            for name, rounds in results.items():
                sent, got = sum(r[0] for r in rounds), sum(r[1] for r in rounds)
                start = statistics.median(r[2] / 1e6 for r in rounds)
                each = statistics.median(r[3] / max(r[1], 1) for r in rounds)
                speed = statistics.median(r[4] for r in rounds)
                end = statistics.median(r[5] / 1e6 for r in rounds)
                print(f"{rate or 'all':>8}  {name:13}  {sent:16,}  {got:9,}  {sent - got:10,}  {speed:7,.0f}  {start:9.1f}  {end:6.1f}  {each:15.0f}", flush=True)
            print()
    finally:
        tear_down()
        shutil.rmtree(folder, ignore_errors=True)


main()
