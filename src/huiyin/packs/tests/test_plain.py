"""Whatever residents read is said in words that anybody understands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from huiyin.engine.definition import Process, Text
from huiyin.packs import load, plain_file
from huiyin.packs.plain_file import Phrase, plain

PACKAGE = Path(load.__file__).parents[1]
PORTAL = PACKAGE / "portal"
CATALOGUE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES"
MARKERS = frozenset({"_", "N_", "gettext", "gettext_lazy", "ngettext"})
_TAG = re.compile(r'{%\s*translate\s+"([^"]+)"')
_BLOCK = re.compile(r"{%\s*blocktranslate([^%]*)%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
_PLURAL = re.compile(r"{%\s*plural\s*%}")
_NAME = re.compile(r"{{\s*(\w+)\s*}}")


def processes() -> Iterator[Process]:
    for pack in load.available():
        for versions in load.load(pack).versions.values():
            yield from (loaded.process for loaded in versions if loaded.own)


def told(process: Process) -> Iterator[tuple[str, Text]]:
    """Everything of a definition that residents are shown, and where it stands."""
    where = process.process
    yield from ((f"{where} states.{key}", one.public) for key, one in process.states.items())
    for section in ("acts", "clocks", "follow_ups", "doors"):
        for key, one in getattr(process, section).items():
            if one.public is not None:
                yield f"{where} {section}.{key}", one.public
    for key, act in process.acts.items():
        if act.for_residents():
            yield f"{where} acts.{key}", act.public or act.name


def msgids() -> Iterator[str]:
    """Every string of the portal that goes through gettext."""
    for path in sorted(PORTAL.rglob("*.html")):
        source = path.read_text("utf-8")
        yield from _TAG.findall(source)
        for _options, body in _BLOCK.findall(source):
            for part in _PLURAL.split(body):
                yield _NAME.sub(r"%(\1)s", " ".join(part.split()))
    for path in sorted(PORTAL.rglob("*.py")):
        if "tests" not in path.parts:
            yield from _marked(ast.parse(path.read_text("utf-8")))


def _marked(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        func = node.func if isinstance(node, ast.Call) else None
        if isinstance(func, ast.Name) and func.id in MARKERS:
            yield from (
                one.value for one in node.args
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )  # fmt: skip


@pytest.fixture(scope="module")
def chinese() -> dict[str, str]:
    """msgid → Chinese, of the catalogue and of the parts that are not merged yet."""
    found: dict[str, str] = {}
    for path in sorted(CATALOGUE.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                texts = message.string if isinstance(message.string, tuple) else (message.string,)
                found |= {one: texts[0] for one in ids if one and texts[0]}
    return found


def test_there_are_at_least_sixty_phrases_and_none_twice():
    phrases = plain().phrases
    assert len(phrases) >= 60
    assert len({one.hard for one in phrases}) == len({one.en_hard for one in phrases})
    assert len({one.hard for one in phrases}) == len(phrases)


def test_what_is_said_instead_is_no_hard_word_itself():
    for phrase in plain().phrases:
        for language, text in (("zh", phrase.plain), ("en", phrase.en_plain)):
            assert [one.hard for one in plain().hard_in(text, language)] == [], phrase


def test_packs_speak_plainly_to_residents():
    hard = [
        f"{where} ({language}): {phrase.said(language)} in “{text.say(language)}”"
        for process in processes()
        for where, text in told(process)
        for language in ("zh", "en")
        for phrase in plain().hard_in(text.say(language), language)
    ]
    assert hard == []


def test_the_portal_speaks_plainly(chinese):
    found = set(msgids())
    assert len(found) > 50
    hard = [
        f"{phrase.said(language)} in “{text}”"
        for msgid in sorted(found)
        for language, text in (("en", msgid), ("zh", chinese.get(msgid, "")))
        for phrase in plain().hard_in(text, language)
    ]
    assert hard == []


def test_every_exception_is_still_needed_and_says_why(chinese):
    texts = {text.say(one) for process in processes() for _, text in told(process)
             for one in ("zh", "en")}  # fmt: skip
    texts |= {text for msgid in msgids() for text in (msgid, chinese.get(msgid, ""))}
    assert [one.text for one in plain().exceptions if one.text not in texts] == []


@pytest.mark.parametrize(
    ("text", "language", "is_hard"),
    [
        ("可以申请复查", "zh", True),
        ("可以申请复查（请上一级机关再看一遍）", "zh", False),
        ("ask for a review", "en", True),
        ("ask for a Review: another look", "en", False),
        ("a preview", "en", False),
    ],
)
def test_the_name_of_a_right_may_stand_beside_its_explanation(text, language, is_hard):
    assert bool(list(plain().hard_in(text, language))) is is_hard


@pytest.mark.parametrize(
    ("old", "new"), [("phrases:", "phrase:"), ("hard: 甄别", "hard: ''"), ("law:", "law: [")]
)
def test_a_mistake_in_the_list_is_told(tmp_path, monkeypatch, old, new):
    source = (load.folder("national") / plain_file.FILE).read_text("utf-8")
    (tmp_path / plain_file.FILE).write_text(source.replace(old, new, 1), "utf-8")
    monkeypatch.setattr(load, "folder", lambda _pack: tmp_path)
    with pytest.raises(plain_file.PlainFileError, match=r"plain\.yaml"):
        plain.__wrapped__()


def test_a_phrase_says_what_to_write_instead():
    phrase = Phrase(hard="送达", plain="送到", en_hard="served", en_plain="delivered")
    assert (phrase.said("zh"), phrase.said("en")) == ("送达 → 送到", "served → delivered")
