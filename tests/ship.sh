#!/usr/bin/env bash
# Records to a real ClickHouse server on loopback, shipper and server killed meanwhile: in
# the end each is there once.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if "$LYNCTAP" --version | grep -q '^no libcurl'; then
  echo '1..0 # SKIP built without libcurl'
  exit 0
fi
if ! command -v clickhouse-server >/dev/null 2>&1 && [ ! -x /usr/sbin/clickhouse-server ]; then
  echo '1..0 # SKIP needs clickhouse-server'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
export LYNCTAP
exec python3 "$here/tests/ship.py" "$here" "$work"
