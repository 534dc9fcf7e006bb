"""Erasure reaches issued letters: the words go, number and day stay."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huiyin.letters.models import Letter
from huiyin.matters import files
from huiyin.matters.erasure import erase
from huiyin.matters.errors import Refused
from huiyin.matters.files import Upload
from huiyin.matters.models import File
from huiyin.matters.testing import PDF, Walk
from huiyin.matters.verify import verify
from huiyin.people.testing import make_cast

PAPER = {"files": [Upload("王小明身份证.pdf", PDF)]}


@pytest.fixture
def cast(db):
    return make_cast()


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
