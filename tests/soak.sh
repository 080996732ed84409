#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A short form of bench/soak.sh: each thing that happens to a watch happens once at least.
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
place=$(mktemp -d)
if ! { mount -t tmpfs tmpfs "$place" 2>/dev/null && umount "$place"; }; then no_disk=yes; fi
rmdir "$place"
[ -z "${no_disk:-}" ] || skip_all 'needs mount(8)'
! "$LYNCTAP" --version | grep -q 'none in this build' || skip_all 'instruments take memory of their own'
exec bash "$here/bench/soak.sh" 25
