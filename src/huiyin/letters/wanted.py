"""Which facts a wording names: nothing else is read, and no personal data else is opened."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.letters.wording import Wording, alternatives


class Wanted:
    """Dotted names of facts; a row of a list has the name of its list (`requests.request`)."""

    def __init__(self, names: Iterable[str]) -> None:
        paths = {tuple(name.replace("[]", "").split(".")) for name in names}
        answers = {("act", *path) for path in paths if path[0] == "requests"}
        self._paths = frozenset(paths | answers)

    @classmethod
    def by(cls, rule: Wording) -> Wanted:
        """What this wording requires or may use."""
        required = (name for names in rule.requires for name in alternatives(names))
        return cls((*required, *rule.optional))

    def under(self, *path: str) -> frozenset[str]:
        """The names that stand one step below `path`."""
        depth = len(path)
        return frozenset(
            one[depth] for one in self._paths if len(one) > depth and one[:depth] == path
        )

    def has(self, *path: str) -> bool:
        """Whether `path`, or anything in it, is named."""
        return any(one[: len(path)] == path for one in self._paths)

    def words_of(self, *path: str) -> frozenset[str]:
        """Endings of what is named of a field besides its value: `name` for `ground_name`."""
        *above, field = path
        start = f"{field}_"
        names = self.under(*above)
        return frozenset(name.removeprefix(start) for name in names if name.startswith(start))
