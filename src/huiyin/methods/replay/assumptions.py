"""What a replay assumes, in words: printed beside every figure of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.methods.replay.compare import MOST, Answer


def assumptions(answer: Answer) -> list[str]:
    """One sentence each."""
    asked = answer.question
    said = [
        _("Matters, arrivals, acts and units are those recorded at {place}.").format(
            place=asked.place.name
        ),
        _("Each act takes {minutes} minutes of one post; each duty {duty} minutes.").format(
            minutes=asked.effort, duty=asked.duty
        ),
        _("Between two acts passes at least the lower quartile of the recorded time."),
        _("As many posts work as were held on the last day, eight hours on every working day."),
        _("What is due first is done first."),
        _("Acts that only the other method has follow the act that starts their clock."),
        _("Clocks whose day is written on a form, and pauses, are left out, in both."),
        _("Sealed matters are left out."),
    ]  # fmt: skip
    if answer.left_out:
        said.append(
            _("{count} more matters came: only the first {most} are replayed.").format(
                count=answer.left_out, most=MOST
            )
        )
    return said
