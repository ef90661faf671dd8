"""Faults put into right addresses: a wrong province, a foreign district or town."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from addresses.atlas import homes, short
from addresses.texts import distinct, tail

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from addresses.atlas import Chain

    Fault = Callable[[random.Random, Chain], str]

# Names so common that hardly a city can do without.
_BORNE_EVERYWHERE = ("城区", "郊区", "矿区", "东区", "西区")


class Injected(NamedTuple):
    """One kind of fault and its texts."""

    name: str
    texts: list[str]


class Faults:
    """Makes wrong addresses out of right ones.

    A name that the place's city or province also bears, in long or short form, is never put
    in: the text would be right, or at least could be.
    """

    def __init__(self, chains: Sequence[Chain]) -> None:
        self.chains = [
            chain
            for chain in chains
            if chain.town and chain.district and chain.district not in _BORNE_EVERYWHERE
        ]
        self.homes = homes([*chains])
        self.cities = [chain for chain in self.chains if chain.city]
        self.provinces = sorted({chain.province for chain in self.chains})
        towns: dict[str, int] = {}
        for chain in self.chains:
            towns[chain.town] = towns.get(chain.town, 0) + 1
        self.lone = [chain for chain in self.chains if towns[chain.town] == 1]
        self.shared = [chain for chain in self.chains if towns[chain.town] > 1]

    def injected(self, count: int, seed: int) -> list[Injected]:
        """Return `count` texts of every kind of fault."""
        kinds: dict[str, tuple[Fault, Sequence[Chain]]] = {
            "wrong province": (self._wrong_province, self.cities),
            "wrong province, short": (self._wrong_short_province, self.cities),
            "wrong province, no city": (self._wrong_without_city, self.cities),
            "foreign district": (self._foreign_district, self.cities),
            "district of the next city": (self._near_district, self.cities),
            "foreign town": (lambda p, c: self._foreign_town(p, c, self.lone), self.chains),
            "foreign town, common name": (
                lambda p, c: self._foreign_town(p, c, self.shared), self.chains
            ),
        }  # fmt: skip
        return [
            Injected(name, distinct(count, f"{seed} {name}", self._writer(fault, chains)))
            for name, (fault, chains) in kinds.items()
        ]

    def _writer(self, fault: Fault, chains: Sequence[Chain]) -> Callable[[random.Random], str]:
        return lambda pick: fault(pick, pick.choice(chains)) + tail(pick)

    def _foreign(self, chain: Chain, name: str, *, province: bool) -> bool:
        """Whether nothing of `chain`'s province (or only its city) bears `name`."""
        stem = short(name).removesuffix("街道").removesuffix("镇").removesuffix("乡")
        places = self.homes.get(name, set()) | self.homes.get(stem, set())
        width = 1 if province else 2
        return chain[:width] not in {place[:width] for place in places}

    def _other_province(self, pick: random.Random, chain: Chain) -> str:
        """Draw a province that bears neither the city's nor the district's name."""
        while True:
            there = pick.choice(self.provinces)
            elsewhere = chain._replace(province=there)
            names = (chain.city, chain.district)
            if there != chain.province and all(
                self._foreign(elsewhere, name, province=True) for name in names
            ):
                return there

    def _wrong_province(self, pick: random.Random, chain: Chain) -> str:
        return self._other_province(pick, chain) + "".join(chain[1:])

    def _wrong_short_province(self, pick: random.Random, chain: Chain) -> str:
        return short(self._other_province(pick, chain)) + "".join(chain[1:])

    def _wrong_without_city(self, pick: random.Random, chain: Chain) -> str:
        return self._other_province(pick, chain) + chain.district + chain.town

    def _foreign_district(self, pick: random.Random, chain: Chain) -> str:
        while True:
            other = pick.choice(self.cities)
            if self._foreign(chain, other.district, province=True):
                return chain.province + chain.city + other.district

    def _near_district(self, pick: random.Random, chain: Chain) -> str:
        near = [one for one in self.cities if one.province == chain.province]
        for other in pick.sample(near, min(len(near), 50)):
            if self._foreign(chain, other.district, province=False):
                return chain.province + chain.city + other.district
        return self._foreign_district(pick, chain)

    def _foreign_town(self, pick: random.Random, chain: Chain, towns: Sequence[Chain]) -> str:
        while True:
            town = pick.choice(towns).town
            if self._foreign(chain, town, province=True):
                return "".join(chain[:3]) + town
