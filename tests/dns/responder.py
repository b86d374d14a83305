"""A host that answers by mDNS (RFC 6762) to whoever asks from a port of its own: `responder.py INTERFACE`. Says `ready` when it listens."""
import socket
import struct
import sys

NAMES = {
    (b"\4both\5local\0", 1): socket.inet_aton("192.0.2.50"),
    (b"\4both\5local\0", 28): socket.inet_pton(socket.AF_INET6, "fe80::50"),
    (b"\4four\5local\0", 1): socket.inet_aton("192.0.2.4"),
    (b"\0011\0011\003254\003169\7in-addr\4arpa\0", 12): b"\5found\5local\0",
    (b"\0014\0012\0010\003192\7in-addr\4arpa\0", 12): b"\5found\5local\0",
}
listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("", 5353))
index = socket.if_nametoindex(sys.argv[1])
listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, struct.pack("=4s4si", socket.inet_aton("224.0.0.251"), b"\0\0\0\0", index))
print("ready", flush=True)
while True:
    asked, who = listener.recvfrom(9000)
    name, kind = asked[12:-4], struct.unpack("!H", asked[-4:-2])[0]
    data = NAMES.get((name.lower(), kind))
    if data:
        head = asked[:2] + b"\x84\0\0\1\0\1\0\0\0\0"
        listener.sendto(head + asked[12:] + b"\xc0\x0c" + struct.pack("!HHIH", kind, 0x8001, 10, len(data)) + data, who)
