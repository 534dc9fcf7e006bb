"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class

from .source import PACKAGE, imports, modules_in, name_of, product, tree

FACES = ("desk/", "portal/", "field/", "wall/", "api/")
GUARDED = {"Matter", "Event", "SealedText", "Clock", "Party", "File", "Link", "MatterText",
           "Letter", "Person", "Reveal"}  # fmt: skip
"""Tables of casework and of people: a face reads them through `matters.queries` only."""

OWN_TABLES = {"desk/bulk.py", "desk/saved.py", "portal/drafts.py"}
"""The few tables that faces have themselves hold no casework: bulk runs under way, views somebody
saved, drafts not sent. One module writes each, and its pages go through that."""

OUTSIDE_HOOKS = "accounts/signals.py"
"""Django and allauth tell of a sign-in or a changed factor by signals only; one file listens."""

# Names that only a pack or an imported table may bring: provinces, and holidays of the calendar.
PLACES = re.compile(
    "北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|"
    "贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾|张掖|柳园|临沧|溆浦|沙各斗"
)
HOLIDAYS = re.compile("元旦|春节|清明|劳动节|端午|中秋|国庆")


def test_a_face_reads_matters_and_people_through_queries():
    found = [
        f"{name_of(path)}:{node.lineno} {node.value.id}.objects"
        for path in product()
        if name_of(path).startswith(FACES)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager"}
        if isinstance(node.value, ast.Name) and node.value.id in GUARDED
    ]
    assert found == []


def test_no_face_writes_by_itself():
    """Whatever changes goes through an action: a page neither saves, creates nor deletes. A
    function of a module that is called so (`units.create`) is such an action."""
    writing = {"save", "create", "delete", "update_or_create", "get_or_create",
               "bulk_create", "bulk_update"}  # fmt: skip
    found = [
        f"{name_of(path)}:{node.lineno} .{node.func.attr}()"
        for path in product()
        if name_of(path).startswith(FACES) and name_of(path) not in OWN_TABLES
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in writing
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id in modules_in(path))
    ]
    assert found == []


def test_modules_do_not_talk_through_signals():
    found = [
        f"{name_of(path)}: {name}"
        for path in product()
        if name_of(path) != OUTSIDE_HOOKS
        for name in imports(path)
        if not name.startswith("huiyin.")
        if name.startswith("django.dispatch") or "signals" in name.split(".")
    ]
    assert found == []


def test_templates_ask_no_table():
    asked = re.compile(r"\.objects\b|_set\b|\.all\b|\.filter\b|\.count\b")
    found = [
        f"{template.relative_to(PACKAGE)}: {tag}"
        for template in PACKAGE.rglob("templates/**/*.html")
        for tag in re.findall(r"\{[{%].*?[%}]\}", template.read_text("utf-8"), re.DOTALL)
        if asked.search(tag)
    ]
    assert found == []


@pytest.mark.parametrize("words", [PLACES, HOLIDAYS], ids=["places", "holidays"])
def test_places_and_holidays_are_data(words):
    found = [
        f"{name_of(path)}:{number} {match.group()}"
        for path in product()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        for match in words.finditer(line)
    ]
    assert found == []


def test_every_command_says_what_it_does():
    ours = {app.name for app in apps.get_app_configs() if app.name.startswith("huiyin.")}
    commands = {name: app for name, app in get_commands().items() if app in ours}
    assert commands
    for name, app in commands.items():
        assert load_command_class(app, name).help.strip(), name


def test_files_stay_small_enough_to_read():
    longest = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in product()}
    assert {name: lines for name, lines in longest.items() if lines > 400} == {}
