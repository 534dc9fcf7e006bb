"""Where open pages listen, and that the security policy allows this address alone."""

from __future__ import annotations

import pytest

from huiyin.config import live_url
from huiyin.config.env import SettingError


@pytest.mark.parametrize(
    ("url", "allowed", "page"),
    [
        ("", [], ""),
        ("/live/", [], "/live/"),
        (":8001/live/", ["http://a.example:8001/live/", "https://a.example:8001/live/"],
         "https://a.example:8001/live/"),
        ("https://live.example/live/", ["https://live.example/live/"],
         "https://live.example/live/"),
    ],
)  # fmt: skip
def test_an_address_and_what_it_takes(url, allowed, page):
    checked = live_url.checked(url)
    assert list(live_url.sources(checked, ["a.example", ".b.example", "[::1]", "*"])) == allowed
    assert live_url.on(checked, "https", "a.example:8000") == page


@pytest.mark.parametrize("url", ["live", "javascript:x", "//evil/live/", "http://a b/", ":x/live/"])
def test_what_is_no_address_is_told(url):
    with pytest.raises(SettingError, match="HUIYIN_LIVE_URL"):
        live_url.checked(url)


@pytest.mark.parametrize("text", ["", "0", "-1", "many", "1.5"])
def test_what_is_no_number_of_pages_is_told(text):
    with pytest.raises(SettingError, match="HUIYIN_LIVE_MOST"):
        live_url.most(text)
