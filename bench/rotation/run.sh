#!/usr/bin/env bash
# Every market's candles in turn, at five simulated exchanges at once: ballast
# beside ccxt and the earlier bot. Installs ccxt as tests/clients pins it. Names
# the program by BALLAST, or takes the release build.
#
#   bench/rotation/run.sh [SECONDS [FILE.json]]      60 s; JSON also to a file
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)
# shellcheck source=tests/clients/install.sh
source "$root/tests/clients/install.sh"
export BALLAST=${BALLAST:-$root/build/release/apps/ballast}
seconds=${1:-60}
file=${2:+$(realpath -- "$2")}

[[ -x $BALLAST ]] || fail "there is no program $BALLAST"
install_clients "$root"
work=$root/build/rotation
mkdir -p -- "$work"
cp -- "$here"/*.js "$root/tests/clients/simulators.js" \
  "$root/tests/clients/package.json" "$work/"
ln -sfn ../clients/node_modules "$work/node_modules"
cd -- "$work"
exec node run.js "$seconds" ${file:+"$file"}
