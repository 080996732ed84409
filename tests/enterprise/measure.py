# SPDX-License-Identifier: BSD-2-Clause
"""How many roles are found, and how many invented, with half of the packets gone: docs/roles.md.

usage: measure.py LYNCTAP SIGNATURES WORK SEEDS
"""

import collections
import sys

from enterprise import Enterprise
from network import Network
from traffic import half, midstream, stage


def has(net, role):
    return sum(role in roles for roles in net.truth().values())


def main():
    company = Enterprise(*sys.argv[1:4])
    seeds = int(sys.argv[4])
    net = Network()
    seen = collections.defaultdict(collections.Counter)
    invented = collections.Counter()
    for seed in range(seeds):
        made = stage(net, seed)
        frames = made.frames
        for name, kept in (("whole", frames), ("mid-stream", midstream(frames)),
                           ("half", half(frames, seed))):
            made.frames = kept
            made.save(company.capture("measure"))
            wrong, right = company.wrong_roles(company.audit("measure"))
            invented[name] += len(wrong)
            for role, count in right.items():
                seen[name][role] += count
    print(f"{'role':20} hosts  whole  mid-stream  half")
    for role in sorted({role for counter in seen.values() for role in counter}):
        counts = [seen[name][role] / seeds for name in ("whole", "mid-stream", "half")]
        print(f"{role:20} {has(net, role):5}  {counts[0]:5.1f}  {counts[1]:10.1f}  {counts[2]:4.1f}")
    print("invented", dict(invented))


if __name__ == "__main__":
    main()
