"""The first tables."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("shops", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fitted_at", models.DateTimeField()),
                ("decisions", models.PositiveIntegerField()),
                ("bad", models.PositiveIntegerField()),
                ("good", models.PositiveIntegerField()),
                ("is_fitted", models.BooleanField()),
                ("alerted", models.FloatField(default=0.0)),
                ("scale", models.JSONField(default=dict)),
                (
                    "shop",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
