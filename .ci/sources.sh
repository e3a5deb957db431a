# Which files the checks look at; sourced by the checks.
# shellcheck shell=bash

# All C++ files of ours, one a line; also where the tree is no git checkout.
all_sources() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -- '*.cpp' '*.hpp'
  else
    find . \( -path ./build -o -path ./.git \) -prune \
      -o \( -name '*.cpp' -o -name '*.hpp' \) -printf '%P\n' | sort
  fi
}

# The commit that this work started from: where it left the main branch, or on
# that branch the commit before. Empty when history does not reach so far.
base_commit() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null || true)
  if [[ -z $base || $base == "$(git rev-parse HEAD)" ]]; then
    base=$(git rev-parse --verify --quiet HEAD~1 || true)
  fi
  printf '%s\n' "$base"
}

# Files that differ from a commit, uncommitted work included.
changed_since() {
  git diff --name-only --diff-filter=d "$1" --
}
