"""Answers given about orders."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0001_first"),
        ("shops", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("order_id", models.UUIDField()),
                ("decided_at", models.DateTimeField()),
                ("score", models.FloatField()),
                ("verdict", models.CharField(max_length=16)),
                ("key", models.CharField(blank=True, default="", max_length=64)),
                ("asked", models.CharField(blank=True, default="", max_length=64)),
                ("answer", models.TextField()),
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
                "indexes": [models.Index(fields=["shop", "order_id"], name="decisions_of_order")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("shop", "key"),
                        name="one_decision_per_key",
                    )
                ],
            },
        ),
    ]
