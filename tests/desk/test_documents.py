"""What the guide to the desk promises is so."""

from __future__ import annotations

import re
from pathlib import Path

from shopwarden.desk.api.reference import document
from shopwarden.desk.common.roles import Role

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
# Handed from one of our processes to another.
_INTERNAL = {"SHOPWARDEN_MASTER_PID", "SHOPWARDEN_SETUP_TOKEN"}


def test_every_setting_is_documented_and_no_other() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for room in ("desk", "explain")
        for path in (ROOT / "src" / "shopwarden" / room).rglob("*.py")
    )
    used = set(re.findall(r'"(SHOPWARDEN_[A-Z_]+)"', source)) - _INTERNAL
    documented = set(re.findall(r"^\| `(SHOPWARDEN_[A-Z_]+)`", GUIDE, re.MULTILINE))
    assert documented == used


def test_every_role_is_documented() -> None:
    for role in Role:
        assert re.search(rf"^\| {role.value} \|", GUIDE, re.MULTILINE)


def test_every_operation_is_documented() -> None:
    for path in document()["paths"]:
        assert path.partition("{")[0] in GUIDE
