"""What an office's letter of one kind says: a YAML file of a pack (`packs/*/letters/KEY.yaml`).

An official can read and change the file without touching code. It declares every fact it uses:
`requires` must be there, or the letter is not written (`a | b`: one of them is enough); `optional`
may be missing. A placeholder that is not declared is a mistake found when the file is read, not
when a letter goes out.

Facts are plain nested mappings, the same names in every letter:

- `unit`, `owner`, `sender`, `to_unit`: `name`, `address`, `phone` of the unit that issues the
  letter, has the matter now, passed it on, or gets it by the form's field `to_unit`
- `partners`: list of such units that handle the matter jointly
- `review_bodies`: list of `name`, `address`: where a review (or re-review) can be asked for
- `matter`: `number`, `title`, `received_at`, `channel_name`, `access_code`, `procedure`
  (`ordinary` or `simple`), `route`, `route_name`
- `petitioner`: `name`, `phone`, `id_number`, `address` of the first; `names` of all who signed,
  `count` of all persons, `others_count` of those who are not named
- `this`: `act`, `name` of the act for which the letter is written
- `act`: the fields of the act's form under their own names, and with words added to the name: of a
  choice `X_name` and `X_law`, what was chosen and its legal basis; of a unit `X_name`, `X_address`,
  `X_phone`; of a post `X_name`, `X_unit`, `X_holder`; of a matter `X_title`, `X_unit`; of a place
  or category `X_name`; of several units or posts the same in lists, `X_names` …; of a person
  `X.name`, `X.phone`, `X.id_number`, `X.address`; of a number that names the row of a list
  `X_row`, that row. Besides `day`, the local day on which it took place, and
  `by_unit_name`, `by_unit_address`, the unit that did it
- `previous`: act key → the same of the last time that act was done (`previous.accept.day`)
- `clocks`: clock key → `started`, `nominal`, `legal`, and after an extension `previous_legal`
- `requests`: what was asked for and what the act says to it: `request`, `facts`, `finding_name`,
  `decision`, `basis`
- `letters`: key of a letter → `title`, `number`, `day` of the last one issued on this matter
- `document`: the same of the letter that a proof of service belongs to
- `by`, `approver`: `name`, `post`; `today`: the day on the letter

Only facts that the wording names are gathered, and only the persons and fields it names are
opened. Days are `date`, `datetime` in local time, or ISO text. A text that consists of spaces and
an empty list count as missing.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

TextRule = Annotated[str, Field(min_length=1, json_schema_extra={"placeholders": True})]
_KINDS = ("p", "heading", "items", "each", "table")


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(_Strict):
    """A term in both languages."""

    zh: str
    en: str


class Need(Words):
    """A fact the letter uses, in words; `law` when another article than the letter's asks it."""

    law: str | None = None


class _Conditional(_Strict):
    when: str | None = None


class ParagraphRule(_Conditional):
    """One paragraph; facts of several lines become several paragraphs."""

    p: TextRule


class HeadingRule(_Conditional):
    """A heading of level 1 or 2."""

    heading: TextRule
    level: Literal[1, 2] = 1


class ItemsRule(_Conditional):
    """A numbered list of texts; an item that comes out empty is left out."""

    items: Annotated[tuple[TextRule, ...], Field(min_length=1)]


class EachRule(_Conditional):
    """The same blocks for each element of a list fact; `no` counts from 1."""

    each: str
    name: Annotated[str, Field(alias="as", pattern=r"^[a-z_]+$")] = "item"
    blocks: Annotated[tuple[BlockRule, ...], Field(min_length=1)]


class RowRule(_Strict):
    """A row of a form: label and value, once or twice; `lines` of height to write in."""

    cells: Annotated[tuple[str, ...], Field(min_length=2, max_length=4)]
    lines: Annotated[int, Field(ge=1, le=12)] = 1


class TableRule(_Conditional):
    """A form table."""

    table: Annotated[tuple[RowRule, ...], Field(min_length=1)]


def _kind(value: Any) -> str | None:
    # Which key is there decides; an instance (already read) has the attribute of that name.
    has = value.__contains__ if isinstance(value, dict) else lambda key: hasattr(value, key)
    return next((f"<{kind}>" for kind in _KINDS if has(kind)), None)


BlockRule = Annotated[
    Annotated[ParagraphRule, Tag("<p>")]
    | Annotated[HeadingRule, Tag("<heading>")]
    | Annotated[ItemsRule, Tag("<items>")]
    | Annotated[EachRule, Tag("<each>")]
    | Annotated[TableRule, Tag("<table>")],
    Discriminator(
        _kind,
        custom_error_type="block_kind",
        custom_error_message="a block has exactly one of: p, heading, items, each, table",
    ),
]
EachRule.model_rebuild()


def alternatives(name: str) -> tuple[str, ...]:
    """The facts of which one is enough: `previous.a.day | previous.b.day`; mostly just one."""
    return tuple(name.split(" | "))


class Wording(_Strict):
    """The wording of one kind of letter.

    `title` names the kind; `heading` is what is printed when that depends on facts (复查 or 复核).
    `series.zh` is the letter's word in its number (松信【受】〔2026〕12号); a form without `series`
    has no number of its own. `served` letters go to people, with a proof of service. `for_resident`
    letters are shown to the resident on the own matter's page; every other one is internal, so
    that a new wording is never shown by mistake.
    `attachments` and `copy_to` name list facts (a text counts line by line).
    """

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    version: str
    law: str
    title: Words
    heading: str = ""
    series: Words | None = None
    served: bool = False
    for_resident: bool = False
    layout: Literal["letter", "sheet"] = "letter"
    seal: bool = True
    requires: dict[str, Need]
    optional: dict[str, Need] = {}
    addressee: str = ""
    blocks: Annotated[tuple[BlockRule, ...], Field(min_length=1)]
    query_line: str = ""
    attachments: str | None = None
    copy_to: str | None = None
    signer: str = "{{ unit.name }}"
    date: str | None = "today"
    contact: str = ""
