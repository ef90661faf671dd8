"""Findings become alerts: which open, which go on, which expire.

The rule is a function of the present state only, so that events lead to the same open
alerts in whatever order they come: a subject has an open alert when it can still be acted
upon and a finding asks for a person that no person has decided. Then

- findings join the open alert, notes too; a finding the subject no longer shows is kept as
  history (``gone_at``);
- a decided fingerprint never opens it again, a new one opens the next round;
- it expires when the subject can no longer be acted upon, when nothing asks for a person
  any more, or when the deadline passes while it is open. A subject that is already late when
  it is first seen still opens one: somebody can still act.

Everything is computed over whole frames outside the transaction and written if no alert has
changed meanwhile (its ``version``), else computed again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import polars as pl

from shopwarden.desk.alerts.choices import AlertKind, AlertState, Severity
from shopwarden.desk.alerts.endings import Ending
from shopwarden.desk.alerts.evidence import evidence_in
from shopwarden.desk.alerts.fingerprints import fingerprints
from shopwarden.desk.alerts.models import Alert, AlertFinding, Disposition
from shopwarden.desk.alerts.news import announce
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, record_all
from shopwarden.desk.common import bulk
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.records import OrderStatus
from shopwarden.records.schemas import TIME
from shopwarden.scan import OPEN_STATUSES

CHUNK: Final = 1000
_NUMBER: Final = {severity.name.lower(): severity.value for severity in Severity}
# What each detector's findings are an alert about.
KIND_OF: Final[Mapping[str, AlertKind]] = MappingProxyType(
    {
        "address": AlertKind.ADDRESS,
        "contact": AlertKind.ADDRESS,
        "rules": AlertKind.ORDER_RISK,
        "linked_accounts": AlertKind.LINKED,
    }
)
# The kinds that findings open alerts of, in the order of ``AlertKind``.
OCCURRING: Final = tuple(kind for kind in AlertKind if kind in KIND_OF.values())
# Of alerts that expire: why.
_WHY: Final = (
    pl.when(~pl.col("can_act")).then(pl.lit(Ending.ORDER.value))
    .when("is_over").then(pl.lit(Ending.DEADLINE.value))
    .otherwise(pl.lit(Ending.SETTLED.value))
    .alias("why")
)  # fmt: skip
_JUDGED: Final = ("severity", "score", "metric", "value", "threshold", "evidence")
# Of an alert: what the inbox shows of the subject and of the finding that weighs most.
_SHOWN: Final = (
    "severity", "score", "headline", "amount_minor", "currency", "deadline", "deadline_assumed",
)  # fmt: skip


class Opened(NamedTuple):
    """How many alerts were opened (again), how many expired, and of these how many why."""

    opened: int
    expired: int
    endings: Mapping[str, int] = MappingProxyType({})

    def and_then(self, more: Opened) -> Opened:
        """Return both together."""
        endings = Counter(self.endings) + Counter(more.endings)
        return Opened(self.opened + more.opened, self.expired + more.expired, dict(endings))


Claim = Callable[[Opened], None]


def open_alerts(
    *,
    scope: Scope,
    shop_id: UUID,
    findings: pl.DataFrame,
    records: pl.DataFrame,
    now: datetime,
    claim: Claim = lambda _: None,
) -> Opened:
    """Bring the alerts of judged orders to what their findings say now.

    Parameters
    ----------
    findings
        All findings on the judged orders (``detectors.findings``).
    records
        The judged orders, with or without findings, as ``trade.selectors.load_frame`` gives
        them.
    now
        The moment of judgement; alerts opened by it carry it as ``opened_at``.
    claim
        Called in each transaction with what it opens and expires.

    Notes
    -----
    One transaction per 1000 orders. Calling it again with the same state changes nothing.
    """
    require(scope, shop_id, Permission.IMPORT)
    subjects = _subjects(records)
    done = Opened(0, 0)
    for kind, detectors in _detectors_by_kind().items():
        found = _found(findings.filter(pl.col("detector").is_in(detectors)), records, shop_id)
        for part in subjects.iter_slices(CHUNK):
            task = _Task(scope, shop_id, kind, part, found, now, claim)
            made = bulk.until_fresh(partial(_attempt, task))
            done = done.and_then(made)
    return done


class _Task(NamedTuple):
    scope: Scope
    shop_id: UUID
    kind: AlertKind
    subjects: pl.DataFrame
    found: pl.DataFrame
    now: datetime
    claim: Claim


def _detectors_by_kind() -> dict[AlertKind, list[str]]:
    kinds: dict[AlertKind, list[str]] = {}
    for detector, kind in KIND_OF.items():
        kinds.setdefault(kind, []).append(detector)
    return kinds


def _subjects(records: pl.DataFrame) -> pl.DataFrame:
    """Return what an alert copies of each order, and whether it can be acted upon."""
    status = pl.col("status").cast(pl.String).fill_null(OrderStatus.UNKNOWN.value)
    return records.sort("row_id").select(
        "row_id",
        "platform",
        external_id="id",
        can_act=status.is_in(OPEN_STATUSES),
        amount_minor="amount_minor",
        currency=pl.col("currency").fill_null(""),
        deadline="ship_deadline",
        deadline_assumed=pl.col("ship_deadline_assumed").fill_null(value=False),
    )


def _found(findings: pl.DataFrame, records: pl.DataFrame, shop_id: UUID) -> pl.DataFrame:
    """Return the findings with the stored row they are about and their fingerprint."""
    evidence = evidence_in(findings)
    rows = records.select("platform", "row_id", subject_id="id")
    return findings.with_columns(
        fingerprint=pl.Series(fingerprints(findings, records, shop_id), dtype=pl.String),
        severity=pl.col("severity").cast(pl.String).replace_strict(_NUMBER, return_dtype=pl.Int64),
        metric=pl.col("metric").fill_null(""),
        field=pl.col("field").fill_null(""),
        evidence=pl.Series([_canonical(one) for one in evidence], dtype=pl.String),
    ).join(rows, on=["platform", "subject_id"])


def _canonical(evidence: object) -> str:
    return json.dumps(evidence, sort_keys=True)


def _attempt(task: _Task) -> Opened:
    plan = _plan(task)
    endings = Counter(plan.expired.select(_WHY).to_series())
    made = Opened(plan.opened.height, plan.expired.height, dict(endings))
    if plan.is_empty():
        return made
    with writing():
        _write(task, plan)
        task.claim(made)
    return made


class _Plan(NamedTuple):
    """What has to be written; each a frame with a row per alert or finding."""

    opened: pl.DataFrame
    kept: pl.DataFrame
    expired: pl.DataFrame
    findings: pl.DataFrame
    seen_again: pl.DataFrame
    gone: pl.DataFrame

    def is_empty(self) -> bool:
        return all(frame.is_empty() for frame in self)


def _plan(task: _Task) -> _Plan:
    alerts, known = _stored(task)
    found = task.found.join(task.subjects, on="row_id", how="semi")
    live = found.join(known, on=["row_id", "fingerprint"], how="left").with_columns(
        is_decided=pl.col("is_decided").fill_null(value=False)
    )
    states = _states(task, alerts, live)
    is_open = states.filter(pl.col("target") == AlertState.OPEN)
    was_open = states.filter(pl.col("state") == AlertState.OPEN)
    joined = live.join(is_open.select("row_id", "alert_id", "target_round"), on="row_id")
    new = joined.filter(pl.col("finding_id").is_null())
    seen_again = joined.filter(
        pl.col("finding_id").is_not_null() & (pl.col("gone_at").is_not_null() | _differs(_JUDGED))
    )
    watched = pl.concat([is_open, was_open]).select("row_id").unique()
    gone = (
        known.filter(pl.col("gone_at").is_null())
        .join(watched, on="row_id", how="semi")
        .join(live, on=["row_id", "fingerprint"], how="anti")
    )
    moved = pl.concat([new["row_id"], seen_again["row_id"], gone["row_id"]]).unique()
    is_kept = (pl.col("target") == AlertState.OPEN) & (pl.col("state") == AlertState.OPEN)
    is_moved = _differs(_SHOWN) | pl.col("row_id").is_in(moved.implode())
    return _Plan(
        opened=is_open.filter(pl.col("state").ne_missing(AlertState.OPEN)),
        kept=states.filter(is_kept & is_moved),
        expired=was_open.filter(pl.col("target") == AlertState.EXPIRED),
        findings=new,
        seen_again=seen_again,
        gone=gone,
    )


def _states(task: _Task, alerts: pl.DataFrame, live: pl.DataFrame) -> pl.DataFrame:
    """Return each subject with its alert, if any, and the state and round it should have."""
    asking = (
        live.filter(~pl.col("is_decided") & (pl.col("severity") >= Severity.CHECK))
        .sort("row_id", "severity", "score", "detector", "code",
              descending=[False, True, True, False, False])
        .group_by("row_id", maintain_order=True)
        .agg(
            pl.first("severity", "score"),
            headline=pl.concat_str(pl.first("detector"), pl.lit("."), pl.first("code")),
            has_new=pl.col("finding_id").is_null().any(),
        )
    )  # fmt: skip
    joined = task.subjects.join(asking, on="row_id", how="left").join(
        alerts, on="row_id", how="left"
    )
    wants = pl.col("can_act") & pl.col("headline").is_not_null()
    is_over = (pl.col("deadline") <= task.now) & (pl.col("opened_at") < pl.col("deadline"))
    is_handled = pl.col("state").eq_missing(AlertState.HANDLED)
    was_closed = pl.col("state").ne_missing(AlertState.OPEN)
    may_open = ~is_over.fill_null(value=False) | (was_closed & pl.col("has_new"))
    is_open = (wants & (may_open | is_handled)).fill_null(value=False)
    closed = pl.when(pl.col("state") == AlertState.OPEN).then(
        pl.lit(AlertState.EXPIRED.value)
    ).otherwise("state")  # fmt: skip
    return joined.with_columns(
        is_over=is_over.fill_null(value=False),
        target=pl.when(is_open).then(pl.lit(AlertState.OPEN.value)).otherwise(closed),
        target_round=pl.col("round").fill_null(1) + (is_open & is_handled).cast(pl.Int64),
        alert_id=pl.coalesce("alert_id", _new_ids(joined.height)),
        is_new=pl.col("alert_id").is_null(),
    )


def _new_ids(height: int) -> pl.Series:
    return pl.Series([str(uuid4()) for _ in range(height)], dtype=pl.String)


def _differs(names: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in names)


def _stored(task: _Task) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the subjects' alerts, and their findings with whether a person decided them."""
    row_ids = task.subjects["row_id"].to_list()
    rows = Alert.objects.filter(shop=task.shop_id, kind=task.kind, subject_id__in=row_ids)
    names = ("id", "subject_id", "state", "round", "version", "opened_at", *_SHOWN)
    alerts = pl.DataFrame(
        [(str(alert), str(subject), *rest) for alert, subject, *rest in rows.values_list(*names)],
        schema=_ALERT_SCHEMA,
        orient="row",
    )
    return alerts, _known(alerts)


def _known(alerts: pl.DataFrame) -> pl.DataFrame:
    alert_ids = alerts["alert_id"].to_list()
    rows = AlertFinding.objects.filter(alert__in=alert_ids)
    names = ("id", "alert_id", "fingerprint", "round", "gone_at", *_JUDGED)
    known = pl.DataFrame(
        [
            (str(finding), str(alert), *rest, _canonical(evidence))
            for finding, alert, *rest, evidence in rows.values_list(*names)
        ],
        schema=_FINDING_SCHEMA,
        orient="row",
    )
    decided = pl.DataFrame(
        [
            (str(alert), number)
            for alert, number in Disposition.objects.filter(
                alert__in=alert_ids, undone_at=None
            ).values_list("alert_id", "round")
        ],
        schema={"alert_id": pl.String, "found_round": pl.Int64},
        orient="row",
    ).with_columns(is_decided=pl.lit(value=True))
    subjects = alerts.select("alert_id", "row_id")
    return (
        known.join(decided, on=["alert_id", "found_round"], how="left")
        .join(subjects, on="alert_id")
        .drop("alert_id", "found_round")
    )


_ALERT_SCHEMA: Final[dict[str, Any]] = {
    "alert_id": pl.String,
    "row_id": pl.String,
    "state": pl.String,
    "round": pl.Int64,
    "version": pl.Int64,
    "opened_at": TIME,
    "severity_before": pl.Int64,
    "score_before": pl.Float64,
    "headline_before": pl.String,
    "amount_minor_before": pl.Int64,
    "currency_before": pl.String,
    "deadline_before": TIME,
    "deadline_assumed_before": pl.Boolean,
}
_FINDING_SCHEMA: Final[dict[str, Any]] = {
    "finding_id": pl.String,
    "alert_id": pl.String,
    "fingerprint": pl.String,
    "found_round": pl.Int64,
    "gone_at": TIME,
    "severity_before": pl.Int64,
    "score_before": pl.Float64,
    "metric_before": pl.String,
    "value_before": pl.Float64,
    "threshold_before": pl.Float64,
    "evidence_before": pl.String,
}


def _write(task: _Task, plan: _Plan) -> None:
    new = plan.opened.filter("is_new")
    again = plan.opened.filter(~pl.col("is_new"))
    constant = {
        "shop": task.shop_id,
        "kind": task.kind,
        "subject_kind": "order",
        "version": 1,
        "assignee": None,
    }
    bulk.insert(
        Alert,
        _columns(new, "platform", "external_id", *_SHOWN)
        | _same(new, constant | _opened_now(task))
        | {"id": _ids(new, "alert_id"), "subject_id": _ids(new, "row_id")}
        | {"round": new["target_round"].to_list()},
    )
    reopened = {"round": again["target_round"].to_list()} | _same(again, _opened_now(task))
    _update_alerts(again, _columns(again, *_SHOWN) | reopened)
    _update_alerts(plan.kept, _columns(plan.kept, *_SHOWN))
    expired = {"state": AlertState.EXPIRED, "closed_at": task.now}
    _update_alerts(plan.expired, _same(plan.expired, expired))
    _write_findings(task, plan)
    acts = [*_acts_opened(task, plan), *_acts_expired(task, plan)]
    record_all(scope=task.scope, acts=acts)
    heavier = plan.kept.filter(pl.col("severity") > pl.col("severity_before"))
    announce(acts, raised={task.shop_id: _ids(heavier, "alert_id")})


def _opened_now(task: _Task) -> dict[str, Any]:
    return {
        "state": AlertState.OPEN,
        "opened_at": task.now,
        "closed_at": None,
        "reminded_at": None,
    }


def _write_findings(task: _Task, plan: _Plan) -> None:
    names = ("fingerprint", "detector", "code", "field", *_JUDGED)
    constant = {"shop": task.shop_id, "found_at": task.now, "gone_at": None}
    new = plan.findings
    bulk.insert(
        AlertFinding,
        _columns(new, *names)
        | _same(new, constant)
        | {"id": [uuid4() for _ in range(new.height)], "alert": _ids(new, "alert_id")}
        | {"round": new["target_round"].to_list(), "evidence": _evidence(new)},
    )
    again = plan.seen_again
    bulk.update(
        AlertFinding,
        {"id": _ids(again, "finding_id")},
        _columns(again, *_JUDGED)
        | _same(again, {"gone_at": None})
        | {"evidence": _evidence(again)},
    )
    gone = _same(plan.gone, {"gone_at": task.now})
    bulk.update(AlertFinding, {"id": _ids(plan.gone, "finding_id")}, gone)


def _update_alerts(rows: pl.DataFrame, columns: bulk.Columns) -> None:
    keys = {"id": _ids(rows, "alert_id"), "version": rows["version"].to_list()}
    bulk.update(Alert, keys, {**columns, "version": (rows["version"] + 1).to_list()})


def _columns(rows: pl.DataFrame, *names: str) -> dict[str, Any]:
    return {name: rows[name].to_list() for name in names}


def _same(rows: pl.DataFrame, values: Mapping[str, object]) -> dict[str, Any]:
    return {name: [value] * rows.height for name, value in values.items()}


def _ids(rows: pl.DataFrame, name: str) -> list[UUID]:
    return [UUID(text) for text in rows[name]]


def _evidence(rows: pl.DataFrame) -> list[Any]:
    return [json.loads(text) for text in rows["evidence"]]


def _acts_opened(task: _Task, plan: _Plan) -> list[Act]:
    facts = plan.opened.select("alert_id", "state", "target_round", "headline")
    return [
        opened_act(UUID(alert_id), task.shop_id, state, number, headline)
        for alert_id, state, number, headline in facts.iter_rows()
    ]


def _acts_expired(task: _Task, plan: _Plan) -> list[Act]:
    facts = plan.expired.select("alert_id", _WHY)
    return [
        expired_act(UUID(alert_id), task.shop_id, Ending(why))
        for alert_id, why in facts.iter_rows()
    ]


def opened_act(
    alert_id: UUID, shop_id: UUID, before: str | None, number: int, headline: str
) -> Act:
    """Return the record of an alert that was opened, for the first time or again."""
    changes = {
        "state": (before, AlertState.OPEN.value),
        "round": (None, number),
        "headline": (None, headline),
    }
    return Act(Action.ALERT_OPENED, Alert(id=alert_id), shop_id, changes)


def expired_act(alert_id: UUID, shop_id: UUID, why: Ending) -> Act:
    """Return the record of an alert that expired."""
    changes = {
        "state": (AlertState.OPEN.value, AlertState.EXPIRED.value),
        "why": (None, why.value),
    }
    return Act(Action.ALERT_EXPIRED, Alert(id=alert_id), shop_id, changes)
