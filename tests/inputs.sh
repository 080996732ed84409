#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Inputs as people type them: words, directories, labels, rings, and another user's files.
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
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

lynctap() { "$LYNCTAP" "$@" -S "$here/signatures"; }

# The value of a python expression over an audit: j.
of_report() { python3 -c 'import json, sys; j = json.load(open(sys.argv[1])); print(eval(sys.argv[2]))' "$1" "$2"; }

expect() { # WHAT WANTED GOT
  [ "$2" = "$3" ] || echo "$1: $3, not $2"
}

mkdir ring ring/below
split_capture() { # into four files of the same name but for its number
  python3 - "$here/pcaps/front-end.pcap" <<'PYTHON'
import struct, sys
data = open(sys.argv[1], 'rb').read()
at, records = 24, []
while at < len(data):
    length = 16 + struct.unpack_from('<I', data, at + 8)[0]
    records.append(data[at:at + length])
    at += length
size = len(records) // 4 + 1
for i in range(4):
    with open('ring/net_%05d_2024010%d.pcap' % (i + 1, i + 1), 'wb') as f:
        f.write(data[:24] + b''.join(records[i * size:(i + 1) * size]))
PYTHON
}
split_capture
packets=$(lynctap audit -q -r "$here/pcaps/front-end.pcap" -o json:whole.json; of_report whole.json 'j["capture"]["packets"]')

words() {
  lynctap audit -q ring/*.pcap -o json:words.json
  expect 'files as words' "$packets" "$(of_report words.json 'j["capture"]["packets"]')"
  lynctap audit -q --idle-ok -o json:words.json ring/*.pcap tcp port 5061
  expect 'the filter after them' 'tcp port 5061' "$(of_report words.json 'j["options"]["filter"]')"
  expect 'files before it' 4 "$(of_report words.json 'len(j["inputs"])')"
  lynctap audit ring/missing.pcap 2>said
  expect 'a file that is not there' 2 $?
  grep -q '^lynctap: ring/missing.pcap: No such file' said || cat said
  lynctap audit -q --idle-ok -o json:words.json - tcp port 5061 <"$here/pcaps/director.pcap"
  expect 'standard input as a word' '-' "$(of_report words.json 'j["inputs"][0]["name"]')"
  for i in ring ring/below 'ring/net_00001_20240101.pcap ring/below' LABEL=ring; do
    # shellcheck disable=SC2086
    lynctap audit -q $i 2>said
    expect "a directory as a word: $i" 2 $?
    grep -q ': a directory, which is read with -r$' said || cat said
  done
  lynctap audit -q --idle-ok -o json:words.json ring/*.pcap net 10.1.1.0/24
  expect 'a slash in the filter' 'net 10.1.1.0/24' "$(of_report words.json 'j["options"]["filter"]')"
  for i in $(seq 400); do echo "$here/pcaps/clients.pcap"; done >many
  mapfile -t many <many
  lynctap audit -q --copies keep -o json:words.json "${many[@]}"
  expect 'hundreds of words' 400 "$(of_report words.json 'len(j["inputs"])')"
}
verdict 'leading words that are files are inputs, the first that is none begins the filter' "$(words 2>&1)"

labels() {
  lynctap audit -q "fe01=ring/net_00001_20240101.pcap" -r "edge 1=ring/net_00002_20240102.pcap" -o json:labels.json
  expect labels "['edge 1', 'fe01']" "$(of_report labels.json 'sorted(i["sensor"] for i in j["inputs"])')"
  lynctap flows -q -r fe01=ring -o eve:labels.eve
  expect 'records of a labelled directory' '"host":"fe01"' "$(grep -o '"host":"[^"]*"' labels.eve | sort -u)"
  cp ring/net_00001_20240101.pcap a=b.pcap
  lynctap audit -q -r a=b.pcap -o json:labels.json
  expect 'a name with =' "a=b.pcap None" "$(of_report labels.json '"%s %s" % (j["inputs"][0]["name"], j["inputs"][0]["sensor"])')"
}
verdict 'SENSOR=PATH labels an input, in the report and in records' "$(labels 2>&1)"

below() {
  mv ring/net_00004_20240104.pcap ring/below/
  lynctap audit -r ring -o json:below.json >said 2>&1
  grep -q 'ring/below: a directory, which --recursive reads, left out' said || cat said
  lynctap audit -q -r ring --recursive -o json:below.json
  expect 'read with all below' "$packets" "$(of_report below.json 'j["capture"]["packets"]')"
  mv ring/below/*.pcap ring/
  lynctap audit -q -r ring/below 2>said
  expect 'nothing in it' 2 $?
}
verdict '--recursive reads directories below, which else are named' "$(below 2>&1)"

unfinished() {
  head -c -7 ring/net_00004_20240104.pcap >"cut"; cp "cut" ring/net_00004_20240104.pcap
  lynctap audit -r ring -o json:ring.json 2>said
  expect 'exit status' 1 $?
  expect incomplete '[]' "$(of_report ring.json 'j["incomplete"]')"
  grep -q 'net_00004_20240104.pcap: still being written: at byte' said || cat said
  touch ring/net_00001_20240101.pcap
  lynctap audit -q -r ring -o json:ring.json 2>said
  expect 'an older one that is cut short' 3 $?
  lynctap audit -q -r cut -o json:ring.json 2>said
  expect 'one that is alone' 3 $?
}
verdict 'the last file of a ring may end in the middle of a packet, no other' "$(unfinished 2>&1)"

foreign() { # files of root alone, read by nobody, more than may be open
  mkdir private && chmod 755 "$work"
  for i in $(seq 150); do cp "$here/pcaps/clients.pcap" "private/$i.pcap"; done
  chmod 700 private && chmod 600 private/*
  mkdir out && chown 65534 out
  (ulimit -Sn 128 && lynctap audit -q --copies keep -r private -u nobody -w out/e.pcapng -o json:out/foreign.json)
  expect 'files read' 150 "$(of_report out/foreign.json 'sum(i["ended"] and not i["broken"] for i in j["inputs"])')"
  expect incomplete '[]' "$(of_report out/foreign.json 'j["incomplete"]')"
}
if [ "$(id -u)" -eq 0 ]; then
  verdict 'more files than are open at once are read after -u, and read again for -w' "$(foreign 2>&1)"
else
  number=$((number + 1))
  echo "ok $number - more files than are open at once are read after -u # SKIP needs root"
fi
echo "1..$number"
