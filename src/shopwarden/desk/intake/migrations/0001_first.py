"""The first tables."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import shopwarden.desk.common.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("shops", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=240)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField()),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("reading", "Reading the file"),
                            ("storing", "Storing the records"),
                            ("checking", "Checking the orders"),
                            ("done", "Done"),
                            ("failed", "Not imported"),
                        ],
                        default="queued",
                        max_length=8,
                    ),
                ),
                ("step", models.PositiveIntegerField(default=0)),
                ("steps", models.PositiveIntegerField(default=0)),
                ("source", models.CharField(blank=True, default="", max_length=120)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("new", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("by_kind", models.JSONField(default=dict)),
                ("quarantined", models.PositiveIntegerField(default=0)),
                ("alerts", models.PositiveIntegerField(default=0)),
                ("origins", models.JSONField(default=dict)),
                ("skipped", models.JSONField(default=list)),
                ("code", models.CharField(blank=True, default="", max_length=40)),
                ("facts", models.JSONField(default=dict)),
                ("is_repeat", models.BooleanField(default=False)),
                ("queued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="intake.upload",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuarantineRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content_key", models.CharField(max_length=32)),
                ("source_file", models.TextField()),
                ("source_row", models.BigIntegerField(null=True)),
                ("column", models.TextField(blank=True, default="")),
                ("reason", models.CharField(max_length=40)),
                ("detail", shopwarden.desk.common.models.SealedField(null=True)),
                ("raw", shopwarden.desk.common.models.SealedField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be corrected"),
                            ("mended", "Corrected and stored"),
                            ("discarded", "Discarded"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("external_id", models.CharField(blank=True, default="", max_length=80)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quarantine",
                        to="intake.importrun",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    models.Index(fields=["run", "state", "number"], name="quarantine_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("shop", "content_key"), name="one_row_per_text")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["shop", "sha256"], name="uploads_by_content"),
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(fields=["shop", "-queued_at", "id"], name="runs_by_time"),
        ),
        migrations.AddIndex(
            model_name="importrun",
            index=models.Index(
                condition=models.Q(("state__in", ("done", "failed")), _negated=True),
                fields=["queued_at"],
                name="runs_under_way",
            ),
        ),
    ]
