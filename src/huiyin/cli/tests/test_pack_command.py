"""`huiyin pack`: words, languages, exit codes and JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from huiyin.cli.pack import main
from huiyin.packs import load


@pytest.fixture
def broken(tmp_path):
    copy = tmp_path / "broken"
    shutil.copytree(load.folder("national"), copy)
    file = copy / "processes" / "petition.yaml"
    text = file.read_text("utf-8")
    return copy, file, text


def line_of(text: str, words: str) -> int:
    return text.partition(words)[0].count("\n") + 1


def test_check_of_a_sound_pack(capsys):
    assert main(["check", "national"]) == 0
    assert "没有发现错误" in capsys.readouterr().out
    assert main(["check", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "problems": []}


def test_check_prints_file_line_and_sentence(broken, capsys):
    folder, file, text = broken
    file.write_text(text.replace("    to: handling\n", "    to: nowhere\n"), "utf-8")
    assert main(["check", str(folder), "--lang", "en"]) == 1
    line = line_of(text, "    to: handling\n")
    out = capsys.readouterr().out
    assert f"processes/petition.yaml:{line}: `acts.accept.to` names the state `nowhere`" in out
    assert main(["check", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert {"file", "line", "path", "code", "en", "zh", "severity"} == set(told["problems"][0])


def test_stories_as_json(broken, capsys):
    assert main(["stories", "national", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["passed"] >= 34
    assert (told["failed"], told["failures"]) == (0, [])
    folder, file, text = broken
    file.write_text(text.replace("legal: 2026-04-07, status", "legal: 2026-04-06, status"), "utf-8")
    assert main(["stories", str(folder), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["failed"] == 1
    (failure,) = told["failures"]
    assert (failure["what"], failure["expected"], failure["found"]) == (
        "identify.legal",
        "2026-04-06",
        "2026-04-07",
    )
    assert failure["line"] == line_of(text, "legal: 2026-04-07, status")
    assert main(["stories", str(folder), "--lang", "en"]) == 1
    assert "expected 2026-04-06; found 2026-04-07" in capsys.readouterr().out


@pytest.mark.parametrize("word", ["show", "diagram", "stories"])
def test_a_broken_pack_is_told_and_not_shown(word, broken, capsys):
    folder, file, text = broken
    file.write_text(text.replace("kind: statutory}", "kind: whatever}"), "utf-8")
    assert main([word, str(folder), "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "`kind` must be one of statutory, internal, petitioner" in err


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh", ("信访事项", "受理", "办理中")), ("en", ("Petition", "Accept", "Being handled"))],
)
def test_show_and_diagram(lang, words, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    for word in ("show", "diagram"):
        assert main([word, "national", "--lang", lang, "--process", "petition"]) == 0
        out = capsys.readouterr().out
        assert all(text in out for text in words)


def test_schema_is_json_and_goes_to_a_file(tmp_path, capsys):
    assert main(["schema"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert main(["schema", "--out", str(tmp_path / "pack.schema.json")]) == 0
    assert json.loads((tmp_path / "pack.schema.json").read_text("utf-8")) == printed


def test_no_such_pack_and_no_such_process(capsys):
    assert main(["check", "nowhere"]) == 2
    assert main(["show", "national", "--process", "nothing"]) == 2
    assert "no process nothing" in capsys.readouterr().err


def test_it_works_without_django():
    code = "import sys; from huiyin.cli.pack import main; main(['check']); "
    code += "sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == 0
