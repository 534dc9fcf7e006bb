"""The responsibility map (责任包保): who answers for which place, line, point or matter, since when
(METHODS Z5, L6, C9, S9). Posts answer; the person is who holds the post."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from huiyin.common.ids import new_id
from huiyin.matters.models import Matter
from huiyin.people.models import Account, Post
from huiyin.places.models import Division, ServicePoint


def _only(**given: bool | str) -> Q:
    """The condition that this says for what and nothing else does."""
    nothing = {"division__isnull": True, "point__isnull": True, "matter__isnull": True}
    return Q(**{**nothing, "line": "", **given})


_NO_ROW = Q(division__isnull=True, point__isnull=True, matter__isnull=True)
_ONE_THING = (
    _only(division__isnull=False)
    | _only(point__isnull=False)
    | _only(matter__isnull=False)
    | (_NO_ROW & ~Q(line=""))
)


class Responsibility(models.Model):
    """One entry; exactly one of division, line, point, matter says for what. Days included."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pack = models.CharField(max_length=40)
    kind = models.CharField(max_length=60)
    post = models.ForeignKey(Post, models.PROTECT, related_name="responsibilities")
    division = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="+", db_index=False
    )
    line = models.CharField(max_length=60, blank=True)
    """A line of work (条线), such as housing or labour."""
    point = models.ForeignKey(
        ServicePoint, models.PROTECT, null=True, related_name="+", db_index=False
    )
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, related_name="+", db_index=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    letter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+", db_index=False)
    """The matter whose letter of responsibility was signed for it."""
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    entered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name_plural = "responsibilities"
        indexes = [
            models.Index(fields=["division", "kind"], name="responsible_for_division"),
            models.Index(fields=["kind", "starts_on", "id"], name="responsible_by_kind"),
            models.Index(
                fields=["matter"], name="responsible_for_matter", condition=Q(matter__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="responsible_ends_after_start",
            ),
            models.CheckConstraint(
                condition=_ONE_THING,
                name="responsible_for_one_thing",
            ),
        ]
