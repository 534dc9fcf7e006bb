"""The report of an import as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from huiyin.exchange.met import Met
from huiyin.exchange.report import Report

_WIDTH = 120


def tables(report: Report, *, dry_run: bool) -> str:
    """Counts, replies met, clocks, categories not known, rejects; the preview of a dry run."""
    console = Console(width=_WIDTH, highlight=False)
    with console.capture() as shown:
        for table in _tables(report):
            console.print(table)
        for path in report.rejects_files:
            console.print(_("Rejected rows, to be corrected and fed again: %s") % path)
        if dry_run:
            console.print(_("Dry run: nothing was written."))
    return shown.get()


def _tables(report: Report) -> Iterable[Table]:
    counts = (
        report.read,
        report.loaded,
        report.rejected,
        report.already,
        f"{report.seconds:.1f} s",
    )
    heads = (_("read"), _("loaded"), _("rejected"), _("already there"), _("time"))
    yield _table(_("Rows"), heads, [counts])
    if report.met.replied:
        yield _met(report.met)
    if report.judged:
        judged = [(key, *_of(counts)) for key, counts in report.judged.items()]
        yield _table(_("Clocks"), (_("clock"), _("in time"), _("late"), _("other")), judged)
    if report.uncategorised:
        yield _table(
            _("Loaded without a category"),
            (_("says"), _("rows")),
            report.uncategorised.most_common(),
        )
    if report.rejects:
        rows = [(r.row, r.name, r.value, r.rule) for r in report.rejects]
        title = _("Rejected: %(shown)s of %(all)s") % {"shown": len(rows), "all": report.rejected}
        yield _table(title, (_("row"), _("field"), _("value"), _("rule")), rows)
    if report.preview:
        yield _preview(report)


def _preview(report: Report) -> Table:
    rows = [
        (matter["row"], matter["ref"], act["act"], act["at"], _fields(act["data"]))
        for matter in report.preview
        for act in matter["acts"]
    ]
    heads = (_("row"), _("reference"), _("act"), _("at"), _("fields"))
    return _table(_("The first matters as they would be"), heads, rows)


def _met(met: Met) -> Table:
    heads = [_("replies"), *(_("%d working days") % days for days in met.wd)]
    heads += [_("%d natural days") % days for days in met.nd]
    row = (met.replied, *met.wd.values(), *met.nd.values())
    return _table(_("Replies that met"), heads, [row])


def _fields(data: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in data.items())


def _of(counts: dict[str, int]) -> tuple[int, int, int]:
    in_time, late = counts.get("in_time", 0), counts.get("late", 0)
    return in_time, late, sum(counts.values()) - in_time - late


def _table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    table = Table(*heads, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(str(cell).replace("[", "\\[") for cell in row))
    return table
