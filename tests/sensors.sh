#!/usr/bin/env bash
# Several sensors: a conversation that more than one saw is one, whatever each of them saw of
# it; what one saw and another one on the way did not is told.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
export LYNCTAP
# Who runs lynctap as root has it become somebody else, who has to write here.
chmod 0777 "$work"
exec python3 "$here/tests/sensors.py" "$here" "$work"
