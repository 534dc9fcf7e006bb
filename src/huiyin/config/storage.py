"""Where files live: matter files in a folder or on S3, static files beside them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from huiyin.config.env import Env, SettingError


def storages(env: Env) -> dict[str, dict[str, Any]]:
    """Django's STORAGES: ``default`` and ``files`` are the same place, ``staticfiles`` is ours."""
    files = _files(env)
    return {
        "default": files,
        "files": files,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }


def _files(env: Env) -> dict[str, Any]:
    if "://" not in env.HUIYIN_FILES:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": env.files,
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        }
    place = urlsplit(env.HUIYIN_FILES)
    if place.scheme != "s3" or not place.netloc:
        raise SettingError("HUIYIN_FILES must be a folder or s3://bucket/prefix.")
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": place.netloc,
            "location": place.path.strip("/"),
            "file_overwrite": False,
            "default_acl": None,
        },
    }
