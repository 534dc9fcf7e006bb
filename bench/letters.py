"""How long letters take: `python bench/letters.py [N]`.

Writes N letters (200) of all kinds in turn, as PDF and as Word file, in a process of its own:
started cold, so reading the wordings, loading the fonts and the first use of each kind count too.
Aim: 200 letters of mixed kinds in 10 seconds. Then each kind's median milliseconds.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator

from huiyin.letters.compose import compose
from huiyin.letters.content import LetterContent
from huiyin.letters.docx import render_docx
from huiyin.letters.pdf import render_pdf
from huiyin.letters.tests.sample import LETTERS, facts_of, wording

Spent = dict[str, list[float]]
"""Kind of letter → milliseconds of each."""


def letters(count: int) -> Iterator[LetterContent]:
    """`count` letters of all kinds in turn, each with its own number."""
    rules = [wording(key, pack) for pack, key in LETTERS]
    for number in range(1, count + 1):
        rule = rules[number % len(rules)]
        draft = compose(rule, facts_of(rule))
        yield draft.issued(f"松水受〔2026〕{number}号" if draft.numbered else "")


def timed(render: Callable[[LetterContent], bytes], made: list[LetterContent]) -> Spent:
    """Milliseconds of each rendering by kind."""
    spent: Spent = defaultdict(list)
    for letter in made:
        start = time.perf_counter()
        render(letter)
        spent[letter.key].append((time.perf_counter() - start) * 1000)
    return spent


def write(count: int) -> None:
    """What the measured process does."""
    start = time.perf_counter()
    made = list(letters(count))
    composed = time.perf_counter() - start
    pdf, word = timed(render_pdf, made), timed(render_docx, made)
    print(f"kinds         {len(pdf):6d}      letters {count}")
    print(f"compose       {composed:6.2f} s    wordings read and filled in")
    for name, spent in (("PDF", pdf), ("DOCX", word)):
        print(f"{name:5}         {sum(map(sum, spent.values())) / 1000:6.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory        {peak:6.0f} MB   at most")
    print(f"{'kind':36} {'PDF ms':>7} {'DOCX ms':>7}")
    for key, spent in sorted(pdf.items(), key=lambda one: -statistics.median(one[1])):
        print(f"{key:36} {statistics.median(spent):7.1f} {statistics.median(word[key]):7.1f}")


def main() -> None:
    """Start a process that writes them, and take its time from outside."""
    if "--inside" in sys.argv:
        write(int(sys.argv[-1]))
        return
    count = sys.argv[1] if len(sys.argv) > 1 else "200"
    start = time.perf_counter()
    subprocess.run([sys.executable, __file__, "--inside", count], check=True)
    wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(f"cold, both formats, start of the process included: {wall:.2f} s, {cpu:.2f} s of it CPU")


if __name__ == "__main__":
    main()
