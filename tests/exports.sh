#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# lynctap site import, of what other people's PowerShell saved: tests/exports.py.
set -u
if [ -z "${LYNCTAP:-}" ] || ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP LYNCTAP or python3 is missing'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
python3 "${srcdir:-.}/tests/exports.py" "$LYNCTAP" "${srcdir:-.}/signatures" "$work"
