#!/bin/sh
# Prints the first Python on this machine that can carry Huiyin: 3.11 or newer, able to make a virtual environment.
# $PYTHON, when it is set, is the only one tried.
works() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

for python in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    if works "$python"; then
        command -v "$python"
        exit 0
    fi
done
echo "Huiyin needs Python 3.11 or newer with its venv module (on Debian and Ubuntu: the packages python3 and python3-venv)${PYTHON:+; $PYTHON is not that}." >&2
exit 1
