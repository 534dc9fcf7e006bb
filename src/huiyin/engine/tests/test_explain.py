"""Derivations: every step has a sentence, in both languages, and survives JSON."""

import json
import string
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.common.translate import translator
from huiyin.engine.calendar import Calendar, DayKind, SpecialDay
from huiyin.engine.clocks import ClockEvent, ClockRule, ExtendRule, may_extend, run_clocks
from huiyin.engine.explain import NAMES_IN, SENTENCES, Step, render
from huiyin.engine.terms import Term, Unit, due, due_on
from huiyin.engine.tests.oracles import ZONE, calendars, moments, pause_lists

ZH, EN = translator("zh"), translator("en")
FEAST = SpecialDay(DayKind.HOLIDAY, "春节", "Spring Festival", "国办发明电〔2025〕7号")
WORKED = SpecialDay(DayKind.MAKE_UP, "春节", "Spring Festival", "国办发明电〔2025〕7号")
LOCAL = SpecialDay(DayKind.HOLIDAY, "开斋节", "Eid")
CALENDAR = Calendar(
    "test",
    {date(2026, 2, day): FEAST for day in range(15, 24)}
    | {date(2026, 2, 14): WORKED, date(2026, 2, 28): WORKED, date(2026, 3, 20): LOCAL},
    frozenset({2026}),
)


def why(start, terms, translate=ZH, **options):
    moment = datetime.fromisoformat(start).replace(tzinfo=ZONE)
    result = due(moment, Term.parse_all(terms), CALENDAR, tz=ZONE, **options)
    return render(result.derivation, translate)


def test_a_term_that_ends_in_a_holiday():
    assert why("2026-02-03", "15nd") == [
        "2026-02-03 为开始当日，不计入",
        "自 2026-02-04 起算 15 个自然日，至 2026-02-18 届满（名义到期）",
        "2026-02-18 是春节假期（国办发明电〔2025〕7号），顺延至 2026-02-24（法定到期）",
    ]
    assert why("2026-02-03", "15nd", EN) == [
        "2026-02-03 is the first day and does not count",
        "natural days counted: 15, from 2026-02-04 to 2026-02-18 (nominal due)",
        (
            "2026-02-18 is a day off: Spring Festival (国办发明电〔2025〕7号); "
            "moved to 2026-02-24 (legal due)"
        ),
    ]


def test_working_days_list_what_was_skipped_and_what_was_added():
    assert why("2026-02-12", "6wd")[1:] == [
        "自 2026-02-13 起算 6 个工作日，至 2026-02-27 届满（到期）",
        "跳过休息日：2026-02-15 至 2026-02-23（春节，国办发明电〔2025〕7号）",
        "计入调休上班日：2026-02-14（春节，国办发明电〔2025〕7号）",
    ]
    assert why("2026-03-12", "6wd")[2] == (
        "跳过休息日：2026-03-14 至 2026-03-15、2026-03-20（开斋节）、2026-03-21 至 2026-03-22"
    )


@pytest.mark.parametrize(
    ("start", "terms", "last"),
    [
        ("2026-03-05", "2nd", "2026-03-07 是周末，顺延至 2026-03-09（法定到期）"),
        ("2026-03-02", "2nd", "2026-03-04 是工作日，即为法定到期"),
        ("2026-03-18", "2nd", "2026-03-20 是开斋节假期，顺延至 2026-03-23（法定到期）"),
        (
            "2026-01-31",
            "1m",
            "2026-02-28 是春节调休上班日（国办发明电〔2025〕7号），即为法定到期",
        ),
        ("2026-12-20", "20nd", "2027 年放假安排尚未公布，暂按周末推算"),
        (
            "2026-03-02T10:30",
            "2h",
            "自 2026-03-02 10:30 起算 2 小时，至 2026-03-02 12:30 届满（到期）",
        ),
    ],
)
def test_last_sentences(start, terms, last):
    assert why(start, terms)[-1] == last


def test_month_end_extension_first_day_and_no_roll():
    assert "到期月没有与 2026-01-31 对应的日，以月末日 2026-02-28 为届满日" in why(
        "2026-01-31", "1m"
    )
    assert why("2026-08-03", "60nd+30nd")[2] == (
        "延长 30 个自然日，自 2026-10-03 起续算，至 2026-11-01 届满（名义到期）"
    )
    assert why("2026-03-02", "2nd", first_day="same")[0] == "2026-03-02 为开始当日，计入"
    assert why("2026-03-05", "2nd", roll=False)[-1] == "2026-03-07 是休息日，本时限不顺延"


@settings(max_examples=200)
@given(
    calendars(hours=True),
    moments,
    st.lists(st.builds(Term, st.integers(0, 9), st.sampled_from(Unit)), min_size=1, max_size=3),
    pause_lists(),
    st.booleans(),
)
def test_every_derivation_can_be_told_and_stored(calendar, start, terms, pauses, roll):
    steps = due(start, terms, calendar, tz=ZONE, pauses=pauses, roll=roll).derivation
    stored = [Step.from_json(json.loads(json.dumps(step.as_json()))) for step in steps]
    assert tuple(stored) == steps
    for translate in (ZH, EN):
        assert render(stored, translate) == render(steps, translate)
        assert all("{" not in sentence for sentence in render(steps, translate))


def test_every_state_and_refusal_of_a_clock_can_be_told():
    rule = ClockRule(
        key="clock", start=("start",), stop=("stop",), pause=("pause",), resume=("resume",),
        cancel=("cancel",), within=Term.parse("9nd"), when={"kind": frozenset({"a"})},
        extend=ExtendRule(Term.parse("3nd"), "extend", amount_field="days"),
    )  # fmt: skip
    logs = [
        ["start", "pause"],
        ["start", "cancel"],
        ["start", "stop"],
        ["start", "extend", "extend", "other", "stop"],
        ["start", "change"],
    ]
    seen = set()
    for acts in logs:
        facts = {"start": {"kind": "a", "days": 2}, "change": {"kind": "b"}}
        events = [
            ClockEvent(n, act, datetime(2026, 3, 2 + 4 * n, tzinfo=ZONE), facts.get(act, {}))
            for n, act in enumerate(acts)
        ]
        for state in run_clocks([rule], events, CALENDAR, ZONE):
            seen |= {step.kind for step in state.derivation}
            assert all(render(state.derivation, ZH))
    assert {
        "paused_now",
        "cancelled",
        "in_time",
        "late",
        "not_applicable",
        "extend_used_up",
    } <= seen
    bare = ClockRule(key="bare", start=("start",), stop=("stop",), within=None)
    (state,) = run_clocks([bare], events[:1], CALENDAR, ZONE)
    assert render(state.derivation, ZH) == ["未设时限"]
    assert render([may_extend(state, bare, events[0].at)], ZH) == ["本时限不得延长"]
    fixed = due_on(date(2026, 2, 16), CALENDAR, roll=True, tz=ZONE)
    assert render(fixed.derivation, ZH)[0] == "到期日定为 2026-02-16（名义到期）"


def test_the_chinese_catalogue_has_every_sentence_with_the_same_fields():
    def fields(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for msgid in SENTENCES.values():
        assert ZH(msgid) != msgid
        assert fields(ZH(msgid)) <= fields(msgid)
    assert ZH(NAMES_IN) == "names-in:zh"
