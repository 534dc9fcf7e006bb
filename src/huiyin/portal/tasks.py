"""What the worker does for residents' pages by itself."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiyin.portal import drafts


@app.periodic(cron="25 19 * * *")
@app.task(name="portal.forget_drafts", queueing_lock="portal.forget_drafts")
def forget_drafts(timestamp: int) -> None:
    """Once a day: drafts that nobody has gone on with."""
    del timestamp
    drafts.forget_expired()
