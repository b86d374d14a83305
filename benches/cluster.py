#!/usr/bin/env python3
"""Times `pkt sql --cluster` with one executor and with two, of one thread each, beside `pkt sql` alone, in one run; prints a table.

usage: benches/cluster.py [--cluster BIN] [--packets N] [--parts N] [--rounds N]

Scheduler, executors and client are processes of this machine: where it has two processors, two executors share them with the scheduler
and the client, and what is gained is less than on two machines. The capture is that of benches/compare.py, cut into 27 parts. Rounds go
through all queries; of the rounds the least counts. Every answer is compared with that without a cluster.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import compare  # noqa: E402

QUERIES = {
    "sources": "SELECT ip_src, count(*) AS n, sum(frame_len) AS b FROM {} GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1 LIMIT 10",
    "SYN without ACK": "SELECT count(*) AS n FROM {} WHERE tcp_flags_syn AND NOT tcp_flags_ack",
    "a display filter": "SELECT count(*) AS n, sum(frame_len) AS b FROM {} WHERE display_filter('ip.ttl < 5 or tcp.window_size_value == 0 or udp.length > 1400')",
    # All layers are decoded.
    "conversations by protocol": "SELECT src, dst, protocol, count(*) AS n FROM {} GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 10",
}


class Process:
    """A process of the cluster, and the lines it says."""

    def __init__(self, *command):
        self.child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def line(self, wanted):
        for line in self.child.stderr:
            if wanted in line:
                return line.strip()
        sys.exit(f"{self.child.args}: ended without `{wanted}`")

    def end(self):
        self.child.terminate()
        self.child.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cluster", default=str(compare.HOME / "target/release/pkt-cluster"))
    parser.add_argument("--packets", type=int, default=1_000_000)
    parser.add_argument("--parts", type=int, default=27)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    running = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        capture = os.path.join(folder, "big.pcap")
        packets = compare.build(capture, args.packets)
        size = os.path.getsize(capture)
        split = -(-size // args.parts)
        print(f"{packets} packets, {size / 1e6:.0f} MB, {args.parts} parts; {os.cpu_count()} processors for client, scheduler and executors\n")

        def ask(query, *more):
            begun = time.monotonic()
            command = [args.cluster, "sql", "-q", query.format(f"'{capture}'"), "-T", "csv", *more]
            done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
            if done.returncode != 0:
                sys.exit(f"{command}: {done.stderr}")
            return time.monotonic() - begun, done.stdout

        try:
            scheduler = Process(args.cluster, "scheduler", "--port", "0")
            running.append(scheduler)
            address = scheduler.line("listening on ").rsplit(" ", 1)[1]
            said, times, shared = {}, {}, {}

            def rounds(kind, *more):
                for _ in range(args.rounds):
                    for name, query in QUERIES.items():
                        took, answer = ask(query, *more)
                        if said.setdefault(name, answer) != answer:
                            sys.exit(f"{name}: {kind} gives another answer:\n{answer}not\n{said[name]}")
                        times[name, kind] = min(took, times.get((name, kind), took))
                        if kind == "two":
                            status = subprocess.run([args.cluster, "status", "--json", address], stdout=subprocess.PIPE, check=True)
                            shared[name] = sorted(json.loads(status.stdout)["jobs"][-1]["tasks"].values())

            rounds("alone", "--partitions", "1")
            rounds("alone, two", "--partitions", "2")
            there = ["--cluster", address, "--split", str(split), "--partitions", "2"]
            for kind in ("one", "two"):
                running.append(Process(args.cluster, "executor", "--threads", "1", "--scheduler", address, "--work-dir", folder))
                scheduler.line("has joined")
                rounds(kind, *there)
        finally:
            for process in reversed(running):
                process.end()
        print(f"{'':30} {'alone:':>8} {'':>8} {'executors:':>10}")
        print(f"{'seconds':30} {'1 thread':>8} {'2':>8} {'1':>10} {'2':>8}   2 for 1   tasks of each of the two")
        for name in QUERIES:
            alone, pair, one, two = (times[name, kind] for kind in ("alone", "alone, two", "one", "two"))
            print(f"{name:30} {alone:8.3f} {pair:8.3f} {one:10.3f} {two:8.3f} {one / two:9.2f}   {' + '.join(map(str, shared[name]))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
