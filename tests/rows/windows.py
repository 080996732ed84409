# SPDX-License-Identifier: BSD-2-Clause
"""What Windows hosts say to each other, as (side, bytes); see payloads.py."""

import struct
import uuid

from der import enumerated, explicit, integer, octets, sequence, tagged

I, R = "initiator", "responder"


def direct_tcp(message):
    return struct.pack("!I", len(message)) + message


def smb2_header(command, response, message_id):
    """MS-SMB2 2.2.1.2."""
    return struct.pack("<4sHHIHHIIQIIQ16s", b"\xfeSMB", 64, 0, 0, command, 1,
                       1 if response else 0, 0, message_id, 0xfeff, 0, 0, b"\0" * 16)


def smb2(_end):
    """NEGOTIATE of dialect 2.1 and its answer, MS-SMB2 2.2.3 and 2.2.4."""
    client = uuid.UUID("6f2f9a60-3b1d-4f0b-8a57-0c1d3a5e7f90").bytes_le
    request = struct.pack("<HHHHI16sQHH", 36, 2, 1, 0, 0, client, 0, 0x0202, 0x0210)
    server = uuid.UUID("1c9b7a11-55aa-4d0e-9c3e-4b6f8d2a0e51").bytes_le
    answer = struct.pack("<HHHH16sIIIIQQHHI", 65, 1, 0x0210, 0, server, 7, 1 << 20,
                         1 << 20, 1 << 20, 0x01dc7e0000000000, 0, 128, 0, 0)
    yield I, direct_tcp(smb2_header(0, False, 0) + request)
    yield R, direct_tcp(smb2_header(0, True, 0) + answer)
    echo = struct.pack("<HH", 4, 0)
    yield I, direct_tcp(smb2_header(13, False, 1) + echo)
    yield R, direct_tcp(smb2_header(13, True, 1) + echo)


def netbios_encoded(name, suffix):
    """First-level encoding, RFC 1001 section 14.1."""
    padded = name.ljust(15) + suffix
    return b"\x20" + b"".join(bytes([65 + (c >> 4), 65 + (c & 15)])
                              for c in padded) + b"\0"


def netbios(end):
    """Session request and positive answer (RFC 1002 4.3), then SMB."""
    names = netbios_encoded(b"DC01", b"\x20") + netbios_encoded(b"FE01", b"\0")
    yield I, struct.pack("!BBH", 0x81, 0, len(names)) + names
    yield R, b"\x82\0\0\0"
    yield from smb2(end)


def netbios_name(_end):
    """Name query and positive answer, RFC 1002 sections 4.2.12 and 4.2.13."""
    name = netbios_encoded(b"DC01", b"\x20")
    yield I, (struct.pack("!6H", 0x2b3c, 0x0100, 1, 0, 0, 0) + name
              + struct.pack("!HH", 32, 1))
    yield R, (struct.pack("!6H", 0x2b3c, 0x8580, 0, 1, 0, 0) + name
              + struct.pack("!HHIHH4s", 32, 1, 300000, 6, 0x6000, b"\x0a\x14\0\x14"))


MAPPER = uuid.UUID("e1af8308-5d1f-11c9-91a4-08002b14a0fa")
REGISTRY = uuid.UUID("338cd001-2244-31f1-aaaa-900038001003")
NDR = uuid.UUID("8a885d04-1ceb-11c9-9fe8-08002b104860")


def dcerpc_pdu(kind, call, body):
    """C706 section 12.6.3.1, little-endian, one fragment."""
    return struct.pack("<BBBB4sHHI", 5, 0, kind, 3, b"\x10\0\0\0", 16 + len(body), 0,
                       call) + body


def bind(interface, version, port):
    body = struct.pack("<HHIB3xHBx", 5840, 5840, 0, 1, 0, 1)
    body += interface.bytes_le + struct.pack("<I", version)
    body += NDR.bytes_le + struct.pack("<I", 2)
    yield I, dcerpc_pdu(11, 1, body)
    address = b"%d\0" % port
    answer = struct.pack("<HHIH", 5840, 5840, 0x1234, len(address)) + address
    answer += b"\0" * (-(len(answer)) % 4)
    answer += struct.pack("<B3xHH", 1, 0, 0) + NDR.bytes_le + struct.pack("<I", 2)
    yield R, dcerpc_pdu(12, 1, answer)


def endpoint_mapper(end):
    """Bind to the endpoint mapper and one ept_lookup of no entries, C706 appendix O."""
    yield from bind(MAPPER, 3, end[1])
    stub = struct.pack("<IIIII16sI", 0, 0, 0, 1, 0, b"\0" * 16, 4)
    yield I, dcerpc_pdu(0, 2, struct.pack("<IHH", len(stub), 0, 2) + stub)
    result = b"\0" * 20 + struct.pack("<IIIII", 0, 4, 0, 0, 0x16c9a0d6)
    yield R, dcerpc_pdu(2, 2, struct.pack("<IHBx", len(result), 0, 0) + result)


def dynamic_rpc(end):
    """Bind to an interface behind a dynamic port."""
    yield from bind(REGISTRY, 1, end[1])


def kerberos_messages():
    """AS-REQ and the KRB-ERROR that asks for preauthentication, RFC 4120 section 5."""
    text = lambda value: tagged(0x1b, value)
    time = tagged(0x18, b"20370913024805Z")
    name = lambda kind, *parts: sequence(explicit(0, integer(kind)), explicit(
        1, sequence(*[text(p) for p in parts])))
    body = sequence(explicit(0, tagged(0x03, b"\0\x40\x81\0\x10")),
                    explicit(1, name(1, b"FE01$")),
                    explicit(2, text(b"CONTOSO.EXAMPLE")),
                    explicit(3, name(2, b"krbtgt", b"CONTOSO.EXAMPLE")),
                    explicit(5, time), explicit(7, integer(0x1f2e3d4c)),
                    explicit(8, sequence(integer(18), integer(17), integer(23))))
    request = tagged(0x6a, sequence(explicit(1, integer(5)), explicit(2, integer(10)),
                                    explicit(4, body)))
    return request, kerberos_error(25, name(2, b"krbtgt", b"CONTOSO.EXAMPLE"))


def kerberos_error(code, service):
    return tagged(0x7e, sequence(
        explicit(0, integer(5)), explicit(1, integer(30)),
        explicit(4, tagged(0x18, b"20260105090000Z")), explicit(5, integer(123456)),
        explicit(6, integer(code)), explicit(9, tagged(0x1b, b"CONTOSO.EXAMPLE")),
        explicit(10, service)))


def kerberos_tcp(_end):
    request, answer = kerberos_messages()
    yield I, direct_tcp(request)
    yield R, direct_tcp(answer)


def kerberos_udp(_end):
    request, answer = kerberos_messages()
    yield I, request
    yield R, answer


def password_change_messages():
    """Request and answer of the password service, RFC 3244 section 2."""
    cipher = sequence(explicit(0, integer(18)), explicit(2, octets(b"\x5a" * 128)))
    service = sequence(explicit(0, integer(2)), explicit(1, sequence(
        tagged(0x1b, b"kadmin"), tagged(0x1b, b"changepw"))))
    ticket = tagged(0x61, sequence(
        explicit(0, integer(5)), explicit(1, tagged(0x1b, b"CONTOSO.EXAMPLE")),
        explicit(2, service), explicit(3, cipher)))
    ap_req = tagged(0x6e, sequence(
        explicit(0, integer(5)), explicit(1, integer(14)),
        explicit(2, tagged(0x03, b"\0\0\0\0\0")), explicit(3, ticket),
        explicit(4, cipher)))
    private = tagged(0x75, sequence(explicit(0, integer(5)), explicit(1, integer(21)),
                                    explicit(3, cipher)))
    request = struct.pack("!HHH", 6 + len(ap_req) + len(private), 0xff80, len(ap_req))
    ap_rep = tagged(0x6f, sequence(explicit(0, integer(5)), explicit(1, integer(15)),
                                   explicit(2, cipher)))
    answer = struct.pack("!HHH", 6 + len(ap_rep) + len(private), 1, len(ap_rep))
    return request + ap_req + private, answer + ap_rep + private


def password_change_tcp(_end):
    request, answer = password_change_messages()
    yield I, direct_tcp(request)
    yield R, direct_tcp(answer)


def password_change_udp(_end):
    request, answer = password_change_messages()
    yield I, request
    yield R, answer


def ldap(_end):
    """Search of the root entry, RFC 4511 sections 4.5.1 and 4.5.2."""
    search = tagged(0x63, octets(b"") + enumerated(0) + enumerated(0) + integer(0)
                    + integer(0) + tagged(0x01, b"\0") + tagged(0x87, b"objectClass")
                    + sequence(octets(b"defaultNamingContext")))
    entry = tagged(0x64, octets(b"") + sequence(sequence(
        octets(b"defaultNamingContext"), tagged(0x31, octets(b"DC=contoso,DC=example")))))
    done = tagged(0x65, enumerated(0) + octets(b"") + octets(b""))
    yield I, sequence(integer(1), search)
    yield R, sequence(integer(1), entry) + sequence(integer(1), done)


def dns_messages():
    """The query a client signs in with and the answer, RFC 1035 and RFC 2782."""
    name = b"".join(bytes([len(part)]) + part for part in
                    (b"_sipinternaltls", b"_tcp", b"contoso", b"example")) + b"\0"
    question = name + struct.pack("!HH", 33, 1)
    target = b"\x03sip\x07contoso\x07example\0"
    data = struct.pack("!HHH", 0, 0, 5061) + target
    record = b"\xc0\x0c" + struct.pack("!HHIH", 33, 1, 3600, len(data)) + data
    return (struct.pack("!6H", 0x1a2b, 0x0100, 1, 0, 0, 0) + question,
            struct.pack("!6H", 0x1a2b, 0x8580, 1, 1, 0, 0) + question + record)


def dns_tcp(_end):
    for side, data in zip((I, R), dns_messages()):
        yield side, struct.pack("!H", len(data)) + data


def dns_udp(_end):
    yield from zip((I, R), dns_messages())


def ntp(_end):
    """RFC 5905 section 7.3, client and server mode."""
    now = struct.pack("!I", 0xed0732b0) + b"\x12\x34\x56\x78"
    yield I, struct.pack("!BBbb", 0xe3, 0, 6, -20) + b"\0" * 36 + now
    yield R, (struct.pack("!BBbbII4s", 0x1c, 2, 6, -20, 3000, 2000, b"\x0a\x14\0\x01")
              + now * 4)


def tds(_end):
    """PRELOGIN and its answer, MS-TDS 2.2.6.5."""
    def prelogin(kind, version, encryption):
        data = version + encryption
        options = struct.pack("!BHHBHHB", 0, 11, 6, 1, 17, 1, 0xff)
        body = options + data
        return struct.pack("!BBHHBB", kind, 1, 8 + len(body), 0, 0, 0) + body
    yield I, prelogin(0x12, b"\x0b\0\x08\x34\0\0", b"\x02")
    yield R, prelogin(0x04, b"\x0b\0\x08\x34\0\0", b"\x02")


def xmpp(_end):
    """Opening of a server to server stream, RFC 6120 section 9.2."""
    yield I, (b"<stream:stream xmlns='jabber:server' from='contoso.example' "
              b"xmlns:stream='http://etherx.jabber.org/streams' "
              b"to='fabrikam.example' version='1.0'>")
    yield R, (b"<stream:stream xmlns='jabber:server' from='fabrikam.example' id='8d7f' "
              b"xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
              b"<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'>"
              b"<required/></starttls></stream:features>")
