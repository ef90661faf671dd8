"""The number that says whether what was compiled of a shop's rulebook is still right."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F

from shopwarden.desk.common import plain
from shopwarden.desk.common.db import one_at_a_time
from shopwarden.desk.rulebook.models import Revision


def revision(shop_id: UUID) -> int:
    """Return the present number; 0 as long as nothing was ever changed."""
    # Asked before every decision: without the work of a query set.
    found = plain.rows(
        "SELECT number FROM rulebook_revision WHERE shop_id = ?", (plain.uid(shop_id),)
    )
    return int(found[0][0]) if found else 0


def begin(shop_id: UUID) -> None:
    """Count a change of rules, lists or pauses; first in its transaction."""
    one_at_a_time(f"rulebook {shop_id}")
    if not Revision.objects.filter(shop=shop_id).update(number=F("number") + 1):
        Revision.objects.create(shop_id=shop_id)
