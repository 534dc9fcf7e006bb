"""What a log may hold: where and how something failed, never which matter it was about.

Whoever looks after the machine reads its logs and is not named on sealed matters (条例第三十条): an
address with a number, or a row that the database shows in an error, would tell that there is one.
The address of a private calendar is a key: it is no matter of logs either.
"""

from __future__ import annotations

import logging
import re

from typing_extensions import override

_ADDRESS = re.compile(r"(/(?:matters|calendar)/)[^\s'\"]+")
_NUMBER = re.compile(r"(?<![\w-])\d{2}-\d{6,9}-\d(?![\w-])")
_DETAIL = re.compile(
    r"^DETAIL:.*?(?=^CONTEXT:|^\n(?:The above exception|During handling)|\Z)",
    re.MULTILINE | re.DOTALL,
)
"""What the database tells beside an error: the row or the key that it is about."""


class WithoutMatters(logging.Formatter):
    """Formats a record, traceback and all, and takes out what leads to a matter."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        text = _DETAIL.sub("", super().format(record))
        return _NUMBER.sub("…", _ADDRESS.sub(r"\1…", text))
