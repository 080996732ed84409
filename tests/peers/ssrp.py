#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Answers SQL Server Resolution Protocol on UDP 1434: a stand-in for SQL Browser.

usage: ssrp.py HOSTNAME

Source: [MC-SQLR] 2.2.1 CLNT_BCAST_EX, 2.2.2 CLNT_UCAST_EX, 2.2.3 CLNT_UCAST_INST and
2.2.5 SVR_RESP.
"""
import socket
import sys

INSTANCES = {"RTCLOCAL": 49800, "LYNCLOCAL": 49801}


def describe(host, name):
    return (f"ServerName;{host};InstanceName;{name};IsClustered;No;Version;11.0.3128.0;"
            f"tcp;{INSTANCES[name]};;")


def answer(host, request):
    if request[:1] in (b"\x02", b"\x03"):
        text = "".join(describe(host, name) for name in INSTANCES)
    elif request[:1] == b"\x04":
        name = request[1:].split(b"\0")[0].decode("ascii", "replace").upper()
        if name not in INSTANCES:
            return None
        text = describe(host, name)
    else:
        return None
    return b"\x05" + len(text).to_bytes(2, "little") + text.encode("ascii")


listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
listener.bind(("", 1434))
while True:
    question, peer = listener.recvfrom(2048)
    reply = answer(sys.argv[1], question)
    if reply:
        listener.sendto(reply, peer)
