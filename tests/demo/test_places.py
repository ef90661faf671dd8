from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from shopwarden.demo.columns import stream
from shopwarden.demo.places import places


def test_covers_every_province() -> None:
    table = places("now").table
    assert table["province"].n_unique() == 34
    assert table.select("province", "city", "district").is_duplicated().sum() == 0
    assert table.filter(pl.col("district") != "").height >= 300


@pytest.mark.parametrize("kind", ["now", "old", "local", "cityroad", "funny", "typo"])
def test_every_row_has_roads(kind) -> None:
    source = places(kind)
    assert (source.roads.counts > 0).all()
    assert (source.weights > 0).all()


def test_misspelt_and_abolished_names_are_not_current() -> None:
    current = set(places("now").table["district"])
    assert not current & set(places("typo").table["district"])
    now = set(places("now").table.select("city", "district").iter_rows())
    assert not now & set(places("old").table.select("city", "district").iter_rows())


def test_writes_a_place_in_every_way() -> None:
    table = places("now").table
    row = table.row(by_predicate=pl.col("district") == "余杭区", named=True)
    assert row["spaced"] == "浙江省 杭州市 余杭区"
    assert row["joined"] == "浙江省杭州市余杭区"
    assert row["city_only"] == "杭州市余杭区"
    assert row["short"] == "浙江杭州余杭区"
    assert row["twice"] == "浙江省 杭州市 余杭区 浙江省杭州市余杭区"
    assert row["comma"] == "浙江省，杭州市，余杭区"


def test_names_a_municipality_as_the_marketplaces_do() -> None:
    table = places("now").table
    row = table.row(by_predicate=pl.col("district") == "海淀区", named=True)
    assert (row["spaced"], row["joined"], row["short"]) == (
        "北京 北京市 海淀区",
        "北京市海淀区",
        "北京海淀区",
    )


def test_draws_by_population_and_mask() -> None:
    source = places("now")
    drawn = source.column("province", source.draw(stream(1, "test"), 20_000))
    shares = dict(drawn.value_counts(normalize=True).iter_rows())
    assert len(shares) == 34
    assert 0.07 < shares["广东省"] < 0.11
    assert shares["广东省"] > 10 * shares["青海省"]
    only = source.table["province"].is_in(["海南省"]).to_numpy()
    assert set(source.column("province", source.draw(stream(1), 50, only))) == {"海南省"}


def test_takes_words_of_the_row() -> None:
    source = places("now")
    rows = np.arange(source.table.height)
    towns = source.towns.take(stream(2), rows)
    assert ((towns == "").to_numpy() == (source.towns.counts == 0)).all()
    index = source.table["district"].to_list().index("瑞安市")
    assert set(source.towns.take(stream(3), np.full(40, index))) == {"塘下镇", "马屿镇"}
