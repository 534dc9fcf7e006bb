"""Budgets of statements are data: what was promised stands in one file, and every page is in it."""

from __future__ import annotations

import json

import pytest

from .source import PACKAGE

BUDGETS = PACKAGE / "desk" / "tests" / "query_budgets.json"
PROMISED = {
    "register: post": 15, "worklist: mine": 12, "worklist: below": 12, "matter: page": 10,
    "matter: to triage": 10, "matter: similar": 12, "matter: earlier": 12,
    "worklist: filters": 12, "views": 12, "bulk: choose": 12, "bulk: form": 12,
    "bulk: preview": 12, "bulk: result": 12,
    "indicators": 12, "indicators: matters": 12, "ledgers": 12, "ledger": 12, "bulletin": 12,
    "wall": 12,
    "search: words": 12, "search: person": 12, "search: number": 12,
    "rotas: list": 12, "rotas: month": 12, "rotas: plan": 12, "rotas: place": 12,
    "rotas: swap": 12, "rotas: calendar": 12,
}  # fmt: skip
"""Request → the most statements it may ever need, whatever the number of rows."""


@pytest.fixture(scope="module")
def budgets() -> dict[str, int]:
    return json.loads(BUDGETS.read_text("utf-8"))


@pytest.mark.parametrize(("request_", "most"), PROMISED.items())
def test_no_budget_is_above_what_was_promised(budgets, request_, most):
    assert 0 < budgets[request_] <= most
