"""Somebody with a keyboard and no mouse: every stop of the focus is named and must be seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext, override

from .person import Person
from .test_design import RING

MOST = 90
"""So many tabs are enough to come to anything on a page."""
FOCUSED = "document.activeElement.id"
SELECTED = "document.activeElement.selectedOptions[0].label"


def words(msgid: str, language: str = "zh-hans") -> str:
    """What the page says for this English sentence."""
    with override(language):
        return gettext(msgid)


@dataclass(frozen=True)
class Stop:
    """Where the focus is, as assistive technology is told."""

    role: str
    name: str

    def fits(self, name: str, role: str) -> bool:
        return self.name.startswith(name) and role in ("", self.role)


class Hands:
    """One person's keyboard; pages come and go under it."""

    def __init__(self, one: Person) -> None:
        self.one, self.page, self.keyboard = one, one.page, one.page.keyboard
        self.devtools = one.page.context.new_cdp_session(one.page)

    @property
    def stop(self) -> Stop:
        """The focused element, by the browser's own accessibility tree."""
        asked = {"expression": "document.activeElement"}
        found = self.devtools.send("Runtime.evaluate", asked)["result"]["objectId"]
        query = {"objectId": found, "fetchRelatives": False}
        node = self.devtools.send("Accessibility.getPartialAXTree", query)["nodes"][0]
        said = {key: node.get(key, {}).get("value", "") for key in ("role", "name")}
        return Stop(said["role"], " ".join(said["name"].split()))

    def press(self, *keys: str) -> Self:
        for key in keys:
            self.keyboard.press(key)
        return self

    def tab(self, *, back: bool = False) -> Stop:
        """One stop on; it must be seen where the focus is. After the last stop the focus leaves
        the page, and the next one is its first."""
        self.press("Shift+Tab" if back else "Tab")
        stop = self.stop
        is_out = self.page.evaluate("document.activeElement === document.body")
        assert is_out or stop.name, f"{stop} of {self.page.url} has no name"
        assert is_out or self.page.evaluate(RING), f"no ring around {stop} of {self.page.url}"
        return stop

    def tab_to(self, name: str, role: str = "", *, back: bool = False) -> Self:
        """On to what is called so (or begins so), at most `MOST` stops away."""
        seen: list[Stop] = []
        while len(seen) < MOST:
            seen.append(self.tab(back=back))
            if seen[-1].fits(name, role):
                return self
        raise AssertionError(f"{role} {name!r} is not among the stops of {self.page.url}: {seen}")

    def skip(self) -> Self:
        """The first stop of every page leads past its head and menu. An answer to a form keeps
        the `#main` of the form's address: then the focus is there already."""
        if self.page.evaluate(FOCUSED) != "main":
            stop = self.tab()
            leads = stop.fits(words("Skip to the content"), "link")
            assert leads, f"{self.page.url} begins at {stop}"
            self.jump()
        assert self.page.evaluate(FOCUSED) == "main"
        return self

    def jump(self) -> None:
        """Follow the focused link to a place of the same page."""
        with self.page.expect_navigation():
            self.press("Enter")

    @contextmanager
    def _going(self) -> Iterator[None]:
        with self.page.expect_navigation():
            yield
        self.one.look()

    def enter(self, name: str = "", role: str = "") -> Self:
        """Go to a link or button, press it, and look at the page it leads to."""
        if name:
            self.tab_to(name, role)
        with self._going():
            self.press("Enter")
        return self

    def type(self, text: str) -> Self:
        self.keyboard.type(text)
        return self

    def write(self, label: str, text: str, *, back: bool = False) -> Self:
        """Into the field called so."""
        self.tab_to(label, "textbox", back=back)
        self.type(text)
        assert self.page.evaluate("document.activeElement.value").endswith(text)
        return self

    def choose(self, label: str, wanted: str) -> Self:
        """An option of a list that drops down, by the arrow key."""
        self.tab_to(label, "combobox")
        for _ in range(MOST):
            if self.page.evaluate(SELECTED).startswith(wanted):
                return self
            self.press("ArrowDown")
        raise AssertionError(f"{wanted!r} is no option of {label!r}")

    def pick(self, first: str, wanted: str = "") -> Self:
        """A radio button of the group whose first one is called `first`: Space takes it, the arrow
        keys go on to the others."""
        self.tab_to(first, "radio")
        self.press("Space")
        for _ in range(MOST):
            if self.stop.fits(wanted or first, "radio"):
                assert self.page.evaluate("document.activeElement.checked")
                return self
            self.press("ArrowDown")
        raise AssertionError(f"{wanted!r} does not follow {first!r}")

    def date(self, label: str) -> Self:
        """The first of January of this year: up in each part, whatever their order."""
        self.tab_to(label)
        for _ in range(3):
            self.press("ArrowUp", "ArrowRight")
        assert self.page.evaluate("document.activeElement.value").endswith("-01-01")
        return self

    def refused(self, button: str) -> Self:
        """Send a form that is not right: the focus is on the summary of what is wrong, and its
        first link leads to the first wrong field."""
        self.enter(button, "button")
        assert self.page.evaluate("document.activeElement.matches('.summary')")
        assert self.tab().role == "link"
        self.jump()
        return self
