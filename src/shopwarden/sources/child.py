"""The process that opens files whose readers could take the machine down with them.

Called as ``python child.py TASK FILE FOLDER MEMORY SECONDS`` by `sandbox.run`. A file made to
exhaust memory or time, or to crash the library that reads it, ends this process and nothing
else. Where the system has no such limits (Windows), only the caller's clock ends it.

Tasks
-----
workbook
    Write the sheets to FOLDER as Arrow files of text columns (``0.arrow`` and so on), and
    their names to standard output.
parquet
    Read the file once from end to end, and write its number of rows to standard output.
"""

from __future__ import annotations

import json
import math
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

import fastexcel
import polars as pl

DAMAGED: Final = 3
ENCRYPTED: Final = 4
NO_MEMORY: Final = 5
PARQUET_ROWS: Final = 1_000_000
_LONG_NUMBER: Final = r"^\d{16,}$"


def main(task: str, file: str, folder: str, memory: str, seconds: str) -> int:
    """Do one task; returns the exit code."""
    with suppress(ImportError):
        _limit(int(memory), int(seconds))
    try:
        found = workbook(file, Path(folder)) if task == "workbook" else parquet(file)
    except fastexcel.FastExcelError as error:
        return ENCRYPTED if "password" in str(error).lower() else DAMAGED
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return DAMAGED
    except MemoryError:
        return NO_MEMORY
    sys.stdout.write(json.dumps(found))
    return 0


def _limit(memory: int, seconds: int) -> None:
    import resource

    # What loading this program took does not count.
    seconds += math.ceil(time.process_time())
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def parquet(file: str) -> int:
    """Read every cell of a Parquet file; returns its rows."""
    scan = pl.scan_parquet(file)
    rows = int(scan.select(pl.len()).collect().item())
    for start in range(0, rows, PARQUET_ROWS):
        scan.slice(start, PARQUET_ROWS).collect()
    return rows


def workbook(file: str, folder: Path) -> list[str]:
    """Write the sheets of a workbook to `folder`; returns their names."""
    book = fastexcel.read_excel(file)
    for place, name in enumerate(book.sheet_names):
        sheet(book, name).write_ipc(folder / f"{place}.arrow")
    return list(book.sheet_names)


def sheet(book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    """The cells of a sheet as text, rows and columns where they stand.

    Whole numbers are written without an exponent, except those that a double cannot count:
    they are no longer what was typed, and are written as a spreadsheet shows them, so that
    they are recognised as damaged.
    """
    cells = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    long = [place for place, column in enumerate(cells) if column.str.contains(_LONG_NUMBER).any()]
    if not long:
        return cells
    # Read as yes or no, a number has a value and a text has none: this tells them apart.
    typed = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="boolean").to_polars()
    return cells.with_columns(
        pl.when(typed.to_series(place).is_not_null() & text.str.contains(_LONG_NUMBER))
        .then(_with_exponent(text))
        .otherwise(text)
        .alias(cells.columns[place])
        for place in long
        for text in [cells.to_series(place)]
    )


def _with_exponent(digits: pl.Series) -> pl.Expr:
    text = pl.lit(digits)
    power = text.str.len_chars() - 1
    return pl.concat_str(text.str.head(1), pl.lit("."), text.str.slice(1, 14), pl.lit("E+"), power)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
