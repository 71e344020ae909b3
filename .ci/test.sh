#!/usr/bin/env bash
# Everything that has to hold before a change goes in. Each step runs even when an earlier one failed, so that one run
# tells all there is to mend.
set -uo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

python=.venv/bin/python
failed=()

step() {
    local name=$1
    shift
    say "$name"
    "$@" || failed+=("$name")
}

step 'ruff' "$python" -m ruff check .
step 'mypy' "$python" -m mypy
step 'import-linter' "$python" .venv/bin/lint-imports --no-logo

# Browser tests and the fresh clone mostly wait, for a page or for packages; what computes would make them wait longer.
# One worker takes the tests of a file, since they share a server.
step 'pytest' "$python" -m pytest -n 2 -m 'not browser and not fresh'
step 'pytest in the browser, and of a fresh clone' "$python" -m pytest -n 2 --dist loadfile -m 'browser or fresh'

if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}" >&2
    exit 1
fi
say 'All passed'
