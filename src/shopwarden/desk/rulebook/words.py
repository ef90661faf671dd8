"""What the lists say to a person."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shopwarden.desk.common.problems import problem
from shopwarden.desk.errors import Refused
from shopwarden.desk.intake.words import language
from shopwarden.errors import ShopwardenError
from shopwarden.explain.errors import error_sentence


def why_refused(error: ShopwardenError) -> str:
    """Say why a file could not become a list, and what to do."""
    if isinstance(error, Refused):
        found = problem(error.code)
        return f"{found.title} {found.advice}"
    if error.code == "bad_list.unrecognised":
        return _(
            "No column of %(file)s says what it holds. Name its columns phone, receiver or buyer, "
            "or put phone numbers alone into its only column."
        ) % {"file": error.data["file"]}
    return error_sentence(error, language())
