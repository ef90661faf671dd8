"""The canonical records of ``shopwarden.records``, one table per kind, one row per record.

Personal columns of a record are sealed together in ``personal`` (one JSON object): they are
always read together, and one token per row keeps an import fast. What has to be found again
has a keyed digest beside it.

A record is what its reports say together. One report is the row itself; once a second one
says something else, all of them are kept (`Report`), so that the row is the same in whatever
order they arrive.
"""

from __future__ import annotations

from typing import Final

from django.db import models

from shopwarden.desk.common.crypto import DIGEST_CHARS
from shopwarden.desk.common.models import Row, SealedField
from shopwarden.desk.shops.models import Shop

# A longer number is damaged; it goes to quarantine.
LONGEST_ID: Final = 80


def _digest() -> models.CharField[str, str]:
    return models.CharField(max_length=DIGEST_CHARS, default="", blank=True)


def _text() -> models.TextField[str, str]:
    # Without a limit: a platform's long text must not stop an import.
    return models.TextField(default="", blank=True)


class Record(Row):
    """What every stored record has: identity, provenance, content digest, sealed part."""

    # The indexes below begin with the shop.
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    platform = models.CharField(max_length=40)
    # The platform's own number; always text.
    external_id = models.CharField(max_length=LONGEST_ID)
    # Keyed digest of the whole record: equal content, equal digest.
    content_key = _digest()
    personal = SealedField(null=True)
    source = _text()
    source_file = _text()
    source_row = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField()
    modified_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.external_id


class Order(Record):
    """One order; money in minor units of ``currency``, statuses as in ``records``."""

    type = _text()
    status = _text()
    raw_status = _text()
    needs_review = models.BooleanField(default=False)
    refund_status = _text()
    buyer_key = _digest()
    receiver_key = _digest()
    phone_key = _digest()
    place_key = _digest()
    device_key = _digest()
    ip_key = _digest()
    payment_account_key = _digest()
    province = _text()
    city = _text()
    district = _text()
    town = _text()
    terminal = _text()
    item = _text()
    title = _text()
    quantity = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    post_fee_minor = models.BigIntegerField(null=True)
    refunded_minor = models.BigIntegerField(null=True)
    currency = _text()
    created_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    shipped_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ship_deadline = models.DateTimeField(null=True)
    ship_deadline_assumed = models.BooleanField(null=True)
    close_reason = _text()
    platform_flag = _text()
    label = models.SmallIntegerField(null=True)
    # Whether the detectors have judged this content, and all that is known around it.
    is_checked = models.BooleanField(default=False)
    # Whether they are at it; what happens meanwhile makes the order wait anew.
    is_judging = models.BooleanField(default=False)

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
            models.Index(
                fields=("shop", "id"), condition=models.Q(is_checked=False), name="orders_to_check"
            ),
            models.Index(
                fields=("shop", "created_at"),
                condition=models.Q(is_checked=True),
                name="orders_checked",
            ),
            models.Index(
                fields=("shop",), condition=models.Q(is_judging=True), name="orders_judging"
            ),
        )


class OrderLine(Record):
    """One line of an order."""

    order_external_id = _text()
    status = _text()
    raw_status = _text()
    needs_review = models.BooleanField(default=False)
    refund_status = _text()
    refund_external_id = _text()
    item = _text()
    sku = _text()
    merchant_code = _text()
    title = _text()
    quantity = models.BigIntegerField(null=True)
    price_minor = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    refunded_minor = models.BigIntegerField(null=True)
    currency = _text()
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

    order_external_id = _text()
    line_external_id = _text()
    kind = _text()
    status = _text()
    raw_status = _text()
    needs_review = models.BooleanField(default=False)
    goods_state = _text()
    phase = _text()
    reason = _text()
    platform_message = _text()
    platform_case = _text()
    buyer_key = _digest()
    item = _text()
    title = _text()
    needs_return = models.BooleanField(null=True)
    is_automatic = models.BooleanField(null=True)
    is_zero_second = models.BooleanField(null=True)
    is_partial = models.BooleanField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    order_amount_minor = models.BigIntegerField(null=True)
    currency = _text()
    paid_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    return_waybill = _text()
    return_carrier = _text()
    responsible = _text()
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

    order_external_id = _text()
    refund_external_id = _text()
    direction = _text()
    waybill = _text()
    carrier = _text()
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


class Rating(Record):
    """What a buyer wrote about an order, and the marks they gave."""

    order_external_id = _text()
    line_external_id = _text()
    buyer_key = _digest()
    item = _text()
    result = _text()
    score = models.FloatField(null=True)
    service_score = models.FloatField(null=True)
    delivery_score = models.FloatField(null=True)
    reply = _text()
    tags = _text()
    counts = models.BooleanField(null=True)
    created_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "external_id", "platform"), name="one_row_per_rating"
            ),
        )
        indexes = (models.Index(fields=("shop", "order_external_id"), name="ratings_of_order"),)


class Report(Row):
    """One of several reports of a record that do not say the same; ``body`` is its JSON."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    record_id = models.UUIDField()
    content_key = _digest()
    body = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record_id", "content_key"), name="one_row_per_report"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} {self.content_key}"
