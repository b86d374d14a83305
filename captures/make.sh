#!/usr/bin/env bash
# Makes the captures of this folder anew: real programs in two network namespaces joined by a veth pair,
# seen by tcpdump. Needs root, iproute2, ethtool, tcpdump, dnsmasq, dig, curl, udhcpc, arping and Python.
# Addresses are of RFC 5737 and RFC 3849; nothing leaves the namespaces.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
a="ip netns exec pkt-a" b="ip netns exec pkt-b"
started=()
cleanup() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    ip netns del pkt-a 2>/dev/null || true
    ip netns del pkt-b 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

ip netns add pkt-a
ip netns add pkt-b
ip link add a0 netns pkt-a address 02:00:00:00:00:0a type veth peer name b0 netns pkt-b address 02:00:00:00:00:0b
for n in a b; do ip -n "pkt-$n" link set lo up; done
ip -n pkt-a addr add 192.0.2.1/24 dev a0; ip -n pkt-a addr add 2001:db8::1/64 dev a0 nodad
ip -n pkt-b addr add 192.0.2.2/24 dev b0; ip -n pkt-b addr add 2001:db8::2/64 dev b0 nodad
ip -n pkt-a link set a0 up; ip -n pkt-b link set b0 up
# Checksums are to be those of the wire, not those left to a network card that is not there.
for n in a b; do ip netns exec "pkt-$n" ethtool -K "${n}0" tx off rx off tso off gso off gro off >/dev/null 2>&1 || true; done
sleep 2

# capture FILE INTERFACE COMMAND..: what is seen in namespace a while the command runs.
capture() {
    local file=$1 interface=$2; shift 2
    $a tcpdump --immediate-mode -U -i "$interface" -w "$file" 2>"$work/tcpdump" &
    local pid=$!
    until grep -q "listening on" "$work/tcpdump"; do sleep 0.05; done
    sleep 0.3
    "$@" >"$work/out" 2>&1 || true
    sleep 0.5
    kill -INT "$pid"
    wait "$pid" || true
}

# An HTTP server, a name server, echo servers on b.
mkdir "$work/www"; echo "Are you talking to me?" >"$work/www/index.html"
(cd "$work/www" && exec $b python3 -m http.server 8080 --bind :: >/dev/null 2>&1) & started+=($!)
cat >"$work/dnsmasq.conf" <<CONF
no-resolv
no-hosts
port=53
interface=b0
bind-interfaces
user=root
local=/example.com/
host-record=www.example.com,192.0.2.2,2001:db8::2
cname=alias.example.com,www.example.com
mx-host=example.com,mail.example.com,10
txt-record=example.com,"v=spf1 -all","second string"
srv-host=_sip._udp.example.com,www.example.com,5060,1,2
naptr-record=example.com,100,10,s,SIP+D2U,,_sip._udp.example.com
caa-record=example.com,0,issue,ca.example.net
ptr-record=2.2.0.192.in-addr.arpa,www.example.com
dhcp-range=192.0.2.100,192.0.2.110,255.255.255.0,1h
dhcp-option=option:router,192.0.2.2
dhcp-option=option:domain-search,example.com,example.net
dhcp-option=option:ntp-server,192.0.2.2
dhcp-leasefile=$work/leases
CONF
$b dnsmasq --keep-in-foreground -C "$work/dnsmasq.conf" >/dev/null 2>&1 & started+=($!)
cat >"$work/echo.py" <<'PY'
import socket, sys
kind, proto = {"udp": (socket.SOCK_DGRAM, 0), "mptcp": (socket.SOCK_STREAM, 262)}[sys.argv[1]]
s = socket.socket(socket.AF_INET, kind, proto); s.bind(("192.0.2.2", 6789))
if kind == socket.SOCK_DGRAM:
    while True:
        data, peer = s.recvfrom(2048); s.sendto(data, peer)
s.listen()
while True:
    c, _ = s.accept(); c.sendall(c.recv(2048)); c.close()
PY
$b python3 "$work/echo.py" udp & started+=($!)
$b python3 "$work/echo.py" mptcp & started+=($!)
sleep 2

capture tcp-http.pcap a0 $a curl -s http://192.0.2.2:8080/
capture tcp-http-v6.pcap a0 $a curl -s 'http://[2001:db8::2]:8080/'
capture tcp-refused.pcap a0 $a curl -s http://192.0.2.2:9/
capture mptcp.pcap a0 $a python3 -c '
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM, 262); s.connect(("192.0.2.2", 6789)); s.sendall(b"Hey!"); print(s.recv(100)); s.close()'
capture udp-echo.pcap a0 $a python3 -c '
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for text in b"Hey!", b"Are you talking to me?": s.sendto(text, ("192.0.2.2", 6789)); print(s.recv(100))'
capture dns.pcap a0 $a sh -c '
for q in "www.example.com A" "www.example.com AAAA" "alias.example.com A" "example.com MX" "example.com TXT" "_sip._udp.example.com SRV" "example.com NAPTR" "example.com CAA" "-x 192.0.2.2" "nothing.example.com A" "+tcp www.example.com A" "+noedns www.example.com A"
do dig +time=1 +tries=1 @192.0.2.2 $q; done'
capture icmp.pcap a0 $a sh -c 'ping -c 2 -s 32 192.0.2.2; ping -c 1 -t 5 -R 192.0.2.2; ping -c 1 -T tsandaddr 192.0.2.2; echo x | nc -u -w 1 192.0.2.2 9'
capture ip-fragments.pcap a0 $a sh -c 'ping -c 1 -s 4000 192.0.2.2; ping -6 -c 1 -s 4000 2001:db8::2'
capture icmpv6.pcap a0 $a sh -c 'ip neigh flush dev a0; ping -6 -c 2 2001:db8::2; ping -6 -c 1 ff02::1%a0; echo x | nc -6 -u -w 1 2001:db8::2 9'
capture arp.pcap a0 $a sh -c 'ip neigh flush dev a0; ping -c 1 192.0.2.2; arping -c 2 -I a0 192.0.2.2'
capture multicast.pcap a0 $a python3 -c '
import socket, struct, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton("239.1.2.3") + socket.inet_aton("192.0.2.1"))
t = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); t.setsockopt(41, socket.IPV6_JOIN_GROUP, socket.inet_pton(socket.AF_INET6, "ff05::1234") + struct.pack("@I", socket.if_nametoindex("a0")))
time.sleep(2)'
capture dhcp.pcap a0 $a udhcpc -n -q -t 2 -i a0 -s /bin/true
# Kernels without VLANs and tunnels are common in containers: what a router would put in front, a raw socket does.
# wrap HEX..: sends an ICMP echo with each of these put between its Ethernet addresses and its EtherType, or before its IP header.
cat >"$work/wrap.py" <<'PY'
import socket, struct, sys
def checksum(b):
    s = sum(struct.unpack(f">{len(b) // 2}H", b))
    while s >> 16: s = (s & 0xffff) + (s >> 16)
    return ~s & 0xffff
def ip(proto, payload, src="192.0.2.1", dst="192.0.2.2"):
    h = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 1, 0, 64, proto, 0, socket.inet_aton(src), socket.inet_aton(dst))
    return h[:10] + struct.pack(">H", checksum(h)) + h[12:] + payload
def echo(n):
    m = struct.pack(">BBHHH", 8, 0, 0, 1, n) + b"Are you talking to me?"
    return ip(1, m[:2] + struct.pack(">H", checksum(m)) + m[4:], "203.0.113.1", "203.0.113.2")
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(("a0", 0))
addresses = bytes.fromhex("02000000000b02000000000a")
for n, head in enumerate(sys.argv[1:], 1):
    kind, *numbers = head.split(":")
    front = bytes.fromhex("".join(numbers))
    frame = {
        "tag": lambda: front + b"\x08\x00" + echo(n),
        "proto": lambda: b"\x08\x00" + ip(int(numbers[0], 16), bytes.fromhex("".join(numbers[1:])) + echo(n)),
        "raw": lambda: front,
        "type": lambda: front + echo(n),
        "ppp": lambda: front + struct.pack(">H", 2 + len(echo(n))) + b"\x00\x21" + echo(n),
    }[kind]()
    s.send(addresses + frame)
PY
wrap() { $a python3 "$work/wrap.py" "$@"; }
capture vlan.pcap a0 wrap tag:81000064 tag:8100e0c8 tag:88a800c8:8100012c tag:81000001:81000002:81000003
capture tunnels.pcap a0 wrap proto:2f:00000800 proto:2f:200008000000002a proto:2f:30000800:0000002a:00000007 proto:04
capture mpls-pppoe.pcap a0 wrap type:8847:00010140 type:8847:00010040:00011140 ppp:886411000007
# tunnel FILE TYPE..: a ping through a tunnel of this type.
tunnel() {
    local file=$1 type=$2; shift 2
    ip -n pkt-a link add t0 type "$type" local 192.0.2.1 remote 192.0.2.2 "$@" && ip -n pkt-b link add t0 type "$type" local 192.0.2.2 remote 192.0.2.1 "$@" || { echo "no $type here"; ip -n pkt-a link del t0 2>/dev/null || true; return 0; }
    ip -n pkt-a addr add 203.0.113.1/24 dev t0; ip -n pkt-b addr add 203.0.113.2/24 dev t0
    ip -n pkt-a link set t0 up; ip -n pkt-b link set t0 up; sleep 1
    capture "$file" a0 $a ping -c 2 203.0.113.2
    ip -n pkt-a link del t0; ip -n pkt-b link del t0
}
tunnel vxlan.pcap vxlan id 1234 dstport 4789
capture any.pcap any $a ping -c 2 192.0.2.2
capture loopback.pcap lo $a sh -c 'ping -c 1 127.0.0.1; ping -c 1 ::1'
name=$(printf 'A test switch' | od -An -tx1 | tr -d ' \n')
capture lldp.pcap a0 wrap "raw:88cc:02070402000000000a:0403056130:06020078:0a0d$name:0000"
ls -l ./*.pcap
