#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The report as a page: its structure, its colours, and in a real browser where there is one.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
umask 0 && chmod 777 "$work" # root runs it as nobody
trap 'rm -rf "$work"' EXIT
if ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs python3'
  exit 0
fi
python3 "$here/tests/html_page.py" "$LYNCTAP" "$here" "$work"
