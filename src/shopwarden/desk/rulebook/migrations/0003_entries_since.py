"""Say of the entries there are since when and by whom: as the list's last file says."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.utils import timezone


def say(apps: Any, _schema_editor: Any) -> None:
    """Copy time and person of the newest change of each list to its entries."""
    change = apps.get_model("rulebook", "ListChange")
    entry = apps.get_model("rulebook", "ListEntry")
    lists = entry.objects.order_by().values_list("shop_id", "list_kind").distinct()
    for shop_id, kind in lists:
        last = change.objects.filter(shop=shop_id, list_kind=kind).order_by("-made_at").first()
        entry.objects.filter(shop=shop_id, list_kind=kind).update(
            added_at=last.made_at if last else timezone.now(),
            added_by=last.made_by_id if last else None,
        )


class Migration(migrations.Migration):
    """Going back loses nothing: the columns go with the migration before."""

    dependencies = (("rulebook", "0002_rules"),)

    operations = (migrations.RunPython(say, migrations.RunPython.noop),)
