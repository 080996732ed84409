# SPDX-License-Identifier: BSD-2-Clause
"""Frames of capture files for tests: pcap and pcapng, and where TCP is in them."""

import struct

ETHERNET, RAW_IP, LINUX_COOKED = 1, 101, 113
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


def read_capture(path):
    """[(seconds, microseconds, frame, length on the wire)], link type of the first interface."""
    with open(path, "rb") as stream:
        data = stream.read()
    return read_pcapng(data) if data[:4] == b"\x0a\x0d\x0d\x0a" else read_pcap(data)


def read_pcap(data):
    order = "<" if data[:4] == b"\xd4\xc3\xb2\xa1" else ">"
    frames, at = [], 24
    while at + 16 <= len(data):
        seconds, micro, captured, wire = struct.unpack(order + "IIII", data[at:at + 16])
        frames.append((seconds, micro, data[at + 16:at + 16 + captured], wire))
        at += 16 + captured
    return frames, struct.unpack(order + "I", data[20:24])[0] & 0xffff


def read_pcapng(data):
    """Enhanced packet blocks, their times in microseconds."""
    order = "<" if data[8:12] == b"\x4d\x3c\x2b\x1a" else ">"
    frames, links, units, at = [], [], [], 0
    while at + 12 <= len(data):
        kind, length = struct.unpack(order + "II", data[at:at + 8])
        body = data[at + 8:at + length - 4]
        if kind == 1:
            links.append(struct.unpack(order + "H", body[:2])[0])
            units.append(time_unit(order, body[8:]))
        elif kind == 6:
            number, high, low, captured, wire = struct.unpack(order + "IIIII", body[:20])
            time = ((high << 32) + low) * 1000000 // units[number]
            frames.append((time // 1000000, time % 1000000, body[20:20 + captured], wire))
        at += max(length, 12)
    return frames, links[0] if links else ETHERNET


def time_unit(order, options):
    """Parts of a second: what if_tsresol (9) says, of powers of ten."""
    while len(options) >= 4:
        code, length = struct.unpack(order + "HH", options[:4])
        if code == 9 and options[4] < 128:
            return 10 ** options[4]
        options = options[4 + (length + 3) // 4 * 4:]
    return 1000000


def write_pcap(path, link_type, frames):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, link_type))
        for seconds, micro, frame, wire in frames:
            out.write(struct.pack("<IIII", seconds, micro, len(frame), wire) + frame)


def ip_at(frame, link_type):
    """Where IP begins, or None."""
    if link_type == RAW_IP:
        return 0
    at = {ETHERNET: 12, LINUX_COOKED: 14}.get(link_type)
    if at is None:
        return None
    kind = frame[at:at + 2]
    while kind in (b"\x81\x00", b"\x88\xa8"):
        at += 4
        kind = frame[at:at + 2]
    return at + 2 if kind in (b"\x08\x00", b"\x86\xdd") else None


def tcp_of(frame, link_type):
    """((address, port), (address, port), flags, bytes of payload) of a whole TCP segment, or None."""
    at = ip_at(frame, link_type)
    if at is None or len(frame) < at + 40:
        return None
    if frame[at] >> 4 == 4:
        start, end = at + (frame[at] & 15) * 4, at + struct.unpack("!H", frame[at + 2:at + 4])[0]
        protocol, addresses = frame[at + 9], (frame[at + 12:at + 16], frame[at + 16:at + 20])
        whole = not struct.unpack("!H", frame[at + 6:at + 8])[0] & 0x3fff
    else:
        start, end = at + 40, at + 40 + struct.unpack("!H", frame[at + 4:at + 6])[0]
        protocol, addresses = frame[at + 6], (frame[at + 8:at + 24], frame[at + 24:at + 40])
        whole = True
    if protocol != 6 or not whole or len(frame) < start + 20:
        return None
    ports = struct.unpack("!HH", frame[start:start + 4])
    size = end - start - (frame[start + 12] >> 4) * 4
    return ((addresses[0], ports[0]), (addresses[1], ports[1]), frame[start + 13], max(size, 0))
