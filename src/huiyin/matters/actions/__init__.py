"""The one door through which a matter changes: `register` creates one, `perform` moves one."""

from huiyin.matters.actions.door import perform, register

__all__ = ["perform", "register"]
