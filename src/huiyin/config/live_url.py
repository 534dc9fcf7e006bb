"""Where open pages listen: `/live/`, `:PORT/live/` on the host of the page, or a whole address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from huiyin.config.env import SettingError

_PORT = re.compile(r":\d{1,5}/[\w/.-]*")
_WHOLE = re.compile(r"https?://[\w.-]+(?::\d{1,5})?/[\w/.-]*")
_PATH = re.compile(r"/(?!/)[\w/.-]*")


def checked(text: str) -> str:
    """The address as it was given. Raises SettingError for one that cannot be one."""
    if text and not any(one.fullmatch(text) for one in (_PATH, _PORT, _WHOLE)):
        raise SettingError(
            "HUIYIN_LIVE_URL must look like /live/, :8001/live/ or https://host/live/."
        )
    return text


def most(text: str) -> int:
    """The number of pages. Raises SettingError."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise SettingError(f"HUIYIN_LIVE_MOST must be a whole number from 1, not {text!r}.")
    return int(text)


def sources(url: str, hosts: Sequence[str]) -> Iterator[str]:
    """What the content security policy allows besides the page's own origin: this address on the
    hosts that we answer to, and no other."""
    if _WHOLE.fullmatch(url):
        yield url
    elif _PORT.fullmatch(url):
        for host in hosts:
            if re.fullmatch(r"[\w.-]+", host) and not host.startswith("."):
                yield from (f"{scheme}://{host}{url}" for scheme in ("http", "https"))


def on(url: str, scheme: str, host: str) -> str:
    """The address for a page of this host (`example.org:8000`)."""
    if not _PORT.fullmatch(url):
        return url
    name = re.sub(r":\d+$", "", host)
    return f"{scheme}://{name}{url}"
