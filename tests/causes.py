# SPDX-License-Identifier: BSD-2-Clause
"""What has to hold of causes, ids and remedies whatever was captured, as TAP.

Causes partition the findings. Ids are the same however the packets are given. What a
cause says for the site file loads as it stands, settles that cause and nothing else.

usage: causes.py LYNCTAP SIGNATURES PCAPS WORK
"""

import glob
import json
import os
import random
import re
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "rows"), os.path.join(HERE, "scenarios"), HERE]

import packets                          # noqa: E402
import payloads                         # noqa: E402
from stage import Stage                 # noqa: E402

SITE = """site: made
load-balancing: none
hosts:
  - {name: fe1.x, addresses: [10.1.1.11], roles: [front-end]}
  - {name: fe2.x, addresses: [10.1.1.12], roles: [front-end]}
  - {name: fe3.x, addresses: [10.1.1.13, "2001:db8::13"], roles: [front-end]}
  - {name: med1.x, addresses: [10.1.1.31], roles: [mediation]}
  - {name: gw1.x, addresses: [10.1.5.5], roles: [gateway]}
networks:
  - {name: staff, range: 10.100.0.0/16, roles: [client]}
allow:
  - {from: 10.9.0.8, to: [front-end], port: 3389/tcp, reason: "jump: host", ticket: CHG-1,
     until: 2020-01-31}
"""
FINDINGS, CAUSES = 100000, 20
FRONT_ENDS = "10.1.1.11", "10.1.1.12", "10.1.1.13"


def asking_for(host):
    """Who asks a web server for @host by a program of its own."""
    def script(_end):
        return [("initiator", f"GET / HTTP/1.1\r\nHost: {host}\r\nUser-Agent: of-{host}\r\n\r\n".encode()),
                ("responder", b"HTTP/1.1 200 OK\r\nServer: made\r\nContent-Length: 0\r\n\r\n")]
    return script


def made_day():
    """Many kinds of findings, most of them more than once."""
    stage = Stage()
    for server in FRONT_ENDS:
        stage.talk("10.100.0.7", server, 5061, "tcp", payloads.tls)
        stage.talk("10.9.0.5", server, 22, "tcp", payloads.ssh)
        stage.talk("10.9.0.8", server, 3389, "tcp", payloads.silent)
        for port in range(20000, 20020, 2):
            stage.talk("10.100.0.7", server, port, "udp", payloads.media_udp)
        for port in range(5061, 5066):
            stage.attempt("10.9.0.7", server, port, "synack")
    for number in 3, 1, 2:
        stage.talk(f"10.9.3.{number}", "10.1.1.12", 8081, "tcp", asking_for(f"name{number}.x"))
    for client in range(1, 40):
        stage.talk(f"10.100.1.{client}", "10.1.1.12", 4444, "tcp", payloads.http)
    for port in range(30000, 30012):
        stage.talk("10.100.0.8", "10.1.1.31", port, "tcp", payloads.ssh)
        stage.talk("10.100.0.9", "10.1.1.31", port, "tcp", payloads.ssh)
    stage.talk("2001:db8::77", "2001:db8::13", 8443, "tcp", payloads.tls)
    stage.talk("10.1.1.31", "10.1.5.5", 5060, "tcp", payloads.sip_tcp)
    stage.talk("10.100.0.9", "10.1.1.11", 5061, "tcp", payloads.sip_tcp)
    stage.talk("203.0.113.9", "10.1.1.11", 5062, "tcp", payloads.ssh)
    for port in range(1, 40):
        stage.attempt("203.0.113.8", "10.1.1.12", port, "rst")
    return stage


class Properties:
    """Runs lynctap over a capture and holds the audit to what is promised."""

    def __init__(self, lynctap, signatures, work):
        self.lynctap, self.signatures, self.work = lynctap, signatures, work
        with open(lynctap, "rb") as program:
            self.sanitizers = b"__asan_init" in program.read()
        self.number = 0
        self.settled = 0    # things said for a site file

    def ok(self, good, name, remark=""):
        self.number += 1
        print(f"{'ok' if good else 'not ok'} {self.number} - {name}")
        if not good:
            print("# " + str(remark).replace("\n", "\n# "))

    def path(self, name):
        return os.path.join(self.work, name)

    def audit(self, captures, site, *options):
        words = [self.lynctap, "audit", "-q", "-S", self.signatures, "-o", "json", *options]
        for capture in captures:
            words += ["-r", capture]
        if site is not None:
            with open(self.path("site.yaml"), "w", encoding="utf-8") as out:
                out.write(site)
            words += ["-c", self.path("site.yaml")]
        done = subprocess.run(words, capture_output=True, timeout=120, check=False)
        if done.returncode == 2:
            return {"failed": done.stderr.decode(errors="replace")}
        return json.loads(done.stdout)


def finding_ids(audit):
    return {f["id"] for f in audit["findings"]}


def ids(audit):
    return sorted(finding_ids(audit)), sorted(c["id"] for c in audit["causes"])


def said(audit):
    """Per finding and cause, what was said there."""
    return {one["id"]: one["said"] for one in audit["findings"] + audit["causes"]}


def is_partition(audit):
    """Of 100,000 ids of 32 bits two may be the same: each is there as often as its findings."""
    members = sorted((f, c["id"]) for c in audit["causes"] for f in c["findings"])
    return (members == sorted((f["id"], f["cause"]) for f in audit["findings"])
            and len({c["id"] for c in audit["causes"]}) == len(audit["causes"])
            and sum(c["flows"] for c in audit["causes"])
            == sum(f["flows"] for f in audit["findings"])
            and [c["n"] for c in audit["causes"]] == list(range(1, len(audit["causes"]) + 1)))


def untold(audit):
    """Faults of TLS, by their ids, that a finding has and the why of its cause has not."""
    whys = {c["id"]: "".join(c["why"]) for c in audit["causes"]}
    return [(f["id"], fault) for f in audit["findings"] for reason in f["reasons"]
            for fault in re.findall(r"\(tls-\d+\)", reason) if fault not in whys[f["cause"]]]


# --- The same packets, given in other ways -------------------------------------------------

def conversations(frames, link):
    """Frames by their two ends, in order."""
    found = {}
    for frame in frames:
        at = packets.ip_at(frame[2], link)
        key = None
        if at is not None and frame[2][at] >> 4 == 4 and len(frame[2]) >= at + 24:
            packet = frame[2][at:]
            ends = packet[12:16] + packet[20:22], packet[16:20] + packet[22:24]
            key = packet[9], min(ends), max(ends)
        found.setdefault(key, []).append(frame)
    return list(found.values())


def shuffled(frames, link, seed):
    """Whole conversations in another order, on a clock of their own."""
    groups = conversations(frames, link)
    random.Random(seed).shuffle(groups)
    start = min(f[0] * 1000000 + f[1] for f in frames)
    new = []
    for frame in (f for group in groups for f in group):
        at = start + len(new) * 1000
        new.append((at // 1000000, at % 1000000, frame[2], frame[3]))
    return new


def split(frames, count):
    """Every @count-th frame into a file of its own."""
    return [frames[i::count] for i in range(count)]


def given_in_other_ways(properties, name, capture, sites):
    frames, link = packets.read_capture(capture)
    mixed = properties.path("shuffled.pcap")
    parts = [properties.path(f"part-{i}.pcap") for i in range(3)]
    packets.write_pcap(mixed, link, shuffled(frames, link, name))
    for part, own in zip(parts, split(frames, 3)):
        packets.write_pcap(part, link, own)
    for site, text in sites.items():
        whole = properties.audit([capture], text)
        properties.ok(is_partition(whole), f"{name}, {site}: causes partition the findings")
        properties.ok(not untold(whole), f"{name}, {site}: each says every fault of TLS", untold(whole))
        for way, files in ("shuffled", [mixed]), ("split", parts), ("turned round", parts[::-1]):
            other = properties.audit(files, text)
            properties.ok(ids(other) == ids(whole), f"{name}, {site}: the same ids, {way}",
                          f"{ids(whole)}\n{ids(other)}")
            properties.ok(said(other) == said(whole),
                          f"{name}, {site}: the same was said, {way}",
                          f"{said(whole)}\n{said(other)}")


def known_by_ports(finding):
    return finding["address"], finding["port"], finding["transport"]


def with_and_without(properties, name, capture, site):
    """Of what is wrong either way, in the same matter, the ids are the same."""
    audits = properties.audit([capture], site), properties.audit([capture], None)
    here, there = ({known_by_ports(f): f for f in a["findings"]} for a in audits)
    both = [key for key in here if key in there]
    wrong = [key for key in both if here[key]["id"] != there[key]["id"]
             and here[key]["kind"] == there[key]["kind"]]
    properties.ok(not wrong, f"{name}: the same ids with and without a site file", wrong)
    return len(both)


# --- What is said for the site file --------------------------------------------------------

def pasted(site, key, lines):
    """The site file with items under a key, which may be there."""
    items = "".join(f"  {line}\n" for line in lines.splitlines())
    if f"\n{key}:\n" in site:
        return site.replace(f"\n{key}:\n", f"\n{key}:\n{items}")
    return site + f"{key}:\n{items}"


def settled(site, cause):
    """The site files that do what a cause says, by what it is called."""
    remedy, found = cause["remedy"], {}
    if remedy["code"] and remedy["lang"] == "site file":
        found["remedy"] = site + remedy["code"]
    elif remedy["code"]:
        key = remedy["lang"].removeprefix("site file, ").rstrip(":")
        found["remedy"] = pasted(site, key, remedy["code"])
    if cause["allow"]:
        found["allow"] = pasted(site, "allow", cause["allow"])
    if cause["accept"]:
        found["accept"] = pasted(site, "accept", cause["accept"])
    return found


def settles(properties, capture, site, cause, before):
    """@return what is wrong with what it says, or nothing"""
    for what, text in settled(site, cause).items():
        after = properties.audit([capture], text)
        if "failed" in after:
            return f"{what} does not load: {after['failed']}"
        wanted = finding_ids(before) - set(cause["findings"])
        if finding_ids(after) != wanted:
            return (f"{what}: still {sorted(finding_ids(after) - wanted)}, "
                    f"gone {sorted(wanted - finding_ids(after))}\n{text}")
        if "any" in text.removeprefix(site).split():
            return f"{what} allows anybody"
    return ""


def every_remedy_settles(properties, name, capture, site):
    before = properties.audit([capture], site)
    for cause in before["causes"]:
        wrong = settles(properties, capture, site, cause, before)
        properties.settled += len(settled(site, cause))
        properties.ok(not wrong, f"{name}: what is said of {cause['title']['en']}",
                      f"{wrong}\n{json.dumps(cause)}")


# --- Many findings -------------------------------------------------------------------------

def many(causes, each):
    """A front end asks and gets answers at @causes ports of @each hosts."""
    stage = Stage()
    for port in range(7000, 7000 + causes):
        for number in range(each):
            peer = f"10.50.{number >> 8}.{number & 255}", port
            for source, target, data in (((FRONT_ENDS[0], 40000), peer, b"what is it?"),
                                         (peer, (FRONT_ENDS[0], 40000), b"this is it")):
                stage.datagram(source[0], target[0], 17,
                               struct.pack("!HHHH", source[1], target[1], 8 + len(data), 0)
                               + data)
    return stage


def measured(words):
    """@return what it prints, its seconds of user time, its most resident KiB"""
    with tempfile.TemporaryFile() as out, subprocess.Popen(words, stdout=out,
                                                           stderr=subprocess.DEVNULL) as run:
        used = os.wait4(run.pid, 0)[2]
        run.returncode = 0  # it was waited for
        out.seek(0)
        return out.read(), used.ru_utime, used.ru_maxrss


def many_are_told_shortly(properties):
    capture = properties.path("many.pcap")
    many(CAUSES, FINDINGS // CAUSES).save(capture)
    words = ["-q", "-S", properties.signatures, "-r", capture, "-c",
             properties.path("site.yaml"), "-o"]
    printed, json_time, json_memory = measured([properties.lynctap, "audit", *words, "json"])
    audit = json.loads(printed)
    properties.ok(len(audit["findings"]) == FINDINGS and len(audit["causes"]) == CAUSES,
                  f"{FINDINGS} findings are {CAUSES} causes",
                  f"{len(audit['findings'])} {len(audit['causes'])}")
    properties.ok(audit["exit_status"] == 1, "and all of them were inspected",
                  audit["incomplete"])
    properties.ok(is_partition(audit), "and causes partition them")
    text, _, text_memory = measured([properties.lynctap, "audit", *words, "text"])
    properties.ok(text.count(b"\n") < 400, "in less than 400 lines", text.count(b"\n"))
    _, flows_time, _ = measured([properties.lynctap, "flows", *words, "csv"])
    # A machine that does other things as well takes longer for both.
    properties.ok(json_time < 3 * flows_time,
                  "concluding and writing them takes no longer than twice the reading",
                  f"{json_time} s, all flows as records {flows_time} s")
    if properties.sanitizers:
        return
    properties.ok(json_memory < 512 * 1024, "within --memcap", f"{json_memory} KiB")
    properties.ok(json_memory - text_memory < len(printed) // 1024 // 4,
                  "JSON is written as it is made", f"{json_memory} KiB, text {text_memory}")


def what_has_no_room_is_counted(properties):
    """Of few addresses with many ports each, which take little of other memory."""
    stage = Stage()
    for number in range(4000):
        for host in FRONT_ENDS:
            stage.attempt("10.9.0.5", host, 20000 + number, "synack")
    capture = properties.path("room.pcap")
    stage.save(capture)
    audit = properties.audit([capture], SITE, "--memcap", "8MiB")
    left = [re.search(r"(\d+) findings are left out", why) for why in audit["incomplete"]]
    left = sum(int(found[1]) for found in left if found)
    properties.ok(audit["exit_status"] == 3 and left > 0, "what has no room is counted",
                  audit["incomplete"])
    properties.ok(0 < len(audit["findings"]) and is_partition(audit), "the rest is told")


def captures_in(folder):
    """(name, capture, text of its site file or None) of every capture there."""
    found = []
    for capture in sorted(glob.glob(os.path.join(glob.escape(folder), "*.pcap*")) if folder else ()):
        site = capture.rsplit(".", 1)[0] + ".site.yaml"
        text = None
        if os.path.exists(site):
            with open(site, encoding="utf-8") as stream:
                text = stream.read()
        found.append((os.path.basename(capture), capture, text))
    return found


def main():
    lynctap, signatures, pcaps, work = sys.argv[1:5]
    properties = Properties(lynctap, signatures, work)
    day = properties.path("day.pcap")
    made_day().save(day)
    captures, compared = [("made", day, SITE)], 0
    captures += captures_in(pcaps) + captures_in(os.environ.get("LYNCTAP_CAPTURES", ""))
    for name, capture, site in captures:
        sites = {"with a site file": site, "without": None} if site else {"without": None}
        given_in_other_ways(properties, name, capture, sites)
        if site:
            compared += with_and_without(properties, name, capture, site)
            every_remedy_settles(properties, name, capture, site)
    properties.ok(properties.settled > 20, "much is said for site files", properties.settled)
    many_are_told_shortly(properties)
    what_has_no_room_is_counted(properties)
    properties.ok(compared > 2, "there are findings with and without a site file", compared)
    print(f"1..{properties.number}")


main()
