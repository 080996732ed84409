#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Under a shrinking limit of address space, until the program cannot start: every run
# ends by itself and in time, and has the whole answer or says 2 or 3.
set -uo pipefail
source_dir=${srcdir:-.}
lynctap=${LYNCTAP:?run by make check}
build=${BENCH_BUILD:?run by make check}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
first=400000 # KiB of address space; each limit is a twelfth less than the one before
start_failed=4 # so many runs in a row that could not begin are the end

number=0
result() { # STATUS NAME
  number=$((number + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
  fi
}

skip_all() { # WHY
  echo "1..0 # SKIP $1"
  exit 0
}

# A sanitizer reserves more addresses than any machine has memory.
(ulimit -v $((first * 4)) && exec "$lynctap" --version) >/dev/null 2>&1 ||
  skip_all "the program does not run within $((first * 4)) KiB of addresses"

# Run lynctap within some KiB of addresses, "" for any number. Sets status.
run() { # KIB OUTPUT COMMAND ARGUMENT...
  local limit=$1 output=$2
  shift 2
  (
    [ -z "$limit" ] || ulimit -v "$limit"
    exec timeout 60 "$lynctap" "$@" -q -S "$source_dir/signatures" \
      -c "$source_dir/bench/flood.site.yaml"
  ) >"$output" 2>"$work/err"
  status=$?
  # When it was made differs from run to run.
  sed -i '/^"provenance":/d' "$output"
}

# Is a run's status one that may be, and its output the whole one when it says so? What could not
# be held until the end is written before it, so records may come in another order.
is_honest() { # WHOLE_STATUS
  [ "$status" -eq 2 ] || [ "$status" -eq 3 ] ||
    { [ "$status" -eq "$1" ] && cmp -s <(sort "$work/whole") <(sort "$work/out"); }
}

shrink() { # NAME ARGUMENT...
  local name=$1 limit=$first runs=0 failed=0 bad=0 whole_status
  shift
  run "" "$work/whole" "$@"
  whole_status=$status
  [ "$status" -le 1 ]
  result $? "$name: there is an answer"
  while [ "$failed" -lt "$start_failed" ] && [ "$limit" -gt 2000 ]; do
    run "$limit" "$work/out" "$@"
    runs=$((runs + 1))
    if ! is_honest "$whole_status"; then
      echo "$name within $limit KiB: status $status: $(tail -n 1 "$work/err")" >&2
      bad=$((bad + 1))
    fi
    [ "$status" -eq 2 ] && failed=$((failed + 1)) || failed=0
    limit=$((limit - limit / 12))
  done
  [ "$bad" -eq 0 ]
  result $? "$name: $runs runs with ever less memory are whole or say what they are"
  [ "$failed" -eq "$start_failed" ]
  result $? "$name: in the end it cannot begin, and says so"
}

"$build/flood" udp "$work/udp.pcap" 30000 || exit 99
"$build/flood" names "$work/names.pcap" 6000 || exit 99
echo "1..15"
shrink "an audit of datagrams" audit -r "$work/udp.pcap" -o json --threads 1
shrink "flows of datagrams" flows -r "$work/udp.pcap" -o eve --threads 2
shrink "an audit of handshakes" audit -r "$work/names.pcap" -o json --threads 2
shrink "flows of handshakes" flows -r "$work/names.pcap" -o eve --threads 1
shrink "flows of a small capture" flows -r "$source_dir/pcaps/front-end.pcap" -o text
