"""`huiyin verify` names the first broken link by matter and event, and goes on."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from huiyin.matters.files import Upload
from huiyin.matters.models import Clock, Matter
from huiyin.matters.testing import PDF, TRIAGE, Walk
from huiyin.matters.verify import Report, verify

from .tampering import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def handled(cast):
    """Three petitions; the second one is accepted and has a file."""
    Walk(cast)
    walk = Walk(cast).to_handling()
    seen = {"text": "到现场看过。"}
    walk.act("note", "town.handler", 5, seen, uploads={"files": [Upload("a.pdf", PDF)]})
    Walk(cast)
    return walk


def found() -> list[tuple[str, int | None, str]]:
    return [(one.number, one.seq, one.what) for one in verify().broken]


def test_all_whole(handled):
    report = verify(files=True)
    assert report.ok, [one.say() for one in report.broken]
    assert report.matters == 3
    assert report.events == handled.matter.seq + 2
    assert report.as_dict() == {
        "matters": 3, "events": report.events, "roots": 0, "broken": [], "ok": True
    }  # fmt: skip


COLUMNS = {
    "act": "'archive'", "step": "'propose'", "version": "'x'", "via": "'x'",
    "at": "at - interval '1 microsecond'", "recorded_at": "recorded_at + interval '1 s'",
    "account_id": "NULL", "post_id": "gen_random_uuid()", "unit_id": "gen_random_uuid()",
    "data": """data || '{"class": "inquiry"}'""", "prev": "'\\x00'", "hash": "'\\x00'",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_of_an_event_changed(handled, column):
    pk, number = handled.pk, handled.matter.number
    run(
        f"UPDATE matters_event SET {column} = {COLUMNS[column]} WHERE matter_id = %s AND seq = 2",
        pk,
    )
    broken = verify().broken
    assert broken[0].number == number
    assert broken[0].seq == 2
    if column not in {"prev", "hash"}:
        words = f"matter {number}, event 2: its content does not match its hash"
        assert broken[0].say() == words
    assert {one.number for one in broken} == {number}


def test_an_event_taken_out(handled):
    run("DELETE FROM matters_event WHERE matter_id = %s AND seq = 2", handled.pk)
    assert found()[0] == (handled.matter.number, 3, "event 2 is missing before it")


def test_the_last_event_taken_out(handled):
    seq = handled.matter.seq
    run("DELETE FROM matters_event WHERE matter_id = %s AND seq = %s", handled.pk, seq)
    whats = [what for _number, _seq, what in found()]
    assert f"seq is stored as {seq}, its events give {seq - 1}" in whats
    assert "head is not the hash of its last event" in whats


def test_all_events_taken_out_and_a_matter_taken_out(handled):
    run("DELETE FROM matters_event WHERE matter_id = %s", handled.pk)
    assert (handled.matter.number, None, "it has no event") in found()
    other = Matter.objects.exclude(pk=handled.pk).first()
    run("DELETE FROM matters_matter WHERE id = %s", other.pk)
    whole = "its events are there, the matter itself is not"
    assert (str(other.pk), None, whole) in found()


def test_a_changed_text(handled):
    sql = "UPDATE matters_sealedtext SET text = '别的话' WHERE matter_id = %s AND seq = 1"
    run(f"{sql} AND path = 'text'", handled.pk)
    what = "its text “text” is not the one that was recorded"
    assert found() == [(handled.matter.number, 1, what)]


@pytest.mark.parametrize("path", ["requests.0.request", "petitioner"])
def test_a_text_gone_without_erasure(handled, path):
    run("DELETE FROM matters_sealedtext WHERE matter_id = %s AND path = %s", handled.pk, path)
    what = f"its text “{path}” is gone, and no erasure is recorded"
    assert found() == [(handled.matter.number, 1, what)]


def test_a_text_nobody_recorded(handled):
    run(
        "INSERT INTO matters_sealedtext (matter_id, seq, path, salt, text) "
        "VALUES (%s, 2, 'advice', '\\x00', '补写的')", handled.pk,
    )  # fmt: skip
    what = "a text “advice” stands beside it that it does not name"
    assert found() == [(handled.matter.number, 2, what)]


def test_sealed_data_swapped_between_matters(cast):
    one, two = Walk(cast), Walk(cast, petitioner={"name": "李四"})
    run(
        "UPDATE matters_sealedtext a SET sealed = b.sealed FROM matters_sealedtext b "
        "WHERE a.matter_id = %s AND b.matter_id = %s AND a.path = 'petitioner' "
        "AND b.path = 'petitioner'", one.pk, two.pk,
    )  # fmt: skip
    [(number, seq, what)] = found()
    assert (number, seq) == (one.matter.number, 1)
    assert "cannot be opened" in what


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "closed"), ("phase", "final"), ("is_open", False), ("title", "别的"),
        ("outcome", "supported"), ("next_due", timezone.now()), ("next_clock", "notice"),
        ("waiting_for", "decline"), ("channel", "web"), ("version", "2099"), ("seq", 99),
        ("holder_id", None), ("sender_unit_id", None), ("registrar_id", None),
        ("received_at", timezone.now()), ("head", b"x"),
    ],
)  # fmt: skip
def test_a_cached_column_changed(handled, column, value):
    Matter.objects.filter(pk=handled.pk).update(**{column: value})
    [(number, seq, what), *_] = found()
    assert (number, seq) == (handled.matter.number, None)
    assert what.split()[0] == column or column == "version"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "stopped"), ("legal", timezone.now()), ("nominal", None), ("provisional", True),
        ("extensions", 3), ("verdict", "in_time"), ("started_at", timezone.now()), ("kind", "x"),
    ],
)  # fmt: skip
def test_a_cached_clock_changed(handled, column, value):
    Clock.objects.filter(matter=handled.pk, key="handle").update(**{column: value})
    [(number, _seq, what)] = found()
    assert number == handled.matter.number
    assert what.startswith(f"clock handle: {column} is stored as")


def test_clocks_taken_out_and_made_up(handled):
    Clock.objects.filter(matter=handled.pk, key="handle").update(key="made_up")
    whats = {what for _number, _seq, what in found()}
    assert whats == {"clock handle is not stored", "clock made_up is stored, its events give none"}


def test_files(handled, settings):
    [row] = handled.matter.files.filter(field="files")
    from huiyin.matters import files

    storage = files.storages["files"]
    place = f"{row.sha256[:2]}/{row.sha256[2:4]}/{row.sha256}"
    with storage.open(place) as stream:
        kept = stream.read()
    try:
        storage.delete(place)
        [gone] = verify(files=True).broken
        assert gone.what == f"file {row.sha256[:12]}… is not in the storage"
        storage.save(place, files.ContentFile(b"%PDF-1.4 forged"))
        [changed] = verify(files=True).broken
        assert changed.seq == row.seq
        assert changed.what.endswith("does not have the bytes it was stored with")
        assert verify().ok  # bytes are only read when asked for
    finally:
        storage.delete(place)
        storage.save(place, files.ContentFile(kept))
    run("DELETE FROM matters_file WHERE id = %s", row.pk)
    [unlisted] = verify().broken
    assert unlisted.what.endswith("is named in it but not listed")


def test_it_goes_on_after_a_break_and_from_any_matter(cast):
    walks = [Walk(cast) for _ in range(3)]
    numbers = [walk.matter.number for walk in walks]
    for walk in walks:
        run("UPDATE matters_event SET via = 'x' WHERE matter_id = %s", walk.pk)
    assert [one.number for one in verify().broken] == numbers
    assert [one.number for one in verify(after=numbers[0]).broken] == numbers[1:]
    assert [one.number for one in verify([numbers[2]]).broken] == [numbers[2]]
    assert verify(["26-999999-9"]).broken[0].what == "there is no such matter"


def test_batches(cast, monkeypatch):
    monkeypatch.setattr("huiyin.matters.verify.load.BATCH", 2)
    for _ in range(5):
        Walk(cast)
    told = []
    report = verify(advance=told.append)
    assert (report.matters, report.events, told) == (5, 5, [2, 2, 1])


def command(*words: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("verify", *words, stdout=out)
    except SystemExit as ended:
        return int(ended.code), out.getvalue()
    return 0, out.getvalue()


def test_the_command(handled):
    code, out = command("--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    code, out = command()
    assert code == 0
    assert "all whole" in out
    run("UPDATE matters_event SET act = 'x' WHERE matter_id = %s AND seq = 3", handled.pk)
    code, out = command("--json")
    told = json.loads(out)
    assert (code, told["ok"], told["matters"]) == (1, False, 3)
    assert told["broken"][0] == {
        "number": handled.matter.number, "seq": 3, "what": "its content does not match its hash"
    }  # fmt: skip
    code, out = command(handled.matter.number)
    assert code == 1
    assert f"matter {handled.matter.number}, event 3: its content does not match" in out


def test_the_command_stopped(handled, monkeypatch):
    monkeypatch.setattr("huiyin.matters.verify.load.BATCH", 1)

    def stop(*_args, report: Report, **_kwargs):
        report.last = "26-000001-7"
        raise KeyboardInterrupt

    monkeypatch.setattr("huiyin.matters.management.commands.verify.verify", stop)
    with pytest.raises(CommandError, match="--after 26-000001-7"):
        call_command("verify", stdout=StringIO())


def test_a_quick_check_since_the_newest_root(cast):
    from huiyin.matters import roots

    one, two = Walk(cast), Walk(cast)
    roots.sign()
    assert verify(since_root=True).matters == 0
    two.act("identify", "office.dispatcher", 1, TRIAGE)
    assert verify(since_root=True).matters == 1
    run("UPDATE matters_event SET via = 'x' WHERE matter_id = %s AND seq = 1", two.pk)
    assert [b.number for b in verify(since_root=True).broken] == [two.matter.number]
    assert one.matter.number not in str(verify(since_root=True).broken)
