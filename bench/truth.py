#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Compare what lynctap said about each flow with what lyncday made it to be.

A flow is found by transport, initiator and responder. Its verdict is right when strangers
are unexpected and nothing else is; its service is right when it is the truth's, or when the
truth names none. Where a flow was reported in several records the largest one counts.

Exit status: 0 both shares reach the threshold, 1 one does not, 2 unreadable input.
"""

import argparse
import csv
import json
import sys
from collections import Counter

UNEXPECTED = {"wrong-protocol", "wrong-source", "wrong-role", "unapproved-port",
              "unexpected-peer", "wrong-interface"}
EXPECTED = {"expected", "known", "allowed", "out-of-scope", "refused"}

# The document lists one TCP range for all of these, and says the same of the clients' rows.
SERVER_MEDIA = {"audio", "video", "application-sharing-media"}
FIRST_TCP_MEDIA_PORT = 49152
NO_SERVICE = "-"
NOT_FOUND = "(no record)"


def read_truth(path):
    """The truth by flow key; flows whose rows contradict each other are left out."""
    truth, contradicted = {}, set()
    with open(path, newline="", encoding="ascii") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            key = (row["proto"], row["src"], int(row["sport"]), row["dst"], int(row["dport"]))
            said = (row["service"], row["unexpected"] == "1")
            if truth.setdefault(key, said) != said:
                contradicted.add(key)
    for key in contradicted:
        del truth[key]
    return truth


def key_of(record):
    return (record["proto"].lower(), record["src_ip"], record.get("src_port", 0),
            record["dest_ip"], record.get("dest_port", 0))


def packets_of(record):
    flow = record.get("flow", {})
    return flow.get("pkts_toserver", 0) + flow.get("pkts_toclient", 0)


def read_records(path):
    """The largest flow record by flow key, and how many records there were."""
    largest, count = {}, 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record.get("event_type") != "flow":
                continue
            count += 1
            key = key_of(record)
            if key not in largest or packets_of(record) > packets_of(largest[key]):
                largest[key] = record
    return largest, count


def is_ambiguous(key, truth_service, service):
    """Whether the document itself cannot tell the two services apart on this flow."""
    if truth_service.startswith("client-"):
        return service.startswith("client-")
    return (key[0] == "tcp" and key[4] >= FIRST_TCP_MEDIA_PORT and
            {truth_service, service} <= SERVER_MEDIA)


class Score:
    """What was right and wrong, over all flows of the truth."""

    def __init__(self):
        self.flows = self.found = self.reversed = 0
        self.right_verdicts = self.services = self.right_services = self.ambiguous = 0
        self.verdicts, self.mistakes = Counter(), Counter()

    def add(self, key, truth, records):
        service, unexpected = truth
        record = records.get(key)
        self.flows += 1
        self.found += record is not None
        self.reversed += (key[0], *key[3:5], *key[1:3]) in records
        lync = record.get("lync", {}) if record else {}
        verdict = lync.get("verdict", NOT_FOUND)
        self.right_verdicts += verdict in (UNEXPECTED if unexpected else EXPECTED)
        self.verdicts[unexpected, verdict] += 1
        if service != NO_SERVICE:
            self.add_service(key, service, lync.get("service") or NOT_FOUND)

    def add_service(self, key, truth_service, service):
        self.services += 1
        if service == truth_service:
            self.right_services += 1
            return
        self.ambiguous += is_ambiguous(key, truth_service, service)
        self.mistakes[truth_service, service] += 1


def percent(part, whole):
    return 100.0 * part / whole if whole else 0.0


def print_report(score, records, keys, most):
    print(f"{score.flows} flows: {score.found} found, {score.flows - score.found} missing "
          f"({score.reversed} of all reported the other way round), "
          f"{records - keys} split, {keys - score.found} not in the truth")
    print("\nverdict            expected  unexpected   (in truth)")
    for verdict in sorted({verdict for _, verdict in score.verdicts}):
        right = "right for strangers" if verdict in UNEXPECTED else \
                "right for the rest" if verdict in EXPECTED else "never right"
        print(f"{verdict:<17} {score.verdicts[False, verdict]:>9} "
              f"{score.verdicts[True, verdict]:>11}   {right}")
    if score.mistakes:
        print("\nservice in truth            service reported               flows")
    for (truth, said), count in score.mistakes.most_common(most):
        print(f"{truth:<27} {said:<27} {count:>8}")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("truth", help="TRUTH.tsv, as lyncday writes it")
    parser.add_argument("eve", help="what 'lynctap flows -o eve' printed")
    parser.add_argument("--threshold", type=float, default=99.0, metavar="PERCENT",
                        help="fail below this share (default 99)")
    parser.add_argument("--ambiguous", action="store_true",
                        help="count a service as right where the document cannot tell")
    parser.add_argument("--most", type=int, default=20, metavar="N",
                        help="how many wrong services to list (default 20)")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    try:
        truth = read_truth(arguments.truth)
        records, count = read_records(arguments.eve)
    except (OSError, KeyError, TypeError, ValueError) as reason:
        print(f"truth.py: {type(reason).__name__}: {reason}", file=sys.stderr)
        return 2
    score = Score()
    for key, said in truth.items():
        score.add(key, said, records)
    print_report(score, count, len(records), arguments.most)
    right_services = score.right_services + (score.ambiguous if arguments.ambiguous else 0)
    verdict_share = percent(score.right_verdicts, score.flows)
    service_share = percent(right_services, score.services)
    print(f"\nright verdict {verdict_share:.2f} %, right service {service_share:.2f} %, "
          f"ambiguous by the document {percent(score.ambiguous, score.services):.2f} %"
          f"{' (counted as right)' if arguments.ambiguous else ''}")
    return 0 if min(verdict_share, service_share) >= arguments.threshold else 1


if __name__ == "__main__":
    sys.exit(main())
