"""Under which condition each field of a form counts, as `when.js` reads it."""

from __future__ import annotations

from collections.abc import Mapping

import orjson

from huiyin.engine.definition import FormField


def conditions(form: Mapping[str, FormField]) -> dict[str, str]:
    """Field → its condition as JSON, for those that depend on other fields of the form."""
    found = {}
    for name, spec in form.items():
        asked = {other: list(values) for other, values in spec.condition.items() if other in form}
        if asked:
            found[name] = orjson.dumps(asked).decode()
    return found
