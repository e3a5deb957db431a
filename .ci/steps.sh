# Steps with a name, a time and a log, for .ci/run and .ci/nightly, which source
# this. The first step that fails ends the run. The last line printed is always
# the sum over all test runs: "N passed, N failed".
# shellcheck shell=bash

logs=${root:?is set by the script that sources this}/build/ci
passed=0
failed=0
done_steps=()

mkdir -p -- "$logs"
if [[ -z ${CCACHE_DIR:-} && -n ${XDG_CACHE_HOME:-}${HOME:-} ]]; then
  export CCACHE_DIR=${XDG_CACHE_HOME:-$HOME/.cache}/ccache
fi
# So that a checkout in another folder finds what this one has compiled.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

# Adds up the closing lines that ctest left in a log.
count_tests() {
  local line
  while read -r line; do
    if [[ $line =~ ^[0-9]+%\ tests\ passed,\ ([0-9]+)\ tests\ failed\ out\ of\ ([0-9]+) ]]
    then
      failed=$((failed + BASH_REMATCH[1]))
      passed=$((passed + BASH_REMATCH[2] - BASH_REMATCH[1]))
      printf '    %s\n' "$line"
    fi
  done <"$1"
}

# Ends the run with what has been done and the sum of the tests.
finish() {
  local status=$1
  printf '\nsteps that ran: %s\n' "${done_steps[*]:-none}"
  printf '%s passed, %s failed\n' "$passed" "$failed"
  exit "$status"
}

# step NAME COMMAND...: the output goes to a log, shown when the step fails.
# Lines that begin with "note:" are shown in any case.
step() {
  local name=$1 log=$logs/$1.log began=$SECONDS status=0
  shift
  printf '== %s\n' "$name"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  done_steps+=("$name")
  if [[ $status -ne 0 ]]; then
    tail -n 200 "$log"
    count_tests "$log" >/dev/null
    printf '\nFAILED: %s (status %s, %s s)\n' "$name" "$status" \
      "$((SECONDS - began))"
    finish 1
  fi
  count_tests "$log"
  grep '^note:' "$log" | sed 's/^/    /' || true
  printf '   %s: %s s\n' "$name" "$((SECONDS - began))"
}

# test_preset PRESET [arguments of ctest]: builds all of a preset and tests it,
# seen from the root of the tree.
test_preset() {
  local preset=$1 same_layout=()
  shift
  # g++ 12's thread sanitizer does not know the address layout that newer
  # kernels randomise to, and the tests run already while being built (to list
  # themselves), so both steps need it off where that is allowed.
  if [[ $preset == tsan ]] && setarch "$(uname -m)" -R true 2>/dev/null; then
    same_layout=(setarch "$(uname -m)" -R)
  fi
  # Chained, because `set -e` does not reach into a step.
  "${same_layout[@]}" "$root/deploy/build.sh" "$preset" "build/$preset" all \
    && "${same_layout[@]}" ctest --preset "$preset" "$@"
}

# arrivals SEEDS: the governor's main promise, in so many worlds; the release
# run has tried a few of them already.
arrivals() {
  BALLAST_SEEDS=$1 ctest --preset release -R '^RateBudgetsArrivals\.R1_'
}

# orders COUNT: so many simulated orders while the wire and the process fail;
# the release run has tried a few of them already.
orders() {
  BALLAST_ORDERS=$1 ctest --preset release -V -R '^OrderWorlds\.' \
    | sed -E 's/^[0-9]+: (note:)/\1/'
}
