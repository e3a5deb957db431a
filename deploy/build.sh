#!/usr/bin/env bash
# Configures once and builds what has changed. Everything it says goes to
# stderr: stdout belongs to the program that is started afterwards.
#
#   deploy/build.sh PRESET FOLDER TARGET [arguments of cmake's configure step]
#   deploy/build.sh release build/start ballast -DBALLAST_TESTS=OFF
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
preset=$1 folder=$root/$2 target=$3
shift 3
cd -- "$root"

say() { printf 'ballast: %s\n' "$*" >&2; }

# Runs a command with its output in a log, shown only when it fails.
logged() {
  local log=$folder/$1.log
  shift
  if "$@" >"$log" 2>&1 </dev/null; then
    return
  fi
  tail -n 100 "$log" >&2
  say "the step above failed; its whole log is $log"
  return 1
}

# As many compilers as there are cores, but none without 1.5 GB to itself: on a
# small machine a slow build is better than a killed one.
jobs_that_fit() {
  local cores kilobytes limit fit
  cores=$(nproc)
  kilobytes=$(awk '/^MemAvailable:/ {print $2}' /proc/meminfo 2>/dev/null || true)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < ${kilobytes:-limit})); then
    kilobytes=$((limit / 1024))
  fi
  fit=$((${kilobytes:-$((cores * 1500000))} / 1500000))
  ((fit < cores)) || fit=$cores
  ((fit > 0)) || fit=1
  printf '%s\n' "$fit"
}

mkdir -p -- "$folder"
# Two starts at once would build over each other.
exec 9>"$folder/build.lock"
flock 9

# A build folder that came from another place (a copied checkout, an image
# layer) is of no use to CMake.
if [[ -f $folder/CMakeCache.txt ]] \
  && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"
then
  rm -rf -- "$folder/CMakeCache.txt" "$folder/CMakeFiles" "$folder/build.ninja"
fi
# Without a home, ccache would not know where to keep its cache.
if [[ -z ${HOME:-}${XDG_CACHE_HOME:-}${CCACHE_DIR:-} ]]; then
  export CCACHE_DIR=$root/build/ccache
fi

# From then on ninja itself configures again when a CMake file has changed.
if [[ ! -f $folder/build.ninja ]]; then
  say "configuring ($preset)"
  logged configure cmake --preset "$preset" -B "$folder" "$@"
fi
# Nothing to do is the usual case: a second start says nothing about it.
outlook=$(ninja -C "$folder" -n "$target" 2>/dev/null || true)
if [[ $outlook == *"no work to do"* ]]; then
  exit 0
fi

jobs=${CMAKE_BUILD_PARALLEL_LEVEL:-$(jobs_that_fit)}
say "building $target ($preset, $jobs at a time)"
began=$SECONDS
if [[ -t 2 ]]; then
  # On a terminal ninja keeps to one line by itself.
  ninja -C "$folder" -j "$jobs" "$target" >&2
else
  logged build ninja -C "$folder" -j "$jobs" "$target"
fi
say "built in $((SECONDS - began)) s"
