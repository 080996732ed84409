#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/hostile_records.sh runs: hostile_records.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import copy
import csv
import html.parser
import io
import json
import os
import re
import subprocess
import sys

from tap import ok, plan

HERE, WORK = sys.argv[1:3]
LYNCTAP = os.environ["LYNCTAP"]
SIGNATURES = ["-S", os.path.join(HERE, "signatures")]
SITE = ["-c", os.path.join(HERE, "pcaps", "front-end.site.yaml")]
MOST = 2 ** 63 - 1

# In place of each member of a record, one after the other.
TEXTS = ("x'; DROP TABLE record; --", "\x1b[2J\x07", "\0nul", "\u202egnp", "\u2028", "</script><script>alert(1)</script>",
         "a\nb\r\n", "=cmd|' /C calc'!A0", "\ufffd\U0001f600", "y" * 5000, "%s%n", "", "|x|`y`", "\x9b1m")
NUMBERS = (0, -1, 2 ** 53, MOST, 2 ** 63, 10 ** 300, 1.5, 1e18, True, None, "5", [], {}, [1] * 50)
TIMES = ("9999-12-31T23:59:59.999999Z", "292277-01-09T04:00:54Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
         "2262-04-11T23:47:16.854775Z", "2026-02-30T00:00:00Z", "2026-11-22T18:28:20.411437+25:99")
# What is not a control is left to whoever shows it; these move a terminal, break a line or turn text round.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def run(*words):
    done = subprocess.run([LYNCTAP, *words], capture_output=True, timeout=300)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def path(name):
    return os.path.join(WORK, name)


def members(record, place=()):
    """Where something stands in it."""
    if isinstance(record, dict):
        for key, value in record.items():
            yield from members(value, place + (key,))
    elif isinstance(record, list) and record:
        yield place
        for number, value in enumerate(record):
            yield from members(value, place + (number,))
    else:
        yield place


def changed(record, place, value):
    record = copy.deepcopy(record)
    inside = record
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    return record


def hostile_lines(honest):
    """Each member that any record has, with each value; and bytes that are no record at all."""
    lines, done = [], set()
    for record in map(json.loads, honest):
        for place in members(record):
            known = (record["event_type"],) + tuple(key for key in place if isinstance(key, str))
            if known in done or place == ("host",):
                continue
            done.add(known)
            lines += [json.dumps(changed(record, place, value), ensure_ascii=bool(len(lines) % 2)).encode()
                      for value in TEXTS + NUMBERS + TIMES]
    flow = next(line for line in honest if b'"event_type":"flow"' in line and b'"tls":' in line)
    return lines + [flow[:-100], flow.replace(b'"proto":', b'"proto":"UDP","proto":'), flow.replace(b"contoso", b"\xff\xfe\xc0"),
                    b'{"event_type":"' + b"x" * 300_000 + b'"}']


def largest(text):
    """The whole numbers of a JSON text, which readers that have 64 bits have to hold."""
    found = [0]

    def take(number):
        found.append(abs(int(number)))
        return int(number)

    json.loads(text, parse_int=take)
    return max(found)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.scripts = [], [], 0

    def handle_starttag(self, tag, attributes):
        self.scripts += tag == "script"
        if tag not in ("meta", "link", "br", "hr", "input", "img", "col", "path", "wbr"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append((tag, self.getpos()))


def read_html(text, honest):
    pages = [Page(), Page()]
    for page, source in zip(pages, (text, honest)):
        page.feed(source)
    return pages[0].wrong[:3] or pages[0].open or (pages[0].scripts != pages[1].scripts and "another script") or CONTROL.findall(text)[:3]


def read_lines(text, _):
    return [text[max(0, match.start() - 40):match.end() + 20] for match in CONTROL.finditer(text)][:3]


def read_csv(text, _):
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return {len(row) for row in rows} - {len(rows[0])} or read_lines(text.replace("\r\n", "\n"), _)


def read_json(text, _):
    return largest(text) > MOST or CONTROL.findall(text)[:3]


def read_eve(text, _):
    return any(largest(line) > MOST for line in text.splitlines()) or CONTROL.findall(text)[:3]


READERS = {"json": read_json, "html": read_html, "text": read_lines, "csv": read_csv, "md": read_lines, "eve": read_eve}


def reports(source, honest):
    """Each kind of report of @source can be read; the JSON of it is given back."""
    for name, wrong_in in READERS.items():
        made = {}
        for what, log in (("hostile", source), ("honest", honest)):
            made[what] = run("audit", "-q", *SIGNATURES, *SITE, "-o", name, "-r", log)
        status, out, err = made["hostile"]
        try:
            wrong = wrong_in(out.decode(), made["honest"][1].decode())
        except (UnicodeDecodeError, ValueError) as why:
            wrong = why
        ok(status == 3 and not wrong, "the report as %s can be read, and shows nothing that it should not" % name, status, wrong, err)
        with open(path("report." + name), "wb") as file:
            file.write(out)
    status, _, err = run("diff", path("report.json"), path("report.json"))
    ok(status == 3 and not err, "what reads reports of ours reads it", status, err)
    with open(path("report.json")) as file:
        return json.load(file)


def accounted(report, lines):
    """Of the lines that are no flow, and of no known kind, none is a loss."""
    lost = int(re.search(r": (\d+) of %d records were lost" % len(lines), report["incomplete"][0])[1])
    aside = 0
    for line in lines:
        try:
            record = json.loads(line)
            kind = record.get("event_type")
            aside += isinstance(kind, str) and "\0" not in kind and kind not in ("flow", "learned", "stats") and len(line) < 262144
        except ValueError:
            pass
    taken = report["inputs"][0]["frames"]
    ok(taken + lost + aside == len(lines) and lost > 1000, "each line is taken, lost or about something else", len(lines), taken, lost, aside)
    ok(sum(report["verdicts"].values()) + later_parts() == report["capture"]["flows"], "each flow has a verdict",
       sum(report["verdicts"].values()), later_parts(), report["capture"]["flows"])


def later_parts():
    """A flow that goes on is counted by its first part alone."""
    with open(path("flows.eve")) as file:
        return sum(json.loads(line).get("lync", {}).get("part") is True for line in file)


def stored(report):
    """The same by way of a store, and questions to it."""
    store = path("hostile.db")
    status, _, err = run("flows", "-q", *SIGNATURES, *SITE, "-r", path("hostile.eve"), "-o", "sqlite:" + store)
    if "no SQLite" in err or "without SQLite" in err:
        print("# built without SQLite")
        return
    _, out, err = run("audit", "-q", *SIGNATURES, *SITE, "-o", "json", "-r", "sqlite:" + store)
    again = json.loads(out)
    ok(status == 3 and not read_json(out.decode(), "") and sum(again["verdicts"].values()) == sum(report["verdicts"].values()) and
       [finding["id"] for finding in again["findings"]] == [finding["id"] for finding in report["findings"]] and
       any("records were lost" in why for why in again["incomplete"]),
       "an audit over the store of them is the same, and as incomplete", err, again["verdicts"], report["verdicts"], again["incomplete"])
    wrong = {}
    for name in sorted(os.listdir(os.path.join(HERE, "signatures", "queries"))):
        if not name.endswith(".sql"):
            continue
        status, out, err = run("store", "query", *SIGNATURES, name[:-4], store)
        rows = [line.split("\t") for line in out.decode().splitlines()]
        if status != 0 or {len(row) for row in rows} != {len(rows[0])} or CONTROL.search(out.decode().replace("\t", "")):
            wrong[name] = (status, err, out[:200])
    ok(not wrong, "questions are answered in rows and columns", wrong)


def main():
    honest = run("flows", "-q", *SIGNATURES, *SITE, "-r", "fe01=" + os.path.join(HERE, "pcaps", "front-end.pcap"), "-o", "eve")[1].splitlines()
    lines = hostile_lines(honest) + honest
    for name, content in (("hostile.eve", lines), ("honest.eve", honest)):
        with open(path(name), "wb") as file:
            file.write(b"\n".join(content) + b"\n")
    report = reports(path("hostile.eve"), path("honest.eve"))
    with open(path("flows.eve"), "wb") as file:
        file.write(run("flows", "-q", *SIGNATURES, *SITE, "-r", path("hostile.eve"), "-o", "eve")[1])
    accounted(report, lines)
    stored(report)
    plan()


main()
