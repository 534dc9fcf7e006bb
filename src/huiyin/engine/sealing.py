"""Which parts of an act's data are free text or personal, and how they leave the event.

They are kept beside the events; in the event stands a commitment (a salted hash), so that a lawful
erasure removes the words and leaves the chain whole (DESIGN.md, idea 3; PIPL art. 47).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from huiyin.engine.definition import FREE_TEXT, FormField
from huiyin.engine.facts import BECOMES, SEALED

PERSONAL = frozenset({"person"})
Commit = Callable[[str, Any], str]
"""(path, value) → the commitment, a text."""


def split(
    form: Mapping[str, FormField], data: Mapping[str, Any], commit: Commit
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Clean data → (data for the event with `{"$c": commitment}` in place of what is sealed, the
    sealed values by path such as `requests.0.request`). Text under a name that the form does not
    have, such as the reason of a return, is free text too.
    """
    sealed: dict[str, Any] = {}
    return _split(form, data, "", commit, sealed), sealed


def join(data: Mapping[str, Any], sealed: Mapping[str, Any], erased: Any = None) -> dict[str, Any]:
    """The way back: event data with the sealed values in place, `erased` where one is gone."""
    joined = _join(data, sealed, "", erased)
    assert isinstance(joined, dict)  # noqa: S101 -- a mapping goes in, so one comes out
    return joined


def is_sealed_type(spec: FormField | None, value: Any) -> bool:
    """Whether a value of this field leaves the event."""
    if spec is None:
        return isinstance(value, str)
    return spec.type in FREE_TEXT or spec.type in PERSONAL


def _split(
    form: Mapping[str, FormField],
    data: Mapping[str, Any],
    prefix: str,
    commit: Commit,
    sealed: dict[str, Any],
) -> dict[str, Any]:
    public: dict[str, Any] = {}
    for name, value in data.items():
        spec, path = form.get(name), f"{prefix}{name}"
        if is_sealed_type(spec, value) and name != BECOMES:
            sealed[path] = value
            public[name] = {SEALED: commit(path, value)}
        elif spec is not None and spec.fields:
            public[name] = [
                _split(spec.fields, row, f"{path}.{number}.", commit, sealed)
                for number, row in enumerate(value)
            ]
        else:
            public[name] = value
    return public


def _join(node: Any, sealed: Mapping[str, Any], path: str, erased: Any) -> Any:
    if isinstance(node, Mapping):
        if SEALED in node:
            return sealed.get(path, erased)
        return {k: _join(v, sealed, f"{path}.{k}" if path else k, erased) for k, v in node.items()}
    if isinstance(node, list):
        return [_join(item, sealed, f"{path}.{number}", erased) for number, item in enumerate(node)]
    return node
