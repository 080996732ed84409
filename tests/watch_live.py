#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""watch_live.py LYNCTAP SOURCE: a watch on an interface with traffic, which goes down, is taken away and comes back."""
import json, os

import tap
from watching import RECORDS, SOURCE, Watch, audited, expect, ids, wait_for
from wires import Wire

CAPTURE = os.path.join(SOURCE, "pcaps", "front-end.pcap")


def listening(name, *more):
    wire = Wire(name)
    watch = Watch(*more, interface="veth1", namespace=wire.to)
    wait_for(lambda: watch.events("stats"))
    return wire, watch


def replayed():
    wire, watch = listening("replayed", "--alert-after", "2s")
    wire.replay(CAPTURE)
    wanted = audited()
    wait_for(lambda: len(watch.events("alert")) >= len(wanted))
    watch.has_read(len(RECORDS))
    expect("exit status", 0, watch.end())
    expect("what is said is what an audit finds", wanted, ids(watch.events("alert")))
    capture = watch.events("stats")[-1]["stats"]["capture"]
    expect("packets and drops", (len(RECORDS), 0), (capture["packets"], capture["dropped"]))


def down_and_up():
    wire, watch = listening("down")
    wire.replay(CAPTURE)
    watch.has_read(len(RECORDS))
    wire.set("down")
    watch.goes_on(2)
    wire.set("up")
    wire.replay(CAPTURE)
    watch.has_read(2 * len(RECORDS))
    expect("exit status", 0, watch.end())
    expect("packets", 2 * len(RECORDS), watch.events("stats")[-1]["stats"]["capture"]["packets"])


def taken_away():
    wire, watch = listening("away", "-o", "json:report.json")
    wire.replay(CAPTURE)
    watch.has_read(len(RECORDS))
    for times in (1, 2):
        wire.cut()
        wait_for(lambda: watch.words().count("it is waited for") == times)
        wait_for(lambda: watch.numbers()["quiet"])
        expect("who is not heard", ["veth1"], watch.numbers()["quiet"])
        wire.join()
        wait_for(lambda: watch.words().count("is there again") == times)
        wire.replay(CAPTURE)
        watch.has_read((times + 1) * len(RECORDS))
        expect("how often it was gone", times, watch.numbers()["interfaces_gone"])
    held = dict(line.split(":\t") for line in open(f"/proc/{watch.process.pid}/status").read().splitlines() if ":\t" in line)
    expect("capabilities kept for it", "0" * 16, held["CapPrm"])
    expect("exit status", 0, watch.end())
    expect("nothing is said twice", audited(), ids(watch.events("alert")))
    report = json.load(open(os.path.join(watch.place, "report.json")))
    expect("the report says that it is not all", ["veth1: the interface was taken away 2 times, and came back"], report["incomplete"])


tap.cases([
    ("what comes over a wire is said as it is found", replayed, None),
    ("an interface that was down is heard again", down_and_up, None),
    ("one that is made again is opened again, without a right, and the gap is said", taken_away, None),
])
