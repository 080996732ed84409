#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The same frames in every link layer and tunnel that is read, judged alike.

usage: link_layers.py LYNCTAP SIGNATURES PLAIN.pcap WORK_DIRECTORY

A case is a row: what to put around each frame, and the link type of the file. What the
audit says of it has to be what it says of the plain file: flows with verdict, row, hints
and packets, findings, coverage. Only sizes may differ, and VLANs.
"""
import json
import os
import struct
import subprocess
import sys

import eve

ETHERNET, MACS = 1, bytes.fromhex('02aabbccdd0102aabbccdd02')
WIFI = bytes.fromhex('08020000')
SNAP = bytes.fromhex('aaaa03000000')


def is_ip(frame):
    return frame[12:14] in (b'\x08\x00', b'\x86\xdd')


def tag(tag_bytes):
    """Between the addresses and the type of a frame."""
    return lambda frame: frame[:12] + bytes.fromhex(tag_bytes) + frame[12:]


def before(header):
    """In front of a whole frame; None leaves a frame without IP out."""
    return lambda frame: bytes.fromhex(header) + frame


def outer(ethertype, header):
    return lambda frame: MACS + bytes.fromhex(ethertype + header) + frame


def only_ip(wrap):
    return lambda frame: wrap(frame[12:14], frame[14:]) if is_ip(frame) else None


def ipv4(protocol, payload):
    return struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(payload), 7, 0, 64, protocol, 0,
                       bytes([192, 0, 2, 1]), bytes([192, 0, 2, 2])) + payload


def in_udp(port, header):
    """Frames without IP are left out: a tunnel in which nothing is read is a datagram."""
    def wrap(frame):
        if not is_ip(frame) and not frame.startswith(WIFI):
            return None
        payload = bytes.fromhex(header) + frame
        udp = struct.pack('>HHHH', 40000, port, 8 + len(payload), 0) + payload
        return MACS + b'\x08\x00' + ipv4(17, udp)
    return wrap


def pptp(kind, datagram):
    ppp = b'\xff\x03' + (b'\x00\x21' if kind == b'\x08\x00' else b'\x00\x57') + datagram
    gre = struct.pack('>HHHHII', 0x3081, 0x880b, len(ppp), 1, 2, 3) + ppp
    return MACS + b'\x08\x00' + ipv4(47, gre)


def wifi(control, header_end=b''):
    """An 802.11 data frame: control word, duration, three addresses, sequence."""
    def wrap(frame):
        return (struct.pack('<HH', control, 0) + MACS + frame[6:12] + b'\x10\x00' + header_end +
                SNAP + frame[12:])
    return wrap


def wrapped(header, inner):
    return lambda frame: bytes.fromhex(header) + inner(frame)


def nflog(order):
    def wrap(kind, datagram):
        family = 2 if kind == b'\x08\x00' else 10
        mark = struct.pack(order + 'HHHH', 4 + 2, 4, 1, 0)
        packet = struct.pack(order + 'HH', 8, 1) + kind + b'\x03\x00'
        payload = struct.pack(order + 'HH', 4 + len(datagram), 9) + datagram
        return bytes([family, 0, 0, 5]) + packet + mark + payload
    return wrap


def erf(kind, extensions=b''):
    def wrap(frame):
        more = 0x80 if extensions else 0
        head = struct.pack('<Q', 1 << 32) + struct.pack(
            '>BBHHH', kind | more, 4, 16 + len(extensions) + 2 + len(frame), 0, len(frame))
        return head + extensions + b'\0\0' + frame
    return wrap


def pktap(frame):
    return struct.pack('<III', 156, 1, 1) + bytes(144) + frame


def ppi(frame):
    return struct.pack('<BBHI', 0, 0, 32, 105) + struct.pack('<HH', 2, 20) + bytes(20) + wifi(0x0208)(frame)


def next_ip(header):
    """NSH with the number of IPv4 or IPv6 as what follows."""
    def wrap(kind, datagram):
        number = b'\x01' if kind == b'\x08\x00' else b'\x02'
        return MACS + b'\x89\x4f' + bytes.fromhex(header) + number + bytes(20) + datagram
    return wrap


def family(order, ipv6):
    """BSD loopback: the address family as its machine numbers it, in its byte order."""
    return only_ip(lambda kind, datagram: struct.pack(
        order + 'I', 2 if kind == b'\x08\x00' else ipv6) + datagram)


def cooked(kind, datagram):
    return struct.pack('>HHH', 0, 1, 6) + MACS[:6] + bytes(2) + kind + datagram


def cooked2(kind, datagram):
    return kind + struct.pack('>HIHBB', 0, 3, 1, 0, 6) + MACS[:6] + bytes(2) + datagram


def ppp(before_protocol):
    return only_ip(lambda kind, datagram: bytes.fromhex(before_protocol) + (
        b'\x00\x21' if kind == b'\x08\x00' else b'\x00\x57') + datagram)


def pppoe(kind, datagram):
    protocol = b'\x00\x21' if kind == b'\x08\x00' else b'\x00\x57'
    return MACS + b'\x88\x64' + struct.pack('>BBHH', 0x11, 0, 7, 2 + len(datagram)) + protocol + datagram


def over_ipv4(protocol, header=''):
    """IP in IPv4, behind what the protocol of the tunnel puts before it."""
    def wrap(kind, datagram):
        number = protocol if protocol != 4 or kind == b'\x08\x00' else 41
        return MACS + b'\x08\x00' + ipv4(number, bytes.fromhex(header) + (kind if header else b'') + datagram)
    return only_ip(wrap)


def erspan(frame):
    gre = struct.pack('>HHI', 0x1000, 0x88be, 5) + struct.pack('>HHI', 0x1000, 0x0001, 7)
    return MACS + b'\x08\x00' + ipv4(47, gre + frame)


def llc(kind, datagram):
    return MACS + struct.pack('>H', len(SNAP) + 2 + len(datagram)) + SNAP + kind + datagram


def just_ip(kind, datagram):
    return datagram


QOS = bytes(2)
CASES = [
    ('802.1Q', ETHERNET, tag('8100 0005')),
    ('802.1ad with a tag inside', ETHERNET, tag('88a8 0007 8100 0005')),
    ('802.1Q as 0x9100', ETHERNET, tag('9100 0005')),
    ('LLC and SNAP', ETHERNET, only_ip(llc)),
    ('MPLS, two labels', ETHERNET, only_ip(lambda kind, datagram: MACS + bytes.fromhex(
        '8847 00010040 00011140') + datagram)),
    ('PPPoE', ETHERNET, only_ip(pppoe)),
    ('BSD loopback', 0, family('<', 24)),
    ('BSD loopback of FreeBSD', 0, family('<', 28)),
    ('BSD loopback of macOS', 0, family('<', 30)),
    ('BSD loopback of a big-endian machine', 0, family('>', 24)),
    ('OpenBSD loopback', 108, family('>', 24)),
    ('PPP', 9, ppp('')),
    ('PPP in HDLC framing', 50, ppp('ff03')),
    ('Cisco HDLC', 104, only_ip(lambda kind, datagram: b'\x0f\x00' + kind + datagram)),
    ('raw IP', 101, only_ip(just_ip)),
    ('raw IP as Linux numbers it', 12, only_ip(just_ip)),
    ('raw IP as OpenBSD numbers it', 14, only_ip(just_ip)),
    ('Linux cooked', 113, only_ip(cooked)),
    ('Linux cooked, version 2', 276, only_ip(cooked2)),
    ('IP in IP', ETHERNET, over_ipv4(4)),
    ('GRE', ETHERNET, over_ipv4(47, '0000')),
    ('GRE with a key', ETHERNET, only_ip(lambda kind, datagram: MACS + b'\x08\x00' + ipv4(
        47, b'\x20\x00' + kind + bytes(4) + datagram))),
    ('GRE, Ethernet', ETHERNET, lambda frame: MACS + b'\x08\x00' + ipv4(
        47, bytes.fromhex('0000 6558') + frame)),
    ('ERSPAN', ETHERNET, erspan),
    ('EtherIP', ETHERNET, lambda frame: MACS + b'\x08\x00' + ipv4(97, b'\x30\x00' + frame)),
    ('VXLAN', ETHERNET, in_udp(4789, '08000000 00000700')),
    ('Geneve', ETHERNET, in_udp(6081, '0000 6558 00000700')),
    ('802.1Q as 0x9200', ETHERNET, tag('9200 0005')),
    ('802.1Q as 0x9300', ETHERNET, tag('9300 0005')),
    ('Cisco VN-Tag', ETHERNET, tag('8926 80010002')),
    ('Cisco VN-Tag behind a VLAN tag', ETHERNET, tag('8100 0005 8926 80010002')),
    ('802.1BR E-Tag', ETHERNET, tag('893f 000010010000')),
    ('Cisco MetaData', ETHERNET, tag('8909 010100010005')),
    ('Cisco MetaData behind a VLAN tag', ETHERNET, tag('8100 0005 8909 010100010005')),
    ('Cisco timestamp tag', ETHERNET, tag('8988 0123456789ab')),
    ('Cisco FabricPath', ETHERNET, outer('8903', '0441')),
    ('802.1ah', ETHERNET, outer('88e7', '00012345')),
    ('802.1ah behind a backbone VLAN', ETHERNET, outer('88a8 0007 88e7', '00012345')),
    ('NSH, Ethernet', ETHERNET, outer('894f', '0fc6 01 03' + '00' * 20)),
    ('NSH, IP', ETHERNET, only_ip(next_ip('0fc6 01'))),
    ('VXLAN-GPE, Ethernet', ETHERNET, in_udp(4790, '0c00 0003 00000700')),
    ('TZSP', ETHERNET, in_udp(37008, '0100 0001 0a01c8 00 01')),
    ('TZSP, 802.11', ETHERNET,
     lambda f: in_udp(37008, '0100 0012 01')(wifi(0x0208)(f)) if is_ip(f) else None),
    ('PPTP', ETHERNET, only_ip(pptp)),
    ('802.11', 105, wifi(0x0208)),
    ('802.11, QoS', 105, wifi(0x0188, QOS)),
    ('802.11, QoS and its control field', 105, wifi(0x8188, QOS + bytes(4))),
    ('802.11, four addresses', 105, wifi(0x0308, bytes(6))),
    ('radiotap', 127, wrapped('0000 0800 00000000', wifi(0x0208))),
    ('radiotap, time, flags and a second word', 127,
     wrapped('0000 1e00 030000a0 00000020 00000000' + '00' * 8 + '10' + '00' * 5, wifi(0x0188, QOS))),
    ('radiotap, padded header', 127,
     wrapped('0000 0900 02000000 20', wifi(0x0188, QOS + bytes(2)))),
    ('PPI', 192, ppi),
    ('NFLOG', 239, only_ip(nflog('<'))),
    ('NFLOG of a big-endian machine', 239, only_ip(nflog('>'))),
    ('ERF', 197, erf(2)),
    ('ERF with extension headers', 197, erf(20, b'\x80' + bytes(7) + bytes(8))),
    ('PKTAP', 258, pktap),
]


def read_pcap(path):
    with open(path, 'rb') as stream:
        data = stream.read()
    at, frames = 24, []
    while at < len(data):
        seconds, micro, held, wire = struct.unpack_from('<IIII', data, at)
        frames.append((seconds, micro, data[at + 16:at + 16 + held], wire))
        at += 16 + held
    return frames


def write_pcap(path, link_type, frames):
    with open(path, 'wb') as stream:
        stream.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, link_type))
        for seconds, micro, frame, wire in frames:
            stream.write(struct.pack('<IIII', seconds, micro, len(frame), wire) + frame)


def run(lynctap, signatures, *arguments):
    done = subprocess.run([lynctap, *arguments, '-q', '-S', signatures], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


TUNNEL = ('192.0.2.1', '192.0.2.2')  # as ipv4() has it


def judge(lynctap, signatures, path):
    """What has to be the same: without sizes, which headers change, and VLANs."""
    status, text, error = run(lynctap, signatures, 'audit', '-r', path, '-o', 'json')
    if not text:
        return status, error
    audit = json.loads(text)
    findings = sorted((f['id'], f['kind'], f['severity'], f['address'], f['port'], f['flows'])
                      for f in audit['findings'])
    coverage = [(c['row'], c['state']) for c in audit['coverage']]
    flows = []
    for flow in eve.flow_records(run(lynctap, signatures, 'flows', '-v', '-r', path, '-o', 'eve')[1].splitlines()):
        if (flow['src_ip'], flow['dest_ip']) == TUNNEL:
            continue  # a conversation of its own
        ours = flow['lync']
        flows.append((flow['src_ip'], flow.get('src_port'), flow['dest_ip'], flow.get('dest_port'),
                      flow['proto'], flow['flow']['pkts_toserver'], flow['flow']['pkts_toclient'],
                      ours['verdict'], ours['confidence'], ours.get('row'), tuple(ours['hints'])))
    lost = sum(audit['capture']['undecodable'].values())
    return status, findings, coverage, sorted(flows, key=str), lost


HARMLESS = [  # frames of these beside a capture take nothing away from it
    '0806', '8035', '88cc', '888e', '8809', '886f', '88f7', '8906', '8914', '88a2', '88e1', '887b',
    '9000', '0842', '0026 424203', '0026 aaaa0300000c2000']


def tunnelled(port, header):
    """Each another one: the same datagram again would be a copy."""
    return lambda number: in_udp(port, header)(MACS + b'\x08\x00' + ipv4(17, bytes(40) + bytes([number])))


LOST = [  # twenty frames of these do, and are named
    ('MACsec', ETHERNET, MACS + bytes.fromhex('88e5') + bytes(46), 'Ethernet type 0x88e5 (MACsec)'),
    ('an unknown type', ETHERNET, MACS + bytes.fromhex('1234') + bytes(46), 'Ethernet type 0x1234'),
    ('an unknown SAP', ETHERNET, MACS + bytes.fromhex('0026ecec03') + bytes(35), 'LLC SAP 0xec'),
    ('encrypted Wi-Fi', 105, bytes.fromhex('0842') + bytes(60), '802.11 data, encrypted'),
    ('Frame Relay', 107, bytes(60), 'link type 107 (Frame Relay)'),
    ('Juniper Ethernet', 178, bytes(60), 'link type 178 (Juniper Ethernet)'),
    ('Token Ring', 6, bytes(60), 'link type 6 (Token Ring)'),
    ('802.11 with Prism header', 119, bytes(200), 'link type 119 (802.11 with Prism header)'),
    ('a link type that nobody knows', 299, bytes(60), 'link type 299'),
    ('TRILL', ETHERNET, MACS + bytes.fromhex('22f3') + bytes(46), 'Ethernet type 0x22f3 (TRILL)'),
    ('Cisco OTV', ETHERNET, MACS + bytes.fromhex('872d') + bytes(46), 'Ethernet type 0x872d (Cisco OTV)'),
    ('L2TP', ETHERNET, tunnelled(1701, '4002'), 'UDP port 1701 (L2TP)'),
    ('GTP-U', ETHERNET, tunnelled(2152, '30ff'), 'UDP port 2152 (GTP-U)'),
    ('Teredo', ETHERNET, tunnelled(3544, '6000'), 'UDP port 3544 (Teredo)'),
    ('CAPWAP data', ETHERNET, tunnelled(5247, '0010'), 'UDP port 5247 (CAPWAP data)'),
    ('iVXLAN', ETHERNET, tunnelled(48879, '0800'), 'UDP port 48879 (Cisco iVXLAN)'),
    ('raw IP called Ethernet', ETHERNET, ipv4(17, bytes(40)), 'editcap -T rawip'),
]


def mixed(frames, extra):
    return frames + [(1800000000, 0, e, len(e)) for e in extra]


def check_losses(lynctap, signatures, path, frames, expected, number):
    write_pcap(path, ETHERNET, mixed(frames, [MACS + bytes.fromhex(t) + bytes(46) for t in HARMLESS] * 20))
    got = judge(lynctap, signatures, path)
    print(f'{"ok" if got == expected else "not ok"} {number} - what carries no IP takes nothing away')
    for number, (name, link_type, frame, said) in enumerate(LOST, number + 1):
        lost = [frame(i) if callable(frame) else frame for i in range(20)]
        write_pcap(path, link_type, mixed(frames if link_type == ETHERNET else [], lost))
        status, _, error = run(lynctap, signatures, 'audit', '-r', path, '-o', 'json')
        good = status == 3 and f'20 of {said}' in error or f'20 raw IP' in error and said in error
        print(f'{"ok" if good else "not ok"} {number} - {name} is named')
        if not good:
            print(f'# exit {status}: {error}')


def main():
    lynctap, signatures, plain, work = sys.argv[1:]
    frames = read_pcap(plain)
    expected = judge(lynctap, signatures, plain)
    print(f'1..{len(CASES) + len(LOST) + 2}')
    enough = len(expected) == 5 and len(expected[3]) > 20 and expected[1] and expected[4] == 0
    print(f'{"ok" if enough else "not ok"} 1 - the plain file has flows and findings to compare')
    for number, (name, link_type, wrap) in enumerate(CASES, 2):
        path = os.path.join(work, 'wrapped.pcap')
        made = []
        for seconds, micro, frame, wire in frames:
            around = wrap(frame)
            if around is not None:
                made.append((seconds, micro, around, len(around) + wire - len(frame)))
        write_pcap(path, link_type, made)
        got = judge(lynctap, signatures, path)
        print(f'{"ok" if got == expected else "not ok"} {number} - {name}')
        if got != expected:
            for which, (a, b) in enumerate(zip(expected, got)):
                if a != b:
                    print(f'# part {which}: {str(a)[:300]}\n#     not: {str(b)[:300]}')
    check_losses(lynctap, signatures, os.path.join(work, 'wrapped.pcap'), frames, expected,
                 len(CASES) + 2)


main()
