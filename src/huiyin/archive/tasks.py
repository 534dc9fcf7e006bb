"""What the worker does for the archive: approved lists, records that are missing."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huiyin.archive import carrying_out, records


@app.task(name="archive.carry_out_list")
def carry_out_list(disposal_id: str) -> None:
    """Carry out one approved list."""
    carrying_out.carry_out(carrying_out.list_of(disposal_id))


# Once a day: what an import archived gets its record; a list whose job was lost is finished.
@app.periodic(cron="20 19 * * *")
@app.task(name="archive.daily", queueing_lock="archive.daily")
def daily(timestamp: int) -> None:
    """Records that are missing, lists that are not finished."""
    del timestamp
    for _count in records.catch_up():
        pass
    for disposal in carrying_out.approved():
        carrying_out.carry_out(disposal)
