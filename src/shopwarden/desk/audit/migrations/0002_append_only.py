"""Make the audit log append-only."""

from __future__ import annotations

from django.db import migrations

from shopwarden.desk.audit import append_only


class Migration(migrations.Migration):
    """Reversible: going back takes the triggers away."""

    dependencies = (("audit", "0001_first"),)

    operations = (migrations.RunPython(append_only.install, append_only.remove),)
