"""Pictures of the README from the demo county: `python tools/screenshots.py [URL] [--to FOLDER]`.

Start `huiyin up` first and let the demo county fill. Needs the packages of requirements-dev.lock
and a Chromium (`tools/browser.sh` finds or installs one).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.config.settings")
django.setup()

from huiyin.demo import county  # noqa: E402 - models need the set-up

ROOT = Path(__file__).resolve().parents[1]
LARGEST = 300_000
WIDTH, HEIGHT = 1280, 820


@dataclass(frozen=True)
class Picture:
    """One picture: its file, who is signed in, and how to come to the page."""

    name: str
    role: str
    go: Callable[[Page], object]


def worklist(page: Page) -> None:
    """The unit's open matters."""
    page.goto("/")


def matter(page: Page) -> None:
    """A matter that is being handled, with the reason of its due date."""
    page.goto("/")
    row = page.locator(":is(li, tr):has(a[href*='/matters/'])").filter(has_text="办理中").first
    row.locator("a[href*='/matters/']").first.click()
    page.locator("aside summary, details > summary").first.click()


PICTURES = (
    Picture("worklist", "dispatcher", worklist),
    Picture("matter", "handler", matter),
)


def main() -> int:
    """Take every picture; 1 when one is too large for the repository."""
    parser = argparse.ArgumentParser(description="Take the pictures of the README.")
    parser.add_argument("url", nargs="?", default="http://127.0.0.1:8000")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "images")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    take(given.url, given.to)
    large = [p for p in given.to.glob("*.png") if p.stat().st_size > LARGEST]
    sys.stderr.write("".join(f"{path}: more than {LARGEST:,} bytes\n" for path in large))
    return 1 if large else 0


def take(url: str, folder: Path) -> None:
    """Sign in as each role and write its pictures into `folder`."""
    sign_ins = {str(one.role): one for one in county.sign_ins()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for picture in PICTURES:
            context = browser.new_context(
                base_url=url, locale="zh-CN", viewport={"width": WIDTH, "height": HEIGHT}
            )
            page = context.new_page()
            sign_in(page, sign_ins[picture.role])
            picture.go(page)
            page.screenshot(path=folder / f"{picture.name}.png", animations="disabled")
            context.close()
        browser.close()


def sign_in(page: Page, who: county.SignIn) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/login/")
    page.fill("input[name=username]", who.username)
    page.fill("input[name=password]", who.password)
    page.click("main button")
    page.wait_for_url(lambda address: "/login/" not in address)


def chromium() -> str:
    """Path of the browser."""
    if named := os.environ.get("HUIYIN_CHROMIUM"):
        return named
    command = ["sh", str(ROOT / "tools" / "browser.sh")]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
