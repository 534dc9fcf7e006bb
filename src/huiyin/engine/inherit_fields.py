"""What makes a field of a form looser than it was (see `huiyin.engine.inherit`)."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.engine.definition import Condition, Confidence, FormField
from huiyin.engine.lengths import no_longer
from huiyin.engine.source import Path

Loss = tuple[Path, str, str]
"""Where something is loosened, and what, in English and Chinese."""

SETTINGS = frozenset({"C", "D"})
LESS_SURE = ("it is called less sure than below", "可信程度比下面那一版写得低")
_SWITCHED_OFF = (
    "only an option of confidence C or D can be switched off",
    "只有可信程度是C、D的选项可以停用",
)


def is_setting(confidence: Confidence) -> bool:
    """C and D rows of the law are settings: nobody has read them, or they vary by place."""
    return confidence in SETTINGS


def less_sure(base: Confidence, new: Confidence) -> bool:
    """Whether something sure would become a setting."""
    return is_setting(new) and not is_setting(base)


def applies_no_less(base: Condition, new: Condition) -> bool:
    """Whether `new` holds wherever `base` does."""
    return all(field in base and set(base[field]) <= set(allowed) for field, allowed in new.items())


def field_losses(base: FormField, new: FormField) -> Iterator[Loss]:
    """What `new` asks less strictly than `base`."""
    if base.required and not new.required:
        yield ("required",), "the field may now be left empty", "字段可以不填了"
    if not applies_no_less(base.condition, new.condition):
        yield ("if",), "the field is asked for in fewer cases", "要填的情形少了"
    if base.must is not None and new.must is None:
        yield ("must",), "the confirmation is no longer asked for", "不再要求确认"
    if base.type != new.type:
        yield ("type",), "the type of a field cannot change", "字段的类型不能改"
    if less_sure(base.confidence, new.confidence):
        yield ("confidence",), *LESS_SURE
    if not is_setting(base.confidence):
        yield from _numbers(base, new)
    yield from _limits(base, new)
    yield from _options(base, new)
    for name, field in base.fields.items():
        for path, en, zh in field_losses(field, new.fields[name]):
            yield ("fields", name, *path), en, zh


def _numbers(base: FormField, new: FormField) -> Iterator[Loss]:
    if base.type == "int" and base.max is not None and (new.max is None or new.max > base.max):
        yield ("max",), "a larger number is allowed", "允许的数大了"
    if base.type == "int" and base.min is not None and (new.min is None or new.min < base.min):
        yield ("min",), "a smaller number is allowed", "允许的数小了"
    if base.ahead is not None and not (new.ahead and no_longer(base.ahead, new.ahead)):
        yield ("ahead",), f"not provably {base.ahead} ahead", f"不能保证提前{base.ahead}"


def _limits(base: FormField, new: FormField) -> Iterator[Loss]:
    for name in ("not_after", "not_before", "among", "of_unit", "adds"):
        if getattr(base, name) is not None and getattr(new, name) != getattr(base, name):
            yield (name,), "it must stay as the base pack has it", "要和上级的包一致"
    if not set(base.excludes) <= set(new.excludes):
        yield ("not",), "somebody who was kept out may be named", "原来排除的可以填了"


def _options(base: FormField, new: FormField) -> Iterator[Loss]:
    for key, option in base.options.items():
        path: Path = ("options", key)
        after = new.options.get(key)
        if after is None and not is_setting(option.confidence):
            yield path, *_SWITCHED_OFF
        if after is not None and less_sure(option.confidence, after.confidence):
            yield (*path, "confidence"), *LESS_SURE
