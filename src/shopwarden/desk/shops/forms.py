"""Forms about the members of a shop."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.common.fields import NameField
from shopwarden.desk.common.roles import Role


class MemberForm(forms.Form):
    """A person to add to a shop."""

    name = NameField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.AGENT)


class OwnerForm(forms.Form):
    """An owner and a shop, as the command line makes them."""

    email = forms.EmailField(max_length=254)
    shop = forms.RegexField(r"^[^\x00-\x1f\x7f]+$", max_length=60)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=Role.choices)
