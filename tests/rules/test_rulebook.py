"""Rulebook files: what is read, what is refused and where, and that writing loses nothing."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.records import Severity
from shopwarden.rules import RulebookError
from shopwarden.rules.rulebook import (
    Rulebook,
    RulebookRule,
    State,
    dump_rulebook,
    load_rulebook,
    read_rulebook,
)
from shopwarden.rules.wording import is_note, is_title
from tests.rules.shop import SHOP

BOOK = """\
format: 1
rules:
  - id: many-refunds
    title: {zh: 近期多次退款, en: Several refunds lately}
    expression: |
      buyer_refunds_30d >= 3
      and amount > 200
    severity: check
    score: 0.6
    state: on
    note: 看一遍原因
    version: 4
  - id: large
    title: {zh: 大额, en: 'Large, really'}
    expression: amount > 1000
    severity: note
    score: 1
    state: off
"""
FIRST = RulebookRule(
    id="many-refunds", title_zh="近期多次退款", title_en="Several refunds lately",
    expression="buyer_refunds_30d >= 3\nand amount > 200\n", severity=Severity.CHECK, score=0.6,
    state=State.ON, note="看一遍原因", version=4,
)  # fmt: skip
SECOND = RulebookRule(
    id="large", title_zh="大额", title_en="Large, really", expression="amount > 1000",
    severity=Severity.NOTE, score=1.0, state=State.OFF,
)  # fmt: skip


def test_a_book_is_read() -> None:
    book = read_rulebook(BOOK.encode(), "book.yaml")
    assert book == Rulebook((FIRST, SECOND))
    assert [rule.line for rule in book.rules] == [5, 15]


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BOOK.encode())
    assert load_rulebook(path) == Rulebook((FIRST, SECOND))
    with pytest.raises(RulebookError) as caught:
        load_rulebook(tmp_path / "none.yaml")
    assert (caught.value.code, caught.value.data) == ("rulebook.not_found", {"file": "none.yaml"})


def test_checked_rules_are_those_that_are_not_off() -> None:
    checked = read_rulebook(BOOK.encode(), "book.yaml").check(SHOP)
    assert list(checked) == ["many-refunds"]


def test_what_is_written_is_read_the_same() -> None:
    text = dump_rulebook([FIRST, SECOND])
    assert read_rulebook(text.encode(), "book.yaml") == Rulebook((FIRST, SECOND))
    assert "expression: |\n" in text


_texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
_rules = st.builds(
    RulebookRule,
    id=st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True),
    title_zh=_texts.filter(is_title),
    title_en=_texts.filter(is_title),
    expression=_texts,
    severity=st.sampled_from(Severity),
    score=st.floats(0, 1),
    state=st.sampled_from(State),
    note=st.just("") | _texts.filter(is_note),
    version=st.integers(1, 999),
)


@given(st.lists(_rules, max_size=4, unique_by=lambda rule: rule.id))
def test_any_book_is_read_as_it_was_written(rules: list[RulebookRule]) -> None:
    assert read_rulebook(dump_rulebook(rules).encode(), "book.yaml").rules == tuple(rules)


_case_old_new_code_line_data: list[tuple[str, str, str, int, dict[str, Any]]] = [
    ("format: 1", "format: 2", "bad_value", 1, {"field": "format", "value": "2", "known": ("1",)}),
    ("rules:", "rule:", "unknown_field", 3, {"field": "rule", "close": ("rules",)}),
    ("severity: check", "severity: bad", "bad_value", 8,
     {"rule": "many-refunds", "field": "severity", "value": "bad",
      "known": ("note", "check", "wrong")}),
    ("    severity: check\n", "", "missing_field", 3,
     {"rule": "many-refunds", "field": "severity"}),
    ("score: 0.6", "score: 1.5", "bad_value", 9,
     {"rule": "many-refunds", "field": "score", "value": "1.5", "known": ("0 … 1",)}),
    ("score: 0.6", "score: high", "bad_value", 9, {"field": "score", "value": "high"}),
    ("state: on", "state: maybe", "bad_value", 10, {"known": ("off", "on", "shadow")}),
    ("version: 4", "version: 0", "bad_value", 12, {"field": "version"}),
    ("score: 0.6", "scores: 0.6", "unknown_field", 9, {"field": "scores", "close": ("score",)}),
    ("id: large", "id: many-refunds", "repeated", 13, {"rule": "many-refunds"}),
    ("id: large", "id: Große Order", "bad_value", 13, {"field": "id"}),
    ("id: large", "name: large", "unknown_field", 13, {"rule": "#2", "close": ()}),
    ("{zh: 大额, en: 'Large, really'}", "大额", "bad_format", 14, {"wanted": "mapping"}),
    ("{zh: 大额, en: 'Large, really'}", "{zh: 大额}", "missing_field", 14, {"field": "en"}),
    ("amount > 1000", "[a, b]", "bad_value", 15, {"field": "expression"}),
    ("  - id: large", "  - just a text\n  - id: large", "bad_format", 13, {"wanted": "mapping"}),
    ("format: 1", "format: 1\nformat: 1", "bad_format", 2, {"wanted": "mapping"}),
    ("id: large", "id: &x large", "bad_format", 13, {"wanted": "plain"}),
    ("id: large", "id: !!python/name:os.system large", "bad_format", 13, {"wanted": "plain"}),
    ("note: 看一遍原因", "note: [[[[[[[x]]]]]]]", "bad_format", 11, {"wanted": "shallow"}),
    ("note: 看一遍原因", 'note: "a\\u202Eb"', "bad_value", 11, {"field": "note"}),
    ("note: 看一遍原因", f"note: {'x' * 1001}", "bad_value", 11, {"known": ("a note",)}),
    ("zh: 大额", f"zh: {'大' * 81}", "bad_value", 14, {"rule": "large", "field": "zh"}),
    ("zh: 大额", 'zh: "a\\nb"', "bad_value", 14, {"known": ("a title",)}),
    ("zh: 大额", 'zh: "\\0"', "bad_value", 14, {"field": "zh"}),
    ("zh: 大额", 'zh: "\\u200D"', "bad_value", 14, {"field": "zh"}),
    ("note: 看一遍原因", "note: 'open", "bad_yaml", 14, {}),
    ("format: 1", "\tformat: 1", "bad_yaml", 1, {}),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "line", "data"), _case_old_new_code_line_data)
def test_a_mistake_is_shown_where_it_is(
    old: str, new: str, code: str, line: int, data: dict[str, Any]
) -> None:
    assert BOOK.count(old) == 1
    with pytest.raises(RulebookError) as caught:
        read_rulebook(BOOK.replace(old, new).encode(), "book.yaml")
    error = caught.value
    assert (error.code, error.data["line"]) == (f"rulebook.{code}", line)
    assert error.data["file"] == "book.yaml"
    assert {name: error.data[name] for name in data} == data


@pytest.mark.parametrize("data", [b"", b"[]", b"just text", b"format: 1", b"format: 1\nrules: x"])
def test_what_is_no_book(data: bytes) -> None:
    with pytest.raises(RulebookError) as caught:
        read_rulebook(data, "book.yaml")
    assert caught.value.code in {"rulebook.bad_format", "rulebook.missing_field"}


def test_a_wrong_rule_is_shown_even_when_it_is_off() -> None:
    book = read_rulebook(BOOK.replace("amount > 1000", "amout > 1000").encode(), "book.yaml")
    with pytest.raises(RulebookError) as caught:
        book.check(SHOP)
    error = caught.value
    assert error.code == "rulebook.bad_rule"
    assert error.data == {
        "file": "book.yaml", "line": 15, "rule": "large", "field": "expression"
    }  # fmt: skip
    assert error.cause is not None
    assert error.cause.code == "rule.unknown_column"


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
        "format: 1\nrules:\n" + "  - {}\n" * 50_000,
        "x" * 600_000,
        "\x00",
        "a: \ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ],
)
def test_a_bomb_is_refused(text: str) -> None:
    begin = time.process_time()
    with pytest.raises(RulebookError):
        read_rulebook(text.encode("latin-1"), "book.yaml")
    assert time.process_time() - begin < 10


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(RulebookError) as caught:
        read_rulebook("format: 1\n# 中文".encode("gbk"), "book.yaml")
    assert (caught.value.code, caught.value.data["line"]) == ("rulebook.bad_yaml", 2)
