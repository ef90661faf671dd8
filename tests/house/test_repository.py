"""What every commit promises: a lock without addresses, reasons for what we depend on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def _requirement_name(text: str) -> str:
    return re.split(r"[\s\[<>=!~;]", text, maxsplit=1)[0].lower().replace("_", "-")


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = [project["project"]["dependencies"], *_extras().values()]
    return {_requirement_name(one) for group in listed for one in group}


def _extras() -> dict[str, list[str]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras: dict[str, list[str]] = project["project"]["optional-dependencies"]
    return extras


def _not_locked() -> set[str]:
    """What only the optional extras need: a user installs them when they use them."""
    optional = {name: group for name, group in _extras().items() if name != "dev"}
    return {_requirement_name(one) for group in optional.values() for one in group}


def test_lock_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "--index-url" not in lock
    pinned = re.findall(r"^[a-z0-9][^\s=]*==\S+", lock, flags=re.MULTILINE | re.IGNORECASE)
    assert len(pinned) >= len(_declared()) - len(_not_locked())
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_lock_pins_everything_that_is_declared() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^\]]*\])?==", lock, re.M | re.I)
    pinned = {name.lower().replace("_", "-") for name in names}
    assert _declared() - _not_locked() - pinned == set()


def test_every_dependency_has_a_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    missing = {name for name in _declared() if f"`{name}`" not in reasons}
    assert missing == set()


def test_records_of_decisions_are_short() -> None:
    for path in (ROOT / "docs" / "adr").glob("*.md"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 60, path.name
