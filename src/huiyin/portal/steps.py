"""A visit to one step: what the browser has kept, what was sent now, where it goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, QueryDict

from huiyin.engine.forms import FieldError
from huiyin.engine.process import Refusal
from huiyin.matters import files
from huiyin.matters.errors import Refused
from huiyin.matters.files import MAX_BYTES, Upload
from huiyin.places.codes import LEVEL_DIGITS, level_of
from huiyin.places.method import in_force
from huiyin.portal import drafts, limits
from huiyin.portal.asking import STEPS, Asked, asked
from huiyin.portal.contents import Contents
from huiyin.portal.models import Draft
from huiyin.portal.reach import chain
from huiyin.ui.formdata import decode

Errors = tuple[FieldError, ...]
FILES = "files"
_LEVELS = range(6)


def methods_of(request: HttpRequest) -> Mapping[str, str]:
    """The work methods in force, by place: asked for once a request."""
    known: Mapping[str, str] | None = getattr(request, "methods_in_force", None)
    if known is None:
        known = in_force()
        request.methods_in_force = known  # type: ignore[attr-defined]  # ours, for this request
    return known


@dataclass(frozen=True)
class Visit:
    """One request about a draft; `token` is new when the browser has none yet."""

    request: HttpRequest
    draft: Draft
    contents: Contents
    token: str = ""
    errors: tuple[FieldError, ...] = field(default=())

    @property
    def methods(self) -> Mapping[str, str]:
        """The work methods in force, by place."""
        return methods_of(self.request)

    @property
    def asked(self) -> Asked:
        return asked(self.contents, self.methods)

    def with_errors(self, errors: tuple[FieldError, ...]) -> Visit:
        return replace(self, errors=errors)

    def first_wrong(self) -> str:
        """The first step with a mistake, empty when there is none."""
        now, data = self.asked, self.contents.data
        return next((step for step in STEPS[:-1] if now.errors(step, data)), "")


def taken_up(request: HttpRequest, draft: Draft | None, topic: str) -> Visit | None:
    """The visit of this browser: its draft, or a new one about `topic`; None without either.
    Raises KeyError for a topic that does not exist."""
    if draft is not None and draft.matter_id is None:
        contents = drafts.read(draft)
        contents.topic = topic or contents.topic
        visit = Visit(request, draft, contents)
    elif topic:
        fresh, token = drafts.begin()
        visit = Visit(request, fresh, Contents(topic=topic), token)
        visit.contents.data = dict(visit.asked.start)
    else:
        return None
    visit.contents.way = visit.asked.way_key
    return visit


def take_in(visit: Visit, step: str) -> None:
    """Take the answers of one step into the contents; those of other steps stay."""
    post, contents = visit.request.POST, visit.contents
    form = visit.asked.steps.get(step, {})
    sent = decode(form, post)
    if "place" in form:
        sent["place"] = chosen_place(post)
    kept = {name: value for name, value in contents.data.items() if name not in form}
    contents.data = {**kept, **{name: value for name, value in sent.items() if value != ""}}
    if step == "who" and post.get("_way") in visit.asked.kind.ways:
        contents.way = post["_way"]
        contents.data = {**visit.asked.way.start, **contents.data}


def chosen_place(post: QueryDict) -> str:
    """The deepest place chosen in the chain; a choice under another place than the one above it now
    says is left out. The only area there is, when nothing is chosen."""
    chosen = ""
    for level in _LEVELS:
        code = post.get(f"place-{level}", "").strip()
        known = code.isascii() and code.isdecimal() and len(code) == 12
        if known and (not chosen or code.startswith(chosen[: LEVEL_DIGITS[level_of(chosen)]])):
            chosen = code
    place = chain(chosen).place
    return place.pk if place else ""


def take_files(visit: Visit) -> tuple[FieldError, ...]:
    """Keep the files that came with a stored draft; returns what is wrong with those that are not
    kept."""
    errors: list[FieldError] = []
    spec = visit.asked.steps["where"].get(FILES)
    most = spec.max if spec and spec.max else 0
    for sent in visit.request.FILES.getlist(FILES) if spec else ():
        upload = Upload(sent.name or "", sent.read(MAX_BYTES + 1))
        if len(visit.contents.files) >= most:
            errors.append(FieldError(FILES, "too_many_files", upload.name, str(most)))
        elif wrong := wrong_file(visit.asked, upload):
            errors += wrong
        else:
            try:
                drafts.add_files(visit.draft, visit.contents, [upload])
            except drafts.TooLarge:
                limit = f"{drafts.MOST_BYTES // 1024 // 1024} MB"
                errors.append(FieldError(FILES, "file_too_large", upload.name, limit))
    return tuple(errors)


def wrong_file(now: Asked, upload: Upload) -> tuple[FieldError, ...]:
    """What is wrong with one file."""
    uploads: Mapping[str, Any] = {FILES: [upload]}
    try:
        files.refuse_foreign(now.act, files.references(uploads), uploads)
    except Refused as refused:
        return refused.refusal.errors
    return ()


def store(visit: Visit) -> None:
    """Keep the draft; a browser that has none yet is counted. Raises limits.TooMany, TooLarge."""
    if visit.token:
        limits.count(visit.request, "drafts")
    drafts.keep(visit.draft, visit.contents)


def errors_of(visit: Visit, refusal: Refusal) -> tuple[FieldError, ...]:
    """The mistakes that the door found, as the pages count rows."""
    return tuple(visit.asked.on_page(error) for error in refusal.errors)
