"""Features of a method (METHODS.md: Z1, L3 …) and what a pack has for each: element and story.

`elements` names parts by their dotted path: `processes.KEY[.acts|clocks|states|follow_ups|doors|
letters…]`, `duties.KEY`, `rotas.KEY`, `responsibilities.KEY`, `ledgers.KEY`, `indicators.KEY`,
`watches.KEY`, `letters.KEY`, and `page.NAME` for what is a page of the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiyin.engine.method import SECTIONS, Method
from huiyin.engine.mistakes import Problem, problem
from huiyin.engine.pack import Pack

PAGE = "page"


def stories_of(pack: Pack, method: Method) -> set[str]:
    """Names of every story that the pack and those below it tell."""
    told = {
        story.story
        for versions in pack.versions.values()
        for loaded in versions
        for story in (*loaded.process.stories, *(loaded.base.stories if loaded.base else ()))
    }
    return told | {story.story for story in method.stories}


def check_features(pack: Pack, method: Method, below: Iterable[str]) -> Iterator[Problem]:
    """Features that name an element or a story that is not there. `below`: names of the stories
    about the methods of the packs below."""
    stories = stories_of(pack, method) | set(below)
    for key, feature in method.features.items():
        for element in feature.elements:
            if not is_there(pack, method, element):
                yield _unknown(method, key, "element", "部件", element)
        for story in feature.stories:
            if story not in stories:
                yield _unknown(method, key, "story", "情景", story)


def is_there(pack: Pack, method: Method, element: str) -> bool:
    """Whether the pack has this element; pages are looked up by whoever knows the pages."""
    section, _, rest = element.partition(".")
    if section == PAGE:
        return bool(rest)
    if section == "letters":
        return rest in pack.letters
    if section in SECTIONS:
        return rest in getattr(method, section)
    if section != "processes":
        return False
    name, *path = rest.split(".")
    process = pack.processes.get(name)
    if process is None:
        return False
    if not path:
        return True
    part = getattr(process, path[0], None)
    return isinstance(part, dict) and len(path) > 1 and path[1] in part


def _unknown(method: Method, key: str, kind: str, kind_zh: str, name: str) -> Problem:
    file, line = method.place(("features", key))
    values = {"kind": kind, "kind_zh": kind_zh, "key": key, "name": name}
    return problem("feature", file, line, f"features.{key}", values)
