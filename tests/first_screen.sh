#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Until one knows what is wrong: a screen of 80 columns, whatever was captured; and where there
# is room, whole titles and names that are read without turning one's head.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

report() { # COLUMNS CAPTURE OPTION...
  local columns=$1 capture=$2
  shift 2
  COLUMNS=$columns "$LYNCTAP" audit -q -S "$here/signatures" -r "$capture" "$@" 2>/dev/null
}

for capture in "$here"/pcaps/*.pcap; do
  site=${capture%.pcap}.site.yaml
  options=()
  [ ! -f "$site" ] || options=(-c "$site")
  for language in en fr; do
    long=$(report 80 "$capture" "${options[@]}" --lang "$language" |
      awk '/^(Causes, |TLS |Tried |Tenté |Coverage|Couverture)/ { exit } NF { last = NR } END { if (last > 24) print last " lines" }')
    verdict "$(basename "$capture") in $language: no more than 24 lines until one knows" "$long"
  done
done

strangers=$here/pcaps/strangers.pcap
wide=$(report 200 "$strangers" -c "${strangers%.pcap}.site.yaml")
verdict 'at 200 columns nothing is wider' \
  "$(LC_ALL=C.UTF-8 awk 'length($0) > 200 { print length($0) }' <<<"$wide")"
verdict 'there a line of a cause is its title, whole' \
  "$(grep -qE '^ 3 +medium +HTTP on 5070/tcp of med01, where something else is documented +med01' <<<"$wide" || echo "$wide" | head -16)"
verdict 'there the names of hosts are written as they are read' \
  "$(grep -qE '^ +fe01 +fe02 +med01 +gw01$' <<<"$wide" || grep -A6 '^Services' <<<"$wide")"
verdict 'at 80 columns they stand on their heads' \
  "$(report 80 "$strangers" -c "${strangers%.pcap}.site.yaml" | grep -qE '^ +f f e g$' || echo 'no such line')"

echo "1..$number"
