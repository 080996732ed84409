#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What other programs make of a capture is read, or refused with a command that works: it
# is run here as it is printed, and what comes out has the same flows.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
cp "$here/pcaps/director.pcap" plain.pcap
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

# Without the times, of which some formats keep less, and the name.
flows() {
  timeout 60 "$LYNCTAP" flows -q -S "$here/signatures" -o csv -r "$1" | cut -d, -f3- | sed "s/,\"$1\",/,,/"
}
flows plain.pcap >plain.csv
[ "$(wc -l <plain.csv)" -gt 10 ] || exit 99

# NAME WAY COMMAND...: COMMAND makes `made`, which is read (WAY is "read") or refused with
# WAY in the message; the command of the message that names IN and OUT is run.
try() {
  local name=$1 way=$2 command=
  shift 2
  if ! command -v "$1" >/dev/null; then
    skip "$name" "there is no $1"
    return
  fi
  rm -f made out
  "$@" >stdout 2>stderr || {
    skip "$name" "$1 does not make it here"
    return
  }
  [ -s made ] || mv stdout made
  flows made >made.csv 2>said
  if [ "$way" = read ]; then
    cmp -s plain.csv made.csv || echo 'other flows' >>said
    verdict "$name is read" "$(cat said)"
    return
  fi
  grep -qF "$way" said || {
    verdict "$name: $way" "$(cat said)"
    return
  }
  # A guess is no promise.
  grep -qF 'if Wireshark opens it' said || command=$(sed -n "s/.*\(editcap\|text2pcap\|xxd\|tail\|base64\|sed\|bzip2\|lz4\|lzip\|lzop\|gzip\|xz\) \(.*IN.*\)/\1 \2/p" said |
    sed -E 's/(pcapng);.*/\1/; s/\bIN\b/made/; s/\bOUT(\.pcap(ng)?)?/out/')
  if [ -n "$command" ]; then
    # What the message says, as a person would type it.
    eval "$command" >stdout 2>stderr
    flows out >made.csv 2>said
    cmp -s plain.csv made.csv || echo "$command: other flows; $(cat stderr)" >>said
  else
    : >said
  fi
  verdict "$name: $way" "$(cat said)"
}

twice() { gzip -c plain.pcap | gzip -c >made; }
with_front() { printf '%b' "$1" | cat - plain.pcap >made; }

for format in pcapng nsecpcap modpcap netmon1 netmon2 snoop; do
  try "$format of editcap" read editcap -F "$format" plain.pcap made
done
for format in 5views ngsniffer ngwsniffer_1_1 ngwsniffer_2_0 visual nettl; do
  try "$format of editcap" 'convert it with' editcap -F "$format" plain.pcap made
done
try 'a byte order mark in front' 'a byte order mark stands before' with_front '\0357\0273\0277'
try 'a greeting in front' 'something else stands before' with_front 'Welcome to fe01\r\n'
for packer in bzip2 lz4 lzip lzop lzma; do
  try "$packer" "compressed with $packer" "$packer" -c plain.pcap
done
try 'gzip in gzip' 'compressed with gzip, and something else around it, unpack it first' twice
try 'base64' 'in base64' base64 plain.pcap
try 'xxd' 'a hex dump, not the file itself' xxd plain.pcap
try 'xxd -p' 'a hex dump, not the file itself' xxd -p plain.pcap
try 'od' 'a hex dump, not the file itself' od -Ax -tx1 -v plain.pcap
try 'hexdump -C' 'a hex dump, not the file itself' hexdump -v -C plain.pcap
for options in -n '-n -v' '-e -t' -tttt '-A -q' --number; do
  # shellcheck disable=SC2086
  try "tcpdump $options" 'what tcpdump prints' tcpdump -r plain.pcap -c 40 $options
done
for options in '' -V '-T tabs' '-T ps' '-q -z conv,tcp' '-q -z io,phs' '-q -z io,stat,1'; do
  # shellcheck disable=SC2086
  try "tshark $options" 'what tshark prints' tshark -r plain.pcap $options
done
try 'tshark -T pdml' 'an export of Wireshark in XML' tshark -r plain.pcap -c 5 -T pdml
try 'tshark -T json' 'not an export of it' tshark -r plain.pcap -c 5 -T json
try 'tshark -T fields' 'save the capture itself' tshark -r plain.pcap -c 5 -T fields -e ip.src
try 'capinfos' 'what capinfos prints' capinfos plain.pcap
echo "1..$number"
