#!/usr/bin/env python3
"""All 65,535 ports of one host, scanned by pkt and by nmap in turn: wall time, CPU, packets, and whether the verdicts are the same.

Needs root: it makes two network namespaces joined by a veth pair, and deletes them. Nothing leaves them. Three ports are open.
  --rounds N   how often each program has its turn
"""
import argparse, os, re, resource, statistics, subprocess, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FROM, TO = f"pktscan{os.getpid()}a", f"pktscan{os.getpid()}b"
OPEN = (22, 80, 50000)
SERVER = f"import socket,time; s=[socket.create_server(('10.78.0.2',p)) for p in {OPEN}]; print('up',flush=True); time.sleep(3600)"


def commands(pkt):
    return {
        "pkt scan -p -": [pkt, "scan", "-p", "-", "-T", "grepable", "10.78.0.2"],
        "nmap -sS -T5 -n": ["nmap", "-sS", "-T5", "-n", "-p-", "-oG", "-", "10.78.0.2"],
    }


def ip(*words):
    subprocess.run(["ip", *words], check=True)


def set_up():
    for name, address in ((FROM, "10.78.0.1/24"), (TO, "10.78.0.2/24")):
        ip("netns", "add", name)
    ip("link", "add", "veth", "netns", FROM, "type", "veth", "peer", "name", "veth", "netns", TO)
    for name, address in ((FROM, "10.78.0.1/24"), (TO, "10.78.0.2/24")):
        ip("-n", name, "addr", "add", address, "dev", "veth")
        ip("-n", name, "link", "set", "veth", "up")
    server = subprocess.Popen(["ip", "netns", "exec", TO, "python3", "-c", SERVER], stdout=subprocess.PIPE)
    server.stdout.readline()
    return server


def packets():
    text = subprocess.run(["ip", "-n", TO, "-s", "link", "show", "veth"], capture_output=True, text=True).stdout
    return int(re.search(r"RX:.*\n\s+\d+\s+(\d+)", text).group(1))


def run(command):
    before, used, start = packets(), resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    text = subprocess.run(["ip", "netns", "exec", FROM, *command], capture_output=True, text=True).stdout
    took, now = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    found = sorted(int(port) for port in re.findall(r"(\d+)/open/", text))
    closed = re.search(r"closed \((\d+)\)", text)
    return took, cpu, packets() - before, (found, int(closed.group(1)) if closed else 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pkt", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "target")), "release", "pkt"))
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    server = None
    try:
        server = set_up()
        results = {name: [] for name in commands(given.pkt)}
        for _ in range(given.rounds):
            for name, command in commands(given.pkt).items():
                results[name].append(run(command))
        print(f"65,535 ports of a host, {given.rounds} rounds in turn; medians\n")
        print("program            seconds (least to most)   CPU s   packets   verdicts")
        for name, rounds in results.items():
            times, right = [r[0] for r in rounds], (list(OPEN), 65535 - len(OPEN))
            verdicts = "all right" if all(r[3] == right for r in rounds) else f"{sum(r[3] != right for r in rounds)} rounds wrong: {rounds[-1][3]}"
            cpu, sent = statistics.median(r[1] for r in rounds), statistics.median(r[2] for r in rounds)
            print(f"{name:17}  {statistics.median(times):7.2f} ({min(times):.2f} to {max(times):.2f})      {cpu:6.2f}  {sent:8,.0f}   {verdicts}")
    finally:
        if server:
            server.kill()
        for name in (FROM, TO):
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL)


main()
