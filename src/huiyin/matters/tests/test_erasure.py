"""Lawful erasure removes the words and leaves the chain whole."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

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


def test_verify_finds_files_erased_in_silence_and_kept_in_spite(cast, walk):
    walk.act("supplement", "office.window", 0, {"text": "身份证"}, uploads=PAPER)
    erase(walk.pk, 2, "files.0", by=cast.actor("office.head"), reason="x")
    [left] = verify(files=True).broken
    assert "bytes are still in the storage" in left.what  # the transaction has not been committed
    run("UPDATE matters_file SET erased_seq = NULL")
    assert "still there, although its erasure" in verify().broken[0].what
    run("UPDATE matters_file SET erased_seq = 1")
    assert "no erasure is recorded" in verify().broken[0].what
