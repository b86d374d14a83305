#!/usr/bin/env python3
"""The same names looked up by pkt, by dnsperf and by CPython's getaddrinfo in a pool of threads, of a server on loopback.

Needs root: it makes a network namespace with a resolv.conf of its own, and deletes it. The server is unbound or dnsmasq with local data.
  --names N       how many names pkt looks up [1000000]
  --outstanding N how many lookups are under way at once, for pkt and dnsperf [100]
  --threads N     CPython's pool [100]
  --rounds N      how often each has its turn [3]
  --seconds N     how long dnsperf and CPython run [8]
"""
import argparse, os, re, shutil, socket, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NAME = f"pktdns{os.getpid()}"
POOL = """
import socket, sys, threading, time, itertools
threads, seconds = int(sys.argv[1]), float(sys.argv[2])
count, end, numbers = [0] * threads, time.monotonic() + seconds, itertools.count()
def work(at):
    while time.monotonic() < end:
        socket.getaddrinfo(f"p{next(numbers)}.bulk.test", None, socket.AF_INET, socket.SOCK_STREAM)
        count[at] += 1
all = [threading.Thread(target=work, args=(at,)) for at in range(threads)]
begin = time.monotonic()
[one.start() for one in all]; [one.join() for one in all]
print(sum(count) / (time.monotonic() - begin))
"""


def program(name):
    return shutil.which(name, path=os.environ["PATH"] + ":/usr/sbin:/sbin")


def inside(*words, **more):
    return subprocess.Popen(["ip", "netns", "exec", NAME, *words], **more)


def start(folder):
    """The server on port 53 of the namespace's loopback."""
    if program("unbound"):
        conf = os.path.join(folder, "unbound.conf")
        with open(conf, "w") as out:
            out.write(
                f'server:\n username: ""\n chroot: ""\n directory: "{folder}"\n pidfile: ""\n use-syslog: no\n interface: 127.0.0.1\n do-daemonize: no\n'
                ' num-threads: 1\n so-rcvbuf: 4m\n module-config: "iterator"\n local-zone: "bulk.test." redirect\n local-data: "bulk.test. 60 A 192.0.2.1"\n'
                "remote-control:\n control-enable: no\n"
            )
        return "unbound", inside(program("unbound"), "-d", "-c", conf, stderr=subprocess.DEVNULL)
    return "dnsmasq", inside(program("dnsmasq"), "-k", "-C", "/dev/null", "-h", "-R", "-a", "127.0.0.1", "-z", "--user=root", "--pid-file=",
                             "--address=/bulk.test/192.0.2.1", "--local-ttl=60", "--dns-forward-max=10000")


def pkt(given, names, outstanding, out="/dev/null"):
    """Lookups a second, the peak of its memory in MB, and how many were answered."""
    begin = time.monotonic()
    child = inside(given.pkt, "dns", "bulk", names, "@127.0.0.1", "-n", str(outstanding), "-o", out, stderr=subprocess.PIPE, text=True)
    said = child.stderr.read()
    _, _, used = os.wait4(child.pid, 0)
    took = time.monotonic() - begin
    done, answered = re.search(r"(\d+) lookups, (\d+) answered", said).groups()
    return int(done) / took, used.ru_maxrss / 1024, int(answered) / int(done)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pkt", default=os.path.join(os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "target")), "release", "pkt"))
    for name, value in (("names", 1_000_000), ("outstanding", 100), ("threads", 100), ("rounds", 3), ("seconds", 8)):
        parser.add_argument(f"--{name}", type=int, default=value)
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
        names, few = os.path.join(folder, "names"), os.path.join(folder, "few")
        for path, count in ((names, given.names), (few, given.names // 100)):
            with open(path, "w") as out:
                out.writelines(f"h{at}.bulk.test A\n" for at in range(count))
        kind, server = start(folder)
        time.sleep(1.5)
        rates = {"pkt": [], "dnsperf": [], "CPython": []}
        for _ in range(given.rounds):
            rate, memory, answered = pkt(given, names, given.outstanding)
            rates["pkt"].append(rate)
            said = inside(program("dnsperf"), "-s", "127.0.0.1", "-d", names, "-q", str(given.outstanding), "-l", str(given.seconds),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).communicate()[0]
            rates["dnsperf"].append(float(re.search(r"Queries per second:\s+([\d.]+)", said).group(1)))
            said = inside(sys.executable, "-c", POOL, str(given.threads), str(given.seconds), stdout=subprocess.PIPE, text=True).communicate()[0]
            rates["CPython"].append(float(said))
        _, small, _ = pkt(given, few, given.outstanding)
        middle = {who: statistics.median(all) for who, all in rates.items()}
        print(f"{kind} on loopback, {os.cpu_count()} CPUs, {given.outstanding} under way, medians of {given.rounds} rounds")
        for who, rate in middle.items():
            spread = f"{min(rates[who]):,.0f} .. {max(rates[who]):,.0f}"
            print(f"  {who:8} {rate:10,.0f} names a second  ({spread})  {middle['pkt'] / rate:6.2f} x")
        print(f"pkt: {100 * answered:.2f} % answered; memory at most {memory:.1f} MB with {given.names:,} names, {small:.1f} MB with {given.names // 100:,}")
    finally:
        if server:
            server.terminate()
            server.wait()
        subprocess.run(["ip", "netns", "del", NAME])
        shutil.rmtree(own, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
