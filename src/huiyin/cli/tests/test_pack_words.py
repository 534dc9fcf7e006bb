"""`huiyin pack diff` and `simulate`, without a database; the others on one."""

# ruff: noqa: E501 -- names and definitions on one line
from __future__ import annotations

import json

import pytest

from huiyin.cli import pack_drafts, pack_migrate, pack_publish, pack_refs, pack_simulate
from huiyin.cli.pack import main
from huiyin.matters.testing import Walk
from huiyin.methods.models import Draft
from huiyin.methods.testing import ADMIN, in_days, overlay, publish
from huiyin.packs import load
from huiyin.people.testing import make_cast

REF = "national/petition@2022-05-01"


@pytest.fixture
def town(tmp_path):
    (tmp_path / "pack.yaml").write_text(
        "pack: town\nversion: '1'\nname: {zh: 镇, en: Town}\nextends: national\n"
        "processes: [petition]\n", "utf-8")  # fmt: skip
    (tmp_path / "processes").mkdir()
    (tmp_path / "processes" / "petition.yaml").write_text(
        "process: petition\noverlay: '2022-05-01'\nversion: '1'\n"
        "clocks: {handle: {within: 45nd}}\n", "utf-8")  # fmt: skip
    return str(tmp_path)


def test_nothing_differs(capsys):
    assert main(["diff", "national", "national", "--lang", "en"]) == 0
    assert capsys.readouterr().out == "nothing differs\n"


def test_two_packs_and_two_versions(town, capsys):
    assert main(["diff", "national", town]) == 1
    assert "时限“办理”（handle）：期限 60日 → 45日" in capsys.readouterr().out
    assert main(["diff", REF, f"{town}/petition", "--lang", "en"]) == 1
    assert "clock “Handle” (handle): term 60 days → 45 days" in capsys.readouterr().out
    assert main(["diff", REF, f"{town}/petition@2022-05-01+1", "--json"]) == 1
    found = {one["path"]: one["kind"] for one in json.loads(capsys.readouterr().out)}
    assert found["clocks.handle.within"] == "changed"


@pytest.mark.parametrize("names", [("national", REF), ("nowhere", "national"),
                                   ("national/none", REF), ("national/petition@1", REF)])  # fmt: skip
def test_names_that_lead_nowhere(names, capsys):
    assert main(["diff", *names]) == 2
    assert capsys.readouterr().err


def test_a_walk_by_a_list_of_acts(capsys):
    acts = "2026-05-11 register, 2026-05-12 identify, {2026-05-13 forward: {to_unit: town}}"
    assert main(["simulate", "national/petition", "--acts", acts, "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "owner: town" in out
    assert "Forwarded (forwarded)" in out
    assert "letter: transfer_letter" in out
    assert "15, from 2026-05-12 to 2026-05-26" in out


def test_a_refused_act_is_told_and_fails(capsys):
    assert main(["simulate", "--acts", "2026-05-11 register, 2026-05-12 accept"]) == 1
    assert "没有办成" in capsys.readouterr().out
    assert main(["simulate", "--acts", "2026-05-11 dance"]) == 1
    assert main(["simulate", "--acts", "{2026-05-11 register: {"]) == 2


def test_a_story_is_walked_through(capsys):
    name = load.process("national", "petition").stories[0].story
    assert main(["simulate", "--story", name]) in {0, 1}
    assert "状态" in capsys.readouterr().out
    assert main(["simulate", "--story", "no such story"]) == 2


def test_by_numbers(monkeypatch, capsys):
    answers = iter(["1", "x", "99", "1 2026-05-12", "q"])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(answers))
    assert main(["simulate", "--walk", "--date", "2026-05-11", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert "Registered (registered)" in out
    assert "2026-05-12" in out


def test_acts_are_split_at_days():
    told = pack_simulate.parse_acts("2026-05-11 register, 2026-05-12 identify by head of office")
    assert told == ["2026-05-11 register", "2026-05-12 identify by head of office"]
    assert pack_simulate.parse_acts("") == []


@pytest.fixture
def county(db, monkeypatch):
    monkeypatch.setattr(pack_refs, "connect", load_published)
    return make_cast()


def load_published() -> None:
    from huiyin.packs import published

    published.refresh()


def test_files_are_handed_to_a_second_person(county, tmp_path, capsys):
    (tmp_path / "processes").mkdir()
    path = tmp_path / "processes" / "petition.yaml"
    path.write_text(overlay("clocks: {handle: {within: 45nd}}\n")["processes/petition.yaml"])
    words = [
        str(path),
        "--title",
        "四十五日",
        "--by",
        ADMIN,
        "--valid-from",
        in_days(0).isoformat(),
    ]
    assert pack_publish.main(words) == 0
    assert Draft.objects.get().status == "submitted"
    assert pack_drafts.main(["--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (row["status"], row["files"]) == ("submitted", ["processes/petition.yaml"])
    assert pack_drafts.main([]) == 0
    path.write_text(overlay("clocks: {handle: {within: 61nd}}\n")["processes/petition.yaml"])
    assert pack_publish.main(words) == 1
    assert "processes/petition.yaml:3" in capsys.readouterr().out
    assert pack_publish.main([*words[:3], "--by", "nobody", *words[5:]]) == 2
    assert pack_publish.main([*words[:3], "--by", "town.head", *words[5:]]) == 2
    assert Draft.objects.count() == 1


def test_moving_matters(county, capsys):
    walks = [Walk(county).to_handling(), Walk(county)]
    to = f"national/petition@2022-05-01~{publish(county, 'clocks: {handle: {within: 45nd}}').mark}"
    assert pack_migrate.main([REF, to, "--dry-run"]) == 0
    assert f"{walks[0].matter.number}: handle" in capsys.readouterr().out
    assert walks[0].matter.version == "2022-05-01"
    number = walks[1].matter.number
    assert pack_migrate.main([REF, to, "--reason", "新办法", "--matter", number]) == 0
    assert pack_migrate.main([REF, to, "--reason", "新办法"]) == 0
    assert {walk.matter.version for walk in walks} == {to.rpartition("@")[2]}
    assert pack_migrate.main([to, REF, "--reason", "退回", "--lang", "en"]) == 1
    assert "never gets longer" in capsys.readouterr().out
    assert pack_migrate.main([REF, to, "--reason", "x", "--matter", "26-000001-5"]) == 2
    with pytest.raises(SystemExit):
        pack_migrate.main([REF, to])
