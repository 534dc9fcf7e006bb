"""How long a letter takes: `python bench/letters.py [N]`.

Prints milliseconds per letter as PDF and as Word file, warm, for an opinion of three pages, and
the first letter of a process, which loads the fonts. Aim: 30 ms a letter, warm.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from collections.abc import Callable

from huiyin.letters.compose import compose
from huiyin.letters.content import LetterContent
from huiyin.letters.docx import render_docx
from huiyin.letters.pdf import render_pdf
from huiyin.letters.tests.sample import KEYS, facts, wording


def timed(render: Callable[[LetterContent], bytes], letters: list[LetterContent]) -> list[float]:
    """Milliseconds of each rendering."""
    spent = []
    for letter in letters:
        start = time.perf_counter()
        render(letter)
        spent.append((time.perf_counter() - start) * 1000)
    return spent


def report(name: str, spent: list[float]) -> None:
    """First, median and 95th percentile of the rest."""
    warm = sorted(spent[len(KEYS) :])
    print(
        f"{name:5} first {spent[0]:6.1f} ms   warm median {statistics.median(warm):5.1f} ms   "
        f"p95 {warm[int(len(warm) * 0.95)]:5.1f} ms   letters {len(spent)}"
    )


def main() -> None:
    """Renders N letters of all kinds, each with its own number."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 180
    wordings = [wording(key) for key in KEYS]
    start = time.perf_counter()
    drafts = [compose(wordings[index % len(wordings)], facts()) for index in range(count)]
    print(f"compose      {(time.perf_counter() - start) * 1000 / count:6.2f} ms a letter")
    letters = [
        draft.issued(f"松水受〔2026〕{number}号") if draft.numbered else draft.issued()
        for number, draft in enumerate(drafts, start=1)
    ]
    report("PDF", timed(render_pdf, letters))
    report("DOCX", timed(render_docx, letters))
    print(
        f"memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB at most"
    )


if __name__ == "__main__":
    main()
