"""One stop of a simulated walk on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape

from huiyin.common.translate import translator
from huiyin.engine import refusals
from huiyin.engine.clock_table import FOLLOW_UP
from huiyin.engine.clocks import ClockState
from huiyin.engine.definition import Process
from huiyin.engine.diff_words import in_words
from huiyin.engine.explain import render
from huiyin.engine.walk import Stop
from huiyin.methods.sample_letter import sample_text

_WORDS = {
    "zh": {"start": "登记以前", "state": "状态", "owner": "责任单位", "public": "群众看到",
           "open": "可以做", "closed": "现在不能做", "clocks": "时限", "letter": "文书",
           "due": "到期", "legal": "法定到期", "refused": "没有办成", "second": "要第二人审核"},
    "en": {"start": "before registration", "state": "state", "owner": "owner",
           "public": "the resident reads", "open": "open", "closed": "not now", "clocks": "clocks",
           "letter": "letter", "due": "due", "legal": "legal due", "refused": "refused",
           "second": "needs a second person"},
}  # fmt: skip


def show_stop(stop: Stop, pack: str, language: str) -> None:
    """Print where the matter stands: state, acts with who may do them, clocks, letters."""
    console = Console(highlight=False, soft_wrap=True)
    words = _WORDS[language]
    console.print(f"\n[bold]{escape(stop.line or words['start'])}[/]")
    for line in _lines(stop, pack, language):
        console.print(escape(line))


def _lines(stop: Stop, pack: str, language: str) -> Iterator[str]:
    words, process, standing = _WORDS[language], stop.process, stop.standing
    if stop.error:
        yield f"  ✗ {stop.error}"
    if stop.refusal is not None:
        said = refusals.render(
            stop.refusal, translator(language), process=process, language=language
        )
        yield from (f"  ✗ {words['refused']}: {sentence}" for sentence in said)
    state = process.states.get(standing.state)
    if state is not None:
        yield f"  {words['state']}: {state.say(language)} ({standing.state})"
        yield f"  {words['public']}: {state.public.say(language)}"
        yield f"  {words['owner']}: {standing.owner}"
    yield from _acts(stop, language)
    for clock in stop.running:
        yield from _clock(clock, process, language)
    for key in stop.letters:
        yield f"  {words['letter']}: {key}"
        day = stop.events[-1].at.date()
        yield from (f"      {line}" for line in sample_text(pack, key, standing, day))


def _acts(stop: Stop, language: str) -> Iterator[str]:
    words = _WORDS[language]
    number = 0
    for one in stop.acts:
        name = one.act.name.say(language)
        if one.who:
            number += 1
            index = 0 if language == "zh" else 1
            who = in_words([w for w in one.act.who if str(w) in one.who] or list(one.who))[index]
            second = f"（{words['second']}）" if one.act.second else ""
            yield f"  {number}. {name} ({one.key}): {who}{second}"
    closed = [one.act.name.say(language) for one in stop.acts if not one.who]
    if closed:
        yield f"  {words['closed']}: {', '.join(closed)}"


def _clock(clock: ClockState, process: Process, language: str) -> Iterator[str]:
    words = _WORDS[language]
    key = clock.key.removeprefix(FOLLOW_UP)
    shape = process.clocks.get(clock.key) or process.follow_ups.get(key)
    name = shape.say(language) if shape else clock.key
    if clock.nominal is None or clock.legal is None:
        yield f"  ⏱ {name}"
        return
    yield (f"  ⏱ {name}: {words['due']} {clock.nominal:%Y-%m-%d}, "
           f"{words['legal']} {clock.legal:%Y-%m-%d}")  # fmt: skip
    for sentence in render(clock.derivation, translator(language)):
        yield f"      · {sentence}"
