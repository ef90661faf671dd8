"""Changes to the rules of a shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.utils import timezone

from shopwarden.desk.audit.choices import Action
from shopwarden.desk.audit.services import Act, Change, record_all
from shopwarden.desk.common.db import writing
from shopwarden.desk.common.roles import Permission
from shopwarden.desk.common.scope import Scope, require
from shopwarden.desk.errors import Refused
from shopwarden.desk.rulebook import rechecking, revisions
from shopwarden.desk.rulebook.models import Rule, RuleVersion
from shopwarden.desk.rulebook.selectors import as_written, current_rules
from shopwarden.desk.rulebook.vocabulary import vocabulary
from shopwarden.desk.shops.models import Shop
from shopwarden.rules import RulebookRule, State, check_rule, dump_rulebook, ready_rulebook
from shopwarden.rules.rulebook import read_rulebook

# Beside the text of the rule: what the log may name as it is.
_SHOWN: Final = ("title_zh", "title_en", "severity", "score", "state", "note")
# What orders are judged by.
_JUDGING: Final = frozenset({"severity", "score", "state", "version"})
# A rulebook of a thousand rules is another kind of program.
MOST: Final = 500


class Imported(NamedTuple):
    """What a rulebook file did: ids of rules that are new, changed, and as they were."""

    made: list[str]
    changed: list[str]
    same: list[str]


def make_rule(*, scope: Scope, shop_id: UUID, wanted: RulebookRule, why: str = "") -> Rule:
    """Add a rule to a shop.

    Raises
    ------
    RuleError
        Its expression cannot be used.
    Refused
        ``rule.exists``: the shop has one of this id; ``rule.too_many_rules``.
    """
    shop = _shop(scope, shop_id)
    check_rule(wanted.expression, vocabulary(shop))
    with writing():
        revisions.begin(shop_id)
        if Rule.objects.filter(shop=shop_id, slug=wanted.id).exists():
            raise Refused("rule.exists", rule=wanted.id)
        rule, act = _make(scope, shop_id, wanted, why)
        _stay_few(shop_id)
        record_all(scope=scope, acts=[act])
    return rule


def take_rule(*, scope: Scope, shop_id: UUID, slug: str, state: State = State.SHADOW) -> Rule:
    """Copy a ready rule into the shop, to be watched before it tells anybody.

    Raises
    ------
    Refused
        ``rule.not_ready``: no ready rule is called so; else as `make_rule`.
    """
    require(scope, shop_id, Permission.RULES)
    for ready in ready_rulebook().rules:
        if ready.id == slug:
            return make_rule(scope=scope, shop_id=shop_id, wanted=replace(ready, state=state))
    raise Refused("rule.not_ready", rule=slug)


def change_rule(
    *, scope: Scope, rule: Rule, wanted: RulebookRule, seen: datetime | None, why: str = ""
) -> Rule:
    """Bring a rule to what is wanted; another text becomes its next version.

    Parameters
    ----------
    wanted
        Its id does not count: a rule keeps its own.
    seen
        When the rule the person saw was changed last.
    why
        Kept with the new version.

    Raises
    ------
    RuleError
        The expression cannot be used.
    Refused
        ``rule.changed``: somebody has changed or switched it meanwhile.
    """
    shop = _shop(scope, rule.shop_id)
    check_rule(wanted.expression, vocabulary(shop))
    with writing():
        revisions.begin(shop.id)
        stored = Rule.objects.get(id=rule.id)
        if stored.changed_at != seen:
            raise Refused("rule.changed", rule=stored.slug)
        if act := _change(scope, stored, wanted, why):
            record_all(scope=scope, acts=[act])
    return stored


def switch_rule(*, scope: Scope, rule: Rule, state: State) -> Rule:
    """Switch a rule on, off, or into the shadow; doing it again changes nothing."""
    require(scope, rule.shop_id, Permission.RULES)
    with writing():
        revisions.begin(rule.shop_id)
        stored = Rule.objects.get(id=rule.id)
        if act := _change(scope, stored, replace(as_written(stored), state=state), ""):
            record_all(scope=scope, acts=[act])
    return stored


def import_rules(*, scope: Scope, shop_id: UUID, data: bytes, name: str) -> Imported:
    """Take the rules of a file: new ones are added, those of a known id brought to the file's.

    Rules the file does not name stay. A mistake anywhere changes nothing.

    Raises
    ------
    RulebookError
        Names file, line, rule and field.
    Refused
        ``rule.too_many_rules``.
    """
    shop = _shop(scope, shop_id)
    book = read_rulebook(data, name)
    book.check(vocabulary(shop))
    with writing():
        revisions.begin(shop_id)
        stored = {rule.slug: rule for rule in Rule.objects.filter(shop=shop_id)}
        done = Imported([], [], [])
        acts = []
        for wanted in book.rules:
            known = stored.get(wanted.id)
            act = (
                _change(scope, known, wanted, name)
                if known
                else _make(scope, shop_id, wanted, name)[1]
            )
            (done.made if not known else done.changed if act else done.same).append(wanted.id)
            acts += [act] if act else []
        _stay_few(shop_id)
        record_all(scope=scope, acts=acts)
    return done


def export_rules(*, scope: Scope, shop_id: UUID) -> str:
    """Return the rules of a shop as a rulebook file; that they left is recorded."""
    shop = _shop(scope, shop_id)
    rules = current_rules(shop_id).rules
    with writing():
        changes: dict[str, Change] = {"rules": (None, len(rules))}
        record_all(scope=scope, acts=[Act(Action.RULES_EXPORTED, shop, shop_id, changes)])
    return dump_rulebook(rules)


def _shop(scope: Scope, shop_id: UUID) -> Shop:
    require(scope, shop_id, Permission.RULES)
    return Shop.objects.get(id=shop_id)


def _stay_few(shop_id: UUID) -> None:
    if Rule.objects.filter(shop=shop_id).count() > MOST:
        raise Refused("rule.too_many_rules")


def _make(scope: Scope, shop_id: UUID, wanted: RulebookRule, why: str) -> tuple[Rule, Act]:
    now = timezone.now()
    rule = Rule(
        id=uuid4(),
        shop_id=shop_id,
        slug=wanted.id,
        expression=wanted.expression,
        version=wanted.version,
        made_at=now,
        changed_at=now,
        **_shown(wanted),
    )
    rule.save(force_insert=True)
    _keep_version(scope, rule, why)
    changes: dict[str, Change] = {name: (None, value) for name, value in _shown(wanted).items()}
    if wanted.state is not State.OFF:
        rechecking.let_wait(shop_id)
    changes |= {"id": (None, rule.slug), "version": (None, rule.version)}
    # A text may name a person: the version keeps it, the log only that it was this one.
    personal: dict[str, Change] = {"expression": (None, rule.expression)}
    return rule, Act(Action.RULE_MADE, rule, shop_id, changes, personal)


def _change(scope: Scope, rule: Rule, wanted: RulebookRule, why: str) -> Act | None:
    before, after = _shown(as_written(rule)), _shown(wanted)
    changes: dict[str, Change] = {
        name: (before[name], after[name]) for name in _SHOWN if before[name] != after[name]
    }
    personal: dict[str, Change] = {}
    has_new_text = rule.expression != wanted.expression
    if has_new_text:
        personal["expression"] = (rule.expression, wanted.expression)
        changes["version"] = (rule.version, rule.version + 1)
        rule.version += 1
        rule.expression = wanted.expression
    if not changes:
        return None
    if changes.keys() & _JUDGING and {before["state"], after["state"]} != {str(State.OFF)}:
        rechecking.let_wait(rule.shop_id)
    for name, value in after.items():
        setattr(rule, name, value)
    rule.changed_at = timezone.now()
    rule.save(force_update=True)
    if has_new_text:
        _keep_version(scope, rule, why)
    return Act(Action.RULE_CHANGED, rule, rule.shop_id, changes, personal)


def _keep_version(scope: Scope, rule: Rule, why: str) -> None:
    RuleVersion.objects.create(
        rule=rule,
        shop_id=rule.shop_id,
        number=rule.version,
        expression=rule.expression,
        why=why.strip(),
        made_by=scope.actor,
        made_at=timezone.now(),
    )


def _shown(rule: RulebookRule) -> Mapping[str, str | float]:
    return {name: rule.score if name == "score" else str(getattr(rule, name)) for name in _SHOWN}
