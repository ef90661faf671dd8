from __future__ import annotations

import os

import pytest

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.intake.choices import RunState
from shopwarden.desk.live.workflows import judge_waiting
from shopwarden.desk.shops.models import Shop
from tests.desk.factories import WRONG_ADDRESS, store_orders
from tests.desk.intake.samples import run_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        "SHOPWARDEN_DATABASE_URL" in os.environ, reason="needs a connection outside the test's own"
    ),
]


def test_what_an_import_stores_is_left_to_it(shop: Shop, other_shop: Shop) -> None:
    run = run_of(shop)
    run.state = RunState.STORING
    run.save()
    for one in (shop, other_shop):
        store_orders(one, {"id": "1", "address": WRONG_ADDRESS})
    judge_waiting()
    assert [alert.shop for alert in Alert.objects.all()] == [other_shop]
    run.state = RunState.DONE
    run.save()
    judge_waiting()
    assert Alert.objects.filter(shop=shop).count() == 1
