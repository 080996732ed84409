#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What a watch says to the system's log: tests/watch_log.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
[ -n "${LYNCTAP:-}" ] || skip_all 'LYNCTAP is not set'
need_programs python3
make_open_folder
export TMPDIR=$work
own=()
# Where it may, it has a /dev and a /run of its own.
if [ "$(id -u)" -eq 0 ] && unshare -m mount -t tmpfs tmpfs "$work" 2>/dev/null; then
  own=(unshare -m env MOUNTS=own)
fi
"${own[@]}" python3 "$here/tests/watch_log.py" "$LYNCTAP" "$here"
