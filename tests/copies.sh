#!/usr/bin/env bash
# Captures with copies of packets in them: each counts once.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
if ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs python3'
  exit 0
fi
python3 "$here/tests/copies.py" "$LYNCTAP" "$here/signatures" "$here"/pcaps/*.pcap "$work"
