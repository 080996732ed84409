#!/usr/bin/env python3
"""Hold what lynctap says of real captures against their labels, as TAP.

usage: captures.py LYNCTAP SIGNATURES CAPTURES

LABELS.tsv says of each flow who opened it and what tshark dissected. A flow has
to be found with its ends the same way round, and, where tshark names a
protocol that one of our hints stands for, to have that hint. Hostile files
under torture/ must end with a documented exit status.
"""

import csv
import json
import os
import re
import subprocess
import sys

# What tshark calls it, and the hints that agree with it.
HINTS = {
    "TLS": {"tls", "https", "mtls"},
    "SIP": {"sip"},
    "STUN": {"stun", "msturn", "ice"},
    "SMB": {"smb"},
    "SMB2": {"smb"},
    "DNS": {"dns"},
    "DHCP": {"dhcp"},
    "KRB5": {"kerberos"},
    "LDAP": {"ldap"},
    "CLDAP": {"ldap"},
    "DCERPC": {"dcerpc"},
    "EPM": {"epm"},
    "TDS": {"tds"},
    "NTP": {"ntp"},
    "MDNS": {"mdns", "dns"},
    "LLMNR": {"llmnr", "dns"},
    "HTTP": {"http"},
}
# Direction is a guess in a capture that begins in the middle of a conversation.
TORTURE_STATUS = {0, 1, 2, 3}


def run(lynctap, signatures, *arguments):
    return subprocess.run([lynctap, *arguments, "-S", signatures, "-q"],
                          capture_output=True, timeout=120, check=False)


def flows_of(lynctap, signatures, path):
    done = run(lynctap, signatures, "flows", "-r", path, "-o", "eve")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {
        (r["proto"], r["src_ip"], r["src_port"], r["dest_ip"], r["dest_port"]): r
        for r in records
    }


def wanted_hints(label):
    protocols = {p.rsplit(":", 1)[0] for p in label["tshark_protocols"].split()}
    wanted = set()
    for protocol in protocols:
        family = "TLS" if re.match(r"(TLSv1|SSLv3)", protocol) else protocol
        if family in HINTS:
            wanted.add(family)
    # TLS carries the rest; HTTP inside SSDP and the like is not HTTP on TCP.
    return {"TLS"} if "TLS" in wanted else wanted


def check_flow(label, flows):
    ends = (label["initiator_ip"], int(label["initiator_port"]))
    others = (label["responder_ip"], int(label["responder_port"]))
    record = flows.get((label["proto"], *ends, *others))
    known = label["syn_seen"] == "1" or label["synack_seen"] == "1"
    if record is None:
        turned = flows.get((label["proto"], *others, *ends))
        if turned is None:
            return "is missing"
        if known:
            return f"is the other way round, by {turned['lync']['dir_by']}"
        record = turned
    hints = set(record["lync"]["hints"])
    for family in wanted_hints(label):
        if not hints & HINTS[family]:
            return f"has hints {sorted(hints)}, tshark says {label['tshark_protocols']}"
    return None


def main():
    lynctap, signatures, captures = sys.argv[1:]
    with open(os.path.join(captures, "LABELS.tsv"), newline="", encoding="utf-8") as table:
        labels = list(csv.DictReader(table, delimiter="\t"))
    files = sorted({label["file"] for label in labels})
    torture = sorted(os.listdir(os.path.join(captures, "torture")))
    torture = [name for name in torture if not name.startswith("INDEX")]
    print(f"1..{len(files) + len(torture)}")
    number = 0
    for name in files:
        number += 1
        status, flows = flows_of(lynctap, signatures, os.path.join(captures, name))
        mine = [label for label in labels if label["file"] == name]
        wrong = [(label, problem) for label in mine
                 if (problem := check_flow(label, flows)) is not None]
        good = status == 0 and len(wrong) <= len(mine) // 50
        print(f"{'ok' if good else 'not ok'} {number} - {name}: {len(mine) - len(wrong)} of "
              f"{len(mine)} flows agree")
        for label, problem in wrong:
            print(f"# {label['proto']} {label['initiator_ip']}:{label['initiator_port']} > "
                  f"{label['responder_ip']}:{label['responder_port']} {problem}")
    for name in torture:
        number += 1
        done = run(lynctap, signatures, "audit", "-r", os.path.join(captures, "torture", name))
        good = done.returncode in TORTURE_STATUS and b"Sanitizer" not in done.stderr
        if done.returncode >= 2:
            good = good and name.encode() in done.stderr
        print(f"{'ok' if good else 'not ok'} {number} - torture/{name} ends with "
              f"status {done.returncode}")
        if not good:
            print("# " + done.stderr.decode(errors="replace")[:500].replace("\n", "\n# "))


if __name__ == "__main__":
    main()
