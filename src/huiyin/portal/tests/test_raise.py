"""A resident raises a matter in four steps, without an account and without a script."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiyin.matters.models import Category, File, Matter, Party
from huiyin.matters.testing import PDF
from huiyin.people.testing import make_cast
from huiyin.people.vault import actions as vault
from huiyin.portal import limits
from huiyin.portal.models import Draft, DraftFile

from .raising import WHAT, WHO, filled, online, send, step, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    cache.clear()
    made = make_cast()
    online(made, "office", "town")
    Category.objects.create(code="0302", zh="市政", en="City services")
    return made


def page(client, name):
    return client.get(reverse("portal:raise", args=[name]))


def test_the_front_is_for_residents_and_tells_what_belongs_where(client, cast):
    assert client.get("/").headers["Location"] == reverse("portal:home")
    text = client.get(reverse("portal:home")).content.decode()
    for words in ("12388", "110", "12333", "拖欠工资", "人民调解委员会"):
        assert words in text
    assert client.get(reverse("portal:raise", args=["what"])).status_code == 302
    assert client.get(reverse("portal:raise", args=["what"]) + "?topic=nothing").status_code == 404


def test_four_steps_and_a_receipt(client, cast):
    answer = send(filled(client, cast))
    assert answer.headers["Location"] == reverse("portal:sent")
    matter = Matter.objects.get()
    assert (matter.process, matter.channel, matter.state) == ("petition", "web", "registered")
    assert matter.intake_unit == matter.owner_unit == cast.units["town"]
    assert (matter.place, matter.category_id) == (cast.divisions["village"], "0302")
    assert matter.events.get().via == "portal"
    assert Party.objects.get(matter=matter).person.name_masked == "王*明"
    receipt = client.get(reverse("portal:sent"))
    text = receipt.content.decode()
    assert matter.number in text
    assert "data:image/svg+xml" in text
    assert "最迟这一天" in text
    assert receipt.headers["Cache-Control"].count("no-store") == 1
    pdf = client.get(reverse("portal:slip_pdf"))
    assert pdf.content.startswith(b"%PDF")


def test_sending_twice_registers_once_and_shows_the_same_receipt(client, cast):
    filled(client, cast)
    assert send(client).headers["Location"] == send(client).headers["Location"]
    assert Matter.objects.count() == 1
    assert page(client, "check").headers["Location"] == reverse("portal:sent")
    draft = Draft.objects.get()
    assert (draft.sealed, draft.matter) == (None, Matter.objects.get())


def test_a_draft_holds_nothing_that_can_be_read(client, cast):
    filled(client, cast)
    row = Draft.objects.get()
    stored = bytes(row.sealed)
    for words in ("王小明", "13800001234", "路灯"):
        assert words.encode() not in stored
    token = client.cookies["raise"]
    assert token["httponly"]
    assert token["max-age"] == 14 * 24 * 3600
    assert token.value not in row.token_hash
    other = type(client)()
    assert page(other, "where").headers["Location"].startswith(reverse("portal:home"))


def test_what_was_typed_comes_back_and_can_be_thrown_away(client, cast):
    filled(client, cast)
    assert "王小明" in page(client, "who").content.decode()
    assert "村口的路灯坏了" in page(client, "what").content.decode()
    home = client.get(reverse("portal:home")).content.decode()
    assert reverse("portal:discard") in home
    client.post(reverse("portal:discard"))
    assert not Draft.objects.exists()
    assert page(client, "who").status_code == 302


def test_keeping_without_going_on(client, cast):
    answer = step(client, "what", {"topic": "works", "title": "只写了一半", "_keep": "1"})
    assert answer.status_code == 204
    assert "只写了一半" in page(client, "what").content.decode()


def test_a_mistake_stays_on_its_step_with_what_was_typed(client, cast):
    answer = step(client, "what", {**WHAT, "title": "长" * 81})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "长" * 81 in text
    assert "上个月起" in text
    assert 'href="#id_title"' in text
    filled(client, cast)
    assert step(client, "who", {}).status_code == 422


def test_the_place_is_chosen_level_by_level(client, cast):
    step(client, "what", WHAT)
    text = page(client, "where").content.decode()
    assert "松石镇" in text
    assert "柳湾村" not in text
    assert (
        step(client, "where", {"place-3": cast.divisions["town"].pk, "_place": "1"}).status_code
        == 302
    )
    assert "柳湾村" in page(client, "where").content.decode()
    step(client, "where", {"place-3": cast.divisions["other_town"].pk,
                           "place-4": cast.divisions["village"].pk})  # fmt: skip
    client = filled(client, cast, where={"place-3": cast.divisions["other_town"].pk})
    send(client)
    assert Matter.objects.get().place == cast.divisions["other_town"]
    assert Matter.objects.get().intake_unit == cast.units["office"]


def test_files_are_kept_sealed_and_sent(client, cast):
    step(client, "what", WHAT)
    good = SimpleUploadedFile("现场.pdf", PDF)
    bad = SimpleUploadedFile("现场.png", PDF)
    answer = step(client, "where", {**where(cast), "files": [good, bad]})
    assert answer.status_code == 422
    assert "现场.png" in answer.content.decode()
    kept = DraftFile.objects.get()
    assert PDF not in bytes(kept.sealed)
    assert "现场.pdf" in page(client, "where").content.decode()
    step(client, "where", {**where(cast), "files": SimpleUploadedFile("b.pdf", PDF + b"%")})
    step(client, "where", {**where(cast), "_remove": str(kept.pk)})
    assert DraftFile.objects.count() == 1
    step(client, "who", WHO)
    send(client)
    assert File.objects.get().name == "b.pdf"
    assert not DraftFile.objects.exists()


def test_a_point_on_the_map_goes_into_the_record(client, cast):
    filled(client, cast, where={"point": "40.2,98.6"})
    send(client)
    assert Matter.objects.get().events.get().data["point"] == "40.20000,98.60000"
    bad = type(client)()
    step(bad, "what", WHAT)
    assert step(bad, "where", {**where(cast), "point": "here"}).status_code == 422


def test_anonymous_says_what_follows(client, cast):
    step(client, "what", WHAT)
    step(client, "where", where(cast))
    assert step(client, "who", {"_way": "anonymous"}).status_code == 302
    assert "没有办法把书面答复送给您" in page(client, "who").content.decode()
    step(client, "who", {})
    send(client)
    matter = Matter.objects.get()
    assert matter.events.get().data["anonymous"] is True
    assert not Party.objects.exists()


def test_on_behalf_of_another_needs_consent(client, cast):
    filled(client, cast)
    step(client, "who", {**WHO, "_way": "other"})
    proxy = {**WHO, "proxy_person-name": "王大山", "proxy_relation": "儿子"}
    assert step(client, "who", proxy).status_code == 422
    assert step(client, "who", {**proxy, "proxy_consent": "on"}).status_code == 302
    send(client)
    assert {party.role for party in Party.objects.all()} == {"petitioner", "proxy_person"}


def test_together_with_others_each_gets_a_slip(client, cast):
    filled(client, cast)
    step(client, "who", {**WHO, "_way": "joint"})
    assert step(client, "who", {**WHO, "_add": "signatories"}).status_code == 200
    others = {f"signatories-{n}-person-name": name for n, name in enumerate(("李四", "赵六"))}
    assert step(client, "who", {**WHO, **others}).status_code == 302
    send(client)
    matter = Matter.objects.get()
    assert matter.events.get().data["people"] == 3
    receipt = client.get(reverse("portal:sent")).content.decode()
    assert [f"{matter.number}/{n}" in receipt for n in (2, 3, 4)] == [True, True, False]


@pytest.mark.parametrize(
    ("topic", "process", "who"),
    [
        ("suggestion", "suggestion", WHO),
        ("neighbour", "mediation", {
            "parties-0-side": "applicant", "parties-0-party-name": "王小明",
            "parties-1-side": "respondent", "parties-1-party-name": "李四"}),
    ],
)  # fmt: skip
def test_other_kinds_of_matter(client, cast, topic, process, who):
    what = {"topic": topic, "title": "楼上漏水", "text": "谈不拢。", "kind": "d17"}
    for name, data in (("what", what), ("where", where(cast)), ("who", who)):
        answer = step(client, name, data)
        assert answer.status_code == 302, answer.content.decode()
    send(client)
    assert Matter.objects.get().process == process
    assert client.get(reverse("portal:sent")).status_code == 200


def test_where_nobody_takes_it_in_it_says_whom_to_call(client, cast):
    for unit in cast.units.values():
        unit.takes_online = False
        unit.save()
    step(client, "what", WHAT)
    assert "0999-1000000" in page(client, "where").content.decode()
    online(cast, "office")
    filled(client, cast)
    cast.units["office"].takes_online = False
    cast.units["office"].save()
    answer = send(client)
    assert answer.status_code == 409
    assert "0999-1000000" in answer.content.decode()
    assert Draft.objects.get().sealed is not None


def test_an_address_cannot_send_without_end_and_cannot_pretend_to_be_another(cast, client):
    for number in range(limits.MOST["sent"]):
        one = type(client)(headers={"X-Forwarded-For": f"10.0.0.{number}"})
        assert send(filled(one, cast)).status_code == 302
    one = type(client)(headers={"X-Forwarded-For": "10.1.1.1"})
    answer = send(filled(one, cast))
    assert answer.status_code == 429
    assert "0999-1000000" in answer.content.decode()
    assert Matter.objects.count() == limits.MOST["sent"]
    elsewhere = type(client)(REMOTE_ADDR="10.2.2.2")
    assert send(filled(elsewhere, cast)).status_code == 302


def test_drafts_are_forgotten_and_follow_a_new_key(client, cast):
    from datetime import timedelta

    from huiyin.people.vault import rotation
    from huiyin.portal.drafts import forget_expired

    filled(client, cast)
    assert any(table.model == "portal.Draft" for table in rotation._tables)
    assert forget_expired() == 0
    draft = Draft.objects.get()
    draft.expires_at -= timedelta(days=15)
    draft.save()
    assert page(client, "who").status_code == 302
    assert forget_expired() == 1
    assert vault.seal_bytes(b"", "x")
