"""The `ltree` column type of PostgreSQL and its two lookups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from typing_extensions import override

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField  # has no type parameters when running


class LtreeField(TextField):
    """A path of labels divided by dots, e.g. `62.07.02.001`."""

    @override
    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "ltree"


class _LtreeLookup(models.Lookup):
    operator = ""

    @override
    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} {self.operator} {right}::ltree", (*left_params, *right_params)


@LtreeField.register_lookup
class Under(_LtreeLookup):
    """`path__under="62.07"`: the path itself and everything below it."""

    lookup_name = "under"
    operator = "<@"


@LtreeField.register_lookup
class Above(_LtreeLookup):
    """`path__above="62.07.02"`: the path itself and everything above it."""

    lookup_name = "above"
    operator = "@>"
