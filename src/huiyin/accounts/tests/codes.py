"""Six digits of an authenticator app, computed here once more from RFC 6238."""

from __future__ import annotations

import base64
import hmac
import struct
import time

STEP = 30


def code(secret: str, *, steps: int = 0) -> str:
    """The code of the secret (base32), now or some half minutes later."""
    counter = int(time.time()) // STEP + steps
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), "sha1").digest()
    at = digest[19] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def not_a_code(secret: str) -> str:
    """Six digits that no step nearby shows."""
    near = {code(secret, steps=steps) for steps in range(-3, 4)}
    return next(six for six in map("{:06}".format, range(9)) if six not in near)
