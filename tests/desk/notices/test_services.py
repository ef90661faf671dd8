"""What owners do about receivers and permissions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common import sealed
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.notices import services
from shopwarden.desk.notices.choices import DeliveryState, Event
from shopwarden.desk.notices.models import AllowedPlace, Delivery, Endpoint
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.notices.conftest import add_receiver

pytestmark = pytest.mark.django_db

URL = "https://hooks.example/t/s3cr3t?key=t0k3n"


def _add(scope: Scope, shop: Shop, **facts: Any) -> services.Made:
    usual = {"name": " 仓库 ", "url": URL, "events": ["alert.opened"]}
    return services.add_endpoint(scope=scope, shop_id=shop.id, **(usual | facts))


def test_address_and_secret_are_sealed_and_nowhere_else(shop: Shop, by_owner: Scope) -> None:
    made = _add(by_owner, shop)
    stored = Endpoint.objects.get()
    assert (stored.name, stored.place, stored.events) == (
        "仓库",
        "hooks.example:443",
        ["alert.opened"],
    )
    assert sealed.read(stored, "url") == URL
    assert sealed.read(stored, "secret") == made.secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_endpoint")
        shown = str(cursor.fetchall()) + str([row.record for row in AuditRow.objects.all()])
    for secret in ("s3cr3t", "t0k3n", made.secret, made.secret.removeprefix("whsec_")):
        assert secret not in shown
    act = AuditRow.objects.get(action=Action.ENDPOINT_MADE, shop=shop)
    assert act.record["changes"]["place"]["to"] == "hooks.example:443"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"url": "http://hooks.example/"}, "endpoint.not_allowed"),
        ({"url": "https://hooks.example:8443/"}, "endpoint.not_allowed"),
        ({"url": "https://user:word@hooks.example/"}, "endpoint.url"),
        ({"url": "hooks.example"}, "endpoint.url"),
        ({"events": []}, "endpoint.events"),
        ({"events": ["webhook.test"]}, "endpoint.events"),
        ({"events": ["alert.unknown"]}, "endpoint.events"),
    ],
)
def test_what_cannot_be_a_receiver(
    facts: dict[str, Any], code: str, shop: Shop, by_owner: Scope
) -> None:
    with pytest.raises(Refused) as refusal:
        _add(by_owner, shop, **facts)
    assert (refusal.value.code, Endpoint.objects.count()) == (code, 0)
    assert "word" not in str(refusal.value)


def test_a_private_place_must_be_allowed_first(
    shop: Shop, other_shop: Shop, by_owner: Scope
) -> None:
    allowed = services.allow_place(scope=by_owner, shop_id=shop.id, host=" Push.LAN ", port=8080)
    again = services.allow_place(scope=by_owner, shop_id=shop.id, host="push.lan", port=8080)
    assert (str(allowed), again) == ("push.lan:8080", allowed)
    _add(by_owner, shop, url="http://push.lan:8080/x")
    for url in ("http://push.lan/", "http://push.lan:8081/", "http://other.lan:8080/"):
        with pytest.raises(Refused):
            _add(by_owner, shop, url=url)
    services.forbid_place(scope=by_owner, allowed=allowed)
    services.forbid_place(scope=by_owner, allowed=allowed)
    with pytest.raises(Refused):
        _add(by_owner, shop, url="http://push.lan:8080/x")
    acts = AuditRow.objects.filter(action__startswith="place.").order_by("sequence")
    assert [(row.action, row.record["changes"]["place"]) for row in acts] == [
        ("place.allowed", {"from": None, "to": "push.lan:8080"}),
        ("place.forbidden", {"from": "push.lan:8080", "to": None}),
    ]


@pytest.mark.parametrize(
    ("host", "port"), [("", 80), ("a b", 80), ("http://x", 80), ("x/y", 80), ("x", 0), ("x", 70000)]
)
def test_what_is_no_place(host: str, port: int, shop: Shop, by_owner: Scope) -> None:
    with pytest.raises(Refused, match=r"place\.unusable"):
        services.allow_place(scope=by_owner, shop_id=shop.id, host=host, port=port)
    assert AllowedPlace.objects.count() == 0


def test_an_address_of_numbers_can_be_allowed(shop: Shop, by_owner: Scope) -> None:
    for host, shown in (("192.168.1.9", "192.168.1.9:8000"), ("fd12::1", "fd12::1:8000")):
        allowed = services.allow_place(scope=by_owner, shop_id=shop.id, host=host, port=8000)
        assert str(allowed) == shown


def test_ten_receivers_are_the_most(shop: Shop, by_owner: Scope) -> None:
    for _ in range(services.MOST):
        made = _add(by_owner, shop)
    with pytest.raises(Refused, match=r"endpoint\.too_many"):
        _add(by_owner, shop)
    services.remove_endpoint(scope=by_owner, endpoint=made.endpoint)
    _add(by_owner, shop)


def test_changes_are_on_record(shop: Shop, by_owner: Scope) -> None:
    endpoint = _add(by_owner, shop).endpoint
    services.choose_events(scope=by_owner, endpoint=endpoint, events=["alert.undone"])
    services.pause_endpoint(scope=by_owner, endpoint=endpoint)
    services.resume_endpoint(scope=by_owner, endpoint=endpoint)
    services.rotate_secret(scope=by_owner, endpoint=endpoint)
    services.send_test(scope=by_owner, endpoint=endpoint)
    stored = Endpoint.objects.get()
    assert (stored.events, stored.paused_at) == (["alert.undone"], None)
    acts = AuditRow.objects.filter(subject_id=str(endpoint.id)).order_by("sequence")
    assert [row.action for row in acts] == [
        "endpoint.made",
        "endpoint.changed",
        "endpoint.changed",
        "endpoint.changed",
        "endpoint.changed",
        "endpoint.tested",
    ]
    test = Delivery.objects.get()
    assert (test.event, test.subject_id) == (Event.TEST, None)


def test_a_removed_receiver_is_told_nothing_and_its_keys_are_gone(
    shop: Shop, by_owner: Scope
) -> None:
    endpoint = _add(by_owner, shop).endpoint
    services.send_test(scope=by_owner, endpoint=endpoint)
    services.remove_endpoint(scope=by_owner, endpoint=endpoint)
    services.remove_endpoint(scope=by_owner, endpoint=endpoint)
    stored = Endpoint.objects.get()
    assert (sealed.read(stored, "url"), sealed.read(stored, "secret")) == ("", "")
    given_up = Delivery.objects.get()
    assert (given_up.state, given_up.failure) == (DeliveryState.DEAD, "removed")
    assert services.retry(scope=by_owner, shop_id=shop.id) == 0
    assert AuditRow.objects.filter(action=Action.ENDPOINT_REMOVED).count() == 1
    with pytest.raises(Refused, match=r"endpoint\.removed"):
        services.pause_endpoint(scope=by_owner, endpoint=endpoint)


def test_a_paused_receiver_is_not_tested(shop: Shop, by_owner: Scope) -> None:
    endpoint = _add(by_owner, shop).endpoint
    services.pause_endpoint(scope=by_owner, endpoint=endpoint)
    with pytest.raises(Refused, match=r"endpoint\.paused"):
        services.send_test(scope=by_owner, endpoint=Endpoint.objects.get())
    assert Delivery.objects.count() == 0


def test_what_was_given_up_can_be_tried_again(
    shop: Shop, other_shop: Shop, by_owner: Scope
) -> None:
    endpoint = _add(by_owner, shop).endpoint
    for _ in range(3):
        services.send_test(scope=by_owner, endpoint=endpoint)
    now = timezone.now()
    Delivery.objects.update(state=DeliveryState.DEAD, attempts=10, ended_at=now, next_at=now)
    first = Delivery.objects.order_by("id")[0]
    assert services.retry(scope=by_owner, shop_id=shop.id, deliveries=[first.id]) == 1
    assert services.retry(scope=by_owner, shop_id=shop.id, deliveries=[first.id]) == 0
    first.refresh_from_db()
    assert (first.state, first.attempts, first.ended_at) == (DeliveryState.WAITING, 0, None)
    assert services.retry(scope=by_owner, shop_id=shop.id) == 2
    counts = AuditRow.objects.filter(action=Action.ENDPOINT_RETRIED).order_by("sequence")
    assert [row.record["changes"]["messages"]["to"] for row in counts] == [1, 2]


def _acts(scope: Scope, shop: Shop, endpoint: Endpoint) -> list[Callable[[], object]]:
    allowed = AllowedPlace(shop=shop, host="x", port=1, made_at=timezone.now())
    return [
        lambda: add_receiver(scope, shop),
        lambda: services.choose_events(scope=scope, endpoint=endpoint, events=["alert.opened"]),
        lambda: services.pause_endpoint(scope=scope, endpoint=endpoint),
        lambda: services.resume_endpoint(scope=scope, endpoint=endpoint),
        lambda: services.rotate_secret(scope=scope, endpoint=endpoint),
        lambda: services.remove_endpoint(scope=scope, endpoint=endpoint),
        lambda: services.send_test(scope=scope, endpoint=endpoint),
        lambda: services.retry(scope=scope, shop_id=shop.id),
        lambda: services.allow_place(scope=scope, shop_id=shop.id, host="x", port=1),
        lambda: services.forbid_place(scope=scope, allowed=allowed),
    ]


@pytest.mark.parametrize("number", range(10))
@pytest.mark.parametrize("role", [Role.MANAGER, Role.AGENT, Role.AUDITOR])
def test_only_owners_may(
    role: Role, number: int, shop: Shop, by_owner: Scope, join: Callable[..., Membership]
) -> None:
    endpoint = _add(by_owner, shop).endpoint
    before, acts = Endpoint.objects.values().get(), AuditRow.objects.count()
    scope = scope_of(join(shop, role).user)
    joined = AuditRow.objects.count() - acts
    with pytest.raises(Forbidden):
        _acts(scope, shop, endpoint)[number]()
    assert Endpoint.objects.values().get() == before
    assert (Delivery.objects.count(), AuditRow.objects.count()) == (0, acts + joined)


@pytest.mark.parametrize("number", range(10))
def test_another_shop_is_not_there(
    number: int, shop: Shop, other_shop: Shop, by_owner: Scope, join: Callable[..., Membership]
) -> None:
    foreign = _add(scope_of(join(other_shop, Role.OWNER).user), other_shop).endpoint
    with pytest.raises(Http404):
        _acts(by_owner, other_shop, foreign)[number]()
