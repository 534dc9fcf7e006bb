"""The audit: what is in it, for whom, page by page, and as a table."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from huiyin.desk.tests.browsing import Page
from huiyin.matters.models import Party
from huiyin.matters.testing import Walk
from huiyin.people.changes import note
from huiyin.people.models import Change
from huiyin.people.vault import actions as vault


@pytest.fixture
def read(cast):
    """A petition of the town, whose handler opened the phone number."""
    walk = Walk(cast).to_handling()
    Walk(cast)
    person = Party.objects.filter(matter=walk.pk)[0].person
    vault.reveal(
        person, by=cast.actor("town.handler"), reason="电话核实", fields=["phone"],
        matter_id=walk.pk,
    )  # fmt: skip
    return walk


def table(client, **filters):
    response = client.post("/admin/audit/table.csv", filters)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text)))


def test_an_auditor_sees_reads_with_their_reason(cast, at_desk, read):
    page = at_desk("county.auditor").get("/admin/audit/?tab=reads").content.decode()
    assert read.matter.number in page
    assert "电话核实" in page


def test_an_administrator_sees_that_it_was_read_and_not_why(cast, at_desk, read):
    page = at_desk("county.admin").get("/admin/audit/?tab=reads").content.decode()
    assert read.matter.number in page
    assert "电话核实" not in page


@pytest.mark.parametrize("post", ["county.auditor", "county.admin"])
def test_reads_of_a_sealed_matter_are_for_those_named_on_it(cast, at_desk, read, post):
    matter = read.matter
    matter.sealed = True
    matter.save(update_fields=["sealed"])
    client = at_desk(post)
    assert matter.number not in client.get("/admin/audit/?tab=reads").content.decode()
    assert len(table(client, tab="reads")) == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [("", True), ("&who=town.handler", True), ("&who=town.head", False), ("&who=nobody", False),
     ("&first=2000-01-01&last=2000-01-02", False), ("&first=2020-01-01", True),
     ("&first=x", True), ("&number=26-000000-0", False)],
)  # fmt: skip
def test_reads_are_sifted(cast, at_desk, read, query, found):
    page = at_desk("county.auditor").get(f"/admin/audit/?tab=reads{query}")
    reasons = {one.reason for one in page.context["page"].rows}
    assert ("电话核实" in reasons, bool(reasons)) == (found, found)


def test_reads_of_one_matter(cast, at_desk, read):
    page = at_desk("county.auditor").get(f"/admin/audit/?tab=reads&number={read.matter.number}")
    assert {one.number for one in page.context["page"].rows} == {read.matter.number}


def test_changes_by_kind_and_page(cast, at_desk, monkeypatch):
    monkeypatch.setattr("huiyin.desk.administration.audit.PAGE", 4)
    by = cast.accounts["county.admin"].pk
    for number in range(9):
        note("unit", cast.units["town"], "create", by=by, after={"phone": str(number)})
    note("post", cast.posts["town.head"], "create", by=by, after={"phone": "x"})
    client, seen, address = at_desk("county.auditor"), [], "/admin/audit/?kind=unit"
    while address:
        page = client.get(address)
        seen += [one.values[0].after for one in page.context["page"].rows]
        more = [link for link in Page(page).links if "after=" in link]
        address = f"/admin/audit/{more[-1]}" if more else ""
    assert seen == [str(number) for number in reversed(range(9))]


def test_sign_ins_have_a_part_of_their_own(cast, at_desk):
    account = cast.accounts["town.head"]
    note("sign_in", account, "signed_in", by=account.pk, after={"address": "192.0.2.1"})
    page = at_desk("county.auditor").get("/admin/audit/?tab=sign_ins").content.decode()
    assert "192.0.2.1" in page


def test_taking_it_out_is_recorded(cast, at_desk, read):
    rows = table(at_desk("county.auditor"), tab="reads", who="town.handler")
    assert {row[1] for row in rows[1:]} == {str(cast.accounts["town.handler"])}
    assert "电话核实" in {row[5] for row in rows[1:]}
    change = Change.objects.get(kind="audit")
    assert (change.act, change.account) == ("export", cast.accounts["county.auditor"])
    assert change.after == {"tab": "reads", "who": "town.handler"}


def test_a_table_holds_no_formulas(cast, at_desk):
    note("unit", cast.units["town"], "create", by=None, after={}, reason="=1+1")
    rows = table(at_desk("county.auditor"), tab="changes", kind="unit")
    assert rows[1][-1] == "'=1+1"


@pytest.mark.parametrize("post", ["county.head", "office.window"])
def test_nobody_else_takes_it_out(cast, at_desk, post):
    client = at_desk(post)
    assert client.post("/admin/audit/table.csv", {"tab": "reads"}).status_code == 403
    assert not Change.objects.exists()


def test_a_part_that_does_not_exist(cast, at_desk):
    client = at_desk("county.auditor")
    assert client.get("/admin/audit/?tab=secrets").status_code == 404
    assert client.post("/admin/audit/table.csv", {"tab": "secrets"}).status_code == 404
