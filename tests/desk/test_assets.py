"""What the browser loads: our own, small, and nothing inline."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from shopwarden.desk import translations
from shopwarden.desk.common.templatetags.desk import icon

_PACKAGE = translations.PACKAGE
_TEMPLATES = sorted(_PACKAGE.rglob("templates/**/*.html"))
_OWN_FILES = [*_TEMPLATES, *_PACKAGE.rglob("static/**/*.css"), *_PACKAGE.rglob("static/**/*.js")]
_ELSEWHERE = re.compile(r"""(?:src|href|url\(|import|from)\s*[=(]?\s*["']?(?:https?:)?//""")
_INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*(src=|"application))""")
_BUDGET = 60_000
_LOADED = ("desk/desk.css", "desk/desk.js", "django_htmx/htmx-2.min.js")


@pytest.mark.parametrize("file", _OWN_FILES, ids=lambda file: str(file.relative_to(_PACKAGE)))
def test_nothing_is_loaded_from_elsewhere(file: Path) -> None:
    assert _ELSEWHERE.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", _TEMPLATES, ids=lambda file: str(file.relative_to(_PACKAGE)))
def test_nothing_is_inline(file: Path) -> None:
    assert _INLINE.findall(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", _TEMPLATES, ids=lambda file: str(file.relative_to(_PACKAGE)))
def test_templates_compile_and_their_icons_exist(file: Path) -> None:
    get_template(file.as_posix().rpartition("/templates/")[2])
    source = file.read_text(encoding="utf-8")
    names = re.findall(r'icon "([a-z0-9-]+)"|picture="([a-z0-9-]+)"', source)
    assert all(icon(first or second).startswith("<svg") for first, second in names)


def test_pages_load_little() -> None:
    sizes = [len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in _LOADED]
    assert sum(sizes) <= _BUDGET
