"""The API's description is a contract: a change of it is a changed line in a review.

`HUIYIN_UPDATE=1 pytest tests/invariants/test_openapi.py` writes it anew.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from huiyin.api.main import api

SNAPSHOT = Path(__file__).with_name("openapi.json")


def test_the_description_is_as_reviewed():
    described = api.get_openapi_schema(path_prefix="/api/")
    now = json.dumps(described, ensure_ascii=False, indent=0, sort_keys=True, default=str) + "\n"
    if os.environ.get("HUIYIN_UPDATE"):
        SNAPSHOT.write_text(now, "utf-8")
    assert now == SNAPSHOT.read_text("utf-8")


def test_every_operation_says_how_it_fails():
    paths = api.get_openapi_schema(path_prefix="/api/")["paths"]
    for path, methods in paths.items():
        for method, operation in methods.items():
            answers = {str(status): answer for status, answer in operation["responses"].items()}
            assert "401" in answers, (method, path)
            for status, answer in answers.items():
                if status >= "400":
                    assert list(answer["content"]) == ["application/problem+json"], (method, path)
