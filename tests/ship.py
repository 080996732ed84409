#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/ship.sh runs: ship.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import contextlib
import http.server
import json
import os
import random
import signal
import subprocess
import sys
import threading
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


class Answers:
    """A server that says what it is told, in turn, and the last thing for ever."""

    def __init__(self, inserts):
        answers = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                asked = urllib.parse.unquote_plus(self.path)
                self.rfile.read(int(self.headers["Content-Length"]))
                if "INSERT" in asked:
                    status, body = answers.inserts.pop(0) if len(answers.inserts) > 1 else answers.inserts[0]
                    answers.taken += status == 200
                else:
                    status, body = 200, "%d\t%d\n" % (answers.there(), 1 << 40 if answers.taken else 0)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *words):
                pass

        self.inserts, self.taken, self.records = inserts, 0, 0
        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def there(self):
        return self.taken * self.records


def metrics(name):
    with open(path(name)) as file:
        return {line.split()[0][len("lynctap_ship_"):]: int(line.split()[1]) for line in file if not line.startswith("#")}


def until(command, truth):
    """Let @command go on until @truth() holds, then end it."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    children.append(child)
    deadline = time.monotonic() + 60
    while not truth() and time.monotonic() < deadline and child.poll() is None:
        time.sleep(0.05)
    child.terminate()
    return child.communicate()[1].decode(errors="replace")


def has_line(name):
    """A file is there before what is written to it."""
    with contextlib.suppress(FileNotFoundError), open(name) as file:
        return "\n" in file.read()
    return False


def counted(server):
    """Each record is in one of the numbers, in Prometheus' format and as records."""
    server.make_schema("MergeTree")
    spool, total = make_spool("counted", 1)
    status, _, err = done(ship(server, spool, "-o", "prom:" + path("prom"), "-o", "eve:" + path("stats")))
    with open(path("stats")) as file:
        records = [json.loads(line) for line in file]
    ok(status == 0 and metrics("prom")["sent_records_total"] == metrics("prom")["acknowledged_records_total"] == total and
       metrics("prom")["waiting_records"] == 0, "metrics have what was sent and acknowledged", status, err)
    ok(len(records) == 1 and records[0]["event_type"] == "stats" and records[0]["stats"]["ship"]["acknowledged"] == total,
       "and so has a record", records)
    valid = subprocess.run([sys.executable, os.path.join(HERE, "tests", "validate_json.py"),
                            os.path.join(HERE, "docs", "ship.schema.json"), path("stats"), "--lines"], capture_output=True)
    ok(valid.returncode == 0, "which is as its schema says", valid.stdout, valid.stderr)
    status, out, err = done(ship(server, spool, "-o", "prom"))
    ok(status == 0 and "lynctap_ship_waiting_files 0\n" in out, "standard output has them once, at the end", out, err)
    status, _, err = done(ship(server, spool, "-o", "html:" + path("x")))
    ok(status == 2 and "eve or prom" in err, "another format is refused", status, err)

    spool, total = make_spool("away", 1)
    away = Answers([(500, "Code: 999, e.displayText() = away")])
    said = until(ship(away, spool, "--follow", "-o", "prom:" + path("away.prom")), lambda: os.path.exists(path("away.prom")))
    ok(metrics("away.prom")["waiting_records"] == total and metrics("away.prom")["waiting_files"] == 3 and
       metrics("away.prom")["sent_records_total"] > 0 and "away" in said, "what waits is counted, in records and files",
       metrics("away.prom"), said)

    refusing = Answers([(400, "Code: 27, e.displayText() = cannot parse"), (200, "")])
    lines = {name: sum(1 for _ in open(os.path.join(spool, name))) for name in os.listdir(spool) if name.endswith(".eve")}
    status, out, err = done(ship(refusing, spool, "-o", "prom:" + path("refused.prom")))
    aside = sorted(os.listdir(os.path.join(spool, "refused")))
    found = metrics("refused.prom")
    ok(status == 3 and aside == ["clients.eve", "clients.eve.reason"] and
       "cannot parse" in open(os.path.join(spool, "refused", "clients.eve.reason")).read() and
       found["refused_records_total"] == lines["clients.eve"] and found["refused_files_total"] == 1 and
       found["acknowledged_records_total"] == total - lines["clients.eve"],
       "what the server refuses is kept apart with the reason, and counted", status, out, err, aside, found)

    spool, total = make_spool("flaky", 400)
    flaky = Answers([(200, ""), (500, "Code: 999, e.displayText() = gone")])
    flaky.records = 10000
    until(ship(flaky, spool, "--follow", "-o", "eve:" + path("flaky.stats")), lambda: has_line(path("flaky.stats")))
    with open(path("flaky.stats")) as file:
        first = json.loads(file.readline())["stats"]["ship"]
    ok(first["acknowledged"] == 10000 and first["again"] == 0 and first["waiting"] == total - 10000,
       "of a file that stopped in the middle what is there does not wait", first, total)

    spool, total = make_spool("full", 1)
    with open(os.path.join(spool, "a.eve"), "w") as file:
        file.write("no record\n" * 2000)
    done(ship(server, spool))
    spool2, more = make_spool("fuller", 1)
    os.rename(os.path.join(spool, "refused"), os.path.join(spool2, "refused"))
    size = sum(os.path.getsize(os.path.join(spool2, name)) for name in os.listdir(spool2) if name.endswith(".eve"))
    status, out, err = done(ship(server, spool2, "--spool-max", str(size + 100)))
    ok(status == 3 and "2000 records dropped" in out and "refused/a.eve: dropped with 2000 records" in err and
       "%d records acknowledged" % more in out, "what was refused is within the bound, and goes first", status, out, err)


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
    counted(server)
    killed(server)
    naive(server)
    print("1..%d" % number)


main()
