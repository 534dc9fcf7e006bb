"""The backup archive: one .tar.gz with the database's dump, matter files and, if asked, keys."""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from huiyin.config.db.errors import ClusterError

MANIFEST, DUMP = "huiyin.json", "database.dump"
FORMAT = 1


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give a draft beside ``path`` that takes its name only when the block ends well.

    ClusterError when the name is taken. The file is readable by this user alone: it holds personal
    data.
    """
    if path.exists():
        raise ClusterError(f"{path} exists already; it is not written over.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        os.link(draft, path)
    finally:
        draft.unlink()


def write(draft: Path, manifest: dict[str, Any], dump: Path, folders: dict[str, Path]) -> None:
    """Write the archive: manifest first, then the dump, then each folder under its name."""
    told = json.dumps({**manifest, "format": FORMAT}).encode()
    with tarfile.open(draft, "w:gz") as tar:
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(told)
        tar.addfile(entry, io.BytesIO(told))
        tar.add(dump, DUMP)
        for name, folder in folders.items():
            if folder.is_dir():
                tar.add(folder, name)
    with draft.open("rb") as written:
        os.fsync(written.fileno())


def unpack(path: Path, into: Path) -> dict[str, Any]:
    """Unpack an archive of ours into an empty folder and return its manifest.

    Only plain files are taken, and only by names that stay inside: an archive is somebody's file.
    ClusterError when it is damaged or is not ours.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            for member in tar:
                name = PurePosixPath(member.name)
                if not member.isfile() or name.is_absolute() or ".." in name.parts:
                    continue
                target = into / name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                source = tar.extractfile(member)
                if source is not None:
                    with target.open("wb") as out:
                        shutil.copyfileobj(source, out, 1 << 20)
        manifest: dict[str, Any] = json.loads((into / MANIFEST).read_bytes())
    except (OSError, EOFError, tarfile.TarError, ValueError) as problem:
        raise ClusterError(f"{path} is not a whole backup of Huiyin: {problem}") from None
    if manifest.get("format") != FORMAT or not (into / DUMP).is_file():
        raise ClusterError(f"{path} is not a backup this version of Huiyin can read.")
    return manifest


def add_missing(source: Path, target: Path) -> int:
    """Move files that ``target`` lacks into it, never over one that is there; return how many."""
    added = 0
    for path in sorted(source.rglob("*")) if source.is_dir() else []:
        place = target / path.relative_to(source)
        if path.is_file() and not place.exists():
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o600)
            handle, draft = tempfile.mkstemp(dir=place.parent)  # source may be on another disk
            os.close(handle)
            shutil.copyfile(path, draft)
            Path(draft).replace(place)
            added += 1
    return added
