#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A short form of bench/soak.sh: each thing that happens to a watch happens once at least.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_root_to_replay
need_namespaces
place=$(mktemp -d)
if ! { mount -t tmpfs tmpfs "$place" 2>/dev/null && umount "$place"; }; then no_disk=yes; fi
rmdir "$place"
[ -z "${no_disk:-}" ] || skip_all 'needs mount(8)'
! "$LYNCTAP" --version | grep -q 'none in this build' || skip_all 'instruments take memory of their own'
exec bash "$here/bench/soak.sh" 25
