"""The places of the desk, in the order of a day: alerts, refunds, top-ups, status, filings,
tickets, duty, insights, rules, imports, audit, settings.

An app that is there adds its line at its place, with a count where work waits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.alerts import selectors as alerts
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope


class Entry(NamedTuple):
    """One place: its name, its icon, its route, who may see it, how much waits there."""

    key: str
    label: str | Promise
    icon: str
    route: str
    permission: Permission | None = None
    waiting: Callable[[Scope], int] | None = None

    @property
    def is_counted(self) -> bool:
        """Whether a badge belongs to it; a template would call ``waiting``."""
        return self.waiting is not None


ENTRIES: Final = (
    Entry("home", _("Overview"), "house", "home"),
    Entry(
        "alerts", _("Alerts"), "siren", "alerts:list", Permission.VIEW, waiting=alerts.open_count
    ),
    Entry("filings", _("Filings"), "file-text", "filings:list", Permission.VIEW),
    Entry("groups", _("Linked accounts"), "waypoints", "groups:choose", Permission.VIEW),
    Entry("rules", _("Rules"), "shield-check", "rulebook:choose_rules", Permission.VIEW),
    Entry("imports", _("Imports"), "file-up", "intake:list", Permission.VIEW),
    Entry(
        "addresses", _("Check an address"), "map-pin-check", "alerts:try_address", Permission.VIEW
    ),
    Entry("audit", _("Audit"), "scroll-text", "audit:list", Permission.READ_AUDIT),
    Entry("settings", _("Settings"), "settings", "settings"),
)
# Under the thumb on a phone; the others are behind "more".
THUMB_PLACES: Final = 3


def entries(scope: Scope) -> list[Entry]:
    """Return the places this person may see."""
    return [
        entry
        for entry in ENTRIES
        if entry.permission is None or scope.may_anywhere(entry.permission)
    ]


def counts(scope: Scope) -> dict[str, int]:
    """Return how much waits at each place that counts."""
    return {entry.key: entry.waiting(scope) for entry in entries(scope) if entry.waiting}
