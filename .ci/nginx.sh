#!/usr/bin/env bash
# Makes sure that the test of two replicas has an nginx. tests/support/nginx.py knows where to look for one.
# Debian's package is unpacked into .venv and not installed: it would start a server on port 80 of this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

python=.venv/bin/python
place=.venv/nginx

found() { "$python" -m tests.support.nginx >/dev/null; }

unpack() {
    mkdir -p "$place"
    (cd "$place" && apt-get download -qq "$1" && dpkg -x "$1"_*.deb . && rm -f "$1"_*.deb) >/dev/null 2>&1
}

found && exit
if command -v apt-get >/dev/null 2>&1; then
    say "Unpacking nginx into $place"
    # Debian 12 and Ubuntu 24 have the program in nginx, older ones in nginx-core.
    for package in nginx nginx-core; do
        unpack "$package" || { can_apt && as_root apt-get update -qq && unpack "$package"; } || continue
        found && exit
    done
fi
say "There is no nginx, so the test of two replicas will be left out. Install one, or set NGINX to its path."
