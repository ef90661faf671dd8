"""Many at once say what one by one says, to the last digit."""

from __future__ import annotations

from dataclasses import asdict, replace

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopwarden.detectors import Finding, combine, empty_findings, iterate
from shopwarden.detectors.findings import conform_findings
from shopwarden.records import Severity
from shopwarden.risk import FIXED, SCORE_SCHEMA, Weights, score, score_orders

IDS = ["o1", "o2", "o3"]
ORDERS = pl.DataFrame({"platform": "taobao", "shop": "demo", "id": IDS})
OWN = replace(FIXED, alerted=0.3, scale={"address": 0.7, "device_buyers_30d": 1.9})
NAMES = sorted({band.feature for band in FIXED.bands})

rows = st.fixed_dictionaries({
    "subject_kind": st.sampled_from(["order", "refund"]),
    "platform": st.just("taobao"),
    "shop": st.sampled_from(["demo", "other"]),
    "subject_id": st.sampled_from([*IDS, "o9"]),
    "detector": st.sampled_from(["address", "contact"]),
    "code": st.sampled_from(["incomplete", "masked"]),
    "severity": st.sampled_from([member.value for member in Severity]),
    "score": st.floats(0, 1),
    "value": st.none() | st.integers(0, 3).map(float),
    "threshold": st.just(3.0),
    "rule": st.sampled_from([None, "many_refunds"]),
})  # fmt: skip
numbers = st.none() | st.integers(0, 200) | st.floats(0, 400)
features = st.fixed_dictionaries(
    {name: st.lists(numbers, min_size=3, max_size=3) for name in NAMES}
)


@pytest.mark.slow
@given(
    found=st.lists(rows, max_size=9),
    known=st.none() | features,
    weights=st.sampled_from([FIXED, OWN]),
)
def test_batch_equals_one_by_one(
    found: list[dict[str, object]], known: dict[str, list[float | None]] | None, weights: Weights
) -> None:
    findings = (
        conform_findings(pl.DataFrame(found, infer_schema_length=None))
        if found
        else empty_findings()
    )
    table = pl.DataFrame(known, schema=dict.fromkeys(NAMES, pl.Float64)) if known else None
    scored = score_orders(ORDERS, findings, table, weights)
    for number, order in enumerate(scored.iter_rows(named=True)):
        own = [one for one in iterate(findings) if _is_on(one, order["id"])]
        values = {name: column[number] for name, column in known.items()} if known else {}
        expected = score(own, values, weights)
        assert (order["score"], order["log_odds"]) == (expected.value, expected.log_odds)
        assert order["contributions"] == [
            {
                "topic": part.term.topic.value,
                "name": part.term.name,
                "code": part.term.code,
                **{name: asdict(part)[name] for name in ("weight", "value", "threshold")},
            }
            for part in expected.contributions
        ]


def _is_on(finding: Finding, order: str) -> bool:
    return (finding.subject_kind, finding.shop, finding.subject_id) == ("order", "demo", order)


def test_rows_keep_their_order_and_no_orders_are_no_scores() -> None:
    turned = score_orders(ORDERS.reverse(), empty_findings())
    assert turned["id"].to_list() == ["o3", "o2", "o1"]
    assert turned["score"].to_list() == [0.0198] * 3
    nothing = score_orders(ORDERS.head(0), empty_findings())
    assert nothing.schema == SCORE_SCHEMA
    assert nothing.is_empty()


def test_the_order_of_findings_does_not_matter() -> None:
    table = conform_findings(
        pl.DataFrame(
            {
                "subject_kind": "order",
                "platform": "taobao",
                "shop": "demo",
                "subject_id": "o2",
                "detector": "address",
                "code": ["incomplete", "contradiction", "masked"],
                "severity": ["check", "wrong", "note"],
                "score": [0.5, 0.9, 0.3],
            }
        )
    )
    once = score_orders(ORDERS, table)
    assert once.equals(score_orders(ORDERS, combine([table.reverse()])))
    assert once["score"].to_list() == [0.0198, 0.7502, 0.0198]
