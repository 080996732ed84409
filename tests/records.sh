#!/usr/bin/env bash
# Records instead of packets: an audit of what `flows -o eve` wrote is the audit of the
# packets, in whatever form it comes, and what is wrong with a log is counted and said.
set -u
here=$(cd "${srcdir:-.}" && pwd)
# shellcheck source=tests/needs.sh
. "$here/tests/needs.sh"
make_open_folder
export LYNCTAP
exec python3 "$here/tests/records.py" "$here" "$work"
