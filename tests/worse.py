# SPDX-License-Identifier: BSD-2-Clause
"""Every capture of pcaps/ whole against worse ones of the same traffic, as TAP.

usage: worse.py LYNCTAP TREE WORK

A capture that was cut, began late, heard one side, lost or doubled packets, or saw them in
a VLAN shows less than the whole. It may miss a finding; it must not have one that the whole
has not. A finding is known by its id: the listener, and what is the matter with it.
"""

import glob
import json
import os
import random
import subprocess
import sys

from packets import ETHERNET, ip_at, read_capture, write_pcap

FIRST = 12      # packets of each flow that a late capture has missed
LOSS = 0.005
VLAN_100 = bytes.fromhex("81000064")


def ends(frame):
    """(flow, whether the lower end sent it), or None for what is no TCP or UDP of Ethernet."""
    at = ip_at(frame, ETHERNET)
    if at is None:
        return None
    if frame[at] >> 4 == 4:
        proto, ports, addresses, size = frame[at + 9], at + (frame[at] & 15) * 4, at + 12, 4
    else:
        proto, ports, addresses, size = frame[at + 6], at + 40, at + 8, 16
    if proto not in (6, 17):
        return None
    source = frame[addresses:addresses + size] + frame[ports:ports + 2]
    target = frame[addresses + size:addresses + 2 * size] + frame[ports + 2:ports + 4]
    return (proto, min(source, target), max(source, target)), source < target


# Each makes worse frames of frames: (seconds, microseconds, bytes, length on the wire).

def cut(length):
    return lambda frames: [(s, u, data[:length], wire) for s, u, data, wire in frames]


def late(frames):
    seen, left = {}, []
    for frame in frames:
        flow = ends(frame[2])
        if flow:
            seen[flow[0]] = seen.get(flow[0], 0) + 1
        if not flow or seen[flow[0]] > FIRST:
            left.append(frame)
    return left


def one_side(of_lower):
    def keep(frame):
        flow = ends(frame[2])
        return not flow or flow[1] == of_lower
    return lambda frames: list(filter(keep, frames))


def lossy(frames):
    chance = random.Random(11)
    return [frame for frame in frames if chance.random() >= LOSS]


def doubled(frames):
    return [frame for one in frames for frame in (one, one)]


def in_vlan(frames):
    return [(s, u, data[:12] + VLAN_100 + data[12:], wire + 4) for s, u, data, wire in frames]


WORSE = {
    "cut to 256 bytes": cut(256),
    "cut to 128 bytes": cut(128),
    "without the first %d packets of each flow" % FIRST: late,
    "of the lower ends alone": one_side(True),
    "of the higher ends alone": one_side(False),
    "with %.1f %% loss" % (LOSS * 100): lossy,
    "doubled": doubled,
    "in a VLAN": in_vlan,
}


class Judge:
    def __init__(self, lynctap, tree, work):
        self.lynctap, self.tree, self.work, self.number = lynctap, tree, work, 0

    def findings(self, frames, site):
        path = os.path.join(self.work, "capture.pcap")
        write_pcap(path, ETHERNET, frames)
        line = [self.lynctap, "audit", "-q", "-S", os.path.join(self.tree, "signatures"),
                "-o", "json", "-r", path] + (["-c", site] if site else [])
        ran = subprocess.run(line, capture_output=True, text=True, check=False)
        return {f["id"]: f for f in json.loads(ran.stdout)["findings"]}

    def compare(self, name, whole, worse):
        self.number += 1
        more = [worse[i] for i in sorted(set(worse) - set(whole))]
        print("%sok %d - %s" % ("not " if more else "", self.number, name))
        for one in more:
            print("# %s %s of %s:%s/%s, by %s: %s" % (
                one["severity"], one["kind"], one["address"], one["port"], one["transport"],
                ", ".join(p["address"] for p in one["peers"]), "; ".join(one["reasons"])))

    def capture(self, path):
        (frames, link), name = read_capture(path), os.path.basename(path)[:-len(".pcap")]
        assert link == ETHERNET, path
        site = path[:-len(".pcap")] + ".site.yaml"
        for given in [None] + ([site] if os.path.exists(site) else []):
            whole = self.findings(frames, given)
            for how, change in WORSE.items():
                self.compare("%s %s, %s site file" % (name, how, "with its" if given else
                                                      "without a"),
                             whole, self.findings(change(frames), given))


def main():
    judge = Judge(*sys.argv[1:4])
    for path in sorted(glob.glob(os.path.join(judge.tree, "pcaps", "*.pcap"))):
        judge.capture(path)
    print("1..%d" % judge.number)


main()
