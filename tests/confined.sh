#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Commands that read exports, reports and stores instead of traffic are confined like a run: before
# the first byte, and with what is refused tried from inside.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
[ -n "${LYNCTAP:-}" ] || skip_all 'LYNCTAP is not set'
need_programs python3
make_open_folder
cd "$work" || exit 99
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

mkdir in elsewhere out && chmod 777 in elsewhere out
cp -r "$here/signatures" signatures && chmod -R a+rX signatures
cp "$here/pcaps/front-end.pcap" "$here/pcaps/front-end.site.yaml" .
chmod a+r front-end.*
PYTHONDONTWRITEBYTECODE=1 python3 "$here/tests/topology.py" --corpus corpus
cp corpus/topology_xml/published in/topology.xml
cp corpus/topology_zip/config in/config.zip
cp corpus/topology_json/all in/services.json
printf '10.1.1.11 fe01.contoso.example\n' >in/hosts
"$LYNCTAP" audit -q -S signatures -c front-end.site.yaml -r front-end.pcap -o json >in/report.json
sqlite=$("$LYNCTAP" --version | grep -q '^no SQLite' || echo yes)
[ -z "$sqlite" ] || "$LYNCTAP" flows -q -S signatures -r front-end.pcap -o sqlite:in/lync.db
finding=$(grep -o 'F-[0-9a-f]\{8\}' in/report.json | head -1)
chmod a+r in/*

# All that reads what others wrote; run as "each FUNCTION".
each() {
  "$1" site import in/topology.xml --hosts in/hosts
  "$1" site import in/config.zip in/services.json
  "$1" site import in/services.json -r front-end.pcap
  "$1" site check -c front-end.site.yaml --against in/report.json
  "$1" site allow -c front-end.site.yaml in/report.json "$finding"
  "$1" rows -c front-end.site.yaml --firewall nftables --against in/report.json
  "$1" diff in/report.json in/report.json
  [ -n "$sqlite" ] || return 0
  "$1" store info in/lync.db
  "$1" store query unexplained in/lync.db
  "$1" store prune --before 2020-01-01 in/lync.db
}
with_catalogues() { # ARGUMENTS...: sets the array "words" to them, and which catalogues, where there are any
  words=("$@")
  [ "$1" = diff ] || words+=(-S signatures)
}
lynctap() {
  with_catalogues "$@"
  "$LYNCTAP" "${words[@]}"
}

works() {
  lynctap "$@" >one 2>said || sed "s/^/$1 $2: /" said
  lynctap "$@" --sandbox off >two 2>said
  cmp one two || echo "$*: confined it says something else"
  [ -s one ] || echo "$*: it says nothing"
}
verdict 'confined or not they say the same' "$(each works 2>&1)"

# --- From outside ---------------------------------------------------------------------------

confined=$("$LYNCTAP" --version | grep -q 'none in this build' || echo yes)
abi=$("$LYNCTAP" --version | grep -o 'Landlock ABI [0-9]*' || echo none)

early_reads() {
  rm -f trace
  with_catalogues "$@"
  strace -f -y -e trace=read,pread64,mmap,seccomp,landlock_restrict_self,capset -o trace \
    "$LYNCTAP" "${words[@]}" >/dev/null 2>&1
  grep -q 'SECCOMP_SET_MODE_FILTER' trace || echo "$*: no filter was set"
  grep -q 'landlock_restrict_self(.*= 0' trace || [ "$abi" = none ] || echo "$*: no Landlock"
  grep -q 'capset(' trace || echo "$*: no capability was given up"
  sed '/SECCOMP_SET_MODE_FILTER/,$d' trace | grep -E "(read|mmap).*$work/in/" | head -3
  sed '1,/SECCOMP_SET_MODE_FILTER/d' trace | grep -qE "read.*$work/in/" || echo "$*: it was not read after it"
}
name='no byte of an export, report or store is read before all is given up'
if [ "$confined" != yes ]; then
  skip "$name" 'built with instruments'
elif [ "$(id -u)" -ne 0 ] || ! strace -o /dev/null true 2>/dev/null; then # as in tests/sandbox.sh
  skip "$name" 'no root, or strace cannot trace here'
else
  verdict "$name" "$(each early_reads 2>&1)"
fi

state_of() { # ARGUMENTS...: /proc/PID/status while it waits for in/fifo
  local pid
  mkfifo in/fifo
  with_catalogues "$@"
  "$LYNCTAP" "${words[@]}" >/dev/null 2>said &
  pid=$!
  exec 5>in/fifo
  for _ in $(seq 600); do
    [ "$(sed -n 's/^NoNewPrivs:\t//p' "/proc/$pid/status")" = 0 ] || break
    sleep 0.1
  done
  for _ in $(seq 600); do
    [ "$confined$(sed -n 's/^Seccomp:\t//p' "/proc/$pid/status")" = yes0 ] || break
    sleep 0.1
  done
  cat "/proc/$pid/status" >status
  exec 5>&-
  wait "$pid"
  rm in/fifo
}
of_state() { sed -n "s/^$1:\t//p" status | cut -f1; }
given_up() {
  state_of "$@"
  [ "$(of_state CapEff)" = 0000000000000000 ] || echo "$*: CapEff $(of_state CapEff)"
  [ "$(of_state CapPrm)" = 0000000000000000 ] || echo "$*: CapPrm $(of_state CapPrm)"
  [ "$(of_state NoNewPrivs)" = 1 ] || echo "$*: NoNewPrivs $(of_state NoNewPrivs)"
  [ "$(of_state Seccomp)" = 2 ] || [ "$confined" != yes ] || echo "$*: Seccomp $(of_state Seccomp)"
  [ "$(of_state Uid)" != 0 ] || echo "$*: still root"
}
all_given_up() {
  given_up site import in/fifo
  given_up site import in/services.json --hosts in/fifo
  given_up site check -c front-end.site.yaml --against in/fifo
  given_up site allow -c front-end.site.yaml in/fifo "$finding"
  given_up rows -c front-end.site.yaml --firewall csv --against in/fifo
  given_up diff in/fifo in/report.json
}
verdict 'none has a capability, may gain one, or is root while it reads' "$(all_given_up 2>&1)"

# --- From inside ------------------------------------------------------------------------------

# What is refused: by Landlock with a word, by the filter with the end of the program.
intrude() {
  local what status
  for what in read write socket exec root; do
    INTRUDER=$what LD_PRELOAD=$work/intruder.so lynctap "$@" >/dev/null 2>said
    status=$?
    grep -q 'intruder: .*: done' said && echo "$*: $what was done"
    case $what in
      read | write) grep -q "intruder: $what: Permission denied" said || echo "$*: $what: $status $(cat said)" ;;
      *) [ "$status" -eq 159 ] || echo "$*: $what: status $status, $(cat said)" ;;
    esac
  done
  [ -z "$(ls elsewhere)" ] || echo "$*: wrote $(ls elsewhere)"
}
unconfined() { # the intruder is there, and can
  INTRUDER=read LD_PRELOAD=$work/intruder.so lynctap site import in/services.json --sandbox off 2>&1 >/dev/null |
    grep -q 'intruder: read: done' || echo 'the intruder did not get in'
}
name='what an export, report or store should not do is refused when it tries'
if [ "$confined" != yes ] || [ "$abi" = none ]; then
  skip "$name" 'nothing can be refused here'
elif ! "${CC:-cc}" -shared -fPIC -o intruder.so "$here/tests/intruder.c" 2>/dev/null; then
  skip "$name" 'there is no compiler'
else
  verdict "$name" "$(
    unconfined 2>&1
    each intrude 2>&1
  )"
fi

# --- Whose the files are --------------------------------------------------------------------------

as_root() {
  mkdir theirs ours && chown 12345 theirs && chmod 700 theirs ours
  lynctap site import -o theirs/site.yaml in/services.json 2>said || cat said
  lynctap site import -o ours/site.yaml in/services.json 2>said || cat said
  lynctap rows -o csv:theirs/rows.csv 2>said || cat said
  [ "$(stat -c %u theirs/site.yaml theirs/rows.csv ours/site.yaml | tr '\n' ' ')" = '12345 12345 0 ' ] || ls -l theirs ours
  cp front-end.site.yaml theirs/allow.yaml && chown 12345 theirs/allow.yaml && chmod 640 theirs/allow.yaml
  lynctap site allow -c theirs/allow.yaml in/report.json "$finding" --write --reason R --until 2120-01-01 2>said || cat said
  [ "$(stat -c '%u %a' theirs/allow.yaml)" = '12345 640' ] || ls -l theirs
  grep -q 'reason: R' theirs/allow.yaml || echo 'nothing was written'
  lynctap site import -u nobody -o ours/site.yaml in/services.json 2>said
  [ $? -eq 2 ] || echo 'nobody wrote in a folder of root'
  grep -q 'ours/site.yaml: Permission denied (as user nobody; -u names another)' said || cat said
  chmod 600 in/services.json front-end.site.yaml && chown 0 in/services.json front-end.site.yaml
  lynctap site import in/services.json >/dev/null 2>said || cat said
  lynctap site check -c front-end.site.yaml >/dev/null 2>said || cat said
}
if [ "$(id -u)" -eq 0 ]; then
  verdict 'root writes as who owns the folder, and reads what is his before' "$(as_root 2>&1)"
else
  skip 'root writes as who owns the folder' 'needs root'
fi

# A store is opened as whoever owns it, since root without capabilities may not; a link leads to the folder that it is in.
stores_as_root() {
  mkdir kept && cp in/lync.db kept/lync.db && chown -R 12345 kept && chmod 700 kept && chmod 600 kept/lync.db
  for words in 'info' 'query health -S signatures' 'prune --before 2100-01-01'; do
    # shellcheck disable=SC2086 # words
    "$LYNCTAP" store $words kept/lync.db >said 2>&1 || sed "s/^/$words: /" said
  done
  [ "$(stat -c '%u %a' kept/*)" = '12345 600' ] || ls -l kept
  ln -s "$work/in/lync.db" elsewhere/link.db
  lynctap store info elsewhere/link.db >/dev/null 2>said || cat said
  rm elsewhere/link.db
}
if [ -z "$sqlite" ]; then
  skip 'root opens a store as who owns it' 'built without SQLite'
elif [ "$(id -u)" -eq 0 ]; then
  verdict 'root opens a store as who owns it' "$(stores_as_root 2>&1)"
else
  skip 'root opens a store as who owns it' 'needs root'
fi

overwritten() {
  cp front-end.site.yaml before.yaml
  lynctap site check -c before.yaml -o json:before.yaml 2>said
  [ $? -eq 2 ] || echo 'it was written'
  grep -q 'it is an input' said || cat said
  cmp before.yaml front-end.site.yaml
}
verdict 'a site file that is checked is no output' "$(overwritten 2>&1)"
echo "1..$number"
