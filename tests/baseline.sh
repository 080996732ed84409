#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What a nightly run says of the night before: --baseline and diff.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3
make_open_folder
python3 "$here/tests/baseline.py" "$LYNCTAP" "$here" "$work"
