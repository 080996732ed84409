#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Which product is run, where no site file states it: tests/products.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3
make_open_folder
# Tables of a product are read once it is known, and the checkout may be out of nobody's reach.
cp -r "$here/signatures" "$work/signatures" || exit 99
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/products.py" "$LYNCTAP" "$here" "$work"
