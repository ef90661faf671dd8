"""What owners do about receivers, permissions and messages that were given up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from shopwarden.connectors.net import NetError, Place, Target, target_of
from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record
from shopwarden.desk.common import sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.notices import outbox
from shopwarden.desk.notices.choices import CHOSEN, DeliveryState, Event, Failure
from shopwarden.desk.notices.models import AllowedPlace, Delivery, Endpoint
from shopwarden.desk.notices.signing import new_secret

# Time enough to put the new secret in everywhere.
OVERLAP: Final = timedelta(days=1)
# Each is told of every alert.
MOST: Final = 10


class Made(NamedTuple):
    """A receiver with a new secret, which is shown this once."""

    endpoint: Endpoint
    secret: str


def add_endpoint(
    *, scope: Scope, shop_id: UUID, name: str, url: str, events: Sequence[str]
) -> Made:
    """Tell a receiver about events of a shop from now on.

    Raises
    ------
    Refused
        ``endpoint.url``, ``endpoint.not_allowed`` (host, port), ``endpoint.events``,
        ``endpoint.too_many``.
    """
    require(scope, shop_id, Permission.CONNECTORS)
    target, chosen = _target(shop_id, url), _chosen(events)
    now, secret = timezone.now(), new_secret()
    endpoint = Endpoint(
        id=uuid4(),
        shop_id=shop_id,
        name=name.strip(),
        place=str(target.place),
        events=chosen,
        made_by=scope.actor,
        made_at=now,
        free_at=now,
    )
    sealed.write(endpoint, "url", url)
    sealed.write(endpoint, "secret", secret)
    with writing():
        if Endpoint.objects.filter(shop=shop_id, removed_at=None).count() >= MOST:
            raise Refused("endpoint.too_many")
        endpoint.save(force_insert=True)
        changes: dict[str, Change] = {
            "name": (None, endpoint.name),
            "place": (None, endpoint.place),
            "events": (None, chosen),
        }
        record(scope=scope, act=Act(Action.ENDPOINT_MADE, endpoint, shop_id, changes))
    return Made(endpoint, secret)


def choose_events(*, scope: Scope, endpoint: Endpoint, events: Sequence[str]) -> None:
    """Say what a receiver is told from now on; raises ``endpoint.events``."""
    chosen = _chosen(events)
    _change(scope, endpoint, {"events": (endpoint.events, chosen)}, events=chosen)


def pause_endpoint(*, scope: Scope, endpoint: Endpoint) -> None:
    """Send nothing to a receiver for now; what happens meanwhile waits for it, for four days."""
    _change(scope, endpoint, {"paused": (False, True)}, paused_at=timezone.now())


def resume_endpoint(*, scope: Scope, endpoint: Endpoint) -> None:
    """Go on with a receiver; what has waited for it leaves."""
    _change(scope, endpoint, {"paused": (True, False)}, paused_at=None, free_at=timezone.now())


def rotate_secret(*, scope: Scope, endpoint: Endpoint) -> Made:
    """Sign with a new secret; for a day with the old one as well."""
    secret = new_secret()
    old = sealed.read(endpoint, "secret")
    sealed.write(endpoint, "old_secret", old)
    sealed.write(endpoint, "secret", secret)
    until = timezone.now() + OVERLAP
    _change(
        scope,
        endpoint,
        {"secret": (None, "new"), "old_secret_until": (None, until)},
        secret=endpoint.secret,
        old_secret=endpoint.old_secret,
        old_until=until,
    )
    return Made(endpoint, secret)


def remove_endpoint(*, scope: Scope, endpoint: Endpoint) -> None:
    """Tell a receiver nothing any more; what waited for it is given up, its keys are gone."""
    require(scope, endpoint.shop_id, Permission.CONNECTORS)
    now = timezone.now()
    sealed.write(endpoint, "url", "")
    sealed.write(endpoint, "secret", "")
    with writing():
        there = Endpoint.objects.filter(id=endpoint.id, removed_at=None)
        erased = {"url": endpoint.url, "secret": endpoint.secret, "old_secret": None}
        if there.update(removed_at=now, **erased):
            waiting = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING)
            waiting.update(state=DeliveryState.DEAD, failure=Failure.REMOVED, ended_at=now)
            changes: dict[str, Change] = {"place": (endpoint.place, None)}
            act = Act(Action.ENDPOINT_REMOVED, endpoint, endpoint.shop_id, changes)
            record(scope=scope, act=act)


def send_test(*, scope: Scope, endpoint: Endpoint) -> None:
    """Send a receiver a message that says nothing.

    Raises
    ------
    Refused
        ``endpoint.paused``.
    """
    require(scope, endpoint.shop_id, Permission.CONNECTORS)
    if endpoint.paused_at:
        raise Refused("endpoint.paused")
    message = outbox.Message(Event.TEST, None, {"shop": str(endpoint.shop_id)})
    with writing():
        outbox.tell(endpoint, [message], timezone.now())
        record(scope=scope, act=Act(Action.ENDPOINT_TESTED, endpoint, endpoint.shop_id))


def retry(*, scope: Scope, shop_id: UUID, deliveries: Sequence[UUID] = ()) -> int:
    """Try messages again that were given up, those named or all of a shop; return how many."""
    require(scope, shop_id, Permission.CONNECTORS)
    now = timezone.now()
    dead = Delivery.objects.filter(
        shop=shop_id, state=DeliveryState.DEAD, endpoint__removed_at=None
    )
    chosen = dead.filter(id__in=list(deliveries)) if deliveries else dead
    with writing():
        endpoints = list(Endpoint.objects.filter(id__in=chosen.values("endpoint")))
        counts = {one.pk: chosen.filter(endpoint=one).count() for one in endpoints}
        ids = list(chosen.values_list("id", flat=True))
        count = Delivery.objects.filter(id__in=ids).update(
            state=DeliveryState.WAITING,
            attempts=0,
            next_at=now,
            until=now + outbox.KEPT_FOR,
            ended_at=None,
        )
        for endpoint in endpoints:
            changes: dict[str, Change] = {"messages": (None, counts[endpoint.pk])}
            record(scope=scope, act=Act(Action.ENDPOINT_RETRIED, endpoint, shop_id, changes))
            if endpoint.paused_at is None:
                _soon(endpoint.pk)
    return count


def allow_place(*, scope: Scope, shop_id: UUID, host: str, port: int) -> AllowedPlace:
    """Allow webhooks of a shop to a host and port although they are private or plain http.

    Raises
    ------
    Refused
        ``place.unusable``: no host, or no port.
    """
    require(scope, shop_id, Permission.CONNECTORS)
    place = _place(host.strip(), port)
    with writing():
        known = AllowedPlace.objects.filter(shop=shop_id, host=place.host, port=place.port).first()
        if known:
            return known
        allowed = AllowedPlace(
            shop_id=shop_id,
            host=place.host,
            port=place.port,
            made_by=scope.actor,
            made_at=timezone.now(),
        )
        allowed.save(force_insert=True)
        changes: dict[str, Change] = {"place": (None, str(place))}
        record(scope=scope, act=Act(Action.PLACE_ALLOWED, allowed, shop_id, changes))
    return allowed


def forbid_place(*, scope: Scope, allowed: AllowedPlace) -> None:
    """Take a permission back; receivers there get nothing any more."""
    require(scope, allowed.shop_id, Permission.CONNECTORS)
    with writing():
        act = Act(Action.PLACE_FORBIDDEN, allowed, allowed.shop_id, {"place": (str(allowed), None)})
        if AllowedPlace.objects.filter(id=allowed.id).delete()[0]:
            record(scope=scope, act=act)


def _place(host: str, port: int) -> Place:
    bracketed = f"[{host}]" if ":" in host and not host.startswith("[") else host
    try:
        target = target_of(f"https://{bracketed}:{port}")
    except NetError as error:
        raise Refused("place.unusable") from error
    if target.path != "/":
        raise Refused("place.unusable")
    return target.place


def _target(shop_id: UUID, url: str) -> Target:
    places = AllowedPlace.objects.filter(shop=shop_id).values_list("host", "port")
    try:
        target = target_of(url)
        target.check({Place(*place) for place in places})
    except NetError as error:
        code = error.code.replace("net.bad_url", "net.url").replace("net.", "endpoint.")
        raise Refused(code, **error.data) from error
    return target


def _chosen(events: Sequence[str]) -> list[str]:
    chosen = [event.value for event in CHOSEN if event in events]
    if not chosen:
        raise Refused("endpoint.events")
    return chosen


def _change(
    scope: Scope, endpoint: Endpoint, changes: dict[str, Change], **columns: object
) -> None:
    """Change a receiver that is there, on record; let it have a turn unless it is paused."""
    require(scope, endpoint.shop_id, Permission.CONNECTORS)
    with writing():
        there = Endpoint.objects.filter(id=endpoint.id, removed_at=None)
        if not there.update(**columns):
            raise Refused("endpoint.removed")
        act = Act(Action.ENDPOINT_CHANGED, endpoint, endpoint.shop_id, changes)
        record(scope=scope, act=act)
        if "paused_at" in columns and columns["paused_at"] is None:
            _soon(endpoint.pk)


def _soon(endpoint_id: UUID) -> None:
    transaction.on_commit(lambda: outbox.ask_for_turn(endpoint_id), robust=True)
