"""The members page of a shop."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shopwarden.desk.common.pages import DeskRequest, page
from shopwarden.desk.common.roles import Permission, Role
from shopwarden.desk.common.scope import get_or_404
from shopwarden.desk.shops import selectors, services
from shopwarden.desk.shops.forms import MemberForm, RoleForm
from shopwarden.desk.shops.models import Membership, Shop

_MEMBERS = Permission.MEMBERS


@page(_MEMBERS, methods=("GET", "POST"))
@never_cache
def members(request: DeskRequest, shop_id: UUID) -> HttpResponse:
    """List the members of a shop, and add one."""
    shop = get_or_404(Shop, request.scope, shop_id, _MEMBERS, shop="id")
    form = MemberForm(request.POST or None)
    if form.is_valid():
        facts = form.cleaned_data | {"role": Role(form.cleaned_data["role"])}
        invited = services.add_member(scope=request.scope, shop_id=shop.id, **facts)
        return _show(request, shop, MemberForm(), invited.member, invited.link)
    return _show(request, shop, form)


@page(_MEMBERS, methods=("POST",))
def change_role(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Give a member another role."""
    member = get_or_404(Membership, request.scope, member_id, _MEMBERS)
    form = RoleForm(request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        services.change_role(scope=request.scope, member=member, role=role)
        messages.success(request, _("The role is changed."))
    return redirect("shops:members", member.shop_id)


@page(_MEMBERS, methods=("POST",))
def remove(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Take a member out of the shop."""
    member = get_or_404(Membership, request.scope, member_id, _MEMBERS)
    services.remove_member(scope=request.scope, member=member)
    messages.success(request, _("The member is removed and can no longer see this shop."))
    return redirect("shops:members", member.shop_id)


@page(_MEMBERS, methods=("POST",))
@never_cache
def renew_link(request: DeskRequest, member_id: UUID) -> HttpResponse:
    """Show a fresh password link of a member, once."""
    member = get_or_404(
        Membership.objects.select_related("shop", "user"), request.scope, member_id, _MEMBERS
    )
    link = services.renew_link(scope=request.scope, member=member)
    return _show(request, member.shop, MemberForm(), member, link)


def _show(
    request: DeskRequest,
    shop: Shop,
    form: MemberForm,
    member: Membership | None = None,
    link: str | None = None,
) -> HttpResponse:
    facts = {
        "here": "settings",
        "shop": shop,
        "form": form,
        "roles": Role.choices,
        "members": selectors.members(shop.id),
        "invited": member,
        "link": link and request.build_absolute_uri(link),
    }
    return render(request, "shops/members.html", facts)
