"""The risk score of an order as its pages show it, with every part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shopwarden.desk.alerts import words
from shopwarden.desk.alerts.choices import AlertKind
from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.alerts.selectors import findings_by_alert
from shopwarden.desk.live.feature_store import SqlFeatureStore, orders
from shopwarden.desk.live.models import Decision
from shopwarden.desk.scores.fitting import PLAN
from shopwarden.desk.scores.models import Fit
from shopwarden.desk.scores.weights import fit_of, weights_in
from shopwarden.desk.trade.models import Order
from shopwarden.explain.risk import contribution_sentence
from shopwarden.features.live import answer
from shopwarden.risk import LEAST_EXAMPLES, Contribution, Topic, score

_HUNDRED: Final = 100
# Widths of the bars, as shares of the room on each side of the middle.
_WIDE: Final = 50.0


@dataclass(frozen=True)
class Part:
    """One part of a score: its sentence, by how much it moves the odds, and its bar."""

    part: Contribution
    says: str
    width: float

    @property
    def is_start(self) -> bool:
        """Whether it is where every order begins; a bar would say nothing."""
        return self.part.term.topic is Topic.START

    @property
    def raises(self) -> bool:
        """Whether it raises the risk."""
        return self.part.weight > 0

    @property
    def left(self) -> float:
        """Where its bar begins, in hundredths of the width."""
        return _WIDE if self.raises else _WIDE - self.width


@dataclass(frozen=True)
class Risk:
    """A score of 100 and its parts; `fit` is what the weights come from."""

    hundredths: int
    parts: list[Part]
    fit: Fit | None
    decision: Decision | None
    least: int = LEAST_EXAMPLES

    @property
    def look(self) -> str:
        """The class of its colour."""
        if self.hundredths >= _HUNDRED // 2:
            return "danger"
        return "warning" if self.hundredths >= _HUNDRED // 5 else "ok"

    @property
    def was(self) -> int | None:
        """What a program was answered about the order, of 100, if that is not the same."""
        told = round(_HUNDRED * self.decision.score) if self.decision else None
        return None if told == self.hundredths else told


def risk_of(order: Order) -> Risk:
    """Score an order by what is found on it now and its features at its own moment.

    The same as a decision does (``live.judging``), on what is stored.
    """
    alerts = Alert.objects.filter(
        shop=order.shop_id, kind__in=AlertKind.values, subject_id=order.id
    )
    stored = [one for found in findings_by_alert(list(alerts)).values() for one in found]
    fit = fit_of(order.shop_id)
    found = score(map(words.plain, stored), _features(order), weights_in(fit))
    decisions = Decision.objects.filter(shop=order.shop_id, order_id=order.id)
    return Risk(
        hundredths=round(_HUNDRED * found.value),
        parts=_parts(order, found.contributions),
        fit=fit,
        decision=decisions.order_by("-decided_at").first(),
    )


def _features(order: Order) -> dict[str, float | None]:
    event = orders(order.shop_id, [order.id]).get(order.id)
    if event is None:
        return {}
    found = answer(SqlFeatureStore(order.shop_id), event, PLAN)
    return {name: None if value is None else float(value) for name, value in found.items()}


def _parts(order: Order, contributions: tuple[Contribution, ...]) -> list[Part]:
    heaviest = max((abs(one.weight) for one in contributions[1:]), default=1.0)
    return [
        Part(
            one,
            contribution_sentence(
                one, words.language(), words.rules_of(one.term.name, order.shop_id)
            ),
            round(_WIDE * min(abs(one.weight) / heaviest, 1.0), 1),
        )
        for one in contributions
    ]
