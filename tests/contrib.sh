#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The units, the logrotate file and the completions do what contrib/README.md says.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

exposure() {
  local unit score
  for unit in lynctap@.service lynctap-nightly.service; do
    score=$(systemd-analyze security --offline=true --no-pager "$here/contrib/systemd/$unit" 2>&1 |
      sed -n 's/.*exposure level for [^:]*: \([0-9.]*\).*/\1/p')
    awk -v score="${score:-10}" 'BEGIN { exit !(score <= 2) }' || echo "$unit: ${score:-no answer}"
  done
}
name='systemd gives the units an exposure of at most 2'
if systemd-analyze security --help 2>/dev/null | grep -q -- --offline; then
  verdict "$name" "$(exposure 2>&1)"
else
  skip "$name" 'systemd-analyze cannot'
fi

# What the units run, with names that exist here, is a command line that is understood.
commands() {
  local line said
  for unit in lynctap@.service lynctap-nightly.service; do
    line=$(sed -e ':a;/\\$/{N;s/\\\n//;ba;}' "$here/contrib/systemd/$unit" | sed -n 's/^ExecStart=//p' |
      sed -e "s#/usr/bin/lynctap#$LYNCTAP#; s#%i#no-such-interface#g; s#%%#%#g; s#/srv/captures#$work/none#")
    # shellcheck disable=SC2086
    said=$($line -S "$here/signatures" -c "$here/pcaps/front-end.site.yaml" 2>&1)
    grep -qE 'no-such-interface: there is no such interface|none: No such file|no permission to capture' <<<"$said" || echo "$unit: $said"
  done
}
verdict 'the commands of the units are understood' "$(commands 2>&1)"

rotation() {
  sed -e "s#/var/log/lynctap#$work#; /^\tsu /d" "$here/contrib/lynctap.logrotate" >"$work/logrotate"
  chmod 644 "$work/logrotate"
  logrotate -d -s "$work/status" "$work/logrotate" 2>&1 | grep -i '^error'
}
name='logrotate takes its file'
if command -v logrotate >/dev/null; then
  verdict "$name" "$(rotation 2>&1)"
else
  skip "$name" 'there is no logrotate'
fi

completed() { # WANTED WORDS...: the last of which is completed
  local wanted=$1
  shift
  COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
  _lynctap 2>/dev/null
  grep -qx -- "$wanted" < <(printf '%s\n' "${COMPREPLY[@]}") || echo "$*: ${COMPREPLY[*]}, not $wanted"
}
bash_completion() {
  mkdir -p "$work/bin" && ln -sf "$LYNCTAP" "$work/bin/lynctap"
  PATH=$work/bin:$PATH
  # shellcheck source=/dev/null
  . "$here/contrib/completions/lynctap.bash"
  completed watch lynctap wa
  completed --alert-after lynctap watch --al
  completed html lynctap audit -o h
  completed enforce lynctap audit --sandbox en
  completed lo lynctap audit -i l
}
verdict 'bash completes commands, options, formats and interfaces' "$(bash_completion 2>&1)"
echo "1..$number"
