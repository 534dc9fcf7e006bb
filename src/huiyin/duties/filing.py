"""Filing a duty: once, by who has it, with what its form asks; late is taken and shows as late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from huiyin.common.ids import NumberError, parse_number
from huiyin.duties import policy, proofs
from huiyin.duties.errors import FilingError
from huiyin.duties.methods import shape_of
from huiyin.duties.models import Duty
from huiyin.engine.definition import FormField
from huiyin.engine.duty_filing import PROOF, CannotFile, Filing, check, form_of
from huiyin.engine.forms import Context, FieldError
from huiyin.engine.method_shape import DutyShape
from huiyin.matters import policy as matters
from huiyin.matters.errors import NotVisible
from huiyin.matters.files import Upload
from huiyin.matters.history import zone
from huiyin.matters.models import Matter
from huiyin.people.actor import Actor


@dataclass(frozen=True)
class Given:
    """What is filed: the raw form and the files, or that nothing happened (零报告)."""

    raw: Mapping[str, Any] = field(default_factory=dict)
    is_zero: bool = False
    files: Sequence[Upload] = ()


def see(actor: Actor, duty_id: int) -> Duty:
    """A duty that this person may see, with its unit and post. Raises NotVisible."""
    duty = Duty.objects.select_related("unit", "post", "filed_by").filter(pk=duty_id).first()
    if duty is None or not (policy.may_see(actor, duty) or policy.may_file(actor, duty)):
        raise NotVisible(duty_id)
    return duty


def file(actor: Actor, duty_id: int, given: Given, *, at: datetime | None = None) -> Duty:
    """File it now (`at` is for the demo, which tells of the past). Raises NotVisible,
    PermissionDenied (seen, but somebody else's), FilingError."""
    with transaction.atomic():
        locked = Duty.objects.select_for_update(of=("self",)).select_related("unit")
        duty = locked.filter(pk=duty_id).first()
        if duty is None:
            raise NotVisible(duty_id)
        if not policy.may_file(actor, duty):
            raise PermissionDenied if policy.may_see(actor, duty) else NotVisible(duty_id)
        now = at or timezone.now()
        data = _checked(actor, duty, given, now)
        duty.filed_at, duty.filed_by_id = now, actor.account_id
        duty.is_zero, duty.data = given.is_zero, data
        duty.save(update_fields=["filed_at", "filed_by", "is_zero", "data"])
        return duty


def _checked(actor: Actor, duty: Duty, given: Given, now: datetime) -> dict[str, Any]:
    """The clean data of the filing, its files stored. Raises FilingError."""
    shape = shape_of(duty.pack, duty.key)
    if shape is None:
        raise FilingError("gone")
    try:
        data, errors = check(
            shape, Filing(_raw(given), given.is_zero), Context(now, zone()),
            opens_at=duty.opens_at, filed_at=duty.filed_at,
        )  # fmt: skip
    except CannotFile as refused:
        at = duty.filed_at if refused.code == "filed" else duty.opens_at
        raise FilingError(refused.code, at=_local(at)) from refused
    found = [*errors, *proofs.wrong(given.files), *_unknown(actor, form_of(shape), data)]
    found += _not_sent(shape, given)
    if found:
        raise FilingError("form", found)
    return data | ({PROOF: proofs.keep(given.files)} if given.files else {})


def _raw(given: Given) -> dict[str, Any]:
    """The form with the files named by their hashes; nobody names files that did not come."""
    raw = dict(given.raw)
    if given.files:
        raw[PROOF] = [upload.sha256 for upload in given.files]
    return raw


def _not_sent(shape: DutyShape, given: Given) -> list[FieldError]:
    is_named = shape.proof == "file" and given.raw.get(PROOF) and not given.files
    return [FieldError(PROOF, "files_only_as_uploads")] if is_named else []


def _unknown(actor: Actor, form: Mapping[str, FormField], data: dict[str, Any]) -> list[FieldError]:
    """Errors for matters that this person does not see; numbers become canonical."""
    errors = []
    for name in [name for name in data if form[name].type == "matter"]:
        try:
            number = parse_number(data[name])
        except NumberError:
            number = ""
        seen = Matter.objects.filter(matters.visible(actor), number=number, sealed=False)
        if number and seen.exists():
            data[name] = number
        else:
            errors.append(FieldError(name, "unknown_matter", data[name]))
    return errors


def _local(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
