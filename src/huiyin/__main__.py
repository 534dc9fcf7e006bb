"""``python -m huiyin`` is the same as ``huiyin``."""

from __future__ import annotations

import sys

from huiyin.cli import main

sys.exit(main())
