#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""watch_screen.py LYNCTAP SOURCE: what a watch shows on a terminal, read as a terminal reads it."""
import fcntl, json, os, pty, re, signal, struct, termios, threading

import tap
from watching import RECORDS, Watch, audited, expect, wait_for

ESCAPE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")
STATUS = re.compile(r"\d\d:\d\d:\d\d up \d\d:\d\d \| (\d[\d,]* pkt/s|nothing from [^|]+) \| \d+ drop \| \d+ flows? \| "
                    r"(\d+ high ?)?(\d+ medium ?)?(\d+ low ?)?(no findings)? ?\| \d+ MiB")


class Terminal:
    """A pty, and what is to be seen on it: only what moves within a line is understood."""

    def __init__(self, columns, lines=24):
        self.master, self.slave = pty.openpty()
        self.resize(columns, lines)
        self.raw, self.lock = b"", threading.Lock()
        threading.Thread(target=self.read, daemon=True).start()

    def resize(self, columns, lines=24):
        self.columns = columns
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def read(self):
        while True:
            try:
                got = os.read(self.master, 65536)
            except OSError:
                return
            with self.lock:
                self.raw += got

    def text(self):
        with self.lock:
            return self.raw.decode(errors="replace")

    def strange(self):
        """What is no text, no end of a line, no colour and not the clearing of a line."""
        left = ESCAPE.sub(lambda m: "" if m[2] in "mK" else m[0], self.text())
        return sorted({c for c in left if c < " " and c not in "\r\n" or "\x7f" <= c < "\xa0"})

    def rows(self, text=None):
        """Each line as it stands in the end, and all that stood in the last one."""
        rows, column, states = [""], 0, []
        for part in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|.", text or self.text(), re.S):
            match = ESCAPE.fullmatch(part)
            if part == "\n":
                rows.append("")
                column, states = 0, []
            elif part == "\r":
                states.append(rows[-1])
                column = 0
            elif match and match[2] == "K":
                rows[-1] = rows[-1][:column]
            elif not match:
                rows[-1] = rows[-1][:column].ljust(column) + part + rows[-1][column + 1:]
                column += 1
        return rows, [s for s in states + [rows[-1]] if s]


class Shown(Watch):
    """A watch on a terminal."""

    def __init__(self, terminal, *more, kind="xterm", eve=True):
        self.terminal = terminal
        super().__init__("--color", "never", *more, eve=eve, stdout=terminal.slave,
                         environment={"TERM": kind, "COLUMNS": ""})

    def findings(self):
        return [r for r in self.terminal.rows()[0] if re.search(r"F-[0-9a-f]{8}", r)]

    def shows_all(self):
        return wait_for(lambda: len(self.findings()) >= len(audited()))

    def shows_status(self, count=1):
        """As many of them anew, of which the last is whole."""
        before = len(self.terminal.text())
        return wait_for(lambda: len(re.findall(r"up \d\d:\d\d", self.terminal.text()[before:])) > count)


def too_long(rows, columns):
    for row in rows:
        if len(row) > columns:
            print(f"{len(row)} columns of {columns}: {row}")


def eighty():
    terminal = Terminal(80)
    watch = Shown(terminal)
    watch.feed(RECORDS)
    watch.shows_all()
    watch.shows_status(2)
    rows, last = terminal.rows()
    expect("the first line", f"contoso-pool on {watch.capture}; ^C ends"[:79], rows[0].rstrip("…")[:79])
    shown = [re.search(r"F-[0-9a-f]{8}", row)[0] for row in watch.findings()]
    expect("each finding once", audited(), sorted(shown))
    who = [r for r in rows if re.match(r"\d\d:\d\d:\d\d (high|medium|low) +\S.* to .*:\d+/(tcp|udp), [a-z-]+$", r)]
    expect("who opened what", len(shown), len(who))
    if not STATUS.match(last[-2] if len(last) > 1 else ""):
        print("the line that stays:", last[-2:])
    too_long(rows + last, 80)
    expect("exit status", 0, watch.end())
    wait_for(lambda: " report " in terminal.text() and terminal.text().endswith("\n"))
    rows, _ = terminal.rows()
    if rows[-1] or not re.match(r"\d\d:\d\d:\d\d report  52 flows, 48 judged; " + f"{len(audited())} findings from ", rows[-2]):
        print("the end:", rows[-2:])
    expect("nothing strange", [], terminal.strange())


def wide():
    terminal = Terminal(200)
    watch = Shown(terminal)
    watch.feed(RECORDS)
    watch.shows_all()
    watch.end()
    lines = [r for r in terminal.rows()[0] if re.match(r"\d\d:\d\d:\d\d (high|medium|low) .*C-[0-9a-f]{8} F-[0-9a-f]{8}; ", r)]
    expect("a line each", len(audited()), len(lines))


def small():
    """However small it is, no line is broken by the terminal."""
    for columns, lines in ((40, 10), (12, 3), (1, 1)):
        terminal = Terminal(columns, lines)
        watch = Shown(terminal)
        watch.feed(RECORDS)
        wait_for(lambda: len(watch.events("alert")) >= len(audited()))
        watch.goes_on(2)
        expect("exit status", 0, watch.end())
        rows, last = terminal.rows()
        too_long(rows + last, columns)
        expect("nothing strange", [], terminal.strange())


def resized():
    terminal = Terminal(100)
    watch = Shown(terminal)
    watch.feed(RECORDS)
    watch.shows_all()
    terminal.resize(44)
    watch.shows_status(2)
    before = len(terminal.text())
    watch.shows_status(2)
    too_long(terminal.rows(terminal.text()[before:])[1], 44)
    terminal.resize(120)
    if not wait_for(lambda: STATUS.match(terminal.rows()[1][-1])):
        print(terminal.rows()[1][-2:])
    expect("exit status", 0, watch.end())


def hostile():
    """A host header that clears the screen, sets a title and goes back."""
    said, evil = b"10.1.1.11:5071", b"\x1b[2J\x1b]0;x\x07\r\x9b\n"
    evil += b"!" * (len(said) - len(evil))
    records = [r.replace(said, evil) for r in RECORDS]
    terminal = Terminal(80)
    watch = Shown(terminal)
    watch.feed(records)
    watch.shows_all()
    watch.end()
    if not any(b"\x1b[2J" in r for r in records):
        print("nothing was said")
    if "\\x1b[2J" not in terminal.text():
        print("it is not shown:", *watch.findings(), sep="\n")
    expect("nothing strange", [], terminal.strange())


def dumb():
    terminal = Terminal(80)
    watch = Shown(terminal, kind="dumb")
    watch.feed(RECORDS)
    watch.shows_all()
    watch.goes_on(3)
    watch.end()
    if "\x1b" in terminal.text() or "pkt/s" in terminal.text():
        print(terminal.text())


def colours():
    terminal = Terminal(80)
    watch = Shown(terminal, "--color", "always")
    watch.feed(RECORDS)
    watch.shows_all()
    watch.end()
    if not re.search(r"\x1b\[[0-9;]+m\d\d:\d\d:\d\d medium +\x1b\[0m", terminal.text()):
        print(terminal.text())


def taken():
    """Records on standard output are records, terminal or not."""
    terminal = Terminal(80)
    watch = Shown(terminal, "-o", "eve", eve=False)
    watch.feed(RECORDS)
    wait_for(lambda: terminal.text().count('"event_type":"alert"') >= len(audited()))
    watch.process.send_signal(signal.SIGTERM)
    expect("exit status", 0, watch.process.wait(120))
    for line in terminal.text().splitlines()[:-1]:
        json.loads(line)


tap.cases_at_once([
    ("at 80 columns findings scroll, and how it is stands below", eighty, None),
    ("where there is room a finding is one line", wide, None),
    ("the smallest terminal breaks no line", small, None),
    ("a window that changes is filled as it is", resized, None),
    ("what packets say moves nothing", hostile, None),
    ("a dumb terminal gets lines and no escape", dumb, None),
    ("colours say how bad it is", colours, None),
    ("a terminal that gets records gets nothing else", taken, None),
])
