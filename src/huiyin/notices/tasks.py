"""What the worker does for notices: the sweep over clocks, digests, dues that are behind."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiyin.notices import catch_up, digests, sweep


@app.periodic(cron="*/10 * * * *")
@app.task(name="notices.ladder", queueing_lock="notices.ladder")
def ladder(timestamp: int) -> None:
    """Tell what has come up, make the digests whose time has come."""
    del timestamp
    sweep.sweep()
    digests.make()


# Hourly for what came in without an act; once a day thoroughly.
@app.periodic(cron="25 * * * *")
@app.task(name="notices.catch_up", queueing_lock="notices.catch_up")
def follow(timestamp: int) -> None:
    """Dues of imported, moved and recomputed matters."""
    del timestamp
    catch_up.catch_up()


@app.periodic(cron="55 19 * * *")
@app.task(name="notices.catch_up_thorough", queueing_lock="notices.catch_up_thorough")
def follow_thoroughly(timestamp: int) -> None:
    """The same, and clocks whose calendar changed without a new due."""
    del timestamp
    catch_up.catch_up(thorough=True)
