"""Which paid orders come back, why, and how far the request has got."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from shopwarden.demo.columns import chance, choose, join, numbers, pick, weighted
from shopwarden.demo.timeline import END, NEVER, Times, column, seconds, until_end
from shopwarden.demo.words import lists
from shopwarden.records import RefundStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SHARE: Final = 0.046
#: Before shipping, on the way, after arrival, exchange.
BEFORE, TRANSIT, AFTER, EXCHANGE = range(4)
_STAGES: Final = (0.30, 0.20, 0.44, 0.06)
_OUTCOMES: Final = (RefundStatus.SUCCESS, RefundStatus.CLOSED, RefundStatus.REFUSED,
                    RefundStatus.UNKNOWN)  # fmt: skip
_OUTCOME_ODDS: Final = (0.82, 0.09, 0.06, 0.03)
_DAY: Final = 86400.0


@dataclass(frozen=True)
class Refunds:
    """Requests, one slot per order.

    Attributes
    ----------
    asked, done
        Times; ``NaT`` where there is no request or no end yet.
    stage
        ``BEFORE``, ``TRANSIT``, ``AFTER`` or ``EXCHANGE``.
    status
        ``RefundStatus`` values; ``unknown`` where the platform answers with a message instead.
    amount
        Fen asked for.
    """

    asked: Times
    done: Times
    stage: NDArray[np.int64]
    status: NDArray[np.str_]
    amount: NDArray[np.int64]
    is_partial: NDArray[np.bool_]

    @property
    def is_given_back(self) -> NDArray[np.bool_]:
        """Mask of the requests that were paid out."""
        mask: NDArray[np.bool_] = (self.status == RefundStatus.SUCCESS) & (self.stage != EXCHANGE)
        return mask

    @property
    def stops_shipping(self) -> NDArray[np.bool_]:
        """Mask of the orders that are not shipped because of the request."""
        is_open = np.isnat(self.done) | (self.status == RefundStatus.SUCCESS)
        mask: NDArray[np.bool_] = ~np.isnat(self.asked) & (self.stage == BEFORE) & is_open
        return mask


def refunds(
    rng: np.random.Generator, pay: Times, ship: Times, sign: Times, amount: NDArray[np.int64]
) -> Refunds:
    """Draw the requests of orders paid, shipped and signed at those times."""
    size = len(pay)
    stage = weighted(rng, _STAGES, size)
    start = np.select([stage == BEFORE, stage == TRANSIT], [pay, ship], sign)
    stop = np.select([stage == BEFORE, stage == TRANSIT], [ship, sign], NEVER)
    stop = np.where(np.isnat(stop), END, stop)
    room = (stop - start).astype("timedelta64[s]").astype(np.float64)
    within = np.where(np.isnat(start) | (room < 0), 0, room) * rng.uniform(0.05, 0.95, size)
    later = rng.exponential(1.6 * _DAY, size) + 600
    wait = np.where(stage < AFTER, within, later)
    asked = until_end(start + seconds(wait))
    asked = np.where(chance(rng, size, _SHARE), asked, NEVER)
    answer = np.where(stage == BEFORE, rng.uniform(0.02, 1.2, size), rng.uniform(0.3, 6, size))
    done = until_end(asked + seconds(answer * _DAY))
    is_partial = (stage == AFTER) & chance(rng, size, 0.12)
    part = amount * rng.integers(1, 6, size) // 10
    return Refunds(
        asked=asked,
        done=done,
        stage=stage,
        status=_status(rng, stage, asked, done),
        amount=np.where(stage == EXCHANGE, 0, np.where(is_partial, part, amount)),
        is_partial=is_partial,
    )


def _status(
    rng: np.random.Generator, stage: NDArray[np.int64], asked: Times, done: Times
) -> NDArray[np.str_]:
    size = len(stage)
    outcome = np.array(_OUTCOMES)[weighted(rng, _OUTCOME_ODDS, size)]
    age = (END - asked).astype("timedelta64[s]").astype(np.float64) / _DAY
    waiting = np.select(
        [stage < AFTER, age < 0.8, age < 2.5],
        [RefundStatus.APPLIED.value, RefundStatus.APPLIED.value,
         RefundStatus.AGREED_WAIT_RETURN.value],
        RefundStatus.RETURNED_WAIT_CONFIRM.value,
    )  # fmt: skip
    status = np.where(np.isnat(done), waiting, outcome)
    # Without a request there is no status at all.
    return np.where(np.isnat(asked), "", status)


def refund_table(rng: np.random.Generator, found: Refunds, orders: pl.DataFrame) -> pl.DataFrame:
    """Return one row per request with what the platform's export says of it.

    Columns of the order (id, nick, title, times, waybill) are taken over.
    """
    rows = np.flatnonzero(~np.isnat(found.asked))
    size = len(rows)
    stage, status = found.stage[rows], pl.Series(found.status[rows], dtype=pl.String)
    wants_return = chance(rng, size, 0.85) & (stage >= AFTER)
    was_sent = wants_return & status.is_in(["returned_wait_confirm", "success"]).to_numpy()
    asked = found.asked[rows]
    sent = np.where(was_sent, asked + seconds(rng.uniform(0.01, 0.25, size) * _DAY), NEVER)
    reasons = [pick(rng, lists("refunds", name), size) for name in ("before", "transit", "after")]
    reason = choose(stage == BEFORE, reasons[0], choose(stage == TRANSIT, reasons[1], reasons[2]))
    instant = (stage == BEFORE) & (status == "success").to_numpy() & chance(rng, size, 0.3)
    return orders[rows].with_columns(
        refund_id=join("3018", numbers(rng, 10**13, 10**14 - 1, size)),
        stage=stage,
        refund_status=status,
        asked=column(asked),
        refunded=column(found.done[rows]),
        sent=column(until_end(sent)),
        refund_amount=found.amount[rows],
        is_partial=found.is_partial[rows],
        wants_return=wants_return,
        is_instant=instant,
        reason=reason,
        words=pick(rng, lists("refunds", "notes"), size),
        message=pick(rng, lists("refunds", "messages"), size),
        return_waybill=join("YT8", numbers(rng, 10**11, 10**12 - 1, size)),
    )
