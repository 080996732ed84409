# SPDX-License-Identifier: BSD-2-Clause
"""A real ClickHouse server on loopback for tests: contrib/clickhouse as it is shipped, but for ports and passwords."""
import atexit
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request

SERVER = shutil.which("clickhouse-server") or "/usr/sbin/clickhouse-server"
PASSWORD = "a'b\\c"
children = []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end_all():
    for child in children:
        if child.poll() is None:
            child.kill()
            child.wait()


class Server:
    def __init__(self, here, work):
        self.here, self.work = here, work
        self.port = free_port()
        os.makedirs(self.path("data/log"))
        with open(os.path.join(self.here, "contrib/clickhouse/config.xml")) as file:
            config = file.read().replace("DATA", self.path("data"))
        config = config.replace("18123", str(self.port)).replace("19000", str(free_port()))
        with open(self.path("data/config.xml"), "w") as file:
            file.write(config)
        with open(os.path.join(self.here, "contrib/clickhouse/users.xml")) as file:
            users = file.read().replace("change-me", PASSWORD)
        with open(self.path("data/users.xml"), "w") as file:
            file.write(users)
        self.start()

    def path(self, name):
        return os.path.join(self.work, name)

    def start(self):
        log = open(self.path("server.log"), "ab")
        self.child = subprocess.Popen([SERVER, "--config-file=" + self.path("data/config.xml")], stdout=log, stderr=log)
        children.append(self.child)
        for _ in range(300):
            try:
                urllib.request.urlopen("http://127.0.0.1:%d/ping" % self.port, timeout=5).read()
                return
            except OSError:
                time.sleep(0.1)
        print("Bail out! clickhouse-server does not start")
        sys.exit(1)

    def kill(self):
        self.child.send_signal(signal.SIGKILL)
        self.child.wait()

    def ask(self, sql):
        request = urllib.request.Request("http://127.0.0.1:%d/" % self.port, data=sql.encode())
        return urllib.request.urlopen(request, timeout=600).read().decode()

    def make_schema(self, engine):
        with open(os.path.join(self.here, "contrib/clickhouse/schema.sql")) as file:
            text = re.sub(r"--[^\n]*", "", file.read())
        self.ask("DROP DATABASE IF EXISTS lync")
        for statement in text.split(";"):
            if statement.strip():
                self.ask(statement.replace("ReplacingMergeTree(received)", engine))


atexit.register(end_all)
