"""What makes a finding the same finding when it is made again.

Detector, subject, code, rule, judged field and the text that stood in it, as people read it:
blanks, width and case do not count, nor where in the text the detector looked. What a
person has decided about one fingerprint holds until the text says something else.
"""

from __future__ import annotations

from uuid import UUID

import polars as pl

from shopwarden.desk.common import crypto
from shopwarden.desk.common.crypto import Purpose

SEPARATOR = "\x1f"
_PARTS = ("detector", "subject_kind", "platform", "subject_id", "code", "field")


def fingerprints(findings: pl.DataFrame, records: pl.DataFrame, shop_id: UUID) -> list[str | None]:
    """Return the fingerprint of each finding.

    Parameters
    ----------
    findings
        As ``detectors.findings``.
    records
        The judged records, personal data readable; every subject is among them.
    """
    # Of a rule that fired, the rule belongs to what was found.
    code = pl.concat_str("code", "rule", separator="/", ignore_nulls=True)
    numbered = findings.with_columns(code=code).select(*_PARTS).with_row_index("_row")
    judged = [
        part.join(
            records.select("platform", subject_id="id", _text=_text(str(field), records)),
            on=["platform", "subject_id"],
            how="left",
        )
        for (field,), part in numbered.group_by("field")
    ]
    if not judged:
        return []
    same = pl.int_range(pl.len()).over(*_PARTS, order_by="_row").cast(pl.String)
    parts = pl.concat_str(pl.col(*_PARTS, "_text", "_same").fill_null(""), separator=SEPARATOR)
    texts = pl.concat(judged).sort("_row").with_columns(_same=same).select(parts).to_series()
    return crypto.digest_all(shop_id, Purpose.FINDING, texts)


def _text(field: str, records: pl.DataFrame) -> pl.Expr:
    """Return what was judged; nothing where a rule judged what no record has."""
    if field not in records.columns:
        return pl.lit(None, pl.String)
    text = pl.col(field).cast(pl.String)
    return text.str.normalize("NFKC").str.replace_all(r"\s+", "").str.to_lowercase()
