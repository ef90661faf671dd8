"""The filter of the audit page."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.accounts.models import User
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.selectors import Filter, actors
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.models import Shop
from shopwarden.desk.shops.selectors import shops

# Zones cannot reckon at the edges of time.
_DAYS: Final = (MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2200, 1, 1)))


class FilterForm(forms.Form):
    """What to look for; everything in the address, so that a link can be sent."""

    shop: forms.ModelChoiceField[Shop] = forms.ModelChoiceField(
        None, label=_("Shop"), required=False, empty_label=_("All shops")
    )
    actor: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        None, label=_("Who"), required=False, empty_label=_("Everybody")
    )
    action = forms.ChoiceField(label=_("What"), required=False)
    since = forms.DateField(
        label=_("From"),
        required=False,
        validators=_DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=_("To"),
        required=False,
        validators=_DAYS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    subject = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, scope: Scope) -> None:
        super().__init__(data)
        readable = scope.shop_ids(Permission.READ_AUDIT)
        self.fields["shop"].queryset = shops(scope).filter(id__in=readable)  # type: ignore[attr-defined]
        self.fields["actor"].queryset = actors(scope)  # type: ignore[attr-defined]
        self.fields["action"].choices = [("", _("Everything")), *Action.choices]  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """Return the filter; a field that cannot be read does not narrow."""
        self.is_valid()
        found = self.cleaned_data
        return Filter(
            shop=found["shop"].id if found.get("shop") else None,
            actor=found["actor"].id if found.get("actor") else None,
            action=found.get("action", ""),
            subject=found.get("subject", ""),
            since=found.get("since"),
            until=found.get("until"),
        )
