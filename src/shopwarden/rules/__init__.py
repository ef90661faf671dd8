"""The rule language: read, check, compile; rulebooks and why a rule fired.

A rule is a boolean SQL expression over the names of a `Vocabulary`. `check_rule` reads it into
a typed tree, or raises a `RuleError` with place and hint; everything else starts from there. A
`RuleSet` judges one event or any number of rows by many rules; ``sql`` writes a rule as text
for a database. Null is unknown, as in SQL, whichever way a rule is judged.
"""

from __future__ import annotations

from shopwarden.rules.backtest import BackTest, History, back_test
from shopwarden.rules.check import CheckedRule, check_rule
from shopwarden.rules.columns import feature_terms, record_terms
from shopwarden.rules.errors import Place, RulebookError, RuleError
from shopwarden.rules.lists import Lists
from shopwarden.rules.reasons import Reason, trace
from shopwarden.rules.rulebook import (
    Rulebook,
    RulebookRule,
    State,
    dump_rulebook,
    load_rulebook,
    ready_rulebook,
)
from shopwarden.rules.ruleset import RuleSet
from shopwarden.rules.vocabulary import Term, Type, Vocabulary

__all__ = [
    "BackTest",
    "CheckedRule",
    "History",
    "Lists",
    "Place",
    "Reason",
    "RuleError",
    "RuleSet",
    "Rulebook",
    "RulebookError",
    "RulebookRule",
    "State",
    "Term",
    "Type",
    "Vocabulary",
    "back_test",
    "check_rule",
    "dump_rulebook",
    "feature_terms",
    "load_rulebook",
    "ready_rulebook",
    "record_terms",
    "trace",
]
