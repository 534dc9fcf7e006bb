from __future__ import annotations

import pytest

from huiyin.engine.definition import Process
from huiyin.letters.gaps import all_gaps, gaps
from huiyin.letters.tests.sample import wording
from huiyin.letters.wording import Need
from huiyin.letters.wordings import wording as of_pack
from huiyin.packs import load
from huiyin.packs.tests.own import own


@pytest.mark.parametrize("pack", load.available())
def test_no_letter_of_any_process_lacks_a_fact(pack: str) -> None:
    found = list(all_gaps(own(pack), lambda key: of_pack(pack, key)))
    assert found == []


def petition(act: str, **fields: dict[str, object]) -> Process:
    """The national petition with some fields of one act changed."""
    process = load.process("national", "petition")
    form = {
        name: spec.model_copy(update=fields.get(name, {}))
        for name, spec in process.acts[act].form.items()
    }
    changed = process.acts[act].model_copy(update={"form": form})
    return process.model_copy(update={"acts": {**process.acts, act: changed}})


def test_a_field_that_is_not_required_is_a_gap() -> None:
    rule = wording("decline_notice")
    assert gaps(petition("decline"), "decline", rule) == []
    assert gaps(petition("decline", turn_to={"required": False}), "decline", rule) == [
        "act.turn_to"
    ]
    sometimes = petition("decline", reason={"condition": {"ground": ("N1",)}})
    assert gaps(sometimes, "decline", rule) == ["act.reason"]


def test_an_option_without_its_law_is_a_gap() -> None:
    options = load.process("national", "petition").acts["decline"].form["ground"].options
    bare = {key: one.model_copy(update={"law": None}) for key, one in options.items()}
    process = petition("decline", ground={"options": bare})
    assert gaps(process, "decline", wording("decline_notice")) == ["act.ground_law"]


@pytest.mark.parametrize(
    "fact",
    ["previous.extend.day", "previous.nothing.day", "previous.hear_statement.nothing",
     "letters.extension_notice.number", "clocks.nothing.legal", "clocks.handle.nothing",
     "clocks.handle.previous_legal",
     "sender.name", "nothing.name", "matter.colour", "act.nothing", "requests[].nothing"],
)  # fmt: skip
def test_what_need_not_have_been_is_a_gap(fact: str) -> None:
    process = load.process("national", "petition")
    rule = wording("opinion")
    more = {**rule.requires, fact: Need(zh="事实", en="fact")}
    assert gaps(process, "give_opinion", rule.model_copy(update={"requires": more})) == [fact]


@pytest.mark.parametrize(
    "fact",
    ["previous.register.title", "previous.register.requests[].request", "clocks.handle.legal",
     "matter.channel_name", "requests[].request", "approver.post", "act.requests[].finding_name",
     "previous.accept.day | previous.merge.day | previous.reopen.day | previous.reopen_poor.day"],
)  # fmt: skip
def test_what_must_have_been_is_none(fact: str) -> None:
    process = load.process("national", "petition")
    rule = wording("opinion").model_copy(update={"requires": {fact: Need(zh="事实", en="fact")}})
    assert gaps(process, "give_opinion", rule) == []


def test_one_of_several_acts_is_enough_only_if_no_way_passes_by_all_of_them() -> None:
    process = load.process("national", "petition")
    some = "previous.forward.day | previous.assign.day"
    rule = wording("opinion").model_copy(update={"requires": {some: Need(zh="转交", en="day")}})
    assert gaps(process, "give_opinion", rule) == [some]
