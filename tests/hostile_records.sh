#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Records that somebody made up go through the whole chain: every report of them can be
# read, shows nothing that moves a terminal, and accounts for each line.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
[ -n "${LYNCTAP:-}" ] || skip_all 'LYNCTAP is not set'
need_programs python3
make_open_folder
export LYNCTAP
exec python3 "$here/tests/hostile_records.py" "$here" "$work"
