"""The host of the map tiles, and no other, may give the page its pictures."""

from __future__ import annotations

import pytest
from django.conf import settings

from huiyin.config.env import Env, SettingError


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("", ""),
        ("https://tiles.example/{z}/{x}/{y}.png", "https://tiles.example"),
        ("https://{s}.tiles.example:8443/{z}/{x}/{y}.png?a=b;c", "https://*.tiles.example:8443"),
        ("http://10.1.2.3/{z}/{x}/{y}", "http://10.1.2.3"),
    ],
)
def test_only_scheme_and_host_are_taken(address, host):
    assert Env(HUIYIN_TILES=address).tiles_host == host


@pytest.mark.parametrize(
    "address", ["tiles", "ftp://a/{z}", "https:///x", "https://a; script-src */x", "https://*/x"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(SettingError, match="HUIYIN_TILES"):
        assert Env(HUIYIN_TILES=address).tiles_host


def test_without_tiles_the_policy_names_no_host():
    assert settings.CONTENT_SECURITY_POLICY["img-src"] == "'self' data:"
