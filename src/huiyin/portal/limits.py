"""How often one address may send: enough for a family or an internet café, too little for a flood.

The address itself is kept nowhere: it is counted under a hash whose key changes every day.
"""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

HOUR = 3600
MOST = {"sent": 10, "drafts": 60}
"""What is counted → how many in an hour."""


class TooMany(Exception):
    """This address has sent as much as it may within the hour."""


def count(request: HttpRequest, what: str) -> None:
    """Count one more of `what` from this address. Raises TooMany."""
    key = _key(request, what)
    cache.add(key, 0, HOUR)
    try:
        number = cache.incr(key)
    except ValueError:  # forgotten between the two statements
        return
    if number > MOST[what]:
        raise TooMany(what)


def uncount(request: HttpRequest, what: str) -> None:
    """Take one back: what was counted did not happen."""
    try:
        cache.decr(_key(request, what))
    except ValueError:
        return


def address_of(request: HttpRequest) -> str:
    """Where the request comes from. `X-Forwarded-For` is read only behind proxies of our own, and
    only the entry that the outermost of them added: what stands left of it anybody can write."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    proxies: int = settings.ENV.proxies
    if not proxies:
        return peer
    named = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return named[-proxies] if len(named) >= proxies and named[-proxies] else peer


def _key(request: HttpRequest, what: str) -> str:
    day = timezone.localdate().isoformat()
    return f"raise:{what}:{salted_hmac(f'raise:{day}', address_of(request)).hexdigest()}"
