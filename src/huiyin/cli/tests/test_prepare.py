"""What `huiyin up` prepares is prepared once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import get_finder

from huiyin.cli import prepare


@pytest.mark.django_db(transaction=True)
def test_nothing_is_migrated_twice() -> None:
    assert prepare.migrate() == 0


@pytest.mark.django_db
def test_categories_are_synced_once() -> None:
    assert prepare.sync_categories()
    assert not prepare.sync_categories()


def test_static_files_are_collected_when_they_differ(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "one.css").write_text("a { color: red }")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    get_finder.cache_clear()

    assert prepare.collect_static()
    assert not prepare.collect_static()
    (source / "one.css").write_text("a { color: green; }")
    assert prepare.collect_static()
    assert len(list(settings.STATIC_ROOT.glob("one.*.css"))) == 2
    get_finder.cache_clear()
