"""From the engine's refusal of an act to the reject of its row, in terms of the file's columns."""

from __future__ import annotations

from huiyin.engine.process import Refusal
from huiyin.exchange.cells import as_text
from huiyin.exchange.plan import Planned, Step
from huiyin.exchange.rejects import Reject
from huiyin.exchange.rules import sentence
from huiyin.exchange.values import column_of
from huiyin.matters.actions.door import Moment

_BETWEEN = "; "


def rejected(planned: Planned, step: Step, refusal: Refusal, moment: Moment) -> Reject:
    """The reject of a row, of which `step` was refused; several wrong fields are told together."""
    if refusal.errors:
        names = [
            column_of(step.mapped.data, error.field) or error.field for error in refusal.errors
        ]
        return Reject(
            planned.row,
            _BETWEEN.join(names),
            _BETWEEN.join(error.value for error in refusal.errors),
            _BETWEEN.join(sentence(error.rule, error.limit) for error in refusal.errors),
            planned.cells,
        )
    if refusal.code == "impossible_time":
        return explain(planned, step, "future" if step.at > moment.recorded_at else "order")
    return explain(planned, step, refusal.code, next(iter(refusal.params.values()), ""))


def explain(planned: Planned, step: Step | None, rule: str, limit: str = "") -> Reject:
    """The reject of a row whose act is impossible at its time."""
    if step is None:
        return Reject(planned.row, "", "", sentence(rule, limit), planned.cells)
    shown = as_text(step.at.replace(tzinfo=None))
    return Reject(planned.row, step.mapped.at, shown, sentence(rule, limit), planned.cells)
