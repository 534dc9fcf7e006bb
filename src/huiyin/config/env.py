"""Every environment variable Huiyin reads, with its meaning.

A secret may also be given as a file: ``HUIYIN_SECRET_KEY_FILE=/run/secrets/key``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path


class SettingError(ValueError):
    """A variable of the environment is wrong; the message says which and why."""


def _about(text: str, default: str = "") -> str:
    """Give a field its variable's default and meaning."""
    value: str = field(default=default, metadata={"help": text})
    return value


@dataclass(frozen=True)
class Env:
    """The environment as text, one field per variable; properties turn text into values."""

    HUIYIN_HOME: str = _about(
        "Folder of the embedded database, matter files and keys. Default: /var/lib/huiyin for "
        "root, else $XDG_STATE_HOME/huiyin or ~/.local/state/huiyin."
    )
    DATABASE_URL: str = _about(
        "A PostgreSQL server (16 or newer): postgresql://user:password@host:5432/name. "
        "Empty: the embedded one."
    )
    HUIYIN_SECRET_KEY: str = _about(
        "Key that signs sessions. Empty: a key file made once in HUIYIN_HOME/keys."
    )
    HUIYIN_VAULT_KEYS: str = _about(
        "Keys of the residents' vault, the current one first: id:base64,id:base64 (32 bytes each, "
        "ids of 8 hexadecimal digits). Empty: a key file made once in HUIYIN_HOME/keys."
    )
    HUIYIN_VAULT_INDEX_KEY: str = _about(
        "Key of the vault's search index (base64, 32 bytes); needed with HUIYIN_VAULT_KEYS, and "
        "never changed."
    )
    HUIYIN_DEBUG: str = _about("1 shows error pages to developers. Never on a server.", "0")
    HUIYIN_ALLOWED_HOSTS: str = _about(
        "Host names this installation answers to, separated by commas.", "localhost,127.0.0.1,[::1]"
    )
    HUIYIN_HTTPS: str = _about(
        "1 when people reach this installation by https only: secure cookies, HSTS, and the "
        "proxy's X-Forwarded-Proto is believed.",
        "0",
    )
    HUIYIN_FILES: str = _about(
        "Where matter files are kept: a folder, or s3://bucket/prefix (credentials and endpoint by "
        "the usual AWS_… variables). Empty: HUIYIN_HOME/files."
    )
    HUIYIN_FONTS: str = _about("Folder with an office's own fonts for letters (仿宋, 小标宋).")
    HUIYIN_TIME_ZONE: str = _about("Time zone in which days begin and end.", "Asia/Shanghai")
    HUIYIN_INSTANCE_NAME: str = _about("Name of the installation in page titles.", "回音 Huiyin")

    @cached_property
    def home(self) -> Path:
        """Absolute folder of everything this installation keeps."""
        if self.HUIYIN_HOME:
            return Path(self.HUIYIN_HOME).expanduser().absolute()
        if os.geteuid() == 0:
            return Path("/var/lib/huiyin")
        state = os.environ.get("XDG_STATE_HOME") or "~/.local/state"
        return Path(state).expanduser() / "huiyin"

    @cached_property
    def keys(self) -> Path:
        """Folder of key files, readable by this user alone."""
        return self.home / "keys"

    @property
    def files(self) -> Path:
        """Folder of matter files (not used when they are on S3)."""
        return Path(self.HUIYIN_FILES).expanduser() if self.HUIYIN_FILES else self.home / "files"

    @property
    def fonts(self) -> Path | None:
        """An office's own fonts, when it has some."""
        return Path(self.HUIYIN_FONTS).expanduser() if self.HUIYIN_FONTS else None

    @property
    def allowed_hosts(self) -> list[str]:
        """Host names, without blanks."""
        return [host.strip() for host in self.HUIYIN_ALLOWED_HOSTS.split(",") if host.strip()]

    def switch(self, name: str) -> bool:
        """Value of a yes/no variable; SettingError for anything but 0, 1, true, false, empty."""
        text = str(getattr(self, name)).strip().lower()
        if text in {"1", "true", "yes", "on"}:
            return True
        if text in {"", "0", "false", "no", "off"}:
            return False
        raise SettingError(f"{name} must be 0 or 1, not {text!r}.")


def read(environ: Mapping[str, str] | None = None) -> Env:
    """Read the environment (default: this process's). SettingError when a _FILE cannot be read."""
    source = os.environ if environ is None else environ
    given = {f.name: _value(source, f.name) for f in fields(Env)}
    return Env(**{name: value for name, value in given.items() if value is not None})


def describe() -> list[tuple[str, str, str]]:
    """Name, default and meaning of every variable, for help texts and the manual."""
    return [(f.name, str(f.default), f.metadata["help"]) for f in fields(Env)]


def _value(source: Mapping[str, str], name: str) -> str | None:
    path = source.get(f"{name}_FILE")
    if not path:
        return source.get(name)
    if source.get(name):
        raise SettingError(f"Give {name} or {name}_FILE, not both.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise SettingError(f"{name}_FILE names {path}, which cannot be read: {problem}.") from None
