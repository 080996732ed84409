# SPDX-License-Identifier: BSD-2-Clause
"""Packets and capture files, with checksums that hold."""

import socket
import struct

SYN, ACK, PSH, FIN = 0x02, 0x10, 0x08, 0x01
EPOCH_US = 1767603600000000     # 2026-01-05 09:00:00 UTC
SEGMENT = 1400


def checksum(data):
    """Internet checksum, RFC 1071."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


class Capture:
    """A classic pcap file of Ethernet frames, one millisecond apart unless told."""

    def __init__(self):
        self.frames = []
        self.now_us = EPOCH_US
        self.identification = 0

    def wait(self, microseconds):
        self.now_us += microseconds

    def datagram(self, source, destination, protocol, segment):
        """Adds one IPv4 packet; source and destination are addresses in text."""
        src, dst = socket.inet_aton(source), socket.inet_aton(destination)
        pseudo = src + dst + struct.pack("!BBH", 0, protocol, len(segment))
        if protocol in (6, 17):
            at = 16 if protocol == 6 else 6
            value = checksum(pseudo + segment) or 0xffff
            segment = segment[:at] + struct.pack("!H", value) + segment[at + 2:]
        self.identification = (self.identification + 1) & 0xffff
        header = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(segment),
                             self.identification, 0x4000, 64, protocol, 0, src, dst)
        header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
        ethernet = b"\x02\0\0\0\0" + dst[3:] + b"\x02\0\0\0\0" + src[3:] + b"\x08\0"
        self.frames.append((self.now_us, ethernet + header + segment))
        self.wait(1000)

    def save(self, path):
        with open(path, "wb") as out:
            out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1))
            for when, frame in self.frames:
                out.write(struct.pack("<IIII", when // 1000000, when % 1000000,
                                      len(frame), len(frame)))
                out.write(frame)


class TcpConversation:
    """A whole TCP connection: handshake, acknowledged data, both FINs."""

    def __init__(self, capture, initiator, responder):
        self.capture = capture
        self.ends = {"initiator": initiator, "responder": responder}
        self.sequence = {"initiator": 0x10000000, "responder": 0x20000000}
        self._send("initiator", SYN, b"", options=b"\x02\x04\x05\xb4")
        self._send("responder", SYN | ACK, b"", options=b"\x02\x04\x05\xb4")
        self._send("initiator", ACK, b"")

    def _send(self, side, flags, data, options=b""):
        other = "responder" if side == "initiator" else "initiator"
        source, destination = self.ends[side], self.ends[other]
        acknowledged = self.sequence[other] if flags & ACK else 0
        offset = (20 + len(options)) // 4 << 4
        segment = struct.pack("!HHIIBBHHH", source[1], destination[1],
                              self.sequence[side], acknowledged, offset, flags,
                              64240, 0, 0) + options + data
        self.capture.datagram(source[0], destination[0], 6, segment)
        self.sequence[side] += len(data) + (1 if flags & (SYN | FIN) else 0)

    def send(self, side, data):
        other = "responder" if side == "initiator" else "initiator"
        for at in range(0, len(data), SEGMENT):
            self._send(side, PSH | ACK, data[at:at + SEGMENT])
        self._send(other, ACK, b"")

    def close(self):
        self._send("initiator", FIN | ACK, b"")
        self._send("responder", FIN | ACK, b"")
        self._send("initiator", ACK, b"")


class UdpConversation:
    """UDP datagrams between two ends."""

    def __init__(self, capture, initiator, responder):
        self.capture = capture
        self.ends = {"initiator": initiator, "responder": responder}

    def send(self, side, data):
        other = "responder" if side == "initiator" else "initiator"
        source, destination = self.ends[side], self.ends[other]
        segment = struct.pack("!HHHH", source[1], destination[1], 8 + len(data), 0)
        self.capture.datagram(source[0], destination[0], 17, segment + data)

    def close(self):
        """UDP says no goodbye."""


class IpConversation:
    """Datagrams of an IP protocol that has no ports."""

    def __init__(self, capture, initiator, responder, protocol):
        self.capture, self.protocol = capture, protocol
        self.ends = {"initiator": initiator[0], "responder": responder[0]}

    def send(self, side, data):
        other = "responder" if side == "initiator" else "initiator"
        self.capture.datagram(self.ends[side], self.ends[other], self.protocol, data)

    def close(self):
        """Nor does it say goodbye."""
