"""What a browser would send: the fields of a form as the page drew them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import Any


def flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """`{"requests": [{"request": "x"}]}` → `{"requests-0-request": "x"}`."""
    return dict(_pairs(data, prefix))


def _pairs(data: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping):
            yield from _pairs(value, f"{key}-")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, row in enumerate(value):
                yield from _pairs(row, f"{key}-{number}-")
        else:
            yield key, "on" if value is True else value


class Page(HTMLParser):
    """Names of fields, ids, links and tags of a page."""

    def __init__(self, response: Any) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.values: dict[str, str] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = response.content.decode()
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        self.attributes |= found.keys()
        if tag in {"input", "select", "textarea"} and "name" in found:
            self.names.add(found["name"])
            self.values.setdefault(found["name"], found.get("value", ""))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found.get("href", ""))
