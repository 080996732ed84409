#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/sensors.sh runs: sensors.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import json
import os
import struct
import subprocess
import sys

import packets
from tap import ok, plan, skip

HERE, WORK = sys.argv[1:3]
LYNCTAP = os.environ["LYNCTAP"]
SIGNATURES = ["-S", os.path.join(HERE, "signatures")]
HAS_STORE = b"no SQLite" not in subprocess.run([LYNCTAP, "--version"], capture_output=True).stdout
AHEAD_US = 3200000


def capture(name):
    return os.path.join(HERE, "pcaps", name + ".pcap")


def path(name):
    return os.path.join(WORK, name)


def seen(name, source, wants=lambda frame: True, ahead_us=0, change=lambda frame: frame):
    """What a sensor sees of the capture SOURCE: frames it wants, by its own clock."""
    frames, link = packets.read_capture(capture(source))
    kept = []
    for seconds, micro, frame, wire in frames:
        time = seconds * 1000000 + micro + ahead_us
        if wants(frame):
            kept.append((time // 1000000, time % 1000000, change(frame), wire))
    packets.write_pcap(path(name), link, kept)
    return path(name)


def ends(frame):
    """((address, port), (address, port)) of TCP or UDP over IPv4; None of what is neither."""
    at = packets.ip_at(frame, packets.ETHERNET)
    if at is None or len(frame) < at + 24 or frame[at] != 0x45 or frame[at + 9] not in (6, 17):
        return None
    ports = struct.unpack("!HH", frame[at + 20:at + 24])
    return (frame[at + 12:at + 16], ports[0]), (frame[at + 16:at + 20], ports[1])


def not_to(port):
    return lambda frame: not ends(frame) or port not in (ends(frame)[0][1], ends(frame)[1][1])


def upwards(frame):
    """From one end only, the one with the lower address."""
    return not ends(frame) or ends(frame)[0] < ends(frame)[1]


def audit(*arguments):
    done = subprocess.run([LYNCTAP, "audit", "-q", *SIGNATURES, "-o", "json", *arguments], capture_output=True)
    try:
        return json.loads(done.stdout)
    except ValueError:
        return {"stderr": done.stderr.decode(errors="replace")}


def of(sensor, file):
    return ["-r", "%s=%s" % (sensor, file)]


def judged(report):
    """What has to be the same whoever saw it."""
    report = json.loads(json.dumps(report))
    for part in ("services", "findings", "attempts"):
        for one in report.get(part, []):
            one.pop("sensors", None)
    return {key: report.get(key) for key in ("verdicts", "services", "findings", "attempts", "coverage", "hosts", "timeline", "tls")}


def differences(a, b):
    return [(key, a[key], b[key]) for key in a if a[key] != b[key]]


def counted_once():
    for name in ("front-end", "mediation", "clients", "director"):
        one = audit("-r", capture(name))
        two = audit(*of("a", capture(name)), *of("b", seen("late.pcap", name, ahead_us=AHEAD_US)))
        ok(judged(one) == judged(two), "what two sensors saw of %s is judged once" % name, *differences(judged(one), judged(two)))
        parts = two.get("services", []) + two.get("findings", []) + two.get("attempts", [])
        ok(parts and all(part["sensors"] == ["a", "b"] for part in parts), "and each part of it says who saw it",
           [part for part in parts if part["sensors"] != ["a", "b"]][:2])
        clock = two.get("sensors", [{}])[-1]
        ok(abs(clock.get("clock_ahead_us", 0) - AHEAD_US) < 1000 and any("3.2 s ahead" in note for note in two["notes"]),
           "how far their clocks are apart is found", clock, two.get("notes"))
    ok("sensors" not in one and all("sensors" not in service for service in one["services"]), "one sensor alone is not told of")


def halves():
    """Each sees one way of it: a mirror port at the client and one at the server."""
    whole = audit("-r", capture("front-end"))
    up = seen("up.pcap", "front-end", upwards)
    down = seen("down.pcap", "front-end", lambda frame: not upwards(frame) or not ends(frame))
    both = audit(*of("up", up), *of("down", down))
    alone = audit(*of("up", up))
    ids = {finding["id"] for finding in whole["findings"]}

    def answered(report):
        return {(s["address"], s["port"]) for part in ("services", "findings") for s in report.get(part, []) if s["transport"] == "tcp"}

    ok(ids <= {finding["id"] for finding in both["findings"]} and sum(both["verdicts"].values()) == sum(whole["verdicts"].values()),
       "two that see one way each see together what is to be found", both.get("verdicts"), whole["verdicts"])
    ok(answered(both) == answered(whole) != answered(alone) and not both["attempts"],
       "and what listens, which neither of them does alone", answered(both) ^ answered(whole), both["attempts"])


def missed():
    less = seen("less.pcap", "front-end", not_to(5075))
    report = audit(*of("a", capture("front-end")), *of("b", less))
    found = [(s["address"], s["port"], s["row"], s["seen_by"], s["not_by"]) for s in report.get("sightings", [])]
    ok(found == [("10.1.1.11", 5075, "server-30", ["a"], "b")], "what one on the way did not see is told, with its row", found)
    with open(less, "r+b") as file:
        file.truncate(os.path.getsize(less) - 7)
    report = audit(*of("a", capture("front-end")), *of("b", less))
    ok(report.get("sightings") == [] and not report["sensors"][1]["whole"], "of one that was not whole nothing is said",
       report.get("sightings"))
    elsewhere = seen("elsewhere.pcap", "front-end", lambda frame: not ends(frame) or b"\x0a\x64\x00\x15" in (
        ends(frame)[0][0], ends(frame)[1][0]))
    report = audit(*of("a", capture("front-end")), *of("b", elsewhere))
    ok(report.get("sightings") == [] and report["sensors"][1]["whole"], "nor of one that does not see the two hosts",
       report.get("sightings"))


def marks():
    """A router between them takes the mark away."""
    def unmarked(frame):
        at = packets.ip_at(frame, packets.ETHERNET)
        return frame if at is None or frame[at] != 0x45 else frame[:at + 1] + b"\0" + frame[at + 2:]

    def marked(frame):
        at = packets.ip_at(frame, packets.ETHERNET)
        return frame if at is None or frame[at] != 0x45 else frame[:at + 1] + bytes([46 << 2]) + frame[at + 2:]

    report = audit(*of("a", seen("marked.pcap", "clients", change=marked)), *of("b", seen("unmarked.pcap", "clients", change=unmarked)))
    found = report.get("remarked", [])
    ok(found and all(one["sensors"] == ["a", "b"] and one["dscp"] == [46, 0] for one in found) and
       any(one["modality"] == "audio" for one in found), "media that is marked at one and not at the other is told", found)
    for form, words in (("text", b"of audio: DSCP 46 at a, 0 at b"), ("html", b"<td><bdi>a</bdi></td><td class=\"nb\"><bdi>46 (EF)</bdi>")):
        out = subprocess.run([LYNCTAP, "audit", "-q", *SIGNATURES, "-o", form, *of("a", path("marked.pcap")),
                              *of("b", path("unmarked.pcap"))], capture_output=True).stdout
        ok(words in out, "and so it is as " + form, out[-3000:])


def roles():
    def moved(frame):
        return frame.replace(b"\x0a\x01\x01\x48", b"\x0a\x01\x01\x15")

    report = audit(*of("a", capture("director")), *of("b", seen("moved.pcap", "clients", change=moved)))
    hosts = [host for host in report["hosts"] if host["address"] == "10.1.1.21"]
    ok(len(hosts) == 1 and any("is one host: director as seen by a, edge as seen by a and b" in note for note in report["notes"]),
       "a server of which sensors tell different roles is one host, with a note", report["notes"], hosts)


def records():
    late = seen("late.pcap", "front-end", not_to(5075), AHEAD_US)
    wanted = audit(*of("a", capture("front-end")), *of("b", late))
    store = []
    for sensor, file in (("a", capture("front-end")), ("b", late)):
        subprocess.run([LYNCTAP, "flows", "-q", *SIGNATURES, *of(sensor, file), "-o", "eve:" + path(sensor + ".eve")])
        if HAS_STORE:
            subprocess.run([LYNCTAP, "flows", "-q", *SIGNATURES, *of(sensor, file), "-o", "sqlite:" + path("two.db")])
            store = ["-r", "sqlite:" + path("two.db")]
    inputs = {"records": ["-r", path("a.eve"), "-r", path("b.eve")], "records the other way round": ["-r", path("b.eve"), "-r", path("a.eve")],
              "one and the records of the other": [*of("a", capture("front-end")), "-r", path("b.eve")], "a store": store}
    for name, words in inputs.items():
        if not words:
            skip("%s" % name, "built without SQLite")
            continue
        got = audit(*words)
        for report in (wanted, got):
            for one in report.get("findings", []) + report.get("causes", []):
                one.pop("said", None)   # which of several words comes first hangs on the order
        keys = ("sensors", "sightings", "findings", "services", "verdicts", "notes", "timeline", "coverage")
        ok(all(wanted[key] == got.get(key) for key in keys), "the same is concluded from %s" % name,
           *[(key, wanted[key], got.get(key)) for key in keys if wanted[key] != got.get(key)])


counted_once()
halves()
missed()
marks()
roles()
records()
plan()
