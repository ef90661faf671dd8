"""Forms of the inbox and of the alert page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shopwarden.desk.alerts.bulk import Chosen
from shopwarden.desk.alerts.choices import (
    AlertKind,
    AlertState,
    ContactResult,
    ContactWay,
    RevealPurpose,
    Severity,
)
from shopwarden.desk.alerts.listing import Sort, Wanted
from shopwarden.desk.alerts.opening import OCCURRING
from shopwarden.desk.alerts.selectors import assignees
from shopwarden.desk.common.fields import NameField
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.shops.selectors import shops
from shopwarden.records.money import minor_digits

ME: Final = "me"
NOBODY: Final = "none"
# Of an address, what says which rows are shown, not which are wanted.
PASSING: Final = ("after", "bulk", "since")
_LONGEST_QUERY: Final = 400
_MOST_MONEY: Final = Decimal(10**12)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
# Choice → how far back the opening lies, at most and at least.
_AGES: Final[dict[str, tuple[timedelta | None, timedelta | None]]] = {
    "hour": (_HOUR, None),
    "day": (_DAY, None),
    "older": (None, _DAY),
    "oldest": (None, 3 * _DAY),
}
# Choice → how far ahead the deadline lies, at least and at most.
_DUE: Final[dict[str, tuple[timedelta | None, timedelta | None]]] = {
    "late": (None, 0 * _HOUR),
    "soon": (0 * _HOUR, 4 * _HOUR),
    "today": (0 * _HOUR, _DAY),
}
_OPEN_SORTS: Final = (
    (Sort.DEADLINE, _("Deadline first")),
    (Sort.WEIGHT, _("Most suspicious first")),
    (Sort.OLDEST, _("Longest waiting first")),
    (Sort.NEWEST, _("Newest first")),
    (Sort.AMOUNT, _("Highest amount first")),
)


_EVERYWHERE: Final = ("kind", "severity", "shop", "assignee")
_OPEN_ONLY: Final = ("age", "due", "sort")


@dataclass(frozen=True)
class Chip:
    """A filter as the list shows it: what can be chosen, and what is."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str

    @property
    def is_on(self) -> bool:
        """Whether it narrows the list."""
        return bool(self.chosen) and self.name != "sort"


class ListForm(forms.Form):
    """What to list, as it stands in the address."""

    state = forms.ChoiceField(choices=AlertState.choices, required=False)
    q = forms.CharField(label=_("Order number"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All kinds")), *AlertKind.choices],
        required=False,
    )
    severity = forms.ChoiceField(
        label=_("Severity"),
        choices=[
            ("", _("Any severity")),
            (Severity.WRONG, Severity.WRONG.label),
            (Severity.CHECK, Severity.CHECK.label),
        ],
        required=False,
    )
    shop = forms.ChoiceField(label=_("Shop"), required=False)
    assignee = forms.ChoiceField(label=_("Assignee"), required=False)
    age = forms.ChoiceField(
        label=_("Age"),
        choices=[
            ("", _("Any age")),
            ("hour", _("Under an hour")),
            ("day", _("Under a day")),
            ("older", _("Over a day")),
            ("oldest", _("Over three days")),
        ],
        required=False,
    )
    due = forms.ChoiceField(
        label=_("Deadline"),
        choices=[
            ("", _("Any deadline")),
            ("late", _("Passed")),
            ("soon", _("Within 4 hours")),
            ("today", _("Within a day")),
        ],
        required=False,
    )
    least = forms.DecimalField(
        label=_("Amount from"), min_value=0, max_value=_MOST_MONEY, required=False
    )
    most = forms.DecimalField(
        label=_("Amount to"), min_value=0, max_value=_MOST_MONEY, required=False
    )
    sort = forms.ChoiceField(label=_("Sort by"), choices=_OPEN_SORTS, required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("shop", _("All shops"), [(shop.id, shop.name) for shop in shops(scope)])
        self.actor_id = scope.actor.id if scope.actor else None
        self.people = [one for one in assignees(scope, scope.roles) if one.id != self.actor_id]
        people = [(one.id, one.name) for one in self.people]
        own = [(ME, pgettext_lazy("person", "Me")), (NOBODY, _("Nobody"))]
        self._choose("assignee", _("Anybody"), [*own, *people])

    def wanted(self, now: datetime) -> Wanted:
        """Return what to list; a value that makes no sense does not narrow."""
        self.is_valid()
        facts = self.cleaned_data
        state = AlertState(facts.get("state") or AlertState.OPEN)
        assignee = facts.get("assignee", "")
        most_old, least_old = _AGES.get(facts.get("age", ""), (None, None))
        earliest, latest = _DUE.get(facts.get("due", ""), (None, None))
        is_open = state == AlertState.OPEN
        number = "".join(facts.get("q", "").split())
        return Wanted(
            state=state,
            sort=_sort(facts.get("sort", ""), number, is_open=is_open),
            shop=UUID(facts["shop"]) if facts.get("shop") else None,
            kind=facts.get("kind", ""),
            severity=Severity(int(facts["severity"])) if facts.get("severity") else None,
            assignee=self._person(assignee),
            is_unassigned=assignee == NOBODY,
            opened_after=now - most_old if most_old and is_open else None,
            opened_before=now - least_old if least_old and is_open else None,
            due_after=now + earliest if earliest is not None and is_open else None,
            due_before=now + latest if latest is not None and is_open else None,
            least_minor=_minor(facts.get("least")),
            most_minor=_minor(facts.get("most")),
            number=number,
        )

    def chips(self, wanted: Wanted) -> list[Chip]:
        """Return the filters of a list; drawn by hand, because widgets cost too much."""
        is_open = wanted.state == AlertState.OPEN
        names = (*_EVERYWHERE, *(_OPEN_ONLY if is_open else ()))
        # Kinds no detector opens alerts of are no choice; a single one is none either.
        return [self._chip(name) for name in names if name != "kind" or len(OCCURRING) > 1]

    def _chip(self, name: str) -> Chip:
        field = self.fields[name]
        options = [
            (str(value), str(label))
            for value, label in _choices(field)
            if name != "kind" or value in ("", *OCCURRING)
        ]
        return Chip(name, str(field.label), options, str(self.cleaned_data.get(name, "")))

    def _choose(self, name: str, everything: Any, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", everything), *choices]

    def _person(self, assignee: str) -> UUID | None:
        if assignee == ME:
            return self.actor_id
        return UUID(assignee) if assignee and assignee != NOBODY else None


class NoteField(forms.CharField):
    """A note; a browser sends each of its line breaks as two characters."""

    def to_python(self, value: Any) -> str:
        """Read the text as it was typed."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class RevealForm(forms.Form):
    """Why a person looks."""

    purpose = forms.ChoiceField(choices=RevealPurpose.choices)


class ContactForm(forms.Form):
    """One try to reach the buyer."""

    way = forms.ChoiceField(label=_("How"), choices=ContactWay.choices)
    result = forms.ChoiceField(label=_("Result"), choices=ContactResult.choices)
    note = NoteField(label=_("Note"), max_length=500, required=False)


class DecisionForm(forms.Form):
    """A decision on one alert."""

    version = forms.IntegerField()
    label = forms.CharField(max_length=40)
    note = NoteField(label=_("Note"), max_length=1000, required=False)
    corrected_address = forms.CharField(
        label=_("Corrected address"), max_length=300, required=False
    )


class UndoForm(forms.Form):
    """The decision to take back, as the page showed it."""

    decision = forms.UUIDField()


class AssignForm(forms.Form):
    """Who takes an alert, as the page showed it."""

    version = forms.IntegerField()
    assignee = forms.CharField(max_length=36)


class AddressForm(forms.Form):
    """An address to check while it is typed."""

    corrected_address = forms.CharField(max_length=300, required=False)


class TryForm(forms.Form):
    """An address to try."""

    address = forms.CharField(max_length=500, required=False)


class ChosenForm(forms.Form):
    """The alerts chosen in the list, each ``id.version``, and what to do with them."""

    alert = forms.MultipleChoiceField()
    assignee = forms.CharField(max_length=36, required=False)
    label = forms.CharField(max_length=40, required=False)
    note = NoteField(max_length=1000, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["alert"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(value, value) for value in data.getlist("alert")]

    def clean_alert(self) -> list[Chosen]:
        """Read the chosen alerts."""
        try:
            pairs = [value.split(".") for value in self.cleaned_data["alert"]]
            return [Chosen(UUID(alert), int(version)) for alert, version in pairs]
        except ValueError as error:
            raise forms.ValidationError("alert") from error


class PickForm(forms.Form):
    """One row of the person's own."""

    id = forms.UUIDField()


class ViewForm(forms.Form):
    """A set of filters to keep."""

    name = NameField(label=pgettext_lazy("thing", "Name"), max_length=40)
    query = forms.CharField(max_length=_LONGEST_QUERY, required=False)
    shop = forms.UUIDField(required=False)

    def clean_query(self) -> str:
        """Read the filters; written anew they may be longer, as every letter is escaped."""
        query = filters_of(QueryDict(self.cleaned_data["query"]))
        if len(query) > _LONGEST_QUERY:
            raise forms.ValidationError("query")
        return query


def filters_of(asked: QueryDict) -> str:
    """Return the filters of an address, without what is empty or passing."""
    return urlencode(
        [(name, str(value)) for name, value in asked.items() if value and name not in PASSING]
    )


def _choices(field: forms.Field) -> list[tuple[Any, Any]]:
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - the chips are choices
    return list(field.choices)  # type: ignore[arg-type]


def _sort(asked: str, number: str, *, is_open: bool) -> Sort:
    if number:
        return Sort.NUMBER
    if not is_open:
        return Sort.CLOSED
    return Sort(asked or Sort.DEADLINE)


def _minor(amount: Decimal | None) -> int | None:
    """Return an amount in minor units of the home currency, in which the filter is asked."""
    return None if amount is None else int(amount.scaleb(minor_digits(None)))
