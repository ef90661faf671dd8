"""Rules of a shop: made, taken, changed, imported; what they were is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import Error, transaction

from shopwarden.desk.audit.models import AuditRow
from shopwarden.desk.common.roles import Role
from shopwarden.desk.common.scope import Scope, system_scope
from shopwarden.desk.errors import Forbidden, Refused
from shopwarden.desk.rulebook import book
from shopwarden.desk.rulebook.models import Rule, RuleVersion
from shopwarden.desk.rulebook.revisions import revision
from shopwarden.desk.rulebook.selectors import as_written, current_rules
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.shops.models import Membership, Shop
from shopwarden.desk.shops.selectors import scope_of
from shopwarden.records import Severity
from shopwarden.rules import (
    RulebookError,
    RulebookRule,
    RuleError,
    State,
    dump_rulebook,
    ready_rulebook,
)

pytestmark = pytest.mark.django_db

LARGE = RulebookRule(
    id="large",
    title_zh="大额订单",
    title_en="Large order",
    expression="amount > 500",
    severity=Severity.CHECK,
    score=0.4,
    state=State.ON,
    note="先看看历史订单。",
)


@pytest.fixture
def scope(shop: Shop, join: Callable[..., Membership]) -> Scope:
    """A manager, who keeps the rules."""
    return scope_of(join(shop, Role.MANAGER).user)


def _last_record(action: str) -> dict[str, object]:
    return AuditRow.objects.filter(action=action).latest("sequence").record


def test_a_rule_is_kept_with_its_first_version(shop: Shop, scope: Scope) -> None:
    rule = book.make_rule(scope=scope, shop_id=shop.id, wanted=LARGE, why=" 双十一后 ")
    assert current_rules(shop.id).rules == (LARGE,)
    version = RuleVersion.objects.get()
    assert (version.number, version.expression) == (1, "amount > 500")
    assert (version.why, version.made_by) == ("双十一后", scope.actor)
    record = _last_record("rule.made")
    assert record["subject"] == {"kind": "rulebook.rule", "id": str(rule.id)}
    assert record["changes"]["score"] == {"from": None, "to": 0.4}
    # The log tells that the text was this one, not what it says.
    assert "amount > 500" not in str(record)
    assert list(record["commitments"]) == ["expression"]


def test_another_text_is_the_next_version(shop: Shop, scope: Scope) -> None:
    rule = book.make_rule(scope=scope, shop_id=shop.id, wanted=LARGE)
    wanted = replace(LARGE, expression="amount > 800", score=0.5)
    rule = book.change_rule(scope=scope, rule=rule, wanted=wanted, seen=rule.changed_at, why="太多")
    assert as_written(rule) == replace(wanted, version=2)
    texts = RuleVersion.objects.order_by("number").values_list("number", "expression", "why")
    assert list(texts) == [(1, "amount > 500", ""), (2, "amount > 800", "太多")]
    assert _last_record("rule.changed")["changes"] == {
        "score": {"from": 0.4, "to": 0.5},
        "version": {"from": 1, "to": 2},
    }


def test_who_saw_an_older_version_overwrites_nothing(shop: Shop, scope: Scope) -> None:
    rule = book.make_rule(scope=scope, shop_id=shop.id, wanted=LARGE)
    newer = replace(LARGE, expression="amount > 800")
    book.change_rule(scope=scope, rule=rule, wanted=newer, seen=rule.changed_at)
    with pytest.raises(Refused, match=r"rule\.changed"):
        book.change_rule(scope=scope, rule=rule, wanted=LARGE, seen=rule.changed_at)
    assert Rule.objects.get().expression == "amount > 800"


def test_a_page_from_before_a_switch_does_not_switch_back(shop: Shop, scope: Scope) -> None:
    rule = book.make_rule(scope=scope, shop_id=shop.id, wanted=LARGE)
    book.switch_rule(scope=scope, rule=rule, state=State.OFF)
    for seen in (rule.changed_at, None):
        with pytest.raises(Refused, match=r"rule\.changed"):
            book.change_rule(scope=scope, rule=rule, wanted=LARGE, seen=seen)
    assert Rule.objects.get().state == "off"


def test_switching_makes_no_version(shop: Shop, scope: Scope) -> None:
    rule = book.make_rule(scope=scope, shop_id=shop.id, wanted=LARGE)
    before = revision(shop.id)
    book.switch_rule(scope=scope, rule=rule, state=State.SHADOW)
    book.switch_rule(scope=scope, rule=rule, state=State.SHADOW)
    assert (Rule.objects.get().state, RuleVersion.objects.count()) == ("shadow", 1)
    assert AuditRow.objects.filter(action="rule.changed").count() == 1
    assert revision(shop.id) > before


def test_a_version_is_never_changed(shop: Shop, scope: Scope) -> None:
    book.make_rule(scope=scope, shop_id=shop.id, wanted=LARGE)
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        RuleVersion.objects.update(why="")
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        RuleVersion.objects.all().delete()


def test_ready_rules_are_taken_into_the_shadow(shop: Shop, other_shop: Shop, scope: Scope) -> None:
    for ready in ready_rulebook().rules:
        book.take_rule(scope=scope, shop_id=shop.id, slug=ready.id)
    kept = current_rules(shop.id)
    assert {rule.state for rule in kept.rules} == {State.SHADOW}
    assert len(kept.check(vocabulary(shop))) == 20
    assert current_rules(other_shop.id).rules == ()
    with pytest.raises(Refused, match=r"rule\.exists"):
        book.take_rule(scope=scope, shop_id=shop.id, slug="many-refunds")
    with pytest.raises(Refused, match=r"rule\.not_ready"):
        book.take_rule(scope=scope, shop_id=shop.id, slug="no-such")


def test_a_file_adds_and_changes_and_leaves_the_rest(shop: Shop, scope: Scope) -> None:
    other = replace(LARGE, id="other")
    for rule in (LARGE, other, replace(LARGE, id="kept")):
        book.make_rule(scope=scope, shop_id=shop.id, wanted=rule)
    file = dump_rulebook(
        [LARGE, replace(other, expression="amount > 9"), replace(LARGE, id="third", version=7)]
    )
    done = book.import_rules(scope=scope, shop_id=shop.id, data=file.encode(), name="规则.yaml")
    assert done == (["third"], ["other"], ["large"])
    found = {rule.id: (rule.version, rule.expression) for rule in current_rules(shop.id).rules}
    assert found == {
        "large": (1, "amount > 500"),
        "other": (2, "amount > 9"),
        "kept": (1, "amount > 500"),
        "third": (7, "amount > 500"),
    }


def test_a_mistake_in_a_file_changes_nothing(shop: Shop, scope: Scope) -> None:
    file = dump_rulebook([LARGE, replace(LARGE, id="bad", expression="amout > 1")]).encode()
    with pytest.raises(RulebookError) as refused:
        book.import_rules(scope=scope, shop_id=shop.id, data=file, name="规则.yaml")
    assert (refused.value.data["rule"], refused.value.data["line"]) == ("bad", 17)
    assert not Rule.objects.exists()


def test_a_text_that_means_nothing_is_no_rule(shop: Shop, scope: Scope) -> None:
    with pytest.raises(RuleError, match="unknown_column"):
        book.make_rule(scope=scope, shop_id=shop.id, wanted=replace(LARGE, expression="amout > 1"))
    assert not Rule.objects.exists()


def test_a_rulebook_has_an_end(shop: Shop, scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MOST", 1)
    book.make_rule(scope=scope, shop_id=shop.id, wanted=LARGE)
    with pytest.raises(Refused, match=r"rule\.too_many_rules"):
        book.make_rule(scope=scope, shop_id=shop.id, wanted=replace(LARGE, id="second"))
    assert Rule.objects.count() == 1


@pytest.mark.parametrize("role", [Role.AGENT, Role.AUDITOR])
def test_others_only_read_rules(role: Role, shop: Shop, join: Callable[..., Membership]) -> None:
    rule = book.make_rule(scope=system_scope(shop.id), shop_id=shop.id, wanted=LARGE)
    scope = scope_of(join(shop, role).user)
    with pytest.raises(Forbidden):
        book.make_rule(scope=scope, shop_id=shop.id, wanted=replace(LARGE, id="second"))
    with pytest.raises(Forbidden):
        book.take_rule(scope=scope, shop_id=shop.id, slug="blocked")
    with pytest.raises(Forbidden):
        book.change_rule(scope=scope, rule=rule, wanted=LARGE, seen=rule.changed_at)
    with pytest.raises(Forbidden):
        book.switch_rule(scope=scope, rule=rule, state=State.OFF)
    with pytest.raises(Forbidden):
        book.import_rules(scope=scope, shop_id=shop.id, data=b"", name="a.yaml")
    assert current_rules(shop.id).rules == (LARGE,)
