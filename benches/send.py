#!/usr/bin/env python3
"""The same packets sent by pkt, trafgen and tcpreplay in turn over a veth pair, and a capture replayed in its own time by pkt and tcpreplay.

Needs root: it makes two network namespaces joined by a veth pair, and deletes them. Nothing leaves them.
  --packets N   so many in each run        --rounds N   how often each program has its turn
  --first       all senders run with a real-time priority, so that what else is done on the machine does not count
"""
import argparse, os, re, shutil, statistics, struct, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FROM, TO = f"pktsend{os.getpid()}a", f"pktsend{os.getpid()}b"
FLOOD = "{ 2,0,0,0,0,2, 2,0,0,0,0,1, 8,0, 0x45,0,c16(78),0,0,0x40,0,64,17,0,0, 10,77,0,1, 10,77,0,2, c16(4000),c16(9),c16(58),0,0, fill('A',50) }\n"
FRAME = bytes([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45, 0, 0, 78, 0, 0, 0x40, 0, 64, 17, 0, 0, 10, 77, 0, 1, 10, 77, 0, 2,
               0x0f, 0xa0, 0, 9, 0, 58, 0, 0]) + b"A" * 50
EXPR = ('Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")/IP(src="10.77.0.1",dst="10.77.0.2",flags="DF",id=0)'
        '/UDP(sport=4000,dport=9)/("A"*50)')


def pcap(path, times):
    """Frames at these times, in µs."""
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for at in times:
            file.write(struct.pack("<IIII", 1_700_000_000 + at // 1_000_000, at % 1_000_000, len(FRAME), len(FRAME)) + FRAME)


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


def came():
    text = subprocess.run(["ip", "-n", TO, "-s", "link", "show", "veth"], capture_output=True, text=True).stdout
    return int(re.search(r"RX:.*\n\s+\d+\s+(\d+)", text).group(1))


AHEAD = []


def run(command):
    """Packets that came, the time on the wall, and the CPU."""
    before, started = came(), time.time()
    child = subprocess.Popen([*AHEAD, "ip", "netns", "exec", FROM, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    if status:
        sys.exit(f"{command[0]} failed: {said}")
    return came() - before, time.time() - started, usage.ru_utime + usage.ru_stime, said


def flood(given, folder):
    one, many = os.path.join(folder, "one.pcap"), os.path.join(folder, "many.pcap")
    config = os.path.join(folder, "flood.cfg")
    open(config, "w").write(FLOOD)
    pcap(one, [0])
    pcap(many, range(given.packets // 10))
    n = str(given.packets)
    commands = {
        "pkt send --count": [given.pkt, "send", "-i", "veth", EXPR, "--count", n],
        "trafgen -P1": ["trafgen", "-i", config, "-o", "veth", "-n", n, "-P1", "-q"],
        "pkt replay --speed max": [given.pkt, "replay", "-i", "veth", many, "--speed", "max", "--loop", "10"],
        "tcpreplay --topspeed": ["tcpreplay", "-q", "-i", "veth", "--topspeed", "--loop=10", "--preload-pcap", many],
    }
    results = {name: [] for name in commands}
    for _ in range(given.rounds):
        for name, command in commands.items():
            results[name].append(run(command)[:3])
    print("program                    packets  packets/s on the wall  packets/s of CPU")
    for name, rounds in results.items():
        wall, cpu = (statistics.median(r[0] / max(r[i], 1e-3) for r in rounds) for i in (1, 2))
        print(f"{name:24} {rounds[0][0]:9,}  {wall:21,.0f}  {cpu:16,.0f}", flush=True)


def timing(given, folder):
    """How exact the gaps are that a third program captures: no sender is asked about itself."""
    # From 200 µs to 5 ms apart, always the same ones.
    times, at, state = [], 0, 1
    for _ in range(2000):
        times.append(at)
        state = (state * 1103515245 + 12345) % (1 << 31)
        at += 200 + state % 4800
    file, got = os.path.join(folder, "timed.pcap"), os.path.join(folder, "got.pcap")
    pcap(file, times)
    commands = {
        "pkt replay": [given.pkt, "replay", "-i", "veth", file],
        "tcpreplay": ["tcpreplay", "-q", "-i", "veth", file],
        "tcpreplay -T nano": ["tcpreplay", "-q", "-i", "veth", "--timer=nano", file],
        "tcpreplay -T gtod": ["tcpreplay", "-q", "-i", "veth", "--timer=gtod", file],
    }
    print("\nhow far from its time each packet came, and how far gaps were from theirs, in µs")
    print("program                  median      p99       most  gaps: median      p99   CPU s")
    for name, command in commands.items():
        errors, gaps, cpu = [], [], 0
        for _ in range(given.rounds):
            capture = subprocess.Popen(["ip", "netns", "exec", TO, "tcpdump", "-Z", "root", "-n", "-i", "veth", "-j", "host", "--nano", "-B", "8192",
                                        "-w", got], stderr=subprocess.PIPE, text=True)
            capture.stderr.readline()
            time.sleep(0.3)
            cpu += run(command)[2]
            # tcpdump's kernel shows what came within a second.
            time.sleep(1.3)
            capture.terminate()
            capture.communicate()
            data, place, arrived = open(got, "rb").read(), 24, []
            while place + 16 <= len(data):
                seconds, nanos, length, _ = struct.unpack_from("<IIII", data, place)
                arrived.append(seconds * 1_000_000_000 + nanos)
                place += 16 + length
            if len(arrived) != len(times):
                sys.exit(f"{name}: {len(arrived)} of {len(times)} packets were captured")
            # The start is the one that fits best: a first packet that is late must not make all others early.
            offsets = [came - 1000 * at for came, at in zip(arrived, times)]
            start = statistics.median(offsets)
            errors += [abs(offset - start) / 1000 for offset in offsets]
            gaps += [abs(after - before) / 1000 for before, after in zip(offsets, offsets[1:])]
        errors.sort()
        gaps.sort()
        at = lambda values, share: values[min(len(values) - 1, int(share * len(values)))]
        print(f"{name:21} {at(errors, 0.5):9.1f} {at(errors, 0.99):8.1f} {errors[-1]:10.1f}  {at(gaps, 0.5):12.1f} {at(gaps, 0.99):8.1f}"
              f"  {cpu / given.rounds:6.2f}", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pkt", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "target")), "release", "pkt"))
    options.add_argument("--packets", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--first", action="store_true")
    given = options.parse_args()
    if given.first:
        AHEAD.extend(["chrt", "-f", "10"])
    if os.geteuid() != 0:
        sys.exit("bench-send needs root, for its network namespaces")
    for tool in ("trafgen", "tcpreplay", "tcpdump", "ip"):
        if not shutil.which(tool):
            sys.exit(f"bench-send needs {tool}: scripts/setup flood")
    folder = tempfile.mkdtemp(dir="/dev/shm")
    try:
        set_up()
        print(f"{given.rounds} rounds, frames of {len(FRAME)} bytes over veth, one process each; medians\n")
        flood(given, folder)
        timing(given, folder)
    finally:
        tear_down()
        shutil.rmtree(folder, ignore_errors=True)


main()
