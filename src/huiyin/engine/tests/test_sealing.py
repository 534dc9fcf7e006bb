"""Free text and personal data leave the event, and come back unless they were erased."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.definition import FREE_TEXT
from huiyin.engine.sealing import PERSONAL, join, split
from huiyin.engine.tests.petition import process

FORM = process().acts["register"].form
DATA = {
    "channel": "visit",
    "anonymous": False,
    "people": 3,
    "petitioner": {"name": "张三"},
    "title": "灯",
    "text": "坏了",
    "requests": [{"request": "修好"}, {"request": "说明"}],
    "files": ["f1"],
    "received_at": "2026-06-01T00:00:00+00:00",
}


def test_what_leaves_and_what_stays():
    public, sealed = split(FORM, DATA, lambda path, _value: f"h:{path}")
    assert sealed == {"petitioner": {"name": "张三"}, "title": "灯", "text": "坏了",
                      "requests.0.request": "修好", "requests.1.request": "说明"}  # fmt: skip
    assert public["requests"] == [
        {"request": {"$c": "h:requests.0.request"}},
        {"request": {"$c": "h:requests.1.request"}},
    ]
    assert public["petitioner"] == {"$c": "h:petitioner"}
    assert {k: public[k] for k in ("channel", "people", "files")} == {
        "channel": "visit",
        "people": 3,
        "files": ["f1"],
    }
    assert "张三" not in str(public)
    assert join(public, sealed) == DATA


def test_erased_values_are_gone_and_the_rest_stays():
    public, sealed = split(FORM, DATA, lambda _path, _value: "h")
    del sealed["petitioner"]
    assert join(public, sealed) == {**DATA, "petitioner": None}


def test_the_reason_of_a_return_is_free_text_and_a_confirmation_is_not():
    assert split({}, {"reason": "改"}, lambda *_: "h") == (
        {"reason": {"$c": "h"}},
        {"reason": "改"},
    )
    assert split({}, {"confirms": 4}, lambda *_: "h") == ({"confirms": 4}, {})


@given(st.data())
def test_split_and_join_are_inverse_for_every_form(data):
    words = st.text(max_size=5)
    for act in process().acts.values():
        drawn = {}
        for name, spec in act.form.items():
            if spec.fields:
                row = st.fixed_dictionaries(dict.fromkeys(spec.fields, words))
                drawn[name] = data.draw(st.lists(row, max_size=2))
            else:
                drawn[name] = data.draw(words)
        public, sealed = split(act.form, drawn, lambda *_: "h")
        assert join(public, sealed) == drawn
        plain = {
            n for n, s in act.form.items() if s.type not in FREE_TEXT | PERSONAL and not s.fields
        }
        assert {name: public[name] for name in plain} == {name: drawn[name] for name in plain}
        assert not plain & set(sealed)
