"""Programs that bring records by signed webhooks: kept, recognised, answered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError
from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record
from shopwarden.desk.common import sealed
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.notices.models import Arrival, Sender
from shopwarden.desk.notices.services import MOST, OVERLAP
from shopwarden.desk.notices.signing import is_genuine, new_secret

# A message whose taking in was broken off may be sent again after that.
_BROKEN_OFF_AFTER: Final = timedelta(minutes=2)


class MadeSender(NamedTuple):
    """A sender with a new secret, which is shown this once."""

    sender: Sender
    secret: str


def add_sender(*, scope: Scope, shop_id: UUID, name: str) -> MadeSender:
    """Let a program bring records to a shop; raises ``sender.too_many``."""
    require(scope, shop_id, Permission.CONNECTORS)
    secret = new_secret()
    sender = Sender(
        id=uuid4(),
        shop_id=shop_id,
        name=name.strip(),
        made_by=scope.actor,
        made_at=timezone.now(),
    )
    sealed.write(sender, "secret", secret)
    with writing():
        if Sender.objects.filter(shop=shop_id, removed_at=None).count() >= MOST:
            raise Refused("sender.too_many")
        sender.save(force_insert=True)
        changes: dict[str, Change] = {"name": (None, sender.name)}
        record(scope=scope, act=Act(Action.SENDER_MADE, sender, shop_id, changes))
    return MadeSender(sender, secret)


def rotate_sender(*, scope: Scope, sender: Sender) -> MadeSender:
    """Believe a new secret; for a day the old one as well."""
    require(scope, sender.shop_id, Permission.CONNECTORS)
    secret, until = new_secret(), timezone.now() + OVERLAP
    sealed.write(sender, "old_secret", sealed.read(sender, "secret"))
    sealed.write(sender, "secret", secret)
    sender.old_until = until
    with writing():
        there = Sender.objects.filter(id=sender.id, removed_at=None)
        if not there.update(secret=sender.secret, old_secret=sender.old_secret, old_until=until):
            raise Refused("endpoint.removed")
        changes: dict[str, Change] = {"secret": (None, "new"), "old_secret_until": (None, until)}
        act = Act(Action.SENDER_CHANGED, sender, sender.shop_id, changes)
        record(scope=scope, act=act)
    return MadeSender(sender, secret)


def remove_sender(*, scope: Scope, sender: Sender) -> None:
    """Believe a program no longer; doing it again changes nothing."""
    require(scope, sender.shop_id, Permission.CONNECTORS)
    sealed.write(sender, "secret", "")
    with writing():
        there = Sender.objects.filter(id=sender.id, removed_at=None)
        erased = {"secret": sender.secret, "old_secret": None}
        if there.update(removed_at=timezone.now(), **erased):
            changes: dict[str, Change] = {"name": (sender.name, None)}
            act = Act(Action.SENDER_REMOVED, sender, sender.shop_id, changes)
            record(scope=scope, act=act)


def sender_of(sender_id: UUID, headers: Mapping[str, str], body: bytes) -> Sender | None:
    """Return who signed a message just now; nothing if nobody we believe did."""
    now = timezone.now()
    sender = Sender.objects.filter(id=sender_id, removed_at=None).first()
    if sender is None:
        return None
    keys = [sealed.read(sender, "secret")]
    if sender.old_until and sender.old_until > now:
        keys.append(sealed.read(sender, "old_secret"))
    believed = [key for key in keys if key]
    return sender if is_genuine(headers, body, believed, now) else None


def answer_once(sender: Sender, message_id: str, body: bytes, take: Callable[[], str]) -> str:
    """Return what `take` answers to a message, and the same when it comes again.

    Raises
    ------
    Refused
        ``message.other_body``: the id came with another body before; ``message.running``: it
        is being taken in right now.
    """
    key, asked = sha256(message_id.encode()).hexdigest(), sha256(body).hexdigest()
    now = timezone.now()
    arrival = Arrival(shop_id=sender.shop_id, sender=sender, key=key, asked=asked, begun_at=now)
    try:
        with writing():
            arrival.save(force_insert=True)
    except IntegrityError:
        known = Arrival.objects.get(sender=sender, key=key)
        if known.asked != asked:
            raise Refused("message.other_body") from None
        if known.answer:
            return known.answer
        _take_over(known)
        arrival = known
    said = take()
    with writing():
        Arrival.objects.filter(id=arrival.id).update(answer=said)
    return said


def _take_over(arrival: Arrival) -> None:
    """Go on with a message whose taking in was broken off."""
    now = timezone.now()
    broken_off = Arrival.objects.filter(
        id=arrival.id, answer="", begun_at__lte=now - _BROKEN_OFF_AFTER
    )
    with writing():
        if not broken_off.update(begun_at=now):
            raise Refused("message.running")
