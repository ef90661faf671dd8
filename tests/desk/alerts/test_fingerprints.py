from __future__ import annotations

import polars as pl
import pytest

from shopwarden.desk.alerts.fingerprints import fingerprints
from shopwarden.desk.shops.models import Shop
from shopwarden.detectors.findings import conform_findings
from shopwarden.records import Kind, conform

pytestmark = pytest.mark.django_db

ORDERS = conform(
    pl.DataFrame({"platform": "taobao", "shop": "店", "id": ["1"], "buyer": ["a"]}), Kind.ORDERS
)


def _fired(*rules: str) -> pl.DataFrame:
    return conform_findings(
        pl.DataFrame({"rule": rules}).with_columns(
            detector=pl.lit("rules"), code=pl.lit("rule_fired"), field=pl.lit("buyer"),
            subject_kind=pl.lit("order"), platform=pl.lit("taobao"), subject_id=pl.lit("1"),
        )
    )  # fmt: skip


def test_each_rule_has_a_fingerprint_of_its_own_whichever_fire_beside_it(shop: Shop) -> None:
    both = fingerprints(_fired("often", "dear"), ORDERS, shop.id)
    assert fingerprints(_fired("dear"), ORDERS, shop.id) == both[1:]
    assert len(set(both)) == 2


def test_a_rule_may_judge_what_no_record_has(shop: Shop) -> None:
    listed = _fired("listed").with_columns(field=pl.lit("orders_of_buyer"))
    assert fingerprints(listed, ORDERS, shop.id) == fingerprints(listed, ORDERS, shop.id)
