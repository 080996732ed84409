#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Writes, for every catalogue row, captures that must and must not fit it.

usage: make_row_captures.py ROWS.json OUTPUT-DIRECTORY OTHER.json|- CATALOGUE…

ROWS.json is what `lynctap rows -o json` prints. Rows that OTHER.json has as well, but for
names and what is said about them, are left to who makes the captures of those. For a row
ID the directory gets

    ID.pcap                  the row as documented: expected, or known
    ID.out.pcap              the other direction, where a row is documented for both
    ID.udp.pcap              the other transport, where a row lists both
    ID.VARIANT.pcap          clear text or TLS, where TLS is optional
    ID.wrong-source.pcap     same listener and payload, from a host no row allows
    ID.wrong-protocol.pcap   same ends, speaking what no row documents there
    ID.no-certificate.pcap   TLS as documented, but for the initiator's certificate
    ID.neighbour-port.pcap   same ends, on the nearest port no row gives the listener
    ID.site.yaml             the hosts of these captures

and manifest.tsv says what each must be judged. A near miss that does not exist, because
some row allows it, is in the manifest with the reason instead of a capture.
"""

import csv
import json
import os
import sys

import algebra
import payloads
import windows
from tls import tls_handshake
from wire import Capture, IpConversation, TcpConversation, UdpConversation

# Of these a row can have others and document the same traffic.
WORDS = {"catalogue", "name", "note", "printed", "service", "tls_versions", "certainty",
         "source", "peer_sources"}
STRANGER, ELSEWHERE = "198.51.100.7", "203.0.113.9"
INSIDER = "10.66.0.7"  # nobody either: an inner side is not reached from outside
COLUMNS = ["capture", "site", "row", "kind", "verdicts", "responder", "rows"]

# script: (function, hints that a reader of its bytes must find)
SCRIPTS = {
    "tls": (payloads.tls, "tls"),
    "mtls": (payloads.mtls, "tls mtls"),
    "ssh": (payloads.ssh, "ssh"),
    "sip/tcp": (payloads.sip_tcp, "sip"),
    "sip/udp": (payloads.sip_udp, "sip"),
    "http/tcp": (payloads.http, "http"),
    "stun/tcp": (payloads.media_tcp, "rfc4571 rtp stun ice"),
    "stun/udp": (payloads.media_udp, "stun ice rtp"),
    "rfc4571/tcp": (payloads.media_tcp, "rfc4571 rtp stun ice"),
    "rtp/udp": (payloads.media_udp, "stun ice rtp"),
    "msturn/udp": (payloads.ms_turn_udp, "msturn stun"),
    "msturn/tcp": (payloads.ms_turn_pseudo_tls, "pseudotls msturn"),
    "msturn-framed": (payloads.ms_turn_framed, "msturn"),
    "msnftp/tcp": (payloads.msn_secure_ftp, "msnftp"),
    "ssrp/udp": (payloads.ssrp, "ssrp"),
    "dhcp/udp": (payloads.dhcp, "dhcp"),
    "smb/tcp": (windows.smb2, "smb"),
    "netbios/tcp": (windows.netbios, "netbios smb"),
    "netbios/udp": (windows.netbios_name, "netbios"),
    "dcerpc/tcp": (windows.dynamic_rpc, "dcerpc"),
    "epm/tcp": (windows.endpoint_mapper, "dcerpc epm"),
    "kerberos/tcp": (windows.kerberos_tcp, "kerberos"),
    "kerberos/udp": (windows.kerberos_udp, "kerberos"),
    "kpasswd/tcp": (windows.password_change_tcp, "kerberos"),
    "kpasswd/udp": (windows.password_change_udp, "kerberos"),
    "ldap/tcp": (windows.ldap, "ldap"),
    "ldap/udp": (windows.ldap, "ldap"),
    "dns/tcp": (windows.dns_tcp, "dns"),
    "dns/udp": (windows.dns_udp, "dns"),
    "ntp/udp": (windows.ntp, "ntp"),
    "tds/tcp": (windows.tds, "tds"),
    "xmpp/tcp": (windows.xmpp, "xmpp"),
}
# Of a protocol without ports nothing is read: only the two ends and its number tell.
SCRIPTS["silent"] = (payloads.silent, "")
PROTOCOLS = {"esp": 50, "ah": 51, "vrrp": 112}
# An optional-TLS row that speaks one of these is TLS first and clear text second.
TLS_FIRST = {"sip", "https", "http", "xmpp", "mtls", "tls"}
INTRUDERS = ["phone", "client", "gateway", "file-server", "sql-server", "rcc-gateway",
             "persistent-chat", "mediation", "director", "edge", "front-end", "cms", None]


class RowError(Exception):
    """A row for which no capture can be made."""


def clear_script(row, transport, port):
    """The script that speaks the first hint of the row this transport can carry."""
    if port == 464:
        return "kpasswd/" + transport
    if port == 135:
        return "epm/tcp"
    for hint in row["speaks"]:
        if hint == "msturn" and transport == "tcp" and "pseudotls" not in row["speaks"]:
            return "msturn-framed"
        if "%s/%s" % (hint, transport) in SCRIPTS:
            return "%s/%s" % (hint, transport)
    return None


def scripts_for(row, transport, port, asked):
    """[(variant, script)]: the documented payload first; @asked for a certificate."""
    if transport in PROTOCOLS:
        return [("", "silent")]
    if row["tls"] in ("required", "mutual"):
        return [("", "mtls" if asked else "tls")]
    clear = clear_script(row, transport, port)
    if row["tls"] == "none" or transport == "udp":
        if clear is None:
            raise RowError("no script speaks %s over %s" % (row["speaks"], transport))
        return [("", clear)]
    if clear is None:
        return [("", "mtls")]
    if row["speaks"][0] in TLS_FIRST:
        return [("", "mtls"), ("clear", clear)]
    return [("", clear), ("tls", "mtls")]


def listening_port(row, listed):
    """A port of the row that fewest other rows share; DHCP is asked on 67."""
    low, high = listed["low"], listed["high"]
    if low == 1024 and high - low > algebra.WIDE:
        return 20480
    return low + 1000 if high - low > algebra.WIDE else low


def concrete(names, balances, group="front-end"):
    """A host with these roles, a group word standing for one of its roles."""
    roles = [group if n in algebra.GROUPS else n for n in names]
    return algebra.host(*roles, balances=balances if "load-balancer" in roles else ())


def own_host(row):
    group = "mediation" if "all-internal-servers" in row["role"] else "front-end"
    return concrete(row["role"], row.get("for") or ["front-end"], group)


def peer_hosts(row):
    """Hosts at the other end, the most natural first."""
    balances = [r for r in row["role"] if r in ("front-end", "mediation", "director")]
    for name in row["peer"]:
        if name == "any":
            yield algebra.NOBODY
            yield algebra.host("front-end")
        else:
            yield concrete([name], balances or ["front-end"])


def ends(row, form, lync_end):
    """(initiator, responder), with a Lync server at one end if that is asked for."""
    first = None
    for peer in peer_hosts(row):
        own = own_host(row)
        pair = (peer, own) if form == "in" else (own, peer)
        first = first or pair
        if not lync_end or algebra.is_lync(peer) or algebra.is_lync(own):
            return pair
    return first


class Scene:
    """One row on one transport in one direction, and the files made of it."""

    def __init__(self, row, rows, form, listed, directory):
        self.row, self.rows, self.form = row, rows, form
        self.transport = listed["transport"]
        self.port = listening_port(row, listed)
        self.directory = directory
        self.asked = row.get("asked_for", [""])[0].replace("*", "0e")
        known = algebra.is_known_only(row["catalogue"])
        self.natural = ends(row, form, lync_end=known)
        self.in_scope = ends(row, form, lync_end=True)

    def flow(self, pair, script, port=None):
        return algebra.Flow(pair[0], pair[1], self.transport,
                            self.port if port is None else port,
                            SCRIPTS[script][1].split(),
                            self.asked if script == "tls" else "")

    def asks_certificate(self):
        """Is TLS without the initiator's certificate another conversation?"""
        flow = self.flow(self.natural, "tls")
        return (self.transport == "tcp" and self.row["tls"] != "none"
                and algebra.asks_certificate(self.row, flow))

    def wrong_script(self):
        return "ssh" if self.transport == "tcp" else "sip/udp"

    def wrong_source(self, script):
        """A pair that only the initiator's role makes wrong, or None."""
        for role in INTRUDERS:
            intruder = algebra.host(role) if role else algebra.NOBODY
            pair = (intruder, self.in_scope[1])
            verdict, nearest = algebra.judge(self.rows, self.flow(pair, script))
            scoped = algebra.is_lync(intruder) or algebra.is_lync(pair[1])
            if verdict == "wrong-source" and scoped and self.row in nearest:
                return pair
        return None

    def why_every_source(self, script):
        flow = self.flow((algebra.NOBODY, self.in_scope[1]), script)
        allowing = [r["id"] for r in self.rows
                    if algebra.lists_port(r, flow.transport, flow.port)
                    and algebra.fits_both_ends(r, flow)]
        if allowing:
            return "any host may open this listener: " + " ".join(allowing)
        return "every host in scope may open this listener"

    def neighbour(self, script):
        """The nearest port that no row gives the listener, or None."""
        edges = {edge for row in self.rows for p in row["ports"]
                 if p["transport"] == self.transport
                 for edge in (p["low"] - 1, p["high"] + 1) if 0 < edge < 65536}
        for port in sorted(edges, key=lambda p: (abs(p - self.port), p)):
            flow = self.flow(self.in_scope, script, port)
            if algebra.judge(self.rows, flow)[0] in ("wrong-role", "unapproved-port"):
                return port
        return None


class Site:
    """The site file of one row: every host that has a role, by address."""

    def __init__(self, row, catalogues):
        self.row, self.catalogues = row, catalogues
        self.addresses = {}

    def address(self, one, side):
        if not one.roles:
            inner = self.row.get("interface") == "internal"
            stranger = INSIDER if inner else STRANGER
            return stranger if side == "initiator" else ELSEWHERE
        key = (one, side)
        if key not in self.addresses:
            self.addresses[key] = "10.20.0.%d" % (10 + len(self.addresses))
        return self.addresses[key]

    def head(self):
        """What says which rows there are."""
        return "catalogues: [%s]\n" % ", ".join(self.catalogues)

    def save(self, path):
        with open(path, "w", encoding="utf-8") as out:
            out.write("site: %s\n" % self.row["id"])
            out.write(self.head())
            out.write("load-balancing: %s\n" % balancing(self.row))
            out.write("hosts:\n")
            for (one, _side), address in self.addresses.items():
                extra = (", for: [%s]" % ", ".join(sorted(one.balances))
                         if one.balances else "")
                out.write("  - {name: host%s.contoso.example, addresses: [%s], "
                          "roles: [%s]%s}\n" % (address.rsplit(".", 1)[1], address,
                                                ", ".join(sorted(one.roles)), extra))


def balancing(row):
    return {"hlb": "hardware", "dnslb": "dns"}.get(row["id"].split("-")[0], "none")


def applicable(rows, row):
    """The rows a site with this row's kind of load balancing has."""
    tables = {"hardware": "hlb", "dns": "dnslb"}
    mine = tables.get(balancing(row))
    return [r for r in rows if r["id"].split("-")[0] in (mine, None)
            or r["id"].split("-")[0] not in tables.values()]


def write_capture(path, flow, script, addresses, documented):
    """Both ends of media listen: only a @documented flow comes from a port that rows list."""
    capture = Capture()
    media_port = 50060 if documented else 33060
    own_port = {"dhcp/udp": 68, "stun/udp": media_port}.get(script, 51515)
    initiator, responder = (addresses[0], own_port), (addresses[1], flow.port)
    if flow.transport in PROTOCOLS:
        conversation = IpConversation(capture, initiator, responder,
                                      PROTOCOLS[flow.transport])
    else:
        kind = TcpConversation if flow.transport == "tcp" else UdpConversation
        conversation = kind(capture, initiator, responder)
    words = SCRIPTS[script][0](responder)
    if flow.asked and script == "tls":
        asked = flow.asked.encode()
        words = tls_handshake(mutual=False, names=(asked,), asked=asked)
    for side, data in words:
        conversation.send(side, data)
    conversation.close()
    capture.save(path)


def accepted_verdicts(verdict, flow, script):
    """The verdict of the algebra, and what scope makes of it."""
    if verdict == "known" and script == "stun/udp":
        return "known,expected"  # the other end's port is documented: see write_capture()
    ends_lync = [algebra.is_lync(flow.initiator), algebra.is_lync(flow.responder)]
    if verdict == "expected":
        return verdict
    if not any(ends_lync):
        return "out-of-scope"
    if verdict == "known":
        return verdict
    if ends_lync == [True, False] and verdict != "wrong-protocol":
        return verdict + ",unexpected-peer"
    return verdict


class Generator:
    """Writes the captures of all rows and their manifest."""

    def __init__(self, rows, catalogues, directory):
        self.rows, self.catalogues, self.directory = rows, catalogues, directory
        self.lines = []

    def add(self, site, name, kind, scene, pair, script, port=None):
        flow = scene.flow(pair, script, port)
        verdict, rows = algebra.judge(scene.rows, flow)
        wanted = {"expected": ("expected", "known"), "wrong-source": ("wrong-source",),
                  "wrong-protocol": ("wrong-protocol",),
                  "neighbour-port": ("wrong-role", "unapproved-port")}[kind]
        if kind == "wrong-protocol" and algebra.is_wide(scene.row):
            wanted = ("wrong-protocol", "wrong-source", "wrong-role", "unapproved-port")
        if verdict not in wanted:
            self.skip(scene.row, kind, "%s: %s by %s" % (
                name, verdict, " ".join(r["id"] for r in rows)))
            return
        addresses = (site.address(pair[0], "initiator"),
                     site.address(pair[1], "responder"))
        write_capture(os.path.join(self.directory, name), flow, script, addresses,
                      verdict in ("expected", "known"))
        self.lines.append([name, scene.row["id"] + ".site.yaml", scene.row["id"], kind,
                           accepted_verdicts(verdict, flow, script),
                           "%s:%s/%s" % (addresses[1], flow.port or None, flow.transport),
                           " ".join(r["id"] for r in rows) or "-"])

    def skip(self, row, kind, reason):
        self.lines.append(["-", row["id"] + ".site.yaml", row["id"], kind,
                           "not-applicable", "-", reason])

    def near_misses(self, site, scene, script):
        base = scene.row["id"]
        pair = scene.wrong_source(script)
        if pair is None:
            self.skip(scene.row, "wrong-source", scene.why_every_source(script))
        else:
            self.add(site, base + ".wrong-source.pcap", "wrong-source", scene, pair,
                     script)
        if scene.transport in PROTOCOLS:
            self.skip(scene.row, "wrong-protocol", "nothing of it is read")
            self.skip(scene.row, "neighbour-port", "it has no ports")
            return
        self.add(site, base + ".wrong-protocol.pcap", "wrong-protocol", scene,
                 scene.in_scope, scene.wrong_script())
        if scene.asks_certificate():
            self.add(site, base + ".no-certificate.pcap", "wrong-protocol", scene,
                     scene.in_scope, "tls")
        port = scene.neighbour(script)
        if port is None:
            self.skip(scene.row, "neighbour-port", "rows give the listener every port")
        else:
            self.add(site, base + ".neighbour-port.pcap", "neighbour-port", scene,
                     scene.in_scope, script, port)

    def row(self, row):
        site = Site(row, self.catalogues)
        rows = applicable(self.rows, row)
        dhcp = "dhcp" in row["speaks"]
        forms = ["in", "out"] if row["direction"] == "both" else [row["direction"]]
        if dhcp and "out" in forms:
            forms = ["out"]         # a server's unasked datagram to 68 is not a request
        transports = {p["transport"]: p for p in reversed(row["ports"])}
        ordered = sorted(transports, key=lambda t: t != row["ports"][0]["transport"])
        main = True
        for form in forms:
            for transport in ordered:
                scene = Scene(row, rows, form, transports[transport], self.directory)
                words = [form] if form != forms[0] else []
                words += [transport] if transport != ordered[0] else []
                scripts = scripts_for(row, transport, scene.port,
                                      scene.asks_certificate())
                for variant, script in scripts:
                    name = ".".join([row["id"]] + words + ([variant] if variant else []))
                    self.add(site, name + ".pcap", "expected", scene, scene.natural,
                             script)
                if main:
                    self.near_misses(site, scene, scripts[0][1])
                main = False
        site.save(os.path.join(self.directory, row["id"] + ".site.yaml"))

    def manifest(self):
        path = os.path.join(self.directory, "manifest.tsv")
        with open(path, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, delimiter="\t", lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows(self.lines)


def documented(row):
    return json.dumps({key: value for key, value in row.items() if key not in WORDS},
                      sort_keys=True)


def load(path):
    with open(path, encoding="utf-8") as source:
        return json.load(source)


def main(arguments):
    if len(arguments) < 4:
        sys.stderr.write(__doc__)
        return 2
    catalogues = arguments[3:]
    rows = [r for r in load(arguments[0]) if r["catalogue"] in catalogues]
    missing = set(catalogues) - {r["catalogue"] for r in rows}
    if missing:
        sys.stderr.write("no rows of: %s\n" % ", ".join(sorted(missing)))
        return 2
    others = {documented(r) for r in load(arguments[2])} if arguments[2] != "-" else set()
    os.makedirs(arguments[1], exist_ok=True)
    generator = Generator(rows, catalogues, arguments[1])
    for row in rows:
        try:
            if documented(row) not in others:
                generator.row(row)
        except RowError as error:
            sys.stderr.write("%s: %s\n" % (row["id"], error))
            return 1
    generator.manifest()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
