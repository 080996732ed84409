#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""watch.py LYNCTAP SOURCE: a watch that goes on, is told things, loses its disk and comes back."""
import contextlib, glob, json, os, shutil, signal, socket, struct, subprocess, tempfile, time

import tap
from watching import LYNCTAP, RECORDS, SITE, SOURCE, FIRST, Watch, audited, expect, ids, wait_for

def once():
    watch = Watch("-o", "json:%Y.json")
    watch.feed(RECORDS)
    wanted = audited()
    wait_for(lambda: len(watch.events("alert")) >= len(wanted))
    expect("what is said is what an audit finds", wanted, ids(watch.events("alert")))
    half = RECORDS[: len(RECORDS) // 2]
    watch.feed(half)
    watch.has_read(len(RECORDS) + len(half))
    expect("exit status", 0, watch.end())
    watch.start()
    watch.feed(RECORDS)
    watch.has_read(len(RECORDS))
    watch.goes_on(2)
    watch.end()
    expect("nothing is said twice, not after a restart either", wanted, ids(watch.events("alert")))
    report = json.load(open(os.path.join(watch.place, "latest.json")))
    expect("the last report", wanted, sorted(f["id"] for f in report["findings"]))


def flow_events():
    """With --flow-events the records of flows stand beside what is found, as flows writes them."""
    watch = Watch("--flow-events")
    watch.feed(RECORDS)
    watch.has_read(len(RECORDS))
    os.kill(watch.process.pid, signal.SIGUSR2)  # rows are elsewhere from here on
    wait_for(lambda: "loaded again" in open(watch.said).read())
    watch.feed(RECORDS[:400])
    watch.has_read(len(RECORDS) + 400)
    watch.end()
    flows = watch.events("flow")
    listed = subprocess.run([LYNCTAP, "flows", "-q", "-S", os.path.join(SOURCE, "signatures"), "-c", SITE, "-r", watch.capture, "-o", "eve"],
                            capture_output=True, text=True).stdout.splitlines()
    wanted = {f["community_id"] for f in map(json.loads, listed) if f["event_type"] == "flow"}
    expect("conversations of which there is a record", wanted, {f["community_id"] for f in flows})
    expect("what is unexpected has its finding", True, ids(watch.events("alert")) == sorted({f["lync"]["finding"] for f in flows if "finding" in f["lync"]}))
    checked = subprocess.run(["python3", os.path.join(SOURCE, "tests", "validate_json.py"), os.path.join(SOURCE, "docs", "watch.schema.json"), watch.eve, "--lines"],
                             capture_output=True, text=True)
    expect("by the schema", (True, ""), (checked.returncode in (0, 77), checked.stderr))
    refused = subprocess.run([LYNCTAP, "watch", "-r", watch.capture, "--follow", "-S", os.path.join(SOURCE, "signatures"), "--flow-events", "-o", "prom:" + watch.place + "/p"],
                             capture_output=True, text=True)
    expect("without records there is no place for them", (2, True), (refused.returncode, "--flow-events" in refused.stderr))


def forgotten():
    watch = Watch("--forget", "2s", "--every", "1s")
    watch.feed(RECORDS)
    wanted = audited()
    wait_for(lambda: len(watch.events("alert")) >= len(wanted))
    wait_for(lambda: watch.numbers().get("findings") == 0)
    watch.goes_on(4)
    watch.feed(RECORDS)
    wait_for(lambda: len(watch.events("alert")) >= 2 * len(wanted))
    watch.end()
    expect("what was gone for so long is news again", sorted(2 * wanted), ids(watch.events("alert")))


def in_time():
    """Of a conversation that goes on and on nothing has ended."""
    watch = Watch()
    ssh = [r for r in RECORDS if r[16 + 12:16 + 14] == b"\x08\x00" and r[16 + 23] == 6 and 22 in struct.unpack_from(">HH", r, 16 + 34)]
    open_ones = [r for r in ssh if not r[16 + 47] & 5]  # without FIN and RST
    wait_for(lambda: watch.events("stats"))
    began = time.time()
    with open(watch.capture, "ab") as file:
        for record in open_ones[:12]:
            file.write(struct.pack("<I", int(time.time())) + record[4:])
    wait_for(lambda: watch.events("alert"))
    if time.time() - began > 60: # it would end after five minutes of silence
        print(f"said after {time.time() - began:.1f} s")
    expect("port", [22], sorted({a["dest_port"] for a in watch.events("alert")}))
    watch.end()


def reports():
    watch = Watch("--every", "1s", "-o", "json:report-%H%M%S.json", "-o", "html:report-%H%M%S.html")
    watch.feed(RECORDS)
    wait_for(lambda: len(glob.glob(watch.place + "/report-*.json")) >= 3)
    expect("exit status", 0, watch.end())
    names = sorted(glob.glob(watch.place + "/report-*.json"))
    expect("latest", os.path.basename(names[-1]), os.readlink(watch.place + "/latest.json"))
    states = [json.load(open(name)).get("baseline") for name in names]
    if not any(states):
        print("no report says what is new")
    left = [n for n in os.listdir(watch.place) if n.count(".") > 1]
    expect("nothing half is left behind", [], left)


def reopened():
    watch = Watch()
    watch.feed(RECORDS[:600])
    wait_for(lambda: watch.events("stats"))
    rotated = watch.eve + ".1"
    if shutil.which("logrotate"):
        configuration = os.path.join(watch.place, "logrotate.conf")
        with open(configuration, "w") as file:
            owner = "su nobody nogroup\n" if os.getuid() == 0 else ""
            file.write(f"{watch.eve} {{\n{owner}rotate 3\nnocreate\nsize 1\npostrotate\nkill -HUP {watch.process.pid}\nendscript\n}}\n")
        os.chmod(configuration, 0o644)
        os.chmod(watch.place, 0o755)
        if os.getuid() == 0:
            shutil.chown(watch.place, "nobody")
        subprocess.run(["logrotate", "-f", "-s", os.path.join(watch.place, "status"), configuration], check=True)
    else:
        os.rename(watch.eve, rotated)
        watch.process.send_signal(signal.SIGHUP)
    before = len(watch.events("stats", rotated))
    wait_for(lambda: os.path.exists(watch.eve) and len(watch.events("stats")) >= 2)
    expect("still there", None, watch.process.poll())
    watch.end()
    if not before or len(watch.events("stats")) < 2:
        print(f"{before} records before, {len(watch.events('stats'))} after")


def refuses(watch, path, wrong, line):
    """SIGUSR2 when PATH has WRONG in it: the line is said, and the file is mended again."""
    good, before = open(path).read(), watch.words()
    open(path, "w").write(wrong)
    watch.process.send_signal(signal.SIGUSR2)
    wait_for(lambda: "stays in force" in watch.words()[len(before):])
    if f"{path}:{line}:" not in watch.words()[len(before):]:
        print(f"{path}:{line} is not said: {watch.words()[len(before):]}")
    open(path, "w").write(good)


def beginning(path, mark):
    """A file up to the line with MARK, and in how many lines; who took that would miss the rest."""
    lines = open(path).read().splitlines(keepends=True)
    at = lines.index(mark + "\n") + 1
    return "".join(lines[:at]), at


def reloaded():
    watch = Watch()
    wait_for(lambda: watch.events("stats"))
    refuses(watch, watch.site, "hosts:\n  - {nmae: x}\n", 2)
    for name, mark, wrong in (("lync-2013.yaml", "rows:", "  - {id: server-1, ports: [1434/utp]}\n"),
                              ("roles.yaml", "evidence:", "  - {roel: x}\n"),
                              ("tls.yaml", "rules:", "  - {wrong: x}\n")):
        path = os.path.join(watch.signatures, name)
        kept, lines = beginning(path, mark)
        refuses(watch, path, kept + wrong, lines + 1)
    watch.feed(RECORDS)
    watch.has_read(len(RECORDS))
    wanted = audited()
    wait_for(lambda: len(watch.events("alert")) >= len(wanted))
    expect("findings by what stays in force", wanted, ids(watch.events("alert")))
    watch.process.send_signal(signal.SIGUSR2)
    wait_for(lambda: "are loaded again" in watch.words())
    watch.feed(RECORDS)
    watch.has_read(2 * len(RECORDS))
    watch.process.send_signal(signal.SIGUSR1)
    wait_for(lambda: "flows now" in watch.words())
    expect("exit status", 0, watch.end())
    last = watch.events("stats")[-1]["stats"]
    expect("reloads", (1, 4), (last["watch"]["reloads"], last["watch"]["reloads_failed"]))
    expect("packets", 2 * len(RECORDS), last["capture"]["packets"])
    if "packets, 0.00 % dropped" not in watch.words():
        print("no status: " + watch.words())


def reload_denied():
    """Root opened what nobody may not: who runs it learns at the beginning that it is the last time."""
    watch = Watch()
    watch.end()
    os.chmod(watch.site, 0o600)
    os.chmod(watch.signatures, 0o700)
    watch.start()
    wait_for(lambda: watch.events("stats"))
    for what in (watch.site, watch.signatures):
        if f"{what}: Permission denied (as user nobody; -u names another): SIGUSR2 will not load it again" not in watch.words():
            print(f"{what}: nothing is said: {watch.words()}")
    watch.process.send_signal(signal.SIGUSR2)
    wait_for(lambda: "stays in force" in watch.words())
    if "Permission denied (as user nobody; -u names another); what was loaded before stays in force" not in watch.words():
        print(watch.words())
    expect("exit status", 0, watch.end())


def full_disk():
    watch = Watch()
    small = os.path.join(watch.place, "small")
    os.mkdir(small)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=777", "tmpfs", small], check=True)
    try:
        watch.end()
        watch.eve = os.path.join(small, "eve.json")
        with open(os.path.join(small, "filler"), "wb") as file:
            with contextlib.suppress(OSError):
                file.write(b"x" * 60000)
        watch.start()
        wait_for(lambda: "records are lost from here on" in watch.words())
        os.unlink(os.path.join(small, "filler"))
        wait_for(lambda: "written again" in watch.words())
        expect("still there", None, watch.process.poll())
        expect("exit status", 0, watch.end())
        stats = watch.events("stats")  # every line is whole
        if not stats or stats[-1]["stats"]["watch"]["records_lost"] < 1:
            print("nothing was counted: " + watch.words())
    finally:
        if watch.process.poll() is None:
            watch.end()
        subprocess.run(["umount", small], check=True)


def numbers():
    watch = Watch("-o", "prom:lynctap.prom", "--quiet-after", "1s")
    watch.feed(RECORDS)
    path = os.path.join(watch.place, "lynctap.prom")
    wait_for(lambda: os.path.exists(path) and f"{len(RECORDS)}\n" in open(path).read())
    wait_for(lambda: "nothing has come" in watch.words())
    wait_for(lambda: watch.numbers().get("quiet"))
    expect("quiet", [watch.capture], watch.numbers().get("quiet"))
    watch.feed(RECORDS[:50])
    wait_for(lambda: "packets come again" in watch.words())
    watch.has_read(len(RECORDS) + 50)
    watch.end()
    text = open(path).read()
    if f'lynctap_packets_total{{input="{watch.capture}"}} {len(RECORDS) + 50}' not in text:
        print(text)
    if shutil.which("promtool"):
        checked = subprocess.run(["promtool", "check", "metrics"], input=text, text=True, capture_output=True)
        expect("promtool", (0, ""), (checked.returncode, checked.stdout + checked.stderr))


def service():
    place = tempfile.mkdtemp()
    os.chmod(place, 0o777)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    listener.bind(os.path.join(place, "notify"))
    os.chmod(os.path.join(place, "notify"), 0o666)
    listener.settimeout(120)
    watch = Watch(environment={"NOTIFY_SOCKET": os.path.join(place, "notify"), "WATCHDOG_USEC": "400000"})
    got = []
    with contextlib.suppress(TimeoutError):
        while not all(any(g.startswith(w) for g in got) for w in ("WATCHDOG=1", "STATUS=")):
            got.append(listener.recv(512).decode())
    watch.end()
    expect("first", "READY=1", got[0] if got else None)
    for wanted in ("WATCHDOG=1", "STATUS="):
        if not any(g.startswith(wanted) for g in got):
            print(f"{wanted} was not sent: {got}")


def can_mount():
    if os.getuid() != 0 or not shutil.which("mount"):
        return False
    place = tempfile.mkdtemp()
    done = subprocess.run(["mount", "-t", "tmpfs", "tmpfs", place], capture_output=True).returncode == 0
    if done:
        subprocess.run(["umount", place], check=True)
    return done


CASES = [
    ("each finding is said once, across restarts", once, None),
    ("records of flows stand beside what is found when they are asked for", flow_events, None),
    ("what was gone for long enough is news", forgotten, None),
    ("a conversation that goes on is judged in time", in_time, None),
    ("reports are written by the clock, and say what is new", reports, None),
    ("records go on in a new file after SIGHUP", reopened, None),
    ("SIGUSR2 loads site file and catalogues again, and keeps the old ones when one is wrong", reloaded, None),
    ("what cannot be loaded again is named at the beginning", reload_denied, None if os.getuid() == 0 else "needs root"),
    ("a full disk loses records, counted, and nothing else", full_disk, None if can_mount() else "needs root and mount(8)"),
    ("numbers for Prometheus, and who is silent", numbers, None),
    ("the service manager is told", service, None),
]
tap.cases_at_once(CASES)
