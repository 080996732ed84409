#!/usr/bin/env bash
# Stores: an audit over what many runs put into one is the audit of their captures; what
# a crash leaves is whole transactions, and is said.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if "$LYNCTAP" --version | grep -q '^no SQLite'; then
  echo '1..0 # SKIP built without SQLite'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
export LYNCTAP
# Who runs lynctap as root has it become somebody else, who has to write here.
chmod 0777 "$work"
exec python3 "$here/tests/stores.py" "$here" "$work"
