#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/central.sh runs: central.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import json
import os
import random
import signal
import subprocess
import sys
import time

import crowd
import packets
from clickhouse import PASSWORD, Server, children
from tap import ok, plan

HERE, WORK = sys.argv[1:3]
LYNCTAP = os.environ["LYNCTAP"]
SIGNATURES = ["-S", os.path.join(HERE, "signatures")]
# Said of the inputs or of who made it; of several words of a kind which came first.
OTHER = ("inputs", "provenance", "said", "capture")


def path(name):
    return os.path.join(WORK, name)


def run(*words, **options):
    done = subprocess.run([LYNCTAP, *words], capture_output=True, timeout=120, **options)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def audit(*words):
    status, out, err = run("audit", "-q", *SIGNATURES, "-o", "json", *words)
    try:
        return status, without(json.loads(out), OTHER), err
    except ValueError:
        return status, {}, err


def without(thing, keys):
    if isinstance(thing, dict):
        return {key: without(value, keys) for key, value in thing.items() if key not in keys}
    return [without(one, keys) for one in thing] if isinstance(thing, list) else thing


def differences(a, b):
    return [str((key, a.get(key), b.get(key)))[:600] for key in sorted({*a, *b}) if a.get(key) != b.get(key)][:5]


def three_sensors():
    """The same network: two see front-end.pcap, one of them with a clock of its own and less of it; one sees another part."""
    def capture(name):
        return os.path.join(HERE, "pcaps", name + ".pcap")

    frames, link = packets.read_capture(capture("front-end"))
    late = [(seconds + 2, micro, frame, wire) for seconds, micro, frame, wire in frames if b"\x13\xd3" not in frame[34:38]]
    packets.write_pcap(path("late.pcap"), link, late)
    return {"fe01": capture("front-end"), "fe02": path("late.pcap"), "med01": capture("mediation")}


def store(server):
    return ["-r", "clickhouse:http://127.0.0.1:%d" % server.port, "--credentials", path("reader")]


def shipped(server, spool):
    return [LYNCTAP, "ship", "--to", "http://127.0.0.1:%d" % server.port, "--credentials", path("ship"), spool]


def spool_of(sensor):
    os.makedirs(path("spool-" + sensor), exist_ok=True)
    os.chmod(path("spool-" + sensor), 0o777)
    return path("spool-" + sensor)


def record(sensor, capture, *options):
    """As a sensor does: a file has its name once it is closed."""
    half, whole = os.path.join(spool_of(sensor), "run.part"), os.path.join(spool_of(sensor), "run.eve")
    run("flows", "-q", *SIGNATURES, "-r", "%s=%s" % (sensor, capture), *options, "-o", "eve:" + half)
    os.rename(half, whole)


def plainly(server):
    for name in ("front-end", "clients", "tls-versions"):
        capture = os.path.join(HERE, "pcaps", name + ".pcap")
        server.make_schema("MergeTree")
        record(name, capture)
        run(*shipped(server, spool_of(name))[1:])
        wanted, packets_say, _ = audit("-r", capture)
        got, store_says, err = audit(*store(server))
        ok(wanted == got and packets_say == store_says, "the audit of %s is that of its records on the server" % name, err,
           *differences(packets_say, store_says))


def questions(server):
    """Each, of a file and of a server with the same records."""
    server.make_schema("MergeTree")
    for name in ("front-end", "mediation", "clients", "director"):
        capture = os.path.join(HERE, "pcaps", name + ".pcap")
        record(name, capture)
        run("flows", "-q", *SIGNATURES, "-r", name + "=" + capture, "-o", "sqlite:" + path("questions.db"))
        run(*shipped(server, spool_of(name))[1:])
    names = sorted(name[:-4] for name in os.listdir(os.path.join(HERE, "signatures", "queries")) if name.endswith(".sql"))
    for name in names:
        of_file = run("store", "query", *SIGNATURES, name, path("questions.db"))
        of_server = run("store", "query", *SIGNATURES, name, *store(server)[1:])
        ok(of_file == of_server and of_file[0] == 0, "%s is answered alike by both stores" % name, of_file, of_server)
    with open(path("drop.sql"), "w") as file:
        file.write("-- SELECT\nDROP TABLE lync.record")
    status, _, err = run("store", "query", path("drop.sql"), store(server)[1])
    ok(status == 2 and "no question" in err and int(server.ask("SELECT count() FROM lync.record")) > 0, "a question changes nothing", err)
    with open(path("odd.sql"), "w") as file:
        file.write("SELECT 'a\\tb\\\\\\'' AS x, '' AS y;\n")
    status, out, err = run("store", "query", path("odd.sql"), store(server)[1])
    ok(out == b"x\ty\na\\x09b\\'\t\n" or b"a\\tb\\'" in out, "bytes come as they are, and safe for a terminal", out, err)


def folded(server):
    """Clients of a declared network come as one; who is accused, or tried in vain, by his own address."""
    with open(path("folded.site.yaml"), "w") as file:
        file.write(crowd.SITE)
    crowd.write(path("crowd.pcap"))
    server.make_schema("MergeTree")
    site = ["-c", path("folded.site.yaml")]
    record("crowd", path("crowd.pcap"), *site)
    run(*shipped(server, spool_of("crowd"))[1:])
    wanted, captures, _ = audit(*site, "-r", path("crowd.pcap"))
    status, out, err = run("audit", "-q", *SIGNATURES, *site, "-o", "json", *store(server))
    report = json.loads(out)
    read, central = report["inputs"][0]["read"], without(report, OTHER)
    ok(status == wanted and len(captures["findings"]) > 0 and captures["attempts"] and
       all(captures[key] == central[key] for key in crowd.FOUND),
       "with clients as one the audit finds the same", err, *differences(captures, central))
    ok(read < 130 and len(central["hosts"]) < len(captures["hosts"]) - 400, "of 500 clients that are served one comes", read)
    ok(any("10.100.0.0 stands for all clients" in note and " 600:" in note for note in central["notes"]), "and the audit says so",
       central["notes"])
    run("flows", "-q", *SIGNATURES, *site, "-r", "crowd=" + path("crowd.pcap"), "-o", "sqlite:" + path("crowd.db"))
    got, one_file, err = audit(*site, "-r", "sqlite:" + path("crowd.db"))
    ok(got == status and one_file == central, "an SQLite file of the same records is answered alike", got, err,
       *differences(one_file, central))
    other = audit(*store(server))[1]
    ok(other == audit("-r", path("crowd.pcap"))[1] and not other["notes"], "without a site file each is himself",
       *differences(audit("-r", path("crowd.pcap"))[1], other))


def bounded(server):
    status, report, err = audit(*store(server), "--sensor", "nobody")
    ok(status == 3 and sum(report["verdicts"].values()) == 0, "--sensor asks for what one saw", status, err)
    status, report, err = audit(*store(server), "--from", "2100-01-01")
    ok(status == 3 and sum(report["verdicts"].values()) == 0, "--from for what came then or later", status, err)


def refused(server):
    with open(path("wrong"), "w") as file:
        file.write("reader:nonsense\n")
    status, _, err = run("audit", *SIGNATURES, *store(server)[:2], "--credentials", path("wrong"))
    ok(status == 2 and ("HTTP 401" in err or "Code: 193" in err), "a wrong password is said, and nothing is judged", status, err)
    status, _, err = run("audit", *SIGNATURES, "-r", "clickhouse:http://127.0.0.1:1")
    ok(status == 2 and "onnect" in err, "and so is a server that is not there", status, err)
    server.ask("DROP TABLE lync.record")
    status, _, err = run("audit", *SIGNATURES, *store(server))
    ok(status == 2 and ("Code: 60" in err or "Code: 81" in err), "and one that has no records", status, err)


def kill_sensor(sensor, capture):
    """In the middle of its file, which then never gets its name; it begins again."""
    half = os.path.join(spool_of(sensor), "killed.part")
    fifo = path("fifo")
    os.mkfifo(fifo)
    with open(capture, "rb") as file:
        data = file.read()
    victim = subprocess.Popen([LYNCTAP, "flows", "-q", *SIGNATURES, "-r", "%s=%s" % (sensor, fifo), "-o", "eve:" + half])
    children.append(victim)
    with open(fifo, "wb") as pipe:
        pipe.write(data[:len(data) // 2])
        pipe.flush()
        victim.send_signal(signal.SIGKILL)
        victim.wait()
    record(sensor, capture)


def killed(server):
    """Of server, shipper and sensor in turn, on a plain table, which merges nothing away."""
    server.make_schema("MergeTree")
    sensors, chance = three_sensors(), random.Random(18)
    deadline, kills = time.monotonic() + 60, {"server": 0, "shipper": 0, "sensor": 0}
    kill_sensor("fe01", sensors["fe01"])
    kills["sensor"] += 1
    record("fe02", sensors["fe02"])
    record("med01", sensors["med01"])
    total = sum(1 for sensor in sensors for _ in open(os.path.join(spool_of(sensor), "run.eve"), "rb"))

    def waiting():
        return [sensor for sensor in sensors if any(name.endswith(".eve") for name in os.listdir(spool_of(sensor)))]

    while waiting() and time.monotonic() < deadline:
        shippers = [subprocess.Popen(shipped(server, spool_of(sensor)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                    for sensor in waiting()]
        children.extend(shippers)
        time.sleep(chance.uniform(0.005, 0.04))
        if kills["shipper"] < 9 and any(shipper.poll() is None for shipper in shippers):
            if kills["shipper"] % 3 == 0:
                server.kill()
                kills["server"] += 1
            for shipper in shippers:
                shipper.kill()
            kills["shipper"] += 1
            if server.child.poll() is not None:
                server.start()
        for shipper in shippers:
            shipper.wait()
    counts = server.ask("SELECT count(), uniqExact(spool, pos) FROM lync.record").split()
    ok(counts == [str(total)] * 2 and all(kills.values()), "each of %d records is there once after %s" % (total, kills), counts, waiting())
    words = [word for sensor, capture in sensors.items() for word in ("-r", sensor + "=" + capture)]
    wanted, captures, _ = audit(*words)
    got, central, err = audit(*store(server))
    ok(wanted == got and captures == central, "an audit over the store is the one over the three captures", wanted, got, err,
       *differences(captures, central))
    ok([sensor["name"] for sensor in central.get("sensors", [])] == sorted(sensors) and central["sensors"][1]["clock_ahead_us"] == 2000000 and
       any(len(service["sensors"]) > 1 for service in central["services"]), "which are joined there as well", central.get("sensors"))


def broken(server):
    """The answer ends in the middle: what came is judged, and that it is not all is said."""
    from http.server import BaseHTTPRequestHandler, HTTPServer
    import threading

    class Short(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            if b"LIMIT 0" in query or b"SELECT uniqExact" in query:
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"1\n")
                return
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b'{"k":"1","eve":"')

        def log_message(self, *words):
            pass

    short = HTTPServer(("127.0.0.1", 0), Short)
    threading.Thread(target=short.serve_forever, daemon=True).start()
    status, report, err = audit("-r", "clickhouse:http://127.0.0.1:%d" % short.server_address[1])
    short.shutdown()
    said = " ".join(report.get("incomplete", []))
    ok(status == 3 and "http://127.0.0.1:" in said and "1 no JSON" in said, "an answer that breaks off is incomplete, and why", status, said, err)


def main():
    for name in ("ship", "reader"):
        with open(path(name), "w") as file:
            file.write("%s:%s\n" % (name, PASSWORD))
    server = Server(HERE, WORK)
    plainly(server)
    folded(server)
    bounded(server)
    questions(server)
    killed(server)
    refused(server)
    broken(server)
    plan()


main()
