"""Work methods as JSON: versions, drafts with their review, settings, walks, migrations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from huiyin.api.shapes.base import Named, Shape, Words, named, words
from huiyin.engine.diff import Change
from huiyin.engine.mistakes import Problem as Mistake
from huiyin.engine.walk import Stop
from huiyin.matters.queries.rows import clock_name
from huiyin.methods.migrate import Plan
from huiyin.methods.models import Draft, DraftStep
from huiyin.methods.queries import Method, Version
from huiyin.methods.review import Review
from huiyin.methods.sentences import say_migration
from huiyin.methods.settings import Row


class VersionOut(Shape):
    """One version of a process; `published_by` names both who wrote and who approved it."""

    reference: str
    process: Named
    version: str
    valid_from: date
    in_force: bool
    stories: int
    published_by: list[str]


class MethodOut(Shape):
    pack: str
    name: Words
    version: str
    extends: str | None
    versions: list[VersionOut]


class ChangeOut(Shape):
    """One difference: its place in the definition, and a sentence in both languages."""

    path: str
    kind: str
    text: Words


class MistakeOut(Shape):
    file: str
    line: int
    path: str
    code: str
    severity: str
    text: Words


class StoryOut(Shape):
    story: str
    failures: list[str]


class EffectOut(Shape):
    """What one process of a draft changes; counts stop at 1001."""

    process: str
    below: str | None
    version: str
    changes: list[ChangeOut]
    stories_that_differ: list[StoryOut]
    open_matters: int
    running: dict[str, int]


class StepOut(Shape):
    seq: int
    action: str
    at: datetime
    by: str
    note: str
    files: dict[str, str]


class DraftLine(Shape):
    number: int
    pack: str
    title: str
    status: str
    valid_from: date | None
    author: str
    changed_at: datetime
    seq: int


class DraftOut(DraftLine):
    files: dict[str, str]
    is_sound: bool
    mistakes: list[MistakeOut]
    stories: list[StoryOut]
    effects: list[EffectOut]
    steps: list[StepOut]


class SettingOut(Shape):
    """One value that is a setting: `form` says how it is written (term, int, switch)."""

    key: str
    process: str
    version: str
    name: Words
    act: Words | None
    form: str
    value: str
    default: str
    law: str | None
    confidence: str


class ClockAt(Shape):
    clock: Named
    status: str
    nominal: datetime | None
    legal: datetime | None


class ActAt(Shape):
    """An act that can be named here; `who` is empty when nobody can do it, then `why_not`."""

    act: Named
    who: list[str]
    why_not: str | None


class StopOut(Shape):
    """Where the made-up matter stood after one line."""

    line: str
    state: str
    owner: str | None
    acts: list[ActAt]
    clocks: list[ClockAt]
    letters: list[str]
    refused: str | None
    error: str


class MovedClock(Shape):
    clock: Named
    before: datetime | None
    after: datetime | None
    differs: bool


class MigrationOut(Shape):
    """What moving a matter would do; it can be done when `reasons` is empty."""

    number: str
    source: str
    target: str
    state: str
    expected_seq: int
    clocks: list[MovedClock]
    reasons: list[str]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class DraftIn(_In):
    pack: str = "national"
    title: str = Field(max_length=120)
    files: dict[str, str]


class DraftStepIn(_In):
    """The next step of a draft; `edit` takes title and files, `submit` a day."""

    step: Literal["edit", "submit", "return", "withdraw", "approve"]
    expected_seq: int = Field(ge=0, lt=2**31)
    title: str = ""
    files: dict[str, str] = {}
    valid_from: date | None = None
    note: str = Field(default="", max_length=1000)


class SettingIn(_In):
    """A new value; `into` adds the change to a draft that is being written."""

    value: str = Field(max_length=40)
    into: int | None = Field(default=None, ge=1, lt=2**31)


class WalkIn(_In):
    """`lines` as in a story: `2026-05-11 register`, with data as JSON behind it."""

    process: str = "national/petition"
    on: date | None = None
    lines: list[str] = Field(max_length=60)


class MigrationIn(_In):
    to: str = Field(max_length=130)
    expected_seq: int = Field(ge=0, lt=2**31)
    reason: str = Field(max_length=2000)
    state: str = Field(default="", max_length=40)


def method_out(method: Method) -> MethodOut:
    versions = [_version(one) for several in method.processes for one in several]
    return MethodOut(
        pack=method.name, name=words(method.title), version=method.version,
        extends=method.extends, versions=versions,
    )  # fmt: skip


def _version(one: Version) -> VersionOut:
    by = one.publication
    return VersionOut(
        reference=one.reference, process=named(one.process.process, one.process.name),
        version=one.process.version, valid_from=one.process.valid_from, in_force=one.in_force,
        stories=one.stories,
        published_by=[str(by.proposed_by), str(by.approved_by)] if by else [],
    )  # fmt: skip


def change_out(change: Change) -> ChangeOut:
    return ChangeOut(path=change.path, kind=change.kind, text=Words(zh=change.zh, en=change.en))


def _mistake(one: Mistake) -> MistakeOut:
    return MistakeOut(
        file=one.file, line=one.line, path=one.path, code=one.code, severity=one.severity,
        text=Words(zh=one.zh, en=one.en),
    )  # fmt: skip


def draft_line(draft: Draft) -> dict[str, Any]:
    return {
        "number": draft.number, "pack": draft.pack, "title": draft.title, "status": draft.status,
        "valid_from": draft.valid_from, "author": str(draft.author),
        "changed_at": draft.changed_at, "seq": draft.seq,
    }  # fmt: skip


def draft_out(draft: Draft, found: Review, steps: list[DraftStep]) -> DraftOut:
    """The draft with everything it would do."""
    effects = [
        EffectOut(
            process=one.process.process, below=one.below.version if one.below else None,
            version=one.process.version, changes=[change_out(c) for c in one.changes],
            stories_that_differ=[_story(result) for result in one.dates],
            open_matters=one.open_matters, running=dict(one.running),
        )
        for one in found.effects
    ]  # fmt: skip
    return DraftOut(
        **draft_line(draft), files=draft.files, is_sound=found.is_sound,
        mistakes=[_mistake(one) for one in found.problems],
        stories=[_story(one) for one in found.stories], effects=effects,
        steps=[
            StepOut(seq=step.seq, action=step.action, at=step.at, by=str(step.account),
                    note=step.note, files=step.files)
            for step in steps
        ],
    )  # fmt: skip


def _story(result: Any) -> StoryOut:
    told = [f"{f.at} {f.what}: {f.expected} / {f.found}" for f in result.failures]
    return StoryOut(story=result.story, failures=told)


def setting_out(row: Row) -> SettingOut:
    one = row.setting
    return SettingOut(
        key=one.key, process=one.process, version=one.version, name=words(one.name),
        act=words(one.of) if one.of else None, form=one.form, value=one.value,
        default=row.default, law=one.law, confidence=one.confidence,
    )  # fmt: skip


def stop_out(stop: Stop) -> StopOut:
    process = stop.process
    return StopOut(
        line=stop.line, state=stop.standing.state, owner=stop.standing.owner,
        acts=[
            ActAt(act=named(one.key, one.act.name), who=list(one.who),
                  why_not=one.refusal.code if one.refusal else None)
            for one in stop.acts
        ],
        clocks=[
            ClockAt(clock=named(clock.key, clock_name(process, clock.key)), status=clock.status,
                    nominal=clock.nominal, legal=clock.legal)
            for clock in stop.standing.clocks
        ],
        letters=list(stop.letters), refused=stop.refusal.code if stop.refusal else None,
        error=stop.error,
    )  # fmt: skip


def migration_out(plan: Plan) -> MigrationOut:
    clocks = [
        MovedClock(
            clock=named(one.key, clock_name(plan.new, one.key) or clock_name(plan.old, one.key)),
            before=one.before.legal if one.before else None,
            after=one.after.legal if one.after else None, differs=one.differs,
        )
        for one in plan.clocks
    ]  # fmt: skip
    return MigrationOut(
        number=plan.matter.number, source=plan.source, target=plan.target, state=plan.state,
        expected_seq=plan.before.seq, clocks=clocks,
        reasons=[say_migration(reason, plan.old) for reason in plan.refusals],
    )  # fmt: skip
