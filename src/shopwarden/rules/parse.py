"""From text to SQL tree: words are looked at one by one, then sqlglot builds the tree.

Only words on a list reach the parser, so that a construct rules do not have is refused where it
stands, and the parser meets nothing but an expression. Functions are left as plain calls: which
there are, and what they take, is for ``check`` to say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sqlglot import Token, TokenType, exp, parser
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, TokenError

from shopwarden.rules.errors import (
    RuleError,
    RuleLimitError,
    RuleNameError,
    RuleNotAllowedError,
    RuleSyntaxError,
    Span,
)
from shopwarden.rules.text import DEEPEST, check_text
from shopwarden.rules.vocabulary import nearest

MOST_WORDS: Final = 1_000
FUNCTIONS: Final = (
    "abs", "coalesce", "hour", "length", "lower", "matches", "on_list", "time_of_day", "weekday",
)  # fmt: skip
_ALLOWED: Final = frozenset(
    {
        TokenType.VAR, TokenType.NUMBER, TokenType.STRING, TokenType.COMMA, TokenType.L_PAREN,
        TokenType.R_PAREN, TokenType.AND, TokenType.OR, TokenType.NOT, TokenType.IN,
        TokenType.BETWEEN, TokenType.LIKE, TokenType.IS, TokenType.NULL, TokenType.TRUE,
        TokenType.FALSE, TokenType.EQ, TokenType.NEQ, TokenType.LT, TokenType.LTE, TokenType.GT,
        TokenType.GTE, TokenType.PLUS, TokenType.DASH, TokenType.STAR, TokenType.SLASH,
    }
)  # fmt: skip
_HINTS: Final = {
    TokenType.DCOLON: "no_casts",
    TokenType.ILIKE: "lower_like",
    TokenType.ESCAPE: "use_matches",
    TokenType.RLIKE: "use_matches",
    TokenType.CASE: "use_and_or",
    TokenType.DAMP: "use_and_or",
    TokenType.DPIPE: "use_and_or",
    TokenType.SELECT: "one_expression",
    TokenType.OVER: "use_features",
    TokenType.MOD: "use_features",
    TokenType.DOT: "plain_names",
}
# Words an expression may end with.
_ENDS: Final = frozenset(
    {
        TokenType.VAR, TokenType.NUMBER, TokenType.STRING, TokenType.R_PAREN, TokenType.NULL,
        TokenType.TRUE, TokenType.FALSE,
    }
)  # fmt: skip
_COMMA_OR_END: Final = frozenset({TokenType.COMMA, TokenType.R_PAREN})
_LEFT_OVER: Final = "Invalid expression"
# Signs before a value, each of which costs the parser a level.
_PREFIXES: Final = frozenset({TokenType.NOT, TokenType.DASH, TokenType.PLUS})


class _Rules(Dialect):
    """SQL without a single function of its own."""

    class Parser(parser.Parser):
        FUNCTIONS: ClassVar[dict[str, Any]] = {}
        FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {}
        NO_PAREN_FUNCTIONS: ClassVar[dict[Any, Any]] = {}
        NO_PAREN_FUNCTION_PARSERS: ClassVar[dict[str, Any]] = {}
        # As in sqlglot, and with the place.
        PRIMARY_PARSERS: ClassVar[dict[Any, Any]] = {
            **parser.Parser.PRIMARY_PARSERS,
            TokenType.NULL: lambda _, token: exp.Null().update_positions(token),
            TokenType.TRUE: lambda _, token: exp.true().update_positions(token),
            TokenType.FALSE: lambda _, token: exp.false().update_positions(token),
        }


_DIALECT: Final = _Rules()
_TWO_SIDES: Final = frozenset({"this", "expression"})
# What sqlglot may say in a node beside this and expression. Anything else would change the
# meaning without being read, so it is refused.
_ARGUMENTS: Final[dict[type[exp.Expr], frozenset[str]]] = {
    exp.Anonymous: frozenset({"this", "expressions"}),
    exp.Between: frozenset({"this", "low", "high"}),
    exp.Column: frozenset({"this"}),
    exp.Div: _TWO_SIDES | {"typed", "safe"},
    exp.Identifier: frozenset({"this"}),
    exp.In: frozenset({"this", "expressions", "field"}),
    exp.Like: _TWO_SIDES | {"negate"},
    exp.Literal: frozenset({"this", "is_string"}),
    # Refused by name later, with a better word.
    exp.Alias: frozenset({"this", "alias"}),
    exp.Tuple: frozenset({"expressions"}),
}


@dataclass(frozen=True)
class Parsed:
    """A SQL tree, and where its brackets stand in the text."""

    text: str
    root: exp.Expr
    closing: Mapping[int, int]
    starts: tuple[int, ...]
    tokens: tuple[Token, ...]

    def with_brackets(self, span: Span) -> Span:
        """Widen the span of an expression by the pair of brackets around it."""
        before = bisect_left(self.starts, span[0]) - 1
        if before < 0 or self.tokens[before].token_type is not TokenType.L_PAREN:
            return span
        return self.starts[before], self.closing[self.starts[before]] + 1


def parse_text(text: str, names: Mapping[str, object]) -> Parsed:
    """Return the SQL tree of `text`.

    Parameters
    ----------
    text
        Anything; what is too large or deep is refused before it is parsed.
    names
        The columns a rule may name. A name that is a word of SQL too is meant as a name.

    Raises
    ------
    RuleError
        The text is no expression made of what rules know.
    """
    check_text(text)
    tokens = _tokens(text, names)
    try:
        roots = _DIALECT.parser().parse(tokens, text)
    except ParseError as error:
        raise _syntax_error(text, tokens, error) from None
    except RecursionError:
        # Not met so far: brackets and signs are counted. The caller's own stack may be deep.
        raise RuleLimitError(
            "rule.too_deep", text=text, span=(0, len(text)), limit=DEEPEST
        ) from None
    root = roots[0] if len(roots) == 1 else None
    if root is None:
        raise RuleSyntaxError("rule.ends_early", text=text, span=(len(text), len(text)))
    _check_arguments(text, root)
    starts = tuple(token.start for token in tokens)
    return Parsed(text, root, _closing(tokens), starts, tuple(tokens))


def _tokens(text: str, names: Mapping[str, object]) -> list[Token]:
    try:
        tokens = _DIALECT.tokenize(text)
    except TokenError:
        raise RuleSyntaxError("rule.unexpected", text=text, span=(0, len(text)), found="") from None
    if len(tokens) > MOST_WORDS:
        extra = _span(tokens[MOST_WORDS])
        raise RuleLimitError("rule.too_many", text=text, span=extra, what="words", limit=MOST_WORDS)
    depth, run = 0, 0
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        _check_token(text, token, following, names)
        _check_comma(text, token, following)
        run = run + 1 if token.token_type in _PREFIXES else 0
        depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(token.token_type, 0)
        if depth + run > DEEPEST:
            raise RuleLimitError("rule.too_deep", text=text, span=_span(token), limit=DEEPEST)
    return tokens


def _check_token(
    text: str, token: Token, following: Token | None, names: Mapping[str, object]
) -> None:
    word = token.text.lower()
    is_call = following is not None and following.token_type is TokenType.L_PAREN
    if token.token_type is not TokenType.STRING and (
        word in names or (is_call and word in FUNCTIONS)
    ):
        token.token_type = TokenType.VAR
    if token.token_type not in _ALLOWED:
        raise RuleNotAllowedError(
            "rule.not_allowed",
            text=text,
            span=_span(token),
            hint=_HINTS.get(token.token_type),
            found=text[slice(*_span(token))],
        )
    if token.token_type is TokenType.VAR and is_call and word not in FUNCTIONS:
        raise RuleNameError(
            "rule.unknown_function",
            text=text,
            span=_span(token),
            hint="functions",
            name=word,
            close=nearest(word, FUNCTIONS),
            known=FUNCTIONS,
        )


def _check_comma(text: str, token: Token, following: Token | None) -> None:
    """Refuse a comma with nothing before or behind it, which sqlglot would pass over."""
    after = following.token_type if following else None
    is_before_end = token.token_type is TokenType.COMMA and after in _COMMA_OR_END
    is_after_begin = token.token_type is TokenType.L_PAREN and after is TokenType.COMMA
    if following and (is_before_end or is_after_begin):
        raise RuleSyntaxError(
            "rule.unexpected", text=text, span=_span(following), found=following.text
        )


def _check_arguments(text: str, root: exp.Expr) -> None:
    for node in root.walk():
        known = _ARGUMENTS.get(type(node), _TWO_SIDES)
        if any(value and name not in known for name, value in node.args.items()):
            span = span_of(node)
            found = text[slice(*span)]
            raise RuleNotAllowedError("rule.not_allowed", text=text, span=span, found=found)


def span_of(node: exp.Expr) -> Span:
    """Return the characters from the first to the last word of a SQL node."""
    metas = [part.meta for part in node.walk() if "start" in part.meta]
    if not metas:
        return 0, 0
    return min(meta["start"] for meta in metas), max(meta["end"] for meta in metas) + 1


def _closing(tokens: list[Token]) -> dict[int, int]:
    """Return where each opening bracket is closed; they are known to be in pairs."""
    opened: list[int] = []
    closing = {}
    for token in tokens:
        if token.token_type is TokenType.L_PAREN:
            opened.append(token.start)
        elif token.token_type is TokenType.R_PAREN:
            closing[opened.pop()] = token.start
    return closing


def _syntax_error(text: str, tokens: list[Token], error: ParseError) -> RuleError:
    found = error.errors[0] if error.errors else {}
    line, column, word = found.get("line"), found.get("col"), found.get("highlight") or ""
    for token in tokens:
        if (token.line, token.col) == (line, column):
            # Where the text stops in the middle, sqlglot points at the last word it took.
            is_left_over = str(found.get("description")).startswith(_LEFT_OVER)
            if token is tokens[-1] and not (is_left_over and token.token_type in _ENDS):
                break
            return RuleSyntaxError("rule.unexpected", text=text, span=_span(token), found=word)
    return RuleSyntaxError("rule.ends_early", text=text, span=(len(text), len(text)))


def _span(token: Token) -> Span:
    return token.start, token.end + 1
