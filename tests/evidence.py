# SPDX-License-Identifier: BSD-2-Clause
"""evidence.py LYNCTAP SOURCE WORK: audit -w, and an audit of what it wrote. TAP."""
import itertools
import json
import pathlib
import shutil
import socket
import struct
import subprocess
import sys

from tap import ok, plan, skip

LYNCTAP, SOURCE, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
CLIENT, OTHER, SERVER = "10.9.0.1", "10.9.0.2", "10.1.1.11"
STRANGE, KNOWN = 9999, 3478         # ports: of no row, and of the front end's STUN
UDP, IP_IN_IP, IPV6_FRAGMENT = 17, 4, 44


# --- Frames ---------------------------------------------------------------------------------

def udp(source_port, target_port, length):
    return struct.pack("!HHHH", source_port, target_port, 8 + length, 0) + bytes(length)


def ipv4(source, target, protocol, payload, identification=0, offset=0, more=False):
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), identification,
                       (0x2000 if more else 0) | offset // 8, 64, protocol, 0,
                       socket.inet_aton(source), socket.inet_aton(target)) + payload


def pieces(whole, size):
    """(offset, bytes, whether more follow) of @whole, cut at multiples of @size."""
    return [(at, whole[at:at + size], at + size < len(whole)) for at in range(0, len(whole), size)]


def fragments(source, target, protocol, whole, identification, size=1400):
    return [ipv4(source, target, protocol, part, identification, at, more)
            for at, part, more in pieces(whole, size)]


def ipv6_fragments(source, target, whole, identification, size=1400):
    addresses = socket.inet_pton(socket.AF_INET6, source) + socket.inet_pton(socket.AF_INET6, target)
    for at, part, more in pieces(whole, size):
        rest = struct.pack("!BBHI", UDP, 0, at | more, identification) + part
        yield struct.pack("!IHBB", 0x60000000, len(rest), IPV6_FRAGMENT, 64) + addresses + rest


def strange(identification, length=3000):
    return fragments(CLIENT, SERVER, UDP, udp(40000, STRANGE, length), identification)


def answers():
    """So that the listener is one: what it says to the client that sends fragments."""
    return [ipv4(SERVER, CLIENT, UDP, udp(STRANGE, 40000, 20))] * 2


def harmless(identification):
    """Fragments that are no part of a finding: of the documented STUN port."""
    return fragments(OTHER, SERVER, UDP, udp(40001, KNOWN, 3000), identification)


def write_pcap(path, packets, snaplen=262144):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, snaplen, 101))
        for i, packet in enumerate(packets):
            kept = packet[:snaplen]
            out.write(struct.pack("<IIII", 1767603600, i * 1000, len(kept), len(packet)) + kept)
    return path


def block(kind, body):
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def option(code, text):
    return struct.pack("<HH", code, len(text)) + text.encode() + bytes(-len(text) % 4)


def write_pcapng(path, comment, interfaces, packets):
    """@interfaces as (name, description), packet i being of interface i modulo their number."""
    with open(path, "wb") as out:
        out.write(block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1) + option(1, comment)))
        for name, description in interfaces:
            out.write(block(1, struct.pack("<HHI", 101, 0, 0) + option(2, name) +
                            (option(3, description) if description else b"")))
        for i, packet in enumerate(packets):
            time = 1767603600000000 + i * 1000
            out.write(block(6, struct.pack("<IIIII", i % len(interfaces), time >> 32, time & 0xffffffff,
                                           len(packet), len(packet)) + packet + bytes(-len(packet) % 4)))
    return path


def packet_blocks(path):
    """Frame and options of every packet block of a pcapng file in this byte order."""
    data, at = path.read_bytes(), 0
    while at < len(data):
        kind, length = struct.unpack_from("=II", data, at)
        if kind == 6:
            captured, = struct.unpack_from("=I", data, at + 20)
            options = at + 28 + (captured + 3) // 4 * 4
            yield data[at + 28:at + 28 + captured], data[options:at + length - 4]
        at += length


def comments_of(path):
    """The comment of every packet: option 1 behind the frame."""
    for _frame, options in packet_blocks(path):
        code, size = struct.unpack_from("=HH", options + bytes(4))
        yield options[4:4 + size].decode() if code == 1 else None


def frames_of(path):
    """The bytes of every packet."""
    for frame, _options in packet_blocks(path):
        yield frame


# --- Audits ---------------------------------------------------------------------------------

def audit(*arguments):
    done = subprocess.run([LYNCTAP, "audit", *map(str, arguments), "-q", "--no-fail", "-o", "json",
                           "-S", SOURCE / "signatures"], capture_output=True, text=True, timeout=120,
                          check=False, stdin=subprocess.DEVNULL)
    return json.loads(done.stdout), done.stderr


def nameless(findings):
    """What a host is called may have been learned from packets that are no evidence."""
    return [{key: value for key, value in finding.items() if key != "name"}
            for finding in findings]


def refound(capture, site):
    """Audit with -w, audit that. @return findings of both, the evidence, what was said"""
    evidence = WORK / "evidence.pcapng"
    options = ["-c", site] if site else []
    first, said = audit("-r", capture, "-w", evidence, *options)
    second, _ = audit("-r", evidence, *options)
    return nameless(first["findings"]), nameless(second["findings"]), list(frames_of(evidence)), said


def shipped():
    for capture in sorted((SOURCE / "pcaps").glob("*.pcap")):
        names = [capture.with_suffix(".site.yaml"), SOURCE / "tests/fixtures" / (capture.stem + ".site.yaml")]
        site = next((name for name in names if name.exists()), None)
        first, second, _, said = refound(capture, site)
        ok(first == second, f"evidence of {capture.name} has its findings", first, second, said)


def commented():
    """Each packet says whose evidence it is, and what reads pcapng reads that."""
    evidence = WORK / "evidence.pcapng"
    first, _ = audit("-r", SOURCE / "pcaps/front-end.pcap", "-c",
                     SOURCE / "pcaps/front-end.site.yaml", "-w", evidence)
    rows = {f["id"]: f["row"] or f["nearest_row"] or "no row" for f in first["findings"]}
    wanted = {f"{f['id']} {f['severity']} {f['kind']} {rows[f['id']]}" for f in first["findings"]}
    comments = list(comments_of(evidence))
    ok(comments and set(comments) == wanted, "each packet is commented with its finding",
       set(comments) ^ wanted)
    if not shutil.which("tshark"):
        skip("tshark reads the comments", "tshark is not installed")
        return
    done = subprocess.run(["tshark", "-r", evidence, "-T", "fields", "-e", "frame.comment"],
                          capture_output=True, text=True, timeout=60, check=False)
    ok(done.stdout.splitlines() == comments, "tshark reads the comments",
       done.stdout[:400], done.stderr[:400])


def made(name, packets, wanted, snaplen=262144):
    """The evidence has the findings, which are some, and the frames @wanted."""
    capture = write_pcap(WORK / "made.pcap", packets, snaplen)
    first, second, frames, said = refound(capture, WORK / "site.yaml")
    right = sorted(frames) == sorted(packet[:snaplen] for packet in wanted)
    ok(first and first == second and right and not said, f"evidence has {name}",
       f"{len(first)} findings, {len(second)} of the evidence; {len(frames)} frames,"
       f" {len(wanted)} wanted", said, first, second)


def labelled():
    """What a pcapng file calls itself and its interfaces is in the report and in the evidence."""
    packets = [ipv4(CLIENT, SERVER, UDP, udp(40000 + i, STRANGE, 20)) for i in range(4)] + answers()
    capture = write_pcapng(WORK / "named.pcapng", "of the night",
                           [("eth0", "Uplink"), ("eth1", None)], packets)
    evidence, site = WORK / "evidence.pcapng", WORK / "site.yaml"

    def said(report):
        return report["inputs"][0]["comment"], [(i["name"], i["description"]) for i in
                                                report["inputs"][0]["interfaces"]]

    first, _ = audit("-r", capture, "-c", site, "-w", evidence)
    ok(said(first) == ("of the night", [("eth0", "Uplink"), ("eth1", None)]),
       "interfaces and comment of a capture are in the report", first["inputs"])
    second, _ = audit("-r", evidence)
    ok(said(second)[1] == [("eth0", "Uplink"), ("eth1", str(capture))],
       "evidence keeps the names of interfaces, and says whose they are", second["inputs"])
    audit("-r", f"fe01={capture}", "-c", site, "-w", evidence)
    second, _ = audit("-r", evidence)
    ok(said(second)[1] == [("eth0", "Uplink"), ("eth1", "fe01")],
       "the label of an input stands beside its interfaces", second["inputs"])
    with subprocess.Popen(["cat", capture], stdout=subprocess.PIPE) as pipe:
        subprocess.run([LYNCTAP, "audit", "-r", "-", "-c", site, "-w", evidence, "-q", "-o", "text",
                        "-S", SOURCE / "signatures"], stdin=pipe.stdout, stdout=subprocess.DEVNULL,
                       timeout=120, check=False)
    second, _ = audit("-r", evidence)
    ok(said(second)[1] == [("eth0", "Uplink"), ("eth1", "-")],
       "and so they do of a pipe, which is kept", second["inputs"])


def order_is_kept():
    three = strange(1)
    capture = write_pcap(WORK / "made.pcap", three + answers())
    _, _, frames, _ = refound(capture, WORK / "site.yaml")
    ok(frames == three + answers(), "fragments stand in front of the one that completes them", len(frames))


def fragmented():
    a, b, c = strange(1), strange(2), harmless(3)
    mixed = [a[0], c[0], b[0], a[1], c[1], b[1], c[2], a[2], b[2]]
    made("all fragments of its datagrams and none of others", mixed + answers(), a + b + answers())
    made("fragments that came last first", a[::-1] + answers(), a + answers())
    made("fragments that came twice", [a[0], a[0], *a[1:]] + answers(), [a[0], *a] + answers())
    made("datagrams that were never whole", a[:2] + c[:2] + answers(), a[:2] + answers())

    overlap = ipv4(CLIENT, SERVER, UDP, bytes(800), 1, 1000, True)
    made("a datagram that an overlap spoilt", [a[0], overlap, *a[1:]] + answers(),
         [a[0], overlap, *a[1:]] + answers())
    other_ports = ipv4(CLIENT, SERVER, UDP, udp(40000, KNOWN, 1392), 1, 0, True)
    made("a datagram that shows other ports first", [other_ports, a[0], *a[1:]] + answers(),
         [other_ports, a[0], *a[1:]] + answers())
    made("fragments whose first one a snaplen cut", a + c + answers(), a + answers(), 400)

    small = fragments(CLIENT, SERVER, UDP, udp(40000, STRANGE, 1200), 7, 8)
    made("fragments of eight bytes", small + answers(), small + answers())


def nested():
    def tunnel(inner, identification):
        return fragments("10.8.0.1", "10.8.0.2", IP_IN_IP, inner, identification, 800)

    a, c = strange(1), harmless(3)
    outer = [tunnel(packet, 100 + i) for i, packet in enumerate(a)]
    noise = [tunnel(packet, 200 + i) for i, packet in enumerate(c)]
    wanted = sum(outer, [])
    rest = sum(noise, [])
    mixed = [packet for pair in itertools.zip_longest(wanted, rest) for packet in pair if packet]
    made("fragments of fragments in a tunnel", mixed + answers(), wanted + answers())
    made("the beginning of fragments of fragments", wanted[:2] + rest[:2] + answers(),
         wanted[:2] + answers())


def ipv6():
    client, server = "2001:db8::9", "2001:db8::11"
    frames = list(ipv6_fragments(client, server, udp(40000, STRANGE, 3000), 5))
    back = udp(STRANGE, 40000, 20)
    answer = struct.pack("!IHBB", 0x60000000, len(back), UDP, 64) + socket.inet_pton(
        socket.AF_INET6, server) + socket.inet_pton(socket.AF_INET6, client) + back
    made("fragments of IPv6", frames + [answer] * 2, frames + [answer] * 2)


(WORK / "site.yaml").write_text(
    f"site: made\nhosts:\n  - {{name: a, addresses: [{SERVER}, '2001:db8::11'], roles: [front-end]}}\n")
shipped()
commented()
labelled()
order_is_kept()
fragmented()
nested()
ipv6()
plan()
