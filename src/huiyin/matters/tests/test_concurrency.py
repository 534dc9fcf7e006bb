"""Two at once: one wins, the other is told; roots wait for writers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from huiyin.matters import roots
from huiyin.matters.actions import door, perform, register
from huiyin.matters.errors import Stale
from huiyin.matters.models import DayRoot, Matter
from huiyin.matters.testing import TRIAGE, Walk, petition
from huiyin.matters.verify import verify
from huiyin.people.testing import make_cast
from huiyin.places import publish as publishing
from huiyin.places.models import CalendarVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def at_once(*works):
    """Run each in a thread of its own, begun together; their results or errors."""
    barrier = Barrier(len(works))

    def run(work):
        try:
            barrier.wait(30)
            return work()
        except Exception as error:  # noqa: BLE001 -- the error is the result
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_of_two_at_once_one_is_stale(cast):
    for _ in range(5):
        walk = Walk(cast)
        identify = partial(perform, walk.pk, "identify", data=TRIAGE, expected_seq=1)
        dispatcher, head = cast.actor("office.dispatcher"), cast.actor("office.head")
        results = at_once(partial(identify, by=dispatcher), partial(identify, by=head))
        assert sorted(type(result).__name__ for result in results) == ["Performed", "Stale"]
        [stale] = [result for result in results if isinstance(result, Stale)]
        assert (stale.expected, stale.found) == (1, 2)
        assert walk.matter.seq == 2
    assert verify().ok


def test_registrations_at_once_get_numbers_of_their_own(cast):
    by = cast.actor("office.window")
    results = at_once(*[lambda: register(by=by, data=petition()).matter.number] * 8)
    assert len(set(results)) == 8
    assert set(Matter.objects.values_list("number", flat=True)) == set(results)
    assert verify().ok


def test_a_root_waits_for_a_writer_and_covers_it(cast):
    by = cast.actor("office.window")
    written, may_commit = Event(), Event()

    def write():
        with transaction.atomic():
            register(by=by, data=petition())
            written.set()
            assert may_commit.wait(30)

    def sign():
        assert written.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [door.WRITERS_LOCK])
            assert cursor.fetchone() == (False,)
        may_commit.set()
        return roots.sign()

    _written, root = at_once(write, sign)
    assert root.matters == 1
    assert verify().ok


def test_roots_signed_at_once_are_one(cast):
    Walk(cast)
    signed = at_once(*[roots.sign] * 4)
    assert len({bytes(root.root) for root in signed}) == 1
    assert DayRoot.objects.count() == 1


def test_writers_do_not_wait_while_a_root_is_computed(cast, monkeypatch):
    """The lock is let go with the cutoff, before the heads are read."""
    by = cast.actor("office.window")
    reading, written = Event(), Event()
    heads = roots._heads

    def slow(cutoff):
        reading.set()
        assert written.wait(30)
        yield from heads(cutoff)

    monkeypatch.setattr(roots, "_heads", slow)

    def write():
        assert reading.wait(30)
        register(by=by, data=petition())
        written.set()

    root, _written = at_once(roots.sign, write)
    assert root.matters == 0
    assert verify().ok


def test_publications_at_once_have_times_in_order(cast):
    def body(n):
        return {
            "overlay": "x",
            "rest": [{"from": f"2035-01-0{n}", "to": f"2035-01-0{n}", "zh": "x", "en": "x"}],
        }

    results = at_once(*(lambda n=n: publishing.publish(body(n)) for n in range(1, 7)))
    assert all(isinstance(row, CalendarVersion) for row in results)
    times = set(CalendarVersion.objects.values_list("published_at", flat=True))
    versions = set(CalendarVersion.objects.values_list("version", flat=True))
    assert len(times) == len(versions) == 6
