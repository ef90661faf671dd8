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
            name="Alert",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "Address"),
                            ("order_risk", "Order risk"),
                            ("linked", "Linked accounts"),
                            ("refund", "Refund"),
                            ("rating", "Rating"),
                            ("recharge", "Top-up"),
                            ("status", "Status"),
                            ("threshold", "Threshold"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("handled", "Handled"), ("expired", "Expired")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("subject_kind", models.CharField(max_length=16)),
                ("subject_id", models.UUIDField()),
                ("platform", models.CharField(max_length=40)),
                ("external_id", models.CharField(max_length=80)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Note"), (2, "To check"), (3, "Wrong")]
                    ),
                ),
                ("score", models.FloatField()),
                ("headline", models.CharField(max_length=80)),
                ("amount_minor", models.BigIntegerField(null=True)),
                ("currency", models.CharField(blank=True, default="", max_length=3)),
                ("deadline", models.DateTimeField(null=True)),
                ("deadline_assumed", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
            name="AlertFinding",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fingerprint", models.CharField(max_length=32)),
                ("round", models.PositiveSmallIntegerField()),
                ("detector", models.CharField(max_length=40)),
                ("code", models.CharField(max_length=40)),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Note"), (2, "To check"), (3, "Wrong")]
                    ),
                ),
                ("score", models.FloatField()),
                ("metric", models.CharField(blank=True, default="", max_length=60)),
                ("value", models.FloatField(null=True)),
                ("threshold", models.FloatField(null=True)),
                ("field", models.CharField(max_length=40)),
                ("evidence", models.JSONField(default=dict)),
                ("found_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="alerts.alert",
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
            name="BulkAct",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("assign", "Assigned"), ("decide", "Handled")], max_length=8
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactAttempt",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "way",
                    models.CharField(
                        choices=[("call", "Called"), ("chat", "Wrote in the chat")], max_length=8
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("reached", "Reached"),
                            ("no_answer", "No answer"),
                            ("refused", "Refused to correct"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", shopwarden.desk.common.models.SealedField(null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="alerts.alert",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Disposition",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=40)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("right", "The alert was right"),
                            ("wrong", "The alert was wrong"),
                            ("undecided", "Undecided"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[
                            ("ship", "The order may ship"),
                            ("filing", "A filing is drafted; the order waits"),
                            ("none", "Nothing else happens"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", shopwarden.desk.common.models.SealedField(null=True)),
                ("corrected_address", shopwarden.desk.common.models.SealedField(null=True)),
                ("decided_at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dispositions",
                        to="alerts.alert",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
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
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("query", models.CharField(max_length=400)),
                ("is_shared", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
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
            model_name="alert",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=[
                    "shop",
                    "opened_at",
                    "id",
                    "kind",
                    "severity",
                    "assignee",
                    "amount_minor",
                    "deadline",
                ],
                name="alerts_open_by_age",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=[
                    "shop",
                    "deadline",
                    "id",
                    "kind",
                    "severity",
                    "assignee",
                    "amount_minor",
                    "opened_at",
                ],
                name="alerts_open_by_deadline",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=[
                    "shop",
                    "amount_minor",
                    "id",
                    "kind",
                    "severity",
                    "assignee",
                    "deadline",
                    "opened_at",
                ],
                name="alerts_open_by_amount",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=[
                    "shop",
                    "severity",
                    "score",
                    "id",
                    "kind",
                    "assignee",
                    "amount_minor",
                    "deadline",
                    "opened_at",
                ],
                name="alerts_open_by_weight",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=[
                    "shop",
                    "state",
                    "closed_at",
                    "id",
                    "kind",
                    "severity",
                    "assignee",
                    "amount_minor",
                ],
                name="alerts_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=[
                    "shop",
                    "state",
                    "kind",
                    "closed_at",
                    "id",
                    "severity",
                    "assignee",
                    "amount_minor",
                ],
                name="alerts_closed_by_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=[
                    "shop",
                    "state",
                    "assignee",
                    "closed_at",
                    "id",
                    "kind",
                    "severity",
                    "amount_minor",
                ],
                name="alerts_closed_by_person",
            ),
        ),
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["shop", "external_id", "id"], name="alerts_by_number"),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.UniqueConstraint(
                fields=("shop", "kind", "subject_id"), name="one_alert_per_subject_and_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("closed_at__isnull", True)), ("state", "open")),
                    models.Q(
                        models.Q(("closed_at__isnull", False)),
                        models.Q(("state", "open"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="open_until_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="alertfinding",
            constraint=models.UniqueConstraint(
                fields=("shop", "alert", "fingerprint"), name="one_row_per_fingerprint"
            ),
        ),
        migrations.AddConstraint(
            model_name="disposition",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_at__isnull", True)),
                fields=("alert", "round"),
                name="one_decision_per_round",
            ),
        ),
    ]
