"""What residents can raise fits the processes that take it in; a wrong file is told by its line."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from huiyin.packs import load, raise_file
from huiyin.packs.raise_file import RaiseFileError, faults, read


def acts():
    processes = load.load("national").processes
    return {(key, name): act for key, process in processes.items()
            for name, act in process.acts.items()}  # fmt: skip


def test_every_kind_asks_what_its_act_needs_and_is_for_residents():
    assert list(faults(read(), acts())) == []


def test_every_category_is_known_and_every_topic_names_its_law():
    known = YAML(typ="safe").load((load.HERE / "national/categories.yaml").read_text("utf-8"))
    for topic in read().topics.values():
        assert topic.law
        assert topic.sets.get("category", "17") in known["categories"]


def test_the_everyday_topics_and_four_routes_that_lead_elsewhere_are_there():
    routes = {topic.elsewhere.route for topic in read().topics.values() if topic.elsewhere}
    assert {"art31_1", "art31_2", "art31_4", "art31_5", "art30"} == routes
    assert {topic.kind for topic in read().topics.values()} == {
        "petition",
        "suggestion",
        "mediation",
    }


def test_what_does_not_fit_is_told():
    told = read()
    petition = told.kinds["petition"]
    broken = told.model_copy(update={"kinds": {
        "petition": petition.model_copy(update={"what": ["title", "colour"]}),
        "suggestion": petition.model_copy(update={"act": "close"}),
    }})  # fmt: skip
    said = "\n".join(faults(broken, acts()))
    assert "no field colour" in said
    assert "text is required and nobody asks it" in said
    assert "petition/close" in said
    assert "topics.neighbour: no kind mediation" in said


def test_an_unknown_key_is_refused_with_its_line(tmp_path, monkeypatch):
    text = (load.HERE / "national/raise.yaml").read_text("utf-8").replace("topics:", "topic:", 1)
    (tmp_path / "raise.yaml").write_text(text, "utf-8")
    (tmp_path / "pack.yaml").write_text("pack: x", "utf-8")
    monkeypatch.setattr(raise_file.load, "folder", lambda _pack: tmp_path)
    with pytest.raises(RaiseFileError, match=r"raise\.yaml"):
        raise_file.read.__wrapped__("x-national")
