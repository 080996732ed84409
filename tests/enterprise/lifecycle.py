# SPDX-License-Identifier: BSD-2-Clause
"""The site file of the company of network.py from its topology's XML, over its life; and
what is drafted of captures that are late, cut or lost by half, as TAP.

usage: lifecycle.py LYNCTAP SIGNATURES WORK
"""

import itertools
import os
import re
import socket
import subprocess
import sys

from enterprise import Enterprise, UNWRITTEN, say_findings
from export import pools
from network import Host
from traffic import flow_of, half, midstream, payloads, same, stage

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))

import topology                         # noqa: E402

SEEDS = range(4)

# Services of each role, as tests/topology.py has them: role, cmdlet, version, ports, flags.
SERVICES = {
    "front-end": ["UserServices", "Registrar", "ConfServices", "ApplicationServer", "WebServices"],
    "director": ["Registrar", "WebServices"], "mediation": ["MediationServer"],
    "edge": ["EdgeServer"], "persistent-chat": ["PersistentChatService"],
    "office-web-apps": ["WacService"], "sql-server": ["UserStore"],
    "file-server": ["FileStore"], "gateway": ["PstnGateway"],
    "trusted-application": ["ExternalServer"], "sba": ["Registrar", "MediationServer"],
}


def service(name, host, moved):
    ports, flags = [], {}
    if name == "ConfServices" and moved:
        ports = [("DataConf", "PsomClient", moved, "Tls", 1, None)]
    if name == "ExternalServer":
        ports = [("ivr", "SipServer", port, "Mtls", 1, None) for port in host.listens]
    if name == "UserStore":
        flags = {"sql": "rtc"}
    if name == "Registrar" and "director" in host.roles:
        flags = {"director": True}
    return name, name, 6, ports, flags


def published(net, moved=None):
    """Get-CsTopology -AsXml. @moved: where web conferencing listens, when not on 8057"""
    topology.CLUSTERS = []
    for pool, hosts in pools(net).items():
        sides = {host.name: {"Primary": (host.at, "")} for host in hosts}
        if "edge" in hosts[0].roles:
            sides = {host.name: {"Internal": (host.at, ""), "External": (host.outer[0], "")}
                     for host in hosts}
        site = 2 if "sba" in hosts[0].roles else 1
        roles = [service(name, hosts[0], moved)
                 for role in hosts[0].roles for name in SERVICES[role]]
        topology.CLUSTERS.append((pool, site, sides, roles))
    text = topology.published()
    for host in net.edges:
        first = f'<NetInterface InterfaceSide="External" InterfaceNumber="1" IPAddress="{host.outer[0]}" />'
        text = text.replace(first, first + "".join(
            first.replace('"1"', f'"{number}"').replace(host.outer[0], at)
            for number, at in enumerate(host.outer[1:], 2)))
    return text


class Lifecycle(Enterprise):
    """The company, and its site file."""

    def export(self, name, text):
        path = os.path.join(self.work, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        return path

    def command(self, *words):
        return subprocess.run([self.lynctap, "site", *words, "-S", self.signatures],
                              capture_output=True, check=False, text=True)

    def clean(self, capture, site, name):
        audit = self.audit(capture, site)
        self.ok(audit["exit_status"] == 0 and not audit["findings"], name,
                [audit["said"], *say_findings(audit)])

    def invented(self, text):
        """Roles in the text of a draft that are not the host's."""
        truth, wrong = self.net.truth(), []
        for ats, roles in re.findall(
                r"(?m)^  - {name: \S+,.*(?:addresses|external): \[([^]]*)\].* roles: \[([^]]*)\]", text):
            for at in ats.split(", "):
                more = set(roles.split(", ")) - truth.get(at, set())
                if more:
                    wrong.append((at, sorted(more)))
        return wrong


def test_life(company):
    """From the first export to the next one, the site file being worked on by hand."""
    net = company.net
    site = os.path.join(company.work, "own.yaml")
    first = company.export("topology.xml", published(net))
    done = company.command("import", "-q", "-r", company.capture("whole"), first)
    company.export("own.yaml", done.stdout)
    company.ok(done.returncode == 0, "life: the XML is imported", [done.stderr])
    audit = company.audit("whole", site)
    strange = [finding for finding in audit["findings"] if finding["port"] not in UNWRITTEN]
    company.ok(not strange, "life: but for the company's own tools nobody is accused",
               say_findings({"findings": strange}))
    company.allow_all("whole", site)
    company.clean("whole", site, "life: these allowed, the audit is clean")

    made = stage(net)
    made.talk(net.staff[0].at, net.pool1[0].at, 4444, "tcp",
              lambda _end: same(payloads.http)(None, net.pool1[0], 4444))
    made.save(company.capture("listener"))
    found = [(finding["kind"], finding["address"], finding["port"])
             for finding in company.audit("listener", site)["findings"]]
    company.ok(found == [("unapproved-port", net.pool1[0].at, 4444)],
               "life: a listener that was planted is found, and nothing else", [found])
    _printed, status, said = company.allow_all("listener", site)
    company.ok(status == 0, "life: it is allowed", [said])
    company.clean("listener", site, "life: and the audit is clean again")

    with open(site, encoding="utf-8") as file:
        by_hand = file.read().replace("\nhosts:", "\n# ours: rack 4\nhosts:", 1)
    company.export("own.yaml", by_hand)
    net.pool1.append(Host("fe04", "10.1.1.14", ("front-end", "mediation"), pool="pool01"))
    changed = company.export("next.xml", published(net, 8157))
    net.pool1.pop()
    done = company.command("import", "--update", site, changed, "-o", site)
    with open(site, encoding="utf-8") as file:
        now = file.read()
    kept = [line for line in by_hand.splitlines()
            if "- {from:" in line or "range:" in line or "rack 4" in line]
    lost = [line for line in kept if line not in now]
    company.ok(done.returncode == 0 and len(kept) > 8 and not lost,
               "life: the next export keeps what was written by hand", [done.stderr, lost])
    company.ok("host fe04.contoso.example: new" in done.stderr
               and re.search(r"pool pool01\.contoso\.example: .*8157", done.stderr),
               "life: and says what changed", [done.stderr])
    findings = company.audit("listener", site)["findings"]
    company.ok({finding["port"] for finding in findings} == {8057},
               "life: a port that moved in the XML moves the verdict", say_findings(
                   {"findings": findings}))
    same_again = company.command("import", "--update", site, changed)
    company.ok(same_again.stdout == now, "life: a second time nothing changes",
               [same_again.stderr])


def late(frames):
    return midstream(frames, 3)


def talks(frames):
    """{(one's address, the other's, its port)} of who says something, both ways round."""
    ends = [[(socket.inet_ntoa(at), port) for at, port in flow_of(frame)[1]]
            for _when, frame in frames if int.from_bytes(frame[16:18], "big") > BARE]
    return {(one[0], *other) for pair in ends for one, other in itertools.permutations(pair)}


BARE = 40           # bytes of the headers of IPv4 and TCP

# What a capture may lack: frames, or with -s the ends of them.
WORSE = (("whole", list, ()), ("mid-stream", midstream, ()), ("without handshakes", late, ()),
         ("half", half, ()), ("cut", list, ("-s", "128")), ("cut short", list, ("-s", "64")))


def test_draft(company, first, name, words):
    """@return the site file that capture "clean" completes, which is to be all there is"""
    done = company.command("import", "-q", *words, "-r", company.capture("clean"), first)
    site = company.export("drafted.yaml", done.stdout)
    checked = company.checks(site)
    company.ok(done.returncode == 0 and checked.returncode == 0,
               f"{name}: a site file is drafted", [done.stderr, checked.stderr])
    wrong = company.invented(done.stdout)
    company.ok(not wrong, f"{name}: and no role is invented", wrong)
    audit = company.audit("clean", site, *words)
    company.ok(audit["exit_status"] == 0 and not audit["findings"],
               f"{name}: taken as it is, the audit is clean",
               [audit["said"], *say_findings(audit)])
    audit = company.audit("full", site)
    company.ok(audit["exit_status"] == 0 and not audit["findings"],
               f"{name}: and that of all there was", say_findings(audit))
    return site


def wanted_of(company, deviations, frames, name):
    """{(address, port): kind} of the deviations that @frames show."""
    shown = talks(frames)
    wanted = {(other.at, port): kind for one, other, port, _script, kind, *_ in deviations
              if (one.at, other.at, port) in shown}
    if name == "cut short":
        # Of a request in clear not enough is left to tell it by.
        wanted[company.net.pool1[1].at, 5061] = "wrong-protocol"
    return wanted


def test_deviations(company, first, name, words, site, wanted):
    """They are found with what was drafted before, @site, and with what they are drafted into."""
    done = company.command("import", "-q", *words, "-r", company.capture("planted"), first)
    again = company.export("again.yaml", done.stdout)
    for whose, path in (("it was drafted before", site), ("it was drafted from them", again)):
        audit = company.audit("planted", path, *words)
        found = {(finding["address"], finding["port"]): finding["kind"]
                 for finding in audit["findings"]}
        company.ok(found == wanted and len(wanted) >= 8,
                   f"{name}: {len(wanted)} deviations are found, and nothing else; {whose}",
                   [wanted, *say_findings(audit)])


def test_worse_captures(company):
    """What -r drafts beside a topology, from captures that do not show all."""
    first = company.export("topology.xml", published(company.net))
    made = stage(company.net, tools=False)
    made.save(company.capture("full"))
    clean = list(made.frames)
    deviations = company.plant(made)
    all_of_it = made.frames
    for name, worse, words in WORSE:
        made.frames = worse(clean)
        made.save(company.capture("clean"))
        site = test_draft(company, first, name, words)
        made.frames = worse(all_of_it)
        made.save(company.capture("planted"))
        test_deviations(company, first, name, words, site,
                        wanted_of(company, deviations, made.frames, name))


def test_pipe(company):
    """What cannot be read twice tells what it tells in one go."""
    first = company.export("topology.xml", published(company.net))
    done = company.command("import", "-q", "-r", company.capture("whole"), first)
    with open(company.capture("whole"), "rb") as file:
        piped = subprocess.run([company.lynctap, "site", "import", "-q", "-S", company.signatures,
                                "-r", "-", first], input=file.read(), capture_output=True,
                               check=False)
    company.ok(piped.returncode == 0 and piped.stdout.decode() == done.stdout,
               "a pipe: of a capture that shows all the draft is the same", [piped.stderr])
    company.ok(b"could be read only once" in piped.stderr and "once" not in done.stderr,
               "a pipe: that it was read once is said", [piped.stderr])


def test_seeds(company):
    """Whichever half of the packets is lost, what is drafted is true."""
    first = company.export("topology.xml", published(company.net))
    for seed in SEEDS:
        made = stage(company.net, seed)
        made.frames = half(made.frames, seed)
        made.save(company.capture("seed"))
        done = company.command("infer", "-q", "-r", company.capture("seed"))
        wrong = company.invented(done.stdout)
        company.ok(done.returncode == 0 and "front-end" in done.stdout and not wrong,
                   f"seed {seed}: of half of the packets infer invents no role",
                   [done.stderr, wrong])
        made = stage(company.net, seed, tools=False)
        made.frames = half(made.frames, seed)
        made.save(company.capture("seed"))
        done = company.command("import", "-q", "-r", company.capture("seed"), first)
        company.clean("seed", company.export("seed.yaml", done.stdout),
                      f"seed {seed}: and what import adds to the topology audits clean")


def main():
    company = Lifecycle(*sys.argv[1:])
    test_life(company)
    test_worse_captures(company)
    test_pipe(company)
    test_seeds(company)
    print(f"1..{company.number}")


if __name__ == "__main__":
    main()
