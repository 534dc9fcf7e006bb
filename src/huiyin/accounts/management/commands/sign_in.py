"""`sign_in NAME --forget-factors`: lets somebody in again whose phone, key and codes are lost."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from typing_extensions import override

from huiyin.accounts import log
from huiyin.accounts.views.security import end_all, sessions_of
from huiyin.people.models import Account


class Command(BaseCommand):
    help = "One account's sign-in: forget its second factors, end its sessions."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="user name")
        parser.add_argument(
            "--forget-factors", action="store_true", help="app, keys and recovery codes"
        )
        parser.add_argument("--end-sessions", action="store_true", help="sign out everywhere")

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        account = Account.objects.filter(username=options["name"]).first()
        if account is None:
            raise CommandError(f"There is no account {options['name']!r}.")
        with transaction.atomic():
            if options["forget_factors"]:
                self._forget(account)
            if options["end_sessions"] or options["forget_factors"]:
                count = end_all(sessions_of(account), but=None)
                log.of(account, "session_ended", number=str(count))
                self.stdout.write(f"{count} sessions ended.")

    def _forget(self, account: Account) -> None:
        factors = Authenticator.objects.filter(user=account)
        for kind in factors.values_list("type", flat=True):
            log.of(account, "factor_removed", factor=kind)
        count = factors.delete()[0]
        self.stdout.write(f"{count} factors forgotten.")
