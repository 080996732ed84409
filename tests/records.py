#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/records.sh runs: records.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import glob
import gzip
import json
import os
import shutil
import subprocess
import sys

HERE, WORK = sys.argv[1:3]
LYNCTAP = os.environ["LYNCTAP"]
SIGNATURES = ["-S", os.path.join(HERE, "signatures")]
number = 0


def ok(truth, name, *why):
    global number
    number += 1
    print("%s %d - %s" % ("ok" if truth else "not ok", number, name))
    for line in () if truth else why:
        print("# " + str(line)[:600].replace("\n", "\n# "))


def run(*arguments, data=None):
    done = subprocess.run([LYNCTAP, *arguments], input=data, capture_output=True)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def path(name):
    return os.path.join(WORK, name)


def keep(name, data):
    with open(path(name), "wb") as file:
        file.write(data)
    return path(name)


def audit(*arguments, data=None):
    status, out, err = run("audit", "-q", *SIGNATURES, "-o", "json", *arguments, data=data)
    try:
        report = json.loads(out)
    except ValueError:
        return status, None, err
    for key in ("inputs", "provenance"):
        report.pop(key, None)
    return status, report, err


def records_of(*arguments):
    return run("flows", "-q", *SIGNATURES, "-o", "eve", *arguments)[1]


def differences(a, b):
    if not a or not b:
        return ["no report"]
    return [(key, a.get(key), b.get(key)) for key in sorted({*a, *b}) if a.get(key) != b.get(key)]


def equal_to_packets():
    for capture in sorted(glob.glob(os.path.join(HERE, "pcaps", "*.pcap"))):
        name = os.path.basename(capture)[:-5]
        site = capture[:-5] + ".site.yaml"
        options = ["-c", site] if os.path.exists(site) else []
        status, packets, _ = audit(*options, "-r", capture)
        log = keep(name + ".json", records_of(*options, "-r", capture))
        again, records, err = audit(*options, "-r", log)
        ok(status == again and packets == records, "the audit of %s is that of its records" % name,
           status, again, err, *differences(packets, records))
        _, bare, _ = audit("-r", capture)
        _, records, _ = audit("-r", log)
        ok(bare == records, "records of %s do not hold what the sensor was told of the site" % name,
           *differences(bare, records))
        again = records_of(*options, "-r", log)
        ok(strip(again) == strip(open(log, "rb").read()), "records of records of %s are the same" % name,
           *[line for line in zip(strip(again), strip(open(log, "rb").read())) if line[0] != line[1]][:1])


def strip(data):
    """Its records without where they came from, and without what is learned again."""
    kept = []
    for line in data.splitlines():
        record = json.loads(line)
        record.pop("pcap_filename", None)
        if record["event_type"] == "flow":
            kept.append(record)
    return kept


def forms():
    capture = os.path.join(HERE, "pcaps", "front-end.pcap")
    log = records_of("-r", capture)
    expected = audit("-r", capture)[1]
    lines = log.splitlines(keepends=True)
    keep("plain.eve", log)
    keep("packed.bin", gzip.compress(log))
    keep("array.json", b"[" + b",\n".join(line.strip() for line in lines) + b"]\n")
    keep("spaced.log", b"\n \t\n".join(line.strip() for line in lines))
    for name in ("plain.eve", "packed.bin", "array.json", "spaced.log"):
        ok(audit("-r", path(name))[1] == expected, "%s is read for what is in it" % name)
    for name in ("plain.eve", "packed.bin"):
        with open(path(name), "rb") as file:
            data = file.read()
        ok(audit("-r", "-", data=data)[1] == expected, "%s comes through a pipe" % name)
    os.mkfifo(path("named"))
    with subprocess.Popen(["sh", "-c", 'cat "$0" >"$1"', path("plain.eve"), path("named")]) as writer:
        ok(audit("-r", path("named"))[1] == expected and writer.wait() == 0, "a named pipe is opened once")
    os.mkdir(path("spool"))
    shutil.copy(path("plain.eve"), path("spool/a.eve"))
    shutil.copy(os.path.join(HERE, "pcaps", "mediation.pcap"), path("spool/b.pcap"))
    ok(audit("-r", path("spool"))[1] ==
       audit("-r", capture, "-r", os.path.join(HERE, "pcaps", "mediation.pcap"))[1],
       "a directory of records and captures is both")
    status, _, err = run("audit", "-r", path("plain.eve"), *SIGNATURES, "tcp")
    ok(status == 2 and "filter" in err, "a filter takes no records", status, err)
    status, _, err = run("audit", "-r", path("plain.eve"), *SIGNATURES, "-w", path("evidence"))
    ok(status == 2 and "-w" in err and not os.path.exists(path("evidence")), "nor does evidence", status, err)
    status, _, err = run("audit", "-r", path("plain.eve"), *SIGNATURES, "-o", "json:" + path("plain.eve"))
    ok(status == 2 and open(path("plain.eve"), "rb").read() == log, "a log is no output", status, err)


def hostile():
    log = records_of("-r", os.path.join(HERE, "pcaps", "front-end.pcap"))
    lines = log.splitlines(keepends=True)
    flow = next(line for line in lines if b'"event_type":"flow"' in line and b'"proto":"TCP"' in line)

    def say(name, data, *wanted):
        status, report, err = audit("-r", keep("hostile", data))
        said = " ".join((report or {}).get("incomplete", []))
        ok(status == 3 and all(word in said for word in wanted), name, status, said, err)

    for what, wrong, word in (
            ("a cut line", flow[:-200] + b"\n", "1 no JSON"),
            ("a key that stands twice", flow.replace(b'"proto":', b'"proto":"UDP","proto":'), "1 with a key twice"),
            ("a line that is no object", b"[1]\n", "1 no object"),
            ("a wrong type", flow.replace(b'"src_port":', b'"src_port":"x","y":'), "1 with a member"),
            ("a number beyond its range", flow.replace(b'"src_port":', b'"src_port":70000,"y":'), "1 with a member"),
            ("a huge number", flow.replace(b'"pkts_toserver":', b'"pkts_toserver":1' + b"0" * 300 + b',"y":'), "1 no JSON"),
            ("a negative count", flow.replace(b'"pkts_toserver":', b'"pkts_toserver":-1,"y":'), "1 with a member"),
            ("an end before its start", flow.replace(b'"end":"2', b'"end":"1'), "1 with a member"),
            ("a control character", flow.replace(b'"src_ip":"', b'"src_ip":"\x1b[2J'), "1 no JSON"),
            ("a line of 100 MB", b'{"event_type":"' + b"x" * 100_000_000 + b'"}\n', "1 too long"),
            ("a nest of 100,000 brackets", b'{"event_type":' + b"[" * 100_000 + b"\n", "1 no JSON")):
        middle = len(lines) // 2
        say("%s is lost alone, counted and named" % what, b"".join(lines[:middle]) + wrong + b"".join(lines[middle:]),
            "1 of %d records was lost" % (len(lines) + 1), "line %d" % (middle + 1), word)
    say("a log that ends before the sensor's account is incomplete", b"".join(lines[:-1]), "account", "missing")
    say("a log of something else is no clean network", b'{"a":1}\n' * 3, "3 of no known kind", "nothing was judged")
    before = json.loads(lines[-1])
    before["lync"]["incomplete"] = ["12.0 % of the packets were dropped before they were seen"]
    say("what a sensor did not see is not seen here", b"".join(lines[:-1]) + json.dumps(before).encode() + b"\n", "12.0 %")


def main():
    equal_to_packets()
    forms()
    hostile()
    print("1..%d" % number)


main()
