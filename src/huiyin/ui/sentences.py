"""What a broken rule or a refusal is called in words; the codes come from the engine.

Sentences are English msgids; `say_error` and `say_refusal` answer in the language of the request.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.engine.definition import Process, Relation, Role, Text
from huiyin.engine.explain import N_
from huiyin.engine.explain import SENTENCES as STEPS
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal

RULES: Mapping[str, str] = {
    "required": N_("This must be filled in."),
    "must_be_true": N_("This must be confirmed."),
    "unknown_field": N_("The form has no such field."),
    "list": N_("This must be a list."),
    "each_once": N_("Answer each of them once: there are {limit}."),
    "text": N_("This must be text."),
    "control_character": N_("The text contains a character that cannot be stored."),
    "too_short": N_("Too short: at least {limit} characters."),
    "too_long": N_("Too long: at most {limit} characters."),
    "whole_number": N_("This must be a whole number, not “{value}”."),
    "too_small": N_("Too small: at least {limit}."),
    "too_big": N_("Too large: at most {limit}."),
    "yes_or_no": N_("This must be yes or no, not “{value}”."),
    "choice": N_("Choose one of the options; “{value}” is not one."),
    "date": N_("“{value}” is not a date. Write it as 2026-03-02."),
    "datetime": N_("“{value}” is not a time. Write it as 2026-03-02 09:30."),
    "in_the_future": N_("This lies in the future; it can be {limit} at the latest."),
    "too_early": N_("Too early: {limit} at the earliest."),
    "person": N_("A person has a name, phone, id number and address."),
    "person_part": N_("Part of the person is too long or not text ({limit})."),
    "name_required": N_("The name must be filled in."),
    "same_unit": N_("This is the unit that has the matter already."),
    "files": N_("These must be files."),
    "too_few_rows": N_("Too few: at least {limit}."),
    "too_many_rows": N_("Too many: at most {limit}."),
    "too_few_files": N_("Too few files: at least {limit}."),
    "too_many_files": N_("Too many files: at most {limit}."),
    "file_empty": N_("The file “{value}” is empty."),
    "file_too_large": N_("The file “{value}” is too large: at most {limit}."),
    "file_type": N_("Files of the type of “{value}” are not taken; these are: {limit}."),
    "file_is_something_else": N_("The file “{value}” is not what its ending {limit} says."),
    "files_only_as_uploads": N_("Files must be uploaded with the form."),
    "letter_needs": N_("A letter to be issued needs this: {limit}."),
    "unknown_unit": N_("There is no such unit."),
    "unknown_post": N_("There is no such post in this unit."),
    "unknown_division": N_("There is no such place."),
    "unknown_category": N_("There is no such category."),
}

REFUSALS: Mapping[str, str] = {
    "unknown_act": N_("There is no such act: {act}."),
    "wrong_state": N_("This cannot be done in the state “{state}”."),
    "nothing_proposed": N_("Nothing is waiting for a second person."),
    "not_allowed": N_("Your posts do not allow this. It may be done by: {who}."),
    "same_person": N_("A second person must confirm this: not the one who proposed it."),
    "proposal_pending": N_("First the proposal “{act}” must be confirmed or sent back."),
    "impossible_time": N_("This cannot have happened at {at}."),
    "condition": N_("This does not fit what is known about the matter."),
    "needs": N_("First this must be done: {acts}."),
    "done_already": N_("This can be done only so often: {times}."),
    "too_late": N_("Too late: the term “{clock}” has ended."),
    "too_soon": N_("Too soon: only after the term “{clock}” has ended. It ends on: {due}"),
    "clock_not_running": N_("The clock “{clock}” is not running."),
    "form": N_("The form has mistakes."),
}

ROLES: Mapping[Role, str] = {
    Role.WINDOW: N_("the window"), Role.DISPATCHER: N_("the dispatcher"),
    Role.HANDLER: N_("a handler"), Role.HEAD: N_("the head"), Role.LEADER: N_("a leader"),
    Role.SUPERVISOR: N_("supervision"), Role.MEDIATOR: N_("a mediator"),
    Role.GRID: N_("a grid worker"), Role.AUDITOR: N_("an auditor"),
    Role.ADMIN: N_("an administrator"), Role.RESIDENT: N_("the resident"),
}  # fmt: skip

RELATIONS: Mapping[Relation, str] = {
    Relation.OWNER: N_("{role} of the responsible unit"),
    Relation.INTAKE: N_("{role} of the unit that registered it"),
    Relation.SENDER: N_("{role} of the unit that passed it on"),
    Relation.ABOVE: N_("{role} of a superior unit"),
    Relation.ANY: N_("{role} of any unit"),
}


def say(text: Text) -> str:
    """Text of a pack in the language of the request."""
    return text.say(get_language() or "zh")


def say_error(error: FieldError) -> str:
    """One sentence for a broken rule."""
    sentence = _(RULES.get(error.rule, RULES["choice"]))
    return sentence.format(value=error.value, limit=error.limit)


def say_refusal(refusal: Refusal, process: Process) -> str:
    """One sentence for a refusal, with acts, states and clocks by their names."""
    sentence = REFUSALS.get(refusal.code) or STEPS.get(refusal.code) or REFUSALS["condition"]
    params = {key: _named(key, value, process) for key, value in refusal.params.items()}
    return _(sentence).format_map(_Missing(params))


class _Missing(dict[str, str]):
    """A sentence may name a parameter that this refusal does not have."""

    def __missing__(self, key: str) -> str:
        return "—"


def _named(kind: str, value: str, process: Process) -> str:
    parts = [part.strip() for part in value.split(",")]
    comma = _(", ")
    if kind in {"act", "acts"}:
        return comma.join(say(process.acts[p].name) if p in process.acts else p for p in parts)
    if kind == "state" and value in process.states:
        return say(process.states[value])
    if kind == "clock" and value in process.clocks:
        return say(process.clocks[value])
    return comma.join(map(say_who, parts)) if kind == "who" else value


def say_who(who: str) -> str:
    """`handler of owner` in words."""
    role, _of, relation = who.partition(" of ")
    if role not in set(Role) or relation not in set(Relation):
        return who
    return _(RELATIONS[Relation(relation)]).format(role=_(ROLES[Role(role)]))
