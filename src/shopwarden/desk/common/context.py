"""What the frame around every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from shopwarden.desk.accounts.choices import Theme
from shopwarden.desk.accounts.models import User
from shopwarden.desk.alerts.reminders import reminders
from shopwarden.desk.common import navigation
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.selectors import shops


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, shops, counts and theme; what a page does not use is not read."""
    user = getattr(request, "user", None)
    scope: Scope = getattr(request, "scope", None) or Scope(None)
    if user is None or not user.is_authenticated:
        theme = request.COOKIES.get("theme", Theme.AUTO)
        return {"theme": theme, "has_people": SimpleLazyObject(User.objects.exists)}
    waiting: Any = SimpleLazyObject(lambda: navigation.counts(scope))
    return {
        "theme": user.theme,
        "places": navigation.entries(scope),
        "thumb_places": navigation.THUMB_PLACES,
        "waiting": waiting,
        "waiting_total": SimpleLazyObject(lambda: sum(waiting.values())),
        "bell": SimpleLazyObject(lambda: reminders(scope, timezone.now())),
        "my_shops": SimpleLazyObject(lambda: list(shops(scope))),
    }
