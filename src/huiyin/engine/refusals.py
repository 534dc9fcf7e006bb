"""Why an act was refused, in sentences: one for each code of a `Refusal` and each rule of a form.

Sentences are English msgids; the names in them (fields, acts, clocks, states) come from the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from huiyin.engine.definition import FormField, Process, Relation, Role
from huiyin.engine.explain import COMMA, N_, Step
from huiyin.engine.explain import SENTENCES as STEPS
from huiyin.engine.explain import render as explained
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal

Translate = Callable[[str], str]

CODES: Mapping[str, str] = {
    "unknown_act": N_("There is no act “{act}” in this procedure."),
    "wrong_state": N_("This cannot be done while the matter is “{state}”."),
    "not_allowed": N_("Your post may not do this. It can be done by: {who}."),
    "no_unit": N_("Choose the office that this is addressed to."),
    "same_person": N_("A second person must confirm this; you have proposed it yourself."),
    "proposal_pending": N_("“{act}” waits for confirmation; confirm it or send it back first."),
    "nothing_proposed": N_("Nothing waits for confirmation here."),
    "impossible_time": N_("{at} is in the future, or before the matter came to where it stands."),
    "not_named": N_("This is confidential; only the posts named on it may act."),
    "recused": N_("You have stepped aside from this matter (recusal) and may not act on it."),
    "barred": N_("Whoever decided before does not decide again; you have done: {acts}."),
    "condition": N_("This does not fit what was recorded: {fields}."),
    "needs": N_("This must be done first: {acts}."),
    "done_already": N_("This was done already; the limit is {times}."),
    "too_late": N_("The time for this is over: {clock}."),
    "too_soon": N_("Too early: “{clock}” runs until {due}."),
    "too_soon_not_started": N_("Too early: “{clock}” has not begun."),
    "undone_by_act": N_("This was made by an act and is taken back by an act of its own."),
    "clock_not_running": N_("“{clock}” is not running."),
    "held": N_("A legal hold stands: nothing of this matter may be erased."),
    "form": N_("Some fields need your attention."),
}

RULES: Mapping[str, str] = {
    "unknown_field": N_("{label}: there is no such field"),
    "required": N_("{label}: must be filled in"),
    "must_be_true": N_("{label}: must be confirmed"),
    "list": N_("{label}: must be rows"),
    "too_few_rows": N_("{label}: at least {limit} rows are needed"),
    "too_many_rows": N_("{label}: at most {limit} rows are possible"),
    "each_once": N_("{label}: each of the {limit} requests needs exactly one answer"),
    "text": N_("{label}: “{value}” is not text"),
    "control_character": N_("{label}: holds a character that cannot be stored"),
    "too_short": N_("{label}: “{value}” is too short, at least {limit} characters"),
    "too_long": N_("{label}: “{value}” is too long, at most {limit} characters"),
    "whole_number": N_("{label}: “{value}” is not a whole number"),
    "too_small": N_("{label}: {value} is too small, at least {limit}"),
    "too_big": N_("{label}: {value} is too big, at most {limit}"),
    "yes_or_no": N_("{label}: “{value}” is neither yes nor no"),
    "choice": N_("{label}: “{value}” is not one of {limit}"),
    "date": N_("{label}: “{value}” is not a date such as 2026-05-01"),
    "datetime": N_("{label}: “{value}” is not a time such as 2026-05-01 09:30"),
    "impossible_year": N_("{label}: the year of {value} is not within {limit}"),
    "in_the_future": N_("{label}: {value} is in the future (now: {limit})"),
    "too_early": N_("{label}: {value} is too early, not before {limit}"),
    "person": N_("{label}: a person has only these parts: {limit}"),
    "person_part": N_("{label}: a part is too long ({limit})"),
    "name_required": N_("{label}: the name must be filled in"),
    "same_unit": N_("{label}: the matter is at this unit already"),
    "complained_about": N_(
        "{label}: must be another one; this one is complained about or has another part here"
    ),
    "not_among_superiors": N_("{label}: is not the next higher authority of the deciding unit"),
    "not_among_partners": N_("{label}: does not handle this matter jointly"),
    "point": N_("{label}: “{value}” is not a place such as 39.90872,116.39748"),
    "files": N_("{label}: must be files"),
    "too_few_files": N_("{label}: at least {limit} files are needed"),
    "unknown_text": N_("{label}: there is no such text in this event: {value}"),
    "too_many_files": N_("{label}: at most {limit} files are possible"),
    "file_empty": N_("{label}: the file “{value}” is empty"),
    "file_too_large": N_("{label}: the file “{value}” is too large, at most {limit}"),
    "file_type": N_("{label}: files like “{value}” are not taken, only these: {limit}"),
    "file_is_something_else": N_("{label}: the file “{value}” is not what its ending {limit} says"),
    "files_only_as_uploads": N_("{label}: files come as uploads with the form"),
    "letter_needs": N_("{label}: the letter needs it ({limit})"),
    "unknown_unit": N_("{label}: there is no such unit"),
    "unknown_post": N_("{label}: there is no such post in this unit"),
    "unknown_matter": N_("{label}: there is no matter {value} that you can see"),
    "itself": N_("{label}: a matter has no relation to itself"),
    "already_linked": N_("{label}: these two matters are related like this already"),
    "merged_away": N_("{label}: {value} was itself merged into another matter; name that one"),
    "unknown_division": N_("{label}: there is no such place"),
    "unknown_grid": N_("{label}: there is no grid with this code"),
    "unknown_category": N_("{label}: there is no such category"),
}

ROLES: Mapping[Role, str] = {
    Role.WINDOW: N_("window officer"),
    Role.DISPATCHER: N_("dispatcher"),
    Role.HANDLER: N_("handler"),
    Role.HEAD: N_("head"),
    Role.LEADER: N_("leader"),
    Role.SUPERVISOR: N_("supervisor"),
    Role.MEDIATOR: N_("mediator"),
    Role.GRID: N_("grid worker"),
    Role.AUDITOR: N_("auditor"),
    Role.ADMIN: N_("administrator"),
    Role.RESIDENT: N_("resident"),
}

RELATIONS: Mapping[Relation, str] = {
    Relation.OWNER: N_("the responsible unit"),
    Relation.INTAKE: N_("the unit that registered it"),
    Relation.SENDER: N_("the unit that passed it on"),
    Relation.PARTNER: N_("a unit that handles it jointly"),
    Relation.COMMON: N_("the common superior of both units"),
    Relation.ABOVE: N_("a unit above the responsible one"),
    Relation.ANY: N_("any unit"),
}

WHO = N_("{role} of {relation}")
ROW = N_("{list}, row {row}, {label}")
WITH_LAW = N_("{sentence} ({law})")


def render(
    refusal: Refusal,
    translate: Translate,
    *,
    process: Process,
    language: str,
    act: str | None = None,
) -> list[str]:
    """The sentences of a refusal: one, or one for each field that is wrong.

    `act` is the key of the act refused (it has the labels); `language` is that of the pack's texts.
    """
    if refusal.code == "form" and refusal.errors:
        form = process.acts[act].form if act in process.acts else {}
        return [field_sentence(error, form, translate, language) for error in refusal.errors]
    names = dict(_names(refusal.params, process, translate, language))
    if refusal.code in STEPS:
        clock = names.pop("clock", "")
        (reason,) = explained([Step(refusal.code, names)], translate)
        return [f"{clock}: {reason}" if clock else reason]
    code = refusal.code
    if code == "too_soon" and not names.get("due"):
        code = "too_soon_not_started"
    return [translate(CODES[code]).format_map(names)]


def field_sentence(
    error: FieldError, form: Mapping[str, FormField], translate: Translate, language: str
) -> str:
    """What is wrong with one field: its label, the value, the rule, the limit and the law."""
    label, spec = _labelled(error.field, form, translate, language)
    limit = error.limit
    if error.rule == "choice" and spec is not None:
        limit = translate(COMMA).join(option.say(language) for option in spec.options.values())
    values = {"label": label, "value": error.value, "limit": limit}
    sentence = translate(RULES[error.rule]).format_map(values)
    if error.law:
        return translate(WITH_LAW).format(sentence=sentence, law=error.law)
    return sentence


def _labelled(
    path: str, form: Mapping[str, FormField], translate: Translate, language: str
) -> tuple[str, FormField | None]:
    """`requests.0.basis` → “Answer to each request, row 1, Legal basis”, and the field."""
    name, _, rest = path.partition(".")
    spec = form.get(name)
    if spec is None:
        return path, None
    if not rest:
        return spec.say(language), spec
    row, _, column = rest.partition(".")
    inner = spec.fields.get(column)
    label = inner.say(language) if inner else column
    words = {"list": spec.say(language), "row": int(row) + 1, "label": label}
    return translate(ROW).format_map(words), inner


def _names(
    params: Mapping[str, str], process: Process, translate: Translate, language: str
) -> Iterable[tuple[str, str]]:
    """Parameters with keys of the pack replaced by its names."""
    for key, value in params.items():
        parts = [_name(key, part, process, translate, language) for part in value.split(", ")]
        yield key, translate(COMMA).join(parts)


def _name(key: str, value: str, process: Process, translate: Translate, language: str) -> str:
    if key == "who":
        role, _, relation = value.partition(" of ")
        words = {
            "role": translate(ROLES[Role(role)]),
            "relation": translate(RELATIONS[Relation(relation)]),
        }
        return translate(WHO).format_map(words)
    if key in {"act", "acts"} and value in process.acts:
        return process.acts[value].name.say(language)
    if key == "fields":
        named = (act.form[value] for act in process.acts.values() if value in act.form)
        return next((spec.say(language) for spec in named), value)
    if key == "state" and value in process.states:
        return process.states[value].say(language)
    if key == "clock" and value in process.clocks:
        return process.clocks[value].say(language)
    return value
