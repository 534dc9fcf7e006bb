"""The calculator: text, JSON, calendars and wrong values."""

import json

import pytest

from huiyin.cli.due import main


def answer(capsys, *words):
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_json(capsys):
    found = answer(capsys, "2026-02-03", "15nd")
    version = found.pop("calendar")
    assert version.startswith("national-2026.")
    why = found.pop("why")
    assert found == {
        "start": "2026-02-03",
        "terms": ["15nd"],
        "nominal": "2026-02-18",
        "legal": "2026-02-24",
        "provisional": False,
    }
    assert why["zh"][-1].startswith("2026-02-18 是春节假期（国办发明电〔2025〕7号）")
    assert why["en"][-1].startswith("2026-02-18 is a day off: Spring Festival")


@pytest.mark.parametrize(
    ("words", "nominal", "legal"),
    [
        (["2026-08-03", "60nd+30nd"], "2026-11-01", "2026-11-02"),
        (["2026-02-03", "15nd", "--no-roll"], "2026-02-18", "2026-02-18"),
        (["2026-02-03", "15nd", "--first-day", "same"], "2026-02-17", "2026-02-24"),
        (["2026-02-03T10:30", "2h"], "2026-02-03T12:30:00", "2026-02-03T12:30:00"),
        (
            ["2026-02-03T23:30+08:00", "2h"],
            "2026-02-04T01:30:00+08:00",
            "2026-02-04T01:30:00+08:00",
        ),
        (["2026-02-03T23:30+08:00", "1nd"], "2026-02-04", "2026-02-04"),
        (["2026-01-31", "1m"], "2026-02-28", "2026-02-28"),
    ],
)
def test_terms_and_options(capsys, words, nominal, legal):
    found = answer(capsys, *words)
    assert (found["nominal"], found["legal"]) == (nominal, legal)


def test_an_unpublished_year_and_its_publication(capsys, tmp_path):
    assert answer(capsys, "2026-12-22", "12nd")["provisional"] is True
    path = tmp_path / "2027.yaml"
    path.write_text(
        "year: 2027\nsource: {number: null, title: null, date: null, confidence: D}\n"
        "rest: [{from: 2027-01-01, to: 2027-01-04, zh: 元旦, en: New Year}]\n"
        "hours: {mon: ['09:00-12:00'], tue: ['09:00-12:00']}\n"
    )
    found = answer(capsys, "2026-12-22", "12nd", "--calendar", str(path))
    assert (found["legal"], found["provisional"]) == ("2027-01-05", False)
    found = answer(capsys, "2027-01-05T11:00", "4wh", "--calendar", str(path))
    assert found["legal"] == "2027-01-06T12:00:00"


def test_text_in_both_languages(capsys):
    assert main(["2026-02-03", "15nd"]) == 0
    chinese = capsys.readouterr().out
    assert "法定到期: 2026-02-24" in chinese
    assert "- 自 2026-02-04 起算 15 个自然日" in chinese
    assert main(["2026-02-03", "15nd", "--lang", "en"]) == 0
    assert "legal due: 2026-02-24" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2026-02-30", "15nd"], "'2026-02-30' is not a start"),
        (["yesterday", "15nd"], "'yesterday' is not a start"),
        (["2026-02-03", "1.5nd"], "'1.5nd' is not a term"),
        (["2026-02-03", "-5nd"], "'-5nd' is not a term"),
        (["2026-02-03", "5x"], "'5x' is not a term"),
        (["2026-02-03", "60nd+"], "'' is not a term"),
        (["2026-02-03", "3wh"], "declares no office hours"),
        (["2026-02-03", "999999m"], "outside the calendar"),
        (["1900-02-03", "5wd"], "1900-02-03 is not in 1970 to 2099"),
        (["2026-02-03", "5wd", "--calendar", "/no/such/file"], "/no/such/file"),
        (["2026-02-03"], "required: terms"),
        (["2026-02-03", "5wd", "--lang", "fr"], "invalid choice: 'fr'"),
    ],
)
def test_wrong_values_are_told_in_one_sentence(capsys, words, sentence):
    assert main(words) == 2
    printed = capsys.readouterr()
    assert sentence in printed.err
    assert printed.err.count("\n") == 1
    assert not printed.out
