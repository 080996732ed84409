# SPDX-License-Identifier: BSD-2-Clause
"""lynctap site import of what other people's PowerShell saved, and of what it saved in place
of an export, as TAP.

usage: exports.py LYNCTAP SIGNATURES WORK
"""

import json
import os
import subprocess
import sys

from tap import ok, plan

LYNCTAP, SIGNATURES, WORK = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2]), sys.argv[3]

SERVICES = "type Get-CsService | Export-Clixml -Depth 5 services.xml"
POOLS = "type Get-CsPool | Export-Clixml -Depth 5 pools.xml"
TOPOLOGY = "type (Get-CsTopology -AsXml).ToString() > topology.xml"


def save(name, text, encoding="utf-8"):
    """As Windows writes text."""
    path = os.path.join(WORK, name)
    with open(path, "wb") as out:
        out.write(text.strip("\n").replace("\n", "\r\n").encode(encoding) + "\r\n".encode(encoding)[-2:])
    return path


def imported(*paths):
    done = subprocess.run([LYNCTAP, "site", "import", "-q", "-S", SIGNATURES, *paths],
                          capture_output=True, check=False, text=True)
    return done.returncode, done.stdout, done.stderr


# --- What is no export ----------------------------------------------------------------------

def error(message, category, identity):
    """As a console prints an error, whose last two lines no language changes."""
    return (f"{message}\nAt line:1 char:1\n+ Get-CsService\n+ ~~~~~~~~~~~~~\n"
            f"    + CategoryInfo          : {category}\n    + FullyQualifiedErrorId : {identity}\n")


# name: (text, what is said, the line it is seen in, what to type)
REFUSED = {
    "table": ("""
Identity                  Fqdn                      Computers                                Site
--------                  ----                      ---------                                ----
pool01.contoso.example    pool01.contoso.example    {fe01.contoso.example, fe02.contoso...   Site:HQ
""", "a table", 2, POOLS),
    "narrow table": ("""
Identity
--------
Registrar:pool01.contoso.example
""", "no output of Get-CsService or its like", 0, SERVICES),
    "csv of 5.1": ("""
#TYPE Microsoft.Rtc.Management.Xds.DisplayRegistrar#Decorated
"Identity","SipPort","PoolFqdn"
"Registrar:pool01.contoso.example","5061","pool01.contoso.example"
""", "CSV", 1, SERVICES),
    "csv of 7": ("""
"Identity","Computers","Fqdn"
"pool01.contoso.example","System.Collections.Generic.List`1[System.String]","pool01.contoso.example"
""", "CSV", 1, POOLS),
    "csv of France": ("""
"Identity";"SipPort";"PoolFqdn"
"Registrar:pool01.contoso.example";"5061";"pool01.contoso.example"
""", "CSV", 1, SERVICES),
    "denied": (error("Get-CsService : Access is denied.",
                     "PermissionDenied: (:) [Get-CsService], UnauthorizedAccessException",
                     "AccessDenied,Microsoft.Rtc.Management.Xds.GetServiceCmdlet"),
               "access was denied: log on to a front end as a member", 5, SERVICES),
    "denied in France": (error("Get-CsTopology : Droits d'accès insuffisants pour effectuer l'opération.",
                               "InvalidOperation : (:) [Get-CsTopology], ManagementException",
                               "ErrorEncounteredInCmdlet"),
                         "an error of PowerShell", 6, TOPOLOGY),
    "no cmdlet": (error("Get-CsPool : Die Benennung \"Get-CsPool\" wurde nicht als Name eines Cmdlet erkannt.",
                        "ObjectNotFound: (Get-CsPool:String) [], CommandNotFoundException",
                        "CommandNotFoundException"),
                  "does not have the cmdlet", 5, POOLS),
    "no cmdlet of 7": ("\x1b[31;1mGet-CsService: \x1b[31;1mThe term 'Get-CsService' is not recognized as a name of a "
                       "cmdlet, function, script file, or executable program.\x1b[0m\n",
                       "does not have the cmdlet", 1, SERVICES),
    "kerberos": (error("[fe01.contoso.example] Connecting to remote server fe01.contoso.example failed with the following"
                       " error message : WinRM cannot process the request. The following error with errorcode 0x80090322"
                       " occurred while using Kerberos authentication: An unknown security error occurred.",
                       "OpenError: (fe01.contoso.example:String) [], PSRemotingTransportException",
                       "-2144108387,PSSessionStateBroken"), "an error of Kerberos", 1, SERVICES),
    "session": (error("[fe01.contoso.example] Échec de la connexion au serveur distant.",
                      "OpenError: (fe01.contoso.example:String) [], PSRemotingTransportException",
                      "AccessDenied,PSSessionStateBroken"), "a session on another machine", 5, SERVICES),
    "piped error": ("""
#< CLIXML
<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><S S="Error">Get-CsService : Accès refusé.</S></Objs>
""", "an error of PowerShell", 2, SERVICES),
    "types": ("""
Microsoft.Rtc.Management.Xds.DisplayRegistrar#Decorated
Microsoft.Rtc.Management.Xds.DisplayWebServer#Decorated
""", "names of types", 1, SERVICES),
    "convertto-xml": ("""
<?xml version="1.0" encoding="utf-8"?><Objects>
<Object Type="Microsoft.Rtc.Management.Xds.DisplayRegistrar#Decorated"><Property Name="PoolFqdn">pool01.contoso.example</Property></Object></Objects>
""", "ConvertTo-Xml", 1, SERVICES),
    "another language": ("""
Identité : Registrar:pool01.contoso.example
Rôle     : Registrar
""", "no output of Get-CsService or its like", 0, SERVICES),
}


def refused():
    for name, (text, said, line, typed) in REFUSED.items():
        for encoding in ("utf-8", "utf-16"):
            path = save("refused.txt", text, encoding)
            status, out, err = imported(path)
            ok(status == 2 and not out and len(err.splitlines()) == 1 and said in err
               and (not line or f": line {line}: " in err) and err.endswith(typed + "\n"),
               f"refused: {name} in {encoding}: what it is, where, and what to type", status, out, err)


# --- What was cut ---------------------------------------------------------------------------

POOL = """
Identity  : pool01.contoso.example
Services  : {Registrar:pool01.contoso.example, UserServer:pool01.contoso.example, WebServer:pool01.contoso.example, ConferencingServer:pool01.contoso.example%s}
Computers : {fe01.contoso.example, fe02.contoso.example, fe03.contoso.example, fe04.contoso.example%s}
Fqdn      : pool01.contoso.example
Site      : Site:Genève
"""


def cut():
    status, whole, err = imported(save("whole.txt", POOL % ("", "")))
    ok(status == 0 and "fe04" in whole and "cut" not in whole + err, "a whole list is whole", whole, err)
    for mark in ("...", "…"):
        status, out, err = imported(save("cut.txt", POOL % (mark, mark)))
        ok(status == 0 and "cut the list of its members: some may be missing" in out
           and "cut the list of its services: some may be missing" in out and err.count("were cut by PowerShell") == 2
           and out.replace("some may be missing", "").count("fe04.contoso.example") == whole.count("fe04.contoso.example"),
           f"a list that ends in {mark} is never taken as whole", status, out, err)


def with_errors():
    """What succeeded is read, what did not is said."""
    status, out, err = imported(save("some.txt", POOL % ("", "") + "\n" + error(
        "Get-CsPool : Access is denied.", "PermissionDenied: (:) [Get-CsPool], UnauthorizedAccessException", "AccessDenied")))
    ok(status == 0 and "fe04" in out and "line 12 of an export is an error of PowerShell" in err,
       "an error among objects is said", status, out, err)
    path = save("piped.xml", """
#< CLIXML
<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><Props>
<S N="Identity">pool01.contoso.example</S><S N="Fqdn">pool01.contoso.example</S><Obj N="Computers" RefId="1"><LST>
<S>fe01.contoso.example</S></LST></Obj><S N="Site">Site:HQ</S></Props></Obj></Objs>
""")
    status, out, err = imported(path)
    ok(status == 0 and "fe01.contoso.example" in out, "objects that came through another powershell.exe are read", status, out, err)


# --- As PowerShell writes what it finds ------------------------------------------------------

def address(text):
    return {"Address": 16843009, "AddressFamily": 2, "ScopeId": None, "IPAddressToString": text}


def faces(side_of, address_of):
    """Get-CsNetworkInterface of an edge server, whose media address is behind NAT."""
    host = "edge1.contoso.example"
    return [{"Identity": f"{host}/{side}/{number}", "ComputerFqdn": host, "InterfaceNumber": number,
             "Interface": side_of[side], "IPAddress": address_of(at), "ConfiguredIPAddress": nat and address_of(nat)}
            for side, number, at, nat in (("Internal", 1, "10.3.1.1", None), ("External", 1, "10.3.2.1", None),
                                          ("External", 3, "10.3.2.3", "203.0.113.3"))]


EDGE = {"Identity": "EdgeServer:edge1.contoso.example", "PoolFqdn": "edge1.contoso.example", "Version": 7,
        "SiteId": "Site:HQ", "Role": "EdgeServer"}
EDGE_LINE = ("{name: edge1.contoso.example, addresses: [10.3.1.1], external: [10.3.2.1, 10.3.2.3, 203.0.113.3], "
             "roles: [edge]}")


def written():
    words, numbers = {"Internal": "Internal", "External": "External"}, {"Internal": 1, "External": 2}
    pairs = {side: {"value": number, "Value": side} for side, number in numbers.items()}
    for name, sides, as_written in (("text", words, str), ("objects", words, address), ("numbers", numbers, str),
                                    ("both", pairs, address)):
        path = save("faces.json", json.dumps([EDGE, *faces(sides, as_written)]), "utf-16")
        status, out, err = imported(path)
        ok(status == 0 and EDGE_LINE in out, f"addresses and sides of interfaces as {name}", status, out, err)

    path = save("each.json", "\n".join(json.dumps(one, indent=2) for one in [EDGE, *faces(words, str)]))
    status, out, err = imported(path)
    ok(status == 0 and EDGE_LINE in out, "objects one behind the other are JSON too", status, out, err)
    status, out, err = imported(save("each.json", json.dumps(EDGE) + "\n{}\n{oops"))
    ok(status == 2 and not out and "line 3: no JSON" in err, "and the line of a mistake among them is right", status, err)

    status, out, err = imported(save("role.json", json.dumps({**EDGE, "Role": 14})))
    ok(status == 0 and "roles: [edge]" in out, "of a role as a number the identity tells it", status, out, err)

    status, out, err = imported(save("chat.txt", """
Identity        : PersistentChatServer:chat.contoso.example
MtlsPort        : 5041
ActiveServers   : {pc1.contoso.example, pc2.contoso.example}
InactiveServers : {pc3.contoso.example}
PersistentChatDatabase : PersistentChatDatabase:sql9.contoso.example
PoolFqdn        : chat.contoso.example
Version         : 7
Role            : PersistentChatServer
"""))
    ok(status == 0 and "members: [pc1.contoso.example, pc2.contoso.example, pc3.contoso.example]" in out
       and "{name: sql9.contoso.example, roles: [sql-server]}" in out, "a chat service lists its servers", status, out, err)


ALWAYS_ON = """
<Topology xmlns="urn:schema:Microsoft.Rtc.Management.Deploy.Topology.2008" Signature="00000000-0000-0000-0000-000000000001">
<Sites><CentralSite SiteId="1"><Name>HQ</Name></CentralSite></Sites>
<Clusters><Cluster Fqdn="group.contoso.example"><ClusterId SiteId="1" Number="1" /><Machine Fqdn="group.contoso.example">
<NetInterface InterfaceSide="Primary" InterfaceNumber="1" IPAddress="0.0.0.0" /></Machine></Cluster></Clusters>
<SqlInstances><SqlInstance AlwaysOnPrimaryNodeFqdn="node1.contoso.example"><SqlInstanceId Name="rtc">
<ClusterId SiteId="1" Number="1" /></SqlInstanceId></SqlInstance></SqlInstances>
<Services><Service RoleVersion="1" ServiceVersion="8"><ServiceId SiteId="1" RoleName="UserStore" Instance="1" /><InstalledOn>
<SqlInstanceId Name="rtc"><ClusterId SiteId="1" Number="1" /></SqlInstanceId></InstalledOn></Service></Services></Topology>
"""


def roles():
    status, out, err = imported(save("group.xml", ALWAYS_ON, "utf-16"))
    ok(status == 0 and out.count("roles: [sql-server]") == 2 and "group.contoso.example is an AlwaysOn listener" in err,
       "an AlwaysOn listener has nodes, of which one is named", status, out, err)
    status, out, err = imported(save("video.json", json.dumps([
        {**EDGE, "Identity": f"{role}:{host}.contoso.example", "PoolFqdn": f"{host}.contoso.example", "Role": role}
        for role, host in (("VideoInteropServer", "vis1"), ("VideoGateway", "cucm"))])))
    ok(status == 0 and "{name: vis1.contoso.example, roles: [video-interop]}" in out
       and "{name: cucm.contoso.example, roles: [gateway]}" in out,
       "who calls a Video Interop Server is a gateway", status, out, err)


def main():
    refused()
    cut()
    with_errors()
    written()
    roles()
    plan()


if __name__ == "__main__":
    main()
