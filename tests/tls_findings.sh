#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Each rule of signatures/tls.yaml on handshakes by OpenSSL: tests/tls_findings.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
umask 0 && chmod 777 "$work" # root runs it as nobody
trap 'rm -rf "$work"' EXIT
if ! command -v python3 >/dev/null || ! command -v openssl >/dev/null; then
  echo '1..0 # SKIP needs python3 and openssl'
  exit 0
fi
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/tls_findings.py" "$LYNCTAP" "$here" "$work"
