#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""A relay that speaks MS-TURN: a stand-in for the A/V Edge service.

usage: ms_turn.py ADDRESS USER PASSWORD

Listens on UDP 3478 and, behind the pseudo-TLS handshake, on TCP 443. Relays from ports
50000-59999 of ADDRESS, by the transport the client came by. One allocation per client
endpoint, kept until the end.

Source: [MS-TURN] 2.1.1 (pseudo-TLS), 2.1.4 (TCP framing), 2.2.1 (messages), 2.2.2
(attributes; REALM and NONCE are swapped against RFC 5389) and 3.1.8 (integrity).
"""
import hashlib
import hmac
import os
import selectors
import socket
import struct
import sys

COOKIE = b"\x72\xc6\x4b\xc6"
REALM = b'"contoso.example"'
(MAPPED, USERNAME, INTEGRITY, ERROR, LIFETIME, MAGIC, BANDWIDTH, DESTINATION, REMOTE, DATA,
 NONCE, REALM_ATTRIBUTE) = (1, 6, 8, 9, 0x0D, 0x0F, 0x10, 0x11, 0x12, 0x13, 0x14, 0x15)
MS_VERSION, XOR_MAPPED, SEQUENCE = 0x8008, 0x8020, 0x8050
ALLOCATE, SEND, ACTIVE, DATA_INDICATION = 3, 4, 6, 0x115
SERVER_HELLO = bytes.fromhex("160301004e0200004603 01") + os.urandom(32) + \
    b"\x20" + os.urandom(32) + bytes.fromhex("0018000e000000")
CLIENT_HELLO_LENGTH = 50


def attributes(message):
    """Attributes are not padded in this dialect."""
    found, at = {}, 20
    while at + 4 <= len(message):
        kind, length = struct.unpack_from("!HH", message, at)
        found.setdefault(kind, message[at + 4:at + 4 + length])
        at += 4 + length
    return found


def encode(kind, transaction, pairs, key=None):
    body = b"".join(struct.pack("!HH", k, len(v)) + v for k, v in [(MAGIC, COOKIE)] + pairs)
    header = struct.pack("!HH", kind, len(body) + (24 if key else 0)) + transaction
    if not key:
        return header + body
    signed = header + body
    signed += bytes(-len(signed) % 64)
    digest = hmac.new(key, signed, hashlib.sha1).digest()
    return header + body + struct.pack("!HH", INTEGRITY, 20) + digest


def address(endpoint, mask=b"\0\0\0\0"):
    port = struct.pack("!H", endpoint[1])
    host = socket.inet_aton(endpoint[0])
    return b"\0\1" + bytes(a ^ b for a, b in zip(port, mask)) + \
        bytes(a ^ b for a, b in zip(host, mask))


def endpoint_of(value):
    return socket.inet_ntoa(value[4:8]), struct.unpack("!H", value[2:4])[0]


class Client:
    """One client endpoint and, once it has one, its relayed address."""

    def __init__(self, relay, endpoint, reply):
        self.relay, self.endpoint, self.reply = relay, endpoint, reply
        self.nonce = os.urandom(16).hex().encode()
        self.connection = os.urandom(20)
        self.sequence = 0
        self.key = self.socket = self.active = None

    def receive(self, message):
        # By its cookie: what goes to the active destination is framed as data on TCP, but
        # not framed at all on UDP.
        if len(message) < 28 or message[24:28] != COOKIE:
            if self.active:
                self.send(message, self.active)
            return
        kind = struct.unpack("!H", message[:2])[0]
        found = attributes(message)
        if kind == ALLOCATE:
            self.allocate(message[4:20], found)
        elif self.socket and kind == SEND and DESTINATION in found and DATA in found:
            self.send(found[DATA], endpoint_of(found[DESTINATION]))
        elif self.socket and kind == ACTIVE and DESTINATION in found:
            self.active = endpoint_of(found[DESTINATION])
            self.reply(encode(0x106, message[4:20], [self.count()], self.key), True)

    def count(self):
        self.sequence += 1
        return SEQUENCE, self.connection + struct.pack("!I", self.sequence)

    def allocate(self, transaction, found):
        if INTEGRITY not in found:
            challenge = [(ERROR, b"\0\0\4\1Unauthorized\0"), (NONCE, self.nonce),
                         (REALM_ATTRIBUTE, REALM), (MS_VERSION, b"\0\0\0\3")]
            self.reply(encode(0x113, transaction, challenge), True)
            return
        self.key = hashlib.md5(b":".join((self.relay.user, REALM.strip(b'"'),
                                          self.relay.password))).digest()
        if not self.socket:
            self.open_port()
        self.reply(encode(0x103, transaction, [
            (LIFETIME, b"\0\0\2\x58"), (BANDWIDTH, b"\0\0\4\0"),
            (MAPPED, address(self.socket.getsockname())),
            (XOR_MAPPED, address(self.endpoint, transaction[:4])),
            self.count()], self.key), True)

    def deliver(self, data, peer):
        if peer == self.active:
            self.reply(data, False)
            return
        self.reply(encode(DATA_INDICATION, os.urandom(16), [
            (REMOTE, address(peer)), (DATA, data), self.count()]), True)


class UdpClient(Client):
    def open_port(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(self.relay.take_port())
        self.relay.watch(self.socket, lambda: self.deliver(*self.socket.recvfrom(65536)))

    def send(self, data, peer):
        self.socket.sendto(data, peer)


class TcpClient(Client):
    """Its peers connect to the relayed address, or are connected to."""

    def open_port(self):
        self.peers = {}
        self.socket = socket.create_server(self.relay.take_port())
        self.relay.watch(self.socket, lambda: self.add_peer(*self.socket.accept()))

    def add_peer(self, connection, peer):
        def readable():
            data = connection.recv(65536)
            if data:
                self.deliver(data, peer)
            else:
                self.relay.forget(connection)
                del self.peers[peer]

        self.peers[peer] = connection
        self.relay.watch(connection, readable)

    def send(self, data, peer):
        if peer not in self.peers:
            self.add_peer(socket.create_connection(peer, 1, self.relay.take_port()), peer)
        self.peers[peer].sendall(data)


class Relay:
    def __init__(self, own_address, user, password):
        self.address, self.user, self.password = own_address, user, password
        self.selector = selectors.DefaultSelector()
        self.clients, self.next_port = {}, 50000
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind((own_address, 3478))
        self.watch(self.udp, self.datagram)
        self.tcp = socket.create_server((own_address, 443))
        self.watch(self.tcp, self.accept)

    def take_port(self):
        self.next_port += 1
        return self.address, self.next_port - 1

    def watch(self, source, readable):
        self.selector.register(source, selectors.EVENT_READ, readable)

    def forget(self, source):
        self.selector.unregister(source)
        source.close()

    def datagram(self):
        message, peer = self.udp.recvfrom(65536)
        if peer not in self.clients:
            self.clients[peer] = UdpClient(
                self, peer, lambda reply, control: self.udp.sendto(reply, peer))
        self.clients[peer].receive(message)

    def accept(self):
        connection, peer = self.tcp.accept()

        def reply(message, control):
            head = b"\2\0" if control else b"\3\0"
            connection.sendall(head + struct.pack("!H", len(message)) + message)

        self.watch(connection,
                   Stream(self, connection, TcpClient(self, peer, reply)).readable)

    def run(self):
        while True:
            for key, _ in self.selector.select():
                try:
                    key.data()
                except OSError as error:
                    print(f"ms_turn: {error}", file=sys.stderr)


class Stream:
    """A TCP connection: the pseudo-TLS hello, then framed messages."""

    def __init__(self, relay, connection, client):
        self.relay, self.connection, self.client = relay, connection, client
        self.buffer, self.greeted = b"", False

    def readable(self):
        received = self.connection.recv(65536)
        if not received:
            self.relay.forget(self.connection)
            return
        self.buffer += received
        if not self.greeted and len(self.buffer) >= CLIENT_HELLO_LENGTH:
            self.buffer = self.buffer[CLIENT_HELLO_LENGTH:]
            self.greeted = True
            self.connection.sendall(SERVER_HELLO)
        while self.greeted and len(self.buffer) >= 4:
            length = struct.unpack("!H", self.buffer[2:4])[0]
            if len(self.buffer) < 4 + length:
                return
            self.client.receive(self.buffer[4:4 + length])
            self.buffer = self.buffer[4 + length:]


Relay(sys.argv[1], sys.argv[2].encode(), sys.argv[3].encode()).run()
