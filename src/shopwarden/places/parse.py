"""Read a column of delivery addresses: parts, division, verdict and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from shopwarden.places.checks import division_checks
from shopwarden.places.findings import REASON, nest
from shopwarden.places.gazetteer import format_code, load
from shopwarden.places.levels import Level, Status
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
    row = parse_addresses(pl.Series([text], dtype=pl.String)).row(0, named=True)
    return Address(**row | {"reasons": tuple(row["reasons"])})


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
    Cost: a few microseconds per row; memory is bounded by chunks of 16,384 rows.
    """
    texts = texts.cast(pl.String)
    frames = [_parse(part) for part in texts.to_frame("text").iter_slices(_CHUNK)]
    return pl.concat(frames) if frames else pl.DataFrame(schema=SCHEMA)


def _parse(part: pl.DataFrame) -> pl.DataFrame:
    column = part["text"].fill_null("")
    texts = read_texts(column.to_list())
    divisions = find_divisions(texts)
    streets = find_streets(texts, divisions)
    begin = np.maximum(divisions.end, streets.town[:, 1])
    flat = pl.concat([division_checks(texts, divisions, streets), wording_checks(texts, begin)])
    judged = nest(flat, texts.rows)
    parts = _parts(texts, divisions, streets, column)
    return pl.concat([parts, judged], how="horizontal").select(
        pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()
    )


def _parts(
    texts: Texts, divisions: Divisions, streets: Streets, column: pl.Series
) -> pl.DataFrame:
    """Cut the parts out of the texts."""
    begin, finish = divisions.begin.copy(), divisions.finish.copy()
    unlisted = begin[:, Level.TOWN] < 0
    begin[unlisted, Level.TOWN] = streets.town[unlisted, 0]
    finish[unlisted, Level.TOWN] = streets.town[unlisted, 1]
    spans = {level.name.lower(): (begin[:, level], finish[:, level]) for level in Level}
    spans |= {"road": tuple(streets.road.T), "number": tuple(streets.number.T)}  # type: ignore[dict-item]
    spans["rest"] = _rest(texts, streets.rest)
    offsets = {
        f"{name}_{side}": value
        for name, (first, past) in spans.items()
        for side, value in (("at", first - texts.start), ("long", past - first))
    }
    frame = pl.DataFrame({"text": column, **offsets})
    return frame.select(
        *(
            pl.when(pl.col(f"{name}_long") > 0).then(
                pl.col("text").str.slice(pl.col(f"{name}_at"), pl.col(f"{name}_long"))
            ).alias(name)
            for name in PARTS
        ),
        _codes(divisions),
    )  # fmt: skip


def _rest(
    texts: Texts, rest: NDArray[np.int32]
) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """Trim separators from both ends of what is left."""
    written = np.flatnonzero((texts.marks & SEPARATOR) == 0)
    first = np.searchsorted(written, rest)
    past = np.searchsorted(written, texts.end)
    has = first < past
    begin, end = rest.copy(), rest.copy()
    begin[has] = written[first[has]]
    end[has] = written[past[has] - 1] + 1
    return begin, end


def _codes(divisions: Divisions) -> pl.Series:
    """Format each row's deepest division, a former one by its successor where that is known."""
    table = load()
    code, position = np.unique(divisions.code, return_inverse=True)
    known = np.minimum(np.searchsorted(table.code, code), table.code.size - 1)
    moved = (table.status[known] == Status.ABOLISHED) & (table.successor[known] > 0)
    current = np.where(moved, table.successor[known], code)
    names = pl.Series([format_code(int(one)) if one else None for one in current], dtype=pl.String)
    return names.gather(position).alias("code")
