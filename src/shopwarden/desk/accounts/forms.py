"""Forms about one's own account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.accounts.choices import Speech, Theme
from shopwarden.desk.common.fields import NameField


class ProfileForm(forms.Form):
    """How a person is called and how they like the desk."""

    name = NameField(label=_("Name"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=Speech.choices, required=False)
    theme = forms.ChoiceField(label=_("Appearance"), choices=Theme.choices)


class NewPasswordField(forms.CharField):
    """A password that is being chosen."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Password"),
            strip=False,
            help_text=_("At least 10 characters. A sentence is easy to remember."),
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )


class NewPasswordForm(forms.Form):
    """A password to set through a one-time link."""

    password = NewPasswordField()


class FirstOwnerForm(forms.Form):
    """The first person of a new desk and their shop."""

    shop_name = NameField(label=_("Name of the shop"), max_length=60)
    name = NameField(
        label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("You sign in with it. Nothing is sent to it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = NewPasswordField()
    token = forms.CharField(widget=forms.HiddenInput, required=False)
