"""Checks of the daily roots: signature, chain, and the root computed again from the events."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.core.exceptions import ImproperlyConfigured

from huiyin.matters import keys
from huiyin.matters.models import DayRoot, Event, Matter
from huiyin.matters.roots import GENESIS, RootHasher, message
from huiyin.matters.verify.report import Broken


class Roots:
    """All roots, checked at the start; fed every matter in order of id, compared at the end."""

    def __init__(self) -> None:
        self.rows: Sequence[DayRoot] = list(DayRoot.objects.order_by("day"))
        self._hashers = [RootHasher(bytes(r.prev), r.day, r.cutoff) for r in self.rows]

    def chain(self) -> Iterator[Broken]:
        """Signatures and links."""
        before, cutoff = GENESIS, None
        for row in self.rows:
            if bytes(row.prev) != before:
                yield _broken(row, "it is not linked to the root before it")
            if cutoff is not None and row.cutoff <= cutoff:
                yield _broken(row, "its cutoff is not after that of the root before it")
            if fault := _signature_fault(row):
                yield _broken(row, fault)
            before, cutoff = bytes(row.root), row.cutoff

    def add(self, matter: Matter, events: Sequence[Event]) -> None:
        """Take the head that `matter` had at each root's cutoff."""
        for hasher in self._hashers:
            covered = [event for event in events if event.recorded_at <= hasher.cutoff]
            if covered:
                newest = covered[-1]
                hasher.add(matter.pk, newest.seq, bytes(newest.hash))

    def compare(self) -> Iterator[Broken]:
        """After all matters were added: what was signed against what is there."""
        for row, hasher in zip(self.rows, self._hashers, strict=True):
            if hasher.matters != row.matters:
                words = f"it covers {row.matters} matters, {hasher.matters} are there"
                yield _broken(row, words)
            elif hasher.digest() != bytes(row.root):
                yield _broken(row, "it does not match the events recorded up to its cutoff")


def _signature_fault(row: DayRoot) -> str:
    try:
        key = keys.public_key(row.key_id)
    except (ImproperlyConfigured, ValueError):
        key = None
    if key is None:
        return f"its key {row.key_id} is not among the known public keys"
    good = keys.signed(key, bytes(row.signature), message(row))
    return "" if good else "its signature is wrong"


def _broken(row: DayRoot, what: str) -> Broken:
    return Broken("", None, f"root of {row.day}: {what}")
