#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What a watch shows on a terminal: tests/watch_screen.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
[ -n "${LYNCTAP:-}" ] || skip_all 'LYNCTAP is not set'
need_programs python3
make_open_folder
export TMPDIR=$work
python3 "$here/tests/watch_screen.py" "$LYNCTAP" "$here"
