#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Whatever the thread count, the same bytes come out: of every shipped capture and of
# a small storm, which is long enough for the threads to be apart.
set -uo pipefail
source_dir=${srcdir:-.}
lynctap=${LYNCTAP:?run by make check}
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

number=0
result() { # STATUS NAME
  number=$((number + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $number - $2"
  else
    echo "not ok $number - $2"
  fi
}

# Run lynctap, keep its output and its exit status in one file.
keep() { # FILE ARGUMENT...
  local file=$1
  shift
  "$lynctap" "$@" -S "$source_dir/signatures" >"$file" 2>"$file.err"
  echo "status $?" >>"$file"
  # When it was made and by which command is meant to differ.
  sed -i '/^"provenance":/d' "$file"
}

compare() { # NAME FILE SITE
  local name=$1 site=() threads
  [ ! -e "$3" ] || site=(-c "$3")
  for threads in 1 2 4; do
    keep "$work/audit.$threads" audit -r "$2" "${site[@]}" -o json --threads $threads
    keep "$work/flows.$threads" flows -r "$2" "${site[@]}" -o eve --threads $threads
  done
  for threads in 2 4; do
    cmp "$work/audit.1" "$work/audit.$threads" >&2
    result $? "the audit of $name with $threads threads is the one with one"
    cmp "$work/flows.1" "$work/flows.$threads" >&2
    result $? "the flows of $name with $threads threads are those with one"
  done
  [ "$(wc -l <"$work/flows.1")" -gt 1 ]
  result $? "$name has flows to compare"
}

captures=("$source_dir"/pcaps/*.pcap)
echo "1..$(((${#captures[@]} + 2) * 5 + 3))"
for capture in "${captures[@]}"; do
  compare "$(basename "$capture")" "$capture" "${capture%.pcap}.site.yaml"
done

"$BENCH_BUILD/lyncday" storm "$work/storm.pcap" "$work/storm.tsv" 0.05 7 2>/dev/null
compare "a storm" "$work/storm.pcap" "$source_dir/bench/lyncday.site.yaml"

# Cut short in a frame, after many: broken input, status 3, all the same.
head -c 3000001 "$work/storm.pcap" >"$work/cut.pcap"
compare "a storm cut short" "$work/cut.pcap" "$source_dir/bench/lyncday.site.yaml"
grep -q '^status 3$' "$work/audit.4"
result $? "a file cut short is said to be, with threads as well"

# Records go out in several batches when memory is small: the same ones each time.
"$source_dir/tests/shared_details.py" "$work/shared.pcap"
for run in 1 2 2; do
  keep "$work/batches.$run" flows -r "$work/shared.pcap" -o eve --memcap 8MiB --threads $run
  [ "$run" = 1 ] || {
    cmp "$work/batches.1" "$work/batches.$run" >&2
    result $? "flows that share details go out in the same batches"
  }
done
