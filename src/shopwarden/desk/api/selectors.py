"""Reading for the API: only what holds no personal data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone

from shopwarden.desk.alerts import listing
from shopwarden.desk.alerts.advice import Advice, Verdict, ship_advices
from shopwarden.desk.alerts.lines import Line, lines
from shopwarden.desk.alerts.listing import Place, Wanted
from shopwarden.desk.alerts.models import Alert, AlertFinding
from shopwarden.desk.api.models import Token
from shopwarden.desk.common import plain
from shopwarden.desk.common.bulk import uuids
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.trade.models import Order

# The least that is lost by following it comes last.
_CAUTION: Final = (Verdict.SHIP, Verdict.NEED_NOT_SHIP, Verdict.WAIT, Verdict.HOLD)


class Page(NamedTuple):
    """Alerts as a list shows them, their findings, and where the next page begins."""

    lines: Sequence[Line]
    findings: Mapping[UUID, Sequence[AlertFinding]]
    next: Place | None


class Answer(NamedTuple):
    """The advice for an order number, and the platforms that know the number."""

    platforms: tuple[str, ...]
    advice: Advice


def tokens(shop_id: UUID) -> QuerySet[Token]:
    """Return the working tokens of one shop; the caller has checked the shop."""
    rows = Token.objects.filter(shop_id=shop_id, revoked_at=None).select_related("made_by")
    return rows.order_by("-made_at", "id")


def token_with(digest: str) -> Token | None:
    """Return the working token of a digest."""
    # Asked with every request: without the work of a query set.
    found = plain.rows(
        "SELECT id FROM api_token WHERE digest = ? AND revoked_at IS NULL", (digest,)
    )
    return _known_token(uuids(found[0])[0]) if found else None


@lru_cache(maxsize=1024)
def _known_token(token_id: UUID) -> Token | None:
    """Return a token as it was first seen: nothing of it changes but its end and last use."""
    return Token.objects.filter(id=token_id).first()


def alerts(scope: Scope, wanted: Wanted, cursor: str, rows: int) -> Page | None:
    """Return a page of alerts; nothing if the cursor is not one of ours."""
    after = listing.unpack(cursor, wanted.sort) if cursor else None
    if cursor and not (after and _is_moment(after.value)):
        return None
    found, rest = listing.page(scope, wanted, after, rows)
    return Page(lines(found, timezone.now()), _findings(found), rest)


def advice(scope: Scope, number: str, platform: str = "") -> Answer:
    """Return the most cautious advice for the orders with a number; 404 without one."""
    orders = Order.objects.filter(shop__in=scope.shop_ids(), external_id=number)
    found = list((orders.filter(platform=platform) if platform else orders).order_by("platform"))
    if not found:
        raise Http404
    most_cautious = max(
        ship_advices(found).values(), key=lambda advice: _CAUTION.index(advice.verdict)
    )
    return Answer(tuple(order.platform for order in found), most_cautious)


def _findings(found: Sequence[Alert]) -> dict[UUID, list[AlertFinding]]:
    """Return what is known against each subject now, weightiest first."""
    by_alert: dict[UUID, list[AlertFinding]] = {alert.id: [] for alert in found}
    rows = AlertFinding.objects.filter(
        alert__in=list(by_alert), gone_at=None, round=F("alert__round")
    )
    for finding in rows.order_by("-severity", "-score", "detector", "code"):
        by_alert[finding.alert_id].append(finding)
    return by_alert


def _is_moment(value: object) -> bool:
    return isinstance(value, datetime) and timezone.is_aware(value)
