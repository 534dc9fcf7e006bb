"""What stands on a matter's page about other matters: relations, and what may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from huiyin.matters import policy, relation_words
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.queries.relations import relations
from huiyin.matters.queries.repeats import Candidate, candidates
from huiyin.people.actor import Actor

UNDECIDED = "intake"
"""The phase in which somebody still has to look whether the matter is a repeat."""


def related(actor: Actor, page: MatterPage, acts: Sequence[str]) -> dict[str, Any]:
    """Variables of `desk/relations.html` and `desk/alike.html`; two statements, or one. Only who
    handles the matter is shown what may be the same."""
    matter = page.matter
    handles = policy.handling(actor, matter) is not None
    found = candidates(actor, matter) if handles and matter.phase == UNDECIDED else ()
    return {
        "handles": handles,
        "relations": [
            (relation_words.words(one.kind, one.way), one) for one in relations(actor, matter)
        ],
        "alike": in_words(found),
        "kinds": relation_words.choices(),
        "mark": _mark(page, acts),
        "may_link": policy.may(actor, "link", matter),
    }


def in_words(found: Sequence[Candidate]) -> list[tuple[str, Candidate]]:
    """Each candidate with what the machine says about it."""
    return [(_(relation_words.SUGGESTED[one.kind]), one) for one in found]


def _mark(page: MatterPage, acts: Sequence[str]) -> tuple[str, str] | None:
    """The act open now by which a repeat is marked, and its field for the earlier matter."""
    for key in acts:
        for field, linked in page.process.acts[key].links.items():
            if linked.kind == "repeat_of":
                return key, field
    return None
