"""What indicators count in the directory can be entered there by hand."""

from __future__ import annotations

from huiyin.duties.directory.kinds import EXPERTS, POINTS, POOLS
from huiyin.packs import load, method_file

KINDS = {"points": POINTS, "pools": POOLS, "experts": EXPERTS}


def test_every_kind_that_an_indicator_names_is_one_of_the_directory() -> None:
    named = {
        (select.records, str(kind))
        for pack in load.available()
        for one in method_file.method(pack).indicators.values()
        for select in (one.count, one.sum)
        if select is not None and select.records in KINDS
        for kind in select.where.get("kind", ())
    }
    assert len(named) > 5
    assert [pair for pair in named if pair[1] not in KINDS[pair[0] or ""]] == []
