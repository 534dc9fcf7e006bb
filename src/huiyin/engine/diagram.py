"""The states of a process as a Mermaid flowchart that a person can read."""

from __future__ import annotations

from collections.abc import Iterator

from huiyin.engine.definition import BACK, NEW, Process

_STYLES = {
    "intake": "fill:#eef4fb,stroke:#4a6fa5",
    "accept": "fill:#eef4fb,stroke:#4a6fa5",
    "handle": "fill:#fff6e0,stroke:#b07d10",
    "review": "fill:#f3ecfa,stroke:#7b4fa3",
    "closed": "fill:#eaf6ec,stroke:#3d8b50",
    "in_force": "fill:#e3f4f4,stroke:#2f7f86",
    "final": "fill:#dddddd,stroke:#555555",
}


def mermaid(process: Process, language: str = "zh") -> str:
    """Mermaid text: states as boxes (with the acts that stay there), acts as arrows with their law,
    doors to later processes dashed."""
    title = f"{process.name.say(language)} · {process.version}"
    lines = ["---", f"title: {title}", "---", "flowchart TD", f"  {NEW}((( )))"]
    lines += [
        f'  {key}["{_box(process, key, language)}"]:::{state.phase}'
        for key, state in process.states.items()
    ]
    lines += _arrows(process, language)
    lines += _doors(process, language)
    lines += [f"  classDef {phase} {style},color:#222" for phase, style in _STYLES.items()]
    return "\n".join(lines) + "\n"


def _box(process: Process, key: str, language: str) -> str:
    """The state's name, and below it the acts that lead nowhere else."""
    name = _safe(process.states[key].say(language))
    staying = [
        act.name.say(language)
        for act in process.acts.values()
        if key in act.from_states and act.to in (None, key)
    ]
    comma = ", " if language == "en" else "、"
    return f"{name}<br/>· {_safe(comma.join(staying))}" if staying else name


def _arrows(process: Process, language: str) -> Iterator[str]:
    """One arrow for each pair of states, with every act that leads that way."""
    labels: dict[tuple[str, str], list[str]] = {}
    for act in process.acts.values():
        for state in act.from_states:
            if act.to is not None and act.to not in (state, BACK) and not act.becomes:
                law = f"<br/>（{_safe(act.law)}）" if act.law else ""
                labels.setdefault((state, act.to), []).append(_safe(act.name.say(language)) + law)
    for (state, to), acts in labels.items():
        yield f'  {state} -->|"{"<br/>".join(acts)}"| {to}'


def _doors(process: Process, language: str) -> Iterator[str]:
    for key, door in process.doors.items():
        yield f'  door_{key}(["{_safe(door.say(language))}"])'
        for state in door.from_states:
            yield f'  {state} -.->|"{_safe(door.law)}"| door_{key}'


def _safe(text: str) -> str:
    """Text inside a quoted Mermaid label."""
    return (
        text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    )
