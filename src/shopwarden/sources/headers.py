"""Telling the names of columns from what stands below them."""

from __future__ import annotations

import re
from typing import Final

from shopwarden.sources.guessing import is_known_name
from shopwarden.sources.tables import Header

_MOMENT: Final = re.compile(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}(?:\D.*)?$")
_AMOUNT: Final = re.compile(r"^[¥￥$]?-?\d+\.\d{1,4}$")
_NUMBER: Final = re.compile(r"^[+¥￥$(-]?\d[\d\s*()+./_-]{4,}\d$")
_MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d(?:[\s*()._-]*\d){8}(?!\d)")
_DIGITS: Final = re.compile(r"(?:\d[\s*()._-]*){6}")
_MAIL: Final = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
# Two divisions one below the other, or one and a road, a village or a house.
_ADDRESS: Final = re.compile(
    r"[一-鿿]{2,}(?:[省市区县旗盟州]|自治区).*[一-鿿](?:[市区县旗州镇乡村路街巷弄号栋幢室]|大道|小区)"
)
_STREET: Final = re.compile(
    r"^\d+\S*\s+\S.*\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd)\b", re.I
)
# More tells nothing, and a cell can be as long as its file.
_ENOUGH: Final = 200
# An address never says so, nor does it name the levels without their names.
_OF_A_LABEL: Final = re.compile(
    r"省市|市区县|区县|门牌|[、/|]|(?:地址|编[号码]|代码|名称|信息|单号)$"
)


def holds_data(header: Header) -> bool:
    """Whether the row taken for a header is one of the data: the table has no header.

    It is when at least as many cells are a whole datum (a time, an amount, a phone, an
    address) as are the name of a known column: goods are called 手机 and buyers Name, but
    no row of data is made of such words. Digits within other words count only where no
    cell is a known name. The columns of a Parquet file or of records of JSON are always
    names.
    """
    if header.row < 1:
        return False
    names = [name.strip()[:_ENOUGH] for name in header.names]
    known = sum(is_known_name(name) for name in names)
    whole = sum(is_datum(name) for name in names)
    return whole >= max(known, 1) or (not known and any(_DIGITS.search(name) for name in names))


def is_datum(text: str) -> bool:
    """Whether a text as a whole is a time, an amount, a number, an e-mail or an address."""
    text = text.strip()[:_ENOUGH]
    patterns = (_MOMENT, _AMOUNT, _NUMBER, _MOBILE, _MAIL)
    return any(pattern.search(text) for pattern in patterns) or _is_address(text)


def looks_personal(name: str) -> bool:
    """Whether what stands for a column's name may be about a person: it is not to be shown."""
    if is_known_name(name):
        return False
    return is_datum(name) or bool(_DIGITS.search(name[:_ENOUGH]))


def _is_address(text: str) -> bool:
    if _STREET.search(text):
        return True
    return bool(_ADDRESS.search(text)) and not _OF_A_LABEL.search(text)
