#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Replay a capture over a veth as fast as it goes; count what each listener did not see.
#
# usage: live.sh CAPTURE.pcap SITE.yaml
#
# Makes two network namespaces, and for each program replays the capture from one to
# the other with tcpreplay while the program listens: `tcpdump -w /dev/null` for the
# floor, then `lynctap audit`, and `lynctap watch` with alerts, numbers and a report every
# five seconds. First at full speed; when tcpdump dropped packets then,
# again at half that speed, until it drops none. One line each: packets sent, packets a
# second, packets captured, packets missing. From the environment:
#   LYNCTAP            the program
#   BENCH_LIVE_ROUNDS  how often each listens (default 3); the worst round counts
# Exit status: 0 measured, 1 lynctap dropped where tcpdump did not, 2 could not measure.
set -euo pipefail
export LC_ALL=C

lynctap=${LYNCTAP:?the program}
capture=${1:?a capture} site=${2:?a site file}
signatures=$(cd "$(dirname "${BASH_SOURCE[0]}")/../signatures" && pwd)
lynctap=$(readlink -f "$lynctap")
rounds=${BENCH_LIVE_ROUNDS:-3}
prefix=benchlive$$
listener=

fail() {
  echo "live.sh: $*" >&2
  exit 2
}

[ "$(id -u)" -eq 0 ] || fail 'needs root'
for program in ip tcpreplay tcpdump python3; do
  command -v "$program" >/dev/null || fail "needs $program"
done
work=$(mktemp -d) || exit 2
# tcpdump gives up its privileges and still has to write there.
chmod 755 "$work"
mkdir -m 777 "$work/reports"
ip netns add "$prefix-from" || fail 'needs network namespaces'

clean_up() {
  [ -z "$listener" ] || kill -9 "$listener" 2>/dev/null || true
  ip netns del "$prefix-from"
  ip netns del "$prefix-to" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 2' INT TERM

wires_up() {
  local name
  ip netns add "$prefix-to"
  ip -n "$prefix-from" link add veth0 type veth peer name veth1 netns "$prefix-to"
  for name in from to; do
    ip netns exec "$prefix-$name" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
      net.ipv6.conf.default.disable_ipv6=1
  done
  # Without ARP neither end adds packets of its own.
  ip -n "$prefix-to" link set veth1 arp off up
  ip -n "$prefix-from" link set veth0 arp off up
}

# A packet socket is open once /proc/net/packet has a line below its heading.
wait_for_listener() {
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    [ "$(ip netns exec "$prefix-to" sh -c 'wc -l </proc/net/packet')" -le 1 ] || return 0
    sleep 0.1
  done
  fail "the listener never listened: $(tail -n 1 "$work/errors")"
}

speed=--topspeed # or --pps=N

# Listen with a command while the capture is replayed, then end it as a person would.
listen() { # COMMAND...
  ip netns exec "$prefix-to" "$@" >"$work/out" 2>"$work/errors" &
  listener=$!
  wait_for_listener
  ip netns exec "$prefix-from" tcpreplay -q -K "$speed" -i veth0 "$capture" \
    >"$work/sent" 2>&1 || fail "tcpreplay: $(tail -n 1 "$work/sent")"
  sleep 1
  kill -TERM "$listener"
  wait "$listener" || true
  listener=
}

seen_by_tcpdump() {
  awk '/packets captured/ { print $1 }' "$work/errors"
}

seen_by_lynctap() {
  python3 -c 'import json, sys
print(json.load(open(sys.argv[1]))["capture"]["packets"])' "$work/out"
}

# What the last of its numbers say, a second apart and at the end.
seen_by_watch() {
  python3 -c 'import json, sys
stats = [e for e in map(json.loads, open(sys.argv[1])) if e["event_type"] == "stats"]
print(stats[-1]["stats"]["capture"]["packets"])' "$work/out"
}

sent() {
  awk '/^Actual:/ { packets = $2 } /^Rated:/ { rate = $(NF - 1) }
    END { print packets, rate }' "$work/sent"
}

# Print the worst of all rounds; leave the packets missing in `worst`, the speed in `rate`.
contest() { # NAME COMMAND...
  local name=$1 round packets captured
  shift
  worst=-1
  for ((round = 0; round < rounds; round++)); do
    listen "$@"
    read -r packets rate < <(sent)
    captured=$("seen_by_$name")
    if [ "$((packets - captured))" -gt "$worst" ]; then
      worst=$((packets - captured))
      line="$packets $rate $captured $worst"
    fi
  done
  # shellcheck disable=SC2086 # four words
  printf 'live %-8s %10s sent %10.0f a second %10s captured %8s missing\n' "$name" $line
}

# Leave in `worst` the packets that the worse of both missed.
both_of_ours() {
  local audit
  contest lynctap "$lynctap" audit -i veth1 -c "$site" -S "$signatures" -o json
  audit=$worst
  contest watch "$lynctap" watch -i veth1 -c "$site" -S "$signatures" -o eve \
    -o json:"$work/reports/%H%M%S.json" -o prom:"$work/reports/numbers.prom" \
    --alert-after 1s --stats 1s --every 5s
  worst=$((audit > worst ? audit : worst))
}

wires_up
while contest tcpdump tcpdump -i veth1 -w /dev/null && [ "$worst" -gt 0 ]; do
  both_of_ours
  speed=--pps=$(awk -v rate="$rate" 'BEGIN { printf "%d", rate / 2 }')
done
both_of_ours
[ "$worst" -le 0 ]
