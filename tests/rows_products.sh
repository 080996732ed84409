#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Rows in which products differ: the same capture is judged under each `product:`, and each
# makes of it what its own tables say (tests/rows/make_product_captures.py).
# ROWS_KEEP: a directory to leave everything in.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_programs python3
if [ -n "${ROWS_KEEP:-}" ]; then
  work=$ROWS_KEEP
  mkdir -p "$work" || exit 99
else
  make_open_folder
fi
export PYTHONDONTWRITEBYTECODE=1
products='lync-2013 skype-2015 skype-2019 skype-se'
for product in $products; do
  echo "product: $product" >"$work/$product.yaml"
  "$LYNCTAP" rows -c "$work/$product.yaml" -S "$here/signatures" -o json \
    >"$work/$product.json" || exit 99
done
# shellcheck disable=SC2086 # the list of products is meant to split
python3 "$here/tests/rows/make_product_captures.py" "$work" $products || exit 99
set --
for product in $products; do
  set -- "$@" "$work/$product"
  tail -n +2 "$work/$product/manifest.tsv" | cut -f 1,2 >"$work/$product/runs"
  while read -r capture site; do
    "$LYNCTAP" flows --idle-ok -c "$work/$product/$site" -S "$here/signatures" \
      -r "$work/captures/$capture" -o eve >"$work/$product/$capture.eve" \
      2>"$work/$product/$capture.err" </dev/null
    echo $? >"$work/$product/$capture.status"
  done <"$work/$product/runs"
done
python3 "$here/tests/rows/check_verdicts.py" "$@"
