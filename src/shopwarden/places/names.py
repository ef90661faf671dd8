"""Receivers' names that are no names."""

from __future__ import annotations

from functools import cache
from typing import Final
from unicodedata import normalize

import polars as pl
import re2

_LONGEST: Final = 40
_MASK: Final = r"\*|#{2}.+#{2}|\${2}.+\${2}"
_CONTACT: Final = (
    r"1[3-9]\d{9}|(?:微信|薇信|威信|v信|vx|wx|weixin|qq|扣扣)号?[:= ]*[a-z0-9_-]{5,}"
    r"|https?:|www\.|\.com|\.cn"
)
_ADVERTISING: Final = (
    "加微信|加我微信|加v信|加qq|返现|好评返|刷单|补单|代刷|招代理|招加盟|兼职招聘|扫码领|领红包|代开发票|"
    "加群|进群"
)
_ABUSE: Final = (
    "傻逼|傻b|煞笔|傻屌|草泥马|操你|艹你|尼玛|他妈的|去死|死全家|全家死|妈逼|王八蛋|狗日的|杂种|吃屎|狗屎|脑残|"
    "智障|贱人|婊子|畜生|骗子|fuck|shabi|caonima|nmsl"
)
_PLACEHOLDER: Final = (
    r"^(?:(?:测试|收件人|收货人|匿名|保密|未知|随便|姓名)+|测试.{0,3}|.{0,2}测试|test\w{0,4}|null|none|undefined|nan|n/a|无|无名|无名氏|佚名|匿名|未知|暂无|空|没有|待定|"
    r"收件人|收货人|收件人姓名|收货人姓名|姓名|名字|你的名字|联系人|某某|某某某|某人|xx+|随便|不知道|保密|不告诉你)$"
)
_KEYBOARD: Final = (
    r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|rtyu|tyui|yuio|uiop|zxcv|xcvb|cvbn|vbnm|qazwsx"
    r"|^[bcdfghjklmnpqrstvwxz]{6,}$|阿斯蒂芬|阿斯顿发|啊实打实|奥术大师"
)
_LAUGHS: Final = "哈啊呵嘿嘻哦嗯额呃吧吗呀喔咯嘎嘟"


def check_names(names: pl.Series) -> pl.DataFrame:
    """Say for each name why it is none.

    Parameters
    ----------
    names
        Receivers' names as written.

    Returns
    -------
    polars.DataFrame
        ``reason``, null for a name, a blank or a masked one: ``too_long``, ``contact_inside``,
        ``advertising``, ``abuse``, ``placeholder``, ``no_letters``, ``repeated``, ``keyboard``;
        and its ``severity``, ``note`` or ``check``.
    """
    name = pl.col("name")
    reason = (
        pl.when(name.is_null() | (name == "") | name.str.contains(_MASK)).then(None)
        .when(name.str.len_chars() > _LONGEST).then(pl.lit("too_long"))
        .when(name.str.contains(_CONTACT)).then(pl.lit("contact_inside"))
        .when(name.str.contains(_ADVERTISING)).then(pl.lit("advertising"))
        .when(name.str.contains(_ABUSE)).then(pl.lit("abuse"))
        .when(name.str.contains(_PLACEHOLDER)).then(pl.lit("placeholder"))
        .when(~name.str.contains(r"\p{L}")).then(pl.lit("no_letters"))
        .when(_is_repeated(name)).then(pl.lit("repeated"))
        .when(name.str.contains(_KEYBOARD)).then(pl.lit("keyboard"))
    )  # fmt: skip
    severity = pl.when(pl.col("reason") == "too_long").then(pl.lit("note")).otherwise(
        pl.when(pl.col("reason").is_not_null()).then(pl.lit("check"))
    )  # fmt: skip
    simple = names.cast(pl.String).alias("name").str.normalize("NFKC").str.to_lowercase()
    return (
        simple.str.strip_chars().to_frame()
        .select(reason=reason)
        .with_columns(severity=severity)
        .cast(pl.String)
    )  # fmt: skip


def check_name(name: str) -> str | None:
    """Return the reason of ``check_names`` for one name; None for a name.

    >>> check_name("微信:abc12345")
    'contact_inside'
    """
    text = normalize("NFKC", name).lower().strip()
    patterns = _compiled()
    if not text or patterns[_MASK].search(text):
        return None
    if len(text) > _LONGEST:
        return "too_long"
    for pattern, reason in _REASONS:
        if bool(patterns[pattern].search(text)) is not (reason == "no_letters"):
            return reason
        if reason == "no_letters" and _repeats(text):
            return "repeated"
    return None


_LETTER: Final = r"\p{L}"
# In the order in which they are told.
_REASONS: Final = (
    (_CONTACT, "contact_inside"),
    (_ADVERTISING, "advertising"),
    (_ABUSE, "abuse"),
    (_PLACEHOLDER, "placeholder"),
    (_LETTER, "no_letters"),
    (_KEYBOARD, "keyboard"),
)


@cache
def _compiled() -> dict[str, re2._Regexp[str]]:
    return {pattern: re2.compile(pattern) for pattern in (_MASK, *(one for one, _ in _REASONS))}


def _repeats(text: str) -> bool:
    first = text[0]
    is_short = first in _LAUGHS or "a" <= first <= "z"
    return not text.strip(first) and len(text) >= (3 if is_short else 4)


def _is_repeated(name: pl.Expr) -> pl.Expr:
    """One character three times; four times for Chinese, as 乐乐乐 may be a name."""
    first = name.str.head(1)
    alone = name.str.strip_chars(first) == ""
    short = first.is_in(list(_LAUGHS)) | first.str.contains("[a-z]")
    return alone & (name.str.len_chars() >= pl.when(short).then(3).otherwise(4))
