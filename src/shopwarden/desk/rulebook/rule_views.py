"""The rules of a shop: the list, the editor, ready rules, files."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.errors import Refused
from shopwarden.desk.rulebook import book, editor, overview, trying, words
from shopwarden.desk.rulebook.choices import RuleSeverity, RuleState
from shopwarden.desk.rulebook.forms import PAUSES, RuleForm, draft_of
from shopwarden.desk.rulebook.models import Rule
from shopwarden.desk.rulebook.trials import PERIODS
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.selectors import shops
from shopwarden.desk.trade.models import Order
from shopwarden.rules import RulebookError, RuleError, State
from shopwarden.rules.yaml_nodes import LARGEST

_RULES: Final = Permission.RULES
_COUNTED: Final = timedelta(days=30)
_EMPTY: Final = {
    "slug": "", "title_zh": "", "title_en": "", "expression": "", "severity": "check",
    "score": 50, "state": "shadow", "note": "",
}  # fmt: skip


@page(Permission.VIEW)
def choose_shop(request: DeskRequest) -> HttpResponse:
    """Go to the rules of the first shop; the page offers the others."""
    return redirect("rulebook:rules", shops(request.scope)[0].id)


@page(Permission.VIEW)
def show_list(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """The rules of a shop, and what they found lately."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    lines = overview.rule_lines(shop, timezone.now(), _COUNTED)
    facts = {"lines": lines, "offered": len(overview.offered(shop.id))}
    return render(request, "rulebook/rules.html", _frame(request, shop, "rules") | facts)


@page(_RULES, methods=("GET", "POST"))
def new(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Write a rule."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    if request.method != "POST":
        return _edit(request, shop, None, _EMPTY)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _edit(request, shop, None, request.POST, form=form)
    try:
        rule = book.make_rule(
            scope=request.scope, shop_id=shop.id, wanted=form.wanted, why=form.cleaned_data["why"]
        )
    except RuleError:
        return _edit(request, shop, None, request.POST)
    except Refused as refusal:
        return _edit(request, shop, None, request.POST, why=words.why_refused(refusal))
    messages.success(request, _("The rule is saved."))
    return redirect("rulebook:rule", rule.id)


@page(Permission.VIEW)
@never_cache
def show(request: DeskRequest, rule_id: UUID) -> HttpResponse:
    """One rule: its text, what it found, how it came to be."""
    rule = _rule(request, rule_id)
    return _edit(request, rule.shop, rule, draft_of(rule))


@page(_RULES, methods=("POST",))
def save(request: DeskRequest, rule_id: UUID) -> HttpResponse:
    """Bring a rule to what the form says; a new text is a new version."""
    rule = _rule(request, rule_id, _RULES)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _edit(request, rule.shop, rule, request.POST, form=form)
    facts = form.cleaned_data
    try:
        book.change_rule(
            scope=request.scope,
            rule=rule,
            wanted=form.wanted,
            seen=facts["seen"],
            why=facts["why"],
        )
    except RuleError:
        return _edit(request, rule.shop, rule, request.POST)
    except Refused as refusal:
        return _edit(request, rule.shop, rule, request.POST, why=words.why_refused(refusal))
    messages.success(request, _("The rule is saved."))
    return redirect("rulebook:rule", rule.id)


@page(_RULES, methods=("POST",))
def switch(request: DeskRequest, rule_id: UUID) -> HttpResponse:
    """Switch a rule on, off, or into the shadow."""
    rule = _rule(request, rule_id, _RULES)
    state = request.POST.get("state", "")
    if state in RuleState.values:
        book.switch_rule(scope=request.scope, rule=rule, state=State(state))
    if request.POST.get("from") == "rule":
        return redirect("rulebook:rule", rule.id)
    return redirect("rulebook:rules", rule.shop_id)


@page(Permission.VIEW, methods=("POST",))
@never_cache
def check(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """What the text of the editor means, or what is wrong with it; nothing is kept."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    checked = editor.check(request.POST.get("expression", ""), shop)
    return render(request, "rulebook/checked.html", {"checked": checked})


@page(Permission.VIEW, methods=("POST",))
@never_cache
def try_order(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Every comparison of the text of the editor on one order."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    number = request.POST.get("order", "").strip()
    checked = editor.check(request.POST.get("expression", ""), shop)
    orders = Order.objects.filter(shop=shop.id, external_id=number) if number else Order.objects
    order = orders.first() if number else None
    facts: dict[str, Any] = {"checked": checked, "number": number, "order": order, "shop": shop}
    if order and checked.rule:
        read = trying.personal_terms(checked.rule)
        if read and not request.scope.may(Permission.REVEAL, shop.id):
            facts["hidden"] = editor.labels(read)
        else:
            tried = trying.try_rule(scope=request.scope, order=order, rule=checked.rule)
            facts |= {"steps": tried.steps, "fires": tried.fires}
    return render(request, "rulebook/tried.html", facts)


@page(Permission.VIEW)
def ready(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """The rules that come with the desk and that the shop has not taken."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    lines = [
        (rule, overview.title_of(rule), editor.check(rule.expression, shop).reading)
        for rule in overview.offered(shop.id)
    ]
    facts = _frame(request, shop, "ready") | {"lines": lines}
    return render(request, "rulebook/ready.html", facts)


@page(_RULES, methods=("POST",))
def take(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Copy ready rules into the shop, into the shadow."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    wanted = set(request.POST.getlist("slug"))
    taken = [rule.id for rule in overview.offered(shop.id) if rule.id in wanted]
    for slug in taken:
        book.take_rule(scope=request.scope, shop_id=shop.id, slug=slug)
    said = ngettext(
        "%(n)d rule is in the shadow now: it counts, and tells nobody.",
        "%(n)d rules are in the shadow now: they count, and tell nobody.",
        len(taken),
    )
    messages.success(request, said % {"n": len(taken)})
    return redirect("rulebook:rules" if taken else "rulebook:ready", shop.id)


@page(_RULES, methods=("POST",))
def load(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """Take the rules of a file."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    file = request.FILES.get("file")
    name = str(file.name or "") if file else ""
    if not file or not name.lower().endswith((".yaml", ".yml")) or (file.size or 0) > LARGEST:
        messages.error(request, _("Choose a rulebook (.yaml). Nothing was changed."))
        return redirect("rulebook:rules", shop.id)
    try:
        done = book.import_rules(
            scope=request.scope, shop_id=shop.id, data=file.read(), name=name[:80]
        )
    except (RulebookError, Refused) as error:
        messages.error(request, f"{words.why_refused(error)}\n{_('Nothing was changed.')}")
    else:
        counts = {"made": len(done.made), "changed": len(done.changed), "same": len(done.same)}
        said = _("%(made)d new, %(changed)d changed, %(same)d as they were.") % counts
        messages.success(request, said)
    return redirect("rulebook:rules", shop.id)


@page(_RULES)
def export(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """The rules of the shop as a file."""
    shop = get_or_404(Shop, request.scope, shop_id, _RULES, shop="id")
    text = book.export_rules(scope=request.scope, shop_id=shop.id)
    response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rules.yaml"'
    return response


def _rule(request: DeskRequest, rule_id: UUID, permission: Permission = Permission.VIEW) -> Rule:
    return get_or_404(Rule.objects.select_related("shop"), request.scope, rule_id, permission)


def _frame(request: DeskRequest, shop: Shop, tab: str) -> dict[str, Any]:
    return {
        "here": "rules",
        "tab": tab,
        "shop": shop,
        "may_change": request.scope.may(_RULES, shop.id),
    }


def edit_again(request: DeskRequest, shop: Shop, rule: Rule | None, why: str = "") -> HttpResponse:
    """Show the editor with what was sent, and what is wrong with it."""
    return _edit(request, shop, rule, request.POST, why=why)


def _edit(
    request: DeskRequest, shop: Shop, rule: Rule | None, draft: Any, **more: Any
) -> HttpResponse:
    facts = {
        "rule": rule,
        "draft": draft,
        "checked": editor.check(draft.get("expression", ""), shop),
        "names": editor.names(shop),
        "severities": RuleSeverity,
        "states": RuleState,
        "periods": PERIODS,
        "pauses": PAUSES,
        **(overview.rule_facts(rule, timezone.now(), _COUNTED) if rule else {}),
        **more,
    }
    return render(request, "rulebook/rule.html", _frame(request, shop, "rules") | facts)
