"""Words of a matter: two-character Chinese words and Latin ones, found under the index."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from huiyin.matters.models import Matter
from huiyin.matters.search import TooShort, fold, tokens, with_words
from huiyin.matters.testing import Walk

WORDS = st.text(alphabet="路灯坏了修好水电费ABCab12 ，。", max_size=12)


def test_pairs_and_words():
    assert set(tokens("低保政策")) == {"低保", "保政", "政策"}
    assert set(tokens("ＡＢＣ电费 abc")) == {"abc", "电费"}
    assert tokens("。，") == []
    assert tokens("水") == ["水"]


@given(WORDS, st.data())
def test_every_part_of_a_text_has_its_tokens(text, data):
    """A piece of two characters or more inside one run is asked for by tokens the text has."""
    for run in fold(text).split():
        start = data.draw(st.integers(0, len(run)))
        part = run[start : start + 4]
        cjk = [
            piece for piece in tokens(part) if len(piece) == 2 and "\u4e00" <= piece[0] <= "\u9fff"
        ]
        assert set(cjk) <= set(tokens(text))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [("路灯", True), ("三个月", True), ("修好 路灯", True), ("路 灯坏", None), ("水电", False),
     ("灯路", False), ("ABC", False), ("村口路灯坏了三个月，晚上看不见路", True)],
)  # fmt: skip
def test_a_search(walk, query, found):
    if found is None:
        with pytest.raises(TooShort):
            with_words(Matter.objects.all(), query)
    else:
        assert with_words(Matter.objects.all(), query).exists() is found


@pytest.mark.django_db
def test_pairs_from_two_places_are_not_a_word(cast):
    """坏了三 has the pairs 坏了 and 了三; only the text tells whether they stand together."""
    Walk(cast, title="坏了", text="修了三次", requests=[{"request": "x"}])
    assert not with_words(Matter.objects.all(), "坏了三").exists()


FILL = """
    INSERT INTO matters_matter
    SELECT (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), 'number', n))).*
    FROM matters_matter AS m, generate_series(1, 3000) AS n;
    INSERT INTO matters_mattertext (matter_id, text, tokens)
    SELECT id, repeat('水电', 250), ARRAY['水电', '电水'] FROM matters_matter
    WHERE length(number) < 6;
    SELECT gin_clean_pending_list('matter_tokens');
    ANALYZE matters_matter, matters_mattertext
"""


@pytest.mark.django_db
def test_a_two_character_word_uses_the_index(cast):
    """Among three thousand texts of ordinary length the planner takes the index by itself."""
    Walk(cast)
    with connection.cursor() as cursor:
        cursor.execute(FILL)
    assert "matter_tokens" in with_words(Matter.objects.all(), "路灯").explain()
