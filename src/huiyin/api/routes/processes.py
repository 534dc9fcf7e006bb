"""The definitions: which processes there are, their states, acts, forms and clocks."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from huiyin.api.access import actor_of
from huiyin.api.problems import problems
from huiyin.api.shapes.processes import ProcessLine, ProcessOut, process_line, process_out
from huiyin.matters.errors import NotVisible
from huiyin.packs import load

router = Router(tags=["processes"])


@router.get("/processes", response=list[ProcessLine], openapi_extra=problems())
def list_processes(request: HttpRequest) -> list[ProcessLine]:
    """Every process whose matters are taken in where the caller works, in the version for new
    matters: those of the method in force, and those that stand beside it."""
    return [
        process_line(pack, process)
        for pack in load.offered(actor_of(request).packs)
        for process in load.load(pack).processes.values()
    ]


@router.get("/processes/{key}", response=ProcessOut, openapi_extra=problems(404))
def get_process(
    request: HttpRequest, key: str, pack: str = "national", version: str | None = None
) -> ProcessOut:
    """One definition; without `version`, the one for new matters."""
    if pack not in load.available():
        raise NotVisible(pack)
    try:
        return process_out(pack, load.process(pack, key, version))
    except LookupError as unknown:
        raise NotVisible(key) from unknown
