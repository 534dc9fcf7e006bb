"""Checks that the files named in events are in the storage with just these bytes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from huiyin.engine.definition import Process
from huiyin.engine.standing import Step
from huiyin.matters import files
from huiyin.matters.models import Event, File
from huiyin.matters.verify.chains import Found, file_hashes
from huiyin.matters.verify.load import Case

_CHUNK = 1 << 20


def file_rows(case: Case, process: Process) -> Found:
    """Every file reference in an event has its row, and the other way round."""
    rows = Counter((row.seq, row.sha256) for row in case.files)
    fields = _fields(process)
    named = Counter(chain.from_iterable(_named(event, fields) for event in case.events))
    for seq, digest in named - rows:
        yield seq, f"file {digest[:12]}… is named in it but not listed"
    for seq, digest in rows - named:
        yield seq, f"file {digest[:12]}… is listed but not named in it"


def file_bytes(case: Case) -> Found:
    """The bytes of every file are there and have the hash of their name."""
    for row in case.files:
        if fault := _fault(row):
            yield row.seq, f"file {row.sha256[:12]}… {fault}"


def _fault(row: File) -> str:
    digest = hashlib.sha256()
    try:
        with files.open_bytes(row) as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError:
        return "is not in the storage"
    return "" if digest.hexdigest() == row.sha256 else "does not have the bytes it was stored with"


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
