"""Entering and ending responsibilities; drawing up the letter that is signed for one.

Two who answer for the same thing are no mistake of the form: it is shown on the map (overlap).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.duties.methods import method_of
from huiyin.duties.models import Responsibility
from huiyin.duties.responsible import policy
from huiyin.duties.responsible.forms import DutiesForm, EndForm, ResponsibilityForm, Shapes
from huiyin.matters.actions import register
from huiyin.matters.errors import NotVisible
from huiyin.matters.models import Matter
from huiyin.matters.policy import visible as visible_matters
from huiyin.people.actions.errors import Invalid, Refused
from huiyin.people.actions.saving import checked
from huiyin.people.actor import Actor, PostView
from huiyin.people.changes import note, values_of

KIND = "responsibility"
FIELDS = ("kind", "post", "division", "line", "point", "matter", "starts_on", "ends_on")


def shapes_for(actor: Actor) -> tuple[str, Shapes]:
    """The pack of the method in force where this person works (the first), and its kinds."""
    for post in actor.posts:
        found = method_of(post.pack).responsibilities
        if found:
            return post.pack, found
    return "", {}


def shapes_for_pack(pack: str) -> Shapes:
    """The kinds of one pack."""
    return method_of(pack).responsibilities


def enter(data: Mapping[str, Any], *, by: Actor) -> Responsibility:
    """Say that a post answers for something. Raises PermissionDenied, Invalid."""
    who, posts = policy.require(by)
    pack, shapes = shapes_for(by)
    form = checked(ResponsibilityForm(data, shapes=shapes))
    given = form.cleaned_data
    _within(form, posts)
    row = Responsibility(
        pack=pack, kind=given["kind"], post=given["post"], division=given["division"],
        line=given["line"], point=given["point"], matter=_matter(form, by),
        starts_on=given["starts_on"], ends_on=given["ends_on"], entered_by_id=who,
    )  # fmt: skip
    with transaction.atomic():
        row.save(force_insert=True)
        note(KIND, row, "create", by=by.account_id, after=values_of(row, FIELDS))
    return row


def end(key: UUID, data: Mapping[str, Any], *, by: Actor) -> Responsibility:
    """Say until when. Raises PermissionDenied, NotVisible, Invalid."""
    _who, posts = policy.require(by)
    with transaction.atomic():
        rows = Responsibility.objects.filter(policy.visible(by)).select_related("post__unit")
        row = rows.select_for_update(of=("self",)).filter(pk=key).first()
        if row is None:
            raise NotVisible(str(key))
        if not policy.commands(posts, row.post):
            raise Refused("not_yours", _("It is another unit's to end."))
        form = checked(EndForm(data, starts_on=row.starts_on))
        before = values_of(row, FIELDS)
        row.ends_on = form.cleaned_data["ends_on"]
        row.save(update_fields=["ends_on"])
        note(KIND, row, "end", by=by.account_id, before=before, after=values_of(row, FIELDS))
    return row


def _within(form: ResponsibilityForm, posts: tuple[PostView, ...]) -> None:
    """Raises Invalid for a post of other units, or a place elsewhere."""
    given = form.cleaned_data
    if not policy.commands(posts, given["post"]):
        form.add_error("unit", ValidationError(_("Not one of your units."), code="elsewhere"))
    place = given["division"] or (given["point"].division if given["point"] else None)
    if place is not None and not policy.covers(posts, place.path):
        name = "division" if given["division"] else "point"
        form.add_error(name, ValidationError(_("Not in your area."), code="elsewhere"))
    if form.errors:
        raise Invalid(form)


def _matter(form: ResponsibilityForm, by: Actor) -> Matter | None:
    number = form.cleaned_data["matter"]
    if not number:
        return None
    found = Matter.objects.filter(visible_matters(by), number=number).first()
    if found is None:
        form.add_error("matter", ValidationError(_("There is no such matter."), code="unknown"))
        raise Invalid(form)
    return found


def draw_up(key: UUID, data: Mapping[str, Any], *, by: Actor) -> Matter:
    """Draw up the letter of responsibility for one entry, a matter that is then signed by two
    (METHODS S10). Raises PermissionDenied, NotVisible, Invalid, Refused, and the
    Refused of matters."""
    policy.require(by)
    duties: str = checked(DutiesForm(data)).cleaned_data["duties"]
    with transaction.atomic():
        rows = Responsibility.objects.filter(policy.visible(by))
        about = ("post__unit", "division", "point", "matter")
        row = rows.select_related(*about).filter(pk=key).first()
        if row is None:
            raise NotVisible(str(key))
        shape = method_of(row.pack).responsibilities.get(row.kind)
        if shape is None or shape.letter is None:
            raise Refused("no_letter", _("No letter is signed for this kind."))
        if row.letter_id is not None:
            raise Refused("drawn_up", _("Its letter was drawn up already."))
        done = register(shape.letter, by=by, data=_letter(row, shape.zh, duties), pack=row.pack)
        row.letter = done.matter
        row.save(update_fields=["letter"])
    return done.matter


_LETTER_KINDS = {"division": "area", "line": "line", "point": "point", "matter": "case"}


def _letter(row: Responsibility, name: str, duties: str) -> dict[str, Any]:
    scope = next(one for one in _LETTER_KINDS if getattr(row, one))
    about: dict[str, dict[str, Any]] = {
        "division": {"area": row.division_id},
        "line": {"line": row.line},
        "point": {"line": row.point.name if row.point else ""},
        "matter": {"case": row.matter.number if row.matter else ""},
    }
    ends = row.ends_on or row.starts_on.replace(month=12, day=31)
    return {
        "kind": _LETTER_KINDS[scope], "title": f"{row.post.unit.name}{name}责任书"[:80],
        "to_unit": str(row.post.unit_id), "answers": str(row.post_id), **about[scope],
        "starts_on": row.starts_on.isoformat(), "ends_on": ends.isoformat(),
        "duties": duties, "no_silence": True,
    }  # fmt: skip
