#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every catalogue row against a capture made for it, and against near misses of it:
# the wrong initiator, the wrong protocol, the port next door.
#
# The captures are made from what `lynctap rows` prints; what they must be judged is
# worked out by tests/rows/algebra.py, which shares nothing with the program. Of a later
# product only the rows are tried that differ from those of the product before it.
# ROWS_PRODUCTS names the products; ROWS_KEEP a directory to leave everything in.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -n "${ROWS_KEEP:-}" ]; then
  work=$ROWS_KEEP
  mkdir -p "$work" || exit 99
else
  work=$(mktemp -d) || exit 99
  trap 'rm -rf "$work"' EXIT
fi

if ! command -v python3 >/dev/null; then
  echo "1..0 # SKIP python3 is not installed"
  exit 0
fi
catalogues_of() {
  case $1 in
    lync-2013) echo lync-2013 lync-2013-edge undocumented windows-domain internet-services ;;
    skype-2015) echo skype-2015 skype-2015-edge undocumented windows-domain internet-services ;;
    *) echo "$1" "$1-edge" "$1-undocumented" windows-domain internet-services ;;
  esac
}

# try_product PRODUCT ROWS-OF-THE-ONE-BEFORE: its captures, made and judged
try_product() {
  echo "catalogues: [$(catalogues_of "$1" | tr ' ' ,)]" >"$work/$1.site.yaml"
  "$LYNCTAP" rows -c "$work/$1.site.yaml" -S "$here/signatures" -o json \
    >"$work/$1.json" || return 1
  # shellcheck disable=SC2046 # the list of catalogues is meant to split
  PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/rows/make_row_captures.py" \
    "$work/$1.json" "$work/$1" "$2" $(catalogues_of "$1") || return 1
  tail -n +2 "$work/$1/manifest.tsv" | cut -f 1,2 >"$work/$1/runs"
  while read -r capture site; do
    [ "$capture" != - ] || continue
    "$LYNCTAP" flows --idle-ok -c "$work/$1/$site" -S "$here/signatures" -r "$work/$1/$capture" \
      -o eve >"$work/$1/$capture.eve" 2>"$work/$1/$capture.err" </dev/null
    echo $? >"$work/$1/$capture.status"
  done <"$work/$1/runs"
}

before=-
set --
for product in ${ROWS_PRODUCTS:-lync-2013 skype-2015 skype-2019 skype-se}; do
  if ! try_product "$product" "$before"; then
    echo "Bail out! no captures were made for $product"
    exit 1
  fi
  before=$work/$product.json
  set -- "$@" "$work/$product"
done
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/rows/check_verdicts.py" "$@"
