#!/usr/bin/env bash
# Records to a real ClickHouse server on loopback, shipper and server killed meanwhile: in
# the end each is there once.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_clickhouse
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
export LYNCTAP
exec python3 "$here/tests/ship.py" "$here" "$work"
