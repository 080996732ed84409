#!/bin/bash
# Make a capture of real programs talking in network namespaces.
#
# usage: tests/peers/make.sh NAME|all [FILE|DIRECTORY]
#
# NAME is a capture in pcaps/ without its ending. FILE defaults to that capture. Needs
# root and the programs in tests/peers/packages. Exit status: 0 made, 77 a program is
# missing (the reason is on standard output), 1 something went wrong.
# shellcheck disable=SC2317 # scenarios call what looks unreachable here
set -u
# The distribution's own programs first: its python3 is the one that knows impacket.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
here=$(cd "$(dirname "$0")" && pwd)
target=$here/../../pcaps
captures='front-end front-end-clean mediation director clients tls-versions weak-tls handshakes strangers'

usage() {
  sed -n 's/^# usage/usage/p' "$0" >&2
  echo "captures: $captures" >&2
  exit 2
}

# skip REASON
skip() {
  echo "$1"
  exit 77
}

# need PROGRAM PACKAGE [PROGRAM PACKAGE]...
need() {
  while [ $# -gt 1 ]; do
    command -v "$1" >/dev/null || skip "needs $2"
    shift 2
  done
}

# need_everywhere: what the switch and the certificates take.
need_everywhere() {
  [ "$(id -u)" -eq 0 ] || skip 'needs root'
  need ip iproute2 ss iproute2 tcpdump tcpdump openssl openssl ethtool ethtool \
    python3 python3 curl curl
  ip netns add "peers$$-try" 2>/dev/null || skip 'needs network namespaces'
  ip netns del "peers$$-try"
}

# need_media: GStreamer with the codecs, and libnice with its headers.
need_media() {
  local element
  need gst-launch-1.0 gstreamer1.0-tools pkg-config pkg-config "${CC:-cc}" gcc
  for element in sirenenc openh264enc srtpenc rtpbin rtppcmapay rtpstreampay; do
    gst-inspect-1.0 --exists "$element" || skip "needs gstreamer1.0-plugins-good and -bad"
  done
  pkg-config --exists nice || skip 'needs libnice-dev'
}

# make_one NAME FILE
make_one() (
  name=$1 file=$2
  case " $captures " in *" $name "*) ;; *) usage ;; esac
  work=$(mktemp -d -t peers.XXXXXX) || exit 1
  # shellcheck source=tests/peers/lib.sh
  . "$here/lib.sh"
  # shellcheck source=tests/peers/tls.sh
  . "$here/tls.sh"
  # shellcheck source=tests/peers/media.sh
  . "$here/media.sh"
  strangers=true
  [ "$name" = "${name%-clean}" ] || strangers=false
  export strangers
  # shellcheck source=/dev/null
  . "$here/${name%-clean}.sh"
  trap 'tear_down; [ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT
  trap 'exit 1' INT TERM
  need_everywhere
  scenario_needs
  scenario "$work/capture.pcap" || exit 1
  tear_down
  mv "$work/capture.pcap" "$file"
)

[ $# -ge 1 ] || usage
status=0
if [ "$1" = all ]; then
  for capture in $captures; do
    make_one "$capture" "${2:-$target}/$capture.pcap" || status=$?
  done
else
  make_one "$1" "${2:-$target/$1.pcap}" || status=$?
fi
exit "$status"
