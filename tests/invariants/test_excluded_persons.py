"""What METHODS.md marks ≠ has no place in a table, and no act does it: nobody is labelled, handed
over for an appeal, or kept from one (Z11, Z25, L3, X10). See `test_excluded` for what packs say.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from huiyin.engine.definition import NEW, Act, Process, Role, Text
from huiyin.engine.process import Scene
from huiyin.engine.standing import Standing
from huiyin.matters.actions import register
from huiyin.matters.models import Party
from huiyin.matters.testing import moment, petition
from huiyin.packs import load
from huiyin.people.vault.models import Person, Reveal

from .excluded import NEVER_COLUMN

EVERY = list(load.every())


def spoiled(process: Process, key: str, **words: object) -> Process:
    """The process with some words of one act changed."""
    act = process.acts[key].model_copy(update=words)
    return process.model_copy(update={"acts": {**process.acts, key: act}})


def faults(tables: list[type[models.Model]]) -> list[str]:
    """Columns that say something about a person, and tables that hold persons without need."""
    found = []
    for table in tables:
        for field in table._meta.get_fields():
            if NEVER_COLUMN.search(field.name):
                found.append(f"{table.__name__}.{field.name}")
            to = getattr(field, "remote_field", None)
            to_person = to is not None and to.model is Person and hasattr(field, "column")
            if to_person and table not in (Party, Reveal):
                found.append(f"{table.__name__}.{field.name} → Person")
    return found


def test_no_table_labels_scores_or_follows_persons() -> None:
    ours = [one for one in apps.get_models() if one.__module__.startswith("huiyin.")]
    assert len(ours) > 40
    assert faults(ours) == []


def test_a_person_is_what_was_stated_and_nothing_more() -> None:
    parts = ("name", "phone", "id_number", "address")
    stated = {f"{part}_{way}" for part in parts for way in ("sealed", "index")}
    stated |= {"id", "kind", "created_at", "name_masked", "phone_masked"}
    assert {field.name for field in Person._meta.concrete_fields} == stated
    in_a_matter = {"id", "matter", "person", "role", "seq"}
    assert {field.name for field in Party._meta.concrete_fields} == in_a_matter


@isolate_apps("huiyin.matters")
def test_a_table_that_does_is_found() -> None:
    class Watched(models.Model):
        person = models.ForeignKey(Person, models.CASCADE, related_name="+")
        danger_level = models.IntegerField()

        class Meta:
            app_label = "matters"

    assert faults([Watched]) == ["Watched.person → Person", "Watched.danger_level"]


# L3, Z25: nobody is handed over; an incident is a note that changes nothing


POLICE = re.compile("公安|派出所|警察|警方|[Pp]olice")
NAMED = {
    ("petition", "forward_outside"), ("petition", "record_incident"), ("petition", "identify"),
    ("petition", "correct_triage"), ("petition", "divert"), ("mediation", "register"),
    ("mediation", "report_police"), ("dispute", "refer_on"),
}  # fmt: skip
"""Acts whose names or options name the police: a matter goes its legal route there (条例31), or
danger to life is reported (人民调解法25). None of them hands over who appeals."""


def naming_the_police(processes: Iterable[Process]) -> Iterator[tuple[str, str]]:
    for process in processes:
        for key, act in process.acts.items():
            said: list[Text] = [act.name, *act.form.values()]
            said += [one for field in act.form.values() for one in field.options.values()]
            if any(POLICE.search(one.zh) or POLICE.search(one.en) for one in said):
                yield process.process, key


def test_the_police_are_named_only_where_a_matter_or_a_danger_goes_to_them() -> None:
    assert set(naming_the_police(EVERY)) <= NAMED


def test_another_act_that_names_the_police_is_found() -> None:
    name = Text(zh="送派出所", en="Hand over")
    wrong = spoiled(load.process("national", "petition"), "note", name=name)
    assert set(naming_the_police([wrong])) - NAMED == {("petition", "note")}


def effects(process: Process, key: str) -> list[str]:
    """What an act does to its matter besides being noted."""
    act = process.acts[key]
    does = {"to": act.to, "sets": act.sets, "owner": act.owner, "letter": act.letter,
            "links": act.links, "names": act.names, "recuses": act.recuses}  # fmt: skip
    acts = process.acts.values()
    looked_at = {name for other in acts for name in other.condition}
    looked_at |= {name for other in acts if other.needs for name in other.needs.unless}
    looked_at |= {name for clock in process.clocks.values() for name in clock.condition}
    looked_at |= {name for one in acts for spec in one.form.values() for name in spec.condition}
    looked_at |= {name for one in process.outcomes.values() for name in one.any}
    return [*(word for word, value in does.items() if value), *(looked_at & act.form.keys())]


def test_an_incident_changes_nothing_of_the_matter() -> None:
    having = [process for process in EVERY if "record_incident" in process.acts]
    assert having
    for process in having:
        assert effects(process, "record_incident") == [], process.process


def test_an_incident_that_decides_something_is_found() -> None:
    process = load.process("national", "petition")
    assert effects(spoiled(process, "record_incident", to="declined"), "record_incident") == ["to"]
    refuses = spoiled(process, "accept", condition={"measure": ("persuade",)})
    assert effects(refuses, "record_incident") == ["measure"]


# X10, X4: nobody is kept from appealing again


def guarded(processes: Iterable[Process]) -> list[str]:
    """Registrations by residents that look at more than their form."""
    return [
        f"{process.process}.{key}"
        for process in processes
        for key, act in process.acts.items()
        if NEW in act.from_states and act.for_residents() and _guards(act)
    ]


def _guards(act: Act) -> bool:
    return any((act.condition, act.needs, act.done, act.before, act.after, act.times, act.barred))


def test_registering_looks_at_nothing_but_the_form() -> None:
    assert guarded(EVERY) == []


def test_a_registration_that_is_limited_is_found() -> None:
    wrong = spoiled(load.process("national", "petition"), "register", times=1)
    assert guarded([wrong]) == ["petition.register"]


def test_what_is_decided_knows_of_no_other_matter_of_a_person() -> None:
    """The engine sees one matter: there is no place for how often somebody came before."""
    for one in (Scene, Standing):
        names = {field.name for field in dataclasses.fields(one)}
        assert not names & {"person", "persons", "earlier", "repeats", "visits", "history", "score"}


def test_the_same_person_registers_as_often_as_wished(cast) -> None:
    by = cast.actor("office.window")
    numbers = {
        register(
            by=by, data=petition(received_at=moment(day).isoformat()), at=moment(day, 10)
        ).matter.number
        for day in (0, 1, 2, 3)
    }
    assert len(numbers) == 4


@pytest.mark.parametrize("key", ["petition", "suggestion", "report"])
def test_residents_register_by_themselves(key: str) -> None:
    who = load.process("national", key).acts["register"].who
    assert Role.RESIDENT in {one.role for one in who}
