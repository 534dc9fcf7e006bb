"""What stands on the page of one act: its form, what was said before, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from huiyin.desk import timeline
from huiyin.desk.conflict import Conflict, conflict
from huiyin.desk.options import Setting, options_for
from huiyin.desk.when import conditions
from huiyin.engine.definition import FormField
from huiyin.engine.process import Refusal, gate
from huiyin.engine.standing import Step
from huiyin.matters import told
from huiyin.matters.queries.matter import MatterPage
from huiyin.matters.shown import row_texts
from huiyin.packs.passages_file import Rule, passages, references_of
from huiyin.people.actor import Actor
from huiyin.ui.fields import Filling, Option, build
from huiyin.ui.sentences import say_refusal, say_who

_FORBIDDEN = frozenset({"not_allowed", "same_person"})
_NOT_REPEATED = frozenset({"list", "each", "files", "person", "bool"})
"""Fields whose earlier value helps nobody to fill in the new one."""


@dataclass(frozen=True)
class Attempt:
    """What was typed, and what became of it."""

    raw: Mapping[str, Any] = field(default_factory=dict)
    more: str = ""
    refusal: Refusal | None = None
    seen: int | None = None
    """The event the person had seen last, when somebody acted meanwhile."""


@dataclass(frozen=True, slots=True)
class Before:
    """What stood in a field of the same name when an earlier act was done."""

    text: str
    act: str
    at: datetime


@dataclass(frozen=True)
class ActPage:
    """The page of one act for one person."""

    page: MatterPage
    key: str
    actor: Actor
    attempt: Attempt

    @property
    def is_answer(self) -> bool:
        """Whether the act waits for a second person's answer."""
        proposal = self.page.standing.proposal
        return proposal is not None and proposal.act == self.key

    def closed(self) -> Refusal | None:
        """Why this person cannot do the act now; an answer is open if either answer is."""
        steps = (Step.DO, Step.SEND_BACK) if self.is_answer else (Step.DO,)
        gates = [self._gate(step) for step in steps]
        refusals = [found for found in gates if isinstance(found, Refusal)]
        return refusals[0] if len(refusals) == len(gates) else None

    def may(self, step: Step) -> bool:
        return not isinstance(self._gate(step), Refusal)

    def _gate(self, step: Step) -> object:
        return gate(self.page.scene, self.key, self.page.actor, timezone.now(), step)

    def context(self) -> dict[str, Any]:
        """Variables of `desk/act.html`."""
        page, act, closed = self.page, self.page.process.acts[self.key], self.closed()
        refusal = self.attempt.refusal or closed
        errors = self.attempt.refusal.errors if self.attempt.refusal else ()
        options = {} if self.is_answer else self._options()
        fields = () if self.is_answer else build(self._filling(options))
        when = conditions(page.acts[self.key].form)
        return {
            "page": page,
            "matter": page.matter,
            "key": self.key,
            "act": act,
            "help": page.process.help.get(self.key),
            "rules": passages().rules(references_of(act)),
            "fields": fields,
            "rows": [(one, self._before(one.name), when.get(one.name, "")) for one in fields],
            "said": [] if self.is_answer else list(said(page, act.form)),
            "is_answer": self.is_answer,
            "proposal": timeline.proposal(page) if self.is_answer else None,
            "again": told.proposed_again(page) if self.is_answer else None,
            "proposal_letter": act.letter,
            "second": say_who(str(act.second)) if act.second else "",
            "may_confirm": self.may(Step.DO),
            "may_send_back": self.may(Step.SEND_BACK),
            "reason_error": any(error.field == "reason" for error in errors) and self.is_answer,
            "refusal": say_refusal(refusal, page.process) if refusal else "",
            "has_errors": bool(errors),
            "is_open": closed is None,
            "meanwhile": self._conflict(options),
        }

    def status(self) -> int:
        """The answer's status: 409 when somebody acted meanwhile, 422 for a wrong form."""
        refusal = self.attempt.refusal or self.closed()
        if self.attempt.seen is not None:
            return 409
        if refusal is None:
            return 200
        if refusal.code == "form":
            return 422
        return 403 if refusal.code in _FORBIDDEN else 409

    def _options(self) -> dict[str, tuple[Option, ...]]:
        page = self.page
        among = {"superiors": page.scene.superiors, "partners": page.standing.partners}
        setting = Setting(self.actor, page.matter.owner_unit_id, among)
        return options_for(page.acts[self.key].form, setting)

    def _filling(self, options: Mapping[str, Sequence[Option]]) -> Filling:
        forms = {name: act.form for name, act in self.page.acts.items()}
        return Filling(
            form=forms[self.key],
            raw=self.attempt.raw,
            errors=self.attempt.refusal.errors if self.attempt.refusal else (),
            options=options,
            row_texts=row_texts(self.page.events, forms),
            recorded=self.page.standing.facts,
            more_rows=self.attempt.more,
        )

    def _conflict(self, options: Mapping[str, Sequence[Option]]) -> Conflict | None:
        seen = self.attempt.seen
        if seen is None:
            return None
        return conflict(self.page, self.key, self.attempt.raw, seen, options)

    def _before(self, name: str) -> Before | None:
        """What an earlier act said in a field of this name and type, the last time."""
        spec = self.page.acts[self.key].form.get(name)
        if spec is None or spec.type in _NOT_REPEATED:
            return None
        for event in reversed(self.page.events):
            act = self.page.acts.get(event.act)
            earlier = act.form.get(name) if act else None
            if act and earlier and earlier.type == spec.type and event.data.get(name):
                (line, *_rest) = told.entry_lines(self.page, event, {name: earlier})
                return Before(told.in_words(line), told.title(self.page, event), event.at)
        return None


def said(page: MatterPage, form: Mapping[str, FormField]) -> Iterator[told.Entry]:
    """What was said in words so far, the newest first, for a form that asks for words too."""
    if not any(_has_words(spec) for spec in form.values()):
        return
    for entry in told.timeline(page):
        if entry.event.step in {Step.DO, Step.PROPOSE} and any(
            line.is_long or line.rows for line in entry.lines
        ):
            yield entry


def _has_words(spec: FormField) -> bool:
    return spec.type == "long" or any(_has_words(inner) for inner in spec.fields.values())


def rules_of_clocks(page: MatterPage) -> tuple[Rule, ...]:
    """The rules that the running clocks rest on, in short."""
    running = {one.key for one in page.standing.clocks if one.status in {"running", "paused"}}
    shapes = page.process.clocks
    return passages().rules(shapes[key].law for key in shapes if key in running)
