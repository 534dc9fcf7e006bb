"""Units, posts, accounts and holdings as administration reads them; every list is keyset-paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from huiyin.people.models import Account, Change, Holding, Post, Unit

PAGE = 100
HISTORY = 8
Row = TypeVar("Row", bound=Model)
_BELOW = Q(children__dissolved_on__isnull=True)


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """One page of a list, and the key after which the next begins (empty on the last)."""

    rows: Sequence[Row]
    after: str = ""


def units(*, under: UUID | None, after: str = "") -> Part[Unit]:
    """Units in use one level below `under` (None: the top), each with `below`, by code."""
    rows = _units(Q(parent=under) if under else Q(parent__isnull=True))
    return _part(rows.filter(dissolved_on__isnull=True, code__gt=after).order_by("code"), "code")


def find_units(text: str, after: str = "") -> Part[Unit]:
    """Units, dissolved ones too, whose name or code contains `text`, by code."""
    rows = _units(Q(name__icontains=text) | Q(code__icontains=text))
    return _part(rows.filter(code__gt=after).order_by("code"), "code")


def unit(key: UUID) -> Unit:
    """One unit with what its page says of others. Raises Unit.DoesNotExist."""
    rows = _units(Q(pk=key)).select_related("parent", "line_parent", "successor")
    return rows.get()


def above(one: Unit) -> list[Unit]:
    """Its superiors, the top first."""
    found = Unit.objects.in_bulk(one.above)
    return [found[key] for key in one.above if key in found]


def posts(of: UUID) -> QuerySet[Post]:
    """Every post of a unit, closed ones last, each with `holder` (name, today) and `holder_id`."""
    held = Holding.objects.on(timezone.localdate()).filter(post=OuterRef("pk"))
    return (
        Post.objects.filter(unit=of)
        .select_related("unit", "grid")
        .annotate(
            holder=Subquery(held.values("account__display_name")[:1]),
            holder_id=Subquery(held.values("account")[:1]),
        )
        .order_by("-active", "title", "pk")
    )


def post(key: UUID) -> Post:
    """One post with its unit. Raises Post.DoesNotExist."""
    return Post.objects.select_related("unit", "grid").get(pk=key)


def holdings(*, post: UUID | None = None, account: UUID | None = None) -> QuerySet[Holding]:
    """Holdings of a post or of an account, the newest first."""
    which = Q(post=post) if post else Q(account=account)
    rows = Holding.objects.filter(which).select_related("post__unit", "account")
    return rows.order_by("-starts_on", "-pk")


def accounts(text: str = "", after: str = "") -> Part[Account]:
    """Accounts whose name or user name contains `text`, by user name, each with `held`: how many
    posts it holds today."""
    today = timezone.localdate()
    now = Q(holdings__starts_on__lte=today, holdings__post__active=True) & (
        Q(holdings__ends_on__isnull=True) | Q(holdings__ends_on__gte=today)
    )
    rows = Account.objects.filter(username__gt=after).annotate(held=Count("holdings", filter=now))
    if text:
        rows = rows.filter(Q(username__icontains=text) | Q(display_name__icontains=text))
    return _part(rows.order_by("username"), "username")


def account(key: UUID) -> Account:
    """Raises Account.DoesNotExist."""
    return Account.objects.get(pk=key)


def history(kind: str, key: UUID) -> list[Change]:
    """The newest changes of one thing."""
    rows = Change.objects.filter(kind=kind, subject=str(key)).select_related("account")
    return list(rows.order_by("-at")[:HISTORY])


def _units(which: Q) -> QuerySet[Unit]:
    rows = Unit.objects.filter(which).select_related("division")
    return rows.annotate(below=Count("children", filter=_BELOW))


def _part(rows: QuerySet[Row], key: str) -> Part[Row]:
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return Part(shown, str(getattr(shown[-1], key)) if len(found) > PAGE else "")
