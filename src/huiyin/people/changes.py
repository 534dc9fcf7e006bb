"""Noting changes of the configuration, in the transaction that makes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import models

from huiyin.people.models import Change

SECRET = "•••"  # noqa: S105 -- what stands in place of one


def values_of(row: models.Model, fields: tuple[str, ...]) -> dict[str, Any]:
    """These columns of a row as the log keeps them: ids for relations, other values as they are."""
    found = {name: row.serializable_value(name) for name in fields}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in found.items()}


def note(
    kind: str,
    subject: models.Model,
    act: str,
    *,
    by: UUID | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Change | None:
    """Append one change, of `before` and `after` only what differs. Returns None (and writes
    nothing) when a `change` changes nothing. `by` is the account, None for jobs and commands."""
    old, new = dict(before or {}), dict(after or {})
    differ = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    if act == "change" and not differ:
        return None
    return Change.objects.create(
        account_id=by, kind=kind, subject=str(subject.pk), title=str(subject)[:120], act=act,
        before={name: old[name] for name in sorted(differ & set(old))},
        after={name: new[name] for name in sorted(differ & set(new))},
        reason=reason,
    )  # fmt: skip
