"""The states of a process as a graph: where acts lead, and what can be reached from where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from huiyin.engine.definition import BACK, NEW, Act, Process


class Graph:
    """Moves between states. Acts without `to` stay where they are; unknown states are left out.
    A matter that `becomes` another process leaves this one; `back` may lead to wherever the state
    was entered from."""

    def __init__(self, process: Process) -> None:
        self.states = {NEW, *process.states}
        self.moves: Mapping[str, list[tuple[str, str]]] = {state: [] for state in self.states}
        for key, act in process.acts.items():
            for state in act.from_states:
                for to in self._targets(process, state, act):
                    if state in self.states and to in self.states:
                        self.moves[state].append((key, to))
        self.left = {
            state for act in process.acts.values() if act.becomes for state in act.from_states
        }
        """States from which a matter can leave for another process."""
        self.reached = self.reachable([NEW])

    @staticmethod
    def _targets(process: Process, state: str, act: Act) -> list[str]:
        if act.becomes:
            return []
        if act.to != BACK:
            return [act.to or state]
        return sorted(
            {
                start
                for other in process.acts.values()
                if other.to == state
                for start in other.from_states
                if start != NEW
            }
        )

    def exits(self, state: str) -> list[str]:
        """Acts that lead to another state."""
        return [act for act, to in self.moves[state] if to != state]

    def reachable(self, starts: Iterable[str], without: Iterable[str] = ()) -> set[str]:
        """States that can be reached from `starts` (themselves included), some acts left out."""
        barred, seen, todo = set(without), set[str](), [s for s in starts if s in self.states]
        while todo:
            state = todo.pop()
            if state not in seen:
                seen.add(state)
                todo += [to for act, to in self.moves[state] if act not in barred]
        return seen

    def after(self, acts: Iterable[str]) -> Iterator[str]:
        """States in which a matter can be just after one of `acts`."""
        wanted = set(acts)
        for state in self.reached:
            yield from (to for act, to in self.moves[state] if act in wanted)

    def can(self, state: str, acts: Iterable[str]) -> bool:
        """Whether one of `acts` can still be done from `state` on."""
        wanted = set(acts)
        return any(
            act in wanted for reached in self.reachable([state]) for act, _ in self.moves[reached]
        )
