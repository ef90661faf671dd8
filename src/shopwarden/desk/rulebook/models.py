"""A shop's rules and lists, and how they came to be what they are.

An entry of a list is sealed like the orders it is compared with; ``key`` is the same keyed
digest an order has of its phone, receiver or buyer, so that the orders of an entry are found
without reading either.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shopwarden.desk.common.crypto import DIGEST_CHARS
from shopwarden.desk.common.models import Row, SealedField
from shopwarden.desk.rulebook.choices import (
    EntryKind,
    ListKind,
    RuleSeverity,
    RuleState,
    Told,
    TrialStage,
)
from shopwarden.desk.shops.models import Shop

SLUG_CHARS = 64
_DIGEST = DIGEST_CHARS


def _person(*, null: bool = True) -> models.ForeignKey[object, object]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name="+"
    )


class Revision(models.Model):
    """A number that grows with every change of a shop's rules, lists and pauses.

    Who judges order by order keeps what it compiled for as long as the number stays.
    """

    shop = models.OneToOneField(Shop, models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)


class Rule(Row):
    """One rule of a shop. What it asks is in its newest version."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    # What a rulebook file calls it.
    slug = models.CharField(max_length=SLUG_CHARS)
    title_zh = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    note = models.TextField(default="", blank=True)
    severity = models.CharField(max_length=8, choices=RuleSeverity)
    score = models.FloatField()
    state = models.CharField(max_length=8, choices=RuleState)
    # Number and text of the newest version, so that judging reads one table.
    version = models.PositiveIntegerField(default=1)
    expression = models.TextField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("shop", "slug"), name="one_rule_per_slug"),)

    def __str__(self) -> str:
        return self.slug


class RuleVersion(Row):
    """What a rule asked from a moment on; never changed (``immutable``)."""

    rule = models.ForeignKey(Rule, models.PROTECT, db_index=False, related_name="versions")
    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    expression = models.TextField()
    why = models.TextField(default="", blank=True)
    # The desk itself, for a rule that came with a file on the command line.
    made_by = _person()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("rule", "number"), name="one_version_per_number"),
        )

    def __str__(self) -> str:
        return f"{self.rule_id} {self.number}"


class RuleHit(Row):
    """A rule fired on an order, once however often the order is judged."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, db_index=False, related_name="+")
    version = models.PositiveIntegerField()
    # The stored order.
    order_id = models.UUIDField()
    told = models.CharField(max_length=8, choices=Told)
    found_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("rule", "order_id"), name="one_hit_per_order"),
        )
        indexes = (models.Index(fields=("shop", "found_at", "rule", "told"), name="hits_by_time"),)

    def __str__(self) -> str:
        return f"{self.rule_id} {self.told}"


class Snooze(Row):
    """For a time nobody is told what one rule finds, or what any rule finds about one buyer."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, db_index=False, related_name="+")
    buyer_key = models.CharField(max_length=_DIGEST, default="", blank=True)
    buyer = SealedField(null=True)
    until = models.DateTimeField()
    reason = SealedField()
    made_by = _person()
    made_at = models.DateTimeField()
    # When somebody ended it before its time.
    ended_at = models.DateTimeField(null=True)
    ended_by = _person()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(rule__isnull=True) ^ models.Q(buyer_key=""),
                name="a_rule_or_a_buyer",
            ),
        )
        indexes = (models.Index(fields=("shop", "until"), name="snoozes_by_end"),)

    audit_with = ("rule",)

    def __str__(self) -> str:
        return f"{self.rule_id or 'buyer'} {self.until}"

    @property
    def audit_name(self) -> str:
        return self.rule.slug if self.rule else str(self.id)[:8]


class Trial(Row):
    """A rule was tried on the shop's history; the page of it shows what that gave.

    The row drives a workflow: what is not finished is run again, and its result holds counts
    and the ids of a few orders, nothing personal.
    """

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    # Null for a rule nobody has saved yet.
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, db_index=False, related_name="+")
    expression = models.TextField()
    days = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=TrialStage, default=TrialStage.WAITING)
    # Orders read so far.
    orders = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)
    made_by = _person()
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("shop", "rule", "-made_at"), name="trials_by_rule"),
            models.Index(
                fields=("made_at",),
                condition=models.Q(finished_at__isnull=True),
                name="trials_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule_id or 'draft'} {self.stage}"


class ListChange(Row):
    """A list was read from a file, changed by hand, or emptied (then without entries).

    The newest change of a shop and list says what the list is now. ``checked_at`` is null until
    the open orders it touches were judged again.
    """

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    list_kind = models.CharField(max_length=10, choices=ListKind)
    # The one entry a person changed; empty where the whole list was.
    kind = models.CharField(max_length=16, choices=EntryKind, default="", blank=True)
    key = models.CharField(max_length=_DIGEST, default="", blank=True)
    file_name = models.CharField(max_length=240, default="", blank=True)
    entries = models.PositiveIntegerField(default=0)
    # Rows of the file that made no entry, and the first of them with why (``incoming``).
    left_out = models.PositiveIntegerField(default=0)
    left_out_rows = models.JSONField(default=list)
    made_by = _person()
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

    @property
    def audit_name(self) -> str:
        return f"{self.get_list_kind_display()} {self.file_name}".strip()


class ListEntry(Row):
    """One phone, receiver, buyer … on a list of a shop."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    list_kind = models.CharField(max_length=10, choices=ListKind)
    kind = models.CharField(max_length=16, choices=EntryKind)
    # Its row in the file; 0 for what a person wrote down.
    number = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=_DIGEST)
    value = SealedField()
    reason = SealedField(null=True)
    # From then on it counts no more.
    expires_at = models.DateTimeField(null=True)
    added_by = _person()
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("shop", "list_kind", "kind", "key"), name="one_entry_per_value"
            ),
        )
        indexes = (
            models.Index(
                fields=("shop", "list_kind", "-added_at", "number", "id"), name="list_entries_new"
            ),
            models.Index(fields=("shop", "key"), name="list_entries_by_key"),
        )

    def __str__(self) -> str:
        return f"{self.list_kind} {self.kind}"

    @property
    def audit_name(self) -> str:
        return f"{self.get_list_kind_display()} · {self.get_kind_display()}"
