"""Logs tell that and where something failed, and of no matter."""

from __future__ import annotations

import logging
import sys

import pytest
from django.conf import settings

from huiyin.config.logs import WithoutMatters

NUMBER = "26-000042-7"
ROW = f"(0190, {NUMBER}, 某事项\n第二行)"


def said(message: str, *args: object, error: Exception | None = None) -> str:
    caught = None
    if error is not None:
        try:
            raise error
        except Exception:  # noqa: BLE001 -- a logged record carries any error, raised so that it has a traceback
            caught = sys.exc_info()
    record = logging.LogRecord("x", logging.ERROR, "f.py", 1, message, args, caught)
    return WithoutMatters("{levelname} {message}", style="{").format(record)


@pytest.mark.parametrize(
    ("message", "args", "expected"),
    [
        ("Not Found: %s", (f"/matters/{NUMBER}/acts/note/",), "ERROR Not Found: /matters/…"),
        ("Conflict: %s", (f"/api/matters/{NUMBER}",), "ERROR Conflict: /api/matters/…"),
        ("%s changed", (NUMBER,), "ERROR … changed"),
        ("of 2026-11-22, 26-000042-7x", (), "ERROR of 2026-11-22, 26-000042-7x"),
        ("Not Found: %s", ("/search/",), "ERROR Not Found: /search/"),
        ("Not Found: %s", ("/calendar/a-private_key.ics",), "ERROR Not Found: /calendar/…"),
    ],
)
def test_numbers_and_addresses(message, args, expected):
    assert said(message, *args) == expected


def test_a_traceback_keeps_its_places_and_loses_its_rows():
    error = ValueError(f"no\nDETAIL:  Failing row contains {ROW}.\nCONTEXT:  a trigger")
    text = said("failed", error=error)
    assert "test_logs.py" in text
    assert "ValueError: no" in text
    assert "CONTEXT:  a trigger" in text
    assert NUMBER not in text
    assert "第二行" not in text


def test_what_went_before_an_error_is_still_told():
    try:
        try:
            raise ValueError(f"no\nDETAIL:  {ROW}")
        except ValueError as first:
            raise KeyError(NUMBER) from first
    except KeyError as second:
        text = said("failed", error=second)
    assert "The above exception" in text
    assert "KeyError: '…'" in text
    assert "第二行" not in text


def test_every_handler_of_the_installation_writes_so():
    formatters = settings.LOGGING["formatters"]
    used = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {formatters[name]["()"] for name in used} == {"huiyin.config.logs.WithoutMatters"}
