"""Which measures have to be read, for the features that are asked for and no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import get_close_matches
from typing import NamedTuple

from shopwarden.features.builtin import FEATURES
from shopwarden.features.errors import FeatureError
from shopwarden.features.model import Feature, Form, Key, Measure
from shopwarden.records import Kind


class Reading(NamedTuple):
    """How a feature is made of what was measured.

    Parameters
    ----------
    name, form
        Those of the feature.
    places
        Where its measures stand among all of the plan, group by group.
    """

    name: str
    form: Form
    places: tuple[int, ...]


# Compared by identity: what is prepared for a plan is kept beside it, and a plan is asked often.
@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Features about one kind of subject, and what they read.

    Parameters
    ----------
    features
        The features in the order they are asked for.
    subject
        The kind of record they are about.
    """

    features: tuple[Feature, ...]
    subject: Kind = Kind.ORDERS
    groups: Mapping[Key, tuple[Measure, ...]] = field(init=False)
    readings: tuple[Reading, ...] = field(init=False)

    def __post_init__(self) -> None:
        groups: dict[Key, dict[Measure, None]] = {}
        for feature in self.features:
            groups.setdefault(feature.key, {}).update(dict.fromkeys(feature.measures))
        object.__setattr__(self, "groups", {key: tuple(found) for key, found in groups.items()})
        pairs = ((key, measure) for key, found in groups.items() for measure in found)
        places = {pair: place for place, pair in enumerate(pairs)}
        readings = tuple(
            Reading(one.name, one.form, tuple(places[one.key, each] for each in one.measures))
            for one in self.features
        )
        object.__setattr__(self, "readings", readings)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of event that are read, the subject's first."""
        read = {measure.event for measures in self.groups.values() for measure in measures}
        return (self.subject, *(kind for kind in Kind if kind in read - {self.subject}))

    @property
    def columns(self) -> frozenset[str]:
        """The event columns that are read: keys, and what measures look at."""
        keys = {key.value for key in self.groups if key is not Key.SHOP}
        return frozenset(keys.union(*(feature.columns for feature in self.features)))

    def reach(self, key: Key, event: Kind) -> timedelta:
        """How long after an event of this kind a subject with its `key` still counts it."""
        windows = [measure.window for measure in self.groups.get(key, ()) if measure.event is event]
        return max(windows, default=timedelta(0))


def make_plan(
    names: Iterable[str],
    *,
    subject: Kind = Kind.ORDERS,
    features: Mapping[str, Feature] = FEATURES,
) -> Plan:
    """Return what has to be read for the features called `names`.

    Raises
    ------
    FeatureError
        ``feature.unknown``: there is no feature of that name.
    """
    asked = list(dict.fromkeys(names))
    for name in asked:
        if name not in features:
            raise FeatureError(
                "feature.unknown", name=name, close=get_close_matches(name, features)
            )
    return Plan(tuple(features[name] for name in asked), subject)
