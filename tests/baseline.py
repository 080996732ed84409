# SPDX-License-Identifier: BSD-2-Clause
"""baseline.py LYNCTAP SOURCE WORK: a night is audited, a finding accepted, another allowed,
the next night has one listener more, and that is what --baseline and diff name. TAP."""
import json
import pathlib
import socket
import struct
import subprocess
import sys

from tap import ok, plan

LYNCTAP, SOURCE, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
SITE = (SOURCE / "pcaps/front-end.site.yaml").read_text()
CLIENT, SERVER = "10.100.0.44", "10.1.1.11"
SYN, ACK, FIN = 2, 16, 1
DAY = 86400


def segment(source, target, sequence, acknowledged, flags, payload=b""):
    tcp = struct.pack("!HHIIBBHHH", source[1], target[1], sequence, acknowledged, 0x50, flags,
                      64000, 0, 0) + payload
    return struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0,
                       socket.inet_aton(source[0]), socket.inet_aton(target[0])) + tcp


def conversation(port, said):
    """A client asks a port of the front end, which answers @said."""
    client, server = (CLIENT, 50000 + port % 1000), (SERVER, port)
    return [segment(client, server, 1, 0, SYN), segment(server, client, 1, 2, SYN | ACK),
            segment(client, server, 2, 2, ACK), segment(server, client, 2, 2, ACK, said),
            segment(client, server, 2, 2 + len(said), ACK, said),
            segment(server, client, 2 + len(said), 2 + len(said), ACK | FIN),
            segment(client, server, 2 + len(said), 3 + len(said), ACK | FIN)]


def write_pcap(name, start, ports):
    frames = [frame for port in ports
              for frame in conversation(port, b"SSH-2.0-OpenSSH_9.6\r\n")]
    with open(WORK / name, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
        for i, frame in enumerate(frames):
            out.write(struct.pack("<IIII", start + i // 10, i % 10 * 1000, len(frame),
                                  len(frame)) + frame)


def run(*arguments):
    done = subprocess.run([LYNCTAP, *arguments], cwd=WORK, capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout, done.stderr


def audit(night, site, *options):
    return run("audit", "-q", "-S", str(SOURCE / "signatures"), "-r", night, "-c", site, *options)


def ids(report):
    return {finding["port"]: finding["id"] for finding in report["findings"]}


def write_site(name, more=""):
    (WORK / name).write_text(SITE + more)


# --- Two nights ---------------------------------------------------------------------------

write_pcap("monday.pcap", 1795334400, (2201, 2202, 2203))
write_pcap("tuesday.pcap", 1795334400 + DAY, (2201, 2202, 2203, 2204))
write_site("site.yaml")
status, _, _ = audit("monday.pcap", "site.yaml", "-o", "json:monday.json")
monday = json.loads((WORK / "monday.json").read_text())
ok(status == 1 and len(monday["findings"]) == 3, "the first night has three findings",
   status, ids(monday))
ok(monday["baseline"] is None and all(f["since"] is None for f in monday["findings"]),
   "without a baseline nothing is since a night")

write_site("later.yaml", f"""allow:
  - {{from: {CLIENT}, to: {SERVER}, port: 2201/tcp, reason: tests, until: 2027-12-31}}
accept:
  - {{finding: {ids(monday)[2202]}, reason: replaced in March, until: 2027-12-31}}
""")
status, text, _ = audit("tuesday.pcap", "later.yaml", "--baseline", "monday.json",
                        "-o", "json:tuesday.json", "-o", "text")
tuesday = json.loads((WORK / "tuesday.json").read_text())
against = tuesday["baseline"]
ok(status == 1 and tuesday["exit_status"] == 1, "what is new makes it 1", status)
ok(against["new"] == [ids(tuesday)[2204]] and not against["worse"] and not against["gone"],
   "the one listener that came is new, and nothing else", json.dumps(against))
ok(ids(monday)[2201] in against["allowed"], "what the site file allows since is not gone",
   json.dumps(against))
since = {finding["port"]: finding["since"] for finding in tuesday["findings"]}
ok(since[2203] == monday["provenance"]["made"] and since[2204] is None,
   "what was there is since the first night", since)
ok("1 new since the baseline" in text.splitlines()[0].replace("\n", " ") and
   f"\nNew\n  {ids(tuesday)[2204]}" in text, "the text says it first", text[:800])

(WORK / "monday.json").chmod(0o600)
status, _, error = audit("tuesday.pcap", "later.yaml", "--baseline", "monday.json")
(WORK / "monday.json").chmod(0o666)
ok(status == 1, "a baseline is read with the rights of who began the run", status, error)

# --- The third night is held against the second ----------------------------------------------

status, _, _ = audit("tuesday.pcap", "later.yaml", "--baseline", "tuesday.json",
                     "-o", "json:again.json")
again = json.loads((WORK / "again.json").read_text())
since = {finding["port"]: finding["since"] for finding in again["findings"]}
ok(status == 0 and not again["baseline"]["new"], "nothing new is 0", status)
ok(since[2203] == monday["provenance"]["made"] and
   since[2204] == tuesday["provenance"]["made"], "since when is kept from night to night", since)
status, _, _ = audit("monday.pcap", "later.yaml", "--baseline", "tuesday.json",
                     "-o", "json:gone.json")
gone = json.loads((WORK / "gone.json").read_text())["baseline"]["gone"]
ok(status == 0 and gone == [ids(tuesday)[2204]], "a listener that went is gone", status, gone)

# --- What cannot be compared -------------------------------------------------------------------

for name, options, said in (
        ("another filter", ["-f", "tcp"], "another filter: none before, tcp now"),
        ("another snaplen", ["-s", "128"], "another snaplen: 0 before, 128 now"),
        ("--strict", ["--strict"], "--strict: not given before, given now")):
    status, _, error = audit("tuesday.pcap", "site.yaml", "--baseline", "monday.json",
                             "-o", "json:refused.json", *options)
    ok(status == 2 and said in error and not (WORK / "refused.json").exists(),
       f"{name} is refused, named, and leaves no report", status, error)
(WORK / "other.yaml").write_text(SITE.replace("site: contoso-pool", "site: lab"))
status, _, error = audit("tuesday.pcap", "other.yaml", "--baseline", "monday.json")
ok(status == 2 and "another site: contoso-pool before, lab now" in error,
   "another site is refused and named", status, error)
status, _, error = audit("tuesday.pcap", "site.yaml", "--baseline", "site.yaml")
ok(status == 2 and "site.yaml:1: no JSON" in error, "what is no report is refused", status, error)
status, _, error = audit("tuesday.pcap", "site.yaml", "--baseline", "monday.json",
                         "-o", "json:monday.json")
ok(status == 2 and json.loads((WORK / "monday.json").read_text()) == monday,
   "the baseline is not overwritten", status, error)

# --- diff ----------------------------------------------------------------------------------------

status, text, _ = run("diff", "monday.json", "tuesday.json")
ok(status == 1 and text.startswith("contoso-pool: 1 new finding;"), "diff says the same", text)
status, text, _ = run("diff", "monday.json", "tuesday.json", "-o", "json")
compared = json.loads(text)
ok(status == compared["exit_status"] == 1 and compared["counts"]["new"] == 1,
   "diff in JSON as well", text[:300])
status, text, _ = run("diff", "tuesday.json", "tuesday.json")
ok(status == 0 and "nothing new" in text, "a report is as itself", text)
status, _, _ = run("diff", "monday.json", "tuesday.json", "--fail-on", "high")
ok(status == 0, "--fail-on counts in diff", status)
cut = dict(tuesday, incomplete=["cut short"])
(WORK / "cut.json").write_text(json.dumps(cut))
status, text, _ = run("diff", "monday.json", "cut.json")
ok(status == 3 and "may only not have been seen" in " ".join(text.split()),
   "an incomplete report is 3, and says that gone is not known", status, text)
status, _, error = run("diff", "monday.json")
ok(status == 2 and "OLD.json NEW.json" in error, "diff wants two", error)
plan()
