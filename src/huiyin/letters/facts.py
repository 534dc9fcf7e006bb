"""The facts a letter may use, gathered from a matter (their names are listed in `wording`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.engine import standing as engine
from huiyin.engine.definition import Act, Process
from huiyin.engine.standing import Standing
from huiyin.letters.models import Letter
from huiyin.matters.actions.append import with_texts
from huiyin.matters.codes import code_of
from huiyin.matters.history import zone
from huiyin.matters.models import Matter
from huiyin.people.models import Account, Post, Unit

Who = tuple[UUID | str | None, UUID | str | None]
"""Account id and post id of somebody who acted."""


@dataclass(frozen=True)
class Occasion:
    """The act for which a letter is written, done or only previewed."""

    matter: Matter
    process: Process
    act: str
    data: Mapping[str, Any]
    at: datetime
    unit_id: UUID
    before: Standing
    after: Standing
    events: Sequence[engine.Event]
    petitioner: Mapping[str, str]
    by: Who
    approver: Who | None = None


def facts_for(occasion: Occasion) -> dict[str, Any]:
    """Plain nested mappings, as `huiyin.letters.wording` describes them."""
    matter, after = occasion.matter, occasion.after
    act = occasion.process.acts[occasion.act]
    unit = Unit.objects.get(pk=occasion.unit_id)
    return {
        "unit": {"name": unit.name, "address": unit.address, "phone": unit.phone},
        "matter": _matter(occasion),
        "petitioner": {**occasion.petitioner, "others_count": after.facts.get("people", 1) - 1},
        "sender": {"name": matter.sender_unit.name} if matter.sender_unit else {},
        "to_unit": _to_unit(occasion.data),
        "review_body": {
            "name": occasion.data.get("review_body"),
            "address": occasion.data.get("review_address"),
        },
        "act": _named(act, occasion.data),
        "previous": _previous(occasion),
        "clocks": _clocks(occasion),
        "requests": _requests(occasion, act),
        "document": _document(matter),
        "by": _person(occasion.by),
        "approver": _person(occasion.approver or (None, None)),
        "today": occasion.at.astimezone(zone()).date(),
    }


def _matter(occasion: Occasion) -> dict[str, Any]:
    matter, facts = occasion.matter, occasion.after.facts
    return {
        "number": matter.number,
        "title": matter.title,
        "received_at": matter.received_at.astimezone(zone()),
        "channel_name": _option(occasion.process, "channel", facts),
        "route_name": _option(occasion.process, "route", facts),
        "procedure": facts.get("procedure", "ordinary"),
        "access_code": code_of(matter.id),
    }


def _option(process: Process, field: str, facts: Mapping[str, Any]) -> str | None:
    """The Chinese words of what was chosen for `field` in whichever act asks it."""
    for act in process.acts.values():
        if field in act.form and facts.get(field) in act.form[field].options:
            return act.form[field].options[str(facts[field])].zh
    return None


def _to_unit(data: Mapping[str, Any]) -> dict[str, str]:
    unit = Unit.objects.filter(pk=data["to_unit"]).first() if data.get("to_unit") else None
    return {"name": unit.name} if unit else {}


def _named(act: Act, data: Mapping[str, Any]) -> dict[str, Any]:
    named = dict(data)
    for name, spec in act.form.items():
        if spec.type == "choice" and data.get(name) in spec.options:
            option = spec.options[data[name]]
            named[f"{name}_name"], named[f"{name}_law"] = option.zh, option.law or ""
    return named


def _previous(occasion: Occasion) -> dict[str, dict[str, Any]]:
    previous: dict[str, dict[str, Any]] = {}
    for event in occasion.events:
        if event.step is engine.Step.DO:
            day = event.at.astimezone(zone()).date()
            previous[event.act] = {**event.data, "day": day}
    return previous


def _clocks(occasion: Occasion) -> dict[str, dict[str, Any]]:
    clocks = {}
    for key in occasion.process.clocks:
        now, earlier = occasion.after.clock(key), occasion.before.clock(key)
        if now is not None and now.legal is not None and now.nominal is not None:
            clocks[key] = {"nominal": now.nominal.date(), "legal": now.legal.date()}
            if earlier is not None and earlier.legal is not None:
                clocks[key]["previous_legal"] = earlier.legal.date()
    return clocks


def _requests(occasion: Occasion, act: Act) -> list[dict[str, Any]]:
    """Each request of the registration with what this act says to it."""
    answers = occasion.data.get("requests")
    if not isinstance(answers, list) or "requests" not in act.form:
        return []
    first = next(iter(occasion.events))
    asked = with_texts(occasion.matter.id, first.seq, first.data).get("requests", [])
    findings = act.form["requests"].fields["finding"].options
    return [
        {
            **answer,
            "request": question.get("request"),
            "finding_name": findings[answer["finding"]].zh,
        }
        for question, answer in zip(asked, answers, strict=False)
    ]


def _document(matter: Matter) -> dict[str, str]:
    """The letter that a proof of service belongs to: the newest with a number."""
    letter = Letter.objects.filter(matter=matter).exclude(number="").order_by("-seq").first()
    return {"title": letter.title, "number": letter.number} if letter else {}


def _person(who: Who) -> dict[str, str]:
    # The system and residents act without a post; then there is no account to name either.
    account = Account.objects.filter(pk=who[0]).first() if who[0] and who[1] else None
    post = Post.objects.filter(pk=who[1]).first() if who[1] else None
    return {"name": str(account) if account else "", "post": str(post) if post else ""}
