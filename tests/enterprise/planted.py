# SPDX-License-Identifier: BSD-2-Clause
"""What no document explains, to be planted among what the hosts of network.py say."""

from network import Host
from traffic import backup, mtls, payloads, rdp, same, tls, windows


def planted(net):
    """[(initiator, responder, port, script, kind, severity, how its remedy begins)], over TCP."""
    one, two, three = net.pool1
    staff, home = net.staff[0], net.outside[0]
    inner, outer = Host("inner", net.edges[0].at), Host("outer", net.edges[0].outer[0])
    outside, stranger = Host("outside", "203.0.113.99"), Host("stranger", "10.99.9.9")
    stop = "Find out what runs there and stop it"
    away = "Keep this source away by firewall, or declare what it is"
    shut = "Close the port to the Internet"
    why = "Find out why the server talks to it, or declare what the peer is"
    return [
        (staff, one, 4444, same(payloads.http), "unapproved-port", "medium", stop),
        (home, outer, 3389, rdp, "unapproved-port", "high", shut),
        (staff, one, 8404, mtls, "wrong-source", "medium", away),
        (net.pool2[0], two, 8060, tls, "wrong-source", "medium", away),
        (stranger, net.directors[0], 5061, mtls, "wrong-source", "medium", away),
        (staff, net.mediation[0], 5065, tls, "wrong-role", "medium",
         "Stop the listener, or declare what the host really is"),
        (staff, two, 5061, same(payloads.sip_tcp), "cleartext", "high",
         "Turn TLS on at both ends"),
        (staff, three, 5061, same(payloads.ssh), "wrong-protocol", "medium", stop),
        (home, inner, 5062, mtls, "wrong-interface", "high", shut),
        (one, outside, 4433, tls, "unexpected-peer", "high", why),
        (one, stranger, 5070, backup, "unexpected-peer", "medium", why),
        (staff, net.sql[0], 1433, same(windows.tds), "wrong-source", "medium",
         "Keep this source away, or say dedicated: false of the host"),
    ]
