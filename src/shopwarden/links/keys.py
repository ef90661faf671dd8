"""Orders become uses: which account used which device, phone, place … and when.

A better form of a key (a place, a keyed digest) may stand beside the record as ``place_key``,
``phone_key`` and so on. Otherwise phones are brought to one form, names are compared without
width, case and blanks, ids as they stand; what is masked or says that there is nothing is no
key, nor is an address of a private network.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from shopwarden.links.model import LinkKind
from shopwarden.places import check_phones

ACCOUNT: Final = ("platform", "shop", "buyer")
# Event time of an order whose time nobody knows: such orders are all of one moment.
_UNKNOWN: Final = 0
_COLUMNS: Final = {
    LinkKind.DEVICE: "device",
    LinkKind.PAYMENT_ACCOUNT: "payment_account",
    LinkKind.PHONE: "phone",
    LinkKind.RECEIVER: "receiver_name",
    LinkKind.PLACE: "place_key",
    LinkKind.IP: "ip",
}
# Where a person finds the shared value on the order.
FIELDS: Final = {**_COLUMNS, LinkKind.PLACE: "address"}
_KEYED: Final = {LinkKind.RECEIVER: "receiver_key"}
_MASKED: Final = r"[*＊]|##|\$\$"
NOTHING: Final = r"^(?i:|0|-|null|none|nan|n/a|unknown|undefined|无|未知)$"
PRIVATE: Final = r"^(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01])|169\.254)\.|^(?:::1$|f[cd]|fe80:)"
PHONE_KINDS: Final = ("mobile", "virtual", "landline", "foreign")
SHORTEST_NAME: Final = 2


def order_keys(orders: pl.DataFrame) -> pl.DataFrame:
    """Return who used what in each order.

    Returns
    -------
    polars.DataFrame
        One row per order, in order: ``platform``, ``shop``, ``buyer`` (null when unknown),
        ``at`` (microseconds), and one text column per ``LinkKind``, null where there is none.
    """
    written = orders.select(
        "platform",
        "shop",
        buyer=pl.col("buyer_key" if "buyer_key" in orders.columns else "buyer").cast(pl.String),
        at=pl.coalesce("created_at", "paid_at").to_physical().fill_null(_UNKNOWN),
        **{kind.value: _written(orders, kind) for kind in LinkKind},
    )
    # One pattern each: the texts of a history are looked through once.
    is_nobody = pl.col("buyer").str.contains(rf"^$|{_MASKED}")
    return written.select(
        *("platform", "shop"),
        pl.when(~is_nobody).then("buyer").alias("buyer"),
        "at",
        *(pl.when(_is_key(kind)).then(kind.value).alias(kind.value) for kind in LinkKind),
    )


def _written(orders: pl.DataFrame, kind: LinkKind) -> pl.Expr | pl.Series:
    """The key in the form in which it is compared."""
    keyed = _KEYED.get(kind, f"{kind.value}_key")
    if keyed in orders.columns:
        return pl.col(keyed).cast(pl.String)
    if kind is LinkKind.PLACE:
        return pl.lit(None, pl.String)
    if kind is LinkKind.PHONE:
        phones = check_phones(orders["phone"])
        is_own = phones["kind"].is_in(PHONE_KINDS)
        return phones.select(pl.when(is_own).then("normalised")).to_series()
    text = pl.col(_COLUMNS[kind]).cast(pl.String)
    if kind is LinkKind.RECEIVER:
        return text.str.normalize("NFKC").str.replace_all(r"\s+", "").str.to_lowercase()
    return text.str.strip_chars()


def _is_key(kind: LinkKind) -> pl.Expr:
    text = pl.col(kind.value)
    private = f"|{PRIVATE}" if kind is LinkKind.IP else ""
    is_key = ~text.str.contains(f"{NOTHING}|{_MASKED}{private}")
    if kind is LinkKind.RECEIVER:
        return is_key & (text.str.len_chars() >= SHORTEST_NAME)
    return is_key
