#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The man page and --help name the same commands and options, and mandoc has no
# complaint about the page.
set -u
here=$(cd "${srcdir:-.}" && pwd)
page=$here/src/app/lynctap.1
if [ -z "${LYNCTAP:-}" ]; then
  echo '1..0 # SKIP LYNCTAP is not set'
  exit 0
fi
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/tap.sh
. "$here/tests/tap.sh"

# What --help says, of everything and of each command, as -x and --long-name.
"$LYNCTAP" --help | sed -n 's/^  lynctap \([a-z][a-z]*\).*/\1/p' | sort -u >"$work/help.commands"
{
  "$LYNCTAP" --help
  while read -r command; do "$LYNCTAP" "$command" --help; done <"$work/help.commands"
} | sed -n 's/^  \(-[A-Za-z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\).*/\1\n\2/p' | grep -e - |
  sort -u >"$work/help.options"

# What the page says: the options it explains, its commands in SYNOPSIS and COMMANDS.
sed -n '/^\.Sh OPTIONS/,/^\.Sh ENVIRONMENT/s/^\.It Fl //p' "$page" | sed 's/ Ar .*//; s/ , /\n/g' |
  sed 's/^/-/' | sort -u >"$work/page.options"
sed -n '/^\.Sh COMMANDS/,/^\.Sh OPTIONS/s/^\.It Cm \([a-z]*\).*/\1/p' "$page" | sort -u \
  >"$work/page.commands"
sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/s/^\.Cm \([a-z]*\).*/\1/p' "$page" | sort -u \
  >"$work/synopsis.commands"

# The formats of -o, each with the commands that have it.
"$LYNCTAP" --help | sed -n '/^Formats of -o/,/^$/s/^  \([a-z]*\) *\([a-z, ]*[a-z]\)  .*/\1 \2/p' |
  sed 's/,//g' >"$work/help.formats"
sed -n '/^\.It Fl o ,/,/^\.It Fl [^o]/p' "$page" |
  sed -n '/^\.Bl/,/^\.El/{s/^\.It Cm/\n&/;p;}' | tr '\n' ' ' | sed 's/ \.It Cm/\n&/g' |
  grep -o '\.It Cm.*' >"$work/page.formats"

formats_of_page() { # what is wrong with them
  while read -r name have; do
    item=$(grep "^\.It Cm $name " "$work/page.formats") || echo "$name is not in the man page"
    while read -r command; do
      [ "$(grep -cw "Cm $command" <<<"$item")" -eq "$(grep -cw "$command" <<<"$have")" ] ||
        echo "$name: --help and the man page differ about $command"
    done <"$work/help.commands"
  done <"$work/help.formats"
  [ -s "$work/help.formats" ] || echo 'no format was understood'
  [ "$(wc -l <"$work/help.formats")" -eq "$(wc -l <"$work/page.formats")" ] ||
    echo 'the man page has formats that --help has not'
}

echo '1..8'
verdict '--help was understood' \
  "$([ "$(wc -l <"$work/help.options")" -gt 20 ] && [ -s "$work/help.commands" ] ||
    echo 'too few options or commands')"
verdict 'every option of --help is in the man page' \
  "$(comm -23 "$work/help.options" "$work/page.options")"
verdict 'every option of the man page is in --help' \
  "$(comm -13 "$work/help.options" "$work/page.options")"
verdict 'the man page explains the commands of --help, and no other' \
  "$(comm -3 "$work/help.commands" "$work/page.commands")"
verdict 'the SYNOPSIS shows the commands of --help, and no other' \
  "$(comm -3 "$work/help.commands" "$work/synopsis.commands")"
verdict '--help fits 80 columns' \
  "$({
    "$LYNCTAP" --help
    while read -r command; do "$LYNCTAP" "$command" --help; done <"$work/help.commands"
  } | awk 'length > 80')"
verdict 'the man page explains the formats of --help and who has them' "$(formats_of_page)"
if command -v mandoc >/dev/null; then
  verdict 'mandoc has no complaint' "$(mandoc -Tlint -W warning "$page" 2>&1)"
else
  echo "ok 8 - mandoc has no complaint # SKIP mandoc is not installed"
fi
