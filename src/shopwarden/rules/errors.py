"""What the room ``rules`` refuses, and where in the text.

::

    ShopwardenError
    ├── RuleError                 a rule's text cannot be used; all have a place and a hint
    │   ├── RuleLimitError        too long, too deep, too much of something
    │   ├── RuleSyntaxError       not read as an expression
    │   ├── RuleNotAllowedError   SQL, but nothing a rule may say
    │   ├── RuleNameError         a column, function, list or choice that does not exist
    │   ├── RuleTypeError         things that cannot be compared or computed
    │   └── RulePatternError      a pattern for ``matches`` or ``like`` that is none
    └── RulebookError             a rulebook file is wrong; names file, rule and field
"""

from __future__ import annotations

from dataclasses import dataclass

from shopwarden.errors import ShopwardenError

Span = tuple[int, int]
"""Half-open range of characters in the text of a rule."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text: line and column count from 1, `length` in characters."""

    line: int
    column: int
    length: int

    @classmethod
    def of(cls, text: str, span: Span) -> Place:
        """Return the place of the characters `span` of `text`; it ends with its line."""
        start, end = span
        before = text.rfind("\n", 0, start) + 1
        newline = text.find("\n", start, end)
        stop = end if newline < 0 else newline
        return cls(text.count("\n", 0, start) + 1, start - before + 1, max(stop - start, 1))


class RuleError(ShopwardenError):
    """A rule that cannot be used.

    Parameters
    ----------
    code
        Stable: ``rule.unknown_column``.
    text
        The rule's text; kept as ``text`` so that the place can be shown.
    span
        The characters that are wrong.
    hint
        Stable code of what to do instead, where there is something to say.
    **data
        What the sentence names.
    """

    def __init__(
        self, code: str, *, text: str, span: Span, hint: str | None = None, **data: object
    ) -> None:
        super().__init__(code, **data)
        self.text = text
        self.span = span
        self.place = Place.of(text, span)
        self.hint = hint

    def __str__(self) -> str:
        return f"{super().__str__()} at {self.place.line}:{self.place.column}"


class RuleLimitError(RuleError):
    """A rule that would cost too much to read.

    ===================== =====================================================
    code                  data
    ===================== =====================================================
    rule.too_long         length, limit (characters)
    rule.too_deep         limit (levels of brackets, ``not`` and signs)
    rule.too_many         what (``words``, ``values``), limit
    ===================== =====================================================
    """


class RuleSyntaxError(RuleError):
    """A text that is no expression.

    ===================== =====================================================
    code                  data
    ===================== =====================================================
    rule.empty
    rule.bad_character    name; instead (what was meant)
    rule.bad_number       value, digits
    rule.open_quote
    rule.bracket          bracket
    rule.unexpected       found
    rule.ends_early
    ===================== =====================================================
    """


class RuleNotAllowedError(RuleError):
    """Something SQL knows and rules do not.

    ===================== =====================================================
    code                  data
    ===================== =====================================================
    rule.not_allowed      found
    rule.null_value       found (``null`` as a value)
    rule.constant         the rule, or a part of it, names no column
    ===================== =====================================================
    """


class RuleNameError(RuleError):
    """A name that does not exist; ``close`` are the nearest that do.

    ===================== =====================================================
    code                  data
    ===================== =====================================================
    rule.unknown_column   name, close
    rule.unknown_function name, close, known
    rule.unknown_list     name, known
    rule.unknown_choice   value, column, known
    ===================== =====================================================
    """


class RuleTypeError(RuleError):
    """Things that do not go together; types as in ``vocabulary.Type``.

    ===================== =====================================================
    code                  data
    ===================== =====================================================
    rule.not_a_condition  found (the type)
    rule.wrong_type       operator, left, right (types)
    rule.wrong_argument   function, wanted, found
    rule.argument_count   function, wanted, found
    rule.bad_time         value, wanted (``time``, ``clock``)
    rule.money_digits     value, digits
    rule.empty_range
    rule.divided_by_zero
    rule.not_a_value      a condition where a value belongs
    rule.not_listed       name (a column no list is kept for)
    ===================== =====================================================
    """


class RulePatternError(RuleError):
    """A pattern that cannot be searched for.

    ===================== =====================================================
    code                  data
    ===================== =====================================================
    rule.bad_like         why
    rule.bad_pattern      why
    ===================== =====================================================
    """


class RulebookError(ShopwardenError):
    """A rulebook file, or one field of one rule in it, is wrong.

    ======================= ===================================================
    code                    data
    ======================= ===================================================
    rulebook.not_found      file
    rulebook.too_large      file, limit (bytes)
    rulebook.bad_yaml       file, line, column
    rulebook.bad_format     file, line, found, wanted
    rulebook.unknown_field  file, line, rule, field, close
    rulebook.missing_field  file, line, rule, field
    rulebook.bad_value      file, line, rule, field, value, known
    rulebook.repeated       file, line, rule
    rulebook.bad_rule       file, line, rule, field; ``cause`` is the RuleError
    ======================= ===================================================
    """

    cause: RuleError | None = None
