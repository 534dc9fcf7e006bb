"""Guides in both languages, with pictures that exist; the tour comes once and comes again."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from huiyin.desk import guides, tours
from huiyin.people.models import Account, Role

PICTURES = guides.FOLDER / "images"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", guides.NAMES)
def test_every_guide_is_written_in_both_languages(name, language):
    found = guides.guide(name, language, "/static/guide/")
    assert found.title
    assert bool(re.search(r"[一-鿿]", found.html)) == (language == "zh")
    for picture in re.findall(r'src="/static/guide/([^"]+)"', found.html):
        assert (PICTURES / picture).is_file(), picture
    assert "../images/" not in found.html
    for other in re.findall(r'href="\.\./([a-z_]+)/"', found.html):
        assert other in guides.NAMES


def test_both_languages_have_the_same_pictures_and_headings():
    for name in guides.NAMES:
        texts = [(guides.FOLDER / one / f"{name}.md").read_text("utf-8") for one in ("zh", "en")]
        pictures, headings = (
            [re.findall(pattern, text, re.MULTILINE) for text in texts]
            for pattern in (r"images/([^)]+)\)", r"^(#+) ")
        )
        assert pictures[0] == pictures[1], name
        assert headings[0] == headings[1], name


def test_every_picture_is_shown_somewhere():
    text = "".join(one.read_text("utf-8") for one in guides.FOLDER.glob("*/*.md"))
    for picture in PICTURES.glob("*.png"):
        assert picture.name in text


def test_every_role_has_a_tour_and_a_guide():
    assert set(tours.STEPS) == set(Role.values)
    assert set(guides.ROLES) == set(Role.values)
    for some in tours.STEPS.values():
        for step in some:
            assert step.address == (reverse(step.page) if step.page else "")


@pytest.mark.django_db
def test_the_tour_is_put_away_and_comes_again(cast):
    client = Client()
    client.force_login(cast.accounts["office.window"])
    assert 'class="tour' in client.get("/").content.decode()
    assert client.post("/help/tour/").status_code == 302
    assert 'class="tour' not in client.get("/").content.decode()
    assert Account.objects.get(pk=cast.accounts["office.window"].pk).toured_on
    client.post("/help/tour/", {"again": "1"})
    assert 'class="tour' in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_person_with_many_posts_has_five_steps(cast):
    actor = cast.actor("office.window", "office.handler", "office.head", "county.supervisor")
    found = tours.steps(actor)
    assert len(found) == tours.MOST
    assert len(set(found)) == tours.MOST


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_help(cast, language):
    client = Client()
    client.force_login(cast.accounts["office.window"])
    client.cookies["django_language"] = language
    page = client.get("/help/").content.decode()
    with override(language):
        assert page.index("/help/office/") < page.index("/help/administrator/")
    assert client.get("/help/office/").status_code == 200
    assert client.get("/help/nothing/").status_code == 404
