"""Packs name roles, the database keeps them: the two lists are one."""

from __future__ import annotations

from huiyin.engine.definition import Role as PackRole
from huiyin.people.models.post import Role as PostRole


def test_a_post_can_have_every_role_a_pack_can_name_and_no_other():
    assert set(PostRole.values) == {str(role) for role in PackRole} - {"resident"}
