# SPDX-License-Identifier: BSD-2-Clause
"""The topology of network.py, as Get-CsPool, Get-CsService, Get-CsNetworkInterface, Get-CsSite
and Get-CsTrustedApplication print it through ConvertTo-Json."""

import json
import os

from network import DOMAIN

SERVICES = {
    "front-end": ("Registrar", "UserServer", "ConferencingServer", "ApplicationServer",
                  "WebServer"),
    "director": ("Registrar", "WebServer"), "mediation": ("MediationServer",),
    "edge": ("EdgeServer",), "persistent-chat": ("PersistentChatServer",),
    "office-web-apps": ("WacServer",), "sql-server": ("UserDatabase",),
    "file-server": ("FileStore",), "gateway": ("PstnGateway",),
    "trusted-application": ("TrustedApplicationPool",),
    "sba": ("Registrar", "MediationServer"),
}


def pools(net):
    """{pool: its hosts}; who has no pool is one."""
    found = {}
    for host in net.servers + net.edges + net.gateways:
        if set(host.roles) & set(SERVICES):
            found.setdefault(f"{host.pool}.{DOMAIN}" if host.pool else host.name,
                             []).append(host)
    return found


def export(net, work, moved=None):
    """@moved: {a property of ConferencingServer: its port}. @return the files"""
    services, members, faces = [], [], []
    for pool, hosts in pools(net).items():
        site = "Site:Branch" if "sba" in hosts[0].roles or hosts[0].at.startswith(
            "10.50.") else "Site:HQ"
        own = [name for role in hosts[0].roles for name in SERVICES[role]]
        services += [{"Identity": f"{name}:{pool}", "SiteId": site, "PoolFqdn": pool,
                      "Version": 6, "Role": name,
                      **(moved or {} if name == "ConferencingServer" else {})}
                     for name in own]
        members.append({"Identity": pool, "Services": [f"{name}:{pool}" for name in own],
                        "Computers": [host.name for host in hosts], "Fqdn": pool,
                        "Site": site})
        for host in hosts:
            faces += [{"Identity": f"{host.name}/External/{number}", "Interface": "External",
                       "ComputerFqdn": host.name, "InterfaceNumber": number,
                       "IPAddress": at, "ConfiguredIPAddress": None}
                      for number, at in enumerate(host.outer, 1)]
    application = {"Identity": f"{net.app.name}/urn:application:app", "Protocol": "Mtls",
                   "ApplicationId": "urn:application:app", "Port": net.app.listens[0],
                   "TrustedApplicationPoolFqdn": net.app.name}
    sites = [{"Identity": "Site:HQ", "DisplayName": "HQ", "SiteType": "CentralSite"},
             {"Identity": "Site:Branch", "DisplayName": "Branch", "SiteType": "RemoteSite"}]
    paths = []
    for name, objects in (("services", services), ("pools", members), ("faces", faces),
                          ("application", application), ("sites", sites)):
        paths.append(os.path.join(work, name + ".json"))
        with open(paths[-1], "w", encoding="utf-16") as out:
            json.dump(objects, out, indent=4)
    return paths
