"""Who acts from the command line: the system, or a member of staff named by user name."""

from __future__ import annotations

import sys

from huiyin.people.actor import Actor, actor_for
from huiyin.people.models import Account


def actor_named(username: str) -> Actor | None:
    """The actor of today; None, and a sentence on standard error, for an unknown name."""
    from django.utils import timezone

    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        print(f"there is no account {username}", file=sys.stderr)
        return None
    return actor_for(account, timezone.localdate())
