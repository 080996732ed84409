#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Who began a connection whose beginning was cut away: of the shipped captures, and of those
# in LYNCTAP_CAPTURES, when that is set.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
if ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs python3'
  exit 0
fi
captures=("$here"/pcaps/*.pcap)
if [ -n "${LYNCTAP_CAPTURES:-}" ]; then
  captures+=("$LYNCTAP_CAPTURES"/*.pcap "$LYNCTAP_CAPTURES"/*.pcapng)
fi
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/midstream.py" "$LYNCTAP" "$here/signatures" \
  "$work" "${captures[@]}"
