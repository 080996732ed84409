# SPDX-License-Identifier: BSD-2-Clause
"""What rows --firewall writes for the company of enterprise/network.py, as TAP.

usage: firewall.py LYNCTAP SIGNATURES WORK ALONE

ALONE is not 0 in a network namespace of its own. There the kernel loads the rules, and a
router of two wires forwards what the company says: sent into one end of the first wire,
it leaves by the second, or the rules dropped it.
"""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "enterprise"))

from network import Network  # noqa: E402
from traffic import stage  # noqa: E402

import tap  # noqa: E402
from stage import Stage  # noqa: E402

ROUTER = "02:00:00:00:00:02"
COUNTERS = "".join(f"""table inet {name} {{
  chain forward {{
    type filter hook forward priority {priority}; policy accept
    counter
  }}
}}
""" for name, priority in (("before", -10), ("behind", 10)))
# Source, destination, port, and whether a row or an allow of the site lets it through.
ATTEMPTS = (
    ("10.99.9.9", "10.1.1.11", 5061, False),     # a host that nobody declared
    ("10.100.1.20", "10.1.1.11", 5061, True),    # a client signs in
    ("10.100.1.20", "10.1.1.11", 8404, False),   # what only members of a pool open
    ("10.1.1.12", "10.1.1.11", 8404, True),
    ("10.1.2.11", "10.1.1.11", 8404, False),     # a front end of another pool
    ("10.100.1.20", "10.1.1.81", 1433, False),   # a client and the guarded SQL Server
    ("10.99.9.9", "10.1.1.81", 1433, False),
    ("10.1.1.11", "10.1.1.81", 1433, True),
    ("198.51.100.7", "10.3.2.11", 443, True),    # the Internet and the edge's outer side
    ("198.51.100.7", "10.3.1.11", 443, False),   # and its inner one
    ("198.51.100.7", "10.3.1.11", 5062, False),
    ("10.1.1.51", "10.3.1.11", 5061, True),      # a Director and the inner one
    ("10.1.1.51", "10.3.1.11", 23, False),
    ("10.3.1.11", "10.1.1.11", 5061, True),      # the inner side opens what is inside
    ("10.3.2.11", "10.1.1.11", 5061, False),     # the outer one does not, though a partner's
    ("10.3.2.11", "192.0.2.10", 5061, True),
    ("10.1.1.51", "10.3.1.11", 5985, True),      # remote management, of the inner side
    ("10.1.1.51", "10.3.2.11", 5985, False),
    ("10.1.1.11", "203.0.113.99", 22, False),    # a front end calls out
    ("10.1.4.16", "10.1.1.11", 3389, True),      # allowed: the administrators' host
    ("10.1.4.15", "10.1.1.11", 3389, False),
    ("10.100.1.20", "10.1.4.19", 443, True),     # no server at an end: not judged
)


def run(*words, **more):
    return subprocess.run(words, capture_output=True, check=False, text=True, **more)


class Router:
    """a0 - a1, which routes, and out by b1 to b0."""

    def __init__(self, work):
        self.work = work

    @staticmethod
    def build():
        """@return what went wrong"""
        for line in ("ip link set lo up", "ip link add a0 type veth peer name a1",
                     "ip link add b0 type veth peer name b1",
                     f"ip link set a1 address {ROUTER}",
                     "sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0"
                     " net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.a1.rp_filter=0",
                     "ip link set a0 up", "ip link set a1 up", "ip link set b0 up",
                     "ip link set b1 up", "ip route add default dev b1 via 192.0.2.1 onlink",
                     "ip neigh add 192.0.2.1 lladdr 02:00:00:00:00:03 dev b1"):
            done = run(*line.split())
            if done.returncode:
                return line + ": " + done.stderr
        return ""

    def load(self, path):
        """Afresh, with counters before and behind. @return what nft(8) said"""
        run("nft", "flush", "ruleset")
        done = run("nft", "-f", path)
        counted = run("nft", "-f", "-", input=COUNTERS)
        return done.stderr + counted.stderr

    @staticmethod
    def counted(table):
        said = run("nft", "list", "table", "inet", table).stdout
        return sum(int(number) for number in re.findall(r"counter packets (\d+)", said))

    def send(self, made, name):
        """@return how many packets were routed, and how many of them came through"""
        path = os.path.join(self.work, name)
        to = bytes.fromhex(ROUTER.replace(":", ""))
        made.frames = [(when, to + frame[6:]) for when, frame in made.frames]
        made.save(path)
        before = self.counted("before"), self.counted("behind")
        done = run("tcpreplay", "-q", "-i", "a0", "--pps", "20000", path)
        if done.returncode:
            return 0, -1
        return self.counted("before") - before[0], self.counted("behind") - before[1]


def attempt(source, destination, port):
    made = Stage()
    made.attempt(source, destination, port, None)
    return made


class Firewall:
    def __init__(self, lynctap, signatures, work):
        self.lynctap, self.signatures, self.work = lynctap, signatures, work

    def path(self, name, text=None):
        path = os.path.join(self.work, name)
        if text is not None:
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
        return path

    def rows(self, site, *words):
        return run(self.lynctap, "rows", "-S", self.signatures, "-c", site, *words)

    def table(self, site, *words):
        done = self.rows(site, "--firewall", "csv", *words)
        return list(csv.DictReader(io.StringIO(done.stdout, newline=""))), done


def test_kernel(firewall, router, net, rules):
    said = run("nft", "-c", "-f", rules).stderr
    tap.ok(not said, "nft -c reads the rules", said)
    said = router.load(rules)
    tap.ok(not said, "the kernel takes them", said)
    made = stage(net)
    routed, passed = router.send(made, "whole.pcap")
    tap.ok(routed > 0.99 * len(made.frames), "the router has what the company says",
           routed, len(made.frames))
    tap.ok(routed == passed, "nothing of it is lost", routed, passed,
           run("nft", "list", "chain", "inet", "lynctap", "site").stdout)
    for source, destination, port, lets in ATTEMPTS:
        routed, passed = router.send(attempt(source, destination, port), "one.pcap")
        tap.ok(routed == 1 and passed == lets, f"{source} and {destination}:{port}: "
               + ("it passes" if lets else "it is stopped"), routed, passed)
    again = router.load(rules) or run("nft", "-f", rules).stderr
    tap.ok(not again and len(re.findall("^table inet lynctap ", run(
        "nft", "list", "ruleset").stdout, re.M)) == 1, "loaded again they take their own place",
        again)


SIX = """site: six
hosts:
  - {name: fe01, addresses: [10.1.1.11, "2001:db8::11"], roles: [front-end], ports: {web-conferencing: [8157/tcp]}}
  - {name: 'fe02"; drop', addresses: ["2001:db8::12"], roles: [front-end]}
networks:
  - {name: staff, range: "2001:db8:1::/48", roles: [client]}
allow:
  - {from: 10.9.0.5, to: fe01, port: 3389/tcp, reason: "over\\n}", until: 2020-01-31}
  - {from: 10.9.0.6, to: fe01, port: [3390/tcp, 3391/udp], reason: "open\\n}", until: 2120-01-31}
"""


def test_words(firewall, kernel):
    site = firewall.path("six.yaml", SIX)
    done = firewall.rows(site, "--firewall", "nftables")
    tap.ok("3389" not in done.stdout and "10.9.0.5" not in done.stdout,
           "an allow that is over opens nothing", done.stdout[-2000:])
    tap.ok(re.search(r"tcp dport \{ 3390 \} accept .*\n.*udp dport \{ 3391 \} accept",
                     done.stdout), "one that holds opens what it names", done.stdout[-2000:])
    tap.ok("dport { 8157 }" in done.stdout and "tcp dport { 8057 } accept" in done.stdout,
           "ports of a host are where the site file has them")
    tap.ok("ip6 saddr @" in done.stdout and "2001:db8:1::/48" in done.stdout,
           "IPv6 has rules of its own")
    tap.ok("nobody is declared who would open" in done.stdout
           and "rules are left out" in done.stderr, "what nobody would open is said", done.stderr)
    if kernel:
        said = run("nft", "-c", "-f", "-", input=done.stdout).stderr
        tap.ok(not said, "nothing of the site file is taken for a rule", said)
    table, _ = firewall.table(site)
    found = [line for line in table if "server-7" in line["rows"].split()]
    tap.ok({line["ports"] for line in found} == {"8057/tcp", "8157/tcp"}
           and all("staff" in line["from"].split(", ") for line in found),
           "the same as CSV", found)
    tap.ok([line["reason"] for line in table if line["reason"].startswith("allow")]
           == ["allow, line 9: open }"], "with what is allowed", table[-1])


def test_sides(firewall, site):
    """Of an edge server with two sides, and of what is anybody but others."""
    table, _ = firewall.table(site)
    outer = [line for line in table if re.search(r"edge0\d\S* external", line["from"])]
    tap.ok(outer and all(line["interface"] == "external" or line["to"].startswith("anybody but ")
                         for line in outer), "an outer side opens nothing inside", outer)
    besides = [line for line in table if line["to"].startswith("anybody but ")]
    tap.ok(besides and all(at.startswith("!") for line in besides
                           for at in line["to_addresses"].split()),
           "addresses that are not meant say so", besides)
    tap.ok(not any(line["to"] == "anybody" for line in table), "nothing opens anybody at all")
    open_to_all = {(line["to"], line["interface"]) for line in table if line["from"] == "anybody"}
    tap.ok(open_to_all and all(interface == "external" for _to, interface in open_to_all),
           "and anybody opens outer sides alone", open_to_all)


def test_report(firewall, site):
    done = run(firewall.lynctap, "audit", "-q", "-S", firewall.signatures, "-c", site, "-r",
               firewall.path("whole.pcap"), "-o", "json")
    report = firewall.path("report.json", done.stdout)
    coverage = {row["row"]: row["state"] for row in json.loads(done.stdout)["coverage"]}
    table, said = firewall.table(site, "--against", report)
    never = {row for line in table for row in line["never_seen"].split()}
    others = {row for line in table for row in line["rows"].split()}
    tap.ok(never and all(coverage.get(row) == "never" for row in never)
           and all(coverage.get(row) != "never" for row in others),
           "rows that an audit never saw are marked, no others", done.stderr, said.stderr,
           sorted(never)[:5], sorted(row for row in others if coverage.get(row) == "never")[:5])
    done = firewall.rows(site, "--firewall", "nftables", "--against", report)
    tap.ok('comment "never seen: ' in done.stdout, "in comments of nftables as well")


def test_refused(firewall, site):
    for words, why in ((("--firewall", "nftables"), "needs -c"),
                       (("--firewall", "iptables", "-c", site), "nftables or csv"),
                       (("--against", site), "goes with --firewall"),
                       (("--firewall", "csv", "-c", site, "-o", site), "it is an input"),
                       (("--firewall", "csv", "-c", site, "word"), "no words")):
        done = run(firewall.lynctap, "rows", "-S", firewall.signatures, *words)
        tap.ok(done.returncode == 2 and why in done.stderr and not done.stdout,
               "refused: rows " + " ".join(words[:2]), done.stdout[:200], done.stderr)


def main():
    lynctap, signatures, work, alone = sys.argv[1:]
    firewall, net = Firewall(lynctap, signatures, work), Network()
    site = firewall.path("site.yaml", net.site())
    rules = firewall.path("rules.nft")
    done = firewall.rows(site, "--firewall", "nftables", "-o", rules)
    tap.ok(done.returncode == 0 and not done.stdout, "rules are written", done.stderr)
    tools = all(shutil.which(tool) for tool in ("nft", "ip", "tcpreplay", "sysctl"))
    trouble = "" if alone != "0" and tools else "needs root, namespaces, nft and tcpreplay"
    trouble = trouble or Router.build() or run("nft", "list", "ruleset").stderr
    if trouble:
        tap.skip("the kernel routes by them", trouble.splitlines()[0])
        stage(net).save(firewall.path("whole.pcap"))
    else:
        test_kernel(firewall, Router(work), net, rules)
    test_words(firewall, not trouble)
    test_sides(firewall, site)
    test_report(firewall, site)
    test_refused(firewall, site)
    tap.plan()


if __name__ == "__main__":
    main()
