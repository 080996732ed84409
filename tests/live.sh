#!/bin/bash
# A live audit finds what the audit of the same packets in a file finds.
#
# tcpreplay sends pcaps/front-end.pcap from one network namespace to another over a
# veth; lynctap listens there and is ended with SIGTERM: a shell starts what it puts
# into the background with SIGINT ignored, which then stays so.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
capture=$here/pcaps/front-end.pcap
prefix=live$$

need_root_to_replay
ip netns add "$prefix-from" 2>/dev/null || skip_all 'needs network namespaces'
work=$(mktemp -d) || exit 99
listeners=()

clean_up() {
  [ -z "${listeners[*]}" ] || kill -9 "${listeners[@]}" 2>/dev/null
  ip netns del "$prefix-from"
  ip netns del "$prefix-to" 2>/dev/null
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

at() {
  local name=$1
  shift
  ip netns exec "$prefix-$name" "$@"
}

wires_up() {
  local name
  ip netns add "$prefix-to" &&
    ip -n "$prefix-from" link add veth0 type veth peer name veth1 \
      netns "$prefix-to" || return 1
  for name in from to; do
    at "$name" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 \
      net.ipv6.conf.default.disable_ipv6=1
  done
  # Without ARP neither end adds packets of its own.
  ip -n "$prefix-to" link set veth1 arp off up &&
    ip -n "$prefix-from" link set veth0 arp off up
}

# Both packet sockets are open once /proc/net/packet has two lines below its heading.
are_listening() {
  [ "$(at to sh -c 'wc -l </proc/net/packet')" -gt 2 ]
}

# wait_until SECONDS COMMAND...
wait_until() {
  local tries=$(($1 * 10))
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.1
  done
}

# Frames are read once SIGUSR1's line says so.
have_read_all() {
  kill -USR1 "${listeners[@]}"
  sleep 0.1
  [ "$(grep -c " $frames packets, " "$work/live.errors")" -ge 1 ] &&
    [ "$(grep -c " $frames packets, " "$work/flows.errors")" -ge 1 ]
}

have_ended() {
  ! kill -0 "${listeners[0]}" 2>/dev/null && ! kill -0 "${listeners[1]}" 2>/dev/null
}

listen_and_replay() {
  ip netns exec "$prefix-to" "$LYNCTAP" audit -i veth1 -S "$here/signatures" -o json \
    >"$work/live" 2>"$work/live.errors" &
  listeners=("$!")
  ip netns exec "$prefix-to" "$LYNCTAP" flows -i veth1 -S "$here/signatures" -o eve \
    >"$work/flows" 2>"$work/flows.errors" &
  listeners+=("$!")
  wait_until 120 are_listening || return 1
  at from tcpreplay -q -i veth0 --multiplier=10 "$capture" || return 1
  wait_until 120 have_read_all || return 1
  kill -TERM "${listeners[@]}"
  wait_until 120 have_ended || return 1
  wait "${listeners[0]}"
  live_status=$?
  wait "${listeners[1]}"
  flows_status=$?
  listeners=()
}

# verdict NUMBER TITLE COMMAND...
verdict() {
  local number=$1 title=$2
  shift 2
  if "$@" >"$work/why" 2>&1; then
    echo "ok $number - $title"
  else
    echo "not ok $number - $title"
    sed 's/^/# /' "$work/why" "$work/live.errors" "$work/flows.errors"
  fi
}

same_findings() {
  python3 - "$work/file" "$work/live" <<'EOT'
import json
import sys


def findings(path):
    with open(path, encoding="utf-8") as text:
        return {(f["kind"], f["address"], f["port"], f["transport"])
                for f in json.load(text)["findings"]}


of_file, live = map(findings, sys.argv[1:])
for title, lot in (("only in the file", of_file - live), ("only live", live - of_file)):
    for finding in sorted(lot, key=str):
        print(title, *finding)
sys.exit(of_file != live or not of_file)
EOT
}

counts_drops() {
  python3 -c 'import json, sys
capture = json.load(open(sys.argv[1], encoding="utf-8"))["capture"]
print(capture)
sys.exit(not isinstance(capture.get("dropped"), int) or not capture["packets"])' \
    "$work/live"
}

names_the_interface() {
  [ "$flows_status" -eq 0 ] || { echo "flows: exit status $flows_status" && return 1; }
  PYTHONPATH=$here/tests PYTHONDONTWRITEBYTECODE=1 python3 -c 'import eve, sys
flows = eve.flow_records(open(sys.argv[1], encoding="utf-8"))
wrong = [f for f in flows if f.get("in_iface") != "veth1" or "pcap_filename" in f]
print(len(flows), "flows", wrong[:1])
sys.exit(not flows or bool(wrong))' "$work/flows"
}

echo 1..5
live_status=none
flows_status=none
wires_up || { echo 'Bail out! cannot join two namespaces'; exit 1; }
"$LYNCTAP" audit -r "$capture" -S "$here/signatures" -o json >"$work/file" 2>/dev/null
file_status=$?
frames=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["capture"]["packets"])' "$work/file")
verdict 1 'a live audit ends with its report on SIGTERM' listen_and_replay
verdict 2 'with the exit status of the file' [ "$live_status" = "$file_status" ]
verdict 3 'with the findings of the file' same_findings
verdict 4 'and counts what it dropped' counts_drops
verdict 5 'live flows say which interface they came from' names_the_interface
