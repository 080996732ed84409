# SPDX-License-Identifier: BSD-2-Clause
"""The row algebra once more, written from the documents and not from the program.

P, R, S and H are those of the design notes; the words of a row are those of
signatures/README.md. A host is a set of roles plus, for load balancers, what it
balances; the empty set is a host nobody declared.
"""

import fnmatch
from collections import namedtuple

RUNS_LYNC = frozenset("front-end director mediation cms persistent-chat edge sba".split())
GROUPS = {"all-servers": RUNS_LYNC, "all-internal-servers": RUNS_LYNC - {"edge"}}
# Hosts whose traffic is judged.
LYNC = RUNS_LYNC | {"office-web-apps", "load-balancer"}
WIDE = 4096

Host = namedtuple("Host", "roles balances")
# asked: the name the initiator asks for in TLS.
Flow = namedtuple("Flow", "initiator responder transport port hints asked", defaults=[""])
NOBODY = Host(frozenset(), frozenset())


def is_known_only(catalogue):
    """Its rows explain traffic and document no Lync port."""
    return (catalogue in ("windows-domain", "internet-services")
            or catalogue.endswith("undocumented"))


def host(*roles, balances=()):
    return Host(frozenset(roles), frozenset(balances))


def is_lync(one):
    return bool(one.roles & LYNC)


def lists_port(row, transport, port):
    return any(p["transport"] == transport and p["low"] <= port <= p["high"]
               for p in row["ports"])


def has_name(row, flow):
    """A row about names is of no other name."""
    return not row.get("asked_for") or any(fnmatch.fnmatch(flow.asked, pattern)
                                           for pattern in row["asked_for"])


def is_wide(row):
    return any(p["high"] - p["low"] + 1 > WIDE for p in row["ports"])


def has_role(one, row):
    """All roles of the row on one host, and all it balances."""
    roles = all(one.roles & GROUPS.get(role, {role}) for role in row["role"])
    return roles and one.balances >= set(row.get("for") or ())


def is_peer(one, row):
    return any(name == "any" or one.roles & GROUPS.get(name, {name})
               for name in row["peer"])


def in_applies(row, flow):
    return row["direction"] in ("in", "both") and has_role(flow.responder, row)


def out_applies(row, flow):
    """An `out` row whose peer is any is selected by its initiator alone."""
    if row["direction"] not in ("out", "both") or not is_peer(flow.responder, row):
        return False
    return "any" not in row["peer"] or has_role(flow.initiator, row)


def fits_listener(row, flow):
    return in_applies(row, flow) or out_applies(row, flow)


def fits_both_ends(row, flow):
    return (in_applies(row, flow) and is_peer(flow.initiator, row)
            or out_applies(row, flow) and has_role(flow.initiator, row))


def asks_certificate(row, flow):
    """Of this initiator: all of them, or it is one of mutual-for and no other peer."""
    asked = set(row.get("mutual_for") or ())
    if row["tls"] == "mutual":
        return True
    others = dict(row, peer=[name for name in row["peer"] if name not in asked])
    return (in_applies(row, flow) and bool(flow.initiator.roles & asked)
            and not is_peer(flow.initiator, others))


def fits_hints(row, flow):
    """tls: required wants it, none excludes it; speaks must name what is in the clear."""
    hints = set(flow.hints)
    if not hints:
        return True
    if "tls" in hints and "mtls" not in hints and asks_certificate(row, flow):
        return False
    if "tls" in hints:
        return row["tls"] != "none" or "tls" in row["speaks"]
    return row["tls"] in ("optional", "none") and bool(hints & set(row["speaks"]))


def judge(rows, flow):
    """(verdict, rows): what is left of the intersection, or the last set before it."""
    ported = [r for r in rows if lists_port(r, flow.transport, flow.port)
              and has_name(r, flow)]
    # Of what is no media a range of thousands of ports says nothing.
    ported = [r for r in ported if not is_wide(r) or fits_hints(r, flow)]
    at_listener = [r for r in ported if fits_listener(r, flow)]
    at_both = [r for r in at_listener if fits_both_ends(r, flow)]
    fitting = [r for r in at_both if fits_hints(r, flow)]
    if fitting:
        documented = [r for r in fitting if not is_known_only(r["catalogue"])]
        return ("expected", documented) if documented else ("known", fitting)
    if at_both:
        return "wrong-protocol", at_both
    if at_listener:
        return "wrong-source", at_listener
    narrow = [r for r in ported if not is_wide(r)]
    if narrow:
        return "wrong-role", narrow
    return "unapproved-port", []
