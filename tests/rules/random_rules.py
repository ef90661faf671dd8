"""Random rules and random rows for properties; every rule is one that `check_rule` accepts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from tests.rules.shop import STATUSES

# Few values, so that comparisons come out both ways, and some that are at the edge.
_NUMBERS: Final = ("0", "1", "2", "3", "0.5", "2.5", "-1", "0.1", "100", "1000000")
_WHOLE: Final = ("0", "1", "2", "3", "7", "-1", "100")
_MONEY: Final = ("0", "0.01", "1", "200", "-5", "12.34", "999999999999")
_TEXTS: Final = ("", "a", "ab", "A", "省", "广东省", "a'b", "İ", "Ab省", "x y", "ß", "é")
_DATES: Final = ("2026-11-01", "2026-03-08 02:30", "2011-12-31 23:59:59", "2026-11-24")
_CLOCKS: Final = ("00:00", "06:30", "22:00", "23:59:59")
_PATTERNS: Final = (
    "a", "^a", "省$", "[a-c]+b?", "\\d{2}", "(?i)AB", "a.b", "^$|x", "[^a]", "\\S\\s", "(a|b)*c",
)  # fmt: skip
ZONES: Final = ("Asia/Shanghai", "America/New_York", "Europe/Berlin", "UTC", "Asia/Kolkata")


def _quoted(texts: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(texts).map(lambda text: "'" + text.replace("'", "''") + "'")


def _columns(*names: str) -> st.SearchStrategy[str]:
    return st.sampled_from(names)


def _written(form: str, **parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.fixed_dictionaries(parts).map(lambda found: form.format(**found))


_money_column = _columns("amount", "refunded")
_whole_column = _columns("quantity", "buyer_refunds_30d")
_double_column = _columns("rate", "known_days")
_text_column = _columns("buyer", "phone", "address")
_time_column = _columns("created_at", "paid_at")
_flag = _columns("needs_review", "is_gift")
_number = st.sampled_from(_NUMBERS)
_amount = st.sampled_from(_MONEY)

_money = st.recursive(
    _money_column,
    lambda inner: st.one_of(
        _written("({a} {o} {b})", a=inner, o=st.sampled_from("+-"), b=inner | _amount),
        _written("({a} * {b})", a=inner, b=_number | _whole_column | _double_column),
        _written("({a} / {b})", a=inner, b=_whole_column | _double_column),
        _written("abs({a})", a=inner),
        _written("(-{a})", a=inner),
        _written("coalesce({a}, {b})", a=inner, b=_money_column | _amount),
    ),
    max_leaves=4,
)
_text = st.recursive(
    _text_column,
    lambda inner: st.one_of(
        _written("lower({a})", a=inner),
        _written("coalesce({a}, {b})", a=inner, b=_text_column | _quoted(_TEXTS)),
    ),
    max_leaves=3,
)
_plain_number = st.recursive(
    _whole_column
    | _double_column
    | _written("length({a})", a=_text)
    | _written("{p}({t})", p=st.sampled_from(["hour", "weekday"]), t=_time_column),
    lambda inner: st.one_of(
        _written("({a} {o} {b})", a=inner, o=st.sampled_from("+-*"), b=inner | _number),
        _written("({a} / {b})", a=inner, b=inner),
        _written("({a} / {b})", a=_money_column, b=_money_column),
        _written("abs({a})", a=inner),
        _written("coalesce({a}, {b})", a=inner, b=_whole_column | _number),
    ),
    max_leaves=4,
)
_sign = st.sampled_from(["=", "<>", "<", "<=", ">", ">=", "!="])
_equal = st.sampled_from(["=", "<>"])
_not = st.sampled_from(["", "not "])


def _several(item: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(item, min_size=1, max_size=12).map(", ".join)


_atom = st.one_of(
    _written("{a} {o} {b}", a=_money, o=_sign, b=_amount | _money),
    _written("{a} {o} {b}", a=_plain_number, o=_sign, b=_number | _plain_number),
    _written("{a} {o} {b}", a=_whole_column, o=_sign, b=st.sampled_from(_WHOLE) | _whole_column),
    _written("{b} {o} {a}", a=_money_column, o=_sign, b=_amount),
    _written("{a} {o} {b}", a=_text, o=_equal, b=_quoted(_TEXTS) | _text),
    _written("status {o} {b}", o=_equal, b=_quoted(STATUSES)),
    _written("{a} {o} {b}", a=_time_column, o=_sign, b=_quoted(_DATES) | _time_column),
    _written("time_of_day({a}) {o} {b}", a=_time_column, o=_sign, b=_quoted(_CLOCKS)),
    _written("{a} {n}in ({b})", a=_money, n=_not, b=_several(_amount)),
    _written("{a} {n}in ({b})", a=_plain_number, n=_not, b=_several(_number)),
    _written("{a} {n}in ({b})", a=_text, n=_not, b=_several(_quoted(_TEXTS))),
    _written("status {n}in ({b})", n=_not, b=_several(_quoted(STATUSES))),
    _written("{a} {n}between 0.5 and {b}", a=_plain_number, n=_not, b=_plain_number | st.just("3")),
    _written("{a} {n}between {b} and 200", a=_money, n=_not, b=_money_column | st.just("-5")),
    _written(
        "{a} {n}like '{x}{t}{y}'", a=_text, n=_not, x=st.sampled_from(["", "%"]),
        t=st.sampled_from(["a", "省", "b", "''"]), y=st.sampled_from(["", "%"]),
    ),
    _written("matches({a}, {p})", a=_text, p=_quoted(_PATTERNS)),
    _written(
        "on_list({l}, {a})", l=_quoted(("trusted", "blocked")), a=_columns("buyer", "phone")
    ),
    _written("{a} is {n}null", a=_money | _text | _plain_number | _flag | _time_column, n=_not),
    _flag,
    _written("{a} {o} {b}", a=_flag, o=_equal, b=st.sampled_from(["true", "false"])),
    _written("coalesce({a}, {b})", a=_flag, b=_flag | st.sampled_from(["true", "false"])),
    st.just("needs_review = is_gift"),
)  # fmt: skip


def _is_shallow(text: str) -> bool:
    depth = deepest = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest <= 8


rules: Final = st.recursive(
    _atom,
    lambda inner: st.one_of(
        _written("({a}) and ({b})", a=inner, b=inner),
        _written("({a}) or ({b})", a=inner, b=inner),
        _written("not ({a})", a=inner),
        _written("({a}) and ({b}) and ({c})", a=inner, b=inner, c=inner),
    ),
    max_leaves=6,
).filter(_is_shallow)


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


_whole_values = st.integers(-3, 7) | st.integers(-(2**63), 2**63 - 1)
_double_values = (
    st.sampled_from([0.0, -0.0, 0.5, 1.0, 2.5, 0.1, 1e300, -1e300, 5e-324])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers(-3, 3).map(float)
)
_signs = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
_texts = st.sampled_from(_TEXTS) | st.text(_signs, max_size=6) | st.text("ab省A\n 1", max_size=6)
_times = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    max_value=datetime(2037, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
) | st.integers(0, 96).map(lambda n: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=15 * n))
rows: Final = st.lists(
    st.fixed_dictionaries(
        {
            "amount_minor": _maybe(st.sampled_from([0, 1, 100, 20000, -500, 1234]) | _whole_values),
            "refunded_minor": _maybe(st.sampled_from([0, 100]) | _whole_values),
            "quantity": _maybe(_whole_values),
            "buyer_refunds_30d": _maybe(_whole_values),
            "rate": _maybe(_double_values),
            "known_days": _maybe(_double_values),
            "buyer": _maybe(_texts),
            "phone": _maybe(_texts),
            "address": _maybe(_texts),
            "status": _maybe(st.sampled_from(STATUSES)),
            "needs_review": _maybe(st.booleans()),
            "is_gift": _maybe(st.booleans()),
            "created_at": _maybe(_times),
            "paid_at": _maybe(_times),
        }
    ),
    min_size=1,
    max_size=12,
)
lists: Final = st.fixed_dictionaries(
    {},
    optional={
        ("trusted", "buyer"): st.frozensets(st.sampled_from(_TEXTS)),
        ("trusted", "phone"): st.frozensets(st.sampled_from(_TEXTS)),
        ("blocked", "buyer"): st.frozensets(st.sampled_from(_TEXTS)),
    },
)
