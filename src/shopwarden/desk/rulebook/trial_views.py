"""Trying a rule on the shop's history, and the page of what that gave."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.rulebook import editor, overview, trials, words
from shopwarden.desk.rulebook.charts import Chart, day_chart
from shopwarden.desk.rulebook.models import Rule, Trial
from shopwarden.desk.rulebook.rule_views import edit_again
from shopwarden.desk.shops.models import Shop
from shopwarden.rules import RuleError

_PERIODS: Final = {str(days): days for days in trials.PERIODS}
_USUAL_DAYS: Final = 30
_HUNDREDTH: Final = 0.01


class Bar(NamedTuple):
    """One line of a split: what, how many, its length in hundredths, its share in words."""

    label: str
    hits: int
    share: int
    percent: str


@page(Permission.VIEW, methods=("POST",))
def start(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Try the text of the editor on the orders of the last days."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    slug, days = request.POST.get("rule", ""), request.POST.get("days", "")
    rule = Rule.objects.filter(shop=shop.id, slug=slug).first() if slug else None
    try:
        trial = trials.start_trial(
            scope=request.scope,
            shop_id=shop.id,
            expression=request.POST.get("expression", ""),
            days=_PERIODS.get(days, 0) if days else _USUAL_DAYS,
            rule=rule,
        )
    except RuleError:
        # The editor marks the mistake under the text.
        return edit_again(request, shop, rule)
    except (Refused, Forbidden) as refusal:
        return edit_again(request, shop, rule, words.why_refused(refusal))
    return redirect("rulebook:trial", trial.id)


@page(Permission.VIEW)
@never_cache
def show(request: DeskRequest, trial_id: UUID) -> HttpResponse:
    """How far a trial is, then what it gave."""
    rows = Trial.objects.select_related("shop", "rule", "made_by")
    trial = get_or_404(rows, request.scope, trial_id)
    facts: dict[str, Any] = {
        "here": "rules",
        "trial": trial,
        "shop": trial.shop,
        "title": overview.title_of(trial.rule) if trial.rule else "",
        "reading": editor.check(trial.expression, trial.shop).reading,
        "may_change": request.scope.may(Permission.RULES, trial.shop_id),
    }
    if trial.result:
        facts |= _found(trial)
    return render(request, "rulebook/trial.html", facts)


def _found(trial: Trial) -> dict[str, Any]:
    result = trial.result
    hits = result["hits"]
    return {
        "result": result,
        "share": 100 * hits / result["orders"] if result["orders"] else 0,
        "since": datetime.fromisoformat(result["since"]),
        "per_day": hits / trial.days,
        "chart": _chart(trial),
        "decided": _bars(result["decided"], words.DECIDED, hits),
        "happened": _bars(result["happened"], words.HAPPENED, hits),
        "right": result["decided"].get("right", 0),
        "judged": result["decided"].get("right", 0) + result["decided"].get("wrong", 0),
        "overlaps": _overlaps(trial),
        "examples": overview.examples(trial.shop_id, result["examples"]),
        "flips": _flips(trial),
    }


def _chart(trial: Trial) -> Chart:
    counts = {date.fromisoformat(day): count for day, count in trial.result["days"]}
    last = trial.made_at.astimezone(ZoneInfo(trial.shop.time_zone)).date()
    return day_chart(counts, last - timedelta(days=trial.days), last)


def _bars(counts: dict[str, int], names: dict[str, Any], whole: int) -> list[Bar]:
    return [
        _bar(str(name), counts[code], counts[code] / whole)
        for code, name in names.items()
        if counts.get(code)
    ]


def _bar(label: str, hits: int, share: float) -> Bar:
    # One of a thousand is neither nothing nor invisible.
    percent = f"{share:.0%}" if share >= _HUNDREDTH else f"{share:.1%}"
    return Bar(label, hits, max(round(100 * share), 1), percent)


def _overlaps(trial: Trial) -> list[tuple[Rule, str, int, int]]:
    rules = {rule.slug: rule for rule in Rule.objects.filter(shop=trial.shop_id)}
    return [
        (rules[slug], overview.title_of(rules[slug]), both, theirs - both)
        for slug, both, theirs in trial.result["overlaps"]
        if slug in rules
    ]


def _flips(trial: Trial) -> dict[str, Any] | None:
    flips = trial.result["flips"]
    if flips is None:
        return None
    shown = overview.examples(trial.shop_id, [order_id for order_id, _, _ in flips["examples"]])
    said = {order_id: (fires, decided) for order_id, fires, decided in flips["examples"]}
    return {
        "rows": [
            (name, flips["fires"].get(code, 0), flips["stops"].get(code, 0))
            for code, name in words.DECIDED.items()
        ],
        "total": sum(flips["fires"].values()) + sum(flips["stops"].values()),
        "examples": [
            (order, alert, said[str(order.id)][0], words.DECIDED[said[str(order.id)][1] or ""])
            for order, alert in shown
        ],
    }
