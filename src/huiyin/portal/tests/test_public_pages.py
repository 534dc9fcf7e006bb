"""Pages for everybody: promises with figures that come out of events, offices, grids, cards."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from huiyin.matters import testing
from huiyin.matters.actions import register
from huiyin.matters.models import Clock, Matter
from huiyin.matters.queries.promises import kept, last_year
from huiyin.matters.testing_reports import ReportWalk
from huiyin.packs import counting_file
from huiyin.packs.public_file import public
from huiyin.people.contacts import contacts
from huiyin.people.models import Account, Holding, Post
from huiyin.people.testing import Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


def figures():
    period = last_year(timezone.localdate())
    return kept(public(), counting_file.rules(), period, timezone.now())


def test_every_figure_of_the_promises_exists():
    indicators = counting_file.rules().indicators
    assert {one.indicator for one in public().promises.values() if one.indicator} <= set(indicators)


def test_the_figures_are_those_of_the_events(cast):
    before = figures()
    today = testing.petition(received_at=timezone.now().isoformat())
    register(by=cast.actor("office.window"), data=today)
    after = figures()
    assert after["recorded"].number == before["recorded"].number + 1
    assert after["owned"].number == before["owned"].number + 1


def test_a_share_of_few_is_not_published_and_one_of_enough_is(cast):
    matter = register(by=cast.actor("office.window"), data=testing.petition()).matter
    yesterday = timezone.now() - timedelta(days=1)
    clock = Clock.objects.filter(matter=matter).first()
    assert clock is not None
    least = public().least.value
    for cycle in range(least - 1):
        _due(clock, matter, 100 + cycle, yesterday, "in_time" if cycle else "late")
    assert figures()["told"].few
    assert figures()["told"].percent == ""
    _due(clock, matter, 99, yesterday, "in_time")
    told = figures()["told"]
    assert (told.whole, told.few) == (least, False)
    assert told.percent == f"{round(1000 * (least - 1) / least) / 10:.1f}"


def _due(clock: Clock, matter: Matter, cycle: int, at, verdict: str) -> None:
    values = {
        field.attname: getattr(clock, field.attname)
        for field in Clock._meta.concrete_fields
        if not field.primary_key
    }
    values |= {"key": "notice", "cycle": cycle, "legal": at, "nominal": at, "status": "stopped"}
    Clock.objects.create(**values | {"verdict": verdict})


def test_sealed_matters_are_not_counted(cast):
    before = figures()["recorded"].number
    ReportWalk(cast)
    assert figures()["recorded"].number == before


@pytest.mark.parametrize("address", ["/promise/", "/where/"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_anybody_can_read_them(cast, address, language):
    cast.units["office"].takes_online = True
    cast.units["office"].save()
    page = Client(headers={"accept-language": language}).get(address).content.decode()
    assert f'lang="{language}"' in page
    assert ("matters taken in" in page or "Open to visitors" in page) == (language == "en")
    assert "None" not in page


def test_a_grid_names_its_worker_first_then_its_town(cast):
    found = contacts(cast.grid, date.today())  # noqa: DTZ011 -- any day fits
    assert found[0].title == cast.posts["town.grid"].title
    assert {one.unit for one in found} == {cast.units["town"].name}
    assert found[0].phone == cast.units["town"].phone


def test_the_number_of_the_post_comes_before_that_of_its_unit(cast):
    Post.objects.filter(pk=cast.posts["town.grid"].pk).update(phone="0999-1234567")
    assert contacts(cast.grid, date.today())[0].phone == "0999-1234567"  # noqa: DTZ011


def test_who_has_left_is_not_named(cast):
    Holding.objects.filter(post=cast.posts["town.grid"]).update(ends_on=date(2021, 1, 1))
    Account.objects.filter(pk=cast.accounts["town.head"].pk).update(is_active=False)
    titles = {one.title for one in contacts(cast.grid, date.today())}  # noqa: DTZ011
    assert not titles & {cast.posts["town.grid"].title, cast.posts["town.head"].title}


def test_the_page_of_a_grid(cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = Client().get(f"/grids/{cast.grid.code}/")
    assert "柳湾一网格" in page.content.decode()
    assert 'href="tel:0999-1000000"' in page.content.decode()
    assert Client().get("/grids/999999999999999/").status_code == 404


def test_cards_are_one_a6_page_for_every_grid_with_a_code(cast):
    client = Client()
    client.force_login(cast.accounts["town.head"])
    answer = client.get("/cards/", {"place": "910102001000", "kind": "agent"})
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    assert len(pages) == 1
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox.upper_right] == [105, 148]
    text = pages[0].extract_text()
    assert "柳湾一网格" in text
    assert "0999-1000000" in text


@pytest.mark.parametrize(
    "asked", [{"place": "910200000000", "kind": "agent"}, {"place": "910102001000", "kind": "x"},
              {"place": "910102002000", "kind": "agent"}],
)  # fmt: skip
def test_a_place_elsewhere_a_strange_kind_and_a_place_without_grids_are_refused(cast, asked):
    client = Client()
    client.force_login(cast.accounts["county.head"])
    assert client.get("/cards/", asked).status_code == 422


def test_cards_are_for_those_who_hand_them_out(cast):
    client = Client()
    client.force_login(cast.accounts["county.auditor"])
    assert client.get("/cards/").status_code == 403


@pytest.mark.parametrize(("address", "most"), [("/promise/", 12), ("/where/", 3)])
def test_they_need_few_statements(cast, django_assert_max_num_queries, address, most):
    register(by=cast.actor("office.window"), data=testing.petition())
    with django_assert_max_num_queries(most):
        Client().get(address)
