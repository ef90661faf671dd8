"""Orders of a store, batch by batch: buyers, goods and times put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.demo import shop, timeline
from shopwarden.demo.columns import chance, choose, digits, join, pick, repeat, stream
from shopwarden.demo.population import Population, populate
from shopwarden.demo.refunds import Refunds, refund_table, refunds
from shopwarden.demo.words import words
from shopwarden.records import OrderStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_BATCH: Final = 50_000
# Leaves room after the last tail for the numbers of an order's lines.
_BUYER_TAILS: Final = 8989
_DISPLAY: Final = "%Y-%m-%d %H:%M:%S"
_AS_DRAWN: Final = np.timedelta64(0, "s")
#: The times of an order, in the order they happen.
TIMES: Final = ("created", "paid", "shipped", "signed", "finished", "closed", "deadline")


@dataclass(frozen=True)
class Store:
    """One shop on one platform.

    Attributes
    ----------
    key
        Names the shop in ``words.toml`` and in the random streams.
    id_head, id_digits
        Order numbers begin with `id_head` and have `id_digits` digits after it.
    is_dated
        Whether the day stands before the number, as in 261118-310000123451234.
    shows_receiver
        Whether the export names the receiver; only then something is planted.
    """

    key: str
    id_head: str
    id_digits: int = 17
    is_dated: bool = False
    shows_receiver: bool = True

    @property
    def name(self) -> str:
        """Name of the shop as the export writes it."""
        found: str = words()["shop"]["names"][self.key]
        return found


@dataclass(frozen=True)
class Batch:
    """A run of orders by time.

    Attributes
    ----------
    orders
        One row per order; text, fen and display times (empty where not happened).
    lines
        One row per line of goods with all columns of its order.
    refunds
        One row per refund request with all columns of its order.
    newest
        Latest thing that happened.
    """

    orders: pl.DataFrame
    lines: pl.DataFrame
    refunds: pl.DataFrame
    newest: np.datetime64


def batches(
    seed: int, store: Store, count: int, *, later: np.timedelta64 = _AS_DRAWN
) -> Iterator[Batch]:
    """Yield the orders of a store in batches; memory grows only with its buyers.

    Everything happens `later` than it was drawn.
    """
    people = populate(seed, store.key, count, plant=store.shows_receiver)
    for start in range(0, count, _BATCH):
        yield _batch(stream(seed, store.key, "orders", start), store, people,
                     np.arange(start, min(start + _BATCH, count)), later)  # fmt: skip


def order_ids(
    rng: np.random.Generator,
    store: Store,
    rows: NDArray[np.int64],
    people: Population,
    later: np.timedelta64,
) -> pl.Series:
    """Number orders by time; the last four digits belong to the buyer."""
    width = store.id_digits - 4
    step = 1009 if width > 9 else 31
    serial = rows * step + rng.integers(0, step, len(rows)) + 31 * 10 ** (width - 2)
    tail = 1000 + people.buyer[rows] * 7919 % _BUYER_TAILS
    number = join(store.id_head, *(pl.Series(part).cast(pl.String) for part in (serial, tail)))
    if not store.is_dated:
        return number
    return join(timeline.column(people.created[rows] + later).dt.to_string("%y%m%d-"), number)


def _batch(
    rng: np.random.Generator,
    store: Store,
    people: Population,
    rows: NDArray[np.int64],
    later: np.timedelta64,
) -> Batch:
    size, buyer = len(rows), people.buyer[rows]
    goods = shop.baskets(rng, size)
    due = goods.goods - goods.discount + goods.post
    times = _times(rng, people.created[rows])
    back = refunds(rng, times["paid"], times["shipped"], times["signed"], due)
    status = _settle(times, back)
    carrier, waybill = shop.waybills(rng, size)
    is_sent = ~np.isnat(times["shipped"])
    is_paid = ~np.isnat(times["paid"])
    given = np.where(back.is_given_back, back.amount, 0)
    close_reason = pick(rng, words()["shop"]["close_reasons"], size)
    orders = people.buyers[buyer].with_columns(
        id=order_ids(rng, store, rows, people, later),
        shop=pl.lit(store.name),
        status=pl.Series(status, dtype=pl.String),
        refund_state=pl.Series(back.status, dtype=pl.String),
        **{name: timeline.column(times[name]) for name in TIMES},
        goods=goods.goods,
        post=goods.post,
        discount=goods.discount,
        due=due,
        paid_amount=np.where(is_paid, due, 0),
        given_back=given,
        quantity=goods.quantity,
        kinds=goods.kinds,
        titles=goods.titles,
        message=shop.remarks(rng, size, "messages", 0.06),
        memo=shop.remarks(rng, size, "memos", 0.05),
        close_reason=choose(status == OrderStatus.CLOSED_UNPAID, close_reason, ""),
        carrier=choose(is_sent, carrier, ""),
        waybill=choose(is_sent, waybill, ""),
        pay_no=_pay_numbers(rng, size),
        is_mobile=choose(chance(rng, size, 0.9), repeat("手机订单", size), ""),
    )  # fmt: skip
    asked = refund_table(rng, back, orders)
    return Batch(
        orders=_shown(orders, later),
        lines=_lines(_shown(orders, later), goods),
        refunds=_shown(asked, later),
        newest=_newest(times, asked) + later,
    )


def _pay_numbers(rng: np.random.Generator, size: int) -> pl.Series:
    return join("2026", digits(rng, 8, size), digits(rng, 16, size))


def _times(rng: np.random.Generator, placed: timeline.Times) -> dict[str, timeline.Times]:
    pay = timeline.paid(rng, placed)
    ship = timeline.shipped(rng, pay)
    sign = timeline.signed(rng, ship)
    done = timeline.finished(rng, sign)
    # The platform closes what is not paid within a day.
    lapse = timeline.until_end(placed + np.timedelta64(24, "h"))
    closed = np.where(np.isnat(pay), lapse, timeline.NEVER)
    return {"created": placed, "paid": pay, "shipped": ship, "signed": sign, "finished": done,
            "closed": closed, "deadline": pay + timeline.SHIP_WITHIN}  # fmt: skip


def _settle(times: dict[str, timeline.Times], back: Refunds) -> NDArray[np.str_]:
    """Let refunds change the times, and say what state each order is in."""
    is_back = back.is_given_back & ~back.is_partial
    for name in ("shipped", "signed"):
        times[name] = np.where(back.stops_shipping, timeline.NEVER, times[name])
    times["signed"] = np.where(is_back & (times["signed"] > back.done), timeline.NEVER,
                               times["signed"])  # fmt: skip
    is_open = np.isnat(back.done) & ~np.isnat(back.asked)
    gone = is_back | is_open | back.stops_shipping
    times["finished"] = np.where(gone, timeline.NEVER, times["finished"])
    times["closed"] = np.where(is_back, back.done, times["closed"])
    has = {name: ~np.isnat(times[name]) for name in ("paid", "shipped", "signed", "finished")}
    return np.select(
        [is_back, ~has["paid"] & ~np.isnat(times["closed"]), ~has["paid"], has["finished"],
         has["signed"], has["shipped"]],
        [OrderStatus.CLOSED_REFUNDED.value, OrderStatus.CLOSED_UNPAID.value,
         OrderStatus.UNPAID.value, OrderStatus.FINISHED.value, OrderStatus.SIGNED.value,
         OrderStatus.SHIPPED.value],
        OrderStatus.PAID.value,
    )  # fmt: skip


def _shown(frame: pl.DataFrame, later: np.timedelta64) -> pl.DataFrame:
    times = pl.selectors.datetime() + later.astype("timedelta64[us]").item()
    return frame.with_columns(times.dt.to_string(_DISPLAY).fill_null(""))


def _lines(orders: pl.DataFrame, goods: shop.Baskets) -> pl.DataFrame:
    own = goods.lines.rename({name: f"line_{name}" for name in ("goods", "paid", "quantity")})
    rows = orders[own["order"].to_numpy()]
    # A single line bears the order's own number, as on the platform; others count on from it.
    tail = pl.col("id").str.slice(-4).cast(pl.Int64) + pl.col("rank") + 1
    counted = pl.concat_str(pl.col("id").str.head(-4), tail.cast(pl.String))
    line_id = pl.when(pl.col("kinds") == 1).then("id").otherwise(counted)
    return pl.concat([rows, own], how="horizontal").with_columns(line_id=line_id)


def _newest(times: dict[str, timeline.Times], asked: pl.DataFrame) -> np.datetime64:
    happened = [times[name] for name in TIMES if name != "deadline"]
    happened += [asked[name].to_numpy() for name in ("asked", "refunded", "sent")]
    known = [part[~np.isnat(part)] for part in happened]
    return np.datetime64(max(part.max() for part in known if len(part)), "s")
