"""What the rows of the audit log are about, in people's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.models import Row

_KINDS: Final[Mapping[str, str | Promise]] = MappingProxyType(
    {
        "accounts.user": _("Member"),
        "alerts.alert": _("Alert"),
        "alerts.savedview": _("View"),
        "api.token": _("API token"),
        "filings.filing": _("Filing"),
        "intake.importrun": _("Import"),
        "intake.quarantinerow": _("Row to correct"),
        "intake.savedmapping": _("Mapping of columns"),
        "notices.allowedplace": _("Private address"),
        "notices.endpoint": _("Webhook receiver"),
        "notices.sender": _("Webhook sender"),
        "rulebook.listchange": _("List"),
        "rulebook.listentry": _("Entry of a list"),
        "rulebook.rule": _("Rule"),
        "rulebook.snooze": _("Pause"),
        "shops.membership": _("Member"),
        "shops.shop": _("Shop"),
        "trade.order": _("Order"),
    }
)


class Subject(NamedTuple):
    """What a row is about: the kind of thing, and what people call this one."""

    kind: str | Promise
    name: str


def subjects_of(rows: Iterable[AuditRow]) -> dict[tuple[str, str], Subject]:
    """Return the subjects of rows by kind and id, with one query for each kind.

    What is gone since keeps the beginning of its id for a name.
    """
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        wanted[row.subject_kind].add(row.subject_id)
    return {
        (kind, one): Subject(_KINDS.get(kind, kind), names.get(one, one[:8]))
        for kind, ids in wanted.items()
        for names in (_names(kind, ids),)
        for one in ids
    }


def _names(kind: str, ids: Iterable[str]) -> dict[str, str]:
    model = apps.get_model(kind)
    if not issubclass(model, Row):
        return {}
    found = model._default_manager.select_related(*model.audit_with).in_bulk(list(ids))
    return {str(row_id): row.audit_name for row_id, row in found.items()}
