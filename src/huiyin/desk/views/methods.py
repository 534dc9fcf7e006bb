"""Work methods: packs, their processes in all versions, and what differs between two."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huiyin.desk.access import DeskRequest, staff
from huiyin.desk.method_words import change_words, language, outline_of
from huiyin.engine.diagram import mermaid
from huiyin.methods import policy, queries, simulate
from huiyin.methods.differences import between
from huiyin.packs import load
from huiyin.places import calendars


@require_safe
@staff
def show(request: DeskRequest) -> HttpResponse:
    """Every pack with every version of its processes."""
    policy.require(request.actor, "read")
    context = {"methods": queries.methods(timezone.localdate())}
    return render(request, "desk/methods.html", context)


@require_safe
@staff
def process(request: DeskRequest, pack: str, process: str) -> HttpResponse:
    """One version of a process as an outline, with its drawing and its stories."""
    policy.require(request.actor, "read")
    version = request.GET.get("version", "")
    one = simulate.named(f"{pack}/{process}" + (f"@{version}" if version else ""))
    told = simulate.proved(one.reference, calendars.stamp())
    versions = [loaded.process.version for loaded in one.pack.versions[process]]
    place = versions.index(one.process.version)
    context = {
        "one": one,
        "outline": outline_of(one.process),
        "versions": versions,
        "below": f"{pack}/{process}@{versions[place + 1]}" if place + 1 < len(versions) else "",
        "diagram": mermaid(one.process, language()),
        "passed": sum(result.passed for result in told),
        "stories": told,
        "failed": [result for result in told if not result.passed],
    }
    return render(request, "desk/method.html", context)


@require_safe
@staff
def differences(request: DeskRequest) -> HttpResponse:
    """What differs between two versions, in words."""
    policy.require(request.actor, "read")
    references = [*load.available(), *queries.references()]
    old, new = request.GET.get("a", ""), request.GET.get("b", "")
    changes = None
    if old and new:
        changes = change_words(between(old, new))
    context = {"references": references, "old": old, "new": new, "changes": changes}
    return render(request, "desk/method_diff.html", context)
