# SPDX-License-Identifier: BSD-2-Clause
"""What the two ends say: each function yields (side, bytes) in order.

SCRIPTS names them; HINTS says which hints a reader of the bytes must find.
"""

import binascii
import hashlib
import hmac
import struct

from tls import pseudo_tls, tls_handshake

I, R = "initiator", "responder"


def noise(count, seed):
    """Bytes that look random and are the same on every run."""
    out = b""
    while len(out) < count:
        out += hashlib.sha256(b"%s %d" % (seed.encode(), len(out))).digest()
    return out[:count]


def silent(_end):
    """What nobody reads: an AH header that carries nothing, or bytes of any protocol."""
    for number in range(5):
        for side in (I, R):
            yield side, (b"\x3b\x04\0\0" + struct.pack("!II", 0x1234, number)
                         + noise(12, "icv %d" % number))


def tls(_end):
    yield from tls_handshake(mutual=False)


def mtls(_end):
    yield from tls_handshake(mutual=True)


def ssh(_end):
    yield R, b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"
    yield I, b"SSH-2.0-OpenSSH_9.0\r\n"
    names = [b"curve25519-sha256", b"ssh-ed25519", b"aes128-ctr", b"aes128-ctr",
             b"hmac-sha2-256", b"hmac-sha2-256", b"none", b"none", b"", b""]
    for side in (I, R):
        body = b"\x14" + noise(16, "kex " + side)
        body += b"".join(struct.pack("!I", len(n)) + n for n in names) + b"\0" * 5
        padding = 8 - (len(body) + 5) % 8 + 8
        yield side, (struct.pack("!IB", len(body) + padding + 1, padding) + body
                     + b"\0" * padding)


def sip_text(end, transport):
    """An OPTIONS request and its answer, RFC 3261 sections 8.1.1 and 8.2.6."""
    address, port = end
    common = ("From: <sip:probe@contoso.example>;tag=4c1d7f\r\n"
              "Call-ID: 5f2ab0c1@contoso.example\r\nCSeq: 1 OPTIONS\r\n")
    via = ("Via: SIP/2.0/%s %s:5060;branch=z9hG4bK74b43;rport\r\n"
           % (transport, "10.20.0.10"))
    request = ("OPTIONS sip:%s:%d SIP/2.0\r\n" % (address, port) + via
               + "Max-Forwards: 70\r\nTo: <sip:%s:%d>\r\n" % (address, port) + common
               + "Contact: <sip:10.20.0.10:5060;transport=%s>\r\n" % transport.lower()
               + "Accept: application/sdp\r\nContent-Length: 0\r\n\r\n")
    answer = ("SIP/2.0 200 OK\r\n" + via
              + "To: <sip:%s:%d>;tag=a6c85cf\r\n" % (address, port) + common
              + "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE\r\nContent-Length: 0\r\n\r\n")
    return request.encode(), answer.encode()


def sip_tcp(end):
    request, answer = sip_text(end, "TCP")
    for _ in range(2):
        yield I, request
        yield R, answer


def sip_udp(end):
    request, answer = sip_text(end, "UDP")
    for _ in range(2):
        yield I, request
        yield R, answer


def http(end):
    body = b"<html><body>contoso</body></html>"
    yield I, (b"GET /Abs/Handler HTTP/1.1\r\nHost: " + end[0].encode()
              + b"\r\nUser-Agent: probe/1.0\r\nAccept: */*\r\n\r\n")
    yield R, (b"HTTP/1.1 200 OK\r\nServer: Microsoft-IIS/8.0\r\nContent-Type: text/html"
              b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def attribute(kind, value):
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)


def stun_message(kind, transaction, attributes):
    """RFC 5389 message with MESSAGE-INTEGRITY and FINGERPRINT."""
    head = lambda n: struct.pack("!HHI", kind, n, 0x2112a442) + transaction
    keyed = head(len(attributes) + 24) + attributes
    attributes += attribute(0x0008, hmac.new(b"password", keyed, "sha1").digest())
    summed = head(len(attributes) + 8) + attributes
    crc = (binascii.crc32(summed) ^ 0x5354554e) & 0xffffffff
    return summed + attribute(0x8028, struct.pack("!I", crc))


def ice_check():
    """A connectivity check as MS-ICE2 sends it, and the answer."""
    transaction = noise(12, "ice")
    request = attribute(0x0006, b"abcd:efgh") + attribute(0x0024, b"\x6e\0\x01\xff")
    request += attribute(0x802a, noise(8, "tie")) + attribute(0x8054, b"1\0\0\0")
    request += attribute(0x8070, struct.pack("!I", 2))
    mapped = struct.pack("!BBHI", 0, 1, 50060 ^ 0x2112, 0x0a14000a ^ 0x2112a442)
    yield I, stun_message(0x0001, transaction, request)
    yield R, stun_message(0x0101, transaction, attribute(0x0020, mapped))


def rtp_packets(payload_type, count):
    for index in range(count):
        for side, source in ((I, 0x11112222), (R, 0x33334444)):
            header = struct.pack("!BBHII", 0x80, payload_type, 1000 + index,
                                 90000 + index * 320, source)
            yield side, header + noise(80, "rtp %s %d" % (side, index))


def media_udp(_end):
    yield from ice_check()
    yield from rtp_packets(114, 25)


def media_tcp(_end):
    """RFC 4571: every message after its length."""
    for side, data in list(ice_check()) + list(rtp_packets(127, 25)):
        yield side, struct.pack("!H", len(data)) + data


def ms_turn_messages():
    """MS-TURN Allocate and its answer, MS-TURN 2.2.1 and 2.2.2."""
    transaction = noise(16, "turn")
    cookie = attribute(0x000f, b"\x72\xc6\x4b\xc6")
    version = attribute(0x8008, struct.pack("!I", 4))
    request = cookie + version + attribute(0x0006, b"contoso-user-name-01")
    request += attribute(0x8055, struct.pack("!HH", 1, 0))
    mapped = struct.pack("!BBHI", 0, 1, 50060, 0x0a14000a)
    answer = cookie + version + attribute(0x0001, mapped)
    answer += attribute(0x000d, struct.pack("!I", 600))
    for kind, body in ((0x0003, request), (0x0103, answer)):
        yield struct.pack("!HH", kind, len(body)) + transaction + body


def ms_turn_udp(_end):
    for _ in range(2):
        request, answer = ms_turn_messages()
        yield I, request
        yield R, answer


def ms_turn_framed(_end):
    for _ in range(2):
        request, answer = ms_turn_messages()
        yield I, struct.pack("!HH", 0x0200, len(request)) + request
        yield R, struct.pack("!HH", 0x0200, len(answer)) + answer


def ms_turn_pseudo_tls(end):
    yield from pseudo_tls()
    yield from ms_turn_framed(end)


def msn_secure_ftp(_end):
    yield I, b"VER MSN_SECURE_FTP\r\n"
    yield R, b"VER MSN_SECURE_FTP\r\n"
    yield I, b"USR anna@contoso.example 17325\r\n"
    yield R, b"FIL 200\r\n"
    yield I, b"TFR\r\n"
    yield R, b"\0" + struct.pack("<H", 200) + noise(200, "file")
    yield I, b"BYE 16777989\r\n"
    yield R, b"MAC 2jmj7l5rSw0yVb/vlWAYkK/YBwk=\0\r\n"


def ssrp(_end):
    text = (b"ServerName;FE01;InstanceName;RTCLOCAL;IsClustered;No;"
            b"Version;11.0.2100.60;tcp;49155;;")
    yield I, b"\x04RTCLOCAL\0"
    yield R, b"\x05" + struct.pack("<H", len(text)) + text


def dhcp(_end):
    """A phone's INFORM and the ACK, RFC 2131; options of gg412828."""
    def message(operation, options):
        head = struct.pack("!BBBBIHH", operation, 1, 6, 0, 0x3903f326, 0, 0)
        head += bytes([10, 20, 0, 10]) + b"\0" * 12 + b"\x02\0\0\0\0\x0a" + b"\0" * 10
        return (head + b"\0" * 192 + b"\x63\x82\x53\x63" + options).ljust(300, b"\0")
    vendor = b"\x01\x0cMS-UC-Client\x02\x05https"
    registrar = b"\0\x04pool\x07contoso\x07example\0"
    yield I, message(1, b"\x35\x01\x08\x3c\x0cMS-UC-Client\x37\x02\x2b\x78\xff")
    yield R, message(2, b"\x35\x01\x05\x36\x04\x0a\x14\x00\x14"
                     + bytes([43, len(vendor)]) + vendor
                     + bytes([120, len(registrar)]) + registrar + b"\xff")
