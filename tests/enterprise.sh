#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A company as large as a real one, whole, mid-stream and with half of its packets lost:
# tests/enterprise/enterprise.py says what has to hold.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

if ! command -v python3 >/dev/null; then
  echo "1..0 # SKIP python3 is not installed"
  exit 0
fi
PYTHONDONTWRITEBYTECODE=1 \
  python3 "$here/tests/enterprise/enterprise.py" "$LYNCTAP" "$here/signatures" "$work"
