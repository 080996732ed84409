# SPDX-License-Identifier: BSD-2-Clause
"""Clients of a declared network, of whom a store makes one: for tests/central.py and tests/stores.py."""
import struct

import packets

SITE = """site: folded
hosts:
  - {name: fe01.contoso.example, addresses: [10.1.1.11], roles: [front-end, cms]}
networks:
  - {name: staff, range: 10.100.0.0/16, roles: [client]}
  - {name: other, range: "fd00:100::/32", roles: [client]}
allow:
  - {from: 10.100.7.7, to: [front-end], port: 4445/tcp, reason: a test}
"""
# What an audit finds, whether clients come as one or not.
FOUND = ("verdicts", "findings", "attempts", "coverage", "causes")


def write(path, clients=range(600)):
    """Clients of one network, many of each kind: served, refused, and at a port that nobody documents."""
    frames = []

    def segment(ends, ports, flags, payload=b""):
        tcp = struct.pack(">HHIIBBHHH", *ports, 1, 1, 5 << 4, flags, 8192, 0, 0) + payload
        ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 1, 0, 64, 6, 0, *ends)
        frames.append((1795372102, len(frames), bytes(12) + b"\x08\x00" + ip + tcp, 54 + len(payload)))

    server, hello = bytes([10, 1, 1, 11]), bytes.fromhex("160301000a") + bytes(10)
    for i in clients:
        client, port = bytes([10, 100, i >> 8, i & 255]), 30000 + i
        kind = 5061 if i < 500 else 4444 if i < 550 else 8060
        segment((client, server), (port, kind), 2)
        if kind == 8060:
            segment((server, client), (kind, port), 0x14)
            continue
        segment((server, client), (kind, port), 0x12)
        for flags, payload in ((0x18, hello), (0x11, b"")):
            segment((client, server), (port, kind), flags, payload)
            segment((server, client), (kind, port), flags, payload)
    packets.write_pcap(path, 1, frames)
