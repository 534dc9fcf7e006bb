"""What the log of configuration keeps of signing in: never a password, a code or a wrong name."""

from __future__ import annotations

from huiyin.people.changes import note
from huiyin.people.models import Account, Change

KIND = "sign_in"


def of(account: Account, act: str, *, by: Account | None = None, **after: str) -> None:
    """Note what became of somebody's sign-in; `by` None when nobody has proven who they are."""
    note(KIND, account, act, by=by.pk if by else None, after=after)


def of_nobody(act: str, **after: str) -> None:
    """Note a try under a name that no account has; the name may be a mistyped password."""
    Change.objects.create(kind=KIND, subject="", title="", act=act, after=after)
