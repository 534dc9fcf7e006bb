"""Petitions for tests: filled forms, and a walk from registration to the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from huiyin.engine.standing import Step
from huiyin.matters.actions import perform, register
from huiyin.matters.effects import Performed
from huiyin.matters.files import Upload
from huiyin.matters.history import zone
from huiyin.matters.models import Matter
from huiyin.people.testing import Cast

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
START = (2025, 3, 3)

TRIAGE: Mapping[str, Any] = {"class": "appeal", "route": "art31_6", "procedure": "ordinary"}
OPINION: Mapping[str, Any] = {
    "facts": "经查，路灯线路老化。", "review_body": "松岭县人民政府",
    "review_address": "松岭县中心路1号",
    "requests": [{"finding": "support", "decision": "十日内修复。", "basis": "某规定第三条"}],
}  # fmt: skip


def moment(day: int, hour: int = 9) -> datetime:
    """A local time, `day` days after the petition came in."""
    return datetime(*START, hour, tzinfo=zone()) + timedelta(days=day)


def petition(**changes: Any) -> dict[str, Any]:
    """The raw form of a registration; `changes` replace fields, None takes one out."""
    form: dict[str, Any] = {
        "channel": "visit", "received_at": moment(0).isoformat(),
        "petitioner": {"name": "王小明", "phone": "13800001234", "address": "松石镇柳湾村6号"},
        "title": "村口路灯坏了", "text": "村口路灯坏了三个月，晚上看不见路。",
        "requests": [{"request": "修好路灯"}], "read_back": True,
    }  # fmt: skip
    form |= changes
    return {name: value for name, value in form.items() if value is not None}


class Acts:
    """One matter and the acts done to it, each by the named post that saw the newest event."""

    def __init__(self, cast: Cast, first: Performed) -> None:
        self.cast, self.last, self.pk = cast, first, first.matter.pk

    @property
    def matter(self) -> Matter:
        """The row as it is now."""
        return Matter.objects.select_related("owner_unit", "intake_unit__division").get(pk=self.pk)

    def act(
        self,
        act: str,
        by: str,
        day: int,
        data: Mapping[str, Any] | None = None,
        *,
        step: Step = Step.DO,
        uploads: Mapping[str, Sequence[Upload]] | None = None,
    ) -> Performed:
        """Do one act, `day` days after the matter came in."""
        self.last = perform(
            self.pk, act, by=self.cast.actor(by), data=data or {}, step=step, uploads=uploads,
            expected_seq=self.matter.seq, at=moment(day, 11),
        )  # fmt: skip
        return self.last


class Walk(Acts):
    """A petition, from its registration to the archive."""

    def __init__(self, cast: Cast, by: str = "office.window", **changes: Any) -> None:
        data = petition(**changes)
        super().__init__(cast, register(by=cast.actor(by), data=data, at=moment(0, 10)))

    def to_handling(self) -> Walk:
        """Triaged by the office, forwarded to the town, accepted there."""
        self.act("identify", "office.dispatcher", 1, TRIAGE)
        self.act("forward", "office.dispatcher", 2, {"to_unit": self.cast.unit("town")})
        self.act("accept", "town.handler", 4)
        return self

    def to_served(self) -> Walk:
        """Heard, checked, answered with four eyes, and the answer handed over."""
        self.to_handling()
        day = moment(8).date().isoformat()
        heard = {"heard_on": day, "way": "home", "statement": "晚上真的看不见。"}
        self.act("hear_statement", "town.handler", 9, heard)
        self.act("check_facts", "town.handler", 10, {"checked_on": day, "findings": "线路老化。"})
        self.act("give_opinion", "town.handler", 20, OPINION)
        self.act("give_opinion", "town.head", 21)
        served = {"served_at": moment(22).isoformat(), "way": "direct", "receiver": "王小明"}
        self.act("serve", "town.handler", 22, served)
        return self

    def to_archive(self) -> Walk:
        """The whole way."""
        self.to_served()
        self.act("rate", "town.window", 30, {"office": "good", "unit": "fair"})
        self.act("close", "town.handler", 60, {"summary": "路灯已经修好。"})
        self.act("archive", "town.handler", 61, {"retention": "y10"})
        return self
