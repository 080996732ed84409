#!/usr/bin/env bash
# The frames of a shipped capture in every file format that is read: the same flows.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
if ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs python3'
  exit 0
fi
python3 "$here/tests/formats.py" "$LYNCTAP" "$here/signatures" "$here/pcaps/front-end.pcap" "$work"
