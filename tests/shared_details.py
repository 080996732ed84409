#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Write a capture of flows that end one after the other and share details by forties.

Queries of DNS over UDP, quiet for 30 s before they are over, and requests of HTTP over
TCP, over 10 s after their end: what is held of them goes out in several batches when
memory is small, and which flow is in which batch shows in the order of the records.
"""
import struct
import sys

FLOWS = 60000
FIN, SYN, PSH, ACK = 1, 2, 8, 16


def ip(address):
    return bytes(int(byte) for byte in address.split("."))


def packet(source, target, protocol, payload):
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), 1, 0, 64, protocol, 0)
    return head + ip(source) + ip(target) + payload


def udp(source, source_port, target, port, data):
    head = struct.pack(">HHHH", source_port, port, 8 + len(data), 0)
    return packet(source, target, 17, head + data)


def tcp(source, source_port, target, port, sequence, ack, flags, data=b""):
    head = struct.pack(">HHIIBBHHH", source_port, port, sequence, ack, 0x50, flags, 8192, 0, 0)
    return packet(source, target, 6, head + data)


def query(number):
    name = b"host%d" % (number // 40)
    labels = b"".join(bytes([len(label)]) + label for label in (name, b"contoso", b"example"))
    return struct.pack(">HHHHHH", number & 0xFFFF, 0x0100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"


def asked(number, client):
    ends = client, 1024 + number, "10.1.1.5", 53
    back = "10.1.1.5", 53, client, 1024 + number
    return [udp(*ends, query(number)), udp(*back, query(number))]


def fetched(number, client):
    server = "10.1.1.%d" % (10 + number % 8)
    ends, back = (client, 1024 + number, server, 80), (server, 80, client, 1024 + number)
    request = b"GET /%d HTTP/1.1\r\nHost: www.contoso.example\r\n\r\n" % (number // 80)
    answer = b"HTTP/1.1 204 No Content\r\nServer: test\r\n\r\n"
    sent, got = 101 + len(request), 501 + len(answer)
    return [
        tcp(*ends, 100, 0, SYN),
        tcp(*back, 500, 101, SYN | ACK),
        tcp(*ends, 101, 501, ACK | PSH, request),
        tcp(*back, 501, sent, ACK | PSH, answer),
        tcp(*ends, sent, got, ACK | FIN),
        tcp(*back, got, sent + 1, ACK | FIN),
    ]


def main():
    with open(sys.argv[1], "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        for number in range(FLOWS):
            client = "10.100.%d.%d" % (number // 200 % 250, number % 200 + 1)
            packets = (asked if number % 2 else fetched)(number, client)
            for place, data in enumerate(packets):
                us = number * 2000 + place * 100
                seconds = 1700000000 + us // 1000000
                out.write(struct.pack("<IIII", seconds, us % 1000000, len(data), len(data)))
                out.write(data)


main()
