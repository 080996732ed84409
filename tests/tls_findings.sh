#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Each rule of signatures/tls.yaml on handshakes by OpenSSL: tests/tls_findings.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3 openssl
make_open_folder
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/tls_findings.py" "$LYNCTAP" "$here" "$work"
