"""Two acts that name one another's matters at once: both are done, or one is told; nobody hangs."""

from __future__ import annotations

from functools import partial

import pytest

from huiyin.matters.actions import perform, register
from huiyin.matters.actions.linking import link, unlink
from huiyin.matters.errors import Refused, Stale
from huiyin.matters.models import Link
from huiyin.matters.testing import moment
from huiyin.matters.tests.relating import pack
from huiyin.matters.tests.test_concurrency import at_once
from huiyin.matters.verify import verify
from huiyin.people.testing import make_cast

__all__ = ["pack"]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair(transactional_db, pack):
    """Two matters and who may relate them."""
    by = make_cast().actor("office.window")
    form = {"received_at": moment(0).isoformat(), "title": "一件事"}
    one, two = (register("thing", pack=pack, by=by, data=form).matter for _ in range(2))
    return by, one, two


def test_crosswise_acts_do_not_wait_for_each_other(pair):
    by, one, two = pair
    mark = partial(perform, act="mark_repeat", by=by, expected_seq=1)
    results = at_once(
        partial(mark, one.pk, data={"earlier": two.number}),
        partial(mark, two.pk, data={"earlier": one.number}),
    )
    # Whoever comes second finds its matter changed by the first.
    assert sorted(type(result).__name__ for result in results) == ["Performed", "Stale"]
    assert any(isinstance(result, Stale) for result in results)
    assert Link.objects.count() == 1
    assert verify().ok


def test_crosswise_by_hand_one_is_told(pair):
    by, one, two = pair
    results = at_once(
        partial(link, one.pk, two.number, "same_issue", by=by),
        partial(link, two.pk, one.number, "same_issue", by=by),
    )
    (refused,) = [result for result in results if isinstance(result, Refused)]
    assert refused.refusal.errors[0].rule == "already_linked"
    assert Link.objects.count() == 1
    assert verify().ok


def test_a_relation_is_undone_once(pair):
    by, one, two = pair
    made = link(one.pk, two.number, "same_issue", by=by)
    results = at_once(*[partial(unlink, made.id, by=by, reason="x")] * 4)
    assert sum(isinstance(result, Link) for result in results) == 1
    assert verify().ok
