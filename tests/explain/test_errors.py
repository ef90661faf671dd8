"""Every code that can be raised or reported has its sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shopwarden
from shopwarden.errors import ShopwardenError
from shopwarden.explain import Language
from shopwarden.explain.errors import ERRORS, QUARANTINE, error_sentence

SOURCE = Path(shopwarden.__file__).parent
ROOMS = ("cli", "demo", "features", "places", "risk", "sources")


def _codes(pattern: str) -> set[str]:
    return {
        code
        for room in ROOMS
        for path in (SOURCE / room).rglob("*.py")
        for code in re.findall(pattern, path.read_text(encoding="utf-8"))
    }


def test_every_refusal_has_a_sentence() -> None:
    raised = _codes(r'Error\(\s*"([a-z]+\.[a-z_]+)"')
    start = {
        code
        for code in raised
        if code.split(".")[0] in {"config", "data", "keys", "owner", "sqlite"}
    }
    assert len(raised) > 15
    assert raised - start - set(ERRORS) == set()


def test_every_reason_of_quarantine_has_words() -> None:
    reported = _codes(r'"((?:cell|row)\.[a-z_]+)"')
    assert len(reported) > 8
    assert reported - set(QUARANTINE) == set()


@pytest.mark.parametrize("language", list(Language))
def test_lists_and_near_names_are_readable(language: Language) -> None:
    error = ShopwardenError(
        "mapping.unknown_field", kind="orders", field="adress", close=["address"], key=""
    )
    said = error_sentence(error, language)
    assert "adress" in said
    assert "address" in said
    assert "[" not in said
