"""Every pack of Huiyin is sound and its stories pass: `python tools/check_packs.py`."""

from __future__ import annotations

import sys

from huiyin.cli import main
from huiyin.packs.load import available

if __name__ == "__main__":
    sys.exit(
        max(main(["pack", word, name]) for name in available() for word in ("check", "stories"))
    )
