"""Django app of letters; issuing one is an effect of the act that calls for it."""

from django.apps import AppConfig
from typing_extensions import override


class LettersConfig(AppConfig):
    name = "huiyin.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

    @override
    def ready(self) -> None:
        from huiyin.letters import forgetting, issue
        from huiyin.matters import effects, erasure
        from huiyin.people.vault import rotation

        effects.register(issue.after_act)
        erasure.carrier(forgetting.carrying)
        erasure.cleaner(forgetting.forget)
        rotation.register("letters.Letter", {"content": lambda row: issue.context(row.id)})
