"""Django app of the archive: what follows archiving, what a hold forbids, what is verified."""

from django.apps import AppConfig
from typing_extensions import override


class ArchiveConfig(AppConfig):
    name = "huiyin.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from huiyin.archive import checking, holds, records
        from huiyin.matters import effects, erasure
        from huiyin.matters.verify import beside

        effects.register(records.after_act)
        erasure.guard(holds.refuse_held)
        for table in checking.TABLES:
            beside.register(table)
