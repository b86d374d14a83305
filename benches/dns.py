#!/usr/bin/env python3
"""The same names looked up by pkt, by dnsperf and by CPython's getaddrinfo in a pool of threads, of a server on loopback.

Needs root: it makes a network namespace with a resolv.conf of its own, and deletes it. The server is unbound or dnsmasq with local data.
Beside each rate stands what a name costs in CPU time, the asker's and the server's: where both share few cores, the rate is the server's,
and it is this that tells them apart.
  --names N       how many names pkt looks up [1000000]
  --outstanding N how many lookups are under way at once, for pkt and dnsperf [100]
  --threads N     CPython's pool [100]
  --rounds N      how often each has its turn [3]
  --seconds N     how long dnsperf and CPython run [8]
  --server NAME   unbound or dnsmasq [what there is, unbound first]
  --serving N     unbound's threads [as many as there are cores]
"""
import argparse, os, re, shutil, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAME = f"pktdns{os.getpid()}"
# As it is written: a pool, and names mapped over it. Both families are asked for, or IPv4 alone.
POOL = """
import socket, sys, time
from concurrent.futures import ThreadPoolExecutor
threads, seconds, both = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3] == "both"
ask = (lambda name: socket.getaddrinfo(name, None)) if both else (lambda name: socket.getaddrinfo(name, None, socket.AF_INET))
done = 0
with ThreadPoolExecutor(threads) as pool:
    begin = time.monotonic()
    while (took := time.monotonic() - begin) < seconds:
        done += sum(1 for rows in pool.map(ask, [f"p{done + at}.bulk.test" for at in range(5000)]) if rows)
print(done, done / took)
"""


def program(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def inside(*words, **more):
    return subprocess.Popen(["ip", "netns", "exec", NAME, *words], **more)


def start(folder, kind, threads):
    """The server on port 53 of the namespace's loopback."""
    if kind == "unbound":
        conf = os.path.join(folder, "unbound.conf")
        with open(conf, "w") as out:
            out.write(
                f'server:\n username: ""\n chroot: ""\n directory: "{folder}"\n pidfile: ""\n use-syslog: no\n interface: 127.0.0.1\n do-daemonize: no\n'
                f' num-threads: {threads}\n so-reuseport: yes\n so-rcvbuf: 4m\n so-sndbuf: 4m\n module-config: "iterator"\n minimal-responses: yes\n'
                ' local-zone: "bulk.test." redirect\n local-data: "bulk.test. 60 A 192.0.2.1"\n local-data: "bulk.test. 60 AAAA 2001:db8::1"\n'
                "remote-control:\n control-enable: no\n"
            )
        return inside(program("unbound"), "-d", "-c", conf, stderr=subprocess.DEVNULL)
    return inside(program("dnsmasq"), "-k", "-C", "/dev/null", "-h", "-R", "-a", "127.0.0.1", "-z", "--user=root", "--pid-file=",
                  "--address=/bulk.test/192.0.2.1", "--address=/bulk.test/2001:db8::1", "--local-ttl=60", "--dns-forward-max=10000")


def used(server):
    """The server's CPU time so far, in seconds."""
    with open(f"/proc/{server.pid}/stat") as stat:
        user, system = stat.read().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def ready(server):
    """Waits until the server answers."""
    ask = "import socket, sys; sys.exit(not socket.getaddrinfo('a.bulk.test', None))"
    end = time.monotonic() + 30
    while inside(sys.executable, "-c", ask, stderr=subprocess.DEVNULL).wait():
        if server.poll() is not None or time.monotonic() > end:
            sys.exit("the server does not answer")
        time.sleep(0.1)


def timed(server, words, read):
    """A child's work: names a second, what a name costs of its and of the server's CPU time in µs, what it used, what else `read` finds."""
    before, begin = used(server), time.monotonic()
    child = inside(*words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = child.stdout.read()
    _, _, own = os.wait4(child.pid, 0)
    took = time.monotonic() - begin
    names, rate, more = read(said, took)
    return rate, (own.ru_utime + own.ru_stime) / names * 1e6, (used(server) - before) / names * 1e6, own, more


def pkt(given, server, names, types, out="/dev/null"):
    words = [given.pkt, "dns", "bulk", names, "@127.0.0.1", "-n", str(given.outstanding), "-o", out]

    def read(said, took):
        done, answered = map(int, re.search(r"(\d+) lookups, (\d+) answered", said).groups())
        return done / len(types), done / len(types) / took, answered / done
    return timed(server, words + [word for one in types for word in ("-t", one)], read)


def dnsperf(given, server, names):
    def read(said, _):
        found = [float(re.search(rf"{what}:\s+([\d.]+)", said).group(1)) for what in ("Queries completed", "Queries per second")]
        return *found, None
    words = [program("dnsperf"), "-s", "127.0.0.1", "-d", names, "-q", str(given.outstanding), "-l", str(given.seconds)]
    return timed(server, words, read)


def cpython(given, server, families):
    words = [sys.executable, "-c", POOL, str(given.threads), str(given.seconds), families]
    return timed(server, words, lambda said, _: (*map(float, said.split()), None))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pkt", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "target")), "release", "pkt"))
    for name, value in (("names", 1_000_000), ("outstanding", 100), ("threads", 100), ("rounds", 3), ("seconds", 8)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--server", choices=("unbound", "dnsmasq"), default="unbound" if program("unbound") else "dnsmasq")
    parser.add_argument("--serving", type=int, default=os.cpu_count())
    given = parser.parse_args()
    folder, server = tempfile.mkdtemp(), None
    os.chmod(folder, 0o755)
    own = f"/etc/netns/{NAME}"
    try:
        subprocess.run(["ip", "netns", "add", NAME], check=True)
        subprocess.run(["ip", "-n", NAME, "link", "set", "lo", "up"], check=True)
        os.makedirs(own)
        for file, text in (("resolv.conf", "nameserver 127.0.0.1\n"), ("nsswitch.conf", "hosts: dns\n")):
            with open(os.path.join(own, file), "w") as out:
                out.write(text)
        names, few, typed = (os.path.join(folder, name) for name in ("names", "few", "typed"))
        for path, count, behind in ((names, given.names, ""), (few, given.names // 100, ""), (typed, given.names, " A")):
            with open(path, "w") as out:
                out.writelines(f"h{at}.bulk.test{behind}\n" for at in range(count))
        server = start(folder, given.server, given.serving)
        ready(server)
        both, four = "A and AAAA of a name", "A of a name"
        runs = {
            (both, "pkt"): lambda: pkt(given, server, names, ("A", "AAAA")),
            (both, "CPython"): lambda: cpython(given, server, "both"),
            (four, "pkt"): lambda: pkt(given, server, names, ("A",)),
            (four, "dnsperf"): lambda: dnsperf(given, server, typed),
            (four, "CPython"): lambda: cpython(given, server, "four"),
        }
        took = {run: [] for run in runs}
        for _ in range(given.rounds):
            for run, work in runs.items():
                took[run].append(work())
        small = pkt(given, server, few, ("A",))
        threads = f" with {given.serving} threads" if given.server == "unbound" and given.serving > 1 else ""
        print(f"{given.server}{threads} on loopback, {os.cpu_count()} CPUs shared with it, {given.outstanding} under way, "
              f"{given.threads} threads of CPython, medians of {given.rounds} rounds")
        middle = {run: [statistics.median(column) for column in list(zip(*all))[:3]] for run, all in took.items()}
        for what in (both, four):
            print(f"{what}: names a second, CPU time for each in µs, the server's, and pkt's times as much")
            rate, cost, _ = middle[what, "pkt"]
            for (asked, who), (theirs, spent, served) in middle.items():
                if asked == what:
                    spread = [round_[0] for round_ in took[asked, who]]
                    print(f"  {who:8} {theirs:10,.0f}  ({min(spread):,.0f} .. {max(spread):,.0f})  {spent:7.2f}  {served:6.2f}   "
                          f"rate {rate / theirs:5.2f} x, CPU time 1/{spent / cost:.1f}")
        served = min(one[2] for (asked, _), all in took.items() for one in all if asked == four)
        print(f"whoever asks: with all {os.cpu_count()} CPUs to itself the server answers {os.cpu_count() * 1e6 / served:,.0f} questions a second")
        last = took[four, "pkt"][-1]
        print(f"pkt: {100 * last[4]:.2f} % answered; memory at most {last[3].ru_maxrss / 1024:.1f} MB with {given.names:,} names, "
              f"{small[3].ru_maxrss / 1024:.1f} MB with {given.names // 100:,}")
    finally:
        if server:
            server.terminate()
            server.wait()
        subprocess.run(["ip", "netns", "del", NAME])
        shutil.rmtree(own, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
