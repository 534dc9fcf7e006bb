"""`huiyin erase`: lawful erasure of one text or file, in the name of the head of the unit."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from typing_extensions import override

from huiyin.matters.erasure import erase
from huiyin.matters.errors import NotVisible, Refused
from huiyin.matters.models import Matter
from huiyin.people.actor import actor_for
from huiyin.people.models import Account


class Command(BaseCommand):
    help = "Erase one text, person, file or letter for good (PIPL art. 47); the chain stays whole."

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="number of the matter")
        parser.add_argument("seq", type=int, help="number of the event")
        parser.add_argument("path", help="requests.0.request, petitioner, files.0, letter")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="who decided it")
        parser.add_argument("--reason", required=True)

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            account = Account.objects.get(username=options["by"])
            matter = Matter.objects.get(number=options["number"])
            actor = actor_for(account, timezone.localdate())
            event = erase(
                matter.pk, options["seq"], options["path"], by=actor, reason=options["reason"]
            )
        except Account.DoesNotExist:
            raise CommandError(f"no account {options['by']}") from None
        except (Matter.DoesNotExist, NotVisible):
            raise CommandError(f"no matter {options['number']}, or not to be seen") from None
        except Refused as refused:
            faults = [f"{one.field}: {one.rule}" for one in refused.refusal.errors]
            words = ", ".join(faults) or refused.refusal.params.get("who", "")
            raise CommandError(f"refused ({refused.refusal.code}): {words}") from None
        papers = len(event.data.get("files", ()))
        with_it = f", {papers} files or letters with it" if papers else ""
        self.stdout.write(f"erased{with_it}; recorded as event {event.seq} of {matter.number}")
