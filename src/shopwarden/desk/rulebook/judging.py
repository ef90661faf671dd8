"""Judging many stored orders by the rules of their shop, and keeping what was found."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import polars as pl

from shopwarden.desk.common.db import writing
from shopwarden.desk.rulebook import histories, hits
from shopwarden.desk.rulebook.hits import Hit
from shopwarden.desk.rulebook.selectors import checked_rules, current_lists, snoozed
from shopwarden.desk.shops.models import Shop
from shopwarden.rules import RuleSet


def judge_since(shop: Shop, since: datetime, *, at: datetime) -> list[Hit]:
    """Judge the orders placed since a moment by the rules in force, and keep the hits."""
    rules = RuleSet(checked_rules(shop))
    orders = histories.read_orders(shop.id, histories.plan_of(rules.terms), since)
    flags = rules.flags(orders.lazy(), current_lists(shop.id, at), keep=["row_id", "buyer_key"])
    judged = flags.collect()
    found = [
        Hit(name, UUID(row_id), buyer_key or "")
        for name in rules.rules
        for row_id, buyer_key in judged.filter(pl.col(name)).select("row_id", "buyer_key").rows()
    ]
    with writing():
        hits.keep(shop_id=shop.id, hits=found, snoozed=snoozed(shop.id, at), at=at)
    return found
