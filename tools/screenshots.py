"""Pictures of README and guides from a demo county: `python tools/screenshots.py [URL]`.

Without an address it starts a county of its own in a temporary folder, waits until it is filled,
and stops it afterwards. Needs the packages of requirements-dev.lock and a Chromium
(`tools/browser.sh` finds or installs one). Run it after a change of pages: `make pictures`.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
django.setup()

from huiyin.demo import county  # noqa: E402 - models need the set-up

ROOT = Path(__file__).resolve().parents[1]
README, GUIDE = ROOT / "docs" / "images", ROOT / "docs" / "guide" / "images"
LARGEST = 300_000
WIDTH, HEIGHT = 1280, 820
PATIENCE = 120.0  # seconds until the first page
HUIYIN = [sys.executable, "-m", "huiyin"]


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who is signed in ("" for a resident), how to come to the page."""

    file: Path
    role: str
    go: Callable[[Page], object]


def at(address: str) -> Callable[[Page], object]:
    """Just that page."""
    return lambda page: page.goto(address)


def matter(page: Page) -> None:
    """A matter that is being handled, with the reason of its due date."""
    page.goto("/")
    row = page.locator("ol.matters > li").filter(has_text="办理中").first
    row.locator("a.title").click()
    page.locator("#clocks details > summary").first.click()


def letter(page: Page) -> None:
    """A form with the letter beside it."""
    page.goto("/")
    page.locator("ol.matters > li").filter(has_text="办理中").first.locator("a.title").click()
    page.locator(".acts a").filter(has_text="延期").first.click()
    page.locator("textarea").first.fill("情况复杂，需要委托专业机构检测。")
    page.wait_for_timeout(2500)


def reception(page: Page) -> None:
    """A morning at the window."""
    page.goto("/reception/")
    if (begin := page.get_by_role("button", name="开始今天的接待")).count():
        begin.click()
        for people in ("1", "3", "1", "6"):
            page.fill("input[name=people]", people)
            page.get_by_role("button", name="取号").click()
        page.get_by_role("button", name="叫下一位").click()


def simulate(page: Page) -> None:
    """A walk through the petition process."""
    page.goto("/methods/simulate/?process=national/petition@2022-05-01")


def calendar(page: Page) -> None:
    """A year as it is published."""
    page.goto("/admin/calendars/")
    page.locator("main a[href*='/admin/calendars/2026']").first.click()


PICTURES = (
    Picture(README / "worklist.png", "dispatcher", at("/")),
    Picture(README / "matter.png", "handler", matter),
    Picture(GUIDE / "worklist.png", "handler", at("/")),
    Picture(GUIDE / "matter.png", "handler", matter),
    Picture(GUIDE / "letter.png", "handler", letter),
    Picture(GUIDE / "register.png", "window", at("/register/?channel=visit")),
    Picture(GUIDE / "reception.png", "window", reception),
    Picture(GUIDE / "filters.png", "supervisor", at("/?tab=late&more=1")),
    Picture(GUIDE / "counts.png", "head", at("/counts/")),
    Picture(GUIDE / "admin.png", "admin", at("/admin/")),
    Picture(GUIDE / "calendar.png", "admin", calendar),
    Picture(GUIDE / "draft.png", "admin", at("/methods/drafts/")),
    Picture(GUIDE / "simulate.png", "admin", simulate),
)


def main() -> int:
    """Take every picture; 1 when one is too large for the repository."""
    parser = argparse.ArgumentParser(description="Take the pictures of README and guides.")
    parser.add_argument("url", nargs="?", default="")
    given = parser.parse_args()
    if given.url:
        take(given.url)
    else:
        with own_county() as url:
            take(url)
    large = [one.file for one in PICTURES if one.file.stat().st_size > LARGEST]
    sys.stderr.write("".join(f"{path}: more than {LARGEST:,} bytes\n" for path in large))
    return 1 if large else 0


@contextmanager
def own_county() -> Iterator[str]:
    """A demo county in a temporary home, filled and served; stopped when it is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="huiyin-pictures-") as home:
        Path(home).chmod(0o755)
        env = {**os.environ, "HUIYIN_HOME": f"{home}/home"}
        for words in (["migrate", "--verbosity=0"], ["demo"]):
            subprocess.run([*HUIYIN, *words], env=env, check=True)
        served = subprocess.Popen([*HUIYIN, "up", "--port", str(port)], env=env)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_for_page(served, url)
            yield url
        finally:
            served.send_signal(signal.SIGTERM)
            served.wait(60)


def wait_for_page(served: subprocess.Popen[bytes], url: str) -> None:
    """Until the first page comes."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and served.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/where/", timeout=20).close()  # noqa: S310 -- our own
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the county did not start")


def take(url: str) -> None:
    """Sign in as each role and write its pictures."""
    sign_ins = {str(one.role): one for one in county.sign_ins()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for picture in PICTURES:
            picture.file.parent.mkdir(parents=True, exist_ok=True)
            context = browser.new_context(
                base_url=url, locale="zh-CN", viewport={"width": WIDTH, "height": HEIGHT},
                reduced_motion="reduce",
            )  # fmt: skip
            page = context.new_page()
            if picture.role:
                sign_in(page, sign_ins[picture.role])
            picture.go(page)
            page.screenshot(path=picture.file, animations="disabled")
            context.close()
        browser.close()


def sign_in(page: Page, who: county.SignIn) -> None:
    """Sign in by the form, as a person does, and put the tour away."""
    page.goto("/login/")
    page.fill("input[name=username]", who.username)
    page.fill("input[name=password]", who.password)
    page.click("main form.form button:not(.quiet)")
    page.wait_for_url(lambda address: "/login/" not in address)
    if (understood := page.locator(".tour form button")).count():
        understood.first.click()


def chromium() -> str:
    """Path of the browser."""
    if named := os.environ.get("HUIYIN_CHROMIUM"):
        return named
    command = ["sh", str(ROOT / "tools" / "browser.sh")]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
