"""Settings in words."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _

from huiyin.desk.method_words import language, value_words
from huiyin.engine.adjustable import Setting
from huiyin.engine.diff_words import LABELS
from huiyin.engine.terms import Term
from huiyin.methods import sentences

register = template.Library()


@register.filter
def value(setting: Setting) -> str:
    """The present value, as people say it."""
    if setting.form == "term":
        return value_words(Term.parse(setting.value))
    return _("offered") if setting.form == "switch" else setting.value


@register.filter
def knob(setting: Setting) -> str:
    """Which value of the thing it is: term, extension, largest, an option."""
    last = setting.path[-1]
    if setting.form == "switch":
        return _("option {key}").format(key=last)
    if "cases" in setting.path:
        return last
    name = {"in": "within", "by": "extend"}.get(last, last)
    zh, en = LABELS[name]
    return en if language() == "en" else zh


@register.filter
def confidence(code: str) -> str:
    """How sure the source is."""
    return sentences.say_confidence(code)
