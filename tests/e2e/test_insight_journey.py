"""From a figure to the matters behind it, and through a ledger, on a desk and on a phone."""

from __future__ import annotations

import pytest

from huiyin.matters.testing import Walk

pytestmark = pytest.mark.e2e
MARCH = "from=2025-03-01&to=2025-03-31"


@pytest.mark.parametrize("screen", ["desk", "phone"])
def test_figures_ledgers_and_bulletin(cast, person, screen):
    county = cast.divisions["county"]
    county.pack = "grassroots"
    county.save()
    matter = Walk(cast, place=cast.divisions["village"].pk).matter
    one = person("county.leader", screen)

    one.open(f"/indicators/?{MARCH}").page.locator('a[href*="X4.received"]').first.click()
    assert matter.title in one.look().text

    one.open("/ledgers/").follow("矛盾纠纷台账")
    assert "0" in one.text
    one.page.locator(".tabs a").nth(2).click()
    one.look()
    one.open("/ledgers/grassroots/hard_cases/wall/")
    assert "疑难积案台账" in one.text

    one.open("/bulletins/?month=2025-03")
    assert "松石镇" in one.text
    one.page.locator('a[href*="/received/"]').first.click()
    assert matter.title in one.look().text
    assert one.faults == []
