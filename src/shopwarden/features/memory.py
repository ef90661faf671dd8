"""A store in memory that measures by looking at every event: the reference for others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from shopwarden.features.live import MICROSECOND, Event, Group, Identity, Position, Reach
from shopwarden.features.model import Aggregate, Key, Measure
from shopwarden.features.plan import Plan
from shopwarden.records import Kind


class MemoryStore:
    """A ``live.FeatureStore`` for tests, small replays and as the meaning of the protocol."""

    def __init__(self) -> None:
        self._events: dict[Identity, Event] = {}
        self._positions: dict[Group, list[tuple[Position, Identity]]] = defaultdict(list)

    def put(self, event: Event) -> Event | None:
        """Keep `event`; return what was kept under its identity before."""
        before = self._events.get(event.identity)
        if before is not None:
            for group, place in _places(before):
                self._positions[group].remove(place)
        self._events[event.identity] = event
        for group, place in _places(event):
            insort(self._positions[group], place)
        return before

    def measure(
        self, groups: Mapping[Key, Group], position: Position, plan: Plan
    ) -> dict[Key, list[int | None]]:
        """Return the plan's measures of each of `groups` as they stand at `position`."""
        return {
            key: [
                _aggregate(measure, self._window(group, position, measure))
                for measure in plan.groups[key]
            ]
            for key, group in groups.items()
        }

    def subjects(self, reach: Reach, kind: Kind) -> Iterator[Event]:
        """Yield the events of `kind` inside `reach`."""
        places = self._positions[reach.group]
        behind = bisect_right(places, reach.after, key=lambda place: place[0])
        for position, identity in places[behind:]:
            if position.at >= reach.until:
                return
            if identity.kind is kind:
                yield self._events[identity]

    def _window(self, group: Group, position: Position, measure: Measure) -> Iterator[Event]:
        places = self._positions[group]
        bisect = bisect_left if measure.is_before else bisect_right
        end = bisect(places, position, key=lambda place: place[0])
        begin = position.at - measure.window // MICROSECOND
        for place, identity in places[:end]:
            event = self._events[identity]
            if place.at > begin and identity.kind is measure.event and _is_chosen(measure, event):
                yield event


def _places(event: Event) -> Iterator[tuple[Group, tuple[Position, Identity]]]:
    for key in Key:
        group, position = event.group(key), event.position
        if group is not None and position is not None:
            yield group, (position, event.identity)


def _is_chosen(measure: Measure, event: Event) -> bool:
    where = measure.where
    is_kept = where is None or event.fields.get(where.column) in where.values
    return is_kept and (measure.column is None or event.fields.get(measure.column) is not None)


def _aggregate(measure: Measure, events: Iterator[Event]) -> int | None:
    chosen = list(events)
    values = [event.fields[measure.column] for event in chosen if measure.column is not None]
    times = [event.at for event in chosen]
    match measure.aggregate:
        case Aggregate.COUNT:
            return len(chosen)
        case Aggregate.DISTINCT:
            return len(set(values))
        case Aggregate.SUM:
            return sum(_numbers(values))
        case Aggregate.MIN:
            return min(_numbers(values), default=None)
        case Aggregate.MAX:
            return max(_numbers(values), default=None)
        case Aggregate.FIRST:
            return times[0] if times else None
        case Aggregate.LAST:
            return times[-1] if times else None


def _numbers(values: Sequence[object]) -> list[int]:
    return [value for value in values if isinstance(value, int)]
