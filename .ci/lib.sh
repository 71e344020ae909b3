# Shared by the scripts beside it; sourced, never run. Plain bash 3.2, which is what macOS has.

say() { echo "==> $*"; }
fail() { echo "error: $*" >&2; exit 1; }

# apt-get can install something: it is there, and we are root or may become root without a password.
can_apt() {
    command -v apt-get >/dev/null 2>&1 || return 1
    [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Package lists of a fresh machine are empty or old, so a first failure is answered by refreshing them.
apt_install() {
    local quiet="env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends"
    as_root $quiet "$@" >/dev/null 2>&1 && return
    as_root apt-get update -qq && as_root $quiet "$@"
}
