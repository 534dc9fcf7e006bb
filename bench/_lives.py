"""500 units, 2 001 posts, and a few hundred matters lived through the one door, to be copied.

250 pairs of units (an office that registers, a bureau that handles), four posts each; the first
100 pairs stand below one region, which has a supervisor. All lives are led in the first pair.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

PAIRS, PAIRS_OF_REGION = 250, 100
ROLES = ("window", "dispatcher", "handler", "head")
WINDOW, TRIAGE, HANDLER = "office0 window", "office0 dispatcher", "bureau0 handler"
NAME = "王小明"
"""Of two petitioners in a hundred."""
PASSED_ON = [("identify", TRIAGE), ("forward", TRIAGE)]
HEARD = [*PASSED_ON, ("accept", HANDLER), ("hear_statement", HANDLER)]
STAGES: list[tuple[int, list[tuple[str, str]]]] = [
    (1, []),
    (20, [("withdraw", WINDOW), ("archive", TRIAGE)]),
    (45, [("inquiry", TRIAGE), ("reply_directly", TRIAGE), ("archive", TRIAGE)]),
    (3, PASSED_ON[:1]),
    (8, PASSED_ON),
    (9, HEARD[:-1]),
    (9, HEARD),
    (5, [*HEARD, ("check_facts", HANDLER), ("give_opinion", HANDLER)]),
]
"""Of a hundred matters, how many; and the acts after registration that they have seen."""


@dataclass(frozen=True)
class County:
    """Units, posts and accounts of the pairs, in their order; the supervisor's account last."""

    units: list[Any]
    posts: list[Any]
    accounts: list[Any]


def build() -> County:
    """Write units, posts and people."""
    from huiyin.matters.categories import sync
    from huiyin.people.models import Account, Holding, Post

    sync()
    units = _units()
    posts = [Post(unit=u, role=role, title=f"{u.code} {role}") for u in units for role in ROLES]
    posts.append(Post(unit=units[0].parent, role="supervisor", title="supervisor"))
    accounts = [Account(username=post.title, display_name=post.title) for post in posts]
    Post.objects.bulk_create(posts)
    Account.objects.bulk_create(accounts)
    Holding.objects.bulk_create(
        Holding(post=post, account=account, starts_on="2020-01-01")
        for post, account in zip(posts, accounts, strict=True)
    )
    return County(units, posts, accounts)


def _units() -> list[Any]:
    from huiyin.people.models import Unit
    from huiyin.places.models import Division

    Division.objects.create(code="990000000000", name="示范省", level=1)
    city = Division.objects.create(
        code="990100000000", name="示范市", level=2, parent_id="990000000000"
    )

    def unit(code: str, parent: Any) -> Any:
        return Unit(code=code, name=f"示范单位{code}", short_word=code, kind="bureau",
                    division=city, parent=parent, address="示范路1号", phone="0999-1")  # fmt: skip

    [top] = Unit.objects.bulk_create([unit("top", None)])
    regions = Unit.objects.bulk_create([unit("a", top), unit("b", top)])
    return Unit.objects.bulk_create(
        unit(f"{kind}{pair}", regions[pair >= PAIRS_OF_REGION])
        for pair in range(PAIRS)
        for kind in ("office", "bureau")
    )


def live(county: County, count: int) -> None:
    """`count` matters in all kinds of states."""
    from django.utils import timezone

    from huiyin.people.actor import actor_for

    draw = random.Random(5)
    first = county.accounts[: 2 * len(ROLES)]
    actors = {account.username: actor_for(account, timezone.localdate()) for account in first}
    weights = [weight for weight, _acts in STAGES]
    for _number in range(count):
        [(_weight, acts)] = draw.choices(STAGES, weights)
        _life(county, actors, acts, draw)


def _life(county: County, actors: dict[str, Any], acts: Any, draw: random.Random) -> None:
    from huiyin.demo.county import read
    from huiyin.matters.actions import perform, register
    from huiyin.matters.history import zone

    item = draw.choice([item for item in read("matters.yaml") if item.get("decision")])
    now = datetime.now(zone()) - timedelta(days=draw.randrange(14, 30), minutes=draw.randrange(600))
    form = _petition(item, now, draw)
    matter = register(by=actors[WINDOW], data=form, at=now).matter
    for key, who in acts:
        now += timedelta(days=2)
        act = "identify" if key == "inquiry" else key
        data = _data(key, item, now, county)
        matter = perform(
            matter.id, act, by=actors[who], data=data, expected_seq=matter.seq, at=now
        ).matter


def _petition(item: dict[str, Any], now: datetime, draw: random.Random) -> dict[str, Any]:
    from huiyin.demo.county import read

    people = read("people.yaml")
    name = draw.choice(people["family"]) + draw.choice(people["given"])
    if draw.random() < 0.02:
        name = NAME
    phone = f"1999{draw.randrange(10**7):07d}"
    return {
        "channel": draw.choice(("letter", "call", "web")), "received_at": now.isoformat(),
        "petitioner": {"name": name, "phone": phone, "address": "示范路6号"},
        "people": 1, "title": item["title"], "text": item["text"], "purpose": "help",
        "requests": [{"request": request} for request in item["requests"]],
        "category": item["category"], "place": "990100000000",
    }  # fmt: skip


def _data(key: str, item: dict[str, Any], now: datetime, county: County) -> dict[str, Any]:
    answer = {"finding": item["finding"], "decision": item["decision"], "basis": item["basis"]}
    day = now.date().isoformat()
    forms: dict[str, dict[str, Any]] = {
        "withdraw": {"wish": "问题已经解决，申请撤回。", "signed": True},
        "archive": {"retention": "y10"},
        "inquiry": {"class": "inquiry", "procedure": "ordinary"},
        "identify": {"class": "appeal", "route": "art31_6", "procedure": "ordinary"},
        "reply_directly": {"reply": item["decision"], "reply_by": "call"},
        "forward": {"to_unit": str(county.units[1].pk), "materials": "登记表一份"},
        "hear_statement": {"heard_on": day, "way": "call", "statement": "陈述与登记内容一致。"},
        "check_facts": {"checked_on": day, "findings": "经现场查看，反映情况基本属实。"},
        "give_opinion": {
            "requests": [answer for _request in item["requests"]], "facts": item["text"],
            "review_body": "示范市人民政府", "review_address": "示范路1号",
        },
    }  # fmt: skip
    return forms.get(key, {})
