#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A watch that goes on: tests/watch.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ] || ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs LYNCTAP and python3'
  exit 0
fi
TMPDIR=$(mktemp -d) || exit 99
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
umask 0 && chmod 777 "$TMPDIR" # root runs it as nobody
python3 "$here/tests/watch.py" "$LYNCTAP" "$here"
