"""What the worker does by itself: every night the duties of the coming weeks, and the look for what
supervision rules say."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django import app

from huiyin.duties.generate import AHEAD, generate
from huiyin.duties.watching import sweep


# In UTC: twenty past two at night where the offices are. What follows from a changed method, from
# new and from vacated posts is put right with it.
@app.periodic(cron="20 18 * * *")
@app.task(name="duties.generate", queueing_lock="duties.generate")
def generate_ahead(timestamp: int) -> None:
    """Duties of today and the coming weeks."""
    del timestamp
    today = timezone.localdate()
    generate(today, today + timedelta(days=AHEAD))


# In UTC: ten past seven in the morning where the offices are, before they open; at noon once more,
# for what somebody was just acting on and what has settled since.
@app.periodic(cron="10 23,4 * * *")
@app.task(name="duties.watch", queueing_lock="duties.watch")
def watch(timestamp: int) -> None:
    """Find and settle what the supervision rules of all packs say."""
    del timestamp
    sweep.sweep()
