#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""watch_log.py LYNCTAP SOURCE: what a watch says to the system's log. MOUNTS=own: mounts are this process's alone."""
import json, os, re, shutil, socket, subprocess, tempfile

import tap
from watching import RECORDS, Watch, audited, expect, ids, wait_for

OWN_MOUNTS = os.environ.get("MOUNTS") == "own"
JOURNALD = "/lib/systemd/systemd-journald"
# RFC 5424, section 6: HEADER SP STRUCTURED-DATA SP MSG, all of it.
NAME = r'[!#-<>-\\^-~]{1,32}'
MESSAGE = re.compile(
    r'<(?P<pri>[0-9]{1,3})>1 '
    r'(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{1,6}Z) '
    r'(?P<host>[!-~]{1,255}) (?P<app>[!-~]{1,48}) (?P<proc>[!-~]{1,128}) (?P<id>[!-~]{1,32}) '
    rf'\[(?P<sd>{NAME}(?: {NAME}="(?:[^"\\\]]|\\["\\\]])*")*)\] (?P<msg>[ -~]+)')
PRIORITY = {"high": 2, "medium": 4, "low": 5}


class Listener:
    """A log that takes datagrams; `path` is its socket."""

    def __init__(self, path=None):
        self.path = path or os.path.join(tempfile.mkdtemp(), "log")
        os.chmod(os.path.dirname(self.path), 0o755)
        self.got = []
        self.open()

    def open(self):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        os.chmod(self.path, 0o666)
        self.socket.setblocking(False)

    def close(self):
        self.socket.close()
        os.unlink(self.path)

    def messages(self):
        try:
            while True:
                self.got.append(self.socket.recv(65536).decode())
        except BlockingIOError:
            return self.got


def hold_to_rfc(messages, process):
    """Each is right, and they are one for each finding."""
    found = []
    for message in messages:
        match = MESSAGE.fullmatch(message)
        if not match:
            print("not RFC 5424:", message)
            continue
        fields = dict(re.findall(r' ([a-z]+)="([^"]*)"', match["sd"]))
        expect("priority", 3 * 8 + PRIORITY[fields["severity"]], int(match["pri"]))
        expect("header", ("lynctap", str(process.pid), "finding"), (match["app"], match["proc"], match["id"]))
        expect("fields", ["address", "cause", "finding", "kind", "port", "severity"], sorted(fields))
        found.append(fields["finding"])
    expect("findings in the log", audited(), sorted(found))


def named_socket():
    log = Listener()
    watch = Watch("-o", "syslog:" + log.path)
    watch.feed(RECORDS)
    wait_for(lambda: len(log.messages()) >= len(audited()))
    watch.goes_on(2)
    expect("exit status", 0, watch.end())
    hold_to_rfc(log.messages(), watch.process)


def deaf():
    """Who does not listen loses messages, counted, until somebody listens again."""
    log = Listener()
    watch = Watch("-o", "syslog:" + log.path, "--forget", "1s", "--every", "1s")
    wait_for(lambda: watch.events("stats"))
    log.close()
    watch.feed(RECORDS)
    wait_for(lambda: "messages to the log are lost from here on" in watch.words())
    wait_for(lambda: watch.numbers().get("records_lost", 0) >= len(audited()))
    log.open()
    wait_for(lambda: watch.numbers().get("findings") == 0)
    watch.goes_on(3)  # gone for long enough, they are news
    watch.feed(RECORDS)
    wait_for(lambda: "written again" in watch.words())
    wait_for(lambda: len(log.messages()) >= len(audited()))
    expect("said once", 1, watch.words().count("messages to the log are lost"))
    expect("exit status", 0, watch.end())


def no_log():
    watch = Watch("-o", "syslog:/nowhere/log")
    expect("exit status", 2, watch.process.wait(120))
    if "/nowhere/log: No such file or directory" not in watch.words():
        print(watch.words())


# --- The machine's own, as this process's mounts have it -----------------------------------


def mount(*words):
    subprocess.run(["mount", *words], check=True)


def machine_without_log():
    """A /dev of one's own, and nothing in /run."""
    aside = tempfile.mkdtemp()
    mount("--rbind", "/dev", aside)
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/dev")
    for name in ("null", "zero", "random", "urandom"):
        open(os.path.join("/dev", name), "w").close()
        mount("--bind", os.path.join(aside, name), os.path.join("/dev", name))
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")


def local_socket():
    machine_without_log()
    watch = Watch("-o", "syslog")
    expect("exit status without a log", 2, watch.process.wait(120))
    log = Listener("/dev/log")
    watch = Watch("-o", "syslog")
    watch.feed(RECORDS)
    wait_for(lambda: len(log.messages()) >= len(audited()))
    expect("exit status", 0, watch.end())
    hold_to_rfc(log.messages(), watch.process)
    expect("records", audited(), ids(watch.events("alert")))


def start_journal():
    for directory in ("/run/systemd/journal", "/run/systemd/journald.conf.d", "/run/log/journal"):
        os.makedirs(directory)
    with open("/run/systemd/journald.conf.d/test.conf", "w") as file:
        file.write("[Journal]\nStorage=volatile\nReadKMsg=no\nAudit=no\n")
    return subprocess.Popen([JOURNALD], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def in_journal():
    asked = subprocess.run(["journalctl", "-q", "-o", "json", "-D", "/run/log/journal", "SYSLOG_IDENTIFIER=lynctap"],
                           capture_output=True, text=True)
    return [json.loads(line) for line in asked.stdout.splitlines()]


def journal():
    daemon = start_journal()
    try:
        wait_for(lambda: os.path.exists("/run/systemd/journal/socket"))
        watch = Watch("-o", "syslog")
        watch.feed(RECORDS)
        wait_for(lambda: len(in_journal()) >= len(audited()))
        expect("exit status", 0, watch.end())
        entries = in_journal()
        expect("findings in the journal", audited(), sorted(e.get("LYNCTAP_FINDING", "none") for e in entries))
        for entry in entries:
            expect("priority", str(PRIORITY[entry["LYNCTAP_SEVERITY"]]), entry["PRIORITY"])
            expect("facility and process", ("3", str(watch.process.pid)), (entry["SYSLOG_FACILITY"], entry["_PID"]))
            if not all(entry.get("LYNCTAP_" + name) for name in ("CAUSE", "KIND", "ADDRESS", "PORT")):
                print(entry)
    finally:
        daemon.terminate()
        daemon.wait()


def why_no_journal():
    if not OWN_MOUNTS:
        return "needs root and mounts of its own"
    missing = [p for p in (JOURNALD, "/etc/machine-id") if not os.path.exists(p)]
    return "needs " + missing[0] if missing else None if shutil.which("journalctl") else "needs journalctl"


tap.cases([
    ("findings go to a socket as RFC 5424 has it, one message each", named_socket, None),
    ("a log that nobody reads loses messages, counted, and nothing else", deaf, None),
    ("a log that is not there is said at the beginning", no_log, None),
    ("findings go to /dev/log where no journal is", local_socket, None if OWN_MOUNTS else "needs root and mounts of its own"),
    ("findings go to systemd's journal, with fields", journal, why_no_journal()),
])
