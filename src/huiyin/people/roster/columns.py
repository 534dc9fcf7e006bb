"""The columns of the table, and how they are headed in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, override

from huiyin.people.models import Role
from huiyin.people.models.unit import UnitKind

COLUMNS: Mapping[str, Promise] = {
    "unit": gettext_lazy("Unit code"), "unit_name": gettext_lazy("Unit name"),
    "unit_kind": gettext_lazy("Unit kind"), "division": gettext_lazy("Division code"),
    "parent": gettext_lazy("Code of the superior unit"), "post": gettext_lazy("Post title"),
    "role": gettext_lazy("Role"), "grid": gettext_lazy("Grid code"),
    "phone": gettext_lazy("Post phone"), "username": gettext_lazy("User name"),
    "name": gettext_lazy("Name"), "starts_on": gettext_lazy("Holds it from"),
}  # fmt: skip
"""Key → heading. A line is one post; its unit, account and holding stand beside it."""
LANGUAGES = ("zh-hans", "en")


def headings() -> dict[str, str]:
    """Every heading, in both languages and as its key, → the key."""
    found = {key: key for key in COLUMNS}
    for language in LANGUAGES:
        with override(language):
            found |= {str(heading): key for key, heading in COLUMNS.items()}
    return found


def words(choices: Sequence[tuple[str, object]]) -> dict[str, str]:
    """What somebody may write for each of these choices → the choice."""
    found = {key: key for key, _label in choices}
    for language in LANGUAGES:
        with override(language):
            for key, label in choices:
                whole = str(label)
                found[whole] = key
                head, _, inside = whole.partition("(")
                found[head.strip()] = key
                found[inside.rstrip(")").strip() or whole] = key
    return found


def roles() -> dict[str, str]:
    """What may stand for a role."""
    return words(Role.choices)


def kinds() -> dict[str, str]:
    """What may stand for a kind of unit."""
    return words(UnitKind.choices)
