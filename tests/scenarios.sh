#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Small networks with one thing to see in each: tests/scenarios/scenarios.py stages them.
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT

if ! command -v python3 >/dev/null; then
  echo "1..0 # SKIP python3 is not installed"
  exit 0
fi
measure=${BENCH_BUILD:-bench}/measure
# The shadow memory of a sanitizer counts as resident.
if [ ! -x "$measure" ] || grep -qa __asan_init "$LYNCTAP"; then measure=; fi
SCENARIOS_MEASURE=$measure PYTHONDONTWRITEBYTECODE=1 \
  python3 "$here/tests/scenarios/scenarios.py" "$LYNCTAP" "$here/signatures" "$work"
