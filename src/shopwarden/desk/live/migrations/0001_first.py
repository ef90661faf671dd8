"""What happened in each shop, as numbers."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("shops", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("rank", models.PositiveSmallIntegerField()),
                ("platform", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=80)),
                ("order_external_id", models.TextField(blank=True, default="")),
                ("at", models.BigIntegerField(null=True)),
                ("buyer", models.BigIntegerField(null=True)),
                ("phone", models.BigIntegerField(null=True)),
                ("receiver", models.BigIntegerField(null=True)),
                ("place", models.BigIntegerField(null=True)),
                ("device", models.BigIntegerField(null=True)),
                ("ip", models.BigIntegerField(null=True)),
                ("payment_account", models.BigIntegerField(null=True)),
                ("item", models.BigIntegerField(null=True)),
                ("carrier", models.BigIntegerField(null=True)),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("word", models.CharField(blank=True, default="", max_length=20)),
                ("linking", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.BigIntegerField(default=0)),
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
                        condition=models.Q(("buyer__isnull", False)),
                        fields=["buyer", "at"],
                        name="events_of_buyer",
                    ),
                    models.Index(
                        condition=models.Q(("phone__isnull", False)),
                        fields=["phone", "at"],
                        name="events_of_phone",
                    ),
                    models.Index(
                        condition=models.Q(("receiver__isnull", False)),
                        fields=["receiver", "at"],
                        name="events_of_receiver",
                    ),
                    models.Index(
                        condition=models.Q(("place__isnull", False)),
                        fields=["place", "at"],
                        name="events_of_place",
                    ),
                    models.Index(
                        condition=models.Q(("device__isnull", False)),
                        fields=["device", "at"],
                        name="events_of_device",
                    ),
                    models.Index(
                        condition=models.Q(("ip__isnull", False)),
                        fields=["ip", "at"],
                        name="events_of_ip",
                    ),
                    models.Index(
                        condition=models.Q(("payment_account__isnull", False)),
                        fields=["payment_account", "at"],
                        name="events_of_payment_account",
                    ),
                    models.Index(
                        condition=models.Q(("carrier__isnull", False)),
                        fields=["carrier", "at"],
                        name="events_of_carrier",
                    ),
                    models.Index(
                        condition=models.Q(("item__isnull", False)),
                        fields=["item", "at", "rank", "amount_minor"],
                        name="events_of_item",
                    ),
                    models.Index(fields=["shop", "at", "rank"], name="events_of_shop"),
                    models.Index(
                        condition=models.Q(("rank__gt", 0)),
                        fields=["shop", "order_external_id"],
                        name="events_of_order",
                    ),
                ],
            },
        ),
    ]
