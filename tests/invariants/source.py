"""The project's own files, as the tests that read the code see them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import huiyin

PACKAGE = Path(huiyin.__file__).parent
ROOT = PACKAGE.parents[1]


def product() -> Iterator[Path]:
    """Python files of the product: no tests, no migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
            yield path


def name_of(path: Path) -> str:
    """`matters/policy.py`"""
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Full names of everything a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_in(path: Path) -> set[str]:
    """Names by which a file calls modules of the product (not classes or functions of them)."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "huiyin"
        for alias in node.names
        if _is_module(f"{node.module}.{alias.name}")
    }


def _is_module(name: str) -> bool:
    place = PACKAGE.joinpath(*name.split(".")[1:])
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()
