# SPDX-License-Identifier: BSD-2-Clause
"""Handshakes of OpenSSL with certificates made by openssl, in captures of any day.

Certificates are valid from today for a year; the day of a capture is counted from today, so
what is said of them can only come from the capture's clock.
"""

import json
import pathlib
import ssl
import subprocess
import sys
import time
import warnings

LYNCTAP, HERE, WORK = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
sys.path[:0] = [str(HERE / "tests"), str(HERE / "tests/rows")]

from tap import ok, plan, skip  # noqa: E402
from wire import Capture, TcpConversation  # noqa: E402

warnings.simplefilter("ignore", DeprecationWarning)  # old versions are what this is about

I, R = "initiator", "responder"
FE01, FE02, EDGE = "10.1.1.11", "10.1.1.12", "10.2.2.41"
DAY_US = 86400 * 1000000
TODAY_US = int(time.time()) * 1000000
OWN = "pool01.contoso.example,fe01.contoso.example"
SITE = """\
product: %s
pools:
  - {name: pool01.contoso.example, roles: [front-end], members: [fe01.contoso.example]}
hosts:
  - {name: fe01.contoso.example, addresses: [10.1.1.11], roles: [front-end]}
  - {name: fe02.contoso.example, addresses: [10.1.1.12], roles: [front-end]}
  - {name: edge01.contoso.example, addresses: [10.2.2.41], external: [203.0.113.41], roles: [edge]}
"""
PRODUCTS = "lync-2013", "skype-2015", "skype-2019", "skype-se"
for product in PRODUCTS:
    (WORK / f"{product}.yaml").write_text(SITE % product)


def openssl(*words):
    subprocess.run(["openssl", *words], cwd=WORK, check=True, capture_output=True)


openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "3650", "-subj",
        "/CN=Contoso CA", "-keyout", "ca.key", "-out", "ca.pem")


def certificate(name, names=OWN, key=("rsa:2048",), sign=("-sha256",), signed=True):
    """A server's certificate, by the authority unless it signs itself."""
    listed = names.split(",")
    subject = ("-subj", f"/CN={listed[0]}", "-addext",
               "subjectAltName=" + ",".join(f"DNS:{n}" for n in listed))
    if not signed:
        openssl("req", "-x509", "-newkey", *key, "-nodes", *sign, "-days", "365", *subject,
                "-keyout", f"{name}.key", "-out", f"{name}.pem")
        return name
    openssl("req", "-newkey", *key, "-nodes", *subject, "-keyout", f"{name}.key",
            "-out", f"{name}.csr")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", *sign, "-days", "365", "-copy_extensions", "copy",
            "-out", f"{name}.pem")
    return name


def context(side, name, version, ciphers, curve):
    made = ssl.SSLContext(side)
    made.check_hostname = False
    made.set_ciphers(ciphers + ":@SECLEVEL=0")
    if curve:
        made.set_ecdh_curve(curve)
    made.minimum_version = made.maximum_version = version
    made.load_cert_chain(WORK / f"{name}.pem", WORK / f"{name}.key")
    made.load_verify_locations(WORK / "ca.pem")
    made.verify_mode = ssl.CERT_OPTIONAL if side == ssl.PROTOCOL_TLS_SERVER else ssl.CERT_NONE
    return made


def handshake(server, client, asked, *settings):
    """Both ends' bytes in turn, and a word each way."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = {I: context(ssl.PROTOCOL_TLS_CLIENT, client, *settings).wrap_bio(
                to_client, to_server, server_hostname=asked),
            R: context(ssl.PROTOCOL_TLS_SERVER, server, *settings).wrap_bio(
                to_server, to_client, server_side=True)}
    todo = {side: ["do_handshake", "write", "read"] for side in ends}
    for turn in range(40):
        side = (I, R)[turn % 2]
        try:
            while todo[side]:
                step = todo[side][0]
                getattr(ends[side], step)(*{"write": [b"hello"], "read": [100]}.get(step, []))
                todo[side].pop(0)
        except ssl.SSLWantReadError:
            pass
        wire = to_server if side == I else to_client
        data = wire.read()
        if data:
            yield side, data
            wire.write(data)  # it was only looked at
    assert not todo[I] and not todo[R], todo


def make(name, server, days=1, asked=None, version=ssl.TLSVersion.TLSv1_2, ciphers="DEFAULT",
         curve=None, port=5061, responder=FE01):
    capture = Capture()
    capture.now_us = TODAY_US + days * DAY_US
    conversation = TcpConversation(capture, (FE02, 51000), (responder, port))
    for side, data in handshake(server, "client", asked, version, ciphers, curve):
        conversation.send(side, data)
    conversation.close()
    capture.save(WORK / f"{name}.pcap")


def audit(name, product):
    done = subprocess.run([LYNCTAP, "audit", "-q", "-r", f"{name}.pcap", "-c", f"{product}.yaml",
                           "-S", str(HERE / "signatures"), "-o", "json"], cwd=WORK,
                          capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


# @rules are those that are broken, the weightiest first; the weight is that where the release
# documents TLS 1.0 and 1.1, and where it does not.
certificate("client", "fe02.contoso.example")
CASES = (
    ("nothing", certificate("good"), {}, None, "", ""),
    ("a wildcard of the domain", certificate("star", "*.contoso.example"), {}, None, "", ""),
    ("TLS 1.0", "good", {"version": ssl.TLSVersion.TLSv1}, "weak-tls", "low medium", "tls-2"),
    ("TLS 1.1", "good", {"version": ssl.TLSVersion.TLSv1_1}, "weak-tls", "low medium", "tls-2"),
    ("TLS 1.3", "good", {"version": ssl.TLSVersion.TLSv1_3}, None, "", ""),
    ("no encryption", "good", {"ciphers": "eNULL"}, "weak-tls", "medium medium", "tls-3"),
    ("a key of 512 bits", certificate("short", key=("rsa:512",)), {}, "weak-certificate",
     "medium medium", "tls-5 tls-6"),
    ("a key of 1024 bits", certificate("shorter", key=("rsa:1024",)), {}, "weak-certificate",
     "low low", "tls-6"),
    ("an elliptic curve of 224 bits",
     certificate("curve", key=("ec", "-pkeyopt", "ec_paramgen_curve:secp224r1")),
     {"curve": "secp224r1"},
     "weak-certificate", "medium medium", "tls-7"),
    ("an elliptic curve of 256 bits",
     certificate("p256", key=("ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")), {}, None, "", ""),
    ("MD5", certificate("md5", sign=("-md5",)), {}, "weak-certificate", "medium medium", "tls-8"),
    ("SHA-1", certificate("sha1", sign=("-sha1",)), {}, "weak-certificate", "low low", "tls-9"),
    ("RSASSA-PSS", certificate("pss", sign=("-sha256", "-sigopt", "rsa_padding_mode:pss")), {},
     "weak-certificate", "low low", "tls-10"),
    ("its own signature", certificate("own", signed=False), {}, "weak-certificate", "low low",
     "tls-11"),
    ("another name than was asked for", "good", {"asked": "sip.contoso.example"},
     "weak-certificate", "low low", "tls-12"),
    ("another server's name", certificate("other", "fe09.contoso.example"), {},
     "weak-certificate", "low low", "tls-16"),
    ("another server's name at a web site", "other", {"port": 443}, None, "", ""),
    ("the pool's name alone", certificate("pool", "pool01.contoso.example"), {}, None, "", ""),
    ("a name of an edge server that may be its pool's", "other",
     {"responder": EDGE}, None, "", ""),
    ("an end 35 days before the capture", "good", {"days": 400}, "expired-certificate",
     "medium medium", "tls-13"),
    ("a beginning 10 days after the capture", "good", {"days": -10}, "expired-certificate",
     "low low", "tls-14"),
    ("an end 15 days after the capture", "good", {"days": 350}, "expired-certificate",
     "low low", "tls-15"),
    ("an end 65 days after the capture", "good", {"days": 300}, None, "", ""),
)
for number, (what, server, options, kind, weights, rules) in enumerate(CASES):
    try:
        make(number, server, **options)
    except (ssl.SSLError, AssertionError) as why:
        skip(what, f"this OpenSSL does not: {why}")
        continue
    for product in PRODUCTS:
        report = audit(number, product)
        weak = [f for f in report["findings"] if "tls" in f["kind"] or "certificate" in f["kind"]]
        newer = product in ("skype-2019", "skype-se")
        wanted = [(kind, weights.split()[newer])] if kind else []
        named = "".join(r for f in weak for r in f["reasons"])
        seen = report["tls"][0]["unseen" if what == "TLS 1.3" else "complete"]
        row, = [c for c in report["coverage"] if c["row"] == report["tls"][0]["row"]]
        # A low remark breaks no row that is served.
        covered = ("wrong" if wanted and wanted[0][1] != "low" else "confirmed",
                   weak[0]["cause"] if weak else None)
        ok([(f["kind"], f["severity"]) for f in weak] == wanted and seen == 1
           and (row["state"], row["cause"]) == covered
           and all(f"({rule})" in named for rule in rules.split())
           and named.count("(tls-") == len(rules.split()),
           f"{product}, {what}: {kind or 'no finding'}", weak or report["tls"])
plan()
