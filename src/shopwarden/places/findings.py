"""Lines of the kernels as reasons: dicts for one address, nested columns for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from shopwarden.places.gazetteer import format_code
from shopwarden.places.kernel.lines import (
    BEGIN,
    DIVISION,
    END,
    LEVEL,
    METRIC,
    ORDER,
    REASON,
    SCALE,
    THRESHOLD,
    VALUE,
)
from shopwarden.places.levels import Level
from shopwarden.places.reasons import METRICS, SEVERITIES, VERDICTS, AddressReason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEVELS: Final = tuple(level.name.lower() for level in Level)
# What is hidden cannot be judged: beside a mask nothing counts but these.
KEPT_IF_MASKED: Final = (
    ORDER.index(AddressReason.MASKED),
    ORDER.index(AddressReason.CONTRADICTION),
)
_RANKS: Final = {verdict: rank for rank, verdict in enumerate(VERDICTS)}


def reasons_of(lines: Iterable[Sequence[int]]) -> tuple[dict[str, Any], ...]:
    """Return the reasons of one address from its lines, which are in the reasons' order."""
    lines = [*lines]
    if any(line[REASON] == KEPT_IF_MASKED[0] for line in lines):
        lines = [line for line in lines if line[REASON] in KEPT_IF_MASKED]
    found: dict[int, dict[str, Any]] = {}
    for line in lines:
        reason = found.get(line[REASON])
        if reason is None:
            reason = found[line[REASON]] = _reason(line)
        reason["spans"].append({"start": line[BEGIN], "end": line[END]})
        if line[LEVEL] >= 0:
            reason["levels"].append(LEVELS[line[LEVEL]])
        if line[DIVISION] >= 0:
            reason["divisions"].append(format_code(line[DIVISION]) if line[DIVISION] else "")
    return tuple(found.values())


def _reason(line: Sequence[int]) -> dict[str, Any]:
    code = ORDER[line[REASON]]
    return {
        "code": code.value,
        "severity": SEVERITIES[code],
        "spans": [],
        "levels": [],
        "divisions": [],
        "metric": METRICS[line[METRIC]].value if line[METRIC] >= 0 else None,
        "value": line[VALUE] / SCALE if line[VALUE] >= 0 else None,
        "threshold": line[THRESHOLD] / SCALE if line[THRESHOLD] >= 0 else None,
    }


def verdict_of(reasons: Iterable[dict[str, Any]]) -> str:
    """Return the highest severity of `reasons`, ``ok`` without any."""
    return max((reason["severity"] for reason in reasons), key=_RANKS.__getitem__, default="ok")
