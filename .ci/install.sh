#!/usr/bin/env bash
# Usage: install.sh REQUIREMENTS_FILE
# Makes .venv when there is none that works and installs the file into it. A stamp inside .venv holds what was
# installed; while it still says the same, nothing runs. Its content decides, not its date: switching branches
# there and back reinstalls nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

requirements=$1
stamp=.venv/.installed-$(echo "$requirements" | tr '/' '-')
python=.venv/bin/python

wanted() { cat constraints.txt "$requirements" | cksum; }

# False also for a .venv whose Python was upgraded away, or whose making was interrupted.
venv_works() { "$python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

# Debian and Ubuntu pack ensurepip apart, as python3.X-venv.
need_ensurepip() {
    "$1" -c 'import ensurepip' >/dev/null 2>&1 && return
    local package
    package=$("$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
    can_apt || fail "$1 cannot make virtual environments: please run  sudo apt-get install $package"
    say "Installing $package"
    apt_install "$package"
    "$1" -c 'import ensurepip' >/dev/null 2>&1 || fail "$1 still has no ensurepip after installing $package."
}

make_venv() {
    local base
    base=$(bash .ci/find_python.sh)
    need_ensurepip "$base"
    say "Making .venv with $("$base" --version)"
    "$base" -m venv --clear .venv
}

# Asking the disk whether .venv/bin/python is still there costs nothing; asking Python costs 0.2 s of a start.
if [ -x "$python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(wanted)" ]; then
    exit
fi
venv_works || make_venv
say "Installing $requirements"
"$python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
wanted > "$stamp"
