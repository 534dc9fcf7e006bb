"""The design language in a real browser: axe, overflow, focus, large type, menus, one sending."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, Request, Route

from .person import Person
from .test_every_face import in_language

pytestmark = pytest.mark.e2e

LOOKS = (
    ("zh-hans", "light", False),
    ("zh-hans", "dark", True),
    ("en", "dark", False),
    ("en", "light", True),
)
"""Language, colours, large type: every pair of two is seen once."""
PRESSED = (
    "button:not(.unseen), .button, .acts a, .doors a, .tabs a, .views a, .rail a, .choices label,"
    " .tick, summary, select, textarea, input:not([type=checkbox]):not([type=radio])"
    ":not([type=hidden])"
)
TOO_LOW = """([selector, least]) => [...document.querySelectorAll(selector)]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < least - .5)
    .map(e => `${e.tagName}.${e.className} ${e.getBoundingClientRect().height}`)"""
TOO_SMALL = """least => {
  const found = new Set(), walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    const of = node.parentElement;
    if (!node.data.trim() || of.closest('.unseen, option, script')) continue;
    if (!of.checkVisibility()) continue;
    const size = parseFloat(getComputedStyle(of).fontSize);
    if (size < least) found.add(`${of.tagName}.${of.className} ${size}`);
  }
  return [...found];
}"""
RING = """() => {
  const rings = ['', '::after'].map(part => getComputedStyle(document.activeElement, part || null));
  const label = document.activeElement.closest('label');
  if (label) rings.push(getComputedStyle(label));
  return rings.some(style => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
}"""
MOVED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done(sum), 300);
})"""


def switch_type(one: Person, *, large: bool) -> None:
    """By the switch of the residents' shell; the cookie holds for every page of this browser."""
    one.open("/follow/")
    is_large = one.page.locator("html.large").count() == 1
    if is_large != large:
        one.page.locator("button[name=large]").click()
        one.look()
    assert one.page.locator("html.large").count() == int(large)


@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_every_component_in_every_look(visitor: Any, screen: str):
    one = visitor(screen)
    for language, colours, large in LOOKS:
        one.page.emulate_media(color_scheme=colours)
        switch_type(one, large=large)
        in_language(one, language).open("/ui/")
        assert one.page.locator("html.large").count() == int(large)
        assert one.page.evaluate(TOO_LOW, [PRESSED, 60 if large else 44]) == []
        assert one.page.evaluate(TOO_SMALL, 18 if large else 13) == []
        assert one.page.evaluate(MOVED) < 0.01


def test_in_large_type_every_target_of_the_desk_is_60_px_high(person: Any, cast: Any):
    one = person("office.window", "phone").open("/")
    one.page.locator(".pop > summary").click()
    one.page.locator("button[name=large]").click()
    for path in ("/", "/register/?channel=visit"):
        one.open(path)
        assert one.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 18
        assert one.page.evaluate(TOO_LOW, [PRESSED, 60]) == []
        assert one.page.evaluate(TOO_SMALL, 18) == []
    cast.accounts["office.window"].refresh_from_db()
    assert cast.accounts["office.window"].large_type


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_the_menu_of_a_phone(person: Any, has_script: bool):
    one = person("office.window", "phone", java_script_enabled=has_script).open("/")
    lines = one.page.locator(".rail a")
    assert not lines.first.is_visible()
    one.page.locator(".menu > summary").click()
    assert lines.first.is_visible()
    one.look()
    if has_script:
        one.page.keyboard.press("Escape")
        assert not lines.first.is_visible()
        one.page.locator(".menu > summary").click()
    lines.nth(1).click()
    assert one.page.url.endswith("/register/")
    one.page.locator(".pop > summary").click()
    one.page.locator(".panel form[action='/logout/'] button").click()
    assert "/login/" in one.page.url


def tab_through(page: Page, steps: int) -> None:
    for _ in range(steps):
        page.keyboard.press("Tab")
        where = page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(RING), where


def test_the_focus_is_always_seen(person: Any, visitor: Any, cast: Any):
    tab_through(visitor("desk").open("/ui/").page, 60)
    tab_through(person("office.window").open("/").page, 12)


def test_a_refused_form_puts_the_focus_on_what_is_wrong(visitor: Any, transactional_db: Any):
    cache.clear()
    one = visitor("phone").open("/follow/")
    one.fill({"number": "26-000042-7", "code": "00000000"}).send()
    assert one.page.evaluate("document.activeElement.matches('.summary')")


def test_two_presses_send_once(visitor: Any, transactional_db: Any):
    cache.clear()
    page = visitor().open("/follow/").page
    sent: list[Request] = []

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request)
        route.continue_()

    page.route("**/follow/", slowly)
    page.locator("[name=number]").fill("26-000042-7")
    page.evaluate(
        "() => { const b = document.querySelector('main form button'); b.click(); b.click(); }"
    )
    page.wait_for_selector(".summary")
    assert len(sent) == 1
