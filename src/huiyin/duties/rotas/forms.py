"""Forms of rotas: start one, give a place to somebody, plan a span, ask a colleague."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from huiyin.duties.rotas.obstacles import BARS, SENTENCES, Free

LONGEST = timedelta(days=62)
"""What is planned at a time."""
Choices = Iterable[tuple[str, str]]


class StartForm(forms.Form):
    """Which rota of the method, for which unit. `kinds`: unit → key of the rota → its name."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    key = forms.ChoiceField(label=gettext_lazy("Rota"))

    def __init__(
        self, *args: Any, units: Choices, kinds: Mapping[str, Mapping[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kinds = kinds
        names = {key: name for offered in kinds.values() for key, name in offered.items()}
        for name, choices in (("unit", list(units)), ("key", list(names.items()))):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 -- declared above
            chosen.choices = choices
            if len(choices) == 1:
                chosen.initial = choices[0][0]

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        unit, key = given.get("unit"), given.get("key")
        if unit and key and key not in self.kinds[unit]:
            wrong = _("You cannot start this rota there, or it runs already.")
            self.add_error("key", ValidationError(wrong, code="invalid_choice"))
        return given


class PlaceForm(forms.Form):
    """Who gets the place. `free` says who could, and what stands in the way of the others."""

    account = forms.ChoiceField(label=gettext_lazy("On duty"))

    def __init__(self, *args: Any, free: Free, **options: Any) -> None:
        super().__init__(*args, **options)
        self.free = free
        chosen = self.fields["account"]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 -- declared above
        chosen.choices = [(key, free.named(key)) for key in free.accounts]

    def clean_account(self) -> str:
        account: str = self.cleaned_data["account"]
        found = self.free.obstacle(account)
        if found in BARS:
            raise ValidationError(str(SENTENCES[found]), code=found)
        return account


class SpanForm(forms.Form):
    """The days whose missing shifts are to be planned."""

    first = forms.DateField(label=gettext_lazy("From"))
    last = forms.DateField(label=gettext_lazy("To"))

    @override
    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            early = ValidationError(_("The last day is before the first."), code="too_early")
            self.add_error("last", early)
        elif first and last and last - first > LONGEST:
            late = _("At most %(days)d days at a time.") % {"days": LONGEST.days}
            self.add_error("last", ValidationError(late, code="too_late"))
        return given


class SwapForm(forms.Form):
    """Whom one asks to take a shift, and which of theirs one would take for it."""

    asked_of = forms.ChoiceField(label=gettext_lazy("Whom do you ask?"))
    other = forms.ChoiceField(
        label=gettext_lazy("In exchange for"), required=False,
        help_text=gettext_lazy("One of their shifts, or none."),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), required=False, max_length=200,
        help_text=gettext_lazy("No names of residents and nothing about matters."),
    )  # fmt: skip

    def __init__(self, *args: Any, colleagues: Choices, others: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, choices in (("asked_of", colleagues), ("other", others)):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 -- declared above
            chosen.choices = list(choices)
