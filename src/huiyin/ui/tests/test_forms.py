"""From a browser's flat names to nested data, and from a definition to the fields of a page."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from huiyin.engine.definition import FormField
from huiyin.engine.forms import FieldError
from huiyin.packs import load
from huiyin.ui.fields import Filling, Option, build, wrong_fields
from huiyin.ui.formdata import decode

REGISTER = load.process("national", "petition").acts["register"].form
OPINION = load.process("national", "petition").acts["give_opinion"].form


def post(**fields: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({name.replace("__", "-"): value for name, value in fields.items()})
    return data


def test_names_become_nested_data():
    raw = decode(REGISTER, post(title="路灯", petitioner__name="王小明", petitioner__phone="",
                                requests__0__request="修灯", requests__2__request="换线",
                                anonymous="on", stray="x"))  # fmt: skip
    assert {name: value for name, value in raw.items() if value} == {
        "title": "路灯", "anonymous": "on",
        "petitioner": {"name": "王小明", "phone": ""},
        "requests": [{"request": "修灯"}, {"request": "换线"}],
    }  # fmt: skip


def test_empty_rows_of_a_list_go_those_answering_each_stay():
    assert decode(REGISTER, post(requests__0__request=" ", requests__1__request="x"))[
        "requests"
    ] == [{"request": "x"}]
    answers = decode(OPINION, post(requests__0__decision="", requests__1__decision="好"))[
        "requests"
    ]
    assert answers == [{}, {"decision": "好"}]


@given(st.dictionaries(st.text(max_size=30) | st.from_regex(r"requests-[0-9²³]{1,12}-request"),
                       st.text(max_size=5), max_size=8))  # fmt: skip
def test_no_name_breaks_it_or_makes_many_rows(fields):
    data = QueryDict(mutable=True)
    data.update(fields)
    assert len(decode(REGISTER, data).get("requests", [])) <= 200
    assert len(decode(OPINION, data).get("requests", [])) <= 200


def by_name(fields):
    return {view.name: view for view in fields}


def test_settled_values_are_not_asked_again():
    letter = by_name(build(Filling(REGISTER, fixed={"channel": "letter"})))
    assert letter["channel"].widget == "hidden"
    assert "read_back" not in letter
    visit = by_name(build(Filling(REGISTER, fixed={"channel": "visit"})))
    assert visit["read_back"].condition == ""
    assert by_name(build(Filling(REGISTER)))["read_back"].condition != ""


def test_each_has_a_row_for_each():
    texts = {"requests": ["修灯", "换线"]}
    rows = by_name(build(Filling(OPINION, row_texts=texts)))["requests"].rows
    assert [row.text for row in rows] == ["修灯", "换线"]
    assert rows[1].fields[0].name == "requests-1-finding"


def test_errors_stand_at_their_fields():
    errors = (FieldError("title", "required"), FieldError("requests.0.request", "required"))
    fields = build(Filling(REGISTER, raw={"text": "x"}, errors=errors))
    wrong = list(wrong_fields(fields))
    assert [item.id for item in wrong] == ["id_title", "id_requests-0-request"]
    title = by_name(fields)["title"]
    assert title.described_by.split() == ["id_title_help", "id_title_error"]


def test_references_without_options_are_typed():
    options = {"category": (Option("01", "市政"),)}
    fields = by_name(build(Filling(REGISTER, options=options)))
    assert fields["category"].widget == "select"
    assert fields["place"].widget == "input"


KINDS = (
    "text", "long", "int", "bool", "choice", "date", "datetime", "person", "unit", "post",
    "units", "posts", "division", "grid", "category", "point", "files",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_field_has_a_widget(kind):
    field = FormField(type=kind, zh="字段", en="Field")
    (view,) = build(Filling({"f": field}))
    assert view.widget in {
        "input", "textarea", "checkbox", "checks", "radio", "select", "person", "files",
    }  # fmt: skip


def test_a_point_is_typed_and_a_script_may_put_a_map_beside_it():
    (view,) = build(Filling({"at": FormField(type="point", zh="位置", en="Place")}))
    drawn = render_to_string("ui/field.html", {"field": view})
    assert 'type="text" class="point" data-point' in drawn
