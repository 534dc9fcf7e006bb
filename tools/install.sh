#!/bin/sh
# Brings .venv up to a lock: sh tools/install.sh requirements.lock
#
# Only what the locks name with its hash is installed. pip brings uv (quick) and setuptools; uv installs the rest and links
# the project itself. uv does not read pip's settings, so an office's own package mirror is handed on from there.
set -eu
lock=$1
venv=.venv

if ! "$venv/bin/python" -c '' >/dev/null 2>&1; then
    python=$(sh tools/python.sh)
    echo "environment: $("$python" --version) in $venv"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

pip() {
    "$venv/bin/python" -m pip --disable-pip-version-check "$@"
}

pip install --quiet --require-hashes --requirement requirements-tools.lock

UV_SYSTEM_CERTS=1 # the machine's certificates, as pip is told to use them by many offices
UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-${PIP_INDEX_URL:-$(pip config get global.index-url 2>/dev/null || true)}}
export UV_SYSTEM_CERTS UV_DEFAULT_INDEX
[ -n "$UV_DEFAULT_INDEX" ] || unset UV_DEFAULT_INDEX

uv() {
    "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" "$@"
}

echo "environment: installing $lock"
uv --require-hashes --requirement "$lock"
uv --no-deps --no-build-isolation --offline --editable .
