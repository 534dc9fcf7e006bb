"""Reading drafts, publications and the versions of packs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huiyin.engine.amend import MARK
from huiyin.engine.definition import Process, Text
from huiyin.engine.pack import Pack
from huiyin.matters.errors import NotVisible
from huiyin.methods import policy
from huiyin.methods.models import Draft, DraftStep, Publication, Status
from huiyin.packs import load, published
from huiyin.people.actor import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a process of a pack. `publication` is None for one that came with the pack."""

    process: Process
    reference: str
    in_force: bool
    later: bool
    publication: Publication | None

    @property
    def stories(self) -> int:
        return len(self.process.stories)


@dataclass(frozen=True, slots=True)
class Method:
    """A pack with its processes, each with its versions, the newest first."""

    name: str
    title: Text
    version: str
    extends: str | None
    processes: tuple[tuple[Version, ...], ...]


def methods(today: date) -> list[Method]:
    """Every pack with all versions, as of now. Two statements."""
    published.refresh()
    rows = Publication.objects.select_related("proposed_by", "approved_by")
    by_mark = {(row.pack, row.mark): row for row in rows}
    return [_method(load.load(name), by_mark, today) for name in load.available()]


def _method(pack: Pack, publications: dict[tuple[str, str], Publication], today: date) -> Method:
    return Method(
        pack.name, pack.title, pack.version, pack.extends,
        tuple(tuple(_versions(pack, key, publications, today)) for key in pack.versions),
    )  # fmt: skip


def _versions(
    pack: Pack, key: str, publications: dict[tuple[str, str], Publication], today: date
) -> list[Version]:
    current = pack.processes.get(key)
    found = []
    for loaded in pack.versions[key]:
        process = loaded.process
        mark = process.version.partition(MARK)[2]
        publication = publications.get((pack.name, mark))
        reference = f"{pack.name}/{key}@{process.version}"
        later = process.valid_from > today
        found.append(Version(process, reference, process is current, later, publication))
    return found


def references() -> list[str]:
    """Every version that a pack brings itself; what it has from the pack below is named there."""
    return [
        f"{name}/{key}@{loaded.process.version}"
        for name in load.available()
        for key, versions in load.load(name).versions.items()
        for loaded in versions
        if loaded.own
    ]


def in_force() -> list[str]:
    """The version of every process that new matters begin on."""
    return [
        f"{name}/{key}@{process.version}"
        for name in load.available()
        for key, process in load.load(name).processes.items()
    ]


def drafts(actor: Actor) -> list[Draft]:
    """The newest drafts. Raises PermissionDenied."""
    policy.require(actor, "read_drafts")
    return list(Draft.objects.select_related("author").order_by("-number")[:PAGE])


def writing(actor: Actor, pack: str) -> list[Draft]:
    """Drafts over a pack that are being written: a change can go into one of them."""
    policy.require(actor, "read_drafts")
    found = Draft.objects.filter(pack=pack, status=Status.WRITING)
    return list(found.order_by("-number")[:PAGE])


def draft(actor: Actor, number: int) -> Draft:
    """Raises PermissionDenied, NotVisible."""
    policy.require(actor, "read_drafts")
    found = Draft.objects.select_related("author").filter(number=number).first()
    if found is None:
        raise NotVisible(number)
    return found


def steps(found: Draft) -> list[DraftStep]:
    """What was done to it, the oldest first."""
    return list(found.steps.select_related("account", "post__unit").order_by("seq"))
