"""The register form of a kind of matter as residents meet it: in steps, in plain words.

The fields, their rules and limits are those of the act; `raise.yaml` says which step asks which,
and how. What a step does not ask is settled: by the kind, the topic, or by who raises it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from huiyin.engine.definition import Act, FormField, Process
from huiyin.engine.forms import Context, FieldError, clean
from huiyin.matters.history import zone
from huiyin.packs import load, raise_file
from huiyin.packs.raise_file import Kind, Said, Topic, Way
from huiyin.places.method import in_force, nearest
from huiyin.portal.contents import Contents

STEPS = ("what", "where", "who", "check")
Form = Mapping[str, FormField]


@dataclass(frozen=True)
class Asked:
    """One topic with the act that takes it in, raised in one of the ways of its kind."""

    pack: str
    key: str
    topic: Topic
    kind: Kind
    process: Process
    way_key: str

    @property
    def act(self) -> Act:
        return self.process.acts[self.kind.act]

    @property
    def way(self) -> Way:
        return self.kind.ways[self.way_key]

    @property
    def settled(self) -> dict[str, Any]:
        """Values that nobody is asked for."""
        return {**self.kind.fixed, **self.way.sets}

    @cached_property
    def steps(self) -> Mapping[str, Form]:
        """Step → its fields, in the words of a resident."""
        names = {"what": self.kind.what, "where": self.kind.where, "who": self.way.asks}
        return {step: {name: self._field(name) for name in asked} for step, asked in names.items()}

    @cached_property
    def form(self) -> Form:
        """All fields that are asked."""
        return {name: spec for step in self.steps.values() for name, spec in step.items()}

    @property
    def start(self) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        asked = {name: value for name, value in self.topic.sets.items() if name in self.form}
        return {**asked, **self.way.start}

    def _field(self, name: str) -> FormField:
        said = {**self.kind.words, **self.way.words}
        spec = _in_plain_words(name, self.act.form[name], said)
        leads = self.way.leads
        if leads is not None and leads.list == name:
            # Whoever raises it is a row of the list too, asked in a field of their own.
            least, most = (spec.min or 1) - 1, spec.max and spec.max - 1
            return spec.model_copy(update={"min": max(1, least), "max": most})
        return spec

    def errors(self, step: str, data: Mapping[str, Any]) -> tuple[FieldError, ...]:
        """What is wrong with the answers of one step."""
        form = {name: spec for name, spec in self.steps[step].items() if spec.type != "files"}
        raw = {name: value for name, value in data.items() if name in form}
        now = timezone.now()
        return clean(form, raw, Context(now, zone(), facts=self.settled))[1]

    def whole(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The raw form of the act: what is settled, the topic's own values, and the answers to what
        is asked, without files."""
        answers = {name: value for name, value in data.items()
                   if name in self.form and self.form[name].type != "files"}  # fmt: skip
        return {**self.topic.sets, **self.settled, **answers, **self._led(answers)}

    def _led(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        """A list of people with whoever raises it in the first row, and how many they are."""
        leads = self.way.leads
        if leads is None:
            return {}
        rows = answers.get(leads.list)
        rows = [{leads.column: answers.get(leads.field)}, *(rows if isinstance(rows, list) else [])]
        people = {"people": len(rows)} if "people" in self.act.form else {}
        return {leads.list: rows, **people}

    def step_of(self, error: FieldError) -> str:
        """Which step asks the field of an error; the last one for what no step asks."""
        name = error.field.partition(".")[0]
        return next((step for step in STEPS[:-1] if name in self.steps[step]), STEPS[-1])

    def on_page(self, error: FieldError) -> FieldError:
        """An error of the whole form, with its row counted as on the page."""
        leads, (name, _dot, rest) = self.way.leads, error.field.partition(".")
        number, dot, column = rest.partition(".")
        if leads is None or name != leads.list or not number.isdecimal():
            return error
        field = f"{name}.{int(number) - 1}{dot}{column}" if int(number) else leads.field
        return FieldError(field, error.rule, error.value, error.limit)


def pack_for(place: object, methods: Mapping[str, str] | None = None) -> str:
    """The pack whose forms are asked and whose process a matter of this place runs; `methods` are
    those in force, where they are known already."""
    known = in_force() if methods is None else methods
    return nearest(known, place if isinstance(place, str) else "") or raise_file.NATIONAL


def asked(contents: Contents, methods: Mapping[str, str] | None = None) -> Asked:
    """What a draft is asked. Raises KeyError for a topic that is not there (any more)."""
    pack = pack_for(contents.data.get("place"), methods)
    told = raise_file.read(pack)
    kind = told.kind_of(contents.topic)
    way = contents.way if contents.way in kind.ways else next(iter(kind.ways))
    process = load.process(pack, kind.process)
    return Asked(pack, contents.topic, told.topics[contents.topic], kind, process, way)


def topics(methods: Mapping[str, str]) -> Mapping[str, Topic]:
    """Everything that can be raised, in the order of the file; `methods` are those in force."""
    return raise_file.read(pack_for("", methods)).topics


def texts(data: Mapping[str, Any], form: Form) -> Iterator[tuple[str, str]]:
    """(place, text) of everything written freely: `title`, `text`, `requests.0.request`."""
    for name, spec in form.items():
        value = data.get(name)
        if spec.type in {"text", "long"} and isinstance(value, str):
            yield name, value
        elif spec.type == "list" and isinstance(value, list):
            for number, row in enumerate(value):
                if isinstance(row, Mapping):
                    for inner, text in texts(row, spec.fields):
                        yield f"{name}.{number}.{inner}", text


def _in_plain_words(path: str, spec: FormField, said: Mapping[str, Said]) -> FormField:
    """The field with the words said to residents; no law beside it, no condition: the way decides
    what is asked."""
    words = said.get(path)
    change: dict[str, Any] = {"law": None, "condition": {}}
    if words is not None:
        change |= {"zh": words.zh, "en": words.en, "help": words.help}
    if spec.fields:
        change["fields"] = {
            name: _in_plain_words(f"{path}.{name}", inner, said)
            for name, inner in spec.fields.items()
        }
    return spec.model_copy(update=change)
