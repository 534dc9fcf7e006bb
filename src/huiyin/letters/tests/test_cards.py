"""A contact card is one A6 page, also with the longest words, in both languages; its code is the
address."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from huiyin.letters.cards import Card, Line, press, qr_svg
from huiyin.packs.public_file import public
from huiyin.people.contacts import MOST

LONG = Line(
    "党群服务中心副主任、综合治理专干", "欧阳青松", "柳溪镇社会治安综合治理中心", "0999-61300010"
)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", sorted(public().cards))
def test_even_the_fullest_card_is_one_page(language, kind):
    told = public().cards[kind]
    card = Card(
        told.say(language), told.says.say(language), "柳溪镇杨树湾社区居民委员会 · 第三十六微网格",
        [LONG] * MOST, [one.say(language) for one in told.services],
        "https://songling.example/grids/990101100201001/", "Scan for more", "松岭县信访局",
    )  # fmt: skip
    pages = PdfReader(BytesIO(press().render([card, card]))).pages
    assert len(pages) == 2
    assert pages[0].extract_text() == pages[1].extract_text()
    assert LONG.phone in pages[0].extract_text()


def test_the_code_changes_with_the_address():
    assert qr_svg("https://a.example/1/") != qr_svg("https://a.example/2/")
    assert qr_svg("https://a.example/1/").startswith("<svg")
