"""Orders on which a rule of the shop fires."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import ClassVar, Final

import polars as pl

from shopwarden.detectors.base import Context, subject_columns
from shopwarden.detectors.findings import combine, conform_findings
from shopwarden.detectors.prepared import PHONE, PLACE, prepared
from shopwarden.features import FEATURES, Key, compute_features, make_plan
from shopwarden.records import Kind
from shopwarden.records.money import DEFAULT_CURRENCY
from shopwarden.rules import (
    CheckedRule,
    Lists,
    Rulebook,
    RulebookRule,
    RuleSet,
    State,
    Term,
    Vocabulary,
    feature_terms,
    ready_rulebook,
    record_terms,
)
from shopwarden.rules.lists import NO_LISTS

_IDENTITY: Final = ("platform", "shop", "id")
_AMOUNTS: Final = ("amount_minor", "post_fee_minor", "refunded_minor")
# The column of an order that a person looks at for a feature, where it is not called alike.
_SHOWN: Final[Mapping[str, str]] = {
    Key.RECEIVER: "receiver_name",
    Key.PLACE: "address",
    Key.CARRIER: "id",
}


class RuleReason(StrEnum):
    """Why an order is found: a rule says so."""

    RULE_FIRED = "rule_fired"


class RulesDetector:
    """Judge every order by the rules of a rulebook; only the features they read are computed.

    Parameters
    ----------
    rulebook
        The rules; those that come with shopwarden when left out.
    lists
        What is on the shop's lists at the moment of judgement.
    zone
        Where the shop's clock hangs.
    currency
        The shop's currency; an amount in another one is unknown to a rule.
    shadow
        Whether rules in the state ``shadow`` make findings as well.
    """

    name: ClassVar[str] = "rules"
    subject: ClassVar[Kind] = Kind.ORDERS
    codes: ClassVar[type[StrEnum]] = RuleReason
    reads: ClassVar[frozenset[str]] = frozenset({PLACE, PHONE})

    def __init__(
        self,
        *,
        rulebook: Rulebook | None = None,
        lists: Lists = NO_LISTS,
        zone: str = "Asia/Shanghai",
        currency: str = DEFAULT_CURRENCY,
        shadow: bool = False,
    ) -> None:
        self.rulebook = rulebook
        self.lists = lists
        self.zone = zone
        self.currency = currency
        self.shadow = shadow

    def detect(self, frame: pl.DataFrame, context: Context) -> pl.DataFrame:
        """Return one finding per order and rule that fires on it.

        Features look at all records of the context, or at `frame` when it has none.
        """
        book = self.rulebook or ready_rulebook()
        checked = book.check(order_vocabulary(self.zone, self.currency))
        said = {rule.id: rule for rule in book.rules if rule.id in checked and self._tells(rule)}
        rules = RuleSet({name: checked[name] for name in said})
        records = context.records if Kind.ORDERS in context.records else {Kind.ORDERS: frame}
        judged = judged_orders(records, rules.terms, self.currency)
        if records[Kind.ORDERS] is not frame:
            judged = judged.join(frame.select(_IDENTITY), on=_IDENTITY, how="semi")
        hits = rules.hits(judged, self.lists, keep=_IDENTITY)
        return combine([rule_findings(hits, said, checked)])

    def _tells(self, rule: RulebookRule) -> bool:
        return rule.state is State.ON or (self.shadow and rule.state is State.SHADOW)


def rule_findings(
    hits: pl.DataFrame,
    said: Mapping[str, RulebookRule],
    checked: Mapping[str, CheckedRule],
) -> pl.DataFrame:
    """Return the findings of rules that fired (``RuleSet.hits``), by their ids."""
    facts = pl.DataFrame(
        [
            (rule.id, rule.severity.value, rule.score, field_of(checked[rule.id]))
            for rule in said.values()
        ],
        schema={
            "rule": pl.String, "severity": pl.String, "score": pl.Float64, "field": pl.String,
        },
        orient="row",
    )  # fmt: skip
    # The first number that decided; a rule about texts alone has none.
    number = pl.element().filter(pl.element().struct.field("value").is_not_null()).first()
    first = pl.col("reasons").list.first().struct.field("metric")
    main = pl.col("reasons").list.eval(number).list.first().struct
    return conform_findings(
        hits.join(facts, on="rule").select(
            *subject_columns(RulesDetector.subject),
            *("rule", "severity", "score", "field", "reasons"),
            detector=pl.lit(RulesDetector.name),
            code=pl.lit(RuleReason.RULE_FIRED.value),
            metric=pl.coalesce(main.field("metric"), first),
            value=main.field("value"),
            threshold=main.field("threshold"),
        )
    )


def order_vocabulary(
    zone: str,
    currency: str,
    words: Mapping[str, tuple[str, str]] | None = None,
) -> Vocabulary:
    """Return what a rule about an order may speak of: its columns and the features.

    Parameters
    ----------
    zone, currency
        The shop's clock and money.
    words
        What features are called in Chinese and English, for whoever shows them.
    """
    terms = (*record_terms(Kind.ORDERS), *feature_terms(FEATURES.values(), words))
    return Vocabulary(terms, zone=zone, currency=currency)


def with_features(
    orders: pl.DataFrame, records: Mapping[Kind, pl.DataFrame], terms: Iterable[Term]
) -> pl.DataFrame:
    """Add the columns that rules read: keys and features, and no others.

    Parameters
    ----------
    orders
        The history, ``records[Kind.ORDERS]`` among `records` or instead of it.
    records
        Merged records of other kinds.
    terms
        What the rules read (``RuleSet.terms``).
    """
    terms = tuple(terms)
    plan = make_plan(term.name for term in terms if term.name in FEATURES)
    wanted = {PLACE} if Key.PLACE in plan.columns else {t.source for t in terms} & {PLACE}
    orders = prepared(orders, wanted | ({PHONE} if Key.PHONE in plan.columns else set()))
    if not plan.features:
        return orders
    return orders.hstack(compute_features({**records, Kind.ORDERS: orders}, plan))


def judged_orders(
    records: Mapping[Kind, pl.DataFrame], terms: Iterable[Term], currency: str
) -> pl.DataFrame:
    """Return the orders as rules see them: with keys and features, amounts in the shop's money."""
    orders = with_features(records[Kind.ORDERS], records, terms)
    is_ours = pl.col("currency").is_null() | (pl.col("currency") == currency)
    return orders.with_columns(pl.when(is_ours).then(name).alias(name) for name in _AMOUNTS)


def field_of(rule: CheckedRule) -> str:
    """Return the column of the order a person looks at first: what the rule begins with."""
    term = RuleSet({"rule": rule}).terms[0]
    if term.name in FEATURES:
        key = FEATURES[term.name].key
        return _SHOWN.get(key, key.value)
    if term.key and term.column == term.key:
        return _SHOWN.get(term.listed, term.listed)
    return "address" if term.source == PLACE else term.source
