#!/usr/bin/env bash
# Runs clang-tidy over what changed, or with `all` over the whole tree.
#
# A changed header counts for the sources that include it. What changes the
# checks themselves, or a history that is too short, makes it the whole tree.
# BALLAST_TIDY_SECONDS bounds the time (600); what is left out is said, and
# .ci/nightly looks at everything.
set -euo pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
cd -- "$root"
# shellcheck source=.ci/sources.sh
source "$root/.ci/sources.sh"

export tidy
tidy=$(command -v clang-tidy-19 || command -v clang-tidy)
seconds=${BALLAST_TIDY_SECONDS:-600}
# Below this many sources the whole tree is no more work than choosing.
few=20

# The sources that a list of changed files (stdin) concerns.
concerned_sources() {
  local file
  while read -r file; do
    case $file in
      *.cpp) printf '%s\n' "$file" ;;
      *.hpp) all_sources | grep '\.cpp$' \
        | xargs -r grep -lF -- "#include \"$file\"" || true ;;
    esac
  done | sort -u
}

chosen_sources() {
  local base changed
  base=$(base_commit)
  if [[ ${1:-} == all || -z $base ]] \
    || [[ $(all_sources | grep -c '\.cpp$') -le $few ]]; then
    all_sources | grep '\.cpp$'
    return
  fi
  changed=$(changed_since "$base")
  if grep -qE '(^|/)\.clang-tidy$|^cmake/|^CMakeLists' <<<"$changed"; then
    all_sources | grep '\.cpp$'
  else
    concerned_sources <<<"$changed"
  fi
}

# One source, unless the time is over; what was looked at is noted.
look_at() {
  (($(date +%s) < deadline)) || return 0
  "$tidy" --quiet -p build/tidy "$1" 2>/dev/null || {
    printf 'clang-tidy: %s\n' "$1"
    return 1
  }
  printf '%s\n' "$1" >>"$looked_at"
}
export -f look_at

cmake --preset tidy >/dev/null
# A source that is in no target has no compile command, and nothing to check.
mapfile -t files < <(chosen_sources "${1:-}" | while read -r file; do
  ! grep -qF "\"file\": \"$root/$file\"" build/tidy/compile_commands.json \
    || printf '%s\n' "$file"
done)
export looked_at=build/tidy/looked_at
export deadline=$(($(date +%s) + seconds))
: >"$looked_at"
if [[ ${#files[@]} -gt 0 ]]; then
  # shellcheck disable=SC2016 # The inner shell fills in the file.
  printf '%s\0' "${files[@]}" \
    | xargs -0 -n 1 -P "$(nproc)" bash -c 'look_at "$1"' look_at
fi
printf 'note: %s of %s sources looked at\n' "$(wc -l <"$looked_at")" \
  "${#files[@]}"
