"""The rule language: read, check, compile; rulebooks and why a rule fired.

A rule is a boolean SQL expression over the names of a `Vocabulary`. `check_rule` reads it into
a typed tree, or raises a `RuleError` with place and hint; everything else starts from there. A
`RuleSet` judges one event or any number of rows by many rules; ``sql`` writes a rule as text
for a database. Null is unknown, as in SQL, whichever way a rule is judged.
"""

from __future__ import annotations

from shopwarden.rules.check import CheckedRule, check_rule
from shopwarden.rules.errors import Place, RulebookError, RuleError
from shopwarden.rules.lists import Lists
from shopwarden.rules.reasons import Reason
from shopwarden.rules.ruleset import RuleSet
from shopwarden.rules.vocabulary import Term, Type, Vocabulary

__all__ = [
    "CheckedRule",
    "Lists",
    "Place",
    "Reason",
    "RuleError",
    "RuleSet",
    "RulebookError",
    "Term",
    "Type",
    "Vocabulary",
    "check_rule",
]
