# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh
# What a script of tests needs before it begins; without it the whole script is skipped.
# Read with: . "$here/tests/needs.sh"

skip_all() { # REASON
  echo "1..0 # SKIP $1"
  exit 0
}

need_programs() { # PROGRAM...
  for program in "$@"; do
    command -v "$program" >/dev/null || skip_all "needs $program"
  done
}

# Where who runs lynctap as root has it become nobody, who has to write there.
make_open_folder() {
  work=$(mktemp -d) || exit 99
  trap 'rm -rf "$work"' EXIT
  umask 0 && chmod 777 "$work"
}

# To replay packets from one to another.
need_root_to_replay() {
  [ -n "${LYNCTAP:-}" ] || skip_all 'LYNCTAP is not set'
  [ "$(id -u)" -eq 0 ] || skip_all 'needs root'
  need_programs ip tcpreplay python3
}

need_namespaces() {
  ip netns add "probe$$" 2>/dev/null || skip_all 'needs network namespaces'
  ip netns del "probe$$"
}

need_clickhouse() {
  ! "$LYNCTAP" --version | grep -q '^no libcurl' || skip_all 'built without libcurl'
  command -v clickhouse-server >/dev/null 2>&1 || [ -x /usr/sbin/clickhouse-server ] ||
    skip_all 'needs clickhouse-server'
}
