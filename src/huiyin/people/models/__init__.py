"""Tables of people."""

from huiyin.people.models.absence import Absence
from huiyin.people.models.account import Account
from huiyin.people.models.change import Change
from huiyin.people.models.post import Holding, Post, Role
from huiyin.people.models.unit import Unit
from huiyin.people.vault.models import Person, Reveal

__all__ = ["Absence", "Account", "Change", "Holding", "Person", "Post", "Reveal", "Role", "Unit"]
