"""What a rule's text may look like, looked at before anything parses it.

One pass over the characters: length, depth, quotes, brackets, and signs that are not what they
seem. Nothing here can recurse or take longer than the text is long, so that whatever is
written, the parser behind it gets something small and shallow.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from shopwarden.rules.errors import RuleLimitError, RuleNotAllowedError, RuleSyntaxError

LONGEST: Final = 4_000
DEEPEST: Final = 12
_QUOTE: Final = "'"
# What people type for a sign of SQL, beside its full-width form. \u2212 is the minus sign.
_MEANT: Final = {
    "≥": ">=", "≤": "<=", "≠": "<>", "×": "*", "÷": "/", "\u2212": "-", "。": ".",
    "‘": "'", "’": "'", "“": "'", "”": "'",
}  # fmt: skip
# What starts a comment or another statement.
_MARKS: Final = {
    "--": "no_comments", "/*": "no_comments", "*/": "no_comments", "//": "no_comments",
    "#": "no_comments", ";": "one_expression",
}  # fmt: skip
_NOT_IN_TEXT: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_SPACE: Final = frozenset(" \t\n")


def check_text(text: str) -> None:
    """Refuse a text that no parser should see.

    Raises
    ------
    RuleLimitError
        It is too long, or its brackets go too deep.
    RuleSyntaxError
        It is empty, a quote or bracket is open, or a sign is not what it looks like.
    RuleNotAllowedError
        It holds a comment or a second statement.
    """
    if len(text) > LONGEST:
        raise RuleLimitError(
            "rule.too_long",
            text=text[:LONGEST],
            span=(LONGEST - 1, LONGEST),
            length=len(text),
            limit=LONGEST,
        )
    if not text.strip():
        raise RuleSyntaxError("rule.empty", text=text, span=(0, len(text)), hint="example")
    _check_signs(text)


def _check_signs(text: str) -> None:
    quoted_from = -1
    brackets: list[int] = []
    for at, sign in enumerate(text):
        if sign == _QUOTE:
            quoted_from = at if quoted_from < 0 else -1
        elif quoted_from >= 0 or sign not in _SPACE:
            _check_sign(text, at, inside=quoted_from >= 0)
        if quoted_from < 0 and sign in "()":
            _check_bracket(text, at, brackets)
    if quoted_from >= 0:
        raise RuleSyntaxError("rule.open_quote", text=text, span=(quoted_from, len(text)))
    if brackets:
        raise _bracket(text, brackets[-1])


def _check_sign(text: str, at: int, inside: bool) -> None:
    sign = text[at]
    if unicodedata.category(sign) in _NOT_IN_TEXT:
        raise _bad_sign(text, at, None)
    if inside:
        return
    if not sign.isascii():
        is_space = unicodedata.category(sign) == "Zs"
        hint = "half_width" if _meant(sign) else "names_are_ascii"
        raise _bad_sign(text, at, "plain_spaces" if is_space else hint)
    if sign in '"`':
        raise _bad_sign(text, at, "single_quotes")
    for mark, hint in _MARKS.items():
        if text.startswith(mark, at):
            span = (at, at + len(mark))
            raise RuleNotAllowedError(
                "rule.not_allowed", text=text, span=span, hint=hint, found=mark
            )


def _bad_sign(text: str, at: int, hint: str | None) -> RuleSyntaxError:
    sign = text[at]
    return RuleSyntaxError(
        "rule.bad_character",
        text=text,
        span=(at, at + 1),
        hint=hint,
        name=f"{sign} U+{ord(sign):04X}" if sign.isprintable() else f"U+{ord(sign):04X}",
        instead=_meant(sign),
    )


def _meant(sign: str) -> str:
    """Return the sign of SQL that was meant; empty for a letter or a sign SQL does not have."""
    plain = unicodedata.normalize("NFKC", sign)
    return _MEANT.get(sign) or (plain if plain.isascii() and not plain.isalnum() else "")


def _check_bracket(text: str, at: int, brackets: list[int]) -> None:
    if text[at] == "(":
        brackets.append(at)
        if len(brackets) > DEEPEST:
            raise RuleLimitError("rule.too_deep", text=text, span=(at, at + 1), limit=DEEPEST)
    elif brackets:
        brackets.pop()
    else:
        raise _bracket(text, at)


def _bracket(text: str, at: int) -> RuleSyntaxError:
    return RuleSyntaxError("rule.bracket", text=text, span=(at, at + 1), bracket=text[at])
