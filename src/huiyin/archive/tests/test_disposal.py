"""Two persons, then a tombstone: everything in words is gone, everything that counts stays."""

from __future__ import annotations

from io import StringIO
from unittest.mock import patch

import orjson
import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from huiyin.archive import carrying_out, disposal, due, holds, queries
from huiyin.archive.errors import Impossible
from huiyin.archive.models import Disposal, DisposalItem, ItemState, Record
from huiyin.archive.tests.long_ago import PHOTO, PROOF
from huiyin.letters.models import Letter
from huiyin.matters import clearing, roots
from huiyin.matters.erasure import TOMBSTONE
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.models import Clock, File, Matter, Party
from huiyin.matters.verify import verify
from huiyin.people.models import Person, Reveal
from huiyin.people.vault import actions as vault

SECRET = ("王小明", "13800001234", "路灯", "柳湾村", "线路老化", "期满没有申请", "补充照片")
"""Words that the matter was full of."""


@pytest.fixture
def proposed(cast, archived):
    """A list with one matter of the town, proposed by the town's handler."""
    walk = archived()
    made = disposal.propose(cast.actor("town.handler"), [walk.matter.number])
    return walk, made


@pytest.fixture
def done(cast, django_capture_on_commit_callbacks):
    """`done(list)`: approved by the town's head and carried out to the end, bytes and all."""

    def carry(made: Disposal) -> Disposal:
        with django_capture_on_commit_callbacks(execute=True):
            disposal.approve(cast.actor("town.head"), made.pk)
            carrying_out.carry_out(carrying_out.list_of(made.pk))
        return Disposal.objects.get(pk=made.pk)

    return carry


def everything_in_the_database() -> str:
    """Every row of every table of ours as text, binary columns decoded where they are text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = []
        for (table,) in cursor.fetchall():
            if table.startswith(("matters_", "letters_", "archive_", "people_", "procrastinate")):
                cursor.execute(f'SELECT t::text FROM "{table}" t')
                rows += [text for (text,) in cursor.fetchall()]
    return "\n".join(rows)


def test_the_tombstone(cast, proposed, done):
    walk, made = proposed
    before = Matter.objects.get(pk=walk.pk)
    clocks = list(Clock.objects.filter(matter=walk.pk).order_by("key", "cycle").values())
    events = before.events.count()
    digests = set(File.objects.filter(matter=walk.pk).values_list("sha256", flat=True))
    assert "路灯" in everything_in_the_database()

    finished = done(made)

    after = Matter.objects.get(pk=walk.pk)
    everything = everything_in_the_database()
    assert [word for word in (*SECRET, PHOTO, PROOF) if word in everything] == []
    assert not vault.find(phone="13800001234").exists()
    assert not Party.objects.filter(matter=walk.pk).exists()
    assert not [digest for digest in digests if _is_stored(digest)]

    assert (finished.status, finished.items.get().state) == ("done", "cleared")
    event = after.events.last()
    assert (event.act, event.step, event.data["list"]) == ("cleared", "system", made.number)
    assert event.data["approved_by"] == str(cast.accounts["town.head"].pk)
    assert event.data["proposed_by"] == str(cast.accounts["town.handler"].pk)
    assert after.title == TOMBSTONE
    for kept in ("number", "state", "phase", "outcome", "channel", "received_at", "registered_at",
                 "owner_unit_id", "intake_unit_id", "category_id"):  # fmt: skip
        assert getattr(after, kept) == getattr(before, kept), kept
    assert after.events.count() == events + 1
    assert list(Clock.objects.filter(matter=walk.pk).order_by("key", "cycle").values()) == clocks
    letters = Letter.objects.filter(matter=walk.pk)
    assert letters.count() == 4
    assert [letter.number for letter in letters if letter.key == "opinion"] == ["松石意〔2014〕1号"]
    assert Record.objects.get(pk=walk.pk).cleared_seq == event.seq


def _is_stored(digest: str) -> bool:
    return bool(storages["files"].exists(f"{digest[:2]}/{digest[2:4]}/{digest}"))


def test_verify_stays_whole_with_roots_and_bytes(proposed, done):
    roots.sign()
    done(proposed[1])
    report = verify(files=True)
    assert report.ok, [one.say() for one in report.broken]


def test_a_second_run_finds_nothing(proposed, done):
    finished = done(proposed[1])
    seq = proposed[0].matter.seq
    assert carrying_out.carry_out(finished) == 0
    assert proposed[0].matter.seq == seq


def test_a_person_or_file_of_another_matter_stays_with_it(cast, archived, done):
    walk, other = archived(), archived("permanent")
    shared = File.objects.filter(matter=walk.pk, name=PROOF).get().sha256
    assert File.objects.filter(sha256=shared).count() == 2
    done(disposal.propose(cast.actor("town.handler"), [walk.matter.number]))
    assert _is_stored(shared)
    [party] = Party.objects.filter(matter=other.pk)
    assert party.person.name_masked == "王*明"
    assert vault.find(phone="13800001234").exists()
    report = verify(files=True)
    assert report.ok, [one.say() for one in report.broken]


def test_the_record_of_reads_stays_without_its_words(cast, proposed, done):
    walk, made = proposed
    read = Reveal.objects.filter(matter_id=walk.pk)
    count = read.count()
    assert count
    done(made)
    assert read.count() == count
    assert set(read.values_list("reason", flat=True)) == {TOMBSTONE}
    assert Person.objects.filter(pk__in=read.values("person")).get().name_masked == ""
    with pytest.raises(DatabaseError), transaction.atomic():
        read.update(reason="x")


def test_whoever_proposed_does_not_approve(cast, archived):
    walk = archived()
    made = disposal.propose(cast.actor("town.head"), [walk.matter.number])
    with pytest.raises(Impossible, match="same_person"):
        disposal.approve(cast.actor("town.head"), made.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        Disposal.objects.update(status="approved", decided_by=cast.accounts["town.head"])
    disposal.approve(cast.actor("county.head"), made.pk)
    with pytest.raises(Impossible, match="already_decided"):
        disposal.approve(cast.actor("county.head"), made.pk)


@pytest.mark.parametrize("post", ["town.dispatcher", "county.supervisor", "office.head"])
def test_who_does_not_approve(cast, proposed, post):
    with pytest.raises((Impossible, NotVisible)):
        disposal.approve(cast.actor(post), proposed[1].pk)
    assert Disposal.objects.get().status == "proposed"


def test_a_rejected_list_leaves_everything_to_be_proposed_again(cast, proposed):
    walk, made = proposed
    with pytest.raises(Impossible, match="reason_required"):
        disposal.reject(cast.actor("town.head"), made.pk, " ")
    disposal.reject(cast.actor("town.head"), made.pk, "有一件要留")
    assert carrying_out.carry_out(carrying_out.list_of(made.pk)) == 0
    again = disposal.propose(cast.actor("town.handler"), None)
    assert again.number != made.number
    assert again.items.get().matter_id == walk.pk


def test_what_cannot_be_proposed(cast, archived, walk):
    due_one, held, kept = archived(), archived(), archived("permanent")
    holds.hold(cast.actor("town.head"), held.pk, "x")
    handler = cast.actor("town.handler")
    for number in (held.matter.number, kept.matter.number, walk.matter.number, "26-9", "x"):
        with pytest.raises(Impossible, match="not_due"):
            disposal.propose(handler, [due_one.matter.number, number])
    with pytest.raises(Impossible, match="nothing_chosen"):
        disposal.propose(handler, [])
    for post in ("town.window", "far.head", "bureau.handler"):
        with pytest.raises(Impossible):
            disposal.propose(cast.actor(post), [due_one.matter.number])
    made = disposal.propose(handler, None)
    assert [item.matter_id for item in made.items.all()] == [due_one.pk]
    with pytest.raises(Impossible, match="not_due"):
        disposal.propose(handler, [due_one.matter.number])


def test_permanent_is_never_due(cast, archived):
    archived("permanent")
    from datetime import date

    assert not due.due_on(date(9999, 1, 1)).exists()


def test_a_hold_placed_after_approval_keeps_the_matter(cast, proposed, done):
    walk, made = proposed
    row = holds.hold(cast.actor("county.auditor"), walk.pk, "审计")
    finished = done(made)
    item = finished.items.get()
    assert (finished.status, item.state, item.why) == ("done", ItemState.KEPT, "held")
    assert walk.matter.title == "村口路灯坏了"
    holds.release(cast.actor("county.auditor"), walk.pk, row.pk, "审计结束")
    assert disposal.propose(cast.actor("town.handler"), None).items.get().matter_id == walk.pk


def test_clearing_itself_refuses_under_a_hold(cast, archived):
    walk = archived()
    holds.hold(cast.actor("town.head"), walk.pk, "x")
    with pytest.raises(Refused):
        clearing.clear(
            walk.matter, by=cast.actor("town.head"), recorded_at=walk.last.event.at, data={}
        )


def test_a_job_killed_in_the_middle_goes_on_where_it_was(cast, archived):
    walks = [archived() for _ in range(4)]
    made = disposal.propose(cast.actor("town.handler"), None)
    disposal.approve(cast.actor("town.head"), made.pk)
    real, done = clearing.clear, []

    def dies(matter, **given):
        event = real(matter, **given)  # written, and then everything of this matter is undone
        if len(done) == 2:
            raise RuntimeError("power cut")
        done.append(matter.pk)
        return event

    with patch.object(clearing, "clear", dies), pytest.raises(RuntimeError):
        carrying_out.carry_out(carrying_out.list_of(made.pk))
    states = list(made.items.order_by("place").values_list("state", flat=True))
    assert states == ["cleared", "cleared", "waiting", "waiting"]
    assert verify().ok
    assert carrying_out.carry_out(carrying_out.list_of(made.pk)) == 2
    assert {walk.matter.title for walk in walks} == {TOMBSTONE}
    assert [walk.matter.events.filter(act="cleared").count() for walk in walks] == [1] * 4
    assert verify().ok


def test_a_sealed_matter_is_on_no_list_that_others_see(cast, archived):
    open_one, sealed = archived(), archived()
    Matter.objects.filter(pk=sealed.pk).update(sealed=True)
    made = disposal.propose(cast.actor("town.handler"), None)
    assert [item.matter_id for item in made.items.all()] == [open_one.pk]
    with pytest.raises(Impossible, match="not_due"):
        disposal.propose(cast.actor("town.handler"), [sealed.matter.number])
    DisposalItem.objects.create(disposal=made, place=2, matter=sealed.matter)
    assert not queries.lists(cast.actor("town.head")).rows
    with pytest.raises(NotVisible):
        disposal.approve(cast.actor("town.head"), made.pk)


def test_the_command_tells_and_carries_out(cast, proposed):
    walk, made = proposed
    disposal.approve(cast.actor("town.head"), made.pk)
    told = _command("--dry-run")
    assert (told["due"], told["approved"], told["cleared"]) == (1, [made.number], 0)
    assert told["units"] == {"松石镇人民政府": 1}
    assert walk.matter.title != TOMBSTONE
    assert _command("--dry-run", "--on", "2024-12-31")["due"] == 0
    with pytest.raises(CommandError, match="dry-run"):
        call_command("retention", "--on", "2040-01-01")
    assert _command()["cleared"] == 1
    assert walk.matter.title == TOMBSTONE
    assert _command()["due"] == 0
    out = StringIO()
    call_command("retention", stdout=out)
    assert "0 matters anonymised" in out.getvalue()


def _command(*words: str) -> dict:
    out = StringIO()
    call_command("retention", *words, "--json", stdout=out)
    return orjson.loads(out.getvalue())


def test_a_stopped_command_says_so_and_the_next_goes_on(cast, archived):
    for _ in range(3):
        archived()
    made = disposal.propose(cast.actor("town.handler"), None)
    disposal.approve(cast.actor("town.head"), made.pk)
    real, count = carrying_out._one, iter(range(9))

    def stopped(disposal_, item_id):
        if next(count) == 1:
            raise KeyboardInterrupt
        return real(disposal_, item_id)

    with patch.object(carrying_out, "_one", stopped), pytest.raises(CommandError) as caught:
        call_command("retention", stdout=StringIO())
    assert caught.value.returncode == 130
    assert made.items.filter(state="cleared").count() == 1
    assert _command()["cleared"] == 2


def test_due_matters_come_in_pages_from_an_index(cast, archived):
    for _ in range(3):
        archived()
    handler = cast.actor("town.handler")
    with patch.object(queries, "PAGE", 2):
        first = queries.due_matters(handler)
        second = queries.due_matters(handler, first.after)
    assert (len(first.rows), len(second.rows), second.after) == (2, 1, None)
    assert len({row.id for row in (*first.rows, *second.rows)}) == 3
    plain = Record.objects.filter(
        unit=cast.units["town"], cleared_seq__isnull=True, destroy_after__lt="2030-01-01"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = plain.order_by("destroy_after", "matter_id")[:30].explain()
    assert "record_due" in plan
    assert "Sort" not in plan
