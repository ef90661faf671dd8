"""The parts an address is cut into, in the order of their columns."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Part(IntEnum):
    """A part of an address; the number says where its span stands."""

    PROVINCE = 0
    CITY = 1
    DISTRICT = 2
    TOWN = 3
    VILLAGE = 4
    ROAD = 5
    LANE = 6
    NUMBER = 7
    BUILDING = 8
    UNIT = 9
    FLOOR = 10
    ROOM = 11
    POI = 12
    NAME = 13
    PHONE = 14
    REST = 15


PART_COUNT: Final = len(Part)
SPAN_COUNT: Final = 2 * PART_COUNT
