"""The role map: which claim of the office's sign-in opens which post.

A YAML file: `claim` names the claim (a word, or words with dots for one inside another), `posts` is
a list of rules. A rule gives the `value` that the claim must have or contain, the `unit` by its
code, and the post there by `title`, `role` or both::

    claim: groups
    posts:
      - {value: letters-window, unit: office, role: window}
      - {value: letters-head, unit: office, title: 局长}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Self

import yaml
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from huiyin.accounts.models import GivenHolding
from huiyin.people.actions import admins
from huiyin.people.actions.errors import Refused
from huiyin.people.actions.holdings import FIELDS, KIND
from huiyin.people.changes import note, values_of
from huiyin.people.models import Account, Holding, Post, Role

REASON = "OIDC"


class RoleMapError(ValueError):
    """The role map cannot be used; the message says where and why."""


class Rule(BaseModel):
    """One value of the claim and the post it stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    value: str
    unit: str
    title: str = ""
    role: Role | None = None

    @model_validator(mode="after")
    def _names_a_post(self) -> Self:
        if not self.title and self.role is None:
            raise ValueError("a rule needs the title or the role of the post")
        return self


class RoleMap(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    claim: str
    posts: tuple[Rule, ...]


@dataclass(frozen=True)
class Applied:
    """What a sign-in changed; rules for which no post was free."""

    begun: tuple[Holding, ...]
    ended: tuple[Holding, ...]
    without_post: tuple[Rule, ...]


def read(path: Path) -> RoleMap:
    """Read the file. Raises RoleMapError."""
    try:
        return RoleMap.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as wrong:
        raise RoleMapError(f"{path}: {wrong}") from wrong


def values(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    """The values of a claim: one word, or the words of a list; `a.b` is `b` inside `a`."""
    found: Any = claims
    for part in [name] if name in claims else name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        return frozenset({found})
    return frozenset(map(str, found)) if isinstance(found, list) else frozenset()


@transaction.atomic
def apply(
    account: Account, claims: Mapping[str, Any], rules: RoleMap, *, today: date | None = None
) -> Applied:
    """Begin the holdings that the claims stand for and end those of this map whose claim is gone.

    Holdings that a person gave are never touched, neither is anybody else's: a post held by
    somebody else is not free.
    """
    day = today or timezone.localdate()
    Account.objects.select_for_update().get(pk=account.pk)
    held = values(claims, rules.claim)
    wanted = [rule for rule in rules.posts if rule.value in held]
    gone = [
        given.holding
        for given in _given(account, day)
        if not any(_fits(rule, given.holding.post) for rule in wanted)
    ]
    ended = [holding for holding in gone if _ends(holding, day)]
    begun: list[Holding] = []
    without: list[Rule] = []
    for rule in wanted:
        if Holding.objects.on(day).filter(_post(rule, "post__"), account=account).exists():
            continue
        post = _free(rule, day)
        if post is None:
            without.append(rule)
        else:
            begun.append(_begin(account, post, rule, day))
    return Applied(tuple(begun), tuple(ended), tuple(without))


def _given(account: Account, day: date) -> list[GivenHolding]:
    in_force = Q(holding__ends_on__isnull=True) | Q(holding__ends_on__gte=day)
    rows = GivenHolding.objects.filter(in_force, holding__account=account)
    return list(rows.select_related("holding__post__unit"))


def _fits(rule: Rule, post: Post) -> bool:
    return (
        rule.unit == post.unit.code
        and (not rule.title or rule.title == post.title)
        and (rule.role is None or rule.role == post.role)
    )


def _post(rule: Rule, prefix: str = "") -> Q:
    asked = Q(**{f"{prefix}unit__code": rule.unit, f"{prefix}active": True})
    asked &= Q(**{f"{prefix}title": rule.title}) if rule.title else Q()
    return asked & (Q(**{f"{prefix}role": rule.role}) if rule.role else Q())


def _free(rule: Rule, day: date) -> Post | None:
    """The first post of the rule that nobody holds from that day on."""
    taken = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day)).values("post")
    free = Post.objects.filter(_post(rule)).exclude(pk__in=taken)
    in_use = Q(unit__dissolved_on__isnull=True) | Q(unit__dissolved_on__gt=day)
    locked = free.filter(in_use).select_for_update(of=("self",), skip_locked=True)
    return locked.order_by("title", "pk").first()


def _begin(account: Account, post: Post, rule: Rule, day: date) -> Holding:
    holding = Holding.objects.create(post=post, account=account, starts_on=day)
    GivenHolding.objects.create(holding=holding, value=rule.value[:200])
    after = values_of(holding, FIELDS)
    note(KIND, holding, "create", by=None, after=after, reason=REASON)
    return holding


def _ends(holding: Holding, day: date) -> bool:
    """End it; False when nobody would be left who can administer, and it stays."""
    try:
        with transaction.atomic():
            _end(holding, day)
            if holding.post.role == Role.ADMIN:
                admins.keep_one()
    except Refused:
        return False
    return True


def _end(holding: Holding, day: date) -> None:
    """It was in force up to yesterday; one that began today is taken back whole."""
    before = values_of(holding, FIELDS)
    if holding.starts_on >= day:
        note(KIND, holding, "end", by=None, before=before, reason=REASON)
        holding.delete()
        return
    holding.ends_on = day - timedelta(days=1)
    holding.save(update_fields=["ends_on"])
    after = values_of(holding, FIELDS)
    note(KIND, holding, "end", by=None, before=before, after=after, reason=REASON)
