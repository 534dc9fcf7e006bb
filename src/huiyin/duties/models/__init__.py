"""Tables of duties."""

from huiyin.duties.models.duty import Duty
from huiyin.duties.models.expert import Expert, Pool
from huiyin.duties.models.feed import Feed
from huiyin.duties.models.looked import Looked
from huiyin.duties.models.responsibility import Responsibility
from huiyin.duties.models.rota import Rota, Shift, Swap

__all__ = ["Duty", "Expert", "Feed", "Looked", "Pool", "Responsibility", "Rota", "Shift", "Swap"]
