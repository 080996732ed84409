#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A site file from the first export of a topology to the next, and what is drafted of
# captures that do not show all: tests/enterprise/lifecycle.py says what has to hold.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
PYTHONDONTWRITEBYTECODE=1 \
  python3 "$here/tests/enterprise/lifecycle.py" "$LYNCTAP" "$here/signatures" "$work"
