"""The name of the template database: it changes whenever the tables might."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from django.apps import AppConfig, apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

# Read before the models are imported: a file changed later is not what this process has in memory.
STARTED = time.time()
DISTRIBUTIONS = ("django", "django-pgtrigger", "procrastinate")


def name() -> str:
    """Return ``template_<hash>`` over migrations, models, installed apps and library versions."""
    told = hashlib.sha256()
    for part in _parts():
        told.update(part)
        told.update(b"\0")
    return f"template_{told.hexdigest()[:16]}"


def _parts() -> Iterator[bytes]:
    yield from (f"{name} {version(name)}".encode() for name in DISTRIBUTIONS)
    yield f"{settings.AUTH_USER_MODEL} {settings.LANGUAGE_CODE}".encode()
    for app in apps.get_app_configs():
        yield app.name.encode()
        for path in sorted(_files(app)):
            yield path.name.encode()
            yield path.read_bytes()
            if path.stat().st_mtime > STARTED:
                yield f"only for process {os.getpid()}".encode()


def _files(app: AppConfig) -> Iterator[Path]:
    """Files of an app that decide its tables; models too: permissions come from them."""
    root = Path(app.path)
    yield from root.glob("models.py")
    yield from root.glob("models/**/*.py")
    module, _ = MigrationLoader.migrations_module(app.label)
    spec = find_spec(module) if module and find_spec(module.rpartition(".")[0]) else None
    for folder in (spec.submodule_search_locations or []) if spec else []:
        yield from (path for path in Path(folder).rglob("*") if path.suffix in {".py", ".sql"})
