"""The guides of `docs/guide` as pages: the same files as the site, in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from markdown_it import MarkdownIt

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "guide"
NAMES = (
    "office", "handler", "duties", "supervisor", "administrator", "method", "pack_author",
)  # fmt: skip
"""The order in which they are offered."""
ROLES = {
    "window": "office", "dispatcher": "office", "grid": "duties", "handler": "handler",
    "head": "handler", "mediator": "handler", "leader": "supervisor", "supervisor": "supervisor",
    "auditor": "supervisor", "admin": "administrator",
}  # fmt: skip
"""Which guide is for whom."""
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_PICTURE = re.compile(r'src="\.\./images/([a-z0-9_-]+\.png)"')
_PAGE = re.compile(r'href="([a-z_]+)\.md(#[^"]*)?"')


@dataclass(frozen=True)
class Guide:
    """One guide: its name in addresses, its title, its text as HTML of our own files."""

    name: str
    title: str
    html: str


@lru_cache(maxsize=32)
def guide(name: str, language: str, pictures: str) -> Guide:
    """The guide in that language (`zh` or `en`); `pictures` is the address of their folder.

    Raises KeyError for a name that there is not.
    """
    if name not in NAMES:
        raise KeyError(name)
    text = (FOLDER / language / f"{name}.md").read_text("utf-8")
    found = _TITLE.search(text)
    assert found, name  # noqa: S101 -- a test reads every guide
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    html = _PICTURE.sub(rf'loading="lazy" src="{pictures}\1"', html)
    html = _PAGE.sub(lambda link: f'href="../{link[1]}/{link[2] or ""}"', html)
    return Guide(name, found[1], html.replace("<table>", '<table class="plain">'))


def language_of(code: str | None) -> str:
    """The folder for a language of the request."""
    return "en" if (code or "").startswith("en") else "zh"
