# SPDX-License-Identifier: BSD-2-Clause
"""Small networks with one thing to see in each, and what has to be said of it, as TAP.

usage: scenarios.py LYNCTAP SIGNATURES WORK
"""

import json
import os
import socket
import struct
import subprocess
import sys

HERE = os.path.dirname(__file__)
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "rows")]

import eve                              # noqa: E402
import payloads                         # noqa: E402
import windows                          # noqa: E402
from stage import Stage                 # noqa: E402
from tls import pseudo_tls, tls_handshake         # noqa: E402

HOSTS = """hosts:
  - {name: fe1, addresses: [10.1.1.11], roles: [front-end]}
  - {name: fe2, addresses: [10.1.1.12], roles: [front-end]}
  - {name: sql, addresses: [10.1.1.51], roles: [sql-server]}
  - {name: vip, addresses: [10.1.1.61], roles: [load-balancer], for: [front-end]}
networks:
  - {name: staff, range: 10.100.0.0/16, roles: [client]}
"""
EDGE = HOSTS.replace("fe1, addresses: [10.1.1.11], roles: [front-end]",
                     "edge1, addresses: [10.1.1.11], roles: [edge]")
I, R = "initiator", "responder"
# A datagram from 192.168.9.9 to 192.168.9.8, inside a tunnel.
INSIDE = bytes.fromhex("4500001e00000000401100000a090909c0a80908") + b"\0\1\0\2\0\x0a\0\0hi"


class Scenarios:
    """Runs lynctap over what was staged, and counts."""

    def __init__(self, lynctap, signatures, work):
        self.lynctap, self.signatures, self.work = lynctap, signatures, work
        self.number = 0

    def ok(self, good, name, remark=""):
        self.number += 1
        print(f"{'ok' if good else 'not ok'} {self.number} - {name}")
        if not good:
            print("# " + str(remark).replace("\n", "\n# "))

    def run(self, stage, site, *words):
        capture = os.path.join(self.work, "capture.pcap")
        stage.save(capture)
        words = [self.lynctap, *words, "-S", self.signatures, "-r", capture]
        if site:
            words += ["-c", os.path.join(self.work, "site.yaml")]
            with open(words[-1], "w", encoding="utf-8") as out:
                out.write(site)
        return subprocess.run(words, capture_output=True, timeout=120, check=False)

    def peak_kib(self, *words):
        """Most memory of an audit of what ran last, or None where that can't be measured."""
        if not os.environ.get("SCENARIOS_MEASURE"):
            return None     # a sanitizer's own memory is not ours to count
        done = subprocess.run(
            [os.environ["SCENARIOS_MEASURE"], self.lynctap, "audit", "-S", self.signatures,
             "-r", os.path.join(self.work, "capture.pcap"), "-q",
             "-c", os.path.join(self.work, "site.yaml"), *words], capture_output=True, check=False)
        return int(done.stdout.split()[2])

    def audit(self, stage, site, *words):
        done = self.run(stage, site, "audit", "-o", "json", *words)
        audit = json.loads(done.stdout) if done.stdout else {}
        audit["status"] = done.returncode
        audit["said"] = done.stderr.decode()
        return audit

    def flows(self, stage, site):
        done = self.run(stage, site, "flows", "-o", "eve")
        return eve.flow_records(done.stdout.splitlines())

    def clean(self, name, stage, site, services):
        """Nothing is found, and the services are those of (address, port): row."""
        audit = self.audit(stage, site)
        seen = {(s["address"], s["port"]): s["row"] for s in audit.get("services", [])}
        self.ok(audit["status"] == 0 and not audit["findings"], name,
                [audit.get("findings"), audit["said"]])
        self.ok(all(seen.get(key) == row for key, row in services.items()),
                name + ": the services have their rows", seen)

    def found(self, name, stage, site, wanted, count=1, status=1):
        """@wanted is a finding's fields, reasons by a part of one; @count findings in all."""
        audit = self.audit(stage, site)
        findings = audit.get("findings", [])
        good = [f for f in findings
                if all(f[key] == value for key, value in wanted.items() if key != "reason")
                and any(wanted.get("reason", "") in r for r in f["reasons"])]
        self.ok(audit["status"] == status and len(findings) == count and good, name,
                [audit["status"], audit["said"], findings])


def ssrp_instance(port):
    text = (b"ServerName;SQL;InstanceName;RTC;IsClustered;No;Version;11.0.2100.60;"
            b"tcp;%d;;" % port)

    def script(_end):
        yield I, b"\x04RTC\0"
        yield R, b"\x05" + struct.pack("<H", len(text)) + text
    return script


def endpoint_map(port):
    """ept_map and a tower of ncacn_ip_tcp, C706 appendices I and O."""
    def floor(left, right):
        return struct.pack("<H", len(left)) + left + struct.pack("<H", len(right)) + right
    tower = struct.pack("<H", 5)
    for interface, version in ((windows.REGISTRY, 1), (windows.NDR, 2)):
        tower += floor(b"\x0d" + interface.bytes_le + struct.pack("<H", version), b"\0\0")
    tower += floor(b"\x0b", b"\0\0") + floor(b"\x07", struct.pack("!H", port))
    tower += floor(b"\x09", b"\0\0\0\0")

    def script(end):
        yield from windows.bind(windows.MAPPER, 3, end[1])
        body = struct.pack("<IIII", 1, 0, 2, len(tower)) + struct.pack("<I", len(tower))
        body += tower + b"\0" * (-len(tower) % 4) + b"\0" * 20 + struct.pack("<I", 4)
        yield I, windows.dcerpc_pdu(0, 2, struct.pack("<IHH", len(body), 0, 3) + body)
        result = b"\0" * 20 + struct.pack("<IIIII", 1, 4, 0, 1, 3)
        result += struct.pack("<II", len(tower), len(tower)) + tower
        result += b"\0" * (-len(result) % 4) + struct.pack("<I", 0)
        yield R, windows.dcerpc_pdu(2, 2, struct.pack("<IHBx", len(result), 0, 0) + result)
    return script


def one_way(end):
    return [(side, data) for side, data in payloads.media_udp(end) if side == I]


def plain_rtp(_end):
    return [(side, data) for side, data in payloads.rtp_packets(114, 40) if side == I]


def addresses(see):
    for vlans in ((), (7,), (7, 300)):
        stage = Stage(vlans)
        client, server, other = "2001:db8:100::7", "2001:db8::11", "2001:db8::12"
        site = ("hosts:\n  - {name: fe1, addresses: [\"%s\"], roles: [front-end]}\n"
                "  - {name: fe2, addresses: [\"%s\"], roles: [front-end]}\nnetworks:\n"
                "  - {name: staff, range: \"2001:db8:100::/48\", roles: [client]}\n"
                % (server, other))
        stage.talk(client, server, 5061, "tcp", payloads.tls)
        stage.talk(other, server, 5062, "tcp", payloads.sip_tcp)
        stage.talk(client, server, 50000, "udp", payloads.media_udp)
        see.clean(f"an IPv6 site in {len(vlans)} VLANs is clean", stage, site,
                  {(server, 5061): "server-3", (server, 5062): "server-6",
                   (server, 50000): "server-39"})
        stage.talk("2001:4860::8", server, 23, "tcp", payloads.ssh)
        see.found(f"a stranger in it is found, in {len(vlans)} VLANs", stage, site,
                  {"kind": "unapproved-port", "address": server, "port": 23,
                   "severity": "high"})


def answer_aaaa(name, address):
    """RFC 1035 section 4.1, RFC 3596 section 2"""
    question = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    question += struct.pack("!HH", 28, 1)
    answer = b"\xc0\x0c" + struct.pack("!HHIH", 28, 1, 300, 16)
    answer += socket.inet_pton(socket.AF_INET6, address)

    def script(_end):
        yield I, struct.pack("!HHHHHH", 7, 0x0100, 1, 0, 0, 0) + question
        yield R, struct.pack("!HHHHHH", 7, 0x8580, 1, 1, 0, 0) + question + answer
    return script


def other_addresses(see):
    """The domain's DNS says which other address a declared server has; nobody else does."""
    site = HOSTS.replace("10.1.1.12]", "10.1.1.12, \"2001:db8::12\"]").replace(
        "networks:", "  - {name: dc1, addresses: [10.1.1.2], roles: [domain-controller]}\nnetworks:")
    for says, standing in (("10.1.1.2", "declared"), ("10.1.1.3", "undeclared")):
        stage = Stage()
        stage.talk("10.1.1.12", says, 53, "udp", answer_aaaa("FE1", "2001:db8::11"))
        stage.talk("2001:db8::12", "2001:db8::11", 5062, "tcp", payloads.sip_tcp)
        audit = see.audit(stage, site)
        row = {(s["address"], s["port"]): s["row"] for s in audit["services"]}
        if standing == "declared":
            see.ok(row.get(("2001:db8::11", 5062)) == "server-6" and any("is taken for fe1" in n for n in audit["notes"])
                   and "fe1" not in [s["name"] for s in audit["servers"]["silent"]],
                   "another address of a declared server is that server, and said to be", [row, audit["notes"]])
            stage.talk("2001:4860::8", "2001:db8::11", 23, "tcp", payloads.ssh)
            see.found("and judged as such", stage, site,
                      {"kind": "unapproved-port", "address": "2001:db8::11", "port": 23})
        else:
            see.ok(("2001:db8::11", 5062) not in row, "nobody is one because somebody says so", row)
    audit = see.audit(stage, site.replace("10.1.1.11]", "10.1.1.11, \"2001:db8::1\"]").replace("10.1.1.2]", "10.1.1.3]"))
    see.ok(not any(s["address"] == "2001:db8::11" for s in audit["services"]),
           "nor where the site file has another address of the kind", audit["services"])


def load_balancers(see):
    stage = Stage()
    stage.talk("10.100.0.7", "10.1.1.61", 5061, "tcp", payloads.tls)
    stage.talk("10.1.1.61", "10.1.1.11", 5061, "tcp", payloads.tls)
    see.clean("a hardware load balancer carries SIP", stage,
              "load-balancing: hardware\n" + HOSTS,
              {("10.1.1.61", 5061): "hlb-1", ("10.1.1.11", 5061): "server-3"})
    see.found("with DNS load balancing it should not, and its row is named", stage,
              "load-balancing: dns\n" + HOSTS,
              {"kind": "wrong-role", "address": "10.1.1.61", "port": 5061,
               "nearest_row": "server-3", "reason": "(hlb-1); the site says"})
    see.found("nor with none", stage, "load-balancing: none\n" + HOSTS,
              {"kind": "wrong-role", "address": "10.1.1.61", "reason": "hlb-1"})
    stage = Stage()
    stage.talk("10.100.0.7", "10.1.1.61", 443, "tcp", payloads.tls)
    see.clean("web traffic is balanced by hardware in either mode", stage,
              "load-balancing: dns\n" + HOSTS, {("10.1.1.61", 443): "dnslb-2"})


def edge_balancer(see):
    """The balancer of an edge pool listens to what its edge servers do, but for some."""
    site = HOSTS.replace("hosts:\n", """pools:
  - {name: edgepool, roles: [edge], members: [e1, e2], load-balancing: hardware, vips: [203.0.113.60, 10.2.2.60]}
hosts:
  - {name: e1, addresses: [10.2.2.41], external: [203.0.113.41], roles: [edge]}
  - {name: e2, addresses: [10.2.2.42], external: [203.0.113.42], roles: [edge]}
""")
    stage = Stage()
    stage.talk("198.51.100.7", "203.0.113.60", 443, "tcp", payloads.tls)
    stage.talk("10.1.1.11", "10.2.2.60", 3478, "udp", payloads.media_udp)
    see.clean("the addresses of an edge pool have rows", stage, site,
              {("203.0.113.60", 443): "edge-40", ("10.2.2.60", 3478): "edge-46"})
    stage.talk("198.51.100.7", "10.2.2.60", 5062, "tcp", payloads.tls)
    see.found("its inner address is nobody's outside", stage, site,
              {"kind": "wrong-interface", "address": "10.2.2.60", "port": 5062, "severity": "high"})
    stage = Stage()
    stage.talk("198.51.100.7", "203.0.113.60", 443, "tcp", payloads.tls)
    stage.talk("10.1.1.11", "203.0.113.41", 5062, "tcp", payloads.mtls)
    see.found("a server that asks at an outer address is not of the Internet", stage, site,
              {"kind": "wrong-interface", "address": "203.0.113.41", "port": 5062,
               "severity": "medium"})


def media(see):
    for name, script in (("after ICE checks", one_way), ("without", plain_rtp)):
        stage = Stage()
        stage.talk("10.100.0.7", "10.1.1.11", 50000, "udp", script)
        flow = see.flows(stage, HOSTS)[0]
        see.ok(flow["lync"]["verdict"] == "expected" and "rtp" in flow["lync"]["hints"]
               and flow["dest_ip"] == "10.1.1.11", f"media one way, {name}, is media", flow)
    narrow = HOSTS + "ports:\n  audio: [50000-50059/tcp, 50000-50059/udp]\n"
    stage = Stage()
    stage.talk("10.100.0.7", "10.1.1.11", 50010, "udp", payloads.media_udp)
    see.clean("media inside a narrowed range is expected", stage, narrow,
              {("10.1.1.11", 50010): "server-39"})
    stage.talk("10.100.0.7", "10.1.1.11", 50100, "udp", payloads.media_udp)
    see.found("media outside it is not", stage, narrow,
              {"kind": "unapproved-port", "address": "10.1.1.11", "port": 50100})


def attempts(see):
    stage = Stage()
    for port in (5073, 5075, 5076):
        stage.attempt("10.1.1.12", "10.1.1.11", port, "rst")
    audit = see.audit(stage, HOSTS)
    vain = {c["row"] for c in audit["coverage"] if c["state"] == "vain"}
    see.ok(audit["status"] == 0 and not audit["services"] and not audit["findings"]
           and {"server-29", "server-30", "server-31"} <= vain,
           "refused attempts are no services, no findings, and in vain in the coverage",
           [audit["findings"], vain])
    stage = Stage()
    for port in range(20000, 20100):
        stage.attempt("10.9.9.9", "10.1.1.11", port, "rst" if port % 50 else None)
    see.found("a scan of 100 ports is one finding", stage, HOSTS,
              {"kind": "scan", "address": "10.9.9.9", "flows": 100,
               "reason": "tried 100 listeners on 1 host"})
    stage.attempt("10.9.9.9", "10.1.1.11", 20200, "synack")
    see.found("what it found is a finding of its own, by port only", stage, HOSTS,
              {"kind": "unapproved-port", "port": 20200, "reason": "as scanners do"}, count=2)


def learned_ports(see):
    stage = Stage()
    stage.talk("10.1.1.11", "10.1.1.51", 21433, "tcp", windows.tds)
    see.found("SQL on a port that nobody announced is unexpected", stage, HOSTS,
              {"kind": "unexpected-peer", "address": "10.1.1.51", "port": 21433})
    stage = Stage()
    stage.talk("10.1.1.11", "10.1.1.51", 1434, "udp", ssrp_instance(21433))
    stage.talk("10.1.1.11", "10.1.1.51", 21433, "tcp", windows.tds)
    audit = see.audit(stage, HOSTS)
    notes = [n for s in audit["services"] if s["port"] == 21433 for n in s["notes"]]
    see.ok(audit["status"] == 0 and "port announced by a SQL Browser reply" in notes,
           "SQL on a port that the SQL Browser announced is known",
           [audit["findings"], audit["services"]])
    stage = Stage()
    stage.talk("10.1.1.12", "10.1.1.11", 6001, "tcp", windows.dynamic_rpc)
    see.found("RPC on a port that nobody announced is unapproved", stage, HOSTS,
              {"kind": "unapproved-port", "address": "10.1.1.11", "port": 6001})
    stage = Stage()
    stage.talk("10.1.1.12", "10.1.1.11", 135, "tcp", endpoint_map(6001))
    stage.talk("10.1.1.12", "10.1.1.11", 6001, "tcp", windows.dynamic_rpc)
    see.clean("RPC on a port that the endpoint mapper announced is expected", stage, HOSTS,
              {("10.1.1.11", 135): "server-5", ("10.1.1.11", 6001): "server-5"})


def one_side(see):
    for only in (I, R):
        stage = Stage()
        stage.talk("10.100.0.7", "10.1.1.11", 5061, "tcp", payloads.tls, only)
        audit = see.audit(stage, HOSTS)
        services = [(s["address"], s["port"], s["row"]) for s in audit["services"]]
        # Of the servers nothing was heard: that is no pass, and no word confirms the row.
        status, confidence = (0, "confirmed") if only == R else (3, "port")
        see.ok(audit["status"] == status and services == [("10.1.1.11", 5061, "server-3")]
               and audit["services"][0]["confidence"] == confidence
               and audit["capture"]["one_sided"] == 1,
               f"a connection of which only the {only} was captured is a service",
               [audit["findings"], services, audit["capture"]])


def two_legs(see):
    """Only clients were captured: what servers answered is missing, over UDP as well."""
    stage = Stage()
    for server, transport, script, only in (
            ("10.1.1.12", "tcp", payloads.tls, I), ("10.100.0.8", "tcp", payloads.tls, None),
            ("10.1.1.11", "udp", payloads.ms_turn_udp, I)):
        port = 3478 if transport == "udp" else 5061
        stage.talk("10.100.0.7", server, port, transport, script, only)
    asked = [f["lync"]["verdict"] for f in see.flows(stage, EDGE) if f["proto"] == "UDP"]
    see.ok(asked == ["expected"], "a relay is not silent where no server was heard", asked)
    stage.talk("10.100.0.9", "10.1.1.11", 5061, "tcp", payloads.tls)
    asked = [f["lync"]["verdict"] for f in see.flows(stage, EDGE) if f["proto"] == "UDP"]
    see.ok(asked == ["no-answer"], "where it was heard it is", asked)


def names(see):
    """A service of the Internet is known by the name that is asked for, if its certificate agrees."""
    def say(name, certified):
        def script(_end):
            return tls_handshake(mutual=False, names=(certified,), asked=name)
        return script
    mitigation = b"config.officeapps.live.com"
    for asked, certified, verdict in (
            (mitigation, b"*.officeapps.live.com", "known"),
            (mitigation, b"evil.example.net", "unexpected-peer"),
            (b"config.officeapps.live.com.evil.example", b"evil.example", "unexpected-peer")):
        stage = Stage()
        stage.talk("10.1.1.11", "203.0.113.9", 443, "tcp", say(asked, certified))
        got = [f["lync"]["verdict"] for f in see.flows(stage, HOSTS)]
        see.ok(got == [verdict], f"{asked} of {certified} is {verdict}", got)
    stage = Stage()
    stage.talk("10.1.1.11", "203.0.113.9", 443, "tcp", say(mitigation, mitigation))
    stage.talk("10.1.1.11", "203.0.113.9", 443, "tcp", say(b"other.example", b"other.example"))
    see.found("what else is said to the same host is found", stage, HOSTS,
              {"kind": "unexpected-peer", "address": "203.0.113.9", "flows": 1})
    stage = Stage()
    stage.talk("10.1.1.11", "10.9.9.9", 443, "tcp", say(mitigation, mitigation))
    see.found("nobody of the site goes by such a name", stage, HOSTS,
              {"kind": "unexpected-peer", "address": "10.9.9.9"})


def portless(see):
    """GRE, ESP and the like are conversations of two hosts, whatever they carry."""
    gre, esp = 47, 50
    stage = Stage()
    for _ in range(3):
        stage.datagram("10.1.1.11", "203.0.113.9", gre, b"\0\0\x08\0" + INSIDE)
    see.found("GRE to the Internet is found", stage, HOSTS,
              {"kind": "unexpected-peer", "address": "203.0.113.9", "port": 0,
               "transport": "gre", "severity": "high"})
    allow = ("allow:\n  - {from: 10.1.1.11, to: 203.0.113.9, ports: [gre],"
             " reason: tunnel to the branch}\n")
    audit = see.audit(stage, HOSTS + allow)
    see.ok(audit["status"] == 0 and audit["verdicts"]["allowed"] == 1,
           "and an allow can name it", [audit["findings"], audit["verdicts"]])
    other = allow.replace("gre", "ipip")
    see.found("but not by another name", stage, HOSTS + other, {"transport": "gre"})
    stage = Stage()
    for number in range(12):
        ends = ("10.1.1.11", "10.1.1.12") if number % 2 else ("10.1.1.12", "10.1.1.11")
        stage.datagram(*ends, esp, b"\0\0\x12\x34" + bytes(60))
        stage.datagram("10.1.1.11", "224.0.0.18", 112, bytes(20))
        stage.datagram("10.1.1.11", "10.1.1.12", 1, b"\x08\0\0\0\0\0\0\0")
    flows = see.flows(stage, HOSTS)
    see.ok([(f["proto"], f["lync"]["row"], "src_port" in f) for f in flows]
           == [("ESP", "windows-21", False)],
           "ESP among servers is known; pings and groups are no conversations", flows)
    stage.datagram("10.1.1.11", "203.0.113.9", esp, bytes(60))
    see.found("ESP to the Internet is not", stage, HOSTS,
              {"kind": "unexpected-peer", "address": "203.0.113.9", "transport": "esp"})


def unknown(see):
    """A documented port on which something speaks that begins as no protocol of its rows."""
    def shell(_end):
        return [(R, b"Welcome\n$ "), (I, b"id\n"), (R, b"uid=0(root)\n$ ")]
    site = EDGE.replace("networks:", "  - {name: rp, addresses: [10.2.2.51], external: [203.0.113.51],"
                        " roles: [reverse-proxy]}\n  - {name: med, addresses: [10.1.1.31],"
                        " roles: [mediation]}\n  - {name: gw, addresses: [10.1.5.5],"
                        " roles: [gateway]}\nnetworks:")
    for name, ends, port, script in (
            ("a shell on the trunk", ("10.1.5.5", "10.1.1.31"), 5068, shell),
            ("bytes of nobody knows what on the trunk", ("10.1.5.5", "10.1.1.31"), 5068,
             payloads.silent),
            ("a shell on port 80", ("10.100.0.7", "10.1.1.12"), 80, shell),
            ("bytes of nobody knows what at an inner relay", ("10.100.0.7", "10.1.1.11"), 443,
             payloads.silent),
            ("an imitation of TLS answered by its alert", ("10.100.0.7", "10.1.1.11"), 443,
             lambda _end: [next(pseudo_tls()), (R, bytes.fromhex("15030100020228"))]),
            ("SSH where a reverse proxy publishes", ("198.51.100.9", "203.0.113.51"), 443,
             payloads.ssh)):
        stage = Stage()
        stage.talk(*ends, port, "tcp", script)
        stage.talk("10.100.0.7", "10.1.1.12", 5061, "tcp", payloads.tls)
        see.found(name + " is no SIP, no HTTP and no TLS", stage, site,
                  {"kind": "wrong-protocol", "address": ends[1], "port": port})
        for only, missed in (I, "a listener"), (R, "a caller"):
            stage = Stage()
            stage.talk(*ends, port, "tcp", script, only=only)
            stage.talk("10.100.0.7", "10.1.1.12", 5061, "tcp", payloads.tls)
            audit = see.audit(stage, site)
            see.ok(not [f for f in audit["findings"] if f["kind"] == "wrong-protocol"
                        and "begins as nothing" in str(f["reasons"])],
                   f"{name}: {missed} that was not captured says nothing", audit["findings"])
    def framed(_end):
        return [(side, b"\x17\3\3\0\x64" + payloads.noise(100, "tunnel")) for side in (I, R) * 4]
    stage = Stage()
    stage.talk("10.100.0.7", "10.1.1.12", 5061, "tcp", framed)
    served = see.audit(stage, site)
    see.ok(not served["findings"], "records without a hello are not said to be wrong", served["findings"])
    see.ok([s["confidence"] for s in served["services"] if s["port"] == 5061] == ["port"],
           "nor are they said to be TLS", served["services"])
    stage = Stage()
    stage.talk("10.100.0.7", "10.1.1.12", 5061, "tcp", payloads.tls)
    stage.talk("198.51.100.9", "10.1.1.11", 3478, "udp",
               lambda _end: [(I, b"tunnel up"), (R, b"tunnel down")] * 5)
    see.found("a tunnel of text in datagrams is no STUN", stage, site,
              {"kind": "wrong-protocol", "address": "10.1.1.11", "port": 3478})
    for name, script in (("keep-alives", lambda _end: [(I, b"\r\n\r\n"), (R, b"\r\n")] * 4),
                         ("SIP", payloads.sip_tcp),
                         ("an answer to what was none", lambda end: [
                             (I, b"what?\n"), list(payloads.sip_tcp(end))[1]])):
        stage = Stage()
        stage.talk("10.1.5.5", "10.1.1.31", 5068, "tcp", script)
        see.clean(f"{name} on the trunk", stage, site, {})


def broadcasts(see):
    """What goes to a subnet's broadcast address is for nobody, as what goes to a group."""
    def announce(mac, count=20, answered=False):
        stage = Stage()
        stage.talk("10.100.0.7", "10.1.1.12", 5061, "tcp", payloads.tls)
        datagram = struct.pack("!HHHH", 138, 138, 108, 0) + payloads.noise(100, "browser")
        for _ in range(count):
            stage.datagram("10.1.1.12", "10.1.1.255", 17, datagram)
            when, frame = stage.frames[-1]
            stage.frames[-1] = (when, mac + frame[6:])
        if answered:
            stage.datagram("10.1.1.255", "10.1.1.12", 17, datagram)
        return stage
    def asked_of_all(mac, target, port, words):
        stage = Stage()
        stage.talk("10.100.0.7", "10.1.1.12", 5061, "tcp", payloads.tls)
        asked, answer = (struct.pack("!HH", 8 + len(data), 0) + data for _side, data in words)
        stage.datagram("10.1.1.11", target, 17, struct.pack("!HH", port, port) + asked)
        when, frame = stage.frames[-1]
        stage.frames[-1] = (when, mac + frame[6:])
        stage.datagram("10.1.1.77", "10.1.1.11", 17, struct.pack("!HH", port, port) + answer)
        return stage
    see.clean("announcements to a subnet's broadcast address", announce(b"\xff" * 6), EDGE, {})
    for question in ((b"\xff" * 6, "10.1.1.255", 137, windows.netbios_name(None)),
                     (b"\1\0\x5e\0\0\xfc", "224.0.0.252", 5355, windows.dns_udp(None))):
        see.clean(f"a neighbour's answer to what {question[1]} was asked",
                  asked_of_all(*question), EDGE, {})
    accused = {"kind": "unexpected-peer", "address": "10.1.1.255", "port": 138}
    see.found("the same to one host's card", announce(b"\2\0\0\0\0\xff"), EDGE, accused)
    see.found("an address that answers is a host", announce(b"\xff" * 6, answered=True), EDGE,
              accused)


def bare_resets(see):
    """FIN, ACK and data out of the blue, which every closed port answers with a reset."""
    server, fin_ack = ("10.1.1.11", 4711), 0x11
    for name, asked, data in (("a FIN", fin_ack, b""), ("an ACK", 0x10, b""),
                              ("data", 0x18, b"anybody there?")):
        for source in "10.100.0.7", "198.51.100.4":
            stage = Stage()
            stage.talk("10.100.0.7", "10.1.1.12", 5061, "tcp", payloads.tls)
            stage.segment((source, 51001), server, asked, data)
            stage.segment(server, (source, 51001), 0x04)
            see.clean(f"{name} of {source} that is reset shows no listener", stage, HOSTS, {})
    stage = Stage()
    for sender, target in ((("10.100.0.7", 51001), server), (server, ("10.100.0.7", 51001))):
        stage.segment(sender, target, 0x10)
    stage.segment(server, ("10.100.0.7", 51001), 0x04)
    see.found("who acknowledged before it reset listens", stage, HOSTS,
              {"kind": "unapproved-port", "port": 4711})
    stage = Stage()
    for number in range(12):
        stage.segment(("10.100.0.7", 51001), server, 0x18, b"line %d" % number)
    stage.segment(server, ("10.100.0.7", 51001), 0x04)
    see.found("whoever goes on was answered, seen or not", stage, HOSTS,
              {"kind": "unapproved-port", "port": 4711})
    stage = Stage()
    stage.segment(server, ("198.51.100.4", 8443), fin_ack)
    stage.segment(("198.51.100.4", 8443), server, 0x04)
    see.found("a server ends nothing that it had not begun", stage, HOSTS,
              {"kind": "unexpected-peer", "address": "198.51.100.4"})


def monitoring(see):
    """What servers report to is known where the site file says who that is, and nowhere else."""
    ports = {8443: ("10.1.1.96", "statistics-manager", payloads.tls),
             5723: ("10.1.1.97", "operations-manager", payloads.silent)}
    for port, (address, role, script) in ports.items():
        stage = Stage()
        stage.talk("10.1.1.11", address, port, "tcp", script)
        see.found(f"{port} at a host that nobody declares is unexpected", stage, HOSTS,
                  {"kind": "unexpected-peer", "address": address, "port": port})
        other = next(a for a, r, _script in ports.values() if r != role)
        sites = [HOSTS.replace("networks:", "  - {name: it, addresses: [%s], roles: [%s]}\n"
                               "networks:" % (a, role)) for a in (address, other)]
        verdicts = [[f["lync"]["verdict"] for f in see.flows(stage, site)] for site in sites]
        see.ok(verdicts == [["known"], ["unexpected-peer"]],
               f"and known where it is the host with role {role}", verdicts)
        stage.talk("10.1.1.11", address, 22, "tcp", payloads.ssh)
        see.found("of which nothing else is", stage, sites[0],
                  {"kind": "unexpected-peer", "address": address, "port": 22})


def clocks(see):
    """Time that jumps thirty years and back neither ends the run nor splits a flow for ever."""
    stage = Stage()
    stage.talk("10.100.0.7", "10.1.1.11", 80, "tcp", payloads.http)
    stage.now_us += 30 * 365 * 86400 * 1000000
    stage.talk("10.100.0.8", "10.1.1.11", 80, "tcp", payloads.http)
    stage.now_us = 0
    stage.talk("10.100.0.9", "10.1.1.11", 80, "tcp", payloads.http)
    audit = see.audit(stage, HOSTS)
    service = audit["services"][0]
    see.ok(audit["status"] == 0 and service["flows"] == 3 and service["clients"] == 3,
           "clocks that jump change nothing", audit["services"])


def memory(see):
    """100,000 strangers at one listener do not outgrow --memcap, and lose nobody."""
    stage = Stage()
    stage.segment(("172.16.0.0", 40000), ("10.1.1.11", 4444), 0x18)
    see.run(stage, HOSTS, "audit")
    alone = see.peak_kib("--memcap", "8MiB")
    stage = Stage()
    for number in range(100000):
        source = "172.%d.%d.%d" % (16 + number // 65536, number // 256 % 256, number % 256)
        stage.segment((source, 40000), ("10.1.1.11", 4444), 0x18)
    audit = see.audit(stage, HOSTS, "--memcap", "8MiB")
    found = [f for f in audit["findings"] if f["port"] == 4444]
    see.ok(audit["status"] == 3 and "--memcap" in audit["said"]
           and sum(f["flows"] for f in found) == 100000,
           "a run that outgrew --memcap says so, and the listener is reported",
           [audit["status"], audit["said"], found])
    if alone:
        peak = see.peak_kib("--memcap", "8MiB")
        see.ok(peak - alone < 8 * 1024, "and takes no more than that beyond what one packet takes",
               f"{peak} KiB, {alone} KiB for one packet")


def main():
    see = Scenarios(*sys.argv[1:])
    for scene in (addresses, other_addresses, load_balancers, edge_balancer, media, attempts, learned_ports, one_side, two_legs,
                  names, portless, unknown, monitoring, broadcasts, bare_resets, clocks, memory):
        scene(see)
    print(f"1..{see.number}")


if __name__ == "__main__":
    main()
