"""What the shapes of answers share: plain pydantic, read from attributes (much the fastest)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from huiyin.engine.definition import Text


class Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class Words(Shape):
    """Text of a pack in both languages."""

    zh: str
    en: str


class Named(Shape):
    """Something of a pack: its key in the definition, and what it is called."""

    key: str
    name: Words


def words(text: Text) -> Words:
    return Words(zh=text.zh, en=text.en)


def named(key: str, text: Text | None) -> Named:
    """A key with its words; an unknown one is called by its key."""
    return Named(key=key, name=words(text) if text else Words(zh=key, en=key))
