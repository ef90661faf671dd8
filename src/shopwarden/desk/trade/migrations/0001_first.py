"""The first tables."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

import shopwarden.desk.common.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("shops", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("platform", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=80)),
                ("content_key", models.CharField(blank=True, default="", max_length=32)),
                ("personal", shopwarden.desk.common.models.SealedField(null=True)),
                ("source", models.TextField(blank=True, default="")),
                ("source_file", models.TextField(blank=True, default="")),
                ("source_row", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("modified_at", models.DateTimeField(null=True)),
                ("type", models.TextField(blank=True, default="")),
                ("status", models.TextField(blank=True, default="")),
                ("raw_status", models.TextField(blank=True, default="")),
                ("needs_review", models.BooleanField(default=False)),
                ("refund_status", models.TextField(blank=True, default="")),
                ("buyer_key", models.CharField(blank=True, default="", max_length=32)),
                ("receiver_key", models.CharField(blank=True, default="", max_length=32)),
                ("phone_key", models.CharField(blank=True, default="", max_length=32)),
                ("place_key", models.CharField(blank=True, default="", max_length=32)),
                ("province", models.TextField(blank=True, default="")),
                ("city", models.TextField(blank=True, default="")),
                ("district", models.TextField(blank=True, default="")),
                ("town", models.TextField(blank=True, default="")),
                ("terminal", models.TextField(blank=True, default="")),
                ("item", models.TextField(blank=True, default="")),
                ("title", models.TextField(blank=True, default="")),
                ("quantity", models.BigIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("post_fee_minor", models.BigIntegerField(null=True)),
                ("refunded_minor", models.BigIntegerField(null=True)),
                ("currency", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("ship_deadline", models.DateTimeField(null=True)),
                ("ship_deadline_assumed", models.BooleanField(null=True)),
                ("close_reason", models.TextField(blank=True, default="")),
                ("platform_flag", models.TextField(blank=True, default="")),
                ("label", models.SmallIntegerField(null=True)),
                ("is_checked", models.BooleanField(default=False)),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["shop", "buyer_key", "-created_at"], name="orders_of_buyer"
                    ),
                    models.Index(fields=["shop", "phone_key"], name="orders_of_phone"),
                    models.Index(fields=["shop", "-created_at"], name="orders_by_time"),
                    models.Index(
                        condition=models.Q(("is_checked", False)),
                        fields=["shop", "id"],
                        name="orders_to_check",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shop", "external_id", "platform"), name="one_row_per_order"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("platform", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=80)),
                ("content_key", models.CharField(blank=True, default="", max_length=32)),
                ("personal", shopwarden.desk.common.models.SealedField(null=True)),
                ("source", models.TextField(blank=True, default="")),
                ("source_file", models.TextField(blank=True, default="")),
                ("source_row", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("modified_at", models.DateTimeField(null=True)),
                ("order_external_id", models.TextField(blank=True, default="")),
                ("status", models.TextField(blank=True, default="")),
                ("raw_status", models.TextField(blank=True, default="")),
                ("needs_review", models.BooleanField(default=False)),
                ("refund_status", models.TextField(blank=True, default="")),
                ("refund_external_id", models.TextField(blank=True, default="")),
                ("item", models.TextField(blank=True, default="")),
                ("sku", models.TextField(blank=True, default="")),
                ("merchant_code", models.TextField(blank=True, default="")),
                ("title", models.TextField(blank=True, default="")),
                ("quantity", models.BigIntegerField(null=True)),
                ("price_minor", models.BigIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("refunded_minor", models.BigIntegerField(null=True)),
                ("currency", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField(null=True)),
                ("paid_at", models.DateTimeField(null=True)),
                ("shipped_at", models.DateTimeField(null=True)),
                ("ship_deadline", models.DateTimeField(null=True)),
                ("ship_deadline_assumed", models.BooleanField(null=True)),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["shop", "order_external_id"], name="lines_of_order")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shop", "external_id", "platform"), name="one_row_per_line"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("platform", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=80)),
                ("content_key", models.CharField(blank=True, default="", max_length=32)),
                ("personal", shopwarden.desk.common.models.SealedField(null=True)),
                ("source", models.TextField(blank=True, default="")),
                ("source_file", models.TextField(blank=True, default="")),
                ("source_row", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("modified_at", models.DateTimeField(null=True)),
                ("order_external_id", models.TextField(blank=True, default="")),
                ("line_external_id", models.TextField(blank=True, default="")),
                ("kind", models.TextField(blank=True, default="")),
                ("status", models.TextField(blank=True, default="")),
                ("raw_status", models.TextField(blank=True, default="")),
                ("needs_review", models.BooleanField(default=False)),
                ("goods_state", models.TextField(blank=True, default="")),
                ("phase", models.TextField(blank=True, default="")),
                ("reason", models.TextField(blank=True, default="")),
                ("platform_message", models.TextField(blank=True, default="")),
                ("platform_case", models.TextField(blank=True, default="")),
                ("buyer_key", models.CharField(blank=True, default="", max_length=32)),
                ("item", models.TextField(blank=True, default="")),
                ("title", models.TextField(blank=True, default="")),
                ("needs_return", models.BooleanField(null=True)),
                ("is_automatic", models.BooleanField(null=True)),
                ("is_zero_second", models.BooleanField(null=True)),
                ("is_partial", models.BooleanField(null=True)),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("order_amount_minor", models.BigIntegerField(null=True)),
                ("currency", models.TextField(blank=True, default="")),
                ("paid_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(null=True)),
                ("returned_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("deadline", models.DateTimeField(null=True)),
                ("return_waybill", models.TextField(blank=True, default="")),
                ("return_carrier", models.TextField(blank=True, default="")),
                ("responsible", models.TextField(blank=True, default="")),
                ("version", models.BigIntegerField(null=True)),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["shop", "order_external_id"], name="refunds_of_order"),
                    models.Index(fields=["shop", "buyer_key"], name="refunds_of_buyer"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shop", "external_id", "platform"), name="one_row_per_refund"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("record_id", models.UUIDField()),
                ("content_key", models.CharField(blank=True, default="", max_length=32)),
                ("body", shopwarden.desk.common.models.SealedField()),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_id", "content_key"), name="one_row_per_report"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Shipment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("platform", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=80)),
                ("content_key", models.CharField(blank=True, default="", max_length=32)),
                ("personal", shopwarden.desk.common.models.SealedField(null=True)),
                ("source", models.TextField(blank=True, default="")),
                ("source_file", models.TextField(blank=True, default="")),
                ("source_row", models.BigIntegerField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("modified_at", models.DateTimeField(null=True)),
                ("order_external_id", models.TextField(blank=True, default="")),
                ("refund_external_id", models.TextField(blank=True, default="")),
                ("direction", models.TextField(blank=True, default="")),
                ("waybill", models.TextField(blank=True, default="")),
                ("carrier", models.TextField(blank=True, default="")),
                ("shipped_at", models.DateTimeField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["shop", "order_external_id"], name="shipments_of_order"),
                    models.Index(fields=["shop", "waybill"], name="shipments_by_waybill"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("shop", "external_id", "platform"), name="one_row_per_shipment"
                    )
                ],
            },
        ),
    ]
