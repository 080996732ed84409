#!/usr/bin/env bash
# Many sensors, one audit: records of three go to a real ClickHouse server while it, the
# shipper and a sensor are killed; an audit over it is the one over the three captures.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_clickhouse
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
export LYNCTAP
# Who runs lynctap as root has it become somebody else, who has to write here.
chmod 0777 "$work"
exec python3 "$here/tests/central.py" "$here" "$work"
