#!/usr/bin/env bash
# Clients that others wrote drive the simulated exchanges: installs them as the
# lock file says, then runs every *.test.js. Names the program by BALLAST, or
# takes the release build.
#
#   tests/clients/run.sh
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)
# shellcheck source=tests/clients/install.sh
source "$here/install.sh"
export BALLAST=${BALLAST:-$root/build/release/apps/ballast}

[[ -x $BALLAST ]] || fail "there is no program $BALLAST"
install_clients "$root"
work=$root/build/clients
rm -f -- "$work"/*.js
cp -- "$here"/*.js "$work/"
cd -- "$work"
status=0
timeout --kill-after=5 200 node run.js || status=$?
[[ $status -ne 124 && $status -ne 137 ]] || fail "the tests took too long"
exit "$status"
