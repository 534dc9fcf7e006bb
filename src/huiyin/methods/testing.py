"""Two administrators and a small change of the national pack, for tests of every face."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from huiyin.methods import drafts
from huiyin.methods.models import Draft, Publication
from huiyin.packs import load, published
from huiyin.people.actor import Actor, actor_for
from huiyin.people.models import Account, Holding, Post
from huiyin.people.testing import PASSWORD, SINCE, Cast

ADMIN = "county.admin"


def second_admin(cast: Cast) -> Account:
    """A second administrator of the county."""
    unit = cast.units["county"]
    post = Post.objects.create(unit=unit, title="second admin", role="admin")
    account = Account.objects.create_user("county.admin2", PASSWORD, display_name="干部甲")
    Holding.objects.create(post=post, account=account, starts_on=SINCE)
    return account


def actor(account: Account) -> Actor:
    return actor_for(account, timezone.localdate())


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days)


def overlay(body: str, process: str = "petition") -> dict[str, str]:
    """The one file of a draft over the newest version of a national process."""
    published.refresh()
    version = load.load("national").versions[process][0].process.version
    text = f'process: {process}\noverlay: "{version}"\n{body}'
    return {f"processes/{process}.yaml": text}


def submitted(by: Actor, body: str, valid_from: date | None = None) -> Draft:
    """A sound draft that waits for a second person."""
    draft = drafts.start("national", "改动", overlay(body), by=by)
    day = valid_from or timezone.localdate()
    return drafts.submit(draft.number, day, by=by, expected_seq=draft.seq)


def publish(cast: Cast, body: str, valid_from: date | None = None) -> Publication:
    """A change of the petition process that two administrators agreed on."""
    draft = submitted(cast.actor(ADMIN), body, valid_from)
    second = Account.objects.filter(username="county.admin2").first() or second_admin(cast)
    return drafts.approve(draft.number, by=actor(second), expected_seq=draft.seq)
