"""Settings of an installation: rows of confidence C and D, listed and changed by drafts.

A value is never overwritten: a change is an overlay in a draft, checked and agreed on like any
other, and rules new matters from its day (LAW.md, confidence codes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ruamel.yaml import YAML

from huiyin.engine.adjustable import Setting, change, setting, settings_of
from huiyin.engine.amend import MARK
from huiyin.engine.pack import Pack
from huiyin.matters.errors import NotVisible, Stale
from huiyin.methods import drafts
from huiyin.methods.errors import DraftRefused
from huiyin.methods.models import Draft, Status
from huiyin.packs import load, published
from huiyin.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """One setting with what the pack from disk says; `default` differs once it was changed."""

    setting: Setting
    process_name: Any
    default: str

    @property
    def is_changed(self) -> bool:
        return self.setting.value != self.default


def rows(pack: str) -> list[Row]:
    """Every setting of every process of a pack, in its newest version."""
    published.refresh()
    loaded = load.load(pack)
    return [row for key in loaded.versions for row in _rows(loaded, key)]


def _rows(pack: Pack, key: str) -> list[Row]:
    newest = pack.versions[key][0].process
    shipped = next(
        (one.process for one in pack.versions[key] if MARK not in one.process.version), newest
    )
    defaults = {one.key: one.value for one in settings_of(shipped)}
    return [Row(one, newest.name, defaults.get(one.key, one.value)) for one in settings_of(newest)]


def find(pack: str, process: str, key: str) -> Setting:
    """One setting in the newest version. Raises NotVisible."""
    if pack not in load.available():
        raise NotVisible(pack)
    published.refresh()
    try:
        return setting(load.load(pack).versions[process][0].process, key)
    except KeyError as unknown:
        raise NotVisible(key) from unknown


def propose(
    pack: str, process: str, key: str, value: str, *, by: Actor, into: int | None = None
) -> Draft:
    """A draft with this one change, or the change added to a draft that is being written.

    Raises BadValue, DraftRefused (`no_change`), NotVisible, PermissionDenied.
    """
    one = find(pack, process, key)
    if value.strip() == one.value:
        raise DraftRefused("no_change", value=one.value)
    data = change(one, value)
    name, title = f"processes/{process}.yaml", f"{one.name.zh}：{one.value} → {value.strip()}"
    if into is None:
        return drafts.start(pack, title[:120], {name: _written(data)}, by=by)
    draft = _open(pack, into)
    files = {**draft.files, name: _written(_merged(_read(draft.files.get(name, "")), data))}
    both = f"{draft.title}；{title}"[:120]
    return drafts.edit(draft.number, both, files, by=by, expected_seq=draft.seq)


def _open(pack: str, number: int) -> Draft:
    draft = Draft.objects.filter(number=number, pack=pack).first()
    if draft is None:
        raise NotVisible(number)
    if draft.status != Status.WRITING:
        raise Stale(draft.seq, draft.seq)
    return draft


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        both = isinstance(under, Mapping) and isinstance(value, Mapping)
        merged[key] = _merged(under, value) if both else value  # type: ignore[arg-type]  # both are
    return merged


def _read(text: str) -> dict[str, Any]:
    found = YAML(typ="safe", pure=True).load(text) if text else {}
    return found if isinstance(found, dict) else {}


def _written(data: Mapping[str, Any]) -> str:
    stream = StringIO()
    yaml = YAML()
    yaml.allow_unicode = True
    yaml.dump(dict(data), stream)
    return stream.getvalue()
