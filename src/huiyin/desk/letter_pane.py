"""The letter beside the form, as values that `desk/letter_so_far.html` draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.letters.content import LetterContent
from huiyin.letters.so_far import so_far
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that the letter needs and does not have; in both languages, as packs say it."""

    zh: str
    en: str
    law: str


@dataclass(frozen=True, slots=True)
class LetterPane:
    """A letter as far as it goes: `content` is None when not even its head can be written."""

    content: LetterContent | None
    missing: Sequence[Missing]


def letter_pane(matter: Matter, act: str, actor: Actor, raw: Mapping[str, Any]) -> LetterPane:
    """From what is typed so far; of a proposal, from what was proposed. Raises Refused."""
    found = so_far(matter, act, by=actor, data=raw)
    missing = dict.fromkeys(Missing(fact.zh, fact.en, fact.law) for fact in found.missing)
    return LetterPane(found.content, list(missing))
