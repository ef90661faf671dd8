"""Runs say how many alerts closed by themselves, and why."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("intake", "0002_mappings"),)

    operations = (migrations.AddField("importrun", "closed", models.JSONField(default=dict)),)
