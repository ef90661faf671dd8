"""Pages about one's own account, and the two ways in without one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from shopwarden.desk import environment
from shopwarden.desk.accounts import links, services
from shopwarden.desk.accounts.forms import FirstOwnerForm, NewPasswordForm, ProfileForm
from shopwarden.desk.accounts.models import User
from shopwarden.desk.common.pages import DeskRequest, page, public
from shopwarden.desk.shops.services import create_first_owner


@page(methods=("GET", "POST"))
def profile(request: DeskRequest) -> HttpResponse:
    """Name, language and appearance of the person."""
    user = request.user
    shown = {"name": user.name, "language": user.language, "theme": user.theme}
    form = ProfileForm(request.POST or None, initial=shown)
    if form.is_valid():
        name = form.cleaned_data.pop("name")
        if name != user.name:
            services.set_name(user=user, name=name)
        services.set_look(user=user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    return render(request, "accounts/profile.html", {"form": form, "here": "settings"})


@public(methods=("GET", "POST"))
@sensitive_post_parameters()
def welcome(request: HttpRequest, user_id: UUID, token: str) -> HttpResponse:
    """Set a password through a one-time link."""
    user = links.user_for(user_id, token)
    if user is None:
        return render(request, "accounts/link_dead.html", status=410)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            services.set_password(user=user, password=form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("account_login")
    return render(request, "accounts/welcome.html", {"form": form, "person": user})


@public(methods=("GET", "POST"))
@sensitive_post_parameters()
def first_owner(request: HttpRequest) -> HttpResponse:
    """Make the first owner; open only while there is nobody, to who started the desk."""
    given = request.POST.get("token", request.GET.get("token", ""))
    expected = environment.text("SHOPWARDEN_SETUP_TOKEN")
    if not expected or not constant_time_compare(given, expected) or User.objects.exists():
        raise Http404
    form = FirstOwnerForm(request.POST or None, initial={"token": given})
    if form.is_valid():
        facts = {name: value for name, value in form.cleaned_data.items() if name != "token"}
        try:
            create_first_owner(**facts)
        except ValidationError as error:
            form.add_error("password", error)
        else:
            messages.success(request, _("Your desk is ready. Sign in to begin."))
            return redirect("account_login")
    return render(request, "accounts/first_owner.html", {"form": form})
