"""Ratings; digests of devices, addresses and payment accounts; orders being judged."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models

import shopwarden.desk.common.models


class Migration(migrations.Migration):
    dependencies = [
        ("shops", "0001_first"),
        ("trade", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rating",
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
                ("buyer_key", models.CharField(blank=True, default="", max_length=32)),
                ("item", models.TextField(blank=True, default="")),
                ("result", models.TextField(blank=True, default="")),
                ("score", models.FloatField(null=True)),
                ("service_score", models.FloatField(null=True)),
                ("delivery_score", models.FloatField(null=True)),
                ("reply", models.TextField(blank=True, default="")),
                ("tags", models.TextField(blank=True, default="")),
                ("counts", models.BooleanField(null=True)),
                ("created_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="device_key",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="order",
            name="ip_key",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddField(
            model_name="order",
            name="is_judging",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="order",
            name="payment_account_key",
            field=models.CharField(blank=True, default="", max_length=32),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("is_checked", True)),
                fields=["shop", "created_at"],
                name="orders_checked",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("is_judging", True)), fields=["shop"], name="orders_judging"
            ),
        ),
        migrations.AddField(
            model_name="rating",
            name="shop",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="shops.shop",
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["shop", "order_external_id"], name="ratings_of_order"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                fields=("shop", "external_id", "platform"), name="one_row_per_rating"
            ),
        ),
    ]
