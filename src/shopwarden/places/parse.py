"""Read a column of delivery addresses: parts, division, verdict and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from shopwarden.places.checks import division_checks
from shopwarden.places.findings import REASON, code_text, flatten, nest
from shopwarden.places.gazetteer import format_code, load
from shopwarden.places.gibberish import gibberish_checks
from shopwarden.places.levels import MUNICIPALITIES, WIDTH, Level, Status
from shopwarden.places.lexicon import find_words
from shopwarden.places.reasons import VERDICTS
from shopwarden.places.street import find_streets
from shopwarden.places.text import SEPARATOR, read_texts
from shopwarden.places.walk import find_divisions
from shopwarden.places.wording import wording_checks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from shopwarden.places.street import Streets
    from shopwarden.places.text import Texts
    from shopwarden.places.walk import Divisions

    _Columns = dict[str, NDArray[Any]]

PARTS: Final = ("province", "city", "district", "town", "road", "number", "rest")
SCHEMA: Final = {
    **dict.fromkeys((*PARTS, "code"), pl.String()),
    "verdict": pl.Enum(VERDICTS),
    "reasons": pl.List(REASON),
}
# Rows read at once: the buffers of a chunk stay in the cache.
_CHUNK: Final = 16_384


@dataclass(frozen=True)
class Address:
    """One parsed address; the fields are the columns of ``parse_addresses``."""

    province: str | None
    city: str | None
    district: str | None
    town: str | None
    road: str | None
    number: str | None
    rest: str | None
    code: str | None
    verdict: str
    reasons: tuple[dict[str, Any], ...]


def parse_address(text: str) -> Address:
    """Parse and judge one address.

    >>> parse_address("浙江省杭州市余杭区五常街道文一西路969号").town
    '五常街道'
    """
    parts, findings = _read([text], 0)
    # The same reading as a column's; only the assembly of frames is saved.
    cut: dict[str, str | None] = {}
    for name in PARTS:
        at, long = int(parts[f"{name}_at"][0]), int(parts[f"{name}_long"][0])
        cut[name] = text[at : at + long] if long > 0 else None
    code = int(parts["code"][0])
    judged = nest(findings, 1).row(0) if findings["row"].size else (VERDICTS[0], [])
    written = format_code(code) if code else None
    return Address(**cut, code=written, verdict=judged[0], reasons=tuple(judged[1]))


def parse_addresses(texts: pl.Series) -> pl.DataFrame:
    """Parse and judge every address of a column.

    Parameters
    ----------
    texts
        Addresses as written; a null or blank text has no parts and verdict ``ok``. What
        stands behind the 500th character is not read.

    Returns
    -------
    polars.DataFrame
        One row per text: ``province`` to ``number`` and ``rest`` exactly as written, null when
        not mentioned; ``code`` of the deepest known division (six digits, nine for a township);
        ``verdict`` (the highest severity of the reasons, else ``ok``); ``reasons``, whose spans
        count characters of the text.

    Notes
    -----
    Cost: a few microseconds per row; the working memory is that of a chunk of 16,384 rows.
    """
    column = texts.cast(pl.String).fill_null("").alias("text")
    chunks = [
        _read(column[first : first + _CHUNK].to_list(), first)
        for first in range(0, max(len(column), 1), _CHUNK)
    ]
    parts, findings = (
        {name: np.concatenate([chunk[n][name] for chunk in chunks]) for name in chunks[0][n]}
        for n in range(2)
    )
    judged = nest(findings, len(column))
    return _cut(column, parts).hstack(judged).cast(SCHEMA)  # type: ignore[arg-type]


def _read(texts: Sequence[str], first_row: int) -> tuple[_Columns, _Columns]:
    """Return spans and code, and the lines of all reasons, of one chunk."""
    buffer = read_texts(texts)
    divisions = find_divisions(buffer)
    streets = find_streets(buffer, divisions)
    words = find_words(buffer)
    begin = np.maximum(divisions.end, streets.town[:, 1])
    found = [
        *division_checks(buffer, divisions, streets),
        *wording_checks(buffer, words, begin),
        *gibberish_checks(buffer, words, begin),
    ]
    return _spans(buffer, divisions, streets), flatten(found, first_row, buffer.start)


def _spans(texts: Texts, divisions: Divisions, streets: Streets) -> _Columns:
    """Return offset and length of every part, and the code."""
    spans = {
        level.name.lower(): np.stack([divisions.begin[:, level], divisions.finish[:, level]], 1)
        for level in Level
    }
    # A municipality is a province and a city at once; written once, its name stands for both.
    home = divisions.division[:, Level.PROVINCE]
    both = np.isin(load().code[home] // WIDTH[Level.PROVINCE], [*MUNICIPALITIES])
    both &= (home >= 0) & (divisions.begin[:, Level.CITY] < 0)
    spans["city"][both] = spans["province"][both]
    unlisted = streets.town[:, 1] >= 0
    spans["town"][unlisted] = streets.town[unlisted]
    rest = texts.skip(streets.rest, SEPARATOR)
    written = np.maximum(texts.run_start(texts.end, SEPARATOR), rest)
    spans |= {
        "road": streets.road, "number": streets.number, "rest": np.stack([rest, written], 1),
    }  # fmt: skip
    columns: _Columns = {"code": _current(divisions.code)}
    for name, span in spans.items():
        columns[f"{name}_at"] = (span[:, 0] - texts.start).astype(np.int32)
        columns[f"{name}_long"] = (span[:, 1] - span[:, 0]).astype(np.int32)
    return columns


def _current(code: NDArray[np.intp]) -> NDArray[np.int32]:
    """Replace the codes of former divisions by their successors' where those are known."""
    old, new = _successors()
    place = np.minimum(np.searchsorted(old, code), old.size - 1)
    return np.where(old[place] == code, new[place], code).astype(np.int32)


@cache
def _successors() -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Codes that only former divisions bear, ascending, and their successors' codes."""
    table = load()
    former = (table.status == Status.ABOLISHED) & (table.successor > 0)
    former[1:] &= table.code[1:] != table.code[:-1]
    return table.code[former], table.successor[former]


def _cut(column: pl.Series, columns: _Columns) -> pl.DataFrame:
    """Cut the parts out of the texts."""
    frame = pl.DataFrame(columns).with_columns(column)
    cuts = [
        pl.when(pl.col(f"{name}_long") > 0)
        .then(pl.col("text").str.slice(pl.col(f"{name}_at"), pl.col(f"{name}_long")))
        .alias(name)
        for name in PARTS
    ]
    code = pl.when(pl.col("code") > 0).then(code_text(pl.col("code")))
    return frame.select(*cuts, code.alias("code"))
