#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Measure lynctap beside a bare libpcap loop and its peers; print one table.
#
# usage: bench.sh [--peers]
#
# --peers adds the peers that take minutes. From the environment:
#   BENCH_SCALE   full (default) or small, a twentieth of it; targets are judged at full
#   BENCH_ROUNDS  how often each program runs, interleaved (default 5)
#   BENCH_DATA    where the workloads are kept (default bench/data)
#   BENCH_ONLY    only these workloads, as in "day storm" (day storm elephant concurrent pipe
#                 live)
#   BENCH_BUILD   where lyncday, nullloop and measure are (default: beside this script)
#   LYNCTAP       the program (default: the one a directory above those)
# Exit status: 0 measured, 1 a target was missed, 2 could not measure.
set -euo pipefail
export LC_ALL=C

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
build=${BENCH_BUILD:-$here}
data=${BENCH_DATA:-$here/data}
scale=${BENCH_SCALE:-full}
rounds=${BENCH_ROUNDS:-5}
only=${BENCH_ONLY:-day storm elephant concurrent pipe live}
lynctap=${LYNCTAP:-$build/../lynctap}
seed=11
slow_peers=no
missed=0

fail() {
  echo "bench.sh: $*" >&2
  exit 2
}

case ${1:-} in
  '') ;;
  --peers) slow_peers=yes ;;
  *) fail "usage: bench.sh [--peers]" ;;
esac
case $scale in
  full)
    day=4 storm=6 elephant=4 concurrent=1 open=(10000 100000 1000000)
    hosts=(10000 20000 40000 80000)
    ;;
  small)
    day=0.2 storm=0.3 elephant=0.2 concurrent=0.05 open=(500 5000 50000)
    hosts=(1000 2000 4000 8000)
    ;;
  *) fail "BENCH_SCALE is full or small, not '$scale'" ;;
esac
for tool in lyncday flood nullloop measure; do
  [ -x "$build/$tool" ] || fail "$build/$tool is not built"
done
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir -p "$data"

wanted() { # WORKLOAD
  [[ " $only " == *" $1 "* ]]
}

# The path of a workload's capture, made on first use.
workload() { # NAME SCALE
  local file=$data/$scale-$1.pcap
  if [ ! -e "$file" ] || [ "$build/lyncday" -nt "$file" ]; then
    "$build/lyncday" "$1" "$file.part" "${file%.pcap}.tsv" "$2" "$seed" 2>/dev/null ||
      fail "lyncday could not make $file"
    mv "$file.part" "$file"
  fi
  echo "$file"
}

# One program's command line, an argument a line; fails when it is not installed.
command_of() { # PROGRAM FILE
  local options=()
  [ ! -d "$here/../signatures" ] || options+=(-S "$here/../signatures")
  [[ $1 == *-no-site ]] || options+=(-c "$here/lyncday.site.yaml")
  case $1 in
    nullloop) set -- "$build/nullloop" "$2" ;;
    audit-1 | audit-1-no-site) set -- "$lynctap" audit -r "$2" "${options[@]}" -o json --threads 1 ;;
    audit-2) set -- "$lynctap" audit -r "$2" "${options[@]}" -o json --threads 2 ;;
    flows-eve-1) set -- "$lynctap" flows -r "$2" "${options[@]}" -o eve --threads 1 ;;
    flows-eve-2) set -- "$lynctap" flows -r "$2" "${options[@]}" -o eve --threads 2 ;;
    ndpiReader) set -- ndpiReader -q -i "$2" ;;
    nfpcapd) set -- nfpcapd -r "$2" -w "$work/nfpcapd" ;;
    softflowd) set -- softflowd -d -r "$2" -n 127.0.0.1:9 -p "$work/softflowd.pid" -c none ;;
    argus) set -- argus -F /dev/null -r "$2" -w "$work/argus" ;;
    tshark) set -- tshark -n -r "$2" -q -z conv,tcp -z conv,udp ;;
    *) fail "no program called '$1'" ;;
  esac
  command -v "$1" >/dev/null || return 1
  printf '%s\n' "$@"
}

# Run one program once over a warm file; append what it cost to its log.
run_once() { # PROGRAM FILE
  local arguments
  mapfile -t arguments < <(command_of "$1" "$2")
  mkdir -p "$work/nfpcapd"
  # Before every run: a kernel that reclaims idle pages may have dropped the file.
  cat "$2" >/dev/null
  "$build/measure" "${arguments[@]}" >>"$work/$1.log" 2>"$work/$1.err" ||
    fail "measure could not run $1"
  rm -rf "$work/nfpcapd" "$work/argus"
}

# Audits find strangers in every workload, so 1 is as good as 0 for lynctap.
acceptable() { # PROGRAM STATUS
  [ "$2" -eq 0 ] || { [ "$2" -eq 1 ] && [[ $1 == audit-* ]]; }
}

median() { # COLUMN FILE
  awk -v column="$1" '{ print $column }' "$2" | sort -g |
    awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

largest() { # COLUMN FILE
  awk -v column="$1" '$column > most { most = $column } END { print most + 0 }' "$2"
}

# The median over the rounds of a program's time against nullloop's in the same round.
ratio_of() { # PROGRAM
  paste -d ' ' "$work/$1.log" "$work/nullloop.log" | awk '{ print $1 / $5 }' >"$work/ratios"
  median 1 "$work/ratios"
}

at_most() { # VALUE LIMIT
  awk -v value="$1" -v limit="$2" 'BEGIN { exit !(value <= limit) }'
}

# Whether a target is met, in a word.
judge() { # VALUE LIMIT
  if [ -z "$2" ] || [ "$scale" != full ]; then
    echo -
  elif at_most "$1" "$2"; then
    echo met
  else
    echo MISSED
  fi
}

ratio_limit() { # WORKLOAD PROGRAM
  case $1/$2 in
    day/audit-2) echo 2.0 ;;
    day/audit-1) echo 3.0 ;;
    storm/audit-*) echo 6 ;;
    storm/flows-eve-*) echo 9 ;;
    elephant/audit-*) echo 1.5 ;;
  esac
}

memory_limit() { # WORKLOAD PROGRAM, in MiB
  case $1/$2 in
    day/audit-*) echo 64 ;;
  esac
}

# Say a verdict, and remember a missed one.
note() { # VERDICT
  [ "$1" != MISSED ] || missed=1
}

print_program() { # WORKLOAD PROGRAM PACKETS
  local log=$work/$2.log status wall ratio peak limit room target=- verdict
  status=$(largest 4 "$log")
  if ! acceptable "$2" "$status"; then
    printf '%-20s %-11s failed with status %s: %s\n' "$1" "$2" "$status" \
      "$(tail -n 1 "$work/$2.err")"
    [[ $2 != audit-* && $2 != flows-eve-* ]] || missed=1
    return
  fi
  wall=$(median 1 "$log") ratio=$(ratio_of "$2")
  peak=$(awk -v kib="$(largest 3 "$log")" 'BEGIN { printf "%.1f", kib / 1024 }')
  limit=$(ratio_limit "$1" "$2") room=$(memory_limit "$1" "$2")
  verdict=$(judge "$ratio" "$limit")
  [ -z "$limit" ] || target="<= ${limit}x"
  if [ -n "$room" ]; then
    target+=", <= $room MiB"
    verdict+=", $(judge "$peak" "$room")"
  fi
  [[ $verdict != *MISSED* ]] || note MISSED
  printf '%-20s %-11s %9.3f %7.2f %9.3f %9.1f %12.0f  %s %s\n' "$1" "$2" "$wall" "$ratio" \
    "$(median 2 "$log")" "$peak" \
    "$(awk -v n="$3" -v s="$wall" 'BEGIN { print n / s }')" "$target" "$verdict"
}

# Measure programs over one workload, in turns, and print their lines.
contest() { # WORKLOAD SCALE PROGRAM...
  local name=$1 file packets programs=() program
  file=$(workload "$1" "$2") || exit 2
  shift 2
  packets=$("$build/nullloop" "$file" | cut -d ' ' -f 1)
  rm -f "$work"/*.log
  for program in nullloop "$@"; do
    ! command_of "$program" "$file" >/dev/null || programs+=("$program")
  done
  for ((round = 0; round < rounds; round++)); do
    for program in "${programs[@]}"; do
      run_once "$program" "$file"
    done
  done
  for program in "${programs[@]}"; do
    print_program "$name" "$program" "$packets"
  done
  echo "$packets" >"$work/packets"
  # A loop that never waits for anything takes as long as it computes.
  awk '{ wall += $1; cpu += $2 }
    END { if (wall > 1.1 * cpu)
      printf "  the machine was busy: nullloop waited for %.0f %% of its time\n",
        (1 - cpu / wall) * 100 }' "$work/nullloop.log"
}

# What an audit costs without a site file, beside one with it, over the workload measured last.
compare_sites() {
  local apart verdict
  apart=$(awk -v with="$(median 2 "$work/audit-1.log")" \
    -v without="$(median 2 "$work/audit-1-no-site.log")" \
    'BEGIN { a = without / with - 1; printf "%.3f", a < 0 ? -a : a }')
  verdict=$(judge "$apart" 0.05)
  note "$verdict"
  echo "  with and without a site file: $apart apart in cpu s (target <= 0.05) $verdict"
}

slow() { # PROGRAM...
  [ "$slow_peers" = no ] || echo "$@"
}

print_header() {
  local name
  echo "lynctap bench: $scale scale, $rounds rounds, $(nproc) cores," \
    "$(awk -F ': ' '/model name/ { print $2; exit }' /proc/cpuinfo), Linux $(uname -r)"
  for name in "$lynctap" ndpiReader nfpcapd softflowd argus tshark; do
    command -v "$name" >/dev/null || echo "not installed: $name"
  done
  printf '\n%-20s %-11s %9s %7s %9s %9s %12s  %s\n' workload program 'wall s' ratio 'cpu s' \
    'peak MiB' packets/s target
}

# Cost against the number of flows open at the same time, all else the same.
growth() {
  local n
  : >"$work/growth"
  for n in "${open[@]}"; do
    contest "concurrent-$n" "$concurrent" audit-1
    [ -e "$work/audit-1.log" ] || return 0
    acceptable audit-1 "$(largest 4 "$work/audit-1.log")" || return 0
    echo "$n $(median 1 "$work/audit-1.log") $(cat "$work/packets")" \
      "$(largest 3 "$work/audit-1.log")" >>"$work/growth"
  done
  print_growth
}

print_growth() {
  local ratio each verdict
  printf '\n%-20s %12s\n' 'flows open' 'ns/packet'
  awk '{ printf "%-20d %12.1f\n", $1, $2 / $3 * 1e9 }' "$work/growth"
  ratio=$(awk '{ cost[NR] = $2 / $3 } END { printf "%.2f", cost[NR] / cost[1] }' "$work/growth")
  each=$(awk '{ n[NR] = $1; kib[NR] = $4 }
    END { printf "%.0f", (kib[NR] - kib[1]) * 1024 / (n[NR] - n[1]) }' "$work/growth")
  verdict=$(judge "$ratio" 2)
  note "$verdict"
  echo "growth of ns/packet: $ratio (target < 2) $verdict"
  verdict=$(judge "$each" 290)
  note "$verdict"
  echo "bytes a flow: $each (target <= 290) $verdict"
}

# What `flows` takes for a pipe, in which one host after the other is new, by their number.
pipe_growth() {
  local n file ratio verdict
  : >"$work/pipe"
  for n in "${hosts[@]}"; do
    file=$work/trickle.pcap
    "$build/flood" trickle "$file" "$n" || fail "flood could not make $file"
    : >"$work/pipe.log"
    for ((round = 0; round < rounds; round++)); do
      # measure gives its command another standard input.
      # shellcheck disable=SC2002,SC2016
      cat "$file" | "$build/measure" bash -c 'exec "$@" <&9' - "$lynctap" flows -r - -q \
        -S "$here/../signatures" -c "$here/flood.site.yaml" -o eve 9<&0 >>"$work/pipe.log" ||
        fail "measure could not run flows"
    done
    [ "$(largest 4 "$work/pipe.log")" -eq 0 ] || fail "flows of a pipe failed"
    echo "$n $(median 2 "$work/pipe.log")" >>"$work/pipe"
  done
  printf '\n%-20s %12s %12s\n' 'hosts over a pipe' 'cpu s' 'us/host'
  awk '{ printf "%-20d %12.3f %12.2f\n", $1, $2, $2 / $1 * 1e6 }' "$work/pipe"
  ratio=$(awk '{ cost[NR] = $2 / $1 } END { printf "%.2f", cost[NR] / cost[1] }' "$work/pipe")
  verdict=$(judge "$ratio" 1.5)
  note "$verdict"
  echo "growth of us/host: $ratio (target < 1.5) $verdict"
}

# Instructions a packet: the difference of two days, so that starting up is left out.
instructions() {
  local at file count packets previous=0 before=0 arguments
  for at in 0.05 0.1; do
    file=$work/day-$at.pcap
    "$build/lyncday" day "$file" "$work/day.tsv" "$at" "$seed" 2>/dev/null
    packets=$("$build/nullloop" "$file" | cut -d ' ' -f 1)
    mapfile -t arguments < <(command_of "$1" "$file")
    # What confines the program would confine valgrind as well.
    [ "$1" = nullloop ] || arguments+=(--sandbox off)
    # It passes the program's status on, and an audit that finds strangers exits 1.
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "${arguments[@]}" \
      >/dev/null 2>"$work/callgrind" || true
    count=$(awk '/Collected/ { print $NF }' "$work/callgrind")
    if [ -z "$count" ]; then
      echo "instructions a packet, day, $1: callgrind could not count them"
      return
    fi
    if [ "$previous" != 0 ]; then
      awk -v program="$1" -v i=$((count - previous)) -v n=$((packets - before)) \
        'BEGIN { printf "instructions a packet, day, %s: %.0f\n", program, i / n }'
    fi
    previous=$count before=$packets
  done
}

# A day over a veth, beside tcpdump, where that can be made.
live() {
  local file status=0
  file=$(workload day $day) || exit 2
  echo
  LYNCTAP=$lynctap "$here/live.sh" "$file" "$here/lyncday.site.yaml" || status=$?
  case $status in
    0) echo "live: nothing missing where tcpdump misses nothing (target) met" ;;
    1) note MISSED && echo "live: packets missing where tcpdump misses none (target) MISSED" ;;
    *) echo "live: not measured" ;;
  esac
}

check_truth() {
  local arguments
  mapfile -t arguments < <(command_of flows-eve-2 "$data/$scale-day.pcap")
  "${arguments[@]}" >"$work/day.eve" 2>/dev/null || true
  echo
  python3 "$here/truth.py" --ambiguous "$data/$scale-day.tsv" "$work/day.eve" || missed=1
}

print_header
ours=(audit-1 audit-2 flows-eve-1 flows-eve-2)
peers=(ndpiReader nfpcapd softflowd argus)
# shellcheck disable=SC2046 # the slow peers' names are meant to split
{
  ! wanted day || contest day $day "${ours[@]}" "${peers[@]}" $(slow tshark)
  if wanted storm; then
    contest storm $storm "${ours[@]}" audit-1-no-site nfpcapd softflowd argus \
      $(slow ndpiReader tshark)
    compare_sites
  fi
}
! wanted elephant || contest elephant $elephant audit-1 audit-2
! wanted concurrent || growth
! wanted pipe || pipe_growth
! wanted live || live
if command -v valgrind >/dev/null; then
  echo
  for program in nullloop audit-1; do
    ! command_of $program /dev/null >/dev/null || instructions $program
  done
fi
if wanted day && command -v "$lynctap" >/dev/null; then
  check_truth
fi
exit $missed
