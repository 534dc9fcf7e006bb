"""Administration at the desk: pages for administrators, to be read by auditors, by nobody else."""

from __future__ import annotations

import pytest

from huiyin.desk.tests.browsing import Page
from huiyin.people.models import Account, Change, Holding, Post, Unit
from huiyin.places.models import CalendarVersion

NOTICE = "关于2027年部分节假日安排的通知\n一、元旦：1月1日（周五）至3日（周日）放假，共3天。\n"
LISTS = ("", "units/", "accounts/", "calendars/", "calendars/2026/", "audit/")
FORMS = ("units/new/", "accounts/new/", "calendars/new/", "calendars/hours/", "import/")


def addresses(cast):
    """The pages of one unit, post, account: for reading, and for changing."""
    unit, post = cast.units["town"].pk, cast.posts["town.head"].pk
    account = cast.accounts["town.head"].pk
    held = Holding.objects.get(post=post).pk
    read = (*LISTS, f"units/{unit}/", f"posts/{post}/", f"accounts/{account}/")
    change = (
        *FORMS, f"units/{unit}/change/", f"units/{unit}/dissolve/", f"units/{unit}/posts/new/",
        f"posts/{post}/change/", f"posts/{post}/close/", f"posts/{post}/hold/",
        f"holdings/{held}/end/", f"accounts/{account}/change/", f"accounts/{account}/link/",
        f"accounts/{account}/shut/",
    )  # fmt: skip
    return read, change


@pytest.mark.parametrize(
    ("post", "reads", "changes"),
    [("county.admin", 200, 200), ("county.auditor", 200, 403), ("county.head", 403, 403),
     ("office.window", 403, 403)],
)  # fmt: skip
def test_who_gets_which_pages(cast, at_desk, post, reads, changes):
    client = at_desk(post)
    read, change = addresses(cast)
    for addresses_, status in ((read, reads), (change, changes)):
        for address in addresses_:
            assert client.get(f"/admin/{address}").status_code == status, address


BUDGETED = {
    "admin: start": "", "admin: units": "units/?at={unit}", "admin: unit": "units/{unit}/",
    "admin: post": "posts/{post}/", "admin: accounts": "accounts/",
    "admin: account": "accounts/{account}/", "admin: calendars": "calendars/",
    "admin: calendar": "calendars/2026/", "admin: audit": "audit/",
    "admin: reads": "audit/?tab=reads",
}  # fmt: skip


@pytest.mark.parametrize("name", BUDGETED)
def test_statements_of_a_page(cast, at_desk, within_budget, name):
    values = {
        "unit": cast.unit("county"), "post": cast.posts["town.head"].pk,
        "account": cast.accounts["town.head"].pk,
    }  # fmt: skip
    client, address = at_desk("county.auditor"), f"/admin/{BUDGETED[name]}".format(**values)
    assert client.get(address).status_code == 200  # the content types of the first request
    within_budget(name, lambda: client.get(address))


@pytest.mark.parametrize("page", ["units/{0}/", "posts/{0}/", "accounts/{0}/"])
def test_what_is_not_there_is_404(cast, at_desk, page):
    client = at_desk("county.admin")
    missing = "01890000-0000-7000-8000-000000000000"
    assert client.get("/admin/" + page.format(missing)).status_code == 404
    assert client.get("/admin/units/?at=nonsense").status_code == 404


def test_an_office_is_set_up(cast, at_desk):
    client = at_desk("county.admin")
    asked = {"name": "松石镇司法所", "code": "justice", "kind": "bureau", "division": "松石镇",
             "parent": "town"}  # fmt: skip
    page = client.post("/admin/units/new/", asked)
    unit = Unit.objects.get(code="justice")
    assert page.headers["Location"] == f"/admin/units/{unit.pk}/"
    client.post(f"/admin/units/{unit.pk}/posts/new/", {"title": "所长", "role": "head"})
    post = Post.objects.get(unit=unit)
    page = client.post(
        "/admin/accounts/new/",
        {"username": "zhao", "display_name": "赵敏", "language": "zh-hans"}, follow=True,
    )  # fmt: skip
    assert "/set-password/" in page.content.decode()
    client.post(f"/admin/posts/{post.pk}/hold/", {"account": "zhao", "starts_on": "2026-01-01"})
    assert Holding.objects.get(post=post).account.username == "zhao"
    shown = client.get(f"/admin/units/{unit.pk}/").content.decode()
    assert "赵敏" in shown
    kinds = set(Change.objects.values_list("kind", flat=True))
    assert kinds == {"unit", "post", "account", "holding"}


def test_the_address_is_shown_once(cast, at_desk):
    client = at_desk("county.admin")
    account = cast.accounts["town.head"].pk
    client.post(f"/admin/accounts/{account}/link/")
    page = client.get(f"/admin/accounts/{account}/")
    assert "/set-password/" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "/set-password/" not in client.get(f"/admin/accounts/{account}/").content.decode()


def test_wrong_fields_keep_what_was_typed(cast, at_desk):
    client = at_desk("county.admin")
    asked = {"name": "新所", "code": "town", "kind": "bureau", "division": "nowhere"}
    response = client.post("/admin/units/new/", asked)
    page = Page(response)
    assert response.status_code == 422
    assert (page.values["name"], page.values["division"]) == ("新所", "nowhere")
    assert {"id_code_error", "id_division_error"} <= set(page.ids)
    assert Unit.objects.filter(code="town").count() == 1


def test_what_a_colleague_changed_is_a_conflict(cast, at_desk):
    client = at_desk("county.admin")
    post = cast.posts["town.head"]
    address = f"/admin/posts/{post.pk}/change/"
    typed = Page(client.get(address)).values
    typed = {name: typed[name] for name in ("title", "phone", "expected")} | {"role": "head"}
    client.post(address, typed | {"phone": "0999-1"})
    response = client.post(address, typed | {"phone": "0999-2"})
    assert response.status_code == 409
    assert Page(response).values["phone"] == "0999-2"
    assert Post.objects.get(pk=post.pk).phone == "0999-1"


def test_the_tree_goes_level_by_level(cast, at_desk):
    client = at_desk("county.admin")
    top = client.get("/admin/units/").content.decode()
    assert "松岭县人民政府" in top
    assert "松石镇人民政府" not in top
    below = client.get(f"/admin/units/?at={cast.unit('county')}").content.decode()
    assert "松石镇人民政府" in below
    found = client.get("/admin/units/?q=松石").content.decode()
    assert "松石镇人民政府" in found


def test_a_long_level_has_pages(cast, at_desk, monkeypatch):
    monkeypatch.setattr("huiyin.people.registry.PAGE", 2)
    client, seen = at_desk("county.admin"), []
    address = f"/admin/units/?at={cast.unit('county')}"
    while address:
        page = Page(client.get(address))
        seen += [link for link in page.links if link.count("/") == 4 and "units" in link]
        more = [link for link in page.links if "after=" in link]
        address = more[-1] if more else ""
    below = {f"/admin/units/{one.pk}/" for one in Unit.objects.filter(parent=cast.units["county"])}
    assert below <= set(seen)


def test_a_year_is_looked_at_and_then_published(cast, at_desk):
    client = at_desk("county.admin")
    typed = {"text": NOTICE, "year": "", "number": "", "division": ""}
    preview = client.post("/admin/calendars/new/", typed)
    assert preview.status_code == 200
    assert not CalendarVersion.objects.exists()
    assert "2027-01-01" in preview.content.decode()
    sent = {name: Page(preview).values[name] for name in ("text", "year", "number", "division")}
    back = client.post("/admin/calendars/new/", sent | {"back": "1"})
    assert "元旦" in back.content.decode()
    published = client.post("/admin/calendars/new/", sent | {"publish": "1"})
    row = CalendarVersion.objects.get()
    assert published.headers["Location"] == f"/admin/calendars/versions/{row.pk}/"
    assert client.get(published.headers["Location"]).status_code == 200
    change = Change.objects.get(kind="calendar")
    assert (change.account, change.after["year"]) == (cast.accounts["county.admin"], 2027)
    provisional = "is not published here"
    assert provisional not in client.get("/admin/calendars/2027/").content.decode()
    assert provisional in client.get("/admin/calendars/2028/").content.decode()


def test_a_wrong_notice_is_refused_with_its_line(cast, at_desk):
    text = NOTICE.replace("周五", "周六")
    response = at_desk("county.admin").post("/admin/calendars/new/", {"text": text})
    assert response.status_code == 422
    assert "Line 2" in response.content.decode()


def test_office_hours(cast, at_desk):
    client = at_desk("county.admin")
    response = client.post("/admin/calendars/hours/", {"mon": "9-12"})
    assert response.status_code == 422
    client.post("/admin/calendars/hours/", {"mon": "09:00-12:00", "publish": "1"})
    assert "09:00-12:00" in client.get("/admin/calendars/").content.decode()


def test_a_shut_account_cannot_sign_in(cast, at_desk):
    client, theirs = at_desk("county.admin"), at_desk("town.head")
    assert theirs.get("/").status_code == 200
    client.post(f"/admin/accounts/{cast.accounts['town.head'].pk}/shut/")
    assert not Account.objects.get(username="town.head").is_active
    assert theirs.get("/").status_code == 302
