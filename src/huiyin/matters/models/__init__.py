"""Tables of matters. `Event` is the truth; the others are caches of it or hang beside it."""

from huiyin.matters.models.access import Access, AccessKind
from huiyin.matters.models.category import Category
from huiyin.matters.models.clock import Clock
from huiyin.matters.models.event import Event, SealedText
from huiyin.matters.models.file import File
from huiyin.matters.models.matter import NO_DUE, Matter, MatterText
from huiyin.matters.models.party import Link, LinkKind, Party
from huiyin.matters.models.root import DayRoot

__all__ = [
    "NO_DUE", "Access", "AccessKind", "Category", "Clock", "DayRoot", "Event", "File", "Link",
    "LinkKind", "Matter", "MatterText", "Party", "SealedText",
]  # fmt: skip
