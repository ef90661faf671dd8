from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from uuid import uuid4

import pytest
from django.db import IntegrityError

from shopwarden.desk.common import bulk
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import Order, Shipment

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))


def _insert(shop: Shop, *times: datetime | None) -> None:
    count = len(times)
    texts = ("source", "source_file", "direction", "waybill", "carrier", "content_key")
    references = ("order_external_id", "refund_external_id")
    empty = dict.fromkeys((*texts, *references), ("",) * count)
    bulk.insert(
        Shipment,
        empty
        | {
            "id": [uuid4() for _ in times],
            "shop": [shop.id] * count,
            "platform": ["taobao"] * count,
            "external_id": [str(number) for number in range(count)],
            "seen_at": [NOW] * count,
            "shipped_at": times,
        },
    )


def test_rows_are_as_the_model_reads_them(shop: Shop) -> None:
    exact = NOW.replace(microsecond=120)
    _insert(shop, NOW, exact, exact.astimezone(CHINA), None)
    rows = Shipment.objects.order_by("external_id")
    assert [row.shipped_at for row in rows] == [NOW, exact, exact, None]
    assert {row.shop for row in rows} == {shop}
    assert Shipment.objects.filter(shipped_at=NOW).count() == 1
    assert Shipment.objects.filter(shipped_at__gt=NOW).count() == 2


def test_no_rows_are_no_work(shop: Shop) -> None:
    _insert(shop)
    assert Shipment.objects.count() == 0


def test_fetched_columns_stand_beside_each_other(shop: Shop) -> None:
    _insert(shop, NOW, NOW)
    numbers, ids = bulk.fetch(Shipment.objects.order_by("external_id"), ["external_id", "id"])
    assert numbers == ("0", "1")
    assert bulk.uuids(ids) == [row.id for row in Shipment.objects.order_by("external_id")]


def test_nothing_fetched_is_an_empty_column_each() -> None:
    assert bulk.fetch(Order.objects.all(), ["id", "status"]) == [(), ()]
    assert bulk.fetch(Order.objects.filter(id__in=[]), ["id"]) == [()]


def test_a_change_of_rows_that_changed_is_stale(shop: Shop) -> None:
    _insert(shop, NOW, NOW)
    ids = [row.id for row in Shipment.objects.order_by("external_id")]
    bulk.update(Shipment, {"id": ids, "carrier": ["", ""]}, {"carrier": ["a", "b"]})
    assert list(Shipment.objects.order_by("external_id").values_list("carrier", flat=True)) == [
        "a",
        "b",
    ]
    with pytest.raises(bulk.Stale):
        bulk.update(Shipment, {"id": ids, "carrier": ["a", "x"]}, {"carrier": ["c", "c"]})
    keys = {"id": ids, "carrier": ["c", "x"]}
    assert bulk.update_matching(Shipment, keys, {"carrier": ["d", "d"]}) == 1


def test_a_stale_change_is_built_again() -> None:
    outcomes = iter([bulk.Stale(), IntegrityError(), None])

    def attempt() -> str:
        if error := next(outcomes):
            raise error
        return "done"

    assert bulk.until_fresh(attempt) == "done"


def test_a_change_that_never_fits_is_given_up() -> None:
    tries = []

    def attempt() -> None:
        tries.append(1)
        raise bulk.Stale

    with pytest.raises(bulk.Stale):
        bulk.until_fresh(attempt)
    assert len(tries) == 20
