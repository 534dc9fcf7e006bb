"""Issuing a letter, as an effect of the act that calls for it: number, PDF, immutable file.

All of it happens in the act's transaction: an act whose letter cannot be written (a required
field is missing) is refused as a whole, and no number is used up.
"""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import orjson
from django.conf import settings

from huiyin.common.canonical import canonical
from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.letters.compose import MissingFactsError, compose
from huiyin.letters.content import LetterContent
from huiyin.letters.facts import facts_for
from huiyin.letters.models import Letter
from huiyin.letters.numbers import next_serial, number
from huiyin.letters.occasion import Occasion
from huiyin.letters.pdf import render_pdf
from huiyin.letters.wording import Wording
from huiyin.letters.wordings import wording
from huiyin.matters import files, history
from huiyin.matters.actions.system import append_system
from huiyin.matters.effects import Performed
from huiyin.matters.errors import Refused
from huiyin.matters.models import File
from huiyin.people.models import Unit
from huiyin.people.vault import actions as vault

IMPORTED = "import"


def after_act(performed: Performed) -> None:
    """Issue the letter of the act, unless the act is history from elsewhere (an import)."""
    key = performed.decision.letter
    if key is None or performed.event.via == IMPORTED:
        return
    rule = wording(performed.matter.pack, key)
    content = write(rule, occasion_of(performed))
    issue(rule, content, performed)


def write(rule: Wording, occasion: Occasion) -> LetterContent:
    """The letter without a number. Raises Refused naming every fact that is missing."""
    try:
        return compose(rule, facts_for(occasion, rule))
    except MissingFactsError as missing:
        errors = tuple(
            FieldError(
                fact.field, "letter_needs", law=fact.law, limit=f"{rule.title.zh}：{fact.zh}"
            )
            for fact in missing.missing
        )
        raise Refused(Refusal("form", errors=errors)) from missing


def issue(rule: Wording, content: LetterContent, performed: Performed) -> Letter:
    """Number, typeset and keep the letter; its hash enters the matter's chain."""
    matter, event = performed.matter, performed.event
    unit_id = event.unit_id or matter.owner_unit_id
    day = event.at.astimezone(history.zone()).date()
    word, serial, text = _numbered(rule, unit_id, day.year)
    final = content.issued(text)
    pdf = render_pdf(final, office_fonts())
    name = f"{final.title}{text}.pdf"
    file = File.objects.create(
        matter=matter, seq=event.seq, field="letter", sha256=files.store(pdf), name=name,
        media_type="application/pdf", size=len(pdf),
    )  # fmt: skip
    letter = Letter(
        matter=matter, seq=event.seq, key=rule.key, title=final.title, unit_id=unit_id, word=word,
        year=day.year, serial=serial, number=text, issued_on=day, file=file,
    )  # fmt: skip
    letter.content = vault.seal_bytes(canonical(final.to_dict()), context(letter.id))
    letter.save(force_insert=True)
    issued = {"letter": rule.key, "number": text, "sha256": file.sha256, "of": event.seq}
    append_system(matter, "letter", issued, by=performed.by, recorded_at=event.recorded_at)
    return letter


def context(letter_id: UUID) -> str:
    """Binds the sealed content to its letter."""
    return f"letter:{letter_id}"


def content_of(letter: Letter) -> LetterContent:
    """The content an issued letter was made from."""
    plain = vault.open_bytes(bytes(letter.content or b""), context(letter.id))
    return LetterContent.from_dict(orjson.loads(plain))


def office_fonts() -> Path | None:
    """The folder with the office's own fonts, if it has one."""
    return Path(settings.OFFICE_FONTS) if settings.OFFICE_FONTS else None


def _numbered(rule: Wording, unit_id: UUID, year: int) -> tuple[str, int | None, str]:
    if rule.series is None:
        return "", None, ""
    short = Unit.objects.values_list("short_word", flat=True).get(pk=unit_id)
    word = f"{short}{rule.series.zh}"
    serial = next_serial(unit_id, word, year)
    return word, serial, number(word, year, serial)


def occasion_of(performed: Performed) -> Occasion:
    """The occasion of an act just done."""
    matter, event = performed.matter, performed.event
    proposal = performed.before.proposal if "confirms" in event.data else None
    actor = (event.account_id, event.post_id)
    return Occasion(
        matter=matter, process=performed.process, act=event.act, data=performed.data, at=event.at,
        unit_id=event.unit_id or matter.owner_unit_id, before=performed.before,
        after=performed.standing, events=performed.events,
        opener=performed.by,
        by=(proposal.account, proposal.post) if proposal else actor,
        approver=actor if proposal else None,
    )  # fmt: skip
