"""A page with one form: show it, do it, or say what is wrong with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from huiyin.desk.access import DeskRequest
from huiyin.desk.administration.filling import views
from huiyin.people.actions.errors import Invalid, Refused

LONGEST = 60
"""Characters of what is looked for."""


@dataclass(frozen=True)
class Asking:
    """What the page says around its form. `trail`: addresses and names of the pages above."""

    title: str
    button: str
    trail: tuple[tuple[str, str], ...]
    lede: str = ""
    expected: str = ""
    """What stood there when the page was made (see `people.actions.saving.seen`)."""
    finds: str = ""
    """Which fields take suggestions from which list, for the script (`parent:units`)."""
    warn: bool = False
    link: str = ""
    """Where what stands in the way can be put right."""
    more: tuple[tuple[str, str], ...] = ()
    """Addresses and words of what else can be done here."""


def ask(
    request: DeskRequest, asking: Asking, form: BaseForm, act: Callable[[], str]
) -> HttpResponse:
    """GET shows the form; POST does `act`, which gives the address to go on to.

    Wrong fields answer 422 and what cannot be as things stand 409, both with what was typed.
    """
    if request.method != "POST":
        return _page(request, asking, form, "", 200)
    try:
        return redirect(act())
    except Invalid as wrong:
        said = _("Some fields need your attention.")
        return _page(request, asking, wrong.form, said, 422)
    except Refused as refused:
        return _page(request, asking, form, refused.said, 409)
    except ObjectDoesNotExist as gone:
        raise Http404 from gone


def _page(
    request: DeskRequest, asking: Asking, form: BaseForm, refusal: str, status: int
) -> HttpResponse:
    context = {"asking": asking, "fields": views(form), "refusal": refusal}
    return render(request, "desk/administration/form.html", context, status=status)


def asked(request: DeskRequest, name: str) -> str:
    """A word of the address, as a query can take it."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST]
