#!/usr/bin/env bash
# Installs what is missing, builds what has changed and runs ballast with the
# arguments given, or `ballast run` with none. Paths among them and the data
# folder are seen from where you stand, not from here.
set -euo pipefail

root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
"$root/deploy/install_packages.sh" run
"$root/deploy/build.sh" release build/start ballast \
  -DBALLAST_TESTS=OFF -DBALLAST_BENCH=OFF

[[ $# -gt 0 ]] || set -- run
exec "$root/build/start/apps/ballast" "$@"
