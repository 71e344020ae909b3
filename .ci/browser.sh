#!/usr/bin/env bash
# Makes sure that the browser tests have a Chromium. tests/support/chromium.py knows where to look for one.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

python=.venv/bin/python

found() { "$python" -m tests.support.chromium >/dev/null; }

# Ubuntu's chromium package only fetches a snap, which does not work in containers.
apt_has_chromium() {
    local candidate
    candidate=$(LC_ALL=C apt-cache policy chromium 2>/dev/null | sed -n 's/^ *Candidate: //p')
    case $candidate in '' | '(none)' | *snap*) return 1 ;; esac
}

found && exit
if can_apt; then
    as_root apt-get update -qq || say "apt-get update failed; going on with the package lists that are there"
    if apt_has_chromium; then
        say "Installing Debian's chromium"
        apt_install chromium fonts-liberation && found && exit
    fi
fi
no_browser="There is no Chromium for the browser tests. Install one and set CHROMIUM to its path."
say "Downloading Playwright's Chromium"
"$python" -m playwright install chromium || fail "$no_browser"
if can_apt; then
    as_root "$PWD/$python" -m playwright install-deps chromium || say "Some of its libraries may be missing"
fi
found || fail "$no_browser"
