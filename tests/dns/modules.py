"""Calls under `nsswitch.conf`s with modules, by `pkt dns --via pkt` and, where they are installed, by the C library and its modules.

Runs in a network namespace, with mounts and a host name of its own: `modules.py PKT FOLDER [MODULES]`. The folder gets files with the
modules' names, which is what being installed means to pkt. Prints a JSON array: the configuration, the call, what pkt prints, what Python
prints or null.
"""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import threading

pkt, folder, modules = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
AVAHI = pathlib.Path("/run/avahi-daemon/socket")
RESOLVED = pathlib.Path("/run/systemd/resolve/io.systemd.Resolve")


def run(*words):
    subprocess.run(words, check=True)


def over(path, text):
    """Puts a text in the place of a file of the machine's, for us alone."""
    own = folder / pathlib.Path(path).name
    own.write_text(text)
    run("mount", "--bind", own, path)
    return own


def listen(path, talk):
    path.parent.mkdir(parents=True, exist_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(path))
    listener.listen(16)

    def serve():
        while True:
            threading.Thread(target=talk, args=(listener.accept()[0],), daemon=True).start()
    threading.Thread(target=serve, daemon=True).start()


def avahi(stream):
    """avahi-daemon's simple protocol, with what the other host says by mDNS (tests/dns/responder.py)."""
    lines = stream.makefile("rw")
    names = {"RESOLVE-HOSTNAME-IPV4": {"both.local": "192.0.2.50", "four.local": "192.0.2.4"}, "RESOLVE-HOSTNAME-IPV6": {"both.local": "fe80::50"}}
    for line in lines:
        kind, what = line.split()
        if kind == "RESOLVE-ADDRESS":
            found = "found.local" if what in ("169.254.1.1", "192.0.2.4") else None
        else:
            found = names[kind].get(what.rstrip("."))
        number = socket.if_nametoindex("x")
        lines.write(f"+ {number} 0 {what} {found}\n" if found and kind != "RESOLVE-ADDRESS" else f"+ {number} 0 {found}\n" if found else "-15 Timeout reached\n")
        lines.flush()


def resolved(stream):
    """systemd-resolved's calls, and its errors."""
    rest = b""
    number = socket.if_nametoindex("x")
    four = {"ifindex": number, "family": 2, "address": [192, 0, 2, 77]}
    six = {"ifindex": number, "family": 10, "address": [0xFE, 0x80, *[0] * 13, 0x77]}
    while more := stream.recv(4096):
        *calls, rest = (rest + more).split(b"\0")
        for call in map(json.loads, calls):
            asked = call["parameters"]
            name, family = asked.get("name", ""), asked.get("family", 0)
            if call["method"].endswith("ResolveAddress"):
                known = asked["address"] == [192, 0, 2, 77]
                reply = {"parameters": {"names": [{"name": "found.example"}, {"name": "also.example"}], "flags": 1}} if known else "NoSuchResourceRecord"
            elif name == "both.res":
                both = [one for one in (four, six) if family in (0, one["family"])]
                reply = {"parameters": {"addresses": both, "name": "canon.res", "flags": 1}}
            elif name == "four.res" and family != 10:
                reply = {"parameters": {"addresses": [four], "name": "four.res", "flags": 1}}
            elif name.endswith(".gone"):
                stream.close()
                return
            else:
                reply = name.removesuffix(".err") if name.endswith(".err") else "NoSuchResourceRecord"
            if isinstance(reply, str):
                interface = "org.varlink.service" if reply.startswith("Method") else "io.systemd.Resolve"
                reply = {"error": f"{interface}.{reply}", "parameters": {"method": "x"}}
            stream.sendall(json.dumps(reply).encode() + b"\0")


def printed(words, code, own):
    child = subprocess.run([*words, *code], capture_output=True, text=True, env={**os.environ, "LD_LIBRARY_PATH": own})
    return (child.stdout + child.stderr).strip().splitlines()[-1]


run("mount", "-t", "tmpfs", "none", "/run")
socket.sethostname("myhost")
conf = over("/etc/nsswitch.conf", "")
over("/etc/hosts", "192.0.2.200 one.files\n")
# Nobody listens there: the DNS has no zone `local`.
over("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
empty = folder / "empty"
empty.mkdir()
for name in ("myhostname", "resolve", *(f"mdns{family}{minimal}" for family in ("", "4", "6") for minimal in ("", "_minimal"))):
    (empty / f"libnss_{name}.so.2").touch()
both, four, six, mapped = "0, 0, 1, 0, 2", "0, 2, 1", "0, 10, 1", "0, 10, 1, 0, 24"
listening, said = None, []
for line in sys.stdin.read().splitlines():
    if line.startswith("#") or not line.strip():
        continue
    if line.startswith("listening:"):
        for path, talk in ((AVAHI, avahi), (RESOLVED, resolved)):
            if "yes" in line:
                listen(path, talk)
            else:
                shutil.rmtree(path.parent, ignore_errors=True)
        continue
    sources, names = map(str.strip, line.split("|"))
    conf.write_text(f"hosts: {sources}\n")
    for word in names.split():
        name, _, which = word.partition("=")
        if which == "why":
            words = [pkt, "dns", "getaddrinfo", "--via", "pkt", "--explain", "-q", "--", name, "0"]
            child = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "LD_LIBRARY_PATH": str(empty)})
            steps = [line for line in child.stdout.splitlines() if line.endswith((" asked", " here"))]
            said.append({"sources": sources, "call": f"--explain {name}", "pkt": "\n    ".join(steps), "python": None})
            continue
        if which in ("addr", "info"):
            call = f"gethostbyaddr('{name}')" if which == "addr" else f"getnameinfo(('{name}', 80), 0)"
            words = ["gethostbyaddr", "--", name] if which == "addr" else ["getnameinfo", "--", name, "80"]
        elif which == "ex":
            call, words = f"gethostbyname_ex('{name}')", ["gethostbyname_ex", "--", name]
        else:
            values = {"": both, "4": four, "6": six, "m": mapped}[which]
            options = [f"{option}={value}" for option, value in zip(("--family", "--type", "--proto", "--flags"), values.split(", ")[1:])]
            call, words = f"getaddrinfo('{name}', {values})", ["getaddrinfo", *options, "--", name, "0"]
        ours = printed([pkt, "dns", words[0], "--via", "pkt", "-T", "python", "-q"], words[1:], str(empty))
        python = printed(["python3", "-c"], [f"import socket; print(repr(socket.{call}))"], modules[0]) if modules else None
        said.append({"sources": sources, "call": call, "pkt": ours, "python": python})
print(json.dumps(said))
