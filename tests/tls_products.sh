#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The same TLS weighs as much as the release of the site says: pcaps/tls-versions.pcap.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
if ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs python3'
  exit 0
fi
products=(lync-2013 skype-2015 skype-2019 skype-se)
for product in "${products[@]}"; do
  cat >"$work/$product.yaml" <<EOF
product: $product
hosts:
  - {name: fe01.contoso.example, addresses: [10.1.1.11], roles: [front-end]}
  - {name: fe02.contoso.example, addresses: [10.1.1.12], roles: [front-end]}
  - {name: rproxy.contoso.example, addresses: [10.1.1.61], roles: [reverse-proxy]}
networks:
  - {name: staff, range: 10.100.0.0/16, roles: [client]}
EOF
  "$LYNCTAP" audit -q -r "$here/pcaps/tls-versions.pcap" -c "$work/$product.yaml" \
    -S "$here/signatures" -o json >"$work/$product.json"
done
python3 - "$work" "${products[@]}" <<'EOF'
import json
import sys

# kind, port: severity where the release documents TLS 1.0 and 1.1, and where not
WANTED = {("weak-tls", 443): ("low", "medium"), ("weak-tls", 5061): ("low", "medium"),
          ("expired-certificate", 443): ("medium", "medium")}
work, *products = sys.argv[1:]
print("1..%d" % (2 * len(products)))
for number, product in enumerate(products):
    with open("%s/%s.json" % (work, product), encoding="utf-8") as file:
        audit = json.load(file)
    newer = product in ("skype-2019", "skype-se")
    got = {(f["kind"], f["port"]): f["severity"] for f in audit["findings"]
           if f["kind"] in ("weak-tls", "weak-certificate", "expired-certificate")}
    good = got == {key: severities[newer] for key, severities in WANTED.items()}
    print("%s %d - %s: TLS 1.0, 1.1 and the certificate of 2015 weigh as they should"
          % ("ok" if good else "not ok", 2 * number + 1, product))
    if not good:
        print("# %s" % got)
    shown = {(t["address"], t["port"]): t for t in audit["tls"]}
    ended, newest = shown[("10.1.1.12", 443)], shown[("10.1.1.11", 8057)]
    good = (ended["not_after"] == "2015-01-01" and ended["days_left"] < -4000
            and ended["failed"] == 1 and newest["versions"] == "1.2" and not newest["remark"]
            and newest["key"] == "RSA 2048" and newest["finding"] is None
            and shown[("10.1.1.11", 5062)]["client_certificate"] == "asked and given")
    print("%s %d - %s: each listener shows its TLS" % ("ok" if good else "not ok",
                                                      2 * number + 2, product))
EOF
