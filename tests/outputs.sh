#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What -o and -w do with files: what is printed, what is refused, what is kept.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
umask 0 && chmod 777 "$work" # root runs it as nobody
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
# Copies: what is tested here is that nothing is overwritten.
cp "$here/pcaps/front-end.pcap" "$here/pcaps/front-end.site.yaml" .
capture=$work/front-end.pcap
site=$work/front-end.site.yaml
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

lynctap() { timeout 60 "$LYNCTAP" "$@" -q -S "$here/signatures" -c "$site"; }

# --- What one output prints does not depend on another ------------------------------

independent() {
  lynctap flows -r "$capture" -o text:alone.text
  lynctap flows -r "$capture" -o eve:alone.eve
  lynctap flows -r "$capture" -o eve:both.eve -o text:both.text
  cmp alone.text both.text
  cmp alone.eve both.eve
  lynctap flows -v -r "$capture" -o text:verbose.text
  [ "$(wc -l <alone.text)" -lt "$(wc -l <verbose.text)" ] || echo 'nothing is out of scope here'
  [ "$(($(grep -c '"event_type":"flow"' alone.eve) + 1))" -eq "$(wc -l <verbose.text)" ] ||
    echo '-v and EVE do not show the same flows'
}
verdict 'what one output prints does not depend on another' "$(independent 2>&1)"

# --- What is refused before the first packet ----------------------------------------

refused() { # WORDS ARGUMENTS...: exit status 2 with these words, and no file is touched
  local words=$1 before got
  shift
  before=$(find . -type f ! -name said -exec cksum {} + | sort)
  lynctap "$@" >/dev/null 2>said
  got=$?
  [ "$got" -eq 2 ] || echo "exit status $got: $*"
  grep -q "$words" said || { echo "$*:" && cat said; }
  [ "$before" = "$(find . -type f ! -name said -exec cksum {} + | sort)" ] || echo "a file changed: $*"
}

refusals() {
  cp "$capture" same.pcap && chmod a+w same.pcap
  ln same.pcap twin.pcap
  ln -s same.pcap link.pcap
  mkdir -p sub captures
  cp "$capture" captures/a.pcap
  local input='it is an input' one='would be one file'
  refused "$input" audit -r same.pcap -w same.pcap
  refused "$input" audit -r same.pcap -w twin.pcap
  refused "$input" audit -r same.pcap -o json:sub/../same.pcap
  refused "$input" audit -r link.pcap -w same.pcap
  refused "$input" audit -r captures -w captures/a.pcap
  refused "$input" flows -r same.pcap -o eve:same.pcap
  refused "$input" audit -r same.pcap -o "json:$site"
  refused "$input" rows -o "json:$site"
  # shellcheck disable=SC2094
  refused "$input" audit -r - -w same.pcap <same.pcap
  refused "$one" audit -r same.pcap -o json:x -w ./x
  refused "$one" audit -r same.pcap -o json:y -o text:sub/../y
  refused 'names no file' audit -r same.pcap -o json:
  refused 'names no file' audit -r same.pcap -w ''
  refused 'names no file' flows -r same.pcap -o eve:
  refused "$input" audit -r same.pcap -w link.pcap
  refused "$input" audit -r same.pcap -o html:link.pcap
  refused "$input" audit -r sensor=same.pcap -w twin.pcap
  refused "$input" watch -r same.pcap --follow -o eve:twin.pcap
  refused 'not a state' flows -r same.pcap --follow -o eve:x --state twin.pcap
  refused "$one" flows -r captures --follow -o eve:st --state st
  refused 'Is a directory' audit -r same.pcap -w captures
  refused 'Is a directory' audit -r same.pcap -o json:captures/
  refused 'No such file' audit -r same.pcap -o json:none/x
  refused 'without a name' audit -r ''
}
verdict 'no output is an input, no two are one, each has a name' "$(refusals 2>&1)"

unheard() { # nothing was read: of a pipe into which nobody ever writes
  mkfifo silent && exec 9<>silent
  refused 'would be one file' audit -r - -o json:x -w x <&9
  refused 'Is a directory' audit -r silent -w captures
  refused 'No such file' flows -r - -o eve:none/x <&9
  exec 9>&-
}
verdict 'what is refused is refused before the capture' "$(unheard 2>&1)"

harmless() { # what clashes with nothing
  echo old >captures/report.json
  lynctap audit --no-fail -r captures -o json:captures/report.json -o text:/dev/null -o json:/dev/null ||
    echo 'refused'
  grep -q '"schema"' captures/report.json || echo 'the report was not written'
}
verdict 'a file beside the captures of a directory and a device are no clash' "$(harmless 2>&1)"

# --- Symbolic links ------------------------------------------------------------------

linked() { # what is written to a link is where it leads to, and the link stays
  local link
  mkdir -p reports links
  chmod 777 reports links
  echo old >reports/day.json
  ln -s ../reports/day.json links/day.json
  ln -s ../reports/new.html links/today.html
  ln -s "$work/reports/proof.pcapng" links/proof.pcapng
  ln -s fresh links/chain
  ln -s ring links/ring
  lynctap audit --no-fail -r "$capture" -o json:links/day.json -o html:links/today.html -w links/proof.pcapng ||
    echo "exit status $?"
  for link in links/day.json links/today.html links/proof.pcapng; do
    [ -L "$link" ] || echo "$link is no link any more"
    [ -s "$link" ] || echo "$link leads to nothing"
  done
  grep -q '"schema"' reports/day.json || echo 'the old report stayed'
  [ "$(find reports links -type f | wc -l)" -eq 3 ] || ls -l reports links
  refused 'would be one file' audit -r "$capture" -o json:links/fresh -w links/chain
  refused 'Too many levels' audit -r "$capture" -o json:links/ring
}
verdict 'what is written to a link goes where it leads' "$(linked 2>&1)"

# --- What could not be written whole ------------------------------------------------

limited() { (ulimit -f "$1" && shift && lynctap "$@" 2>said); } # KiB ARGUMENTS...

cut_short() {
  local arguments got
  for arguments in 'audit -o json:kept' 'audit -o text:kept' 'flows -v -o text:kept' \
    'audit --no-fail -o text:/dev/null -w kept'; do
    echo old >kept
    # shellcheck disable=SC2086
    limited 4 ${arguments} -r "$capture"
    got=$?
    [ "$got" -eq 3 ] || { echo "exit status $got: $arguments" && cat said; }
    [ "$(cat kept)" = old ] || echo "the old file is gone: $arguments"
    [ -z "$(find . -name 'kept.*')" ] || echo "something is left behind: $arguments"
  done
}
verdict 'a report that could not be written whole leaves the old file' "$(cut_short 2>&1)"

agreeing() { # the status in every report is that of the process
  local got
  lynctap audit -r "$capture" -o json:first.json -o text:/dev/full 2>/dev/null
  got=$?
  [ "$got" -eq 3 ] || echo "exit status $got"
  grep -q '"exit_status": *3' first.json || grep -o '"exit_status[^,}]*' first.json
  grep -q 'text' first.json || echo 'the report does not say what is missing'
  lynctap audit -r "$capture" -o json:first.json >/dev/full -o text 2>/dev/null
  grep -q '"exit_status": *3' first.json || grep -o '"exit_status[^,}]*' first.json
}
verdict 'every report states the exit status of the run' "$(agreeing 2>&1)"

full() {
  local command
  for command in "audit -r $capture" "flows -r $capture" rows 'rows -o json'; do
    # shellcheck disable=SC2086
    lynctap $command >/dev/full 2>/dev/null
    [ $? -eq 3 ] || echo "$command: not 3"
  done
}
verdict 'a full standard output is an incomplete run for every command' "$(full 2>&1)"

left() { # who reads only the beginning of a long answer lost nothing
  local command
  for command in 'audit -o json' 'audit -o html' 'flows -v' 'flows -o eve'; do
    # shellcheck disable=SC2086
    { lynctap $command -r "$capture" 2>said; echo "$?" >status; } | head -c 1 >/dev/null
    [ ! -s said ] || { echo "$command:" && cat said; }
    case "$command $(cat status)" in
    audit*\ 1 | flows*\ 0) ;;
    *) echo "$command: exit status $(cat status)" ;;
    esac
  done
  { lynctap flows -r - -o eve 2>said; echo "$?" >status; } <"$capture" | head -c 1 >/dev/null
  [ ! -s said ] || cat said
  [ "$(cat status)" -eq 0 ] || echo "from a pipe: exit status $(cat status)"
  { lynctap audit -r "$capture" -o text -o json:beside.json; } | head -c 1 >/dev/null
  python3 -m json.tool beside.json >/dev/null || echo 'the file beside it is not whole'
}
verdict 'a reader who leaves is no lost output' "$(left 2>&1)"

# --- Evidence of what cannot be read again --------------------------------------------

kept() {
  echo precious >pipe.pcapng.all
  lynctap audit --no-fail -r "$capture" -o text:/dev/null -w file.pcapng
  lynctap audit --no-fail -r - -o text:/dev/null -w pipe.pcapng <"$capture"
  mkfifo fifo
  cat "$capture" >fifo &
  lynctap audit --no-fail -r fifo -o text:/dev/null -w fifo.pcapng
  wait
  [ "$(wc -c <file.pcapng)" -gt 1000 ] || echo 'there is no evidence'
  # The same but for the name of the input, and the length of that.
  for other in pipe fifo; do
    [ "$(frames file.pcapng)" = "$(frames $other.pcapng)" ] || echo "$other.pcapng has other packets"
  done
  [ "$(cat pipe.pcapng.all)" = precious ] || echo 'a file that nobody named was overwritten'
  [ "$(find . -name '*pipe*' | wc -l)" -eq 2 ] || find . -name '*pipe*'
}

frames() { # FILE: what an audit of it counts
  lynctap audit --no-fail -r "$1" -o json | sed -n '/"findings"/,$p' | grep -v '^"provenance"'
}
verdict 'evidence of a pipe is that of the file, and no other file is touched' "$(kept 2>&1)"

bounded() { # what came first is let go, counted and said; what is kept is evidence
  local got
  # shellcheck disable=SC2002
  cat "$capture" | lynctap audit -r - -o json:bounded.json -w bounded.pcapng --spool-max 64KiB 2>said
  got=$?
  [ "$got" -eq 3 ] || { echo "exit status $got" && cat said; }
  grep -q 'the first [0-9]* packets of - are not in it: .* raise --spool-max' bounded.json ||
    echo 'the report does not say it'
  [ "$(wc -c <bounded.pcapng)" -lt 65536 ] || echo 'more was written than was kept'
  frames bounded.pcapng >/dev/null || echo 'what is kept is no capture'
  # shellcheck disable=SC2002
  cat "$capture" | lynctap audit --no-fail -r - -o text:/dev/null -w bounded.pcapng --spool-max 1MiB ||
    echo 'what fits into the bound is not complete'
  [ "$(frames file.pcapng)" = "$(frames bounded.pcapng)" ] || echo 'and has other packets'
}
verdict 'what a pipe sends is kept up to a bound' "$(bounded 2>&1)"

said_at_once() { # while the pipe is open, and nothing more comes
  local pid waited
  rm -f silent && mkfifo silent && exec 9<>silent
  (ulimit -f 16 && exec timeout 60 "$LYNCTAP" audit -q -S "$here/signatures" -c "$site" -r silent \
    -o text:/dev/null -w full.pcapng) 2>said &
  pid=$!
  cat "$capture" >&9
  for waited in $(seq 300); do
    grep -q 'full.pcapng: packets cannot be kept for it any more: File too large' said && break
    sleep 0.1
  done
  [ "$waited" -lt 300 ] || { echo 'nothing was said' && cat said; }
  kill -TERM "$pid"
  wait "$pid"
  [ $? -eq 3 ] || echo 'exit status is not 3'
  exec 9>&-
  [ ! -e full.pcapng ] || echo 'half of the evidence is there'
}
verdict 'a disk that fills is said at once' "$(said_at_once 2>&1)"

echo "1..$number"
