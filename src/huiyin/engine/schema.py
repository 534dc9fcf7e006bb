"""JSON Schema of pack files, for editors: completion, hints and red lines while writing YAML."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from huiyin.engine.definition import Process
from huiyin.engine.method_shape import MethodShape
from huiyin.engine.pack_shape import PackShape

_OVERLAY = {
    "type": "object",
    "title": "Overlay",
    "description": "A process of the extended pack, changed: only what differs is written here.",
    "required": ["process", "overlay", "version"],
    "properties": {
        "process": {"type": "string"},
        "overlay": {"type": "string"},
        "version": {"type": "string"},
    },
}


def json_schema() -> dict[str, Any]:
    """One schema for all files of a pack: pack.yaml, a process, or an overlay of one."""
    references, schema = models_json_schema(
        [(PackShape, "validation"), (Process, "validation"), (MethodShape, "validation")],
        by_alias=True,
        title="Huiyin pack",
        ref_template="#/$defs/{model}",
    )
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["anyOf"] = [*references.values(), _OVERLAY]
    return schema
