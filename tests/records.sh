#!/usr/bin/env bash
# Records instead of packets: an audit of what `flows -o eve` wrote is the audit of the
# packets, in whatever form it comes, and what is wrong with a log is counted and said.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
export LYNCTAP
exec python3 "$here/tests/records.py" "$here" "$work"
