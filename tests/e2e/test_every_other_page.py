"""The other half of the pages (see `test_every_page`)."""

from __future__ import annotations

from typing import Any

from tests.e2e.test_every_page import scene, walk
from tests.invariants.url_requests import Scenario

from huiyin.people.testing import Cast

__all__ = ["scene"]


def test_every_other_page_is_in_order(
    cast: Cast,
    scene: Scenario,
    browsing: Any,
    live_server: Any,
) -> None:
    walk(1, cast, scene, browsing, live_server)
