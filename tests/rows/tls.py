# SPDX-License-Identifier: BSD-2-Clause
"""TLS 1.2 (RFC 5246) handshakes with a real X.509 certificate, and pseudo-TLS."""

import hashlib
import struct

from der import integer, object_id, sequence, tagged

I, R = "initiator", "responder"
NAME = b"sip.contoso.example"
CIPHER = 0x003c                 # TLS_RSA_WITH_AES_128_CBC_SHA256: no key exchange


def filler(count, seed):
    out = b""
    while len(out) < count:
        out += hashlib.sha256(b"%s %d" % (seed, len(out))).digest()
    return out[:count]


def certificate(common_name, *names):
    """DER of an X.509 version 3 certificate, RFC 5280; its signature is made up."""
    algorithm = sequence(object_id("1.2.840.113549.1.1.11"), b"\x05\x00")
    issuer, name = (sequence(tagged(0x31, sequence(object_id("2.5.4.3"), tagged(0x0c, text))))
                    for text in (b"Contoso Issuing CA", common_name))
    validity = sequence(tagged(0x17, b"250101000000Z"), tagged(0x17, b"270101000000Z"))
    modulus = int.from_bytes(b"\xc0" + filler(254, b"modulus") + b"\x01", "big")
    key = sequence(integer(modulus), integer(65537))
    public = sequence(sequence(object_id("1.2.840.113549.1.1.1"), b"\x05\x00"),
                      tagged(0x03, b"\0" + key))
    alternative = sequence(object_id("2.5.29.17"),
                           tagged(0x04, sequence(*[tagged(0x82, name) for name
                                                   in (common_name, *names)])))
    body = sequence(tagged(0xa0, integer(2)), integer(4660), algorithm, issuer, validity,
                    name, public, tagged(0xa3, sequence(alternative)))
    return sequence(body, algorithm, tagged(0x03, b"\0" + filler(256, b"signature")))


def record(kind, body, version=0x0303):
    return struct.pack("!BHH", kind, version, len(body)) + body


def message(kind, body):
    return struct.pack("!B", kind) + struct.pack("!I", len(body))[1:] + body


def vector(body, width):
    return struct.pack("!I", len(body))[4 - width:] + body


def extension(kind, body):
    return struct.pack("!HH", kind, len(body)) + body


def client_hello(asked):
    extensions = extension(0, vector(b"\0" + vector(asked, 2), 2)) if asked else b""
    extensions += extension(10, b"\0\x04\0\x17\0\x18") + extension(11, b"\x01\0")
    extensions += extension(13, b"\0\x04\x04\x01\x02\x01")
    ciphers = struct.pack("!4H", 0xc028, CIPHER, 0x002f, 0x0035)
    body = b"\x03\x03" + filler(32, b"client") + b"\0" + vector(ciphers, 2) + b"\x01\0"
    return record(22, message(1, body + vector(extensions, 2)), 0x0301)


def server_flight(mutual, names):
    hello = b"\x03\x03" + filler(32, b"server") + vector(filler(32, b"session"), 1)
    hello += struct.pack("!HB", CIPHER, 0)
    flight = message(2, hello)
    flight += message(11, vector(vector(certificate(*names), 3), 3))
    if mutual:
        flight += message(13, b"\x01\x01" + b"\0\x02\x04\x01" + b"\0\0")
    return record(22, flight + message(14, b""))


def client_flight(mutual, own):
    flight = b""
    if mutual:
        flight += message(11, vector(vector(certificate(own), 3), 3))
    flight += message(16, vector(filler(256, b"premaster"), 2))
    if mutual:
        flight += message(15, b"\x04\x01" + vector(filler(256, b"verify"), 2))
    return (record(22, flight) + record(20, b"\x01")
            + record(22, filler(80, b"client finished")))


def tls_handshake(mutual, names=(NAME,), own=b"fe01.contoso.example", asked=NAME):
    """A full handshake and application data both ways, as (side, bytes).

    @names are those of the server's certificate, @own the client's, @asked its SNI.
    """
    yield I, client_hello(asked)
    yield R, server_flight(mutual, names)
    yield I, client_flight(mutual, own)
    yield R, record(20, b"\x01") + record(22, filler(80, b"server finished"))
    for index in range(2):
        yield I, record(23, filler(320, b"request %d" % index))
        yield R, record(23, filler(640, b"answer %d" % index))
    yield I, record(21, filler(64, b"close"))


def pseudo_tls():
    """The two messages MS-TURN hides behind, MS-TURN 2.1.1."""
    client = b"\x03\x01" + filler(32, b"pseudo client") + b"\0\0\x02\0\x18\x01\0"
    server = (b"\x03\x01" + filler(32, b"pseudo server") + b"\x20"
              + filler(32, b"pseudo session") + b"\0\x18\0")
    yield I, record(22, message(1, client), 0x0301)
    yield R, record(22, message(2, server) + message(14, b""), 0x0301)
