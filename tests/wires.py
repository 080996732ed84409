# SPDX-License-Identifier: BSD-2-Clause
"""Two network namespaces and a wire between them, which can be cut."""
import atexit, os, subprocess


def run(*command, check=True):
    return subprocess.run(command, check=check, capture_output=True, text=True)


class Wire:
    """`veth1` in namespace `to` hears what is sent from `veth0` in namespace `out`, and nothing else."""

    def __init__(self, name):
        self.out, self.to = f"{name}{os.getpid()}-out", f"{name}{os.getpid()}-to"
        atexit.register(self.remove)
        for namespace in (self.out, self.to):
            run("ip", "netns", "add", namespace)
        self.join()

    def join(self):
        run("ip", "-n", self.out, "link", "add", "veth0", "type", "veth", "peer", "name", "veth1", "netns", self.to)
        for namespace in (self.out, self.to):  # without IPv6 and ARP neither end adds packets of its own
            run("ip", "netns", "exec", namespace, "sysctl", "-qw",
                "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1")
        self.set("up")
        run("ip", "-n", self.out, "link", "set", "veth0", "arp", "off", "up")

    def set(self, state):
        run("ip", "-n", self.to, "link", "set", "veth1", "arp", "off", state)

    def cut(self):
        run("ip", "-n", self.out, "link", "del", "veth0")

    def replay(self, capture, *how):
        run("ip", "netns", "exec", self.out, "tcpreplay", "-q", "-i", "veth0", *(how or ("--pps=2000",)), capture)

    def remove(self):
        for namespace in (self.out, self.to):
            run("ip", "netns", "del", namespace, check=False)
