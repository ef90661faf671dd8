"""The whole URL map against every role: nobody sees more than was said.

Every address must declare what it asks for, and every address with an object must say here
which object of the shop and which of another shop to try.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from shopwarden.desk.accounts.models import User
from shopwarden.desk.accounts.sign_in_urls import PERSONAL, PUBLIC
from shopwarden.desk.alerts.models import Disposition
from shopwarden.desk.api.services import Made, make_token
from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.pages import Access
from shopwarden.desk.common.roles import GRANTS, Permission, Role
from shopwarden.desk.common.scope import system_scope
from shopwarden.desk.notices.models import AllowedPlace, Delivery, Endpoint, Sender
from shopwarden.desk.notices.senders import add_sender
from shopwarden.desk.notices.services import allow_place, send_test
from shopwarden.desk.rulebook.book import take_rule
from shopwarden.desk.rulebook.choices import EntryKind, ListKind
from shopwarden.desk.rulebook.entries import add_entry
from shopwarden.desk.rulebook.models import ListEntry, Rule, Snooze, Trial
from shopwarden.desk.rulebook.snoozes import snooze_rule
from shopwarden.desk.rulebook.trials import start_trial
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from tests.desk.factories import make_alert, make_decision, make_order
from tests.desk.intake.samples import mapping_of, row_of, run_of, sample_of
from tests.desk.notices.conftest import add_receiver

pytestmark = pytest.mark.django_db

ROLES = (*Role, None)
NO_SUCH = UUID(int=0)


class Route(NamedTuple):
    """One address of the desk."""

    name: str
    parameters: tuple[str, ...]
    access: Access | None

    @property
    def by(self) -> str:
        """How somebody is let in."""
        if self.access and self.access.is_by_token:
            return "token"
        return "nothing" if self.access and self.access.is_public else "log-in"


def _routes(
    patterns: list[URLPattern | URLResolver], prefix: str = "", parameters: tuple[str, ...] = ()
) -> Iterator[Route]:
    for pattern in patterns:
        inherited = (*parameters, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _routes(pattern.url_patterns, inner, inherited)
        else:
            access = getattr(pattern.callback, "access", None)
            yield Route(f"{prefix}{pattern.name}", inherited, access)


ROUTES = {route.name: route for route in _routes(get_resolver().url_patterns)}

# The object in each address, made from a shop.
OBJECTS: dict[str, Callable[[Shop], dict[str, Any]]] = {
    "shops:members": lambda shop: {"shop_id": shop.id},
    "shops:change_role": lambda shop: {"member_id": _agent(shop).id},
    "shops:remove": lambda shop: {"member_id": _agent(shop).id},
    "shops:renew_link": lambda shop: {"member_id": _agent(shop).id},
    **{
        f"alerts:{act}": lambda shop: {"alert_id": make_alert(shop).id}
        for act in ("alert", "reveal", "assign", "contact", "decide", "check_address")
    },
    "alerts:undo": lambda shop: {"alert_id": _decided(shop).alert_id},
    "alerts:order": lambda shop: {"order_id": make_order(shop).id},
    "alerts:reveal_order": lambda shop: {"order_id": make_order(shop).id},
    **{
        f"groups:{act}": lambda shop: {"order_id": make_order(shop).id}
        for act in ("group", "reveal", "decide", "assign", "undo", "put_on_list")
    },
    "groups:list": lambda shop: {"shop_id": shop.id},
    "filings:filing": lambda shop: {"filing_id": _decided(shop).filing.id},
    "api:tokens": lambda shop: {"shop_id": shop.id},
    "api:revoke": lambda shop: {"token_id": _token(shop).token.id},
    **{
        f"rulebook:{act}": lambda shop: {"shop_id": shop.id}
        for act in (
            "rules",
            "new",
            "check",
            "try_order",
            "ready",
            "take",
            "load",
            "export",
            "start_trial",
            "pauses",
            "pause_buyer",
            "add_entry",
            "export_list",
        )
    },
    **{
        f"rulebook:{act}": lambda shop: {"rule_id": _own_rule(shop).id}
        for act in ("rule", "save", "switch", "pause_rule")
    },
    "rulebook:trial": lambda shop: {"trial_id": _trial(shop).id},
    "rulebook:remove_entry": lambda shop: {"entry_id": _entry(shop).id},
    "rulebook:end_pause": lambda shop: {"snooze_id": _pause(shop).id},
    "rulebook:pause_buyer_of": lambda shop: {"alert_id": make_alert(shop).id},
    "rulebook:lists": lambda shop: {"shop_id": shop.id},
    "rulebook:upload": lambda shop: {"shop_id": shop.id},
    "rulebook:clear": lambda shop: {"shop_id": shop.id},
    "intake:upload": lambda shop: {"shop_id": shop.id},
    "intake:run": lambda shop: {"run_id": run_of(shop).id},
    "intake:progress": lambda shop: {"run_id": run_of(shop).id},
    "intake:again": lambda shop: {"run_id": run_of(shop).id},
    "intake:rows": lambda shop: {"run_id": run_of(shop).id},
    "intake:export": lambda shop: {"run_id": run_of(shop).id},
    "intake:row": lambda shop: {"row_id": row_of(shop).id},
    "intake:mend": lambda shop: {"row_id": row_of(shop).id},
    "intake:discard": lambda shop: {"row_id": row_of(shop).id},
    **{
        f"intake:{act}": lambda shop: {"sample_id": sample_of(shop).id}
        for act in ("mapping", "check_mapping", "save_mapping", "load_mapping")
    },
    "intake:mapping_file": lambda shop: {"mapping_id": mapping_of(shop).id},
    "intake:forget_mapping": lambda shop: {"mapping_id": mapping_of(shop).id},
    **{
        f"notices:{act}": lambda shop: {"shop_id": shop.id}
        for act in ("webhooks", "allow", "deliveries", "retry_all", "add_sender")
    },
    **{
        f"notices:{act}": lambda shop: {"sender_id": _sender(shop).id}
        for act in ("rotate_sender", "remove_sender")
    },
    **{
        f"notices:{act}": lambda shop: {"endpoint_id": _receiver(shop).id}
        for act in ("endpoint", "pause", "resume", "rotate", "test", "remove")
    },
    "notices:choose": lambda shop: {"endpoint_id": _receiver(shop).id},
    "notices:forbid": lambda shop: {"place_id": _place(shop).id},
    "notices:retry": lambda shop: {"delivery_id": _message(shop).id},
    "audit:row": lambda shop: {"row_id": AuditRow.objects.filter(shop=shop)[0].id},
}
# Addresses with a parameter that is no object of a shop.
PARAMETERS: dict[str, Callable[[], dict[str, Any]]] = {
    "api:missing": lambda: {"rest": "nowhere"},
    "api:ship_advice": lambda: {"order": "1001"},
    "api:webhooks": lambda: {"sender": NO_SUCH},
    "audit:export": lambda: {"kind": "csv"},
    "accounts:welcome": lambda: _link(),
    "mfa_edit_webauthn": lambda: {"pk": 1},
    "mfa_remove_webauthn": lambda: {"pk": 1},
}
# A public address that answers 401 by itself to who has not signed.
SIGNED = {"api:webhooks"}
# And those that answer 404 to who has nothing to show.
HIDDEN = {"accounts:first_owner", "api:bare_root", "api:missing", "api:root"}


def _agent(shop: Shop) -> Membership:
    return Membership.objects.get(shop=shop, role=Role.AGENT)


def _decided(shop: Shop) -> Disposition:
    """Return a decision that drafted a filing."""
    made = Disposition.objects.filter(shop=shop).first()
    return made or make_decision(scope_of(_agent(shop).user), make_alert(shop), "malicious")


def _token(shop: Shop) -> Made:
    return make_token(scope=system_scope(shop.id), shop_id=shop.id, name="仓库系统")


def _own_rule(shop: Shop) -> Rule:
    known = Rule.objects.filter(shop=shop).first()
    return known or take_rule(scope=system_scope(shop.id), shop_id=shop.id, slug="blocked")


def _trial(shop: Shop) -> Trial:
    return start_trial(
        scope=system_scope(shop.id), shop_id=shop.id, expression="amount > 1", days=7
    )


def _entry(shop: Shop) -> ListEntry:
    return add_entry(
        scope=system_scope(shop.id),
        shop_id=shop.id,
        list_kind=ListKind.WATCH,
        kind=EntryKind.BUYER,
        value="b1",
    )


def _pause(shop: Shop) -> Snooze:
    until = timezone.now() + timedelta(days=1)
    return snooze_rule(
        scope=system_scope(shop.id), rule=_own_rule(shop), until=until, reason="促销"
    )


def _receiver(shop: Shop) -> Endpoint:
    return add_receiver(system_scope(shop.id), shop).endpoint


def _sender(shop: Shop) -> Sender:
    return add_sender(scope=system_scope(shop.id), shop_id=shop.id, name="商城").sender


def _place(shop: Shop) -> AllowedPlace:
    return allow_place(scope=system_scope(shop.id), shop_id=shop.id, host="push.lan", port=8080)


def _message(shop: Shop) -> Delivery:
    send_test(scope=system_scope(shop.id), endpoint=_receiver(shop))
    return Delivery.objects.filter(shop=shop)[0]


def _link() -> dict[str, Any]:
    user = User.objects.order_by("created_at")[0]
    return {"user_id": user.pk, "token": default_token_generator.make_token(user)}


def _cases(wanted: Callable[[Route], bool]) -> list[Any]:
    return [
        pytest.param(route, method, id=f"{route.name}-{method}")
        for route in ROUTES.values()
        if route.access and wanted(route)
        for method in route.access.methods
    ]


@pytest.fixture
def browsers(
    shop: Shop,
    other_shop: Shop,
    join: Callable[..., Membership],
    sign_in: Callable[[User], Client],
) -> dict[Role | None, Client]:
    """A browser for each role in the shop, and for a person without a shop."""
    people = {role: join(shop, role).user for role in Role}
    for role in Role:
        join(other_shop, role)
    nobody = User.objects.create(email="nobody@shop.example", name="路人")
    return {role: sign_in(person) for role, person in people.items()} | {None: sign_in(nobody)}


def _path(route: Route, shop: Shop) -> str:
    if route.name in OBJECTS:
        return reverse(route.name, kwargs=OBJECTS[route.name](shop))
    return reverse(route.name, kwargs=PARAMETERS.get(route.name, dict)())


def _ask(browser: Client, method: str, path: str, **headers: str) -> int:
    return browser.generic(method, path, headers=headers).status_code


def test_every_address_says_what_it_asks_for() -> None:
    assert [route.name for route in ROUTES.values() if route.access is None] == []


def test_every_object_is_tried() -> None:
    with_parameters = {route.name for route in ROUTES.values() if route.parameters}
    assert with_parameters == set(OBJECTS) | set(PARAMETERS)


def test_every_address_has_a_name_of_its_own() -> None:
    names = [route.name for route in _routes(get_resolver().url_patterns)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(("route", "method"), _cases(lambda route: route.by == "log-in"))
def test_a_visitor_is_sent_to_the_log_in(
    route: Route, method: str, browsers: dict[Role | None, Client], shop: Shop, visitor: Client
) -> None:
    path = _path(route, shop)
    answer = visitor.generic(method, path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=")
    fragment = visitor.generic(method, path, headers={"hx-request": "true"})
    assert fragment["HX-Redirect"].startswith("/login/?next=")
    assert fragment.content == b""


@pytest.mark.parametrize(("route", "method"), _cases(lambda route: route.by == "nothing"))
def test_a_visitor_may_open_what_is_public(
    route: Route, method: str, browsers: dict[Role | None, Client], shop: Shop, visitor: Client
) -> None:
    shown = {401} if route.name in SIGNED else {200, 302, 405}
    expected = {404} if route.name in HIDDEN else shown
    assert _ask(visitor, method, _path(route, shop)) in expected


def _granted(route: Route) -> set[int]:
    """The package's pages also say that the person has no such factor, or use fewer methods."""
    return {200, 302, 404, 405} if route.name in PERSONAL else {200, 302}


def _may(role: Role | None, permission: Permission | None) -> bool:
    return permission is None or (role is not None and permission in GRANTS[role])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("route", "method"), _cases(lambda route: route.by == "log-in"))
def test_a_role_opens_what_it_may_and_nothing_else(
    route: Route, method: str, role: Role | None, browsers: dict[Role | None, Client], shop: Shop
) -> None:
    status = _ask(browsers[role], method, _path(route, shop))
    allowed = _may(role, route.access.permission if route.access else None)
    assert status in (_granted(route) if allowed else {403})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("route", "method"), _cases(lambda route: route.name in OBJECTS))
def test_an_object_of_another_shop_does_not_exist(
    route: Route,
    method: str,
    role: Role | None,
    browsers: dict[Role | None, Client],
    other_shop: Shop,
) -> None:
    members = Membership.objects.filter(shop=other_shop).count()
    status = _ask(browsers[role], method, _path(route, other_shop))
    assert status == (404 if _may(role, route.access.permission) else 403)
    assert Membership.objects.filter(shop=other_shop).count() == members


@pytest.mark.parametrize(("route", "method"), _cases(lambda route: route.name in OBJECTS))
def test_an_object_nobody_has_looks_the_same(
    route: Route, method: str, browsers: dict[Role | None, Client], other_shop: Shop
) -> None:
    keys = OBJECTS[route.name](other_shop)
    missing = reverse(route.name, kwargs=dict.fromkeys(keys, NO_SUCH))
    foreign = browsers[Role.OWNER].generic(method, _path(route, other_shop))
    nowhere = browsers[Role.OWNER].generic(method, missing)
    assert foreign.status_code == nowhere.status_code == 404
    assert len(foreign.content) == len(nowhere.content)


@pytest.mark.parametrize(("route", "method"), _cases(lambda route: route.by == "token"))
def test_the_api_answers_to_a_token_only(
    route: Route, method: str, browsers: dict[Role | None, Client], shop: Shop, visitor: Client
) -> None:
    path = _path(route, shop)
    bearer = {"authorization": f"Bearer {_token(shop).text}"}
    # A token may not do everything, and an empty body is no order.
    answered = {200, 403, 404, 422}
    assert visitor.generic(method, path, headers=bearer).status_code in answered
    for browser in (visitor, browsers[Role.OWNER]):
        answer = browser.generic(method, path)
        assert (answer.status_code, answer.json()["code"]) == (401, "token.invalid")


OWN = [route for route in ROUTES.values() if route.name not in PUBLIC | PERSONAL]


@pytest.mark.parametrize("route", OWN, ids=lambda route: route.name)
def test_other_methods_are_refused(
    route: Route, browsers: dict[Role | None, Client], shop: Shop
) -> None:
    assert _ask(browsers[Role.OWNER], "PUT", _path(route, shop)) == 405
