#!/usr/bin/env bash
# Prints the Python to build .venv with. Set PYTHON to choose one yourself.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

version_is() { "$1" -c "import sys; sys.exit(not ($2))" >/dev/null 2>&1; }

if [ -n "${PYTHON:-}" ]; then
    version_is "$PYTHON" 'sys.version_info >= (3, 11)' || fail "PYTHON=$PYTHON is not a Python of 3.11 or newer."
    echo "$PYTHON"
    exit
fi

# The first choice is a version for which every locked package has a wheel; a newer one may have to compile some.
for condition in '(3, 11) <= sys.version_info < (3, 15)' 'sys.version_info >= (3, 11)'; do
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if version_is "$name" "$condition"; then
            command -v "$name"
            exit
        fi
    done
done

found=$(python3 --version 2>/dev/null || echo 'no python3')
fail "Python 3.11 or newer is needed, and this machine has $found.
  macOS:          brew install python@3.13, or the installer from https://www.python.org/downloads/
  Debian, Ubuntu: sudo apt-get install python3 python3-venv (Debian 12, Ubuntu 24.04 or newer)
  If it is installed under another name: make run PYTHON=/path/to/python3"
