"""Links: accounts that share devices, phones, places and so on, and groups of them."""

from __future__ import annotations

from shopwarden.links.batch import Links, find_links, links_between
from shopwarden.links.keys import FIELDS, order_keys
from shopwarden.links.model import KindRule, LinkKind, LinkRules

__all__ = [
    "FIELDS",
    "KindRule",
    "LinkKind",
    "LinkRules",
    "Links",
    "find_links",
    "links_between",
    "order_keys",
]
