#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What the documents show the program printing, it prints; what they name is there.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ] || ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs LYNCTAP and python3'
  exit 0
fi
exec python3 "$here/tests/documents.py" "$LYNCTAP" "$here"
