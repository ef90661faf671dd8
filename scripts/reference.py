"""Write docs/reference.md and the table of docs/features.md from the code.

``make docs`` runs it; a test fails while the files and the code differ.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
TARGET = DOCS / "reference.md"
FEATURES = DOCS / "features.md"


def reference() -> str:
    """Return the whole document."""
    # The texts of the commands follow the environment when they are imported.
    os.environ["SHOPWARDEN_LANG"] = "en"
    parts = [_HEAD, *_commands(), *_reasons(), *_records(), *_refusals()]
    return "\n".join(parts) + "\n"


def features() -> str:
    """Return docs/features.md: what is written by hand, and the table anew below its head."""
    from shopwarden.explain.features import feature_rows

    head = "| name | English | 中文 | type | unit |\n|---|---|---|---|---|\n"
    written = FEATURES.read_text(encoding="utf-8").partition(head)[0]
    rows = (f"| `{name}` | {' | '.join(words)} |\n" for name, *words in feature_rows())
    return written + head + "".join(rows)


_HEAD = """# Reference

Written by `make docs` from the code; do not edit."""


def _commands() -> Iterator[str]:
    import click

    from shopwarden.cli import main

    yield "\n## Commands"
    root = click.Context(main, info_name="shopwarden")
    for name in main.list_commands(root):
        command = main.get_command(root, name)
        assert command is not None  # noqa: S101 - our own list
        context = click.Context(command, info_name=name, parent=root, max_content_width=96)
        yield f"\n### shopwarden {name}\n\n```text\n{command.get_help(context)}\n```"


def _reasons() -> Iterator[str]:
    from shopwarden.detectors import REGISTRY
    from shopwarden.explain.findings import CODES

    yield "\n## Reasons\n\n| detector | code | English | 中文 |\n|---|---|---|---|"
    for name, detector in REGISTRY.items():
        for member in detector.codes:
            label = CODES[member.value]
            yield f"| `{name}` | `{member.value}` | {label.en} | {label.zh} |"


def _records() -> Iterator[str]:
    from shopwarden.records import SCHEMAS

    yield (
        "\n## Records\n\nA mapping file may name any of these columns; `label` is never an input "
        "of a scan. An amount may be named without `_minor`, in major units."
    )
    for kind, schema in SCHEMAS.items():
        columns = ", ".join(f"`{name}`" for name in schema)
        yield f"\n### {kind.value}\n\n{columns}"


def _refusals() -> Iterator[str]:
    from shopwarden.explain.errors import ERRORS, QUARANTINE
    from shopwarden.explain.rule_errors import RULE_ERRORS, RULEBOOK_ERRORS

    yield "\n## Refusals\n\n| code | English | 中文 |\n|---|---|---|"
    for table in (ERRORS, QUARANTINE, RULE_ERRORS, RULEBOOK_ERRORS):
        for code, said in table.items():
            en, zh = (one.replace("\n", " ").replace("|", "\\|") for one in (said.en, said.zh))
            yield f"| `{code}` | {en} | {zh} |"


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8")
    FEATURES.write_text(features(), encoding="utf-8")
