"""The list of groups of a shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.groups import listing
from shopwarden.desk.groups.choices import Sort
from shopwarden.desk.groups.facts import FEWEST, PICTURES, kind_name
from shopwarden.desk.groups.forms import ListForm
from shopwarden.desk.groups.listing import Wanted
from shopwarden.desk.groups.models import Group, Search
from shopwarden.desk.live.keys import LINKING
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.selectors import shops
from shopwarden.links import LinkKind

_SORTS: Final[tuple[tuple[Sort, str | Promise], ...]] = (
    (Sort.LAST, _("Last seen first")),
    (Sort.ACCOUNTS, _("Most accounts first")),
    (Sort.AMOUNT, _("Highest amount first")),
    (Sort.REFUNDS, _("Most refunds first")),
    (Sort.STRENGTH, _("Strongest link first")),
)


@dataclass(frozen=True)
class Line:
    """A group as the list shows it."""

    group: Group
    kinds: list[tuple[str, str]]
    open_alerts: int


@page(Permission.VIEW)
def choose_shop(request: DeskRequest) -> HttpResponse:
    """Go to the groups of the first shop; the page offers the others."""
    return redirect("groups:list", shops(request.scope)[0].id)


@page(Permission.VIEW)
def show_list(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """The groups of a shop as they were last found."""
    shop = get_or_404(Shop, request.scope, shop_id, shop="id")
    wanted = ListForm(request.GET).wanted
    after = listing.unpack(request.GET.get("after", ""), wanted.sort)
    groups, rest = listing.page(shop.id, wanted, after)
    asking = listing.open_alerts(shop.id, groups)
    facts = {
        "here": "groups",
        "shop": shop,
        "wanted": wanted,
        "is_filtered": bool(wanted.kind or wanted.is_open),
        "kinds": [(kind.value, kind_name(kind)) for kind in LinkKind],
        "sorts": [(sort.value, label) for sort, label in _SORTS],
        "lines": [Line(one, _kinds(one), asking.get(one.id, 0)) for one in groups],
        "next": listing.pack(rest) if rest else "",
        "query": _query(wanted),
        "search": Search.objects.filter(shop=shop).first(),
        "fewest": FEWEST,
    }
    return render(request, "groups/list.html", facts)


def _kinds(group: Group) -> list[tuple[str, str]]:
    return [(PICTURES[kind], kind_name(kind)) for kind, bit in LINKING.items() if group.kinds & bit]


def _query(wanted: Wanted) -> str:
    """Return the filters as they stand in an address."""
    parts = [("sort", wanted.sort), ("kind", wanted.kind), ("open", wanted.is_open and "on")]
    return "&".join(f"{name}={value}" for name, value in parts if value)
