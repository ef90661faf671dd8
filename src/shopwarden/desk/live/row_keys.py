"""Keys of rows: the same key with the same row is the same row, with another it is refused."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from shopwarden.desk.common import plain
from shopwarden.desk.common.bulk import uuids
from shopwarden.desk.common.db import writing

# Values of one statement.
_PART: Final = 1000


class Keyed(NamedTuple):
    """A row that came with a key; `row` is what it says, however it was spaced."""

    key: str
    row: bytes


def claim(*, shop_id: UUID, rows: Sequence[Keyed]) -> list[bool]:
    """Return of each row whether its key is its own; keys that are free are taken.

    They are kept before the rows are: a row that was not stored then is when it comes again.
    """
    ids = [UUID(bytes=sha256(shop_id.bytes + row.key.encode()).digest()[:16]) for row in rows]
    asked = [sha256(row.row).hexdigest() for row in rows]
    shop = plain.uid(shop_id)
    taken: dict[UUID, str] = {}
    for start in range(0, len(ids), _PART):
        part = plain.uids(ids[start : start + _PART])
        said = asked[start : start + _PART]
        inserts: list[Sequence[Any]] = [
            (one, shop, each) for one, each in zip(part, said, strict=True)
        ]
        with writing(), connection.cursor() as cursor:
            # Of two rows of one key the first one is kept, whoever sends them.
            cursor.executemany(
                "INSERT INTO live_rowkey (id, shop_id, asked) VALUES (%s, %s, %s) "
                "ON CONFLICT (id) DO NOTHING",
                inserts,
            )
            found = plain.rows(
                f"SELECT id, asked FROM live_rowkey WHERE id IN ({plain.marks(part)})",  # noqa: S608
                part,
            )
        taken |= dict(
            zip(uuids([one for one, _ in found]), (each for _, each in found), strict=True)
        )
    return [taken[one] == each for one, each in zip(ids, asked, strict=True)]
