"""The canonical records of ``shopwarden.records``, one table per kind, one row per record.

Personal columns of a record are sealed together in ``personal`` (one JSON object): they are
always read together, and one token per row keeps an import fast. What has to be found again
has a keyed digest beside it.
"""

from __future__ import annotations

from django.db import models

from shopwarden.desk.common.crypto import DIGEST_CHARS
from shopwarden.desk.common.models import Row, SealedField
from shopwarden.desk.shops.models import Shop


def _digest() -> models.CharField[str, str]:
    return models.CharField(max_length=DIGEST_CHARS, default="", blank=True)


def _text(length: int = 200) -> models.CharField[str, str]:
    return models.CharField(max_length=length, default="", blank=True)


class Record(Row):
    """What every stored record has: identity, provenance, content digest, sealed part."""

    shop = models.ForeignKey(Shop, models.PROTECT, related_name="+")
    platform = models.CharField(max_length=40)
    # The platform's own number; always text.
    external_id = models.CharField(max_length=80)
    # Keyed digest of the whole record: equal content, equal digest.
    content_key = _digest()
    personal = SealedField(null=True)
    source = _text(40)
    source_file = _text()
    source_row = models.PositiveIntegerField(null=True)
    seen_at = models.DateTimeField()
    modified_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.external_id


class Order(Record):
    """One order; money in minor units of ``currency``, statuses as in ``records``."""

    type = _text(40)
    status = _text(20)
    raw_status = _text(120)
    needs_review = models.BooleanField(default=False)
    refund_status = _text(24)
    buyer_key = _digest()
    receiver_key = _digest()
    phone_key = _digest()
    place_key = _digest()
    province = _text(60)
    city = _text(60)
    district = _text(60)
    town = _text(60)
    item = _text(80)
    title = _text()
    quantity = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    post_fee_minor = models.BigIntegerField(null=True)
    refunded_minor = models.BigIntegerField(null=True)
    currency = _text(3)
    created_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ship_deadline = models.DateTimeField(null=True)
    ship_deadline_assumed = models.BooleanField(null=True)
    close_reason = _text()
    platform_flag = _text()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "external_id", "platform"), name="one_row_per_order"
            ),
        )
        indexes = (
            models.Index(fields=("shop", "buyer_key", "-created_at"), name="orders_of_buyer"),
            models.Index(fields=("shop", "phone_key"), name="orders_of_phone"),
            models.Index(fields=("shop", "-created_at"), name="orders_by_time"),
        )


class OrderLine(Record):
    """One line of an order."""

    order_external_id = models.CharField(max_length=80, default="")
    status = _text(20)
    raw_status = _text(120)
    needs_review = models.BooleanField(default=False)
    refund_status = _text(24)
    refund_external_id = _text(80)
    item = _text(80)
    sku = _text(80)
    merchant_code = _text(80)
    title = _text()
    quantity = models.BigIntegerField(null=True)
    price_minor = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    refunded_minor = models.BigIntegerField(null=True)
    currency = _text(3)
    created_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    ship_deadline = models.DateTimeField(null=True)
    ship_deadline_assumed = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "external_id", "platform"), name="one_row_per_line"
            ),
        )
        indexes = (models.Index(fields=("shop", "order_external_id"), name="lines_of_order"),)


class Refund(Record):
    """One refund or after-sale request."""

    order_external_id = models.CharField(max_length=80, default="")
    line_external_id = _text(80)
    kind = _text(20)
    status = _text(24)
    raw_status = _text(120)
    needs_review = models.BooleanField(default=False)
    goods_state = _text(20)
    phase = _text(12)
    reason = _text()
    platform_message = _text(400)
    platform_case = _text(120)
    buyer_key = _digest()
    item = _text(80)
    title = _text()
    needs_return = models.BooleanField(null=True)
    is_automatic = models.BooleanField(null=True)
    is_zero_second = models.BooleanField(null=True)
    is_partial = models.BooleanField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    order_amount_minor = models.BigIntegerField(null=True)
    currency = _text(3)
    paid_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    return_waybill = _text(60)
    return_carrier = _text(60)
    responsible = _text(60)
    version = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "external_id", "platform"), name="one_row_per_refund"
            ),
        )
        indexes = (
            models.Index(fields=("shop", "order_external_id"), name="refunds_of_order"),
            models.Index(fields=("shop", "buyer_key"), name="refunds_of_buyer"),
        )


class Shipment(Record):
    """One parcel, to the buyer or back."""

    order_external_id = models.CharField(max_length=80, default="")
    refund_external_id = _text(80)
    direction = _text(10)
    waybill = _text(60)
    carrier = _text(60)
    shipped_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "external_id", "platform"), name="one_row_per_shipment"
            ),
        )
        indexes = (
            models.Index(fields=("shop", "order_external_id"), name="shipments_of_order"),
            models.Index(fields=("shop", "waybill"), name="shipments_by_waybill"),
        )
