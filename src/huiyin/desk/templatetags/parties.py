"""What part a person has in a matter, in words."""

from __future__ import annotations

from django import template

from huiyin.engine.definition import Process
from huiyin.matters.models import Party
from huiyin.ui.sentences import say

register = template.Library()


@register.filter
def part_in(party: Party, process: Process) -> str:
    """As the form that named the person calls them (信访人、当事人、联名人)."""
    forms = (act.form for act in process.acts.values())
    named = next((form[party.role] for form in forms if party.role in form), None)
    return say(named) if named else party.get_role_display()
