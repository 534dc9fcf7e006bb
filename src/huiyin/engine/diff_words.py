"""What the parts of a process are called, and its values in words, Chinese and English.

Side by side as in `mistakes`: a difference is read where no catalogue is at hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from huiyin.engine.definition import ByField, Relation, Role, Text, Who
from huiyin.engine.terms import Term, Unit

Pair = tuple[str, str]
"""Chinese, English."""

SECTIONS: Mapping[str, Pair] = {
    "process": ("流程", "process"), "states": ("状态", "state"), "acts": ("操作", "act"),
    "clocks": ("时限", "clock"), "ladder": ("提醒", "reminder"), "outcomes": ("结果", "outcome"),
    "follow_ups": ("后续", "follow-up"), "doors": ("入口", "door"), "stories": ("情景", "story"),
    "help": ("说明", "help"), "story_defaults": ("情景里填的", "story form"),
    "letters": ("文书", "letter"),
    "form": ("字段", "field"), "fields": ("列", "column"), "options": ("选项", "option"),
    "cases": ("情形", "case"), "links": ("关联", "link"),
    "sensitive": ("敏感时段", "sensitive date"), "duties": ("职责", "duty"),
    "rotas": ("轮值", "rota"), "slots": ("岗", "slot"),
    "responsibilities": ("责任", "responsibility"), "ledgers": ("台账", "ledger"),
    "columns": ("列", "column"), "indicators": ("指标", "indicator"),
    "bulletins": ("通报", "bulletin"), "watches": ("督办规则", "watch"),
}  # fmt: skip
"""A section, and one thing in it."""

LABELS: Mapping[str, Pair] = {
    "zh": ("中文名称", "Chinese name"), "en": ("英文名称", "English name"),
    "name": ("名称", "name"), "law": ("依据", "law"),
    "valid_from": ("生效日期", "valid from"), "levels": ("层级", "levels"),
    "sealed": ("保密", "sealed"), "phase": ("阶段", "phase"),
    "public": ("群众看到的", "public words"), "shows": ("给群众看的字段", "fields shown"),
    "rare": ("很少用", "rarely wanted"),
    "from_states": ("从", "from"), "to": ("到", "to"), "who": ("谁来做", "who"),
    "second": ("第二人审核", "second person"), "condition": ("条件", "condition"),
    "needs": ("必须先做", "needs"), "done": ("做过其一", "one of these done"),
    "before": ("须在届满以前", "before"), "after": ("在此之后", "after"),
    "extends": ("延期的时限", "extends"), "times": ("次数", "times"),
    "barred": ("做过的要回避", "barred"), "owner": ("之后归谁", "owner afterwards"),
    "intake": ("登记单位", "intake"), "holder": ("之后由谁承办", "holder afterwards"),
    "sets": ("自动记下", "sets"),
    "takes_place": ("发生时间", "takes place"), "letter": ("文书", "letter"),
    "becomes": ("转为流程", "becomes"), "again": ("要重新做", "again"),
    "start": ("起", "start"), "stop": ("止", "stop"), "pause": ("停表", "pause"),
    "resume": ("恢复", "resume"), "cancel": ("取消", "cancel"), "within": ("期限", "term"),
    "until": ("到期日取自", "until"), "extend": ("延期", "extension"), "by": ("每次", "by"),
    "amount": ("天数取自", "amount"), "max_pause": ("最长停表", "longest pause"),
    "first_day": ("起算日", "first day"), "roll": ("遇休息日顺延", "rolls over days off"),
    "kind": ("性质", "kind"), "confidence": ("可信程度", "confidence"),
    "silent": ("不提醒", "silent"), "type": ("类型", "type"), "required": ("必填", "required"),
    "must": ("必须是", "must be"), "default": ("默认", "default"), "min": ("最小", "min"),
    "max": ("最大", "max"), "not_after": ("不晚于", "not after"),
    "not_before": ("不早于", "not before"), "ahead": ("至少提前", "ahead"),
    "excludes": ("不能是", "not"), "help": ("说明", "help"), "window": ("之后的期限", "window"),
    "any": ("条件", "condition"), "opens": ("打开流程", "opens"), "carry": ("带过去的", "carry"),
    "expect": ("应当是", "expects"), "events": ("经过", "events"), "given": ("另外填的", "given"),
    "covers": ("对应的法条", "covers"), "clock": ("时限", "clock"), "left": ("剩余", "left"),
    "over": ("超过", "over"), "tell": ("告诉谁", "tells"),
    "every": ("每隔", "every"), "due": ("几点以前", "due at"), "owners": ("谁的", "whose"),
    "form": ("要填的", "form"), "proof": ("证明", "proof"), "zero": ("可以零报告", "zero report"),
    "role": ("岗位", "role"), "roles": ("岗位", "roles"), "units": ("单位", "units"),
    "each": ("每个", "each"), "days": ("哪些天", "days"), "begins": ("从", "from"),
    "ends": ("到", "to"), "hours": ("小时", "hours"), "rest": ("间隔", "rest"),
    "least": ("至少", "at least"), "substitutes": ("替补", "stands in for"),
    "scope": ("对什么负责", "for what"), "level": ("层级", "level"),
    "single": ("只能一个", "one alone"), "enter": ("进入", "enters"), "exit": ("销号", "leaves"),
    "rounds": ("轮次", "rounds"), "process": ("流程", "process"), "act": ("操作", "act"),
    "first": ("只数第一次", "first only"), "where": ("条件", "where"),
    "records": ("数什么", "counts"), "count": ("计数", "count of"), "sum": ("合计", "sum of"),
    "field": ("字段", "field"), "share": ("占比", "share"), "change": ("同比", "change of"),
    "plus": ("加总", "sum of"), "difference": ("相减", "difference of"),
    "standing": ("期末数", "at the end"), "clocks": ("时限", "clocks"),
    "states": ("状态", "states"), "when": ("什么时候", "when"), "ground": ("督办情形", "ground"),
    "of": ("取自", "of"), "distinct": ("不重复", "distinct"),
}  # fmt: skip

_UNITS: Mapping[Unit, Pair] = {
    Unit.HOUR: ("小时", "hours"), Unit.WORK_HOUR: ("工作小时", "office hours"),
    Unit.DAY: ("日", "days"), Unit.WORKDAY: ("个工作日", "working days"),
    Unit.MONTH: ("个月", "months"),
}  # fmt: skip

_ROLES: Mapping[Role, str] = {
    Role.WINDOW: "登记窗口", Role.DISPATCHER: "甄别转办", Role.HANDLER: "承办人",
    Role.HEAD: "负责人", Role.LEADER: "包案领导", Role.SUPERVISOR: "督查", Role.MEDIATOR: "调解员",
    Role.GRID: "网格员", Role.AUDITOR: "审计", Role.ADMIN: "系统管理", Role.RESIDENT: "群众",
}  # fmt: skip

_RELATIONS: Mapping[Relation, str] = {
    Relation.OWNER: "责任单位", Relation.INTAKE: "登记单位", Relation.SENDER: "转来单位",
    Relation.PARTNER: "协办单位", Relation.ABOVE: "上级单位", Relation.COMMON: "共同上级",
    Relation.ANY: "",
}  # fmt: skip


def label(name: str) -> Pair:
    """What a key is called; an unknown one by itself."""
    return LABELS.get(name, (name, name.replace("_", " ")))


def title(thing: object, key: str) -> Pair:
    """`“延期”（extend）` for an act, a state, a field …"""
    text = thing if isinstance(thing, Text) else getattr(thing, "name", None)
    if not isinstance(text, Text):
        return f"“{key}”", f"“{key}”"
    return f"“{text.zh}”（{key}）", f"“{text.en}” ({key})"


def in_words(value: Any) -> Pair:
    """Any value of a definition."""
    if value is None or value in ((), "", {}):
        return "无", "none"
    if isinstance(value, bool):
        return ("是", "yes") if value else ("否", "no")
    if isinstance(value, Term):
        zh, en = _UNITS[value.unit]
        return f"{value.amount}{zh}", f"{value.amount} {en}"
    if isinstance(value, Text):
        return f"“{value.zh}”", f"“{value.en}”"
    if isinstance(value, Who):
        return f"{_RELATIONS[value.relation]}{_ROLES[value.role]}", str(value)
    if isinstance(value, ByField):
        return in_words(value.cases)
    if isinstance(value, BaseModel):
        return in_words({name: getattr(value, name) for name in value.model_fields_set})
    return _many(value)


def _many(value: Any) -> Pair:
    if isinstance(value, Mapping):
        pairs = [(str(key), in_words(one)) for key, one in value.items()]
        return (
            "，".join(f"{key} {zh}" for key, (zh, _) in pairs),
            ", ".join(f"{key} {en}" for key, (_, en) in pairs),
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        words = [in_words(one) for one in value]
        return "、".join(zh for zh, _ in words), ", ".join(en for _, en in words)
    return str(value), str(value)
