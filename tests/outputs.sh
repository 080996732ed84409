#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What -o and -w do with files: what is printed, what is refused, what is kept.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
capture=$here/pcaps/front-end.pcap
site=$here/pcaps/front-end.site.yaml
number=0

lynctap() { "$LYNCTAP" "$@" -q -S "$here/signatures" -c "$site"; }

verdict() { # NAME OFFENDING_LINES
  number=$((number + 1))
  if [ -z "$2" ]; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    printf '%s\n' "$2" | sed 's/^/# /'
  fi
}

# --- What one output prints does not depend on another ------------------------------

independent() {
  lynctap flows -r "$capture" -o text:alone.text
  lynctap flows -r "$capture" -o eve:alone.eve
  lynctap flows -r "$capture" -o eve:both.eve -o text:both.text
  cmp alone.text both.text
  cmp alone.eve both.eve
  lynctap flows -v -r "$capture" -o text:verbose.text
  [ "$(wc -l <alone.text)" -lt "$(wc -l <verbose.text)" ] || echo 'nothing is out of scope here'
  [ "$(($(wc -l <alone.eve) + 1))" -eq "$(wc -l <verbose.text)" ] ||
    echo '-v and EVE do not show the same flows'
}
verdict 'what one output prints does not depend on another' "$(independent 2>&1)"

echo "1..$number"
