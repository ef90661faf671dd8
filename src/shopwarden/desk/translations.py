"""The Chinese of the desk: one ``.po`` file an app, compiled at the first start.

``python -m shopwarden.desk.translations`` brings the files up to date with templates and
code: new texts appear empty, texts nobody uses go. No GNU gettext is needed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

# Without dates and names: two people who add a text each do not collide here.
_HEADER: Final = b"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: zh_Hans\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
PACKAGE: Final = Path(__file__).parent
LOCALE: Final = "zh_Hans"
_KEYWORDS: Final = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def po_path(app: str) -> Path:
    """Return the translation file of an app."""
    return PACKAGE / app / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read(app: str) -> Catalog:
    """Return the translations of an app; none if it has no file."""
    path = po_path(app)
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, domain="django")


def used(app: str) -> Catalog:
    """Return the texts that the code and templates of an app use, without translations."""
    catalog = Catalog(locale=LOCALE, charset="utf-8")
    for source in _sources(PACKAGE / app):
        for line, message, _comments, context in extract(
            "python", io.BytesIO(source), keywords=_KEYWORDS
        ):
            catalog.add(message, locations=(), context=context, lineno=line)
    return catalog


def update(app: str) -> None:
    """Write the file of an app anew: the texts in use, with the translations it has."""
    known, wanted = read(app), used(app)
    for message in wanted:
        old = message.id and known.get(message.id, message.context)
        if old:
            message.string = old.string
    path = po_path(app)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(_HEADER)
        write_po(file, wanted, omit_header=True, sort_output=True, no_location=True, width=100)


def compile_all(apps: tuple[str, ...], folder: Path) -> None:
    """Compile the files into ``folder/<app>``, where Django looks for them; only newer ones."""
    for app in apps:
        source = po_path(app)
        target = folder / app / LOCALE / "LC_MESSAGES" / "django.mo"
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns == source.stat().st_mtime_ns:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        with part.open("wb") as file:
            write_mo(file, read(app))
        _take_time_of(source, part)
        part.replace(target)


def _take_time_of(source: Path, target: Path) -> None:
    stat = source.stat()
    os.utime(target, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def _sources(folder: Path) -> Iterator[bytes]:
    for path in sorted(folder.rglob("*.py")):
        yield path.read_bytes()
    for path in sorted(folder.rglob("templates/**/*.html")):
        yield templatize(path.read_text(encoding="utf-8")).encode()


if __name__ == "__main__":
    from shopwarden.desk.settings import OWN_APPS

    for own_app in OWN_APPS:
        update(own_app)
