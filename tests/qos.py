# SPDX-License-Identifier: BSD-2-Clause
"""What `--qos` says of calls that are made for it: marks, loss and jitter, with site files."""

import json
import pathlib
import struct
import subprocess
import sys

LYNCTAP, HERE, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
sys.path[:0] = [str(HERE / "tests"), str(HERE / "tests/rows")]

from payloads import ice_check, noise  # noqa: E402
from tap import ok, plan  # noqa: E402
from wire import Capture, UdpConversation  # noqa: E402

I, R = "initiator", "responder"
FE01, STAFF, PHONE, GATEWAY = "10.1.1.11", "10.100.0.7", "10.120.0.9", "10.1.1.71"
SITE = """\
site: marks
hosts:
  - {name: fe01.contoso.example, addresses: [10.1.1.11], roles: [front-end, mediation]}
  - {name: gw01.contoso.example, addresses: [10.1.1.71], roles: [gateway]}
networks:
  - {name: staff, range: 10.100.0.0/16, roles: [client]}
  - {name: phones, range: 10.120.0.0/16, roles: [phone]}
"""
AUDIO, VIDEO = 114, 121  # x-msrta/16000, x-rtvc1/90000
MILLISECONDS = 1000


def mark(capture, dscp):
    """Mark the frame that was added last; the checksum of its header is made anew."""
    time, frame = capture.frames[-1]
    header = bytearray(frame[14:34])
    header[1], header[10:12] = dscp << 2, b"\0\0"
    total = sum(struct.unpack("!10H", header))
    total = (total & 0xffff) + (total >> 16)
    header[10:12] = struct.pack("!H", ~((total & 0xffff) + (total >> 16)) & 0xffff)
    capture.frames[-1] = (time, frame[:14] + bytes(header) + frame[34:])


class Call:
    """RTP both ways, 20 ms a packet: what each side marks, and which of its packets are lost."""

    def __init__(self, capture, source, target, port=49200, payload_type=AUDIO):
        self.capture, self.payload_type = capture, payload_type
        self.conversation = UdpConversation(capture, (source, 50020), (target, port))
        for side, data in ice_check():
            self.conversation.send(side, data)

    def talk(self, packets, dscp, lost=lambda side, number: False, late=lambda side, number: 0):
        step = {AUDIO: 320, VIDEO: 1800}[self.payload_type]
        for number in range(packets):
            for side, source in ((I, 0x11112222), (R, 0x33334444)):
                begun = self.capture.now_us
                header = struct.pack("!BBHII", 0x80, self.payload_type, (65000 + number) & 0xffff,
                                     90000 + number * step, source)
                self.capture.wait(late(side, number))
                if not lost(side, number):
                    self.conversation.send(side, header + noise(80, f"{side} {number}"))
                    mark(self.capture, dscp[side])
                self.capture.now_us = begun + 10 * MILLISECONDS


def run(*words):
    done = subprocess.run([LYNCTAP, *words, "-S", str(HERE / "signatures")], cwd=WORK,
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def site(name, extra=""):
    (WORK / name).write_text(SITE + extra)
    return name


def qos(capture, name, *words):
    """{(modality, from, to, line of the site file): entry}."""
    status, out, err = run("audit", "-q", "-r", capture, "-c", name, "--qos", "-o", "json", *words)
    report = json.loads(out) if out else {"qos": [], "status": (status, err)}
    return {(q["modality"], q["from"], q["to"], q["expected_line"]): q for q in report["qos"]}


def has(entry, **wanted):
    return entry is not None and all(entry[key] == value for key, value in wanted.items())


# --- Marks ------------------------------------------------------------------------------------------

capture = Capture()
Call(capture, STAFF, FE01).talk(30, {I: 46, R: 44})
Call(capture, PHONE, FE01, 49300).talk(30, {I: 40, R: 46})
Call(capture, STAFF, FE01, 57600, VIDEO).talk(30, {I: 34, R: 0})
capture.save(WORK / "calls.pcap")

found = qos("calls.pcap", site("plain.yaml"))
ok(has(found.get(("audio", "client", "front-end", None)), expected=46, share=100, marked=46)
   and found[("audio", "client", "front-end", None)]["expected_row"],
   "without marks of the site it is what a row documents, and which", found)
ok(has(found.get(("audio", "front-end", "client", None)), share=0,
       remark="marked otherwise than documented"), "other marks are remarked", found)
ok(has(found.get(("audio", "phone", "front-end", None)), share=0,
       remark="what phones mark by default (VoiceDiffServTag)"), "those of phones by name", found)

MARKS = """\
qos:
  - {modality: audio, from: phones, dscp: 40}
  - {modality: audio, from: front-end, to: [client], dscp: 44}
  - {modality: audio, dscp: 46}
  - {modality: video, from: client, dscp: 36}
  - {modality: video, dscp: 0}
"""
line = SITE.count("\n") + 2
found = qos("calls.pcap", site("marks.yaml", MARKS))
ok(has(found.get(("audio", "phone", "front-end", line)), expected=40, share=100, remark="",
       expected_row=None), "the site's mark of a network counts", found)
ok(has(found.get(("audio", "front-end", "client", line + 1)), expected=44, share=100),
   "and that of a direction", found)
ok(has(found.get(("audio", "client", "front-end", line + 2)), expected=46, share=100)
   and has(found.get(("audio", "front-end", "phone", line + 2)), expected=46, share=100),
   "what no entry before names goes by the last one", found)
ok(has(found.get(("video", "client", "front-end", line + 3)), share=0,
       remark="marked otherwise than the site file says"), "who departs from it is told", found)
ok(has(found.get(("video", "front-end", "client", line + 4)), expected=0, marked=0, share=100,
       remark=""), "0 is to be unmarked", found)
text = " ".join(run("audit", "-q", "-r", "calls.pcap", "-c", "marks.yaml", "--qos")[1].split())
ok("40 (CS5) 40 (site) 100 %" in text and "34 (AF41) 36 (site) 0 %" in text,
   "the text says that it is the site's", text)
page = run("audit", "-q", "-r", "calls.pcap", "-c", "marks.yaml", "--qos", "-o", "html")[1]
ok("40 (site)" in page and "36 (site)" in page, "so does the page", page[-2000:])
eve = run("flows", "-q", "-r", "calls.pcap", "-c", "marks.yaml", "-o", "eve")[1]
reasons = [r for record in eve.splitlines() for r in json.loads(record).get("lync", {}).get("reasons", [])]
ok([r for r in reasons if " DSCP " in r]
   == ["the initiator marks its packets DSCP 34; the site file says 36"],
   "the reasons of flows go by it as well", reasons)
ok(run("audit", "-q", "-r", "calls.pcap", "-c", "marks.yaml", "--qos")[0]
   == run("audit", "-q", "-r", "calls.pcap", "-c", "plain.yaml", "--qos")[0] == 0,
   "no mark is a finding")

# --- What site check says -----------------------------------------------------------------------------

status, out, err = run("site", "check", "-c", "marks.yaml")
ok(status == 0 and "5 QoS marks" in out and "audio, phones to any: DSCP 40" in out
   and "comes before" not in out, "site check lists them", out, err)
status, out, err = run("site", "check", "-c", site("shadowed.yaml", """\
qos:
  - {modality: audio, from: client, dscp: 46}
  - {modality: audio, from: [client], to: front-end, dscp: 44}
"""))
ok(status == 0 and f"shadowed.yaml:{line + 1}: the entry of line {line} in 'qos' comes before" in out,
   "and one that never counts", out, err)
status, out, err = run("site", "check", "-c", site("wrong.yaml", """\
qos:
  - {modality: audio, dscp: 46}
  - {modality: speech, dscp: 46}
  - {modality: video, from: nobody, dscp: 64}
"""))
ok(status == 2 and f"wrong.yaml:{line + 1}: unknown modality 'speech'" in err + out
   and f"wrong.yaml:{line + 2}: '64' is not a number from 0 to 63" in err + out,
   "every mistake has its line", out, err)

# --- Loss and jitter ------------------------------------------------------------------------------------

capture = Capture()
Call(capture, STAFF, FE01).talk(
    100, {I: 46, R: 46}, lost=lambda side, number: side == I and number % 10 == 5)
Call(capture, GATEWAY, FE01, 49300).talk(
    100, {I: 46, R: 46}, late=lambda side, number: 8 * MILLISECONDS if side == R and number % 2 else 0)
capture.save(WORK / "lost.pcap")
found = qos("lost.pcap", "plain.yaml")
calls = [("client", "front-end"), ("front-end", "client"), ("gateway", "front-end"),
         ("front-end", "gateway")]
loss, jitter = ({ends: found[("audio", *ends, None)][what] for ends in calls}
                for what in ("loss", "jitter"))
ok(9 < loss["client", "front-end"] < 11 and max(loss[ends] for ends in calls[1:]) == 0,
   "what is lost is lost by the end that sent it, not by the other", loss)
ok(5 < jitter["front-end", "gateway"] < 12 and jitter["gateway", "front-end"] < 1,
   "and late packets are those of the end that sent them", jitter)
plan()
