#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Captures with copies in them: each packet counts once, whatever made the copy.

usage: copies.py LYNCTAP SIGNATURES PLAIN.pcap... WORK_DIRECTORY
"""
import json
import os
import struct
import subprocess
import sys

import eve


def read_pcap(path):
    with open(path, 'rb') as stream:
        data = stream.read()
    at, frames = 24, []
    while at < len(data):
        seconds, micro, held, wire = struct.unpack_from('<IIII', data, at)
        frames.append((seconds * 1000000 + micro, data[at + 16:at + 16 + held], wire))
        at += 16 + held
    return frames


def write_pcap(path, frames):
    with open(path, 'wb') as stream:
        stream.write(struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
        for micro, frame, wire in sorted(frames, key=lambda f: f[0]):
            stream.write(struct.pack('<IIII', micro // 1000000, micro % 1000000, len(frame),
                                     wire) + frame)


def routed(frame):
    """What a router and a tagged port make of it: hops, checksums, DSCP, a VLAN."""
    if frame[12:14] == b'\x08\x00':
        frame = (frame[:15] + b'\xb8' + frame[16:22] + bytes([max(1, frame[22] - 1)]) + frame[23:24] +
                 b'\0\0' + frame[26:])
    return frame[:12] + b'\x81\x00\x00\x07' + frame[12:]


def twice(frames):
    return [f for f in frames for _ in range(2)]


def components(frames):
    return [(micro + i * 3, frame, wire) for micro, frame, wire in frames for i in range(3)]


def two_places(frames):
    return frames + [(micro + 5000, routed(frame), wire + 4) for micro, frame, wire in frames]


def run(lynctap, signatures, command, path, *more):
    done = subprocess.run([lynctap, command, '-q', '-S', signatures, '-r', path, *more],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    return done.stdout


def flows(lynctap, signatures, path, *more):
    found = []
    for flow in eve.flow_records(run(lynctap, signatures, 'flows', path, '-v', '-o', 'eve', *more).splitlines()):
        ours = flow['lync']
        found.append((flow['src_ip'], flow.get('src_port'), flow['dest_ip'], flow.get('dest_port'),
                      flow['proto'], flow['flow']['pkts_toserver'], flow['flow']['pkts_toclient'],
                      ours['verdict'], ours.get('row'), tuple(ours['hints'])))
    return sorted(found, key=str)


def captured(lynctap, signatures, path):
    capture = json.loads(run(lynctap, signatures, 'audit', path, '-o', 'json'))['capture']
    return capture['packets'], capture['copies'], sum(capture['undecodable'].values())


def same(expected, got, apart):
    """Before the first copy originals that are not beside theirs are remembered less well."""
    if not apart:
        return expected == got
    more = sum(f[5] + f[6] for f in got) - sum(f[5] + f[6] for f in expected)
    return 0 <= more <= 2 and [f[:5] + f[7:] for f in expected] == [f[:5] + f[7:] for f in got]


def main():
    lynctap, signatures, *plain, work = sys.argv[1:]
    cases = [('each packet twice', twice, 1), ('three components', components, 2),
             ('two places, a router between them', two_places, 1)]
    number = 0
    print(f'1..{len(plain) * (2 * len(cases) + 2)}')

    def check(name, good, said=''):
        nonlocal number
        number += 1
        print(f'{"ok" if good else "not ok"} {number} - {name}')
        if not good:
            print('# ' + str(said)[:500])

    path = os.path.join(work, 'copies.pcap')
    for original in plain:
        frames = read_pcap(original)
        expected = flows(lynctap, signatures, original)
        name = os.path.basename(original)
        packets, copies, _ = captured(lynctap, signatures, original)
        check(f'{name} has no copies', copies == 0 and packets == len(frames), (packets, copies))
        for what, make, more in cases:
            write_pcap(path, make(frames))
            got = flows(lynctap, signatures, path)
            check(f'{name}, {what}: the same flows', same(expected, got, make is two_places),
                  [pair for pair in zip(expected, got) if pair[0] != pair[1]][:2])
            packets, copies, lost = captured(lynctap, signatures, path)
            arps = sum(f[1][12:14] not in (b'\x08\x00', b'\x86\xdd') for f in frames)
            check(f'{name}, {what}: as many copies as there are',
                  (len(frames) - arps) * more * 0.9 <= copies <= len(frames) * more and lost == 0,
                  (packets, copies, lost, arps))
        kept = flows(lynctap, signatures, path, '--copies', 'keep')
        check(f'{name}: kept, they count', sum(f[5] + f[6] for f in kept) >=
              1.9 * sum(f[5] + f[6] for f in expected))


main()
