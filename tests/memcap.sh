#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# --memcap is a bound, whatever is sent: floods made by bench/flood, the peak of resident
# memory, and in every flood five SSH listeners that the audit has to name.
#
# LYNCTAP_MEMCAP=full runs the floods at full size, at 64, 128 and 512 MiB, and over pipes.
set -uo pipefail
source_dir=${srcdir:-.}
lynctap=${LYNCTAP:?run by make check}
build=${BENCH_BUILD:?run by make check}
site=$source_dir/bench/flood.site.yaml
work=$(mktemp -d) || exit 99
umask 0 && chmod 777 "$work" # root runs it as nobody
trap 'rm -rf "$work"' EXIT

# The shadow memory of a sanitizer counts as resident.
if grep -qa __asan_init "$lynctap"; then
  echo "1..0 # SKIP a program with sanitizers is measured with their memory"
  exit 0
fi
if [ "${LYNCTAP_MEMCAP:-}" = full ]; then
  floods="http:700000 names:300000 syn:1000000 udp:1000000 blind:1000000 listeners:200000
    hosts:1000000 fragments:300000"
  caps="64 128 512"
  ways="file pipe"
else
  floods="http:120000 names:50000 syn:250000 udp:200000 blind:120000 listeners:60000
    hosts:250000 fragments:20000"
  caps=64
  ways="file"
fi

number=0
result() { # STATUS NAME
  number=$((number + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
  fi
}

# Run lynctap on a flood; what it cost goes to `cost`, its output to `out`.
run() { # WAY FILE COMMAND FORMAT CAP
  rm -f "$work/out"
  set -- "$1" "$2" "$3" -q -S "$source_dir/signatures" -c "$site" -o "$4:$work/out" \
    --memcap "$5MiB"
  if [ "$1" = file ]; then
    "$build/measure" "$lynctap" "${@:3}" -r "$2" 2>"$work/err" >"$work/cost"
  else # measure gives its command another standard input
    # shellcheck disable=SC2002,SC2016
    cat "$2" | "$build/measure" bash -c 'exec "$@" -r - <&9' - "$lynctap" "${@:3}" \
      9<&0 2>"$work/err" >"$work/cost"
  fi
  read -r _ _ peak status <"$work/cost"
}

# What an audit has to have found: every planted listener.
finds_all() {
  python3 - "$work/out" <<'END'
import json, sys

planted = {("10.1.1.11", 61022), ("10.1.1.12", 61023), ("10.1.1.11", 61024),
           ("10.1.1.11", 5061), ("10.1.1.12", 443)}
audit = json.load(open(sys.argv[1]))
missing = planted - {(f["address"], f["port"]) for f in audit["findings"]}
if missing:
    sys.exit("missing: %s" % sorted(missing))
END
}

# Exit status 3, or nothing was lost: every flow is there, and of those in scope all was read.
is_honest() { # COMMAND COUNT
  [ "$status" -eq 3 ] && return 0
  if [ "$1" = flows ]; then
    [ "$status" -eq 0 ] && [ "$(wc -l <"$work/out")" -ge "$2" ]
  else
    [ "$status" -eq 1 ] && python3 -c '
import json, sys
audit = json.load(open(sys.argv[1]))
capture, nobodys = audit["capture"], audit["verdicts"]["out-of-scope"]
sys.exit(capture["evicted"] > 0 or capture["given_up"] > nobodys)' "$work/out"
  fi
}

# shellcheck disable=SC2086
set -- $floods
flood_count=$#
# shellcheck disable=SC2086
set -- $caps
cap_count=$#
# shellcheck disable=SC2086
set -- $ways
echo "1..$((flood_count * cap_count * $# * 5 + 2))"

for flood in $floods; do
  kind=${flood%:*} count=${flood#*:}
  "$build/flood" "$kind" "$work/flood.pcap" "$count" || exit 99
  for cap in $caps; do
    for way in $ways; do
      run "$way" "$work/flood.pcap" audit json "$cap"
      cat "$work/err" >&2
      [ "$peak" -le $((cap * 1024)) ]
      result $? "an audit of $kind from a $way takes $((peak / 1024)) of $cap MiB"
      finds_all >&2
      result $? "it names every planted listener ($kind, $way, $cap MiB)"
      is_honest audit "$count"
      result $? "it says when it is incomplete ($kind, $way, $cap MiB)"
      run "$way" "$work/flood.pcap" flows eve "$cap"
      cat "$work/err" >&2
      [ "$peak" -le $((cap * 1024)) ]
      result $? "flows of $kind from a $way take $((peak / 1024)) of $cap MiB"
      is_honest flows "$count"
      result $? "they are all there or said not to be ($kind, $way, $cap MiB)"
    done
  done
done

# Without a site file, hosts that show roles take the place of those that show nothing.
"$build/flood" hosts "$work/flood.pcap" 100000 || exit 99
"$lynctap" audit -q -S "$source_dir/signatures" -r "$source_dir/pcaps/front-end.pcap" -o json \
  >"$work/alone" 2>/dev/null
"$lynctap" audit -q -S "$source_dir/signatures" -r "$work/flood.pcap" \
  -r "$source_dir/pcaps/front-end.pcap" -o json --memcap 64MiB >"$work/out" 2>/dev/null
result $(($? != 3)) "too many hosts make an audit incomplete"
python3 - "$work/alone" "$work/out" >&2 <<'END'
import json, sys

alone, out = (
    {(f["address"], f["port"], f["kind"]) for f in json.load(open(p))["findings"]}
    for p in sys.argv[1:])
if not alone or alone - out:
    sys.exit("missing: %s of %d" % (sorted(alone - out), len(alone)))
END
result $? "findings of a network are there, too many other hosts before it or not"
