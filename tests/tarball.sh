#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The tarball holds what is committed: what is left out fails only there, in a release.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if ! committed=$(git -C "$here" ls-files 2>/dev/null) || [ ! -f Makefile ]; then
  echo '1..0 # SKIP needs a checkout of git and its Makefile'
  exit 0
fi
. "$here/tests/tap.sh"

# A folder in the list stands for all that is in it.
# shellcheck disable=SC2016 # make's variable
listed=$(make -s --no-print-directory --eval='print-listed: ; @printf "%s\n" $(DISTFILES)' print-listed | sed "s|^$here/||; s|^${srcdir:-.}/||; s|^\./||")
left_out=$(awk 'NR == FNR { listed[$0]; next }
  { path = $0; while (!(path in listed) && sub("/[^/]*$", "", path)); if (!(path in listed)) print }' \
  <(echo "$listed") <(grep -v '^\.git' <<<"$committed"))
verdict "the tarball holds every file that is committed" "$left_out"

echo "1..$number"
