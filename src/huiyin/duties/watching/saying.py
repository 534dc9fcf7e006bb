"""Why a decision on a finding was not possible, in the language of the reader."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.duties.queries.standing import PROCESS
from huiyin.duties.watching.deciding import SENTENCES, Outcome
from huiyin.packs import load
from huiyin.ui.sentences import say_error, say_refusal


def why_not(outcome: Outcome) -> str:
    """One sentence; of a form every field that is wrong."""
    refusal = outcome.refusal
    if refusal is None:
        return _(SENTENCES[outcome.code])
    process = load.process(load.NATIONAL, PROCESS)
    if refusal.code == "form" and refusal.errors:
        form = process.acts["register"].form
        return " · ".join(say_error(error, form) for error in refusal.errors)
    return say_refusal(refusal, process)
