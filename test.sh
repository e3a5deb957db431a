#!/usr/bin/env bash
# Installs what is missing, builds everything and runs the tests; arguments are
# ctest's (`./test.sh -R TokenBucket`).
set -euo pipefail

root=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
"$root/deploy/install_packages.sh" run test
"$root/deploy/build.sh" release build/release all

# The preset shows the output of what fails, and fails when nothing ran.
cd -- "$root"
exec ctest --preset release "$@"
