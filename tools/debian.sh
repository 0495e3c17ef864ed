#!/usr/bin/env bash
# debian.sh PACKAGE COMMAND PURPOSE: makes sure that a Debian package is there, for which COMMAND speaks (empty: install
# anyway). Installs it when that is possible without asking; otherwise says in one line what to install, and fails.
set -eu
package=$1 command=$2 purpose=$3

if [ -n "$command" ] && command -v "$command" >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing $package with apt-get, for $purpose …"
  log=$(mktemp)
  if apt-get update >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$package" >>"$log" 2>&1; then
    rm -f "$log"
    exit 0
  fi
  tail -n 5 "$log" >&2
fi
echo "Missing for $purpose: install the package $package (on Debian or Ubuntu: sudo apt-get install $package), then run make again." >&2
exit 1
