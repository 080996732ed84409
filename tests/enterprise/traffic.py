# SPDX-License-Identifier: BSD-2-Clause
"""What the hosts of network.py say to each other: one line of LINES for each kind of thing."""

import itertools
import os
import random
import socket
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
for beside in ("rows", "scenarios"):
    sys.path.insert(0, os.path.join(HERE, "..", beside))

import payloads                         # noqa: E402
import windows                          # noqa: E402
from stage import Stage                 # noqa: E402
from tls import tls_handshake           # noqa: E402

I, R = "initiator", "responder"


# --- What is said: each takes the two hosts and gives (side, bytes) --------------------

def same(script):
    """A script of payloads.py or windows.py, which needs the responder's end alone."""
    return lambda _one, other, port: script((other.at, port))


def tls(_one, other, _port):
    return tls_handshake(False, other.names, asked=other.names[0])


def mtls(one, other, _port):
    return tls_handshake(True, other.names, own=one.names[-1], asked=None)


def proxy_tls(_one, _other, _port):
    """The web names of the company, behind the reverse proxy."""
    names = (b"lyncdiscover.contoso.example", b"meet.contoso.example", b"webext.contoso.example")
    return tls_handshake(False, names, asked=names[0])


AGENTS = {"gateway": "Example-Gateway/7.2", "mediation": "RTCC/5.0.0.0 MediationServer",
          "sba": "RTCC/5.0.0.0 MediationServer"}


def agent(host):
    return next((AGENTS[role] for role in host.roles if role in AGENTS), "Example/1.0")


def trunk(one, other, port):
    """A call over a trunk in clear: INVITE, its answer, BYE; RFC 3261 section 13."""
    head = (f"Via: SIP/2.0/TCP {one.at}:{port};branch=z9hG4bK1f3a\r\n"
            f"From: <sip:+15550100@{one.at}>;tag=17f3\r\nCall-ID: 8f1c@{one.at}\r\n")
    for number, method in enumerate(("INVITE", "BYE"), 1):
        same_head = head + f"CSeq: {number} {method}\r\n"
        to = f"To: <sip:+15550111@{other.at}>"
        yield I, (f"{method} sip:+15550111@{other.at}:{port} SIP/2.0\r\nMax-Forwards: 70\r\n"
                  f"{same_head}{to}\r\nUser-Agent: {agent(one)}\r\n"
                  "Content-Length: 0\r\n\r\n").encode()
        yield R, (f"SIP/2.0 200 OK\r\n{same_head}{to};tag=a1\r\nServer: {agent(other)}\r\n"
                  "Content-Length: 0\r\n\r\n").encode()


def snmp(_one, _other, _port):
    """GetRequest of sysUpTime and the answer, RFC 3416."""
    oid = b"\x06\x08\x2b\x06\x01\x02\x01\x01\x03\x00"
    for side, kind, value in ((I, b"\xa0", b"\x05\x00"), (R, b"\xa2", b"\x43\x02\x12\x34")):
        bind = oid + value
        bind = b"\x30" + bytes([len(bind)]) + bind
        body = b"\x02\x01\x07\x02\x01\x00\x02\x01\x00\x30" + bytes([len(bind)]) + bind
        pdu = b"\x02\x01\x01\x04\x06public" + kind + bytes([len(body)]) + body
        yield side, b"\x30" + bytes([len(pdu)]) + pdu


def syslog(one, _other, _port):
    for number in range(12):
        yield I, f"<13>Jan  5 09:00:{number:02} {one.name} service: running".encode()


def backup(_one, _other, _port):
    for number in range(3):
        yield I, b"\x01BKUP" + payloads.noise(200, f"backup {number}")
        yield R, b"\x02BKUP" + payloads.noise(40, f"answer {number}")


def rdp(_one, _other, _port):
    """X.224 connection request and confirm, MS-RDPBCGR 2.2.1.1 and 2.2.1.2, then TLS."""
    yield I, bytes.fromhex("030000130ee000000000000100080003000000")
    yield R, bytes.fromhex("030000130ed000001234000200080002000000")
    yield from tls_handshake(False, (b"server.contoso.example",), asked=None)


def dns_of(host):
    """Asks for a host's address, RFC 1035 section 4."""
    def script(_one, _other, _port):
        name = b"".join(bytes([len(part)]) + part
                        for part in host.name.encode().split(b".")) + b"\0"
        asked = name + struct.pack("!HH", 1, 1)
        yield I, struct.pack("!6H", 0x77, 0x0100, 1, 0, 0, 0) + asked
        yield R, (struct.pack("!6H", 0x77, 0x8580, 1, 1, 0, 0) + asked + b"\xc0\x0c"
                  + struct.pack("!HHIH", 1, 1, 1200, 4) + socket.inet_aton(host.at))
    return script


def instance(port):
    text = (b"ServerName;SQL01;InstanceName;RTC;IsClustered;No;Version;11.0.2100.60;"
            b"tcp;%d;;" % port)

    def script(_one, _other, _port):
        yield I, b"\x04RTC\0"
        yield R, b"\x05" + struct.pack("<H", len(text)) + text
    return script


# --- Who says it to whom ------------------------------------------------------------------

def everyone(ones, others):
    """Each pair of two different hosts."""
    return [(one, other) for one in ones for other in others if one is not other]


def in_turn(ones, others):
    """Each of @ones with one of @others."""
    return list(zip(ones, itertools.cycle(others)))


def lines_of_pool(pool):
    """What the members of one pool say to each other."""
    pairs = everyone(pool, pool)
    sip = (5061, 5062, 5063, 5064, 5065, 5071, 5072, 5073, 5075, 5076, 5080, 5086, 5087)
    yield from ((pairs, port, "tcp", mtls) for port in sip)
    yield from ((pairs, port, "tcp", mtls) for port in (444, 8060, 8061, 8404, 5090, 5091))
    if "mediation" in pool[0].roles:
        yield pairs, 5070, "tcp", mtls
    yield pairs, 135, "tcp", same(windows.endpoint_mapper)


def lines_of_users(net):
    staff = net.staff
    for users, registrars in ((staff[:20], net.pool1), (staff[20:], [net.vip]),
                              (net.phones, net.pool1), (staff[:6], net.directors),
                              (net.branch_staff, [net.branch])):
        yield in_turn(users, registrars), 5061, "tcp", tls
        yield in_turn(users, registrars), 443, "tcp", tls
    pairs = in_turn(staff[:20], net.pool1)
    yield pairs, 8057, "tcp", tls
    yield pairs, 50004, "udp", same(payloads.media_udp)
    yield pairs, 58000, "udp", same(payloads.media_udp)
    yield pairs, 52100, "tcp", same(payloads.media_tcp)
    yield in_turn(staff[20:], net.pool2), 50010, "udp", same(payloads.media_udp)
    yield in_turn(staff[:10], staff[10:20]), 50020, "udp", same(payloads.media_udp)
    yield in_turn(staff, net.edges), 3478, "udp", same(payloads.ms_turn_udp)
    yield in_turn(staff[::2], net.edges), 443, "tcp", same(payloads.ms_turn_pseudo_tls)
    yield in_turn(staff[::3], [net.office]), 443, "tcp", tls
    yield in_turn(net.phones, net.gateways), 16400, "udp", same(payloads.media_udp)
    yield in_turn(staff + net.phones, [net.dhcp]), 67, "udp", same(payloads.dhcp)


def lines_of_servers(net):
    fe = net.front_ends
    yield everyone(net.pool1, net.pool2), 5061, "tcp", mtls
    yield everyone(net.pool2, net.pool1), 444, "tcp", mtls
    yield everyone(net.pool2, net.pool1), 4443, "tcp", tls
    yield in_turn([net.vip] * 8, net.pool2), 5061, "tcp", tls
    yield in_turn([net.vip] * 8, net.pool2), 443, "tcp", tls
    yield in_turn([net.vip] * 4, net.pool2), 444, "tcp", mtls
    for directors in (everyone(net.directors, fe), everyone(fe, net.directors)):
        yield directors, 5061, "tcp", mtls
        yield directors, 444, "tcp", mtls
    yield everyone(fe, net.mediation), 5070, "tcp", mtls
    yield everyone(net.mediation, fe), 5061, "tcp", mtls
    yield everyone(fe, [net.chat]), 5041, "tcp", mtls
    yield [(net.chat, other) for other in fe], 5061, "tcp", mtls
    yield everyone(fe, [net.office]), 443, "tcp", tls
    yield everyone(fe, [net.exchange]), 5061, "tcp", mtls
    yield everyone(fe, [net.exchange]), 5062, "tcp", mtls
    yield [(net.exchange, other) for other in fe], 5061, "tcp", mtls
    yield in_turn([net.app] * 4, net.pool1), 5061, "tcp", mtls
    yield everyone(net.pool1, [net.app]), 6000, "tcp", mtls
    yield everyone(fe, [net.branch]), 5061, "tcp", mtls
    yield [(net.branch, other) for other in net.pool1], 5061, "tcp", mtls
    yield [(net.branch, other) for other in net.pool1], 444, "tcp", mtls
    yield everyone(fe, net.sql[:1]), 1434, "udp", instance(49800)
    yield everyone(fe, net.sql[:1]), 49800, "tcp", same(windows.tds)
    yield everyone(net.pool2 + [net.chat], net.sql[1:]), 1433, "tcp", same(windows.tds)
    yield everyone(fe, [net.files]), 445, "tcp", same(windows.smb2)


def lines_of_calls(net):
    first, second, branch = net.gateways
    for server in net.mediation + net.pool1:
        yield [(first, server), (first, server)], 5068, "tcp", trunk
        yield [(second, server)], 5067, "tcp", mtls
        yield [(server, first)], 5066, "tcp", trunk
        yield [(server, second)], 5067, "tcp", mtls
        yield [(first, server), (second, server)], 50100, "udp", same(payloads.media_udp)
    yield [(branch, net.branch)] * 2, 5068, "tcp", trunk
    yield [(net.branch, branch)], 5066, "tcp", trunk


def lines_of_edge(net):
    fe = net.front_ends
    outer = [Outer(edge, at, number) for edge in net.edges
             for number, at in enumerate(edge.outer)]
    access, web, media = outer[0::3], outer[1::3], outer[2::3]
    yield everyone(fe + net.directors, net.edges), 5061, "tcp", mtls
    yield everyone(net.edges, net.directors + net.pool1), 5061, "tcp", mtls
    yield everyone(fe + net.mediation + [net.branch], net.edges), 5062, "tcp", mtls
    yield everyone(fe, net.edges), 8057, "tcp", mtls
    yield everyone(net.pool1[:1], net.edges), 4443, "tcp", tls
    yield everyone(net.mediation, net.edges), 3478, "udp", same(payloads.ms_turn_udp)
    yield in_turn(net.outside, access), 443, "tcp", tls
    yield in_turn(net.outside, web), 443, "tcp", tls
    yield in_turn(net.outside, media), 443, "tcp", same(payloads.ms_turn_pseudo_tls)
    yield in_turn(net.outside, media), 3478, "udp", same(payloads.ms_turn_udp)
    yield in_turn([net.partner] * 3, access), 5061, "tcp", mtls
    yield everyone(access, [net.partner]), 5061, "tcp", mtls
    proxy = Outer(net.proxy, net.proxy.outer[0], 0)
    yield in_turn(net.outside, [proxy]), 443, "tcp", proxy_tls
    yield everyone([net.proxy], fe), 4443, "tcp", tls
    yield everyone([net.proxy], fe), 8080, "tcp", same(payloads.http)


class Outer:
    """One outer address of an edge server or reverse proxy, as a host of its own."""

    def __init__(self, host, address, number):
        self.at, self.roles = address, host.roles
        name = ("sip", "webcon", "av")[number]
        self.names = (f"{name}.contoso.example".encode(),)
        self.name = f"{name}.contoso.example"


def lines_of_windows(net):
    """Domain services, and the company's own tools: not Lync, on every host."""
    members = net.servers + net.staff[:10]
    for port, transport, script in ((53, "udp", windows.dns_udp), (389, "tcp", windows.ldap),
                                    (88, "tcp", windows.kerberos_tcp), (123, "udp", windows.ntp),
                                    (3268, "tcp", windows.ldap)):
        yield in_turn(members, net.domain), port, transport, same(script)
    for host in net.servers + net.gateways + net.edges:
        yield [(net.staff[0], net.domain[0])], 53, "udp", dns_of(host)
    tools = net.tools
    yield everyone(net.servers, [tools["scom"]]), 5723, "tcp", tls
    yield everyone(net.servers, [tools["syslog"]]), 514, "udp", syslog
    yield everyone(net.servers, [tools["wsus"]]), 8530, "tcp", same(payloads.http)
    yield everyone(net.servers, [tools["webproxy"]]), 8080, "tcp", same(payloads.http)
    yield everyone([tools["backup"]], net.servers), 1556, "tcp", backup
    yield everyone([tools["nms"]], net.servers), 161, "udp", snmp
    yield everyone([tools["jump"]], net.servers), 3389, "tcp", rdp
    yield everyone(net.staff, [tools["printer"]]), 9100, "tcp", backup
    yield everyone(net.staff, [tools["intranet"]]), 443, "tcp", tls


def lines(net):
    yield from lines_of_pool(net.pool1)
    yield from lines_of_pool(net.pool2)
    for part in (lines_of_users, lines_of_servers, lines_of_calls, lines_of_edge,
                 lines_of_windows):
        yield from part(net)


def stage(net, seed=1, tools=True):
    """All of it, in an order that @seed chooses, as a Stage; without @tools, what they do not."""
    away = set() if tools else set(net.tools.values())
    talks = [(pair, port, transport, script) for pairs, port, transport, script in lines(net)
             for pair in pairs if not away & set(pair)]
    random.Random(seed).shuffle(talks)
    made = Stage()
    for (one, other), port, transport, script in talks:
        made.talk(one.at, other.at, port, transport,
                  lambda _end, s=script, o=one, r=other, p=port: s(o, r, p))
    return made


# --- The same, seen worse -------------------------------------------------------------------

def flow_of(frame):
    """The two ends of an Ethernet frame with IPv4."""
    protocol, source, target = frame[23], frame[26:30], frame[30:34]
    ports = struct.unpack("!HH", frame[34:38])
    return protocol, frozenset(((source, ports[0]), (target, ports[1])))


def midstream(frames, missing=12):
    """Without the first packets of each flow."""
    seen, kept = {}, []
    for frame in frames:
        flow = flow_of(frame[1])
        seen[flow] = seen.get(flow, 0) + 1
        if seen[flow] > missing:
            kept.append(frame)
    return kept


def half(frames, seed=7):
    """Every packet is lost or not, as a coin has it."""
    coin = random.Random(seed)
    return [frame for frame in frames if coin.random() < 0.5]
