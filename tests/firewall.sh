#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# lynctap rows --firewall: what it writes, and what the kernel does with it.
# tests/firewall.py says what has to hold; it has a network of its own where it can.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ] || ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP LYNCTAP or python3 is missing'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
alone=()
unshare --net true 2>/dev/null && alone=(unshare --net)
PYTHONDONTWRITEBYTECODE=1 "${alone[@]}" \
  python3 "$here/tests/firewall.py" "$LYNCTAP" "$here/signatures" "$work" "${#alone[@]}"
