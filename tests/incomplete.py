# SPDX-License-Identifier: BSD-2-Clause
"""incomplete.py LYNCTAP SOURCE WORK: runs that did not see everything, and what they say. TAP."""
import fcntl
import json
import os
import pathlib
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time

from tap import ok, plan

LYNCTAP, SOURCE, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
SIGNATURES = ["-S", str(SOURCE / "signatures")]
FRONT_END = str(SOURCE / "pcaps/front-end.pcap")
SITE = str(SOURCE / "pcaps/front-end.site.yaml")

# Who is run in the background or by nohup ignores these, and so would what is started here.
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)


def lynctap(*arguments, **more):
    return subprocess.run([LYNCTAP, *map(str, arguments), *SIGNATURES], capture_output=True,
                          text=True, errors="replace", timeout=120, stdin=subprocess.DEVNULL, **more)


def audit(*arguments):
    done = lynctap("audit", *arguments, "-o", "json")
    return done, json.loads(done.stdout) if done.stdout else {}


def says(name, arguments, status, *words):
    """The audit exits with @status, and each of @words is in a sentence of incomplete[]."""
    done, report = audit(*arguments)
    sentences = report.get("incomplete", [])
    text = lynctap("audit", *arguments, "-o", "text").stdout
    ok(done.returncode == status == report.get("exit_status")
       and all(any(word in s for s in sentences) for word in words)
       and (not words or "INCOMPLETE" in text or status != 3)
       and (status == 3) == bool(sentences), name, done.returncode, sentences, text[:400])
    return report, text


def pcap(path, link_type, frames):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, link_type))
        for second, frame in enumerate(frames):
            out.write(struct.pack("<IIII", 1_700_000_000 + second, 0, len(frame), len(frame)) + frame)
    return path


def frames_of(path):
    data = pathlib.Path(path).read_bytes()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    at = 24
    while at < len(data):
        captured, = struct.unpack_from(order + "I", data, at + 8)
        yield data[at + 16:at + 16 + captured]
        at += 16 + captured


# --- Nothing judged -------------------------------------------------------------------------

def nothing_judged():
    empty = pcap(WORK / "none.pcap", 1, [])
    arp = b"\xff" * 6 + b"\x02\0\0\0\0\1" + b"\x08\x06" + bytes(46)
    quiet = pcap(WORK / "arp.pcap", 1, [arp] * 30)
    for site in ([], ["-c", SITE]):
        which = "with a site file" if site else "without a site file"
        _, text = says(f"no packet is no success, {which}", ["-r", empty, *site], 3, "no packet came")
        ok(text.startswith(("contoso-pool: " if site else "none.pcap: ") + "NOTHING JUDGED. Exit status 3."),
           f"and the first line says so, {which}", text[:200])
        ok("No unexpected traffic" not in text and "none is declared" not in text,
           f"and nothing is claimed, {which}", text)
        says(f"no packet is no rest either, {which}", ["-r", empty, "--idle-ok", *site], 3, "no packet came")
    says("packets without a conversation", ["-r", quiet], 3, "none of 30 packets")
    says("are a rest with --idle-ok", ["-r", quiet, "--idle-ok"], 0)
    says("a filter that takes nothing", ["-r", FRONT_END, "-f", "port 1"], 3, "the filter took none of 1261")
    says("flows of no Lync server", ["-r", FRONT_END, "-f", "port 5061"], 3, "none of 6 flows")
    _, text = says("are a rest with --idle-ok", ["-r", FRONT_END, "-f", "port 5061", "--idle-ok"], 0)
    ok("nothing was judged: none of 6 flows" in text.replace("\n              ", " "), "which is said all the same", text)
    says("one input is enough for all", ["-r", empty, "-r", FRONT_END], 1)
    only_asked = ["-r", FRONT_END, "-c", SITE, "-f", "src net 10.100.0.0/16 and tcp[tcpflags] == tcp-syn"]
    report, text = says("a site none of whose servers was heard", only_asked, 3, "none of the site's Lync servers")
    ok(report["servers"]["heard"] == 0 and "never heard fe01.contoso.example (10.1.1.11)" in " ".join(text.split()), "names them", text)
    says("is no rest", [*only_asked, "--idle-ok"], 3, "none of the site's Lync servers")
    done = lynctap("flows", "-r", FRONT_END, "-f", "port 5061")
    ok(done.returncode == 3 and "6 flows out of scope not shown" in done.stderr,
       "flows says how many it does not show", done)


# --- What the report was not shown --------------------------------------------------------------

def options_are_said():
    done, report = audit("-r", FRONT_END, "-f", "tcp", "--count", "300", "-s", "200", "--strict",
                         "--fail-on", "high")
    ok(report["options"] == {"filter": "tcp", "count": 300, "snaplen": 200, "strict": True, "fail_on": "high",
                             "no_fail": False, "idle_ok": False}, "options of a run are in its report", report)
    ok(report["capture"]["packets"] == 300 < report["capture"]["read"] < 1261, "and frames read beside frames taken",
       report["capture"])
    text = lynctap("audit", "-r", FRONT_END, "-f", "tcp", "--count", "300", "-s", "200", "--strict").stdout
    ok("filter      tcp (300 of " in text and "--count" in text and "-s)" in text and "--strict" in text,
       "in the text as well", text[:900])
    report = audit("-r", FRONT_END)[1]
    ok(report["options"]["filter"] is None and report["capture"]["packets"] == report["capture"]["read"] == 1261,
       "without a filter, all that was read was taken", report["options"])


# --- Frames that could not be decoded --------------------------------------------------------------

def undecodable():
    frames = list(frames_of(FRONT_END))
    says("frames of an unknown link type", ["-r", pcap(WORK / "link.pcap", 147, frames)], 3, "1261 of 1261 frames")
    cut = [frame[:13] for frame in frames]
    says("frames cut inside their headers", ["-r", pcap(WORK / "cut.pcap", 1, cut)], 3, "could not be decoded")
    few = frames[:1000] + [frame[:13] for frame in frames[1000:1010]]
    says("ten are not worth it", ["-r", pcap(WORK / "few.pcap", 1, few)], audit("-r", WORK / "few.pcap")[0].returncode)
    ok(audit("-r", WORK / "few.pcap")[0].returncode != 3, "and exit with no 3")
    more = frames[:1000] + [frame[:13] for frame in frames[1000:1012]]
    says("twelve of 1012 are", ["-r", pcap(WORK / "more.pcap", 1, more)], 3, "12 of 1012")


# --- Signals -----------------------------------------------------------------------------------------

def watches(process, wanted=signal.SIGTERM):
    """Wait until @process has a handler for @wanted."""
    for _ in range(20000):
        try:
            status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            return False
        caught = int(next(line.split()[1] for line in status.splitlines() if line.startswith("SigCgt")), 16)
        if caught >> (wanted - 1) & 1:
            return True
        time.sleep(0.0005)
    return False


def has_read(process):
    """Wait until @process says that it has read packets: whoever runs it may ask, which /proc does not allow."""
    watches(process, signal.SIGUSR1)
    for _ in range(600):
        process.send_signal(signal.SIGUSR1)
        if select.select([process.stderr], [], [], 0.2)[0]:
            said = process.stderr.readline()
            if not said or re.search(r" [1-9][0-9.]*( [kM])? packets,", said):
                return


def start(*arguments, **more):
    return subprocess.Popen([LYNCTAP, *map(str, arguments), *SIGNATURES], stderr=subprocess.PIPE, text=True, **more)


def interrupted_files():
    big = WORK / "big.pcap"
    frames = list(frames_of(FRONT_END))
    pcap(big, 1, frames * 8)
    files = [word for _ in range(120) for word in ("-r", big)]
    last = pathlib.Path(FRONT_END)
    for number_sent, name in ((signal.SIGTERM, "SIGTERM"), (signal.SIGINT, "SIGINT"), (signal.SIGHUP, "SIGHUP")):
        for command in ("audit", "flows"):
            written = open(WORK / "written", "w+")  # a pipe that nobody reads would hold it up
            process = start(command, *files, "-r", last, "-o", "json", stdout=written)
            has_read(process)
            process.send_signal(number_sent)
            _, err = process.communicate(timeout=60)
            ok(process.returncode == 3 and f"stopped by {name} after " in err and "was read to " in err,
               f"{command} of files ended by {name} is not whole", process.returncode, err)
            if command == "audit":
                written.seek(0)
                report = json.load(written)
                ok(report["exit_status"] == 3 and any(name in s for s in report["incomplete"])
                   and not all(i["ended"] for i in report["inputs"]), "and its report says so", report["incomplete"])


def interrupted_pipe():
    """Nobody knows of more in a pipe: it is as whole as a live capture."""
    read, write = os.pipe()
    process = start("audit", "-r", "-", "-o", "json", stdin=read, stdout=subprocess.PIPE)
    os.write(write, pathlib.Path(FRONT_END).read_bytes()[:60000])
    has_read(process)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=60)
    os.close(read)
    os.close(write)
    ok(process.returncode in (0, 1) and json.loads(out)["incomplete"] == [], "a pipe ended by a signal is whole",
       process.returncode, err)


def is_empty(pipe):
    """Has all that was written to it been read?"""
    return fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)) == bytes(4)


def interrupted_before_it_began():
    """Of an input that said nothing yet, behind one that did."""
    said, silent = WORK / "said", WORK / "silent"
    os.mkfifo(said)
    os.mkfifo(silent)
    process = start("audit", "-r", said, "-r", silent, "-o", "json", stdout=subprocess.PIPE)
    with open(said, "wb", buffering=0) as beginning, open(silent, "wb"):
        beginning.write(pathlib.Path(FRONT_END).read_bytes()[:60000])
        for _ in range(6000):
            if is_empty(beginning):
                break
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    ok(process.returncode == 3 and any("silent: stopped before it began" in s for s in json.loads(out)["incomplete"]),
       "an input that a signal kept from beginning is not read, and no trouble", process.returncode, err)


def ignored_stays_ignored():
    read, write = os.pipe()
    os.write(write, pathlib.Path(FRONT_END).read_bytes()[:60000])
    process = start("audit", "-r", "-", "-o", "json", stdin=read, stdout=subprocess.PIPE,
                    preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    watches(process)
    process.send_signal(signal.SIGHUP)
    has_read(process)
    ok(process.poll() is None, "SIGHUP that was ignored at the start stays ignored")
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=60)
    os.close(read)
    os.close(write)
    ok(json.loads(out)["exit_status"] in (0, 1), "and SIGTERM still ends it with a report", out[-300:])


def records_survive_a_signal():
    """A reader that is slow, and a signal in the middle of a write: each record is whole."""
    read, write = os.pipe()
    process = start("flows", "-r", "-", "-o", "eve", "-v", stdin=read, stdout=subprocess.PIPE)
    os.close(read)
    whole = pathlib.Path(FRONT_END).read_bytes()
    header, packets = whole[:24], whole[24:]

    def feed():
        try:
            os.write(write, header)
            for _ in range(400):
                os.write(write, packets)
        except OSError:
            pass
        os.close(write)

    child = os.fork()
    if child == 0:
        feed()
        os._exit(0)
    os.close(write)
    watches(process)
    time.sleep(1)       # standard output is full, nobody reads it
    process.send_signal(signal.SIGTERM)
    time.sleep(0.3)
    out, err = process.communicate(timeout=60)
    os.waitpid(child, 0)
    lines = out.splitlines()
    try:
        good = bool(lines) and all(json.loads(line)["event_type"] in ("flow", "learned", "stats") for line in lines)
    except ValueError:
        good = False
    ok(good and "lost" not in err, "a signal while a write waits loses no record", len(lines), err, out[-200:])


def second_signal():
    for _ in range(20):
        for name in ("aborted.json", "aborted.pcapng"):   # of a run that was done in between
            (WORK / name).unlink(missing_ok=True)
        big = [word for _ in range(40) for word in ("-r", WORK / "big.pcap")]
        process = start("audit", *big, "-o", f"json:{WORK}/aborted.json", "-w", WORK / "aborted.pcapng")
        watches(process)
        # Stopped, it cannot end between the two, however long this test waits for a processor.
        for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGCONT):
            process.send_signal(number)
        _, err = process.communicate(timeout=60)
        if process.returncode >= 128:
            break
    left = sorted(path.name for path in WORK.iterdir() if path.name.startswith("aborted"))
    ok(process.returncode in (128 + signal.SIGINT, 128 + signal.SIGTERM), "a second signal aborts", process.returncode, err)
    ok(left == [], "and leaves no file behind", left)


for test in (nothing_judged, options_are_said, undecodable, interrupted_files, interrupted_pipe, interrupted_before_it_began,
             ignored_stays_ignored, records_survive_a_signal, second_signal):
    test()
plan()
