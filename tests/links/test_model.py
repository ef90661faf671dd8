"""The parameters say what the module says they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shopwarden.links import LinkKind, LinkRules
from shopwarden.links.model import HOME, combine

RULES = LinkRules()
ALONE = {LinkKind.DEVICE, LinkKind.PAYMENT_ACCOUNT, LinkKind.PHONE}
ALONE_IN_WORDS = {
    LinkKind.DEVICE: "yes",
    LinkKind.PAYMENT_ACCOUNT: "yes",
    LinkKind.PHONE: f"from {RULES.kinds[LinkKind.PHONE].household + 1} accounts",
}


@pytest.mark.parametrize("kind", list(LinkKind))
def test_strong_kinds_link_alone_beyond_a_home_up_to_their_limit(kind: LinkKind) -> None:
    rule = RULES.kinds[kind]
    beyond = range(max(2, rule.household + 1), rule.most_accounts + 1)
    strengths = [rule.strength(accounts) for accounts in beyond]
    assert strengths == sorted(strengths, reverse=True)
    assert all(one >= RULES.least_strength for one in strengths) == (kind in ALONE or not strengths)


@pytest.mark.parametrize("kind", list(LinkKind))
def test_what_a_home_explains_never_links_alone(kind: LinkKind) -> None:
    rule = RULES.kinds[kind]
    at_home = [rule.strength(accounts) for accounts in range(2, rule.household + 1)]
    assert all(one <= HOME < RULES.least_strength for one in at_home)
    assert rule.is_home(rule.household)
    assert not rule.is_home(rule.household + 1)


def test_the_most_a_key_says_is_that_of_some_number_of_accounts() -> None:
    for rule in RULES.kinds.values():
        for accounts in range(2, 40):
            assert rule.most(accounts) == max(map(rule.strength, range(2, accounts + 1)))


def test_evidence_of_different_kinds_adds_up() -> None:
    assert combine([]) == 0.0
    assert combine([0.5, 0.5]) == 0.75
    name = RULES.kinds[LinkKind.RECEIVER].weight
    for kind in (LinkKind.PHONE, LinkKind.PLACE, LinkKind.IP):
        assert combine([name, RULES.kinds[kind].strength(2)]) > RULES.least_strength


def test_the_documented_figures_are_those_of_the_code() -> None:
    document = Path(__file__).parents[2] / "docs" / "findings.md"
    row = r"^\| [a-zA-Z' ]+ \| (\d\.\d\d) \| ([\w ]+) \| (\d+) accounts \| (\d+) days \|$"
    written = re.findall(row, document.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert written == [
        (
            f"{rule.weight:.2f}",
            ALONE_IN_WORDS.get(kind, "no"),
            str(rule.most_accounts + 1),
            str(rule.pause.days),
        )
        for kind, rule in RULES.kinds.items()
    ]
