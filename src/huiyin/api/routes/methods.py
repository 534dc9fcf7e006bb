"""Work methods: versions, differences, walks, drafts, settings, moving a matter."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Status

from huiyin.api.access import actor_of
from huiyin.api.problems import ProblemField, answer, problems
from huiyin.api.shapes.methods import (
    ChangeOut,
    DraftIn,
    DraftLine,
    DraftOut,
    DraftStepIn,
    MethodOut,
    MigrationIn,
    MigrationOut,
    SettingIn,
    SettingOut,
    StopOut,
    WalkIn,
    change_out,
    draft_line,
    draft_out,
    method_out,
    migration_out,
    setting_out,
    stop_out,
)
from huiyin.engine.adjustable import BadValue
from huiyin.matters.errors import NotVisible
from huiyin.matters.queries import matter as matters
from huiyin.methods import drafts, policy, queries, settings, simulate
from huiyin.methods.differences import between
from huiyin.methods.errors import DraftRefused, MigrationRefused
from huiyin.methods.migrate import may_migrate, migrate, plan, stamp
from huiyin.methods.models import Draft
from huiyin.methods.review import review
from huiyin.methods.sentences import say_draft, say_value
from huiyin.packs import load
from huiyin.people.actor import Actor

router = Router(tags=["methods"])
P = ParamSpec("P")
_STATUS = {"same_person": 403, "wrong_status": 409}
_FIELDS = {"no_pack": "pack", "no_title": "title", "no_reason": "note", "too_early": "valid_from",
           "no_change": "value", "too_long": "files", "not_sound": "files"}  # fmt: skip


def told(view: Callable[P, Any]) -> Callable[P, Any]:
    """Refusals of drafts and migrations as problems."""

    @wraps(view)
    def inner(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return view(*args, **kwargs)
        except DraftRefused as refused:
            return _refused(refused)
        except BadValue as wrong:
            return _wrong("value", "bad_value", say_value(str(wrong)))
        except simulate.BadLine as wrong:
            return _wrong("lines", "bad_line", str(wrong))
        except MigrationRefused as refused:
            return answer(409, refused.reasons[0].code, str(refused))

    return inner


def _refused(refused: DraftRefused) -> HttpResponse:
    code, said = refused.reason.code, say_draft(refused.reason)
    if code in _STATUS:
        return answer(_STATUS[code], code, said)
    return _wrong(_FIELDS[code], code, said)


def _wrong(field: str, rule: str, said: str) -> HttpResponse:
    return answer(422, "form", said, errors=[ProblemField(field=field, rule=rule, message=said)])


@router.get("/methods", response=list[MethodOut], openapi_extra=problems(403))
def list_methods(request: HttpRequest) -> list[MethodOut]:
    """Every pack with every version of its processes."""
    policy.require(actor_of(request), "read")
    return [method_out(one) for one in queries.methods(timezone.localdate())]


@router.get("/methods/differences", response=list[ChangeOut], openapi_extra=problems(403, 404))
def compare(request: HttpRequest, a: str, b: str) -> list[ChangeOut]:
    """What differs between two versions (`PACK/PROCESS@VERSION`) or two packs, in words."""
    policy.require(actor_of(request), "read")
    changes = between(a, b)
    return [change_out(change) for change in changes]


@router.post("/methods/walk", response=list[StopOut], openapi_extra=problems(403, 404, 422))
@told
def walk(request: HttpRequest, body: WalkIn) -> list[StopOut]:
    """Lead a made-up matter through a process; nothing is written."""
    policy.require(actor_of(request), "read")
    one = simulate.named(body.process)
    stops = simulate.run(one, body.lines, body.on or timezone.localdate())
    return [stop_out(stop) for stop in stops]


@router.get("/methods/drafts", response=list[DraftLine], openapi_extra=problems(403))
def list_drafts(request: HttpRequest) -> list[DraftLine]:
    """The newest drafts."""
    return [DraftLine(**draft_line(one)) for one in queries.drafts(actor_of(request))]


@router.post("/methods/drafts", response={201: DraftOut}, openapi_extra=problems(403, 422))
@told
def create_draft(request: HttpRequest, body: DraftIn) -> Status[DraftOut]:
    """A new draft over a pack."""
    actor = actor_of(request)
    draft = drafts.start(body.pack, body.title, body.files, by=actor)
    return Status(201, _shown(actor, draft.number))


@router.get("/methods/drafts/{draft}", response=DraftOut, openapi_extra=problems(403, 404))
def get_draft(request: HttpRequest, draft: int) -> DraftOut:
    """One draft: its text, mistakes, what it changes, who did what."""
    return _shown(actor_of(request), draft)


@router.post(
    "/methods/drafts/{draft}", response=DraftOut, openapi_extra=problems(403, 404, 409, 422)
)
@told
def step_draft(request: HttpRequest, draft: int, body: DraftStepIn) -> DraftOut:
    """Edit, submit, send back, withdraw, or approve (which publishes)."""
    actor, seq = actor_of(request), body.expected_seq
    policy.require(actor, "write")
    steps: dict[str, Callable[[], object]] = {
        "edit": lambda: drafts.edit(draft, body.title, body.files, by=actor, expected_seq=seq),
        "submit": lambda: _submit(draft, body, actor),
        "return": lambda: drafts.send_back(draft, body.note, by=actor, expected_seq=seq),
        "withdraw": lambda: drafts.withdraw(draft, body.note, by=actor, expected_seq=seq),
        "approve": lambda: drafts.approve(draft, by=actor, expected_seq=seq, note=body.note),
    }
    steps[body.step]()
    return _shown(actor, draft)


def _submit(number: int, body: DraftStepIn, actor: Actor) -> Draft:
    if body.valid_from is None:
        raise DraftRefused("too_early", today=timezone.localdate().isoformat())
    return drafts.submit(
        number, body.valid_from, by=actor, expected_seq=body.expected_seq, note=body.note
    )


def _shown(actor: Actor, number: int) -> DraftOut:
    if not 0 < number < 2**31:
        raise NotVisible(number)
    draft = queries.draft(actor, number)
    return draft_out(draft, review(draft, timezone.localdate()), queries.steps(draft))


@router.get("/settings", response=list[SettingOut], openapi_extra=problems(403, 404))
def list_settings(request: HttpRequest, pack: str = "national") -> list[SettingOut]:
    """Every value of confidence C or D, in the newest version of each process."""
    policy.require(actor_of(request), "read_drafts")
    if pack not in load.available():
        raise NotVisible(pack)
    return [setting_out(row) for row in settings.rows(pack)]


@router.post(
    "/settings/{pack}/{process}/{setting}",
    response={201: DraftOut},
    openapi_extra=problems(403, 404, 409, 422),
)
@told
def change_setting(
    request: HttpRequest, pack: str, process: str, setting: str, body: SettingIn
) -> Status[DraftOut]:
    """Draft another value for one setting."""
    actor = actor_of(request)
    policy.require(actor, "write")
    draft = settings.propose(pack, process, setting, body.value, by=actor, into=body.into)
    return Status(201, _shown(actor, draft.number))


@router.get("/matters/{number}/migration", response=MigrationOut, openapi_extra=problems(403, 404))
def plan_migration(request: HttpRequest, number: str, to: str, state: str = "") -> MigrationOut:
    """What moving the matter to another version would do; nothing is written."""
    actor = actor_of(request)
    matter = matters.get(actor, number, timezone.localdate())
    may_migrate(actor, matter)
    return migration_out(plan(matter, to, {matter.state: state} if state else {}, stamp()))


@router.post(
    "/matters/{number}/migration",
    response=MigrationOut,
    openapi_extra=problems(403, 404, 409, 422),
)
@told
def move_matter(request: HttpRequest, number: str, body: MigrationIn) -> MigrationOut:
    """Move the matter; the answer is what was planned."""
    actor = actor_of(request)
    matter = matters.get(actor, number, timezone.localdate())
    may_migrate(actor, matter)
    mapping = {matter.state: body.state} if body.state else {}
    planned = migration_out(plan(matter, body.to, mapping, stamp()))
    migrate(
        matter.pk, body.to, body.reason, by=actor, expected_seq=body.expected_seq, mapping=mapping
    )
    return planned
