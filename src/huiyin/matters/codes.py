"""The access code that, with the number, opens a matter to its resident."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from huiyin.common.ids import access_code


def code_of(matter_id: UUID) -> str:
    """Eight characters computed from the installation's key: nothing is stored."""
    return access_code(bytes(settings.ACCESS_CODE_KEY), matter_id)
