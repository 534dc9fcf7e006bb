"""Good requests for the addresses of administration, about a unit that has nothing to do."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.people.actions.saving import seen
from huiyin.people.forms import account, post, unit
from huiyin.people.models import Account, Holding
from huiyin.people.testing import Cast
from huiyin.places.publish import publish

UNIT = {"name": "澜水市司法局", "code": "justice", "kind": "bureau", "division": "910200000000"}
POST = {"title": "承办人", "role": "handler"}
ACCOUNT = {"username": "zhao", "display_name": "赵敏", "language": "zh-hans"}
TABLE = {"text": "day,kind,zh,en\n2031-01-01,rest,元旦,\n"}
HOURS = {"mon": "09:00-12:00"}
DISSOLVE = {"reason": "撤并"}


def administration(cast: Cast) -> dict[str, str]:
    """What the addresses are filled with: a unit elsewhere, a post of it, who holds it for a month
    more, and who comes then."""
    today = timezone.localdate()
    home, seat, holder = cast.units["far"], cast.posts["far.window"], cast.accounts["far.window"]
    held = Holding.objects.get(post=seat)
    held.ends_on = today + timedelta(30)
    held.save(update_fields=["ends_on"])
    newcomer = Account.objects.create(username="newcomer", display_name="新来的")
    coming = Holding.objects.create(post=seat, account=newcomer, starts_on=today + timedelta(400))
    version = publish({"overlay": "nothing", "rest": []}, year=2031)
    return {
        "unit": str(home.pk), "post": str(seat.pk), "account": str(holder.pk),
        "held": str(held.pk), "coming": str(coming.pk), "version": str(version.pk),
        "year": "2026", "uidb64": "x", "token": "x",
        "unit_expected": seen(home, unit.FIELDS), "post_expected": seen(seat, post.FIELDS),
        "account_expected": seen(holder, account.FIELDS),
        "today": today.isoformat(), "later": (today + timedelta(31)).isoformat(),
    }  # fmt: skip
