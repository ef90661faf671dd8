"""What imports say to a person: failures, reasons of rows, the codes of alerts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from shopwarden.desk.alerts.models import Alert
from shopwarden.desk.common.problems import problem
from shopwarden.desk.intake.models import ImportRun
from shopwarden.errors import ShopwardenError
from shopwarden.explain import Language
from shopwarden.explain.errors import ERRORS, QUARANTINE, error_sentence
from shopwarden.explain.fields import field_name
from shopwarden.explain.findings import CODES
from shopwarden.records import Kind
from shopwarden.sources import SourceError

_SOURCES: Final = {
    "taobao_orders": gettext_lazy("Taobao orders"),
    "taobao_lines": gettext_lazy("Taobao order lines"),
    "taobao_refunds": gettext_lazy("Taobao refunds"),
    "pinduoduo": gettext_lazy("Pinduoduo orders"),
    "douyin": gettext_lazy("Douyin orders"),
    "jd": gettext_lazy("JD orders"),
    "alibaba_1688": gettext_lazy("1688 orders"),
    "any_table": gettext_lazy("Table with a mapping"),
}


def language() -> Language:
    """Return the reader's language."""
    return Language.EN if (get_language() or "").startswith("en") else Language.ZH


def why_failed(run: ImportRun) -> str:
    """Say why a run could not import its file."""
    if run.code == "file.unrecognised" and run.facts.get("nearest"):
        missing = "、".join(run.facts.get("missing", []))
        return _(
            "The desk does not know this kind of file. It comes closest to “%(nearest)s”, "
            "but these columns are missing: %(missing)s. Export it again with all columns, or say "
            "which column is what."
        ) % {"nearest": source_names(str(run.facts.get("nearest", ""))), "missing": missing}
    if run.code == "file.unrecognised" and not run.facts.get("nearest"):
        return _(
            "The desk does not know this kind of file: none of its columns belongs to an export. "
            "If it is a table of orders, say which column is what."
        )
    if run.code in ERRORS:
        return error_sentence(SourceError(run.code, **run.facts), language())
    return _(
        "Something went wrong on our side. What was stored before stays; importing the file "
        "again goes on from there and stores nothing twice."
    )


def why_no_mapping(error: ShopwardenError, kind: Kind) -> str:
    """Say what is wrong with a mapping, and what to do."""
    if error.code == "mapping.twice":
        field = field_name(kind, str(error.data["field"]), language())
        columns = "、".join(map(str, error.data["columns"]))  # type: ignore[call-overload]
        return _("%(columns)s: only one column can be “%(field)s”. Choose again.") % {
            "columns": columns,
            "field": field,
        }
    if error.code == "mapping.no_id":
        field = field_name(kind, "id", language())
        return _("Say which column is “%(field)s”: without a number nothing can be kept.") % {
            "field": field
        }
    if error.code in ERRORS:
        return error_sentence(error, language())
    found = problem(error.code)
    return f"{found.title} {found.advice}"


def what_is_lost(fields: Iterable[str], kind: Kind) -> list[str]:
    """Say what the desk cannot do with orders of which weighty fields are not said."""
    without = {
        "address": _("Without an address nothing about the address is checked."),
        "phone": _("Without a phone no wrong or shared number is found."),
        "amount_minor": _("Without an amount alerts cannot be sorted or filtered by it."),
        "paid_at": _("Without the time of payment there is no shipping deadline and no reminder."),
        "status": _("Without a status every order counts as still to be shipped."),
    }
    given = set(fields)
    return [said for field, said in without.items() if field not in given and kind is Kind.ORDERS]


def why_quarantined(reason: str, column: str) -> str:
    """Say what is wrong with a row."""
    if reason in QUARANTINE:
        said = QUARANTINE[reason].in_(language())
    elif reason == "cell.id_too_long":
        said = _("the number is too long to be one")
    else:
        said = _("it cannot be read")
    return f"{column} · {said}" if column else said


def headline(alert: Alert) -> str:
    """Say in a word what an alert is about."""
    code = alert.headline.rpartition(".")[2]
    return CODES[code].in_(language()) if code in CODES else str(alert.get_kind_display())


def source_names(source: str) -> str:
    """Say what kind of file it was; several kinds in one archive are joined by ``+``."""
    return "、".join(str(_SOURCES.get(name, name)) for name in source.split("+"))


def kind_name(kind: str) -> str:
    """Say which records a count is about."""
    return {
        "orders": _("Orders"),
        "order_lines": _("Order lines"),
        "refunds": _("Refunds"),
        "shipments": _("Parcels"),
        "ratings": _("Ratings"),
    }[kind]
