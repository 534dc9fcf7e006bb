"""What a letter requires and the act that issues it cannot be sure to have.

A letter whose facts are missing refuses its act, so every fact it requires must be a required
field of the act's form, a field of an act that certainly came before, or one that every matter has.
Pure: definitions in, names of facts out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from huiyin.engine.definition import BACK, NEW, Act, FormField, Process
from huiyin.letters.wording import Wording, alternatives

_UNIT = frozenset({"name", "address", "phone"})
_ALWAYS: Mapping[str, frozenset[str]] = {
    "unit": _UNIT,
    "owner": _UNIT,
    "matter": frozenset({"number", "title", "received_at", "access_code", "procedure"}),
    "petitioner": frozenset({"name", "names", "count", "others_count"}),
    "this": frozenset({"act", "name"}),
    "by": frozenset({"name", "post"}),
    "today": frozenset(),
}
"""Facts that every occasion has."""

_WORDS = ("name", "law", "address", "phone", "unit", "holder", "title")
_OF_ACT = frozenset({"day", "by_unit_name", "by_unit_address"})
_BODIES = (("review_body", "review_address"), ("recheck_body", "recheck_address"))


def gaps(process: Process, key: str, rule: Wording) -> list[str]:
    """Required facts of `rule` that the act `key` may lack, in the order of the wording."""
    given = _Given(process, key)
    return [names for names in rule.requires if not given.has_one_of(alternatives(names))]


class _Given:
    """What is certain when an act is done."""

    def __init__(self, process: Process, key: str) -> None:
        self._process, self._key, self._act = process, key, process.acts[key]

    def has_one_of(self, names: tuple[str, ...]) -> bool:
        paths = [name.split(".") for name in names]
        return any(self.has(path) for path in paths) or self._one_said_before(paths)

    def _one_said_before(self, paths: list[list[str]]) -> bool:
        """Whether every way to this act passes one of several acts that say it."""
        acts = self._process.acts
        if not all(path[0] == "previous" and path[1] in acts for path in paths):
            return False
        if not all(self._in_said(acts[path[1]].form, path[2:]) for path in paths):
            return False
        wanted = [acts[path[1]] for path in paths]
        return self._unavoidable(lambda act: any(act is one for one in wanted))

    def has(self, path: list[str]) -> bool:
        section, rest = path[0].removesuffix("[]"), path[1:]
        if section in _ALWAYS and (not rest or rest[0] in _ALWAYS[section]):
            return True
        check = _CHECKS.get(section)
        return check is not None and check(self, rest)

    def said(self, rest: list[str]) -> bool:
        return self._in_said(self._act.form, rest)

    def said_before(self, rest: list[str]) -> bool:
        earlier = self._process.acts.get(rest[0])
        if earlier is None or not self._certain(rest[0]):
            return False
        return self._in_said(earlier.form, rest[1:])

    def answers(self, rest: list[str]) -> bool:
        return self._in_form(self._act.form, ["requests[]", *rest])

    def chosen(self, rest: list[str]) -> bool:
        """`channel_name` and `route_name`: asked in an act before, or a condition of this one."""
        field = rest[0].removesuffix("_name")
        if field in self._act.condition:
            return True
        return self._unavoidable(lambda act: field in act.form and act.form[field].required)

    def sent(self, _rest: list[str]) -> bool:
        return any(self._in_form(self._act.form, [name]) for name in ("to_unit", "to_body"))

    def passed_on(self, _rest: list[str]) -> bool:
        """Somebody sent it here: every way to this act passes a change of owner."""
        return self._unavoidable(lambda act: bool(act.owner) and NEW not in act.from_states)

    def next_body(self, rest: list[str]) -> bool:
        """The unit's superiors are known, or the form lets them be written down."""
        column = ("name", "address").index(rest[0])
        return any(pair[column] in self._act.form for pair in _BODIES)

    def counted(self, rest: list[str]) -> bool:
        if rest[0] not in self._process.clocks:
            return False
        extended = {"previous_legal"} if self._act.extends == rest[0] else set()
        return rest[1] in {"started", "nominal", "legal"} | extended

    def issued(self, rest: list[str]) -> bool:
        return self._unavoidable(lambda act: act.letter == rest[0])

    def to_serve(self, _rest: list[str]) -> bool:
        """Without a letter there is nothing to serve: that refusal is right."""
        return True

    def approved(self, _rest: list[str]) -> bool:
        return self._act.second is not None

    def _in_said(self, form: Mapping[str, FormField], path: list[str]) -> bool:
        return path[0] in _OF_ACT or self._in_form(form, path)

    def _in_form(self, form: Mapping[str, FormField], path: list[str]) -> bool:
        name = path[0].removesuffix("[]")
        spec = form.get(name) or _of_words(form, name)
        if spec is None or not _is_sure(spec):
            return False
        if len(path) == 1 or spec.type == "person":
            return True
        columns = {**self._rows(spec.of), **spec.fields} if spec.of else spec.fields
        return self._in_form(columns, path[1:])

    def _rows(self, name: str) -> Mapping[str, FormField]:
        """The columns of the list that an `each` field asks about."""
        lists = (act.form.get(name) for act in self._process.acts.values())
        return next((spec.fields for spec in lists if spec and spec.type == "list"), {})

    def _certain(self, key: str) -> bool:
        needs, done = self._act.needs, self._act.done
        if key == self._key or done == (key,) or (needs and not needs.unless and key in needs.acts):
            return True
        wanted = self._process.acts[key]
        return self._unavoidable(lambda act: act is wanted)

    def _unavoidable(self, is_it: Callable[[Act], bool]) -> bool:
        """Whether nobody comes to this act without an act of that kind."""
        acts = {key: act for key, act in self._process.acts.items() if not is_it(act)}
        reached, done, left = {NEW}, set[str](), dict(acts)
        while ready := [key for key, act in left.items() if _possible(act, reached, done)]:
            done.update(ready)
            ends = (left.pop(key) for key in ready)
            reached |= {act.to for act in ends if act.to and act.to != BACK and not act.becomes}
        return not _possible(self._act, reached, done)


def _possible(act: Act, reached: set[str], done: set[str]) -> bool:
    """Whether the act can be come to, as far as states and acts before it go."""
    needed = set(act.needs.acts) if act.needs and not act.needs.unless else set()
    return (
        bool(reached & set(act.from_states))
        and needed <= done
        and (not act.done or bool(done & set(act.done)))
    )


_CHECKS: Mapping[str, Callable[[_Given, list[str]], bool]] = {
    "act": _Given.said, "previous": _Given.said_before, "requests": _Given.answers,
    "matter": _Given.chosen, "to_unit": _Given.sent, "sender": _Given.passed_on,
    "review_bodies": _Given.next_body, "clocks": _Given.counted, "letters": _Given.issued,
    "document": _Given.to_serve, "approver": _Given.approved,
}  # fmt: skip


def _of_words(form: Mapping[str, FormField], name: str) -> FormField | None:
    """The field whose words `name` is: `partners_names` of `partners`, `ground_law` of `ground`
    when each of its options has a law."""
    base, _, word = name.rpartition("_")
    spec = form.get(base) if word in _WORDS or word.removesuffix("s") in _WORDS else None
    if spec is not None and word == "law" and not all(one.law for one in spec.options.values()):
        return None
    return spec


def _is_sure(spec: FormField) -> bool:
    """Whether the field has a value whenever the form is accepted."""
    if spec.condition:
        return False
    always = spec.required or bool(spec.counts)
    return always or spec.default is not None or spec.must is not None


def all_gaps(
    processes: Mapping[str, Process], wordings: Callable[[str], Wording]
) -> Iterator[tuple[str, str, str, list[str]]]:
    """Process, act, letter and the facts missing, for every act whose letter may be refused."""
    for name, process in processes.items():
        for key, act in process.acts.items():
            if act.letter and (missing := gaps(process, key, wordings(act.letter))):
                yield name, key, act.letter, missing
