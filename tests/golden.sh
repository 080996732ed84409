#!/usr/bin/env bash
# Compare what lynctap prints with what it printed when a person last looked.
#
# tests/golden/cases: NAME EXIT_STATUS ARGUMENTS..., one case a line, run from
# pcaps/, 80 columns wide, or 200 where the name ends in -200. To accept new output: UPDATE_GOLDEN=1 make check TESTS=tests/golden.sh
set -u
here=$(cd "${srcdir:-.}" && pwd)
work=$(mktemp -d) || exit 99
trap 'rm -rf "$work"' EXIT
mkdir "$work/unreadable" && chmod 0 "$work/unreadable"
: >"$work/empty.pcap"
head -c 100000 "$here/pcaps/front-end.pcap" >"$work/cut.pcap"
echo 'catalogues: [windows-domain, lync-2031]' >"$work/catalogue.site.yaml"
printf 'ports:\n  audoi: 50000/udp\n' >"$work/service.site.yaml"
mkdir "$work/strangers" && cp "$here/README.md" "$work/strangers/"
mkdir "$work/directory" && cp "$here/pcaps/mediation.pcap" "$here/README.md" "$work/directory/"

# Sizes, versions and this run's own paths are not what is looked at.
normalise() {
  sed -e "s|$work|WORK|g" -e "s|$here|SOURCE|g" \
    -e 's/libpcap version [^,"]*/libpcap VERSION/' -e 's/nDPI [0-9][^ ",]*/nDPI VERSION/' \
    -e 's/^\(  [a-z]*  *\)[-0-9]*T.* by .*/\1TIME by USER on HOST/' \
    -e 's/^\(  [a-z]*  *\)[-0-9]*T.* par .*/\1TIME par USER sur HOST/' \
    -e 's/\( *\)\b[0-9a-f]\{16\}$/\1SHA256/' \
    -e 's/\b[0-9a-f]\{64\}\b/SHA256/' -e 's|<dd><bdi>[-0-9]*T[0-9:]*Z</bdi>|<dd>TIME</dd>|' \
    -e 's|\(<dt>by</dt><dd>\).*|\1USER|' -e 's|\(<dt>on</dt><dd>\).*|\1HOST|' \
    -e 's/user [a-z0-9_-]* without capabilities;.*/user USER without capabilities; SANDBOX/' \
    -e 's/^\(sandbox: \).*/\1SANDBOX/' -e 's/lynctap [0-9][0-9.]*/lynctap VERSION/' -e 's/^libpcap VERSION.*/libpcap VERSION/' |
    sed -e '/; SANDBOX$/{N;s/\n \{14\}[^ ].*//}' # what a kernel without Landlock says takes two lines
}

grep -v '^#' "$here/tests/golden/cases" >"$work/cases"
echo "1..$(wc -l <"$work/cases")"
number=0
while read -r name want arguments; do
  number=$((number + 1))
  expected=$here/tests/golden/$name.out
  read -r -a words <<<"${arguments//WORK/$work}"
  case ${words[0]} in
  audit | flows | rows | site) words+=(-S ../signatures) ;;
  esac
  case $name in
  *-200) columns=200 ;;
  *) columns=80 ;;
  esac
  (cd "$here/pcaps" && COLUMNS=$columns "$LYNCTAP" "${words[@]}") \
    >"$work/raw" 2>&1 </dev/null
  got=$?
  normalise <"$work/raw" >"$work/out"
  [ -z "${UPDATE_GOLDEN:-}" ] || cp "$work/out" "$expected"
  if [ "$got" -eq "$want" ] && diff -u "$expected" "$work/out" >"$work/diff"; then
    echo "ok $number - $name"
  else
    echo "not ok $number - $name"
    echo "# exit status $got, expected $want"
    sed 's/^/# /' "$work/diff"
  fi
done <"$work/cases"
chmod 700 "$work/unreadable"
