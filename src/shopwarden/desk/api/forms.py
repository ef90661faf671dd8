"""Forms about tokens."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shopwarden.desk.api.choices import May
from shopwarden.desk.common.fields import NameField


class TokenForm(forms.Form):
    """A token to make."""

    name = NameField(
        label=pgettext_lazy("thing", "Name"),
        max_length=60,
        help_text=_("Which program uses it, to find it again."),
    )
    may = forms.MultipleChoiceField(
        label=_("It may"),
        choices=May.choices,
        initial=[May.READ.value],
        widget=forms.CheckboxSelectMultiple,
    )
