"""``huiyin live``: a small process beside the web server that tells open pages what changes."""

from __future__ import annotations

import argparse
import os
import sys


def main(argv: list[str]) -> int:
    """Serve until stopped. Replaces this process, so that signals reach the server."""
    parser = argparse.ArgumentParser(prog="huiyin live", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8001, help="port (8001)")
    given = parser.parse_args(argv)
    words = command(given.host, given.port)
    os.execv(words[0], words)  # noqa: S606 -- our own interpreter with fixed words


def command(host: str, port: int) -> list[str]:
    """The command of the server: one process, one event loop."""
    return [
        sys.executable, "-m", "granian", "huiyin.live.asgi:application", "--interface=asgi",
        "--no-ws", f"--host={host}", f"--port={port}", "--workers=1", "--respawn-failed-workers",
        "--backpressure=20000", "--log-level=warning",
    ]  # fmt: skip
