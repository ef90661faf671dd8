"""Forms about tokens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(
        label=pgettext_lazy("thing", "Name"),
        max_length=60,
        help_text=_("Which program uses it, to find it again."),
    )
