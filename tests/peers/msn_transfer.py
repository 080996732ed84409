#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Sends a file as Office Communicator did, on TCP 6891: both ends are stand-ins.

usage: msn_transfer.py send ADDRESS SIZE | receive ADDRESS

The receiver connects and speaks first. Chunks are 00, length low, length high, bytes;
the bytes would be RC4 of the file, and here are random, which looks the same.
"""
import base64
import os
import socket
import sys

PORT = 6891
CHUNK = 2045


def line(stream):
    return stream.readline().decode("ascii").split()


def send(address, size):
    with socket.create_server((address, PORT)) as listener:
        connection, _ = listener.accept()
    with connection, connection.makefile("rwb", 0) as stream:
        assert line(stream) == ["VER", "MSN_SECURE_FTP"]
        stream.write(b"VER MSN_SECURE_FTP\r\n")
        assert line(stream)[0] == "USR"
        stream.write(b"FIL %d\r\n" % size)
        assert line(stream) == ["TFR"]
        while size:
            length = min(size, CHUNK)
            stream.write(b"\0" + length.to_bytes(2, "little") + os.urandom(length))
            size -= length
        assert line(stream)[0] == "BYE"
        stream.write(b"MAC " + base64.b64encode(os.urandom(20)) + b"\0\r\n")


def receive(address):
    with socket.create_connection((address, PORT)) as connection, \
            connection.makefile("rwb") as stream:
        def say(text):
            stream.write(text)
            stream.flush()

        say(b"VER MSN_SECURE_FTP\r\n")
        assert line(stream) == ["VER", "MSN_SECURE_FTP"]
        say(b"USR bob@contoso.example 1122334455\r\n")
        left = int(line(stream)[1])
        say(b"TFR\r\n")
        while left:
            assert stream.read(1) == b"\0"
            left -= len(stream.read(int.from_bytes(stream.read(2), "little")))
        say(b"BYE 16777989\r\n")
        assert stream.readline().startswith(b"MAC ")


if sys.argv[1] == "send":
    send(sys.argv[2], int(sys.argv[3]))
else:
    receive(sys.argv[2])
