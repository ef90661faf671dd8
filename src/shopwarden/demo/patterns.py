"""The registry of planted patterns: what the truth file calls them and how often they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from shopwarden.demo import attacks, hard

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import polars as pl


@dataclass(frozen=True)
class Pattern:
    """One kind of planted buyer.

    Attributes
    ----------
    name
        As in the truth file; hard negatives begin with ``hard_``.
    share
        Part of all orders (attacks) or of the honest buyers (hard negatives).
    make
        Draws that many buyers.
    code
        The reason expected of a detector; empty means: must not be flagged.
    least
        Fewest buyers that make the pattern.
    within_days
        The orders of eight neighbours fall within so many days; 0 for any time.
    """

    name: str
    share: float
    make: Callable[[np.random.Generator, int], pl.DataFrame]
    code: str = ""
    least: int = 1
    within_days: int = 0


ATTACKS: Final = (
    Pattern("wrong_province", 0.0020, attacks.wrong_province, "contradiction"),
    Pattern("foreign_district", 0.0020, attacks.foreign_district, "contradiction"),
    Pattern("unknown_division", 0.0015, attacks.unknown_division, "unknown_division"),
    Pattern("nothing_below", 0.0020, attacks.nothing_below, "nothing_below_township"),
    Pattern("gibberish_tail", 0.0015, attacks.gibberish_tail, "gibberish"),
    Pattern("keyboard_mash", 0.0015, attacks.keyboard_mash, "gibberish"),
    Pattern("contact_inside", 0.0020, attacks.contact_inside, "contact_inside"),
    Pattern("advertising", 0.0012, attacks.advertising, "advertising"),
    Pattern("abuse", 0.0012, attacks.abuse, "abuse"),
    Pattern("forwarding_warehouse", 0.0015, attacks.forwarding_warehouse, "forwarding_warehouse"),
    Pattern("template_leftover", 0.0010, attacks.template_leftover, "template_leftover"),
    Pattern("phone_impossible", 0.0015, attacks.phone_impossible, "phone_impossible"),
    Pattern("name_not_a_name", 0.0015, attacks.name_not_a_name, "name_not_a_name"),
    Pattern("phone_many_buyers", 0.0030, attacks.phone_many_buyers, "phone_many_buyers",
            least=8, within_days=3),
    Pattern("bad_list", 0.0015, attacks.bad_list_hit, "bad_list"),
)  # fmt: skip

HARD: Final = (
    Pattern("hard_abolished_name", 0.050, hard.abolished_name),
    Pattern("hard_no_number_village", 0.130, hard.no_number_village),
    Pattern("hard_poi_only", 0.070, hard.poi_only),
    Pattern("hard_road_named_after_city", 0.020, hard.road_named_after_city),
    Pattern("hard_family_phone", 0.030, hard.family_phone, least=5),
    Pattern("hard_dormitory", 0.030, hard.dormitory),
    Pattern("hard_office", 0.020, hard.office),
    Pattern("hard_masked", 0.030, hard.masked),
    Pattern("hard_minority_name", 0.012, hard.minority_name),
    Pattern("hard_nickname", 0.040, hard.nickname),
    Pattern("hard_colloquial_district", 0.030, hard.colloquial_district),
    Pattern("hard_funny_place_name", 0.006, hard.funny_place_name),
    Pattern("hard_courier_note", 0.040, hard.courier_note),
    Pattern("hard_traditional_characters", 0.005, hard.traditional_characters),
    Pattern("hard_latin_address", 0.002, hard.latin_address),
    Pattern("hard_landline", 0.010, hard.landline),
    Pattern("hard_extension_phone", 0.015, hard.extension_phone),
    Pattern("hard_locker", 0.020, hard.locker),
)
