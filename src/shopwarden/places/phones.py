"""Receivers' phone numbers: normal form and kind."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

# Area codes of fixed lines after the leading 0: two digits for the ten largest, else the first
# two digits and the possible third ones. Codes merged into a neighbour's since 2000 count.
_LARGE: Final = "10|2[0-57-9]"
_AREAS: Final = {
    "31": "0-9", "33": "5", "34": "9", "35": "0-9", "37": "0-9", "39": "1-68", "41": "0-9",
    "42": "179", "43": "1-9", "45": "1-9", "46": "4789", "47": "0-9", "48": "23", "51": "0-9",
    "52": "37", "53": "0-9", "54": "36", "55": "0-9", "56": "1-6", "57": "0-9", "58": "0",
    "59": "1-9", "63": "1-5", "66": "0238", "69": "12", "70": "1", "71": "0-9", "72": "248",
    "73": "0-9", "74": "3-6", "75": "0-9", "76": "023689", "77": "0-9", "79": "0-9",
    "81": "23678", "82": "567", "83": "0-9", "85": "1-9", "87": "0-9", "88": "3678", "89": "1-8",
    "90": "1-3689", "91": "1-79", "93": "0-9", "94": "13", "95": "1-5", "97": "0-9", "99": "0-9",
}  # fmt: skip
_AREA: Final = "|".join(f"{two}[{third}]" for two, third in _AREAS.items())
_CHINA: Final = r"(?:\+?0{0,2}86)?"
_EXTENSION: Final = r"(?:(?:-|转|,|#|ext\.?|分机|x)(\d{1,6}))"
_BARE_MOBILE: Final = r"^1[3-9]\d{9}$"
_MOBILE: Final = rf"^{_CHINA}0?(1[3-9]\d{{9}})$"
_VIRTUAL: Final = rf"^{_CHINA}0?(1[3-9]\d{{9}}){_EXTENSION}$"
# Without its 0 an area code is read only behind the country's: 852 is Hong Kong's.
_LANDLINE: Final = (
    rf"^(?:\+?0{{0,2}}860?|0)((?:{_LARGE})[2-8]\d{{7}}|(?:{_AREA})[2-8]\d{{6,7}}){_EXTENSION}?$"
)
_LOCAL: Final = rf"^([2-8]\d{{6,7}}){_EXTENSION}?$"
# Short numbers (110, 10086, 12345, 95588) answer, but nobody receives a parcel behind them.
_SERVICE: Final = rf"^{_CHINA}([48]00[1-9]\d{{6}}){_EXTENSION}?$"
_MASK: Final = r"\*|#{2}.+#{2}|\${2}.+\${2}|\dx{3,}"
_MISSING: Final = r"^(?:无|没有|暂无|null|none|nan|n/a|0|[-—.]*)$"
_SPLIT: Final = r"[/;、|,\s]|或|和"
_SHORTEST: Final = 7
_CODES: Final = ("852", "853", "886")


def check_phones(phones: pl.Series) -> pl.DataFrame:
    """Bring phone numbers to one form and say of which kind they are.

    Parameters
    ----------
    phones
        Phone numbers as written. A cell may hold several: it is impossible only when all are.

    Returns
    -------
    polars.DataFrame
        ``normalised``: ``+86…`` for a mobile or fixed line, ``+86…-123`` with an extension,
        ``+852…`` and the like for other countries, digits for a service number or a fixed line
        without area code, null if masked, missing or impossible; ``kind``: mobile, landline,
        virtual (a mobile with an extension), service, foreign, masked, impossible, missing.
    """
    texts = phones.cast(pl.String).alias("phone").to_frame()
    # Most cells are a bare mobile number: reading only the others in full, once per distinct
    # text, is four times as fast.
    bare = texts.select(is_bare=pl.col("phone").str.contains(_BARE_MOBILE)).to_series()
    others = texts.filter(~bare.fill_null(value=False)).unique()
    answers = others.hstack(_judge(others))
    return texts.join(
        answers, on="phone", how="left", maintain_order="left", nulls_equal=True
    ).select(
        pl.when(bare)
        .then(pl.lit("+86") + pl.col("phone"))
        .otherwise("normalised")
        .alias("normalised"),
        pl.when(bare).then(pl.lit("mobile")).otherwise("kind").alias("kind"),
    )


def check_phone(phone: str) -> tuple[str | None, str]:
    """Return the normal form and the kind of one phone number, as ``check_phones``.

    >>> check_phone("13800000001")
    ('+8613800000001', 'mobile')
    """
    if _is_bare_mobile(phone):
        return f"+86{phone}", "mobile"
    return _other_phone(phone)


@lru_cache(maxsize=10_000)
def _other_phone(phone: str) -> tuple[str | None, str]:
    """Judge what is no bare mobile: rare, and the same numbers again and again."""
    row: tuple[str | None, str] = check_phones(pl.Series([phone], dtype=pl.String)).row(0)
    return row


def _is_bare_mobile(phone: str) -> bool:
    return (
        len(phone) == _MOBILE_DIGITS
        and phone.isascii()
        and phone.isdecimal()
        and phone[0] == "1"
        and phone[1] in "3456789"
    )


_MOBILE_DIGITS: Final = 11


def _judge(texts: pl.DataFrame) -> pl.DataFrame:
    frame = _simple(texts).select(*_classify())
    rare = frame.filter(pl.col("kind").is_null())["phone"].unique().to_frame()
    answers = _several(rare).with_columns(pl.col("kind").fill_null("impossible"))
    return frame.join(
        answers, on="phone", how="left", maintain_order="left", suffix="_rare"
    ).select(pl.coalesce("normalised", "normalised_rare"), pl.coalesce("kind", "kind_rare"))


def _simple(frame: pl.DataFrame) -> pl.DataFrame:
    """Fold width and case; drop the apostrophe and the decimals of a spreadsheet."""
    text = pl.col("phone").str.normalize("NFKC").str.to_lowercase().str.strip_chars(" '\"`\t\u200b")
    return frame.with_columns(text.str.replace(r"\.0+$", ""))


def _classify() -> list[pl.Expr]:
    """Return the text, ``normalised`` and ``kind`` by fixed forms; null where none fits."""
    text = pl.col("phone")
    plain = text.str.replace_all(r"[\s()·.\u2010-\u2015]|^-|-$", "")
    short = plain.str.replace_all("-", "")
    joined = plain.str.replace(r"^(\+?86)-", "$1").str.replace(
        r"(1[3-9]\d)-(\d{4})-(\d{4})", "$1$2$3"
    )
    virtual = joined.str.contains(_VIRTUAL)
    mobile, landline = short.str.contains(_MOBILE), _landline(plain)
    local, service = short.str.contains(_LOCAL), short.str.contains(_SERVICE)
    kind = (
        pl.when(text.is_null() | text.str.contains(_MISSING)).then(pl.lit("missing"))
        .when(text.str.contains(_MASK)).then(pl.lit("masked"))
        .when(mobile).then(pl.lit("mobile"))
        .when(virtual).then(pl.lit("virtual"))
        .when(service).then(pl.lit("service"))
        .when(landline.is_not_null() | local).then(pl.lit("landline"))
    )  # fmt: skip
    dialled = pl.concat_str(
        pl.lit("+86"), joined.str.extract(_VIRTUAL, 1), pl.lit("-"), joined.str.extract(_VIRTUAL, 2)
    )
    normalised = (
        pl.when(kind == "mobile").then(pl.lit("+86") + short.str.extract(_MOBILE, 1))
        .when(kind == "virtual").then(dialled)
        .when(kind == "service").then(short.str.extract(_SERVICE, 1))
        .when(kind == "landline").then(pl.coalesce(landline, short.str.extract(_LOCAL, 1)))
    )  # fmt: skip
    return [text, normalised.alias("normalised"), kind.alias("kind")]


def _landline(plain: pl.Expr) -> pl.Expr:
    """Return ``+86`` and the national number of a fixed line, with its extension."""
    dashed = plain.str.replace(rf"^({_CHINA})-?(0?(?:{_LARGE}|{_AREA}))-", "$1$2")
    number = dashed.str.extract(_LANDLINE, 1)
    extension = dashed.str.extract(_LANDLINE, 2)
    return pl.concat_str(
        pl.lit("+86"),
        number,
        pl.when(extension.is_not_null()).then(pl.lit("-") + extension).otherwise(pl.lit("")),
    )


def _several(rare: pl.DataFrame) -> pl.DataFrame:
    """Judge texts of no fixed form: several numbers, numbers of other countries."""
    pieces = (
        rare.with_columns(piece=pl.col("phone").str.replace_all(_SPLIT, "\n").str.split("\n"))
        .explode("piece")
        .filter(pl.col("piece").str.count_matches(r"\d") >= _SHORTEST)
    )
    judged = pieces.select("phone", pl.col("piece")).hstack(
        pieces.select(phone="piece").select(*_classify()).select("normalised", "kind")
    )
    known = judged.filter(pl.col("kind").is_not_null()).select("phone", "normalised", "kind")
    known = known.unique("phone", keep="first", maintain_order=True)
    whole = rare.join(known, on="phone", how="anti")
    foreign = _foreign(whole["phone"])
    return pl.concat([known, foreign])


def _foreign(texts: pl.Series) -> pl.DataFrame:
    """Ask the standard table about what is left; these are few and distinct."""
    import phonenumbers

    rows: list[tuple[str, str | None, str | None]] = []
    for text in texts:
        digits = "".join(one for one in text if one.isdigit())
        international = text.startswith(("+", "00")) or digits.startswith(_CODES)
        try:
            number = phonenumbers.parse(
                f"+{digits.removeprefix('00')}" if international else digits,
                None if international else ("TW" if digits.startswith("09") else "CN"),
            )
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            rows.append((text, None, None))
        else:
            form = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            rows.append((text, form, _kind(number.country_code)))
    return pl.DataFrame(
        rows, schema={"phone": pl.String, "normalised": pl.String, "kind": pl.String}, orient="row"
    )


def _kind(country: int | None) -> str:
    return "landline" if country == _MAINLAND else "foreign"


_MAINLAND: Final = 86
