"""What no pack can say: words for what METHODS.md marks ≠, and why each is left out.

Not data of a pack: then a pack could take a word away. Patterns look at names (of processes, acts,
fields, options, ledgers, indicators …) and at keys, whose underscores read as spaces; helps may
say what is *not* to be written. Sources: 信访工作条例第十八条、第二十六条、第四十六条、第四十七条;
个人信息保护法第六条、第二十八条; METHODS.md, last section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMES = {
    "人": "(?:信访人|上访人|来访人|信访群众|上访户|居民|村民|群众|人员|对象|个人)",
    "警": "(?:公安|派出所|警方|警察)",
    "WHO": "(?:persons?|people|individuals?|petitioners?|residents?|visitors?)",
}


@dataclass(frozen=True, slots=True)
class Excluded:
    """Rows of METHODS.md that this stands for, its patterns, and the reason in two languages."""

    rows: tuple[str, ...]
    zh: re.Pattern[str]
    en: re.Pattern[str]
    why: str
    why_zh: str

    def found_in(self, text: str) -> str:
        """The words in `text` that are excluded, "" when there are none."""
        found = self.zh.search(text) or self.en.search(text)
        return found[0] if found else ""


def _excluded(rows: str, zh: str, en: str, why: str, why_zh: str) -> Excluded:
    """`zh` and `en` hold one pattern a line; `<人>` and the like stand for several words."""
    english = re.compile(rf"\b(?:{_joined(en)})\b", re.IGNORECASE)
    return Excluded(tuple(rows.split()), re.compile(_joined(zh)), english, why, why_zh)


def _joined(lines: str) -> str:
    for name, words in _NAMES.items():
        lines = lines.replace(f"<{name}>", words)
    return "|".join(line.strip() for line in lines.strip().splitlines())


EXCLUDED: tuple[Excluded, ...] = (
    _excluded(
        "Z11",
        """重点(?:人|对象|管理|管控|关注|稳控)
           <人>(?:名单|名册|台账|清单|画像|标签|分级|分类)
           黑名单|老上访|上访户|缠访户|钉子户""",
        """key (?:managed )?<WHO>
           black ?list(?:s|ed)?
           (?:list|roster|register|label|profile)s? of (?:a |the )?<WHO>
           <WHO> (?:list|label|profile|tag)s?
           (?:watch|problem) <WHO>""",
        "matters are kept in ledgers, never people",
        "台账里是事项，不是人",
    ),
    _excluded(
        "Z11",
        """<人>(?:的)?(?:积分|评分|打分|信用|等级|风险)
           (?:积分|信用)扣分|危险程度""",
        """(?:score|rating|rank(?:ing)?|risk(?: level)?|credit)s? of (?:a |the )?<WHO>
           <WHO> (?:scores?|rank(?:ing)?|risk|credit|danger)
           danger level""",
        "nobody is scored",
        "不给人打分、分等级",
    ),
    _excluded(
        "Z25",
        """稳控|管控<人>|盯(?:人|防|守|梢)
           (?:跟踪|看守|看护|监控)<人>
           行踪|轨迹|思想动态|思想状况
           劝返|接返|截访|拦访|拦截|零进京|不进京""",
        """stability control|whereabouts|surveil(?:s|led|lance)?|ideolog(?:y|ical)
           intercept(?:s|ed|ion)?
           (?:track|follow|watch|guard|control)(?:s|ing|ed)? (?:a |the )?<WHO>
           <WHO> control""",
        "nobody is watched, held back or brought back",
        "不看管人，不拦人，不记人在哪里、想什么",
    ),
    _excluded(
        "L3",
        """打击一批|依法打击|打击(?:处理)?<人>
           训诫|拘留|劳教|非访|非正常上访|缠访|闹访
           (?:移送|移交|交由|送交|扭送).{0,4}<警>.{0,4}<人>
           <人>.{0,2}(?:移送|移交|交由|送交|扭送).{0,2}<警>""",
        """punish(?:es|ed|ment)?|detain(?:s|ed)?|detention
           <WHO> (?:handed over )?to the police
           hand(?:s|ed|ing)? (?:over )?(?:a |the )?<WHO> (?:over )?to the police""",
        "nobody is handed over or punished for an appeal",
        "不因为反映问题处理人，属于法院、公安的依法导入",
    ),
    _excluded(
        "X4 X10",
        """零(?:上访|信访|非访|诉求|投诉)
           无访(?:村|社区|乡|镇|县|单位)|三无(?:村|社区|单位|乡镇)
           最多访一次|只(?:能|准|许)访一次
           息访|罢访|不再(?:上访|信访)|(?:承诺|保证).{0,4}不再反映
           (?:禁止|不得|不准|不许)(?:上访|信访|越级)""",
        """zero[- ](?:appeal|petition|complaint)s?
           petition[- ]free|no[- ]petition (?:village|town|county|unit)s?
           at most one visit|visits? at most once
           (?:promise|pledge)s? not to (?:appeal|petition|complain)
           not allowed to (?:appeal|petition)""",
        "few appeals are no merit, and nobody is kept from one",
        "少反映不是成绩，也不能不让人反映",
    ),
)
