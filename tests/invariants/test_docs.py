"""The documents say what is there: links, commands, variables, make targets, pack examples."""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import get_commands
from pydantic import BaseModel

from huiyin.cli import COMMANDS
from huiyin.config import env
from huiyin.engine import method_stories
from huiyin.engine.check import check
from huiyin.engine.check_figures import check_figures
from huiyin.engine.check_method import check_method
from huiyin.engine.check_persons import check_persons_in_method
from huiyin.engine.definition import Act, ClockShape, FormField
from huiyin.engine.method import parse_method
from huiyin.engine.method_shape import (
    BulletinShape,
    Column,
    DutyShape,
    IndicatorShape,
    LedgerShape,
    MethodShape,
    Owners,
    ResponsibilityShape,
    RotaShape,
    Select,
    Slot,
    WatchShape,
)
from huiyin.engine.pack import parse
from huiyin.packs import calendar_files, load, method_file

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATHS = re.compile(r"`((?:src|docs|tools|tests|bench)/[\w./-]+)`")
COMMAND = re.compile(r"(?:^|[`/\s])huiyin ([a-z_]+)", re.MULTILINE)
VARIABLE = re.compile(r"\b(HUIYIN_[A-Z_]+?|DATABASE_URL)(?:_FILE)?\b")
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Of the tools around the program, not of the program.
TOOLS = {"HUIYIN_CHROMIUM", "HUIYIN_BUILD_CACHE", "HUIYIN_REALDATA"}

# Numbers and words of a bulletin that its own file tells best, and a key of files put together.
UNSAID = {"valid_from", "rated", "clocks", "months", "low", "form"}


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def document(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def code_of(text: str) -> str:
    """Blocks of code and words in backticks."""
    return "\n".join([*(body for _, body in CODE.findall(text)), *re.findall(r"`[^`\n]+`", text)])


def test_there_are_documents() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in DOCUMENTS}
    wanted = {"README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/architecture.md"}
    assert wanted <= names


def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    links = [target for target in LINK.findall(text) if "://" not in target]
    missing = [target for target in links if not (document.parent / target).exists()]
    missing += [name for name in PATHS.findall(text) if not (ROOT / name).exists()]
    assert not missing


def test_commands_exist(document: Path) -> None:
    named = set(COMMAND.findall(code_of(document.read_text("utf-8"))))
    assert not named - set(COMMANDS) - set(get_commands())


def test_variables_exist(document: Path) -> None:
    known = {name for name, _, _ in env.describe()} | TOOLS
    named = set(VARIABLE.findall(document.read_text("utf-8")))
    # HUIYIN_HOME/keys is a place below a variable.
    assert not named - known


def test_make_targets_exist(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z-]+)", code_of(document.read_text("utf-8"))))
    assert not named - targets


def test_every_decision_is_listed_once() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text("utf-8"))
    there = sorted(path.name for path in folder.glob("[0-9]*.md"))
    assert sorted(listed) == there
    assert [int(name[:4]) for name in there] == list(range(1, len(there) + 1))


def test_the_overlay_in_the_pack_guide_is_sound() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    files = {}
    for _, body in CODE.findall(text):
        first = body.splitlines()[0]
        if first in {"# pack.yaml", "# processes/petition.yaml"}:
            files[first[2:]] = body
    pack, problems = parse(files, load.load("national"))
    assert not problems
    assert pack is not None
    assert not check(pack)
    assert str(pack.process("petition").clocks["promise"].within) == "21nd"


def test_the_method_in_the_pack_guide_is_sound_and_its_stories_come_true() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    bodies = [body for _, body in CODE.findall(text) if body.startswith("# method/")]
    files = {body.splitlines()[0][2:]: body for body in bodies}
    pack = load.load("grassroots")
    method, problems = parse_method("our_town", files, method_file.method("grassroots"))
    problems += check_method(pack, method, set())
    problems += check_figures(method, pack)
    problems += check_persons_in_method(method.own)
    assert [one.say("en") for one in problems] == []
    told = method_stories.run(method, calendar_files.national(), ZoneInfo(pack.zone))
    assert [one.failures for one in told if not one.passed] == []
    sections = {section for source in method.own for section in source.data}
    assert sections == MethodShape.model_fields.keys() - {"bulletins", "valid_from", "without"}


@pytest.mark.parametrize(
    "shape", [MethodShape, DutyShape, Owners, RotaShape, Slot, ResponsibilityShape, LedgerShape,
              Column, IndicatorShape, Select, BulletinShape, WatchShape],
)  # fmt: skip
def test_the_pack_guide_names_what_a_method_may_say(shape: type[BaseModel]) -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    part = text[text.index("## What is no process") : text.index("## Putting a method")]
    aliases = {field.alias or name for name, field in shape.model_fields.items()}
    assert aliases - set(re.findall(r"\w+", part)) <= UNSAID


def test_the_pack_guide_names_keys_that_exist() -> None:
    text = (ROOT / "docs" / "packs.md").read_text("utf-8")
    table = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    named = {word for row in table for word in re.findall(r"`(\w+)`", row)}
    aliases = {field.alias or name for name, field in Act.model_fields.items()}
    assert named == aliases - {"name", "law", "form"}
    types = re.search(r"Field types: `([^`]+)`", text)
    assert types is not None
    assert set(types[1].split()) == set(FormField.model_fields["type"].annotation.__args__)
    clocks = text[text.index("## Clocks") : text.index("## Letters")]
    aliases = {field.alias or name for name, field in ClockShape.model_fields.items()}
    assert aliases <= set(re.findall(r"\w+", clocks)) | {"law"}
