#!/usr/bin/env bash
# Many sensors, one audit: records of three go to a real ClickHouse server while it, the
# shipper and a sensor are killed; an audit over it is the one over the three captures.
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
# Who runs lynctap as root has it become somebody else, who has to write here.
chmod 0777 "$work"
exec python3 "$here/tests/central.py" "$here" "$work"
