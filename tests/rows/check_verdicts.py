#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Compares the flow record of every row capture with the manifest, as TAP.

usage: check_verdicts.py DIRECTORY…

Each DIRECTORY holds manifest.tsv and, for a capture ID.pcap, ID.pcap.eve (what
`lynctap flows -o eve` printed) and ID.pcap.status (its exit status).
"""

import csv
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

import eve                              # noqa: E402

WITH_ROW = ("expected", "known")
WITH_NEAREST = ("wrong-protocol", "wrong-source", "wrong-role")


def flow_records(path):
    with open(path, encoding="utf-8") as lines:
        return eve.flow_records(line for line in lines if line.strip())


def complaint(directory, line):
    """What is wrong with the answer for one manifest line, or None."""
    base = os.path.join(directory, line["capture"])
    with open(base + ".status", encoding="ascii") as status:
        code = int(status.read())
    if code not in (0, 1):
        return "exit status %d" % code
    try:
        records = flow_records(base + ".eve")
    except ValueError as error:
        return "not JSON: %s" % error
    if len(records) != 1:
        return "%d flow records instead of one" % len(records)
    record = records[0]
    if (line["verdicts"] == "known,expected"
            and record.get("lync", {}).get("verdict") == "expected"):
        return None  # told by the documented end, which is the other one
    responder = "%s:%s/%s" % (record.get("dest_ip"), record.get("dest_port"),
                              str(record.get("proto")).lower())
    if responder != line["responder"]:
        return "responder %s, wanted %s" % (responder, line["responder"])
    answer = record.get("lync", {})
    verdict, rows = answer.get("verdict"), line["rows"].split()
    if verdict not in line["verdicts"].split(","):
        return "verdict %s, wanted %s: %s" % (verdict, line["verdicts"],
                                              json.dumps(answer))
    key = ("row" if verdict in WITH_ROW
           else "nearest_row" if verdict in WITH_NEAREST else None)
    if key and answer.get(key) not in rows:
        return "%s %s, wanted one of %s" % (key, answer.get(key), line["rows"])
    if record.get("dest_port") is None:
        return None  # without ports nothing is read that could confirm a row
    if verdict in WITH_ROW and answer.get("confidence") != "confirmed":
        return "confidence %s, wanted confirmed: %s" % (answer.get("confidence"),
                                                        json.dumps(answer))
    return None


def manifest(directory):
    path = os.path.join(directory, "manifest.tsv")
    with open(path, encoding="utf-8", newline="") as source:
        return [(directory, line) for line in csv.DictReader(source, delimiter="\t")]


def main(arguments):
    if not arguments:
        sys.stderr.write(__doc__)
        return 2
    lines = [entry for directory in arguments for entry in manifest(directory)]
    print("1..%d" % len(lines))
    failed = 0
    for number, (directory, line) in enumerate(lines, 1):
        product = os.path.basename(directory)
        if line["capture"] == "-":
            print("ok %d - %s: %s %s # SKIP %s" % (number, product, line["row"],
                                                  line["kind"], line["rows"]))
            continue
        wrong = complaint(directory, line)
        name = "%s: %s is %s" % (product, line["capture"], line["verdicts"])
        print("%s %d - %s" % ("not ok" if wrong else "ok", number, name))
        if wrong:
            failed += 1
            print("# " + wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
