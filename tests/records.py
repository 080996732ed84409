#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""What tests/records.sh runs: records.py SOURCE_DIRECTORY WORK_DIRECTORY."""
import glob
import gzip
import json
import os
import re
import shutil
import struct
import subprocess
import sys

import eve
import packets
from tap import ok, plan

HERE, WORK = sys.argv[1:3]
LYNCTAP = os.environ["LYNCTAP"]
SIGNATURES = ["-S", os.path.join(HERE, "signatures")]


def run(*arguments, data=None):
    done = subprocess.run([LYNCTAP, *arguments], input=data, capture_output=True)
    return done.returncode, done.stdout, done.stderr.decode(errors="replace")


def path(name):
    return os.path.join(WORK, name)


def keep(name, data):
    with open(path(name), "wb") as file:
        file.write(data)
    return path(name)


def audit(*arguments, data=None):
    status, out, err = run("audit", "-q", *SIGNATURES, "-o", "json", *arguments, data=data)
    try:
        report = json.loads(out)
    except ValueError:
        return status, None, err
    for key in ("inputs", "provenance"):
        report.pop(key, None)
    # Where nothing came, it is said what it was that did not come.
    report["incomplete"] = [why.replace("no record is of a conversation", "no packet came") for why in report["incomplete"]]
    return status, report, err


def records_of(*arguments):
    return run("flows", "-q", *SIGNATURES, "-o", "eve", *arguments)[1]


def differences(a, b):
    if not a or not b:
        return ["no report"]
    return [(key, a.get(key), b.get(key)) for key in sorted({*a, *b}) if a.get(key) != b.get(key)]


def captures():
    """Those that are shipped, and of LYNCTAP_CASES and LYNCTAP_CAPTURES what is said of files beside them."""
    folders = [os.path.join(HERE, "pcaps")] + [os.environ[name] for name in ("LYNCTAP_CASES", "LYNCTAP_CAPTURES")
                                               if os.environ.get(name)]
    return [name for folder in folders for name in sorted(glob.glob(os.path.join(folder, "*.pcap*")))
            if name.endswith((".pcap", ".pcapng"))]


def equal_to_packets():
    for capture in captures():
        name, end = os.path.splitext(os.path.basename(capture))
        site = capture[:-len(end)] + ".site.yaml"
        options = ["-c", site] if os.path.exists(site) else []
        status, packets, _ = audit(*options, "-r", capture)
        log = keep(name + ".json", records_of(*options, "-r", capture))
        again, records, err = audit(*options, "-r", log)
        ok(status == again and packets == records, "the audit of %s is that of its records" % name,
           status, again, err, *differences(packets, records))
        _, bare, _ = audit("-r", capture)
        _, records, _ = audit("-r", log)
        ok(bare == records, "records of %s do not hold what the sensor was told of the site" % name,
           *differences(bare, records))
        again = records_of(*options, "-r", log)
        ok(strip(again) == strip(open(log, "rb").read()), "records of records of %s are the same" % name,
           *[line for line in zip(strip(again), strip(open(log, "rb").read())) if line[0] != line[1]][:1])


def handshakes(count):
    """Each sends the beginning of a hello that announces more of it."""
    frames = []
    for i in range(count):
        client = bytes([10, 100, i >> 8, i & 255])
        for step, (flags, payload) in enumerate(((2, b""), (18, b""), (24, b"\x16\x03\x01\x3f\xff\x01\x00\x3f\xfb\x03\x03" + bytes(1300)))):
            ends = (client, bytes([10, 1, 1, 11])) if step != 1 else (bytes([10, 1, 1, 11]), client)
            ports = (50000, 5061) if step != 1 else (5061, 50000)
            tcp = struct.pack(">HHIIBBHHH", *ports, 1 + step, step, 5 << 4, flags, 8192, 0, 0) + payload
            ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), i, 0, 64, 6, 0, *ends)
            frame = bytes(12) + b"\x08\x00" + ip + tcp
            frames.append((1795372102, 3 * i + step, frame, len(frame)))
    return frames


def given_up():
    """What there was no memory for is not seen, in the packets' audit and in that of their records."""
    packets.write_pcap(path("many.pcap"), 1, handshakes(6000))
    log = records_of("--memcap", "8M", "-r", path("many.pcap"))
    flows_given_up = sum(one["lync"]["unseen"] == ["given-up"] for one in eve.flow_records(log.splitlines()))
    counted = json.loads(log.splitlines()[-1])["stats"]["capture"]["given_up"]
    ok(0 < flows_given_up == counted, "each flow that was given up says so", flows_given_up, counted)
    again = records_of("-r", keep("many.eve", log))
    ok(strip(again) == strip(log), "and is it still when its record is read")
    status, report, err = audit("-r", path("many.eve"))
    ok(status == 3 and report["capture"]["given_up"] == counted and "given up" in str(report["incomplete"]),
       "the audit of the records is incomplete for it", status, err)


def strip(data):
    """Its records without where they came from, and without what is learned again."""
    kept = []
    for line in data.splitlines():
        record = json.loads(line)
        record.pop("pcap_filename", None)
        if record["event_type"] == "flow":
            kept.append(record)
    return sorted(kept, key=lambda record: (record["flow_id"], record["timestamp"]))


def forms():
    capture = os.path.join(HERE, "pcaps", "front-end.pcap")
    log = records_of("-r", capture)
    expected = audit("-r", capture)[1]
    lines = log.splitlines(keepends=True)
    keep("plain.eve", log)
    keep("packed.bin", gzip.compress(log))
    keep("array.json", b"[" + b",\n".join(line.strip() for line in lines) + b"]\n")
    keep("spaced.log", b"\n \t\n".join(line.strip() for line in lines))
    for name in ("plain.eve", "packed.bin", "array.json", "spaced.log"):
        ok(audit("-r", path(name))[1] == expected, "%s is read for what is in it" % name)
    for name in ("plain.eve", "packed.bin"):
        with open(path(name), "rb") as file:
            data = file.read()
        ok(audit("-r", "-", data=data)[1] == expected, "%s comes through a pipe" % name)
    os.mkfifo(path("named"))
    with subprocess.Popen(["sh", "-c", 'cat "$0" >"$1"', path("plain.eve"), path("named")]) as writer:
        ok(audit("-r", path("named"))[1] == expected and writer.wait() == 0, "a named pipe is opened once")
    os.mkdir(path("spool"))
    shutil.copy(path("plain.eve"), path("spool/a.eve"))
    shutil.copy(os.path.join(HERE, "pcaps", "mediation.pcap"), path("spool/b.pcap"))
    ok(audit("-r", path("spool"))[1] ==
       audit("-r", capture, "-r", os.path.join(HERE, "pcaps", "mediation.pcap"))[1],
       "a directory of records and captures is both")
    status, _, err = run("audit", "-r", path("plain.eve"), *SIGNATURES, "tcp")
    ok(status == 2 and "filter" in err, "a filter takes no records", status, err)
    status, _, err = run("audit", "-r", path("plain.eve"), *SIGNATURES, "-w", path("evidence"))
    ok(status == 2 and "-w" in err and not os.path.exists(path("evidence")), "nor does evidence", status, err)
    status, _, err = run("audit", "-r", path("plain.eve"), *SIGNATURES, "-o", "json:" + path("plain.eve"))
    ok(status == 2 and open(path("plain.eve"), "rb").read() == log, "a log is no output", status, err)


# --- Site files drafted of records -----------------------------------------------------

EXPORT = [{"Identity": "pool01.contoso.example", "Computers": ["fe01.contoso.example", "fe02.contoso.example"],
           "Services": ["Registrar:pool01.contoso.example", "UserServer:pool01.contoso.example"],
           "Fqdn": "pool01.contoso.example", "Site": "Site:HQ"}]


def site(action, *arguments, data=None):
    return run("site", action, "-q", *SIGNATURES, *arguments, data=data)


def roles_in(draft):
    """{(address, role)} of the hosts in the text of a draft."""
    hosts = re.findall(rb"(?m)^  - {name: \S+,.* (?:addresses|external): \[([^]]*)\].* roles: \[([^]]*)\]", draft)
    return {(at, role) for some, roles in hosts for at in some.split(b", ") for role in roles.split(b", ")}


def drafts_of_records():
    export = keep("export.json", json.dumps(EXPORT).encode())
    for capture in sorted(glob.glob(os.path.join(HERE, "pcaps", "*.pcap"))):
        name = os.path.basename(capture)[:-5]
        log = keep(name + ".json", records_of("-r", capture))
        for action, more in (("infer", []), ("import", [export])):
            packets, records = [site(action, *more, "-r", one) for one in (capture, log)]
            ok(packets[0] == records[0] == 0 and packets[1] and packets[1] == records[1],
               "site %s drafts of the records of %s what it drafts of its packets" % (action, name), packets[2], records)
    capture, log = os.path.join(HERE, "pcaps", "weak-tls.pcap"), path("weak-tls.json")
    alone = site("infer", "-r", capture)[1]
    ok(len(roles_in(alone)) >= 3, "of which there are several", alone)
    os.chmod(WORK, 0o777)
    if run("flows", "-q", *SIGNATURES, "-r", capture, "-o", "sqlite:" + path("weak-tls.db"))[0] == 0:
        ok(site("infer", "-r", "sqlite:" + path("weak-tls.db"))[1] == alone, "and so of a store")
    for two in ([capture, capture], [log, log], [log, capture]):
        ok(site("infer", "-r", "one=" + two[0], "-r", "two=" + two[1])[1] == alone,
           "what two sensors saw is drafted once", two)
    foreign = [json.loads(line) for line in open(log, "rb") if b'"event_type":"flow"' in line]
    for record in foreign:
        record.pop("lync")
    status, draft, err = site("infer", "-r", keep("foreign", b"".join(json.dumps(one).encode() + b"\n" for one in foreign)))
    ok(status == 0 and roles_in(draft) and roles_in(draft) <= roles_in(alone), "Suricata's records invent no role", err, draft)
    status, draft, err = site("infer", "-r", keep("zeek", b"".join(json.dumps(connection(
        uid="C%d" % i, **{"id.orig_h": one["src_ip"], "id.orig_p": one["src_port"], "id.resp_h": one["dest_ip"],
                          "id.resp_p": one["dest_port"]})).encode() + b"\n" for i, one in enumerate(foreign))))
    ok(status in (0, 3) and roles_in(draft) <= roles_in(alone), "nor do Zeek's", err, draft)
    with open(log, "rb") as file:
        status, draft, err = site("infer", "-r", "-", data=file.read())
    ok(status == 2 and not draft and "cannot be read again" in err and "save it to a file" in err, "of a pipe there is no draft", status, err)


def hostile():
    log = records_of("-r", os.path.join(HERE, "pcaps", "front-end.pcap"))
    lines = log.splitlines(keepends=True)
    flow = next(line for line in lines if b'"event_type":"flow"' in line and b'"proto":"TCP"' in line)

    def say(name, data, *wanted):
        status, report, err = audit("-r", keep("hostile", data))
        said = " ".join((report or {}).get("incomplete", []))
        ok(status == 3 and all(word in said for word in wanted), name, status, said, err)

    for what, wrong, word in (
            ("a cut line", flow[:-200] + b"\n", "1 no JSON"),
            ("a key that stands twice", flow.replace(b'"proto":', b'"proto":"UDP","proto":'), "1 with a key twice"),
            ("a line that is no object", b"[1]\n", "1 no object"),
            ("a wrong type", flow.replace(b'"src_port":', b'"src_port":"x","y":'), "1 with a member"),
            ("a number beyond its range", flow.replace(b'"src_port":', b'"src_port":70000,"y":'), "1 with a member"),
            ("a huge number", flow.replace(b'"pkts_toserver":', b'"pkts_toserver":1' + b"0" * 300 + b',"y":'), "1 no JSON"),
            ("a negative count", flow.replace(b'"pkts_toserver":', b'"pkts_toserver":-1,"y":'), "1 with a member"),
            ("an end before its start", flow.replace(b'"end":"2', b'"end":"1'), "1 with a member"),
            ("a control character", flow.replace(b'"src_ip":"', b'"src_ip":"\x1b[2J'), "1 no JSON"),
            ("a line of 100 MB", b'{"event_type":"' + b"x" * 100_000_000 + b'"}\n', "1 too long"),
            ("a nest of 100,000 brackets", b'{"event_type":' + b"[" * 100_000 + b"\n", "1 no JSON")):
        middle = len(lines) // 2
        say("%s is lost alone, counted and named" % what, b"".join(lines[:middle]) + wrong + b"".join(lines[middle:]),
            "1 of %d records was lost" % (len(lines) + 1), "line %d" % (middle + 1), word)
    say("a log that ends before the sensor's account is incomplete", b"".join(lines[:-1]), "account", "missing")
    say("a log of something else is no clean network", b'{"a":1}\n' * 3, "3 of no known kind", "not an export of it",
        "nothing was judged")
    before = json.loads(lines[-1])
    before["lync"]["incomplete"] = ["12.0 % of the packets were dropped before they were seen"]
    say("what a sensor did not see is not seen here", b"".join(lines[:-1]) + json.dumps(before).encode() + b"\n", "12.0 %")


# --- Logs of other programs -----------------------------------------------------------

def flows(*files):
    """Records of what is in the logs @files, each a list of objects or the bytes of a log."""
    names = []
    for i, content in enumerate(files):
        data = content if isinstance(content, bytes) else b"".join(json.dumps(one).encode() + b"\n" for one in content)
        names += ["-r", keep("log.%d" % i, data)]
    out = records_of(*names)
    return eve.flow_records(out.splitlines())


def suricata(event, **members):
    flow = {"timestamp": "2026-11-22T18:28:20.411437+0000", "flow_id": 1204160865685717, "event_type": event,
            "src_ip": "10.100.0.21", "src_port": 50222, "dest_ip": "10.1.1.12", "dest_port": 5061, "proto": "TCP"}
    if event == "flow":
        flow.update(app_proto="tls", tcp={"tcp_flags_ts": "1b", "tcp_flags_tc": "1b"}, flow={
            "pkts_toserver": 10, "pkts_toclient": 7, "bytes_toserver": 1056, "bytes_toclient": 1940,
            "start": "2026-11-22T18:28:22.077775+0000", "end": "2026-11-22T18:28:22.091801+0000",
            "state": "closed", "reason": "timeout"})
    flow.update(members)
    return flow


CERTIFICATE = {"subject": "C=DE, CN=pool01.contoso.example", "issuerdn": "DC=example, CN=CA", "version": "TLS 1.2",
               "notafter": "2028-11-21T18:28:16", "serial": "40:93"}


def of_suricata():
    one = flows([suricata("tls", tls=CERTIFICATE), suricata("flow")])[0]
    ok(one["lync"]["hints_responder"] == ["tls"] and one["tls"]["subject"] == "pool01.contoso.example" and
       one["tls"]["notafter"] == "2028-11-21T18:28:16Z" and one["flow"]["start"] == "2026-11-22T18:28:22.077775Z" and
       one["lync"]["dir_by"] == "syn" and one["lync"]["flow_state"] == "closed" and one["lync"]["unseen"] == ["cut"],
       "Suricata's certificate shows TLS, and its flow's own times count", one)
    one = flows([suricata("tls", tls={"version": "TLS 1.0"}), suricata("flow")])[0]
    ok(one["lync"]["hints"] == [], "without one it may be MS-TURN's imitation", one)
    one = flows([suricata("flow", tcp={"tcp_flags_ts": "02", "tcp_flags_tc": "00"}, app_proto="failed")])[0]
    ok(one["lync"]["flow_state"] == "established", "with bad checksums packets are trusted, not flags", one)
    one = flows([suricata("flow", tcp={"tcp_flags_ts": "02", "tcp_flags_tc": "14"})])[0]
    ok(one["lync"]["flow_state"] == "refused", "a reset in answer refuses", one)
    silent = suricata("flow", tcp={"tcp_flags_ts": "02", "tcp_flags_tc": "00"})
    silent["flow"].update(pkts_toclient=0, bytes_toclient=0)
    ok(flows([silent])[0]["lync"]["flow_state"] == "attempt", "nothing in answer to a SYN is an attempt")
    netflow = suricata("netflow", netflow={"pkts": 10, "bytes": 1056, "start": "2026-11-22T18:28:22.077775+0000",
                                           "end": "2026-11-22T18:28:22.091801+0000"})
    for events, wanted in (([netflow, netflow], True), ([netflow, suricata("flow"), netflow], False)):
        found = flows(events)
        said = str(audit("-r", path("log.0"))[1]["incomplete"])
        ok(("2 netflow events are not read" in said and "types: flow" in said) == wanted and len(found) == len(events) - 2,
           "netflow events alone are named with the way out" if wanted else "beside flow events they are passed over", said)
    told = records_of("-r", keep("names", b"".join(json.dumps(one).encode() + b"\n" for one in [
        suricata("dns", dns={"type": "answer", "answers": [
            {"rrname": "sip.contoso.example", "rrtype": "A", "rdata": "10.1.1.12"},
            {"rrname": "x", "rrtype": "CNAME", "rdata": "sip.contoso.example"}]}), suricata("flow")])))
    facts = [json.loads(line)["learned"] for line in told.splitlines() if b'"learned"' in line]
    ok(facts == [{"kind": "name", "via": "dns", "ip": "10.1.1.12", "text": "sip.contoso.example"}],
       "names are learned from its DNS answers", facts)
    found = flows([suricata("flow", proto="ICMP"), suricata("alert"), suricata("flow")])
    ok(len(found) == 1 and "lost" not in str(audit("-r", path("log.0"))[1]["incomplete"]),
       "what is no flow of ports is passed over", found)


def learned(*events):
    log = keep("learned", b"".join(json.dumps(one).encode() + b"\n" for one in events))
    return [(fact["text"], fact["ip"]) for fact in
            (json.loads(line)["learned"] for line in records_of("-r", log).splitlines() if b'"learned"' in line)]


def of_other_suricatas():
    """6 to 8: DNS as answers, grouped, or with its questions apart; a client's certificate; keys that were not there before."""
    for what, dns in (("answers", {"version": 2, "type": "answer", "rrname": "sip.contoso.example", "answers": [
            {"rrname": "sip.contoso.example", "rrtype": "A", "ttl": 60, "rdata": "10.1.1.12"}]}),
            ("grouped", {"version": 2, "type": "answer", "rrname": "sip.contoso.example", "grouped": {"A": ["10.1.1.12"], "CNAME": ["x"]}}),
            ("of version 3", {"version": 3, "type": "response", "queries": [{"rrname": "sip.contoso.example", "rrtype": "A"}],
                              "grouped": {"AAAA": ["::ffff:10.1.1.12"]}})):
        ok(learned(suricata("dns", dns=dns), suricata("flow")) == [("sip.contoso.example", "10.1.1.12")],
           "Suricata's DNS answers, %s, name addresses" % what, learned(suricata("dns", dns=dns)))
    client = {"subject": "CN=edge01.contoso.example", "issuerdn": "CN=CA", "fingerprint": "aa:bb"}
    one = flows([suricata("tls", ip_v=4, pkt_src="wire/pcap", tls=dict(CERTIFICATE, client=client, ja4="t12d", subjectaltname=["a"])),
                 suricata("flow", ip_v=4, dir="to_server")])[0]
    ok("mtls" in one["lync"]["hints_initiator"] and one["tls"]["client_subject"] == "edge01.contoso.example" and
       one["lync"]["unseen"] == ["cut"], "and the client's certificate shows mutual TLS", one)
    ipv6 = suricata("flow", src_ip="fd00:0000:0000:0000:0000:0000:0000:0021", dest_ip="fd00:0000:0000:0000:0000:0000:0000:0012")
    ok(flows([ipv6])[0]["src_ip"] == "fd00::21", "addresses of IPv6 may be written in full")
    one = flows([suricata("ldap", ldap={"request": {"operation": "bind_request"}, "responses": [{"operation": "bind_response"}]}),
                 suricata("flow", dest_port=389, app_proto="ldap")])[0]
    ok(one["lync"]["hints_responder"] == ["ldap"], "what Suricata 8 reads of LDAP is a hint", one)


def zeek(**members):
    record = {"ts": 1795372102.077775, "uid": "CHhAvVGS1DHFjwGM9", "id.orig_h": "10.100.0.21", "id.orig_p": 50222,
              "id.resp_h": "10.1.1.12", "id.resp_p": 5061}
    record.update(members)
    return record


def connection(**members):
    record = zeek(proto="tcp", service="ssl", duration=0.014026, orig_bytes=400, resp_bytes=1500, conn_state="SF",
                  missed_bytes=0, history="ShADadFf", orig_pkts=10, orig_ip_bytes=1056, resp_pkts=7, resp_ip_bytes=1940)
    record.update(members)
    return record


def of_zeek():
    ssl = zeek(version="TLSv12", cipher="TLS_RSA", server_name="sip.contoso.example", established=True,
               cert_chain_fps=["aa11"], client_cert_chain_fps=["bb22"])
    x509 = [{"ts": 1795372102.08, "fingerprint": mark, "certificate.subject": "CN=" + name, "certificate.issuer": "CN=CA",
             "certificate.not_valid_after": 1858444096.0} for mark, name in (("aa11", "pool01"), ("bb22", "edge01"))]
    wanted = None
    for order in ([[connection()], [ssl], x509], [x509, [ssl], [connection()]], [[ssl], x509 + [connection()]],
                  [[connection(), ssl] + x509]):
        one = flows(*order)[0]
        one.pop("pcap_filename")
        wanted = wanted or one
        ok(one == wanted and one["lync"]["hints_responder"] == ["tls"] and "mtls" in one["lync"]["hints"] and
           one["tls"]["subject"] == "pool01" and one["tls"]["client_subject"] == "edge01" and
           one["tls"]["notafter"] == "2028-11-21T18:28:16Z" and one["tls"]["version"] == "TLS 1.2" and
           one["flow"]["start"] == "2026-11-22T18:28:22.077775Z" and one["flow"]["bytes_toclient"] == 1940,
           "Zeek's logs are joined, in whatever order they come", one, wanted)
    for state, history, packets, wanted, by in (
            ("S0", "S", 0, "attempt", "syn"), ("REJ", "Sr", 1, "refused", "syn"), ("S1", "ShADad", 7, "established", "syn"),
            ("RSTO", "ShADadR", 7, "reset", "syn"), ("OTH", "Dd", 7, "midstream", "table"),
            ("S0", "SC", 0, "midstream", "syn"), ("SF", "^hADadFf", 7, "closed", "table")):
        one = flows([connection(conn_state=state, history=history, resp_pkts=packets, service="-", orig_pkts=2)])[0]
        ok(one["lync"]["flow_state"] == wanted and one["lync"]["dir_by"] == by,
           "conn_state %s with history %s is %s, told by %s" % (state, history, wanted, by), one)
    ok(not flows([connection(proto="icmp", conn_state="OTH", history="-")]), "ICMP is passed over")


def of_other_zeeks():
    """4 to 7: times as numbers of seconds and milliseconds or as text, names of logs in their lines, certificates by files."""
    plain = flows([connection()])[0]
    plain.pop("pcap_filename")
    for what, ts in (("as ISO 8601", "2026-11-22T18:28:22.077775Z"), ("in milliseconds", 1795372102078), ("as a whole number", 1795372102)):
        one = flows([connection(ts=ts)])[0]
        one.pop("pcap_filename")
        ok(one["flow"]["start"].startswith("2026-11-22T18:28:22") and dict(one, flow=0, timestamp=0) == dict(plain, flow=0, timestamp=0),
           "Zeek's times %s are read" % what, one)
    ssl = zeek(version="TLSv12", established=True, cert_chain_fuids=["Fa"], client_cert_chain_fuids=["Fb"], resumed=False)
    x509 = [{"ts": "2026-11-22T18:28:22.08Z", "id": mark, "certificate.subject": "CN=" + name, "certificate.issuer": "CN=CA",
             "certificate.not_valid_after": "2028-11-21T18:28:16.000000Z"} for mark, name in (("Fa", "pool01"), ("Fb", "edge01"))]
    sip = zeek(trans_depth=0, method="REGISTER", uri="sip:contoso.example", request_path=[], response_path=[], status_code=200, user_agent="UCCAPI")
    wanted = None
    logs = {"conn": [connection(service="ssl,sip")], "ssl": [ssl], "x509": x509, "sip": [sip]}
    for order in ("conn ssl x509 sip", "x509 sip conn ssl", "sip ssl x509 conn"):
        files = [gzip.compress(b"".join(json.dumps(one).encode() + b"\n" for one in logs[name])) for name in order.split()]
        one = flows(*files)[0]
        one.pop("pcap_filename")
        wanted = wanted or one
        ok(one == wanted and one["tls"]["subject"] == "pool01" and one["tls"]["client_subject"] == "edge01" and
           one["tls"]["notafter"] == "2028-11-21T18:28:16Z" and "sip" in one["lync"]["hints_responder"] and
           "mtls" in one["lync"]["hints_initiator"], "Zeek 4's logs, packed, are joined: %s" % order, one)
    stream = [dict(one, _path=name, _write_ts="2026-11-22T18:29:00.000000Z") for name in logs for one in logs[name]]
    stream += [{"_path": "stats", "ts": 1795372102.0, "peer": "zeek"}, dict(zeek(fuid="F1"), _path="files")]
    one = flows(stream)[0]
    one.pop("pcap_filename")
    ok(one == wanted, "and as one stream whose lines say what they are", one, wanted)
    status, report, _ = audit("-r", path("log.0"))
    ok("lost" not in str(report["incomplete"]), "of which logs of other things are passed over", report["incomplete"])
    ok(learned(zeek(query="sip.contoso.example", qtype_name="A", answers=["pool01.contoso.example", "10.1.1.12"], rcode_name="NOERROR")) ==
       [("sip.contoso.example", "10.1.1.12")], "names are learned from its dns.log")
    status, report, _ = audit("-r", keep("scoped", json.dumps(dict(
        {key.replace(".", "_"): value for key, value in connection().items()})).encode() + b"\n"))
    ok(status == 3 and "1 with a member that is missing" in str(report["incomplete"]), "with another separator of scopes they are lost, and named", report["incomplete"])


def half(source, destination, port_from, port_to, flags="...AP.SF", proto=6, first="2026-11-22T18:28:20.411", **members):
    return {"type": "FLOW", "first": first, "last": "2026-11-22T18:28:21.000", "in_packets": 5, "in_bytes": 500,
            "proto": proto, "tcp_flags": flags, "src_port": port_from, "dst_port": port_to, "src_tos": 96,
            "src4_addr": source, "dst4_addr": destination, **members}


def of_nfdump():
    client, server = "10.100.0.21", "10.1.1.12"
    for order in (0, 1):
        halves = [half(client, server, 50222, 5061), half(server, client, 5061, 50222, first="2026-11-22T18:28:20.412")]
        if order:
            halves.reverse()
        found = flows(json.dumps(halves, indent="\t").encode())
        ok(len(found) == 1 and found[0]["src_ip"] == client and found[0]["flow"]["pkts_toclient"] == 5 and
           found[0]["lync"]["dscp"] == [24, 24] and found[0]["lync"]["dir_by"] == "table" and
           found[0]["flow"]["start"] == "2026-11-22T18:28:20.411000Z",
           "nfdump's two ways are one flow, in either order", found)
    found = flows(json.dumps([half(client, server, 50222, 5061, "......S."), half(server, client, 5061, 50222, "...A.R..")]).encode())
    ok(found[0]["lync"]["flow_state"] == "refused", "its flags say that it was refused", found)
    found = flows(json.dumps([half(client, server, 50222, 5061), half(client, server, 50222, 5061,
                             first="2026-11-22T20:28:20.411", last="2026-11-22T20:28:21.000")]).encode())
    ok(len(found) == 2, "hours later it is another flow", found)
    ok(not flows(json.dumps([half(client, server, 0, 0, proto=1)]).encode()), "ICMP is passed over")


def of_other_nfdumps():
    client, server = "10.100.0.21", "10.1.1.12"
    plain = flows(json.dumps([half(client, server, 50222, 5061), half(server, client, 5061, 50222, first="2026-11-22T18:28:20.418")]).encode())[0]
    plain.pop("pcap_filename")

    def old(record, **members):
        times = {"t_" + key: record.pop(key) for key in ("first", "last")}
        return {**record, **times, "t_received": "2026-11-22T18:28:30.000", "fwd_status": 0, "input_snmp": 1, **members}

    found = flows(json.dumps([old(half(client, server, 50222, 5061)),
                              old(half(server, client, 5061, 50222, first="2026-11-22T18:28:20.418"))]).encode())
    found[0].pop("pcap_filename")
    ok(found == [plain], "nfdump 1.6 calls its times otherwise", found, plain)
    one = flows(json.dumps([old(half(client, server, 50222, 5061), t_first="2026-11-22T18:28:20.7")]).encode())[0]
    ok(one["flow"]["start"] == "2026-11-22T18:28:20.007000Z", "and writes seven milliseconds as .7", one)
    lines = b"".join(json.dumps(one).encode() + b"\n" for one in (
        half(client, server, 50222, 5061), half(server, client, 5061, 50222, first="2026-11-22T18:28:20.418")))
    found = flows(lines)
    found[0].pop("pcap_filename")
    ok(found == [plain], "1.7 has them one a line as well", found)
    one = flows(json.dumps([half(client, server, 50222, 5061, out_packets=4, out_bytes=900)]).encode())[0]
    ok(one["src_ip"] == client and one["flow"]["pkts_toclient"] == 4 and one["flow"]["bytes_toclient"] == 900 and
       one["lync"]["flow_state"] == "closed" or one["lync"]["flow_state"] == "established", "a record of both ways is both", one)


def main():
    equal_to_packets()
    given_up()
    forms()
    drafts_of_records()
    hostile()
    of_suricata()
    of_other_suricatas()
    of_zeek()
    of_other_zeeks()
    of_nfdump()
    of_other_nfdumps()
    plan()


main()
