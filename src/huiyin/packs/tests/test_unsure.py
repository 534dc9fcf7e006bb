"""What is unsure in a pack's data files is found with its line."""

from __future__ import annotations

from huiyin.packs.unsure import unsure


def test_retention_years_and_thresholds_are_found():
    found = {(one.file, one.key): one for one in unsure("national")}
    ten = found["retention.yaml", "classes.y10"]
    assert (ten.name.zh, ten.value, ten.confidence) == ("10年", "years 10", "D")
    assert ten.line > 1
    assert found["counting.yaml", "joint_letter"].value == "least 5"
    assert {one.confidence for one in found.values()} == {"C", "D"}


def test_weights_of_the_hotline_are_found():
    weights = [one for one in unsure("hotline") if "weights" in one.value]
    assert [one.confidence for one in weights] == ["D"]
