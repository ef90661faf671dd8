"""Entries say since when they count, and versions of rules stay as they were written."""

from __future__ import annotations

from django.db import migrations, models

from shopwarden.desk.rulebook import immutable


class Migration(migrations.Migration):
    """Reversible: going back takes the triggers away."""

    dependencies = (("rulebook", "0003_entries_since"),)

    operations = (
        migrations.AlterField("listentry", "added_at", models.DateTimeField()),
        migrations.RunPython(immutable.install, immutable.remove),
    )
