#!/bin/sh
# The folders are the architecture: a room may include headers of itself and of
# rooms before it in the data flow, and every library has one owner.
set -u
cd "${srcdir:-.}" || exit 99

rooms='base capture decode flow inspect http store ship records policy load topology judge report app'
owners='store:sqlite3 http:curl/ report:gcrypt capture:pcap inspect:ndpi load:yaml topology:libxml topology|records|report|ship:jansson topology:zip.h'
. tests/tap.sh

allowed=
for room in $rooms; do
  allowed="$allowed${allowed:+|}$room"
  found=$(grep -rnE '^#include "[a-z_]+/' "include/$room" "src/$room" 2>/dev/null |
    grep -vE "#include \"($allowed)/")
  verdict "$room includes only rooms before it" "$found"
done

for pair in $owners; do
  room=${pair%%:*}
  library=${pair#*:}
  verdict "only $room knows $library" \
    "$(grep -rlE "#include <$library" include src | grep -vE "^src/($room)/")"
done

# What a library needs in turn may be thirty more, and each start would load them all.
if [ -n "${LYNCTAP:-}" ]; then
  verdict "what few commands need is loaded by them (base/library.h)" \
    "$(ldd "$LYNCTAP" | grep -E 'lib(curl|xml2|zip)')"
fi

verdict "only app prints or exits" \
  "$(grep -rnE --include='*.[ch]' '\b(printf|puts|perror|exit|abort|_exit)\(|\bstd(out|err)\b' include src |
    grep -v '^src/app/' | grep -vE '^[^:]*:[0-9]*: *(/?\*|//)')"

# What is behind a macro could be dropped with its side effects.
verdict "only base/prefetch.h asks for memory ahead" \
  "$(grep -rn '__builtin_prefetch' include src | grep -v '^include/base/prefetch.h:')"

# Which module of a room includes which, whether from its header or its source. A
# module is both: a header that needs a neighbour's is a circle with a source that needs
# it back, although it compiles, because neither module can be understood, tested or
# moved without the other. Such a header needs a declaration, or a third module.
modules() { # ROOM
  for file in "include/$1"/*.h "src/$1"/*.[ch]; do
    [ -f "$file" ] || continue
    module=${file##*/}
    sed -nE "s|^#include \"($1/)?([a-z0-9_]+)\\.h\".*|${module%.*} \\2|p" "$file"
  done | awk '$1 != $2' | sort -u
}
for room in $rooms; do
  verdict "no circles among the files of $room" \
    "$(modules "$room" | tsort 2>&1 >/dev/null)"
done

echo "1..$number"
