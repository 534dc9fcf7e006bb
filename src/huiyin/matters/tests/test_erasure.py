"""Lawful erasure removes the words and leaves the chain whole."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from huiyin.letters.models import Letter
from huiyin.matters import files, reads, roots
from huiyin.matters.erasure import TOMBSTONE, erase
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.files import Upload
from huiyin.matters.models import File, MatterText, Party, SealedText
from huiyin.matters.testing import PDF, Walk
from huiyin.matters.verify import verify
from huiyin.people.models import Person
from huiyin.people.vault import actions as vault

from .tampering import run

pytestmark = pytest.mark.django_db


def everything_stored() -> str:
    """All plain words that the matter tables hold."""
    texts = SealedText.objects.filter(text__isnull=False).values_list("text", flat=True)
    words = MatterText.objects.values_list("text", "tokens")
    return " ".join([*texts, *map(str, words)])


def test_an_erased_text_leaves_the_chain_whole(cast, walk):
    roots.sign()
    event = erase(walk.pk, 1, "text", by=cast.actor("office.head"), reason="当事人申请")
    assert (event.seq, event.step, event.act) == (2, "system", "erased")
    assert (event.data["seq"], event.data["path"]) == (1, "text")
    assert "当事人申请" not in str(event.data)
    assert (event.account, event.post) == (cast.accounts["office.head"], cast.posts["office.head"])
    assert "三个月" not in everything_stored()
    assert walk.matter.state == "registered"
    report = verify()
    assert report.ok, [one.say() for one in report.broken]


def test_an_erased_title_and_one_of_several_requests(cast):
    walk = Walk(cast, requests=[{"request": "修好路灯"}, {"request": "赔偿医药费"}])
    by = cast.actor("office.head")
    erase(walk.pk, 1, "title", by=by, reason="x")
    erase(walk.pk, 1, "requests.1.request", by=by, reason="x")
    assert walk.matter.title == TOMBSTONE
    assert "医药费" not in everything_stored()
    assert "修好路灯" in everything_stored()
    assert verify().ok
    walk.act("note", "office.head", 1, {"text": "照常办理"})
    assert verify().ok


def test_an_erased_person_leaves_the_vault(cast):
    walk = Walk(cast)
    erase(walk.pk, 1, "petitioner", by=cast.actor("office.head"), reason="x")
    assert not Party.objects.exists()
    assert not Person.objects.exists()
    assert not vault.find(phone="13800001234").exists()
    assert verify().ok


def test_a_person_of_two_matters_stays_with_the_other(cast):
    walk, other = Walk(cast), Walk(cast)
    erase(walk.pk, 1, "petitioner", by=cast.actor("office.head"), reason="x")
    assert list(Party.objects.values_list("matter_id", flat=True)) == [other.pk]
    assert Person.objects.count() == 1
    assert verify().ok


def test_words_put_back_after_an_erasure_are_found(cast, walk):
    row = SealedText.objects.get(matter=walk.pk, path="text")
    erase(walk.pk, 1, "text", by=cast.actor("office.head"), reason="x")
    row.pk = None
    row.save(force_insert=True)
    [broken] = verify().broken
    assert broken.what == "its text “text” is still there, although its erasure is recorded"


def test_an_erasure_cannot_be_made_up(cast, walk):
    """Taking the record of an erasure away is found as any event taken away."""
    erase(walk.pk, 1, "text", by=cast.actor("office.head"), reason="x")
    run("DELETE FROM matters_event WHERE seq = 2")
    whats = [one.what for one in verify().broken]
    assert "its text “text” is gone, and no erasure is recorded" in whats


@pytest.mark.parametrize("who", ["office.handler", "office.window", "office.dispatcher"])
def test_only_a_head_erases(cast, walk, who):
    with pytest.raises(Refused) as caught:
        erase(walk.pk, 1, "text", by=cast.actor(who), reason="x")
    assert caught.value.refusal.code == "not_allowed"
    assert walk.matter.seq == 1
    assert verify().ok


def test_what_cannot_be_erased(cast, walk):
    head = cast.actor("office.head")
    for seq, path, reason in [(1, "channel", "x"), (2, "text", "x"), (1, "text", "  ")]:
        with pytest.raises(Refused):
            erase(walk.pk, seq, path, by=head, reason=reason)
    with pytest.raises(NotVisible):
        erase(walk.pk, 1, "text", by=cast.actor("far.head"), reason="x")
    assert walk.matter.seq == 1


def test_the_command(cast, walk):
    number, out = walk.matter.number, StringIO()
    words = (number, "1", "text", "--by", "office.head", "--reason", "当事人申请")
    call_command("erase", *words, stdout=out)
    assert f"event 2 of {number}" in out.getvalue()
    with pytest.raises(CommandError, match="unknown_text"):
        call_command("erase", *words, stdout=out)
    for wrong in (
        (number, "1", "text", "--by", "nobody"),
        ("26-1", "1", "x", "--by", "office.head"),
    ):
        with pytest.raises(CommandError, match="no (account|matter)"):
            call_command("erase", *wrong, "--reason", "x", stdout=out)


PAPER = {"files": [Upload("王小明身份证.pdf", PDF)]}


def test_erasing_a_text_takes_the_letters_that_carry_it(cast, django_capture_on_commit_callbacks):
    """The known gap: the title stood on in every letter."""
    walk = Walk(cast).to_handling()
    letters = list(Letter.objects.filter(matter=walk.pk).select_related("file"))
    assert len(letters) == 2
    with django_capture_on_commit_callbacks(execute=True):
        event = erase(walk.pk, 1, "title", by=cast.actor("office.head"), reason="x")
    assert event.data["files"] == sorted(letter.file.sha256 for letter in letters)
    for letter in Letter.objects.filter(matter=walk.pk).select_related("file"):
        assert (letter.content, letter.file.name) == (None, "")
        assert letter.file.erased_seq == event.seq
        assert letter.number
        with pytest.raises(FileNotFoundError):
            files.read_bytes(letter.file)
    report = verify(files=True)
    assert report.ok, [one.say() for one in report.broken]


def test_erasing_a_person_takes_the_letters_and_a_text_not_in_them_none(cast):
    walk = Walk(cast).to_handling()
    walk.act("note", "town.handler", 5, {"text": "与本事无关的话"})
    by = cast.actor("office.head")
    assert "files" not in erase(walk.pk, walk.matter.seq, "text", by=by, reason="x").data
    assert len(erase(walk.pk, 1, "petitioner", by=by, reason="x").data["files"]) == 2
    assert verify().ok


def test_a_text_of_two_characters_is_not_hunted_through_the_letters(cast):
    walk = Walk(cast, title="路灯").to_handling()
    assert "files" not in erase(walk.pk, 1, "title", by=cast.actor("office.head"), reason="x").data


def test_a_file_and_a_letter_are_erased_by_their_place(cast, django_capture_on_commit_callbacks):
    walk = Walk(cast)
    walk.act("supplement", "office.window", 0, {"text": "身份证"}, uploads=PAPER)
    walk.to_handling()
    by = cast.actor("office.head")
    letter = Letter.objects.filter(matter=walk.pk, key="acceptance_notice").get()
    with django_capture_on_commit_callbacks(execute=True):
        erase(walk.pk, 2, "files.0", by=by, reason="x")
        erase(walk.pk, letter.seq, "letter", by=by, reason="x")
    erased = File.objects.filter(matter=walk.pk, erased_seq__isnull=False)
    assert set(erased.values_list("name", flat=True)) == {""}
    assert erased.count() == 2
    assert verify(files=True).ok
    for seq, path in (
        (2, "files.0"),
        (2, "files.1"),
        (2, "files.x"),
        (1, "letter"),
        (99, "files.0"),
    ):
        with pytest.raises(Refused):
            erase(walk.pk, seq, path, by=by, reason="x")


def test_bytes_that_another_matter_has_too_stay(cast, django_capture_on_commit_callbacks):
    walks = [Walk(cast), Walk(cast)]
    for walk in walks:
        walk.act("supplement", "office.window", 0, {"text": "身份证"}, uploads=PAPER)
    kept = File.objects.get(matter=walks[1].pk)
    with django_capture_on_commit_callbacks(execute=True):
        erase(walks[0].pk, 2, "files.0", by=cast.actor("office.head"), reason="x")
    assert files.read_bytes(kept) == PDF
    gone = File.objects.get(matter=walks[0].pk)
    with pytest.raises(NotVisible):
        reads.open_file(cast.actor("office.head"), walks[0].matter.number, gone.pk)
    assert verify(files=True).ok


def test_files_and_letters_change_by_recorded_erasure_only(cast):
    walk = Walk(cast).to_handling()
    file = File.objects.filter(matter=walk.pk).first()
    for change in (
        lambda: File.objects.filter(pk=file.pk).update(name="", erased_seq=1),
        lambda: File.objects.filter(pk=file.pk).update(name="别的"),
        lambda: Letter.objects.filter(matter=walk.pk).update(content=None),
        file.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_verify_finds_files_erased_in_silence_and_kept_in_spite(cast, walk):
    walk.act("supplement", "office.window", 0, {"text": "身份证"}, uploads=PAPER)
    erase(walk.pk, 2, "files.0", by=cast.actor("office.head"), reason="x")
    [left] = verify(files=True).broken
    assert "bytes are still in the storage" in left.what  # the transaction has not been committed
    run("UPDATE matters_file SET erased_seq = NULL")
    assert "still there, although its erasure" in verify().broken[0].what
    run("UPDATE matters_file SET erased_seq = 1")
    assert "no erasure is recorded" in verify().broken[0].what
