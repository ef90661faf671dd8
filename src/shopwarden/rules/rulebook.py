"""Rulebooks: rules as data, in a YAML file people read, compare and keep.

::

    format: 1
    rules:
      - id: many-refunds
        title: {zh: 退款频繁的买家, en: Buyer with many refunds}
        expression: buyer_refunds_30d >= 3 and amount > 200
        severity: check
        score: 0.6
        state: shadow
        note: Look at the last chat before shipping.
        version: 1

Values are taken as they are written (``on`` is a word, not true), so that every YAML tool's
idea of them is the same. Anchors, aliases and tags are refused: they are how a small file
becomes a large one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Final

import yaml

from shopwarden.records import Severity
from shopwarden.rules.check import CheckedRule, check_rule
from shopwarden.rules.errors import RulebookError, RuleError
from shopwarden.rules.vocabulary import Vocabulary
from shopwarden.rules.wording import is_note, is_title
from shopwarden.rules.yaml_nodes import Entry, read_nodes

FORMAT: Final = 1
READY: Final = "ready.yaml"


class State(StrEnum):
    """Whether a rule is judged: no, yes, or yes without anybody being told."""

    OFF = "off"
    ON = "on"
    SHADOW = "shadow"


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookRule:
    """One rule of a rulebook, as written; not checked against a vocabulary.

    Parameters
    ----------
    id
        Lower-case words with hyphens, unique in the book.
    title_zh, title_en
        What the rule is called.
    expression
        The rule's text.
    severity
        Of the findings it makes.
    score
        Of the findings it makes, 0 to 1.
    state
        Whether it is judged.
    note
        For whoever handles an alert.
    version
        Counts up with every change of the expression.
    line
        Where the expression stands in its file, for errors; 0 where there is none.
    """

    id: str
    title_zh: str
    title_en: str
    expression: str
    severity: Severity
    score: float
    state: State = State.ON
    note: str = ""
    version: int = 1
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules in the order of their file."""

    rules: tuple[RulebookRule, ...]
    file: str = field(default="", compare=False)

    def check(self, vocabulary: Vocabulary) -> dict[str, CheckedRule]:
        """Return the checked rules that are not off, by id.

        Raises
        ------
        RulebookError
            ``rulebook.bad_rule`` for the first that is wrong, on or off; its ``cause`` says how.
        """
        checked = {rule.id: self._checked(rule, vocabulary) for rule in self.rules}
        return {rule.id: checked[rule.id] for rule in self.rules if rule.state is not State.OFF}

    def _checked(self, rule: RulebookRule, vocabulary: Vocabulary) -> CheckedRule:
        try:
            return check_rule(rule.expression, vocabulary)
        except RuleError as cause:
            error = RulebookError(
                "rulebook.bad_rule",
                file=self.file,
                line=rule.line,
                rule=rule.id,
                field="expression",
            )
            error.cause = cause
            raise error from cause


def load_rulebook(path: Path | str) -> Rulebook:
    """Read a rulebook file.

    Raises
    ------
    RulebookError
        Names file, line, rule and field.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError:
        raise RulebookError("rulebook.not_found", file=path.name) from None
    return read_rulebook(data, path.name)


def ready_rulebook() -> Rulebook:
    """Return the rules that come with shopwarden."""
    data = files("shopwarden.rules").joinpath("data", READY).read_bytes()
    return read_rulebook(data, READY)


def read_rulebook(data: bytes, file: str) -> Rulebook:
    """Read the bytes of a rulebook; `file` is what errors call it."""
    book = read_nodes(data, file)
    book.only(("format", "rules"))
    if book.text("format") != str(FORMAT):
        raise book.bad_value("format", str(FORMAT))
    rules: dict[str, RulebookRule] = {}
    for entry in book.entries("rules"):
        rule = _rule(entry)
        if rule.id in rules:
            raise RulebookError("rulebook.repeated", file=file, line=entry.line, rule=rule.id)
        rules[rule.id] = rule
    return Rulebook(tuple(rules.values()), file)


def dump_rulebook(rules: Iterable[RulebookRule]) -> str:
    """Write rules as the text of a rulebook; reading it gives the same rules."""
    written = {"format": FORMAT, "rules": [_as_mapping(rule) for rule in rules]}
    return yaml.dump(
        written, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000, indent=2
    )


_FIELDS: Final = (
    "id", "title", "expression", "severity", "score", "state", "note", "version",
)  # fmt: skip


def _rule(entry: Entry) -> RulebookRule:
    entry.name = entry.optional("id") or f"#{entry.number}"
    entry.only(_FIELDS)
    title = entry.mapping("title")
    title.only(("zh", "en"))
    return RulebookRule(
        id=entry.matching("id", r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "lower-case-words"),
        title_zh=title.allowed("zh", is_title, "a title"),
        title_en=title.allowed("en", is_title, "a title"),
        expression=entry.text("expression"),
        severity=Severity(entry.one_of("severity", [member.value for member in Severity])),
        score=entry.number_between("score", 0, 1),
        state=State(entry.one_of("state", [member.value for member in State], State.ON.value)),
        note=entry.allowed("note", is_note, "a note") if entry.optional("note") else "",
        version=entry.whole("version", 1),
        line=entry.line_of("expression"),
    )


def _as_mapping(rule: RulebookRule) -> Mapping[str, object]:
    found: dict[str, object] = {
        one.name: getattr(rule, one.name) for one in fields(rule) if one.name in _FIELDS
    }
    found["severity"], found["state"] = rule.severity.value, rule.state.value
    ordered = {"id": rule.id, "title": {"zh": rule.title_zh, "en": rule.title_en}, **found}
    if not rule.note:
        del ordered["note"]
    return ordered


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and lists under their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


# What YAML takes for the end of a line too, and gives back as another one.
_LINE_ENDS: Final = frozenset("\r\x85\u2028\u2029")


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    if _LINE_ENDS.intersection(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_number(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    plain = format(Decimal(repr(number)), "f")
    return dumper.represent_scalar("tag:yaml.org,2002:float", plain)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_number)
