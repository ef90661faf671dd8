"""Files that a person or a program reads: csv, ndjson or parquet by the file's ending."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from errno import EACCES
from pathlib import Path
from typing import Final

import polars as pl

from shopwarden.errors import ShopwardenError

_LONGEST_NAME: Final = 200
FINDING_COLUMNS: Final = (
    "subject_kind", "subject_id", "detector", "code", "severity", "score", "metric", "value",
    "threshold", "evidence", "sentence", "platform", "shop",
)  # fmt: skip
# A spreadsheet would run these as a formula.
_FORMULA: Final = r"^[\s]*[=+\-@\t\r\x00＝＋－＠]"


def write_findings(findings: pl.DataFrame, path: Path) -> None:
    """Write a findings frame with its sentences; ``evidence`` is one JSON object a row."""
    evidence = pl.struct(
        "field", "spans", "levels", "related", "rule", "reasons"
    ).struct.json_encode()
    write_table(findings.with_columns(evidence=evidence).select(FINDING_COLUMNS), path)


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write `frame` to `path` in the format of its ending."""
    replace_file(path, lambda part: _WRITERS[path.suffix.lower()](frame, part))


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Have `write` make a new file and put it at `path` at once, or leave what is there.

    Raises
    ------
    ShopwardenError
        ``output.failed`` (file, why): no space, no permission.
    """
    part = path.with_name(f".{path.name[:_LONGEST_NAME]}.{os.getpid()}.part")
    try:
        write(part)
        part.replace(path)
    except OSError as error:
        why = error.strerror or str(error)
        raise ShopwardenError("output.failed", file=path.name, why=why) from error
    finally:
        part.unlink(missing_ok=True)


def check_writable(
    path: Path | None, *, inputs: Iterable[Path], endings: Iterable[str] = ()
) -> None:
    """Refuse an output before any work is done for it.

    Raises
    ------
    ShopwardenError
        ``output.format`` (unknown ending), ``output.folder`` (no such folder) or
        ``output.is_input`` (would overwrite a file that is being read).
    """
    if path is None:
        return
    known = list(endings or _WRITERS)
    if path.suffix.lower() not in known:
        raise ShopwardenError("output.format", file=path.name, known=", ".join(known))
    try:
        if not path.parent.is_dir():
            raise ShopwardenError("output.folder", file=path.name, folder=str(path.parent))
        if path.resolve() in {one.resolve() for one in inputs}:
            raise ShopwardenError("output.is_input", file=path.name)
        if not os.access(path.parent, os.W_OK):
            raise ShopwardenError("output.failed", file=path.name, why=os.strerror(EACCES))
    except OSError as error:
        raise ShopwardenError("output.failed", file=path.name, why=str(error.strerror)) from error


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    safe = pl.when(pl.col(texts).str.contains(_FORMULA)).then(pl.lit("'") + pl.col(texts))
    # The BOM makes spreadsheets read the file as UTF-8.
    frame.with_columns(safe.otherwise(pl.col(texts)).name.keep()).write_csv(path, include_bom=True)


_WRITERS: Final[dict[str, Callable[[pl.DataFrame, Path], object]]] = {
    ".csv": _write_csv,
    ".ndjson": lambda frame, path: frame.write_ndjson(path),
    ".parquet": lambda frame, path: frame.write_parquet(path),
}
