"""How characters sound and look, and names in Latin letters; read when a row first needs it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final
from zipfile import BadZipFile

import numpy as np

from shopwarden.places import gazetteer
from shopwarden.places.errors import GazetteerError

if TYPE_CHECKING:
    from collections.abc import Mapping

# 潭 and 石 share only a reading that hardly anybody knows.
_COMMON: Final = 2


@dataclass(frozen=True)
class Readings:
    """What is known of characters and names.

    ``sounds`` are a character's syllables without tones, the usual one of place names first;
    ``shape`` its four-corner code and what it is beside its radical, as numbers, 0 for none.
    ``names`` are read otherwise than their characters, ``english`` the further Latin names of
    a division by its nine-digit code.
    """

    sounds: Mapping[str, tuple[str, ...]]
    shape: Mapping[str, tuple[int, int]]
    names: Mapping[str, str]
    english: Mapping[int, tuple[str, ...]]

    def sound_alike(self, one: str, other: str) -> bool:
        """Whether two characters share a common reading."""
        mine, theirs = self.sounds.get(one, ())[:_COMMON], self.sounds.get(other, ())[:_COMMON]
        return not set(mine).isdisjoint(theirs)

    def look_alike(self, one: str, other: str) -> bool:
        """Whether two characters share their corners, or their body: 扛 and 江."""
        (corner, body), (other_corner, other_body) = (
            self.shape.get(c, (0, 0)) for c in (one, other)
        )
        return 0 != corner == other_corner or 0 != body == other_body

    def latin(self, name: str) -> str:
        """Return `name` in pinyin, one syllable after another: ``yuhang`` for 余杭."""
        listed = self.names.get(name)
        if listed is not None:
            return listed.replace(" ", "")
        return "".join(self.sounds[one][0] if one in self.sounds else one for one in name)


@cache
def readings() -> Readings:
    """Return the readings, loaded on the first call.

    Raises
    ------
    GazetteerError
        ``gazetteer.unreadable`` when the data file is missing or damaged.
    """
    file = gazetteer.DATA_FILE
    try:
        with file.open("rb") as stream, np.load(stream) as archive:
            facts = json.loads(archive["latin_facts"].tobytes())
            characters = [chr(unit) for unit in archive["reading_char"].tolist()]
            start = archive["reading_start"].tolist()
            syllables = [facts["syllables"][n] for n in archive["reading_id"].tolist()]
            shape = zip(
                archive["reading_corner"].tolist(), archive["reading_body"].tolist(), strict=True
            )
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise GazetteerError("gazetteer.unreadable", file=file.name) from error
    return Readings(
        sounds={one: tuple(syllables[start[n] : start[n + 1]]) for n, one in enumerate(characters)},
        shape=dict(zip(characters, shape, strict=True)),
        names=facts["names"],
        english={int(code): tuple(names) for code, names in facts["english"].items()},
    )
