#!/usr/bin/env bash
# Every JSON that lynctap writes is valid by the schemas it ships.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
if ! python3 -c 'import jsonschema' 2>/dev/null; then
  echo '1..0 # SKIP needs python3-jsonschema'
  exit 0
fi

captures=("$here"/pcaps/*.pcap)
echo "1..$((3 * ${#captures[@]} + 8))"
number=0
holds() { # NAME COMMAND...
  number=$((number + 1))
  if "${@:2}" >"$work/said" 2>&1; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    sed 's/^/# /' "$work/said"
  fi
}
check() { # NAME SCHEMA FILE [--lines]
  holds "$1" python3 "$here/tests/validate_json.py" "$here/docs/$2" "${@:3}"
}

for capture in "${captures[@]}"; do
  name=$(basename "$capture" .pcap)
  "$LYNCTAP" audit -q -S "$here/signatures" -r "$capture" -o json >"$work/audit.json"
  check "audit of $name" audit.schema.json "$work/audit.json"
  "$LYNCTAP" flows -q -S "$here/signatures" -r "$capture" -o eve >"$work/flows.json"
  check "flows of $name" flow.schema.json "$work/flows.json" --lines
  holds "flows of $name name the findings of its audit" \
    python3 "$here/tests/tied.py" "$work/audit.json" "$work/flows.json"
done
"$LYNCTAP" audit -q -S "$here/signatures" -r "a=$here/pcaps/clients.pcap" -r "b=$here/pcaps/clients.pcap" -o json >"$work/audit.json"
check 'audit of two sensors' audit.schema.json "$work/audit.json"
"$LYNCTAP" audit -q -S "$here/signatures" -r "${captures[0]}" -o json >"$work/old.json"
"$LYNCTAP" audit -q -S "$here/signatures" -r "${captures[1]}" -o json --baseline "$work/old.json" \
  >"$work/new.json"
check "an audit with a baseline" audit.schema.json "$work/new.json"
"$LYNCTAP" audit -q -S "$here/signatures" -r "${captures[0]}" -o eve >"$work/alerts.json"
check "alerts of an audit" watch.schema.json "$work/alerts.json" --lines
"$LYNCTAP" diff "$work/old.json" "$work/new.json" -o json >"$work/diff.json"
check "a comparison" diff.schema.json "$work/diff.json"
"$LYNCTAP" site check -S "$here/signatures" -c "$here/tests/fixtures/site-full.yaml" -o json >"$work/good.json"
check "a site file that is good" site-check.schema.json "$work/good.json"
printf 'hosts: 1\nfoo: 2\n' >"$work/wrong.yaml"
"$LYNCTAP" site check -S "$here/signatures" -c "$work/wrong.yaml" -o json >"$work/wrong.json"
check "one that is not" site-check.schema.json "$work/wrong.json"
"$LYNCTAP" rows -S "$here/signatures" -o json >"$work/rows.json"
check "rows" rows.schema.json "$work/rows.json"
number=$((number + 1))
rows=$(python3 -c 'import json,sys; print(sum(r["catalogue"] == "lync-2013" for r in json.load(sys.stdin)))' \
  <"$work/rows.json")
if [ "$rows" -eq 90 ]; then
  echo "ok $number - the source document has its 90 rows"
else
  echo "not ok $number - the source document has its 90 rows"
  echo "# $rows were listed"
fi
