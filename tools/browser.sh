#!/bin/sh
# Prints the Chromium that browser tests use: the system's; else, for root, Debian's, installed now; else Playwright's own.
# Without any: one sentence and exit code 1. Tests are never skipped for want of a browser.
find_system() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return 0
    done
    return 1
}

find_playwright() {
    .venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    path = playwright.chromium.executable_path
print(path)
sys.exit(not Path(path).exists())
PYTHON
}

if [ -n "${HUIYIN_CHROMIUM:-}" ]; then
    echo "$HUIYIN_CHROMIUM"
    exit 0
fi
find_system && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "browser: installing Chromium from the system's packages" >&2
    { apt-get update && apt-get install --yes --no-install-recommends chromium; } >/dev/null 2>&1
    find_system && exit 0
fi
path=$(find_playwright) || { .venv/bin/playwright install chromium >/dev/null 2>&1 && path=$(find_playwright); } || {
    echo "The browser tests need Chromium: install the system's package “chromium”, or name one in HUIYIN_CHROMIUM." >&2
    exit 1
}
echo "$path"
