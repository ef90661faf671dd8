"""One address on the screen: its parts where they stand, the verdict, the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich.text import Text as Line

from shopwarden.cli.report import console
from shopwarden.explain import Language, Text
from shopwarden.explain.findings import SEVERITIES
from shopwarden.explain.words import LEVELS
from shopwarden.places import division_path
from shopwarden.records import Severity

_PARTS: Final = {
    **LEVELS,
    "road": Text("道路", "road"),
    "number": Text("门牌号", "number"),
    "rest": Text("其余", "rest"),
}
# A text without a sign is neither fine nor wrong.
EMPTY: Final = "empty"
_VERDICTS: Final = {
    EMPTY: (Text("没有内容", "nothing written"), "dim"),
    "ok": (Text("没有问题", "ok"), "green"),
    Severity.NOTE.value: (SEVERITIES[Severity.NOTE], "dim"),
    Severity.CHECK.value: (SEVERITIES[Severity.CHECK], "yellow"),
    Severity.WRONG.value: (SEVERITIES[Severity.WRONG], "bold red"),
}
_DIVISION: Final = Text("区划", "division")


def show_address(
    text: str, row: Mapping[str, Any], sentences: Sequence[str], language: Language
) -> None:
    """Print one parsed address.

    Parameters
    ----------
    text
        The address as it was given.
    row
        One row of ``places.parse_addresses``.
    sentences
        Why it is not ok, one sentence per reason.
    language
        The reader's language.
    """
    word, style = _VERDICTS[row["verdict"] if text.strip() else EMPTY]
    lines = [Line.assemble((f"[{word.in_(language)}] ", style), text)]
    for part, label in _PARTS.items():
        if row[part]:
            lines.append(Line.assemble(("  " + label.in_(language) + " ", "dim"), row[part]))
    if row["code"]:
        path = " ".join(name for _, name in division_path(row["code"]))
        lines.append(
            Line.assemble(("  " + _DIVISION.in_(language) + " ", "dim"), f"{row['code']} {path}")
        )
    lines += [Line.assemble(("  → ", style), sentence) for sentence in sentences]
    for line in lines:
        console().print(line)
