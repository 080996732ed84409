#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Millions of records in a store, and an audit over it: how long, how large, how much memory.

usage: store_scale.py clickhouse|sqlite RECORDS... (as in 1e6 1e7), ascending
From the environment: LYNCTAP, its signatures SIGNATURES, CAPTURE (bench/lyncday storm), SITE, and WORK, a folder
for the store (removed at the end); with ONLY_FILL=1 the server stays until it is interrupted.

The records of CAPTURE are put into the store by lynctap, and multiplied there by SQL: each copy an hour later, its
clients (10.100.0.0/16) others. So kinds, servers and listeners stay what they are, clients and records grow.
"""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.realpath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tests"))
import clickhouse   # noqa: E402

TREE = os.path.dirname(HERE)
WORK = os.environ["WORK"]
LYNCTAP = os.environ.get("LYNCTAP", os.path.join(TREE, "lynctap"))
SIGNATURES = ["-S", os.environ.get("SIGNATURES", os.path.join(TREE, "signatures"))]
SITE = os.environ.get("SITE", os.path.join(HERE, "lyncday.site.yaml"))
CAPTURE = os.environ["CAPTURE"]
HOUR_US = 3600 * 1000000


def path(name):
    return os.path.join(WORK, name)


def timed(*words):
    """@return seconds, its largest process in MiB, standard output"""
    before = time.monotonic()
    child = subprocess.Popen([LYNCTAP, *words], stdout=open(path("out"), "wb"))
    _, status, usage = os.wait4(child.pid, 0)
    with open(path("out")) as file:
        return time.monotonic() - before, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), file.read()


def audit(source, *more):
    seconds, memory, status, out = timed("audit", "-q", *SIGNATURES, "-c", SITE, "-o", "json", "-r", source, *more)
    report = json.loads(out)
    return {"audit_s": round(seconds, 2), "MiB": round(memory), "exit": status, "read": report["inputs"][0]["read"],
            "flows": sum(report["verdicts"].values()), "findings": len(report["findings"]),
            "incomplete": report["incomplete"]}


def say(**numbers):
    print(json.dumps(numbers), flush=True)


class ClickHouse:
    def __init__(self):
        self.server = clickhouse.Server(TREE, WORK)
        self.server.make_schema("MergeTree")
        os.makedirs(path("spool"))
        os.chmod(path("spool"), 0o777)
        timed("flows", "-q", *SIGNATURES, "-c", SITE, "-r", "fe01=" + CAPTURE, "-o", "eve:" + path("spool/base.eve"))
        for name in ("ship", "reader"):
            with open(path(name), "w") as file:
                file.write("%s:%s\n" % (name, clickhouse.PASSWORD))
        self.url = "http://127.0.0.1:%d" % self.server.port
        seconds = timed("ship", "--to", self.url, "--credentials", path("ship"), path("spool"))[0]
        self.base = self.count()
        self.copies = 1
        say(store="clickhouse", shipped=self.base, ship_s=round(seconds, 2), per_s=round(self.base / seconds))

    def count(self):
        return int(self.server.ask("SELECT count() FROM lync.record WHERE type = 'flow'"))

    def fill(self, records):
        copies = max(1, round(records / self.base))
        before = time.monotonic()
        while self.copies < copies:
            more = min(copies - self.copies, 32)
            self.multiply(self.copies, more)
            self.copies += more
        return time.monotonic() - before

    def multiply(self, first, count):
        self.server.ask("""INSERT INTO lync.record (sensor, spool, pos, type, first_us, last_us, init_ip, init_port, resp_ip,
            resp_port, proto, flow_id, pkts_i, pkts_r, bytes_i, bytes_r, kind)
            SELECT sensor, concat(spool, '/', toString(n)), pos, type, first_us + n * %d, last_us + n * %d,
              if(init_ip LIKE '10.100.%%', concat('10.100.', toString(sipHash64(init_ip, n) %% 256), '.',
                toString(intDiv(sipHash64(init_ip, n), 256) %% 256)), init_ip),
              init_port, resp_ip, resp_port, proto, flow_id, pkts_i, pkts_r, bytes_i, bytes_r, kind
            FROM (SELECT *, arrayJoin(range(%d)) + %d AS n FROM lync.record
                  WHERE type = 'flow' AND position(spool, '/') = 0)""" % (HOUR_US, HOUR_US, count, first))

    def bytes(self):
        return int(self.server.ask("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND database = 'lync'"))

    def audits(self):
        return audit("clickhouse:" + self.url, "--credentials", path("reader"))


class SQLite:
    def __init__(self):
        self.file = path("store.db")
        seconds = timed("flows", "-q", *SIGNATURES, "-c", SITE, "-r", "fe01=" + CAPTURE, "-o", "sqlite:" + self.file)[0]
        self.base = self.count()
        self.copies = 1
        say(store="sqlite", written=self.base, flows_s=round(seconds, 2), per_s=round(self.base / seconds))

    def count(self):
        with sqlite3.connect(self.file) as database:
            return database.execute("SELECT count(*) FROM record").fetchone()[0]

    def fill(self, records):
        copies = max(1, round(records / self.base))
        before = time.monotonic()
        database = sqlite3.connect(self.file)
        database.executescript("""PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            CREATE TEMP TABLE client AS SELECT id, row_number() OVER () - 1 AS place FROM host WHERE ip LIKE '10.100.%';
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 65535)
              INSERT OR IGNORE INTO host(ip) SELECT '10.100.' || (i / 256) || '.' || (i % 256) FROM n;
            CREATE TEMP TABLE any_client AS SELECT row_number() OVER () - 1 AS place, id FROM host WHERE ip LIKE '10.100.%';
            CREATE UNIQUE INDEX temp.any_place ON any_client(place); CREATE UNIQUE INDEX temp.client_id ON client(id);""")
        for copy in range(self.copies, copies):
            database.execute("""INSERT INTO record SELECT f.run, f.kind, coalesce(a.id, f.init), f.resp, f.init_port, f.resp_port,
                f.first_us + ?1 * %d, f.dur_us, f.pkts_i, f.pkts_r, f.bytes_i, f.bytes_r, f.flow_id
                FROM record f LEFT JOIN client c ON c.id = f.init
                LEFT JOIN any_client a ON a.place = (c.place * 7919 + ?1 * 104729) %% 65536 WHERE f.rowid <= ?2""" % HOUR_US,
                             (copy, self.base))
            if copy % 16 == 0:
                database.commit()
        database.commit()
        database.execute("PRAGMA journal_mode = DELETE")
        database.close()
        self.copies = max(copies, self.copies)
        return time.monotonic() - before

    def bytes(self):
        return os.path.getsize(self.file)

    def audits(self):
        return audit("sqlite:" + self.file)


def main():
    kind, sizes = sys.argv[1], [round(float(word)) for word in sys.argv[2:]]
    os.makedirs(WORK)
    os.chmod(WORK, 0o777)
    os.umask(0)
    try:
        say(packets=CAPTURE, **audit(CAPTURE))
        store = {"clickhouse": ClickHouse, "sqlite": SQLite}[kind]()
        for size in sizes:
            before = store.count()
            seconds = store.fill(size)
            records = store.count()
            say(records=records, fill_s=round(seconds, 1), filled_per_s=round((records - before) / max(seconds, 1e-3)),
                bytes_per_record=round(store.bytes() / records, 1), **store.audits())
        if os.environ.get("ONLY_FILL"):
            say(url=store.url if kind == "clickhouse" else store.file)
            signal.pause()
    finally:
        clickhouse.end_all()
        shutil.rmtree(WORK, ignore_errors=True)


main()
