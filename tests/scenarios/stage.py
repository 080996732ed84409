# SPDX-License-Identifier: BSD-2-Clause
"""A stage for scenarios: packets of either IP version, in VLANs, and connections cut short."""

import socket
import struct

from wire import ACK, Capture, SYN, TcpConversation, UdpConversation, checksum

RST = 0x04


class Stage(Capture):
    """A capture whose addresses may be IPv6 and whose frames may carry VLAN tags."""

    def __init__(self, vlans=()):
        super().__init__()
        self.vlans = vlans
        self.ports = 50100

    def datagram(self, source, destination, protocol, segment):
        if ":" in source:
            self.datagram6(source, destination, protocol, segment)
        else:
            super().datagram(source, destination, protocol, segment)
        if self.vlans:
            when, frame = self.frames[-1]
            tags = b"".join(struct.pack("!HH", 0x8100, vlan) for vlan in self.vlans)
            self.frames[-1] = (when, frame[:12] + tags + frame[12:])

    def datagram6(self, source, destination, protocol, segment):
        """RFC 8200 section 3; the pseudo-header is that of section 8.1."""
        src = socket.inet_pton(socket.AF_INET6, source)
        dst = socket.inet_pton(socket.AF_INET6, destination)
        pseudo = src + dst + struct.pack("!IHBB", len(segment), 0, 0, protocol)
        at = 16 if protocol == 6 else 6  # of TCP or UDP, which is all that is sent here
        value = checksum(pseudo + segment) or 0xffff
        segment = segment[:at] + struct.pack("!H", value) + segment[at + 2:]
        header = struct.pack("!IHBB", 0x60000000, len(segment), protocol, 64)
        self.frames.append((self.now_us, b"\x02\0\0\0\0\2" + b"\x02\0\0\0\0\1" + b"\x86\xdd"
                            + header + src + dst + segment))
        self.wait(1000)

    def next_port(self):
        self.ports += 1
        return self.ports

    def talk(self, initiator, responder, port, transport, script, only=None):
        """One whole conversation; @only leaves the other side's packets out."""
        ends = (initiator, self.next_port()), (responder, port)
        begun = len(self.frames)
        kind = TcpConversation if transport == "tcp" else UdpConversation
        conversation = kind(self, *ends)
        for side, data in script(ends[1]):
            conversation.send(side, data)
        conversation.close()
        if only:
            family = socket.AF_INET6 if ":" in initiator else socket.AF_INET
            sender = socket.inet_pton(family, initiator if only == "initiator" else responder)
            at = 14 + 4 * len(self.vlans) + (8 if ":" in initiator else 12)
            self.frames[begun:] = [frame for frame in self.frames[begun:]
                                   if frame[1][at:at + len(sender)] == sender]

    def segment(self, source, destination, flags, data=b""):
        self.datagram(source[0], destination[0], 6, struct.pack(
            "!HHIIBBHHH", source[1], destination[1], 1, 1 if flags & ACK else 0, 0x50,
            flags, 64240, 0, 0) + data)

    def attempt(self, initiator, responder, port, answer):
        """A SYN and its answer: "rst", "synack" (then reset, as scanners do) or nothing."""
        source, target = (initiator, self.next_port()), (responder, port)
        self.segment(source, target, SYN)
        if answer == "rst":
            self.segment(target, source, RST | ACK)
        elif answer == "synack":
            self.segment(target, source, SYN | ACK)
            self.segment(source, target, RST)
