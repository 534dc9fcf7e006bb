"""A small fictional county for tests: units, posts, and people who hold them, as real rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from huiyin.people.actor import Actor, actor_for
from huiyin.people.models import Account, Holding, Post, Unit
from huiyin.places.models import Division, Grid

SINCE = date(2020, 1, 1)
PASSWORD = "correct-horse-4"  # noqa: S105 -- of fictional people

_DIVISIONS = {
    "province": ("910000000000", "云岭省", 1, None),
    "city": ("910100000000", "松江市", 2, "province"),
    "county": ("910102000000", "松岭县", 3, "city"),
    "town": ("910102001000", "松石镇", 4, "county"),
    "other_town": ("910102002000", "白塔镇", 4, "county"),
    "village": ("910102001201", "柳湾村", 5, "town"),
    "far": ("910200000000", "澜水市", 2, "province"),
}
_UNITS = {
    "county": ("松岭县人民政府", "松政", "government", "county", None),
    "office": ("松岭县信访局", "松信", "bureau", "county", "county"),
    "bureau": ("松岭县住建局", "松建", "bureau", "county", "county"),
    "town": ("松石镇人民政府", "松石", "township", "town", "county"),
    "other_town": ("白塔镇人民政府", "白政", "township", "other_town", "county"),
    "far": ("澜水市信访局", "澜信", "bureau", "far", None),
}
_USUAL = ("window", "dispatcher", "handler", "head")
_POSTS = {
    "county": ("leader", "supervisor", "auditor", "admin", "head"),
    "town": (*_USUAL, "grid", "mediator"),
}


@dataclass(frozen=True)
class Cast:
    """Rows by name: divisions and units by key, posts as `unit.role` (`office.window`)."""

    divisions: dict[str, Division]
    units: dict[str, Unit]
    posts: dict[str, Post]
    accounts: dict[str, Account]
    grid: Grid

    def actor(self, *posts: str) -> Actor:
        """Who holds just these posts; with one post, always the same person."""
        if len(posts) == 1:
            return actor_for(self.accounts[posts[0]], date.today())  # noqa: DTZ011 -- any day fits
        name = "+".join(posts)
        account = Account.objects.create(username=name, display_name=name)
        for post in posts:
            Holding.objects.filter(post=self.posts[post]).delete()
            Holding.objects.create(post=self.posts[post], account=account, starts_on=SINCE)
        return actor_for(account, date.today())  # noqa: DTZ011 -- any day fits

    def unit(self, key: str) -> str:
        """A unit's id, as forms take it."""
        return str(self.units[key].pk)


def make_cast(password: str | None = PASSWORD) -> Cast:
    """Write the county into the database; every post has a holder, named like the post.

    Without a password nobody can sign in (and nothing is spent on hashing it).
    """
    divisions: dict[str, Division] = {}
    for key, (code, name, level, parent) in _DIVISIONS.items():
        divisions[key] = Division.objects.create(
            code=code, name=name, level=level, parent=divisions.get(parent or "")
        )
    grid = Grid.objects.create(
        code="910102001201001", division=divisions["village"], name="柳湾一网格", households=60
    )
    units: dict[str, Unit] = {}
    for key, (name, word, kind, division, parent) in _UNITS.items():
        units[key] = Unit.objects.create(
            code=key, name=name, short_word=word, kind=kind,
            division=divisions[division], parent=units.get(parent or ""),
            address=f"{name}路1号", phone="0999-1000000", reception_hours="工作日 9:00-17:00",
        )  # fmt: skip
    posts, accounts = _people(units, grid, password)
    return Cast(divisions, units, posts, accounts, grid)


def _people(
    units: dict[str, Unit], grid: Grid, password: str | None
) -> tuple[dict[str, Post], dict[str, Account]]:
    posts: dict[str, Post] = {}
    accounts: dict[str, Account] = {}
    numbers = count(1)
    for unit, row in units.items():
        for role in _POSTS.get(unit, _USUAL):
            name = f"{unit}.{role}"
            posts[name] = Post.objects.create(
                unit=row, title=f"{row.name} {role}", role=role,
                grid=grid if role == "grid" else None,
            )  # fmt: skip
            accounts[name] = Account.objects.create_user(
                name, password, display_name=f"干部{next(numbers)}"
            )
            Holding.objects.create(post=posts[name], account=accounts[name], starts_on=SINCE)
    return posts, accounts
