#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""The frames of a capture in every file format that is read, from a file, packed and piped.

usage: formats.py LYNCTAP SIGNATURES PLAIN.pcap WORK_DIRECTORY

What `flows` says has to be what it says of the plain file, byte for byte but for the
name of the file; of formats with coarser times, but for times.
"""
import base64
import calendar
import gzip
import json
import os
import shutil
import struct
import subprocess
import sys
import time

import eve

FILETIME_EPOCH = 11644473600


def read_pcap(path):
    with open(path, 'rb') as stream:
        data = stream.read()
    at, frames = 24, []
    while at < len(data):
        seconds, micro, held, wire = struct.unpack_from('<IIII', data, at)
        frames.append((seconds * 1000000 + micro, data[at + 16:at + 16 + held], wire))
        at += 16 + held
    return frames


def netmon(minor, major=2, hole=0, pseudo=False):
    """A writer of Network Monitor files; @hole bytes between frames that no table knows."""
    def write(frames):
        first = frames[0][0] // 1000000 * 1000000
        start = time.gmtime(first // 1000000)
        body, table = b'\xee' * hole, []
        for micro, frame, wire in frames:
            if pseudo:
                table.append(128 + len(body))
                body += record(major, minor, first, micro, b'not a frame', 11, 0xffe0)
            table.append(128 + len(body))
            body += record(major, minor, first, micro, frame, wire, 1) + b'\xee' * hole
        header = (b'RTSS' if major == 1 else b'GMBU') + struct.pack(
            '<BBH8HII', minor, major, 1, start.tm_year, start.tm_mon, (start.tm_wday + 1) % 7,
            start.tm_mday, start.tm_hour, start.tm_min, start.tm_sec, 0, 128 + len(body),
            4 * len(table))
        assert calendar.timegm(start) * 1000000 == first
        return header.ljust(128, b'\0') + body + struct.pack(f'<{len(table)}I', *table)
    return write


def record(major, minor, first, micro, frame, wire, network):
    if major == 1:
        return struct.pack('<IHH', (micro - first) // 1000, wire, len(frame)) + frame
    trailer = struct.pack('<HIQB', network, 0, (micro + FILETIME_EPOCH * 1000000) * 10, 0)
    return struct.pack('<QII', micro - first, wire, len(frame)) + frame + trailer[:(0, 2, 6, 15)[minor]]


def snoop(frames):
    made = b'snoop\0\0\0' + struct.pack('>II', 2, 4)
    for micro, frame, wire in frames:
        pad = -len(frame) % 4
        made += struct.pack('>6I', wire, len(frame), 24 + len(frame) + pad, 0,
                            micro // 1000000, micro % 1000000) + frame + bytes(pad)
    return made


FORMATS = [  # name, writer, whether times are whole
    ('Network Monitor 1.1', netmon(1, major=1), False),
    ('Network Monitor 2.0', netmon(0), True),
    ('Network Monitor 2.1', netmon(1), True),
    ('Network Monitor 2.2', netmon(2), True),
    ('Network Monitor 2.3', netmon(3), True),
    ('Network Monitor 2.3 with holes and events', netmon(3, hole=7, pseudo=True), True),
    ('snoop', snoop, True),
]


def flows(lynctap, signatures, path, stdin=None, times=True):
    done = subprocess.run([lynctap, 'flows', '-q', '-v', '-S', signatures, '-r', path, '-o', 'eve'],
                          stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    lines = []
    for flow in eve.flow_records(done.stdout.decode().splitlines()):
        flow.pop('pcap_filename', None)
        if not times:
            ours = flow['lync']
            flow = [flow['src_ip'], flow.get('src_port'), flow['dest_ip'], flow.get('dest_port'),
                    flow['proto'], flow['flow']['pkts_toserver'], flow['flow']['bytes_toclient'],
                    ours['verdict'], ours.get('row'), ours['hints']]
        lines.append(json.dumps(flow))
    return done.returncode, sorted(lines), done.stderr.decode()


def audit(lynctap, signatures, path, *more):
    done = subprocess.run([lynctap, 'audit', '-S', signatures, '-r', path, *more],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, ' '.join((done.stderr + done.stdout).split())


def check_damage(lynctap, signatures, plain, work, check):
    """What happened to the file is said, as far as it can be known."""
    with open(plain, 'rb') as stream:
        whole = stream.read()
    event_trace = bytes(72) + b'\x02\x00\x02\xc0' + bytes(400)
    tar = b'x'.ljust(257, b'\0') + b'ustar' + bytes(250)
    cases = [  # name of the file, bytes, exit status, words
        ('two.pcap', whole + whole, 3, 'mergecap'),
        ('text.pcap', whole.replace(b'\n', b'\r\n'), 3, 'binary mode'),
        ('trace.etl', b'anything', 2, 'pktmon etl2pcap'),
        ('renamed', event_trace, 2, 'pktmon etl2pcap'),
        ('x.tar', tar, 2, 'a tar archive'),
        ('page.pcap', b'<html><body>log in', 2, 'a saved web page'),
        ('odd.cap', b'nobody knows', 2, 'editcap -F pcapng -T ether'),
        ('powershell.pcap', b'\xff\xfe' + whole.decode('latin1').encode('utf-16-le'), 2, 'PowerShell'),
        ('utf8.pcap', whole.decode('latin1').encode('utf-8'), 2, 'binary mode'),
        ('replaced.pcap', whole.decode('utf-8', 'replace').encode('utf-8'), 2, 'taken for text'),
        ('base64.pcap', base64.encodebytes(whole), 2, 'base64 -d IN > OUT.pcap'),
        ('mail.pcap', b'From: a\nMIME-Version: 1.0\n\n' + base64.encodebytes(whole), 2, 'a saved mail'),
        ('http.pcap', b'HTTP/1.1 200 OK\r\n\r\n' + whole, 2, 'curl without -i'),
        ('lfs.pcap', b'version https://git-lfs.github.com/spec/v1\n', 2, 'git lfs pull'),
        ('hex.txt', b'00000000: d4c3 b2a1 0200 0400\n', 2, 'xxd -r IN OUT'),
        ('printed.txt', b'18:28:20.411437 IP 10.1.1.1.1 > 10.1.1.2.53: UDP\n', 2, 'tcpdump -w FILE'),
        ('store.db', b'SQLite format 3\0' + bytes(100), 2, '-r sqlite:FILE'),
        ('zeros.pcap', bytes(4096), 2, 'only zero bytes'),
        ('zeros-behind.pcap', whole + bytes(4096), 3, 'only zero bytes from here on'),
        ('lz.pcap', b'LZIP' + bytes(100), 2, 'compressed with lzip, unpack it'),
    ]
    for name, data, status, words in cases:
        path = os.path.join(work, name)
        for path, data in ((path, data), (path + '.gz', gzip.compress(data))):
            with open(path, 'wb') as stream:
                stream.write(data)
            got, said = audit(lynctap, signatures, path)
            check(f'{os.path.basename(path)}: {words}', got == status and words in said, (got, said))


def check_directory(lynctap, signatures, plain, work, check):
    """A README beside captures is none; what calls itself a capture has to be read."""
    directory = os.path.join(work, 'directory')
    os.mkdir(directory)
    shutil.copy(plain, os.path.join(directory, 'a.pcap'))
    alone = audit(lynctap, signatures, plain)[0]
    for name, data in (('README.txt', b'what was captured where'), ('map.png', b'\x89PNG\r\n'),
                       ('printed.txt', b'18:28:20.411437 IP 10.1.1.1.1 > 10.1.1.2.53: UDP\n'),
                       ('report.html', b'<!doctype html>'), ('notes.txt', 'was?'.encode('utf-16'))):
        with open(os.path.join(directory, name), 'wb') as stream:
            stream.write(data)
        check(f'{name} is left out', audit(lynctap, signatures, directory)[0] == alone)
    for name in ('b.cap', 'ring.pcap.3', 'dump.pcap12', 'packed.gz'):
        path = os.path.join(directory, name)
        data = b'nobody knows'
        with open(path, 'wb') as stream:
            stream.write(gzip.compress(data) if name.endswith('.gz') else data)
        status, said = audit(lynctap, signatures, directory)
        check(f'{name} that could not be read is said to be missing',
              status == 3 and 'NOT READ' in said and 'DAMAGED' not in said, (status, said))
        os.remove(path)


def main():
    lynctap, signatures, plain, work = sys.argv[1:]
    frames = read_pcap(plain)
    number = 0

    def check(name, good, said=''):
        nonlocal number
        number += 1
        print(f'{"ok" if good else "not ok"} {number} - {name}')
        if not good and said:
            print('# ' + str(said)[:400])

    def compare(name, expected, got):
        differing = [pair for pair in zip(expected[1], got[1]) if pair[0] != pair[1]]
        check(name, expected[:2] == got[:2], (got[0], got[2], len(got[1]), differing[:1]))

    def from_pipe(name, times):
        with subprocess.Popen(['cat', name], stdout=subprocess.PIPE) as pipe:
            return flows(lynctap, signatures, '-', stdin=pipe.stdout, times=times)

    # Of a pipe flows are judged as they end, by what is known until then.
    piped = {times: from_pipe(plain, times) for times in (True, False)}
    expected = {times: flows(lynctap, signatures, plain, times=times) for times in (True, False)}
    enough = len(expected[True][1]) > 20
    check('the plain file has flows to compare', enough)
    path = os.path.join(work, 'made')
    for name, write, times in FORMATS:
        with open(path, 'wb') as stream:
            stream.write(write(frames))
        compare(name, expected[times], flows(lynctap, signatures, path, times=times))
        with open(path, 'rb') as stream:
            compare(f'{name}, as standard input', piped[times],
                    flows(lynctap, signatures, '-', stdin=stream, times=times))
        compare(f'{name}, from a pipe', piped[times], from_pipe(path, times))
        with open(path, 'rb') as stream, gzip.open(path + '.gz', 'wb') as packed:
            packed.write(stream.read())
        compare(f'{name}, compressed', expected[times],
                flows(lynctap, signatures, path + '.gz', times=times))
        many = os.path.join(work, 'many')
        os.mkdir(many)
        each = -(-len(frames) // 100)
        for part in range(100):  # more than are open at a time
            # Without microseconds nothing says which of two files' frames came first.
            own = frames[part::100] if times else frames[part * each:(part + 1) * each]
            if own:
                with open(os.path.join(many, f'{part:03}.cap'), 'wb') as stream:
                    stream.write(write(own))
        compare(f'{name}, a hundred files', expected[times],
                flows(lynctap, signatures, many, times=times))
        shutil.rmtree(many)
    editcap = shutil.which('editcap')
    for kind, times in (('netmon1', False), ('netmon2', True), ('snoop', True)):
        if not editcap:
            number += 1
            print(f'ok {number} - {kind} of editcap # SKIP no editcap')
            continue
        subprocess.run([editcap, '-F', kind, plain, path], check=True,
                       env=dict(os.environ, TZ='UTC0'))
        compare(f'{kind} of editcap', expected[times], flows(lynctap, signatures, path, times=times))
    for cut in (20, 200, 5000):
        with open(path, 'wb') as stream:
            stream.write(netmon(3)(frames)[:-cut] if cut > 20 else b'GMBU' + bytes(16))
        status, found, said = flows(lynctap, signatures, path)
        check(f'Network Monitor cut by {cut} bytes is no whole file', status in (2, 3), (status, said))
    check_damage(lynctap, signatures, plain, work, check)
    check_directory(lynctap, signatures, plain, work, check)
    print(f'1..{number}')


main()
