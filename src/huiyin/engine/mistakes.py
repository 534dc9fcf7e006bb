"""Mistakes in a pack as values: where, and one sentence in English and in Chinese.

The two languages stand side by side here, like the texts of a pack, because a pack is checked
where no catalogue of translations is at hand: in an editor, in a build, before installation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: file, line (from 1), path (`acts.accept.to`) and its sentence."""

    file: str
    line: int
    path: str
    code: str
    en: str
    zh: str
    severity: Severity = "error"

    def say(self, language: str) -> str:
        """`file:line: sentence`."""
        mark = {"error": "", "warning": "warning: " if language == "en" else "提醒："}[
            self.severity
        ]
        return f"{self.file}:{self.line}: {mark}{self.en if language == 'en' else self.zh}"


def problem(
    code: str,
    file: str,
    line: int,
    path: str,
    values: Mapping[str, object],
    severity: Severity = "error",
) -> Problem:
    """The mistake `code` with its sentences filled in. Raises KeyError for a code without one."""
    en, zh = SENTENCES[code]
    return Problem(file, line, path, code, en.format_map(values), zh.format_map(values), severity)


SENTENCES: Mapping[str, tuple[str, str]] = {
    # The text itself
    "yaml": ("this is not YAML: {detail}", "不是正确的YAML：{detail}"),
    "not_a_mapping": ("the file must hold keys and values", "文件应当是“键：值”的形式"),
    "duplicate_key": ("the key `{key}` stands here twice", "键`{key}`写了两次"),
    "unknown_key": ("unknown key `{key}` in {place}", "{place_zh}里有不认识的键`{key}`"),
    "missing": ("`{key}` is missing in {place}", "{place_zh}缺少`{key}`"),
    "wrong_type": (
        "`{key}` must be {expected}, not {found}",
        "`{key}`应当是{expected_zh}，不是{found_zh}",
    ),
    "not_one_of": (
        "`{key}` must be one of {expected}, not {found}",
        "`{key}`应当是{expected}之一，不是{found_zh}",
    ),
    "empty": ("`{key}` must not be empty", "`{key}`不能空着"),
    "bad_value": ("`{key}`: {detail}", "`{key}`的写法不对：{detail}"),
    "bad_term": (
        "`{key}` must be a term such as 15nd, 5wd, 2h or 1m, not {found}",
        "`{key}`应当是时限（如15nd、5wd、2h、1m），不是{found_zh}",
    ),
    "bad_who": (
        "`{key}` must be “ROLE of RELATION” with a known role and relation, not {found}",
        "`{key}`应当是“岗位 of 关系”，岗位和关系都要认识，不是{found_zh}",
    ),
    "one_of_two": (
        "{place} needs exactly one of {expected}",
        "{place_zh}要在{expected}里写一个，也只能写一个",
    ),
    # The pack
    "no_pack_file": ("the pack has no pack.yaml", "缺少pack.yaml"),
    "no_process_file": (
        "the process `{name}` has no file in processes/",
        "processes/里没有流程`{name}`的文件",
    ),
    "undeclared_process": (
        "the process `{name}` is not in the pack's list",
        "流程`{name}`没有列入pack.yaml",
    ),
    "same_version": (
        "version {version} of `{name}` stands in two files",
        "流程`{name}`的{version}版有两个文件",
    ),
    "no_base": ("the pack `{name}` that this one extends is not given", "找不到所扩展的包`{name}`"),
    "no_base_process": (
        "`{name}` is not a process of the pack that is extended",
        "被扩展的包里没有流程`{name}`",
    ),
    "loosens": (
        "{place} loosens the statutory term: {detail}",
        "{place_zh}放宽了法定要求：{detail_zh}",
    ),
    # A draft over a pack
    "not_in_draft": (
        "a draft holds processes and new letters only, not `{name}`",
        "草案里只能有流程和新的文书，不能有`{name}`",
    ),
    "letter_exists": (
        "the letter `{name}` exists: give the new wording a new name",
        "文书`{name}`已经有了，新的文本要用新的名称",
    ),
    "outdated_base": (
        "`{name}` has the version {version} since: lay the draft over that one",
        "流程`{name}`已经有{version}版，草案要在它上面改",
    ),
    "valid_before": (
        "`{name}` cannot be valid before {day}, when the version below begins",
        "流程`{name}`不能早于{day}生效（下面那一版从那天起）",
    ),
    "tampered": (
        "the publication {mark} is not what was approved: its text has been changed",
        "发布{mark}的文本和批准时不一样，被改过",
    ),
    "empty_draft": ("the draft changes nothing", "草案什么也没有改"),
    "needs_overlay": (
        "`{name}` exists in version {version}: a draft changes it by `overlay: {version}`",
        "流程`{name}`已经有{version}版，草案要写overlay: {version}",
    ),
    # States and acts
    "not_in_part": (
        "`{key}` belongs into the first file of the process, not into a part of it",
        "`{key}`要写在主文件里，不能写在分文件里",
    ),
    "said_twice": (
        "`{section}` already has `{name}`: a part can only add",
        "`{section}`里已经有`{name}`，分文件只能增加",
    ),
    "no_first_file": (
        "there is no file of the process `{name}`, version {version}, that this could be a part of",
        "没有流程`{name}`（版本{version}）的主文件，不知道这是谁的分文件",
    ),
    "unknown_process": (
        "{place} names the process `{name}`, which this pack does not have",
        "{place_zh}写的流程`{name}`，这个包里没有",
    ),
    "unknown_state": (
        "{place} names the state `{name}`, which does not exist",
        "{place_zh}写的状态`{name}`不存在",
    ),
    "state_new": (
        "`new` is the state before registration and cannot be declared",
        "`new`指登记以前，不能作为状态",
    ),
    "no_first_act": (
        "no act leads from `new`: nothing can be registered",
        "没有从`new`开始的操作，什么也登记不了",
    ),
    "unreachable": ("the state `{name}` cannot be reached", "状态`{name}`永远到不了"),
    "dead_end": (
        "the state `{name}` is not final and has no way out",
        "状态`{name}`不是终点，却没有出口",
    ),
    "no_final": (
        "from the state `{name}` no final state can be reached",
        "从状态`{name}`到不了终点",
    ),
    "final_exit": (
        "the state `{name}` is final, yet `{act}` leads out of it",
        "状态`{name}`是终点，`{act}`却从它走出去",
    ),
    "never_done": (
        "nobody can ever do `{name}`: none of its states is reached",
        "操作`{name}`永远做不了：它的起点都到不了",
    ),
    "nobody": (
        "nobody can ever do `{name}`: no act sets the {relation}",
        "操作`{name}`没有人能做：没有操作会产生“{relation}”",
    ),
    "second_on_new": (
        "`{name}` creates the matter and cannot wait for a second person",
        "`{name}`是登记，不能等第二人审核",
    ),
    "second_resident": (
        "the second person of `{name}` cannot be a resident",
        "`{name}`的第二人不能是群众",
    ),
    "unknown_act": (
        "{place} names the act `{name}`, which does not exist",
        "{place_zh}写的操作`{name}`不存在",
    ),
    "unknown_letter": (
        "`{act}` issues the letter `{name}`, which the pack does not list",
        "`{act}`要出文书`{name}`，pack.yaml里没有列",
    ),
    "no_wording": ("the letter `{name}` has no wording file", "文书`{name}`没有文本文件"),
    # Fields
    "unknown_field": (
        "{place} names the field `{name}`, which is not in its form",
        "{place_zh}写的字段`{name}`不在表单里",
    ),
    "field_type": (
        "{place} needs a field of type {expected}; `{name}` is {found}",
        "{place_zh}需要类型为{expected}的字段，`{name}`是{found}",
    ),
    "field_optional": (
        "{place} needs `{name}` always; it must be required and without `if`",
        "{place_zh}总要用到`{name}`，它应当必填，也不能带if",
    ),
    "no_options": (
        "the field `{name}` is a choice and has no options",
        "字段`{name}`是选择，却没有选项",
    ),
    "stray_key": (
        "the field `{name}` of type {type} cannot have `{key}`",
        "字段`{name}`（{type}）不能有`{key}`",
    ),
    "no_fields": (
        "the field `{name}` has rows and needs `fields`",
        "字段`{name}`是多行的，要写fields",
    ),
    "nested_rows": ("rows cannot hold rows: `{name}`", "多行里面不能再有多行：`{name}`"),
    "min_max": (
        "the field `{name}` has min {min} above max {max}",
        "字段`{name}`的min {min}大于max {max}",
    ),
    "bad_default": (
        "the default of `{name}` is not a value it allows",
        "字段`{name}`的default不是允许的值",
    ),
    "unknown_fact": (
        "{place} looks at `{name}`, which no form sets before",
        "{place_zh}要看`{name}`，但没有表单填它",
    ),
    "free_text": (
        "{place} looks at `{name}`, which is free text or personal and never a fact",
        "{place_zh}要看`{name}`，它是文字或者个人信息，不能作条件",
    ),
    "unknown_value": (
        "{place} asks for `{name}` = {value}, a value it cannot have",
        "{place_zh}写的`{name}`＝{value}不可能出现",
    ),
    # Clocks
    "unknown_clock": (
        "{place} names the clock `{name}`, which does not exist",
        "{place_zh}写的时限`{name}`不存在",
    ),
    "unknown_moment": (
        "{place} names `{name}`, which is neither an act nor a date field",
        "{place_zh}写的`{name}`既不是操作也不是日期字段",
    ),
    "clock_never_stops": (
        "the clock `{name}` cannot stop once it is at `{state}`",
        "时限`{name}`走到`{state}`就再也停不下来",
    ),
    "clock_in_final": (
        "the clock `{name}` still runs in the state `{state}`, where nothing is waited for",
        "到了`{state}`已经没有要办的事，时限`{name}`还在走",
    ),
    "pause_for_ever": (
        "the clock `{name}` can pause and never resume",
        "时限`{name}`停表以后不会再走",
    ),
    "not_extending": (
        "the act `{act}` does not say `extends: {name}`",
        "操作`{act}`没有写extends: {name}",
    ),
    "no_extension": (
        "the clock `{name}` has no extension by `{act}`",
        "时限`{name}`没有写由`{act}`延期",
    ),
    # Matters, never people
    "about_persons": (
        "{place} says “{text}”: {why}",
        "{place}写了“{text}”：{why_zh}",
    ),
    "person_labelled": (
        "{place}: a row that holds a person cannot hold `{name}`; nothing here labels people",
        "{place}：写了人的一行里不能有`{name}`，这里不给人贴标签",
    ),
    "resident_waits": (
        "what a resident may do cannot wait for an office to agree: `{name}`",
        "群众自己能做的事不能等单位同意：`{name}`",
    ),
    "person_filed": (
        "{place}: a duty files what was done, not who people are or where: `{name}`",
        "{place}：职责报的是做了什么，不报人、不报人在哪里：`{name}`",
    ),
    # Stories
    "no_stories": (
        "the process has no stories: nothing proves its dates",
        "流程没有情景，日期没有检验过",
    ),
    "untested_act": ("no story does `{name}`", "没有一个情景用到`{name}`"),
    "bad_event": ("{detail}", "{detail_zh}"),
    # Methods
    "feature": (
        "the feature {key} names the {kind} `{name}`, which is not there",
        "{key}写的{kind_zh}`{name}`不存在",
    ),
    "method_name": (
        "{place}: there is no {kind} `{name}`",
        "{place}：没有{kind_zh}`{name}`",
    ),
    "method_value": ("{place}: {detail}", "{place}：{detail_zh}"),
}
