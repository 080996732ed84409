#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What has to hold of causes, ids and remedies whatever was captured: tests/causes.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

if ! command -v python3 >/dev/null; then
  echo "1..0 # SKIP python3 is not installed"
  exit 0
fi
PYTHONDONTWRITEBYTECODE=1 \
  python3 "$here/tests/causes.py" "$LYNCTAP" "$here/signatures" "$here/pcaps" "$work"
