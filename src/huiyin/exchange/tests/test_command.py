"""The command: one JSON object, or tables; mistakes in a sentence."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from huiyin.exchange.tests.conftest import MAPPING, row
from huiyin.matters.models import Matter


@pytest.fixture
def mapping(tmp_path, hall):
    path = tmp_path / "map.yaml"
    path.write_text(MAPPING, "utf-8")
    return path


def command(*words, **options):
    out = StringIO()
    call_command("import", *map(str, words), stdout=out, skip_checks=True, **options)
    return out.getvalue()


def test_json_has_the_agreed_keys(csv_file, mapping):
    path = csv_file(row(1), row(2, answered="2026-05-06 10:00"), row(3, kind="pigeon"))
    report = json.loads(command(path, "--map", mapping, "--json"))
    assert {key: report[key] for key in ("read", "loaded", "rejected", "already", "met")} == {
        "read": 3, "loaded": 2, "rejected": 1, "already": 0,
        "met": {"wd": {"5": 1, "10": 1, "15": 1}, "nd": {"15": 1, "30": 1, "60": 1}},
    }  # fmt: skip
    assert report["rejects"] == [
        {"row": 4, "field": "kind", "value": "pigeon", "rule": report["rejects"][0]["rule"]}
    ]
    assert report["judged"]["identify"] == {"in_time": 1, "late": 1}


def test_tables_for_people(csv_file, mapping, tmp_path):
    rejects = tmp_path / "left.csv"
    path = csv_file(row(1), row(2, kind="[bold]pigeon"))
    shown = command(path, "--map", mapping, "--rejects", rejects)
    assert "[bold]pigeon" in shown
    assert str(rejects)[-20:] in shown.replace("\n", "")
    assert rejects.exists()


def test_a_dry_run_shows_masked_names(csv_file, mapping):
    shown = command(csv_file(row(1)), "--map", mapping, "--dry-run")
    assert "林*" in shown
    assert "林晓" not in shown
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.csv", "--map", "{map}"], "nowhere.csv"),
        (["{file}", "--map", "nowhere.yaml"], "nowhere.yaml"),
        (["{file}", "--map", "{map}", "--limit", "0"], "whole number"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(csv_file, mapping, words, sentence):
    places = {"file": csv_file(row(1)), "map": mapping}
    with pytest.raises(CommandError, match=sentence):
        command(*(word.format(**places) for word in words))


def test_a_unit_that_is_not_there(csv_file, mapping):
    mapping.write_text(MAPPING.replace("unit: hall", "unit: hell"), "utf-8")
    with pytest.raises(CommandError, match="no unit with the code hell"):
        command(csv_file(row(1)), "--map", mapping)
