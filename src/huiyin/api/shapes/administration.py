"""Units, posts, accounts, holdings as JSON. Incoming bodies hold what the pages' forms ask; whether
it is right is decided by the same forms."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from huiyin.api.shapes.base import Shape
from huiyin.people.actions.saving import seen
from huiyin.people.forms import account as account_form
from huiyin.people.forms import post as post_form
from huiyin.people.forms import unit as unit_form
from huiyin.people.models import Account, Holding, Post, Unit


class UnitOut(Shape):
    """`expected` is sent back with a change: it says what the caller saw."""

    id: UUID
    code: str
    name: str
    kind: str
    division: str
    parent: UUID | None
    line_parent: UUID | None
    vertical: bool
    address: str
    phone: str
    reception_hours: str
    short_word: str
    takes_online: bool
    dissolved_on: date | None
    successor: UUID | None
    below: int
    expected: str


class UnitsOut(Shape):
    items: list[UnitOut]
    next: str | None


class PostOut(Shape):
    id: UUID
    unit: UUID
    title: str
    role: str
    grid: str | None
    phone: str
    active: bool
    expected: str


class AccountOut(Shape):
    id: UUID
    username: str
    display_name: str
    email: str
    language: str
    large_type: bool
    is_active: bool
    has_password: bool
    expected: str


class AccountsOut(Shape):
    items: list[AccountOut]
    next: str | None


class HoldingOut(Shape):
    id: UUID
    post: UUID
    account: UUID
    starts_on: date
    ends_on: date | None


class LinkOut(Shape):
    """The path where the owner sets a password; it works once."""

    path: str


class ChoiceOut(Shape):
    """A row as a field names it: code and name."""

    value: str


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")

    def data(self) -> dict[str, Any]:
        """As a form takes it."""
        return self.model_dump(mode="json", exclude={"expected"})


class UnitIn(_In):
    """A unit; `division`, `parent` and `line_parent` by id, code or whole name."""

    name: str = ""
    code: str = ""
    kind: str = ""
    division: str = ""
    parent: str = ""
    line_parent: str = ""
    vertical: bool = False
    address: str = ""
    phone: str = ""
    reception_hours: str = ""
    short_word: str = ""
    takes_online: bool = False
    expected: str = Field(default="", max_length=40)


class DissolveIn(_In):
    successor: str = ""
    reason: str = ""


class PostIn(_In):
    title: str = ""
    role: str = ""
    grid: str = ""
    phone: str = ""
    expected: str = Field(default="", max_length=40)


class AccountIn(_In):
    username: str = ""
    display_name: str = ""
    email: str = ""
    language: str = "zh-hans"
    large_type: bool = False
    expected: str = Field(default="", max_length=40)


class HoldIn(_In):
    """Days as 2026-05-01, both included; without `ends_on` it has no end yet."""

    account: str = ""
    starts_on: str = ""
    ends_on: str = ""


class EndIn(_In):
    ends_on: str = ""


def unit_out(unit: Unit) -> UnitOut:
    return UnitOut(
        id=unit.pk, code=unit.code, name=unit.name, kind=unit.kind, division=unit.division_id,
        parent=unit.parent_id, line_parent=unit.line_parent_id, vertical=unit.vertical,
        address=unit.address, phone=unit.phone, reception_hours=unit.reception_hours,
        short_word=unit.short_word, takes_online=unit.takes_online,
        dissolved_on=unit.dissolved_on, successor=unit.successor_id,
        below=getattr(unit, "below", 0), expected=seen(unit, unit_form.FIELDS),
    )  # fmt: skip


def post_out(post: Post) -> PostOut:
    return PostOut(
        id=post.pk, unit=post.unit_id, title=post.title, role=post.role, grid=post.grid_id,
        phone=post.phone, active=post.active, expected=seen(post, post_form.FIELDS),
    )  # fmt: skip


def account_out(account: Account) -> AccountOut:
    return AccountOut(
        id=account.pk, username=account.username, display_name=account.display_name,
        email=account.email, language=account.language, large_type=account.large_type,
        is_active=account.is_active, has_password=account.has_usable_password(),
        expected=seen(account, account_form.FIELDS),
    )  # fmt: skip


def holding_out(row: Holding) -> HoldingOut:
    return HoldingOut(
        id=row.pk, post=row.post_id, account=row.account_id, starts_on=row.starts_on,
        ends_on=row.ends_on,
    )  # fmt: skip
