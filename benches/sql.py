#!/usr/bin/env python3
"""Times `pkt sql` beside tshark and awk, tcpdump, DuckDB on our Parquet, and `pkt read -T none`, in one run.

usage: benches/sql.py [--pkt BIN] [--sql BIN] [--packets N] [--rounds N] [--times N] [--no-tshark]

The capture is that of benches/compare.py. DuckDB is taken from PyPI into target/duckdb where it can be had. Every program is run in
turn; of the rounds the least counts. tshark is run once, as it takes minutes.
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

HOME = compare.HOME
BY_SOURCE = "SELECT ip_src, count(*) AS n, sum(frame_len) AS b FROM {} GROUP BY 1 ORDER BY 3 DESC, 2 DESC, 1 LIMIT 10"
SYN = "SELECT count(*) AS n FROM {} WHERE tcp_flags_syn AND NOT tcp_flags_ack"
QUERIES = {
    "sources": BY_SOURCE,
    "SYN without ACK": SYN,
    "count and bytes": "SELECT count(*) AS n, sum(frame_len) AS b FROM {}",
    "five columns, some rows": "SELECT ip_src, ip_dst, tcp_srcport, tcp_dstport, frame_len FROM {} WHERE tcp_dstport = 443 AND frame_len > 1000 ORDER BY 5 DESC, 1, 2, 3 LIMIT 3",
    # All layers are decoded.
    "conversations by protocol": "SELECT src, dst, protocol, count(*) AS n FROM {} GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1, 2, 3 LIMIT 10",
}


def wall(command, rounds, **more):
    best = None
    for _ in range(rounds):
        begun = time.monotonic()
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, **more)
        took = time.monotonic() - begun
        if done.returncode not in (0, 2):
            sys.exit(f"{command}: {done.stderr.decode()}")
        best = took if best is None else min(best, took)
    return best, done.stdout.decode()


def turns(commands, rounds):
    """The same of several programs, run in turn."""
    best = [(float("inf"), "")] * len(commands)
    for _ in range(rounds):
        best = [min(best[i], wall(command, 1), key=lambda done: done[0]) for i, command in enumerate(commands)]
    return best


def duckdb():
    """A Python that has DuckDB; None where there is none to be had."""
    folder = HOME / "target" / "duckdb"
    python = folder / "bin" / "python"
    if not python.exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False).returncode == 0
        if not made or subprocess.run([str(python), "-m", "pip", "install", "--quiet", "duckdb"], check=False).returncode != 0:
            return None
    return str(python) if subprocess.run([str(python), "-c", "import duckdb"], check=False).returncode == 0 else None


DUCK = """
import duckdb, json, sys, time
query, threads, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
db = duckdb.connect(); db.execute(f"SET threads TO {threads}")
best = None
for _ in range(rounds):
    begun = time.monotonic(); rows = db.execute(query).fetchall(); took = time.monotonic() - begun
    best = took if best is None else min(best, took)
print(json.dumps([best, [[str(v) for v in row] for row in rows]]))
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--pkt", default=str(HOME / "target/release/pkt"))
    parser.add_argument("--sql", default=str(HOME / "target/release/pkt-sql"))
    parser.add_argument("--packets", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--times", type=int, default=4, help="read the capture so many times in one query")
    parser.add_argument("--no-tshark", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        capture, parquet = os.path.join(folder, "big.pcap"), os.path.join(folder, "big.parquet")
        packets = compare.build(capture, args.packets)
        size = os.path.getsize(capture)
        print(f"{packets} packets, {size / 1e6:.0f} MB, {os.cpu_count()} processors\n")
        reading = [args.pkt, "read", "-T", "none", capture]
        (read, _), (read1, _) = turns([reading, [*reading, "--threads", "1"]], args.rounds)
        print(f"{'pkt read -T none, 1 and 2 threads':45} {read1:8.3f} {read:8.3f} s")
        convert, _ = wall([args.sql, "-q", "--convert", parquet, "--columns", "frame_time,frame_len,ip_src,ip_dst,tcp_srcport,tcp_dstport,tcp_flags_syn,tcp_flags_ack", capture], 1)
        print(f"{'--convert, 8 columns':45} {convert:8.3f} s, {os.path.getsize(parquet) / 1e6:.1f} MB\n")
        python, ours = duckdb(), {}
        print(f"{'':45} {'1 thread':>8} {'2':>8} s")
        for name, query in QUERIES.items():
            ask = [args.sql, query.format(f"'{capture}'"), "-T", "csv", "--partitions"]
            one, two, beside = turns([[*ask, "1"], [*ask, "2"], reading], args.rounds)
            times, ours[name] = [one[0], two[0]], two[1]
            if one[1] != two[1]:
                sys.exit(f"{name}: two threads give another answer:\n{two[1]}not\n{one[1]}")
            beside = f"; 2 take {times[1] / beside[0]:.2f} times `read`" if name == "sources" else ""
            print(f"{'pkt sql, pcap: ' + name:45} {times[0]:8.3f} {times[1]:8.3f}   2 threads are {times[0] / times[1]:.2f} times 1{beside}")
            if name in ("sources", "SYN without ACK", "count and bytes"):
                times = [wall([args.sql, query.format(f"'{parquet}'"), "-T", "csv", "--partitions", str(t)], args.rounds) for t in (1, 2)]
                # Addresses in Parquet are text and sort as such: of equal rows others may come first.
                numbers = lambda said: [line.split(",")[-2:] for line in said.split()]
                same = "" if numbers(times[0][1]) == numbers(ours[name]) else "   ANOTHER ANSWER"
                print(f"{'pkt sql, Parquet: ' + name:45} {times[0][0]:8.3f} {times[1][0]:8.3f}{same}")
            if python and "protocol" not in query:
                took = []
                for threads in (1, 2):
                    done = subprocess.run([python, "-c", DUCK, query.format(f"'{parquet}'"), str(threads), str(args.rounds)], stdout=subprocess.PIPE, check=True)
                    took.append(json.loads(done.stdout)[0])
                print(f"{'DuckDB (query alone), Parquet: ' + name:45} {took[0]:8.3f} {took[1]:8.3f}")
        # The start, some hundredths of a second, is not divided: it counts for less here.
        print()
        many = [capture] * args.times
        for name in ("sources", "conversations by protocol"):
            ask = [args.sql, QUERIES[name].format("packets"), *many, "-T", "csv", "--partitions"]
            times = [took for took, _ in turns([[*ask, "1"], [*ask, "2"]], args.rounds)]
            label = f"pkt sql, {args.times * packets / 1e6:.0f} million: {name}"
            print(f"{label:45} {times[0]:8.3f} {times[1]:8.3f}   2 threads are {times[0] / times[1]:.2f} times 1")
        print()
        syn, said = wall(["tcpdump", "-r", capture, "-n", "--count", compare.SYN_BPF], args.rounds)
        print(f"{'tcpdump --count SYN without ACK':45} {syn:8.3f}")
        if not args.no_tshark:
            awk = "{ n[$1]++; b[$1] += $2 } END { for (a in n) print a, n[a], b[a] }"
            command = f"tshark -n -r {capture} -T fields -E occurrence=f -e ip.src -e frame.len 2>/dev/null | awk -F'\\t' '{awk}' | sort -k3,3nr | head"
            took, _ = wall(["sh", "-c", command], 1)
            one, _ = wall([args.sql, BY_SOURCE.format(f"'{capture}'"), "-T", "csv"], args.rounds)
            print(f"{'tshark -T fields | awk: sources':45} {took:8.3f}   pkt sql is {took / one:.0f} times as quick")
    return 0


if __name__ == "__main__":
    sys.exit(main())
