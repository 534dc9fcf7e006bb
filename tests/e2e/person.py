"""Somebody at a browser: opens pages, fills in forms, sends them; every page seen is examined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Locator, Response

from huiyin.people.testing import PASSWORD

AXE = Axe()
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Person:
    """One browser with one page."""

    def __init__(self, context: BrowserContext, *, has_script: bool = True) -> None:
        self.page = context.new_page()
        self.has_script = has_script
        self.faults: list[str] = []
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or response.status == 404:
            self.faults.append(f"{response.status} {response.url}")

    @property
    def text(self) -> str:
        """What is written on the page."""
        return self.page.locator("main").inner_text()

    def sign_in(self, post: str) -> Self:
        self.open("/login/")
        self.fill({"username": post, "password": PASSWORD})
        return self.send()

    def open(self, path: str) -> Self:
        self.page.goto(path)
        return self.look()

    def follow(self, name: str) -> Self:
        """Click a link of the page's content."""
        self.page.locator("main").get_by_role("link", name=name).first.click()
        return self.look()

    def press(self, button: str) -> Self:
        """Press the button with these attributes: `name=_add`, `lang=en`."""
        name, _, value = button.partition("=")
        self.page.locator(f'button[{name}="{value}"]').first.click()
        return self.look()

    def fill(self, values: Mapping[str, str]) -> Self:
        for name, value in values.items():
            self._fill(self.page.locator(f'main [name="{name}"]'), name, value)
        return self

    def _fill(self, control: Locator, name: str, value: str) -> None:
        kind = control.first.get_attribute("type")
        if kind == "radio":
            self.page.locator(f'main [name="{name}"][value="{value}"]').check()
        elif kind == "checkbox":
            control.check()
        elif control.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)  # the words of an option, or its value
        else:
            control.fill(value)

    def send(self) -> Self:
        """Send the form of the page by its own button."""
        buttons = self.page.locator("main form.form button:not(.unseen):not(.quiet)")
        buttons.first.click()
        return self.look()

    def act(self, name: str, values: Mapping[str, str] | None = None) -> Self:
        """From a matter's page: choose the act, fill in its form, send it."""
        return self.follow(name).fill(values or {}).send()

    def go(self, ending: str) -> Self:
        """Click a link of the page's content by how its address ends: the same in every
        language."""
        self.page.locator(f'main a[href$="{ending}"]').first.click()
        return self.look()

    def do(self, act: str, values: Mapping[str, str] | None = None) -> Self:
        """From a matter's page: choose the act by its key, fill in its form, send it."""
        return self.go(f"/acts/{act}/").fill(values or {}).send()

    def speak(self, language: str) -> Self:
        """Have the pages in this language (`en`, `zh-hans`), by the button if it is another."""
        if self.page.locator("html").get_attribute("lang") != language:
            self.press(f"lang={language}")
        assert self.page.locator("html").get_attribute("lang") == language
        return self

    def value(self, name: str) -> str:
        return self.page.locator(f'main [name="{name}"]').input_value()

    def look(self) -> Self:
        """Examine the page: no errors, nothing wider than the screen, nothing that axe finds."""
        self.page.wait_for_load_state()
        assert self.faults == []
        if self.has_script:
            assert self.page.evaluate(OVERFLOW) <= 0, f"{self.page.url} is wider than the screen"
            found = AXE.run(self.page)
            assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        return self
