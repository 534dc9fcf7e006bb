"""What `pack.yaml` may say: which processes and letters a pack has, and which pack it is laid over.

As strict as `huiyin.engine.definition`.
"""

from __future__ import annotations

from pydantic import Field

from huiyin.engine.definition import Many, Shape, Text


class PackShape(Shape):
    pack: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    version: str = Field(min_length=1)
    name: Text
    extends: str | None = None
    law: str | None = None
    zone: str | None = None
    calendar: str | None = None
    processes: Many
    letters: Many = ()
