# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# TAP for scripts that are about what is wrong. Read with: . tests/tap.sh
number=0

verdict() { # NAME OFFENDING_LINES
  number=$((number + 1))
  if [ -z "$2" ]; then
    echo "ok $number - $1"
  else
    echo "not ok $number - $1"
    printf '%s\n' "$2" | sed 's/^/# /'
  fi
}

skip() { # NAME WHY
  number=$((number + 1))
  echo "ok $number - $1 # SKIP $2"
}
