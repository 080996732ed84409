#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What reports say in other languages: the table is whole, and the environment picks it.
set -u
here=$(cd "${srcdir:-.}" && pwd)
if ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP needs python3'
  exit 0
fi
python3 "$here/tests/messages.py" "$here" | grep -v '^1\.\.'
number=8
says() { # NAME FIRST_WORDS VARIABLE... -- OPTION...
  local name=$1 words=$2 environment=()
  shift 2
  while [ "$1" != -- ]; do environment+=("$1") && shift; done
  shift
  number=$((number + 1))
  first=$(env -u LC_ALL -u LC_MESSAGES -u LANG "${environment[@]}" "$LYNCTAP" audit -q \
    -S "$here/signatures" -r "$here/pcaps/strangers.pcap" -c "$here/pcaps/strangers.site.yaml" \
    "$@" 2>&1 | head -c 400 | head -1)
  case $first in
  "$words"*) echo "ok $number - $name" ;;
  *) echo "not ok $number - $name" && echo "# $first" ;;
  esac
}
says 'English unless told' 'contoso-strangers: ' --
says 'French by --lang' 'contoso-strangers : ' -- --lang fr
says 'French by LC_MESSAGES' 'contoso-strangers : ' LC_MESSAGES=fr_FR.UTF-8 --
says 'French by LANG' 'contoso-strangers : ' LANG=fr --
says 'LC_ALL goes before LANG' 'contoso-strangers: ' LC_ALL=C LANG=fr_FR --
says '--lang goes before all' 'contoso-strangers: ' LC_ALL=fr_FR -- --lang en
says 'JSON is English' '{"schema":' LC_ALL=fr_FR -- -o json
says 'another language is refused' 'lynctap: --lang is en or fr' -- --lang de
echo "1..$number"
