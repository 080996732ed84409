#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# Every catalogue row against a capture made for it, and against near misses of it:
# the wrong initiator, the wrong protocol, the port next door.
#
# The captures are made from what `lynctap rows` prints; what they must be judged is
# worked out by tests/rows/algebra.py, which shares nothing with the program.
# ROWS_CATALOGUES names other catalogues; ROWS_KEEP a directory to leave everything in.
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
if ! "$LYNCTAP" rows -S "$here/signatures" -o json >"$work/rows.json"; then
  echo "Bail out! lynctap rows failed"
  exit 1
fi
# shellcheck disable=SC2086 # the list of catalogues is meant to split
if ! PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/rows/make_row_captures.py" \
    "$work/rows.json" "$work" ${ROWS_CATALOGUES:-}; then
  echo "Bail out! no captures were made"
  exit 1
fi
tail -n +2 "$work/manifest.tsv" | cut -f 1,2 >"$work/runs"
while read -r capture site; do
  [ "$capture" != - ] || continue
  "$LYNCTAP" flows --idle-ok -c "$work/$site" -S "$here/signatures" -r "$work/$capture" -o eve \
    >"$work/$capture.eve" 2>"$work/$capture.err" </dev/null
  echo $? >"$work/$capture.status"
done <"$work/runs"
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/rows/check_verdicts.py" "$work"
