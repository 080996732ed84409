#!/bin/sh
# Create ./configure from a fresh clone.
#   ./autogen.sh          needs autoconf, automake, autoconf-archive, pkg-config
#   ./autogen.sh --deps   installs those and every library first (Debian, Ubuntu)
set -e
cd "$(dirname "$0")"

build='autoconf automake autoconf-archive gcc libc6-dev make pkg-config'
libraries='libcmocka-dev libcurl4-openssl-dev libgcrypt20-dev libjansson-dev liblzma-dev libndpi-dev libpcap-dev
  libseccomp-dev libsqlite3-dev libxml2-dev libyaml-dev libzip-dev libzstd-dev zlib1g-dev'
tests='python3 python3-jsonschema'

install_packages() {
  as_root=
  [ "$(id -u)" -eq 0 ] || as_root=sudo
  if ! command -v apt-get >/dev/null 2>&1; then
    cat >&2 <<EOT
autogen.sh: --deps knows Debian and Ubuntu only. Install these by your system's names,
then run ./autogen.sh without --deps:
  build tools   autoconf automake autoconf-archive pkg-config make, a C17 compiler
  libraries     libpcap >= 1.9, nDPI >= 4.2, libyaml, zlib, zstd, xz (liblzma),
                libxml2 >= 2.9.14, jansson, libzip, libseccomp >= 2.5, with their headers
  for tests     cmocka >= 1.1.5, python3 with jsonschema
EOT
    exit 1
  fi
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # lists are meant to split
  $as_root apt-get install -y -qq --no-install-recommends $build $libraries $tests >/dev/null
}

if [ "${1:-}" = --deps ]; then
  shift
  install_packages
fi
exec autoreconf --force --install --warnings=all "$@"
