"""Gettext catalogues with Babel alone: extract, update, check, compile. No GNU gettext is needed.

    python tools/catalogue.py update    take new msgids in, drop unused ones, merge *.part.po files
    python tools/catalogue.py check     fail when a translation is missing, fuzzy or no longer used
    python tools/catalogue.py compile   write the .mo files that Django reads

Msgids are English. `zh_Hans` translates every one; `en` only those that hold Chinese words.
"""

from __future__ import annotations

import io
import os
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "huiyin"
LOCALE = SOURCE / "locale"
LANGUAGES = ("zh_Hans", "en")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "N_": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
}  # fmt: skip
HEADER = """\
# Translations of Huiyin. Msgids come from the sources: `python tools/catalogue.py update`.
msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
_CHINESE = re.compile("[\u4e00-\u9fff]")
_PERCENT = re.compile(r"%\((\w+)\)")

Id = str | tuple[str, str]


def main(argv: list[str]) -> int:
    """Run one command; 0 when all is well."""
    commands = {"update": update, "check": check, "compile": compile_all}
    if len(argv) != 1 or argv[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    return commands[argv[0]]()


def extract() -> dict[Id, set[str]]:
    """Every msgid of the sources with the files it stands in."""
    found: dict[Id, set[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        inner = path.relative_to(SOURCE).parts
        if {"tests", "migrations", "__pycache__"} & set(inner):
            continue
        place = path.relative_to(ROOT).as_posix()
        for msgid in _messages(path):
            found.setdefault(msgid, set()).add(place)
    return found


def _messages(path: Path) -> Iterator[Id]:
    if path.suffix == ".py":
        source = path.read_text("utf-8")
    elif path.suffix == ".html":
        source = _templatized(path)
    else:
        return
    stream = io.BytesIO(source.encode())
    options = {"encoding": "utf-8"}
    for _line, function, messages, _comments in extract_python(stream, KEYWORDS, [], options):
        plural = function.startswith("ngettext")
        texts = messages if isinstance(messages, (tuple, list)) else (messages,)
        if plural and len(texts) > 1 and texts[0] and texts[1]:
            yield (texts[0], texts[1])
        elif texts[0]:
            yield texts[0]


def _templatized(path: Path) -> str:
    """A template as Django shows it to gettext: calls, and a row of X for everything else."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure()
    calls = templatize(path.read_text("utf-8"), origin=str(path))
    return re.sub(r"(?m)^[ \t]+", "", calls)


def read(language: str) -> Catalog:
    """The translations of a language: django.po and, until they are merged, part files."""
    folder = LOCALE / language / "LC_MESSAGES"
    merged = Catalog(locale=language)
    for path in sorted(folder.glob("*.po"), key=lambda path: (path.name != "django.po", path.name)):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string and any(_strings(message)):
                    merged[message.id] = message
    return merged


def wanted(language: str, messages: dict[Id, set[str]]) -> dict[Id, set[str]]:
    """What a language has to translate."""
    if language != "en":
        return messages
    return {key: places for key, places in messages.items() if _CHINESE.search("".join(key))}


def update() -> int:
    """Rewrite the catalogues from the sources; translations stay with their msgid."""
    messages = extract()
    for language in LANGUAGES:
        known, fresh = read(language), _empty(language)
        for msgid, places in sorted(wanted(language, messages).items(), key=_order):
            old = known.get(_single(msgid))
            text = old.string if old is not None and _fits(old, msgid) else None
            fresh.add(msgid, text, locations=[(place, 0) for place in sorted(places)])
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        buffer = io.BytesIO()
        # Babel's own header holds the time and placeholders: every update would be a change.
        write_po(buffer, fresh, width=100, include_lineno=False, omit_header=True)
        header = HEADER.format(language=language, plurals=fresh.plural_forms)
        (folder / "django.po").write_bytes(header.encode() + buffer.getvalue())
        for part in folder.glob("*.part.po"):
            part.unlink()
    return compile_all()


def check() -> int:
    """Print every fault; 1 when there is one."""
    messages = extract()
    faults = [fault for language in LANGUAGES for fault in _faults(language, messages)]
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults; `python tools/catalogue.py update`, then translate.")
    return 1 if faults else 0


def _faults(language: str, messages: dict[Id, set[str]]) -> Iterator[str]:
    folder = LOCALE / language / "LC_MESSAGES"
    known, needed = read(language), wanted(language, messages)
    for part in sorted(folder.glob("*.part.po")):
        yield f"{language}: {part.name} is not merged"
    for msgid, places in sorted(needed.items(), key=_order):
        message = known.get(_single(msgid))
        where = f"{language}: {min(places)}: “{_single(msgid)}”"
        if message is None or not _fits(message, msgid) or not all(_strings(message)):
            yield f"{where} is not translated"
        elif message.fuzzy:
            yield f"{where} is fuzzy"
        elif any(_names(text) != _names(_plural(msgid)) for text in _strings(message)):
            yield f"{where} has other placeholders than its translation"
    ids = {_single(msgid) for msgid in needed}
    for message in known:
        if message.id and _single(message.id) not in ids:
            yield f"{language}: “{_single(message.id)}” is no longer used"


def compile_all() -> int:
    """Write django.mo beside every django.po. A reader sees the old file or the new one, whole."""
    for language in LANGUAGES:
        target = LOCALE / language / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        catalogue, complete = read(language), _empty(language)
        for message in catalogue:
            if message.id:
                complete.add(message.id, message.string)
        half = target.with_suffix(f".{os.getpid()}")
        with half.open("wb") as file:
            write_mo(file, complete)
        half.replace(target)
    return 0


def _empty(language: str) -> Catalog:
    return Catalog(locale=language, charset="utf-8", fuzzy=False)


def _single(msgid: Id | list[str]) -> str:
    return msgid if isinstance(msgid, str) else msgid[0]


def _plural(msgid: Id) -> str:
    return msgid if isinstance(msgid, str) else msgid[1]


def _order(item: tuple[Id, set[str]]) -> tuple[str, str]:
    return min(item[1]), _single(item[0])


def _fits(message: Message, msgid: Id) -> bool:
    return isinstance(message.id, str) == isinstance(msgid, str)


def _strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def _names(text: str) -> set[str]:
    percent = set(_PERCENT.findall(text))
    try:
        brace = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        brace = set()
    return percent | brace


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
