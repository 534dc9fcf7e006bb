"""Cover, catalogue, notices and closing note as plain data for their layouts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.template.defaultfilters import filesizeformat

from huiyin.archive import holds
from huiyin.archive.bundle.documents import Document
from huiyin.archive.models import Record
from huiyin.engine.standing import Step
from huiyin.letters.content import clean
from huiyin.letters.phrases import cn_date
from huiyin.matters.history import zone
from huiyin.matters.models import Event
from huiyin.matters.queries.matter import MatterPage
from huiyin.packs import retention_file
from huiyin.people.actor import Actor

if TYPE_CHECKING:
    from huiyin.archive.bundle.make import Part

NONE = "—"


def front(page: MatterPage, parts: Sequence[Part], made: str) -> dict[str, Any]:
    """For `front.typ`. The caller has set the language."""
    matter = page.matter
    record = Record.objects.filter(pk=matter.pk).first()
    days = [part.document.day for part in parts]
    outcome = page.process.outcomes.get(page.standing.outcome or "")
    return {
        "title": clean(matter.title),
        "number": matter.number,
        "unit": matter.owner_unit.name,
        "period": f"{cn_date(min(days))}至{cn_date(_last_day(page))}",
        "outcome": outcome.zh if outcome else NONE,
        "archived": cn_date(record.archived_on) if record else "尚未归档",
        "retention": _retention(record, matter.pack),
        "count": _count(parts),
        "unarchived": record is None,
        "made": made,
        "rows": [_row(no, part) for no, part in enumerate(parts, start=1)],
    }


def closing(page: MatterPage, parts: Sequence[Part], made: str) -> dict[str, Any]:
    """For `closing.typ`."""
    unprinted = [str(no) for no, part in enumerate(parts, start=1) if part.why]
    head: Event = page.matter.events.order_by("-seq").only("hash", "seq")[:1].get()
    return {
        "count": _count(parts),
        "unprinted": f"第{'、'.join(unprinted)}件" if unprinted else "无",
        "events": head.seq,
        "head": bytes(head.hash).hex(),
        "hold": "已冻结，不得删除" if holds.is_held(page.matter.pk) else "无",
        "made": made,
    }


def notices(files: Iterable[tuple[Document, str]]) -> list[dict[str, str]]:
    """For `notices.typ`: files that cannot be shown as pages, and why."""
    return [_notice(document, why) for document, why in files]


def made_by(actor: Actor, at: datetime) -> str:
    """Who had the file made, and when."""
    unit = actor.posts[0].unit_name if actor.posts else ""
    return f"{unit}　{clean(actor.name)}　{at:%Y-%m-%d %H:%M}由系统生成".strip()


def _notice(document: Document, why: str) -> dict[str, str]:
    file = document.file
    assert file is not None  # noqa: S101 -- only files have notices
    return {
        "why": why,
        "name": document.title,
        "type": file.media_type,
        "size": f"{filesizeformat(file.size)}（{file.size}字节）",
        "sha256": file.sha256,
    }


def _row(no: int, part: Part) -> dict[str, Any]:
    document, numbers = part.document, part.numbers
    last = f"—{numbers[-1]}" if len(numbers) > 1 else ""
    return {
        "no": no,
        "title": document.title,
        "number": document.number,
        "responsible": document.responsible,
        "day": f"{document.day:%Y%m%d}",
        "pages": f"{numbers[0]}{last}",
    }


def _count(parts: Sequence[Part]) -> str:
    return f"共{len(parts)}件，{sum(len(part.pages) for part in parts)}页"


def _retention(record: Record | None, pack: str) -> str:
    if record is None:
        return NONE
    classes = retention_file.read(pack).classes
    name = classes[record.retention].zh if record.retention in classes else record.retention
    return f"{name}（至{cn_date(record.destroy_after)}）" if record.destroy_after else name


def _last_day(page: MatterPage) -> date:
    """Of the last act; what was noted later (a hold, an erasure) is no part of the handling."""
    acts = [event for event in page.events if event.step != Step.SYSTEM]
    return acts[-1].at.astimezone(zone()).date()
