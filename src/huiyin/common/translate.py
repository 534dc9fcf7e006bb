"""Translations outside a request: what the command line and background texts use."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

LOCALE = Path(__file__).parent.parent / "locale"
_FOLDERS = {"zh": "zh_Hans", "zh-hans": "zh_Hans"}


@cache
def translator(lang: str) -> Callable[[str], str]:
    """The gettext function of a language (`zh` or `en`); msgids without a translation stay.

    Reads the compiled catalogue, before the first set-up the sources it is compiled from.
    """
    folder = LOCALE / _FOLDERS.get(lang.lower(), lang) / "LC_MESSAGES"
    compiled = folder / "django.mo"
    if compiled.exists():
        with compiled.open("rb") as file:
            return gettext.GNUTranslations(file).gettext
    messages = _sources(folder)
    return lambda msgid: messages.get(msgid) or msgid


def _sources(folder: Path) -> dict[str, str]:
    paths = sorted(folder.glob("*.po"))
    if not paths:
        return {}
    from babel.messages.pofile import read_po

    messages: dict[str, str] = {}
    for path in paths:
        with path.open("rb") as file:
            for message in read_po(file):
                if isinstance(message.id, str) and isinstance(message.string, str):
                    messages[message.id] = message.string
    return messages
