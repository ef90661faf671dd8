from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from shopwarden.demo import generate
from shopwarden.errors import ShopwardenError

FILES = {
    "taobao-orders.csv",
    "taobao-orders-2019.csv",
    "taobao-items.csv",
    "taobao-refunds.xlsx",
    "qianniu-orders.xlsx",
    "pinduoduo-orders.csv",
    "douyin-orders.csv",
    "jd-orders.csv",
    "1688-orders.csv",
    "any-table.parquet",
    "any-table.toml",
    "bad-list.csv",
    "truth.csv",
}


# When the data end unless somebody says otherwise.
END = datetime(2026, 11, 18, 12, tzinfo=UTC)


def _moment(text):
    return datetime.fromisoformat(text)


def _bytes(path):
    return {file.name: file.read_bytes() for file in path.iterdir()}


def _truth(folder):
    return folder.rows("truth.csv", "utf-8")


def _visible_orders(folder):
    """Order numbers of every file that names the receiver."""
    files = {
        "taobao-orders-2019.csv": "订单编号",
        "jd-orders.csv": "订单号",
        "1688-orders.csv": "订单编号",
    }
    found = Counter()
    for name, column in files.items():
        found.update({row[column].strip('="') for row in folder.rows(name)} - {""})
    taobao = folder.text("taobao-orders.csv").splitlines()[1:]
    found.update({line.split(",")[0].strip('="') for line in taobao})
    pinduoduo = folder.rows("pinduoduo-orders.csv", "utf-8")
    found.update({row["订单号"].strip() for row in pinduoduo})
    found.update(pl.read_parquet(folder.path / "any-table.parquet")["order_no"].to_list())
    return found


def test_the_same_numbers_give_the_same_bytes(tmp_path) -> None:
    first = generate(tmp_path / "a", orders=120, seed=5)
    again = generate(tmp_path / "b", orders=120, seed=5)
    assert first == again
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


def test_another_seed_gives_another_shop(tmp_path, folder) -> None:
    generate(tmp_path, orders=100, seed=12)
    generated, other = _bytes(folder.path), _bytes(tmp_path)
    same = {name for name in FILES if generated[name] == other[name]}
    assert same == {"any-table.toml", "bad-list.csv"}


def test_writes_every_file(folder) -> None:
    assert {file.name for file in folder.path.iterdir()} == FILES
    assert {file.name for file in folder.summary.files} == FILES - {"any-table.toml"}


def test_summary_counts_rows(folder) -> None:
    rows = {file.name: file.rows for file in folder.summary.files}
    assert rows["taobao-orders.csv"] == 3000
    assert rows["taobao-orders-2019.csv"] == len(folder.rows("taobao-orders-2019.csv")) == 150
    assert rows["taobao-items.csv"] == len(folder.rows("taobao-items.csv"))
    assert rows["jd-orders.csv"] == len(folder.rows("jd-orders.csv"))
    assert rows["taobao-refunds.xlsx"] == folder.sheet("taobao-refunds.xlsx").height
    assert rows["truth.csv"] == len(_truth(folder)) == sum(folder.summary.patterns.values())
    assert {file.name: file.damaged for file in folder.summary.files if file.damaged} == {
        "taobao-orders.csv": 6
    }


def test_truth_names_orders_of_the_files_once_each(folder) -> None:
    truth = [row["subject_id"] for row in _truth(folder)]
    known = _visible_orders(folder)
    assert len(set(truth)) == len(truth)
    assert max(known.values()) == 1
    assert set(truth) <= set(known)


def test_attacks_have_a_code_and_hard_negatives_none(folder) -> None:
    truth = _truth(folder)
    assert {row["subject_kind"] for row in truth} == {"order"}
    assert all((row["code"] == "") == row["pattern"].startswith("hard_") for row in truth)
    assert {row["code"] for row in truth} == {
        "", "abuse", "advertising", "bad_list", "contact_inside", "contradiction",
        "forwarding_warehouse", "gibberish", "name_not_a_name", "nothing_below_township",
        "phone_impossible", "phone_many_buyers", "template_leftover", "unknown_division",
    }  # fmt: skip


def test_every_pattern_is_planted(folder) -> None:
    counted = Counter(row["pattern"] for row in _truth(folder))
    assert counted == folder.summary.patterns
    assert min(counted.values()) >= 6
    assert len(counted) == 33


def test_attacks_are_few_and_hard_negatives_many(folder) -> None:
    truth = _truth(folder)
    taobao = [row for row in truth if row["subject_id"].startswith("35")]
    attacks = sum(1 for row in taobao if row["code"])
    hard = len(taobao) - attacks
    assert 0.02 <= attacks / 3000 <= 0.03
    assert 0.45 <= hard / 3000 <= 0.65
    assert hard > 3 * attacks


def test_newest_is_the_latest_time_of_the_data(folder) -> None:
    items = folder.rows("taobao-items.csv")
    latest = max(row[name] for row in items for name in ("订单创建时间", "发货时间"))
    newest = folder.summary.newest
    assert newest.tzinfo is UTC
    assert datetime.fromisoformat(f"{latest}+08:00") <= newest
    assert newest <= END


def test_the_same_shop_can_end_at_any_moment(folder, tmp_path) -> None:
    later = timedelta(days=40, hours=5)
    summary = generate(tmp_path, orders=3000, seed=11, until=END + later)
    assert summary.newest == folder.summary.newest + later
    assert summary.patterns == folder.summary.patterns
    moved = replace(folder, path=tmp_path)
    for name in ("taobao-items.csv", "taobao-orders-2019.csv"):
        pairs = zip(folder.rows(name), moved.rows(name), strict=True)
        assert all(
            _moment(new["订单创建时间"]) == _moment(old["订单创建时间"]) + later
            for old, new in pairs
        )


def test_other_platforms_are_written_as_asked_for(folder, tmp_path) -> None:
    summary = generate(tmp_path, orders=3000, seed=11, others=["jd-orders.csv"])
    assert {file.name for file in summary.files} == {
        "taobao-orders.csv", "taobao-items.csv", "taobao-refunds.xlsx", "jd-orders.csv",
        "bad-list.csv", "truth.csv",
    }  # fmt: skip
    for name in ("taobao-orders.csv", "jd-orders.csv"):
        assert (tmp_path / name).read_bytes() == (folder.path / name).read_bytes()


@pytest.mark.parametrize("seed", [7, 8])
def test_the_smallest_shop_can_be_made(seed, tmp_path) -> None:
    summary = generate(tmp_path, orders=100, seed=seed)
    assert summary.files[0].rows == 100


def test_dated_order_numbers_move_along(folder, tmp_path) -> None:
    generate(tmp_path, orders=3000, seed=11, until=END + timedelta(days=40))
    name = "pinduoduo-orders.csv"
    before, after = (
        [row["订单号"] for row in replace(folder, path=path).rows(name, "utf-8-sig")]
        for path in (folder.path, tmp_path)
    )
    for old, new in zip(before, after, strict=True):
        assert new[7:] == old[7:]
        assert _moment(f"20{new[:6]}") - _moment(f"20{old[:6]}") == timedelta(days=40)


def test_progress_grows_to_the_total(folder) -> None:
    done = [3000, 3150, 3250, 3550, 3850, 4150, 4450, 4750]
    assert folder.progress == [(orders, 4750) for orders in done]


def test_refuses_too_few_orders(tmp_path) -> None:
    with pytest.raises(ShopwardenError) as caught:
        generate(tmp_path / "new", orders=99, seed=1)
    assert caught.value.code == "demo.too_few_orders"
    assert caught.value.data == {"orders": 99, "least": 100}
    assert not (tmp_path / "new").exists()


def test_says_that_it_is_a_demo_and_names_no_real_site(folder) -> None:
    text = folder.text("taobao-orders.csv")
    assert "棉麻小筑演示店" in text
    assert "@mail.example" in text
    assert not [word for word in (".com", ".cn", ".net") if word in text]
