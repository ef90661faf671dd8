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
            name="Group",
            fields=[
                ("id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("accounts", models.PositiveIntegerField()),
                ("orders", models.PositiveIntegerField()),
                ("refunds", models.PositiveIntegerField()),
                ("amount_minor", models.BigIntegerField(default=0)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("strength", models.FloatField()),
                ("kinds", models.PositiveSmallIntegerField()),
                ("first_at", models.DateTimeField(null=True)),
                ("last_at", models.DateTimeField()),
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
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("buyer", models.BigIntegerField(db_index=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="groups.group",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Search",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("found_at", models.DateTimeField()),
                ("took_ms", models.PositiveIntegerField()),
                ("groups", models.PositiveIntegerField()),
                ("events", models.BigIntegerField()),
                ("newest_at", models.BigIntegerField(default=0)),
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
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["shop", "last_at", "id"], name="groups_by_time"),
        ),
        migrations.AddIndex(
            model_name="group",
            index=models.Index(fields=["shop", "accounts", "id"], name="groups_by_size"),
        ),
    ]
