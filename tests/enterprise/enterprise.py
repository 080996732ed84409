# SPDX-License-Identifier: BSD-2-Clause
"""Audits the company of network.py, as TAP: nobody is accused, and nobody is given a role
that is not his.

usage: enterprise.py LYNCTAP SIGNATURES WORK
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys

from export import export
from network import Network
from planted import planted
from traffic import half, midstream, stage

# What no document explains: the company's own tools.
OWN_PORTS = {1556, 3389, 161}
# And what a site file lacks that was not written by hand.
UNWRITTEN = OWN_PORTS | {514, 8080, 8530, 5723, 6000}

# Hosts whose role has to be found, by capture; docs/roles.md has the figures.
FOUND = {
    "whole": {"front-end": 5, "mediation": 5, "director": 2, "edge": 8, "sba": 1,
              "persistent-chat": 1, "office-web-apps": 1, "exchange-um": 1, "sql-server": 2,
              "load-balancer": 1, "reverse-proxy": 2, "gateway": 2, "domain-controller": 2,
              "dhcp-server": 1},
    "mid-stream": {"front-end": 5, "mediation": 5, "edge": 4},
    "half": {"front-end": 5, "mediation": 5, "director": 2, "edge": 4, "sql-server": 2},
}


class Enterprise:
    """The network, its captures, and a program to audit them with."""

    def __init__(self, lynctap, signatures, work):
        self.lynctap, self.signatures, self.work = lynctap, signatures, work
        self.net, self.number = Network(), 0
        self.site = os.path.join(work, "site.yaml")
        with open(self.site, "w", encoding="utf-8") as out:
            out.write(self.net.site())
        whole = stage(self.net)
        frames = whole.frames
        for name, kept in (("whole", frames), ("mid-stream", midstream(frames)),
                           ("half", half(frames))):
            whole.frames = kept
            whole.save(self.capture(name))

    def capture(self, name):
        return os.path.join(self.work, name + ".pcap")

    def ok(self, good, name, remarks=()):
        self.number += 1
        print(f"{'ok' if good else 'not ok'} {self.number} - {name}")
        for remark in () if good else remarks:
            print("#", remark)

    def audit(self, capture, site=None, *more):
        words = [self.lynctap, "audit", "-S", self.signatures, "-q", "-o", "json", "-r",
                 self.capture(capture), *more] + (["-c", site] if site else [])
        done = subprocess.run(words, capture_output=True, check=False)
        audit = json.loads(done.stdout or b"{}")
        audit["said"] = done.stderr.decode()
        return audit

    def draft(self, capture):
        """What site infer drafts of @capture, as it is and with its exceptions uncommented."""
        words = [self.lynctap, "site", "infer", "-q", "-S", self.signatures, "-r",
                 self.capture(capture)]
        drafted = subprocess.run(words, capture_output=True, check=False, text=True).stdout
        as_it_is = os.path.join(self.work, "draft.yaml")
        agreed = os.path.join(self.work, "agreed.yaml")
        with open(as_it_is, "w", encoding="utf-8") as out:
            out.write(drafted)
        with open(agreed, "w", encoding="utf-8") as out:
            out.write(re.sub("^# *(allow:|accept:|- .*)$", lambda line: (
                line[1] if line[1].endswith(":") else "  " + line[1]), drafted, flags=re.M))
        return as_it_is, agreed

    def allow_all(self, capture, site):
        """Audits, then allows every finding of the report in the site file."""
        report = os.path.join(self.work, "report.json")
        audit = self.audit(capture, site)
        with open(report, "w", encoding="utf-8") as out:
            json.dump({key: audit[key] for key in audit if key != "said"}, out)
        words = [self.lynctap, "site", "allow", "-S", self.signatures, "-c", site, report,
                 *[finding["id"] for finding in audit["findings"]], "--reason",
                 "known: \"ours\"", "--until", "2027-01-31", "--ticket", "C-1"]
        printed = subprocess.run(words, capture_output=True, check=False, text=True)
        written = subprocess.run(words + ["--write"], capture_output=True, check=False,
                                 text=True)
        return printed.stdout, written.returncode, written.stderr + printed.stderr

    def checks(self, site, *more):
        words = [self.lynctap, "site", "check", "-S", self.signatures, "-c", site, *more]
        return subprocess.run(words, capture_output=True, check=False, text=True)

    def plant(self, made):
        """Put what no document explains behind what is @made. @return what was planted"""
        deviations = planted(self.net)
        for one, other, port, script, *_ in deviations:
            made.talk(one.at, other.at, port, "tcp",
                      lambda _end, s=script, o=one, r=other, p=port: s(o, r, p))
        return deviations

    def imported(self, capture, moved=None):
        """The topology with what @capture adds, and what was said of it."""
        words = [self.lynctap, "site", "import", "-q", "-S", self.signatures, "-r",
                 self.capture(capture), *export(self.net, self.work, moved)]
        done = subprocess.run(words, capture_output=True, check=False, text=True)
        path = os.path.join(self.work, "imported.yaml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(done.stdout)
        return path, done

    def last_screen(self, capture):
        words = [self.lynctap, "audit", "-S", self.signatures, "-q", "-r",
                 self.capture(capture)]
        done = subprocess.run(words, capture_output=True, check=False, text=True,
                              env={**os.environ, "COLUMNS": "120"})
        return "\n".join(done.stdout.splitlines()[-24:])

    def wrong_roles(self, audit):
        """[(address, roles that are not its)], and how many hosts got a right one, by role."""
        truth, wrong, right = self.net.truth(), [], collections.Counter()
        for host in audit["hosts"]:
            roles = {role["role"] for role in host["roles"]}
            invented = roles - truth.get(host["address"], set())
            if invented:
                wrong.append((host["address"], sorted(truth.get(host["address"], ())),
                              host["roles"]))
            right.update(roles - invented)
        return wrong, right


def say_findings(audit):
    for finding in audit["findings"]:
        yield (f"{finding['kind']} {finding['address']}:{finding['port']} "
               f"{[peer['address'] for peer in finding['peers'][:3]]} {finding['reasons'][:2]}")


def test_planted(company):
    """Each deviation is found as what it is, nothing else is, and all can be allowed."""
    made = stage(company.net)
    deviations = company.plant(made)
    made.save(company.capture("planted"))
    audit = company.audit("planted", company.site)
    found = {(finding["address"], finding["port"]): finding for finding in audit["findings"]}
    for _one, other, port, _script, kind, severity, remedy in deviations:
        finding = found.pop((other.at, port), None)
        company.ok(finding and (finding["kind"], finding["severity"]) == (kind, severity)
                   and finding["remedy"].startswith(remedy),
                   f"planted: {kind} at {other.at}:{port}, {severity}",
                   [finding and (finding["kind"], finding["severity"], finding["remedy"])])
    company.ok(not found, "planted: nothing else is found",
               say_findings({"findings": found.values()}))
    _printed, status, said = company.allow_all("planted", company.site)
    audit = company.audit("planted", company.site)
    company.ok(status == 0 and audit["exit_status"] == 0 and not audit["findings"],
               "planted: allowed, nothing is found", [said, *say_findings(audit)])


def test_moved(company):
    """A port that the export has elsewhere is no longer documented where it was."""
    moved, _ = company.imported("whole", {"DataPsomPort": 8157})
    audit = company.audit("whole", moved)
    ports = {finding["port"] for finding in audit["findings"]
             if finding["port"] not in UNWRITTEN}
    company.ok(ports == {8057}, "a port that moves in the export moves the verdict", [ports])


def cookbook():
    """[(command, exit status)] of docs/cookbook.md."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../docs/cookbook.md")
    with open(path, encoding="utf-8") as page:
        block = page.read().split("```sh\n")[1].split("```")[0]
    for line in block.splitlines():
        command, _, status = line.partition("  # ")
        yield command, int(status or 0)


def test_cookbook(company):
    """Each command of the page does what the page says, one after the other."""
    kitchen = os.path.join(company.work, "kitchen")
    os.mkdir(kitchen)
    export(company.net, kitchen)
    os.symlink(company.capture("planted"), os.path.join(kitchen, "day.pcap"))
    os.symlink(os.path.abspath(company.lynctap), os.path.join(kitchen, "lynctap"))
    paths = {**os.environ, "PATH": kitchen + ":" + os.environ["PATH"]}
    made = shutil.which("openssl") and subprocess.run(
        ["openssl", "genpkey", "-algorithm", "ed25519", "-out", "key.pem"], cwd=kitchen,
        capture_output=True, check=False).returncode == 0
    commands = list(cookbook())
    company.ok(len(commands) == 10, "cookbook: there are ten commands")
    for command, status in commands:
        if command.startswith("openssl") and not made:
            continue
        wanted = command
        # The page's reader has catalogues installed.
        if command.startswith("lynctap ") and not command.startswith("lynctap diff "):
            name, rest = command.split(" ", 2)[1:]
            wanted = f"lynctap {name} -S {company.signatures} {rest}"
        done = subprocess.run(["bash", "-c", wanted], cwd=kitchen, env=paths,
                              capture_output=True, check=False, text=True)
        company.ok(done.returncode == status, f"cookbook: {command[:60]}",
                   [done.returncode, done.stderr, done.stdout[-300:]])


def main():
    company = Enterprise(*sys.argv[1:])
    for capture in ("whole", "mid-stream", "half"):
        audit = company.audit(capture, company.site)
        company.ok(not audit["findings"], f"{capture}: with the site file nobody is accused",
                   say_findings(audit))
        audit = company.audit(capture)
        wrong, right = company.wrong_roles(audit)
        company.ok(not wrong, f"{capture}: without one no role is invented", wrong)
        few = {role: right[role] for role, least in FOUND[capture].items()
               if right[role] < least}
        company.ok(not few, f"{capture}: without one the roles are found", [few])
        accused = [finding for finding in audit["findings"]
                   if finding["port"] not in OWN_PORTS and finding["severity"] != "low"]
        company.ok(not accused, f"{capture}: without one nobody is accused of what is "
                   "documented", say_findings({"findings": accused}))
        drafted, agreed = company.draft(capture)
        for name, site in (("the draft", drafted), ("uncommented it", agreed)):
            done = company.checks(site)
            company.ok(done.returncode == 0 and not done.stderr,
                       f"{capture}: {name} checks without an error", [done.stderr])
        audit = company.audit(capture, agreed)
        company.ok(audit["exit_status"] == 0 and not audit["findings"],
                   f"{capture}: with the draft, uncommented, nobody is accused",
                   [audit["said"], *say_findings(audit)])
        with open(drafted, encoding="utf-8") as draft:
            before = draft.read()
        printed, status, said = company.allow_all(capture, drafted)
        with open(drafted, encoding="utf-8") as draft:
            after = draft.read()
        company.ok(status == 0 and after == before + printed and "any" not in printed,
                   f"{capture}: what is found is allowed, behind what was there",
                   [said, printed])
        audit = company.audit(capture, drafted)
        company.ok(audit["exit_status"] == 0 and not audit["findings"],
                   f"{capture}: and then nobody is accused", say_findings(audit))
        print(f"# {capture}: {dict(sorted(right.items()))}")
        imported, done = company.imported(capture)
        checked = company.checks(imported)
        company.ok(done.returncode == 0 and checked.returncode == 0,
                   f"{capture}: the topology and what it adds is a site file",
                   [done.stderr, checked.stderr])
        if capture == "whole":
            audit = company.audit(capture, imported)
            accused = [finding for finding in audit["findings"]
                       if finding["port"] not in UNWRITTEN]
            company.ok(not done.stderr and not accused,
                       f"{capture}: all its hosts have addresses, nobody else is accused",
                       [done.stderr, *say_findings({"findings": accused})])
    test_moved(company)
    report = os.path.join(company.work, "report.json")
    audit = company.audit("whole", company.site)
    with open(report, "w", encoding="utf-8") as out:
        json.dump({key: audit[key] for key in audit if key != "said"}, out)
    other = os.path.join(company.work, "other.yaml")
    with open(other, "w", encoding="utf-8") as out:
        out.write(company.net.site().replace("[10.1.1.71]", "[10.1.1.72]"))
    done = company.checks(other, "--against", report)
    company.ok("pc01.contoso.example was not heard" in done.stdout
               and "10.1.1.71 was a Lync server" in done.stdout
               and "made with another site file" in done.stdout,
               "a site file is held against a report", [done.stdout[-600:], done.stderr])
    with open(company.site, "a", encoding="utf-8") as out:
        out.write("  - {from: 10.9.9.9, to: any, port: 9/tcp, reason: nobody}\n")
    audit = company.audit("whole", company.site)
    with open(report, "w", encoding="utf-8") as out:
        json.dump({key: audit[key] for key in audit if key != "said"}, out)
    done = company.checks(company.site, "--against", report)
    company.ok("an allow that nothing in" in done.stdout and "not heard" not in done.stdout,
               "what a report did not use is said", [done.stdout[-600:], done.stderr])
    test_planted(company)
    test_cookbook(company)
    screen = company.last_screen("mid-stream")
    company.ok("5 front-end, 5 mediation" in screen and "lynctap site infer" in screen
               and "10.1.1.51 may be front-end, director or sba" in screen,
               "a first run ends with what was told, what was not, and the next step",
               [screen])
    words = [company.lynctap, "audit", "-S", company.signatures, "-q", "-r",
             company.capture("whole")]
    done = subprocess.run(words, capture_output=True, check=False, text=True,
                          env={**os.environ, "COLUMNS": "120"})
    company.ok("lync-2013, as its servers show: RTCC/5.0" in done.stdout,
               "the product is told by what servers call themselves",
               done.stdout.splitlines()[:20])
    print(f"1..{company.number}")


if __name__ == "__main__":
    main()
