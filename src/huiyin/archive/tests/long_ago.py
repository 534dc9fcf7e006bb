"""Matters of long ago whose retention is over, for the tests of the archive and of its faces."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huiyin.archive.tests.papers import pdf_of, picture
from huiyin.matters import testing
from huiyin.matters.files import Upload
from huiyin.matters.testing import Walk
from huiyin.people.testing import Cast

PHOTO, PROOF = "王小明家门口.jpg", "王小明证明.pdf"
Archived = Callable[..., Walk]


def archived_by(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Archived:
    """`archived("y10")`: a matter answered, closed and archived by the town in 2014, so that ten
    years are over; `changes` are those of its registration."""
    monkeypatch.setattr(testing, "START", (2014, 3, 3))

    def make(retention: str = "y10", **changes: object) -> Walk:
        walk = Walk(cast, **changes)
        photo = picture("JPEG", (400, 300 + walk.matter.pk.int % 97))  # no two have the same bytes
        files = {"files": [Upload(PHOTO, photo), Upload(PROOF, pdf_of(2))]}
        walk.act("supplement", "office.window", 0, {"text": "补充照片和证明"}, uploads=files)
        walk.to_served()
        walk.act("close", "town.handler", 60, {"summary": "期满没有申请复查"})
        walk.act("archive", "town.handler", 61, {"retention": retention})
        return walk

    return make
