"""Every environment variable Huiyin reads, with its meaning.

A secret may also be given as a file: ``HUIYIN_SECRET_KEY_FILE=/run/secrets/key``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:\{s\}\.)?[A-Za-z0-9.-]+(?::\d{1,5})?")


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
    HUIYIN_LIVE_URL: str = _about(
        "Where open pages listen for changes (`huiyin live`): /live/ behind a proxy that passes it "
        "on, :8001/live/ for another port of the same host, or a whole address. Empty: pages ask "
        "every half minute. `huiyin up` sets it by itself."
    )
    HUIYIN_LIVE_MOST: str = _about("How many pages may listen to one `huiyin live`.", "5000")
    HUIYIN_TIME_ZONE: str = _about("Time zone in which days begin and end.", "Asia/Shanghai")
    HUIYIN_INSTANCE_NAME: str = _about("Name of the installation in page titles.", "回音 Huiyin")

    HUIYIN_TILES: str = _about(
        "Address of map tiles for the residents' map, such as "
        "https://tiles.example/{z}/{x}/{y}.png. Empty: a plain map with the names of the places."
    )
    HUIYIN_TILES_GCJ02: str = _about(
        "1 when these tiles are drawn in GCJ-02, as those of Chinese map services are.", "0"
    )
    HUIYIN_PROXIES: str = _about(
        "How many proxies stand before this installation; each adds the address that it saw to "
        "X-Forwarded-For. Wrong passwords are counted by that address.",
        "0",
    )
    HUIYIN_MFA_ROLES: str = _about(
        "Roles that need a second factor to sign in, separated by commas. Recommended: "
        "admin,auditor."
    )
    HUIYIN_OIDC_ISSUER: str = _about(
        "Address of the office's own sign-in (OpenID Connect), https. Empty: none."
    )
    HUIYIN_OIDC_CLIENT_ID: str = _about("What this installation is called there.")
    HUIYIN_OIDC_SECRET: str = _about("The secret that proves this installation to it.")
    HUIYIN_OIDC_NAME: str = _about("What the button of the sign-in page calls it.", "OpenID")
    HUIYIN_OIDC_CLAIM: str = _about(
        "The claim that names the account at the first sign-in; nobody may be able to choose it "
        "there.",
        "preferred_username",
    )
    HUIYIN_OIDC_CREATES: str = _about("1 makes an account for whoever has none yet.", "0")
    HUIYIN_OIDC_ROLES: str = _about("A YAML file: which claim opens which post. Empty: none.")

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

    @property
    def tiles_host(self) -> str:
        """Scheme and host of the map tiles for the content security policy, empty without any;
        SettingError for what is no address."""
        if not self.HUIYIN_TILES:
            return ""
        place = urlsplit(self.HUIYIN_TILES)
        if place.scheme not in {"http", "https"} or not _HOST.fullmatch(place.netloc):
            raise SettingError("HUIYIN_TILES must look like https://host/{z}/{x}/{y}.png.")
        return f"{place.scheme}://{place.netloc.replace('{s}', '*')}"

    @property
    def proxies(self) -> int:
        """How many proxies stand before; SettingError for anything but a number."""
        if not self.HUIYIN_PROXIES.strip().isdecimal():
            raise SettingError(f"HUIYIN_PROXIES must be a number, not {self.HUIYIN_PROXIES!r}.")
        return int(self.HUIYIN_PROXIES)

    @property
    def mfa_roles(self) -> frozenset[str]:
        """Roles that need a second factor."""
        return frozenset(filter(None, map(str.strip, self.HUIYIN_MFA_ROLES.split(","))))

    @property
    def oidc_roles(self) -> Path | None:
        """The file that maps claims to posts, when there is one."""
        return Path(self.HUIYIN_OIDC_ROLES).expanduser() if self.HUIYIN_OIDC_ROLES else None

    @property
    def oidc_providers(self) -> dict[str, Any]:
        """The office's own sign-in as allauth reads it, empty without one; SettingError when it
        is not protected by https on its way (another process of this machine may be)."""
        issuer = self.HUIYIN_OIDC_ISSUER.strip()
        if not issuer:
            return {}
        at = urlsplit(issuer)
        if at.scheme != "https" and at.hostname not in {"127.0.0.1", "localhost"}:
            raise SettingError(f"HUIYIN_OIDC_ISSUER must begin with https://, not {issuer!r}.")
        if not self.HUIYIN_OIDC_CLIENT_ID:
            raise SettingError("HUIYIN_OIDC_ISSUER needs HUIYIN_OIDC_CLIENT_ID.")
        app = {
            "provider_id": "office",
            "name": self.HUIYIN_OIDC_NAME,
            "client_id": self.HUIYIN_OIDC_CLIENT_ID,
            "secret": self.HUIYIN_OIDC_SECRET,
            "settings": {"server_url": issuer},
        }
        return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

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
