"""Forms of the pages of groups."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms

from shopwarden.desk.groups.choices import EntryList, Sort
from shopwarden.desk.groups.listing import Wanted
from shopwarden.links import LinkKind

_LONGEST_SEEN: Final = 24


class EntriesForm(forms.Form):
    """Which members to put on which list, as orders of theirs, and what the page showed."""

    member = forms.MultipleChoiceField()
    list = forms.ChoiceField(choices=EntryList.choices)
    reason = forms.CharField(max_length=500)
    until = forms.DateField(required=False)
    seen = forms.CharField(max_length=_LONGEST_SEEN, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["member"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(value, value) for value in data.getlist("member")]

    def clean_member(self) -> tuple[UUID, ...]:
        """Read the chosen members."""
        try:
            return tuple(UUID(value) for value in self.cleaned_data["member"])
        except ValueError as error:
            raise forms.ValidationError("member") from error


class SeenForm(forms.Form):
    """Which accounts the page showed."""

    seen = forms.CharField(max_length=_LONGEST_SEEN, required=False)


class ListForm(forms.Form):
    """Which groups to list, as it stands in the address."""

    kind = forms.ChoiceField(
        choices=[(kind.value, kind.value) for kind in LinkKind], required=False
    )
    open = forms.BooleanField(required=False)
    sort = forms.ChoiceField(choices=[(sort.value, sort.value) for sort in Sort], required=False)

    @property
    def wanted(self) -> Wanted:
        """What to list; what cannot be read does not narrow."""
        self.is_valid()
        told = self.cleaned_data
        return Wanted(
            sort=Sort(told.get("sort") or Sort.LAST),
            kind=LinkKind(told["kind"]) if told.get("kind") else None,
            is_open=bool(told.get("open")),
        )
