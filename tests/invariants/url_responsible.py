"""Good requests about responsibilities, the directory, methods in force and replays."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from huiyin.duties.models import Expert, Pool, Responsibility
from huiyin.people.testing import Cast
from huiyin.places.models import ServicePoint

TOWN = "910102001000"
TODAY = timezone.localdate().isoformat()
ENTRY = {"kind": "village", "unit": "", "post": "承办人", "starts_on": TODAY}
POINT = {"kind": "legal_station", "name": "法律服务站", "division": TOWN}
POOL = {"kind": "expert", "name": "专家库", "unit": "town"}
MEMBER = {"name": "李和", "kind": "lawyer", "agreed": True}
DUTIES = {"duties": "接待、办理、答复村里提出的事项。"}
_KEYS = {
    "responsibilities/<uuid:key>/": "entry", "responsibilities/<uuid:key>/end/": "entry",
    "responsibilities/<uuid:key>/letter/": "entry", "api/responsibilities/<key>": "entry",
    "api/responsibilities/<key>/end": "entry", "api/responsibilities/<key>/letter": "entry",
    "directory/points/<uuid:key>/close/": "point", "api/directory/points/<key>/close": "point",
    "directory/pools/<uuid:key>/": "pool", "directory/pools/<uuid:key>/members/": "pool",
    "api/directory/pools/<key>": "pool", "api/directory/pools/<key>/members": "pool",
    "directory/members/<uuid:key>/leave/": "member",
    "api/directory/members/<key>/leave": "member",
}  # fmt: skip
FIXED = {
    route: route.replace("<uuid:key>", f"<{name}>").replace("<key>", f"<{name}>")
    for route, name in _KEYS.items()
}
QUERIES = {"api/methods/replay": "?pack=grassroots", "methods/replay/": "?pack=grassroots"}
FORMS: dict[str, dict[str, Any]] = {
    "responsibilities/new/": ENTRY,
    "responsibilities/<uuid:key>/end/": {"ends_on": TODAY},
    "responsibilities/<uuid:key>/letter/": DUTIES,
    "directory/points/new/": POINT,
    "directory/pools/new/": POOL,
    "directory/pools/<uuid:key>/members/": {**MEMBER, "agreed": "on"},
    "methods/in-force/": {"division": TOWN, "pack": "xupu"},
}
JSON: dict[str, dict[str, Any]] = {
    "api/responsibilities": ENTRY,
    "api/responsibilities/<key>/end": {"ends_on": TODAY},
    "api/responsibilities/<key>/letter": DUTIES,
    "api/directory/points": POINT,
    "api/directory/pools": POOL,
    "api/directory/pools/<key>/members": MEMBER,
    "api/methods/in-force": {"division": TOWN, "pack": "xupu"},
}


def values(cast: Cast) -> dict[str, str]:
    """An entry of the town's handler, a point, a pool with a member."""
    pool = Pool.objects.create(kind="mediation", name="调解员库", unit=cast.units["town"])
    member = Expert.objects.create(pool=pool, kind="mediator", name="郑平")
    point = ServicePoint.objects.create(kind="one_stop", name="接待大厅", division_id=TOWN)
    entry = Responsibility.objects.create(
        pack="grassroots", kind="line", line="住建", post=cast.posts["town.handler"],
        starts_on=timezone.localdate(), entered_by=cast.accounts["town.head"],
    )  # fmt: skip
    return {
        "entry": str(entry.pk), "point": str(point.pk), "pool": str(pool.pk),
        "member": str(member.pk),
    }  # fmt: skip
