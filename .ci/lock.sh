#!/usr/bin/env bash
# Writes constraints.txt anew from the two requirements files: the exact version of everything below them, for every
# platform and every Python from 3.11 on. `--fork-strategy fewest` keeps to one version for all of them.
set -euo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
"$python" -m pip install --quiet --disable-pip-version-check uv==0.13.9

# The requirements files name constraints.txt themselves; the old lock must not hold the new one back.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in requirements.txt tests/requirements.txt; do
    mkdir -p "$work/$(dirname "$file")"
    grep -v '^-c ' "$file" > "$work/$file"
done
{
    echo '# Written by `make lock`: the exact version of every package, direct or not, that requirements.txt and'
    echo '# tests/requirements.txt bring in. pip reads it through the -c line in those files.'
    (cd "$work" && "$OLDPWD/$python" -m uv pip compile --quiet --universal --python-version 3.11 \
        --fork-strategy fewest --no-annotate --no-header requirements.txt tests/requirements.txt)
} > "$work/constraints.txt"
mv "$work/constraints.txt" constraints.txt
