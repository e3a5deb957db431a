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

fail() {
  printf 'clients: %s\n' "$*" >&2
  exit 1
}

[[ -x $BALLAST ]] || fail "there is no program $BALLAST"
for tool in node npm; do
  command -v "$tool" >/dev/null \
    || fail "there is no $tool, which is of the packages nodejs and npm"
done

# Outside of the sources, where other tests look at every file.
work=$root/build/clients
mkdir -p -- "$work"
rm -f -- "$work"/*.js
cp -- "$here"/*.js "$here"/package.json "$here"/package-lock.json "$work/"
cd -- "$work"
if ! cmp -s package-lock.json installed.lock; then
  timeout --kill-after=5 60 npm ci --prefer-offline --no-audit --no-fund \
    --ignore-scripts --fetch-retries=1 --fetch-timeout=20000 \
    || fail "npm could not install what package-lock.json names (status $?):" \
      "is its registry $(npm config get registry) to be had?"
  cp -- package-lock.json installed.lock
fi
status=0
timeout --kill-after=5 200 node run.js || status=$?
[[ $status -ne 124 && $status -ne 137 ]] || fail "the tests took too long"
exit "$status"
