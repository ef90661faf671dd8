"""The first tables."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("shops", "0001_first"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=40)),
                ("subject_kind", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("body", models.BinaryField()),
                (
                    "actor",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
            options={
                "ordering": ("-sequence",),
            },
        ),
        migrations.CreateModel(
            name="CommitmentKey",
            fields=[
                (
                    "row",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="audit.auditrow",
                    ),
                ),
                ("key", models.BinaryField()),
            ],
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(fields=["shop", "-sequence"], name="audit_by_shop"),
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(fields=["shop", "action", "-sequence"], name="audit_by_action"),
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(fields=["shop", "actor", "-sequence"], name="audit_by_actor"),
        ),
        migrations.AddIndex(
            model_name="auditrow",
            index=models.Index(fields=["subject_kind", "subject_id"], name="audit_by_subject"),
        ),
    ]
