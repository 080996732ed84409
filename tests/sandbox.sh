#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What is promised before the first packet: who it is, what it can reach, in which order.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work" || exit 99
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

cp "$here/pcaps/front-end.pcap" capture.pcap
gzip -k capture.pcap
mkdir ring && cp capture.pcap ring/1.pcap && cp "$here/pcaps/clients.pcap" ring/2.pcap
lynctap() { "$LYNCTAP" "$@" -S "$here/signatures"; }

# --- Nothing of an input is read before the doors are shut ------------------------------

# Reads of inputs before the system call filter, of a run with ARGUMENTS.
early_reads() {
  rm -f trace
  strace -f -y -e trace=read,pread64,mmap,seccomp,landlock_restrict_self,capset -o trace \
    "$LYNCTAP" "$@" -S "$here/signatures" -q >/dev/null 2>said
  grep -q 'seccomp(SECCOMP_SET_MODE_FILTER' trace || grep -q 'SECCOMP_SET_MODE_FILTER' trace ||
    echo 'no filter was set'
  grep -q 'landlock_restrict_self(.*= 0' trace || [ "$abi" = none ] || echo 'no Landlock was set'
  grep -q 'capset(' trace || echo 'no capability was given up'
  sed '/SECCOMP_SET_MODE_FILTER/,$d' trace | grep -E "$work/(capture|ring)" | head -3
  sed '1,/SECCOMP_SET_MODE_FILTER/d' trace | grep -qE "read.*$work/(capture|ring)" || echo 'no input was read after it'
}
order() {
  early_reads audit -r capture.pcap
  early_reads audit -r capture.pcap.gz --digest
  early_reads flows -r ring --threads 2
  early_reads audit -r ring -w /dev/null
}
abi=$("$LYNCTAP" --version | grep -o 'Landlock ABI [0-9]*' || echo none)
# Whose files a process that gave up being dumpable reads, root alone is told.
can_trace=$([ "$(id -u)" -eq 0 ] && strace -o /dev/null true 2>&1 && echo yes)
name='no byte of an input is read before capabilities, files and system calls are given up'
if "$LYNCTAP" --version | grep -q 'none in this build'; then
  skip "$name" 'built with instruments'
elif [ "$can_trace" != yes ]; then
  skip "$name" 'no root, or strace cannot trace here'
else
  verdict "$name" "$(order 2>&1)"
fi

# --- What is in force is said -------------------------------------------------------------

said_everywhere() {
  lynctap audit -v -r capture.pcap -o json >report.json 2>said
  grep -q '^lynctap: sandbox: user .* without capabilities; ' said || cat said
  python3 -c 'import json; print(json.load(open("report.json"))["provenance"]["sandbox"])' >words
  grep -qF "$(cat words)" said || cat words said
  "$LYNCTAP" --version | grep -q '^sandbox: .*libseccomp' || "$LYNCTAP" --version
  lynctap audit -v -r capture.pcap --sandbox off 2>&1 >/dev/null | grep -q 'sandbox: .*; none: ' || echo 'off does not say so'
  lynctap audit -r capture.pcap --sandbox some 2>said
  [ $? -eq 2 ] || cat said
}
verdict 'what is in force is said with -v, in the report and by --version' "$(said_everywhere 2>&1)"

in_a_run() { # FIELD: of /proc/PID/status while a run waits for its pipe
  grep "^$1:" status | cut -f2-
}
state_of_a_run() { # ARGUMENTS...
  local pid
  mkfifo pipe
  "$LYNCTAP" audit -q -r - -S "$here/signatures" "$@" <pipe >/dev/null 2>said &
  pid=$!
  exec 5>pipe
  head -c 4000 capture.pcap >&5
  for _ in $(seq 600); do # until it is inside
    [ "$(sed -n 's/^Seccomp:\t//p' "/proc/$pid/status")" = 0 ] || break
    sleep 0.1
  done
  cat "/proc/$pid/status" >status
  tail -c +4001 capture.pcap >&5
  exec 5>&-
  wait "$pid"
  rm pipe
}
inside() {
  state_of_a_run
  [ "$(in_a_run CapEff)" = 0000000000000000 ] || echo "CapEff $(in_a_run CapEff)"
  [ "$(in_a_run CapPrm)" = 0000000000000000 ] || echo "CapPrm $(in_a_run CapPrm)"
  [ "$(in_a_run NoNewPrivs)" = 1 ] || echo "NoNewPrivs $(in_a_run NoNewPrivs)"
  "$LYNCTAP" --version | grep -q 'none in this build' || [ "$(in_a_run Seccomp)" = 2 ] || echo "Seccomp $(in_a_run Seccomp)"
}
verdict 'a run has no capability and cannot gain any' "$(inside 2>&1)"

# --- Who it is ------------------------------------------------------------------------------

uid_of() { # WANTED ARGUMENTS...
  local wanted=$1
  shift
  state_of_a_run "$@"
  [ "$(in_a_run Uid | cut -f1)" = "$wanted" ] || echo "$*: Uid $(in_a_run Uid), not $wanted: $(cat said)"
}
users() {
  local nobody
  nobody=$(id -u nobody)
  id lynctap >/dev/null 2>&1 || uid_of "$nobody"
  uid_of "$nobody" -u nobody
  uid_of 12345 -u 12345
  uid_of 0 -u root
  id lynctap >/dev/null 2>&1 || uid_of "$nobody" -g daemon
  [ "$(in_a_run Gid | cut -f1)" = "$(id -g daemon)" ] || echo "Gid $(in_a_run Gid)"
  lynctap audit -r capture.pcap -u root 2>said >/dev/null
  grep -q 'still root, without capabilities' said || cat said
  lynctap audit -r capture.pcap -g 0 2>said >/dev/null
  grep -q 'still in group root' said || cat said
  lynctap audit -r capture.pcap 2>said >/dev/null
  grep 'still' said
  lynctap audit -r capture.pcap -u no-such-user 2>said >/dev/null
  [ $? -eq 2 ] || cat said
}
unwritable() {
  mkdir private && chmod 700 private
  lynctap audit -r capture.pcap -o json:private/report.json 2>said
  [ $? -eq 2 ] || echo 'a report of nobody in a directory of root'
  grep -q 'private/report.json: Permission denied (as user .*; -u names another)' said || cat said
  lynctap audit -r capture.pcap -w private/e.pcapng 2>said >/dev/null
  [ $? -eq 2 ] || echo 'evidence of nobody in a directory of root'
  grep -q -- '-u names another' said || cat said
  mkdir theirs && chown 12345 theirs
  lynctap audit -q -r capture.pcap -u 12345 -o json:theirs/report.json -w theirs/e.pcapng
  [ "$(stat -c %u theirs/report.json theirs/e.pcapng | sort -u)" = 12345 ] || ls -l theirs
  [ -z "$(ls private)" ] || ls private
}
same_user() { # as whoever runs this, who is not root
  "$LYNCTAP" audit -q -r capture.pcap -S "$here/signatures" -u "$(id -un)" >/dev/null 2>said
  [ $? -eq 1 ] || cat said
}
if [ "$(id -u)" -eq 0 ]; then
  verdict 'root becomes who was named, or nobody; never root without a word' "$(users 2>&1)"
  verdict 'what the new user cannot write is exit status 2, and -u is named' "$(unwritable 2>&1)"
else
  verdict 'who it is already can be named' "$(same_user 2>&1)"
fi
echo "1..$number"
