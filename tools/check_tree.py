"""What must not stand in any file of the repository: `python tools/check_tree.py`.

Addresses of package registries (an office has its own mirror), paths of somebody's machine, lock
files that say where a package comes from, and files too large for a source repository. Exit code 1
names file and line. Standard library only.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 300_000  # bytes; screenshots are the largest files we keep
# Written so that the patterns do not match themselves.
FORBIDDEN = {
    "address of a package registry": re.compile(
        r"(?i)\b(?:p[y]pi|files\.pythonhost[e]d|registry\.[a-z]+|deb\.[d]ebian|mirrors\.[a-z]+"
        r"|proxy\.go[l]ang|(?:static|index)\.cr[a]tes)\.[a-z]{2,}\b"
    ),
    "path of a machine": re.compile(r"/[w]ork/[a-z.]|/tmp/[b]ash_|/[h]ome/[a-z]+/"),
}
IN_LOCKS = re.compile(r"://|--(?:extra-)?index-url|--find-links|\"resolved\"")
LOCKS = re.compile(r"(?:^|/)(?:requirements[\w-]*\.lock|package-lock\.json)$")


def main() -> int:
    """Look at every file that git knows or would add; 0 when nothing is wrong."""
    found = [line for name in files() for line in faults(name)]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


def files() -> list[str]:
    """Names of tracked files and of new ones that are not ignored."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return sorted({name for name in said.split("\0") if name and (ROOT / name).is_file()})


def faults(name: str) -> Iterator[str]:
    """Each fault of one file as `FILE:LINE: what`."""
    content = (ROOT / name).read_bytes()
    if len(content) > LARGEST:
        yield f"{name}:1: {len(content):,} bytes, more than {LARGEST:,}"
    if b"\0" in content:
        return
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
        for what, pattern in FORBIDDEN.items():
            if pattern.search(line):
                yield f"{name}:{number}: {what}"
        if LOCKS.search(name) and IN_LOCKS.search(line):
            yield f"{name}:{number}: a lock says where a package comes from"


if __name__ == "__main__":
    raise SystemExit(main())
