"""Published changes over packs from disk: kept by their moment, in force by their day."""

# ruff: noqa: E501 -- names and definitions on one line
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huiyin.packs import load, published
from huiyin.packs.load import PackError
from huiyin.packs.published import Published

ONE, TWO = datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
BASE = load.load("national").process("petition").version
FILE = "processes/petition.yaml"


def change(mark: str, day: date, body: str, base: str = BASE) -> Published:
    text = f'process: petition\noverlay: "{base}"\n{body}\n'
    return Published(mark, day, {FILE: text})


class Kept:
    """A keeper in memory."""

    stamp_sql = "SELECT NULL::timestamptz"

    def __init__(self) -> None:
        self.rows = {
            ONE: change("1", date(2027, 1, 5), "clocks: {handle: {within: 45nd}}"),
            TWO: change("2", date(2027, 3, 1), "clocks: {handle: {within: 30nd}}", f"{BASE}~1"),
        }
        self.day = date(2027, 1, 4)
        self.newest: datetime | None = TWO
        self.asked = 0

    def stamp(self) -> datetime | None:
        self.asked += 1
        return self.newest

    def today(self) -> date:
        return self.day

    def published(self, pack: str, newest: datetime) -> list[Published]:
        return [row for at, row in self.rows.items() if pack == "national" and at <= newest]


@pytest.fixture
def keeper(monkeypatch):
    kept = Kept()
    monkeypatch.setattr(published, "_KEEPERS", [kept])
    monkeypatch.setattr(published, "_KNOWN", [None])
    yield kept
    for cached in (load._in_force, load._built, load._sound):
        cached.cache_clear()


def term(**where) -> str:
    return str(load.process("national", "petition", **where).clocks["handle"].within)


def test_by_the_moment_and_by_the_day(keeper):
    assert term() == "60nd"
    assert published.refresh()
    assert not published.refresh()
    terms = []
    for day in (date(2027, 1, 4), date(2027, 1, 5), date(2027, 2, 28), date(2027, 3, 1)):
        keeper.day = day
        terms.append(term())
    assert terms == ["60nd", "45nd", "45nd", "30nd"]
    assert term(newest=ONE) == "45nd"
    assert term(on=date(2026, 5, 1)) == "60nd"
    versions = [one.process.version for one in load.load("national").versions["petition"]]
    assert versions == [f"{BASE}~2", f"{BASE}~1", BASE]
    assert {f"{BASE}~1", f"{BASE}~2", BASE} <= {one.version for one in load.every()}


def test_a_version_that_is_not_known_yet_is_asked_for_once(keeper):
    assert load.process("national", "petition", f"{BASE}~2").version == f"{BASE}~2"
    asked = keeper.asked
    assert load.process("national", "petition", f"{BASE}~1").version == f"{BASE}~1"
    assert keeper.asked == asked == 1
    with pytest.raises(KeyError):
        load.process("national", "petition", "1999-01-01")


def test_a_slow_reader_does_not_take_the_process_back(keeper):
    published.know(TWO)
    published.know(ONE)
    assert published.known() == TWO
    published.know(None)  # there is none any more: a restored or emptied database
    assert published.known() is None


def test_the_same_moment_is_built_once(keeper):
    published.refresh()
    assert load.load("national") is load.load("national")
    assert load.process("national", "petition", BASE) is load.load("national").process(
        "petition", BASE
    )


def test_a_change_that_no_longer_fits_says_which(keeper):
    keeper.rows[ONE] = change("1", date(2027, 1, 5), "clocks: {handle: {within: 61nd}}")
    published.refresh()
    with pytest.raises(PackError, match=r"national \(1\)"):
        load.load("national")


def test_a_town_keeps_its_own_version(keeper, tmp_path):
    (tmp_path / "pack.yaml").write_text(
        "pack: town\nversion: '1'\nname: {zh: 镇, en: Town}\nextends: national\n"
        "processes: [petition]\n", "utf-8")  # fmt: skip
    (tmp_path / "processes").mkdir()
    (tmp_path / FILE).write_text(
        f"process: petition\noverlay: '{BASE}'\nversion: '1'\nclocks: {{handle: {{within: 20nd}}}}\n",
        "utf-8",
    )
    published.refresh()
    keeper.day = date(2027, 3, 1)
    town = load.load(str(tmp_path))
    assert str(town.process("petition").clocks["handle"].within) == "20nd"
    assert f"{BASE}~2" in [one.process.version for one in town.versions["petition"]]
    assert town.processes["petition"].version == f"{BASE}+1"


def test_letters_come_from_the_base_the_folder_and_publications(keeper):
    keeper.rows[ONE] = Published("1", date(2027, 1, 5), {"letters/new_letter.yaml": "x"})
    keeper.rows.pop(TWO)
    keeper.newest = ONE
    assert "letters/new_letter.yaml" not in load.texts("national")
    published.refresh()
    assert load.texts("national")["letters/new_letter.yaml"] == "x"
    assert "letters/opinion.yaml" in load.texts("national")
