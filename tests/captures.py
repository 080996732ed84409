#!/usr/bin/env python3
"""Hold what lynctap says of real captures against their labels, as TAP.

usage: captures.py LYNCTAP SIGNATURES CAPTURES

LABELS.tsv says of each flow who opened it and what tshark dissected. A flow has
to be found with its ends the same way round, and, where tshark names a
protocol that one of our hints stands for, to have that hint. Where we disagree,
EXCEPTIONS says who is right; an exception that no longer disagrees fails too.
STATEMENTS are what a person found in the bytes of a few flows. Hostile files
under torture/ must end with the exit status that fits what is wrong with them,
and say in one line which file it is.
"""

import csv
import os
import re
import subprocess
import sys

import eve

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
ENDS = "{proto} {initiator_ip}:{initiator_port} > {responder_ip}:{responder_port}"
# File, flow, and why tshark's reading is not ours. The bytes were looked at.
EXCEPTIONS = {
    # The payload is "GET /star-... HTTP/1.1"; tshark goes by the client's port 5060.
    ("http_on_sip_port.pcap", "TCP 82.178.111.221:5060 > 45.58.148.2:8888"),
    # Skype's imitation: handshake records of no bytes ("16 03 01 00 00"), which RFC 5246
    # section 6.2.1 forbids, and no hello. tshark reads record headers only.
    ("skype.pcap", "TCP 192.168.1.34:50111 > 91.190.216.125:443"),
    ("skype.pcap", "TCP 192.168.1.34:50131 > 212.161.8.36:13392"),
    ("skype.pcap", "TCP 192.168.1.34:50133 > 149.13.32.15:13392"),
}
MEDIA = {"rtp", "rtcp", "rfc4571", "stun", "msturn", "ice"}
# File, part of the flow's ends, hints it must have, hints it must not have.
STATEMENTS = [
    ("teams.pcap", "UDP 192.168.1.6:50016 > 52.114.250.141:3478", {"msturn"}, {"rtp"}),
    ("teams.pcap", "UDP 192.168.1.6:50017 > 52.114.250.141:3478", {"msturn"}, {"rtp"}),
    ("teams.pcap", "UDP 192.168.1.6:50036 > 52.114.250.137:3478", {"msturn"}, {"rtp"}),
    ("teams.pcap", "UDP 192.168.1.6:50037 > 52.114.250.137:3478", {"msturn"}, {"rtp"}),
    ("teams.pcap", "52.114.252.8:3479", {"msturn"}, set()),     # multiplexed, 0xFF10
    ("teams.pcap", "52.114.252.21:3480", {"msturn"}, set()),
    ("teams.pcap", "UDP 192.168.1.6:51681 > 52.114.77.136:3478", set(), MEDIA),
    ("teams.pcap", "93.71.110.205:16332", {"ice", "rtp", "rtcp"}, set()),
    ("teams.pcap", "192.168.1.6:50018 > 52.114.250.123:443", {"tls"}, {"pseudotls"}),
    ("skype-conference-call.pcap", "104.46.40.49:60642", {"ice", "rtp", "rtcp"}, set()),
    ("ipip.pcap", "10.15.197.103:5090 > 10.15.193.31:33093", {"sip"}, set()),
    ("ssl-selfsign.pcap", "10.180.152.137:4443", {"tls"}, {"sip", "http"}),
    ("anyconnect-vpn.pcap", "10.0.0.151:8060", {"http"}, {"tls"}),
    ("tds7.pcap", "217.77.3.25:1433", {"tds"}, set()),
    ("http_on_sip_port.pcap", "45.58.148.2:8888", {"http"}, {"sip"}),
]
# Verdicts that no flow of these files may have: nobody there runs Lync Server.
LYNC = {"expected", "known", "allowed", "unverified", "wrong-protocol", "wrong-source",
        "wrong-role", "unapproved-port", "unexpected-peer", "wrong-interface"}
# 2: nothing of it could be read; 3: it could be read up to a place; 0: the rest.
TORTURE_UNREADABLE = {"01", "03", "09", "33"}
TORTURE_INCOMPLETE = {"05", "07", "11", "17", "19", "35", "37", "39", "43", "45", "47", "63"}


def run(lynctap, signatures, *arguments):
    return subprocess.run([lynctap, *arguments, "--idle-ok", "-S", signatures, "-q"],
                          capture_output=True, timeout=120, check=False)


def flows_of(lynctap, signatures, path):
    done = run(lynctap, signatures, "flows", "-r", path, "-o", "eve")
    records = eve.flow_records(done.stdout.splitlines())
    return done.returncode, {
        (r["proto"], r["src_ip"], r["src_port"], r["dest_ip"], r["dest_port"]): r
        for r in records if "src_port" in r
    }


def wanted_hints(label):
    protocols = {p.rsplit(":", 1)[0] for p in label["tshark_protocols"].split()}
    wanted = set()
    for protocol in protocols:
        family = "TLS" if re.match(r"(TLSv1|SSLv3)", protocol) else protocol
        if family in HINTS:
            wanted.add(family)
    # What carries the rest is what the flow speaks.
    for carrier in ("TLS", "SMB2", "SMB"):
        if carrier in wanted:
            return {carrier}
    return wanted


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


class Report:
    """TAP, with the number of tests at the end."""

    def __init__(self):
        self.number = 0

    def ok(self, good, name, remarks=()):
        self.number += 1
        print(f"{'ok' if good else 'not ok'} {self.number} - {name}")
        for remark in remarks:
            print("# " + remark)

    def end(self):
        print(f"1..{self.number}")


def check_file(report, name, labels, status, flows):
    wrong = {}
    for label in labels:
        problem = check_flow(label, flows)
        if problem is not None:
            wrong[ENDS.format(**label)] = problem
    excused = {ends for file, ends in EXCEPTIONS if file == name}
    remarks = [f"{ends} {problem}" for ends, problem in wrong.items() if ends not in excused]
    remarks += [f"{ends} agrees by now" for ends in excused - set(wrong)]
    report.ok(status == 0 and not remarks,
              f"{name}: {len(labels) - len(wrong)} of {len(labels)} flows agree, "
              f"{len(wrong)} are known to differ", remarks)
    # DHCP is the exception: client-1 documents it for every client there is.
    claimed = [str(ends) for ends, r in flows.items() if r["lync"]["verdict"] in LYNC
               and "dhcp" not in r["lync"]["hints"]]
    report.ok(not claimed, f"{name}: nothing is called Lync's", claimed)


def check_statements(report, flows_by_file):
    for name, ends, wanted, unwanted in STATEMENTS:
        hints = [set(r["lync"]["hints"]) for r in flows_by_file[name].values()
                 if ends in ENDS.format(proto=r["proto"], initiator_ip=r["src_ip"],
                                        initiator_port=r["src_port"],
                                        responder_ip=r["dest_ip"],
                                        responder_port=r["dest_port"])
                 or ends == f"{r['src_ip']}:{r['src_port']}"]
        good = any(wanted <= h and not unwanted & h for h in hints)
        report.ok(good, f"{name}: {ends} shows {sorted(wanted)}, not {sorted(unwanted)}",
                  [str(h) for h in hints] if not good else [])


def check_torture(report, lynctap, signatures, path):
    name = os.path.basename(path)
    number = name.split("-")[0]
    wanted = 2 if number in TORTURE_UNREADABLE else 3 if number in TORTURE_INCOMPLETE else 0
    for command in (["audit"], ["audit", "-o", "json"], ["flows", "-o", "eve"], ["flows"]):
        done = run(lynctap, signatures, *command, "-r", path)
        said = done.stderr.decode(errors="replace").splitlines()
        # A file that broke before its first packet left nothing to judge, which is said as well.
        about_file = [line for line in said if "nothing was judged" not in line]
        good = done.returncode == wanted and bool(said) == (wanted != 0) and len(about_file) <= 1
        good = good and all(line.startswith("lynctap: ") and
                            (name in line or "could not be decoded" in line or
                             "packets were lost" in line) for line in about_file)
        report.ok(good, f"torture/{name}: {' '.join(command)} ends with status {wanted}",
                  [f"status {done.returncode}", *said[:5]] if not good else [])


def main():
    lynctap, signatures, captures = sys.argv[1:]
    report = Report()
    with open(os.path.join(captures, "LABELS.tsv"), newline="", encoding="utf-8") as table:
        labels = list(csv.DictReader(table, delimiter="\t"))
    flows_by_file = {}
    for name in sorted({label["file"] for label in labels}):
        status, flows = flows_of(lynctap, signatures, os.path.join(captures, name))
        flows_by_file[name] = flows
        check_file(report, name, [x for x in labels if x["file"] == name], status, flows)
    check_statements(report, flows_by_file)
    for name in sorted(os.listdir(os.path.join(captures, "torture"))):
        if not name.startswith("INDEX"):
            check_torture(report, lynctap, signatures, os.path.join(captures, "torture", name))
    report.end()


if __name__ == "__main__":
    main()
