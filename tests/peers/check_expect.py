#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Compares what `audit -o json` said with what a capture really holds.

usage: check_expect.py REPORT.json EXPECT.tsv [STATUS]

EXPECT.tsv, one fact a line, fields separated by tabs, # begins a comment:

  host     ADDRESS  ROLE                     it has at least this role
  service  ROW      ADDRESS  PORT/TRANSPORT  it listens there, for this row
  none     ROW      ADDRESS  PORT/TRANSPORT  nothing listens there, for this row
  attempt  HOW      ADDRESS  PORT/TRANSPORT  it was tried in vain so
  finding  KIND     ADDRESS  PORT/TRANSPORT  must be reported
  may      KIND     ADDRESS  PORT/TRANSPORT  may be reported
  exit     N                                 exit_status, and STATUS if given

Every field but the first may hold alternatives, A|B, and the wildcards of fnmatch.
A finding of medium or high severity that no line names is wrong, too.
"""
import fnmatch
import json
import sys

FIELDS = {"host": 3, "service": 4, "none": 4, "attempt": 4, "finding": 4, "may": 4, "exit": 2}


def matches(value, pattern):
    return any(fnmatch.fnmatchcase(str(value), one) for one in pattern.split("|"))


def load(path):
    """Yields (line number, fields) of each fact."""
    with open(path, encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            fields = text.split("#")[0].rstrip().split("\t")
            if fields == [""]:
                continue
            if FIELDS.get(fields[0]) != len(fields):
                sys.exit(f"{path}:{number}: not a fact: {text.rstrip()}")
            yield number, fields


def place(entry):
    return f"{entry.get('port')}/{entry.get('transport')}"


def is_reported(entries, key, fields):
    _, what, address, port = fields
    return any(matches(entry.get(key), what) and matches(entry.get("address"), address)
               and matches(place(entry), port) for entry in entries)


def holds(report, fields, status):
    if fields[0] == "host":
        return any(matches(host["address"], fields[1]) and
                   any(matches(role["role"], fields[2]) for role in host["roles"])
                   for host in report["hosts"])
    if fields[0] == "service":
        return is_reported(report["services"], "row", fields)
    if fields[0] == "attempt":
        return is_reported(report["attempts"], "how", fields)
    if fields[0] == "none":
        return not is_reported(report["services"], "row", fields)
    if fields[0] == "finding":
        return is_reported(report["findings"], "kind", fields)
    if fields[0] == "exit":
        return str(report["exit_status"]) == fields[1] and status in (None, fields[1])
    return True


def strangers(report, facts):
    """Findings at or above the default --fail-on that no fact names."""
    for finding in report["findings"]:
        if finding.get("severity") == "low":
            continue
        if not any(is_reported([finding], "kind", fields) for _, fields in facts
                   if fields[0] in ("finding", "may")):
            yield finding


def main(report_path, expect_path, status=None):
    with open(report_path, encoding="utf-8") as text:
        try:
            report = json.load(text)
        except ValueError as error:
            sys.exit(f"no report: {error}")
    facts = list(load(expect_path))
    wrong = [f"{expect_path}:{number}: not so: " + " ".join(fields)
             for number, fields in facts if not holds(report, fields, status)]
    wrong += [f"unexpected finding: {finding.get('kind')} {finding.get('address')} "
              f"{place(finding)} ({finding.get('severity')}) "
              + "; ".join(map(str, finding.get("reasons") or []))
              for finding in strangers(report, facts)]
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
