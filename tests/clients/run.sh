#!/usr/bin/env bash
# Clients that others wrote drive the simulated exchanges: installs them as the
# lock file says, then runs every *.test.js. Names the program by BALLAST, or
# takes the release build.
#
#   tests/clients/run.sh
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$here/../.." && pwd)
export BALLAST=${BALLAST:-$root/build/release/apps/ballast}
if [[ ! -x $BALLAST ]]; then
  printf 'clients: there is no program %s\n' "$BALLAST" >&2
  exit 1
fi

# Outside of the sources, where other tests look at every file.
work=$root/build/clients
mkdir -p -- "$work"
cp -- "$here"/*.js "$here"/package.json "$here"/package-lock.json "$work/"
cd -- "$work"
if ! cmp -s package-lock.json installed.lock; then
  timeout 90 npm ci --prefer-offline --no-audit --no-fund --ignore-scripts
  cp -- package-lock.json installed.lock
fi
exec timeout 120 node run.js
