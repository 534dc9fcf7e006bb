"""What the database itself holds about units, posts and holdings."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huiyin.people.models import Account, Holding, Post, Unit


def test_a_move_reaches_every_unit_below(office):
    village = Unit.objects.create(
        code="v", name="柳村", kind="village", division=office.town, parent=office.hall
    )
    assert village.above == [office.bureau.id, office.hall.id]
    top = Unit.objects.create(code="top", name="县政府", kind="government", division=office.county)
    office.bureau.parent = top
    office.bureau.save()
    village.refresh_from_db()
    assert village.above == [top.id, office.bureau.id, office.hall.id]
    assert village in Unit.objects.under(top)
    Unit.objects.filter(pk=office.hall.pk).update(parent=None)
    village.refresh_from_db()
    assert village.above == [office.hall.id]
    assert village not in Unit.objects.under(top)


def test_bulk_and_raw_writers_cannot_set_above(office):
    [unit] = Unit.objects.bulk_create(
        [Unit(code="b", name="b", kind="other", division=office.town, parent=office.hall)]
    )
    Unit.objects.filter(pk=unit.pk).update(above=[])
    unit.refresh_from_db()
    assert unit.above == [office.bureau.id, office.hall.id]


def test_no_unit_is_above_itself(office):
    office.bureau.parent = office.hall
    with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
        office.bureau.save()
    office.hall.parent = office.hall
    with pytest.raises(IntegrityError, match="above itself"), transaction.atomic():
        office.hall.save()


def test_a_successor_needs_a_dissolved_unit(office):
    office.hall.successor = office.bureau
    with pytest.raises(IntegrityError, match="succeeded_is_dissolved"), transaction.atomic():
        office.hall.save()


def test_one_holder_of_a_post_at_a_time(office):
    other = Account.objects.create_user("chen", display_name="陈默")
    post = office.posts[2]
    first = Holding.objects.create(
        post=post, account=office.account, starts_on=date(2026, 1, 1), ends_on=date(2026, 5, 31)
    )
    for start, end in [
        (date(2026, 5, 31), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 2, 1), date(2026, 2, 1)),
    ]:
        with pytest.raises(IntegrityError, match="holding_one_at_a_time"), transaction.atomic():
            Holding.objects.create(post=post, account=other, starts_on=start, ends_on=end)
    Holding.objects.create(post=post, account=other, starts_on=date(2026, 6, 1))
    first.ends_on = None
    with pytest.raises(IntegrityError, match="holding_one_at_a_time"), transaction.atomic():
        first.save()


def test_a_holding_ends_after_it_starts(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(
            post=office.posts[2],
            account=office.account,
            starts_on=date(2026, 2, 1),
            ends_on=date(2026, 1, 31),
        )


def test_a_post_has_a_known_role(office):
    with pytest.raises(IntegrityError, match="post_role"), transaction.atomic():
        Post.objects.create(unit=office.hall, title="x", role="king")


def test_accounts_sign_in_and_the_superuser_alone_has_django_rights(office, client):
    assert client.login(username="lin", password="a-good-password")
    assert not client.login(username="lin", password="wrong")
    assert not office.account.has_perm("people.change_account")
    admin = Account.objects.create_superuser("root", "pw", display_name="")
    assert admin.has_perm("anything")
    assert admin.has_module_perms("people")
    assert str(admin) == "root"
    admin.is_active = False
    assert not admin.has_perm("anything")
    assert not client.login(username="nobody", password="")
