#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A watch on an interface with traffic, that goes down, is taken away and comes back: tests/watch_live.py.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
need_root_to_replay
need_namespaces
TMPDIR=$(mktemp -d) || exit 99
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
umask 0 && chmod 777 "$TMPDIR" # root runs it as nobody
python3 "$here/tests/watch_live.py" "$LYNCTAP" "$here"
