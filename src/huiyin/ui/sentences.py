"""The engine's sentences in the language of the request."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.engine import refusals
from huiyin.engine.definition import FormField, Process, Relation, Role, Text
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal


def say(text: Text) -> str:
    """Text of a pack."""
    return text.say(get_language() or "zh")


def say_error(error: FieldError, form: Mapping[str, FormField] | None = None) -> str:
    """One broken rule: the label of its field (the form has it), the rule, the law."""
    return refusals.field_sentence(error, form or {}, _, get_language() or "zh")


def say_refusal(refusal: Refusal, process: Process) -> str:
    """One sentence for a refusal; of a form, only that it has mistakes."""
    bare = Refusal(refusal.code, refusal.params)
    (sentence,) = refusals.render(bare, _, process=process, language=get_language() or "zh")
    return sentence


def say_who(who: str) -> str:
    """`handler of owner` in words."""
    role, _of, relation = who.partition(" of ")
    words = {
        "role": _(refusals.ROLES[Role(role)]),
        "relation": _(refusals.RELATIONS[Relation(relation)]),
    }
    return _(refusals.WHO).format_map(words)
