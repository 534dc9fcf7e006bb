"""How long the file of a matter takes: `python bench/archive.py [--documents N]`.

A matter that went the whole way (its letters, a service receipt), with PDFs of three pages and
phone photos of twelve million points until there are N documents, as one PDF: seconds, pages, MB,
and the ratio to copying the same pages with no cover, catalogue, stamps or outline.
Aim: 60 documents in 5 s or less.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

from _common import Report, arguments, installation

AIM = 5.0


def main() -> None:
    """Measure, cold (fonts are loaded) and warm."""
    given = arguments(__doc__, documents=(60, "documents of the matter"))
    count = 20 if given.small else given.documents
    report = Report(given.json)
    with installation():
        measure(count, report)
    report.close()


def measure(count: int, report: Report) -> None:
    """Make the matter, then its file three times."""
    from huiyin.archive.bundle import bundle
    from huiyin.matters.models import File

    report.note(f"a matter with {count} documents …")
    matter, actor = matter_with(count)
    files = list(File.objects.filter(matter=matter).order_by("seq"))
    cold, pdf = timed(lambda: bundle(matter, actor))
    warm = min(timed(lambda: bundle(matter, actor))[0] for _attempt in range(3))
    plain = min(timed(lambda: copied(files))[0] for _attempt in range(3))
    pages = page_count(pdf)
    report.add(
        "bundle", documents=len(files) + 1, pages=pages, megabytes=len(pdf) / 1e6, cold_s=cold,
        warm_s=warm, ratio_to_copying=warm / plain,
    )  # fmt: skip
    verdict = "ok" if cold <= AIM * max(1, count / 60) else "TOO SLOW"
    report.note(f"aim {AIM:.0f} s for 60 documents: {verdict}")


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came out."""
    start = time.perf_counter()
    made = work()
    return time.perf_counter() - start, made


def matter_with(count: int) -> tuple[Any, Any]:
    """A matter that was answered and archived, with uploads up to `count` documents."""
    from huiyin.matters.models import File
    from huiyin.matters.testing import Walk
    from huiyin.people.testing import make_cast

    cast = make_cast(None)
    walk = Walk(cast)
    uploads = list(papers(count - 5))
    for start in range(0, len(uploads), 20):
        batch = {"files": uploads[start : start + 20]}
        walk.act("supplement", "office.window", 0, {"text": "补充材料"}, uploads=batch)
    walk.to_archive()
    assert File.objects.filter(matter=walk.pk).count() + 1 >= count
    return walk.matter, cast.actor("town.handler")


def papers(count: int) -> Iterator[object]:
    """PDFs and photos in turn; each photo is another, so that nothing is shared."""
    from huiyin.archive.tests.papers import pdf_of
    from huiyin.matters.files import Upload

    for number in range(count):
        if number % 2:
            yield Upload(f"现场照片{number}.jpg", photo(number))
        else:
            yield Upload(f"证明材料{number}.pdf", pdf_of(3, size=(595, 842 - number)))


def photo(number: int) -> bytes:
    """A JPEG of 4000 × 3000 points with the texture of a photo."""
    from PIL import Image

    grain = Image.effect_noise((500, 375), 40 + number).resize((4000, 3000)).convert("RGB")
    out = BytesIO()
    grain.save(out, "JPEG", quality=88)
    return out.getvalue()


def copied(files: Sequence[Any]) -> bytes:
    """The same documents one after another, and nothing else."""
    from contextlib import ExitStack

    import pikepdf

    from huiyin.archive.bundle.papers import paper

    with ExitStack() as stack, pikepdf.new() as target:
        for file in files:
            target.pages.extend(paper(file, stack).pages)
        out = BytesIO()
        target.save(out)
        return out.getvalue()


def page_count(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


if __name__ == "__main__":
    main()
