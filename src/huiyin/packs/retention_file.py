"""How long archived matters are kept: `retention.yaml` of a pack, read strictly.

The act that archives names a class; the years of a class are data with a confidence, because local
tables differ. A pack that has no such file uses that of the pack it extends.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from huiyin.engine.definition import Confidence, Text
from huiyin.engine.pack import PACK_FILE
from huiyin.packs import load

FILE = "retention.yaml"
NATIONAL = "national"


class RetentionFileError(ValueError):
    """A retention file that cannot be used; the message names the file and every fault."""


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class RetentionClass(Text):
    """One class (保管期限); without `years` it is kept for good."""

    years: int | None = Field(default=None, ge=1, le=100)
    confidence: Confidence

    def ends(self, archived_on: date) -> date | None:
        """The last day on which a file archived on that day is kept; None: it is never due."""
        return None if self.years is None else date(archived_on.year + self.years, 12, 31)


class Retention(_Shape):
    """The whole file. `from` says what years are counted from: the end of the year of archiving."""

    law: str
    start: Literal["end_of_year"] = Field(alias="from")
    classes: Mapping[str, RetentionClass]
    default: str
    series: Text = Field(alias="list")

    @model_validator(mode="after")
    def _default_is_a_class(self) -> Self:
        if self.default not in self.classes:
            msg = f"default: {self.default} is not one of the classes {', '.join(self.classes)}"
            raise ValueError(msg)
        return self

    def key(self, chosen: object) -> str:
        """The class that was chosen at archiving; the default for none, or for one that is gone."""
        return chosen if isinstance(chosen, str) and chosen in self.classes else self.default


@cache
def read(pack: str = NATIONAL) -> Retention:
    """The retention classes of a pack: its own, those of the pack that it extends, or the
    national ones. Raises RetentionFileError, PackNotFound, OSError."""
    path = load.folder(pack) / FILE
    if not path.is_file() and pack != NATIONAL:
        return read(_base(pack) or NATIONAL)
    try:
        return Retention.model_validate(YAML(typ="safe", pure=True).load(path))
    except (YAMLError, ValidationError) as error:
        raise RetentionFileError(f"{path.name} of the pack {pack}: {error}") from None


def _base(pack: str) -> str | None:
    """The pack that this one extends."""
    base: str | None = (
        YAML(typ="safe", pure=True).load(load.folder(pack) / PACK_FILE).get("extends")
    )
    return base
