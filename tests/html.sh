#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The report as a page: its structure, its colours, and in a real browser where there is one.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3
make_open_folder
python3 "$here/tests/html_page.py" "$LYNCTAP" "$here" "$work"
