"""What goes into the API and comes out of it; the texts are the reference's, too."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext_noop as N_
from ninja import Field, Schema

from shopwarden.desk.alerts.advice import Reason, Verdict
from shopwarden.desk.alerts.choices import AlertKind, AlertState, Outcome

SeverityName = Literal["note", "check", "wrong"]


class Asked(Schema):
    """What every question may say."""

    lang: Literal["zh", "en"] | None = Field(
        None, description=N_("Language of the texts; else as Accept-Language says")
    )


class AlertsAsked(Asked):
    """Which alerts to list."""

    state: AlertState = Field(AlertState.OPEN, description=N_("One of the three lists"))
    kind: AlertKind | None = Field(None, description=N_("What the alerts are about"))
    severity: Literal["check", "wrong"] | None = Field(
        None, description=N_("How heavy the weightiest finding is")
    )
    cursor: str = Field(
        "", max_length=300, description=N_("The “next” of the page before; empty for the first")
    )
    limit: int = Field(50, ge=1, le=100, description=N_("Most alerts in the answer"))


class AdviceAsked(Asked):
    """About which order."""

    platform: str = Field(
        "",
        max_length=40,
        pattern=r"^[a-z0-9_-]*$",
        description=N_("Needed only if two platforms use the same number"),
    )


class OrderRef(Schema):
    """An order as its platform knows it."""

    platform: str = Field(description=N_("Platform of the order"))
    number: str = Field(description=N_("The platform's order number"))


class Amount(Schema):
    """Money."""

    minor: int = Field(description=N_("In the smallest unit, such as fen or cents"))
    currency: str = Field(description=N_("ISO 4217 code; empty where the platform names none"))


class FindingOut(Schema):
    """One thing that looks wrong."""

    detector: str = Field(description=N_("Which check found it"))
    code: str = Field(description=N_("What it found; a stable code"))
    severity: SeverityName = Field(description=N_("How heavy it is"))
    text: str = Field(description=N_("The finding in words, without personal data"))
    metric: str | None = Field(description=N_("What was measured, if anything"))
    value: float | None = Field(description=N_("The measured value"))
    threshold: float | None = Field(description=N_("From which value on it is a finding"))


class DecisionOut(Schema):
    """What a person decided."""

    label: str = Field(description=N_("The label; a stable code"))
    text: str = Field(description=N_("The label in words"))
    outcome: Outcome = Field(description=N_("Whether the alert was right"))
    decided_at: datetime = Field(description=N_("When it was decided"))


class AlertOut(Schema):
    """One alert; nothing in it tells who the buyer is."""

    id: UUID = Field(description=N_("Stays the same as long as the alert exists"))
    url: str = Field(description=N_("Its page at the desk"))
    kind: AlertKind = Field(description=N_("What it is about"))
    state: AlertState = Field(description=N_("In which list it is"))
    severity: SeverityName = Field(description=N_("How heavy the weightiest finding is"))
    order: OrderRef = Field(description=N_("The order it is about"))
    findings: list[FindingOut] = Field(description=N_("What looks wrong, weightiest first"))
    amount: Amount | None = Field(description=N_("Amount of the order"))
    opened_at: datetime = Field(description=N_("When it was opened, last if several times"))
    closed_at: datetime | None = Field(description=N_("When it was handled or expired"))
    deadline: datetime | None = Field(description=N_("Until when the order must be shipped"))
    is_deadline_assumed: bool = Field(
        description=N_("Whether the deadline is the usual one, not the platform's word")
    )
    is_assigned: bool = Field(description=N_("Whether somebody has taken it"))
    advice: Verdict | None = Field(
        description=N_("Whether to ship the order now; null once the parcel is on its way")
    )
    decision: DecisionOut | None = Field(description=N_("What was decided, if it is handled"))


class AlertsOut(Schema):
    """One page of alerts."""

    alerts: list[AlertOut] = Field(
        description=N_("Open ones newest first, others by the time they were closed")
    )
    next: str | None = Field(description=N_("Cursor of the next page; null on the last one"))


class ReasonOut(Schema):
    """Why not to ship."""

    code: Reason = Field(description=N_("A stable code"))
    text: str = Field(description=N_("The reason in words"))


class AdviceOut(Schema):
    """Whether an order should ship now."""

    order: str = Field(description=N_("The number that was asked for"))
    platforms: list[str] = Field(
        description=N_("Who uses the number; with several, the most cautious answer is given")
    )
    advice: Verdict = Field(description=N_("What to do with the parcel"))
    text: str = Field(description=N_("The advice in words"))
    reasons: list[ReasonOut] = Field(
        description=N_("Why not to ship, weightiest first; empty if it may ship")
    )


class PartOut(Schema):
    """One part of a score."""

    source: str = Field(
        alias="from", description=N_("A finding, a feature, or where every order begins")
    )
    name: str = Field(description=N_("Which detector or feature"))
    code: str = Field(description=N_("What it found; a stable code"))
    weight: float = Field(description=N_("Log-odds: above 0 it raises the risk"))
    value: float | None = Field(description=N_("The measured value"))


class FoundOut(FindingOut):
    """One thing that looks wrong with an order."""

    rule: str | None = Field(description=N_("Which rule of the shop fired"))


class AlertRef(Schema):
    """An alert of an order."""

    id: UUID = Field(description=N_("Stays the same as long as the alert exists"))
    kind: AlertKind = Field(description=N_("What it is about"))
    severity: SeverityName = Field(description=N_("How heavy the weightiest finding is"))
    url: str = Field(description=N_("Its page at the desk"))


class DecidedOut(Schema):
    """What the desk thinks of an order."""

    id: UUID = Field(description=N_("Of this answer, which is kept"))
    order: OrderRef = Field(description=N_("The order it is about"))
    decided_at: datetime = Field(description=N_("When it was answered"))
    score: float = Field(description=N_("How likely the order needs looking at, 0 to 1"))
    parts: list[PartOut] = Field(description=N_("What the score is the sum of, heaviest first"))
    advice: Verdict = Field(description=N_("What to do with the parcel"))
    text: str = Field(description=N_("The advice in words"))
    reasons: list[ReasonOut] = Field(
        description=N_("Why not to ship, weightiest first; empty if it may ship")
    )
    findings: list[FoundOut] = Field(description=N_("What looks wrong, weightiest first"))
    features: dict[str, float | None] = Field(
        description=N_("What its history said at that moment, by name")
    )
    alerts: list[AlertRef] = Field(description=N_("What people are asked to look at"))


class WrongRow(Schema):
    """A row that could not be used."""

    row: int = Field(description=N_("Which line, from 1"))
    code: Literal["row.invalid", "row.key_reused"] = Field(
        description=N_("Why it is refused; a stable code")
    )
    error: str = Field(description=N_("What is wrong with it"))


class TakenOut(Schema):
    """What became of the rows."""

    rows: int = Field(description=N_("How many there were"))
    new: int = Field(description=N_("Records the desk had not heard of"))
    changed: int = Field(description=N_("Records that say something else now"))
    unchanged: int = Field(description=N_("Rows that made no further record new or changed"))
    wrong: list[WrongRow] = Field(description=N_("Rows that changed nothing"))


class ErrorOut(Schema):
    """Why there is no answer."""

    code: str = Field(description=N_("A stable code"))
    detail: str = Field(description=N_("A sentence for people"))
    fields: dict[str, Any] = Field(description=N_("What was wrong in the request, by its name"))
