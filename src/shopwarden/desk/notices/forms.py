"""Forms about receivers of webhooks."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shopwarden.desk.common.fields import NameField
from shopwarden.desk.notices.choices import CHOSEN, DeliveryState

_EVENTS = [(event.value, event.label) for event in CHOSEN]


class EventsForm(forms.Form):
    """What a receiver is told."""

    events = forms.MultipleChoiceField(
        label=_("Tell it when"),
        choices=_EVENTS,
        initial=[event for event, _label in _EVENTS],
        widget=forms.CheckboxSelectMultiple,
    )


class EndpointForm(EventsForm):
    """A receiver to add."""

    name = NameField(
        label=pgettext_lazy("thing", "Name"),
        max_length=60,
        help_text=_("Which program it is, to find it again."),
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("https on port 443, unless you allow another host and port."),
        widget=forms.URLInput({"autocomplete": "off", "placeholder": "https://"}),
    )
    field_order = ("name", "url", "events")


class SenderForm(forms.Form):
    """A program that brings records."""

    sender = NameField(
        label=pgettext_lazy("thing", "Name"),
        max_length=60,
        help_text=_("Which program it is, to find it again."),
    )


class PlaceForm(forms.Form):
    """A private host and port to allow."""

    host = forms.CharField(label=_("Host"), max_length=253)
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535)


class WantedForm(forms.Form):
    """Which messages to list."""

    state = forms.ChoiceField(choices=DeliveryState.choices, required=False)
    endpoint = forms.UUIDField(required=False)
    after = forms.UUIDField(required=False)
