"""Features of one record at a time, against a store of what has happened so far.

The store answers all measures of one key value in one indexed query. An event that comes late,
or is told anew, changes the answers of subjects that stand behind it: `touched` says which, and
`arrive` answers them again. Once every event has arrived, in whatever order, the answers equal
those of `batch.compute_features` over the whole history.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, NamedTuple, Protocol

import polars as pl

from shopwarden.features import forms
from shopwarden.features.events import RANK
from shopwarden.features.model import AMOUNT, Key
from shopwarden.features.plan import Plan
from shopwarden.records import Kind

MICROSECOND: Final = timedelta(microseconds=1)
_KINDS: Final = {rank: kind for kind, rank in RANK.items()}


class Position(NamedTuple):
    """A place in the strict order: time in microseconds, id by code points, rank of kind."""

    at: int
    id: str
    rank: int


class Group(NamedTuple):
    """The events of one shop that share a value of a key."""

    platform: str
    shop: str
    key: Key
    value: object


class Identity(NamedTuple):
    """Which record an event is."""

    kind: Kind
    platform: str
    shop: str
    id: str


class Reach(NamedTuple):
    """Subjects of `group` behind `after` and before the time `until`, in microseconds."""

    group: Group
    after: Position
    until: int


Answers = Mapping[str, int | float | None]


@dataclass(frozen=True, slots=True)
class Event:
    """One row of ``events.collect_events``; `at` in microseconds since 1970, UTC."""

    identity: Identity
    at: int | None
    fields: Mapping[str, object]

    @property
    def position(self) -> Position | None:
        """Its place in the strict order; an event without a time has none."""
        if self.at is None:
            return None
        return Position(self.at, self.identity.id, RANK[self.identity.kind])

    def group(self, key: Key) -> Group | None:
        """Return whom it belongs to by `key`; None when it does not say."""
        value = "" if key is Key.SHOP else self.fields.get(key.value)
        if value is None or self.at is None:
            return None
        return Group(self.identity.platform, self.identity.shop, key, value)


class Happened(Protocol):
    """What has happened so far, to be read."""

    def measure(
        self, groups: Mapping[Key, Group], position: Position, plan: Plan
    ) -> Mapping[Key, Sequence[int | None]]:
        """Return the plan's measures of each of `groups` as they stand at `position`.

        An event counts when its position is not behind `position` (before it, for a measure
        with ``is_before``) and its time is behind ``position.at - measure.window``. Counts and
        sums of nothing are 0, everything else of nothing is None; times are microseconds.
        In SQL one query: for each group one aggregate with a FILTER for each measure, over its
        rows from the longest window to `position`; ids are compared by their bytes
        (``COLLATE "C"``).
        """
        ...

    def subjects(self, reach: Reach, kind: Kind) -> Iterable[Event]:
        """Return the events of `kind` inside `reach`."""
        ...


class FeatureStore(Happened, Protocol):
    """What has happened so far, and where what happens next is kept."""

    def put(self, event: Event) -> Event | None:
        """Keep `event`; return what was kept under its identity before."""
        ...


def iterate_events(events: pl.DataFrame) -> Iterator[Event]:
    """Yield the rows of ``events.collect_events`` as objects."""
    fields = events.columns[5:]
    for rank, platform, shop, external_id, at, *values in events.with_columns(
        pl.col("at").to_physical()
    ).iter_rows():
        identity = Identity(_KINDS[rank], platform, shop, external_id)
        yield Event(identity, at, dict(zip(fields, values, strict=True)))


def answer(store: Happened, subject: Event, plan: Plan) -> Answers:
    """Return the features of `plan` for `subject`, which the store has kept already."""
    position = subject.position
    groups = {key: group for key in plan.groups if (group := subject.group(key)) is not None}
    found = store.measure(groups, position, plan) if position is not None and groups else {}
    values: list[int | None] = []
    for key, measures in plan.groups.items():
        values += found[key] if key in found else [None] * len(measures)
    amount = subject.fields.get(AMOUNT)
    own = amount if isinstance(amount, int) else None
    at = subject.at or 0
    return {
        name: forms.number(form, [values[place] for place in places], own, at)
        for name, form, places in plan.readings
    }


def touched(event: Event, plan: Plan) -> list[Reach]:
    """Return where the subjects stand whose answers `event` is part of, except its own."""
    reaches = []
    for key in plan.groups:
        group, position = event.group(key), event.position
        window = plan.reach(key, event.identity.kind) // MICROSECOND
        if group is not None and position is not None and window:
            reaches.append(Reach(group, position, position.at + window))
    return reaches


def arrive(store: FeatureStore, events: Iterable[Event], plan: Plan) -> dict[Identity, Answers]:
    """Keep `events` and answer every subject they change.

    Parameters
    ----------
    store
        What has happened so far.
    events
        New events, and those that are told anew: a refund's buyer, phone and so on come from
        its order, so both are given again when either arrives.
    plan
        The features that are asked for.
    """
    subjects: dict[Identity, Event] = {}
    reaches: list[Reach] = []
    for event in events:
        before = store.put(event)
        if event == before:
            continue
        for version in (before, event):
            reaches += touched(version, plan) if version is not None else []
        if event.identity.kind is plan.subject:
            subjects[event.identity] = event
    for reach in reaches:
        subjects |= {one.identity: one for one in store.subjects(reach, plan.subject)}
    return {identity: answer(store, one, plan) for identity, one in subjects.items()}
