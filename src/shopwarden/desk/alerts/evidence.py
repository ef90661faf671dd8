"""What a stored finding keeps of where it looked and what decided."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import polars as pl

from shopwarden.detectors import Finding


def evidence_of(finding: Finding) -> dict[str, Any]:
    """Return the evidence of one finding."""
    kept: dict[str, Any] = {
        "spans": [list(span) for span in finding.spans],
        "levels": list(finding.levels),
        "related": list(finding.related),
    }
    if finding.rule:
        kept["rule"] = finding.rule
        kept["reasons"] = [asdict(reason) for reason in finding.reasons]
    return kept


def evidence_in(findings: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the evidence of a frame of findings."""
    names = ("spans", "levels", "related", "rule", "reasons")
    return [
        {
            "spans": [[span["start"], span["end"]] for span in spans],
            "levels": levels,
            "related": related,
            **({"rule": rule, "reasons": reasons} if rule else {}),
        }
        for spans, levels, related, rule, reasons in findings.select(*names).iter_rows()
    ]
