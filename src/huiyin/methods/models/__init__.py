"""Tables of drafts and publications."""

from huiyin.methods.models.draft import Action, Draft, DraftStep, Status
from huiyin.methods.models.publication import Publication

__all__ = ["Action", "Draft", "DraftStep", "Publication", "Status"]
