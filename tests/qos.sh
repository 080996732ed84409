#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# How media is marked, and what is lost of it and where: tests/qos.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3
make_open_folder
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/qos.py" "$LYNCTAP" "$here" "$work"
