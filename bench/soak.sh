#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A watch on an interface that goes on, whatever happens to it: new flows, reloads right and
# wrong, rotations, the interface down and up, deleted and made again, a full disk and its
# recovery, SIGSTOP.
#
# usage: soak.sh [SECONDS]
#
# 1800 seconds when nothing is said, and each of these things at least once. tests/soak.sh is a short one.
# From the environment: LYNCTAP, the program; SOAK_CLOCK=yes steps the machine's clock as well,
# by an hour and back, which others on it will notice.
# Prints TAP and the figures: memory, descriptors, packets. Needs root, ip, tcpreplay.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
lynctap=$(readlink -f "${LYNCTAP:?the program}")
TMPDIR=$(mktemp -d) || exit 99
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
umask 0 && chmod 777 "$TMPDIR" # root runs it as nobody
PYTHONPATH=$here/tests PYTHONDONTWRITEBYTECODE=1 python3 "$here/bench/soak.py" "$lynctap" "$here" "${1:-1800}"
