"""Sending what was raised: the same for the pages and the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from huiyin.matters.actions import register
from huiyin.matters.effects import Performed
from huiyin.matters.files import Upload
from huiyin.matters.models import Category
from huiyin.people.actor import resident
from huiyin.people.intake import intake_of
from huiyin.portal.asking import Asked
from huiyin.portal.reach import office

NAME = "web"


class NoOffice(Exception):
    """No office takes in online what is raised at this place."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def send(
    asked: Asked, data: Mapping[str, Any], files: Sequence[Upload], *, via: str = "portal"
) -> Performed:
    """Register what stands in `data` with the office of its place. Raises NoOffice, Refused."""
    place = data.get("place")
    unit = office(place if isinstance(place, str) else "")
    if unit is None:
        raise NoOffice(str(place or ""))
    by = resident(NAME, intake=intake_of(unit))
    whole = {**_known(asked.whole(data)), asked.act.takes_place or "received_at": _now()}
    uploads = {"files": files} if files else {}
    return register(
        asked.kind.process, by=by, data=whole, act=asked.kind.act, pack=asked.pack, uploads=uploads,
        via=via,
    )  # fmt: skip


def _known(whole: dict[str, Any]) -> dict[str, Any]:
    """Without a category that the office no longer uses: the topic chose it, not the resident."""
    code = whole.get("category")
    if code is None or Category.objects.filter(pk=code, active=True).exists():
        return whole
    return {name: value for name, value in whole.items() if name != "category"}


def _now() -> str:
    """The moment by the database's time, which the act is compared with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 -- a SELECT without FROM has one row
    return str(row[0].isoformat())
