"""Is the method of a pack sound? Every mistake in its `method/` files, with file and line."""

from __future__ import annotations

from huiyin.engine.check_figures import check_figures
from huiyin.engine.check_method import check_method
from huiyin.engine.check_persons import check_persons_in_method
from huiyin.engine.mistakes import Problem
from huiyin.engine.pack import Pack
from huiyin.packs import load, method_file


def examine(pack: Pack) -> list[Problem]:
    """What is wrong with the parts of the pack that are no processes. Raises MethodFileError for a
    pack below."""
    if pack.name not in load.available():
        return []
    method, problems = method_file.examine(pack.name)
    below = load.lineage(pack.name)[1:]
    told = {story.story for name in below for story in method_file.method(name).stories}
    told |= {
        story.story
        for name in below
        for versions in load.load(name).versions.values()
        for loaded in versions
        for story in loaded.process.stories
    }
    return [
        *problems,
        *check_method(pack, method, told),
        *check_figures(method, pack),
        *check_persons_in_method(method.own),
    ]
