# bash completion for lynctap(1). SPDX-License-Identifier: BSD-2-Clause
# Commands, options and formats are what the program's own --help lists, so that they
# are those of the version that is installed.

_lynctap_help() { # [COMMAND]
  lynctap "$@" --help 2>/dev/null
}

_lynctap_commands() {
  _lynctap_help | sed -n 's/^  lynctap \([a-z][a-z]*\).*/\1/p' | sort -u
}

_lynctap_options() { # COMMAND
  _lynctap_help "$1" | sed -n 's/^  \(-[A-Za-z]\)\{0,1\},\{0,1\} *\(--[a-z-]*\).*/\1 \2/p'
}

_lynctap_formats() { # COMMAND
  _lynctap_help "$1" | sed -n '/^Formats of -o/,/^$/s/^  \([a-z]*\) .*/\1/p'
}

# The words an option's value can be, from "--name one|two": nothing for FILE and the like.
_lynctap_values() { # COMMAND OPTION
  _lynctap_help "$1" | sed -n "s/^ .*\(^\| \)$2,\{0,1\} .*--[a-z-]* \([a-z|]*\) .*/\2/p; s/^ .* $2 \([a-z|]*\) .*/\1/p" |
    grep -F '|' | head -n 1 | tr '|' ' '
}

_lynctap() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]} words

  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    words="$(_lynctap_commands) --help --version --list-interfaces"
  elif [ "$before" = -o ] || [ "$before" = --output ]; then
    words=$(_lynctap_formats "$command")
  elif [ "$before" = -i ] || [ "$before" = --interface ]; then
    words=$(lynctap --list-interfaces 2>/dev/null | awk '{ print $1 }')
  elif [[ $word == -* ]]; then
    words=$(_lynctap_options "$command")
  else
    words=$(_lynctap_values "$command" "$before")
  fi
  if [ -n "$words" ]; then
    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
  fi
  if [ "${#COMPREPLY[@]}" -eq 0 ]; then
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
    compopt -o filenames 2>/dev/null
  fi
}

complete -F _lynctap lynctap
