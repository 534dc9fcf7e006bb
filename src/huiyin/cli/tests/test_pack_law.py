"""`huiyin pack law` lists every row with its stories and says when one has none."""

from __future__ import annotations

import json

from huiyin.cli import pack_law
from huiyin.packs import law_rows


def test_rows_with_their_stories(capsys, monkeypatch):
    assert pack_law.main(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["without"] == []
    assert found["rows"]["1.3.5"]["confidence"] == "A"
    assert any("异议" in one["story"] for one in found["rows"]["1.3.5"]["stories"])
    monkeypatch.setattr(pack_law, "coverage", lambda: {**law_rows.coverage(), "1.3.5": []})
    assert pack_law.main(["--without"]) == 1
    assert capsys.readouterr().out.startswith("1.3.5 [A]")
