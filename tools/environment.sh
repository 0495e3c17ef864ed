#!/usr/bin/env bash
# environment.sh LOCK: makes .venv if it is not there, and installs the locked requirements and comity itself into it,
# editable. PYTHON may name the interpreter.
set -eu
lock=$1

modern() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
    if modern "$name"; then
      echo "$name"
      return
    fi
  done
  echo "Comity needs Python 3.11 or newer, and found none${PYTHON:+ as $PYTHON}. Name one: make PYTHON=/path/to/python3" >&2
  exit 1
}

if ! { [ -x .venv/bin/python ] && modern .venv/bin/python; }; then
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    bash "$(dirname "$0")/debian.sh" "$version" '' 'the virtual environment'
  fi
  echo "Making .venv with $("$python" --version) …"
  rm -rf .venv
  "$python" -m venv .venv
fi

packages=$(grep -c '^[a-z0-9][^ ]*==' "$lock" || true)
echo "Installing $packages packages of $lock (a minute or two where they have to be downloaded) …"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_USE_PEP517=1
.venv/bin/python -m pip install --quiet --quiet --require-hashes --requirement "$lock"
echo "Installing comity itself …"
.venv/bin/python -m pip install --quiet --quiet --no-deps --no-build-isolation --editable .
