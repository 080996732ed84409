# SPDX-License-Identifier: BSD-2-Clause
"""What tells of the product is judged by: captures made for it, with and without a site file."""

import json
import pathlib
import subprocess
import sys

LYNCTAP, HERE, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
sys.path[:0] = [str(HERE / "tests"), str(HERE / "tests/rows")]

from packets import read_capture, write_pcap  # noqa: E402
from payloads import I, R, sip_text  # noqa: E402
from tap import ok, plan  # noqa: E402
from tls import tls_handshake  # noqa: E402
from windows import xmpp  # noqa: E402
from wire import Capture, TcpConversation  # noqa: E402

FE01, FE02, MEDIATION, GATEWAY = "10.1.1.11", "10.1.1.12", "10.1.1.31", "10.1.1.71"
EDGE, STRANGER, PARTNER, MICROSOFT = "203.0.113.41", "10.1.1.99", "198.51.100.7", "198.51.100.80"
SITE = """\
hosts:
  - {name: fe01.contoso.example, addresses: [10.1.1.11], roles: [front-end]}
  - {name: fe02.contoso.example, addresses: [10.1.1.12], roles: [front-end]}
  - {name: med01.contoso.example, addresses: [10.1.1.31], roles: [mediation]}
  - {name: gw01.contoso.example, addresses: [10.1.1.71], roles: [gateway]}
  - {name: edge01.contoso.example, addresses: [10.2.2.41], external: [203.0.113.41], roles: [edge]}
"""
(WORK / "site.yaml").write_text(SITE)


def talk(capture, source, target, port, words):
    conversation = TcpConversation(capture, (source, 51000 + len(capture.frames)), (target, port))
    for side, data in words:
        conversation.send(side, data)
    conversation.close()


def options(agent):
    """A mediation server asks its gateway whether it is there."""
    request, answer = sip_text((GATEWAY, 5060), "TCP")
    request = request.replace(b"Accept:", b"User-Agent: " + agent + b"\r\nAccept:")
    return [(I, request), (R, answer)]


def agent(name, source=MEDIATION):
    return source, GATEWAY, 5066, options(name)


PARTNERS = (PARTNER, EDGE, 5269, list(xmpp(None)))
PLATFORM = (FE01, FE02, 6008, list(tls_handshake(True)))
MITIGATION = (FE01, MICROSOFT, 443, list(tls_handshake(
    False, names=(b"config.officeapps.live.com",), asked=b"config.officeapps.live.com")))
MOBILITY = (FE01, FE02, 5086, list(tls_handshake(True)))


def make(name, *conversations):
    capture = Capture()
    for conversation in conversations:
        talk(capture, *conversation)
    capture.save(WORK / name)
    return name


def run(*words):
    done = subprocess.run([LYNCTAP, *words, "-q", "-S", str(WORK / "signatures")], cwd=WORK,
                          capture_output=True, text=True, check=False)
    return done.stdout, done.stderr


def audit(capture, site="site.yaml"):
    words = ["-c", site] if site else []
    return json.loads(run("audit", "-r", capture, *words, "-o", "json")[0])


def state(name, line):
    (WORK / name).write_text(line + "\n" + SITE)
    return name


def products(report):
    return [p["name"] for p in report["products"]]


def findings(report):
    return [(f["id"], f["kind"], f["severity"], f["row"], f["nearest_row"])
            for f in report["findings"]]


def at(report, port):
    return [f["kind"] for f in report["findings"] if f["port"] == port]


# --- What tells ----------------------------------------------------------------------------------

CASES = (
    ("nothing", [], ["lync-2013"], False),
    ("the agent of 2013", [agent(b"RTCC/5.0.0.0 MediationServer")], ["lync-2013"], False),
    ("the agent of 2015", [agent(b"RTCC/6.0.0.0 MediationServer")], ["skype-2015"], False),
    ("the agent of 2019", [agent(b"RTCC/7.0.0.0 MediationServer")], ["skype-2019"], True),
    ("a listener of 2019", [PLATFORM], ["skype-2019"], True),
    ("a request of 2019", [MITIGATION], ["skype-2019"], True),
    ("a listener that 2019 removed", [MOBILITY], ["lync-2013"], False),
    ("the agent of 2019 beside what it removed",
     [MOBILITY, agent(b"RTC/7.0")], ["skype-2019"], True),
    ("a migration", [PLATFORM, agent(b"RTCC/5.0.0.0")], ["lync-2013", "skype-2019"], False),
    ("the agent of an undeclared host", [agent(b"RTC/7.0", STRANGER)], ["lync-2013"], False),
)
for number, (name, conversations, wanted, accused) in enumerate(CASES):
    report = audit(make(f"{number}.pcap", PARTNERS, *conversations))
    ok(products(report) == wanted and report["product"] == wanted[0]
       and not report["product_stated"]
       and (at(report, 5269) != []) == accused,
       f"{name}: judged as {' and '.join(wanted)}", report["products"], findings(report))
    stated = audit(f"{number}.pcap", state("stated.yaml", f"product: {wanted[-1]}"))
    if len(wanted) == 1:
        ok(findings(report) == findings(stated) and report["coverage"] == stated["coverage"],
           f"{name}: as if it were stated", findings(report), findings(stated))
report = audit("3.pcap")
ok(report["products"][0]["why"].startswith("RTCC/7.0") and "skype-2019-edge" in report["catalogues"]
   and "lync-2013" not in report["catalogues"], "the report says why, and whose tables",
   report["products"], report["catalogues"])
ok({p["name"] for p in report["provenance"]["catalogues"]} >= {"skype-2019", "skype-2019-edge"},
   "what was read is what is listed", report["provenance"])
text = " ".join(run("audit", "-r", "3.pcap", "-c", "site.yaml")[0].split())
ok("skype-2019, as its servers show: RTCC/7.0" in text, "so does the text", text[-1500:])
text = " ".join(run("audit", "-r", "8.pcap", "-c", "site.yaml")[0].split())
ok("lync-2013 and skype-2019, as its servers show: RTCC/5.0" in text
   and "; Platform Service at 6008" in text, "and names both of a migration", text[-1500:])

# --- Who states it is believed --------------------------------------------------------------------

for line, wanted in (("product: lync-2013", ["lync-2013"]),
                     ("pools: [{name: p.contoso.example, roles: [front-end], members: "
                      "[fe02.contoso.example], product: skype-2015}]", ["lync-2013"]),
                     ("catalogues: [lync-2013, lync-2013-edge, undocumented]", [])):
    report = audit("3.pcap", state("other.yaml", line))
    ok(products(report) == wanted and at(report, 5269) == [],
       f"{line.split(':', 1)[0]} of the site file counts, whatever is seen", report["products"])

# --- Without a site file, flow by flow, and as a draft ---------------------------------------------

frames, link = read_capture(HERE / "pcaps/mediation.pcap")
write_pcap(WORK / "whole.pcap", link, [
    (s, us, f.replace(b"RTCC/5.0", b"RTCC/7.0"), wire) for s, us, f, wire in frames])
report = audit("whole.pcap", None)
ok(products(report) == ["skype-2019"] and "skype-2019" in report["catalogues"],
   "without a site file as well", report["products"])
for threads in "1", "2":
    eve = run("flows", "-r", "whole.pcap", "-o", "eve", "--threads", threads)[0]
    rows = {json.loads(line).get("lync", {}).get("catalogue") for line in eve.splitlines()}
    ok("skype-2019" in rows and "lync-2013" not in rows,
       f"flows have its rows, with {threads} threads", rows)
draft = run("site", "infer", "-r", "whole.pcap")[0]
ok("\nproduct: skype-2019\n#   skype-2019: RTCC/7.0" in draft, "a draft states it", draft[:600])

# --- Tables that are not there ---------------------------------------------------------------------

bare = WORK / "bare"
bare.mkdir()
for file in (HERE / "signatures").glob("*.yaml"):
    if not file.name.startswith("skype-"):
        (bare / file.name).write_bytes(file.read_bytes())
done = subprocess.run([LYNCTAP, "audit", "-q", "-r", "3.pcap", "-c", "site.yaml", "-S", "bare"],
                      cwd=WORK, capture_output=True, text=True, check=False)
text = " ".join(done.stdout.split())
ok("there is no catalogue 'skype-2019'" in done.stderr and "lync-2013, as the site file states "
   "none; what tells of skype-2019 came too late, or its tables cannot be read" in text,
   "tables that are not there are said, and not judged by", done.stderr, text[-1500:])
plan()
