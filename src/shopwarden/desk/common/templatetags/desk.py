"""Small parts that every page uses: icons, times, form classes."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.forms import BoundField, CheckboxSelectMultiple
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide

from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import HOME_ZONE, Shop

register = template.Library()

_COUNTED: Final = 1000
_RELATIVE_WITHIN: Final = timedelta(days=1)


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 18) -> SafeString:
    """Return an inline picture from the icon package; words beside it carry the meaning."""
    return SafeString(lucide(name, size=size, aria_hidden="true", focusable="false"))


@register.simple_tag
def moment(at: datetime, zone: str = HOME_ZONE) -> SafeString:
    """Return a time: relative up to a day, absolute beyond, exact when pointed at."""
    local = timezone.localtime(at, ZoneInfo(zone))
    exact = date_format(local, "Y-m-d H:i:s T")
    is_near = abs(timezone.now() - at) < _RELATIVE_WITHIN
    shown = naturaltime(at) if is_near else date_format(local, "Y-m-d H:i")
    return format_html('<time datetime="{}" title="{}">{}</time>', at.isoformat(), exact, shown)


@register.filter
def kind(field: BoundField) -> str:
    """Return the kind of input of a form field, for its look."""
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple):
        return "choices"
    return getattr(widget, "input_type", "textarea")


@register.filter
def role_in(scope: Scope, shop: Shop) -> str:
    """Return what the person is in a shop, in their language."""
    return str(scope.roles[shop.id].label)


@register.filter
def capped(number: int) -> str:
    """Return a count as a badge shows it; nobody counts further than a thousand."""
    return f"{number}" if number < _COUNTED else f"{_COUNTED - 1}+"


@register.filter
def get(mapping: dict[str, object], key: str) -> object:
    """Return the value of a key, or nothing."""
    return mapping.get(key)
