#!/bin/bash
# Make every capture of tests/peers again, with the programs of this machine, and
# audit it. What cannot be made here, for want of root or of a program, is skipped.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

names=(front-end front-end-clean mediation director clients tls-versions weak-tls handshakes strangers)

# report NUMBER NAME: audits $work/NAME.pcap.
report() {
  local status
  "$LYNCTAP" audit -r "$work/$2.pcap" -S "$here/signatures" -o json \
    >"$work/report" 2>"$work/errors"
  status=$?
  if python3 "$here/tests/peers/check_expect.py" "$work/report" \
    "$here/pcaps/$2.expect.tsv" "$status" >"$work/wrong" 2>&1; then
    echo "ok $1 - $2, made here"
  else
    echo "not ok $1 - $2, made here"
    sed 's/^/# /' "$work/wrong" "$work/errors"
  fi
}

echo "1..${#names[@]}"
number=0
for name in "${names[@]}"; do
  number=$((number + 1))
  "$here/tests/peers/make.sh" "$name" "$work/$name.pcap" >"$work/said" 2>"$work/errors"
  status=$?
  if [ "$status" -eq 0 ]; then
    report "$number" "$name"
  elif [ "$status" -eq 77 ]; then
    echo "ok $number - $name # SKIP $(tail -n 1 "$work/said")"
  else
    echo "not ok $number - $name could not be made"
    sed 's/^/# /' "$work/said" "$work/errors"
  fi
done
