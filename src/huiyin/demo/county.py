"""The fictional county: places, grids, units, posts and their holders, from `county.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from ruamel.yaml import YAML

from huiyin.engine.definition import Role
from huiyin.people.models import Account, Holding, Post, Unit
from huiyin.places.models import Division, Grid

HERE = Path(__file__).parent
SINCE = date(2025, 1, 1)
"""Everybody has held their post since then."""


@dataclass(frozen=True)
class SignIn:
    """How to sign in as one role of the demo county."""

    username: str
    password: str
    role: str
    title: str
    unit: str


@lru_cache
def _hashed(password: str) -> str:
    """Hashed once for all: it takes long on purpose, and this password is no secret."""
    return make_password(password)


@lru_cache
def read(name: str) -> Any:
    """One of this folder's YAML files as plain data."""
    return YAML(typ="safe").load((HERE / name).read_text("utf-8"))


def build() -> None:
    """Write places, units, posts and accounts; the caller has made sure the database is empty."""
    county = read("county.yaml")
    _divisions(county)
    units = _units(county["units"])
    _posts(county, units)
    title, name = county["administrator"][1:]
    administrator = Account.objects.create(
        username=county["administrator"][0], password=_hashed(county["password"]),
        display_name=f"{name}（{title}）", is_staff=True, is_superuser=True,
    )  # fmt: skip
    post = Post.objects.create(unit=units["county"], title=title, role=Role.ADMIN)
    Holding.objects.create(post=post, account=administrator, starts_on=SINCE)


def sign_ins() -> Iterator[SignIn]:
    """One sign-in per role, in the order of the file, the administrator last."""
    county = read("county.yaml")
    seen = set()
    for username, (unit, title, role, _name) in county["posts"].items():
        if role not in seen and role != Role.ADMIN:
            seen.add(role)
            yield SignIn(username, county["password"], role, title, county["units"][unit]["name"])
    username, title, _name = county["administrator"]
    yield SignIn(username, county["password"], Role.ADMIN, title, "")


def there() -> Iterator[SignIn]:
    """The same for whatever demo this database holds, the county or one of the five places."""
    county = read("county.yaml")
    names = [*county["posts"], county["administrator"][0]]
    held = Holding.objects.filter(account__username__in=names).select_related(
        "account", "post__unit"
    )
    seen: set[str] = set()
    for one in sorted(held, key=lambda holding: names.index(holding.account.username)):
        post, username = one.post, one.account.username
        if post.role not in seen:
            seen.add(post.role)
            yield SignIn(username, county["password"], post.role, post.title, post.unit.name)


def _divisions(county: Any) -> None:
    """Codes are nested: the parent of a code is the longest shorter one with its zeros."""
    rows = [(str(code), name, level, at) for code, name, level, *at in county["divisions"]]
    codes = {code for code, *_rest in rows}
    for code, name, level, at in rows:
        latitude, longitude = at or (None, None)
        Division.objects.create(
            code=code, name=name, level=level, parent_id=_parent(code, codes),
            latitude=latitude, longitude=longitude,
        )  # fmt: skip
        if level == 5:  # villages, in the national tree
            Grid.objects.bulk_create(
                Grid(
                    code=f"{code}{n:03d}",
                    division_id=code,
                    name=f"{name}第{n}网格",
                    households=95 + 7 * n,
                )
                for n in range(1, county["grids_per_village"] + 1)
            )


def _parent(code: str, codes: set[str]) -> str | None:
    for length in (9, 6, 4, 2):
        parent = code[:length].ljust(12, "0")
        if parent != code and parent in codes:
            return parent
    return None


def _units(rows: Any) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for key, row in rows.items():
        units[key] = Unit.objects.create(
            code=key, name=row["name"], short_word=row["word"], kind=row["kind"],
            division_id=str(row["division"]), parent=units.get(row.get("above", "")),
            address=row["address"], phone=row["phone"], takes_online=row.get("online", False),
        )  # fmt: skip
    return units


def _posts(county: Any, units: dict[str, Unit]) -> None:
    grids = iter(Grid.objects.order_by("code"))
    for username, (unit, title, role, name) in county["posts"].items():
        grid = next(grids) if role == Role.GRID else None
        post = Post.objects.create(unit=units[unit], title=title, role=role, grid=grid)
        account = Account.objects.create(
            username=username, password=_hashed(county["password"]), display_name=name
        )
        Holding.objects.create(post=post, account=account, starts_on=SINCE)
