"""Who asks for an extension, for how much, and whether the rule allows it (条例 art. 34)."""

from __future__ import annotations

from datetime import datetime

from huiyin.engine.clock_rules import ExtendRule
from huiyin.engine.explain import Step
from huiyin.engine.terms import Term


def granted(rule: ExtendRule, value: object) -> Term:
    """What an act granted: the rule's whole length, or a field's 7, "7" or "7nd".

    Raises ValueError when the value is none of these.
    """
    if value is None or value == "":
        return rule.by
    if isinstance(value, int):
        return Term(value, rule.by.unit)
    text = str(value)
    return Term(int(text), rule.by.unit) if text.isdecimal() else Term.parse(text)


def refusal(
    rule: ExtendRule, at: datetime, amount: Term, *, used: int, legal: datetime | None
) -> Step | None:
    """Why this extension is not allowed, None when it is."""
    if used >= rule.times:
        return Step("extend_used_up", {"times": rule.times})
    if amount.unit is not rule.by.unit or not 0 < amount.amount <= rule.by.amount:
        return Step("extend_too_long", {"asked": str(amount), "most": str(rule.by)})
    if rule.before_expiry and legal is not None and at > legal:
        return Step("extend_expired", {"legal": legal.date().isoformat()})
    return None
