"""The form of a handover: who follows, from which day, and whether the account is shut."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from huiyin.people.forms.holding import accounts, taken_by
from huiyin.people.forms.references import Reference
from huiyin.people.models import Holding


class HandoverForm(forms.Form):
    """What becomes of `holding`."""

    successor = Reference(
        accounts, "username", "display_name", required=False, label=gettext_lazy("Successor"),
        help_text=gettext_lazy("User name or name. Empty: the post stays vacant for now."),
    )  # fmt: skip
    day = forms.DateField(
        label=gettext_lazy("First day of the successor"),
        help_text=gettext_lazy("The day before is the last one of whoever leaves."),
    )
    shut = forms.BooleanField(
        label=gettext_lazy("Shut the account of whoever leaves"), required=False,
        help_text=gettext_lazy("For somebody who leaves the service; only with today's date."),
    )  # fmt: skip

    def __init__(self, *args: Any, holding: Holding, may_shut: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.holding = holding
        if not may_shut:
            del self.fields["shut"]

    def clean_day(self) -> Any:
        """Not before today, and after the first day of the holding."""
        day, today = self.cleaned_data["day"], timezone.localdate()
        if day < today:
            raise ValidationError(_("This day is over."), code="too_early")
        if day <= self.holding.starts_on:
            early = _("It began on %(day)s.") % {"day": self.holding.starts_on}
            raise ValidationError(early, code="too_early")
        if self.holding.ends_on is not None and day > self.holding.ends_on:
            late = _("It ends on %(day)s anyway.") % {"day": self.holding.ends_on}
            raise ValidationError(late, code="too_late")
        return day

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        successor, day = given.get("successor"), given.get("day")
        if successor is not None and successor == self.holding.account:
            same = _("This is who leaves.")
            self.add_error("successor", ValidationError(same, code="same_person"))
        elif successor is not None and day and (other := self._later(day)):
            self.add_error("day", ValidationError(taken_by(other), code="taken"))
        if given.get("shut") and day:
            self._check_shutting(day)
        return given

    def _later(self, day: Any) -> Holding | None:
        """Somebody else who has been given the post from some later day."""
        rows = Holding.objects.filter(post=self.holding.post_id, starts_on__gte=day)
        return rows.exclude(pk=self.holding.pk).select_related("account").first()

    def _check_shutting(self, day: Any) -> None:
        if day != timezone.localdate():
            later = _("Shut the account on that day: until then it is needed.")
            self.add_error("shut", ValidationError(later, code="too_early"))
            return
        others = Holding.objects.on(day).filter(account=self.holding.account_id)
        left = others.exclude(pk=self.holding.pk).select_related("post__unit").first()
        if left is not None:
            names = {"unit": left.post.unit, "post": left.post}
            text = _("Holds another post still: %(unit)s, %(post)s. Hand that over first.") % names
            self.add_error("shut", ValidationError(text, code="other_post"))
