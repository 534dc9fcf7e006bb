"""Import of the division tree from lists of codes and names, and revisions of codes."""

from huiyin.places.divisions.load import import_lists
from huiyin.places.divisions.public import public_lists
from huiyin.places.divisions.read import ListFile, find_lists
from huiyin.places.divisions.report import Reject, Report, Undecided
from huiyin.places.divisions.revise import apply_revision

__all__ = [
    "ListFile",
    "Reject",
    "Report",
    "Undecided",
    "apply_revision",
    "find_lists",
    "import_lists",
    "public_lists",
]
