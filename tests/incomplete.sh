#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# "No findings" is only said of what was seen: tests/incomplete.py makes runs that are not whole.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
umask 0 && chmod 777 "$work" # root runs it as nobody

if ! command -v python3 >/dev/null; then
  echo "1..0 # SKIP python3 is not installed"
  exit 0
fi
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/incomplete.py" "$LYNCTAP" "$here" "$work"
