"""What a rule of a shop may speak of: columns of orders, features, lists, the shop's clock."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from shopwarden.desk.shops.models import Shop
from shopwarden.explain import Language
from shopwarden.explain.features import feature_label
from shopwarden.features import FEATURES
from shopwarden.records import Kind
from shopwarden.rules import Term, Vocabulary, feature_terms, record_terms


def vocabulary(shop: Shop) -> Vocabulary:
    """Return the names the rules of a shop may use."""
    return _vocabulary(shop.time_zone)


@lru_cache(maxsize=64)
def _vocabulary(zone: str) -> Vocabulary:
    words = {
        name: (feature_label(feature, Language.ZH), feature_label(feature, Language.EN))
        for name, feature in FEATURES.items()
    }
    terms = (*record_terms(Kind.ORDERS), *feature_terms(FEATURES.values(), words))
    return Vocabulary([_by_digest(term) for term in terms], zone=zone)


def _by_digest(term: Term) -> Term:
    """Let ``on_list`` look at the digest of a listed column, as the lists of a desk hold it."""
    return replace(term, key=f"{term.listed}_key") if term.listed else term
