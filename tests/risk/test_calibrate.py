from __future__ import annotations

import polars as pl

from shopwarden.detectors.findings import conform_findings
from shopwarden.risk import FIXED, LEAST_EXAMPLES, calibrate, score_orders

EACH = LEAST_EXAMPLES


def decided(address: tuple[int, int], linked: tuple[int, int]) -> tuple[pl.DataFrame, pl.Series]:
    """Scores of orders with one finding each, and whether they turned out bad (bad, good)."""
    detectors = ["address"] * sum(address) + ["linked_accounts"] * sum(linked)
    bad = [True] * address[0] + [False] * address[1] + [True] * linked[0] + [False] * linked[1]
    orders = pl.DataFrame({
        "platform": "taobao", "shop": "demo", "id": [f"o{n}" for n in range(len(bad))],
    })  # fmt: skip
    findings = conform_findings(
        orders.rename({"id": "subject_id"}).with_columns(
            subject_kind=pl.lit("order"),
            detector=pl.Series(detectors),
            code=pl.lit("incomplete"),
            severity=pl.lit("check"),
            score=pl.lit(1.0),
        )
    )
    return score_orders(orders, findings), pl.Series(bad)


def test_few_decisions_change_nothing() -> None:
    assert calibrate(*decided((EACH - 1, 200), (0, 0)), FIXED) is FIXED
    assert calibrate(*decided((200, EACH - 1), (0, 0)), FIXED) is FIXED


def test_what_people_find_right_weighs_more_than_what_they_do_not() -> None:
    scores, bad = decided((10, 190), (180, 20))
    own = calibrate(scores, bad, FIXED)
    assert own.scale["address"] < 0.5 < 1 < own.scale["linked_accounts"]
    assert (own.start, own.severities, own.bands) == (FIXED.start, FIXED.severities, FIXED.bands)
    assert calibrate(scores, bad, FIXED) == own


def test_scores_come_near_what_was_decided() -> None:
    scores, bad = decided((50, 150), (150, 50))
    own = calibrate(scores, bad, FIXED)
    detectors = scores["contributions"].list.get(1).struct.field("name")
    table = pl.DataFrame({"detector": detectors, "bad": bad})
    shares = dict(table.group_by("detector").agg(pl.col("bad").mean()).iter_rows())
    for detector, share in shares.items():
        log_odds = own.start + own.alerted + FIXED.severities["check"] * own.scale[detector]
        assert abs(1 / (1 + 2.718281828**-log_odds) - share) < 0.08


def test_a_weight_never_changes_its_sign() -> None:
    own = calibrate(*decided((0, 3000), (3000, 0)), FIXED)
    assert own.scale["address"] == 0.0
    assert 2.5 < own.scale["linked_accounts"] <= 3.0
