"""A shop's lists of phones, receivers and buyers, and how they came to be what they are.

An entry is sealed like the orders it is compared with; ``key`` is the same keyed digest an
order has of its phone, receiver or buyer, so that the orders of an entry are found without
reading either.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shopwarden.desk.common.crypto import DIGEST_CHARS
from shopwarden.desk.common.models import Row, SealedField
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.shops.models import Shop


class ListChange(Row):
    """A list was put in the place of the one before, or taken away (then without a file).

    The newest change of a shop and list says what the list is now. ``checked_at`` is null until
    the open orders it touches were judged again.
    """

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    list_kind = models.CharField(max_length=10, choices=ListKind)
    file_name = models.CharField(max_length=240, default="", blank=True)
    entries = models.PositiveIntegerField(default=0)
    # Rows of the file that name nobody: masked, or no phone number; and the first of them.
    left_out = models.PositiveIntegerField(default=0)
    left_out_rows = models.JSONField(default=list)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    # How many open orders were judged again, and how many alerts that opened.
    orders = models.PositiveIntegerField(default=0)
    alerts = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=("shop", "list_kind", "-made_at"), name="list_changes_by_time"),
            models.Index(
                fields=("made_at",),
                condition=models.Q(checked_at__isnull=True),
                name="list_changes_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.list_kind} {self.file_name}"


class ListEntry(Row):
    """One phone, receiver or buyer on a list of a shop."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    list_kind = models.CharField(max_length=10, choices=ListKind)
    kind = models.CharField(max_length=8, choices=EntryKind)
    # Its row in the file.
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=DIGEST_CHARS)
    value = SealedField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "list_kind", "kind", "key"), name="one_entry_per_value"
            ),
        )
        indexes = (
            models.Index(fields=("shop", "list_kind", "number", "id"), name="list_entries_by_row"),
        )

    def __str__(self) -> str:
        return f"{self.list_kind} {self.kind}"
