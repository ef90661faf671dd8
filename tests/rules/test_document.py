"""docs/rules.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from shopwarden.records import Kind
from shopwarden.rules import record_terms
from shopwarden.rules.parse import FUNCTIONS, MOST_WORDS
from shopwarden.rules.rulebook import read_rulebook
from shopwarden.rules.text import DEEPEST, LONGEST
from shopwarden.rules.vocabulary import LISTS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")


def test_every_function_and_list_is_explained() -> None:
    assert {name for name in FUNCTIONS if f"{name}(" not in DOCUMENT} == set()
    assert {name for name in LISTS if f"`{name}`" not in DOCUMENT} == set()


def test_the_columns_with_lists_are_named() -> None:
    listed = {term.name for term in record_terms(Kind.ORDERS) if term.listed}
    line = next(line for line in DOCUMENT.splitlines() if line.startswith("| lists |"))
    assert set(re.findall(r"`(\w+)`", line)) == listed | set(LISTS)


def test_the_limits_are_those_of_the_code() -> None:
    said = f"up to {LONGEST:,} characters, {MOST_WORDS:,} words and {DEEPEST} levels of brackets"
    assert said in DOCUMENT


def test_the_example_can_be_read() -> None:
    example = re.search(r"```yaml\n(.*?)```", DOCUMENT, re.DOTALL)
    assert example
    (rule,) = read_rulebook(example.group(1).encode(), "example.yaml").rules
    assert rule.id == "many-refunds"
