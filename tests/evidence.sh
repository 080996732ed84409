#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What -w writes: an audit of the evidence finds what the audit that wrote it found.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3
make_open_folder
python3 "$here/tests/evidence.py" "$LYNCTAP" "$here" "$work"
