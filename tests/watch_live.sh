#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A watch on an interface with traffic, that goes down, is taken away and comes back: tests/watch_live.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)

skip_all() { # REASON
  echo "1..0 # SKIP $1"
  exit 0
}
[ -n "${LYNCTAP:-}" ] || skip_all 'LYNCTAP is not set'
[ "$(id -u)" -eq 0 ] || skip_all 'needs root'
for program in ip tcpreplay python3; do
  command -v "$program" >/dev/null || skip_all "needs $program"
done
ip netns add "probe$$" 2>/dev/null || skip_all 'needs network namespaces'
ip netns del "probe$$"
TMPDIR=$(mktemp -d) || exit 99
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
umask 0 && chmod 777 "$TMPDIR" # root runs it as nobody
python3 "$here/tests/watch_live.py" "$LYNCTAP" "$here"
