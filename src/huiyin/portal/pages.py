"""The pages of the steps, drawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.engine.explain import N_
from huiyin.packs import raise_file
from huiyin.portal import privacy, reach
from huiyin.portal.asking import STEPS
from huiyin.portal.readback import parts
from huiyin.portal.similar import similar
from huiyin.portal.steps import Visit
from huiyin.ui.fields import FieldView, Filling, build
from huiyin.ui.formdata import ADD
from huiyin.ui.sentences import say_error

NAMES = {
    "what": N_("What happened"), "where": N_("Where"), "who": N_("Who you are"),
    "check": N_("Check and send"),
}  # fmt: skip
_OWN = frozenset({"place", "point", "files"})
"""Fields that the page of their step draws by itself."""
_OWN_PERSON = ("proxy_person", "petitioner")
"""Who sits at the browser: the proxy, where there is one."""
_NOT_ASKED = ("id_number",)
"""Parts of a person that nobody needs to raise a matter (PIPL art. 6: as little as possible)."""


def page(
    visit: Visit, step: str, *, found: list[privacy.Shown] | None = None, status: int = 200
) -> HttpResponse:
    """The page of a step with what stands in it, and what is wrong."""
    now, told = visit.asked, raise_file.read(visit.asked.pack)
    more = visit.request.POST.get(ADD, "")
    wrong = [(error, say_error(error, now.form)) for error in visit.errors]
    context: dict[str, Any] = {
        "step": step,
        "steps": [
            (key, _(name), STEPS.index(key) < STEPS.index(step)) for key, name in NAMES.items()
        ],
        "number": STEPS.index(step) + 1,
        "asked": now,
        "topic": now.topic,
        "topics": told.topics,
        "route": told.routes.get(now.topic.elsewhere.route) if now.topic.elsewhere else None,
        "contents": visit.contents,
        "is_new": bool(visit.token),
        "back": visit.request.GET.get("back") or visit.request.POST.get("_back", ""),
        "fields": _fields(visit, step, more) if step != "check" else (),
        "refusal": _("Something is missing or wrong.") if wrong else "",
        "errors": {error.field: said for error, said in wrong},
        "found": found or [],
    }  # fmt: skip
    context |= _MORE[step](visit) if step in _MORE else {}
    return render(visit.request, f"portal/raise_{step}.html", context, status=status)


def _fields(visit: Visit, step: str, more: str) -> tuple[FieldView, ...]:
    form = {name: spec for name, spec in visit.asked.steps[step].items() if name not in _OWN}
    filling = Filling(form=form, raw=visit.contents.data or {"_": ""}, errors=visit.errors,
                      more_rows=more)  # fmt: skip
    return tuple(_spare(view) for view in build(filling))


def _spare(view: FieldView) -> FieldView:
    """The field without what nobody needs to know; of a person, the name comes first."""
    rows = tuple(replace(row, fields=tuple(map(_spare, row.fields))) for row in view.rows)
    kept = sorted(
        (part for part in view.parts if not part.name.endswith(_NOT_ASKED)),
        key=lambda part: part.name.endswith("-kind"),
    )
    return replace(view, rows=rows, parts=tuple(kept))


def _where(visit: Visit) -> dict[str, Any]:
    now, data = visit.asked, visit.contents.data
    place = data.get("place", "")
    chain = reach.chain(place if isinstance(place, str) else "")
    return {
        "chain": chain,
        "names": {name: spec for name, spec in now.steps["where"].items() if name in _OWN},
        "to_call": reach.to_call() if chain.place is None and not chain.levels else (),
        "point": data.get("point", ""),
        "tiles": settings.TILES,
        "tiles_gcj02": settings.TILES_GCJ02,
        "points": [{"name": one.name, "at": [one.latitude, one.longitude]} for one in chain.points],
    }


def _who(visit: Visit) -> dict[str, Any]:
    now = visit.asked
    own = next((name for name in _OWN_PERSON if name in now.steps["who"]), "")
    return {"ways": list(now.kind.ways.items()), "way": now.way_key, "own": own}


def _check(visit: Visit) -> dict[str, Any]:
    now, contents = visit.asked, visit.contents
    whole = now.whole(contents.data)
    place = str(whole.get("place") or "")
    unit = reach.office(place)
    return {
        "parts": [(part, _(NAMES[part.step])) for part in parts(now, contents)],
        "office": unit,
        "to_call": () if unit else reach.to_call(place),
        "similar": similar(place, str(whole.get("category") or ""), str(whole.get("title") or "")),
    }


_MORE = {"where": _where, "who": _who, "check": _check}
