#!/usr/bin/env bash
# Installs the packages of the given groups of packages.txt that are missing.
# With nothing missing it asks dpkg once: no apt, no network, no root.
#
#   deploy/install_packages.sh run test
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
# A root shell made by plain `su` has no sbin, and dpkg needs it.
PATH=$PATH:/usr/sbin:/sbin

say() { printf 'ballast: %s\n' "$*" >&2; }

# The needs of the groups, one a line: alternatives in order of preference.
needs_of() {
  local group names wanted=" $* "
  while read -r group names; do
    [[ $group && $group != \#* && $wanted == *" $group "* ]] || continue
    printf '%s\n' "$names"
  done <"$here/packages.txt"
}

# Reads needs, prints those for which no alternative is installed.
missing_of() {
  local needs names name found installed
  mapfile -t needs
  # shellcheck disable=SC2068 # Each need may be several names.
  installed=" $(dpkg-query -W -f='${db:Status-Abbrev}=${Package} ' \
    ${needs[@]} 2>/dev/null || true)"
  for names in "${needs[@]}"; do
    found=
    for name in $names; do
      [[ $installed != *" ii =$name "* ]] || found=yes
    done
    [[ $found ]] || printf '%s\n' "$names"
  done
}

# The first alternative that apt can install.
candidate_of() {
  local name policy
  for name in "$@"; do
    policy=$(apt-cache policy "$name" 2>/dev/null || true)
    if [[ $policy == *"  Candidate: "[^\(]* ]]; then
      printf '%s\n' "$name"
      return
    fi
  done
  # apt explains best what it cannot find.
  printf '%s\n' "$1"
}

# Runs a command as root; its output is shown only when it fails.
as_root() {
  local log=$scratch/apt.log
  if "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive "$@" >"$log" 2>&1 \
    </dev/null; then
    return
  fi
  tail -n 40 "$log" >&2
  return 1
}

if ! command -v dpkg-query >/dev/null; then
  say "this is no Debian system, so these must be there already:" \
    "$(needs_of "$@" | cut -d' ' -f1 | tr '\n' ' ')"
  exit 0
fi

# No process substitution: it needs /proc, which a chroot may lack.
unmet=$(needs_of "$@" | missing_of)
[[ $unmet ]] || exit 0
mapfile -t missing <<<"$unmet"

sudo=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    say "packages are missing (${missing[*]}) and neither root nor sudo is" \
      "here to install them; run as root: apt-get install ${missing[*]%% *}"
    exit 1
  fi
  # It asks for a password on the terminal itself, whatever is redirected.
  sudo=(sudo)
fi

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

say "Debian packages are missing; refreshing the package lists"
as_root apt-get -qq -o Acquire::Retries=3 update \
  || say "the package lists could not be refreshed; trying with what is known"
packages=()
for names in "${missing[@]}"; do
  # shellcheck disable=SC2086 # One need, several names.
  packages+=("$(candidate_of $names)")
done
say "installing ${packages[*]}"
as_root apt-get -qq -y -o Acquire::Retries=3 --no-install-recommends \
  install "${packages[@]}" \
  || {
    say "the packages could not be installed: ${packages[*]}"
    exit 1
  }
