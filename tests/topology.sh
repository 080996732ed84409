#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# lynctap site import, of every form of export of one composed deployment.
set -u
if [ -z "${LYNCTAP:-}" ] || ! command -v python3 >/dev/null; then
  echo '1..0 # SKIP LYNCTAP or python3 is missing'
  exit 0
fi
exec python3 "${srcdir:-.}/tests/topology.py" "$LYNCTAP" "${srcdir:-.}/signatures"
