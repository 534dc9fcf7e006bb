"""A small pack whose acts relate matters, beside those that come along."""

from __future__ import annotations

import pytest

from huiyin.matters.actions import links
from huiyin.packs import load

PACK = "relating"
_PACK = """\
pack: relating
version: "1"
name: {zh: 试, en: Trial}
zone: Asia/Shanghai
calendar: national
processes: [thing]
"""
_THING = """\
process: thing
version: "1"
name: {zh: 事, en: Thing}
law: 试
valid_from: 2020-01-01
levels: [town]
states:
  open: {zh: 办, en: Open, phase: handle, public: {zh: 办, en: Open}}
  merged: {zh: 并, en: Merged, phase: closed, public: {zh: 并, en: Merged}}
  ended: {zh: 完, en: Ended, phase: final, public: {zh: 完, en: Ended}}
acts:
  register:
    name: {zh: 登记, en: Register}
    from: new
    to: open
    who: [window of any, dispatcher of any]
    owner: self
    takes_place: received_at
    links: {of: {kind: supervises}, by: {kind: settled_by, from_there: true}}
    form:
      received_at: {type: datetime, zh: 时间, en: Time, required: true}
      channel: {type: choice, zh: 渠道, en: Channel, options: {visit: {zh: 访, en: Visit}}}
      title: {type: text, zh: 概要, en: Title, required: true}
      of: {type: matter, zh: 督办, en: Supervised}
      by: {type: matter, zh: 引出, en: Begun by}
  mark_repeat:
    name: {zh: 标重, en: Mark}
    from: open
    who: [window of owner, dispatcher of owner]
    links: {earlier: {kind: repeat_of}}
    form:
      earlier: {type: matter, zh: 前件, en: Earlier, required: true}
  mark_first:
    name: {zh: 标初, en: First}
    from: open
    who: [window of owner]
    unlinks: repeat_of
  merge:
    name: {zh: 合并, en: Merge}
    from: open
    to: merged
    who: [dispatcher of owner]
    second: head of owner
    links: {into: {kind: merged_into}}
    form:
      into: {type: matter, zh: 并入, en: Into, required: true}
  unmerge:
    name: {zh: 撤并, en: Unmerge}
    from: merged
    to: back
    who: [dispatcher of owner]
    form:
      reason: {type: long, zh: 理由, en: Reason, required: true}
  end:
    name: {zh: 完, en: End}
    from: [open, merged]
    to: ended
    who: [dispatcher of owner]
clocks:
  do: {zh: 办, en: Do, start: register, stop: [end], within: 15nd, law: 试, kind: internal}
story_defaults:
  register: {received_at: "2025-03-03T09:00", title: 一件事}
  mark_repeat: {earlier: 25-000001-9}
  merge: {into: 25-000001-9}
  unmerge: {reason: 并错了}
stories:
  - story: 全程
    events:
    - 2025-03-03 register
    - 2025-03-04 mark_repeat
    - 2025-03-04 mark_first
    - 2025-03-05 merge
    - 2025-03-06 unmerge
    - 2025-03-07 end
    expect: {state: ended, do: {verdict: in_time}}
"""


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """The name of the pack, which stands in a folder beside the national one."""
    home = tmp_path / PACK
    (home / "processes").mkdir(parents=True)
    (home / "pack.yaml").write_text(_PACK, "utf-8")
    (home / "processes" / "thing.yaml").write_text(_THING, "utf-8")
    (tmp_path / "national").symlink_to(load.folder("national"))
    monkeypatch.setattr(load, "HERE", tmp_path)
    for kept in (load._available, links._relating_at):
        kept.cache_clear()
    yield PACK
    for kept in (load._available, links._relating_at):
        kept.cache_clear()
