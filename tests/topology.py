#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""topology.py LYNCTAP SIGNATURES: one deployment, exported in every form, is imported.

The deployment is composed here, once; each form is made of it as PowerShell makes it.
What the site file has to say stands at each test, written by hand. Every run has 256 MiB.
topology.py --corpus DIR writes the forms as seeds for the fuzz targets instead.
"""
import io, json, os, re, resource, subprocess, sys, tempfile, time, zipfile
from xml.sax.saxutils import escape, quoteattr

D = 'urn:schema:Microsoft.Rtc.Management.Deploy.'

# name, site, machines {name: {side: (address, nat)}}, services {role: {version, ports, flags}}
CLUSTERS = [
    ('pool01.contoso.example', 1, {'fe01.contoso.example': {}, 'fe02.contoso.example': {}}, [
        ('UserServices', 'UserServer', 7, [], {}),
        ('Registrar', 'Registrar', 7, [('Registrar', 'SipServer', 5061, 'Mtls', 1, 'SipPort')], {}),
        ('ConfServices', 'ConferencingServer', 7, [
            ('DataConf', 'PsomClient', 8157, 'Tls', 1, 'DataPsomPort'),
            ('MediaComp', 'AudioCommunication', 50000, 'TcpOrUdp', 1000, 'AudioPort'),
            ('MediaComp', 'AppSharingCommunication', 49152, 'TcpOrUdp', 16383, 'AppSharingPort')], {}),
        ('MediationServer', 'MediationServer', 7, [('Mediation', 'SipServer', 5070, 'Mtls', 1, 'SipServerPort')], {}),
        ('CentralMgmt', 'CentralManagement', 7, [], {'active': True})]),
    ('dir01.contoso.example', 1, {'dir01.contoso.example': {}}, [
        ('Registrar', 'Registrar', 7, [], {'director': True})]),
    ('sql01.contoso.example', 1, {'sql01.contoso.example': {}}, [('UserStore', 'UserDatabase', 7, [], {'sql': 'rtc'})]),
    ('files.contoso.example', 1, {'files.contoso.example': {}}, [('FileStore', 'FileStore', 7, [], {})]),
    ('edge.contoso.example', 1, {'edge01.contoso.example': {
        'Internal': ('10.2.2.41', ''), 'External': ('10.3.3.41', '203.0.113.41')}}, [
        ('EdgeServer', 'EdgeServer', 7, [], {})]),
    ('10.1.1.60', 1, {'10.1.1.60': {}}, [
        ('PstnGateway', 'PstnGateway', 7, [('PstnGateway', 'SipServer', 5060, 'Tcp', 1, 'GatewaySipClientTcpPort')], {})]),
    ('ivr.contoso.example', 1, {'ivr.contoso.example': {}}, [
        ('ExternalServer', 'TrustedApplicationPool', 7, [('ivr', 'SipServer', 6100, 'Mtls', 1, None)], {})]),
    ('contoso.example', 1, {'contoso.example': {}}, [('FileStore', 'FileStore', 7, [], {'dfs': True})]),
    ('branch.contoso.example', 2, {'branch.contoso.example': {}}, [
        ('Registrar', 'Registrar', 7, [], {})]),
]
SITES = {1: ('HQ', 'CentralSite'), 2: ('Branch', 'RemoteSite')}
ZERO = ('0.0.0.0', '')


def interfaces(sides):
    return sides or {'Primary': ZERO}


# --- The XML forms ---------------------------------------------------------------------

def port_xml(port):
    owner, usage, number, protocol, count, _ = port
    kind = 'application' if owner == 'ivr' else 'component'
    extra = ' Range="%d"' % count if count > 1 else ''
    return ('<Port Owner="urn:%s:%s" Usage="%s" InterfaceSide="Primary" InterfaceNumber="1" Port="%d" Protocol="%s"'
            ' UrlPath="/" AuthorizesRequests="false"%s />' % (kind, owner, usage, number, protocol, extra))


def service_tail(ports, flags):
    roles = D + 'ServiceRoles.2008'
    out = '<Ports xmlns="%s">%s</Ports>' % (roles, ''.join(map(port_xml, ports)))
    if 'director' in flags:
        out += '<RegistrarService xmlns="%s" IsDirector="true" />' % roles
    if 'active' in flags:
        out += '<CentralMgmtService xmlns="%s" IsActive="true" />' % roles
    return out


def machine_xml(name, sides, attribute):
    nets = ''.join('<NetInterface InterfaceSide="%s" InterfaceNumber="1" IPAddress="%s"%s />' %
                   (side, address, ' ConfiguredIPAddress="%s"' % nat if nat else '')
                   for side, (address, nat) in interfaces(sides).items())
    return '<Machine %sFqdn="%s">%s</Machine>' % (attribute, name, nets)


def published():
    clusters = services = instances = ''
    for i, (name, site, machines, roles) in enumerate(CLUSTERS, 1):
        key = '<ClusterId SiteId="%d" Number="%d" />' % (site, i)
        clusters += '<Cluster RequiresReplication="true" RequiresSetup="true" Fqdn="%s">%s%s</Cluster>' % (
            name, key, ''.join(machine_xml(m, s, 'OrdinalInCluster="1" ') for m, s in machines.items()))
        for role, _, version, ports, flags in roles:
            where = key
            if 'sql' in flags:
                where = '<SqlInstanceId Name="%s">%s</SqlInstanceId>' % (flags['sql'], key)
                instances += '<SqlInstance>%s</SqlInstance>' % where
            services += ('<Service RoleVersion="1" ServiceVersion="%d"><ServiceId SiteId="%d" RoleName="%s"'
                         ' Instance="%d" /><DependsOn /><InstalledOn>%s</InstalledOn>%s</Service>' %
                         (version, site, role, i, where, service_tail(ports, flags)))
    sites = ''.join('<%s SiteId="%d"><Name>%s</Name><Location /></%s>' % (kind, n, name, kind)
                    for n, (name, kind) in SITES.items())
    return ('<Topology xmlns="%sTopology.2008" Signature="0"><Sites>%s</Sites><Clusters>%s</Clusters>'
            '<SqlInstances>%s</SqlInstances><Services>%s</Services></Topology>' %
            (D, sites, clusters, instances, services))


def builder():
    sites, services = {1: '', 2: ''}, ''
    for i, (name, site, machines, roles) in enumerate(CLUSTERS, 1):
        alone = list(machines) == [name]
        inner = ''.join(machine_xml(m, s, '').replace(' Fqdn="%s"' % m, '') if alone else machine_xml(m, s, '')
                        for m, s in machines.items())
        instances = ''
        for role, _, version, ports, flags in roles:
            where = 'cluster-%d' % i
            if 'sql' in flags:
                where = 'instance-%d' % i
                instances += '<SqlInstance UniqueId="%s" Name="%s" />' % (where, flags['sql'])
            services += ('<Service UniqueId="service-%d-%s" RoleName="%s" RoleVersion="1" InstalledOn="%s"'
                         ' ServiceVersion="%d"><DependsOn />%s</Service>' %
                         (i, role, role, where, version, service_tail(ports, flags)))
        sites[site] += ('<Cluster IsSingleMachineOnly="%s" UniqueId="cluster-%d" RequiresReplication="true"'
                        ' RequiresSetup="true" Fqdn="%s"><Machines>%s</Machines><SqlInstances>%s</SqlInstances>'
                        '</Cluster>' % (str(alone).lower(), i, name, inner, instances))
    return ('<?xml version="1.0" encoding="utf-8"?><TopologyBuilder xmlns="%sTopologyBuilder.2008"><NewTopology>'
            '<PartialTopology IsPublished="true" xmlns="%sWritableTopology.2008"><CentralSites>'
            '<CentralSite SiteId="1"><Name>HQ</Name><Clusters>%s</Clusters><RemoteSites><RemoteSite SiteId="2">'
            '<Name>Branch</Name><Clusters>%s</Clusters></RemoteSite></RemoteSites></CentralSite></CentralSites>'
            '<Services>%s</Services></PartialTopology></NewTopology></TopologyBuilder>' %
            (D, D, sites[1], sites[2], services))


def archive(document):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, text in (('DocItemSet.xml', '<DocItemSet><DocItem Name="a"><Data>%s</Data></DocItem></DocItemSet>' % document),
                           ('[Content_Types].xml', '<Types />')):
            z.writestr(zipfile.ZipInfo(name, (2026, 1, 5, 9, 0, 0)), text)
    return out.getvalue()


# --- What cmdlets print ------------------------------------------------------------------

def objects():
    out = []
    for i, (name, site, machines, roles) in enumerate(CLUSTERS, 1):
        label = SITES[site][0]
        out.append({'Identity': name, 'Services': ['%s:%s' % (r[1], name) for r in roles],
                    'Computers': list(machines), 'Fqdn': name, 'BackupPoolFqdn': None, 'Site': 'Site:' + label})
        for machine, sides in machines.items():
            for side, (address, nat) in interfaces(sides).items():
                out.append({'Identity': '%s/%s/1' % (machine, side), 'IPAddress': address,
                            'ConfiguredIPAddress': nat or None, 'InterfaceSide': side})
        for role, cmdlet, version, ports, flags in roles:
            o = {'Identity': '%s:%s' % (cmdlet, name)}
            for _, _, number, _, count, prop in ports:
                if prop is None:
                    continue
                if count > 1:
                    o[prop + 'Start'], o[prop + 'Count'] = number, count
                else:
                    o[prop] = number
            if 'sql' in flags:
                o['SqlInstanceName'] = flags['sql']
            if 'active' in flags:
                o['Active'] = flags['active']
            if 'director' in flags:
                o['IsDirector'] = True
            if 'dfs' in flags:
                o['IsDfsShare'] = True
            o.update({'DependentServiceList': [], 'ServiceId': '%d-%s-%d' % (site, role, i),
                      'SiteId': 'Site:' + label, 'PoolFqdn': name, 'Version': version, 'Role': cmdlet})
            out.append(o)
    out.append({'Identity': 'ivr.contoso.example/urn:application:ivr', 'ApplicationId': 'urn:application:ivr',
                'TrustedApplicationPoolFqdn': 'ivr.contoso.example', 'Port': 6100})
    out.append({'Identity': 'Site:HQ', 'SiteType': 'CentralSite', 'ParentSite': None})
    out.append({'Identity': 'Site:Branch', 'SiteType': 'RemoteSite', 'ParentSite': 'Site:HQ'})
    return out


def clixml():
    ref, out = 0, ''

    def value(name, v):
        nonlocal ref
        if v is None or v == '':
            return '<Nil N="%s" />' % name
        if isinstance(v, bool):
            return '<B N="%s">%s</B>' % (name, str(v).lower())
        if isinstance(v, int):
            return '<I32 N="%s">%d</I32>' % (name, v)
        if isinstance(v, list):
            ref += 1
            return '<Obj N="%s" RefId="%d"><LST>%s</LST></Obj>' % (name, ref, ''.join('<S>%s</S>' % escape(x) for x in v))
        return '<S N="%s">%s</S>' % (name, escape(v))

    for o in objects():
        ref += 1
        number = ref
        props = ''.join(value(k, v) for k, v in o.items() if k != 'Identity')
        out += '<Obj RefId="%d"><Props>%s</Props><MS>%s</MS></Obj>' % (number, props, value('Identity', o['Identity']))
    return '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">%s</Objs>' % out


def format_list(width=60):
    """As Format-List does on a console of @width columns: after a hyphen or a blank, else anywhere."""
    out = '\r\n\r\n'
    for o in objects():
        pad = max(map(len, o))
        for k, v in o.items():
            if isinstance(v, list):
                v = '{%s}' % ', '.join(v)
            text = '' if v is None else str(v)
            first, room = '%s : ' % k.ljust(pad), width - 1 - pad - 3
            lines = []
            while len(text) > room:
                cut = max(text.rfind(' ', 0, room + 1), text.rfind('-', 0, room) + 1)
                cut = cut if cut > 0 else room
                lines.append(text[:cut].rstrip(' '))
                text = text[cut:].lstrip(' ')
            lines.append(text)
            out += first + ('\r\n' + ' ' * (pad + 3)).join(lines) + '\r\n'
        out += '\r\n'
    return out


def forms():
    utf16 = b'\xff\xfe'
    return {
        'published.xml': utf16 + published().encode('utf-16-le'),
        'published-utf8.xml': published().encode(),
        'lies.xml': b'<?xml version="1.0" encoding="utf-16"?>' + published().encode(),
        'builder.tbxml': b'\xef\xbb\xbf' + builder().encode(),
        'config.zip': archive(published()),
        'all.json': json.dumps(objects(), indent=4).encode(),
        'all-utf16.json': utf16 + json.dumps(objects()).encode('utf-16-le'),
        'wrapped.json': json.dumps({'value': objects(), 'Count': len(objects())}).encode(),
        'all.clixml': utf16 + clixml().encode('utf-16-le'),
        'list.txt': utf16 + format_list().encode('utf-16-le'),
        'list-utf8.txt': format_list(200).encode(),
    }


CORPUS = {'topology_xml': ('published-utf8.xml', 'published.xml', 'builder.tbxml'), 'topology_json': ('all.json', 'wrapped.json'),
          'topology_clixml': ('all.clixml',), 'topology_list': ('list.txt', 'list-utf8.txt'), 'topology_zip': ('config.zip',)}

# --- The tests -----------------------------------------------------------------------------

number = failures = 0


def test(name, good, why=''):
    global number, failures
    number += 1
    failures += not good
    print('%sok %d - %s' % ('' if good else 'not ', number, name))
    if not good:
        print(''.join('# %s\n' % l for l in str(why).splitlines()[:40]), end='')


CHECKED = b"""site: s
hosts:
  - {name: fe1, addresses: [10.1.1.1], roles: [front-end]}
  - {name: fe2, addresses: [10.1.1.2], roles: [front-end]}
  - {name: edge, addresses: [10.2.1.1], roles: [edge]}
  # - {name: fs, roles: [file-server]}
pools:
  - {name: p1, roles: [front-end], members: [fe1, fe2]}
  - {name: p2, roles: [front-end], members: [fe1]}
networks:
  - {name: staff, range: 10.1.0.0/16, roles: [client]}
allow:
  - {from: staff, to: front-end, port: 22/tcp, reason: r, until: 2120-01-01}
  - {from: 10.1.7.7, to: fe1, port: 22/tcp, speaks: ssh, reason: r, until: 2119-01-01}
  - {from: any, to: any, port: 9/tcp}
  - {from: staff, to: front-end, port: 22/tcp, reason: r, until: 2120-01-01}
  - {from: fe1, to: fe2, port: 23/tcp, reason: r, until: 2020-01-01}
  - {from: fe1, to: fe2, port: 22-23/tcp, reason: r, until: 2119-01-01}
"""


def test_check(run, write):
    """What is to be looked at, as a program reads it."""
    rc, out, err, _ = run('check', '-o', 'json', '-c', write('checked.yaml', CHECKED))
    checked = json.loads(out or '{}')
    found = [(r['kind'], r['line']) for r in checked.get('remarks', [])]
    test('site check -o json says it is good', rc == 0 and checked.get('good') is True and checked['hosts'] == 3, out + err)
    for kind, lines in (('address-unknown', [6]), ('missing', [5, 0, 0]), ('contradictory', [11, 11, 9]), ('too-wide', [15]),
                        ('shadowed', [14, 16, 17]), ('without-reason', [15]), ('without-end', [15]), ('expired', [17])):
        test('it says what is ' + kind, [line for k, line in found if k == kind] == lines, out)
    texts = ' '.join(r['text'] for r in checked.get('remarks', []))
    test('a role that a comment has is not missing', 'SQL Server of a pool' in texts and 'file server' not in texts, out)
    rc, out, err, _ = run('check', '-o', 'json:checked.json', '-c', write('wrong.yaml', b'hosts: 1\nfoo: 2\n'))
    wrong = json.load(open('checked.json'))
    test('all mistakes are there, and status 2', rc == 2 and wrong['good'] is False and
         [(r['kind'], r['line']) for r in wrong['remarks']] == [('mistake', 1), ('mistake', 2)], wrong)
    rc, out, err, _ = run('check', '-o', 'json', '-c', write('port.yaml', b'ports: {nothing: 5/tcp}\n'))
    test('as is a port that no row has', rc == 2 and json.loads(out)['remarks'][0]['line'] == 1, out)
    rc, out, err, _ = run('check', '-o', 'html', '-c', 'checked.yaml')
    test('another format is refused', rc == 2 and not out and 'text or json' in err, err)


def test_update(run, write):
    """What people wrote stays, and what the next topology says is brought in."""
    hosts = write('own-hosts', b'10.1.1.11 fe01.contoso.example\n10.1.1.12 fe02.contoso.example\n')
    site = run('import', '--hosts', hosts, 'published.xml')[1]
    by_hand = site.replace('  - {name: fe01.contoso.example, addresses: [10.1.1.11], roles: [front-end, mediation, cms]}', (
        '  # the first of them\n  - name: FE01.contoso.example  # rack 4\n    addresses: [10.1.1.11]\n'
        '    roles: [cms, mediation, front-end]\n    dedicated: true'))
    by_hand = by_hand.replace('  # - {name: sql01.contoso.example, roles: [sql-server]}', (
        '  - {name: sql01.contoso.example, addresses: 10.1.1.81, roles: sql-server}'))
    by_hand = by_hand.replace('\npools:', '  - {name: dc01, addresses: [10.1.0.1], roles: [domain-controller]}\n\npools:')
    by_hand += ('networks:\n  - {name: staff, range: 10.100.0.0/16, roles: [client]}  # us\n'
                'allow:\n  - {from: staff, to: front-end, port: 22/tcp, reason: "it: is ours"}\n')
    write('own.yaml', by_hand.encode())
    rc, out, err, _ = run('import', '--update', 'own.yaml', 'published.xml')
    test('the same topology changes nothing', rc == 0 and out == by_hand, err)
    test('nor is it said to', 'fe01.contoso.example' not in err and 'host dc01: not in the export' in err, err)

    front_ends = CLUSTERS[0][2]
    front_ends['fe03.contoso.example'] = {'Primary': ('10.1.1.13', '')}
    front_ends['fe02.contoso.example'] = {'Primary': ('10.1.1.22', '')}
    CLUSTERS.append(('med01.contoso.example', 1, {'med01.contoso.example': {}}, [
        ('MediationServer', 'MediationServer', 7, [], {})]))
    write('next.xml', published().encode())
    CLUSTERS.pop()
    del front_ends['fe03.contoso.example']
    front_ends['fe02.contoso.example'] = {}
    rc, out, err, _ = run('import', '--update', 'own.yaml', 'next.xml', '-o', 'own.yaml')
    now = open('own.yaml').read()
    gone, new = [[l for l in a.splitlines() if l not in b.splitlines()] for a, b in ((by_hand, now), (now, by_hand))]
    test('--update with -o writes the file itself', rc == 0 and not out, err)
    test('only lines of what changed are others', len(gone) == 2 and len(new) == 4, '\n'.join(gone + new))
    for line in ('  - {name: fe02.contoso.example, addresses: [10.1.1.22], roles: [front-end, mediation, cms]}',
                 '  - {name: fe03.contoso.example, addresses: [10.1.1.13], roles: [front-end, mediation, cms]}',
                 '  # - {name: med01.contoso.example, roles: [mediation]}'):
        test('it says ' + line[:60], line in new, now)
    for words in ('host fe02.contoso.example: addresses was [10.1.1.12], is [10.1.1.22]', 'host fe03.contoso.example: new',
                  'pool pool01.contoso.example: members was [fe01', 'host med01.contoso.example: new, without an address'):
        test('it is said: ' + words[:50], words in err, err)
    rc, out, err, _ = run('import', '--update', 'own.yaml', 'next.xml')
    test('a second time there is nothing more', rc == 0 and out == now, err)
    test('what came of it is a site file', run('check', '-c', 'own.yaml')[0] == 0)
    test('of a file that says little it makes one', run('import', '--update', write('none.yaml', b'site: mine\n'), 'next.xml', '-o', 'none.yaml')[0] == 0
         and run('check', '-c', 'none.yaml')[0] == 0 and open('none.yaml').read().startswith('product: skype-2015\nsite: mine\n'))
    write('bad.yaml', b'hosts: 1\n')
    rc, out, err, _ = run('import', '--update', 'bad.yaml', 'next.xml', '-o', 'bad.yaml')
    test('what is no site file stays as it is', rc == 2 and 'bad.yaml:1' in err and open('bad.yaml').read() == 'hosts: 1\n', err)


def main():
    tool, signatures = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    work = tempfile.TemporaryDirectory()
    os.chdir(work.name)

    # Heap and mappings; what a sanitizer takes for itself is no measure of the program.
    sanitized = b'__asan_init' in open(tool, 'rb').read()
    limit = resource.RLIM_INFINITY if sanitized else 256 << 20

    spent = {}  # by the last one: seconds of the processor, KiB

    def run(*words):
        started = time.monotonic()
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen([tool, 'site', *words, '-S', signatures], stdout=out, stderr=err,
                                     preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)))
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            spent.update(cpu=usage.ru_utime + usage.ru_stime, kib=usage.ru_maxrss)
            out.seek(0), err.seek(0)
            return child.returncode, out.read().decode(), err.read().decode(), time.monotonic() - started

    def write(name, data):
        with open(name, 'wb') as f:
            f.write(data)
        return name

    made = {write(name, data): None for name, data in forms().items()}
    first = None
    for name in made:
        rc, out, err, _ = run('import', name)
        first = first or out
        test('%s is imported' % name, rc == 0, err)
        test('%s gives the same file' % name, out == first and out, '\n'.join(
            '%s | %s' % pair for pair in zip(first.splitlines(), out.splitlines()) if pair[0] != pair[1]))
    for line in (
            'product: skype-2015',
            '# - {name: fe01.contoso.example, roles: [front-end, mediation, cms]}',
            '# - {name: dir01.contoso.example, roles: [director]}',
            '# - {name: sql01.contoso.example, roles: [sql-server]}',
            '# - {name: branch.contoso.example, roles: [sba]}',
            '- {name: edge01.contoso.example, addresses: [10.2.2.41], external: [10.3.3.41, 203.0.113.41], roles: [edge]}',
            '- {name: 10.1.1.60, addresses: [10.1.1.60], roles: [gateway], ports: {gateway-sip: [5060/tcp]}}',
            '# - {name: ivr.contoso.example, roles: [trusted-application], listens: [6100/tcp]}',
            '- {name: pool01.contoso.example, roles: [front-end, mediation, cms], members: [fe01.contoso.example, '
            'fe02.contoso.example], ports: {audio: [50000-50999/tcp, 50000-50999/udp], web-conferencing: [8157/tcp]}}'):
        test('it says ' + line[:60], '\n  %s\n' % line in first or '\n%s\n' % line in first, first)
    test('a DFS namespace is no host', 'name: contoso.example' not in first and 'DFS' in first, first)

    write('hosts', b'# as in /etc/hosts\n10.1.1.11 fe01.contoso.example fe01\n10.1.1.12 FE02.contoso.example\n'
                   b'10.1.1.61 pool01.contoso.example\n127.0.0.1 localhost sql01.contoso.example\n')
    write('hosts.csv', b'Name;IPAddress\r\n"fe01.contoso.example";"10.1.1.11"\r\nfe02.contoso.example;10.1.1.12\r\n'
                       b'pool01.contoso.example;10.1.1.11\r\npool01.contoso.example;10.1.1.12\r\n')
    rc, out, err, _ = run('import', '--hosts', 'hosts', 'published.xml')
    test('a hosts file places hosts', '\n  - {name: fe02.contoso.example, addresses: [10.1.1.12]' in out, out + err)
    test('loopback places nobody', '# - {name: sql01.contoso.example, roles' in out, out)
    test('another address of a pool is its vip', 'vips: [10.1.1.61]' in out, out)
    rc, out, err, _ = run('import', '--hosts', 'hosts.csv', 'published.xml', '-o', 'site.yaml')
    test('-o writes the file', rc == 0 and not out, err)
    site = open('site.yaml').read()
    test('a pool with the addresses of its members is balanced by DNS', 'load-balancing: dns' in site, site)
    rc, out, err, _ = run('check', '-c', 'site.yaml')
    test('site check reads the draft', rc == 0, err)
    test('and lists the hosts whose address is unknown', 'the address of sql01.contoso.example is unknown' in out, out)

    services = json.dumps([o for o in objects() if 'ServiceId' in o]).encode()
    pools = json.dumps([o for o in objects() if 'Computers' in o]).encode()
    rc, out, err, _ = run('import', write('services.json', services), write('pools.json', pools))
    test('files merge', rc == 0 and 'members: [fe01.contoso.example, fe02.contoso.example]' in out, out + err)
    ranges = {'Identity': 'Global', 'ClientMediaPortRangeEnabled': True, 'ClientAudioPort': 50020, 'ClientAudioPortRange': 20,
              'ClientFileTransferPort': 42020, 'ClientTransferPortRange': 20}
    rc, out, err, _ = run('import', write('clients.json', json.dumps(ranges).encode()))
    test('client ranges are stated when they are enabled',
         '\nports: {client-audio: [50020-50039/tcp, 50020-50039/udp], client-file-transfer: [42020-42039/tcp]}\n' in out, out)
    rc, out, err, _ = run('import', write('clients.json', json.dumps(dict(ranges, ClientMediaPortRangeEnabled=False)).encode()))
    test('and not otherwise', rc == 0 and '\nports:' not in out, out)
    subnets = [{'Identity': '10.7.0.0', 'SubnetID': '10.7.0.0', 'MaskBits': 16, 'NetworkSiteID': 'Paris'},
               {'Identity': '10.8.1.0', 'SubnetID': '10.8.1.0', 'MaskBits': 8, 'NetworkSiteID': 'Lyon'}]
    rc, out, err, _ = run('import', write('subnets.json', json.dumps(subnets).encode()))
    test('subnets are networks of clients', 'range: "10.7.0.0/16", roles: [client]' in out and '10.8.1.0' not in out, out)
    rc, out, err, _ = run('import', write('cut.txt', b'Identity : p.a\nFqdn : p.a\nComputers : {a.a, b.a, c.a, d.a...}\n'))
    test('a list that PowerShell cut is said to be', 'cut' in err and 'd.a]' in out, out + err)

    rc, out, err, _ = run('import', write('registrar.json', json.dumps({
        'Identity': 'Registrar:pool01.contoso.example', 'PoolFqdn': 'pool01.contoso.example', 'Role': 'Registrar', 'Version': 7}).encode()))
    test('of a Registrar alone it is said what it may be', rc == 0 and 'a front end, a Director or a branch appliance' in err, err)
    rc, out, err, _ = run('import', 'published.xml')
    test('and of a whole topology it is not', rc == 0 and 'branch appliance' not in err, err)
    rc, out, err, _ = run('import', write('dots.txt', b'Identity : p.a\nFqdn : p.a\nSite : Site:BackCompatSite\nComputers : {a.., b.a}\n'))
    test('what cannot be a name is said to be left out', rc == 0 and 'cannot be a name' in err, (rc, err))

    test_update(run, write)
    test_check(run, write)
    blank = published().replace('<Name>HQ</Name>', '<Name xml:space="preserve"> </Name>')
    rc, out, err, _ = run('import', write('blank.xml', blank.encode()), '-o', 'blank.yaml')
    rc2, _, err2, _ = run('check', '-c', 'blank.yaml')
    test('a site without a name has none', rc == rc2 == 0, err + err2)

    bomb = '<!DOCTYPE T [<!ENTITY a "aaaa">%s]><Topology>&z;</Topology>' % ''.join(
        '<!ENTITY %s "%s">' % (b, ('&%s;' % a) * 20) for a, b in zip('abcdefghijklmnopqrstuvwxy', 'bcdefghijklmnopqrstuvwxyz'))
    write('secret', b'canary')
    hostile = {
        'bomb.xml': bomb.encode(),
        'xxe.xml': b'<!DOCTYPE T [<!ENTITY x SYSTEM "secret">]><Topology>&x;</Topology>',
        'deep.xml': b'<a>' * 100000,
        'deep.json': b'[' * 500000,
        'bomb16.xml': b'\xff\xfe' + bomb.encode('utf-16-le'),
        'network.xml': b'<!DOCTYPE T SYSTEM "http://127.0.0.1:9/t.dtd"><Topology/>',
        'parameter.xml': b'<!DOCTYPE T [<!ENTITY % p SYSTEM "file:secret">%p;]><Topology/>',
        'attributes.xml': b'<Topology ' + b' '.join(b'a%d="1"' % i for i in range(300000)) + b'/>',
        'siblings.xml': b'<Topology>' + b'<a/>' * 3000000 + b'</Topology>',
        'login.html': b'\r\n  <HTML><head><title>Sign in</title></head></HTML>',
        'utf32.xml': published().encode('utf-32'),
        'half-surrogate.xml': b'\xff\xfe' + '<Topology>'.encode('utf-16-le') + b'\x00\xd8' + '<'.encode('utf-16-le'),
        'cut.json': json.dumps(objects()).encode()[:3000],
        'cut.clixml': forms()['all.clixml'][:4000],
        'cut.xml': published().encode()[:2000],
        'cut16.xml': (b'\xff\xfe' + published().encode('utf-16-le'))[:2001],
        'cut.zip': archive(published())[:400],
        'page.html': b'<!DOCTYPE html><html><body>log in</body></html>',
        'empty.xml': b'',
        'latin.xml': '<Topology><Name>Zürich</Name></Topology>'.encode('latin-1'),
        'other.json': b'{"hello": [1, 2]}',
        'many.json': b'[' + b'{},' * 400000 + b'{}]',
        'zeros.xml': b'\0' * 1000,
        'large.xml': b'<a>' + b'x' * (40 << 20),
        'sparse.xml': None,  # 100 MiB
        'long.json': None,
        'users.zip': archive('<DocItem />'),
        'bomb.zip': archive('x' * (60 << 20)),
    }
    with open('sparse.xml', 'wb') as f:
        f.truncate(100 << 20)
    with open('long.json', 'wb') as f:
        f.write(b'[')
        f.truncate(31 << 20)
    for name, data in hostile.items():
        if data is not None:
            write(name, data)
        rc, out, err, seconds = run('import', 'published.xml', name)
        test('%s is refused in one line' % name, rc == 2 and not out and len(err.splitlines()) == 1 and name in err and
             'canary' not in err and err.isprintable() is False and err[:-1].isprintable(), (rc, out[:200], err[:300]))
        test('%s takes no time' % name, spent['cpu'] < (20 if sanitized else 2) and seconds < 60, (spent, seconds))
        test('%s takes no memory' % name, sanitized or spent['kib'] < 256 << 10, spent)
    print('1..%d' % number)
    return failures > 0


if __name__ == '__main__':
    if sys.argv[1] == '--corpus':
        made = forms()
        for target, names in CORPUS.items():
            os.makedirs(os.path.join(sys.argv[2], target), exist_ok=True)
            for name in names:
                with open(os.path.join(sys.argv[2], target, name.split('.')[0]), 'wb') as f:
                    f.write(made[name])
        sys.exit(0)
    sys.exit(main())
