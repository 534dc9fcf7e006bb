"""Checks that the files named in events are in the storage with just these bytes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from huiyin.engine.definition import Process
from huiyin.engine.standing import Step
from huiyin.matters import files
from huiyin.matters.models import Event, File
from huiyin.matters.verify.chains import Found, file_hashes
from huiyin.matters.verify.load import Case

_CHUNK = 1 << 20


def file_rows(case: Case, process: Process) -> Found:
    """Every file reference in an event has its row, and the other way round; a row is erased just
    when an event says so."""
    rows = Counter((row.seq, row.sha256) for row in case.files)
    fields = _fields(process)
    named = Counter(chain.from_iterable(_named(event, fields) for event in case.events))
    for seq, digest in named - rows:
        yield seq, f"file {digest[:12]}… is named in it but not listed"
    for seq, digest in rows - named:
        yield seq, f"file {digest[:12]}… is listed but not named in it"
    erasures = [(event.seq, digest) for event in case.events for digest in _erased(event)]
    for row in case.files:
        if fault := _erasure_fault(row, erasures):
            yield row.seq, f"file {row.sha256[:12]}… {fault}"


def _erasure_fault(row: File, erasures: Sequence[tuple[int, str]]) -> str:
    """`erasures`: (seq of the event, SHA-256) of everything that was erased."""
    if row.erased_seq is not None:
        recorded = (row.erased_seq, row.sha256) in erasures
        return "" if recorded else "is erased, and no erasure is recorded"
    gone = any(row.seq < seq and row.sha256 == digest for seq, digest in erasures)
    return "is still there, although its erasure is recorded" if gone else ""


def file_bytes(case: Case) -> Found:
    """The bytes of every file are there and have the hash of their name; erased ones are gone,
    unless another file has the same bytes."""
    for row in case.files:
        fault = _fault(row) if row.erased_seq is None else _leftover(row)
        if fault:
            yield row.seq, f"file {row.sha256[:12]}… {fault}"


def _leftover(row: File) -> str:
    if not files.is_stored(row):
        return ""
    alive = File.objects.filter(sha256=row.sha256, erased_seq__isnull=True)
    return "" if alive.exists() else "is erased, and its bytes are still in the storage"


def _fault(row: File) -> str:
    digest = hashlib.sha256()
    try:
        with files.open_bytes(row) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return "is not in the storage"
    return "" if digest.hexdigest() == row.sha256 else "does not have the bytes it was stored with"


def _erased(event: Event) -> Iterator[str]:
    """SHA-256 of the files that an event erased."""
    if event.step == Step.SYSTEM:
        yield from event.data.get("files", ())


def _named(event: Event, fields: frozenset[str]) -> Iterator[tuple[int, str]]:
    """(seq, SHA-256) of the files that an event names: those sent with it, or the letter that the
    system issued for the event `of`."""
    if event.step == Step.SYSTEM:
        if "sha256" in event.data:
            yield event.data.get("of", event.seq), event.data["sha256"]
        return
    for digest in file_hashes(event, fields):
        yield event.seq, digest


def _fields(process: Process) -> frozenset[str]:
    forms = (act.form for act in process.acts.values())
    return frozenset(name for form in forms for name, spec in form.items() if spec.type == "files")
