#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""follow.py LYNCTAP SOURCE: what --follow reads is in records once, or counted as missed.

A ring as dumpcap writes it, faster: small files that appear, grow, are rotated and removed,
while the program follows them, is killed, and goes on from its state.
"""
import os, signal, struct, subprocess, sys, tempfile, time

import eve
import tap

LYNCTAP, SOURCE = sys.argv[1:3]
SIGNATURES = os.path.join(SOURCE, "signatures")
HEADER, RECORDS = None, []


def load(path):
    global HEADER
    data = open(path, "rb").read()
    HEADER, at = data[:24], 24
    while at < len(data):
        end = at + 16 + struct.unpack_from("<I", data, at + 8)[0]
        RECORDS.append(data[at:end])
        at = end


def later(record, seconds):
    second, = struct.unpack_from("<I", record)
    return struct.pack("<I", second + seconds) + record[4:]


def packets_of(records):
    return sum(r["flow"]["pkts_toserver"] + r["flow"]["pkts_toclient"] for r in records)


def wait_for(condition, seconds=120):
    """Generous: a machine that is busy, or an instrumented build, is slow and not wrong."""
    end = time.time() + seconds
    while not condition() and time.time() < end:
        time.sleep(0.05)
    return condition()


class Follower:
    def __init__(self, place, source, *more):
        self.place, self.records = place, os.path.join(place, "records")
        self.arguments = [LYNCTAP, "flows", "-r", source, "--follow", "--copies", "keep", "-S", SIGNATURES, "-o", "eve", *more]

    def start(self):
        self.said = open(os.path.join(self.place, "said"), "ab")
        self.process = subprocess.Popen(self.arguments, stdout=open(self.records, "ab"), stderr=self.said)

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait()

    def packets(self):
        return packets_of(eve.flow_records(open(self.records)))

    def state(self, word):
        try:
            lines = open(os.path.join(self.place, "state")).read().splitlines()
        except OSError:
            return -1
        return sum(int(line.split()[1]) for line in lines if line.startswith(word + " "))

    def frames(self):
        try:
            lines = open(os.path.join(self.place, "state")).read().splitlines()
        except OSError:
            return -1
        return {line.split(" ", 7)[7]: int(line.split()[4]) for line in lines if line.startswith("file ")}


def make_place():
    place = tempfile.mkdtemp()
    os.chmod(place, 0o777)
    return place


def write_slowly(path, bodies):
    """A file that grows, now and then in the middle of a packet."""
    with open(path, "wb", buffering=0) as file:
        os.chmod(path, 0o644)
        file.write(HEADER)
        whole = b"".join(bodies)
        cut = len(whole) // 3 + 5
        file.write(whole[:cut])
        time.sleep(0.01)
        file.write(whole[cut:])


def records_of_capture(place):
    """Packets that are in the records of one pass over the capture, which is what all others are made of."""
    path = os.path.join(place, "once.pcap")
    open(path, "wb").write(HEADER + b"".join(RECORDS))
    out = subprocess.run([LYNCTAP, "flows", "-q", "-v", "-r", path, "--copies", "keep", "-S", SIGNATURES, "-o", "eve"],
                         capture_output=True, text=True).stdout
    return packets_of(eve.flow_records(out.splitlines()))


def ring(kills, rounds=60, kept=60):
    place = make_place()
    where = os.path.join(place, "ring")
    os.mkdir(where)
    os.chmod(where, 0o755)
    once = records_of_capture(place)
    follower = Follower(place, where, "--state", os.path.join(place, "state"))
    follower.start()
    names, number, size = [], 0, len(RECORDS) // 4 + 1
    for turn in range(rounds):  # twelve minutes of the capture's clock each
        for part in range(4):
            number += 1
            name = os.path.join(where, "net_%05d_%014d.pcap" % (number, 20240101000000 + number))
            write_slowly(name, [later(r, turn * 720) for r in RECORDS[part * size:(part + 1) * size]])
            names.append(name)
            if len(names) > kept:
                os.unlink(names.pop(0))
            time.sleep(0.02)
        if turn in kills:
            follower.end(signal.SIGKILL)
            follower.start()
    last = names[-1]
    wait_for(lambda: follower.frames() != -1 and follower.frames().get(last) == len(RECORDS) - 3 * size)
    follower.end(signal.SIGTERM)
    got, missed, gone = follower.packets(), follower.state("missed"), follower.state("gone")
    if got + missed != once * rounds or gone:
        print(f"{once * rounds} packets: {got} in records, {missed} missed, {gone} files gone")
    if kills and not missed:
        print("a run that was killed missed nothing: were there no open flows?")


def one_file(replaced):
    """A file that grows, is renamed away, and another one takes its name."""
    place = make_place()
    path, half = os.path.join(place, "live.pcap"), len(RECORDS) // 2
    once = records_of_capture(place)
    write_slowly(path, RECORDS[:half])
    follower = Follower(place, path, "--state", os.path.join(place, "state"))
    follower.start()
    wait_for(lambda: follower.frames() != -1 and follower.frames().get(path) == half)
    if replaced:
        os.rename(path, path + ".1")
        write_slowly(path, RECORDS[half:])
        wait_for(lambda: follower.frames().get(path) == len(RECORDS) - half)
    else:
        with open(path, "ab") as file:
            file.write(b"".join(RECORDS[half:]))
        wait_for(lambda: follower.frames().get(path) == len(RECORDS))
    status = follower.end(signal.SIGTERM)
    if follower.packets() != once or status != 0:
        print(f"{follower.packets()} of {once} packets, exit status {status}: {open(os.path.join(place, 'said')).read()}")


def gone():
    """Files that a ring removed while nobody followed it."""
    place = make_place()
    where = os.path.join(place, "ring")
    os.mkdir(where)
    os.chmod(where, 0o755)
    follower = Follower(place, where, "--state", os.path.join(place, "state"))
    for first, last in ((1, 2), (6, 7)):
        paths = [os.path.join(where, "net_%05d_%014d.pcap" % (n, 20240101000000 + n)) for n in range(first, last + 1)]
        for path in paths:
            write_slowly(path, RECORDS[:50])
        follower.start()
        wait_for(lambda: follower.frames() != -1 and all(follower.frames().get(path) == 50 for path in paths))
        status = follower.end(signal.SIGTERM)
        for name in os.listdir(where):
            os.unlink(os.path.join(where, name))
    said = open(os.path.join(place, "said")).read()
    # Three that nobody saw, and the second, of which nobody knows whether it had ended.
    if status != 3 or "4 files were gone before they were read" not in said or follower.state("gone") != 4:
        print(f"exit status {status}, {follower.state('gone')} gone: {said}")


def flows_live_across():
    """The capture in forty files has as many records as in one."""
    place = make_place()
    where = os.path.join(place, "ring")
    os.mkdir(where)
    os.chmod(where, 0o755)
    size = len(RECORDS) // 40 + 1
    parts = [RECORDS[i:i + size] for i in range(0, len(RECORDS), size)]
    for number, part in enumerate(parts, 1):
        write_slowly(os.path.join(where, "net_%05d_%014d.pcap" % (number, number)), part)
    follower = Follower(place, where, "-v", "--state", os.path.join(place, "state"))
    follower.start()
    wait_for(lambda: follower.frames() != -1 and sum(follower.frames().values()) == len(RECORDS))
    follower.end(signal.SIGTERM)
    records = len(eve.flow_records(open(follower.records)))
    out = subprocess.run([LYNCTAP, "flows", "-q", "-r", where, "--copies", "keep", "-S", SIGNATURES, "-o", "eve"],
                         capture_output=True, text=True).stdout
    if records != len(eve.flow_records(out.splitlines())):
        print(f"{records} records, {len(eve.flow_records(out.splitlines()))} of the files at rest")


def block(kind, body):
    body += b"\0" * (-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def pcapng(records, drops):
    """Of one interface, eth0, that says before the last packet how many it dropped."""
    section = block(0x0a0d0d0a, struct.pack("<IHHq", 0x1a2b3c4d, 1, 0, -1))
    interface = block(1, struct.pack("<HHIHH4sHH", 1, 0, 0, 2, 4, b"eth0", 0, 0))
    statistics = block(5, struct.pack("<IIIHHQHH", 0, 0, 0, 5, 8, drops, 0, 0))
    packets = []
    for record in records:
        second, micro, length, wire = struct.unpack_from("<IIII", record)
        time_us = second * 1000000 + micro
        packets.append(block(6, struct.pack("<IIIII", 0, time_us >> 32, time_us & 0xffffffff, length, wire) + record[16:]))
    return section + interface + b"".join(packets[:-1]) + statistics + packets[-1]


def losses_of_a_ring():
    """What each file of a directory says was lost counts, and the directory has its label."""
    place = make_place()
    where = os.path.join(place, "ring")
    os.mkdir(where)
    os.chmod(where, 0o755)
    paths = [os.path.join(where, "net_%05d_%014d.pcapng" % (n, n)) for n in range(1, 4)]
    for number, path in enumerate(paths):
        with open(path, "wb") as file:
            file.write(pcapng(RECORDS[number * 100:number * 100 + 100], 50))
        os.chmod(path, 0o644)
    follower = Follower(place, "FE1=" + where, "--state", os.path.join(place, "state"))
    follower.start()
    wait_for(lambda: follower.frames() != -1 and all(follower.frames().get(path) == 100 for path in paths))
    status = follower.end(signal.SIGTERM)
    said = open(os.path.join(place, "said")).read()
    hosts = {record.get("host") for record in eve.flow_records(open(follower.records))}
    if status != 3 or f"{where}: 150 of 450 packets" not in said or hosts != {"FE1"}:
        print(f"exit status {status}, of {hosts}: {said}")


load(os.path.join(SOURCE, "pcaps", "front-end.pcap"))
CASES = [
    ("twelve hours of a ring: each packet is in one record", lambda: ring(()), None),
    ("the same with two kills: each packet is in one record, or counted as missed", lambda: ring((20, 40)), None),
    ("a file that grows is read as it grows", lambda: one_file(False), None),
    ("the file that takes its place is read next", lambda: one_file(True), None),
    ("files that a ring removed in the meantime are counted", gone, None),
    ("what files of a ring state was lost counts, under its label", losses_of_a_ring, None),
    ("flows live across files", flows_live_across, None),
]
tap.cases(CASES)
