"""A form that asks nothing but to be sure."""

from __future__ import annotations

from django.forms import Form


class NothingForm(Form):
    """No field."""
