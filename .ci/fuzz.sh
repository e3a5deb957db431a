#!/usr/bin/env bash
# Runs every libFuzzer harness for BALLAST_FUZZ_SECONDS (20) from its kept
# corpus (tests/fuzz/corpus), two at a time. What it finds anew stays in
# build/fuzz/corpus; an input that crashes, hangs or leaks ends the step and is
# kept in build/fuzz/found. How to add to what is kept: tests/fuzz/README.md.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "$root"
seconds=${BALLAST_FUZZ_SECONDS:-20}

compiler=$(command -v clang++-19 || command -v clang++ || true)
if [[ -z $compiler ]]; then
  printf 'no clang++ here: deploy/install_packages.sh ci installs one\n'
  exit 1
fi
CXX=$compiler deploy/build.sh fuzz build/fuzz fuzzers
mkdir -p build/fuzz/found

# One harness, its log shown when it fails.
fuzz_one() {
  local program=$1 name=${1##*/fuzz_} log
  log=build/fuzz/found/$name.log
  if [[ ! -d tests/fuzz/corpus/$name ]]; then
    printf 'no kept corpus: tests/fuzz/corpus/%s\n' "$name"
    return 1
  fi
  mkdir -p "build/fuzz/corpus/$name"
  if ! "$program" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/found/$name-" \
    "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1
  then
    tail -n 40 "$log"
    printf 'FOUND: %s, see build/fuzz/found\n' "$name"
    return 1
  fi
  printf 'note: fuzzed %s: %s runs\n' "$name" \
    "$(sed -n 's/^stat::number_of_executed_units: //p' "$log")"
}
export -f fuzz_one
export seconds
# As many at a time as there are cores to spare for it; xargs fails if one does.
find build/fuzz/tests/fuzz -maxdepth 1 -type f -name 'fuzz_*' -perm -u+x | sort \
  | xargs -P 2 -I{} bash -c 'fuzz_one "$1"' _ {}
