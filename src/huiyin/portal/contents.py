"""What stands in a draft: plain values, as forms send them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Kept(BaseModel):
    """A file of the draft; its bytes are in `DraftFile`."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
    size: int


class Contents(BaseModel):
    """Topic, who raises it (a way of `raise.yaml`), raw form data, files, and the pieces of
    personal data that the resident has decided to leave in the text."""

    topic: str
    way: str = "self"
    data: dict[str, Any] = {}
    files: list[Kept] = []
    leave: list[str] = []

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)
