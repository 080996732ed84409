#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/stores.sh runs: stores.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import glob
import gzip
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time

import crowd
from tap import ok, plan

HERE, WORK = sys.argv[1:3]
LYNCTAP = os.environ["LYNCTAP"]
SIGNATURES = ["-S", os.path.join(HERE, "signatures")]
CAPTURES = {name: os.path.join(HERE, "pcaps", name + ".pcap") for name in ("front-end", "mediation", "clients", "director")}


def run(*arguments):
    done = subprocess.run([LYNCTAP, *arguments], capture_output=True)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def path(name):
    return os.path.join(WORK, name)


def audit(*arguments):
    status, out, err = run("audit", "-q", *SIGNATURES, "-o", "json", *arguments)
    try:
        report = json.loads(out)
    except ValueError:
        return status, {}, err
    for key in ("inputs", "provenance"):
        report.pop(key, None)
    # Of several words of a kind those that came first are told, and records come in another order.
    for one in report.get("findings", []) + report.get("causes", []) + report.get("suppressed", []):
        one.pop("said", None)
    return status, report, err


def put(store, capture, *arguments):
    return run("flows", "-q", *SIGNATURES, *arguments, "-r", capture, "-o", "sqlite:" + store)


def without_clients(report):
    """What is the same when clients of declared networks come as one, which is noted."""
    kept = {key: value for key, value in report.items() if key != "hosts"}
    kept["services"] = [{**service, "clients": None} for service in report.get("services", [])]
    kept["notes"] = [note for note in report.get("notes", []) if "stands for all clients" not in note]
    return kept


def differences(a, b):
    return [(key, a.get(key), b.get(key)) for key in sorted({*a, *b}) if a.get(key) != b.get(key)]


def rows(store, sql):
    with sqlite3.connect(store) as database:
        return database.execute(sql).fetchall()


def one_run():
    for capture in sorted(glob.glob(os.path.join(HERE, "pcaps", "*.pcap"))):
        name = os.path.basename(capture)[:-5]
        site = capture[:-5] + ".site.yaml"
        options = ["-c", site] if os.path.exists(site) else []
        store = path(name + ".db")
        status, _, err = put(store, capture, *options)
        wanted, packets, _ = audit(*options, "-r", capture)
        got, stored, said = audit(*options, "-r", "sqlite:" + store)
        if options:
            packets, stored = without_clients(packets), without_clients(stored)
        ok(wanted == got and packets == stored, "the audit of %s is that of its store" % name, status, err, said,
           *differences(packets, stored))


def several():
    store = path("several.db")
    writers = [subprocess.Popen([LYNCTAP, "flows", "-q", *SIGNATURES, "-r", "%s=%s" % (sensor, capture), "-o", "sqlite:" + store],
                                stderr=subprocess.PIPE) for sensor, capture in CAPTURES.items()]
    said = [writer.communicate()[1] for writer in writers]
    ok(all(writer.returncode in (0, 3) for writer in writers), "several write one store at the same time", said)
    named = [word for sensor, capture in CAPTURES.items() for word in ("-r", sensor + "=" + capture)]
    wanted, packets, _ = audit(*named)
    got, stored, err = audit("-r", "sqlite:" + store)
    ok(wanted == got and packets == stored, "the audit over it is that of all captures", err, *differences(packets, stored))
    for sensor, capture in CAPTURES.items():
        alone, seen = audit("-r", sensor + "=" + capture)[1], audit("-r", "sqlite:" + store, "--sensor", sensor)[1]
        ok(alone["services"] == seen["services"] and alone["findings"] == seen["findings"],
           "--sensor %s is what it saw" % sensor, *differences(alone, seen))
    first, last = rows(store, "SELECT min(first_us), max(last_us) FROM flow WHERE sensor = 'front-end'")[0]
    moment = (first + last) // 2
    text = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment // 1000000)) + ".%06dZ" % (moment % 1000000)
    for option, condition in (("--from", "last_us >= %d"), ("--to", "first_us < %d")):
        found = run("flows", "-q", *SIGNATURES, "-r", "sqlite:" + store, option, text, "--sensor", "front-end", "-o", "eve")[1]
        found = sum(b'"event_type":"flow"' in line for line in found.splitlines())
        wanted = rows(store, "SELECT count(*) FROM flow WHERE sensor = 'front-end' AND " + condition % moment)[0][0]
        ok(0 < found == wanted < 52, "%s bounds what is read" % option, found, wanted)
    status, out, err = run("store", "info", store)
    ok(status == 0 and len(out.splitlines()) == 4 and b"NOT ENDED" not in out and b"52 records" in out,
       "info lists its runs", status, out, err)
    return store


def folded():
    """Clients that one of two sensors saw come as one; those whom both saw are joined first."""
    site, store = ["-c", path("folded.site.yaml")], path("folded.db")
    with open(path("folded.site.yaml"), "w") as file:
        file.write(crowd.SITE)
    sensors = {"near": range(0, 600), "far": range(300, 330)}
    for sensor, clients in sensors.items():
        crowd.write(path(sensor + ".pcap"), clients)
        put(store, "%s=%s" % (sensor, path(sensor + ".pcap")), *site)
    wanted, packets, _ = audit(*site, *[word for sensor in sensors for word in ("-r", sensor + "=" + path(sensor + ".pcap"))])
    got, stored, err = audit(*site, "-r", "sqlite:" + store)
    ok(wanted == got and packets["findings"] and without_clients(packets) == without_clients(stored),
       "with clients as one the audit finds the same", err, *differences(without_clients(packets), without_clients(stored)))
    ok(len(packets["hosts"]) - len(stored["hosts"]) == 469, "those of one sensor are one host, the 30 of two are themselves",
       len(packets["hosts"]), len(stored["hosts"]))
    ok([note for note in stored["notes"] if "10.100.0.0 stands for all clients" in note and " 600:" in note], "which is noted",
       stored["notes"])
    twice = audit(*site, "-r", "sqlite:" + store, "-r", "far=" + path("far.pcap"))[1]
    ok(not [note for note in twice["notes"] if "stands for" in note] and len(twice["hosts"]) == len(packets["hosts"]),
       "beside another input, which may have seen the same, each is himself", twice["notes"])
    small = audit(*site, "-r", "sqlite:" + store, "--memcap", "8M")[1]
    ok(without_clients(small) == without_clients(stored), "and memory for all of them is not needed",
       *differences(without_clients(small), without_clients(stored)))


def questions(store):
    names = sorted(os.path.basename(name)[:-4] for name in glob.glob(os.path.join(HERE, "signatures", "queries", "*.sql")))
    answers = {}
    for name in names:
        status, out, err = run("store", "query", *SIGNATURES, name, store)
        answers[name] = [line.split("\t") for line in out.decode().splitlines()]
        if status != 0:
            ok(False, "question %s is answered" % name, status, err)
    ok(len(names) == 12, "there are twelve questions, and each is answered", names)
    found = {(row[0], row[1], row[3]) for row in answers["unexplained"][1:]}
    ok(("10.1.1.11", "4444", "unapproved-port") in found, "unexplained names the shell on 4444", found)
    ok(["fe01"] not in answers["health"] and [row[0] for row in answers["health"][1:]] == sorted(CAPTURES),
       "health has every sensor", answers["health"])
    ok(any(row[0] == "pool01.contoso.example" for row in answers["certificates"][1:]), "certificates has the pool's",
       answers["certificates"])
    ok(all(row[3] != row[4] and rows(store, "SELECT 1 FROM flow WHERE sensor = '%s' AND '%s' IN (init_ip, resp_ip)" % (row[4], row[0]))
           for row in answers["sensors-differ"][1:]) and len(answers["sensors-differ"]) > 1, "sensors-differ compares two that saw the host", answers["sensors-differ"][:3])
    status, _, err = run("store", "query", *SIGNATURES, "nonsense", store)
    ok(status == 2 and "unexplained" in err and "did you mean" not in err, "what is no question is told those there are", status, err)
    status, _, err = run("store", "query", *SIGNATURES, "unexplaned", store)
    ok(status == 2 and "'unexplaned', did you mean 'unexplained'?" in err, "and what was likely meant", status, err)
    first = rows(store, "SELECT min(first_us) FROM flow WHERE sensor = 'front-end'")[0][0]
    health = dict(zip(answers["health"][0], next(row for row in answers["health"] if row[0] == "front-end")))
    ok(health["first"] == time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(first // 1000000)) + ".%06dZ" % (first % 1000000),
       "microseconds are shown as times", health)
    with open(path("drop.sql"), "w") as file:
        file.write("DELETE FROM record")
    status, _, err = run("store", "query", *SIGNATURES, path("drop.sql"), store)
    ok(status == 2 and rows(store, "SELECT count(*) FROM record")[0][0] > 0, "a question changes nothing", status, err)


def killed():
    store = path("killed.db")
    put(store, CAPTURES["mediation"])
    before = rows(store, "SELECT count(*) FROM record")[0][0]
    fifo = path("fifo")
    os.mkfifo(fifo)
    with open(CAPTURES["front-end"], "rb") as file:
        packets = file.read()
    victim = subprocess.Popen([LYNCTAP, "flows", "-q", *SIGNATURES, "-r", fifo, "-o", "sqlite:" + store])
    with open(fifo, "wb") as pipe:
        pipe.write(packets)
        pipe.flush()
        time.sleep(3)   # a batch is a second old, then it is committed; the pipe is quiet
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    with sqlite3.connect(store) as database:
        whole = database.execute("PRAGMA integrity_check").fetchone()
        runs = database.execute("SELECT complete FROM run ORDER BY id").fetchall()
    ok(whole == ("ok",) and runs == [(1,), (0,)] and rows(store, "SELECT count(*) FROM record")[0][0] >= before,
       "kill -9 leaves a whole store, with a run that has no end", whole, runs)
    status, report, _ = audit("-r", "sqlite:" + store)
    ok(status == 3 and "killed" in str(report["incomplete"]) if runs[1:] and rows(
        store, "SELECT count(*) FROM record WHERE run = 2")[0][0] else status in (0, 1, 3),
       "the audit of it is incomplete, and says which run", status, report.get("incomplete"))
    status, out, _ = run("store", "info", store)
    ok(b"NOT ENDED" in out, "info says so as well", out)
    ok(put(store, CAPTURES["clients"])[0] in (0, 3), "others go on writing to it")


def pruned(store):
    before = rows(store, "SELECT count(*) FROM record")[0][0]
    status, out, err = run("store", "prune", "--before", "2020-01-01", store)
    ok(status == 0 and out == b"0 records removed\n", "what arrived later stays, whenever it was captured", out, err)
    status, out, err = run("store", "prune", "--before", "2100-01-01", store)
    ok(status == 0 and out.split()[0] == b"%d" % before and rows(store, "SELECT count(*) FROM record") == [(0,)] and
       rows(store, "SELECT count(*) FROM run") == [(0,)], "what arrived before goes, with runs that are empty then", out, err)
    ok(put(store, CAPTURES["mediation"])[0] == 0 and
       audit("-r", "sqlite:" + store)[1] == audit("-r", CAPTURES["mediation"])[1], "and the store goes on")


def keep_newer(store, version):
    with sqlite3.connect(store) as database:
        database.execute("PRAGMA user_version = %d" % version)


def versions():
    """A file as the first version wrote it, of pcaps/mediation.pcap."""
    old = path("old.db")
    with gzip.open(os.path.join(HERE, "tests", "fixtures", "store-1.db.gz")) as packed, open(old, "wb") as file:
        file.write(packed.read())
    os.chmod(old, 0o666)
    wanted, packets, _ = audit("-r", CAPTURES["mediation"])
    got, stored, err = audit("-r", "sqlite:" + old)
    ok(wanted == got and packets["findings"] == stored["findings"] and packets["services"] == stored["services"],
       "an old store is read as it is", err, *differences(packets, stored))
    ok(rows(old, "PRAGMA user_version") == [(1,)], "which changes nothing in it")
    status, out, err = run("store", "query", *SIGNATURES, "health", old)
    ok(status == 0 and out.splitlines()[1].split(b"\t")[-2] == b"508", "a question that needs more is answered all the same", out, err)
    status, _, err = put(old, CAPTURES["clients"])
    ok(status in (0, 3) and rows(old, "PRAGMA user_version") == rows(path("mediation.db"), "PRAGMA user_version") != [(1,)] and
       len(rows(old, "SELECT * FROM account")) == 2, "who writes brings it up to date", status, err)
    got, stored, err = audit("-r", "sqlite:" + old)
    ok(stored["findings"] == audit("-r", CAPTURES["mediation"], "-r", CAPTURES["clients"])[1]["findings"],
       "and nothing that was in it is lost", err)
    keep_newer(old, 99)
    before = open(old, "rb").read()
    for words in (("audit", "-q", *SIGNATURES, "-r", "sqlite:" + old), ("store", "info", old),
                  ("flows", "-q", *SIGNATURES, "-r", CAPTURES["mediation"], "-o", "sqlite:" + old),
                  ("store", "prune", "--before", "2100-01-01", old)):
        status, _, err = run(*words)
        ok(status == 2 and "version 99" in err and "flows -r sqlite:" in err and open(old, "rb").read() == before,
           "a newer one is refused by %s, with the way out" % " ".join(words[:2]), status, err)


def written_at_once(*user):
    """Three write, one of them is killed again and again: the others lose nothing, and the file stays whole."""
    store, chance, failed = path("crowd%s.db" % "".join(user)), random.Random(18), []
    for turn in range(6):
        writers = {name: subprocess.Popen([LYNCTAP, "flows", "-q", *user, *SIGNATURES, "-r", "%s=%s" % (name, CAPTURES[name]),
                                           "-o", "sqlite:" + store], stderr=subprocess.PIPE, text=True)
                   for name in ("front-end", "mediation", "clients")}
        time.sleep(chance.uniform(0, 0.2))
        writers["clients"].send_signal(signal.SIGKILL)
        for name, writer in writers.items():
            said = writer.communicate()[1]
            if name != "clients" and writer.returncode not in (0, 3):
                failed.append((name, writer.returncode, said))
    whole = rows(store, "PRAGMA integrity_check")
    ended = dict(rows(store, "SELECT sensor, sum(complete) FROM run GROUP BY sensor"))
    records = dict(rows(store, "SELECT r.sensor, count(*) FROM record f JOIN run r ON r.id = f.run AND r.complete GROUP BY 1"))
    single = {name: rows(path(name + ".db"), "SELECT count(*) FROM record")[0][0] for name in ("front-end", "mediation", "clients")}
    ok(not failed and whole == [("ok",)] and ended["front-end"] == ended["mediation"] == 6 and
       all(records[name] == 6 * single[name] for name in ("front-end", "mediation")),
       "writers lose nothing by one that is killed beside them", failed, whole, ended, records, single)
    ok(records.get("clients", 0) == ended.get("clients", 0) * single["clients"],
       "and a run that ended has all of its records", ended, records)


def refused():
    with open(path("text.db"), "w") as file:
        file.write("no database")
    sqlite3.connect(path("other.db")).execute("CREATE TABLE a(b)").connection.commit()
    os.chmod(path("other.db"), 0o666)
    for name, word in (("text.db", "not a database"), ("other.db", "no store"), ("none.db", "No such file|unable")):
        status, _, err = run("audit", "-q", *SIGNATURES, "-r", "sqlite:" + path(name))
        ok(status == 2 and any(part in err for part in word.split("|")), "%s is refused as an input" % name, status, err)
    status, _, err = put(path("other.db"), CAPTURES["mediation"])
    ok(status == 2 and "no store" in err, "another program's database is left alone", status, err)
    status, _, err = run("audit", *SIGNATURES, "-r", CAPTURES["mediation"], "-o", "sqlite:" + path("x.db"))
    ok(status == 2 and "sqlite" in err, "a store takes flows, no audit", status, err)
    store = path("forged.db")
    put(store, CAPTURES["mediation"])
    with sqlite3.connect(store) as database:
        database.execute("UPDATE kind SET eve = '{\"proto\":\"TCP\"}' WHERE id = 1")
        database.execute("UPDATE host SET ip = 'x''; DROP TABLE run; --' WHERE id = 2")
    status, report, err = audit("-r", "sqlite:" + store)
    ok(status == 3 and "lost" in str(report.get("incomplete")) or "none" in str(report.get("incomplete")),
       "rows that nobody here wrote are lost, and counted", status, report.get("incomplete"), err)
    store = path("holes.db")
    put(store, CAPTURES["mediation"])
    with sqlite3.connect(store) as database:
        gone = database.execute("SELECT count(*) FROM record WHERE kind = 1").fetchone()[0]
        database.execute("DELETE FROM kind WHERE id = 1")
    status, report, err = audit("-r", "sqlite:" + store)
    ok(status == 3 and "%d of 9 records were lost" % gone in str(report.get("incomplete")), "and so are those whose kind is gone", status,
       gone, report.get("incomplete"), err)


def main():
    one_run()
    store = several()
    folded()
    questions(store)
    killed()
    versions()
    written_at_once()
    if os.getuid() == 0:
        written_at_once("-u", "root")
    pruned(store)
    refused()
    plan()


main()
