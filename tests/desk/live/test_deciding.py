from __future__ import annotations

import os

import pytest

from shopwarden.desk.common import plain
from shopwarden.desk.live.deciding import ANSWERED

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(
    "SHOPWARDEN_DATABASE_URL" in os.environ, reason="asks SQLite how it would search"
)
def test_what_was_answered_is_found_by_its_key() -> None:
    plan = plain.rows(f"EXPLAIN QUERY PLAN {ANSWERED}", ("s", "k"))
    assert plan[0][-1] == (
        "SEARCH live_decision USING INDEX one_decision_per_key (shop_id=? AND key=?)"
    )
