"""Reports of misconduct for tests: a sealed matter, and acts of the posts named on it."""

from __future__ import annotations

from typing import Any, Final

from huiyin.matters.actions import register
from huiyin.matters.files import Upload
from huiyin.matters.testing import PDF, Acts, moment
from huiyin.people.testing import Cast

PROCESS: Final = "report"
TITLE: Final = "招标中收受购物卡"
WORDS: Final = "反映镇里某工程招标之前有人收受购物卡，经手人都在场。"
REPORTER: Final = {"name": "欧阳青松", "phone": "13911112222", "address": "松石镇和平路1号"}


def report(cast: Cast, kept_by: str = "bureau.handler", **changes: Any) -> dict[str, Any]:
    """The raw form of a report about the town, kept by that post; `changes` replace fields, None
    takes one out."""
    form: dict[str, Any] = {
        "channel": "letter", "received_at": moment(0).isoformat(), "petitioner": REPORTER,
        "real_name": True, "title": TITLE, "text": WORDS, "accused_units": [cast.unit("town")],
        "accused_text": "负责招标的人", "to_unit": cast.unit(kept_by.partition(".")[0]),
        "keeper": str(cast.posts[kept_by].pk),
    }  # fmt: skip
    form |= changes
    return {name: value for name, value in form.items() if value is not None}


class ReportWalk(Acts):
    """One report and the acts done to it, each by a post that saw the newest event."""

    def __init__(self, cast: Cast, by: str = "office.window", **changes: Any) -> None:
        uploads = {"files": [Upload("合同.pdf", PDF)]}
        first = register(
            PROCESS, by=cast.actor(by), data=report(cast, **changes), uploads=uploads,
            at=moment(0, 10),
        )  # fmt: skip
        super().__init__(cast, first)

    def to_conclusion(self) -> ReportWalk:
        """Handed to the county and back, accepted by the bureau's handler, its head confirms."""
        posts = {name: str(self.cast.posts[name].pk) for name in self.cast.posts}
        handed = {"competence": "discipline", "basis": "县管干部", "way": "person", "pieces": 1}
        there = {"to_unit": self.cast.unit("county"), "keeper": posts["county.head"]}
        back = {"competence": "back", "to_unit": self.cast.unit("bureau"),
                "keeper": posts["bureau.handler"]}  # fmt: skip
        for by, to, data in (("bureau.handler", "county.head", there),
                             ("county.head", "bureau.handler", back)):  # fmt: skip
            day = self.matter.seq
            self.act("hand_over", by, day, handed | data)
            on = {"received_on": moment(day).date().isoformat(), "complete": True}
            self.act("confirm_receipt", to, day + 1, on)
        named = {"keeper": posts["bureau.handler"], "checker": posts["bureau.head"]}
        self.act("accept", "bureau.handler", 12, named)
        found = {"checked_on": moment(12).date().isoformat(), "findings": "购物卡已经查到。"}
        self.act("check_facts", "bureau.handler", 13, found)
        ended = {"finding": "confirmed", "facts": "属实。", "handling": "立案。", "basis": "某规则"}
        self.act("conclude", "bureau.handler", 14, ended)
        return self
