# Installs the clients that others wrote, as package-lock.json names them, into
# build/clients: outside of the sources, where other tests look at every file.
# Sourced by run.sh here and by bench/rotation/run.sh.
# shellcheck shell=bash

fail() {
  printf '%s: %s\n' "$(basename -- "$(dirname -- "$0")")" "$*" >&2
  exit 1
}

# install_clients ROOT
install_clients() {
  local from=$1/tests/clients into=$1/build/clients tool
  for tool in node npm; do
    command -v "$tool" >/dev/null \
      || fail "there is no $tool, which is of the packages nodejs and npm"
  done
  mkdir -p -- "$into"
  cp -- "$from"/package.json "$from"/package-lock.json "$into/"
  if ! cmp -s "$into/package-lock.json" "$into/installed.lock"; then
    (cd -- "$into" \
      && timeout --kill-after=5 60 npm ci --prefer-offline --no-audit \
        --no-fund --ignore-scripts --fetch-retries=1 --fetch-timeout=20000) \
      || fail "npm could not install what package-lock.json names (status $?):" \
        "is its registry $(npm config get registry) to be had?"
    cp -- "$into/package-lock.json" "$into/installed.lock"
  fi
}
