"""What of the desk a handover lists: saved views are somebody's own and stay with the account."""

from __future__ import annotations

from huiyin.desk.models import SavedView
from huiyin.people.handing import Goes
from huiyin.people.models import Holding


def own_views(holding: Holding) -> list[Goes]:
    """Views of the worklist that whoever leaves has saved for themselves."""
    own = SavedView.objects.filter(account=holding.account_id, unit__isnull=True)
    return [Goes("saved_views", own.count())]
