"""The process that opens a workbook, with limits on memory and time of its own.

Called as ``python workbook_child.py FILE FOLDER MEMORY SECONDS``: the sheets of FILE are
written to FOLDER as Arrow files of text columns, ``0.arrow`` and so on, and their names to
standard output as JSON. A workbook made to exhaust the machine ends this process and nothing
else. Where the system has no such limits (Windows), only the caller's clock ends it.
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

_LONG_NUMBER: Final = r"^\d{16,}$"
DAMAGED: Final = 3
ENCRYPTED: Final = 4
NO_MEMORY: Final = 5


def main(file: str, folder: str, memory: str, seconds: str) -> int:
    """Write the sheets of `file` to `folder` and their names to standard output."""
    with suppress(ImportError):
        _limit(int(memory), int(seconds))
    try:
        book = fastexcel.read_excel(file)
        for place, name in enumerate(book.sheet_names):
            sheet(book, name).write_ipc(Path(folder) / f"{place}.arrow")
    except fastexcel.FastExcelError as error:
        return ENCRYPTED if "password" in str(error).lower() else DAMAGED
    except MemoryError:
        return NO_MEMORY
    sys.stdout.write(json.dumps(book.sheet_names))
    return 0


def _limit(memory: int, seconds: int) -> None:
    import resource

    # What loading this program took does not count.
    seconds += math.ceil(time.process_time())
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(what)[1]
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))


def sheet(book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    """The cells of a sheet as text, rows and columns where they stand.

    Whole numbers are written without an exponent, except those that a double cannot count:
    they are no longer what was typed, and are written as a spreadsheet shows them, so that
    they are recognised as damaged.
    """
    cells = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    long = [
        place for place, column in enumerate(cells) if bool(column.str.contains(_LONG_NUMBER).any())
    ]
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
    power = pl.lit(digits).str.len_chars() - 1
    return pl.concat_str(
        pl.lit(digits).str.head(1), pl.lit("."), pl.lit(digits).str.slice(1, 14),
        pl.lit("E+"), power,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
