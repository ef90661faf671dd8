"""Every text of the desk is in Chinese, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

from shopwarden.desk import translations

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


@pytest.mark.parametrize("app", settings.OWN_APPS)
def test_every_text_is_translated(app: str) -> None:
    known = translations.read(app)
    used = {(message.id, message.context) for message in translations.used(app) if message.id}
    missing = [
        identity
        for identity, context in used
        if not (found := known.get(identity, context)) or not any(found.string)
    ]
    assert missing == []


@pytest.mark.parametrize("app", settings.OWN_APPS)
def test_no_text_is_left_over(app: str) -> None:
    used = {(message.id, message.context) for message in translations.used(app)}
    known = {(message.id, message.context) for message in translations.read(app) if message.id}
    assert known - used == set()


def test_a_text_is_translated_in_one_way() -> None:
    # Django merges the files of all apps: of two translations one would win everywhere.
    found: dict[tuple[object, object], set[str]] = {}
    for app in settings.OWN_APPS:
        for message in translations.read(app):
            if message.id:
                found.setdefault((message.id, message.context), set()).add(str(message.string))
    assert {text: ways for text, ways in found.items() if len(ways) > 1} == {}


@pytest.mark.parametrize("app", settings.OWN_APPS)
def test_placeholders_agree(app: str) -> None:
    for message in translations.read(app):
        source = message.id[-1] if isinstance(message.id, tuple) else message.id
        target = message.string[0] if isinstance(message.string, tuple) else message.string
        assert set(_PLACEHOLDER.findall(target)) == set(_PLACEHOLDER.findall(source)), source


def test_compiling_again_leaves_the_file_alone(tmp_path: Path) -> None:
    translations.compile_all(("shops",), tmp_path)
    file = tmp_path / "shops" / "zh_Hans" / "LC_MESSAGES" / "django.mo"
    inode = file.stat().st_ino
    translations.compile_all(("shops",), tmp_path)
    assert file.stat().st_ino == inode
