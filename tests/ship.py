#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/ship.sh runs: ship.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from clickhouse import PASSWORD, Server, children

HERE, WORK = sys.argv[1:3]
LYNCTAP = os.environ["LYNCTAP"]
SIGNATURES = ["-S", os.path.join(HERE, "signatures")]
number = 0


def ok(truth, name, *why):
    global number
    number += 1
    print("%s %d - %s" % ("ok" if truth else "not ok", number, name), flush=True)
    for line in () if truth else why:
        print("# " + str(line)[:800].replace("\n", "\n# "), flush=True)


def path(name):
    return os.path.join(WORK, name)


def ship(server, spool, *arguments, credentials="ship"):
    return [LYNCTAP, "ship", "--to", "http://127.0.0.1:%d" % server.port, "--credentials", path(credentials), *arguments, spool]


def done(command):
    result = subprocess.run(command, capture_output=True, timeout=300)
    return result.returncode, result.stdout.decode(), result.stderr.decode(errors="replace")


def make_spool(name, copies):
    """Every shipped capture as EVE, and its lines again and again, numbered."""
    spool = path(name)
    os.makedirs(spool)
    total = 0
    for capture in ("front-end", "mediation", "clients"):
        out = subprocess.run([LYNCTAP, "flows", "-q", *SIGNATURES, "-r", capture + "=" + os.path.join(HERE, "pcaps", capture + ".pcap"),
                              "-o", "eve"], capture_output=True).stdout.splitlines(keepends=True)
        with open(os.path.join(spool, capture + ".eve"), "wb") as file:
            for copy in range(copies):
                for line in out:
                    if b'"event_type":"flow"' in line:
                        line = line.replace(b'"flow_id":', b'"flow_id":%d' % (copy + 1), 1)
                    file.write(line)
                    total += 1
    return spool, total


def plainly(server):
    spool, total = make_spool("plain", 1)
    status, out, err = done(ship(server, spool))
    ok(status == 0 and out.startswith("%d records acknowledged in 3 files" % total) and os.listdir(spool) == ["refused"],
       "what is spooled is shipped and gone", status, out, err)
    ok(server.ask("SELECT count() FROM lync.record").strip() == str(total), "the server has each record")
    found = server.ask("SELECT init_ip, resp_ip, resp_port, verdict, state FROM lync.flow WHERE resp_port = 4444 FORMAT TSV").split()
    ok(found == ["10.1.1.12", "10.1.1.11", "4444", "unapproved-port", "closed"] or found[1:4] == ["10.1.1.11", "4444", "unapproved-port"],
       "the view shows what it was", found)
    ok(server.ask("SELECT sensor, packets FROM lync.account ORDER BY sensor FORMAT TSV").split() ==
       ["clients", "1699", "front-end", "1261", "mediation", "508"], "and sensors give account")
    again, _ = make_spool("again", 1)
    status, out, err = done(ship(server, again))
    ok(status == 0 and "%d from before" % total in out and
       server.ask("SELECT count() FROM lync.record").strip() == str(total), "the same files again add nothing", out, err)


def refused(server):
    spool, total = make_spool("hostile", 1)
    with open(os.path.join(spool, "x'; DROP TABLE lync.record; --.eve"), "wb") as file:
        file.write(b'{"event_type":"flow","src_ip":"\'; DROP TABLE lync.record; --"}\nno json\n' +
                   b'{"timestamp":"2026-11-22T18:28:20Z","event_type":"learned","learned":{"text":"\\\\\'); DROP TABLE lync.record"}}\n' +
                   b"[" * 3_000_000 + b"\n")
    before = int(server.ask("SELECT count() FROM lync.record"))
    status, out, err = done(ship(server, spool))
    kept = os.listdir(os.path.join(spool, "refused"))
    ok(status == 3 and "3 lines discarded" in out and len(kept) == 1 and
       int(server.ask("SELECT count() FROM lync.record")) == before + 1, "lines that are no records are kept apart, and counted",
       status, out, err, kept)
    spool, _ = make_spool("wrong", 1)
    with open(path("wrong-password"), "w") as file:
        file.write("ship:nonsense\n")
    status, out, err = done(ship(server, spool, credentials="wrong-password"))
    ok(status == 2 and "HTTP 401" in err or "HTTP 403" in err or "Code: 193" in err, "a wrong password ends it", status, err)
    ok(sorted(os.listdir(spool)) == ["clients.eve", "front-end.eve", "mediation.eve", "refused"], "and nothing is lost")
    status, out, err = done(ship(server, spool, "--spool-max", "1K"))
    ok(status == 3 and "records dropped" in out and "for want of room" in err and os.listdir(spool) == ["refused"],
       "what has no room in the spool goes, counted and named", status, out, err)


def killed(server):
    """On a plain table, which merges nothing away."""
    server.make_schema("MergeTree")
    spool, total = make_spool("kills", 300)
    chance = random.Random(77)
    deadline = time.monotonic() + 120
    kills = servers = 0
    while any(name.endswith(".eve") for name in os.listdir(spool)) and time.monotonic() < deadline:
        shipper = subprocess.Popen(ship(server, spool), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        children.append(shipper)
        try:
            shipper.wait(chance.uniform(0.02, 0.6) if kills < 20 else 60)
        except subprocess.TimeoutExpired:
            kills += 1
            if kills % 5 == 0:
                servers += 1
                server.kill()
                server.start()
            shipper.send_signal(signal.SIGKILL)
            shipper.wait()
    counts = server.ask("SELECT count(), uniqExact(spool, pos) FROM lync.record").split()
    ok(counts == [str(total)] * 2 and kills > 0 and servers > 0,
       "after %d kills of the shipper and %d of the server each of %d records is there once" % (kills, servers, total), counts)


def naive(server):
    """The control: who remembers here how far he came, instead of asking, counts twice."""
    server.make_schema("MergeTree")
    line = ('{"sensor":"a","spool":"b","pos":%d,"type":"flow"}\n')
    insert = "http://127.0.0.1:%d/?" % server.port + urllib.parse.urlencode(
        {"query": "INSERT INTO lync.record (sensor, spool, pos, type) FORMAT JSONEachRow"})
    body = "".join(line % i for i in range(1000)).encode()
    for _ in range(2):   # the first answer was lost: he was killed before he wrote it down
        urllib.request.urlopen(urllib.request.Request(insert, data=body), timeout=60).read()
    ok(server.ask("SELECT count() FROM lync.record").strip() == "2000", "a shipper that does not ask counts twice here")


def main():
    with open(path("ship"), "w") as file:
        file.write("ship:%s\n" % PASSWORD)
    server = Server(HERE, WORK)
    server.make_schema("ReplacingMergeTree(received)")
    plainly(server)
    refused(server)
    killed(server)
    naive(server)
    print("1..%d" % number)


main()
