"""The difference of two versions of a process, or of two packs, in words.

Everything that differs is told: values are compared key by key over the whole definition, and what
has no sentence of its own is told as “label: before → after”.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from huiyin.engine.definition import FormField, Process
from huiyin.engine.diff_words import SECTIONS, Pair, in_words, label, title
from huiyin.engine.inherit_fields import field_losses
from huiyin.engine.method import SECTIONS as PARTS
from huiyin.engine.method import Method
from huiyin.engine.pack import Pack

Kind = Literal["added", "removed", "changed"]
_HEAD = ("name", "law", "valid_from", "levels", "sealed")
_NAMED = ("states", "acts", "clocks", "outcomes", "follow_ups", "doors", "help", "story_defaults")
_DONE: Mapping[Kind, Pair] = {"added": ("新增", "added"), "removed": ("删去", "removed"),
                              "changed": ("改变", "changed")}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `path` is its place in the definition (`acts.extend.form.days.max`)."""

    section: str
    path: str
    kind: Kind
    zh: str
    en: str

    def say(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the comparison stands: the section, the path, and how it is called."""

    section: str
    path: tuple[str, ...]
    zh: str
    en: str

    def thing(self, kind: str, thing: object, key: str) -> _Place:
        """One named thing below: `操作“延期”的字段“天数”`."""
        (zh_kind, en_kind), (zh, en) = SECTIONS[kind], title(thing, key)
        path = (*self.path, kind, key) if self.path else (key,)
        of_zh, of_en = (f"{self.zh}的", f"{self.en}, ") if self.zh else ("", "")
        return _Place(self.section, path, f"{of_zh}{zh_kind}{zh}", f"{of_en}{en_kind} {en}")

    def value(self, name: str) -> _Place:
        """One value below: `操作“延期”：次数`."""
        zh, en = label(name)
        joint_zh, joint_en = ("：", ": ") if "：" not in self.zh else ("，", ", ")
        return _Place(
            self.section, (*self.path, name), f"{self.zh}{joint_zh}{zh}", f"{self.en}{joint_en}{en}"
        )

    def whole(self, kind: Kind) -> Change:
        zh, en = _DONE[kind]
        return self._change(kind, f"{zh}{self.zh}", f"{self.en} {en}")

    def changed(self, old: object, new: object, note: Pair = ("", "")) -> Change:
        (old_zh, old_en), (new_zh, new_en) = in_words(old), in_words(new)
        zh = f"{self.zh} {old_zh} → {new_zh}{note[0]}"
        return self._change("changed", zh, f"{self.en} {old_en} → {new_en}{note[1]}")

    def _change(self, kind: Kind, zh: str, en: str) -> Change:
        return Change(self.section, ".".join((self.section, *self.path)), kind, zh, en)


def diff(old: Process, new: Process) -> list[Change]:
    """Every difference between two versions, in the order of the file; versions' names aside."""
    changes: list[Change] = []
    head = _Place("process", (), *SECTIONS["process"])
    if old.process != new.process:
        changes.append(head.value("process").changed(old.process, new.process))
    for name in _HEAD:
        changes += _values(head.value(name), getattr(old, name), getattr(new, name))
    for section in _NAMED:
        place = _Place(section, (), "", "")
        changes += _things(place, section, getattr(old, section), getattr(new, section))
    changes += _rows("ladder", _numbered(old.ladder), _numbered(new.ladder))
    changes += _stories(old, new)
    return changes


def diff_packs(old: Pack, new: Pack) -> list[Change]:
    """Processes and letters that came or went, and what differs in those that stayed."""
    changes: list[Change] = []
    before, after = old.processes, new.processes
    packs = _Place("process", (), "", "")
    for key, kind in _came_and_went(before, after):
        process = before[key] if kind == "removed" else after[key]
        changes.append(packs.thing("process", process, key).whole(kind))
    for key, process in before.items():
        if key in after:
            changes += diff(process, after[key])
    letters = _Place("letters", (), "", "")
    for key, kind in _came_and_went(dict.fromkeys(old.letters), dict.fromkeys(new.letters)):
        changes.append(letters.thing("letters", None, key).whole(kind))
    return changes


def diff_methods(old: Method, new: Method) -> list[Change]:
    """Duties, rotas, responsibilities, ledgers, indicators and watches that came, went or
    differ."""
    changes: list[Change] = []
    for section in PARTS:
        place = _Place(section, (), "", "")
        changes += _things(place, section, getattr(old, section), getattr(new, section))
    return changes


def _came_and_went(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Kind]]:
    for key in old:
        if key not in new:
            yield key, "removed"
    for key in new:
        if key not in old:
            yield key, "added"


def _things(
    place: _Place, kind: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Change]:
    """Named things: acts, states, fields, options."""
    for key, way in _came_and_went(old, new):
        yield place.thing(kind, (new if way == "added" else old)[key], key).whole(way)
    for key, before in old.items():
        if key in new:
            yield from _models(place.thing(kind, new[key], key), before, new[key])


def _models(place: _Place, old: Any, new: Any) -> Iterator[Change]:
    if not isinstance(old, BaseModel) or type(old) is not type(new):
        yield from _values(place, old, new)
        return
    notes: Mapping[str, Pair] = {}
    if isinstance(old, FormField) and isinstance(new, FormField):
        notes = _tightness(old, new)
    for name in type(old).model_fields:
        before, after = getattr(old, name), getattr(new, name)
        if name in SECTIONS and isinstance(before, Mapping):
            yield from _things(place, name, before, after)
        elif before != after:
            yield from _values(place.value(name), before, after, notes.get(name, ("", "")))


def _values(place: _Place, old: Any, new: Any, note: Pair = ("", "")) -> Iterator[Change]:
    """A single value; of a part with several values (an extension), those that differ."""
    if old == new:
        return
    if isinstance(old, BaseModel) and type(old) is type(new):
        yield from _models(place, old, new)
    else:
        yield place.changed(old, new, note)


def _tightness(old: FormField, new: FormField) -> Mapping[str, Pair]:
    """Which rules of a field became stricter, which looser."""
    sure = {"confidence": "A", "fields": {}}
    before, after = old.model_copy(update=sure), new.model_copy(update=sure)
    looser = {_attribute(path[0]) for path, *_ in field_losses(before, after)}
    tighter = {_attribute(path[0]) for path, *_ in field_losses(after, before)}
    marks = dict.fromkeys(tighter, ("（收紧）", " (tightened)"))
    return marks | dict.fromkeys(looser, ("（放宽）", " (loosened)"))


def _attribute(key: object) -> str:
    return {"if": "condition", "not": "excludes"}.get(str(key), str(key))


def _numbered(rows: Any) -> dict[str, Any]:
    return {str(number): row for number, row in enumerate(rows, start=1)}


def _rows(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from _things(_Place(section, (), "", ""), section, old, new)


def _stories(old: Process, new: Process) -> Iterator[Change]:
    """How many there are, and which came, went or tell something else. An overlay has stories of
    its own only: those below it prove dates below and are not told one by one."""
    if len(old.stories) != len(new.stories):
        place = _Place("stories", (), "情景数", "stories")
        yield place.changed(len(old.stories), len(new.stories))
    before, after = _by_name(old), _by_name(new)
    if after and (len(before) == len(after) or before.keys() & after.keys()):
        yield from _rows("stories", before, after)


def _by_name(process: Process) -> dict[str, Any]:
    """Stories by their names; a name that is told twice is numbered."""
    found: dict[str, Any] = {}
    for number, story in enumerate(process.stories, start=1):
        found[story.story if story.story not in found else f"{story.story} #{number}"] = story
    return found
