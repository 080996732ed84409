#!/bin/bash
# Audit the shipped captures and compare with what is known to be in them.
#
# pcaps/NAME.expect.tsv says what NAME.pcap holds, written from what its programs did.
# Captures with a NAME.site.yaml are judged twice, without and with it: a site file
# may explain more, but must not change what is true.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

# check NAME TITLE AUDIT_ARGUMENTS...
check() {
  local name=$1 title=$2 status
  shift 2
  number=$((number + 1))
  "$LYNCTAP" audit -r "$here/pcaps/$name.pcap" -S "$here/signatures" -o json "$@" \
    >"$work/report" 2>"$work/errors"
  status=$?
  if python3 "$here/tests/peers/check_expect.py" "$work/report" \
    "$here/pcaps/$name.expect.tsv" "$status" >"$work/wrong" 2>&1; then
    echo "ok $number - $title"
  else
    echo "not ok $number - $title"
    sed 's/^/# /' "$work/wrong" "$work/errors"
  fi
}

number=0
expectations=("$here"/pcaps/*.expect.tsv)
sites=("$here"/pcaps/*.site.yaml)
echo "1..$((${#expectations[@]} + ${#sites[@]}))"
for expectation in "${expectations[@]}"; do
  name=$(basename "$expectation" .expect.tsv)
  check "$name" "$name"
done
for site in "${sites[@]}"; do
  name=$(basename "$site" .site.yaml)
  check "$name" "$name, with its site" -c "$site"
done
