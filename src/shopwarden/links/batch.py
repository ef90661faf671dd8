"""Who belongs together in a whole history.

Most keys are used by one account, so the first look at a kind of key only counts accounts per
key, over hashes. What remains is small: holdings (which account used which key from when to
when), cut at long pauses into nodes. Accounts hang together through every node that links
alone, and in pairs through several weak ones; the components of that graph are the groups.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import mul
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from shopwarden.links.keys import ACCOUNT, order_keys
from shopwarden.links.model import KindRule, LinkKind, LinkRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MICROSECOND: Final = timedelta(microseconds=1)
_KIND: Final = pl.Enum([kind.value for kind in LinkKind])
# Who used which key from when to when; `row` is one order that says so.
_HOLDING: Final[dict[str, Any]] = {
    "kind": _KIND, "key": pl.UInt64, "account": pl.UInt64, "first": pl.Int64, "last": pl.Int64,
    "row": pl.UInt32, "users": pl.UInt32,
}  # fmt: skip
_SHARED: Final = ("group", *ACCOUNT, "kind", "value", "accounts", "strength")
_CROWD: Final = ("platform", "shop", "kind", "value", "users")


@dataclass(frozen=True, slots=True)
class Links:
    """What `find_links` found.

    Parameters
    ----------
    members
        One row per account of a group: ``platform``, ``shop``, ``buyer``, ``group``, ``size``
        (accounts of the group), ``strength`` (of what the account shares with the others),
        ``kinds`` (of the keys it shares, the best evidence first).
    shared
        The edges between accounts and what they share: ``group``, ``platform``, ``shop``,
        ``buyer``, ``kind``, ``value``, ``accounts`` that use it in the same time, ``strength``.
    crowds
        Keys that link nobody because too many accounts used them: ``platform``, ``shop``,
        ``kind``, ``value``, ``users`` (accounts that ever used it).
    """

    members: pl.DataFrame
    shared: pl.DataFrame
    crowds: pl.DataFrame


def find_links(orders: pl.DataFrame, rules: LinkRules | None = None) -> Links:
    """Return the groups of accounts that share keys.

    Parameters
    ----------
    orders
        Merged orders of any number of shops; accounts of different shops are never linked.
    rules
        See ``links.model``; the defaults when left out.

    Notes
    -----
    One hash pass over the orders per kind of key, then work on shared keys only, with at most
    ``most_accounts`` pairs for each use of one.
    """
    return links_between(order_keys(orders), rules)


def links_between(uses: pl.DataFrame, rules: LinkRules | None = None) -> Links:
    """Return the groups of accounts in `uses`, as ``keys.order_keys`` gives them."""
    rules = rules or LinkRules()
    known = uses.filter(pl.col("buyer").is_not_null()) if uses["buyer"].has_nulls() else uses
    hashed = _hashed(known, rules)
    held = pl.concat(
        [pl.DataFrame(schema=_HOLDING), *(_holdings(hashed, k, r) for k, r in rules.kinds.items())]
    )
    limits = pl.DataFrame(
        [(k.value, r.most_accounts, r.pause // _MICROSECOND) for k, r in rules.kinds.items()],
        schema={"kind": _KIND, "most": pl.UInt32, "pause": pl.Int64},
        orient="row",
    )
    held = held.join(limits, on="kind")
    is_crowd = pl.col("users") > pl.col("most")
    holdings = _without_dealers(_nodes(held.filter(~is_crowd)), hashed, rules)
    grouped = _grouped(_rated(holdings, rules), rules)
    crowds = held.filter(is_crowd).unique("key")
    return Links(
        *_explained(_named(grouped, known)), _named(crowds, known).select(_CROWD).sort(_CROWD)
    )


def _hashed(known: pl.DataFrame, rules: LinkRules) -> pl.DataFrame:
    """Replace accounts and keys by 64 bits of hash, alone for each shop and kind.

    Among a hundred million of them the chance that any two fall together is one in 4,000.
    """
    shop = pl.col("platform").hash(1) ^ pl.col("shop").hash(2)
    return known.with_columns(shop=shop).select(
        "at",
        account=pl.col("buyer").hash(3) ^ pl.col("shop"),
        **{
            kind.value: pl.when(pl.col(kind.value).is_not_null()).then(
                pl.col(kind.value).hash(4 + number) ^ pl.col("shop")
            )
            for number, kind in enumerate(rules.kinds)
        },
    )


def _holdings(hashed: pl.DataFrame, kind: LinkKind, rule: KindRule) -> pl.DataFrame:
    """Return who used the keys that several accounts used, and how many those are.

    Of a key that too many used only one holding is kept, as it links nobody.
    """
    uses = hashed.with_row_index("row").select("row", "account", "at", key=kind.value).drop_nulls()
    ends = uses.group_by("key").agg(low=pl.min("account"), high=pl.max("account"))
    several = ends.filter(pl.col("low") != pl.col("high")).select("key")
    return (
        uses.join(several, on="key", how="semi")
        .group_by("key", "account")
        .agg(first=pl.min("at"), last=pl.max("at"), row=pl.min("row"))
        .with_columns(kind=pl.lit(kind.value, _KIND), users=pl.len().over("key"))
        .filter((pl.col("users") <= rule.most_accounts) | pl.col("key").is_first_distinct())
        .select([*_HOLDING])
    )


def _nodes(holdings: pl.DataFrame) -> pl.DataFrame:
    """Number the keys, a new number after each pause no account bridges, and count accounts."""
    ordered = holdings.sort("key", "first")
    key, first, pause = (ordered[name].to_numpy() for name in ("key", "first", "pause"))
    used_until = _running_max(key, ordered["last"].to_numpy())
    is_new = np.ones(key.size, dtype=np.bool_)
    is_new[1:] = (key[1:] != key[:-1]) | (first[1:] - used_until[:-1] > pause[1:])
    node = np.cumsum(is_new)
    accounts = np.bincount(node)[node]
    numbered = ordered.with_columns(node=pl.Series(node), accounts=pl.Series(accounts))
    return numbered.filter(pl.col("accounts") > 1)


def _running_max(key: NDArray[np.uint64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the largest of `last` so far among rows of the same key, which stand together.

    Steps of doubled length: as many as the binary digits of the longest run, which is short.
    """
    largest, step = last.copy(), 1
    while (same := key[step:] == key[:-step]).any():
        further = np.where(same, largest[:-step], largest[step:])
        largest[step:] = np.maximum(largest[step:], further)
        step *= 2
    return largest


def _without_dealers(
    holdings: pl.DataFrame, hashed: pl.DataFrame, rules: LinkRules
) -> pl.DataFrame:
    """Leave out what an account holds of a kind it used too many keys of."""
    fewest = min((rule.most_keys for rule in rules.kinds.values()), default=0)
    often = hashed.group_by("account").len().filter(pl.col("len") > fewest).select("account")
    busy = hashed.join(often, on="account", how="semi")
    for kind, rule in rules.kinds.items():
        keys = busy.group_by("account").agg(keys=pl.col(kind.value).drop_nulls().n_unique())
        dealers = keys.filter(pl.col("keys") > rule.most_keys)
        dealers = dealers.select("account", kind=pl.lit(kind.value, _KIND))
        holdings = holdings.join(dealers, on=["account", "kind"], how="anti")
    return holdings


def _rated(holdings: pl.DataFrame, rules: LinkRules) -> pl.DataFrame:
    """Add the strength of each node, and whether a home explains it."""
    strengths = pl.DataFrame(
        [
            (kind.value, accounts, rule.strength(accounts), rule.is_home(accounts))
            for kind, rule in rules.kinds.items()
            for accounts in range(2, rule.most_accounts + 1)
        ],
        schema={
            "kind": _KIND,
            "accounts": holdings.schema["accounts"],
            "strength": pl.Float64,
            "is_home": pl.Boolean,
        },
        orient="row",
    )
    return holdings.join(strengths, on=["kind", "accounts"])


def _grouped(rated: pl.DataFrame, rules: LinkRules) -> pl.DataFrame:
    """Add the group of each account and its size; accounts without a group are left out."""
    numbered = rated.with_columns(number=pl.col("account").rank("dense") - 1)
    accounts = numbered["number"].n_unique()
    # As ``model.combine`` of one, which rounds.
    alone = 1.0 - (1.0 - pl.col("strength")) >= rules.least_strength
    through = numbered.filter(alone).select("number", other=pl.col("node") + accounts)
    edges = pl.concat([through, _pairs(numbered.filter(~alone), rules)], how="vertical_relaxed")
    groups = pl.DataFrame({"group": _components(edges, accounts)}).with_row_index("number")
    sizes = groups.with_columns(size=pl.len().over("group"))
    kept = sizes.filter(pl.col("size").is_between(2, rules.most_members))
    return numbered.join(kept, on="number")


def _pairs(weak: pl.DataFrame, rules: LinkRules) -> pl.DataFrame:
    """Return pairs of accounts whose weak keys are strong enough together."""
    best = weak.group_by("number").agg(strength=_combined())
    able = best.filter(pl.col("strength") >= rules.least_strength).select("number")
    held = weak.join(able, on="number", how="semi")
    held = held.select("number", "kind", "node", "strength", "is_home")
    return (
        held.join(held.select("node", other="number"), on="node")
        .filter(pl.col("number") < pl.col("other"))
        .group_by("number", "other")
        .agg(strength=_combined())
        .filter(pl.col("strength") >= rules.least_strength)
        .select("number", "other")
    )


def _combined() -> pl.Expr:
    """``model.combine`` of the best of each kind and of what a home explains, bit for bit."""
    is_of = [(pl.col("kind") == kind.value) & ~pl.col("is_home") for kind in LinkKind]
    strengths = [pl.col("strength").filter(part) for part in (*is_of, pl.col("is_home"))]
    return 1.0 - reduce(mul, [1.0 - strength.max().fill_null(0.0) for strength in strengths])


def _components(edges: pl.DataFrame, accounts: int) -> NDArray[np.int32]:
    """Return the component of each account."""
    if edges.is_empty():
        return np.arange(accounts, dtype=np.int32)
    # Takes longer to import than most histories to search.
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = edges["number"].to_numpy(), edges["other"].to_numpy()
    size = max(accounts, int(ends[1].max()) + 1)
    graph = coo_array((np.ones(edges.height, dtype=np.int8), ends), shape=(size, size))
    labels: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return labels[:accounts]


def _named(holdings: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Add account and value in words, from an order that says so."""
    said = known[holdings["row"]]
    value = pl.coalesce(pl.when(pl.col("kind") == kind.value).then(kind.value) for kind in LinkKind)
    words = said.with_columns(holdings["kind"]).select(*ACCOUNT, value=value)
    return holdings.hstack(words)


def _explained(grouped: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the members of groups, and what they share with others of their own."""
    shared = grouped.filter(pl.len().over("group", "node") > 1).sort(*ACCOUNT, "kind", "value")
    # Groups are numbered by their first members.
    number = pl.col("group").unique(maintain_order=True)
    groups = shared.select(number).with_row_index("new")
    shared = shared.join(groups, on="group", maintain_order="left").with_columns(
        group=pl.col("new").cast(pl.Int64)
    )
    members = shared.group_by(*ACCOUNT, "group", "size", maintain_order=True).agg(
        strength=_combined(), kinds=pl.col("kind").unique().sort().cast(pl.String)
    )
    return members, shared.sort("group", maintain_order=True).select(_SHARED)
