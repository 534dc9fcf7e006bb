"""Relations between matters in words, from either side; and what is wrong with one by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from huiyin.engine.definition import Role
from huiyin.engine.explain import COMMA, N_
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.engine.refusals import CODES, ROLES, RULES
from huiyin.matters import policy
from huiyin.matters.actions.linking import ACTION, BY_HAND
from huiyin.matters.actions.links import IN, OUT

_WORDS: Mapping[tuple[str, str], str] = {
    ("repeat_of", OUT): N_("Repeats"), ("repeat_of", IN): N_("Repeated by"),
    ("same_issue", OUT): N_("Same issue as"), ("same_issue", IN): N_("Same issue as"),
    ("split_from", OUT): N_("Split from"), ("split_from", IN): N_("Split off it"),
    ("review_of", OUT): N_("Reviews"), ("review_of", IN): N_("Reviewed by"),
    ("supervises", OUT): N_("Supervises"), ("supervises", IN): N_("Supervised by"),
    ("settled_by", OUT): N_("Settled by"), ("settled_by", IN): N_("Settles"),
    ("merged_into", OUT): N_("Merged into"), ("merged_into", IN): N_("Took in by merging"),
    ("arises_from", OUT): N_("Arises from"), ("arises_from", IN): N_("Gave rise to"),
    ("cites", OUT): N_("Cites"), ("cites", IN): N_("Cited by"),
}  # fmt: skip
SUGGESTED: Mapping[str, str] = {
    "same_matter": N_("Same person, words alike"),
    "same_person": N_("Same person, another matter"),
    "related": N_("Other person, words alike"),
}
LABELS: Mapping[str, str] = {
    "kind": N_("Relation"), "number": N_("Number of the other matter"), "reason": N_("Reason"),
}  # fmt: skip


def words(kind: str, way: str) -> str:
    """“Repeats”, or from the other side “Repeated by”."""
    return _(_WORDS[kind, way])


def told(data: Mapping[str, Any]) -> str:
    """What the data of an event `linked` or `unlinked` says; "" for anything else."""
    found = _WORDS.get((str(data.get("kind")), str(data.get("way"))))
    return _(found) if found else ""


def choices() -> list[tuple[str, str]]:
    """What may be said by hand: key and words."""
    return [(str(kind), words(kind, OUT)) for kind in BY_HAND]


def sentence(error: FieldError) -> str:
    """What is wrong with one field of the form."""
    limit = error.limit
    if error.rule == "choice":
        limit = _(COMMA).join(text for _key, text in choices())
    label = _(LABELS[error.field])
    return _(RULES[error.rule]).format(label=label, value=error.value, limit=limit)


def refused(refusal: Refusal) -> str:
    """The sentence of a refusal as a whole."""
    roles = _(COMMA).join(_(ROLES[Role(role)]) for role in sorted(policy.ACTIONS[ACTION]))
    return _(CODES[refusal.code]).format(who=roles)
