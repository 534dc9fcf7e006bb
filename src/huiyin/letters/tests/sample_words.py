"""The words of the sample: an invented county in which streets are flooded after rain."""

from __future__ import annotations

import datetime as dt
from typing import Any

ACT: dict[str, Any] = {
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
    "demands": "查明积水原因，提出整改方案",
    "days": 30,
    "facts": "当面听取了您的陈述。\n现场核实了管网。",
    "wish": "不再要求处理",
    "way": "direct",
    "served_at": dt.datetime(2026, 4, 8, 9, 30, tzinfo=dt.UTC),
    "receiver": "林小满",
    "host": "陈明",
    "panel": "周平、吴青、郑远",
    "recorder": "孙晓",
    "held_on": dt.date(2026, 4, 20),
    "place": "松河县信访局第二会议室",
    "subject": "青石里小区雨后积水的原因和责任",
    "is_public": True,
    "partners_names": ["松河县住房和城乡建设局", "青石镇人民政府"],
    "report_to_names": ["中共松河县委员会", "松河县人民政府"],
    "notify_names": ["松河县应急管理局", "松河县水务局"],
    "feedback_way": "书面",
    "advice": "improve",
    "advice_name": "改进工作",
    "result_name": "维持原处理意见",
    "asked_on": dt.date(2026, 4, 9),
    "adoption_name": "部分采纳",
    "content": "在三个公交站加装座椅和雨棚",
    "measures": "列入今年改造计划，九月底前完成",
}
BESIDES: dict[str, Any] = {
    "unit": {"name": "松河县水务局", "address": "松河县清源路8号", "phone": "0000-1234567"},
    "owner": {"name": "松河县水务局", "address": "松河县清源路8号", "phone": "0000-1234567"},
    "matter": {
        "number": "26-000123-7",
        "title": "青石里小区雨后积水长期不退",
        "received_at": dt.datetime(2026, 3, 2, 10, 20, tzinfo=dt.UTC),
        "channel_name": "走访",
        "access_code": "K7Q4MP",
        "procedure": "ordinary",
        "route": "art31_2",
        "route_name": "（二）仲裁",
    },
    "petitioner": {
        "name": "林小满",
        "names": "林小满、何山",
        "address": "青石里小区3幢201室",
        "phone": "0000-7654321",
        "id_number": "",
        "count": 6,
        "others_count": 4,
    },
    "sender": {"name": "松河县信访局"},
    "to_unit": {"name": "青石镇人民政府"},
    "review_bodies": [
        {"name": "松河县人民政府", "address": "松河县人民路1号"},
        {"name": "松江市水务局", "address": "松江市滨河路20号"},
    ],
    "previous": {
        "accept": {"day": dt.date(2026, 3, 5)},
        "register": {
            "text": "小区三个出口的雨水管堵塞，下雨后积水三四天不退，老人孩子出不了门。",
            "requests": [
                {"request": "改造管网"},
                {"request": "赔偿车辆损失3800元"},
            ],
            "grounds": [
                {"ground_name": "未按规定期限办结", "detail": "六十日已经届满"},
                {"ground_name": "推诿、敷衍、拖延、弄虚作假", "detail": "三次答复互相矛盾"},
            ],
            "purpose_name": "求决",
            "category_name": "城市建设和市政管理",
            "place_name": "青石镇",
        },
    },
    "clocks": {
        "handle": {"legal": dt.date(2026, 6, 3), "previous_legal": dt.date(2026, 5, 6)},
        "simple_handle": {"legal": dt.date(2026, 3, 19)},
    },
    "requests": [
        {
            "request": "改造管网",
            "finding_name": "予以支持",
            "decision": "列入今年计划",
            "basis": "《城镇排水与污水处理条例》第十七条",
        },
        {
            "request": "赔偿车辆损失3800元",
            "finding_name": "解释说明",
            "decision": "可以起诉",
            "basis": "《国家赔偿法》第九条",
        },
    ],
    "letters": {
        "opinion": {"number": "松水意〔2026〕3号", "day": dt.date(2026, 4, 7)},
        "review_opinion": {"number": "松政复查〔2026〕2号", "day": dt.date(2026, 5, 20)},
    },
    "document": {
        "title": "信访事项处理意见书",
        "number": "松水意〔2026〕3号",
        "day": dt.date(2026, 4, 7),
    },
    "this": {"act": "uphold_objection", "name": "报告、通报"},
    "by": {"name": "周平", "post": "信访岗"},
    "approver": {"name": "陈明", "post": "局长"},
    "today": dt.date(2026, 3, 5),
}
