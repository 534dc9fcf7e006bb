"""Parties: who a matter concerns (by reference into the vault); links between matters."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huiyin.common.ids import new_id
from huiyin.matters.models.matter import Matter
from huiyin.people.vault.models import Person


class PartyRole(models.TextChoices):
    PETITIONER = "petitioner", _("petitioner")
    REPRESENTATIVE = "representative", _("representative")
    PROXY = "proxy", _("proxy")


class Party(models.Model):
    """A person's part in a matter. A cache of the events that named the person."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="parties", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=20, choices=PartyRole.choices)
    seq = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "person", "role"], name="party_once"),
        ]


class LinkKind(models.TextChoices):
    REPEAT_OF = "repeat_of", _("repeats")
    SAME_ISSUE = "same_issue", _("same issue as")
    SPLIT_FROM = "split_from", _("split from")
    REVIEW_OF = "review_of", _("reviews")
    SUPERVISES = "supervises", _("supervises")
    SETTLED_BY = "settled_by", _("settled by")
    MERGED_INTO = "merged_into", _("merged into")
    ARISES_FROM = "arises_from", _("arises from")
    CITES = "cites", _("cites")


class Link(models.Model):
    """A relation between two matters, as events of both say; undoing it is a second event, the
    row stays. `seq` and `undone_seq` are those of the source's events."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.ForeignKey(Matter, models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Matter, models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=20, choices=LinkKind.choices)
    seq = models.PositiveIntegerField()
    undone_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="link_two_matters"),
            models.UniqueConstraint(
                fields=["source", "target", "kind"],
                name="link_once",
                condition=Q(undone_seq__isnull=True),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_undone",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["undone_seq"]),
            ),
        ]
