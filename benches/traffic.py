#!/usr/bin/env python3
"""`make bench-traffic`: echo servers side by side, under the same load, on the loopback interface.

Each server runs alone; the load is `pkt load`, a closed loop, three times each in turn, and the best run of each counts (the machine
has other things to do too). Then 10,000 connections that say nothing, and what waiting clients see of the four ways of serving.
"""

import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PKT = os.environ.get("PKT", os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release", "pkt"))
SECONDS = os.environ.get("SECONDS_EACH", "3")
ROUNDS = int(os.environ.get("ROUNDS", "3"))

NGINX = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/log error; worker_rlimit_nofile 65536;
{modules}
events {{ worker_connections 16384; }}
stream {{
    server {{ listen 127.0.0.1:{port}; proxy_pass 127.0.0.1:{behind}; }}
}}
"""


def free(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextlib.contextmanager
def running(command, port, datagrams=False):
    """A server, from when it answers."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        end = time.time() + 10
        while time.time() < end:
            try:
                if datagrams:
                    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
                        s.settimeout(0.2)
                        s.connect(("127.0.0.1", port))
                        s.send(b"x")
                        s.recv(10)
                else:
                    with socket.create_connection(("127.0.0.1", port), 1) as s:
                        s.settimeout(1)
                        s.send(b"x")
                        s.recv(1)
                break
            except OSError:
                time.sleep(0.05)
        yield process
    finally:
        # Its own group: servers with children leave none behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(3)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def pkt_serve(kind, port, *options):
    return [PKT, "serve", kind, "--port", str(port), "-T", "none", "-q", "--drain", "0", *options]


def load(url, *options):
    out = subprocess.run([PKT, "load", url, "-T", "json", "-q", "--duration", SECONDS, *options], capture_output=True, text=True, check=False)
    return json.loads(out.stdout) if out.stdout else None


def servers(port, datagrams):
    if datagrams:
        yield "pkt serve udp-echo", pkt_serve("udp-echo", port)
        if shutil.which("socat"):
            yield "socat UDP-RECVFROM PIPE", ["socat", f"UDP4-RECVFROM:{port},bind=127.0.0.1,fork,reuseaddr", "PIPE"]
        if shutil.which("ncat"):
            yield "ncat -u -e cat", ["ncat", "-u", "-l", "127.0.0.1", str(port), "-k", "-e", "/bin/cat"]
        return
    yield "pkt serve tcp-echo (async)", pkt_serve("tcp-echo", port)
    if shutil.which("socat"):
        yield "socat TCP-LISTEN PIPE", ["socat", f"TCP4-LISTEN:{port},bind=127.0.0.1,fork,reuseaddr,nodelay,backlog=1024", "PIPE"]
    if shutil.which("ncat"):
        yield "ncat -k -e cat", ["ncat", "-l", "127.0.0.1", str(port), "-k", "-m", "2000", "-e", "/bin/cat"]


def measure(title, scheme, datagrams, options):
    best = {}
    for _ in range(ROUNDS):
        port = free(socket.SOCK_DGRAM if datagrams else socket.SOCK_STREAM)
        everybody = list(servers(port, datagrams))
        if not datagrams and shutil.which("nginx"):
            everybody.append(("nginx stream (to pkt)", None))
        for name, command in everybody:
            with contextlib.ExitStack() as stack:
                if command is None:
                    folder = stack.enter_context(tempfile.TemporaryDirectory())
                    behind = free()
                    module = "/usr/lib/nginx/modules/ngx_stream_module.so"
                    modules = f"load_module {module};" if os.path.exists(module) else ""
                    with open(f"{folder}/conf", "w") as file:
                        file.write(NGINX.format(folder=folder, port=port, behind=behind, modules=modules))
                    stack.enter_context(running(pkt_serve("tcp-echo", behind), behind))
                    command = ["nginx", "-c", f"{folder}/conf", "-p", folder]
                stack.enter_context(running(command, port, datagrams))
                result = load(f"{scheme}://127.0.0.1:{port}", *options)
            if result and result["answered"] and (name not in best or result["per_second"] > best[name]["per_second"]):
                best[name] = result
    print(f"\n{title}\n{'server':28} {'answers/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'errors':>7}")
    for name, result in best.items():
        errors = sum(result["errors"].values()) + (result["datagrams"] or {}).get("lost", 0)
        p50, p99 = (result["latency"][p] * 1000 for p in ("p50", "p99"))
        print(f"{name:28} {result['per_second']:>10,.0f} {p50:>8.3f} {p99:>8.3f} {errors:>7}")


def idle():
    wanted = 10_000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < wanted + 100:
        print(f"\n{wanted} idle connections: this user may open {hard} files")
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    port = free()
    with running(pkt_serve("tcp-echo", port), port) as process:
        connections = []
        for _ in range(wanted):
            s = socket.create_connection(("127.0.0.1", port), 10)
            connections.append(s)
        for s in connections:
            s.sendall(b"x")
        for s in connections:
            assert s.recv(1) == b"x"
        with open(f"/proc/{process.pid}/status") as status:
            kilobytes = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        print(f"\n{wanted:,} connections, each of which has said something once: {kilobytes / 1000:.1f} MB")
        for s in connections:
            s.close()


def ways():
    """Eight clients talk all the time; how long does each wait for its first answer, and how many answers are there in all?"""
    print(f"\n8 clients at a time, 64 bytes\n{'--concurrency':14} {'answers/s':>10} {'p50 ms':>8} {'p99 ms':>8} {'served at a time':>17}")
    for way in ("blocking", "threads", "processes", "async"):
        port = free()
        with running(pkt_serve("tcp-echo", port, "--concurrency", way, "--workers", "4"), port):
            # Who got an answer within a second, when all stay.
            all_clients = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(8)]
            answered = 0
            for s in all_clients:
                s.sendall(b"x")
            time.sleep(1)
            for s in all_clients:
                s.setblocking(False)
                with contextlib.suppress(BlockingIOError):
                    answered += len(s.recv(1))
            for s in all_clients:
                s.close()
            result = load(f"tcp-echo://127.0.0.1:{port}", "--connections", "8", "--timeout", "1")
        p50, p99 = (result["latency"][p] * 1000 for p in ("p50", "p99"))
        print(f"{way:14} {result['per_second']:>10,.0f} {p50:>8.3f} {p99:>8.3f} {answered:>17}")


def main():
    if not os.path.exists(PKT):
        sys.exit(f"{PKT} is missing: cargo build --release")
    print(f"{os.cpu_count()} cores, {SECONDS} s a run, best of {ROUNDS}")
    measure("TCP echo, 50 connections, 64 bytes", "tcp-echo", False, ["--connections", "50", "--size", "64"])
    measure("UDP echo, 20 sockets, 64 bytes", "udp-echo", True, ["--connections", "20", "--size", "64", "--timeout", "1"])
    idle()
    ways()


if __name__ == "__main__":
    main()
