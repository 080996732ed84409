#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A connect() scan: says which ports answered, leaves those with a reset.

usage: scan.py ADDRESS PORT...
"""
import socket
import struct
import sys

for port in sys.argv[2:]:
    with socket.socket() as probe:
        probe.settimeout(2)
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if probe.connect_ex((sys.argv[1], int(port))) == 0:
            print(port)
