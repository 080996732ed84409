#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# From what a worse capture does not show nothing follows: tests/worse.py makes and judges them.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

if ! command -v python3 >/dev/null; then
  echo "1..0 # SKIP python3 is not installed"
  exit 0
fi
chmod 755 "$work"
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/worse.py" "$LYNCTAP" "$here" "$work"
