# SPDX-License-Identifier: BSD-2-Clause
"""A made-up company as large as a real one: its hosts, what each is, and its site file."""

DOMAIN = "contoso.example"


class Host:
    """One machine: its inner addresses, those of its outer side, and what it is."""

    def __init__(self, name, addresses, roles=(), outer=(), pool=None, listens=()):
        self.name = name if "." in name or not roles else f"{name}.{DOMAIN}"
        self.addresses, self.outer = addresses.split(), list(outer)
        self.roles, self.pool, self.listens = tuple(roles), pool, listens

    @property
    def at(self):
        return self.addresses[0]

    @property
    def names(self):
        """The names of its certificate: the pool's first, then its own."""
        own = [self.name] if not self.pool else [f"{self.pool}.{DOMAIN}", self.name]
        if "front-end" in self.roles or "director" in self.roles:
            own += [f"sip.{DOMAIN}", f"meet.{DOMAIN}", f"dialin.{DOMAIN}"]
        return tuple(name.encode() for name in own)


class Network:
    """Two pools balanced in both ways, Directors, mediation, an edge behind NAT, and the rest."""

    def __init__(self):
        fe = ("front-end", "mediation")
        self.pool1 = [Host(f"fe0{n}", f"10.1.1.1{n}", fe, pool="pool01") for n in (1, 2, 3)]
        self.pool2 = [Host(f"fe1{n}", f"10.1.2.1{n}", fe[:1], pool="pool02") for n in (1, 2)]
        self.vip = Host("pool02", "10.1.2.20", ("load-balancer",))
        self.directors = [Host(f"dir0{n}", f"10.1.1.5{n}", ("director",), pool="dirpool")
                          for n in (1, 2)]
        self.mediation = [Host(f"med0{n}", f"10.1.1.6{n}", ("mediation",), pool="medpool")
                          for n in (1, 2)]
        self.chat = Host("pc01", "10.1.1.71", ("persistent-chat",))
        self.office = Host("wac01", "10.1.1.75", ("office-web-apps",))
        self.exchange = Host("ex01", "10.1.3.11", ("exchange-um",))
        self.sql = [Host(f"sql0{n}", f"10.1.1.8{n}", ("sql-server",)) for n in (1, 2)]
        self.files = Host("fs01", "10.1.1.90", ("file-server",))
        self.app = Host("app01", "10.1.1.95", ("trusted-application",), listens=(6000,))
        self.edges = [Host(f"edge0{n}", f"10.3.1.1{n}", ("edge",), pool="edgepool",
                           outer=[f"10.3.2.{n}{k}" for k in (1, 2, 3)]) for n in (1, 2)]
        self.proxy = Host("rp01", "10.3.1.40", ("reverse-proxy",), outer=["10.3.2.40"])
        self.branch = Host("sba01", "10.50.1.10", ("sba",))
        self.gateways = [Host("gw01", "10.1.5.11", ("gateway",)),
                         Host("gw02", "10.1.5.12", ("gateway",)),
                         Host("gw50", "10.50.1.11", ("gateway",))]
        self.domain = [Host(f"dc0{n}", f"10.1.0.1{n}", ("domain-controller",)) for n in (1, 2)]
        self.dhcp = Host("dhcp01", "10.1.0.13", ("dhcp-server",))
        self.tools = {name: Host(name, f"10.1.4.{number}") for name, number in (
            ("scom", 11), ("backup", 12), ("nms", 13), ("syslog", 14), ("wsus", 15),
            ("jump", 16), ("webproxy", 17), ("printer", 18), ("intranet", 19))}
        self.staff = [Host(f"pc{n}", f"10.100.{n % 4}.{n + 10}") for n in range(40)]
        self.branch_staff = [Host(f"bpc{n}", f"10.50.10.{n + 10}") for n in range(8)]
        self.phones = [Host(f"tel{n}", f"10.120.0.{n + 10}") for n in range(12)]
        self.outside = [Host(f"home{n}", f"198.51.100.{n + 10}") for n in range(10)]
        self.partner = Host("partner", "192.0.2.10")

    @property
    def front_ends(self):
        return self.pool1 + self.pool2

    @property
    def servers(self):
        """Windows machines of the deployment, members of the domain."""
        return (self.front_ends + self.directors + self.mediation + [self.chat, self.office,
                self.exchange, self.files, self.app, self.branch] + self.sql)

    @property
    def declared(self):
        return (self.servers + [self.vip] + self.edges + [self.proxy] + self.gateways
                + self.domain + [self.dhcp] + list(self.tools.values()))

    def truth(self):
        """{address: the roles it may be given}"""
        roles = {at: set(host.roles) for host in self.declared
                 for at in host.addresses + host.outer}
        roles[self.branch.at].add("mediation")
        roles.update({host.at: {"client"} for host in self.staff + self.branch_staff
                      + self.outside})
        roles.update({host.at: {"client", "phone"} for host in self.phones})
        return roles

    def site(self):
        """What its administrator would write."""
        lines = ["site: contoso", "hosts:"]
        for host in self.declared:
            line = f"  - {{name: {host.name}, addresses: [{', '.join(host.addresses)}]"
            if host.outer:
                line += f", external: [{', '.join(host.outer)}]"
            if host.roles:
                line += f", roles: [{', '.join(host.roles)}]"
            if host is self.vip:
                line += ", for: [front-end]"
            if host.listens:
                line += f", listens: [{', '.join(f'{p}/tcp' for p in host.listens)}]"
            lines.append(line + "}")
        return "\n".join(lines) + "\n" + POOLS + NETWORKS + ALLOWS


POOLS = f"""pools:
  - {{name: pool01.{DOMAIN}, roles: [front-end], members: [fe01.{DOMAIN}, fe02.{DOMAIN},
     fe03.{DOMAIN}], load-balancing: dns}}
  - {{name: p2.{DOMAIN}, roles: [front-end], members: [fe11.{DOMAIN}, fe12.{DOMAIN}],
     load-balancing: hardware, vips: [10.1.2.20]}}
  - {{name: dirpool.{DOMAIN}, roles: [director], members: [dir01.{DOMAIN}, dir02.{DOMAIN}],
     load-balancing: dns}}
"""

NETWORKS = """networks:
  - {name: staff, range: 10.100.0.0/22, roles: [client]}
  - {name: branch-staff, range: 10.50.10.0/24, roles: [client]}
  - {name: phones, range: 10.120.0.0/24, roles: [phone]}
"""

ALLOWS = f"""allow:
  - {{from: [10.1.0.0/16, 10.50.1.0/24], to: scom, port: 5723/tcp, reason: agents}}
  - {{from: backup, to: [10.1.0.0/16, 10.50.1.0/24], port: 1556/tcp, reason: backup}}
  - {{from: nms, to: [10.1.0.0/16, 10.50.1.0/24], port: 161/udp, reason: monitoring}}
  - {{from: [10.1.0.0/16, 10.50.1.0/24], to: syslog, port: 514/udp, reason: logs}}
  - {{from: [10.1.0.0/16, 10.50.1.0/24], to: wsus, port: 8530/tcp, reason: updates}}
  - {{from: [10.1.0.0/16, 10.50.1.0/24], to: webproxy, port: 8080/tcp, reason: the web}}
  - {{from: jump, to: [10.1.0.0/16, 10.50.1.0/24], port: 3389/tcp, reason: administrators}}
  - {{from: app01.{DOMAIN}, to: front-end, port: 5061/tcp, reason: trusted application}}
  - {{from: front-end, to: app01.{DOMAIN}, port: 6000/tcp, reason: trusted application}}
"""
