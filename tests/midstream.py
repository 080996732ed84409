#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Who began, told of connections whose beginning was not captured, as TAP.

usage: midstream.py LYNCTAP SIGNATURES WORK CAPTURE…

Of every TCP connection the SYNs and the first one, two and three segments with a payload
are cut away. What is then said of who began it is compared with what the whole capture
says. The share that is right is shown by how it was told (`dir_by`); what is wrong has to
be called a guess.
"""

import collections
import os
import subprocess
import sys

import eve
import packets

LEAST = 0.97
KNOWN = {"syn", "synack", "hello"}
CUTS = (1, 2, 3)


def flows(lynctap, signatures, path):
    """{both ends: [(initiator, what is ours of the record)]} of TCP."""
    done = subprocess.run([lynctap, "flows", "-v", "-q", "--idle-ok", "-S", signatures,
                           "-r", path, "-o", "eve"], capture_output=True, timeout=120, check=False)
    found = collections.defaultdict(list)
    for flow in eve.flow_records(done.stdout.splitlines()):
        if flow.get("proto") != "TCP":
            continue
        ends = (flow["src_ip"], flow["src_port"]), (flow["dest_ip"], flow["dest_port"])
        found[frozenset(ends)].append((ends[0], flow["lync"]))
    return found


def beheaded(frames, link_type, cut):
    """@frames without SYNs and the first @cut segments with payload of each connection."""
    seen, left = collections.Counter(), []
    for frame in frames:
        tcp = packets.tcp_of(frame[2], link_type)
        if tcp:
            source, target, flags, size = tcp
            connection = frozenset((source, target))
            if flags & packets.SYN:
                seen[connection] = 0
                continue
            if size:
                seen[connection] += 1
                if seen[connection] <= cut:
                    continue
        left.append(frame)
    return left


class Measure:
    def __init__(self):
        self.right, self.all = collections.Counter(), collections.Counter()
        self.wrong = []

    def compare(self, name, whole, cut):
        for ends, told in cut.items():
            began = {initiator for initiator, of in whole.get(ends, [])
                     if of["dir_by"] in KNOWN}
            if len(began) != 1:
                continue  # not known of the whole capture either, or ports used both ways
            for initiator, of in told:
                by = of["dir_by"]
                self.all[by] += 1
                self.right[by] += {initiator} == began
                if {initiator} != began:
                    self.wrong.append((name, by, sorted(map(str, ends)), of["hints"],
                                       of["flow_state"]))


def main():
    lynctap, signatures, work, *captures = sys.argv[1:]
    measure = Measure()
    for path in captures:
        whole = flows(lynctap, signatures, path)
        frames, link_type = packets.read_capture(path)
        for cut in CUTS:
            shorter = os.path.join(work, "cut.pcap")
            packets.write_pcap(shorter, link_type, beheaded(frames, link_type, cut))
            measure.compare("%s, %d" % (os.path.basename(path), cut), whole,
                            flows(lynctap, signatures, shorter))
    right, count = sum(measure.right.values()), sum(measure.all.values())
    for by in sorted(measure.all):
        print("# %-8s %5d of %5d right" % (by, measure.right[by], measure.all[by]))
    for wrong in measure.wrong:
        print("# wrong: %s" % (wrong,))
    share = right / count if count else 0
    good = share >= LEAST
    print("%s 1 - %.1f %% of %d beginnings are told right, at least %.0f %%"
          % ("ok" if good else "not ok", share * 100, count, LEAST * 100))
    accused = [wrong for wrong in measure.wrong if wrong[1] in KNOWN]
    print("%s 2 - what is told wrong is called a guess" % ("not ok" if accused else "ok"))
    print("1..2")


if __name__ == "__main__":
    main()
