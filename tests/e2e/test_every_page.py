"""Every page that the table of addresses gives to somebody, in a browser: axe finds nothing,
nothing is wider than the screen, nothing moves while it loads, and a first visit is small.

The pages come from `url_matrix.yaml`, so a new address is examined without being named here.
Figures are the browser's own: layout shifts as it observed them, bodies as it received them
(packed where the server packs them: static files at set-up, pages as they are sent).
`HUIYIN_SCREENS=FOLDER` keeps a picture of every page.
"""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, Response
from ruamel.yaml import YAML
from tests.invariants.url_requests import FIXED, QUERIES, Scenario, scenario

from huiyin.matters.codes import code_of
from huiyin.matters.models import Matter
from huiyin.people.testing import Cast

from .conftest import WIDTHS, begin_session

pytestmark = pytest.mark.e2e

MATRIX = Path(__file__).parents[1] / "invariants" / "url_matrix.yaml"
MOST_BYTES = 100_000
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 120);
})"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
VISITS = [("phone", "zh-hans"), ("desk", "zh-hans"), ("phone", "en"), ("desk", "en")]
"""Each page is seen in two of these: its place in the table decides which."""
FOLLOWED = re.compile(r"^follow/")


def pages() -> list[tuple[str, str]]:
    """Route and who opens it: the first that the table answers with 200."""
    rows = YAML(typ="safe").load(MATRIX)
    found = []
    for route, row in sorted(rows.items()):
        callers = row["get"].get(200)
        if route.startswith("api/") or callers is None:
            continue
        usual = "anonymous" if FOLLOWED.match(route) else "office.dispatcher"
        found.append((route, usual if callers == "rest" else callers[0]))
    return found


@dataclass
class Visit:
    """One page in one browser: what it weighs and what is wrong with it."""

    page: Page
    bodies: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.page.on("response", self._received)

    def _received(self, response: Response) -> None:
        kind = response.request.resource_type
        if kind in {"image", "font", "media", "eventsource"} or response.status != 200:
            return
        body = response.body()
        is_packed = "/static/" in response.url or "gzip" in response.headers.values()
        packed = gzip.compress(body, 6) if is_packed else body
        self.bodies[response.url] = min(len(packed), len(body))

    def faults(self, address: str) -> Iterator[str]:
        answer = self.page.goto(address)
        assert answer is not None
        if answer.status != 200:
            yield f"status {answer.status}"
            return
        if answer.request.redirected_from:
            yield f"led to {self.page.url}"
            return
        if (wide := self.page.evaluate(OVERFLOW)) > 0:
            yield f"{wide} px wider than the screen"
        if (moved := self.page.evaluate(SHIFTS)) > 0.02:
            yield f"layout shift {moved:.3f}"
        if (size := sum(self.bodies.values())) > MOST_BYTES:
            yield f"{size} bytes: {self.bodies}"
        found = Axe().run(self.page)
        if found.violations_count:
            yield found.generate_report()


def is_page(page_type: str) -> bool:
    return page_type.startswith("text/html")


@pytest.fixture
def scene(cast: Cast) -> Scenario:
    cache.clear()
    return scenario(cast)


def test_every_page_is_in_order(cast: Cast, scene: Scenario, browsing: Any, live_server: Any):
    walk(0, cast, scene, browsing, live_server)


def walk(half: int, cast: Cast, scene: Scenario, browsing: Any, live_server: Any) -> None:
    """Every second page, from the first or the second on: two files, so that they run beside one
    another (the other half is `test_every_other_page`)."""
    open_page = _opener(cast, browsing, live_server)
    wrong, seen = [], 0
    for place, (route, who) in enumerate(pages()[half::2]):
        address = (
            "/"
            + scene.fill(FIXED.get(route, route))
            + QUERIES.get(route, "").format_map(scene.values)
        )
        for screen, language in (VISITS[place % 2], VISITS[3 - place % 2]):
            visit = open_page(who, screen, language, scene if FOLLOWED.match(route) else None)
            if not _is_html(visit.page, live_server.url + address):
                break
            faults = list(visit.faults(address))
            seen += 1
            wrong += [f"{address} as {who}, {screen}, {language}: {fault}" for fault in faults]
            _keep(visit.page, f"{route}-{screen}-{language}")
            visit.page.context.close()
    assert seen > 75
    assert not wrong, "\n\n".join(wrong)


def _is_html(page: Page, url: str) -> bool:
    """Downloads are no pages."""
    answer = page.context.request.get(url, max_redirects=0)
    return is_page(answer.headers.get("content-type", ""))


def _opener(cast: Cast, browsing: Any, live_server: Any) -> Callable[..., Visit]:
    sessions = {name: begin_session(account) for name, account in cast.accounts.items()}

    def open_page(who: str, screen: str, language: str, follows: Scenario | None) -> Visit:
        assert screen in WIDTHS
        context = browsing(screen)
        cookies = [{"name": "django_language", "value": language, "url": live_server.url}]
        if who != "anonymous":
            session = {"name": "sessionid", "value": sessions[who], "url": live_server.url}
            cookies.append(session)
        context.add_cookies(cookies)
        page = context.new_page()
        if follows:
            _open_matter(page, follows)
        return Visit(page)

    return open_page


def _open_matter(page: Page, scene: Scenario) -> None:
    """As the resident who has the receipt."""
    matter = Matter.objects.get(number=scene.values["number"])
    page.goto("/follow/")
    page.fill("main [name=number]", matter.number)
    page.fill("main [name=code]", code_of(matter.pk))
    page.locator("main form.form button:not(.quiet)").first.click()


def _keep(page: Page, name: str) -> None:
    folder = os.environ.get("HUIYIN_SCREENS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-")
        page.screenshot(path=Path(folder) / f"{plain}.png", full_page=True)
