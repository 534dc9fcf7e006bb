"""Invented facts with which every national letter can be written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from huiyin.letters.reading import parse_wording
from huiyin.letters.wording import Wording

FOLDER = Path(__file__).resolve().parents[2] / "packs" / "national" / "letters"
KEYS = tuple(sorted(file.stem for file in FOLDER.glob("*.yaml")))


def wording(key: str) -> Wording:
    file = FOLDER / f"{key}.yaml"
    return parse_wording(file.read_text(encoding="utf-8"), file.name)


def facts() -> dict[str, Any]:
    return {
        "unit": {"name": "松河县水务局", "address": "松河县清源路8号", "phone": "0000-1234567"},
        "matter": {
            "number": "XF2026-000123-7",
            "title": "青石里小区雨后积水长期不退",
            "received_at": dt.date(2026, 3, 2),
            "channel_name": "走访",
            "access_code": "K7Q4MP",
            "procedure": "ordinary",
            "route_name": "（六）信访程序",
        },
        "petitioner": {"name": "林小满", "address": "青石里小区3幢201室", "others_count": 4},
        "sender": {"name": "松河县信访局"},
        "to_unit": {"name": "青石镇人民政府"},
        "review_body": {"name": "松河县人民政府", "address": "松河县人民路1号"},
        "act": {
            "note": "请保持电话畅通",
            "ground_name": "不属于本机关、本系统职权",
            "ground_law": "《信访工作条例》第二十三条",
            "reason": "需要等待检测机构出具报告",
            "turn_to": "青石镇人民调解委员会",
            "body": "松河县劳动人事争议仲裁委员会",
            "basis": "《劳动争议调解仲裁法》第五条",
            "limit": "申请仲裁的时效期间为一年",
            "materials": "信访登记表1份\n照片5张",
            "opinion": "请重点核实管网情况",
            "report_by": dt.date(2026, 4, 30),
            "demands": "查明积水原因",
            "days": 30,
            "facts": "当面听取了您的陈述。\n现场核实了管网。",
            "wish": "不再要求处理",
            "way": "direct",
            "served_at": "2026-04-08T09:30:00+08:00",
            "receiver": "林小满",
        },
        "previous": {"accept": {"day": dt.date(2026, 3, 5)}},
        "clocks": {
            "handle": {"legal": dt.date(2026, 6, 3), "previous_legal": dt.date(2026, 5, 6)},
            "simple_handle": {"legal": dt.date(2026, 3, 19)},
        },
        "requests": [
            {"request": "改造管网", "finding_name": "予以支持", "decision": "列入今年计划",
             "basis": "《城镇排水与污水处理条例》第十七条"},
            {"request": "赔偿车辆损失3800元", "finding_name": "解释说明", "decision": "可以起诉",
             "basis": "《国家赔偿法》第九条"},
        ],
        "document": {"title": "信访事项处理意见书", "number": "松水意〔2026〕3号"},
        "by": {"name": "周平", "post": "信访岗"},
        "approver": {"name": "陈明", "post": "局长"},
        "today": dt.date(2026, 3, 5),
    }  # fmt: skip


def squeezed(text: str) -> str:
    """Without any white space: line breaks of a page are not part of what a letter says."""
    return "".join(text.split())
