"""Uploads, the runs that import them, and the rows that could not be read."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from shopwarden.desk.common.crypto import DIGEST_CHARS
from shopwarden.desk.common.models import Row, SealedField
from shopwarden.desk.intake.choices import RowState, RunState
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.trade.models import LONGEST_ID


class Upload(Row):
    """A file somebody sent; its bytes lie sealed in the data folder (see ``vault``)."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    name = models.CharField(max_length=240)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("shop", "sha256"), name="uploads_by_content"),)

    def __str__(self) -> str:
        return self.name


class ImportRun(Row):
    """One import of an upload: the truth about how far it is, driven by a workflow.

    ``step`` grows by one with every transaction of the run, which therefore happens once,
    however often the worker dies. Counts are those of the records of the file's main kind;
    ``by_kind`` has them all: kind → [new, changed, unchanged].
    """

    audit_with = ("upload",)

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    upload = models.ForeignKey(Upload, models.PROTECT, related_name="runs")
    state = models.CharField(max_length=8, choices=RunState, default=RunState.QUEUED)
    step = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=120, default="", blank=True)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    by_kind = models.JSONField(default=dict)
    quarantined = models.PositiveIntegerField(default=0)
    alerts = models.PositiveIntegerField(default=0)
    # Why alerts closed by themselves (``alerts.endings.Ending``) → how many.
    closed = models.JSONField(default=dict)
    # JSON: label of a table of the file → [source, column names]; what mending a row needs.
    # Sealed, because a first row of data may have been taken for the names.
    origins = SealedField(null=True)
    # Tables of the file that are no known export.
    skipped = models.JSONField(default=list)
    # Why it failed: a stable code, and the facts its sentence names.
    code = models.CharField(max_length=40, default="", blank=True)
    facts = models.JSONField(default=dict)
    # Whether the same file had been imported before.
    is_repeat = models.BooleanField(default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    # The moment the orders were judged at; alerts it opened were opened at this moment.
    checked_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("shop", "-queued_at", "id"), name="runs_by_time"),
            models.Index(
                fields=("queued_at",),
                condition=~models.Q(state__in=("done", "failed")),
                name="runs_under_way",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.upload_id}"

    @property
    def audit_name(self) -> str:
        return self.upload.name


class TableSample(Row):
    """The beginning of a table no export of ours looks like, for a person to say what it is.

    ``content`` is the JSON of its column names and first rows.
    """

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="samples")
    label = models.TextField()
    header_key = models.CharField(max_length=DIGEST_CHARS)
    content = SealedField()

    def __str__(self) -> str:
        return self.label


class SavedMapping(Row):
    """What the columns of one header mean in a shop: the text of a mapping file, sealed."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    name = models.CharField(max_length=60)
    header_key = models.CharField(max_length=DIGEST_CHARS)
    kind = models.CharField(max_length=16)
    fields = models.PositiveIntegerField()
    toml = SealedField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shop", "header_key"), name="one_mapping_per_header"),
        )

    def __str__(self) -> str:
        return self.name


class QuarantineRow(Row):
    """A row that could not be read: its text is sealed, what is wrong with it is not."""

    shop = models.ForeignKey(Shop, models.PROTECT, db_index=False, related_name="+")
    run = models.ForeignKey(ImportRun, models.CASCADE, db_index=False, related_name="quarantine")
    # Its place among the run's quarantined rows.
    number = models.PositiveIntegerField()
    # Digest of its text: the same row in another file does not wait twice.
    content_key = models.CharField(max_length=DIGEST_CHARS)
    source_file = models.TextField()
    source_row = models.BigIntegerField(null=True)
    column = models.TextField(default="", blank=True)
    reason = models.CharField(max_length=40)
    detail = SealedField(null=True)
    raw = SealedField(null=True)
    state = models.CharField(max_length=9, choices=RowState, default=RowState.OPEN)
    # Number of the record it became.
    external_id = models.CharField(max_length=LONGEST_ID, default="", blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shop", "content_key"), name="one_row_per_text"),
        )
        indexes = (models.Index(fields=("run", "state", "number"), name="quarantine_by_state"),)

    def __str__(self) -> str:
        return f"{self.source_file} {self.source_row}"
