"""What a stretch of an address turns out to be, and how it is written down.

The reader of the parts goes from left to right; the kind of what it read last tells what a
number that follows may count.
"""

from __future__ import annotations

from typing import Final

from shopwarden.places.kernel.part import Part
from shopwarden.places.kernel.registry import Spans, kernel

NOTHING: Final = 0
TOWN: Final = 1
VILLAGE: Final = 2
ROAD: Final = 3
LANE: Final = 4
NUMBER: Final = 5
BUILDING: Final = 6
UNIT: Final = 7
FLOOR: Final = 8
ROOM: Final = 9
# Place names: one that tells nothing of its kind, one that does, and an industrial zone.
PLAIN: Final = 10
ESTATE: Final = 11
ZONE: Final = 12
# A second road, a note to the courier, the word 收件人.
CROSS: Final = 13
NOTED: Final = 14
LABEL: Final = 15
# 下沙区, 呱唧县: a district in no list.
QUARTER: Final = 16
# What a number counts, before it is known which part it is.
DOOR: Final = 20
ALLEY: Final = 21
GROUP: Final = 22
PHASE: Final = 23
HASH: Final = 24
BARE: Final = 25
STREET: Final = 26
TEAM: Final = 27
# A door right behind a road, else a building (3号厂房) or a room (3号铺).
HALL: Final = 28
STALL: Final = 29
QUANTITY: Final = 30

# Where each part's span begins in `spans`; its end stands one behind.
CITY_AT: Final = 2 * int(Part.CITY)
DISTRICT_AT: Final = 2 * int(Part.DISTRICT)
TOWN_AT: Final = 2 * int(Part.TOWN)
VILLAGE_AT: Final = 2 * int(Part.VILLAGE)
ROAD_AT: Final = 2 * int(Part.ROAD)
LANE_AT: Final = 2 * int(Part.LANE)
NUMBER_AT: Final = 2 * int(Part.NUMBER)
BUILDING_AT: Final = 2 * int(Part.BUILDING)
UNIT_AT: Final = 2 * int(Part.UNIT)
FLOOR_AT: Final = 2 * int(Part.FLOOR)
ROOM_AT: Final = 2 * int(Part.ROOM)
POI_AT: Final = 2 * int(Part.POI)
NAME_AT: Final = 2 * int(Part.NAME)
PHONE_AT: Final = 2 * int(Part.PHONE)
REST_AT: Final = 2 * int(Part.REST)


@kernel
def is_free(spans: Spans, part: int) -> bool:
    """Whether nothing is read yet for the part whose span stands at `part`."""
    return spans[part] < 0


@kernel
def put(spans: Spans, part: int, begin: int, end: int) -> bool:
    """Write down a span where none is; return whether it was."""
    if spans[part] >= 0:
        return False
    spans[part] = begin
    spans[part + 1] = end
    return True


@kernel
def reach(spans: Spans, begin: int) -> int:
    """Return where the last part behind `begin` ends, name and phone not counted."""
    far = begin
    for part in range(TOWN_AT, NAME_AT, 2):
        far = max(far, spans[part + 1])
    return far
