"""Forms about tokens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(
        label=_("Name"), max_length=60, help_text=_("Which program uses it, to find it again.")
    )
