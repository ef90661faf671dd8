"""What imports say to a person."""

from __future__ import annotations

from django.utils import translation

from shopwarden.desk.intake.words import what_is_lost
from shopwarden.records import Kind


def test_orders_without_weighty_columns_are_told_what_is_lost() -> None:
    with translation.override("en"):
        assert what_is_lost(["id", "address", "phone", "amount_minor", "status"], Kind.ORDERS) == [
            "Without the time of payment there is no shipping deadline and no reminder."
        ]
        assert len(what_is_lost(["id"], Kind.ORDERS)) == 5
        assert what_is_lost(["id"], Kind.REFUNDS) == []
