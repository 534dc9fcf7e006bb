"""What people make of findings: orders that are filled in, dismissals with a reason, refusals."""

from __future__ import annotations

import pytest

from huiyin.duties.models import Looked
from huiyin.duties.queries import standing as lists
from huiyin.duties.watching import deciding, drafting
from huiyin.duties.watching.deciding import Undecidable, dismiss, raise_orders
from huiyin.duties.watching.rules import rule_of
from huiyin.duties.watching.sweep import sweep
from huiyin.matters.models import Clock, Event, Link, Matter, SealedText
from huiyin.matters.queries import matter as queries
from huiyin.matters.testing import Walk
from huiyin.people.testing import make_cast

from .watch_world import due, worked


@pytest.fixture
def cast(db):
    return make_cast(password=None)


@pytest.fixture
def late(cast):
    """A petition that the town has let run seven working days over its term; found."""
    walk = Walk(cast).to_handling()
    sweep(worked(due(walk), 7))
    return walk


def found(watch: str = "petition_late", walk: Walk | None = None) -> Looked:
    rows = Looked.objects.filter(watch=watch)
    return rows.get(matter=walk.pk) if walk else rows.get()


def test_an_order_is_filled_in_and_linked(cast, late):
    supervisor = cast.actor("county.supervisor")
    (outcome,) = raise_orders([found().pk], by=supervisor)
    assert outcome.is_done
    order = Matter.objects.get(number=outcome.order)
    assert found().order == order
    assert (order.process, order.state, order.pack) == ("supervision", "drafted", "national")
    link = Link.objects.get(source=order)
    assert (link.target_id, link.kind) == (late.pk, "supervises")
    page = queries.page(supervisor, order.number, due(late).date())
    said = page.events[0].data
    assert said["target"] == late.matter.number
    assert said["grounds"][0]["ground"] == "late"
    assert due(late).date().isoformat() in said["grounds"][0]["detail"]
    assert due(late).date().isoformat() in said["text"]
    assert rule_of("national", "petition_late").shape.zh in said["text"]
    assert late.matter.number in order.title


def test_no_words_of_the_matter_are_taken_over(cast, late):
    (outcome,) = raise_orders([found().pk], by=cast.actor("county.supervisor"))
    order = Matter.objects.get(number=outcome.order)
    words = "\n".join(
        SealedText.objects.filter(matter=order, text__isnull=False).values_list("text", flat=True)
    )
    for secret in (late.matter.title, "王小明", "13800001234", "路灯"):
        assert secret not in words + order.title


def test_raising_an_order_does_not_count_as_work_on_the_matter(cast, late):
    before = late.matter.acted_at
    raise_orders([found("petition_idle").pk], by=cast.actor("county.supervisor"))
    assert late.matter.acted_at == before
    assert Event.objects.filter(matter=late.pk).latest("seq").act == "linked"
    assert found("petition_idle").order is not None


def test_findings_of_one_matter_make_one_order_with_a_ground_for_each(cast, late):
    other = Walk(cast).to_handling()
    sweep(worked(due(late), 7))
    supervisor = cast.actor("county.supervisor")
    both = [found("petition_late", late).pk, found("petition_idle", late).pk]
    outcomes = raise_orders([*both, found("petition_late", other).pk], by=supervisor)
    assert outcomes[0].order == outcomes[1].order != outcomes[2].order
    page = queries.page(supervisor, outcomes[0].order, due(late).date())
    assert {row["ground"] for row in page.events[0].data["grounds"]} == {"late", "shirking"}
    assert Matter.objects.filter(process="supervision").count() == 2
    assert [row.is_supervised for row in rows(supervisor)] == [True]


def test_what_was_decided_is_not_decided_again(cast, late):
    supervisor, one = cast.actor("county.supervisor"), found().pk
    assert raise_orders([one, one], by=supervisor)[0].is_done
    assert [out.code for out in raise_orders([one], by=supervisor)] == ["decided"]
    assert [out.code for out in dismiss([one], "已经电话问过", by=supervisor)] == ["decided"]
    assert Matter.objects.filter(process="supervision").count() == 1


def test_a_dismissal_has_a_reason_and_is_not_found_again(cast, late):
    supervisor = cast.actor("county.supervisor")
    for reason in ("  ", "长" * 401, "\x00"):
        with pytest.raises(Undecidable):
            dismiss([found().pk], reason, by=supervisor)
    (outcome,) = dismiss([found().pk], " 承办人住院，已经换人 ", by=supervisor)
    assert outcome.is_done
    row = found()
    assert row.dismissed_reason == "承办人住院，已经换人"
    assert row.dismissed_by == cast.posts["county.supervisor"]
    sweep(worked(due(late), 9))
    assert found().pk == row.pk
    assert "petition_late" not in {one.watch.zh for one in rows(supervisor)}


def rows(actor, tab: str = "found"):
    return lists.findings(actor, tab).rows


def test_what_somebody_did_meanwhile_is_settled_and_not_supervised(cast, late):
    Clock.objects.filter(matter=late.pk, key="handle").update(status="stopped")
    (outcome,) = raise_orders([found().pk], by=cast.actor("county.supervisor"))
    assert outcome.code == "settled"
    assert not Matter.objects.filter(process="supervision").exists()


@pytest.mark.parametrize(
    ("post", "code"),
    [("town.head", "not_allowed"), ("county.leader", "not_allowed"), ("office.window", None),
     ("far.head", "not_found"), ("county.admin", "not_found"), ("town.handler", "not_allowed")],
)  # fmt: skip
def test_only_a_supervisor_of_a_unit_above_decides(cast, late, post, code):
    (raised,) = raise_orders([found().pk], by=cast.actor(post))
    (dismissed,) = dismiss([found().pk], "不需要", by=cast.actor(post))
    assert raised.code == dismissed.code
    assert raised.code == (code or "not_allowed")
    assert found().order is None
    assert found().dismissed_reason == ""


def test_a_rule_that_only_tells_gives_no_order(cast, late):
    (outcome,) = raise_orders([found("petition_late_head").pk], by=cast.actor("county.supervisor"))
    assert outcome.code == "no_order"


def test_one_that_is_refused_stops_none_of_the_others(cast, late):
    other = Walk(cast).to_handling()
    sweep(worked(due(late), 7))
    ids = list(Looked.objects.filter(watch="petition_late").values_list("pk", flat=True))
    Clock.objects.filter(matter=other.pk, key="handle").update(status="stopped")
    outcomes = raise_orders([*ids, 999_999], by=cast.actor("county.supervisor"))
    assert [one.code for one in outcomes] == ["", "settled", "not_found"]
    with pytest.raises(ValueError, match="at most"):
        raise_orders(range(101), by=cast.actor("county.supervisor"))


def test_a_sealed_matter_is_supervised_by_hand(cast, late):
    Matter.objects.filter(pk=late.pk).update(sealed=True)
    (outcome,) = raise_orders([found().pk], by=cast.actor("county.supervisor"))
    assert outcome.code == "not_found"


def test_every_code_has_a_sentence_and_every_kind_of_watch_its_words(cast, late):
    codes = {"not_found", "not_allowed", "sealed", "no_order", "decided", "settled", "reason"}
    assert codes == set(deciding.SENTENCES)
    now = worked(due(late), 7)
    for watch, ground in (("petition_late", "late"), ("petition_idle", "shirking")):
        looked = Looked.objects.select_related("matter__intake_unit__division").get(watch=watch)
        form = drafting.draft([(looked, rule_of("national", watch))], now)
        assert form["grounds"][0]["ground"] == ground
        assert "{" not in form["text"]
    again = Looked(matter=looked.matter, watch="petition_again", occasion="handle#3")
    assert "3" in drafting.draft([(again, rule_of("national", "petition_again"))], now)["text"]


def test_the_lists_of_a_page(cast, late):
    supervisor, head = cast.actor("county.supervisor"), cast.actor("town.head")
    assert "alerts" not in lists.tabs_of(supervisor)
    assert "found" not in lists.tabs_of(head)
    assert lists.tabs_of(cast.actor("town.grid")) == ()
    assert {row.number for row in rows(supervisor)} == {late.matter.number}
    assert [row.watch.when for row in rows(head, "alerts")] == ["idle", "idle"]
    assert rows(cast.actor("bureau.head"), "alerts") == []
    day = worked(due(late), 7).date()
    sizes = lists.counts(supervisor, lists.tabs_of(supervisor), day)
    assert (sizes["found"], sizes["issued"]) == (2, 0)
    raise_orders([found().pk], by=supervisor)
    sizes = lists.counts(supervisor, lists.tabs_of(supervisor), day)
    assert (sizes["found"], sizes["issued"], sizes["due"]) == (1, 1, 0)
    assert len(lists.orders(supervisor, "issued", day).rows) == 1
    assert lists.orders(head, "received", day).rows == []


def test_lists_are_paged_by_keyset(cast, late, monkeypatch):
    for _ in range(4):
        Walk(cast).to_handling()
    sweep(worked(due(late), 7))
    monkeypatch.setattr(lists, "PAGE", 3)
    supervisor, seen, after = cast.actor("county.supervisor"), [], None
    while True:
        page = lists.findings(supervisor, "found", after)
        seen += [row.id for row in page.rows]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 10


def test_found_matters_are_counted_for_each_unit(cast, late):
    found_at = Looked.objects.earliest("found_at").found_at
    counted = lists.per_unit(found_at, worked(found_at, 2))
    town = counted[cast.units["town"].pk]
    assert (town["petition_late"], town["petition_idle"]) == (1, 1)
    assert lists.per_unit(worked(found_at, 1), worked(found_at, 2)) == {}
