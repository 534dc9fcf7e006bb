"""The forms of calendars: a year that is pasted, and office hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from huiyin.packs.calendar_shape import WEEKDAYS, shifts_of
from huiyin.people.forms.references import Reference
from huiyin.places import notice
from huiyin.places.models import CalendarVersion, Division
from huiyin.places.publish import PublishError, thought

OVERLAY = "office-hours"


class YearForm(forms.Form):
    """What is pasted or sent as a file; cleaned, `version` is the calendar, not saved."""

    text = forms.CharField(
        label=gettext_lazy("The notice, a table of days, or a calendar file"), required=False,
        strip=False, widget=forms.Textarea, max_length=notice.LONGEST,
        help_text=gettext_lazy(
            "Paste the numbered paragraphs of the notice as they are. A table has the columns"
            " day,kind,zh,en with “rest” or “work” as kind."
        ),
    )  # fmt: skip
    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=1970, max_value=2099,
        help_text=gettext_lazy("Only when the text does not name it."),
    )  # fmt: skip
    number = forms.CharField(
        label=gettext_lazy("Number of the notice"), required=False, max_length=100,
        help_text=gettext_lazy("Only when the text does not name it."),
    )  # fmt: skip
    division = Reference(
        Division.objects.in_force, label=gettext_lazy("Only in this division"), required=False,
        help_text=gettext_lazy("Code or name; empty for the whole country."),
    )  # fmt: skip

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.errors:
            return given
        try:
            body = notice.read(
                given["text"].replace("\r\n", "\n"), year=given["year"], number=given["number"]
            )
            given["version"] = thought(body, division=given["division"])
        except notice.NoticeError as wrong:
            for line, said in wrong.faults[:20]:
                where = _("Line %(line)s: %(said)s") % {"line": line, "said": said}
                self.add_error("text", ValidationError(where if line else said, code="notice"))
        except PublishError as wrong:
            self.add_error("text", ValidationError(str(wrong), code="notice"))
        return given


DAYS = (
    gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"), gettext_lazy("Friday"), gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)  # fmt: skip


class HoursForm(forms.Form):
    """Office hours of each weekday, `09:00-12:00, 14:00-17:30`; cleaned, `version` as above."""

    division = Reference(
        Division.objects.in_force, label=gettext_lazy("Only in this division"), required=False,
        help_text=gettext_lazy("Code or name; empty for the whole country."),
    )  # fmt: skip

    def __init__(self, *args: Any, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.year = year
        for key, name in zip(WEEKDAYS, DAYS, strict=True):
            self.fields[key] = forms.CharField(label=name, required=False, max_length=100)

    @override
    def clean(self) -> dict[str, Any]:
        given, hours = self.cleaned_data, {}
        for key in WEEKDAYS:
            texts = [text.strip() for text in given.get(key, "").split(",") if text.strip()]
            try:
                shifts_of(tuple(texts))
            except ValueError:
                said = _("Write hours like 09:00-12:00, 14:00-17:30, one after another.")
                self.add_error(key, ValidationError(said, code="hours"))
            if texts:
                hours[key] = texts
        if not hours and not self.errors:
            missing = ValidationError(_("Name the hours of one day at least."), code="required")
            self.add_error(WEEKDAYS[0], missing)
        if not self.errors:
            body = {"overlay": OVERLAY, "hours": hours}
            given["version"] = thought(body, division=given["division"], year=self.year)
        return given


def version_of(form: forms.Form) -> CalendarVersion:
    """The calendar that a form, which is right, has come to."""
    version: CalendarVersion = form.cleaned_data["version"]
    return version
