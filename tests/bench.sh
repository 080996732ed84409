#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The benchmark can only be believed if its captures and its comparison are right.
#
# TAP. Needs bench/lyncday and bench/nullloop, in the build directory, and Python 3.
set -u
here=$(cd "${srcdir:-.}" && pwd)
build=${BENCH_BUILD:-bench}
truth=$here/bench/truth.py
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

if ! command -v python3 >/dev/null || [ ! -x "$build/lyncday" ]; then
  echo "1..0 # SKIP needs python3 and $build/lyncday"
  exit 0
fi
number=0
check() { # NAME STATUS_WANTED COMMAND...
  number=$((number + 1))
  name=$1 want=$2
  shift 2
  [ ! -e "$work/out" ] || mv "$work/out" "$work/last"
  "$@" >"$work/out" 2>&1
  got=$?
  if [ "$got" -eq "$want" ]; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    echo "# exit status $got, expected $want"
    sed 's/^/# /' "$work/out"
  fi
}

make_workload() { # WORKLOAD NAME SEED
  "$build/lyncday" "$1" "$work/$2.pcap" "$work/$2.tsv" 0.02 "$3"
}
reads_to_the_end() { # NAME: as many packets as lyncday said
  said=$(make_workload "$1" counted 3 2>&1 | cut -d ' ' -f 1) &&
    "$build/nullloop" "$work/counted.pcap" | grep "^$said packets,"
}
has_unique_flows() { # NAME
  make_workload "$1" unique 5 && [ -z "$(cut -f 1-5 "$work/unique.tsv" | sort | uniq -d)" ]
}
# The records a program that knows the truth would print, some of them spoilt.
tell() { # VERDICT_FOR_STRANGERS SERVICE_OF_AUDIO
  awk -F '\t' -v stranger="$1" -v audio="$2" 'NR > 1 {
    verdict = $8 ? stranger : "expected"
    service = $7 == "audio" ? audio : $7
    printf "{\"event_type\":\"flow\",\"proto\":\"%s\",\"src_ip\":\"%s\",\"src_port\":%d,", \
      toupper($1), $2, $3
    printf "\"dest_ip\":\"%s\",\"dest_port\":%d,\"lync\":{\"verdict\":\"%s\",\"service\":\"%s\"}}\n", \
      $4, $5, verdict, service
  }' "$work/first.tsv" >"$work/first.eve"
}

for workload in day storm elephant concurrent-300; do
  check "$workload has the packets it says" 0 reads_to_the_end "$workload"
  check "$workload has no flow twice" 0 has_unique_flows "$workload"
done
check "a seed gives a capture" 0 make_workload day first 7
check "the same seed gives another one" 0 make_workload day second 7
check "both are the same bytes" 0 cmp "$work/first.pcap" "$work/second.pcap"
check "both have the same truth" 0 cmp "$work/first.tsv" "$work/second.tsv"
check "another seed is taken" 0 make_workload day second 8
check "and gives other bytes" 1 cmp -s "$work/first.pcap" "$work/second.pcap"
check "an unknown workload is refused" 2 make_workload night first 7
check "a full disk is noticed" 2 "$build/lyncday" day /dev/full "$work/full.tsv" 0.02 7
check "for the truth as well" 2 "$build/lyncday" day "$work/full.pcap" /dev/full 0.02 7

tell wrong-source audio
check "truth.py believes one who knows it" 0 "$truth" "$work/first.tsv" "$work/first.eve"
check "and has all shares at 100" 0 grep -q "verdict 100.00 %, right service 100.00 %" "$work/last"
tell expected audio
check "a missed stranger is a wrong verdict" 1 \
  "$truth" --threshold 100 "$work/first.tsv" "$work/first.eve"
check "but not a wrong service" 0 grep -q "right service 100.00 %" "$work/last"
tell wrong-role video
check "UDP audio is never ambiguous with video" 1 \
  "$truth" --ambiguous "$work/first.tsv" "$work/first.eve"
: >"$work/first.eve"
check "no records are no success" 1 "$truth" "$work/first.tsv" "$work/first.eve"
echo '{"event_type":' >"$work/first.eve"
check "half a record is unreadable" 2 "$truth" "$work/first.tsv" "$work/first.eve"
check "so is a missing file" 2 "$truth" "$work/first.tsv" "$work/none"
echo "1..$number"
