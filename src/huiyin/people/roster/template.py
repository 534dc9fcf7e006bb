"""The empty table as a workbook, with lists to choose from."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huiyin.people.models import Role
from huiyin.people.models.unit import UnitKind
from huiyin.people.roster.columns import COLUMNS
from huiyin.people.roster.read import MOST

MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""The same template is the same file on any day."""


def workbook() -> bytes:
    """The bytes of the .xlsx."""
    target = BytesIO()
    book = Workbook(target, {"in_memory": True})
    book.set_properties({"created": MADE})
    head = book.add_format({"bold": True, "bg_color": "#E3F0F1", "text_wrap": True})
    plain = book.add_format({"num_format": "@"})
    sheet, help_sheet = book.add_worksheet(_("Office")), book.add_worksheet(_("How"))
    for place, (key, heading) in enumerate(COLUMNS.items()):
        sheet.write(0, place, str(heading), head)
        sheet.set_column(place, place, 18, plain)
        if key in ("role", "unit_kind"):
            choices = Role.choices if key == "role" else UnitKind.choices
            _offer(book, sheet, place, key, [str(label) for _key, label in choices])
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(_how()):
        help_sheet.write(row, 0, line)
    help_sheet.set_column(0, 0, 100)
    book.close()
    return target.getvalue()


def _offer(book: Workbook, sheet: Worksheet, place: int, key: str, labels: list[str]) -> None:
    """A list to choose from; it stands on a sheet of its own, a cell's list is too short."""
    lists = book.add_worksheet(key)
    lists.hide()
    for row, label in enumerate(labels):
        lists.write(row, 0, label)
    rule = {"validate": "list", "source": f"={key}!$A$1:$A${len(labels)}"}
    sheet.data_validation(1, place, MOST, place, rule)


def _how() -> list[str]:
    return [
        _("One line for each post. The unit's name, kind and division are needed once."),
        _("A unit, post or account that exists already is not changed."),
        _("Leave the user name empty for a post that nobody holds yet."),
        _("Loading the same file again loads nothing twice."),
    ]
